"""Parity progression by year and children of birth cohorts by the last year, of one scenario or several, as a table."""

from collections.abc import Mapping

import pandas as pd
import xarray as xr

from sim.measures.intervals import STATISTICS, interval

COLUMNS = ["scenario", "indicator", "year", "birth_order", "cohort", "complete", *STATISTICS, "interval"]
OF_COHORTS = ("cohort_fertility", "cohort_childless")


def parity_table(indicators: Mapping[str, xr.Dataset]) -> pd.DataFrame:
    """Share of women who go on to each birth, by whole year, and children so far of cohorts in the last whole year.

    indicators : by label of the scenario, (seed, year, ...)
    returns: columns scenario, indicator, year, birth_order or cohort, complete (whether the cohort is past 49), mean,
    lower, upper, interval; without what the run did not see, and empty without a whole year
    """
    parts = [part for label, data in indicators.items() for part in _parts(label, data)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _parts(label: str, data: xr.Dataset) -> list[pd.DataFrame]:
    whole = [int(year) for year in data["year"].values[~data["part_year"].values]]
    if not whole:
        return []
    complete = data["cohort_complete"].sel(year=whole[-1]).to_series()
    progression = _rows(label, data["parity_progression"].sel(year=whole)).assign(cohort=pd.NA, complete=pd.NA)
    cohorts = [_rows(label, data[name].sel(year=whole[-1:])) for name in OF_COHORTS]
    parts = [progression, *(rows.assign(birth_order=pd.NA, complete=rows["cohort"].map(complete)) for rows in cohorts)]
    return [part[COLUMNS].astype({"birth_order": "Int64", "cohort": "Int64", "complete": "boolean"}) for part in parts]


def _rows(label: str, values: xr.DataArray) -> pd.DataFrame:
    """Mean and named interval of an indicator by year and its other dimension, a row each."""
    found = interval(values)
    by = [str(dim) for dim in found.dims if dim != "statistic"]
    table = xr.DataArray(found.values, {dim: found[dim].values for dim in found.dims}, found.dims, name="value")
    rows = table.to_series().unstack("statistic").reset_index()
    rows = rows[rows["mean"].notna()]
    return rows[[*by, *STATISTICS]].assign(
        scenario=label, indicator=str(values.name), interval=found.attrs["interval"])
