"""Real runs of chosen mixes: each with seeds that the sweep never ran, paired with the other scenario of the same seed.

Called by `report`. The runs stand in a sweep's folder, so that the same line goes on where it stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.sensitivity.outputs import Output
from experiments.study.designs import FIRST_SEED
from experiments.study.reader import ReadStudy
from experiments.study.schema import Factor, Target
from sim.errors import UserError
from sim.measures.models import MODELS
from sim.population.columns import Array
from sim.runs.plan import Plan, PlannedRun
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import LAST_SEED

OTHER = -1
"""Point of the scenario that all mixes are compared with."""


def fresh_seeds(design: pd.DataFrame, n_seeds: int, of_each_point: int) -> range:
    """Seeds after the last one that the sweep ran."""
    first = int(design[FIRST_SEED].max()) + of_each_point
    if first + n_seeds - 1 > LAST_SEED:
        raise UserError(f"--seeds: {n_seeds} seeds from {first:,} on are beyond {LAST_SEED:,}")
    return range(first, first + n_seeds)


def plan_of_mixes(read: ReadStudy, levers: Sequence[Factor], places: Array, seeds: Sequence[int]) -> Plan:
    """Each mix and the other scenario under each seed. places : (mix, lever)"""
    study = read.study
    assert study.against is not None
    runs: list[PlannedRun] = []
    for seed in seeds:
        drawn = {} if read.draws is None else read.draws.of_seed(seed)
        runs.append(PlannedRun(len(runs), OTHER, seed, study.against, study.future, parameters=drawn))
        for point, mix in enumerate(places):
            given: dict[str, dict[str, float]] = {"dose": {}, "value": {}}
            for factor, place in zip(levers, mix, strict=True):
                given[factor.kind][factor.name] = factor.at(float(place))
            runs.append(PlannedRun(
                len(runs), point, seed, study.scenario, study.future, given["dose"], given["value"], drawn,
            ))  # fmt: skip
    described = {"name": f"mixes of {read.name}", **({} if read.draws is None else {
        "draws": read.draws.about.model_dump(mode="json")})}
    return Plan(read.settings, tuple(runs), MODELS[study.model], described)


def run_mixes(plan: Plan, folder: Path, workers: int, progress: Callable[[int, int], None]) -> SweepSet:
    """The runs, those that the folder holds already among them; `UserError` where some failed."""
    stored = run_plan(plan, folder, workers, progress=progress)
    if failed := stored.failed():
        run, cause = min(failed.items())
        raise UserError(f"{len(failed)} runs of mixes failed; run {run}: {cause}")
    return stored


def added(stored: SweepSet, outputs: Mapping[str, Output]) -> dict[str, Array]:
    """What each mix adds to the other scenario, (seed, mix), by name of an output."""
    rows = stored.rows()
    return {name: _added(rows, output.target, stored.manifest.whole_years) for name, output in outputs.items()}


def _added(rows: pd.DataFrame, target: Target, whole_years: list[int]) -> Array:
    first, last = target.first or whole_years[0], target.last or whole_years[-1]
    kept = rows[rows["year"].between(first, last) & rows["year"].isin(whole_years)]
    by_run = kept.pivot_table(target.indicator, "seed", "point", aggfunc="mean").sort_index()
    mixes = by_run.drop(columns=OTHER).sort_index(axis=1)
    return np.asarray(mixes.sub(by_run[OTHER], axis=0))
