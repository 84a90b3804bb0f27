"""The state of birth decisions over a run: what couples know, how peers are, and the monthly pass over women.

Called by `FertilityModel`: `pass_over_women` every month, `see` after births, `open_year`.
The loop is in `reproduction`, the decision in `decision`, the world outside a couple is made by `outlook`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.chunks import Chunks
from sim.handles import Handled
from sim.parameters import as_row
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.policy.permission import Permission, announced_rules, permission
from sim.population.columns import Array, Persons, Population
from sim.processes.accounts import FIRST_AGE, LAST_AGE, N_COUNTIES, N_ORDERS
from sim.processes.care.nursery_terms import Reach
from sim.processes.childbearing import (
    assisted_reproduction,
    birth_cash,
    month_terms,
    peers,
    reproduction,
    turns,
    unplanned,
)
from sim.processes.childbearing.circumstances import LEAD_MONTHS, Circumstances
from sim.processes.childbearing.health_checks import loss_left
from sim.processes.childbearing.intentions import Minds, Seen, mean_fecundity, most_gains
from sim.processes.childbearing.outlook import Outlook
from sim.processes.childbearing.pregnancy import biology
from sim.processes.childbearing.recall import (
    KEPT_MONTHS,
    Recall,
    ceilings_over,
    empty_recall,
    grown,
    steps_of_gains,
)
from sim.processes.childbearing.treatment_terms import treatment_share
from sim.processes.exogenous.calendar import Incomes, Paths
from sim.settings import RunSettings

CARRIED_MONTHS = 9
"""From a conception to the birth, for what a couple that did not try expects of one."""


class BirthDecisions:
    """Rules, biology, outlook and peers of one run; rows of pregnant single women who are to wed."""

    def __init__(
        self, settings: RunSettings, pack: Pack, levers: LeverPaths, paths: Paths, incomes: Incomes, values: Any,
        p: Any, women: Array, persons: Persons, reach: Reach, leave_cost: Array,
    ) -> None:
        """Look at peers for the first time; `UserError` where their feedback would drive births by itself.

        women : rows of the start day      reach, leave_cost : as `minds` says
        """
        self.settings, self.pack, self.levers, self.paths, self.incomes = settings, pack, levers, paths, incomes
        self.values, self.p = values, p
        self.rule = month_terms.BIRTH_RULES[settings.birth_rule]
        self._permitted: dict[int, Permission] = {}
        known = biology(pack, values)
        self.biology = Handled(known)
        self._loss, self._loss_left = known.loss.copy(), loss_left(levers, values)
        self.unplanned = as_row(unplanned.unplanned(pack))
        self.assisted = as_row(assisted_reproduction.assisted(pack))
        self.rules = Handled(self.permission(incomes.first))
        self.outlook = Outlook(pack, levers, values, p, settings.future)
        self.to_wed = np.zeros(0, np.int32)
        self.recall, self.ceilings = Handled(empty_recall(0)), np.full((N_COUNTIES, N_ORDERS, 2, 2), -1)
        self.peers = peers.start_peers(women, persons, settings.start_month)
        self.seen = Handled(Seen(self.peers.deviation, self.peers.spending, mean_fecundity(known)))
        peers.checked_gain(values, float(self.peers.start @ self.peers.women / self.peers.women.sum()))
        self._look_at_spending(women, persons, settings.start_month, reach, leave_cost, Chunks(1))

    def open_year(
        self, women: Array, persons: Persons, month: int, reach: Reach, leave_cost: Array, chunks: Chunks
    ) -> None:
        """Count the women of each cell, and what parents in it can spend on children, when a year begins."""
        counted = chunks.run(peers.count_women, len(women), women, persons, month)
        self.peers.women[:] = np.sum([part[0] for part in counted], axis=0)
        self._look_at_spending(women, persons, month, reach, leave_cost, chunks)

    def see(self, mothers: Array, persons: Persons, month: int) -> None:
        """Let the month's births be seen by peers, a year later."""
        peers.count_births(mothers, persons, self.peers.months, month)
        peers.look_at_peers(self.peers, month + 1, self.settings.start_month)

    def pass_over_women(
        self, women: Array, population: Population, reach: Reach, leave_cost: Array, chunks: Chunks, month: int,
        earliest_birth: int = 0,
    ) -> list[reproduction.MonthOfWomen]:
        """Exposure, intentions, conceptions and losses of one month, by chunk of the women listed."""
        settings, at = self.settings, month - self.incomes.first
        factor = float(self.paths.intention[at])
        if self.rule != month_terms.BY_UTILITY:
            factor *= float(self.paths.decline[at])
        beyond = reproduction.BeyondTrying(
            unplanned=self.unplanned,
            assisted=self.assisted,
            decoupled=self.levers["registration_decoupled"][self.levers.at(month), :, 0],
            subsidy=treatment_share(self.levers, month),
            pay=self.incomes.pay(month),
        )
        told = month_terms.PassSettings(
            month=month,
            seed=settings.seed,
            trait_seed=settings.start_seed,
            rule=self.rule,
            factor=factor,
            earliest_birth=earliest_birth,
            highest_factor=float(self.paths.intention[at : at + KEPT_MONTHS + 1].max()),
            first=month == self.incomes.first,
        )
        rules = self._handled(self.permission(month))
        self.biology.table.loss[:] = self._loss * self._loss_left[self.levers.at(month)][:, None]
        minds = self.minds(month, reach, leave_cost)
        known, risen = self._recall_of(population).handle, minds.ceilings > self.ceilings
        if risen.any():
            turns.look_at_keener(women, population.persons_handle, known, risen.any(axis=(2, 3)))
        self.ceilings = minds.ceilings
        parts = chunks.run(
            reproduction.month_of_women, len(women), women, population.persons_handle, population.households_handle,
            self.biology.handle, rules.handle, minds, beyond, known, told, self.p,
        )
        self.to_wed = np.concatenate([self.to_wed, *(part.to_wed for part in parts)])
        return parts

    def wed_before_the_start(self, women: Array, persons: Persons, month: int) -> None:
        """Of a month before the start day: brides to be carry what singles conceived who would be married by then."""
        unplanned.hand_to_brides(self.to_wed, women, persons, month, self.p)
        self.to_wed, _ = unplanned.still_to_wed(self.to_wed, persons, month)

    def forget(self) -> None:
        """Keep nothing of any woman: the next pass looks at all of them."""
        self.recall = Handled(empty_recall(0))

    def look_at(self, rows: Array) -> None:
        """See that the next pass looks at who came, moved, is widowed or divorced: other bounds hold for them now."""
        if len(self.recall.table.next_look):
            self.recall.table.next_look[rows] = 0

    def _recall_of(self, population: Population) -> Handled[Recall]:
        """What the pass keeps of women, with room for all rows there are by now."""
        n_rows = len(population.persons.id)
        if n_rows > len(self.recall.table.next_look):
            self.recall = Handled(grown(self.recall.table, n_rows))
        return self.recall

    def pay_births(
        self, mothers: Array, population: Population, reach: Reach, leave_cost: Array, month: int
    ) -> None:
        """Let the month's births be paid for, at the rules of the month."""
        birth_cash.pay_births(
            mothers, population.persons_handle, population.households_handle,
            self._circumstances(month, 0, reach, leave_cost), self.peers.spending, month, self.p,
        )

    def rules_of_births(self, month: int) -> Array:
        """What is permitted of the births of a month, as in `Permission`."""
        return announced_rules(self.levers, self.pack, month)

    def permission(self, month: int) -> Permission:
        """Birth rules that couples count on in a month, now and for the end of waiting; looked up a year at a time."""
        if month not in self._permitted:
            wait, last = round(12 * self.values.waiting_years), self.settings.end_month
            self._permitted = {
                each: permission(self.levers, self.pack, each, wait)
                for each in range(month, max(month, min(month + 11, last)) + 1)
            }
        return self._permitted[month]

    def _handled(self, rules: Permission) -> Handled[Permission]:
        """Birth rules with their handle, which is made anew only when they change."""
        if self.rules.table.now is not rules.now or self.rules.table.later is not rules.later:
            self.rules = Handled(rules)
        return self.rules

    def minds(self, month: int, reach: Reach, leave_cost: Array) -> Minds:
        """What a couple that reviews in a month knows of the world: the rules announced, prices, peers.

        reach : what the last clearing of nurseries showed
        leave_cost : (county, sector) what employers believe a birth costs them [years of pay]
        """
        wait = LEAD_MONTHS + round(12 * self.values.waiting_years)
        now = self._circumstances(month, LEAD_MONTHS, reach, leave_cost)
        later = self._circumstances(month, wait, reach, leave_cost)
        carried = now
        if any((self.values.kept_by_gain, self.values.single_kept_by_gain, self.values.contraception_by_gain)):
            carried = self._circumstances(month, CARRIED_MONTHS, reach, leave_cost)
        gains = most_gains(now.benefits, now.homes, now.relief, now.level, self.peers.deviation, self.p)
        return Minds(
            now=now,
            later=later,
            carried=carried,
            seen=self.seen.handle,
            most_gains=gains,
            ceilings=ceilings_over(steps_of_gains(gains), self.ceilings),
        )

    def _circumstances(self, month: int, lead: int, reach: Reach, leave_cost: Array) -> Circumstances:
        pay, income = self.incomes.pay(month), self.incomes.level(month)
        return self.outlook.circumstances(month, lead, pay, income, reach, leave_cost)

    def _look_at_spending(
        self, women: Array, persons: Persons, month: int, reach: Reach, leave_cost: Array, chunks: Chunks
    ) -> None:
        now = self._circumstances(month, LEAD_MONTHS, reach, leave_cost)
        self.peers.spending[:] = peers.spending_of_parents(
            women, persons, now.tax, now.costs["reference"][0], self.incomes.pay(month), self.p, chunks
        )


def count(parts: Sequence[reproduction.MonthOfWomen], counts: Any) -> None:
    """Add exposure, and conceptions, losses, terminations and treatments of a month's chunks, to the year's counts."""
    counts.woman_months[:, FIRST_AGE : LAST_AGE + 1] += counts.women
    for part in parts:
        counts.conceptions[...] += part.conceptions
        counts.losses[...] += part.losses
        counts.terminations[...] += part.terminations
        counts.treatment_cycles[...] += part.cycles
