"""The state of homes over a run: prices of the month, heads of households, public homes, and yearly decisions.

Called by `FertilityModel`: `price` when a year begins or a lever moves, `open_year`, and `keep_house` every month.
Rules and tables are in `housing`, `housing_market`, `wealth`, `public_rental` and `household_heads`.
"""

from typing import Any

from sim.chunks import Chunks
from sim.parameters import as_row, unpacked
from sim.places.pack import Pack
from sim.policy.claims import Claims
from sim.policy.paths import LeverPaths
from sim.policy.shared import shared
from sim.population.columns import Array, Population
from sim.processes.calendar import Incomes
from sim.processes.homes import household_heads, housing_market, public_rental, wealth
from sim.rows import rows_equal
from sim.settings import RunSettings


class HomeKeeping:
    """Conditions of homes and weddings in force, and who heads which household."""

    def __init__(
        self, settings: RunSettings, pack: Pack, levers: LeverPaths, incomes: Incomes, values: Any, p: Any
    ) -> None:
        self.settings, self.pack, self.levers, self.incomes = settings, pack, levers, incomes
        self.values, self.p = values, p
        self.moves = housing_market.months_of_change(levers)
        self.thrift = wealth.thrift_factors()
        self.public_homes: Array | None = None

    def open_month(self, month: int) -> None:
        """Price homes anew when a lever has moved."""
        if month in self.moves:
            self.price(month)

    def price(self, month: int) -> None:
        """Conditions of homes and weddings from this month on, as records for compiled rules."""
        inputs = month, self.settings.future, self.values, self.incomes.level(month)
        self.housing, self.wedding_costs = shared(
            "prices", self.levers, housing_market.LEVERS, inputs, lambda: self.prices_under(self.levers, *inputs))

    def prices_under(self, levers: LeverPaths, month: int, future: str, values: Any, income: float) -> tuple[Any, Any]:
        """Rows of the conditions of homes and of the costs of weddings in a month."""
        homes = housing_market.housing_conditions(levers, self.pack, month, future, values, income)
        return as_row(homes), as_row(housing_market.wedding_costs(levers, self.pack, month, values, income))

    def open_year(self, population: Population, n_households: int, counts: Any, month: int) -> None:
        """Price homes, list heads of households and couples with parents, allocate the year's public homes."""
        self.price(month)
        persons, households = population.persons, population.households
        self.heads = household_heads.household_heads(
            population.n_persons, n_households, persons, households.tenure, month,
            everywhere=self.public_homes is None,
        )
        household_heads.set_joint_tenure(self.heads.joint, households)
        if self.public_homes is None:
            self.public_homes = public_rental.public_tenants(self.heads, households)
        entitled, served = public_rental.allocate_public_homes(
            self.public_homes, self.heads, persons, households, unpacked(self.housing), self.incomes.pay(month),
            self.settings.seed, month,
        )
        counts.public_rental_entitled[...] = entitled
        counts.public_rental_served[...] = served

    def keep_house(
        self, population: Population, counts: Any, claims: Claims, chunks: Chunks, month: int
    ) -> None:
        """The yearly decisions of the households whose head has the birthday month: savings, rents, homes bought."""
        rows = rows_equal(self.heads.month, len(self.heads.month), month % 12)
        parts = chunks.run(
            wealth.settle, len(rows), rows, self.heads, population.persons_handle, population.households_handle,
            self.housing, self.wedding_costs, self.thrift, self.incomes.pay(month), self.p, self.settings.seed, month,
        )
        claimed = list(wealth.CLAIMED)
        for cases, base, bought in parts:
            claims.cases[claimed] += cases
            claims.base[claimed] += base
            counts.homes_bought[...] += bought
