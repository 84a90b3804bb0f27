"""Recovery: can the calibration find a truth that it was not told? One design and its emulators serve many truths.

A synthetic truth is a point of the first wave, so a draw of the prior; its figures are what its real run gave, blurred
by the errors of the targets; emulators are fitted without all truths, and each truth's posterior is sampled as that of
the city. Coverage of 90 % equal-tailed intervals is pooled over the parameters that the data move: those whose interval
shrinks. Called by `fertsim recover`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from calibration.emulator import Emulators, Points, fit
from calibration.posterior import PRIOR, TAILS, Likelihood, sample
from calibration.runs import read_wave
from calibration.space import Space, space_of
from calibration.targets import PLACE_OF_TARGETS, Target, read_targets, scored, targets_file
from calibration.waves import SHARING, seeds_of
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.population.columns import Array
from sim.writing import write_csv

TRUTHS = 50
MOVED = 0.8
"""A parameter is moved where its 90 % interval is, in the median truth, at most this share of the prior's."""
STEPS, WALKERS = 60, 8
"""Steps of a round and least walkers of each truth: its own interval may err a little, coverage is of all."""
FILE = "recovery.csv"


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

    def table(self, space: Space) -> pd.DataFrame:
        """One row a parameter, those that are moved most first: median length over the prior's, coverage."""
        columns = {"length": np.median(self.length, axis=0), "coverage": self.inside.mean(axis=0), "moved": self.moved}
        found = pd.DataFrame(columns, index=pd.Index(space.names, name="parameter"))
        return found.sort_values("length", kind="stable")


def write_recovery(directory: Path, n_truths: int = TRUTHS, say: Callable[[str], None] = print) -> str:
    """Recovery of truths among a calibration's first wave, written into its folder; one sentence."""
    try:
        about = json.loads((directory / "calibration.json").read_text(encoding="utf-8"))
        n_points = int(about["points"][0])
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise UserError(f"{directory / 'calibration.json'} cannot be read ({error}); calibrate again") from None
    if n_truths > n_points // 2:
        raise UserError(f"--truths: {n_truths} of the first wave's {n_points} points; allowed are half of them")
    space = space_of()
    targets = scored(read_targets(targets_file(load_pack(about.get("place", PLACE_OF_TARGETS)))))
    found, repeated = (read_wave(directory / name, targets) for name in ("wave-1", "wave-0"))
    with threadpool_limits(1):  # small matrices: more threads take a multiple of the time
        recovered = hold_out(space, space.spread(n_points, seed=1), found, repeated, targets, n_truths, say=say)
    write_csv(directory / FILE, recovered.table(space), index=True, float_format="%.4g")
    n = int(recovered.moved.sum())
    return (
        f"{recovered.coverage:.0%} of {n_truths} truths x {n} parameters that the data move lie within their 90 %"
        f" intervals; {directory / FILE}"
    )


def hold_out(
    space: Space, scores: Array, found: pd.DataFrame, repeated: pd.DataFrame, targets: tuple[Target, ...],
    n_truths: int, seed: int = 5, say: Callable[[str], None] = print,
) -> Recovery:  # fmt: skip
    """Recovery of the last `n_truths` points of a first wave from emulators of the others.

    scores, found : points of the prior and what one real run of each gave
    """
    columns = [target.column for target in targets]
    n_kept = len(scores) - n_truths
    seeds = seeds_of(1, len(scores), SHARING)[:n_kept]
    kept = Points(
        space.places(scores[:n_kept]), found[columns].iloc[:n_kept], np.ones(n_kept), np.zeros(n_kept, int), seeds)
    made = fit(kept, repeated[columns])
    errors = np.array([target.standard_error for target in targets])
    observed = found[columns].iloc[n_kept:] + np.random.default_rng(seed).normal(0, errors, (n_truths, len(columns)))
    return recover(space, scores[n_kept:], observed, made, targets, say=say)


def recover(
    space: Space, truths: Array, observed: pd.DataFrame, made: Emulators, targets: tuple[Target, ...],
    steps: int | None = None, chance: float | None = 1.0, say: Callable[[str], None] = print,
) -> Recovery:  # fmt: skip
    """Recovery of synthetic truths.

    truths : scores, (truth, parameter)      observed : what was seen of each truth, one row a truth
    made : emulators fitted without the truths      chance : sample of the run seen over that of the repeated runs
    """
    low, high = _intervals(space, space.spread(PRIOR, seed=2))
    of_prior = high - low
    inside, length = np.empty((len(truths), len(space.names)), bool), np.empty((len(truths), len(space.names)))
    at = space.values(truths).to_numpy()
    for k in range(len(truths)):
        seen = observed.iloc[k]
        there = {str(name): float(seen[name]) for name in seen.index if np.isfinite(seen[name])}
        known = tuple(target for target in targets if target.column in there)
        likelihood = Likelihood(made, known, there, chance)
        chains = sample(space, likelihood, k + 1, WALKERS, rounds=1, steps=steps or STEPS)
        low, high = _intervals(space, chains.scores.reshape(-1, truths.shape[1]))
        inside[k], length[k] = (low <= at[k]) & (at[k] <= high), (high - low) / of_prior
        if (k + 1) % 10 == 0:
            say(f"{k + 1} of {len(truths)} truths")
    return Recovery(inside, length)


def _intervals(space: Space, scores: Array) -> tuple[Array, Array]:
    """Bounds of each parameter's 90 % equal-tailed interval, by value."""
    low, _, high = np.quantile(space.values(scores).to_numpy(), TAILS, axis=0)
    return low, high
