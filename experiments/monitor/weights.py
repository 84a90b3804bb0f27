"""Draws weighted by how well they foretold the figures, and how many of them are then left to speak of.

A draw's likelihood is normal, with the chance of the count and the error of the figure. Where the city's figure of an
indicator and year is given it alone weighs, for parameters act on all counties; else those of the counties given.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import gammaincc, logsumexp

from experiments.monitor.alarms import Design
from experiments.monitor.checked import Figures
from experiments.monitor.declared import CONTRADICTED, FEWEST_EFFECTIVE
from sim.population.columns import Array

REWEIGHTED, CONTRADICTS, TOO_FEW, NOTHING = "reweighted", "contradicted", "too_few", "nothing"


class Weights(NamedTuple):
    """Weight of each draw, (draw,), equal unless `outcome` is reweighted.

    effective : 1 / sum of squares of the weights that the figures give      n_figures : that weighed
    nearest : chance of figures at least as far from the nearest draw      log_evidence : of the figures, over draws
    """

    values: Array
    outcome: str
    effective: float
    n_figures: int
    nearest: float
    log_evidence: float


def weighing(design: Design) -> list[tuple[str, int, int]]:
    """Figures that weigh: the city's, else the counties'."""
    city = {(name, year) for name, area, year in design.error if area == design.fan.areas.city}
    return [key for key in design.error if key[1] == design.fan.areas.city or (key[0], key[2]) not in city]


def weights_of(design: Design, figures: Figures) -> Weights:
    """Weights of the fan's draws by the figures."""
    keys, n_draws = weighing(design), design.fan.n_draws
    equal = np.full(n_draws, 1 / n_draws)
    if not keys:
        return Weights(equal, NOTHING, float(n_draws), 0, 1.0, 0.0)
    log_likelihood, squares = np.zeros(n_draws), np.zeros(n_draws)
    for key in keys:
        sd = design.sd(*key)
        square = ((figures[key].value - design.fan.draws_of(*key)) / sd) ** 2
        squares += square
        log_likelihood -= square / 2 + np.log(sd * np.sqrt(2 * np.pi))
    evidence = float(logsumexp(log_likelihood))
    values = np.exp(log_likelihood - evidence)
    effective = float(1 / (values**2).sum())
    nearest = float(gammaincc(len(keys) / 2, squares.min() / 2))
    outcome = REWEIGHTED
    if nearest < CONTRADICTED:
        outcome = CONTRADICTS
    elif effective < FEWEST_EFFECTIVE:
        outcome = TOO_FEW
    kept = values if outcome == REWEIGHTED else equal
    return Weights(kept, outcome, effective, len(keys), nearest, evidence - float(np.log(n_draws)))
