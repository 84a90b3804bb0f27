"""Numbers of the briefing, each with its interval, from a stored comparison. Nothing here knows a language."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from experiments.charts.data import ChartData, ComparisonData
from experiments.comparison.compared import Comparison
from experiments.comparison.split import split_sentences
from experiments.setup.files import ASSUMED, read_beside
from sim.errors import UserError
from sim.measures.chance import Drawn, drawn_of
from sim.measures.comparison import over_years, paired_interval
from sim.measures.intervals import interval, ratio_bounds
from sim.policy.ledger import PUBLIC_PAYERS


class Estimate(NamedTuple):
    """A mean with its named interval; bounds are NaN where one seed gives none, infinite where there is no bound."""

    mean: float
    lower: float
    upper: float

    @property
    def has_interval(self) -> bool:
        """Whether there were seeds enough for an interval."""
        return not (math.isnan(self.lower) or math.isnan(self.upper))

    @property
    def includes_zero(self) -> bool:
        """Whether the interval leaves the sign open; without an interval it is open."""
        return not self.has_interval or self.lower <= 0 <= self.upper


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

    compared : indicators of all scenarios      main : charts' data of the scenario asked about
    county_births : births by label, (seed, year, county_code) [births/year]
    assumed : from `experiments.setup.assumed`, None where the runs stored none
    assumed_of : the same of every scenario that stored it, by label
    split : what the spread of births added is made of, a sentence by language, empty where nothing was drawn
    """

    compared: ComparisonData
    main: ChartData
    county_births: dict[str, xr.DataArray]
    assumed: pd.DataFrame | None
    assumed_of: dict[str, pd.DataFrame]
    split: dict[str, str] = field(default_factory=dict)

    @cached_property
    def years(self) -> list[int]:
        """Whole calendar years."""
        return [int(year) for year in self.compared.whole_years(self.compared.main)["year"].values]

    @property
    def pyramid_years(self) -> list[int]:
        """First and last year, part-years included: a stock needs no whole year."""
        years = self.main.indicators["year"].values
        return [int(years[0]), int(years[-1])]

    def by_year(self, label: str, name: str = "births") -> list[Estimate]:
        """An indicator by whole year."""
        return estimates(interval(self.compared.whole_years(label)[name]))

    def total(self, label: str, name: str = "births") -> Estimate:
        """An indicator summed over the whole years."""
        return estimates(interval(over_years(self.compared.indicators[label][name])))[0]

    def added_by_year(self, label: str, against: str, name: str = "births") -> list[Estimate]:
        """Paired difference of an indicator by whole year."""
        difference = self.compared.whole_years(label)[name] - self.compared.whole_years(against)[name]
        return estimates(paired_interval(difference))

    def added(self, label: str, against: str, name: str = "births") -> Estimate:
        """Paired difference of an indicator over all whole years."""
        return estimates(paired_interval(self._added(label, against, name)))[0]

    def cost_per_birth(self, label: str, against: str) -> Estimate:
        """Public money over births that one scenario adds to another, all whole years [yuan of 2020 a birth]."""
        money, births = (self._added(label, against, name) for name in ("public_money_real", "births"))
        return ratio(money.values, births.values, drawn_of(births))

    def costs_shown(self) -> dict[tuple[str, str], Estimate]:
        """Cost of an additional birth by pair, for pairs that are known to add births."""
        gained = {pair: self.added(*pair) for pair in self.compared.pairs}
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
        return told

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

    def childcare(self, year: int) -> dict[int, tuple[float, float]]:
        """Places and demand (enrolled and queue) at a year's end by county code, mean over seeds; empty without."""
        stocks = self.main.childcare
        if not stocks or not float(stocks["nursery_places"].sum()):
            return {}
        at = stocks.sel(year=year).mean("seed")
        wanted = at["nursery_enrolled"] + at["nursery_queue"]
        return {
            int(code): (float(at["nursery_places"].sel(county_code=code)), float(wanted.sel(county_code=code)))
            for code in at["county_code"].values
        }

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
    compared = comparison.chart_data()
    if not compared.has_whole_years():
        raise UserError("brief: no whole calendar year was simulated, so nothing can be reported; run to a later year")
    run_set = comparison.run_sets[comparison.scenario]
    births = {
        label: one.array("births", ["county_code"]) * one.manifest.scale for label, one in comparison.run_sets.items()
    }
    tables = {label: read_beside(one.directory, ASSUMED) for label, one in comparison.run_sets.items()}
    stored = {label: table for label, table in tables.items() if table is not None}
    data = ChartData.of(run_set, comparison.data(), comparison.county)
    return Facts(compared, data, births, tables[comparison.scenario], stored, split_sentences(comparison))


def estimates(interval: xr.DataArray) -> list[Estimate]:
    """Estimates in the order of the other dimension, or the only one.

    interval : (statistic,) or (statistic, year)
    """
    values = np.atleast_2d(interval.transpose(..., "statistic").values)
    return [Estimate(*(float(v) for v in row)) for row in values]


def ratio(money: np.ndarray, births: np.ndarray, drawn: Drawn | int = 0) -> Estimate:
    """Mean money over mean births with the named interval of the ratio; arguments and bounds as `ratio_bounds` says."""
    return Estimate(*ratio_bounds(money, births, drawn))
