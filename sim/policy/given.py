"""Values and doses of levers as a user gives them: in a scenario file, on the command line or in Python.

Called by `scenario` (files) and `paths` (options and Python); every mistake is one sentence that says where.
"""

import math
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from sim.clock import month_index
from sim.errors import UserError
from sim.places.county_codes import refuse_placeholder, today_of
from sim.places.pack import Pack
from sim.policy.levers import Lever, lever
from sim.policy.levers.base import ORDER_SLICES

MAX_DOSE = 5.0
"""A dose beyond the plan is an extrapolation; beyond five times the plan it is taken for a mistake."""
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_TYPED_NUMBER = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(inf|nan)")
"""What an option may give as a number: the same as a file."""
MONTH = r"(19[5-9][0-9]|1949|20[0-9]{2})-(0[1-9]|1[0-2])"
"""A month as files and options give it, in the years that any rule or run could mean."""
MONTH_ALLOWED = "from 1949-01 to 2099-12; write it as 2026-01"
RULE_KEYS = ("from", "to", "value", "county", "birth_order", "announced")

Where = Callable[..., str]
"""Says where an entry stands, from the keys that lead to it: `broken.yaml, line 3` or `--set birth_grant=x`."""


class Rule(BaseModel):
    """One dated value of a lever. Months are indices; None is the start of the run, or no end."""

    model_config = ConfigDict(frozen=True)

    lever: str
    value: float
    starts: int | None = None
    ends: int | None = None
    """First month in which the rule holds no longer."""
    county: str | None = None
    birth_order: str = "all"
    announced: int | None = None
    where: str = Field(default="", exclude=True)
    """Where it was given, for messages; no part of what it is, so that a comment in a file changes no identity."""


class Setting(NamedTuple):
    """One `--set lever=value` or `--set lever@county=value`."""

    lever: str
    rule: Rule


def parse_setting(text: str) -> Setting:
    """Lever and rule of `lever=value` or `lever@county=value`; `UserError` for anything else or out of bounds."""
    where = f"--set {text}"
    left, equals, right = text.partition("=")
    name, at, county = left.strip().partition("@")
    if not equals or not name or (at and not county):
        raise UserError(f"{where}: this is no setting; write lever=value or lever@county=value")
    entry: dict[str, Any] = {"value": as_typed(right.strip())}
    if at:
        entry["county"] = county.strip()
    return Setting(name, parse_rules(name, [entry], lambda *keys: where)[0])


def parse_dose(text: str) -> tuple[str, float]:
    """Lever and dose of `lever=x`; `UserError` for anything else or out of bounds."""
    where = f"--dose {text}"
    name, equals, right = text.partition("=")
    if not equals or not name:
        raise UserError(f"{where}: this is no dose; write lever=x, 0 for the base scenario and 1 for the plan")
    return name.strip(), check_dose(name.strip(), as_typed(right.strip()), where)


def settings_as_values(settings: list[Setting]) -> dict[str, tuple[Rule, ...]]:
    """The rules of each lever from several `--set` options, in the order given."""
    values: dict[str, tuple[Rule, ...]] = {}
    for setting in settings:
        values[setting.lever] = (*values.get(setting.lever, ()), setting.rule)
    return values


def parse_rules(name: str, given: Any, where: Where) -> tuple[Rule, ...]:
    """Rules of a lever from a value, a list of mappings (from, to, value, county, birth_order, announced) or rules."""
    declared = lever(name, where())
    if isinstance(given, tuple) and given and all(isinstance(one, Rule) for one in given):
        return given
    if not isinstance(given, list | tuple):
        return (Rule(lever=name, value=check_value(declared, given, where()), where=where()),)
    if not given:
        raise UserError(f"{where()}: {name} has no rule; give a value or a list of rules")
    return tuple(_rule(declared, entry, where, position) for position, entry in enumerate(given))


def check_value(declared: Lever, value: Any, where: str) -> float:
    """The value as a number; `UserError` where it is of the wrong type or out of the lever's bounds."""
    allowed = f"allowed are {declared.lower:g} to {declared.upper:g}"
    if declared.kind == "yes_no":
        value = YES_NO.get(value.lower(), value) if isinstance(value, str) else value
        if isinstance(value, bool | int | float) and value in (0, 1):
            return float(value)
        raise UserError(f"{where}: {declared.id} is {value!r}; allowed are yes and no (1 and 0)")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(f"{where}: {declared.id} is {value!r}, which is no number [{declared.unit}]; {allowed}")
    if not (math.isfinite(value) and declared.lower <= value <= declared.upper):
        raise UserError(f"{where}: {declared.id} is {value:g} [{declared.unit}], out of bounds; {allowed}")
    if declared.kind == "rule" and value != round(value):
        raise UserError(f"{where}: {declared.id} is {value:g}; allowed are whole numbers of {declared.unit}")
    return float(value)


def check_dose(name: str, dose: Any, where: str) -> float:
    """The dose as a number; `UserError` for an unknown lever, a wrong type, or a dose out of bounds."""
    declared = lever(name, where)
    if isinstance(dose, bool) or not isinstance(dose, int | float):
        raise UserError(f"{where}: the dose of {name} is {dose!r}, which is no number; 0 is the base and 1 the plan")
    if declared.kind != "continuous" and dose not in (0, 1):
        raise UserError(f"{where}: the dose of {name} is {dose:g}; it is all or nothing, allowed are 0 and 1")
    if not 0 <= dose <= MAX_DOSE:  # also refuses nan
        raise UserError(f"{where}: the dose of {name} is {dose:g}, out of bounds; allowed are 0 to {MAX_DOSE:g}")
    return float(dose)


def county_index(given: str, pack: Pack, where: str) -> int | None:
    """Index of a county named by code, Chinese or English name; None for the whole city; `UserError` if unknown.

    A code that it had in other years is taken for today's.
    """
    if given.isascii() and given.isdigit():
        refuse_placeholder(int(given), where)
        given = str(today_of(int(given)))
    names: dict[str, int | None] = {str(pack.city_code): None}
    for position, row in enumerate(pack.table("counties").itertuples()):
        names |= {str(key).lower(): position for key in (row.county_code, row.name_zh, row.name_en)}
    if given.lower() in names:
        return names[given.lower()]
    near = get_close_matches(given.lower(), names, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(str(c) for c in pack.county_codes)}"
    raise UserError(f"{where}: unknown county '{given}'; {hint}")


def _rule(declared: Lever, entry: Any, where: Where, position: int) -> Rule:
    """One rule of a list, checked."""
    here = where(position)
    if not isinstance(entry, Mapping):
        raise UserError(f"{here}: {declared.id}: {entry!r} is no rule; write {{from: 2026-01, value: …}}")
    for key in entry:
        if key not in RULE_KEYS:
            raise UserError(f"{where(position, key)}: unknown key '{key}'; allowed are {', '.join(RULE_KEYS)}")
    if "value" not in entry:
        raise UserError(f"{here}: {declared.id}: the rule has no value; write {{from: 2026-01, value: …}}")
    months = {key: _month(entry[key], where(position, key)) for key in ("from", "to", "announced") if key in entry}
    starts, last, announced = (months.get(key) for key in ("from", "to", "announced"))
    if starts is not None and last is not None and last < starts:
        raise UserError(f"{where(position, 'to')}: {declared.id} ends before it starts; allowed is {entry['from']} on")
    if announced is not None and (starts is None or announced > starts):
        raise UserError(
            f"{where(position, 'announced')}: {declared.id} is announced after it starts; allowed is"
            " a month up to its 'from'"
        )
    return Rule(
        lever=declared.id, value=check_value(declared, entry["value"], where(position, "value")), starts=starts,
        ends=None if last is None else last + 1, county=_county(declared, entry, where, position),
        birth_order=_order(declared, entry, where, position), announced=announced, where=here,
    )  # fmt: skip


def _county(declared: Lever, entry: Mapping[str, Any], where: Where, position: int) -> str | None:
    if "county" not in entry:
        return None
    if entry["county"] is None:
        raise UserError(f"{where(position, 'county')}: {declared.id}: the county is empty; name one or leave it out")
    if "county" not in declared.dims:
        raise UserError(f"{where(position, 'county')}: {declared.id} is the same in all counties; leave the county out")
    return str(entry["county"])


def _order(declared: Lever, entry: Mapping[str, Any], where: Where, position: int) -> str:
    order = str(entry.get("birth_order", "all"))
    here = where(position, "birth_order")
    if order not in ORDER_SLICES:
        raise UserError(f"{here}: unknown birth order '{order}'; allowed are {', '.join(ORDER_SLICES)}")
    if order != "all" and "birth_order" not in declared.dims:
        raise UserError(f"{here}: {declared.id} is the same for all birth orders; leave birth_order out")
    return order


def _month(given: Any, where: str) -> int:
    if not re.fullmatch(MONTH, str(given)):
        raise UserError(f"{where}: '{given}' is no month {MONTH_ALLOWED}")
    year, month = str(given).split("-")
    return int(month_index(int(year), int(month)))


def as_typed(text: str) -> Any:
    """A number where the text is one as people write it, else the text itself, which a yes or no may be."""
    if not _TYPED_NUMBER.fullmatch(text):
        return text
    try:
        return float(text)
    except ValueError:
        return text
