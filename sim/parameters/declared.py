"""What a declared parameter is: default, unit, bounds, prior, role, meaning and source in one field."""

from difflib import get_close_matches
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.errors import UserError

Role = Literal["uncertain", "fixed"]
Prior = Literal["uniform", "loguniform", "none"]


def parameter(
    default: float, unit: str, lower: float, upper: float, meaning: str, source: str,
    prior: Prior = "uniform", role: Role = "uncertain",
) -> Any:
    """One declared parameter."""
    extra: dict[str, Any] = {"unit": unit, "source": source, "prior": prior, "role": role}
    return Field(default=default, ge=lower, le=upper, description=meaning, json_schema_extra=extra)


JUDGEMENT = "judgement; not calibrated"
TRIAL = "starting value of a small trial run, some set by hand to the level of 2010-2022; not calibrated"


class Declared(BaseModel):
    """A frozen set of declared parameters; unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _numbers(cls, values: Any) -> Any:
        for name, value in values.items() if isinstance(values, dict) else ():
            if isinstance(value, str | bool):
                raise UserError(f"parameters: {name} = {value!r} is no number; write it without quotes, such as 0.5")
        return values

    @classmethod
    def bounds(cls, name: str) -> tuple[float, float]:
        """Lower and upper bound of a parameter, those of its prior."""
        found = {type(m).__name__: getattr(m, "ge", getattr(m, "le", None)) for m in cls.model_fields[name].metadata}
        return found["Ge"], found["Le"]  # type: ignore[return-value]

    def with_values(self, values: dict[str, float]) -> Self:
        """A changed copy; an unknown name or a value out of bounds is a `UserError` naming it, unit and bounds."""
        try:
            return type(self)(**{**self.model_dump(), **values})
        except ValidationError as error:
            raise UserError(_sentence(error, type(self))) from None


def _sentence(error: ValidationError, declared: type[Declared]) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0])
    field = declared.model_fields.get(name)
    if field is None:
        near = get_close_matches(name, declared.model_fields, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "allowed names are listed in docs/parameters.md"
        return f"parameters: unknown name '{name}'; {hint}"
    lower, upper = declared.bounds(name)
    extra = field.json_schema_extra
    unit = extra["unit"] if isinstance(extra, dict) else ""
    return f"parameters: {name} = {first['input']} is out of bounds; allowed is {lower} to {upper} {unit}"
