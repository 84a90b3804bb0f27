"""Bayesian linear regression whose prior variances and lack of fit follow from the data (MacKay 1992, evidence).

    value = features · b + lack of fit + chance,   b ~ N(0, variance of the feature's group)

The variance of chance is given, one a point. Coefficients are shrunk by group, and of each wave of points the lack of
fit has a variance of its own: points spread over the whole prior are bent in ways that a quadratic does not have.
Called by `calibration.emulator`.
"""

from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, solve_triangular

from sim.population.columns import Array

SWEEPS = 15
"""Rounds of the updates of variances; after ten, predictions no longer move in the third digit."""
LEAST = 1e-9
"""Least variance of a group, over that of the values."""


class Regression(NamedTuple):
    """Coefficients b ~ N(mean, factor factor'), and the variances that were found.

    mean : (feature,)      factor : (feature, feature)      of_group : prior variance by group, (group,)
    lack : variance of the lack of fit by wave, (wave,)
    """

    mean: Array
    factor: Array
    of_group: Array
    lack: Array

    def predict(self, features: Array) -> tuple[Array, Array]:
        """Expectation of each point and the variance of not knowing the coefficients, (point,) each."""
        return features @ self.mean, np.einsum("ij,ij->i", features @ self.factor, features @ self.factor)


def regress(
    features: Array, values: Array, chance: Array, group: Array, wave: Array, sweeps: int = SWEEPS,
    start: Regression | None = None,
) -> Regression:  # fmt: skip
    """Regression of values on features.

    features : (point, feature)      values : (point,), centred      chance : variance of each value's chance, (point,)
    group : of each feature, from 0; group 0 is not shrunk      wave : of each point, from 0
    start : where the variances begin, such as those of the same regression with a few more points
    """
    spread = float(np.var(values)) or 1.0
    n_waves = int(wave.max()) + 1
    of_group = np.full(int(group.max()) + 1, spread / features.shape[1])
    lack = np.full(n_waves, 0.1 * spread)
    if start is not None:
        n_groups = min(len(of_group), len(start.of_group))
        of_group[:n_groups], lack = start.of_group[:n_groups], start.lack[:n_waves].copy()
    of_group[0] = 1e4 * spread
    mean, factor = _coefficients(features, values, lack[wave] + chance, of_group[group])
    for _ in range(sweeps):
        variance = np.einsum("ij,ij->i", factor, factor)
        for g in range(1, len(of_group)):
            mine = group == g
            if mine.any():
                told = max(float(mine.sum() - variance[mine].sum() / of_group[g]), 1e-3)  # coefficients the data tell
                of_group[g] = max(float((mean[mine] ** 2).sum()) / told, LEAST * spread)
        total = lack[wave] + chance
        spun = features @ factor
        missed = (values - features @ mean) ** 2 + np.einsum("ij,ij->i", spun, spun)
        for w in range(n_waves):
            mine = wave == w
            weight = total[mine] ** -2
            found = float((weight * (missed[mine] - chance[mine])).sum() / weight.sum())
            lack[w] = max(found, LEAST * spread)
        mean, factor = _coefficients(features, values, lack[wave] + chance, of_group[group])
    return Regression(mean, factor, of_group, lack)


def _coefficients(features: Array, values: Array, total: Array, prior: Array) -> tuple[Array, Array]:
    """Mean of the coefficients and a factor of their covariance, at given variances of points and coefficients."""
    weighted = features / total[:, None]
    precision = features.T @ weighted
    precision[np.diag_indices_from(precision)] += 1 / prior
    lower = cho_factor(precision, lower=True)[0]
    factor = solve_triangular(lower, np.eye(len(lower)), lower=True).T  # (L L')^-1 = L'^-1 L^-1
    return factor @ (factor.T @ (weighted.T @ values)), factor
