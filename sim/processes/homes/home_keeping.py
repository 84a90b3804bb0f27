"""The state of homes over a run: prices of the month, heads of households, public homes, and yearly decisions.

Called by `FertilityModel`: `open_month` and `keep_house` every month, `open_year`, on the start day `let_public_homes`.
Rules and tables are in `housing`, `housing_market`, `wealth`, `public_rental` and `household_heads`.
"""

from typing import Any

import numpy as np

from sim.chunks import Chunks
from sim.clock import month_of, year_of
from sim.parameters import as_row
from sim.places.pack import Pack
from sim.policy.claims import Claims, add_claims
from sim.policy.paths import LeverPaths
from sim.policy.shared import shared
from sim.population.columns import Population
from sim.processes.exogenous.calendar import Incomes
from sim.processes.homes import home_lots, household_heads, housing_market, public_rental, wealth
from sim.rows import rows_by_value
from sim.settings import RunSettings

OF_HOMES, OF_LOTS = np.array(wealth.HOME_CLAIMS), np.array(home_lots.LOT_CLAIMS)


class HomeKeeping:
    """Conditions of homes and weddings in force, and who heads which household."""

    def __init__(
        self, settings: RunSettings, pack: Pack, levers: LeverPaths, incomes: Incomes, values: Any, p: Any,
        population: Population,
    ) -> None:
        self.settings, self.pack, self.levers, self.incomes = settings, pack, levers, incomes
        self.values, self.p = values, p
        self.moves = housing_market.months_of_change(levers)
        self.thrift = wealth.thrift_factors()
        self.lots = home_lots.lot_paths(levers)
        self.housing, self.wedding_costs = self._prices(settings.start_month)
        self.heads = self._list_heads(population, population.n_households, settings.start_month, everywhere=True)
        self.heads_by_month = rows_by_value(self.heads.month, 12)
        self.public_homes = public_rental.public_tenants(self.heads, population.households)

    def open_month(self, month: int) -> None:
        """Price homes anew when a lever has moved."""
        if month in self.moves:
            self.housing, self.wedding_costs = self._prices(month)

    def _prices(self, month: int) -> tuple[Any, Any]:
        """Conditions of homes and costs of weddings from this month on, as records for compiled rules."""
        inputs = month, self.settings.future, self.values, self.incomes.level(month)
        prices: tuple[Any, Any] = shared(
            "prices", self.levers, housing_market.HOUSING_LEVERS, inputs,
            lambda: self.prices_under(self.levers, *inputs))
        return prices

    def prices_under(self, levers: LeverPaths, month: int, future: str, values: Any, income: float) -> tuple[Any, Any]:
        """Rows of the conditions of homes and of the costs of weddings in a month."""
        homes = housing_market.housing_conditions(levers, self.pack, month, future, values, income)
        return as_row(homes), as_row(housing_market.wedding_costs(levers, self.pack, month, values, income))

    def open_year(
        self, population: Population, n_households: int, counts: Any, chunks: Chunks, month: int
    ) -> None:
        """Price homes, list heads of households and couples with parents, let the year's public homes."""
        self.housing, self.wedding_costs = self._prices(month)
        del self.heads, self.heads_by_month  # last year's would take as much memory beside the new
        self.heads = self._list_heads(population, n_households, month, everywhere=False, chunks=chunks)
        self.heads_by_month = rows_by_value(self.heads.month, 12, chunks)
        self.let_public_homes(population, counts, chunks, month)

    def _list_heads(
        self, population: Population, n_households: int, month: int, everywhere: bool, chunks: Chunks | None = None
    ) -> household_heads.Heads:
        """Heads of households; owned homes where a couple lives with parents are marked as such.

        everywhere : look for such couples in all homes, as on the start day, and not only where there was one before
        """
        persons, households = population.persons_handle, population.households
        heads = household_heads.household_heads(
            population.n_persons, n_households, persons, households.tenure, month, everywhere, chunks
        )
        household_heads.set_joint_tenure(heads.joint, households)
        return heads

    def let_public_homes(self, population: Population, counts: Any, chunks: Chunks, month: int) -> None:
        """Allocate the year's public homes, and count who was entitled and who served."""
        entitled, served = public_rental.allocate_public_homes(
            self.public_homes, self.heads, population.persons_handle, population.households_handle, self.housing,
            self.incomes.pay(month), self.settings.seed, month, chunks,
        )
        counts.public_rental_entitled[...] = entitled
        counts.public_rental_served[...] = served

    def keep_house(
        self, population: Population, counts: Any, claims: Claims, chunks: Chunks, month: int
    ) -> None:
        """The yearly decisions of the households whose head has the birthday month: savings, rents, homes bought."""
        rows = self.heads_by_month[month % 12]
        parts = chunks.run(
            wealth.settle, len(rows), rows, self.heads, population.persons_handle, population.households_handle,
            self.housing, self.wedding_costs, self.thrift, self.incomes.pay(month), self.p, self.settings.seed, month,
        )
        for part in parts:
            add_claims(claims, OF_HOMES, part.cases, part.base)
            counts.homes_bought[...] += part.bought
        at = self.levers.at(month)
        if self.lots.drawn[at]:
            self._draw_lots(at, population, counts, claims, month)

    def _draw_lots(self, at: int, population: Population, counts: Any, claims: Claims, month: int) -> None:
        """Homes by lot, at a position of the lever paths: who rents now may be drawn and buy."""
        rate = housing_market.loan_rate(self.pack, year_of(month), month_of(month))
        found = home_lots.draw_lots(
            home_lots.lots_of(self.lots, at, rate, self.pack.assumption("mortgage_years")), self.heads,
            population.n_persons, population.persons_handle, population.households_handle, self.housing,
            self.incomes.pay(month), self.p, self.settings.seed, month,
        )
        add_claims(claims, OF_LOTS, found.cases, found.base)
        counts.homes_bought[...] += found.bought
        counts.home_lots[...] += found.steps
