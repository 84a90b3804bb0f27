"""How far draws from one posterior stand for another: importance weights and their effective size.

Points are drawn from the posterior under the emulators so far. Their own real runs then correct the emulators, and a
point's weight is its posterior under the corrected ones over that under which it was drawn.
"""

import numpy as np

from sim.population.columns import Array


def importance(log_new: Array, log_old: Array) -> Array:
    """Weights that sum to 1, (draw,), from log densities known but for a constant."""
    difference = log_new - log_old
    weights = np.exp(difference - difference.max())
    return weights / weights.sum()


def effective_size(weights: Array) -> float:
    """Number of equally weighted draws that would say as much (Kish 1965): the sum squared over the sum of squares."""
    return float(weights.sum() ** 2 / (weights**2).sum())
