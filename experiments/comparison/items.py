"""What each plan item of a comparison adds alone, and what all add together beyond that, with paired intervals.

A comparison holds an item where it holds the scenario of that item alone: `only_7`, or of another plan `NAME:7`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from experiments.charts.data import ComparisonData
from experiments.wording.items import item_of
from sim.errors import UserError
from sim.measures.chance import drawn_of
from sim.measures.comparison import over_years
from sim.measures.intervals import STATISTICS, bounds, errors, named, ratio_bounds
from sim.policy.paths import BASE, PLAN
from sim.policy.scenario import OF_ITEMS
from sim.population.columns import Array

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TOGETHER, ALL = "together", "all"
"""What all add beyond the sum of each item alone; what all add."""
BIRTHS, MARRIAGES, MONEY, COST = "births", "marriages", "public_money_real", "cost_per_birth"


@dataclass(frozen=True)
class ItemsAdded:
    """What items add to the base over all whole years.

    table : columns item (its number, `together`, `all`), title_zh, title_en, indicator, unit, mean, lower, upper,
    standard_error, interval; items by the births that they add, the most first
    """

    table: pd.DataFrame
    data: ComparisonData
    years: tuple[int, int]

    def plot(self, language: str = "en") -> "Figure":
        """Waterfall of births: each item from where the one above ends, what they add together, and all."""
        from experiments.charts.items_added import draw  # loads matplotlib, which tables need not

        return draw(self.data, self.table, self.years, language)

    def _repr_html_(self) -> str:
        """The table, for a notebook."""
        return str(self.table.to_html(index=False, float_format=lambda value: f"{value:,.0f}"))


def item_labels(labels: list[str], scenario: str) -> dict[int, str]:
    """Labels of single items of a scenario, by the item's number."""
    forms = [re.compile(rf"{re.escape(scenario)}{OF_ITEMS}(\d+)")]
    forms += [re.compile(r"only_(\d+)")] if scenario == PLAN else []
    return {int(found[1]): label for label in labels for form in forms if (found := form.fullmatch(label))}


def items_added(data: ComparisonData, years: tuple[int, int], moved: Collection[int]) -> ItemsAdded:
    """What the items of a comparison's scenario add; `UserError` where it holds no item alone.

    moved : items of which the scenario moves a lever; where not all stand alone in the comparison, what is left of the
    sum is theirs too, and its name says so
    """
    scenario = data.main
    if data.base != BASE:
        raise UserError(f"An item alone is set on {BASE}; add it to the comparison, to tell what items add to it")
    items = item_labels(list(data.indicators), scenario)
    if not items:
        raise UserError(
            f"This comparison holds no plan item alone; make one by compare('{scenario}', against=['only_3',"
            f" 'only_7', ..., '{data.base}']), or by fertsim run --scenario {scenario} --against only_3 ..."
        )
    values = {name: _added(data, label) for name, label in [*items.items(), (ALL, scenario)]}
    names = TITLES if set(moved) <= set(items) else TITLES_OF_SOME
    together = {indicator: values[ALL][indicator] - sum(values[item][indicator] for item in items)
                for indicator in values[ALL]}  # fmt: skip
    order = sorted(items, key=lambda item: -float(values[item][BIRTHS].mean()))
    drawn = drawn_of(data.indicators[data.main])
    listed: list[int | str] = [*order, TOGETHER, ALL]
    rows = [row for item in listed
            for row in _rows(item, together if item == TOGETHER else values[item], drawn, names)]  # fmt: skip
    table = pd.DataFrame(rows).assign(interval=named(drawn, paired=True).name)
    return ItemsAdded(table, data, years)


def _added(data: ComparisonData, label: str) -> dict[str, Array]:
    """Births, marriages and public money that a scenario adds to the base over all whole years, (run,)."""
    own, base = data.indicators[label], data.indicators[data.base]
    sums: Callable[[xr.DataArray], xr.DataArray] = over_years
    return {
        name: np.asarray(sums((own[name] - base[name]).assign_coords(part_year=base["part_year"])).transpose("seed"))
        for name in (BIRTHS, MARRIAGES, MONEY)
    }


def _rows(
    item: int | str, values: Mapping[str, Array], drawn: Any, names: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Rows of one item, a row an indicator; what items add together has no cost of its own."""
    titles = {f"title_{language}": names[language][item] if isinstance(item, str) else item_of(item, language)
              for language in ("zh", "en")}  # fmt: skip
    rows = [
        {"item": str(item), **titles, "indicator": name, "unit": UNITS[name],
         **dict(zip(STATISTICS, map(float, bounds(of_one, drawn)), strict=True)),
         "standard_error": float(errors(of_one, drawn)[0])}
        for name, of_one in values.items()
    ]  # fmt: skip
    if item != TOGETHER:
        told = ratio_bounds(values[MONEY], values[BIRTHS], drawn)
        known = values[BIRTHS].mean() > 0 and all(map(np.isfinite, told))
        rows.append({"item": str(item), **titles, "indicator": COST, "unit": UNITS[COST],
                     **dict(zip(STATISTICS, told if known else [np.nan] * 3, strict=True)), "standard_error": np.nan})
    return rows


UNITS = {BIRTHS: "births", MARRIAGES: "marriages", MONEY: "yuan of 2020", COST: "yuan of 2020 / birth"}
TITLES = {
    "zh": {TOGETHER: "各项交互作用", ALL: "合计"},
    "en": {TOGETHER: "interaction", ALL: "all together"},
}
TITLES_OF_SOME = {
    "zh": {TOGETHER: "其余各项与交互作用", ALL: "合计"},
    "en": {TOGETHER: "other items and interaction", ALL: "all together"},
}
"""The same where items that the scenario moves do not stand alone."""
