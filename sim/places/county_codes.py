"""County codes of Zhejiang through time: which county of today a code of another year means, and what moved since.

Tables `county_codes.csv` and `boundary_changes.csv` of `zhejiang/`. Called by `county_census`, and wherever figures of
counties are handed in.
"""

import csv
import functools
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from sim.errors import UserError

ZHEJIANG = Path(__file__).parent / "zhejiang"
CODE_DIGITS = 6
PLACEHOLDER = 1
"""Last two digits of a code that is no county."""


class CountyCode(NamedTuple):
    """One code: the years in which it named a county, None where not seen, and the code that took over."""

    code: int
    name_zh: str
    name_en: str
    from_year: int | None
    until_year: int | None
    successor: int | None


class BoundaryChange(NamedTuple):
    """What moved between counties, by their codes of today, in a year."""

    year: int
    codes: tuple[int, ...]
    what: str


class Matched(NamedTuple):
    """A county of today, and what has to be said of a figure given under another code or boundary."""

    code: int
    warnings: tuple[str, ...]


@functools.cache
def county_codes() -> dict[int, CountyCode]:
    """Every code of the table."""
    found = {}
    for row in rows_of("county_codes"):
        years = [int(row[name]) if row[name] else None for name in ("from_year", "until_year", "successor")]
        found[int(row["code"])] = CountyCode(int(row["code"]), row["name_zh"], row["name_en"], *years)
    return found


@functools.cache
def boundary_changes() -> tuple[BoundaryChange, ...]:
    """Every change of the table, the earliest first."""
    return tuple(
        BoundaryChange(int(row["year"]), tuple(map(int, row["codes"].split())), row["what"])
        for row in rows_of("boundary_changes")
    )


def rows_of(table: str) -> list[dict[str, str]]:
    """Rows of one table of the province by column."""
    with (ZHEJIANG / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def today_of(code: int) -> int:
    """The code that took over from a code in the end: its own where it holds today."""
    known = county_codes()
    while code in known and known[code].successor is not None:
        code = known[code].successor or code
    return code


def matched(code: int, year: int, allowed: Collection[int], where: str) -> Matched:
    """The county of today that a code means in a year, and the warnings that belong to a figure of it.

    allowed : codes of the place, its city included      where : file and line, or the option as typed
    `UserError` for a code that is no county, is unknown or lies in another place.
    """
    refuse_placeholder(code, where)
    today = today_of(code)
    if today not in allowed:
        raise UserError(f"{where}: {_refused(code, today)}; allowed are {', '.join(map(str, sorted(allowed)))}")
    return Matched(today, tuple(f"{where}: {said}" for said in _to_say(code, today, year)))


def refuse_placeholder(code: int, where: str) -> None:
    """`UserError` for a code that stands for all districts of a city, which is no county."""
    if len(str(code)) == CODE_DIGITS and code % 100 == PLACEHOLDER:
        raise UserError(
            f"{where}: {code} is no county: it stands for the districts of city {code - 1} together (市辖区);"
            " allowed are codes of counties, or the city's own"
        )


def _refused(code: int, today: int) -> str:
    known = county_codes()
    if today not in known:
        return f"there is no county {code}"
    name = f"{known[today].name_zh} {known[today].name_en}"
    became = f"{code} is {today} {name} today, which" if today != code else f"{code} {name}"
    return f"{became} is no county of this place"


def _to_say(code: int, today: int, year: int) -> list[str]:
    said, known = [], county_codes()
    until = known[code].until_year if code in known else None
    if until is not None and year > until:
        said.append(f"{code} ended in {until}; the figure of {year} is taken for {today}")
    for change in boundary_changes():
        if today in change.codes and year <= change.year:
            said.append(f"the figure of {year} for {code} stands on the boundary before {change.year}: {change.what}")
    return said
