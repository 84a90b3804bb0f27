"""Draws weighted by how well they foretold the figures, and how many of them are then left to speak of.

A draw's likelihood is normal, with the chance of the count and the error of the figure. Where the city's figure of an
indicator and year is given it alone weighs, for parameters act on all counties; else those of the counties given.

A few precise figures leave few of a few hundred draws. Where fewer than `FEWEST_EFFECTIVE` are left none is weighted,
and `updating` moves all draws instead. Where the figures are together farther out than the fan gives but rarely
(`CONTRADICTED`), nothing is weighted or moved, for no draw is right.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp

from experiments.monitor.alarms import Design, drawn_sets
from experiments.monitor.checked import Figures
from experiments.monitor.declared import CONTRADICTED, FEWEST_EFFECTIVE
from sim.population.columns import Array

REWEIGHTED, ADJUSTED, CONTRADICTS, NOTHING = "reweighted", "adjusted", "contradicted", "nothing"
N_SETS, SETS_SEED = 2000, 19


class Weights(NamedTuple):
    """Weight of each draw, (draw,), equal unless `outcome` is reweighted.

    effective : 1 / sum of squares of the weights that the figures give
    chance : of figures that are together as far from the fan's centre      n_figures : that weigh
    log_evidence : of the figures, the fan taken as normal with the mean and covariance of its draws
    """

    values: Array
    outcome: str
    effective: float
    n_figures: int
    chance: float
    log_evidence: float

    @property
    def moved(self) -> bool:
        """Whether the fan after the figures is another than before."""
        return self.outcome in (REWEIGHTED, ADJUSTED)


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
    expected = np.stack([design.fan.draws_of(*key) for key in keys])
    sd = np.array([design.sd(*key) for key in keys])
    seen = np.array([figures[key].value for key in keys])
    log_likelihood = -0.5 * (((seen[:, None] - expected) / sd[:, None]) ** 2).sum(axis=0)
    values = np.exp(log_likelihood - logsumexp(log_likelihood))
    effective = float(1 / (values**2).sum())
    distance, log_evidence = _from_centre(expected, sd, seen[:, None])
    sets = drawn_sets(design, N_SETS, SETS_SEED)
    of_sets, _ = _from_centre(expected, sd, np.stack([sets[key] for key in keys]))
    chance = float((1 + (of_sets >= distance[0]).sum()) / (N_SETS + 1))
    outcome = REWEIGHTED if effective >= FEWEST_EFFECTIVE else ADJUSTED
    if chance < CONTRADICTED:
        outcome = CONTRADICTS
    kept = values if outcome == REWEIGHTED else equal
    return Weights(kept, outcome, effective, len(keys), chance, float(log_evidence[0]))


def _from_centre(expected: Array, sd: Array, seen: Array) -> tuple[Array, Array]:
    """Squared Mahalanobis distance of sets of figures from the fan, and their normal log density, both (set,).

    expected : (figure, draw)      sd : (figure,)      seen : (figure, set)
    """
    covariance = np.atleast_2d(np.cov(expected)) + np.diag(sd**2)
    root = np.linalg.cholesky(covariance)
    distance = (np.linalg.solve(root, seen - expected.mean(axis=1, keepdims=True)) ** 2).sum(axis=0)
    log_density = -0.5 * distance - np.log(np.diag(root)).sum() - len(sd) / 2 * np.log(2 * np.pi)
    return np.asarray(distance), np.asarray(log_density)
