"""The state of the childcare markets over a run: rules, places, applicants, and what couples expect.

Called by `FertilityModel`: `open_year` when a year begins, `clear` once a quarter, `pass_month` every month, `count` at
the year's end.
"""

from typing import Any

import numpy as np

from sim.chunks import Chunks
from sim.parameters import as_row, refill
from sim.places.pack import Pack
from sim.policy.claims import Claims, claim
from sim.policy.paths import LeverPaths
from sim.population.columns import Array, Persons
from sim.processes.accounts import N_COUNTIES
from sim.processes.care import nurseries
from sim.processes.care.childcare import N_KINDS, admitted_shares
from sim.processes.care.nursery_terms import CareMarket, Reach, care_rules, terms_at
from sim.processes.money.taxes import tax_rules

CLEARING_MONTHS = (2, 5, 8, 11)
"""March, June, September (the school year), December: a year ends on a market just cleared."""
GRANT_CLAIM = claim("construction_grant")


class NurseryMarkets:
    """The markets of the counties, with memory: who holds a place, who queues, the most places there have been."""

    def __init__(
        self, levers: LeverPaths, pack: Pack, start_year: int, income_level: float, values: Any, p: Any, seed: int
    ) -> None:
        self.pack, self.rules = pack, care_rules(levers, pack, values)
        self.taxes = as_row(tax_rules(pack, start_year, income_level))
        self.p, self.seed = p, seed
        self.places = np.zeros((N_COUNTIES, N_KINDS), np.int64)
        self.most_places: Array | None = None
        self.applicants = nurseries.Applicants(*(np.zeros(0, kind) for kind in ("i4", "i1", "i1", "i1", "i1")))
        self.n_applicants = 0
        self.admitted, self.demand, self.residents = np.ones(N_COUNTIES), np.zeros(N_COUNTIES), np.zeros(N_COUNTIES)
        self.reach = self._reach(self.admitted)
        """What the last clearing showed, for what couples expect of later years."""

    def open_year(self, year: int, income_level: float) -> None:
        """Write the tax rules of a year into their record, which leaves at births read too.

        income_level : real incomes over 2020, which contribution bases follow as earnings do
        """
        refill(self.taxes, tax_rules(self.pack, year, income_level))

    def terms(self, month: int, income_level: float) -> CareMarket:
        """What couples expect in a month, with the share admitted at the last clearing."""
        return terms_at(self.rules, month, income_level, self.admitted)

    def clear(
        self, children: Array, persons: Persons, residents: Array, claims: Claims, chunks: Chunks, month: int,
        income_level: float, pay: float,
    ) -> CareMarket:
        """Open the places of a month, find who wants one, and allocate them; the terms that result.

        children : rows of children under six      residents : agents by county
        income_level : real incomes over 2020      pay : real pay over the level of the column of earnings
        """
        at, market = month - self.rules.first_month, self.terms(month, income_level)
        share = self.rules.support_share[at]
        amount = np.divide(self.rules.support[at], share, out=np.zeros(N_COUNTIES), where=share > 0)
        parts = chunks.run(
            nurseries.find_applicants, len(children), children, persons, market, amount, share, self.taxes, pay,
            self.p, self.seed, month,
        )
        self.applicants = nurseries.applicants_of(parts)
        self.n_applicants = len(self.applicants.row)
        per_1000 = self.rules.per_1000[at]
        self.places = nurseries.open_places(per_1000, residents, self.rules.shares[at], self.seed)
        self.demand = np.sum([part.expected for part in parts], axis=0) / nurseries.DEMAND_UNIT
        self.residents = residents
        self.admitted = self.admitted_at(month)
        self.reach = self._reach(self.admitted)
        chunks.run(
            nurseries.give_places, N_COUNTIES, self.applicants, self.places, self.admitted, persons, self.seed, month,
            weight=self.n_applicants // N_COUNTIES,
        )
        self._claim_new_places(claims)
        return market._replace(admitted=self.admitted)

    def admitted_at(self, month: int) -> Array:
        """Share that the places of a month would admit, (county,), of the demand and residents of the last clearing."""
        offered = self.rules.per_1000[month - self.rules.first_month] * self.residents / 1000.0
        return np.asarray(admitted_shares(self.demand, offered, self.p))

    def reach_at(self, month: int) -> Reach:
        """What the last clearing would have shown, had the places of a month been open at the last clearing."""
        return self._reach(self.admitted_at(month))

    def _reach(self, admitted: Array) -> Reach:
        none = np.zeros(N_COUNTIES)
        wanted = np.divide(1000.0 * self.demand, self.residents, out=none, where=self.residents > 0)
        return Reach(admitted, wanted)

    def _claim_new_places(self, claims: Claims) -> None:
        """Claim grants for places beyond the most there ever were, so that none is paid for twice."""
        now = self.places.sum(axis=1)
        before = now if self.most_places is None else self.most_places
        claims.cases[GRANT_CLAIM, :, 0] += np.maximum(now - before, 0)
        self.most_places = np.maximum(now, before)

    def pass_month(self, persons: Persons, counts: Any, claims: Claims, month: int) -> None:
        """Count and claim a month of the children in places; those who turned three or left give theirs up."""
        self.n_applicants = nurseries.pass_month(
            self.applicants, self.n_applicants, persons.presence, persons.county, persons.birth, persons.care,
            counts.nursery_child_months, counts.nursery_wanted_months, claims.cases,
            self.rules.aid_from[month - self.rules.first_month], month,
        )

    def count(self, counts: Any) -> None:
        """The stocks of the year's end: places = enrolled + empty."""
        enrolled, queue = nurseries.by_kind(self.applicants, self.n_applicants, self.places)
        counts.nursery_places[...], counts.nursery_enrolled[...] = self.places, enrolled
        counts.nursery_queue[...], counts.nursery_empty[...] = queue, self.places - enrolled
