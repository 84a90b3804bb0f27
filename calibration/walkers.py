"""Samples of parameters that fit what was observed, under emulators: walkers in the unit cube, one group a truth.

A walker steps along the difference of two others of its group (ter Braak 2006), so that steps fit the shape of what is
left without tuning. Called by `calibration.waves` for the last wave and by `calibration.recovery`.
"""

from collections.abc import Mapping

import numpy as np

from calibration.emulator import Emulator
from calibration.priors import hypercube
from calibration.targets import Target
from sim.population.columns import Array

WALKERS, STEPS, BURN_IN = 24, 240, 80
POOL = 2000
"""Points of a hypercube of which the walkers start at the best."""


def walk(
    observed: Mapping[str, Array], made: Mapping[str, Emulator], targets: tuple[Target, ...], n_parameters: int,
    one_run: bool, n_walkers: int = WALKERS, steps: int = STEPS, seed: int = 7, aim: bool = False,
) -> Array:  # fmt: skip
    """Places of all walkers after the burn-in, (step, truth, walker, parameter).

    observed : by target's column one value a truth      one_run : whether it was seen in one run of a small sample,
    whose simulation variance then counts; of the real city, a hundred times larger, it is left out
    aim : leave out the emulators' own variance, to look for points expected on the targets; real runs then decide
    """
    rng = np.random.default_rng(seed)
    n_truths = len(next(iter(observed.values())))
    pool = np.tile(hypercube(POOL, n_parameters, seed), (n_truths, 1, 1))
    best = np.argsort(-log_posterior(pool, observed, made, targets, one_run, aim), axis=1)[:, :n_walkers]
    points = np.take_along_axis(pool, best[:, :, None], axis=1)
    at = log_posterior(points, observed, made, targets, one_run, aim)
    kept = []
    rows = np.arange(n_truths)[:, None]
    for step in range(steps):
        one, two = (rng.permuted(np.tile(np.arange(n_walkers), (n_truths, 1)), axis=1) for _ in range(2))
        size = 1.0 if step % 10 == 9 else 2.38 / np.sqrt(2 * n_parameters) * rng.choice([0.3, 0.6, 1.0])
        moved = points + size * (points[rows, one] - points[rows, two]) + rng.normal(0, 0.01, points.shape)
        inside = np.all((moved >= 0) & (moved <= 1), axis=2)
        then = log_posterior(np.clip(moved, 0, 1), observed, made, targets, one_run, aim)
        accepted = np.log(rng.random(at.shape)) < np.where(inside, then, -np.inf) - at
        points[accepted], at[accepted] = moved[accepted], then[accepted]
        if step >= min(BURN_IN, steps // 3):
            kept.append(points.copy())
    return np.array(kept)


def log_posterior(
    points: Array, observed: Mapping[str, Array], made: Mapping[str, Emulator], targets: tuple[Target, ...],
    one_run: bool, aim: bool = False,
) -> Array:  # fmt: skip
    """Log density of walkers, (truth, walker), but for a constant: normal errors, flat prior on the cube."""
    n_truths, n_walkers, n_parameters = points.shape
    total = np.zeros((n_truths, n_walkers))
    for target in targets:
        emulator = made[target.column]
        mean, variance = (x.reshape(n_truths, n_walkers) for x in emulator.predict(points.reshape(-1, n_parameters)))
        chance = emulator.run_variance(mean) if one_run else 0.0
        spread = (0.0 if aim else variance) + chance + target.standard_error**2
        total -= 0.5 * ((observed[target.column][:, None] - mean) ** 2 / spread + np.log(spread))
    return total
