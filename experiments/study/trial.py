"""A trial of a study's factors: whoever moves no output between the bounds of its range is named, with the reason.

Called by `fertsim study check` and `fertsim sweep`, before hours are spent on it; calls the study's model. Sensitive to
what a small sample can show: others are held inside their ranges, in one seed.
"""

import warnings
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from experiments.study.reader import ReadStudy
from experiments.study.schema import Factor
from sim.measures.models import MODELS
from sim.places.pack import load_pack
from sim.policy.idle import lacking, warn_of_what_never_bites
from sim.policy.levers.reading import why_idle
from sim.policy.paths import LeverPaths, compile_paths
from sim.runs.plan import Outcome, Plan, PlannedRun
from sim.runs.sweep import ended

LARGEST_SAMPLE = Fraction(1, 100)
"""Of the trial's runs: three a factor must not take minutes."""
OTHERS, PLACES = 0.6, (0.0, 0.35, 1.0)
"""Place in the range of the factors that are held, and of the one that is moved; none in the middle, where a function
may be even."""


def warn_of_idle_factors(read: ReadStudy, workers: int) -> None:
    """Warn of every factor that moves no output in its trial, and of rules of the study's scenarios that never bite."""
    study = read.study
    for name in dict.fromkeys((study.scenario, study.against or study.scenario)) if study.model == "city" else ():
        warn_of_what_never_bites(_paths(read, name), {}, {})
    for reason in idle_factors(read, workers).values():
        warnings.warn(reason, UserWarning, stacklevel=2)


def idle_factors(read: ReadStudy, workers: int = 1) -> dict[str, str]:
    """Why a factor moves no output in its trial, by its name; nothing of one whose trial fails, as its sweep will."""
    held = {factor.name: factor.at(OTHERS) for factor in read.factors}
    values = {factor: sorted({factor.at(place) for place in PLACES}) for factor in read.factors}
    tried = [(factor, value) for factor, own in values.items() for value in own]
    outcomes = _outcomes(read, [held | {factor.name: value} for factor, value in tried], workers)
    found: dict[Factor, list[Any]] = {factor: [] for factor in values}
    for (factor, _), outcome in zip(tried, outcomes, strict=True):
        found[factor].append(None if outcome is None else _outputs(read, outcome))
    return {
        factor.name: _why(factor, values[factor], read) for factor, (first, *others) in found.items()
        if first is not None and all(o is not None and np.array_equal(first, o, equal_nan=True) for o in others)
    }  # fmt: skip


def _why(factor: Factor, values: list[float], read: ReadStudy) -> str:
    """The reason where it is known, else what was seen."""
    reason = ""
    if factor.kind != "parameter":
        run = _run(read, 0, {other.name: other.at(OTHERS) for other in read.factors} | {factor.name: values[-1]})
        reason = why_idle(factor.name) or lacking(_paths(read, run.scenario, run.doses, run.values), factor.name)
    names = ", ".join(target.name for target in read.study.targets)
    seen = f"{names} are the same at {', '.join(f'{value:g}' for value in values)}, the other factors held"
    return f"{factor.name} moves no output in its trial: {reason or seen}"


def _outcomes(read: ReadStudy, points: list[dict[str, float]], workers: int) -> list[Outcome | None]:
    """What the study's model gives with a value for each factor, at each of the points; None where it fails."""
    settings = read.settings.model_copy(update={"sample": min(read.settings.sample, LARGEST_SAMPLE)})
    runs = tuple(_run(read, number, values) for number, values in enumerate(points))
    plan = Plan(settings, runs, MODELS[read.study.model])
    done: dict[int, Outcome] = {}
    for _, block in ended(plan, plan.blocks(), workers if plan.model.n_starts else 1):
        done |= block.outcomes
    return [done.get(run.run) for run in runs]


def _run(read: ReadStudy, number: int, values: dict[str, float]) -> PlannedRun:
    """One run of the study's scenario with a value for each factor."""
    given: dict[str, dict[str, float]] = {"dose": {}, "value": {}, "parameter": {}}
    for factor in read.factors:
        given[factor.kind][factor.name] = values[factor.name]
    return PlannedRun(
        number, 0, 1, read.study.scenario, read.study.future, given["dose"], given["value"], given["parameter"]
    )


def _paths(
    read: ReadStudy, name: str, doses: Mapping[str, float] | None = None, values: Mapping[str, float] | None = None
) -> LeverPaths:
    """Paths of a scenario's levers in the months of the runs, with doses and values of factors."""
    settings = read.settings
    return compile_paths(
        name, load_pack(settings.place), settings.start_month, settings.end_month, doses, values
    )


def _outputs(read: ReadStudy, outcome: Outcome) -> np.ndarray[Any, Any]:
    """Yearly values of all outputs, one after the other."""
    kept = []
    for target in read.study.targets:
        first, last = target.first or read.study.first, target.last or read.study.last
        years = (outcome["year"] >= first) & (outcome["year"] <= last)
        kept += [outcome[column][years] for column in target.columns]
    return np.concatenate(kept)
