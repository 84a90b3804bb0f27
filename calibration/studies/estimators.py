"""Estimators on the counts of paired arms: each gives one number a pair of runs, (draw, repeat)."""

import numpy as np

from calibration.studies.kinds import Lived
from sim.population.columns import Array


def ratio(part: Array, whole: Array) -> Array:
    """part / whole, NaN where the whole is zero."""
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) != 0)


def percent(base: Lived, treated: Lived, name: str, first: int, last: int) -> Array:
    """Change of a count summed over years [per cent]: before and after, as everything else is equal in a pair."""
    return 100.0 * (ratio(treated.total(name, first, last), base.total(name, first, last)) - 1.0)


def percent_of_rate(base: Lived, treated: Lived, part: str, whole: str, first: int, last: int) -> Array:
    """Change of a rate, both parts summed over years [per cent]."""
    before, after = (ratio(arm.total(part, first, last), arm.total(whole, first, last)) for arm in (base, treated))
    return 100.0 * (ratio(after, before) - 1.0)


def difference_in_differences(
    base: Lived, treated: Lived, reached: str, other: str, first: int, last: int
) -> Array:
    """Change of one group's count less that of another [percentage points]."""
    return percent(base, treated, reached, first, last) - percent(base, treated, other, first, last)


def per_point(effect: Array, base: Lived, treated: Lived, name: str, first: int, last: int, points: float) -> Array:
    """An effect scaled to a rise of a yearly rate by so many points; name : the rate that the policy moved."""
    n_years = last - first + 1
    moved = (treated.total(name, first, last) - base.total(name, first, last)) / n_years
    return effect * ratio(np.full(moved.shape, points), moved)
