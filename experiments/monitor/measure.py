"""A measure in force, judged by figures: are they likelier with it or without it?

Both fans are of the same draws, each taken as normal with the mean and covariance of its draws; the Bayes factor is the
ratio of the figures' densities in them. A mean of the draws' likelihoods would hang on the one or two nearest. It says
which of two projections foretold the figures better, and nothing of what else may have moved them.
"""

from typing import NamedTuple

import numpy as np

from experiments.monitor.alarms import Design
from experiments.monitor.checked import Figures
from experiments.monitor.declared import TELLING
from experiments.monitor.fan import Fan
from experiments.monitor.weights import CONTRADICTS, weights_of

WITH, WITHOUT, UNTOLD, NEITHER = "with", "without", "untold", "neither"


class Evaluation(NamedTuple):
    """Two scenarios held against the figures. verdict : which is likelier, or none"""

    scenario: str
    against: str
    verdict: str
    bayes_factor: float
    n_figures: int


def evaluated(scenario: str, fan: Fan, against: str, other: Fan, figures: Figures) -> Evaluation:
    """The figures under two scenarios, `scenario` with the measure and `against` without it."""
    of_with, of_without = (weights_of(Design.of(one, figures), figures) for one in (fan, other))
    log_factor = of_with.log_evidence - of_without.log_evidence
    factor = float(np.exp(np.clip(log_factor, -700, 700)))
    verdict = UNTOLD
    if of_with.n_figures == 0:
        factor = 1.0
    elif of_with.outcome == of_without.outcome == CONTRADICTS:
        verdict = NEITHER
    elif factor > TELLING:
        verdict = WITH
    elif factor < 1 / TELLING:
        verdict = WITHOUT
    return Evaluation(scenario, against, verdict, factor, of_with.n_figures)
