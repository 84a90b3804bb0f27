"""Samples of the posterior of the parameters under emulators, by emcee's differential-evolution moves.

The prior is that of `calibration.space`. The likelihood is normal: a figure lies around the expectation of a run with
its own standard error and the emulator's variance. The chance of a small sample is in neither: the city is the city.
(Of a synthetic truth that is itself one small run, it is told by `chance`.) ArviZ says how well the walkers agree.

A step of a walker is a walk of its own. The costly part of the likelihood is how sure the emulators are; where the
posterior lies that changes little. So a walker first goes a way under the rough posterior, in which it is held fixed,
and where this has led is proposed to the whole one (surrogate transition, Liu 2001): the walk is reversible about the
rough posterior, so the ratio of that density at both ends makes the step exact. The walk is Hamiltonian (Neal 2011), in
the coordinates of the normal distribution that the walkers found on their way in: in 60 dimensions it goes from one end
of the posterior to the other in a few evaluations. Some steps go along differences of walkers instead (ter Braak 2006).
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
WALKERS, ROUND, MOST_ROUNDS = 128, 100, 128
"""Walkers; steps of a round; most rounds. Agreement is looked at whenever their number has doubled."""
LEAPS, STRIDE = 5, (0.15, 0.55)
"""Leaps of a walk; how long they are, drawn anew for each walk, in standard deviations of the normal."""
DIFFERENCES, WALKS = 20.0, (0.5, 0.5)
"""Rounds of the way in under the rough posterior: by differences, then with walks about the normal that each found."""
SETTLE = 0.5
"""Rounds under the whole posterior that are dropped."""
SHARE = 0.8
"""Share of the steps that are walks; the others go along differences."""
AGREE, ENOUGH = 1.02, 400
"""R-hat that walkers are to reach, and effective size of the bulk, for every parameter."""
PRIOR = 20_000
"""Points of the prior by which its intervals are told."""
POOL = 4096
"""Points of the prior among which walkers begin, by their likelihood."""


Density = Callable[[Array], Array]
"""Log density of points, (point, parameter) to (point,), known but for a constant."""
Sloped = Callable[[Array], tuple[Array, Array]]
"""The same with its slopes, (point, parameter)."""
Proposal = Callable[[Array, Any], tuple[Array, Array]]
"""Points and a numpy RandomState to new points and the log ratio of going back over going, as emcee asks for."""


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
        means, spread = self._means_and_spread(places)
        return -0.5 * ((self.values - means) ** 2 / spread + np.log(spread)).sum(axis=1)

    def rough(self, about: Array) -> Sloped:
        """The same with the variance of each figure held at its mean over the places `about`: many times as fast."""
        weight = 1.0 / self._means_and_spread(about)[1].mean(axis=0)

        def log_likelihood(places: Array) -> tuple[Array, Array]:
            means, by_places = self.made.means_and_slopes(places, self.columns)
            away = self.values - means
            return -0.5 * away**2 @ weight, by_places(away * weight)

        return log_likelihood

    def _means_and_spread(self, places: Array) -> tuple[Array, Array]:
        """Expectations, and variances of figures about them, (point, figure) each."""
        means, variances = self.made.predict(places, self.columns)
        spread = variances + self.errors**2
        if self.chance is not None:
            found = [self.made[name].run_variance(means[:, k], self.chance) for k, name in enumerate(self.columns)]
            spread = spread + np.column_stack(found)
        return means, spread


class Chains(NamedTuple):
    """Walkers after the way in.

    scores : (step, walker, parameter)      rhat, ess : of each parameter's score (rank-normalised; of the bulk)
    steps : that were made under the whole posterior, those dropped included      accepted : share of them
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

    def whole(scores: Array) -> Array:
        return likelihood(space.places(scores)) - 0.5 * (scores**2).sum(axis=1)

    def run(density: Density, moves: list[tuple[Any, float]], state: Any, n_steps: float) -> tuple[Any, Any]:
        made = emcee.EnsembleSampler(n_walkers, n_parameters, density, moves=moves, vectorize=True)
        made.random_state = state.random_state
        begun = emcee.State(state.coords)  # without its density, which may be another's
        return made, made.run_mcmc(begun, max(int(n_steps), 2), skip_initial_state_check=True)

    along = emcee.moves.DEMove()
    state: Any = emcee.State(_beginning(space, likelihood, n_walkers, seed))
    state.random_state = np.random.RandomState(seed).get_state()
    moves: list[tuple[Any, float]] = [(along, 1.0)]
    with threadpool_limits(1):
        for part in (DIFFERENCES, *WALKS):
            rough = _rough(space, likelihood, state.coords)
            sampler, state = run(_level(rough), moves, state, part * length)
            found = sampler.get_chain()
            rough = _rough(space, likelihood, state.coords)
            walk = _walk(rough, found[len(found) // 2 :].reshape(-1, n_parameters))
            moves = [(emcee.moves.MHMove(walk, n_parameters), SHARE), (along, 1 - SHARE)]
        sampler, state = run(whole, moves, state, SETTLE * length)
        settled = len(sampler.get_chain())
        sampler, state = run(whole, moves, state, length)
        rounds_done = 1
        while True:
            rhat, ess = _agreement(sampler.get_chain())
            more = min(rounds_done, most - rounds_done)
            if not more or ((rhat <= AGREE).all() and (ess >= ENOUGH).all()):
                break
            state = sampler.run_mcmc(state, more * length, skip_initial_state_check=True)
            rounds_done += more
    kept = sampler.get_chain()
    return Chains(kept, rhat, ess, settled + len(kept), float(np.mean(sampler.acceptance_fraction)))


def _rough(space: Space, likelihood: Likelihood, about: Array) -> Sloped:
    """Rough posterior of scores with its slopes, with variances held at those about given scores."""
    of_places = likelihood.rough(space.places(about))

    def density(scores: Array) -> tuple[Array, Array]:
        found, by_places = of_places(space.places(scores))
        return found - 0.5 * (scores**2).sum(axis=1), space.by_scores(scores, by_places) - scores

    return density


def _level(of: Sloped) -> Density:
    """A density alone, without its slopes."""
    return lambda scores: of(scores)[0]


def _walk(rough: Sloped, found: Array) -> Proposal:
    """Proposals by a Hamiltonian walk under a rough density, in the coordinates of samples found, (sample, parameter).

    With x = L z, L L' the covariance of the samples, leapfrog steps of z with fresh momentum are accepted by the rough
    density q, as the books have it, whatever slopes they follow. This is reversible about q, so the log ratio of the
    proposals is log q(from) - log q(to)
    """
    lower = np.linalg.cholesky(np.cov(found.T) + 1e-6 * np.eye(found.shape[1]))

    def walked(at: Array, random: Any) -> tuple[Array, Array]:
        begun, slope = rough(at)
        stride = random.uniform(*STRIDE, (len(at), 1))
        momentum = random.standard_normal(at.shape)
        energy = begun - 0.5 * (momentum**2).sum(axis=1)
        here = at
        for _ in range(LEAPS):
            momentum = momentum + 0.5 * stride * (slope @ lower)
            here = here + stride * momentum @ lower.T
            density, slope = rough(here)
            momentum = momentum + 0.5 * stride * (slope @ lower)
        gain = density - 0.5 * (momentum**2).sum(axis=1) - energy
        goes = np.log(random.random_sample(len(at))) < gain
        return np.where(goes[:, None], here, at), np.where(goes, begun - density, 0.0)

    return walked


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
