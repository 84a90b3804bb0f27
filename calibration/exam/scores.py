"""Rules of scoring: predictions as mixtures of normals, their CRPS and intervals, and the chance of a small sample.

CRPS is in closed form for a mixture (Grimit et al. 2006), from `scoringrules`.
"""

from typing import NamedTuple

import numpy as np
import scoringrules
from scipy.optimize import brentq
from scipy.special import ndtr

from sim.population.columns import Array

LEVELS = (0.5, 0.9)
"""Equal-tailed intervals that are told."""


class Prediction(NamedTuple):
    """Equally weighted points, each blurred by a normal error of the published figure."""

    points: Array
    error: float

    def crps(self, observed: float) -> float:
        """Continuous ranked probability score, units of the figure; lower is better."""
        if self.error == 0:
            return float(scoringrules.crps_ensemble(observed, self.points))
        return float(scoringrules.crps_mixnorm(observed, self.points, np.full(len(self.points), self.error)))

    def below(self, value: float) -> float:
        """Probability of a lower figure."""
        if self.error == 0:
            return float(np.mean(self.points < value))
        return float(ndtr((value - self.points) / self.error).mean())

    def quantile(self, share: float) -> float:
        """Value below which a share lies."""
        if self.error == 0:
            return float(np.quantile(self.points, share))
        lower, upper = self.points.min() - 9 * self.error, self.points.max() + 9 * self.error
        return float(brentq(lambda value: self.below(value) - share, lower, upper, xtol=1e-6 * self.error))

    def interval(self, level: float) -> tuple[float, float]:
        """Equal-tailed interval that holds a share `level`."""
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)

    def holds(self, observed: float, level: float) -> bool:
        """Whether a figure lies in the equal-tailed interval."""
        lower, upper = self.interval(level)
        return lower <= observed <= upper


def chance(twice: Array) -> float:
    """Variance of one run around its expectation: half the mean squared difference of runs that differ in seed alone.

    twice : (draw, 2)
    """
    return float(np.mean((twice[:, 0] - twice[:, 1]) ** 2) / 2)


def without_chance(values: Array, variance: float) -> Array:
    """Values of draws moved towards their mean until the chance of a small sample is gone from their variance.

    values : (draw,), one run each      variance : of one run by chance
    What is left is the spread of the draws' expectations; it is 0 where chance alone is as wide as the values.
    """
    total = float(np.var(values, ddof=1))
    kept = np.sqrt(max(total - variance, 0.0) / total) if total > 0 else 0.0
    return np.asarray(values.mean() + kept * (values - values.mean()))
