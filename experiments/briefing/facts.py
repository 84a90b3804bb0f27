"""Numbers of the briefing, each with its interval, from a stored comparison. Nothing here knows a language."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from experiments.briefing.content import Estimate
from experiments.briefing.further import Futures, added_by, futures_of, items_of, of_runs
from experiments.charts.data import ChartData, ComparisonData
from experiments.comparison.compared import Comparison
from experiments.comparison.items import ALL, ItemsAdded
from experiments.comparison.split import SPLIT, split_table
from experiments.setup.files import ASSUMED, CHILD_COST, TARGETS, read_beside
from sim.errors import UserError
from sim.measures.chance import Drawn, drawn_in, drawn_of
from sim.measures.comparison import over_years
from sim.measures.intervals import ratio_bounds
from sim.measures.public_money import public_money
from sim.measures.results import results
from sim.places.pack import Pack, load_pack
from sim.policy.levers.base import PUBLIC_PAYERS

OF_OTHERS = ("births", "public_money_real")
CREDIT = ("family_credit_ceiling", "family_credit_subsidy")
"""Levers of the family credit, whose ceiling no source names."""


class CreditShare(NamedTuple):
    """How much of the births that a scenario adds rests on the family credit of an assumed ceiling."""

    label: str
    """The scenario that has the credit."""
    ceiling: float | None
    """Most that a couple may borrow [yuan], None where the runs did not store it."""
    way: str
    """How it was told: `without` the credit, the credit `alone`, the plan's `item` that holds it, or `unknown`."""
    item: int
    """That item's number."""
    added: Estimate | None
    """What the scenario adds to the base ..."""
    other: Estimate | None
    """... and what that without the credit, the credit alone or the item alone adds."""

    @property
    def share(self) -> float | None:
        """Share of the added births, None where the runs do not tell it or cannot tell more from fewer."""
        if self.added is None or self.other is None:
            return None
        if self.added.includes_zero or self.added.mean <= 0 or (self.other.includes_zero and self.way != "without"):
            return None
        part = self.other.mean / self.added.mean
        return 1.0 - part if self.way == "without" else part


@dataclass(frozen=True)
class Facts:
    """What the pages read.

    comparison : the stored runs      compared : indicators of all scenarios
    main : charts' data of the scenario asked about
    county_births : births by label, (seed, year, county_code) [births/year]
    assumed : from `experiments.setup.assumed`, None where the runs stored none
    assumed_of : the same of every scenario that stored it, by label
    items, futures : runs beside the comparison, None where there are none
    """

    comparison: Comparison
    compared: ComparisonData
    main: ChartData
    county_births: dict[str, xr.DataArray]
    assumed: pd.DataFrame | None
    assumed_of: dict[str, pd.DataFrame]
    items: ItemsAdded | None = None
    futures: Futures | None = None
    child_cost_of: dict[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def years(self) -> list[int]:
        """Whole calendar years."""
        return [int(year) for year in self.compared.whole_years(self.compared.main)["year"].values]

    @property
    def folder(self) -> Path:
        """Folder of the comparison."""
        return self.comparison.run_sets[self.compared.main].directory.parent

    @property
    def pyramid_years(self) -> list[int]:
        """First and last year, part-years included: a stock needs no whole year."""
        years = self.main.indicators["year"].values
        return [int(years[0]), int(years[-1])]

    def has(self, name: str) -> bool:
        """Whether the scenario asked about has an indicator that is not 0 everywhere."""
        return name in self.main.indicators and bool((self.main.indicators[name] != 0).any())

    def by_year(self, label: str, name: str = "births") -> list[Estimate]:
        """An indicator by whole year."""
        return estimates(self.compared.whole_years(label)[name])

    def of_year(self, label: str, year: int, name: str = "births") -> Estimate:
        """An indicator of one year."""
        return estimate(self.compared.indicators[label][name].sel(year=year))

    def changed(self, label: str, name: str = "births") -> Estimate:
        """Change of an indicator from the first to the last whole year, run by run."""
        values = self.compared.indicators[label][name]
        return estimate(values.sel(year=self.years[-1]) - values.sel(year=self.years[0]))

    def total(self, label: str, name: str = "births") -> Estimate:
        """An indicator summed over the whole years."""
        return estimate(over_years(self.compared.indicators[label][name]))

    def added_by_year(self, label: str, against: str, name: str = "births") -> list[Estimate]:
        """Paired difference of an indicator by whole year."""
        return estimates(self.compared.whole_years(label)[name] - self.compared.whole_years(against)[name])

    def added(self, label: str, against: str, name: str = "births") -> Estimate:
        """Paired difference of an indicator over all whole years."""
        return estimate(self._added(label, against, name))

    def cost_per_birth(self, label: str, against: str) -> Estimate:
        """Public money over births that one scenario adds to another, all whole years [yuan of 2020 a birth]."""
        money, births = (self._added(label, against, name) for name in ("public_money_real", "births"))
        return ratio(money.values, births.values, drawn_of(births))

    def costs_shown(self) -> dict[tuple[str, str], Estimate]:
        """Cost of an additional birth by pair, for pairs that are known to add births; the one asked about first."""
        main, base = self.compared.main, self.compared.base
        pairs = sorted(self.compared.pairs, key=lambda pair: (pair != (main, base), pair[0] != main))
        gained = {pair: self.added(*pair) for pair in pairs}
        known = [p for p, one in gained.items() if one.mean > 0 and not (one.has_interval and one.includes_zero)]
        return {pair: self.cost_per_birth(*pair) for pair in known}

    def credit_share(self) -> CreditShare | None:
        """What rests on the family credit of an assumed ceiling; None where no scenario asked about has one."""
        moved = {label: set(table["lever"]) for label, table in self.assumed_of.items()}
        main, base = self.compared.main, self.compared.base
        has = [label for label, table in self.assumed_of.items() if label != base and _rests_on_credit(table)]
        if not has:
            return None
        label = main if main in has else has[0]
        row = self.assumed_of[label].set_index("lever").loc[CREDIT[0]]
        ceiling = float(row["value"]) if "value" in row else None
        told = CreditShare(label, ceiling, "unknown", int(row["plan_item"]), None, None)
        scenario = self.compared.manifests[label].scenario
        for other in (one for one in self.compared.indicators if one not in (label, base) and one in moved):
            same = self.compared.manifests[other].scenario == scenario
            if same and moved[other] == moved[label] - set(CREDIT):
                way = "without"
            elif other in has and moved[other] <= set(CREDIT):
                way = "alone"
            elif other in has and set(self.assumed_of[other]["plan_item"]) == {told.item}:
                way = "item"
            else:
                continue
            if _WAYS.index(way) < _WAYS.index(told.way):
                told = told._replace(way=way, added=self.added(label, base), other=self.added(other, base))
        if told.way == "unknown" and label == main and self.items is not None and told.item in self.items.of_item:
            all_added, alone = (added_by(self.items, item) for item in (ALL, told.item))
            told = told._replace(way="item", added=all_added, other=alone)
        return told

    @cached_property
    def pack(self) -> Pack | None:
        """Data pack of the place; None where it is not on this machine."""
        try:
            return load_pack(self.main.manifest.place)
        except UserError:
            return None

    @cached_property
    def ledger(self) -> xr.Dataset | None:
        """Public money of the scenario asked about by (seed, year, county_code, lever, payer); None without a pack."""
        if self.pack is None:
            return None
        return public_money(self.comparison.run_sets[self.compared.main], by_county=True)

    @cached_property
    def split(self) -> pd.DataFrame | None:
        """What the spread of headline figures is made of, as in split.csv; None where nothing was drawn."""
        if drawn_in(self.comparison.manifest).n < 2 or self.comparison.county is not None:
            return None
        file = self.folder / SPLIT
        return pd.read_csv(file) if os.path.isfile(file) else split_table(self.comparison, self.folder)

    @cached_property
    def targets(self) -> pd.DataFrame | None:
        """Targets of the plan by area, and what the scenario asked about sets of them."""
        return read_beside(self.comparison.run_sets[self.compared.main].directory, TARGETS)

    def money_by_payer(self) -> dict[str, list[float]]:
        """Public money of the scenario asked about by payer and whole year, mean over seeds [yuan of 2020]."""
        if "money_by_payer" not in self.main.indicators:
            return {}
        money = self.main.whole_years()["money_by_payer"].mean("seed")
        paid = {payer: [float(v) for v in money.sel(payer=payer).values] for payer in PUBLIC_PAYERS}
        return {payer: values for payer, values in paid.items() if any(values)}

    def has_money(self) -> bool:
        """Whether any scenario has public money."""
        stored = self.compared.indicators.values()
        return all("public_money_real" in data for data in stored) and bool(self.money_by_payer())

    def pyramid(self, year: int) -> dict[str, list[float]]:
        """Persons by sex in five-year age groups at a year's end, mean over seeds; the last group is 100 and over."""
        persons = self.main.indicators["persons"].sel(year=year).mean("seed")
        groups = persons["age"].values // 5
        return {sex: np.bincount(groups, persons.sel(sex=sex).values).tolist() for sex in ("male", "female")}

    def _added(self, label: str, against: str, name: str) -> xr.DataArray:
        indicators = self.compared.indicators
        difference = indicators[label][name] - indicators[against][name]
        return over_years(difference.assign_coords(part_year=indicators[against]["part_year"]))


_WAYS = ("without", "alone", "item", "unknown")
"""Ways to tell the credit's share, the best first."""


def _rests_on_credit(assumed: pd.DataFrame) -> bool:
    """Whether a scenario has a family credit whose ceiling is assumed."""
    ceiling = assumed[assumed["lever"] == CREDIT[0]]
    return bool((ceiling["share_assumed"] > 0).any())


def facts_of(comparison: Comparison) -> Facts:
    """The facts of a stored comparison; `UserError` where no whole year was simulated."""
    compared = _compared(comparison)
    if not compared.has_whole_years():
        raise UserError("brief: no whole calendar year was simulated, so nothing can be reported; run to a later year")
    run_set = comparison.run_sets[comparison.scenario]
    births = {
        label: one.array("births", ["county_code"]) * one.manifest.scale for label, one in comparison.run_sets.items()
    }
    tables = {label: read_beside(one.directory, ASSUMED) for label, one in comparison.run_sets.items()}
    costs = {label: read_beside(one.directory, CHILD_COST) for label, one in comparison.run_sets.items()}
    data = ChartData.of(run_set, comparison.data(), comparison.county)
    return Facts(
        comparison, compared, data, births, tables[comparison.scenario], _stored(tables), items_of(comparison),
        futures_of(comparison), _stored(costs),
    )  # fmt: skip


def _compared(comparison: Comparison) -> ComparisonData:
    """Every indicator of the scenario asked about, of the others the few that the pages read; reading is slow."""
    indicators = {
        label: comparison.data(label) if label == comparison.scenario
        else results(one, comparison.county, names=OF_OTHERS) for label, one in comparison.run_sets.items()
    }  # fmt: skip
    manifests = {label: one.manifest for label, one in comparison.run_sets.items()}
    return ComparisonData(indicators, manifests, comparison.base, comparison.pairs, comparison.county)


def _stored(tables: dict[str, pd.DataFrame | None]) -> dict[str, pd.DataFrame]:
    return {label: table for label, table in tables.items() if table is not None}


def estimate(values: xr.DataArray) -> Estimate:
    """Mean over runs with its interval and standard error. values : (seed,)"""
    return of_runs(np.asarray(values.values, np.float64), drawn_of(values))


def estimates(values: xr.DataArray) -> list[Estimate]:
    """The same along the other dimension. values : (seed, year)"""
    return [estimate(values.isel(year=k)) for k in range(values.sizes["year"])]


def ratio(money: np.ndarray, births: np.ndarray, drawn: Drawn | int = 0) -> Estimate:
    """Mean money over mean births with the named interval of the ratio; arguments and bounds as `ratio_bounds` says."""
    return Estimate(*ratio_bounds(money, births, drawn))


def means(found: Sequence[Estimate]) -> tuple[float, ...]:
    """Means of estimates."""
    return tuple(one.mean for one in found)
