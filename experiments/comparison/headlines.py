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
from sim.measures.results import results
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


def headlines(main: RunSet, base: RunSet) -> Iterator[Headline]:
    """Births added over all whole years, births of the last one, and public money a birth added, where any is known."""
    data, other = (results(one, names=(BIRTHS, MONEY)) for one in (main, base))
    drawn = drawn_of(data[BIRTHS])
    added = paired_difference(data, other, (BIRTHS, MONEY))
    births, money = (over_years(added[name].assign_coords(part_year=data["part_year"])) for name in (BIRTHS, MONEY))
    whole = data[BIRTHS].sel(year=~data["part_year"])
    of_last = whole.isel(year=-1)
    yield _headline(ADDED, _values(births), drawn)
    yield _headline(LAST, _values(of_last), drawn)
    found = ratio_bounds(_values(money), _values(births), drawn)
    if all(map(math.isfinite, found)) and births.mean() > 0:
        linear = found[0] + (_values(money) - found[0] * _values(births)) / float(births.mean())
        error, luck = (float(one) for one in errors(linear, drawn))
        yield Headline(COST, linear, *found, error, luck)


def _headline(name: str, values: Array, drawn: Drawn) -> Headline:
    found, (error, luck) = bounds(values, drawn), errors(values, drawn)
    mean, lower, upper = (float(one) for one in found)
    return Headline(name, values, mean, lower, upper, float(error), float(luck))


def _values(values: xr.DataArray) -> Array:
    return np.asarray(values.transpose("seed").values, np.float64)


def of_county(comparison: Comparison) -> Iterator[tuple[int, Headline]]:
    """Births that the scenario asked about adds to the base over all whole years, by county code."""
    main, base = (comparison.run_sets[label] for label in (comparison.scenario, comparison.base))
    data, other = (results(one, by_county=True, names=(BIRTHS,)) for one in (main, base))
    added = paired_difference(data, other, (BIRTHS,))[BIRTHS].assign_coords(part_year=data["part_year"])
    for code in main.manifest.county_codes:
        births = over_years(added.sel(county_code=code))
        yield code, _headline(ADDED, _values(births), drawn_of(births))
