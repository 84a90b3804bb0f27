"""Cells and lines of printed tables: a mean with its named interval, in the digits of its indicator."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from experiments.wording.uncertainty import is_spread


class Row(NamedTuple):
    """How an indicator is printed: title, what values are divided by, digits of levels and of differences."""

    title: str
    scale: float
    digits: int
    digits_of_difference: int
    percent: bool = False


ROWS = {
    "births": Row("births of residents", 1, 0, 0, percent=True),
    "tfr": Row("total fertility rate", 1, 2, 3),
    "population": Row("population at year end", 1, 0, 0),
    "marriages": Row("marriages", 1, 0, 0),
    "public_money_real": Row("public money (million yuan of 2020 a year)", 1e6, 1, 1),
    "places_per_1000": Row("nursery places per 1,000 residents", 1, 2, 2),
    "places_per_100_under_three": Row("nursery places per 100 children under three", 1, 1, 1),
}
"""Indicators of the printed table, in order; those a run set does not hold are left out."""
NO_YEAR = "No whole calendar year was simulated, so there are no yearly figures to show."


def reported_years(whole_years: Sequence[int]) -> list[int]:
    """Years of the printed table: every fifth of the whole years, or the last one where there is none."""
    fifth = [int(year) for year in whole_years if year % 5 == 0]
    return fifth or [int(year) for year in whole_years[-1:]]


def printed_table(table: pd.DataFrame) -> list[str]:
    """Lines of the printed table: an indicator a line, a year a column, mean and interval.

    table : from `sim.measures.results.summary`
    """
    if table.empty:
        return [NO_YEAR]
    years = list(dict.fromkeys(table["year"]))
    cells = {
        (row.indicator, row.year): printed_interval(
            (row.mean, row.lower, row.upper), ROWS[row.indicator], spread=is_spread(row.interval)
        )
        for row in table.itertuples()
    }
    names = list(dict.fromkeys(table["indicator"]))
    left, width = max(len(ROWS[name].title) for name in names) + 2, max(len(cell) for cell in cells.values()) + 3
    lines = [" " * left + "".join(f"{year:>{width}}" for year in years)]
    for name in names:
        lines.append(f"{ROWS[name].title:<{left}}" + "".join(f"{cells[name, year]:>{width}}" for year in years))
    return lines


def printed_interval(interval: Sequence[float], row: Row, difference: bool = False, spread: bool = False) -> str:
    """A mean with half its t interval, which is symmetric, or with the bounds of a spread; a difference has its sign.

    interval : mean, lower, upper      spread : whether the interval is one of draws
    """
    mean, lower, upper = (value / row.scale for value in interval)
    form = f"{'+' if difference else ''},.{row.digits_of_difference if difference else row.digits}f"
    if math.isnan(lower):
        return f"{mean:{form}} ± one seed"
    if spread:
        return f"{mean:{form}} ({lower:{form}} to {upper:{form}})"
    return f"{mean:{form}} ± {(upper - lower) / 2:{form.lstrip('+')}}"
