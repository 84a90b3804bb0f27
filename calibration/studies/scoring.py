"""How a study's published figure lies under the model's prediction: z, interval, and log scores of three forecasts."""

import math
from typing import NamedTuple

import numpy as np

from calibration.studies.kinds import NORMAL_90, Study
from calibration.studies.running import Paired
from sim.population.columns import Array

WITHIN = 2.0
"""|z| below which a study is passed."""
WIDEST = 2.5
"""Wanted: the predictive interval over the published one, both of 90 %, is at most this."""


class Predicted(NamedTuple):
    """What the model predicts, with its chance taken out and told."""

    mean: float
    error: float
    """Standard error of the mean over draws, chance of the runs included."""
    low: float
    high: float
    """Where the middle 90 % of the draws' own expectation lie."""
    sd_parameters: float
    """Standard deviation of the draws' expectation."""
    sd_simulation: float
    """Standard deviation of one pair of runs around its draw's expectation."""


class Judged(NamedTuple):
    """A prediction beside the published figure; NaN where a study gives a sign alone."""

    predicted: Predicted
    z: float
    passed: bool
    width: float
    """Predictive interval over the published one."""
    prior_mean: float
    score: float
    """Log density of the published figure under the model's predictive, published error included ..."""
    score_no_effect: float
    """... under no effect with the published error ..."""
    score_prior_mean: float
    """... and under the effect at the mean of the priors with the published error."""


def predicted(effects: Array) -> Predicted:
    """Prediction from effects of draws that were run several times, (draw, repeat); draws with a NaN are left out.

    Variance within draws is chance alone; that between means of draws, less its share of chance, is the parameters'.
    The draws' means are drawn together around their mean until their variance is the parameters'.
    """
    effects = effects[np.isfinite(effects).all(axis=1)]
    if len(effects) < 2:
        return Predicted(*[math.nan] * 6)
    n_draws, repeats = effects.shape
    means = effects.mean(axis=1)
    chance, spread = float(effects.var(axis=1, ddof=1).mean()), float(means.var(ddof=1))
    of_parameters = max(spread - chance / repeats, 0.0)
    kept = math.sqrt(of_parameters / spread) if spread > 0 else 0.0
    low, high = np.quantile(means.mean() + kept * (means - means.mean()), [0.05, 0.95])
    return Predicted(
        mean=float(means.mean()), error=math.sqrt(spread / n_draws), low=float(low), high=float(high),
        sd_parameters=math.sqrt(of_parameters), sd_simulation=math.sqrt(chance),
    )


def log_density(x: float, mean: float, sd: float) -> float:
    """Log of the normal density."""
    return -0.5 * ((x - mean) / sd) ** 2 - math.log(sd) - 0.5 * math.log(2 * math.pi)


def judged(study: Study, paired: Paired) -> Judged:
    """A study's prediction judged.

    A number is passed with |z| < 2, z = (mean - published) / sqrt(var of parameters + var published); a sign where the
    mean has it and is more than two of its standard errors from 0.
    """
    found = predicted(paired.effects)
    prior = paired.at_prior_mean[np.isfinite(paired.at_prior_mean)]
    at_prior = float(prior.mean()) if len(prior) else math.nan
    if study.published is None:
        passed = study.sign * found.mean > WITHIN * found.error
        return Judged(found, math.nan, passed, math.nan, at_prior, math.nan, math.nan, math.nan)
    published, sd = study.published, study.published_sd
    total = math.hypot(found.sd_parameters, sd)
    z = (found.mean - published) / total
    return Judged(
        found, z, abs(z) < WITHIN, (found.high - found.low) / (2 * NORMAL_90 * sd), at_prior,
        score=log_density(published, found.mean, total), score_no_effect=log_density(published, 0.0, sd),
        score_prior_mean=log_density(published, at_prior, sd),
    )
