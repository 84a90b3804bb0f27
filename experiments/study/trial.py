"""A trial of a study's factors: whoever moves no output between the bounds of its range is named, with the reason.

Called by `fertsim study check`, before a sweep's hours are spent on it; calls the study's model. Sensitive to what a
small sample can show: others are held inside their ranges, in one seed.
"""

from fractions import Fraction
from typing import Any

import numpy as np

from experiments.study.reader import ReadStudy
from experiments.study.schema import Factor
from sim.measures.models import MODELS
from sim.policy.levers.reading import why_idle
from sim.runs.plan import Outcome, PlannedRun

LARGEST_SAMPLE = Fraction(1, 100)
"""Of the trial's runs: three a factor must not take minutes."""
OTHERS, PLACES = 0.6, (0.0, 0.35, 1.0)
"""Place in the range of the factors that are held, and of the one that is moved; none in the middle, where a function
may be even."""


def idle_factors(read: ReadStudy) -> dict[str, str]:
    """Why a factor moves no output in its trial, by its name."""
    held = {factor.name: factor.at(OTHERS) for factor in read.factors}
    told = {}
    for factor in read.factors:
        values = sorted({factor.at(place) for place in PLACES})
        found = [_outputs(read, _run(read, held | {factor.name: value})) for value in values]
        if all(np.array_equal(found[0], other, equal_nan=True) for other in found[1:]):
            told[factor.name] = _why(factor, values, read)
    return told


def _why(factor: Factor, values: list[float], read: ReadStudy) -> str:
    """The reason where it is known, else what was seen."""
    reason = "" if factor.kind == "parameter" else why_idle(factor.name)
    names = ", ".join(target.name for target in read.study.targets)
    seen = f"{names} are the same at {', '.join(f'{value:g}' for value in values)}, the other factors held"
    return f"{factor.name} moves no output in its trial: {reason or seen}"


def _run(read: ReadStudy, values: dict[str, float]) -> Outcome:
    """One run of the study's model with a value for each factor."""
    given: dict[str, dict[str, float]] = {"dose": {}, "value": {}, "parameter": {}}
    for factor in read.factors:
        given[factor.kind][factor.name] = values[factor.name]
    study = read.study
    run = PlannedRun(0, 0, 1, study.scenario, study.future, given["dose"], given["value"], given["parameter"])
    settings = read.settings.model_copy(update={"sample": min(read.settings.sample, LARGEST_SAMPLE)})
    return MODELS[study.model].run(settings, run)


def _outputs(read: ReadStudy, outcome: Outcome) -> np.ndarray[Any, Any]:
    """Yearly values of all outputs, one after the other."""
    kept = []
    for target in read.study.targets:
        first, last = target.first or read.study.first, target.last or read.study.last
        kept.append(outcome[target.indicator][(outcome["year"] >= first) & (outcome["year"] <= last)])
    return np.concatenate(kept)
