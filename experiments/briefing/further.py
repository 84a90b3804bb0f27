"""Runs beside a comparison that only the briefing needs: each plan item alone, and other futures.

    DIR/items/         a comparison of `plan` with `only_3`, `only_4`, ... and `national_only`
    DIR/futures/low/   a comparison of `plan` with `national_only` in that future, and DIR/futures/high/

`fertsim run --set-of briefing` makes them, at fewer draws than the comparison: they are compared with runs of their own
draws. Read by `experiments.briefing.facts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.briefing.content import Estimate
from experiments.comparison.compared import ITEMS, Comparison
from experiments.comparison.counted import BIRTHS, by_whole_year
from experiments.comparison.items import ItemsAdded
from sim.errors import UserError
from sim.measures.chance import Drawn, drawn_in
from sim.measures.intervals import bounds, errors
from sim.population.columns import Array
from sim.runs.manifest import Manifest

FUTURES = "futures"
"""Folder beside the scenarios of a comparison and beside `ITEMS`."""
ONLY = "only_"
"""How scenarios of one plan item alone are named."""
OTHER_FUTURES = ("low", "high")


@dataclass(frozen=True)
class Futures:
    """Births by future: of the scenario asked about by year, and what it adds to the base over whole years.

    births : by future, (run, year)      added : by future, (run,)      All of the same draws and seeds.
    """

    births: Mapping[str, Array]
    added: Mapping[str, Array]
    manifests: Mapping[str, Manifest]

    def by_year(self, future: str) -> list[Estimate]:
        """Births by whole year."""
        drawn = drawn_in(self.manifests[future])
        return [of_runs(values, drawn) for values in self.births[future].T]

    def added_in(self, future: str) -> Estimate:
        """Births that the scenario asked about adds in a future."""
        return of_runs(self.added[future], drawn_in(self.manifests[future]))


def items_of(comparison: Comparison) -> ItemsAdded | None:
    """What each plan item alone adds, as `compare_items` tells it; None where fewer than two were run."""
    try:
        found = comparison.compare_items()
    except UserError:
        return None
    return found if len(found.of_item) > 1 else None


def added_by(items: ItemsAdded, item: int | str, indicator: str = BIRTHS) -> Estimate:
    """What a plan item alone adds over whole years. item, indicator : as in `experiments.comparison.items`"""
    return of_runs(items.added(item, indicator), items.drawn)


def cost_by(items: ItemsAdded, item: int) -> Estimate | None:
    """Public money a birth that a plan item alone adds [yuan of 2020]; None where no birth is known to be added."""
    found = items.cost(item)
    return None if found is None else Estimate(*found)


def futures_of(comparison: Comparison) -> Futures | None:
    """Births in other futures, and in the comparison's own with the same draws; None where any is missing.

    The runs in the comparison's own future are those beside which the plan items ran, or else its own.
    """
    others = {name: comparison.beside(f"{FUTURES}/{name}") for name in OTHER_FUTURES}
    own = comparison.beside(ITEMS) or comparison
    found = {OTHER_FUTURES[0]: others["low"], comparison.manifest.future: own, OTHER_FUTURES[1]: others["high"]}
    births, added, manifests = {}, {}, {}
    for name, one in found.items():
        if one is None:
            return None
        main, base = (by_whole_year(one.run_sets[label])[BIRTHS] for label in (one.scenario, one.base))
        births[name], added[name], manifests[name] = main, (main - base).sum(axis=1), one.manifest
    return Futures(births, added, manifests)


def of_runs(values: Array, drawn: Drawn) -> Estimate:
    """Mean over runs with its interval and standard error. values : (run,)"""
    mean, lower, upper = (float(one) for one in bounds(values, drawn))
    return Estimate(mean, lower, upper, float(errors(values, drawn)[0]))
