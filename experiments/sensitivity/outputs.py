"""Outputs of a sweep by point of its design: means over years and seeds, less the other scenario if any."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.study.designs import AGAINST, PLACE
from experiments.study.schema import DUMMY, Factor, Study, Target
from sim.errors import UserError
from sim.population.columns import Array
from sim.runs.sweepset import SweepSet

SAME = 1e-12
"""Range over size up to which an output is the same everywhere: means of equal numbers differ by their rounding."""


class Output(NamedTuple):
    """One output at every point of the design, in the indicator's unit."""

    target: Target
    unit: str
    values: Array


class Analysed(NamedTuple):
    """What an analysis starts from: the study, its factors (dummy last), places of the points, outputs.

    left_out : why an output has no sensitivity, by its name
    """

    name: str
    study: Study
    factors: tuple[Factor, ...]
    places: Array
    outputs: tuple[Output, ...]
    left_out: Mapping[str, str] = MappingProxyType({})


def analysed(sweep: SweepSet) -> Analysed:
    """Everything an analysis of a complete sweep needs; `UserError` where runs lack or no output can be analysed.

    Each output stands alone: one that is no number somewhere, or the same everywhere, leaves the others as they are.
    """
    missing = sweep.missing()
    if missing:
        raise UserError(
            f"{sweep.directory}: {missing} of {sweep.manifest.n_runs} runs are missing or failed; run the same `fertsim"
            " sweep` line again"
        )
    described = sweep.manifest.study
    study = Study.model_validate(described["study"])
    factors = tuple(Factor(**factor) for factor in described["factors"])
    noise = Factor(DUMMY, DUMMY, 0.0, 1.0, False, False, "none", "虚拟因子（随机种子）", "dummy (seeds)")
    design, rows = sweep.design(), sweep.rows()
    outputs = [_output(target, rows, design, sweep) for target in study.targets]
    left_out = {output.target.name: why for output in outputs if (why := why_not(output.values))}
    if len(left_out) == len(outputs):
        raise UserError("; ".join(f"{name} {why}" for name, why in left_out.items()))
    kept = tuple(output for output in outputs if output.target.name not in left_out)
    places = design[[PLACE + factor.name for factor in (*factors, noise)]].to_numpy()
    return Analysed(str(described["name"]), study, (*factors, noise), places, kept, left_out)


def why_not(values: Array) -> str:
    """Why an output has no sensitivity; empty where it has one. SALib gives indices of 0 for what is no number."""
    if not np.isfinite(values).all():
        count = int((~np.isfinite(values)).sum())
        return f"is no number at {count} of {len(values)} points, so it has no sensitivity"
    if np.ptp(values) <= SAME * np.abs(values).max():
        return "is the same at every point of the design, so there is nothing to explain"
    return ""


def _output(target: Target, rows: pd.DataFrame, design: pd.DataFrame, sweep: SweepSet) -> Output:
    """An output by point: mean over its years, less the other scenario of the same seed, mean over seeds."""
    years = sweep.manifest.whole_years
    first, last = target.first or years[0], target.last or years[-1]
    kept = rows[rows["year"].between(first, last) & rows["year"].isin(years)]
    by_run = kept.groupby(["point", "seed"])[target.indicator].mean(skipna=False)
    own = by_run[by_run.index.get_level_values("point") >= 0]
    if AGAINST in design:
        other = design.set_index("point")[AGAINST].loc[own.index.get_level_values("point")].to_numpy()
        pairs = pd.MultiIndex.from_arrays([other, own.index.get_level_values("seed")])
        own = own - by_run.loc[pairs].to_numpy()
    means = own.groupby("point").mean(skipna=False)
    values = means.loc[design["point"]].to_numpy()
    return Output(target, sweep.manifest.indicators[target.indicator], values)
