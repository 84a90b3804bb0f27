"""Cells and lines of printed tables: a mean with its named interval, in the digits of its indicator."""

import math
from collections.abc import Sequence

import pandas as pd

from experiments.wording.indicators import printed_title
from experiments.wording.uncertainty import is_spread
from sim.measures.declared import DECLARED_INDICATORS, Indicator

REPORTED = (
    "births", "tfr", "population", "marriages", "public_money_real", "places_per_1000", "places_per_100_under_three",
)  # fmt: skip
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
            (row.mean, row.lower, row.upper), DECLARED_INDICATORS[row.indicator], spread=is_spread(row.interval),
            error=row.standard_error,
        )
        for row in table.itertuples()
    }
    titles = {name: printed_title(DECLARED_INDICATORS[name]) for name in dict.fromkeys(table["indicator"])}
    left, width = max(len(title) for title in titles.values()) + 2, max(len(cell) for cell in cells.values()) + 3
    lines = [" " * left + "".join(f"{year:>{width}}" for year in years)]
    for name, title in titles.items():
        lines.append(f"{title:<{left}}" + "".join(f"{cells[name, year]:>{width}}" for year in years))
    return lines


def printed_interval(
    interval: Sequence[float], one: Indicator, difference: bool = False, spread: bool = False, error: float = math.nan
) -> str:
    """A mean with half its t interval, which is symmetric, or with its error and the bounds of a spread.

    interval : mean, lower, upper of the indicator `one`; a difference has its sign
    spread : whether the interval is one of draws      error : then the standard error of the mean, NaN leaves it out
    """
    mean, lower, upper = (value / one.scale for value in interval)
    form = f"{'+' if difference else ''},.{one.digits_of_difference if difference else one.digits}f"
    if math.isnan(lower):
        return f"{mean:{form}} ± one seed"
    if spread:
        off = "" if math.isnan(error) else f" ± {error / one.scale:{form.lstrip('+')}}"
        return f"{mean:{form}}{off} ({lower:{form}} to {upper:{form}})"
    return f"{mean:{form}} ± {(upper - lower) / 2:{form.lstrip('+')}}"
