"""Estimators of FAST and of one factor at a time. Called by `indices`."""

from collections.abc import Iterator

import numpy as np
from SALib.analyze.fast import compute_orders
from scipy.stats import t

from experiments.sensitivity.estimates import RESAMPLES, Index, rows_drawn, with_floor
from sim.population.columns import Array

HARMONICS = 4
"""Multiples of a factor's own frequency that are counted as its doing; SALib's sampler takes the same number."""


def fast_indices(values: Array, n_curves: int, n_factors: int) -> Iterator[Index]:
    """First and total order of the extended Fourier amplitude sensitivity test (Saltelli, Tarantola and Chan 1999).

    values : curve by curve, in each the points of one factor after the other's
    Means over curves of other phases, with t intervals over them: a resample of points along a curve, as SALib makes
    it, is no curve of its own and gives no interval (SALib's issue 649).
    """
    by_curve = values.reshape(n_curves, n_factors, -1)
    n = by_curve.shape[2]
    frequency = (n - 1) // (2 * HARMONICS)
    orders = np.array([[compute_orders(y, n, HARMONICS, frequency) for y in curve] for curve in by_curve])
    quantiles = t.ppf((np.arange(RESAMPLES) + 0.5) / RESAMPLES, n_curves - 1)
    for k, measure in enumerate(("first_order", "total_order")):
        mean, error = orders[:, :, k].mean(axis=0), orders[:, :, k].std(axis=0, ddof=1) / np.sqrt(n_curves)
        yield with_floor(measure, mean, mean + quantiles[:, None] * error)


def one_at_a_time(places: Array, values: Array, size: int) -> Iterator[Index]:
    """Change of the output from all defaults to one factor at its lower and its upper bound, and the span of the two.

    places : (point, factor); each repeat is `size` points, the first with all at their defaults
    The dummy's change is to other seeds. Resampled over repeats.
    """
    moved = places[1:size] - places[0]
    factor = np.abs(moved).argmax(axis=1)
    up = moved[np.arange(len(moved)), factor] > 0
    by_repeat = values.reshape(-1, size)
    changes = by_repeat[:, 1:] - by_repeat[:, :1]
    ends = np.zeros((2, len(by_repeat), places.shape[1]))
    for step, (k, upper) in enumerate(zip(factor, up, strict=True)):
        ends[int(upper), :, k] = changes[:, step]
    rows = rows_drawn(len(by_repeat))
    means, drawn = ends.mean(axis=1), ends[:, rows].mean(axis=2)  # (end, factor), (end, resample, factor)
    yield with_floor("to_lower", means[0], drawn[0])
    yield with_floor("to_upper", means[1], drawn[1])
    yield with_floor("swing", _span(means), _span(drawn))


def _span(ends: Array) -> Array:
    """From the lowest to the highest of both ends and of no change."""
    return np.asarray(np.maximum(ends.max(axis=0), 0) - np.minimum(ends.min(axis=0), 0))
