"""Makes the `Circumstances` of each month: tables of the place and of the levers, as couples know them in that month.

Called once a month by the model. A start now brings a birth about `LEAD_MONTHS` on; waiting brings one `waiting_years`
later, under what is announced now. Tables that only move with a year, a lever or an announcement are kept; the others
are written into the same records every month.
"""

import functools
from bisect import bisect_right
from typing import Any, NamedTuple

import numpy as np

from sim.clock import year_of
from sim.dates import EPOCH_YEAR
from sim.parameters import as_row, refill
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.policy.permission import month_of_rules
from sim.policy.shared import shared
from sim.population.columns import PRIVATE, Array
from sim.population.earnings import mean_wages
from sim.processes.care.nursery_terms import (
    AID_LEVERS,
    NURSERY_LEVERS,
    CareRules,
    Reach,
    care_rules,
    expected_share,
    terms_at,
    write_terms,
)
from sim.processes.childbearing import circumstances as world
from sim.processes.childbearing.circumstances import Circumstances
from sim.processes.childbearing.publicity import PUBLICITY_LEVERS, publicity
from sim.processes.exogenous.calendar import outside_rules_left
from sim.processes.exogenous.trend import preference_trend
from sim.processes.homes import housing_market
from sim.processes.homes.rent_relief import relief_row
from sim.processes.money.annuities import horizon
from sim.processes.money.birth_money import births_bring
from sim.processes.money.child_costs import ChildCosts, child_costs
from sim.processes.money.family_credit import credit_by_month
from sim.processes.money.taxes import tax_rules
from sim.processes.work.leave_law import LEAVE_LEVERS, county_leave_rules
from sim.processes.work.leave_law import TAKE_UP as LEAVE_TAKE_UP
from sim.processes.work.reentry import REENTRY_LEVERS, way_back

QUARTER = 3
CARE_READ = (*NURSERY_LEVERS, *AID_LEVERS, "one_stop_takeup", "benefit_awareness")
READ = (*LEAVE_LEVERS, *NURSERY_LEVERS, *AID_LEVERS, *housing_market.HOUSING_LEVERS, *REENTRY_LEVERS,
        *PUBLICITY_LEVERS, "flexible_work_share")
"""Levers, beside those that bring money at a birth, that move what couples see."""


class Known(NamedTuple):
    """What hangs on the levers as they are known in a month, and on nothing else that moves."""

    brings: Any
    """What a birth brings, one row of `BirthMoney` for each month."""
    steps: frozenset[int]
    """Months in which a lever of `READ` moves."""
    reliefs: dict[int, Any]
    """Row of `RentRelief` by month of birth, of those asked for."""


class Outlook:
    """Circumstances by month and lead for one run; the records it hands out are those of the last call of a lead.

    Prices, pay and places are looked at once a quarter, and whenever something is announced or a lever has moved by the
    month of birth; what a birth brings is looked up every month.
    """

    def __init__(self, pack: Pack, levers: LeverPaths, values: Any, p: Any, future: str) -> None:
        self.pack, self.levers, self.values, self.p = pack, levers, values, p
        self.future = future
        self.horizon = horizon(values)
        self.horizon_record = as_row(self.horizon)
        self._kept: dict[Any, Any] = {}
        self._records: dict[tuple[str, int], Any] = {}
        self._states: dict[int, Known] = {}
        self._last: dict[int, tuple[Known, Circumstances]] = {}

    def circumstances(
        self, month: int, lead: int, pay: float, income: float, reach: Reach, leave_cost: Array
    ) -> Circumstances:
        """Outside world of a birth `lead` months on, as known in `month`.

        pay : real, over the start day's      income : real incomes over 2020's      reach : what the last
        clearing of nurseries showed      leave_cost : (county, sector) employers' beliefs [years of pay]
        """
        levers = self.levers.announced(month)
        then = min(month + lead, levers.span.last)
        known, at = self._known(levers), levers.at(then)
        before, last = self._last.get(lead, (None, None))
        if last is None or month % QUARTER == 0 or before is not known or then in known.steps:
            last = self._look(levers, month, lead, then, pay, income, reach, leave_cost)
            self._last[lead] = known, last
        if then not in known.reliefs:  # other leads ask for the same month of birth a year later, or earlier
            known.reliefs[then] = relief_row(levers, then, self.horizon.shares, self.values)
        return last._replace(benefits=known.brings[at : at + 1], relief=known.reliefs[then])

    def _known(self, levers: LeverPaths) -> "Known":
        """What hangs on a state of knowledge alone."""
        if id(levers) not in self._states:
            brings = births_bring(levers, self.pack, self.horizon.shares)
            self._states[id(levers)] = Known(brings, levers.steps(READ), {})
        return self._states[id(levers)]

    def _look(
        self, known: LeverPaths, month: int, lead: int, then: int, pay: float, income: float, reach: Reach,
        leave_cost: Array,
    ) -> Circumstances:
        """All but the benefits, for the levers `known`."""
        year = year_of(then)
        nurseries = self._keep(("care", id(known)), lambda: shared(
            "care", known, CARE_READ, self.values, lambda: care_rules(known, self.pack, self.values)))
        when = EPOCH_YEAR + month // QUARTER * QUARTER / 12.0
        ruled = year_of(month_of_rules(self.levers, month))  # rules that are frozen keep their loss
        exogenous = self._keep(
            ("exogenous", when, ruled),
            lambda: (preference_trend(when, self.values), outside_rules_left(ruled, self.values)))
        at = known.at(then)
        back = way_back(known, self.pack, then, income, self.p)
        work = world.WorkOutlook(
            leave_cost=leave_cost, enforcement=back.enforcement, flexible=known["flexible_work_share"][at, :, 0],
            sooner=back.sooner, regained=back.regained)
        return Circumstances(
            tax=self._keep(("tax", year, year_of(month)), lambda: as_row(tax_rules(self.pack, year, income))),
            horizon=self.horizon_record,
            costs=self._keep(
                ("costs", year_of(month)), lambda: as_row(_costs(self.pack, self.horizon.shares, income))),
            leave=shared("leave", known, (*LEAVE_LEVERS, *LEAVE_TAKE_UP), (then, income), lambda: county_leave_rules(
                known, self.pack, then, income)),
            care=self._care(
                lead, nurseries, then, income,
                expected_share(reach, nurseries, then, self.values.places_foreseen, self.p)),
            work=self._fill("work", lead, work),
            homes=self._homes(known, month, then, income),
            relief=None,
            credit=credit_by_month(known, self.values)[at : at + 1],
            benefits=None,
            level=self._fill("level", lead, _levels(self.pack)(
                pay, income, *exogenous, *publicity(known, then))),
        )

    def _keep(self, key: Any, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _fill(self, name: str, lead: int, table: Any) -> Any:
        """The record of a subject and lead, filled with a table; made by its first call."""
        record = self._records.get((name, lead))
        if record is None:
            record = self._records[name, lead] = as_row(table)
        return refill(record, table)

    def _care(self, lead: int, rules: CareRules, then: int, income: float, admitted: Array) -> Any:
        """The nurseries' record of a lead, written anew."""
        record = self._records.get(("care", lead))
        if record is None:
            return self._fill("care", lead, terms_at(rules, then, income, admitted))
        write_terms(record, rules, then, income, admitted)
        return record

    def _homes(self, known: LeverPaths, month: int, then: int, income: float) -> Any:
        """Conditions of homes of the month of birth, made anew when a lever has moved by then, and once a year."""
        moves = self._keep(("homes", id(known)), lambda: sorted(known.steps(housing_market.HOUSING_LEVERS)))
        key = "homes", id(known), bisect_right(moves, then), year_of(month), year_of(then)
        return self._keep(key, lambda: shared(
            "homes", known, housing_market.HOUSING_LEVERS, (then, self.future, income, self.values),
            lambda: as_row(housing_market.housing_conditions(
                known, self.pack, then, self.future, self.values, income))))


def _costs(pack: Pack, shares: Array, income: float) -> ChildCosts:
    """Costs at an income level, from those of 2020 that are read once."""
    base = _base_costs(pack, tuple(shares))
    return base._replace(marginal=base.marginal * income, reference=base.reference * income)


@functools.lru_cache(maxsize=64)
def _base_costs(pack: Pack, shares: tuple[float, ...]) -> ChildCosts:
    return child_costs(pack, np.array(shares))


@functools.lru_cache(maxsize=8)
def _levels(pack: Pack) -> Any:
    """Function that gives levels at real pay over the start day's, real incomes over 2020's, and what is exogenous.

    Its other arguments: `preference_trend`, `outside_rules_left`, and what `publicity` gives.
    """
    wage, nanny = float(mean_wages(pack)[PRIVATE]), pack.assumption("nanny_cost_year") / 12.0
    head, hours = pack.assumption("disposable_income_2020_all"), pack.assumption("grandparent_help_hours_week")
    return lambda pay, income, trend, outside_rules, campaign, anxiety: world.Level(
        income=income, pay=pay, elsewhere_pay=wage * income, nanny=nanny * income, income_per_head=head * income,
        help_hours=hours, trend=trend, outside_rules=outside_rules, campaign=campaign,
        anxiety=anxiety)
