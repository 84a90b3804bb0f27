"""The state of the marriage market over a run: the singles of the year, and the couples of a month.

Called by `FertilityModel`: `open_year`, and `pair` every month. Search, meeting and wedding are in `partnering`,
`meeting` and `wedding`, divorce is in `separation`.
"""

from typing import Any

import numpy as np

from sim.chunks import Chunks
from sim.places.pack import Pack
from sim.policy.claims import Claims
from sim.population.columns import Array, Persons, Population
from sim.processes import grandparents, meeting, partnering, wedding
from sim.processes.calendar import Incomes, Paths
from sim.processes.home_keeping import HomeKeeping
from sim.settings import RunSettings


class MarriageMarket:
    """Who searches, how levels of schooling attract each other, and what means a match usually has."""

    def __init__(
        self, settings: RunSettings, pack: Pack, paths: Paths, incomes: Incomes, homes: HomeKeeping, p: Any
    ) -> None:
        self.settings, self.paths, self.incomes, self.homes, self.p = settings, paths, incomes, homes, p
        self.affinity = meeting.schooling_affinity(pack)
        self.helping = grandparents.helping(pack, settings.population_seed)

    def open_year(self, singles: Array, persons: Persons, month: int) -> None:
        """List the unmarried adults of the year that begins."""
        self.singles, self.listed_in = partnering.SinglesList(singles, persons), month

    def begin(self, population: Population, mean_log_earnings: float, start_key: str | None) -> None:
        """See what means the meetings of the start day have; start_key as in `HomeKeeping.usual_means`."""
        self.mean_log_earnings = mean_log_earnings
        self.usual = self.homes.usual_means(self.singles, population, self.affinity, self.paths, start_key)

    def pair(
        self, hurried: Array, population: Population, n_households: Array, stock: Array, counts: Any, claims: Claims,
        chunks: Chunks, month: int,
    ) -> None:
        """Search, meeting, acceptance and weddings of a month; `hurried` are pregnant women who are to wed."""
        persons, households = population.persons_handle, population.households_handle
        p, seed = self.p, self.settings.seed
        at = month - self.incomes.first
        market = partnering.MarketMonth(float(self.paths.marriage_peak[at]), float(self.paths.wedding[at]))
        found = chunks.run(
            partnering.search, self.singles.n, self.singles.table, persons, market, p, seed, month
        )
        women = np.unique(np.concatenate([part for part, _ in found] + [hurried]))
        men = meeting.Seeking(*(np.concatenate(column) for column in zip(*(m for _, m in found), strict=True)))
        homes, costs, pay = self.homes.housing, self.homes.wedding_costs, self.incomes.pay(month)
        couples = meeting.match(
            women, men, persons, households, self.affinity, self.mean_log_earnings, homes, costs, self.usual, pay, p,
            seed, month,
        )
        wedding.wed(
            *couples, persons, households, n_households, stock, counts, claims, homes, costs, pay, p, seed, month
        )
        grandparents.count_helpers(couples[0], persons, self.helping, month)

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
