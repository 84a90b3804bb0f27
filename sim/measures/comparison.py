"""Differences between scenarios, paired by seed: two runs of one seed share everybody's luck and parameters.

Called by `experiments.comparison`; works on the datasets of `sim.measures.results`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from sim.arrays import Array
from sim.errors import UserError
from sim.measures.chance import Drawn
from sim.measures.intervals import STATISTICS, bounds, draws_of, errors, interval


def paired_difference(policy: xr.Dataset, base: xr.Dataset, names: Sequence[str]) -> xr.Dataset:
    """Each indicator under `policy` less that under `base`, seed by seed, (seed, year, ...).

    policy, base : from `sim.measures.results.results` of runs with the same seeds, sample and years
    """
    check_paired(policy, base)
    unknown = [name for name in names if name not in policy]
    if unknown:
        raise UserError(f"There is no indicator '{unknown[0]}'; there are {', '.join(map(str, policy.data_vars))}.")
    out = xr.Dataset({name: (policy[name] - base[name]).assign_attrs(policy[name].attrs) for name in names})
    out = out.assign_coords(part_year=policy["part_year"])
    out.attrs = {"scenario": policy.attrs["scenario"], "against": base.attrs["scenario"], "pairing": "seed"}
    return out


def check_paired(policy: xr.Dataset, base: xr.Dataset) -> None:
    """`UserError` unless two datasets are of the same seeds, years and draws."""
    if not all(policy.indexes[name].equals(base.indexes[name]) for name in ("seed", "year")):
        raise UserError("Paired differences need runs of the same seeds and years.")
    if not np.array_equal(draws_of(policy), draws_of(base)):
        raise UserError("Paired differences need runs of the same parameter draws.")


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


class Years(NamedTuple):
    """Which years of (seed, year) a table shows."""

    shown: Array
    """Their positions."""
    whole: Array
    """Whether a year is one of twelve months, (year,)."""
    numbers: list[int]
    """The years shown."""
    span: str
    """First and last whole year, over which flows are added; empty where there are not two."""


def years_of(data: xr.Dataset, shown: Sequence[int]) -> Years:
    """Years of a dataset of indicators, of which a table shows some."""
    years, whole = data["year"].values, ~data["part_year"].values
    span = f"{years[whole][0]}-{years[whole][-1]}" if whole.sum() > 1 else ""
    return Years(data.indexes["year"].get_indexer(list(shown)), whole, [int(year) for year in shown], span)


def rows(
    values: Array, years: Years, drawn: Drawn, flow: bool, base: Array | None = None
) -> dict[str, Any]:
    """Interval of an indicator by year and, for flows, over all whole years.

    values : (seed, year), a level or a paired difference      base : the level that a difference is a percentage of
    drawn : which draw each run ran      flow : whether years may be added
    returns: columns year (None of a sum over years), span (of a sum, else empty), mean, lower, upper, percent,
    standard_error, chance (`sim.measures.intervals.errors`)
    """
    parts = [(values[:, years.shown], None if base is None else base[:, years.shown])]
    if flow and years.span:
        parts += [(_sum(values, years.whole), None if base is None else _sum(base, years.whole))]
    found = np.concatenate([bounds(of, drawn).T for of, _ in parts])
    error, luck = (np.concatenate(each) for each in zip(*(errors(of, drawn) for of, _ in parts), strict=True))
    below = np.concatenate([np.full(of.shape[1], np.nan) if at is None else at.mean(axis=0) for of, at in parts])
    percent = 100 * found[:, 0] / np.where(below == 0, np.nan, below)
    sums = len(parts) - 1
    when = {"year": [*years.numbers, *[None] * sums], "span": [""] * len(years.numbers) + [years.span] * sums}
    spread = dict(zip(STATISTICS, found.T, strict=True))
    return {**when, **spread, "percent": percent, "standard_error": error, "chance": luck}


def _sum(values: Array, whole: Array) -> Array:
    """Sum over the whole years, (seed, 1)."""
    return np.asarray(values[:, whole].sum(axis=1))[:, None]
