"""Which drawn parameters move a difference between two scenarios most, with the error of each number."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr

from experiments.charts.data import ComparisonData
from experiments.comparison.numbers import over_time
from experiments.wording.parameters import parameter_title
from sim.errors import UserError
from sim.measures.chance import drawn_in
from sim.measures.split import FEWEST_DRAWS, Runs, drivers
from sim.population.columns import Array
from sim.runs.draws import DrawsUsed

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class DrivenBy:
    """Drawn parameters by how a difference goes with them.

    table : columns parameter, title_zh, title_en, rank_correlation with lower and upper (90 %), effect of a standard
    deviation and effect_error (in the indicator's unit), share of what draws differ in and share_error, told (whether
    chance would show as much less than once in twenty times, over all parameters); the strongest first
    """

    table: pd.DataFrame
    data: ComparisonData
    name: str
    pair: tuple[str, str]

    def plot(self, language: str = "en") -> "Figure":
        """Bars of rank correlations with their intervals; hollow where chance may have made them."""
        from experiments.charts.driven import draw  # loads matplotlib, which tables need not

        return draw(self.data, self.table, self.name, self.pair, language)

    def _repr_html_(self) -> str:
        """The table, for a notebook."""
        return str(self.table.to_html(index=False, float_format=lambda value: f"{value:,.3g}"))


def driven_by(data: ComparisonData, name: str, pair: tuple[str, str], most: int) -> DrivenBy:
    """Parameters that move the difference of a pair of scenarios; `UserError` without enough draws.

    name : indicator; flows are summed over whole years, of others the last whole year counts
    """
    manifest = data.manifests[pair[0]]
    drawn = drawn_in(manifest)
    if manifest.draws is None or drawn.n < FEWEST_DRAWS:
        raise UserError(
            f"These runs have {drawn.n} parameter draws; {FEWEST_DRAWS} or more can tell what moves a difference: run"
            " with more draws (compare(..., draws='all', seeds=150))"
        )
    runs = Runs(_difference(data, name, pair), drawn.numbers, np.ones(len(drawn.numbers), np.int64))
    table = pd.DataFrame([
        {"parameter": one.name, "title_zh": parameter_title(one.name, "zh"),
         "title_en": parameter_title(one.name, "en"), "rank_correlation": one.rank, "lower": one.lower,
         "upper": one.upper, "effect": one.effect, "effect_error": one.effect_error, "share": one.share,
         "share_error": one.share_error, "told": one.told}
        for one in drivers(runs, columns_of(manifest.draws), most)
    ])  # fmt: skip
    return DrivenBy(table, data, name, pair)


def columns_of(draws: DrawsUsed) -> dict[str, Array]:
    """What was drawn, by name, in the order of the draws' numbers."""
    values = np.array([draws.values[number] for number in sorted(draws.values)])
    return {name: values[:, k] for k, name in enumerate(draws.names)}


def _difference(data: ComparisonData, name: str, pair: tuple[str, str]) -> Array:
    """Difference of an indicator over time, (run,)."""
    own, base = (data.whole_years(label)[name] for label in pair)
    difference: xr.DataArray = (own - base).assign_attrs(own.attrs)
    return np.asarray(over_time(difference).transpose("seed").values, np.float64)
