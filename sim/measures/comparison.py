"""Differences between scenarios, paired by seed: two runs of one seed share everybody's luck and parameters.

Called by `experiments.comparison`; works on the datasets of `sim.measures.results`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from sim.errors import UserError
from sim.measures.intervals import STATISTICS, bounds, draws_of, interval, n_draws_of


def paired_difference(policy: xr.Dataset, base: xr.Dataset, names: Sequence[str]) -> xr.Dataset:
    """Each indicator under `policy` less that under `base`, seed by seed, (seed, year, ...).

    policy, base : from `sim.measures.results.results` of runs with the same seeds, sample and years
    """
    if not all(policy.indexes[name].equals(base.indexes[name]) for name in ("seed", "year")):
        raise UserError("Paired differences need runs of the same seeds and years.")
    if not np.array_equal(draws_of(policy), draws_of(base)):
        raise UserError("Paired differences need runs of the same parameter draws.")
    unknown = [name for name in names if name not in policy]
    if unknown:
        raise UserError(f"There is no indicator '{unknown[0]}'; there are {', '.join(map(str, policy.data_vars))}.")
    out = xr.Dataset({name: (policy[name] - base[name]).assign_attrs(policy[name].attrs) for name in names})
    out = out.assign_coords(part_year=policy["part_year"])
    out.attrs = {"scenario": policy.attrs["scenario"], "against": base.attrs["scenario"], "pairing": "seed"}
    return out


def paired_interval(differences: xr.DataArray) -> xr.DataArray:
    """Mean of the per-seed differences with their named interval, along `statistic` (mean, lower, upper).

    differences : (seed, ...)
    """
    return interval(differences, paired=True)


def over_years(values: xr.DataArray) -> xr.DataArray:
    """Sum over the whole calendar years, (seed, ...), of counts that add up over years."""
    whole = values.where(~values["part_year"], drop=True)
    return whole.sum("year", skipna=False).assign_attrs(values.attrs)


def adds_up(values: xr.DataArray) -> bool:
    """Whether a year's value may be added to the next year's: flows may, stocks and rates may not."""
    return str(values.attrs.get("units", "")).endswith(("/ year", "/ month")) and not values.attrs.get("rate", False)


def rows(values: xr.DataArray, years: Sequence[int], base: xr.DataArray | None = None) -> pd.DataFrame:
    """Interval of an indicator by year and, for flows, over all whole years; columns year, mean, lower, upper, percent.

    values : (seed, year), a level or a paired difference      base : the level that a difference is a percentage of
    """
    labels, n_draws = [str(year) for year in years], n_draws_of(values)
    intervals = [bounds(values.sel(year=list(years)).transpose("seed", "year").values, n_draws).T]
    bases = [] if base is None else [base.sel(year=list(years)).mean("seed").values]
    whole = values["year"].values[~values["part_year"].values]
    if adds_up(values) and len(whole) > 1:
        labels.append(f"{whole[0]}-{whole[-1]}")
        intervals.append(bounds(over_years(values).values, n_draws)[None])
        if base is not None:
            bases.append(over_years(base).mean("seed").values[None])
    found = np.concatenate(intervals)
    below = np.concatenate(bases) if base is not None else np.full(len(labels), np.nan)
    percent = 100 * found[:, 0] / np.where(below == 0, np.nan, below)
    return pd.DataFrame({"year": labels, **dict(zip(STATISTICS, found.T, strict=True)), "percent": percent})
