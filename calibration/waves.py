"""Calibration in waves: real runs, emulators, samples of the posterior, real runs at these, and again.

Wave 0 repeats the defaults, which measures the chance of one run; wave 1 fills the prior with a Latin hypercube; the
points of each later wave are samples of the posterior so far, so emulators become sharp where the posterior lies.
The draws are samples of the posterior under the emulators of all waves. They are run too: these runs judge the
draws, are in no emulator, and importance weights by emulators corrected with them say how far the draws still stand.
Draws that stand for too little become a wave themselves, and others are drawn, run and judged in their place: their own
runs are then in no emulator either, so that no judgement is by runs that were fitted.
Called by `fertsim calibrate`; every real run and every point is stored, so the same call resumes.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from threadpoolctl import threadpool_limits

from calibration.emulator import Emulators, Points, fit
from calibration.fitness import report
from calibration.posterior import Chains, Likelihood, sample
from calibration.priors import Prior
from calibration.runs import run_wave
from calibration.space import Space, space_of
from calibration.targets import PLACE_OF_TARGETS, Target, read_targets, scored, targets_file
from calibration.weights import effective_size, importance
from sim.errors import Damaged, UserError
from sim.places.pack import load_pack
from sim.population.columns import Array
from sim.runs.sealed import read_sealed, write_sealed
from sim.writing import make_folder, write_csv, write_text

POINTS = (600, 400, 400, 400)
"""Points of each wave."""
FIRST, BETWEEN, LAST = Fraction(1, 100), Fraction(1, 50), Fraction(1, 20)
"""Samples of the first wave and the repeats, of waves between, and of the last."""
REPEATS = 96
"""Runs of wave 0, of seeds 1, 2, ...; a variance from so many errs by 15 %, which counts as lack of fit."""
PLACES = "places.parquet"
"""Points of a later wave, kept because finding them takes long."""
DENSITY = "log_likelihood"
SEEDS_APART = 1000
"""Wave w has the seeds from w x this on: no two waves share their chance."""
SHARING = 8
"""Points of a wave that have one seed, and so one start population: what chance does to all of them alike is told apart
from what parameters do (`calibration.chance`). Repeats and draws have a seed each."""
LOW = 0.75
"""Effective size over the number of draws below which they become a wave, and others are drawn."""
N_DRAWS = 300
"""Draws that are shipped, or as many as the last wave has points if these are more."""
DRAWS = "draws"
"""Folder of the draws' points and runs."""
MORE_DRAWS = 2
"""How often that is done at most."""
JUDGED = BETWEEN
"""Largest sample at which the draws are run."""
ROUNDS_BETWEEN = 8
"""Most rounds of the sampler before the draws: who but spreads points over the posterior need not wait for all walkers
to agree."""
RunWave = Callable[[Array, Path, Array, Fraction], pd.DataFrame]
"""Real runs of points: places, folder, seeds and sample to one row a point."""


class Wave(NamedTuple):
    """Scores of a wave's points, what their runs gave, their sample, the log likelihood they were drawn by, seeds."""

    scores: Array
    found: pd.DataFrame
    sample: Fraction
    log_likelihood: Array
    seeds: Array


class Calibrated(NamedTuple):
    """All waves, emulators and posterior of the last, and its draws, equally weighted.

    scores, found : of the draws, what their own runs gave, at `sample`      weights : by emulators corrected with these
    """

    waves: tuple[Wave, ...]
    made: Emulators
    chains: Chains
    scores: Array
    found: pd.DataFrame
    sample: Fraction
    weights: Array


def samples_of(n_waves: int, given: Sequence[Fraction] = ()) -> tuple[Fraction, ...]:
    """Sample of each wave: those given, one of them for all, or the usual ones."""
    if len(given) == n_waves or not given:
        return tuple(given) or (FIRST, *[BETWEEN] * (n_waves - 2), LAST)
    if len(given) == 1:
        return tuple(given) * n_waves
    raise UserError(f"--sample: given {len(given)} times for {n_waves} waves; allowed is once, or once for each wave")


def calibrate(
    directory: Path, points: Sequence[int] = POINTS, samples: Sequence[Fraction] = (), workers: int = 1,
    say: Callable[[str], None] = print, place: str = PLACE_OF_TARGETS, targets: tuple[Target, ...] | None = None,
) -> Calibrated:  # fmt: skip
    """Calibrate to a place's committed targets with real runs of it; the folder keeps runs, draws and what they are.

    targets : others than the place's own, such as those known by an earlier year
    """
    space = space_of()
    held_against = targets or read_targets(targets_file(load_pack(place)))

    def run(places: Array, folder: Path, seeds: Array, size: Fraction) -> pd.DataFrame:
        return run_wave(places, space.given, held_against, folder, seeds, workers, size, place=place)

    sizes = samples_of(len(points), samples)
    with threadpool_limits(1):  # small matrices: more threads take a multiple of the time
        done = in_waves(run, space, held_against, tuple(zip(points, sizes, strict=True)), directory, say, N_DRAWS)
    draws = space.values(done.scores)
    expected = pd.DataFrame(done.made.predict(space.places(done.scores))[0], columns=list(done.made.made))
    for name, table in (("draws", draws), ("draws_found", done.found), ("draws_expected", expected)):
        write_csv(directory / f"{name}.csv", table, index=True, index_label="draw", float_format="%.8g")
    told = report(done.made, done.chains, space, held_against, expected, directory)
    about = {
        "place": place, "points": [len(wave.scores) for wave in done.waves],
        "samples": [str(wave.sample) for wave in done.waves], "draws": len(draws),
        "sample_of_draws": str(done.sample), "effective": round(effective_size(done.weights), 1), **told,
        "parameters": [prior._asdict() for prior in space.priors],
    }  # fmt: skip
    write_text(directory / "calibration.json", json.dumps(about, indent=2) + "\n")
    return done


def in_waves(
    run: RunWave, space: Space, targets: tuple[Target, ...], plan: Sequence[tuple[int, Fraction]], directory: Path,
    say: Callable[[str], None] = print, n_draws: int = 0,
) -> Calibrated:  # fmt: skip
    """Calibration of any model to targets.

    plan : points and sample of each wave      n_draws : or as many as the last wave has points if these are more
    """
    fitted = scored(targets)
    repeated = run(replicate_places(space.given, REPEATS), directory / "wave-0", seeds_of(0, REPEATS), plan[0][1])
    waves: list[Wave] = []
    for number, (n_points, size) in enumerate(plan, 1):
        folder = directory / f"wave-{number}"
        kept = _stored_points(folder)
        scores, density = kept or _next_points(waves, repeated, space, fitted, n_points, folder, say)
        seeds = seeds_of(number, len(scores), SHARING)
        waves.append(Wave(scores, run(space.places(scores), folder, seeds, size), size, density, seeds))
        say(f"wave {number}: {len(scores)} points at {size}")
    made, chains = _posterior(waves, repeated, space, fitted, say)
    n_draws = max(n_draws, n_points)
    for again in range(MORE_DRAWS + 1):
        folder = directory / (f"{DRAWS}-{again + 1}" if again else DRAWS)
        lived = _lived(run, space, _stored_points(folder), made, chains, fitted, n_draws, size, folder, number + again)
        corrected = fit(points_of([*waves, lived], space), repeated, folds=0)
        weights = importance(Likelihood(corrected, fitted)(space.places(lived.scores)), lived.log_likelihood)
        say(f"effective size of the {len(lived.scores)} draws: {effective_size(weights):.0f}")
        if effective_size(weights) >= LOW * len(lived.scores) or again == MORE_DRAWS:
            break
        waves.append(lived)
        made, chains = _posterior(waves, repeated, space, fitted, say)
    return Calibrated(tuple(waves), made, chains, lived.scores, lived.found, lived.sample, weights)


def _lived(
    run: RunWave, space: Space, kept: tuple[Array, Array] | None, made: Emulators, chains: Chains,
    fitted: tuple[Target, ...], n_points: int, size: Fraction, folder: Path, number: int,
) -> Wave:  # fmt: skip
    """Draws of a posterior, those kept or new ones, and their runs. number : of the waves and draws before"""
    scores, density = kept or _drawn(made, chains, space, fitted, n_points, number + 1)
    _keep_points(folder, scores, density)
    size, seeds = min(size, JUDGED), seeds_of(number + 1, len(scores))
    return Wave(scores, run(space.places(scores), folder, seeds, size), size, density, seeds)


def seeds_of(wave: int, n_points: int, sharing: int = 1) -> Array:
    """Seed of each point of a wave, (point,); sharing : points that have one"""
    n_seeds = -(-n_points // sharing)
    return max(wave * SEEDS_APART, 1) + np.arange(n_points) % n_seeds


def _next_points(
    waves: list[Wave], repeated: pd.DataFrame, space: Space, fitted: tuple[Target, ...], n_points: int, folder: Path,
    say: Callable[[str], None],
) -> tuple[Array, Array]:  # fmt: skip
    """Scores of the next wave's points, with the log likelihood by which they were drawn."""
    if not waves:
        return space.spread(n_points, seed=1), np.zeros(n_points)
    made, chains = _posterior(waves, repeated, space, fitted, say, ROUNDS_BETWEEN)
    found = _drawn(made, chains, space, fitted, n_points, len(waves) + 1)
    _keep_points(folder, *found)
    return found


def _posterior(
    waves: list[Wave], repeated: pd.DataFrame, space: Space, fitted: tuple[Target, ...], say: Callable[[str], None],
    rounds: int | None = None,
) -> tuple[Emulators, Chains]:  # fmt: skip
    """Emulators of all waves so far, and samples of the posterior under them. rounds : at most, as in `sample`"""
    made = fit(points_of(waves, space), repeated)
    chains = sample(space, Likelihood(made, fitted), seed=len(waves), rounds=rounds)
    say(
        f"posterior of {len(waves)} waves: {chains.steps} steps, R-hat {chains.rhat.max():.3f} or less and effective"
        f" size {chains.ess.min():.0f} or more for all parameters"
    )
    return made, chains


def points_of(waves: Sequence[Wave], space: Space) -> Points:
    """Points of all waves, as emulators take them."""
    return Points(
        np.vstack([space.places(wave.scores) for wave in waves]),
        pd.concat([wave.found for wave in waves], ignore_index=True),
        np.concatenate([np.full(len(wave.scores), float(wave.sample / waves[0].sample)) for wave in waves]),
        np.repeat(np.arange(len(waves)), [len(wave.scores) for wave in waves]),
        np.concatenate([wave.seeds for wave in waves]),
    )


def _drawn(
    made: Emulators, chains: Chains, space: Space, fitted: tuple[Target, ...], n_points: int, seed: int
) -> tuple[Array, Array]:
    """Samples of a posterior, and the log likelihood of each under its emulators."""
    scores = chains.draws(n_points, seed)
    return scores, Likelihood(made, fitted)(space.places(scores))


def _keep_points(folder: Path, scores: Array, density: Array) -> None:
    make_folder(folder)
    columns = {str(k): column for k, column in enumerate(scores.T)} | {DENSITY: density}
    write_sealed(folder / PLACES, pa.table(columns), {"points": len(scores)})


def _stored_points(folder: Path) -> tuple[Array, Array] | None:
    """Points of a wave that were found before; None where they are not there, or damaged: they are found again."""
    with suppress(Damaged):
        table = read_sealed(folder / PLACES)[0].to_pandas()
        return table.drop(columns=DENSITY).to_numpy(), table[DENSITY].to_numpy()
    return None


def replicate_places(given: tuple[Prior, ...], n_seeds: int) -> Array:
    """Places of the default parameters, once for each of `n_seeds` runs that differ in their seeds alone."""
    places = np.array([float(prior.place(np.array(prior.default))) for prior in given])
    return np.tile(places, (n_seeds, 1))
