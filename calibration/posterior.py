"""Samples of the posterior of the parameters under emulators, by emcee's differential-evolution moves.

The prior is that of `calibration.space`. The likelihood is normal: a figure lies around the expectation of a run with
its own standard error and the emulator's variance. The chance of a small sample is in neither: the city is the city.
(Of a synthetic truth that is itself one small run, it is told by `chance`.) ArviZ says how well the walkers agree.

Two kinds of moves: along differences of walkers (ter Braak 2006), which find the posterior from afar, and then, of most
steps, Crank-Nicolson moves about the normal distribution that the walkers found: in scores the posterior is nearly
normal, so these go far. They are reversible about that normal, and the ratio of both densities makes them exact.
emcee's snooker move is not used: in version 3.1.6 its acceptance lacks a square root, and of seven independent normals
with variance 1 it finds .65.
"""

from collections.abc import Callable, Mapping
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
WALKERS, ROUND, MOST_ROUNDS, THIN = 128, 1000, 20, 5
"""Walkers; steps of a round, after which agreement is looked at; most rounds; steps of which one is kept."""
WAY_IN = (1.0, 1.0, 1.0)
"""Rounds of the way in, which are dropped: by differences alone, then with the normal that each before has found."""
FAR, SHARE = (0.3, 0.5, 0.7), 0.8
"""Parts of the way to a fresh point of that normal which a move goes (1: all of it), and share of such moves."""
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

    scores : (step, walker, parameter), one of `THIN` steps      rhat, ess : of each parameter's score (rank-normalised;
    of the bulk)
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
    n_parameters = len(space.names)
    n_walkers = max(n_walkers + n_walkers % 2, 2 * n_parameters + 2)

    def log_posterior(scores: Array) -> Array:
        return likelihood(space.places(scores)) - 0.5 * (scores**2).sum(axis=1)

    def sampler_of(moves: list[tuple[Any, float]], random: Any) -> Any:
        made = emcee.EnsembleSampler(n_walkers, n_parameters, log_posterior, moves=moves, vectorize=True)
        made.random_state = random
        return made

    along = emcee.moves.DEMove()
    random = np.random.RandomState(seed).get_state()
    state: Any = _beginning(space, likelihood, n_walkers, seed)
    moves: list[tuple[Any, float]] = [(along, 1.0)]
    with threadpool_limits(1):
        for part in WAY_IN:
            sampler = sampler_of(moves, random)
            state = sampler.run_mcmc(state, max(int(part * length), 2), skip_initial_state_check=True)
            random = state.random_state
            about = _about(sampler.get_chain()[int(part * length) // 2 :].reshape(-1, n_parameters))
            moves = [(emcee.moves.MHMove(about, n_parameters), SHARE), (along, 1 - SHARE)]
        sampler = sampler_of(moves, random)
        n_steps = sum(int(part * length) for part in WAY_IN)
        for _ in range(most):
            state = sampler.run_mcmc(state, length // THIN, thin_by=THIN, skip_initial_state_check=True)
            n_steps += length
            rhat, ess = _agreement(sampler.get_chain())
            if np.mean(rhat <= AGREE) >= FOR_MOST and np.mean(ess >= ENOUGH) >= FOR_MOST:
                break
    return Chains(sampler.get_chain(), rhat, ess, n_steps, float(np.mean(sampler.acceptance_fraction)))


def _about(found: Array) -> Callable[[Array, Any], tuple[Array, Array]]:
    """Proposals about the normal distribution of samples found, (sample, parameter).

    x' = m + sqrt(1 - far^2) (x - m) + far L e, with m and L L' of the samples and e standard normal (Crank-Nicolson):
    reversible about that normal, so the log ratio of the proposals is that of its densities at x and x'
    """
    centre = found.mean(axis=0)
    lower = np.linalg.cholesky(np.cov(found.T) + 1e-6 * np.eye(found.shape[1]))
    inverse = np.linalg.inv(lower)

    def proposed(at: Array, random: Any) -> tuple[Array, Array]:
        far = random.choice(FAR, (len(at), 1))
        x = (at - centre) @ inverse.T
        y = np.sqrt(1 - far**2) * x + far * random.standard_normal(at.shape)
        return centre + y @ lower.T, 0.5 * ((y**2).sum(axis=1) - (x**2).sum(axis=1))

    return proposed


def _beginning(space: Space, likelihood: Likelihood, n_walkers: int, seed: int) -> Array:
    """Where walkers begin: the likeliest points of a hypercube of the prior."""
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
