"""The runs of a sweep as cases: what each varies (doses, values, parameters, its draw), and whether a condition holds.

A condition is an output of the study against a number (`births < 0`), or against its own quantile (`tfr < 10%`).
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.study.again import plan_again, study_again
from experiments.study.designs import AGAINST
from experiments.study.reader import ReadStudy
from experiments.study.schema import Target
from sim.errors import UserError
from sim.population.columns import Array
from sim.runs.sweepset import SweepSet

NUMBER = r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?"
CONDITION = re.compile(rf"\s*(?P<name>\w+)\s*(?P<sign><=|>=|<|>)\s*(?P<number>{NUMBER})\s*(?P<share>%?)\s*")
FEWEST = 10
"""Cases, and runs that are none, below which a box would be drawn around single runs."""


class Condition(NamedTuple):
    """What is asked of an output. share : whether the number is a quantile of it, in per cent"""

    name: str
    sign: str
    number: float
    share: bool

    def holds(self, values: Array) -> Array:
        """Where it holds."""
        bound = self.bound(values)
        return {"<": values < bound, "<=": values <= bound, ">": values > bound, ">=": values >= bound}[self.sign]

    def bound(self, values: Array) -> float:
        """What values are held against."""
        return float(np.quantile(values, self.number / 100)) if self.share else self.number


class Cases(NamedTuple):
    """Runs of a sweep: what varies among them (a column a factor or drawn parameter), the output, where it holds."""

    read: ReadStudy
    target: Target
    condition: Condition
    varied: pd.DataFrame
    values: Array
    holds: Array


def condition_of(text: str) -> Condition:
    """What `--where` asks; `UserError` for what is no condition."""
    found = CONDITION.fullmatch(text)
    if found is None:
        raise UserError(f"--where: '{text}' is no condition; write an output of the study, < <= > or >=, and a number"
                        " or a quantile: \"births < 0\", \"tfr_2030_2035 < 10%\"")  # fmt: skip
    condition = Condition(found["name"], found["sign"], float(found["number"]), bool(found["share"]))
    if condition.share and not 0 < condition.number < 100:
        raise UserError(f"--where: {condition.number:g} % is no quantile; allowed are numbers between 0 and 100")
    return condition


def cases_of(sweep: SweepSet, where: str, read: ReadStudy | None = None) -> Cases:
    """Every run of the study's scenario as a case; `UserError` where runs are missing or too few are cases."""
    condition = condition_of(where)
    if missing := sweep.missing():
        raise UserError(f"{sweep.directory}: {missing} runs are missing or failed; run the same sweep line again")
    read = study_again(sweep) if read is None else read
    target = _target(read, condition.name)
    values = output_by_run(sweep, target)
    runs = [run for run in plan_again(sweep, read).runs if run.point >= 0]
    varied = pd.DataFrame([{**run.parameters, **run.doses, **run.values} for run in runs],
                          index=[run.run for run in runs]).astype(np.float64)  # fmt: skip
    varied = varied.loc[:, varied.max() > varied.min()]
    found = values.loc[varied.index].to_numpy()
    if not np.isfinite(found).all():
        raise UserError(f"--where: {condition.name} is no number in {int((~np.isfinite(found)).sum())} runs")
    holds = condition.holds(found)
    if min(holds.sum(), (~holds).sum()) < FEWEST:
        raise UserError(
            f"--where: '{where.strip()}' holds in {int(holds.sum())} of {len(holds)} runs; a box needs {FEWEST} where"
            f" it does and {FEWEST} where it does not; {condition.name} is {found.min():.6g} to {found.max():.6g}"
        )
    return Cases(read, target, condition, varied, found, holds)


def _target(read: ReadStudy, name: str) -> Target:
    """An output of the study by its name, or by its indicator where one output alone has it."""
    targets = {target.name: target for target in read.study.targets}
    of_indicator = [target for target in targets.values() if target.indicator == name]
    if name not in targets and len(of_indicator) != 1:
        raise UserError(f"--where: the study has no output {name}; it has {', '.join(targets)}")
    return targets.get(name) or of_indicator[0]


def output_by_run(sweep: SweepSet, target: Target) -> pd.Series:
    """An output of each run, mean over its years, less the other scenario's run of the same seed where there is one."""
    rows, years = sweep.rows(), sweep.manifest.whole_years
    first, last = target.first or years[0], target.last or years[-1]
    kept = rows[rows["year"].between(first, last) & rows["year"].isin(years)]
    by_run = kept.groupby(["point", "seed", "run"])[target.indicator].mean()
    own = by_run[by_run.index.get_level_values("point") >= 0].reset_index("run")
    values = own[target.indicator]
    design = sweep.design()
    if AGAINST in design:
        other = design.set_index("point")[AGAINST].loc[own.index.get_level_values("point")].to_numpy()
        pairs = pd.MultiIndex.from_arrays([other, own.index.get_level_values("seed")])
        values = values - by_run.droplevel("run").loc[pairs].to_numpy()
    return pd.Series(values.to_numpy(), index=own["run"].to_numpy())
