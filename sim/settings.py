"""What one run is: place, scenario, future, sample, years, seeds, threads, parameters; checked when made."""

import operator
import re
import secrets
import warnings
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from sim.clock import CENSUS_MONTH, month_index
from sim.errors import UserError
from sim.parameters import Parameters
from sim.places.schema import CENSUSES

START_YEARS = CENSUSES
LAST_YEAR = 2035
SMALLEST_SAMPLE = Fraction(1, 1000)
LAST_SEED = 2**31 - 1
"""Seeds are stored as 32-bit numbers."""
MOST_THREADS = 1024
BirthRule = Literal["utility", "budget_threshold", "hazard"]
"""How couples come to try for a child: by utility, or by a hazard that no money moves (the null)."""


class RunSettings(BaseModel):
    """Everything that decides a run; two equal settings give equal results to the bit (threads change nothing)."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    place: str = "shaoxing"
    scenario: str = "national_only"
    future: str = "central"
    sample: Fraction = Fraction(1, 50)
    start_year: int = 2020
    end_year: int = LAST_YEAR
    seed: int = 1
    population_seed: int | None = None
    """Seed of the start population; None for 1, of run sets with draws for one a draw (`sim.runs.starts`)."""
    threads: int = 1
    birth_rule: BirthRule = "utility"
    monthly: bool = False
    """Whether the run set stores births by month too; it changes no other number."""
    doses: dict[str, float] = Field(default_factory=dict)
    """Doses of levers over those of the scenario: 0 the base scenario, 1 the plan."""
    values: dict[str, Any] = Field(default_factory=dict)
    """By lever a value from the start on, rule mappings as in a scenario file, or parsed rules."""
    parameters: Parameters = Field(default_factory=Parameters)

    @field_validator("sample", mode="before")
    @classmethod
    def _as_fraction(cls, value: Any) -> Any:
        return parse_sample(value) if isinstance(value, str | float | int) else value

    @field_validator("start_year", "end_year", "seed", "population_seed", "threads", mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        if isinstance(value, str | bool):
            raise UserError(f"{value!r} is no whole number; years, seeds and threads are numbers such as 2020 or 1")
        return value

    @model_validator(mode="after")
    def _within_bounds(self) -> "RunSettings":
        if not SMALLEST_SAMPLE <= self.sample <= 1:
            raise UserError(f"--sample: {self.sample} is outside 1/1000 to 1/1")
        if self.start_year not in START_YEARS:
            raise UserError(f"--from: {self.start_year} is no census year; allowed are 2010 and 2020")
        if not self.start_year <= self.end_year <= LAST_YEAR:
            raise UserError(
                f"--to: {self.end_year} is outside {self.start_year} to {LAST_YEAR}, the years the data pack reaches"
            )
        if not 1 <= self.threads <= MOST_THREADS:
            raise UserError(f"--threads: {self.threads} is outside 1 to {MOST_THREADS:,}")
        for option, seed in (("--seed", self.seed), ("--population-seed", self.start_seed)):
            if not 0 <= seed <= LAST_SEED:
                raise UserError(f"{option}: {seed} is outside 0 to {LAST_SEED:,}")
        return self

    @property
    def start_seed(self) -> int:
        """Seed of the start population, and of the permanent traits of those who stand in it."""
        return 1 if self.population_seed is None else self.population_seed

    @property
    def start_month(self) -> int:
        """First simulated month: November of the census year."""
        return int(month_index(self.start_year, CENSUS_MONTH))

    @property
    def end_month(self) -> int:
        """Last simulated month: December of the end year."""
        return int(month_index(self.end_year, 12))


UNSAID: Any = object()
"""Stands for a seed of which nothing was said; None says that any will do."""


def checked_settings(**fields: Any) -> RunSettings:
    """Settings of a run; a mistake in any of them is a `UserError` of one sentence."""
    known = RunSettings.model_fields
    for name in fields:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(known)}"
            raise UserError(f"{name}: no setting of a run has this name; {hint}")
    try:
        return RunSettings(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        told = first.get("ctx", {}).get("error")
        raise UserError(str(told) if told else f"{field}: {first['msg'].lower()}") from None


def settings_of(settings: RunSettings | None, rng: Any, fields: dict[str, Any]) -> RunSettings:
    """Settings with fields changed and the seed that Mesa calls `rng`; the fields are checked like those of settings.

    rng : `UNSAID` leaves the seed as it is; None asks for any, and is answered by a fresh one, as Mesa does, or by that
        of `settings` or `seed` with a warning, since runs that differ in nothing else are then equal
    Raises UserError where `rng` and `seed` are given together, or `rng` is no whole number.
    """
    if settings is not None and not isinstance(settings, RunSettings):
        raise UserError(f"settings: {settings!r} is no RunSettings; name fields instead, such as scenario='plan'")
    chosen = {**(dict(settings) if settings else {}), **fields}
    if rng is UNSAID:
        return checked_settings(**chosen)
    if rng is None:
        if "seed" not in chosen:
            return checked_settings(**chosen, seed=secrets.randbelow(2**31 - 1) + 1)
        warnings.warn(f"rng=None: the seed stays {chosen['seed']}; rng=[1, 2, 3] runs three seeds", stacklevel=3)
        return checked_settings(**chosen)
    if "seed" in fields:
        raise UserError(f"rng={rng} and seed={fields['seed']} are given together: both name the seed; give one of them")
    if isinstance(rng, bool) or not hasattr(rng, "__index__"):
        raise UserError(f"rng: {rng!r} is no seed; allowed are whole numbers such as rng=1")
    return checked_settings(**{**chosen, "seed": operator.index(rng)})


_SAMPLE = re.compile(r"[-+]?([0-9]+(/[0-9]+)?|[0-9]*\.[0-9]+|[0-9]+\.)([eE][-+]?[0-9]+)?")


def parse_sample(value: str | float) -> Fraction:
    """Sample as a fraction, from text such as 1/50 or a number; `UserError` where it is neither or out of bounds."""
    try:
        if not _SAMPLE.fullmatch(str(value)):
            raise ValueError
        sample = Fraction(str(value)).limit_denominator(100_000)
    except (ValueError, ZeroDivisionError):
        raise UserError(f"--sample: '{value}' is no fraction; write it as 1/50, between 1/1000 and 1/1") from None
    if not SMALLEST_SAMPLE <= sample <= 1:
        raise UserError(f"--sample: {value} is outside 1/1000 to 1/1")
    return sample
