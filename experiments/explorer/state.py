"""A question to the explorer: measures with a date and a dose each, area, year, future; and what it turns into.

`Asked` is pure: `of_link` and `link` are each other's inverse, `settings` are those of the runs, `scenario_file` is
what `fertsim scenario check` accepts, `python_lines` give the same comparison in a notebook. Mistakes are UserErrors.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import yaml

from sim.errors import UserError
from sim.places.pack import Pack, load_pack
from sim.policy.futures import futures
from sim.policy.given import MONTH, MONTH_ALLOWED, as_typed, check_dose, check_value, county_index
from sim.policy.levers import LEVERS, lever
from sim.policy.paths import BASE
from sim.policy.scenario import scenario_names
from sim.settings import LAST_YEAR, RunSettings, checked_settings

PLACE = "shaoxing"
SAMPLES = (1000, 500, 200, 100, 50)
"""Residents that one agent may stand for."""
DRAWS = (2, 4, 8, 20)
"""How many parameter draws, each with its own seed, a question may take."""
FIRST_SHOWN = 2021
"""First whole year of runs from the census of 2020."""
MOST_MEASURES = 12
FILE = "whatif.yaml"
CITY = ""
"""Area of the whole city; a county is named by its code."""


@dataclass(frozen=True)
class Measure:
    """One lever moved away from the scenario: by a dose of the plan's own dated rules, or to a value from a month on.

    dose : 0 as under national law, 1 as under the plan      value : in the lever's unit, of a yes/no lever 1 or 0
    since : first month (2026-01), None the start of the run      county : code, None the whole city
    """

    lever: str
    dose: float | None = None
    value: float | None = None
    since: str | None = None
    county: str | None = None

    def rule(self) -> dict[str, Any]:
        """The measure as a rule of a scenario file."""
        value: Any = _plain(self.value or 0.0)
        if LEVERS[self.lever].kind == "yes_no":
            value = "yes" if self.value else "no"
        since = {} if self.since is None else {"from": self.since}
        return {**since, "value": value, **({} if self.county is None else {"county": self.county})}

    def written(self) -> str:
        """The measure as it stands in a link: birth_grant,value=30000,from=2026-01,county=330681."""
        parts = [f"dose={self.dose:.12g}"] if self.dose is not None else [f"value={self.value:.12g}"]
        parts += [f"from={self.since}"] * (self.since is not None) + [f"county={self.county}"] * bool(self.county)
        return ",".join([self.lever, *parts])


@dataclass(frozen=True)
class Asked:
    """A question: measures over a scenario against another, in a future, at a sample, and what is looked at."""

    scenario: str = "plan"
    against: str = BASE
    future: str = "central"
    sample: int = 200
    draws: int = 8
    area: str = CITY
    year: int = LAST_YEAR
    apart: bool = False
    """Whether the scenario itself is taken apart by plan item."""
    measures: tuple[Measure, ...] = ()

    def settings(self, n_measures: int | None = None) -> RunSettings:
        """Settings of the runs asked about; with the first measures alone where their number is given."""
        held = self.measures[:n_measures]
        return self._of(self.scenario, held)

    def base_settings(self) -> RunSettings:
        """Settings of the runs that it is held against."""
        return self._of(self.against, ())

    def scenario_settings(self, name: str) -> RunSettings:
        """Settings of a scenario by name, without measures."""
        return self._of(name, ())

    def _of(self, name: str, held: Sequence[Measure]) -> RunSettings:
        return checked_settings(
            place=PLACE, scenario=name, future=self.future, sample=f"1/{self.sample}", doses=doses_of(held),
            values=values_of(held),
        )


def doses_of(measures: Sequence[Measure]) -> dict[str, float]:
    """Dose by lever of the measures that have one."""
    return {one.lever: one.dose for one in measures if one.dose is not None}


def values_of(measures: Sequence[Measure]) -> dict[str, list[dict[str, Any]]]:
    """Dated rules by lever of the measures that set a value."""
    return {one.lever: [one.rule()] for one in measures if one.dose is None}


def checked(asked: Asked) -> Asked:
    """The question with its measures in the order of the plan; `UserError` for the first mistake in it."""
    names = {"scenario": scenario_names(), "against": scenario_names(), "future": list(futures())}
    allowed: dict[str, Sequence[Any]] = {
        **names, "sample": SAMPLES, "draws": DRAWS, "year": range(FIRST_SHOWN, LAST_YEAR + 1),
        "area": [CITY, *map(str, load_pack(PLACE).county_codes)],
    }  # fmt: skip
    for name, known in allowed.items():
        if getattr(asked, name) not in known:
            said = ", ".join(str(one) for one in known if one != CITY)
            raise UserError(f"{name}: there is no {getattr(asked, name)}; allowed are {said}")
    if len(asked.measures) > MOST_MEASURES:
        raise UserError(f"{len(asked.measures)} measures are too many for one question; allowed are {MOST_MEASURES}")
    held: dict[str, Measure] = {}
    for one in asked.measures:
        if one.lever in held:
            raise UserError(f"{one.lever} stands twice; keep one")
        held[one.lever] = checked_measure(one)
    return replace(asked, measures=tuple(held[name] for name in LEVERS if name in held))


def checked_measure(one: Measure) -> Measure:
    """The measure, with the county by its code; `UserError` where it is not allowed."""
    declared = lever(one.lever, one.lever)
    if (one.dose is None) == (one.value is None):
        raise UserError(f"{one.lever}: give either a dose of the plan or a value")
    if one.dose is not None:
        if one.since or one.county:
            raise UserError(f"{one.lever}: a dose keeps the plan's dates and counties; give a value instead")
        return replace(one, dose=check_dose(one.lever, one.dose, one.lever))
    if one.since is not None and not re.fullmatch(MONTH, one.since):
        raise UserError(f"{one.lever}: '{one.since}' is no month {MONTH_ALLOWED}")
    value = check_value(declared, one.value, one.lever)
    if one.county is None:
        return replace(one, value=value)
    if "county" not in declared.dims:
        raise UserError(f"{one.lever} is the same in all counties; leave the county out")
    pack = load_pack(PLACE)
    position = county_index(one.county, pack, one.lever)
    return replace(one, value=value, county=None if position is None else str(pack.county_codes[position]))


# Links -------------------------------------------------------------------------------------------------------------


def link(asked: Asked) -> dict[str, list[str]]:
    """The question as parameters of a link; what is as in a new question is left out."""
    new, parts = Asked(), {}
    for field in fields(Asked):
        value = getattr(asked, field.name)
        if field.name != "measures" and value != getattr(new, field.name):
            parts[field.name] = [str(int(value)) if isinstance(value, bool) else str(value)]
    return parts | ({"m": [one.written() for one in asked.measures]} if asked.measures else {})


def of_link(parts: Mapping[str, Sequence[str]]) -> Asked:
    """The question of a link's parameters, checked; those of other names are none of ours."""
    given: dict[str, Any] = {}
    for field in fields(Asked):
        if field.name == "measures" or not parts.get(field.name):
            continue
        text = parts[field.name][-1]
        given[field.name] = _whole(field.name, text) if isinstance(field.default, bool | int) else text
        if isinstance(field.default, bool):
            given[field.name] = bool(given[field.name])
    return checked(Asked(**given, measures=tuple(_read(text) for text in parts.get("m", ()))))


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise UserError(f"{name}: '{text[:40]}' is no whole number")
    return int(text)


def _read(text: str) -> Measure:
    """A measure of a link."""
    name, *parts = text.split(",")
    known = {"dose", "value", "from", "county"}
    given = dict(part.partition("=")[::2] for part in parts)
    if not given.keys() <= known or len(given) < len(parts):
        raise UserError(f"m={text[:80]}: this is no measure; write birth_grant,value=30000,from=2026-01")
    numbers = {key: as_typed(given[key]) for key in ("dose", "value") if key in given}
    for key, value in numbers.items():
        if not isinstance(value, float):
            raise UserError(f"m={text[:80]}: {key} is no number; write it plainly, such as 10 or 0.5")
    return Measure(name, numbers.get("dose"), numbers.get("value"), given.get("from"), given.get("county"))


# Files and lines ---------------------------------------------------------------------------------------------------


def scenario_file(asked: Asked, title_zh: str, title_en: str) -> str:
    """A scenario file of the question's scenario and measures."""
    entries: dict[str, Any] = {
        "title_zh": title_zh, "title_en": title_en,
        "meaning": f"Made by fertsim explorer; {len(asked.measures)} measures over {asked.scenario}.",
        "extends": asked.scenario,
    }  # fmt: skip
    if values_of(asked.measures):
        entries["set"] = values_of(asked.measures)
    if _plain_doses(asked):
        entries["doses"] = _plain_doses(asked)
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=116)


def python_lines(asked: Asked, language: str) -> str:
    """Lines of Python that make the same comparison."""
    levers = {"doses": _plain_doses(asked), "values": values_of(asked.measures)}
    given = {
        "sample": f"1/{asked.sample}", "seeds": asked.draws, "future": asked.future,
        **{name: moved for name, moved in levers.items() if moved},
        **({"county": int(asked.area)} if asked.area else {}),
    }  # fmt: skip
    lines = [f"    {name}={_double(value)}," for name, value in given.items()]
    return "\n".join([
        "from experiments import compare", "",
        f'comparison = compare("{asked.scenario}", against="{asked.against}",', *lines, ")",
        f'comparison.plot("births", language="{language}")',
    ])  # fmt: skip


def _plain_doses(asked: Asked) -> dict[str, float | int]:
    return {name: _plain(dose) for name, dose in doses_of(asked.measures).items()}


def _double(value: Any) -> str:
    """A value as Python writes it, strings in double quotes."""
    return repr(value).replace("'", '"')


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


# The plan's values -------------------------------------------------------------------------------------------------


def counties(pack: Pack) -> list[tuple[str, str, str]]:
    """Code, Chinese and English name of each county."""
    rows = pack.table("counties").itertuples()
    return [(str(row.county_code), str(row.name_zh), str(row.name_en)) for row in rows]
