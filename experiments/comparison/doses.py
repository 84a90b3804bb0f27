"""One measure at several doses: what a scenario adds as the measure goes from the base to the plan and beyond."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.charts.data import ComparisonData
from experiments.comparison.making import compare
from experiments.comparison.numbers import over_time, unit_over_time
from sim.errors import UserError
from sim.measures.chance import drawn_of
from sim.measures.intervals import STATISTICS, bounds, errors, named
from sim.policy.levers import lever as declared_lever
from sim.policy.paths import BASE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class DoseCurve:
    """What a scenario adds to another by the dose of one of its measures.

    table : columns lever, dose, indicator, unit, mean, lower, upper, standard_error, interval; one row a dose
    """

    table: pd.DataFrame
    data: ComparisonData
    """Of the comparison at the largest dose."""
    lever: str
    name: str

    def plot(self, language: str = "en") -> "Figure":
        """The difference by dose with its interval; dose 0 is the base scenario's value, 1 the plan's."""
        from experiments.charts.dose_curve import draw  # loads matplotlib, which tables need not

        return draw(self.data, self.table, self.lever, self.name, language)

    def _repr_html_(self) -> str:
        """The table, for a notebook."""
        return str(self.table.to_html(index=False, float_format=lambda value: f"{value:,.3g}"))


def dose_curve(
    scenario: str, *, lever: str, doses: Sequence[float] = (0.0, 0.5, 1.0), against: str = BASE, name: str = "births",
    **given: Any,
) -> DoseCurve:
    """Run a scenario with one measure at several doses, or take what is stored, and compare each with another scenario.

    lever : measure whose dose is set: 0 is its value under national_only, 1 under the plan
    name : indicator; flows are summed over whole years, of others the last whole year counts
    given : sample, seeds, draws, county and all else that `compare` takes
    """
    declared_lever(lever, "lever")
    listed = list(dict.fromkeys(float(dose) for dose in doses))
    if len(listed) < 2:
        raise UserError(f"doses: {', '.join(f'{dose:g}' for dose in doses)}: a curve needs two different doses or more")
    rows: list[dict[str, Any]] = []
    for dose in sorted(listed):
        compared = compare(scenario, against, doses={lever: dose}, **given)
        data = compared.chart_data()
        if not compared.whole_years:
            raise UserError("No whole calendar year was simulated, so there is nothing to compare")
        rows.append({"lever": lever, "dose": dose, "indicator": name, **_told(data, name)})
    return DoseCurve(pd.DataFrame(rows), data, lever, name)


def _told(data: ComparisonData, name: str) -> dict[str, Any]:
    """Difference of an indicator over time with its interval, as columns of a row."""
    own, base = (data.whole_years(label) for label in (data.main, data.base))
    if name not in own:
        raise UserError(f"There is no indicator '{name}'; there are {', '.join(map(str, own.data_vars))}")
    difference = over_time((own[name] - base[name]).assign_attrs(own[name].attrs))
    values, drawn = np.asarray(difference.transpose("seed").values, np.float64), drawn_of(own)
    return {
        "unit": unit_over_time(difference), **dict(zip(STATISTICS, map(float, bounds(values, drawn)), strict=True)),
        "standard_error": float(errors(values, drawn)[0]), "interval": named(drawn, paired=True).name,
    }  # fmt: skip
