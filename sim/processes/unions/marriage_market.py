"""The state of the marriage market over a run: the singles of the year, and the couples of a month.

Called by `FertilityModel`: `open_year`, and `pair` every month. Search, meeting and wedding are in `partnering`,
`meeting` and `wedding`, divorce is in `separation`, matchmaking and counselling in `outreach`.
"""

from typing import Any

import numpy as np

from sim.chunks import Chunks
from sim.lru import LruCache
from sim.parameters import Parameters, as_record, kernel_tuple, unpacked
from sim.places.pack import Pack
from sim.policy.claims import Claims
from sim.policy.paths import BASE, compile_paths
from sim.population.columns import Array, Persons, Population
from sim.processes.exogenous.calendar import Incomes, Paths
from sim.processes.homes.home_keeping import HomeKeeping
from sim.processes.life import grandparents
from sim.processes.unions import meeting, partnering, wedding
from sim.processes.unions.outreach import Outreach
from sim.rows import distinct
from sim.settings import RunSettings

_usual: LruCache[Array] = LruCache(16)


class MarriageMarket:
    """Who searches, how levels of schooling attract each other, and what means a match usually has."""

    def __init__(
        self, settings: RunSettings, pack: Pack, paths: Paths, incomes: Incomes, homes: HomeKeeping, p: Any,
        population: Population, singles: Array, mean_log_earnings: float, start_key: str | None,
    ) -> None:
        """singles : rows of the start day's unmarried adults      start_key : as `_usual_means` says"""
        self.settings, self.pack, self.paths, self.incomes = settings, pack, paths, incomes
        self.homes, self.p = homes, p
        self.affinity = meeting.schooling_affinity(pack)
        self.helping = grandparents.helping(pack, settings.start_seed)
        self.mean_log_earnings = mean_log_earnings
        self.outreach = Outreach(homes.levers, homes.values)
        self.singles, self.listed_in = partnering.SinglesList(singles, population.persons), settings.start_month
        self.usual = self._usual_means(population, start_key)

    def open_year(self, singles: Array, persons: Persons, chunks: Chunks, month: int) -> None:
        """List the unmarried adults of the year that begins."""
        del self.singles  # last year's would take as much memory beside the new
        self.singles, self.listed_in = partnering.SinglesList(singles, persons, chunks), month

    def _usual_means(self, population: Population, start_key: str | None) -> Array:
        """What means the start day's meetings have in the base scenario: a match's means are held against them.

        start_key : of the start population where it is as stored: then found once for all runs of the process
        """
        settings = self.settings
        month = settings.start_month
        at, income = month - self.incomes.first, self.incomes.level(month)
        peak, earlier = float(self.paths.marriage_peak[at]), float(self.paths.marriage_earlier[at])
        key = (start_key, self.pack, month, settings.end_month, settings.future, settings.start_seed, peak, earlier,
               income)

        def found() -> Array:
            levers, p = compile_paths(BASE, self.pack, month, settings.end_month), kernel_tuple(Parameters())
            homes, costs = self.homes.prices_under(levers, month, settings.future, p, income)
            return partnering.usual_means(
                self.singles, population.persons, population.households, self.affinity, unpacked(homes),
                unpacked(costs), peak, earlier, as_record(p), settings.start_seed, month,
            )

        return _usual.get(None if start_key is None else key, found)

    def pair(
        self, hurried: Array, population: Population, n_households: Array, stock: Array, counts: Any, claims: Claims,
        chunks: Chunks, month: int,
    ) -> None:
        """Search, meeting, acceptance and weddings of a month; `hurried` are pregnant women who are to wed."""
        persons, households = population.persons_handle, population.households_handle
        p, seed = self.p, self.settings.seed
        at = month - self.incomes.first
        market = partnering.MarketMonth(
            float(self.paths.marriage_peak[at]), float(self.paths.wedding[at]),
            self.outreach.meetings(month), float(self.paths.marriage_earlier[at]))
        found = partnering.whole(chunks.run(
            partnering.search, self.singles.n, self.singles.table, persons, market, p, seed, month
        ))
        women = distinct(np.concatenate((found.women, hurried)))
        homes, costs, pay = self.homes.housing, self.homes.wedding_costs, self.incomes.pay(month)
        wives, husbands = meeting.match(
            women, found.men, persons, households, self.affinity, self.mean_log_earnings, homes, costs, self.usual,
            pay, p, seed, month, chunks,
        )
        wedding.wed(
            wives, husbands, persons, households, n_households, stock, counts, claims, homes, costs, pay, p, seed, month
        )
        self.count_helpers(wives, persons, chunks, month)

    def count_helpers(self, wives: Array, persons: Persons, chunks: Chunks, month: int) -> None:
        """Count the grandparents able to help the couples of `wives`."""
        chunks.run(
            grandparents.count_helpers, len(wives), wives, persons, self.helping, month,
            weight=grandparents.ROWS_OF_A_COUPLE,
        )

    def counselled(self, month: int) -> Array:
        """Hazard of divorce over that without counselling, (county,)."""
        return self.outreach.divorces(month)

    def claim_reached(self, applying: Array, persons: Persons, stock: Array, claims: Claims, month: int) -> None:
        """Claim whom the measures of item 11 address in a month; arguments as in `Outreach.claim`."""
        singles = self.singles.table.row[: self.singles.n]
        self.outreach.claim(applying, singles, self.listed_in, persons, stock, claims, month)

    def add(self, rows: Array, persons: Persons, month: int) -> None:
        """Let the widowed and divorced in `rows` search from next month on.

        Those who wed after the list was made are in it already.
        """
        if not len(rows):
            return
        unlisted = persons.union_start[rows] < self.listed_in
        new = rows[unlisted & partnering.may_search(persons.birth[rows], month)]
        if len(new):
            self.singles.add(new, persons)
