"""Real runs of a wave, and what they give for the targets.

Each point runs once from each census year that a target starts from, to 2022.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.priors import Prior, as_values
from calibration.targets import LAST_YEAR, PLACE_OF_TARGETS, Target, model_values
from sim.errors import UserError
from sim.measures.models import MODELS
from sim.population.columns import Array
from sim.runs.plan import Plan, PlannedRun
from sim.runs.sweep import check_plan, run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

SAMPLE = Fraction(1, 100)
"""Of a wave for which none is told."""
Progress = Callable[[int, int], None]


def plan_of_wave(
    values: pd.DataFrame, start: int, seeds: Array, sample: Fraction = SAMPLE, place: str = PLACE_OF_TARGETS,
    last_year: int = LAST_YEAR,
) -> Plan:  # fmt: skip
    """Runs of all points from one census year. seeds : of each point, (point,)"""
    settings = RunSettings(place=place, sample=sample, start_year=start, end_year=last_year)
    names = list(values.columns)
    runs = tuple(
        PlannedRun(k, k, int(seeds[k]), parameters=dict(zip(names, map(float, row), strict=True)))
        for k, row in enumerate(values.to_numpy())
    )
    return Plan(settings, runs, MODELS["levels"], {"name": "calibration", "start": start, "first_seed": int(seeds[0])})


def run_wave(
    places: Array, given: tuple[Prior, ...], targets: tuple[Target, ...], directory: Path, seeds: Array,
    workers: int = 1, sample: Fraction = SAMPLE, progress: Progress | None = None, place: str = PLACE_OF_TARGETS,
) -> pd.DataFrame:  # fmt: skip
    """What every point of a wave gives, one row a point and one column a target; the same call resumes.

    places : (point, parameter) in the unit cube      directory : keeps points and runs      seeds : (point,)
    """
    values = as_values(places, given)
    return run_values(values, targets, directory, seeds, workers, sample, progress, place)


def run_values(
    values: pd.DataFrame, targets: tuple[Target, ...], directory: Path, seeds: Array, workers: int = 1,
    sample: Fraction = SAMPLE, progress: Progress | None = None, place: str = PLACE_OF_TARGETS,
    last_year: int = LAST_YEAR,
) -> pd.DataFrame:  # fmt: skip
    """The same of points that are given as values of parameters, one row a point, and lived to a year."""
    starts = sorted({target.start for target in targets})
    plans = {start: plan_of_wave(values, start, seeds, sample, place, last_year) for start in starts}
    for start, plan in plans.items():
        check_plan(plan, directory / f"from-{start}")
    found = []
    for start, plan in plans.items():
        stored = run_plan(plan, directory / f"from-{start}", workers, progress=progress, design=values)
        failed = stored.failed()
        if failed:
            run, cause = min(failed.items())
            raise UserError(f"{len(failed)} runs failed in {stored.directory}; run {run}: {cause}")
        found.append(model_values(stored.rows(), targets, start))
    return _one_table(found, targets, len(values))


def read_wave(directory: Path, targets: tuple[Target, ...]) -> pd.DataFrame:
    """The same table of a wave that has ended, from what is stored alone; `UserError` where runs are missing."""
    found = []
    for start in sorted({target.start for target in targets}):
        stored = SweepSet.open(directory / f"from-{start}")
        if stored.missing() or stored.failed():
            raise UserError(f"{stored.directory} lacks runs; go on with the same 'fertsim calibrate' line first")
        found.append(model_values(stored.rows(), targets, start))
    return _one_table(found, targets, len(found[0]))


def _one_table(found: list[pd.DataFrame], targets: tuple[Target, ...], n_points: int) -> pd.DataFrame:
    table = pd.concat(found, axis=1).loc[np.arange(n_points)]
    return table[[target.column for target in targets]]
