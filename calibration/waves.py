"""Calibration by history matching in waves: design, real runs, emulators, what is not ruled out, and again.

Wave 0 repeats the defaults, which measures the simulation variance; wave 1 fills the priors with a Latin hypercube;
waves between sample what the emulators so far do not rule out; the last, and all from the fourth on, look for points
that the emulators expect on the targets. Such points lie where an emulator errs towards its target, which their real
runs show; so of two such waves the second is nearer. The draws are points of the last wave whose own real runs are
inside the bound. Called by `fertsim calibrate`; every real run is stored, so the same call resumes.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from calibration.emulator import Emulator, emulators
from calibration.matching import BOUND, by_emulators, not_ruled_out, of_runs, scored, worst_but
from calibration.priors import Prior, as_values, hypercube, priors
from calibration.runs import SAMPLE, run_wave
from calibration.targets import PLACE_OF_TARGETS, Target, read_targets, targets_file
from calibration.walkers import WALKERS, walk
from sim.errors import Damaged
from sim.places.pack import load_pack
from sim.population.columns import Array
from sim.runs.sealed import read_sealed, write_sealed
from sim.writing import make_folder, write_csv, write_text

POINTS = (160, 80)
"""Points of each wave."""
REPEATS = 48
"""Runs of wave 0, of seeds 1, 2, ...; of twelve, births of 2020 had by chance two thirds of their spread."""
PLACES = "places.parquet"
"""Points of a later wave, kept because finding them takes long."""
SEEDS_APART = 1000
"""Wave w, point k has seed w x this + k: no two points share their chance."""
AIMED_FROM = 4
"""Number of the first wave that is aimed at the targets, beside the last."""
AIMED_STEPS = 200
"""Steps of the walkers that sample an aimed wave."""
NEAREST = 0.6
"""Share of earlier waves' points, the nearest to the targets, on which later emulators are fitted."""
RunWave = Callable[[Array, Path, int], pd.DataFrame]
"""Real runs of points: places, folder and first seed to one row a point."""


class Wave(NamedTuple):
    """Points of a wave in the unit cube, and what their runs gave."""

    places: Array
    found: pd.DataFrame


class Calibrated(NamedTuple):
    """All waves; emulators of the last; draws inside the bound with their runs and worst implausibilities."""

    waves: tuple[Wave, ...]
    made: dict[str, Emulator]
    draws: pd.DataFrame
    found: pd.DataFrame
    worst: Array


def calibrate(
    directory: Path, points: Sequence[int] = POINTS, workers: int = 1, say: Callable[[str], None] = print,
    place: str = PLACE_OF_TARGETS,
) -> Calibrated:
    """Calibrate to a place's committed targets with real runs of it; the folder keeps runs, draws and a report."""
    given, targets = priors(), read_targets(targets_file(load_pack(place)))

    def run(places: Array, folder: Path, first_seed: int) -> pd.DataFrame:
        return run_wave(places, given, targets, folder, first_seed, workers, SAMPLE, place=place)

    done = match(run, given, targets, points, directory, say)
    write_csv(directory / "draws.csv", done.draws, index=True, index_label="draw", float_format="%.6g")
    write_csv(directory / "draws_found.csv", done.found, index=True, index_label="draw", float_format="%.8g")
    about = {
        "place": place, "points": list(points), "sample": str(SAMPLE), "bound": BOUND, "draws": len(done.draws),
        "parameters": [prior._asdict() for prior in given],
        "simulation_sd": {t.name: float(np.sqrt(done.made[t.column].run_variance(t.value))) for t in scored(targets)},
    }  # fmt: skip
    write_text(directory / "calibration.json", json.dumps(about, indent=2) + "\n")
    return done


def match(
    run: RunWave, given: tuple[Prior, ...], targets: tuple[Target, ...], points: Sequence[int], directory: Path,
    say: Callable[[str], None] = print,
) -> Calibrated:  # fmt: skip
    """History matching of any model to targets in as many waves as numbers of points are given."""
    fitted, n_parameters = scored(targets), len(given)
    repeated = run(replicate_places(given, REPEATS), directory / "wave-0", 1)
    waves: list[Wave] = []
    made: dict[str, Emulator] = {}
    for number, n_points in enumerate(points, start=1):
        if number == 1:
            places = hypercube(n_points, n_parameters, seed=1)
        else:
            aimed = number == len(points) or number >= AIMED_FROM
            places = _next_places(waves, made, fitted, n_points, aimed, directory)
        found = run(places, directory / f"wave-{number}", number * SEEDS_APART)
        waves.append(Wave(places, found))
        made = _emulators(waves, made, fitted, repeated)
        worst = worst_but(of_runs(found, made, fitted))
        say(f"wave {number}: {n_points} points, {(worst <= BOUND).sum()} inside the bound of {BOUND:g}")
    inside = np.flatnonzero(worst <= BOUND)
    draws = as_values(places[inside], given)
    return Calibrated(tuple(waves), made, draws, found.iloc[inside].reset_index(drop=True), worst[inside])


def _next_places(
    waves: list[Wave], made: dict[str, Emulator], fitted: tuple[Target, ...], n_points: int, aimed: bool,
    directory: Path,
) -> Array:  # fmt: skip
    """Points of a later wave, kept in the folder so that the same call finds the same ones."""
    number = len(waves) + 1
    file = directory / f"wave-{number}" / PLACES
    with suppress(Damaged):  # or not there yet; the same points are found again
        return read_sealed(file)[0].to_pandas().to_numpy()
    if aimed:
        observed = {target.column: np.array([target.value]) for target in fitted}
        n_parameters = waves[0].places.shape[1]
        n_walkers = max(n_points, WALKERS)
        places = walk(observed, made, fitted, n_parameters, False, n_walkers, AIMED_STEPS, number, aim=True)
        places = places[-1, 0, :n_points]
    else:
        last = waves[-1]
        good = last.places[np.argsort(worst_but(of_runs(last.found, made, fitted)))[: n_points // 2]]
        places = not_ruled_out(made, fitted, n_points, last.places.shape[1], number, BOUND, good)
    make_folder(file.parent)
    write_sealed(file, pa.table({str(k): column for k, column in enumerate(places.T)}), {"wave": number})
    return places


def _emulators(
    waves: list[Wave], made: dict[str, Emulator], fitted: tuple[Target, ...],
    repeated: pd.DataFrame,
) -> dict[str, Emulator]:  # fmt: skip
    """Emulators on the last wave and, of earlier ones, the points nearest to the targets."""
    columns = [target.column for target in fitted]
    if len(waves) == 1:
        return emulators(waves[0].places, waves[0].found[columns], repeated[columns])
    places, found = [waves[-1].places], [waves[-1].found]
    for wave in waves[:-1]:
        # By what is expected there: chosen by their own runs, those whose chance fell towards the targets would be kept
        away = by_emulators(wave.places, made, fitted).mean(axis=1).to_numpy()
        near = np.argsort(away)[: int(NEAREST * len(away))]
        places.append(wave.places[near])
        found.append(wave.found.iloc[near])
    return emulators(np.vstack(places), pd.concat(found, ignore_index=True)[columns], repeated[columns])


def replicate_places(given: tuple[Prior, ...], n_seeds: int) -> Array:
    """Places of the default parameters, once for each of `n_seeds` runs that differ in their seeds alone."""
    places = np.array([float(prior.place(np.array(prior.default))) for prior in given])
    return np.tile(places, (n_seeds, 1))
