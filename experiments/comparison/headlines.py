"""The headline figures of a comparison, one value a run, and what their spread is made of."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import xarray as xr

from experiments.comparison.compared import Comparison
from sim.measures.chance import Drawn, drawn_of
from sim.measures.comparison import over_years, paired_difference
from sim.measures.intervals import bounds, errors, ratio_bounds
from sim.policy.levers.base import PUBLIC_PAYERS
from sim.population.columns import Array
from sim.runs.runset import RunSet

BIRTHS, MONEY = "births", "public_money_real"
ADDED, LAST, COST = "births_added", "births_last_year", "cost_per_birth"
UNITS = {ADDED: "births", LAST: "births / year", COST: "yuan of 2020 / birth"}


class Headline(NamedTuple):
    """A figure of runs."""

    name: str
    values: Array
    """Of each run, (run,); of a ratio R of means its linear part, R + (money - R births) / mean births."""
    mean: float
    lower: float
    upper: float
    standard_error: float
    luck: float
    """Half of the 90 % interval of one run's chance, NaN where it cannot be told."""


class Ratio(NamedTuple):
    """About what a ratio of means is made linear."""

    value: float
    births: float
    """Mean births added."""


def headlines(main: RunSet, base: RunSet, about: Ratio | None = None) -> Iterator[Headline]:
    """Births added over all whole years, births of the last one, and public money a birth added, where any is known.

    about : of the comparison that these runs stand beside; else their own
    """
    data, other = (_counted(one) for one in (main, base))
    drawn = drawn_of(data)
    added = paired_difference(data, other, (BIRTHS, MONEY))
    births, money = over_years(added[BIRTHS]), over_years(added[MONEY])
    yield _headline(ADDED, _values(births), drawn)
    yield _headline(LAST, _values(data[BIRTHS].sel(year=~data["part_year"]).isel(year=-1)), drawn)
    found = ratio_bounds(_values(money), _values(births), drawn)
    if about is None and all(map(math.isfinite, found)) and births.mean() > 0:
        about = Ratio(found[0], float(births.mean()))
    if about is not None:
        linear = about.value + (_values(money) - about.value * _values(births)) / about.births
        error, luck = (float(one) for one in errors(linear, drawn))
        yield Headline(COST, linear, *found, error, luck)


def _headline(name: str, values: Array, drawn: Drawn) -> Headline:
    found, (error, luck) = bounds(values, drawn), errors(values, drawn)
    mean, lower, upper = (float(one) for one in found)
    return Headline(name, values, mean, lower, upper, float(error), float(luck))


def _values(values: xr.DataArray) -> Array:
    return np.asarray(values.transpose("seed").values, np.float64)


def _counted(run_set: RunSet, *by: str) -> xr.Dataset:
    """Births and public money by (seed, year, *by), as `sim.measures.results` has them, and no other indicator."""
    run_set.load(("births", "money_real"))
    manifest = run_set.manifest
    births = run_set.array("births", by) * manifest.scale
    money = run_set.array("money_real", ("payer", *by)).sel(payer=list(PUBLIC_PAYERS)).sum("payer") * manifest.scale
    part_year = xr.DataArray([manifest.months_in_year[year] < 12 for year in manifest.years], dims="year")
    data = xr.Dataset({BIRTHS: births, MONEY: money}, attrs={"scenario": manifest.scenario})
    return data.assign_coords(part_year=part_year)


def of_county(comparison: Comparison) -> Iterator[tuple[int, Headline]]:
    """Births that the scenario asked about adds to the base over all whole years, by county code."""
    main, base = (comparison.run_sets[label] for label in (comparison.scenario, comparison.base))
    data, other = (_counted(one, "county_code") for one in (main, base))
    added = paired_difference(data, other, (BIRTHS,))[BIRTHS]
    for code in main.manifest.county_codes:
        births = over_years(added.sel(county_code=code))
        yield code, _headline(ADDED, _values(births), drawn_of(births))
