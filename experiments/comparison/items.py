"""What each plan item of a comparison adds alone, and what all add together beyond that, with paired intervals.

A comparison holds an item where it holds the scenario of that item alone: `only_7`, or of another plan `NAME:7`; in its
own folder, or in `items/` beside its scenarios, where `fertsim run --set-of briefing` runs them. Read through
`Comparison.compare_items`, by the briefing too.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.charts.data import ComparisonData
from experiments.comparison.counted import BIRTHS, MARRIAGES, MONEY, by_whole_year
from experiments.wording.items import item_of
from sim.errors import UserError
from sim.measures.chance import Drawn, drawn_in
from sim.measures.intervals import STATISTICS, bounds, errors, named, ratio_bounds
from sim.policy.paths import BASE, PLAN
from sim.policy.scenario import OF_ITEMS
from sim.population.columns import Array
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TOGETHER, ALL, ALONE = "together", "all", "alone"
"""What all add beyond the sum of each item alone; what all add; that sum."""
COST = "cost_per_birth"
Added = Mapping[str, Array]
"""What a scenario adds to the base over all whole years, by indicator, of each run (run,)."""


@dataclass(frozen=True)
class ItemsAdded:
    """What items add to the base over all whole years, run by run.

    of_item : by the item's number      of_all : of all together
    data : names of what was run      moved : items of which the scenario moves a lever, as far as known
    """

    of_item: Mapping[int, Added]
    of_all: Added
    data: ComparisonData
    years: tuple[int, int]
    moved: Collection[int]

    @property
    def manifest(self) -> Manifest:
        """Manifest of all together."""
        return self.data.manifests[self.data.main]

    @property
    def drawn(self) -> Drawn:
        """Which draw each run ran."""
        return drawn_in(self.manifest)

    def added(self, item: int | str, indicator: str = BIRTHS) -> Array:
        """What an item adds by run, (run,). item : its number, `all`, `alone` (the sum of them) or `together`"""
        if item == ALL:
            return self.of_all[indicator]
        if item in (ALONE, TOGETHER):
            alone = np.asarray(np.sum([one[indicator] for one in self.of_item.values()], axis=0))
            return alone if item == ALONE else self.of_all[indicator] - alone
        return self.of_item[int(item)][indicator]

    def cost(self, item: int | str) -> tuple[float, float, float] | None:
        """Public money a birth added, mean and bounds [yuan of 2020]; None where no birth is known to be added."""
        births = self.added(item)
        mean, lower, upper = map(float, bounds(births, self.drawn))
        if mean <= 0 or lower <= 0 <= upper:
            return None
        return ratio_bounds(self.added(item, MONEY), births, self.drawn)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Columns item (its number, `together`, `all`), title_zh, title_en, indicator, unit, mean, lower, upper,
        standard_error, interval; items by the births that they add, the most first. A cost that cannot be told is NaN.
        """
        order = sorted(self.of_item, key=lambda item: -float(self.added(item).mean()))
        listed: list[int | str] = [*order, TOGETHER, ALL]
        rows = [row for item in listed for row in self._rows(item)]
        return pd.DataFrame(rows).assign(interval=named(self.drawn, paired=True).name)

    def plot(self, language: str = "en") -> "Figure":
        """Waterfall of births: each item from where the one above ends, what they add together, and all."""
        from experiments.charts.items_added import draw  # loads matplotlib, which tables need not

        return draw(self.data, self.table, self.years, language)

    def _rows(self, item: int | str) -> list[dict[str, Any]]:
        """Rows of one item, a row an indicator; what items add together has no cost of its own."""
        names = TITLES if set(self.moved) <= set(self.of_item) else TITLES_OF_SOME
        titles = {f"title_{language}": names[language][item] if isinstance(item, str) else item_of(item, language)
                  for language in ("zh", "en")}  # fmt: skip
        rows: list[dict[str, Any]] = []
        for name in (BIRTHS, MARRIAGES, MONEY):
            values = self.added(item, name)
            told, error = map(float, bounds(values, self.drawn)), float(errors(values, self.drawn)[0])
            rows.append(dict(zip(STATISTICS, told, strict=True)) | {"indicator": name, "standard_error": error})
        if item != TOGETHER:
            cost = self.cost(item)
            known = cost is not None and all(map(np.isfinite, cost))
            told_cost = dict(zip(STATISTICS, cost if known and cost else [np.nan] * 3, strict=True))
            rows.append(told_cost | {"indicator": COST, "standard_error": np.nan})
        head = {"item": str(item), **titles}
        return [head | {"indicator": row["indicator"], "unit": UNITS[row["indicator"]]} | row for row in rows]

    def _repr_html_(self) -> str:
        """The table, for a notebook."""
        return str(self.table.to_html(index=False, float_format=lambda value: f"{value:,.0f}"))


def item_labels(labels: list[str], scenario: str) -> dict[int, str]:
    """Labels of single items of a scenario, by the item's number."""
    forms = [re.compile(rf"{re.escape(scenario)}{OF_ITEMS}(\d+)")]
    forms += [re.compile(r"only_(\d+)")] if scenario == PLAN else []
    return {int(found[1]): label for label in labels for form in forms if (found := form.fullmatch(label))}


def items_added(
    run_sets: Mapping[str, RunSet], data: ComparisonData, years: tuple[int, int], moved: Collection[int]
) -> ItemsAdded:
    """What the items of a comparison's scenario add; `UserError` where it holds no item alone.

    moved : items of which the scenario moves a lever; where not all stand alone in the comparison, what is left of the
    sum is theirs too, and its name says so
    """
    scenario = data.main
    if data.base != BASE:
        raise UserError(f"An item alone is set on {BASE}; add it to the comparison, to tell what items add to it")
    labels = item_labels(list(run_sets), scenario)
    if not labels:
        raise UserError(
            f"This comparison holds no plan item alone; make one by compare('{scenario}', against=['only_3',"
            f" 'only_7', ..., '{data.base}']), or by fertsim run --scenario {scenario} --against only_3 ..."
        )
    base = by_whole_year(run_sets[data.base], data.county)
    added = {}
    for label in (scenario, *labels.values()):
        own = by_whole_year(run_sets[label], data.county)
        added[label] = {name: (values - base[name]).sum(axis=1) for name, values in own.items()}
    return ItemsAdded({item: added[label] for item, label in labels.items()}, added[scenario], data, years, moved)


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
