"""The state of leave and hiring over a run: leave rules in force by county, employers' beliefs, hiring of women.

Called by `FertilityModel`: `open_month`, `begin_leaves` after births, `learn` at the year's end.
"""

from typing import Any

import numpy as np

from sim.chunks import Chunks
from sim.clock import NO_MONTH
from sim.handles import Handled
from sim.parameters import unpacked
from sim.places.pack import Pack
from sim.policy.claims import Claims
from sim.policy.paths import LeverPaths
from sim.population.columns import Array, Persons
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.work import employers, leave_starts, reentry
from sim.processes.work.leave_law import county_leave_rules, months_of_change

N_SECTORS = employers.N_SECTORS


class Employment:
    """Leave rules of the month, what employers have learnt, and what it does to hiring."""

    def __init__(
        self, levers: LeverPaths, pack: Pack, month: int, income_level: float, women: Array, persons: Persons,
        taxes: Any, p: Any, seed: int,
    ) -> None:
        self.levers, self.pack, self.taxes, self.p, self.seed = levers, pack, taxes, p, seed
        self.changes = months_of_change(levers)
        self.changes_of_hiring = levers.steps(reentry.REENTRY_READ)
        self.subsidy = reentry.subsidy_terms(pack)
        self.help_hours = pack.assumption("grandparent_help_hours_week")
        self.rules = county_leave_rules(levers, pack, month, income_level)
        self.record = unpacked(p)
        self.beliefs = employers.initial_beliefs(self.rules, women, persons, month, self.record)
        self.back = reentry.way_back(levers, pack, month, income_level, p)
        self.terms = Handled(employers.hiring_terms(self.beliefs, self.back, self.record))

    @property
    def hiring(self) -> employers.Hiring:
        """What women of childbearing age meet this year; `terms` holds it with its handle."""
        return self.terms.table

    def open_month(self, month: int, income_level: float) -> None:
        """Bring leave rules and terms of hiring up to date when a lever has moved, and once a year with wages."""
        if month in self.changes or month % 12 == 0:
            self.rules = county_leave_rules(self.levers, self.pack, month, income_level)
        if month in self.changes_of_hiring or month % 12 == 0:
            self.back = reentry.way_back(self.levers, self.pack, month, income_level, self.p)
            self.terms = Handled(employers.hiring_terms(self.beliefs, self.back, self.record))

    def claim_hired(self, hires: Array, rehired: Array, claims: Claims) -> None:
        """Claim checks, retraining and subsidies of those hired; arguments as in `reentry.claim_hired`."""
        reentry.claim_hired(hires, rehired, self.subsidy, claims)

    def begin_leaves(
        self, mothers: Array, children: Array, persons: Persons, market: CareMarket, counts: Any, claims: Claims,
        pay: float, chunks: Chunks, month: int,
    ) -> None:
        """Begin the leaves of a month's births, and claim parental leave of the children whose year begins.

        children : rows of children under six who were born in this calendar month, newborns among them
        """
        leave_starts.begin_leaves(
            mothers, persons, self.rules, self.beliefs, self.back.enforcement, market, self.taxes, self.help_hours,
            counts, claims, pay, self.p, self.seed, month,
        )
        for part in chunks.run(
            leave_starts.claim_parental_leave, len(children), children, persons, self.rules["granted"], pay, month
        ):
            claims.cases[leave_starts.PARENTAL_CLAIM] += part.cases
            claims.base[leave_starts.PARENTAL_CLAIM] += part.base

    def learn(
        self, counts: Any, women: Array, persons: Persons, whole_year: bool, chunks: Chunks, month: int
    ) -> None:
        """Count the women employed at the year's end, and let employers learn from a whole year.

        month : the last of the year, whose successor opens the year in which the new terms of hiring hold
        """
        for part in chunks.run(employers.count_employed_women, len(women), women, persons, month, NO_MONTH):
            counts.employed_women[...] += part
        if whole_year:
            costs, leaves = _of_employers(counts.leave_costs), _of_employers(counts.leaves)
            pay, employed = _of_employers(counts.pay_of_mothers), _of_employers(counts.employed_women)
            employers.learn(self.beliefs, costs, leaves, pay, employed, self.record)
        self.terms = Handled(employers.hiring_terms(self.beliefs, self.back, self.record))


def _of_employers(table: Array) -> Array:
    """A count's private and public columns, (county, sector)."""
    return np.ascontiguousarray(table[:, :N_SECTORS], np.float64)
