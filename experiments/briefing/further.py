"""Runs beside a comparison that only the briefing needs: each plan item alone, and other futures.

    DIR/items/         a comparison of `plan` with `only_3`, `only_4`, ... and `national_only`
    DIR/futures/low/   a comparison of `plan` with `national_only` in that future, and DIR/futures/high/

`fertsim run --set-of briefing` makes them, at fewer draws than the comparison: they are compared with runs of their own
draws. Read by `experiments.briefing.facts`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from experiments.briefing.content import Estimate
from experiments.comparison.compared import INDEX, Comparison
from experiments.comparison.items import item_labels
from sim.measures.chance import Drawn, drawn_in
from sim.measures.intervals import bounds, errors, ratio_bounds
from sim.policy.levers.base import PUBLIC_PAYERS
from sim.population.columns import Array
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet

ITEMS, FUTURES = "items", "futures"
"""Folders beside the scenarios of a comparison."""
ONLY = "only_"
"""How scenarios of one plan item alone are named."""
OTHER_FUTURES = ("low", "high")


@dataclass(frozen=True)
class Items:
    """Births and public money over whole years that each plan item alone, and all together, add to the base.

    births, money : by plan item, of each run (run,)      all_births, all_money : of all together
    """

    births: Mapping[int, Array]
    money: Mapping[int, Array]
    all_births: Array
    all_money: Array
    manifest: Manifest

    @property
    def drawn(self) -> Drawn:
        """Which draw each run ran."""
        return drawn_in(self.manifest)

    def added(self, item: int) -> Estimate:
        """Births that an item alone adds."""
        return of_runs(self.births[item], self.drawn)

    def money_added(self, item: int) -> Estimate:
        """Public money that an item alone adds [yuan of 2020]."""
        return of_runs(self.money[item], self.drawn)

    def added_in_all(self) -> Estimate:
        """Births that all items together add."""
        return of_runs(self.all_births, self.drawn)

    def interaction(self) -> Estimate:
        """Births of all together less the sum of the items alone."""
        return of_runs(self.all_births - self._sum(), self.drawn)

    def sum_alone(self) -> Estimate:
        """Births of the items alone, added up."""
        return of_runs(self._sum(), self.drawn)

    def cost(self, item: int | None = None) -> Estimate | None:
        """Public money a birth added [yuan of 2020], of an item or all; None where no birth is known to be added."""
        births = self.all_births if item is None else self.births[item]
        money = self.all_money if item is None else self.money[item]
        return cost_of(money, births, self.drawn)

    def _sum(self) -> Array:
        return np.asarray(np.sum(list(self.births.values()), axis=0))


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


def items_of(comparison: Comparison) -> Items | None:
    """Runs of each plan item alone, beside a comparison or in it; None where there are none of these years."""
    for found in (_beside(comparison, ITEMS), comparison):
        labels = {} if found is None else item_labels(list(found.labels), found.scenario)
        if found is None or len(labels) < 2 or found.scenario != comparison.scenario:
            continue
        base = births_and_money(found.run_sets[found.base])
        added = {label: births_and_money(found.run_sets[label]) for label in (found.scenario, *labels.values())}
        births, money = ({label: (one[k] - base[k]).sum(axis=1) for label, one in added.items()} for k in (0, 1))
        return Items(
            {item: births[label] for item, label in labels.items()},
            {item: money[label] for item, label in labels.items()},
            births[found.scenario], money[found.scenario], found.manifest,
        )  # fmt: skip
    return None


def futures_of(comparison: Comparison) -> Futures | None:
    """Births in other futures, and in the comparison's own with the same draws; None where any is missing.

    The runs in the comparison's own future are those beside which the plan items ran, or else its own.
    """
    others = {name: _beside(comparison, f"{FUTURES}/{name}") for name in OTHER_FUTURES}
    own = _beside(comparison, ITEMS) or comparison
    found = {OTHER_FUTURES[0]: others["low"], comparison.manifest.future: own, OTHER_FUTURES[1]: others["high"]}
    births, added, manifests = {}, {}, {}
    for name, one in found.items():
        if one is None or one.scenario != comparison.scenario:
            return None
        main, base = (births_and_money(one.run_sets[label])[0] for label in (one.scenario, one.base))
        births[name], added[name], manifests[name] = main, (main - base).sum(axis=1), one.manifest
    return Futures(births, added, manifests)


def births_and_money(run_set: RunSet) -> tuple[Array, Array]:
    """Births and public money [yuan of 2020] by whole year, each (run, year)."""
    run_set.load(("births", "money_real"))
    manifest = run_set.manifest
    whole = [year for year in manifest.years if manifest.months_in_year[year] == 12]
    births = run_set.array("births", ()).sel(year=whole)
    money = run_set.array("money_real", ("payer",)).sel(year=whole, payer=list(PUBLIC_PAYERS)).sum("payer")
    return tuple(_array(one * manifest.scale) for one in (births, money))  # type: ignore[return-value]


def of_runs(values: Array, drawn: Drawn) -> Estimate:
    """Mean over runs with its interval and standard error. values : (run,)"""
    mean, lower, upper = (float(one) for one in bounds(values, drawn))
    return Estimate(mean, lower, upper, float(errors(values, drawn)[0]))


def cost_of(money: Array, births: Array, drawn: Drawn) -> Estimate | None:
    """Money over births; None where no birth is known to be added. money, births : (run,)"""
    gained = of_runs(births, drawn)
    if gained.mean <= 0 or (gained.has_interval and gained.includes_zero):
        return None
    return Estimate(*ratio_bounds(money, births, drawn))


def _beside(comparison: Comparison, name: str) -> Comparison | None:
    """A comparison in a folder beside the scenarios, of the same place, years and birth rule; else None."""
    folder = comparison.run_sets[comparison.scenario].directory.parent / Path(name)
    if not os.path.isfile(folder / INDEX):
        return None
    found = Comparison.open(folder)
    ours, theirs = comparison.manifest, found.manifest
    same = ("place", "start", "end", "pack_hash")
    if any(getattr(ours, one) != getattr(theirs, one) for one in same):
        return None
    return found


def _array(values: xr.DataArray) -> Array:
    return np.asarray(values.transpose("seed", "year").values, np.float64)

