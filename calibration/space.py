"""The prior as independent normal scores, in which a sampler meets no wall and steps share the size they are drawn by.

A score of a parameter stands for the place of its prior with the same chance below it. A random step of the trend
(`sim.processes.exogenous.trend`) is drawn given the size of its kind, within its declared bounds and with the heavy
tails of all steps, so its place follows from two scores. Sizes are no input of a run up to the last figure, and so of
no emulator: they are sampled with the steps.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from calibration.priors import Prior, as_values, hypercube, priors
from sim.population.columns import Array
from sim.processes.exogenous.trend import STEPS, step_at, years_of_steps

FURTHEST = 8.0
"""Scores beyond which a chance is 0 or 1 to the last digit."""


class Steps(NamedTuple):
    """Random steps of one kind: each around 0 with standard deviation size x sqrt(years), by the law of `step_at`.

    size : its prior      names : parameters of the runs, one a step      years : over which each step is spread
    """

    size: Prior
    names: tuple[str, ...]
    years: tuple[float, ...]


class Space(NamedTuple):
    """What is sampled: inputs of the runs and emulators, then the size of each kind of steps."""

    given: tuple[Prior, ...]
    steps: tuple[Steps, ...] = ()

    @property
    def priors(self) -> tuple[Prior, ...]:
        """Of all parameters, in the order of the scores; that of a step is its bounds alone."""
        return self.given + tuple(kind.size for kind in self.steps)

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters, in the order of the scores."""
        return tuple(prior.name for prior in self.priors)

    def places(self, scores: Array) -> Array:
        """Places of the inputs in the unit cube, (point, input)."""
        chances = ndtr(np.clip(scores, -FURTHEST, FURTHEST))
        found = chances[:, : len(self.given)].copy()
        for k, kind in enumerate(self.steps):
            size = kind.size.at(chances[:, len(self.given) + k])
            of_step = dict(zip(kind.names, kind.years, strict=True))
            for i, prior in enumerate(self.given):
                if prior.name in of_step:
                    assert prior.lower == -prior.upper, prior.name
                    step = step_at(chances[:, i], size * np.sqrt(of_step[prior.name]), prior.upper)
                    found[:, i] = np.clip(prior.place(step), 0.0, 1.0)
        return found

    def values(self, scores: Array) -> pd.DataFrame:
        """Values of all parameters, one row a point."""
        found = as_values(self.places(scores), self.given)
        for k, kind in enumerate(self.steps, start=len(self.given)):
            found[kind.size.name] = kind.size.at(ndtr(scores[:, k]))
        return found

    def spread(self, n_points: int, seed: int) -> Array:
        """Scores of a Latin hypercube of the prior, (point, parameter)."""
        return ndtri(np.clip(hypercube(n_points, len(self.names), seed), 1e-9, 1 - 1e-9))


def space_of(given: tuple[Prior, ...] | None = None) -> Space:
    """Space of the parameters that a calibration moves: those given, or all, with the kinds of steps among them."""
    inputs = given or priors()
    kinds = [
        Steps(priors((size,))[0], names, years_of_steps(names))
        for size, names in STEPS.items() if {*names} <= {prior.name for prior in inputs}
    ]  # fmt: skip
    return Space(inputs, tuple(kinds))
