"""Outputs of a sweep by point of its design: means over years and seeds, less the other scenario if any."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.study.designs import AGAINST, PLACE
from experiments.study.schema import DUMMY, Factor, Study, Target
from sim.errors import UserError
from sim.population.columns import Array
from sim.runs.sweepset import SweepSet


class Output(NamedTuple):
    """One output at every point of the design, in the indicator's unit."""

    target: Target
    unit: str
    values: Array


class Analysed(NamedTuple):
    """What an analysis starts from: the study, its factors (dummy last), places of the points, outputs."""

    name: str
    study: Study
    factors: tuple[Factor, ...]
    places: Array
    outputs: tuple[Output, ...]


def analysed(sweep: SweepSet) -> Analysed:
    """Everything an analysis of a complete sweep needs; `UserError` where runs lack or an output is no number."""
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
    outputs = tuple(_output(target, rows, design, sweep) for target in study.targets)
    places = design[[PLACE + factor.name for factor in (*factors, noise)]].to_numpy()
    return Analysed(str(described["name"]), study, (*factors, noise), places, outputs)


def _output(target: Target, rows: pd.DataFrame, design: pd.DataFrame, sweep: SweepSet) -> Output:
    """An output by point: mean over its years, less the other scenario of the same seed, mean over seeds."""
    years = sweep.manifest.whole_years
    first, last = target.first or years[0], target.last or years[-1]
    kept = rows[rows["year"].between(first, last) & rows["year"].isin(years)]
    by_run = kept.groupby(["point", "seed"])[target.indicator].agg(lambda values: values.mean(skipna=False))
    own = by_run[by_run.index.get_level_values("point") >= 0]
    if AGAINST in design:
        other = design.set_index("point")[AGAINST].loc[own.index.get_level_values("point")].to_numpy()
        pairs = pd.MultiIndex.from_arrays([other, own.index.get_level_values("seed")])
        own = own - by_run.loc[pairs].to_numpy()
    values = own.groupby("point").mean().loc[design["point"]].to_numpy()
    if not np.isfinite(values).all():
        count = int((~np.isfinite(values)).sum())
        raise UserError(f"{target.name} is no number at {count} of {len(values)} points, so it has no sensitivity")
    if np.ptp(values) == 0:
        raise UserError(f"{target.name} is the same at every point of the design, so there is nothing to explain")
    return Output(target, sweep.manifest.indicators[target.indicator], values)
