"""The layout of statistical yearbooks: a title line, years across the top, areas down the side, notes at the foot.

A sheet may hold several such tables. Indicator and unit stand in the title line or in brackets, or in a line of their
own such as 单位：万人; nothing is taken for granted that the lines above the years do not say.
"""

import re

from experiments.monitor.areas import Areas
from experiments.monitor.declared import PER_MILLE, WATCHED
from experiments.monitor.reading import Line, number, year_of
from experiments.monitor.tidy import Entry
from sim.errors import UserError

FOOT = ("注", "资料来源", "来源", "说明", "note", "source")
REGISTERED = "户籍"
DISTRICTS = ("市辖区", "市区", "区合计", "县(市)合计")
"""Rows that yearbooks have between counties and that are none."""
UNITS = sorted({unit for one in WATCHED.values() for unit in one.units} | {PER_MILLE}, key=len, reverse=True)
_UNIT = re.compile(r"[(](?:单位:? ?|unit: ?)?([^()]+)[)]|单位:? ?([^ )]+)|unit: ?([^()]+)", re.IGNORECASE)
EXPECTED = (
    "allowed are a tidy table (columns year, area, indicator, value, unit) and the layout of yearbooks (a title with"
    " indicator and unit, years across the top, areas down the side)"
)


def yearbook_entries(lines: list[Line], areas: Areas, notes: list[str]) -> list[Entry]:
    """Figures of all tables of a sheet."""
    entries: list[Entry] = []
    title: list[str] = []
    years: dict[int, int] = {}
    name = unit = ""
    for line in lines:
        if found := _years_of(line):
            if not title:
                raise UserError(f"{line.where}: no title above the years says indicator and unit; {EXPECTED}")
            name, unit = _indicator(title, line.where), ""
            unit, years, title = _unit(title, line, name), found, []
        elif years and areas.knows(line.cells[0]):
            entries += _figures(line, years, name, unit, areas, notes)
        elif years and line.cells[0].replace(" ", "") in DISTRICTS:
            notes.append(f"{line.where}: '{line.cells[0]}' is no county and was left out")
        elif years and _is_data(line):
            areas.code(line.cells[0], max(years.values()), f"{line.where}, first column")  # says what is allowed
        elif not line.cells[0].casefold().startswith(FOOT):
            title.append(" ".join(cell for cell in line.cells if cell))
    if not entries:
        raise UserError(f"{lines[0].where}: no figures found; {EXPECTED}")
    return entries


def _years_of(line: Line) -> dict[int, int]:
    """Year by column where a line is the head of a table: years alone after the first cell."""
    rest = {at: cell for at, cell in enumerate(line.cells) if at and cell}
    years = {at: year for at, cell in rest.items() if (year := year_of(cell)) is not None}
    if not years or year_of(line.cells[0]) is not None or 2 * len(years) < len(rest):
        return {}
    for at, cell in rest.items():
        if at not in years:
            raise UserError(f"{line.where}: '{cell}' is no year; allowed in the line of years are years such as 2024")
    seen: dict[int, int] = {}
    for at, year in years.items():
        if year in seen:
            twice = f"in columns {seen[year] + 1} and {at + 1}"
            raise UserError(f"{line.where}: year {year} stands twice, {twice}; keep one")
        seen[year] = at
    return years


def _is_data(line: Line) -> bool:
    """Whether a line has a name and at least one number after it."""
    numbers = [cell for cell in line.cells[1:] if re.fullmatch(r"[\d,. ]+", cell)]
    return bool(line.cells[0]) and bool(numbers)


def _indicator(title: list[str], where: str) -> str:
    said = " ".join(title)
    if REGISTERED in said:
        raise UserError(
            f"{where}: the title says {REGISTERED} ('{title[0]}'); allowed are figures of residents (常住人口)"
        )
    flows = [one.id for one in WATCHED.values() if one.word in said and one.id != "population"]
    if len(flows) > 1:
        raise UserError(f"{where}: the title names {' and '.join(flows)} ('{title[0]}'); allowed is one a table")
    if flows:
        return flows[0]
    english = [one.id for one in WATCHED.values() if re.search(rf"\b({one.id}|{one.names[3]})\b", said, re.IGNORECASE)]
    if WATCHED["population"].word in said or "年末人口" in said:
        return "population"
    if len(english) == 1:
        return english[0]
    allowed = ", ".join(one.word for one in WATCHED.values())
    raise UserError(f"{where}: the title ('{title[0]}') names no indicator; allowed are titles with one of {allowed}")


def _unit(title: list[str], line: Line, name: str) -> str:
    """The one unit that title and head name and the indicator may have."""
    said = [*title, line.cells[0]]
    named = [given.strip() for text in said for match in _UNIT.finditer(text) for given in match.groups() if given]
    units = list(dict.fromkeys(unit.casefold() for unit in named if unit.casefold() in UNITS))
    one = WATCHED[name]
    allowed = f"allowed for {name} are {one.allowed_units}, as in 单位:{next(iter(one.units))}"
    if not units:
        raise UserError(f"{line.where}: the title ('{title[0]}') says no unit; {allowed}")
    if len(units) > 1:
        raise UserError(f"{line.where}: the title names the units {' and '.join(units)}; {allowed}")
    if units[0] not in one.units and not (one.per_mille and units[0] == PER_MILLE):
        raise UserError(f"{line.where}: '{units[0]}' is no unit of {name} ({one.names[2]}); {allowed}")
    return units[0]


def _figures(
    line: Line, years: dict[int, int], name: str, unit: str, areas: Areas, notes: list[str]
) -> list[Entry]:
    beyond = [at for at, cell in enumerate(line.cells) if at and cell and at not in years]
    if beyond:
        where = f"{line.where}, column {beyond[0] + 1}"
        raise UserError(f"{where}: '{line.cells[beyond[0]]}' stands under no year; give the column a year")
    found = []
    for at, year in years.items():
        where = f"{line.where}, column {at + 1}"
        value = number(line.cells[at], where, f"year {year}") if at < len(line.cells) else None
        area, said = areas.code(line.cells[0], year, where)
        notes += [one for one in said if one not in notes]
        if value is not None:
            found.append(Entry(year, area, name, value, unit, None, where))
    return found
