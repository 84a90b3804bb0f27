"""History matching: which points of the parameter space cannot be ruled out by the targets.

    I = |expectation - target| / sqrt(emulator variance + target variance + simulation variance of what is compared)

An emulator gives the expectation, so there simulation variance does not enter; a real run is one draw around it, so
there it does. A point is ruled out when I exceeds `BOUND` for its worst target but a share `ALLOWED`: a target that no
point reaches would rule out everything, and is a finding about the model, reported first in the validation.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from calibration.emulator import Emulator
from calibration.priors import hypercube
from calibration.targets import Target
from sim.population.columns import Array

BOUND = 3.0
"""Three standard deviations (Pukelsheim 1994: at least 95 % of any single-peaked distribution)."""
ALLOWED = 0.1
"""Share of targets that a point may miss by any distance: of 25, the third-worst implausibility counts (Vernon et al.
2010 use the second- and third-worst too)."""


def implausibility(expectation: Array, variance: Array | float, target: Target) -> Array:
    """Distance of expectations from a target in standard deviations.

    variance : of the expectation (emulator) or of a run (simulation), squared units of the target
    """
    return np.abs(expectation - target.value) / np.sqrt(variance + target.standard_error**2)


def by_emulators(places: Array, made: Mapping[str, Emulator], targets: tuple[Target, ...]) -> pd.DataFrame:
    """Implausibility of points by target, from emulators: one row a point."""
    found = {}
    for target in targets:
        mean, variance = made[target.column].predict(places)
        found[target.column] = implausibility(mean, variance, target)
    return pd.DataFrame(found)


def of_runs(found: pd.DataFrame, made: Mapping[str, Emulator], targets: tuple[Target, ...]) -> pd.DataFrame:
    """Implausibility of real runs by target: one row a run."""
    return pd.DataFrame({
        t.column: implausibility(found[t.column].to_numpy(), made[t.column].run_variance(t.value), t) for t in targets
    })


def scored(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Targets that are fitted."""
    return tuple(target for target in targets if target.role == "fit")


def worst_but(table: pd.DataFrame, allowed: float = ALLOWED) -> Array:
    """Implausibility of each point's worst target after leaving out a share `allowed` of its worst ones, (point,)."""
    ordered = np.sort(table.to_numpy(np.float64), axis=1)
    return ordered[:, -1 - int(allowed * ordered.shape[1])]


def not_ruled_out(
    made: Mapping[str, Emulator], targets: tuple[Target, ...], n_points: int, n_parameters: int, seed: int,
    bound: float = BOUND, start: Array | None = None, walks: int = 60,
) -> Array:  # fmt: skip
    """Points of the unit cube whose worst implausibility is within the bound, spread over what is left.

    A population of points is moved at random, its step drawn from differences between its members, and only towards
    or inside the bound, which is lowered from the worst to `bound`; where the space is too small for that, the least
    implausible are returned. start : points known to be good
    """
    rng = np.random.default_rng(seed)
    pool = hypercube(4096, n_parameters, seed)
    if start is not None and len(start):
        pool = np.vstack([start, pool])
    worst = _worst(pool, made, targets)
    order = np.argsort(worst)[: max(2 * n_points, 8)]
    points, at = pool[order], worst[order]
    level = max(float(at.max()), bound)
    for _ in range(walks):
        level = max(bound, float(np.quantile(at, 0.7)))
        scale = rng.choice([0.3, 0.6, 1.0], (len(points), 1)) * 2.38 / np.sqrt(2 * n_parameters)
        one, two = rng.integers(0, len(points), (2, len(points)))
        moved = points + scale * (points[one] - points[two]) + rng.normal(0, 0.01, points.shape)
        moved = np.abs(moved)
        moved = 1 - np.abs(1 - moved)  # reflected at the walls
        inside = np.all((moved >= 0) & (moved <= 1), axis=1)
        then = _worst(np.clip(moved, 0, 1), made, targets)
        better = inside & ((then <= level) | (then < at))
        points[better], at[better] = moved[better], then[better]
    kept = np.argsort(at)[:n_points] if (at <= bound).sum() < n_points else rng.permutation(np.flatnonzero(at <= bound))
    return points[kept[:n_points]]


def _worst(places: Array, made: Mapping[str, Emulator], targets: tuple[Target, ...]) -> Array:
    return worst_but(by_emulators(places, made, targets))
