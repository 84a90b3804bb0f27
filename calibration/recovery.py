"""Recovery: can the calibration find a truth that it was not told? One design and its emulators serve many truths.

A synthetic truth is a point of the prior; its targets are what a run of it gives, with the errors of the real ones.
Posterior: weights of prior points under the emulators (normal errors: emulator, simulation and target variance). The
coverage of 90 % intervals counts for parameters that the data move: those whose interval shrinks.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from calibration.emulator import Emulator
from calibration.priors import hypercube
from calibration.targets import Target
from sim.population.columns import Array

LEVEL = 0.9
MOVED = 0.8
"""A parameter is moved where its 90 % interval is at most this share of the prior's."""
N_SAMPLES = 100_000
BATCH = 10_000


class Recovery(NamedTuple):
    """Over truths and parameters, (truth, parameter): is the truth inside, and interval length over the prior's."""

    inside: Array
    length: Array

    @property
    def moved(self) -> Array:
        """Parameters that the data move."""
        return np.asarray(np.median(self.length, axis=0) <= MOVED)

    @property
    def coverage(self) -> float:
        """Share of truths inside their intervals, over the parameters that the data move."""
        return float(self.inside[:, self.moved].mean())


def recover(
    truths: Array, observed: Mapping[str, Array], made: Mapping[str, Emulator], targets: tuple[Target, ...],
    n_samples: int = N_SAMPLES, seed: int = 7,
) -> Recovery:  # fmt: skip
    """Recovery of synthetic truths.

    truths : (truth, parameter) in the unit cube      observed : by target's column what a run of each truth gave
    made : emulators fitted without the truths
    """
    places = hypercube(n_samples, truths.shape[1], seed)
    fit = np.zeros((len(truths), n_samples))
    for target in targets:
        emulator, column = made[target.column], target.column
        for at in range(0, n_samples, BATCH):
            part = slice(at, at + BATCH)
            mean, variance = emulator.predict(places[part])
            total = variance + emulator.simulation_variance + target.standard_error**2
            away = observed[column][:, None] - mean
            fit[:, part] -= 0.5 * (away**2 / total + np.log(total))
    inside, length = np.zeros(truths.shape, bool), np.zeros(truths.shape)
    for k, truth in enumerate(truths):
        weights = np.exp(fit[k] - fit[k].max())
        for j in range(truths.shape[1]):
            low, high = weighted_quantiles(places[:, j], weights, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
            inside[k, j] = low <= truth[j] <= high
            length[k, j] = (high - low) / LEVEL
    return Recovery(inside, length)


def weighted_quantiles(values: Array, weights: Array, at: tuple[float, ...]) -> Array:
    """Quantiles of weighted values, by the weights' running sum less half of each."""
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return np.interp(at, (total - 0.5 * weights[order]) / total[-1], values[order])
