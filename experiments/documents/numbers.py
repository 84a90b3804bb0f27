"""The numbers behind a briefing's charts and tables: in words for the report, as numbers for the workbook's sheets.

Called by `experiments.documents.report` and `experiments.documents.workbook`.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from experiments.briefing.cells import cell_text, head_text
from experiments.briefing.content import Cell, Chart, Column, Estimate, Series, Table, Tiles
from experiments.documents.words import WORDS
from experiments.wording.amounts import WORDS as NO

YEARS = range(1950, 2150)
"""Categories that are years."""
NONE = "—"
"""Where a chart has no number."""
ENDS = ("lower", "upper")
REPORTED_EVERY = 5
"""Years from one row to the next in a table of the report, beside the first and the last."""


class Numbers(NamedTuple):
    """A table of numbers: titles with units, cells with NaN where there is none, and which columns are bounds.

    bounds : of each column of values the positions of its bounds, None where it has no interval
    """

    titles: list[str]
    rows: list[Any]
    """A list a row, of numbers and words."""
    values: list[int]
    bounds: list[tuple[int, int] | None]


def is_years(categories: Sequence[str]) -> bool:
    """Whether the categories of a chart are years; a year may have a word in a line below it."""
    return all(year_of(one).isdecimal() and int(year_of(one)) in YEARS for one in categories)


def year_of(category: str) -> str:
    """The first line of a category."""
    return category.partition("\n")[0]


def of_chart(chart: Chart, language: str) -> Numbers:
    """The numbers behind a chart, a row a category: each series and, where it has them, its bounds."""
    words = WORDS[language]
    first = words["year"] if is_years(chart.categories) else words["age"] if chart.kind == "pyramid" else words["item"]
    titles: list[str] = [first]
    values: list[int] = []
    bounds: list[tuple[int, int] | None] = []
    columns: list[Sequence[float]] = []
    for one in chart.series:
        name = one.name or chart.title or words["value"]
        values.append(len(titles))
        titles.append(head_text(Column(name, chart.unit), language))
        columns.append(one.values)
        bounds.append((len(titles), len(titles) + 1) if one.lower and one.upper else None)
        if one.lower and one.upper:
            titles += [head_text(Column(f"{name} {words[end]}", chart.unit), language) for end in ENDS]
            columns += [one.lower, one.upper]
    years = is_years(chart.categories)
    rows: list[list[float | str]] = [
        [int(year_of(category)) if years else category.replace("\n", " "),
         *(column[i] / chart.scale for column in columns)]
        for i, category in enumerate(chart.categories)
    ]  # fmt: skip
    below = [category.partition("\n")[2] for category in chart.categories]
    if years and any(below):
        titles.append(words["remark"])
        rows = [[*row, text] for row, text in zip(rows, below, strict=True)]
    return Numbers(titles, rows, values, bounds)


def of_table(table: Table, language: str) -> Numbers:
    """The numbers of a table; an estimate takes three columns."""
    words = WORDS[language]
    titles: list[str] = []
    values: list[int] = []
    bounds: list[tuple[int, int] | None] = []
    wide = [any(isinstance(row[j], Estimate) for row in table.rows) for j in range(len(table.columns))]
    for column, has_bounds in zip(table.columns, wide, strict=True):
        if has_bounds:
            values.append(len(titles))
            bounds.append((len(titles) + 1, len(titles) + 2))
        titles.append(head_text(Column(column.title, column.unit), language))
        if has_bounds:
            titles += [head_text(Column(f"{column.title} {words[end]}", column.unit), language) for end in ENDS]
    rows: list[list[float | str]] = []
    for row in table.rows:
        cells: list[float | str] = []
        for cell, column, has_bounds in zip(row, table.columns, wide, strict=True):
            if isinstance(cell, str):
                cells += [cell] + [math.nan] * (2 * has_bounds)
            elif isinstance(cell, Estimate):
                cells += [one / column.scale for one in (cell.mean, cell.lower, cell.upper)]
            else:
                cells += [cell if is_year(cell, column) else cell / column.scale] + [math.nan] * (2 * has_bounds)
        rows.append(cells)
    return Numbers(titles, rows, values, bounds)


def of_tiles(tiles: Tiles, language: str) -> Numbers:
    """What a tile map is shaded by, a row a county."""
    words = WORDS[language]
    titles = [words["county"], tiles.title or words["value"], words["lower"], words["upper"]]
    rows: list[list[float | str]] = [[one.name, *one.value[:3]] for one in tiles.tiles]
    return Numbers(titles, rows, [1], [(2, 3)])


def words_of_chart(chart: Chart, language: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of a chart's table in the report: intervals in brackets; of years each fifth and the ends."""
    words, years = WORDS[language], is_years(chart.categories)
    column = Column("", "", chart.scale, digits_of(chart))
    alone = len(chart.series) == 1
    names = [words["value"] if alone and one.name in ("", chart.title) else one.name for one in chart.series]
    head = (words["year"] if years else words["item"], *names)
    rows = [
        (name.replace("\n", " "), *(cell_text(_estimate(one, i), column, language) for one in chart.series))
        for i, name in enumerate(chart.categories) if not years or _is_reported(chart.categories, i)
    ]
    return head, [tuple(NONE if cell == NO[language]["no"] else cell for cell in row) for row in rows]


def words_of_table(table: Table, language: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of a table as they are printed."""
    head = tuple(head_text(column, language) for column in table.columns)
    return head, [
        tuple(f"{cell:.0f}" if is_year(cell, column) else cell_text(cell, column, language)
              for cell, column in zip(row, table.columns, strict=True)) for row in table.rows
    ]  # fmt: skip


def digits_of(chart: Chart) -> int:
    """Decimals of a chart's numbers in a table: those of its labels, else as many as leave three digits."""
    if chart.labels:
        return sum(letter in "0#" for letter in chart.labels.partition(".")[2])
    known = [abs(value) / chart.scale for one in chart.series for value in one.values if math.isfinite(value)]
    largest = max(known, default=0.0)
    return 0 if chart.scale == 1 or largest >= 100 else 1 if largest >= 10 else 2


def is_year(cell: Cell, column: Column) -> bool:
    """Whether a cell is a number without a unit that is a year."""
    return isinstance(cell, int | float) and not column.unit and column.digits == 0 and cell in YEARS


def _estimate(one: Series, i: int) -> Estimate:
    """A series' value with its bounds."""
    return Estimate(one.values[i], *(bounds[i] if bounds else math.nan for bounds in (one.lower, one.upper)))


def _is_reported(categories: Sequence[str], i: int) -> bool:
    return i in (0, len(categories) - 1) or int(year_of(categories[i])) % REPORTED_EVERY == 0
