"""How far draws from one posterior stand for another: importance weights, their effective size, and equal weights.

The last wave's points are drawn from the posterior under the emulators so far. Their own real runs then correct the
emulators, and a point's weight is its posterior under the corrected ones over that under which it was drawn.
"""

import numpy as np

from sim.population.columns import Array

EVEN = 0.9
"""Effective size over the number of draws from which on weights are left out: they say no more than chance."""


def importance(log_new: Array, log_old: Array) -> Array:
    """Weights that sum to 1, (draw,), from log densities known but for a constant."""
    difference = log_new - log_old
    weights = np.exp(difference - difference.max())
    return weights / weights.sum()


def effective_size(weights: Array) -> float:
    """Number of equally weighted draws that would say as much (Kish 1965): the sum squared over the sum of squares."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def equally_weighted(weights: Array, seed: int) -> Array:
    """Numbers of as many draws that stand for all with equal weights; each once where weights are even.

    Else by systematic resampling (Kitagawa 1996): a draw comes as often as its weight says, rounded up or down.
    """
    n = len(weights)
    if effective_size(weights) >= EVEN * n:
        return np.arange(n)
    marks = (np.random.default_rng(seed).random() + np.arange(n)) / n
    return np.minimum(np.searchsorted(np.cumsum(weights) / weights.sum(), marks), n - 1)
