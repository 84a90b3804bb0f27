"""Makes the `Circumstances` of each month: tables of the place and of the levers, compiled when something moves.

Called once a month by the model; rules of a year are kept, so that most months only look up. A start now brings a birth
about `LEAD_MONTHS` on; waiting brings one `waiting_years` later, under what is announced now.
"""

from typing import Any

import numpy as np

from sim.clock import year_of
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.processes import circumstances as world
from sim.processes.child_costs import child_costs
from sim.processes.childcare import covered_hours, fees, kind_shares, mean_fee
from sim.processes.circumstances import Circumstances
from sim.processes.housing import housing_paths, loan_factor, mortgage_rate
from sim.processes.leave import leave_rules
from sim.processes.money import horizon, tax_rules

LEAD_MONTHS = 12
"""Months from starting to try to the birth, a few of trying and nine of pregnancy."""


class Outlook:
    """Circumstances by month and lead for one run."""

    def __init__(self, pack: Pack, p: Any, future: str, first_year: int, last_year: int) -> None:
        self.pack, self.p = pack, p
        self.horizon = horizon(p)
        self.horizon_record = as_record(self.horizon)
        self.first_year = first_year
        self.home_paths = housing_paths(pack, first_year, last_year + 6, future)
        self._tables: dict[tuple[str, int], Any] = {}

    def circumstances(self, month: int, lead: int, pay: float, income: float) -> Circumstances:
        """Outside world of a birth `lead` months on; pay over the start day's and incomes over 2020's, both real."""
        then = year_of(month + lead)
        return Circumstances(
            tax=self._yearly("tax", then, lambda: as_record(tax_rules(self.pack, min(then, 2035), income))),
            horizon=self.horizon_record,
            costs=self._yearly(
                "costs", year_of(month), lambda: as_record(child_costs(self.pack, self.horizon.shares, income))),
            leave=self._yearly(
                "leave", month + lead, lambda: world.records([leave_rules(self.pack, month + lead, income)] * 6)),
            care=self._yearly("care", year_of(month), lambda: as_record(self._care(income))),
            work=self._yearly("work", 0, lambda: as_record(self._work())),
            homes=self._yearly("homes", then, lambda: as_record(self._homes(then))),
            benefits=self._yearly("benefits", 0, lambda: as_record(world.no_benefits())),
            level=self._yearly("level", month, lambda: as_record(world.level(self.pack, pay, income))),
        )

    def _yearly(self, name: str, key: int, make: Any) -> Any:
        if (name, key) not in self._tables:
            self._tables[name, key] = make()
        return self._tables[name, key]

    def _care(self, income: float) -> world.Care:
        shares = kind_shares(self.pack)
        fee = mean_fee(shares, fees(self.pack, income))
        hours = float(shares @ covered_hours(self.pack))
        trust = self.pack.assumption("childcare_trust")
        return world.Care(
            world.by_county(1.0), world.by_order(fee), world.by_county(fee), world.by_county(trust),
            world.by_county(hours), self.pack.assumption("grandparent_help_hours_week"))

    def _work(self) -> world.WorkOutlook:
        return world.WorkOutlook(
            np.full((6, 2), 0.4), world.by_county(1.0), world.by_county(0.0), world.by_county(0.0),
            world.by_county(0.0), world.by_county(0.0))

    def _homes(self, year: int) -> world.Homes:
        at = year - self.first_year
        payment = loan_factor(mortgage_rate(self.pack, min(year, 2035), 6), self.pack.assumption("mortgage_years"))
        return world.Homes(
            self.home_paths.rent[at], world.by_order(0.0), world.by_order(0.0), payment,
            self.pack.assumption("public_rental_rent_share"),
            world.by_county(self.pack.assumption("floor_area_need_per_person")), self.home_paths.price[at])
