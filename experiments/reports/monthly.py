"""Births by month as a table, for one run set or several scenarios; made where they were asked for (`--monthly`)."""

from collections.abc import Mapping, Sequence

import pandas as pd
import xarray as xr

from sim.measures.comparison import paired_difference, paired_interval
from sim.measures.intervals import STATISTICS, interval

NAME = "births_monthly"
KEYS = ["scenario", "against", "year", "month", "birth_order"]


def has_months(data: xr.Dataset) -> bool:
    """Whether a dataset of indicators holds births by month."""
    return NAME in data


def monthly_table(indicators: Mapping[str, xr.Dataset], pairs: Sequence[tuple[str, str]] = ()) -> pd.DataFrame:
    """Births of each month, of all orders and of each, with their named interval; months before the run are left out.

    indicators : by label of the scenario, (seed, year, month, birth_order)      pairs : (scenario, against)
    returns: columns scenario, against (empty for a level), year, month, birth_order (or all), mean, lower, upper,
    interval; after the levels the paired differences
    """
    parts = [_rows(interval(_with_all(data[NAME])), label, "") for label, data in indicators.items()]
    for label, against in pairs:
        difference = paired_difference(indicators[label], indicators[against], [NAME])[NAME]
        parts.append(_rows(paired_interval(_with_all(difference)), label, against))
    return pd.concat(parts, ignore_index=True)


def _with_all(births: xr.DataArray) -> xr.DataArray:
    """Births by order with all orders before them."""
    of_all = births.sum("birth_order", skipna=False).expand_dims(birth_order=["all"])
    by_order = births.assign_coords(birth_order=[str(order) for order in births["birth_order"].values])
    return xr.concat([of_all, by_order], "birth_order")


def _rows(found: xr.DataArray, scenario: str, against: str) -> pd.DataFrame:
    dims = ("statistic", "year", "month", "birth_order")
    table = found.transpose(*dims).to_series().unstack("statistic").reset_index()
    table = table[table["mean"].notna()].assign(
        scenario=scenario, against=against, interval=found.attrs["interval"])
    return table[[*KEYS, *STATISTICS, "interval"]]
