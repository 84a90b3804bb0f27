"""Recovery: can the calibration find a truth that it was not told? One design and its emulators serve many truths.

A synthetic truth is a point of the prior; its targets are what one real run of it gives, blurred by the errors of the
real targets. Its posterior under the emulators is sampled by walkers. Coverage of 90 % intervals is pooled over the
parameters that the data move: those whose interval shrinks.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from calibration.emulator import Emulator, emulators
from calibration.matching import scored
from calibration.targets import Target
from calibration.walkers import STEPS, walk
from sim.population.columns import Array

LEVEL = 0.9
MOVED = 0.8
"""A parameter is moved where its 90 % interval is, in the median truth, at most this share of the prior's."""


class Recovery(NamedTuple):
    """Over truths and parameters, (truth, parameter): is the truth inside, and interval length over the prior's."""

    inside: Array
    length: Array

    @property
    def moved(self) -> Array:
        """Parameters that the data move, (parameter,)."""
        return np.asarray(np.median(self.length, axis=0) <= MOVED)

    @property
    def coverage(self) -> float:
        """Share of truths inside their intervals, over the parameters that the data move."""
        return float(self.inside[:, self.moved].mean())


def hold_out(
    places: Array, found: pd.DataFrame, targets: tuple[Target, ...], n_truths: int,
    repeated: pd.DataFrame | None = None, seed: int = 5,
) -> Recovery:  # fmt: skip
    """Recovery of the last `n_truths` points of a first wave from emulators of the others.

    places, found : points of the prior and what one real run of each gave
    """
    fitted = scored(targets)
    columns = [target.column for target in fitted]
    made = emulators(places[:-n_truths], found[columns].iloc[:-n_truths], repeated)
    errors = np.random.default_rng(seed)
    observed = {
        t.column: found[t.column].to_numpy()[-n_truths:] + errors.normal(0, t.standard_error, n_truths) for t in fitted
    }
    return recover(places[-n_truths:], observed, made, fitted)


def recover(
    truths: Array, observed: Mapping[str, Array], made: Mapping[str, Emulator], targets: tuple[Target, ...],
    steps: int = STEPS, seed: int = 7,
) -> Recovery:  # fmt: skip
    """Recovery of synthetic truths.

    truths : (truth, parameter) in the unit cube      observed : by target's column what was seen of each truth
    made : emulators fitted without the truths
    """
    kept = walk(observed, made, targets, truths.shape[1], one_run=True, steps=steps, seed=seed)
    low, high = np.quantile(kept, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=(0, 2))
    return Recovery((low <= truths) & (truths <= high), (high - low) / LEVEL)
