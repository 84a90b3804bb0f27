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
from sim.processes.exogenous.trend import STEPS, most_of_steps, step_at, years_of_steps

FURTHEST = 8.0
"""Scores beyond which a chance is 0 or 1 to the last digit."""
NEAR = 1e-6
"""Difference of chances by which slopes of steps are taken."""


class Steps(NamedTuple):
    """Random steps of one kind: each around 0 with standard deviation size x sqrt(years), by the law of `step_at`.

    size : its prior      names : parameters of the runs, one a step      years : over which each step is spread
    most : largest step on both sides of 0, its declared bound
    """

    size: Prior
    names: tuple[str, ...]
    years: tuple[int, ...]
    most: float

    def places(self, chances: Array, of_size: Array) -> Array:
        """Places of steps between their bounds, (point, step), from chances below them and their size, (point,)."""
        deviation = self.size.at(of_size)[:, None] * np.sqrt(self.years)
        return np.asarray((step_at(chances, deviation, self.most) / self.most + 1.0) / 2.0)


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
        n = len(self.given)
        chances = ndtr(np.clip(scores, -FURTHEST, FURTHEST))
        found = chances[:, :n].copy()
        for k, (kind, at) in enumerate(zip(self.steps, self._of_steps(), strict=True)):
            found[:, at] = kind.places(chances[:, at], chances[:, n + k])
        return found

    def by_scores(self, scores: Array, by_places: Array) -> Array:
        """Derivatives by scores of what has the derivatives `by_places`, by differences, (point, parameter)."""
        n = len(self.given)
        chances, slopes = ndtr(scores), np.exp(-0.5 * scores**2) / np.sqrt(2 * np.pi)
        found = np.zeros(scores.shape)
        found[:, :n] = by_places * slopes[:, :n]
        for k, (kind, at) in enumerate(zip(self.steps, self._of_steps(), strict=True)):
            inside = np.clip(chances[:, at], NEAR, 1 - 2 * NEAR)
            size = np.clip(chances[:, n + k], NEAR, 1 - 2 * NEAR)
            here = kind.places(inside, size)
            found[:, at] *= (kind.places(inside + NEAR, size) - here) / NEAR
            by_size = (kind.places(inside, size + NEAR) - here) / NEAR
            found[:, n + k] = (by_places[:, at] * by_size).sum(axis=1) * slopes[:, n + k]
        return found

    def _of_steps(self) -> list[list[int]]:
        """Columns of the steps of each kind, in the order of their names."""
        column = {prior.name: k for k, prior in enumerate(self.given)}
        return [[column[name] for name in kind.names] for kind in self.steps]

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
        Steps(priors((kind,))[0], names, years_of_steps(names), most_of_steps(kind))
        for kind, names in STEPS.items() if {*names} <= {prior.name for prior in inputs}
    ]  # fmt: skip
    return Space(inputs, tuple(kinds))
