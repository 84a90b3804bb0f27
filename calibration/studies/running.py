"""Plans and makes the runs of emulated studies: every arm with the same draws, seeds and start populations.

Arms that studies share are run once. A draw runs twice, with seeds of its own, so that the chance of a small sample can
be told from what the draws disagree about. Beside the draws one point stands for what was thought before any figure was
seen: every drawn parameter at the mean of its prior. Called by `fertsim studies`; the same call resumes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from calibration.priors import priors
from calibration.studies.kinds import Arm, Lived, Study
from sim.errors import UserError
from sim.measures.models import MODELS
from sim.parameters import Parameters
from sim.places.pack import load_pack
from sim.runs.draws import ADOPT, Draws, read_draws
from sim.runs.plan import Plan, PlannedRun
from sim.runs.sweep import Progress, check_plan, run_plan
from sim.settings import RunSettings

FEWEST, REPEATS = 2, 2
PRIOR_RUNS = 8
"""Runs of every arm at the mean of the priors."""
PRIOR_SEED, SEEDS_APART = 900_000, 10_000
"""Draw k, repeat r has seed k + r x SEEDS_APART: no two runs of an arm share their chance."""
Bar = Callable[[int], AbstractContextManager[Progress]]
"""Opens a bar of so many runs."""


class Paired(NamedTuple):
    """What a study's estimator gives: by draw and repeat, (draw, repeat), and at the mean of the priors, (run,)."""

    effects: np.ndarray
    at_prior_mean: np.ndarray


def key_of(arm: Arm) -> str:
    """What an arm is, as text: equal arms have equal keys."""
    return json.dumps(asdict(arm), sort_keys=True)


def arms_of(studies: Sequence[Study]) -> dict[tuple[int, int], dict[str, Arm]]:
    """Different arms of some studies by key, in groups of equal years, in the order of the studies."""
    found: dict[tuple[int, int], dict[str, Arm]] = {}
    for study in studies:
        for arm in (study.base, study.treated):
            found.setdefault((arm.start_year, arm.last_year), {}).setdefault(key_of(arm), arm)
    return found


def folder_name(years: tuple[int, int], arms: Mapping[str, Arm]) -> str:
    """Folder of the runs of some arms, by what they are: other studies have another."""
    return f"runs-{years[0]}-{years[1]}-{hashlib.sha256(json.dumps(list(arms)).encode()).hexdigest()[:8]}"


def draws_of(place: str, n_draws: int) -> Draws:
    """The first draws of a place; `UserError` where it has none or fewer."""
    draws = read_draws(load_pack(place).folder)
    if draws is None:
        raise UserError(f"--place: {place} has no parameter draws, which studies need; {ADOPT}")
    if n_draws < FEWEST:
        raise UserError(f"--draws: {n_draws} cannot tell draws from chance; allowed are {FEWEST} to {len(draws)}")
    return draws.first(n_draws)


def prior_mean(names: Sequence[str]) -> dict[str, float]:
    """The named parameters at the means of their priors; those with no prior at their defaults."""
    uncertain = tuple(name for name in names if _role(name) == "uncertain")
    means = {name: float(Parameters.model_fields[name].default) for name in names}
    for prior in priors(uncertain):
        low, high = prior.lower, prior.upper
        means[prior.name] = (high - low) / float(np.log(high / low)) if prior.log else (low + high) / 2
    return means


def _role(name: str) -> str:
    extra = Parameters.model_fields[name].json_schema_extra
    return str(extra["role"]) if isinstance(extra, dict) else ""


def plan_of(arms: Mapping[str, Arm], draws: Draws, sample: Fraction, place: str) -> Plan:
    """Runs of arms of equal years: those at the mean of the priors, then draw by draw, so that more draws go on."""
    years = next(iter(arms.values()))
    settings = RunSettings(place=place, sample=sample, start_year=years.start_year, end_year=years.last_year)
    mean = prior_mean(draws.names)
    seeds = [(PRIOR_SEED + k, mean) for k in range(1, PRIOR_RUNS + 1)]
    seeds += [
        (k + repeat * SEEDS_APART, draws.of_seed(k)) for k in range(1, len(draws) + 1) for repeat in range(REPEATS)]
    runs = tuple(
        PlannedRun(run, arm, seed, of.scenario_path, values=of.values, parameters={**drawn, **of.parameters})
        for run, (seed, drawn, arm, of) in enumerate(
            (seed, drawn, arm, of) for seed, drawn in seeds for arm, of in enumerate(arms.values()))
    )
    described = {"name": "emulated studies", "draws": draws.about.model_dump(mode="json")}
    return Plan(settings, runs, MODELS["studies"], described)


def run_studies(
    studies: Sequence[Study], directory: Path, draws: Draws, sample: Fraction, workers: int, place: str, bar: Bar,
) -> dict[str, Paired]:  # fmt: skip
    """Effects of each study by its id; runs are kept in the folder, one part for each span of years."""
    groups = arms_of(studies)
    plans = {years: plan_of(arms, draws, sample, place) for years, arms in groups.items()}
    folders = {years: directory / folder_name(years, arms) for years, arms in groups.items()}
    for years, plan in plans.items():
        check_plan(plan, folders[years])
    lived: dict[str, tuple[Lived, Lived]] = {}
    for years, plan in plans.items():
        with bar(len(plan.runs)) as progress:
            stored = run_plan(plan, folders[years], workers, progress=progress)
        if failed := stored.failed():
            run, cause = min(failed.items())
            raise UserError(f"{len(failed)} runs failed in {stored.directory}; run {run}: {cause}")
        lived |= lived_of(stored.rows(), list(groups[years]))
    return {study.id: _paired(study, lived) for study in studies}


def lived_of(rows: pd.DataFrame, keys: Sequence[str]) -> dict[str, tuple[Lived, Lived]]:
    """By arm what its runs gave, at the mean of the priors and by draw; rows : ordered by run and year"""
    years = np.unique(rows["year"].to_numpy())
    names = [name for name in rows.columns if rows[name].dtype.kind == "f"]
    shaped = {name: rows[name].to_numpy().reshape(-1, len(keys), len(years)) for name in names}
    found = {}
    for k, key in enumerate(keys):
        prior = {name: values[:PRIOR_RUNS, k][:, None] for name, values in shaped.items()}
        drawn = {name: values[PRIOR_RUNS:, k].reshape(-1, REPEATS, len(years)) for name, values in shaped.items()}
        found[key] = Lived(years, prior), Lived(years, drawn)
    return found


def _paired(study: Study, lived: Mapping[str, tuple[Lived, Lived]]) -> Paired:
    base, treated = (lived[key_of(arm)] for arm in (study.base, study.treated))
    return Paired(study.estimate(base[1], treated[1]), study.estimate(base[0], treated[0])[:, 0])
