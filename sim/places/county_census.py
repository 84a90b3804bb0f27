"""The census tables of a pack of any city of Zhejiang, from the county tables of 2010 and 2020 in `zhejiang/`.

A county of today takes the figures of 2010 of the codes that became it; one that was made later takes its share, by the
residents of 2020, of the county that it was a part of. Residents whom the tables give to a city and to no county of it
go to the county named in its table `stray`.
"""

import functools
from collections.abc import Iterable
from typing import NamedTuple

from sim.errors import UserError
from sim.places.county_codes import boundary_changes, county_codes, rows_of, today_of
from sim.places.schema import CENSUSES

CENSUS_SOURCES = {
    2010: "NBS 2010 census county tables (中国2010年人口普查分县资料), github.com/leiii/census",
    2020: "NBS 2020 census county tables (中国人口普查分县资料-2020), github.com/leiii/census",
}
CENSUS_TABLES = (
    "population", "population_totals", "households", "homes", "employment", "education", "marital_status",
)  # fmt: skip
OF_COUNTIES = ("population",)
"""Tables without rows of the city."""
SCHOOLED = {2010: "persons aged 6+", 2020: "persons aged 3+"}
NOTES = {
    ("registered_other_county_province", 2010): "includes movers between counties of the city",
    ("registered_other_county_province", 2020): "includes movers between counties of the city",
    ("other_source", 2010): "inherited homes are among them",
}
WEIGHTS = {
    "floor_area_per_person": ("family_population",), "rooms_per_household": ("family_households",),
    "mean_children_ever_born_15_64": tuple(f"female_{age}_{age + 4}" for age in range(15, 65, 5)),
}  # fmt: skip
"""What a mean of two counties together is weighted by."""
SUMS = {
    "residents_male": "male_", "residents_female": "female_", "residents": ("residents_male", "residents_female"),
    "rural": ("residents", "-urban"),
    "family_households": ("one_generation", "two_generation", "three_generation", "four_generation"),
}  # fmt: skip


class Figure(NamedTuple):
    """One figure of a county table and how it is known."""

    value: float
    quality: str = "published"
    note: str = ""


class Indicator(NamedTuple):
    """One indicator of the county tables, and the cell of the pack's table that it fills, in which censuses."""

    name: str
    table: str
    sex: str
    cell: str
    packs: tuple[int, ...]
    unit: str


Figures = dict[str, Figure]


@functools.cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator, in the order of the tables."""
    return tuple(
        Indicator(row["indicator"], row["table"], row["sex"], row["cell"],
                  tuple(map(int, row["packs"].split())), row["unit"])
        for row in rows_of("indicators")
    )  # fmt: skip


@functools.cache
def printed(census: int) -> dict[int, Figures]:
    """Figures of one census by area code and indicator, misprints and blanks that can be told put right."""
    found: dict[int, Figures] = {}
    for row in rows_of(f"census_{census}"):
        found.setdefault(int(row["area_code"]), {})[row["indicator"]] = Figure(float(row["value"]))
    for row in rows_of("corrected"):
        if int(row["census"]) == census:
            figure = Figure(float(row["value"]), row["quality"], row["note"])
            found[int(row["area_code"])][row["indicator"]] = figure
    return found


@functools.cache
def names() -> dict[int, tuple[str, str]]:
    """Chinese and English name of province, cities and counties of 2020 by code."""
    return {int(row["area_code"]): (row["name_zh"], row["name_en"]) for row in rows_of("areas")}


def cities() -> list[int]:
    """Codes of the eleven cities."""
    return [code for code in names() if code % 100 == 0 and code % 10000 != 0]


def counties_of(city: int) -> list[int]:
    """Codes of the counties that a city has in 2020; `UserError` for a code that is no city of the tables."""
    if city not in cities():
        known = ", ".join(f"{code} {names()[code][1]}" for code in cities())
        raise UserError(f"{city} is no city of the county tables; allowed are {known}.")
    return [code for code in names() if code // 100 == city // 100 and code != city]


@functools.cache
def strays() -> dict[tuple[int, int], int]:
    """By census and city, the county that takes what the counties lack to the city."""
    return {(int(row["census"]), int(row["city_code"])): int(row["county_code"]) for row in rows_of("stray")}


def figures_of(census: int, city: int) -> dict[int, Figures]:
    """Figures of a city and its counties of today in one census, by code."""
    tables, codes = printed(census), counties_of(city)
    found = {code: dict(tables[code]) if code in tables else {} for code in (city, *codes)}
    for old, figures in tables.items():
        today = today_of(old)
        if today != old and today in found:
            found[today] = _together(found[today], figures, old) if found[today] else _then(figures, old)
    for code in codes:
        if not found[code]:
            found |= _carved_out(code, found)
    if (census, city) in strays():
        taker = strays()[census, city]
        found[taker] = _with_stray(found, city, taker)
    return {code: _on_boundaries(figures, code, census) for code, figures in found.items()}


def census_rows(table: str, city: int) -> list[dict[str, str]]:
    """Rows of one census table of a city's pack, in key order."""
    rows = []
    for census in CENSUSES:
        for code, figures in sorted(figures_of(census, city).items()):
            if code == city and table in OF_COUNTIES:
                continue
            mine = [one for one in indicators() if one.table == table and census in one.packs]
            rows += [_row(one, census, code, figures[one.name]) for one in sorted(mine, key=_order)]
    return rows


def groups(city: int) -> list[tuple[int, ...]]:
    """Counties of a city between which something moved from 2010 to 2020: only together are they one area."""
    codes = set(counties_of(city))
    return [change.codes for change in boundary_changes() if 2010 <= change.year <= 2020 and codes >= {*change.codes}]


def _row(one: Indicator, census: int, code: int, figure: Figure) -> dict[str, str]:
    notes = (NOTES.get((one.name, census), ""), figure.note)
    keys: dict[str, str] = {"census": str(census), "county_code": str(code)}
    if one.table == "population":
        age_from, age_to = one.cell.split("-")
        keys |= {"sex": one.sex, "age_from": age_from, "age_to": age_to}
    elif one.sex:
        keys |= {"sex": one.sex, "level" if one.table == "education" else "status": one.cell}
    else:
        keys["indicator"] = one.cell
    unit = SCHOOLED[census] if one.table == "education" else one.unit
    return keys | {
        "value": f"{figure.value:.10g}", "lower": "", "upper": "", "unit": unit, "source": CENSUS_SOURCES[census],
        "quality": figure.quality, "note": "; ".join(note for note in notes if note),
    }  # fmt: skip


def _order(one: Indicator) -> tuple[str, int, str]:
    age = int(one.cell.split("-")[0]) if one.table == "population" else 0
    return one.sex, age, one.cell


def _then(figures: Figures, old: int) -> Figures:
    """Figures of a county under the code and name that it had."""
    return {name: _noted(figure, f"then {county_codes()[old].name_zh} {old}") for name, figure in figures.items()}


def _together(figures: Figures, others: Figures, old: int) -> Figures:
    """Figures of a county and of another that has joined it since; means are weighted."""
    note, made = f"with {county_codes()[old].name_zh} {old}, which joined it", {}
    for name, figure in figures.items():
        if name in WEIGHTS:
            a, b = (sum(one[part].value for part in WEIGHTS[name]) for one in (figures, others))
            value = round((figure.value * a + others[name].value * b) / (a + b), 2)
        else:
            value = figure.value + others[name].value
        made[name] = Figure(value, "derived", "; ".join(filter(None, (figure.note, note))))
    return made


def _carved_out(code: int, found: dict[int, Figures]) -> dict[int, Figures]:
    """Figures of a county that was made after the census, and what is left of the one it was a part of."""
    (change,) = (change for change in boundary_changes() if code in change.codes)
    (whole,) = (other for other in change.codes if other != code)
    later = printed(max(CENSUSES))
    share = later[code]["residents"].value / sum(later[one]["residents"].value for one in (code, whole))
    note = f"share of {whole} by the residents of {max(CENSUSES)} ({share:.3f}): {code} was made in {change.year}"
    own = {
        name: figure.value if name in WEIGHTS else float(round(figure.value * share))
        for name, figure in found[whole].items()
    }
    for name, parts in SUMS.items():
        if name in own:
            own[name] = _added(own, parts)
    part = {name: Figure(value, "approximate", note) for name, value in own.items()}
    rest = {
        name: figure if name in WEIGHTS else Figure(figure.value - own[name], "approximate", f"less the {note}")
        for name, figure in found[whole].items()
    }
    return {code: part, whole: rest}


def _added(values: dict[str, float], parts: str | Iterable[str]) -> float:
    """The sum of parts: all that begin so, or those named, less those named with a minus."""
    if isinstance(parts, str):
        return sum(values[one.name] for one in indicators() if one.table == "population" and one.name.startswith(parts))
    return sum(-values[part[1:]] if part.startswith("-") else values[part] for part in parts)


def _with_stray(found: dict[int, Figures], city: int, county: int) -> Figures:
    """Figures of a county with the residents of the city whom the tables give to no county; its own means."""
    counties = [code for code in found if code != city]
    made = {}
    for name, figure in found[county].items():
        stray = found[city][name].value - sum(found[code][name].value for code in counties)
        note = f"the county's row has {figure.value:.10g}; with those of the city whom no county's row has"
        made[name] = figure if name in WEIGHTS or not stray else Figure(figure.value + stray, "derived", note)
    return made


def _on_boundaries(figures: Figures, code: int, census: int) -> Figures:
    """Figures with a note on what has moved since."""
    moved = [change for change in boundary_changes() if code in change.codes and census < change.year]
    note = "; ".join(f"{census} boundaries: {change.what} in {change.year}" for change in moved)
    return {name: _noted(figure, note) for name, figure in figures.items()} if note else figures


def _noted(figure: Figure, note: str) -> Figure:
    return figure._replace(note="; ".join(filter(None, (figure.note, note))))
