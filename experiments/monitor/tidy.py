"""The tidy layout: a row a figure, with columns year, area, indicator, value and unit, as the template has it."""

from pathlib import Path
from typing import NamedTuple

from experiments.monitor.areas import Areas
from experiments.monitor.declared import WATCHED, indicator_named
from experiments.monitor.reading import Line, Number, number, year_of
from sim.errors import UserError
from sim.writing import write_bytes

COLUMNS = {
    "year": ("year", "年份", "年"),
    "code": ("code", "area_code", "county_code", "代码", "地区代码", "区划代码"),
    "area": ("area", "county", "地区", "区县", "区、县(市)", "县(市、区)"),
    "indicator": ("indicator", "指标"),
    "value": ("value", "数值", "值"),
    "unit": ("unit", "单位"),
    "error": ("error", "误差"),
    "source": ("source", "note", "来源", "备注"),
}
"""Names of each column; `code` or `area` is enough, `error` [one standard deviation, in the unit] may be missing."""
NEEDED = ("year", "indicator", "value", "unit")
TEMPLATE = {
    "zh": ("年份", "代码", "地区", "指标", "数值", "单位", "误差", "来源"),
    "en": ("year", "code", "area", "indicator", "value", "unit", "error", "source"),
}


class Entry(NamedTuple):
    """One figure as given. unit : as declared      error : one standard deviation in the unit, None where not stated"""

    year: int
    area: int
    indicator: str
    number: Number
    unit: str
    error: float | None
    where: str


def is_tidy(lines: list[Line]) -> bool:
    """Whether the first line is the head of a tidy table."""
    return sum(_column(cell) is not None for cell in lines[0].cells) >= 3


def tidy_entries(lines: list[Line], areas: Areas, notes: list[str]) -> list[Entry]:
    """Figures of a tidy table; rows without a value are left out."""
    head = _head(lines[0])
    entries = []
    for line in lines[1:]:
        if len(line.cells) > len(lines[0].cells) and any(line.cells[len(lines[0].cells):]):
            allowed = f"allowed are {len(lines[0].cells)}, as in the head, and quotes around a number with commas"
            raise UserError(f"{line.where}: {len(line.cells)} cells; {allowed}")
        row = {name: line.cells[at] if at < len(line.cells) else "" for name, at in head.items()}
        entry = _entry(row, line.where, areas, notes)
        if entry is not None:
            entries.append(entry)
    return entries


def write_template(path: Path, areas: Areas, language: str) -> str:
    """Write an empty table of all areas and indicators, one year; returns one sentence."""
    rows = [
        ["", str(code), areas.name(code, language), name, "", next(iter(one.units)), "", ""]
        for name, one in WATCHED.items() for code in areas.all
    ]  # fmt: skip
    if language == "zh":
        rows = [[*row[:3], WATCHED[row[3]].names[2], *row[4:]] for row in rows]
    else:
        rows = [[*row[:5], _english_unit(row[3]), *row[6:]] for row in rows]
    table = [list(TEMPLATE[language]), *rows]
    if path.suffix.lower() == ".xlsx":
        from experiments.monitor.workbook import write_workbook  # loads what only workbooks need

        write_workbook(path, table)
    elif path.suffix.lower() == ".csv":
        write_bytes(path, ("\ufeff" + "".join(",".join(row) + "\n" for row in table)).encode())
    else:
        raise UserError(f"--template {path}: allowed are names that end in .csv or .xlsx")
    return f"An empty table of {len(rows)} rows in {path}; fill in year and value, copy the rows for further years."


def _english_unit(name: str) -> str:
    return next(unit for unit in WATCHED[name].units if unit.isascii())


def _column(cell: str) -> str | None:
    given = cell.casefold().replace(" ", "")
    return next((name for name, words in COLUMNS.items() if given in words), None)


def _head(line: Line) -> dict[str, int]:
    """Position of each column."""
    head: dict[str, int] = {}
    allowed = ", ".join(f"{name} ({words[1]})" for name, words in COLUMNS.items())
    for at, cell in enumerate(line.cells):
        name = _column(cell)
        if name is None:
            if not cell:
                continue
            raise UserError(f"{line.where}: there is no column '{cell}'; allowed are {allowed}")
        if name in head:
            raise UserError(f"{line.where}: column {name} stands twice ('{cell}'); keep one")
        head[name] = at
    missing = [name for name in NEEDED if name not in head]
    if "code" not in head and "area" not in head:
        missing.append("area")
    if missing:
        raise UserError(f"{line.where}: column {', '.join(missing)} is missing; allowed are {allowed}")
    return head


def _entry(row: dict[str, str], where: str, areas: Areas, notes: list[str]) -> Entry | None:
    _refuse_swapped(row, where, areas)
    value = number(row["value"], where, "column value")
    if value is None:
        return None
    year = year_of(row["year"])
    if year is None:
        raise UserError(f"{where}, column year: '{row['year']}' is no year; allowed are years such as 2024")
    name = indicator_named(row["indicator"])
    if name is None:
        allowed = ", ".join(f"{one.id} ({one.names[2]})" for one in WATCHED.values())
        raise UserError(f"{where}, column indicator: there is no '{row['indicator']}'; allowed are {allowed}")
    area = _area(row, year, where, areas, notes)
    unit = unit_named(row["unit"], name, f"{where}, column unit")
    error = number(row.get("error", ""), where, "column error")
    return Entry(year, area, name, value, unit, None if error is None else error.value, where)


def unit_named(text: str, name: str, where: str) -> str:
    """A unit of an indicator; `UserError` for one that it cannot have."""
    given, one = text.casefold().replace(" / year", "").replace("/年", ""), WATCHED[name]
    if given in one.units or (one.per_mille and given == "‰"):
        return given
    trap = "; persons who married are twice the couples" if name == "marriages" and given == "人" else ""
    raise UserError(f"{where}: '{text}' is no unit of {name} ({one.names[2]}){trap}; allowed are {one.allowed_units}")


def _refuse_swapped(row: dict[str, str], where: str, areas: Areas) -> None:
    """`UserError` where cells of two columns would fit each other's and not their own."""
    is_year, year = year_of(row["year"]) is not None, row["year"]
    for other in ("area", "code", "value", "indicator", "unit"):
        given = row.get(other, "")
        if year and not is_year and year_of(given) is not None:
            raise UserError(
                f"{where}: column year holds '{year}' and column {other} '{given}', which is a year; the two"
                " columns look swapped, allowed in column year are years such as 2024"
            )
    for name, fits in (("area", areas.knows), ("indicator", lambda cell: indicator_named(cell) is not None)):
        for other in ("year", "area", "indicator", "value", "unit"):
            if name in row and other != name and fits(row.get(other, "")) and not fits(row[name]):
                raise UserError(
                    f"{where}: column {name} holds '{row[name]}' and column {other} '{row[other]}'; the two columns"
                    " look swapped, allowed is any order that the heads of the columns tell"
                )


def _area(row: dict[str, str], year: int, where: str, areas: Areas, notes: list[str]) -> int:
    """Code of the area; where code and name are given they must be of one."""
    given = [(name, row[name]) for name in ("code", "area") if row.get(name)]
    if not given:
        raise UserError(f"{where}: no area is named; allowed are a code such as {areas.codes[0]}, or a name")
    found = {}
    for name, text in given:
        found[name], said = areas.code(text, year, f"{where}, column {name}")
        notes += [one for one in said if one not in notes]
    if len(set(found.values())) > 1:
        raise UserError(f"{where}: code {row['code']} and area '{row['area']}' are two areas; keep one")
    return next(iter(found.values()))
