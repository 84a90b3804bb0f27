"""What would be seen if the projection held: a mixture over draws of what each expects, with chance and error."""

import numpy as np
from scipy.special import ndtr

from sim.population.columns import Array

GRID, REACH = 400, 6.0
"""Points of a table of the distribution, and how many standard deviations it reaches beyond the draws."""


def cdf(value: float, expected: Array, sd: float, weights: Array | None = None) -> float:
    """Share of the mixture below a value. expected : (draw,)      sd : of chance and error about each"""
    below = ndtr((value - expected) / sd)
    return float(below.mean() if weights is None else below @ weights)


def tail(value: float, expected: Array, sd: float, weights: Array | None = None) -> float:
    """Chance of a value at least as far out, on either side: twice the smaller of the two tails."""
    above = ndtr((expected - value) / sd)  # not 1 - cdf, which is 0 far out
    share = float(above.mean() if weights is None else above @ weights)
    return min(1.0, 2 * min(cdf(value, expected, sd, weights), share))


def table_of(expected: Array, sd: float, weights: Array | None = None) -> tuple[Array, Array]:
    """Points and the share of the mixture below each."""
    points = np.linspace(expected.min() - REACH * sd, expected.max() + REACH * sd, GRID)
    below = ndtr((points[:, None] - expected) / sd)
    return points, np.asarray(below.mean(axis=1) if weights is None else below @ weights)


def quantiles(shares: tuple[float, ...], expected: Array, sd: float, weights: Array | None = None) -> Array:
    """Quantiles of the mixture."""
    points, below = table_of(expected, sd, weights)
    return np.interp(shares, below, points)
