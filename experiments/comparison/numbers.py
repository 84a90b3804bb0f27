"""Levels and paired differences of several scenarios as one table, one row a number; knows no words."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import xarray as xr

from sim.measures.comparison import adds_up, paired_difference, rows
from sim.measures.intervals import n_draws_of, named

COLUMNS = ["indicator", "unit", "scenario", "against", "year", "mean", "lower", "upper", "percent", "interval"]


def comparison_table(
    indicators: Mapping[str, xr.Dataset], pairs: Sequence[tuple[str, str]], names: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Levels and paired differences with their intervals, one row a number.

    indicators : by label of the scenario, (seed, year)      pairs : (scenario, against) of the differences
    years : whole years; none gives an empty table
    returns: columns indicator, unit, scenario, against (empty for a level), year (or a span of years, summed), mean,
    lower, upper, percent (of `against`), interval, n_seeds, n_draws
    """
    parts = [part for name in names if years for part in _rows_of(indicators, pairs, name, years)]
    table = pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)
    any_of_them = next(iter(indicators.values()))
    return table.assign(n_seeds=any_of_them.sizes["seed"], n_draws=n_draws_of(any_of_them))


def _rows_of(
    indicators: Mapping[str, xr.Dataset], pairs: Sequence[tuple[str, str]], name: str, years: Sequence[int]
) -> Iterator[pd.DataFrame]:
    """Rows of one indicator: its level in every scenario, then its differences."""
    of_one = next(iter(indicators.values()))[name]
    common, n_draws = {"indicator": name, "unit": of_one.attrs["units"]}, n_draws_of(of_one)
    for label, data in indicators.items():
        yield rows(data[name], years).assign(**common, scenario=label, against="", interval=named(n_draws).name)
    for label, against in pairs:
        difference = paired_difference(indicators[label], indicators[against], [name])[name]
        base = indicators[against][name] if adds_up(of_one) else None
        found = rows(difference, years, base)
        yield found.assign(**common, scenario=label, against=against, interval=named(n_draws, paired=True).name)
