"""What every estimator of this folder gives: estimates, resampled estimates for intervals, and the noise floor."""

from typing import NamedTuple

import numpy as np

from sim.population.columns import Array

RESAMPLES = 1000
LEVEL = 0.95
SEED = 1
"""Of the resampling; SALib takes 0 for no seed."""
TAILS = [50 * (1 - LEVEL), 50 * (1 + LEVEL)]


class Index(NamedTuple):
    """One kind of index of all factors or groups, dummy last: estimates, resampled ones (resample, factor), floor."""

    measure: str
    estimate: Array
    resampled: Array
    floor: float


def floor_of(resampled: Array) -> float:
    """Upper bound, 97.5 %, of the dummy's size over the resamples."""
    return float(np.percentile(np.abs(resampled[:, -1]), TAILS[1]))


def with_floor(measure: str, estimate: Array, resampled: Array) -> Index:
    """An index whose floor is the dummy's alone."""
    return Index(measure, estimate, resampled, floor_of(resampled))


def rows_drawn(n: int) -> Array:
    """Which of n rows each resample takes, (resample, n)."""
    return np.random.default_rng(SEED).integers(n, size=(RESAMPLES, n))
