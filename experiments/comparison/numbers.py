"""Levels and paired differences of several scenarios as one table, one row a number; knows no words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from sim.measures.chance import Drawn, drawn_of
from sim.measures.comparison import Years, adds_up, check_paired, rows, years_of
from sim.measures.intervals import named

Rows = dict[str, Any]
"""Columns of some rows of the table."""
COLUMNS = ["indicator", "unit", "scenario", "against", "year", "span", "mean", "lower", "upper", "percent",
           "standard_error", "chance", "interval"]  # fmt: skip


def comparison_table(
    indicators: Mapping[str, xr.Dataset], pairs: Sequence[tuple[str, str]], names: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Levels and paired differences with their intervals, one row a number.

    indicators : by label of the scenario, (seed, year)      pairs : (scenario, against) of the differences
    years : whole years; none gives an empty table
    returns: columns indicator, unit, scenario, against (empty for a level), year (a number; without value of a sum over
    years), span (their first and last year, else empty), mean, lower, upper, percent (of `against`), standard_error of
    the mean, chance (half of the 90 % interval of one run's at this sample, without value where no draw was run
    twice), interval, n_seeds, n_draws
    """
    for label, against in pairs:
        check_paired(indicators[label], indicators[against])
    any_of_them = next(iter(indicators.values()))
    drawn, columns = drawn_of(any_of_them), years_of(any_of_them, years)
    parts = [part for name in names if years for part in _rows_of(indicators, pairs, name, columns, drawn)]
    found = {key: np.concatenate([part[key] for part in parts]) for key in COLUMNS} if parts else {}
    table = pd.DataFrame(found, columns=COLUMNS).astype({"year": "Int64"})
    return table.assign(n_seeds=any_of_them.sizes["seed"], n_draws=drawn.n)


def over_time(values: xr.DataArray) -> xr.DataArray:
    """Sum of a flow over years, of a stock or rate the last year's value, (seed, ...). values : whole years alone"""
    found = values.sum("year", skipna=False) if adds_up(values) else values.isel(year=-1)
    return found.assign_attrs(values.attrs)


def unit_over_time(values: xr.DataArray) -> str:
    """Unit of what `over_time` gives: births, where a year has births a year."""
    unit = str(values.attrs["units"])
    return unit.removesuffix(" / year") if adds_up(values) else unit


def _rows_of(
    indicators: Mapping[str, xr.Dataset], pairs: Sequence[tuple[str, str]], name: str, years: Years, drawn: Drawn
) -> Iterator[Rows]:
    """Rows of one indicator: its level in every scenario, then its differences."""
    of_one = next(iter(indicators.values()))[name]
    unit, flow = str(of_one.attrs["units"]), adds_up(of_one)
    values = {label: data[name].transpose("seed", "year").values for label, data in indicators.items()}

    def told(found: Rows, label: str, against: str) -> Rows:
        said = {"indicator": name, "unit": unit, "scenario": label, "against": against,
                "interval": named(drawn, paired=bool(against)).name}  # fmt: skip
        return found | {key: [word] * len(found["year"]) for key, word in said.items()}

    for label, own in values.items():
        yield told(rows(own, years, drawn, flow), label, "")
    for label, against in pairs:
        base = values[against]
        yield told(rows(values[label] - base, years, drawn, flow, base if flow else None), label, against)
