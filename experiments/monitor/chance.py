"""The chance of a small sample, taken out of the runs of parameter draws."""

import numpy as np

from sim.population.columns import Array


def deconvolved(values: Array, chance_variance: Array) -> Array:
    """Values of draws, moved to the mean until they vary as their expectations do.

    values : (draw, year), each its draw's expectation plus chance      chance_variance : (year,), of that chance
    returns : (draw, year); mean kept, covariance that of the values less that of the chance, which is independent from
    year to year. In units of the chance's standard deviation the principal components of the values have variances
    that chance alone makes 1 in the mean; each is shrunk to its variance less a common level, so chosen that the total
    is that of the values less that of the chance, for the largest of many components seems large by chance.
    """
    mean = values.mean(axis=0)
    sd = np.sqrt(np.maximum(chance_variance, 1e-12 * np.maximum(mean**2, 1e-300)))
    left, singular, right = np.linalg.svd((values - mean) / sd, full_matrices=False)
    variances = singular**2 / max(len(values) - 1, 1)
    kept = np.sqrt(_less_chance(variances, len(sd)) / np.maximum(variances, 1e-300))
    return np.asarray(mean + (left * (singular * kept)) @ right * sd)


def _less_chance(variances: Array, n_years: int) -> Array:
    """Variances above a common level, whose sum is that of all less 1 a year (0 at least)."""
    wanted = max(float(variances.sum()) - n_years, 0.0)
    below, above = 0.0, float(variances.max(initial=0.0))
    for _ in range(100):
        level = (below + above) / 2
        if np.maximum(variances - level, 0.0).sum() > wanted:
            below = level
        else:
            above = level
    return np.maximum(variances - above, 0.0)
