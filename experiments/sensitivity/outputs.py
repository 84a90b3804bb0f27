"""Outputs of a sweep by point of its design: means or sums over years, less the other scenario if any.

A cost per birth is money over births, each added over the other scenario. Where a point adds next to no birth the cost
means nothing: a design of free points leaves the point out, of any other the output is left out.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.study.designs import AGAINST, PLACE
from experiments.study.sampling import subjects
from experiments.study.schema import DUMMY, Factor, Study, Target
from sim.errors import UserError
from sim.population.columns import Array
from sim.runs.sweepset import SweepSet

FREE_POINTS = ("latin_hypercube", "sobol_points", "halton", "grid")
"""Designs of which each point stands alone, so that some may be left out."""
FEWEST_ADDED = 0.001
"""Births added over those of the other scenario below which, and for births lost, a cost per birth means nothing."""
COST_UNIT, PER_YEAR = "yuan of 2020 / birth", " / year"
SAME = 1e-12
"""Range over size up to which an output is the same everywhere: means of equal numbers differ by their rounding."""


class Output(NamedTuple):
    """One output at the points of the design that are kept (all but for a ratio), in its unit."""

    target: Target
    unit: str
    values: Array
    kept: Array
    """Positions of the points in the design."""


class Analysed(NamedTuple):
    """What an analysis starts from: the study, its factors (dummy last), places of the points, outputs.

    left_out : why an output has no sensitivity, by its name      notes : what to know of one that has, by its name
    """

    name: str
    study: Study
    factors: tuple[Factor, ...]
    places: Array
    outputs: tuple[Output, ...]
    left_out: Mapping[str, str] = MappingProxyType({})
    notes: Mapping[str, str] = MappingProxyType({})

    @property
    def subjects(self) -> tuple[Factor, ...]:
        """What the design moves: groups as given, and factors that are in none; the dummy last."""
        by_name = {factor.name: factor for factor in self.factors}
        return tuple(
            by_name.get(name) or Factor(name, "group", 0.0, 1.0, False, False, "none", name, name)
            for name in subjects(self.study, list(by_name))
        )


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
    left_out = {one.target.name: why for one in outputs if (why := why_not(one, len(design), study))}
    if len(left_out) == len(outputs):
        raise UserError("; ".join(f"{name} {why}" for name, why in left_out.items()))
    kept = tuple(output for output in outputs if output.target.name not in left_out)
    notes = {one.target.name: _few_births(one, len(design), study) for one in kept if len(one.kept) < len(design)}
    places = design[[PLACE + factor.name for factor in (*factors, noise)]].to_numpy()
    return Analysed(str(described["name"]), study, (*factors, noise), places, kept, left_out, notes)


def why_not(output: Output, n_points: int, study: Study) -> str:
    """Why an output has no sensitivity; empty where it has one. SALib gives indices of 0 for what is no number."""
    values = output.values
    lost = n_points - len(values)
    if lost and (study.design.method not in FREE_POINTS or 2 * lost > n_points):
        return _few_births(output, n_points, study)
    if not np.isfinite(values).all():
        count = int((~np.isfinite(values)).sum())
        return f"is no number at {count} of {len(values)} points, so it has no sensitivity"
    if np.ptp(values) <= SAME * np.abs(values).max():
        return "is the same at every point of the design, so there is nothing to explain"
    return ""


def _few_births(output: Output, n_points: int, study: Study) -> str:
    """What a cost per birth is not known at."""
    return (
        f"is not known at {n_points - len(output.values)} of {n_points} points, which add fewer than"
        f" {FEWEST_ADDED:.1%} of the births of {study.against}"
    )


def _output(target: Target, rows: pd.DataFrame, design: pd.DataFrame, sweep: SweepSet) -> Output:
    """An output by point of the design."""
    indicators, kept = sweep.manifest.indicators, np.arange(len(design))
    columns = target.columns
    if len(columns) == 1:
        own, _ = _by_point(columns[0], target, rows, design, sweep)
        unit = indicators[columns[0]]
        return Output(target, unit.removesuffix(PER_YEAR) if target.of == "sum" else unit, own, kept)
    (money, _), (births, before) = (_by_point(column, target, rows, design, sweep) for column in columns)
    kept = np.flatnonzero(births > FEWEST_ADDED * before)
    return Output(target, COST_UNIT, money[kept] / births[kept], kept)


def _by_point(
    column: str, target: Target, rows: pd.DataFrame, design: pd.DataFrame, sweep: SweepSet
) -> tuple[Array, Array]:
    """A stored column by point, over its years, less the other scenario of the same seed, mean over seeds; and the
    other scenario's own (0 where there is none)."""
    years = sweep.manifest.whole_years
    first, last = target.first or years[0], target.last or years[-1]
    kept = rows[rows["year"].between(first, last) & rows["year"].isin(years)]
    grouped = kept.groupby(["point", "seed"])[column]
    by_run = grouped.mean(skipna=False) * (last - first + 1 if target.of == "sum" else 1)
    own = by_run[by_run.index.get_level_values("point") >= 0]
    other = own * 0.0
    if AGAINST in design:
        number = design.set_index("point")[AGAINST].loc[own.index.get_level_values("point")].to_numpy()
        pairs = pd.MultiIndex.from_arrays([number, own.index.get_level_values("seed")])
        other = pd.Series(by_run.loc[pairs].to_numpy(), own.index)
    means = [one.groupby("point").mean(skipna=False).loc[design["point"]].to_numpy() for one in (own - other, other)]
    return means[0], means[1]
