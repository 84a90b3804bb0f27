"""How runs stand against a target: how far above or below it, and in what share of them it is met.

A target says "at least". A run meets it by what is written like it: 4.58 places are written 4.6; what a scenario sets
is held against the number itself. Called by `experiments.reports.targets`.
"""

from typing import NamedTuple

import numpy as np

from sim.measures.chance import Drawn
from sim.measures.intervals import bounds, named
from sim.population.columns import Array

SAME_VALUE = 1e-9
"""Difference up to which a lever's value is the target's: paths that rise in steps end with a rounding error."""


class Standing(NamedTuple):
    """What runs, or a lever's path, come to against a target."""

    mean: float
    lower: float
    upper: float
    interval: str
    """Name of the interval; empty for a value that is set."""
    distance: float
    """Mean less target."""
    met: bool
    """By the mean."""
    runs_meeting: int
    n_runs: int


def standing(values: Array, target: float, drawn: Drawn | int) -> Standing:
    """Standing of runs against a target. values : (seed,)      drawn : as in `sim.measures.intervals.bounds`"""
    mean, lower, upper = (float(bound) for bound in bounds(values, drawn))
    return Standing(
        mean=mean, lower=lower, upper=upper, interval=named(drawn).name, distance=mean - target,
        met=bool(meets(np.array(mean), target)), runs_meeting=int(meets(values, target).sum()), n_runs=len(values),
    )


def standing_of_input(value: float, target: float) -> Standing:
    """Standing of what a scenario sets, the same in every run."""
    return Standing(
        mean=value, lower=np.nan, upper=np.nan, interval="", distance=value - target, met=value >= target - SAME_VALUE,
        runs_meeting=0, n_runs=0,
    )


def meets(values: Array, target: float) -> Array:
    """Whether each value is at least the target when it is written with the target's decimals."""
    decimals = decimals_of(target)
    return np.round(values, decimals) >= np.round(target, decimals)


def decimals_of(target: float) -> int:
    """Decimals with which a number is written: 1 of 4.6, 2 of .25, none of 35,000."""
    return len(f"{target:.10f}".rstrip("0").partition(".")[2])
