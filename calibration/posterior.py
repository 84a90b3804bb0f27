"""Samples of the posterior of the parameters under emulators, by emcee's differential-evolution moves.

The prior is that of `calibration.space`. The likelihood is normal: a figure lies around the expectation of a run with
its own standard error and the emulator's variance. The chance of a small sample is in neither: the city is the city.
(Of a synthetic truth that is itself one small run, it is told by `chance`.) ArviZ says how well the walkers agree.

Steps are along differences of walkers (ter Braak 2006), one in ten as long as the difference, which reaches from one
hill to another. emcee's snooker move is not used: in version 3.1.6 its acceptance lacks a square root, and of seven
independent normals with variance 1 it finds .65.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import arviz_stats.base
import emcee
import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from calibration.emulator import Emulators
from calibration.space import Space
from calibration.targets import Target
from sim.population.columns import Array

INTERVAL = 0.9
"""Share of an interval: 90 %, equal-tailed."""
TAILS = ((1 - INTERVAL) / 2, 0.5, (1 + INTERVAL) / 2)
WALKERS, ROUND, MOST_ROUNDS, THIN = 128, 1000, 16, 10
"""Walkers; steps of a round, after which agreement is looked at; most rounds; steps of which one is kept."""
BEGINNING = 0.4
"""Share of the kept steps that is dropped as the way in."""
AGREE, ENOUGH = 1.02, 400
"""R-hat that walkers are to reach, and effective size of the bulk, ..."""
FOR_MOST = 0.95
"""... in this share of the parameters."""
PRIOR = 20_000
"""Points of the prior by which its intervals are told."""
POOL = 4096
"""Points of the prior among which walkers begin, by their likelihood."""


class Likelihood:
    """Normal likelihood of figures under emulators.

    observed : value by target's column; the targets' own by default      chance : add that of one run of this sample
    (1 : of a repeated run), None for the city itself
    """

    def __init__(
        self, made: Emulators, targets: tuple[Target, ...], observed: Mapping[str, float] | None = None,
        chance: float | None = None,
    ) -> None:  # fmt: skip
        self.made, self.chance = made, chance
        self.columns = tuple(target.column for target in targets)
        self.errors = np.array([target.standard_error for target in targets])
        self.values = np.array([(observed or {}).get(target.column, target.value) for target in targets])

    def __call__(self, places: Array) -> Array:
        """Log likelihood of each point but for a constant, (point,)."""
        means, variances = self.made.predict(places, self.columns)
        spread = variances + self.errors**2
        if self.chance is not None:
            found = [self.made[name].run_variance(means[:, k], self.chance) for k, name in enumerate(self.columns)]
            spread = spread + np.column_stack(found)
        return -0.5 * ((self.values - means) ** 2 / spread + np.log(spread)).sum(axis=1)


class Chains(NamedTuple):
    """Walkers after the way in.

    scores : (step, walker, parameter)      rhat, ess : of each parameter's score, rank-normalised, of the bulk
    steps : that were made, the way in included      accepted : share of the moves
    """

    scores: Array
    rhat: Array
    ess: Array
    steps: int
    accepted: float

    def draws(self, n: int, seed: int) -> Array:
        """Scores of `n` equally likely draws, spread over steps and walkers, (draw, parameter)."""
        n_steps, n_walkers, n_parameters = self.scores.shape
        rng = np.random.default_rng(seed)
        if n > n_steps * n_walkers:
            raise ValueError(f"{n} draws of {n_steps * n_walkers} samples")
        chosen = rng.permutation(n_steps * n_walkers)[:n]
        return self.scores.reshape(-1, n_parameters)[chosen]

    def table(self, space: Space) -> pd.DataFrame:
        """By parameter: bounds of the 90 % equal-tailed interval, median, those bounds of the prior, the length of the
        first interval over the second (`share`, by the scale that the prior is even on), R-hat and effective size.
        """
        values = space.values(self.scores.reshape(-1, self.scores.shape[2]))
        low, middle, high = np.quantile(values.to_numpy(), TAILS, axis=0)
        prior_low, _, prior_high = np.quantile(space.values(space.spread(PRIOR, 2)).to_numpy(), TAILS, axis=0)
        share = [
            float((p.place(high[k]) - p.place(low[k])) / (p.place(prior_high[k]) - p.place(prior_low[k])))
            for k, p in enumerate(space.priors)
        ]
        columns = {"low": low, "median": middle, "high": high, "prior_low": prior_low, "prior_high": prior_high,
                   "share": share, "r_hat": self.rhat, "ess_bulk": self.ess}  # fmt: skip
        return pd.DataFrame(columns, index=pd.Index(values.columns, name="parameter"))


def sample(
    space: Space, likelihood: Likelihood, seed: int, walkers: int | None = None, rounds: int | None = None,
    steps: int | None = None,
) -> Chains:  # fmt: skip
    """Posterior samples: rounds of steps until the walkers agree, at most `rounds` of them.

    Deterministic for a seed on one machine.
    """
    n_walkers, most, length = walkers or WALKERS, rounds or MOST_ROUNDS, steps or ROUND
    n_walkers = max(n_walkers, 2 * len(space.names) + 2)

    def log_posterior(scores: Array) -> Array:
        return likelihood(space.places(scores)) - 0.5 * (scores**2).sum(axis=1)

    moves = [(emcee.moves.DEMove(), 0.9), (emcee.moves.DEMove(gamma0=1.0), 0.1)]
    sampler = emcee.EnsembleSampler(n_walkers, len(space.names), log_posterior, moves=moves, vectorize=True)
    sampler.random_state = np.random.RandomState(seed).get_state()
    state: Array | emcee.State = _beginning(space, likelihood, n_walkers, seed)
    with threadpool_limits(1):
        for number in range(1, most + 1):
            state = sampler.run_mcmc(state, length // THIN, thin_by=THIN, skip_initial_state_check=True)
            kept = sampler.get_chain()[int(BEGINNING * number * length / THIN) :]
            rhat, ess = _agreement(kept)
            if np.mean(rhat <= AGREE) >= FOR_MOST and np.mean(ess >= ENOUGH) >= FOR_MOST:
                break
    return Chains(kept, rhat, ess, number * length, float(np.mean(sampler.acceptance_fraction)))


def _beginning(space: Space, likelihood: Likelihood, n_walkers: int, seed: int) -> Array:
    """Where walkers begin: points of the prior, drawn by a flattened likelihood so that no few of them are all."""
    pool = space.spread(max(POOL, 4 * n_walkers), seed)
    at = likelihood(space.places(pool))
    best = np.argsort(-at, kind="stable")[:n_walkers]
    return pool[best]


def _agreement(kept: Array) -> tuple[Array, Array]:
    """R-hat and effective size of the bulk by parameter; kept : (step, walker, parameter)"""
    statistics: Any = arviz_stats.base.array_stats  # type: ignore[attr-defined]
    axes = {"chain_axis": 1, "draw_axis": 0}
    rhat = np.asarray(statistics.rhat(kept, method="rank", **axes))
    return rhat, np.asarray(statistics.ess(kept, method="bulk", **axes))
