"""The table of a comparison as printed lines and as HTML; takes the table and words, nothing else."""

from collections.abc import Iterator, Sequence
from html import escape

import pandas as pd

from experiments.reports.cells import NO_YEAR, printed_interval
from experiments.wording.indicators import printed_title
from experiments.wording.uncertainty import is_spread
from sim.measures.declared import DECLARED_INDICATORS, Indicator

GAP = 3
"""Least space between two columns of the printed table."""
IN_PERCENT = "    in percent"
WITH_PERCENT = frozenset({"births"})
"""Indicators whose differences are printed in percent as well."""

Line = tuple[str, list[str]]
"""Title and cells of a line."""


def printed(table: pd.DataFrame) -> list[str]:
    """Lines of the printed table: a block an indicator, a line a scenario or difference, a year a column.

    table : from `experiments.comparison.numbers`
    """
    if table.empty:
        return [NO_YEAR]
    table = table.assign(year=_when(table))
    years = list(dict.fromkeys(table["year"]))
    width = max(len(line) for line in _line_titles(table)) + 4
    blocks = dict(_blocks(table, years))
    cell_width = GAP + max(len(cell) for block in blocks.values() for _, cells in block for cell in (*cells, *years))
    lines = [" " * width + "".join(f"{year:>{cell_width}}" for year in years)]
    for name, block in blocks.items():
        lines.append(name)
        for title, cells in block:
            lines.append(f"  {title:<{width - 2}}" + "".join(f"{cell:>{cell_width}}" for cell in cells).rstrip())
    return lines


def html(table: pd.DataFrame, heading: Sequence[str], notes: Sequence[str]) -> str:
    """The same table as HTML, with what was run above it and the intervals named below it."""
    table = table.assign(year=_when(table))
    years = list(dict.fromkeys(table["year"]))
    body: list[str] = []
    for name, block in _blocks(table, years):
        body.append(f'<tr><th colspan="{len(years) + 1}" style="text-align:left">{escape(name)}</th></tr>')
        for title, cells in block:
            body.append(f'<tr><td style="text-align:left">{escape(title)}</td>'
                        + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    head = "<th></th>" + "".join(f"<th>{year}</th>" for year in years)
    return (
        f"<div><p>{'<br>'.join(escape(line) for line in heading)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"<p><small>{'<br>'.join(escape(line) for line in notes)}</small></p></div>"
    )


def _when(table: pd.DataFrame) -> list[str]:
    """The year of each row, or the years summed, as the head of a column."""
    return [span or str(year) for span, year in zip(table["span"], table["year"], strict=True)]


def _blocks(table: pd.DataFrame, years: list[str]) -> Iterator[tuple[str, list[Line]]]:
    """Title and lines of each indicator, in the order of the table."""
    for name in dict.fromkeys(table["indicator"]):
        one = DECLARED_INDICATORS[name]
        yield printed_title(one), _lines(table[table["indicator"] == name], one, years)


def _lines(table: pd.DataFrame, one: Indicator, years: list[str]) -> list[Line]:
    """Lines of an indicator: its levels, its differences, and these in percent."""
    lines = []
    for (scenario, against), part in table.groupby(["scenario", "against"], sort=False):
        at, spread = {row.year: row for row in part.itertuples()}, is_spread(part["interval"].iloc[0])
        cells = [
            printed_interval(
                (at[year].mean, at[year].lower, at[year].upper), one, bool(against), spread, at[year].standard_error)
            if year in at else "" for year in years
        ]
        lines.append((_title(scenario, against), cells))
        if against and one.id in WITH_PERCENT:
            lines.append((IN_PERCENT, [f"{at[year].percent:+.2f} %" if year in at else "" for year in years]))
    return lines


def _title(scenario: str, against: str) -> str:
    return f"{scenario} − {against}" if against else scenario


def _line_titles(table: pd.DataFrame) -> list[str]:
    pairs = table[["scenario", "against"]].drop_duplicates().itertuples()
    return [IN_PERCENT, *(_title(str(pair.scenario), str(pair.against)) for pair in pairs)]
