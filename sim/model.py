"""START HERE: the city month by month. `FertilityModel.step` is one month, in causal order.

Each line of the month calls one process in `sim/processes`, where the rule stands on top of the file and its loop
below. The model is a true `mesa.Model`: `run_for`, `DataCollector`, `mesa.batch_run`, `model.agents` and
`model.households` work; persons are rows, and agents are lazy views of rows (`sim.agents`).
"""

from typing import Any

import mesa
import numpy as np

from sim.agents import HouseholdSet, PersonSet
from sim.chunks import Chunks
from sim.clock import label, month_index, year_of
from sim.handles import Handled
from sim.parameters import as_row, kernel_tuple
from sim.places.pack import Pack, load_pack
from sim.policy.claims import empty_claims
from sim.policy.futures import future
from sim.policy.ledger import Ledger
from sim.policy.paths import compile_paths
from sim.population.cache import load_or_build, population_key
from sim.population.columns import Array, Population
from sim.processes import accounts, birthdays
from sim.processes.calendar import Incomes, monthly_paths
from sim.processes.care.nursery_markets import CLEARING_MONTHS, NurseryMarkets
from sim.processes.childbearing import birth_decisions, unplanned
from sim.processes.childbearing import reproduction as births
from sim.processes.childbearing.birth_decisions import BirthDecisions
from sim.processes.homes.home_keeping import HomeKeeping
from sim.processes.life import census, education_work, grandparents, households, migration, mortality
from sim.processes.life.arrivals import plan_arrivals
from sim.processes.money import benefits
from sim.processes.unions import separation
from sim.processes.unions.marriage_market import MarriageMarket
from sim.processes.work.employment import Employment
from sim.rows import rows_equal
from sim.settings import RunSettings

INFANT_MONTHS = 48
"""Age up to which children are listed for a year's nurseries and parents' leaves, the year's growing up included."""
SPARE_HOMES = 20_000
"""Household rows kept free for one month's weddings, divorces and moves; the whole city uses about 4,000."""


class FertilityModel(mesa.Model):
    """One city, one scenario, one future, one seed.

    settings : what to simulate; keyword arguments may give its fields instead (`FertilityModel(sample="1/1000")`)
    population : a start population to use instead of the cached one (it is changed)
    rng : the seed, under the name that `mesa.batch_run` gives it (`rng=[1, 2, 3]` for three seeds)
    """

    def __init__(
        self, settings: RunSettings | None = None, population: Population | None = None, pack: Pack | None = None,
        rng: int | None = None, **fields: Any,
    ) -> None:
        if settings is None:
            settings = RunSettings(**(fields if rng is None else {"seed": rng, **fields}))
        super().__init__(rng=settings.seed)
        self.settings = settings
        self.pack = pack or load_pack(settings.place)
        self.values = kernel_tuple(settings.parameters)
        self.p = as_row(self.values)
        self.chunks = Chunks(settings.threads)
        self.month = settings.start_month
        self.yearly: dict[int, dict[str, Array]] = {}
        self.months_in_year: dict[int, int] = {}
        self._prepare_inputs()
        stored = self.pack, settings.start_year, settings.sample, settings.population_seed
        self.population = population or load_or_build(*stored)
        self._prepare_population(None if population else population_key(*stored))

    # The month ----------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Simulate one month."""
        self._open_month()
        self._pass_birthdays()          # 1 calendar: ages, the year's draws · 4 education and work
        self._die()                     # 2 deaths
        self._migrate()                 # 3 migration: out, between counties, in
        self._leave_home()              # 5 housing: leaving the parents' home
        self._keep_house()              # 5 housing: savings, rents, homes bought, public rental
        self._allocate_care()           # 6 childcare: places, demand, queue
        self._partner()                 # 7 partnering: search, meeting, wedding, divorce
        self._bear_children()           # 8 intentions · 9 conception, loss, birth
        self._claim_benefits()          # 9 what births and birthdays of children entitle to
        self._settle_accounts()         # 10 accounts: money by lever, county and payer
        self._close_month()             # 10 accounts: counts and exposure

    @property
    def n_months(self) -> int:
        """Months from the start to the end of the settings."""
        return self.settings.end_month - self.settings.start_month + 1

    # Setting up ---------------------------------------------------------------------------------------------------

    def _prepare_inputs(self) -> None:
        """Compile everything the months read but never change."""
        settings, pack = self.settings, self.pack
        accounts.check_counties(pack)
        start, end = settings.start_month, settings.end_month
        self.paths = monthly_paths(pack, future(settings.future), self.values, start - births.WARM_UP_MONTHS, end)
        self.death_rates = mortality.death_rates(pack, settings.start_year, settings.end_year)
        self.levers = compile_paths(settings.scenario, pack, start, end, settings.doses, settings.values)
        self.claims = empty_claims(accounts.N_COUNTIES)
        self.ledger = Ledger(self.levers, pack, future(settings.future), float(settings.sample), start, end)
        self.incomes = Incomes(start - births.WARM_UP_MONTHS, start, self.paths.income)
        self.benefit_terms = benefits.benefit_terms(
            self.levers, pack, self.paths.income[births.WARM_UP_MONTHS :], start, end
        )
        self.homes = HomeKeeping(settings, pack, self.levers, self.incomes, self.values, self.p)
        self.market = MarriageMarket(settings, pack, self.paths, self.incomes, self.homes, self.p)
        self.decisions = BirthDecisions(
            settings, pack, self.levers, self.paths, self.incomes, self.values, self.p
        )

    def _prepare_population(self, start_key: str | None) -> None:
        """Plan arrivals, draw the first year's events, and live the months before the start day.

        start_key : of the start population, under which later runs find what hangs on it; None for one that was given
        """
        settings, population = self.settings, self.population
        start, end = settings.start_month, settings.end_month
        self.n_households = np.zeros(1, np.int64)
        self.work, mean_log_earnings = education_work.work_tables(population, start)
        self.schooling = education_work.newborn_schooling(population, start)
        self.rows_by_birthday: list[Array] = []
        scale = self.paths.arrivals[births.WARM_UP_MONTHS :]
        self.plan = plan_arrivals(
            self.pack, population, self.values, scale, float(settings.sample), settings.seed, start, end,
            self._room_for_births(), start_key,
        )
        self.n_households[0] = population.n_households
        self._open_year(self._take_census(start - 1, end))
        self.market.begin(population, mean_log_earnings, start_key)
        self.residents = self.stock.sum(axis=(1, 2)).astype(np.float64)
        self.nurseries = NurseryMarkets(
            self.levers, self.pack, settings.start_year, self.income_level, self.values, self.p, settings.seed
        )
        self._clear_nurseries()
        self.employment = Employment(
            self.levers, self.pack, start, self.income_level, self.women, self.population.persons,
            self.nurseries.taxes, self.p, settings.seed,
        )
        self.employers = self.employment.beliefs
        birthday = population.persons.birthday[: population.n_persons]
        self.rows_by_birthday = [np.flatnonzero(birthday == m).astype(np.int32) for m in range(12)]
        self._draw_first_year(np.arange(self.plan.first_row, dtype=np.int32), start)
        self.income_bounds = census.income_bounds(self.women, population.persons, start)
        self.decisions.begin(self.women, population.persons, self.care.admitted, self.employment.beliefs.leave_cost)
        for before in range(births.WARM_UP_MONTHS):
            self._pass_over_women(start - births.WARM_UP_MONTHS + before, earliest_birth=start)

    def _room_for_births(self) -> int:
        """Rows to keep free for births: .8 % of all rows a year, more than is likely; more are made when they lack."""
        return int(self.population.n_persons * 0.008 * (self.n_months / 12 + 1)) + 1000

    # The processes ------------------------------------------------------------------------------------------------

    def _open_month(self) -> None:
        """Bring rules and prices up to date, and note who is here."""
        self.counts.balance[self.month % 12, :, accounts.START] = self.stock.sum(axis=(1, 2))
        self.employment.open_month(self.month, self.income_level)
        if self.month % 12 == 0:
            self.nurseries.open_year(year_of(self.month), self.income_level)
        self.homes.open_month(self.month)

    def _take_census(self, month: int, end: int) -> census.Census:
        """Count the residents at the end of a month, and list women and singles of the year that begins."""
        last = min(month_index(year_of(month + 1), 12), end)
        not_yet = self.plan.row_edges[last + 1 - self.settings.start_month]
        state = self.population
        parts = self.chunks.run(census.take_census, state.n_persons, state.persons_handle, month, not_yet, last)
        counts = [np.sum([part[k] for part in parts], axis=0) for k in range(3)]
        return census.Census(*counts, *(np.concatenate([part[k] for part in parts]) for k in (3, 4, 5)))

    def _open_year(self, found: census.Census) -> None:
        """Start a calendar year's counts, and the lists of women, singles and children that its months scan."""
        self.held_counts = Handled(accounts.empty_counts())
        self.counts = self.held_counts.table
        self.stock = found.persons
        self.women = found.women
        self.children = benefits.by_birthday(found.children, self.population.persons.birthday)
        self.infants = found.children[self.month - self.population.persons.birth[found.children] < INFANT_MONTHS]
        self.market.open_year(found.singles, self.population.persons, self.month)
        at = self.month - self.settings.start_month + births.WARM_UP_MONTHS
        year = year_of(self.month) - self.settings.start_year
        self.excess_departures = self.plan.excess_departures[year]
        self.rates_now = self.death_rates[year] * self.values.mortality_scale * self.paths.mortality[at]
        self.homes.open_year(self.population, int(self.n_households[0]), self.counts, self.month)

    def _pass_birthdays(self) -> None:
        """Let those born in this calendar month turn a year older, and draw their coming year."""
        state, rows = self.population, self.rows_by_birthday[self.month % 12]
        parts = self.chunks.run(
            birthdays.pass_birthdays, len(rows), rows, state.persons_handle, self.rates_now,
            self.excess_departures, self.work, self.employment.hiring, self.p, self.settings.seed, self.month,
        )
        for change, *_, hires in parts:
            self.stock += change
            self.counts.hires[...] += hires
        self.start_stock = self.stock.copy()
        self.leaving_home = np.concatenate([leaving for _, leaving, *_ in parts])
        self.parting = np.concatenate([parting for *_, parting, _ in parts])

    def _draw_first_year(self, rows: Array, first: int) -> None:
        """Draw deaths and moves of `rows`, from month `first` until their next birthday."""
        self.chunks.run(
            birthdays.draw_first_year, len(rows), rows, self.population.persons_handle, self.rates_now,
            self.excess_departures, self.p, self.settings.seed, self.month, first,
        )

    def _die(self) -> None:
        state = self.population
        due = self._due(state.persons.next_death)
        self.widowed = mortality.carry_out_deaths(
            due, state.persons_handle, state.households_handle, self.stock, self.held_counts.handle, self.month
        )

    def _migrate(self) -> None:
        state, seed, month = self.population, self.settings.seed, self.month
        due = self._due(state.persons.next_move)
        migration.carry_out_moves(
            due, state.persons_handle, state.households_handle, self.n_households, self.stock, self.residents,
            self.held_counts.handle, seed, month,
        )
        at = month - self.settings.start_month
        first, last = self.plan.row_edges[at], self.plan.row_edges[at + 1]
        migration.carry_out_arrivals(
            first, last, state.persons_handle, state.households_handle, self.stock, self.held_counts.handle, month
        )
        self.arrived = np.arange(first, last, dtype=np.int32)

    def _leave_home(self) -> None:
        state = self.population
        households.leave_home(
            self.leaving_home, state.persons_handle, state.households_handle, self.n_households
        )

    def _allocate_care(self) -> None:
        if self.month % 12 in CLEARING_MONTHS:
            self._clear_nurseries()
        self.nurseries.pass_month(self.population.persons, self.counts, self.claims, self.month)

    def _clear_nurseries(self) -> None:
        """Clear the childcare markets, which sets what couples expect of them (`care`)."""
        self.care = self.nurseries.clear(
            self.infants, self.population.persons_handle, self.stock.sum(axis=(1, 2)), self.claims, self.chunks,
            self.month, self.income_level, self.pay,
        )

    def _keep_house(self) -> None:
        self.homes.keep_house(self.population, self.counts, self.claims, self.chunks, self.month)

    def _partner(self) -> None:
        state, decisions, month = self.population, self.decisions, self.month
        freed = separation.divorce(
            self.parting, state.persons_handle, state.households_handle, self.n_households, self.held_counts.handle,
            month,
        )
        decisions.to_wed, hurried = unplanned.still_to_wed(decisions.to_wed, state.persons, month)
        self.market.pair(
            hurried, state, self.n_households, self.stock, self.held_counts.handle, self.claims, self.chunks, month
        )
        self.market.add(np.concatenate((self.widowed, freed)), state.persons, month)

    def _bear_children(self) -> None:
        state, month = self.population, self.month
        mothers = self._pass_over_women(month, earliest_birth=0)
        self._make_room(len(mothers))
        first = state.n_persons
        births.deliver(
            mothers, first, state.persons_handle, state.households_handle, self.stock, self.schooling,
            self.income_bounds, self.held_counts.handle, self.p, self.settings.seed, month,
        )
        grandparents.count_helpers(mothers, state.persons_handle, self.market.helping, month)
        state.n_persons += len(mothers)
        self.decisions.see(mothers, state.persons_handle, month)
        self.newborn = np.arange(first, state.n_persons, dtype=np.int32)
        self.rows_by_birthday[month % 12] = np.concatenate((self.rows_by_birthday[month % 12], self.newborn))
        self.infants = np.concatenate((self.infants, self.newborn))
        self.starting_year = np.concatenate((self.children[month % 12], self.newborn))
        self.employment.begin_leaves(
            mothers, self.starting_year, state.persons_handle, self.care, self.held_counts.handle, self.claims,
            self.pay, month,
        )
        self._draw_first_year(np.concatenate((self.arrived, self.newborn)), month + 1)

    def _pass_over_women(self, month: int, earliest_birth: int) -> Array:
        """Exposure, intentions, conceptions and losses of one month; rows of the mothers who give birth in it."""
        parts = self.decisions.pass_over_women(
            self.women, self.population, self.care.admitted, self.employment.beliefs.leave_cost, self.chunks, month,
            earliest_birth,
        )
        if earliest_birth == 0:
            birth_decisions.count(parts, self.counts)
        return np.concatenate([part.mothers for part in parts])

    def _claim_benefits(self) -> None:
        """Count who becomes eligible by a birth, or by the year that a birth or birthday begins for a child."""
        state, month, claims = self.population, self.month, self.claims
        tax, terms = self.benefit_terms[month - self.settings.start_month]
        benefits.claim_births(
            self.newborn, state.persons_handle, self.decisions.permission(month).now, terms, claims.cases, claims.base
        )
        rows = self.starting_year
        for cases, base in self.chunks.run(
            benefits.claim_child_years, len(rows), rows, state.persons_handle, tax, terms, self.settings.seed, month
        ):
            claims.cases[...] += cases
            claims.base[...] += base

    def _settle_accounts(self) -> None:
        """Turn the month's claims into money."""
        self.ledger.settle(self.month, self.claims, self.counts)

    def _close_month(self) -> None:
        """Exposure of the month; at the year's end the stocks; then the next month."""
        month = self.month
        self.counts.exposure_half_months[...] += self.start_stock + self.stock
        self.counts.balance[month % 12, :, accounts.END] = self.stock.sum(axis=(1, 2))
        year = year_of(month)
        self.months_in_year[year] = self.months_in_year.get(year, 0) + 1
        self.month = month + 1
        if self.month % 12 == 0 or self.month > self.settings.end_month:
            self._close_year(year)
        self.running = self.month <= self.settings.end_month

    def _close_year(self, year: int) -> None:
        """Keep the year's counts with the stocks at its end, and open the next year."""
        state, counts = self.population, self.counts
        found = self._take_census(self.month - 1, self.settings.end_month)
        assert np.array_equal(self.stock, found.persons), "the stock kept by events is not that of a recount"
        counts.persons[...], counts.never_married[...] = found.persons, found.never_married
        counts.persons_by_hukou[...] = found.by_hukou
        self.nurseries.count(counts)
        self.employment.learn(counts, self.women, state.persons, self.months_in_year[year] == 12, self.month - 1)
        parts = self.chunks.run(census.count_households, int(self.n_households[0]), state.households)
        for by_size, collective, by_tenure in parts:
            counts.households[...] += by_size
            counts.collective_residents[...] += collective
            counts.tenures[...] += by_tenure
        census.count_wives(self.women, state.persons, state.households, counts.wives_by_tenure)
        self.yearly[year] = dict(zip(counts._fields, counts, strict=True))
        if self.month <= self.settings.end_month:
            self._open_year(found)
            self.decisions.open_year(
                self.women, state.persons, self.month, self.care.admitted, self.employment.beliefs.leave_cost
            )

    # Helpers ------------------------------------------------------------------------------------------------------

    def _due(self, dates: Array) -> Array:
        """Rows whose date is this month, ascending."""
        return rows_equal(dates, self.population.n_persons, self.month)

    @property
    def pay(self) -> float:
        """Real pay of this month over that of the start day, the level at which the column of earnings stands."""
        return self.incomes.pay(self.month)

    @property
    def income_level(self) -> float:
        """Real incomes of this month over those of 2020."""
        return self.incomes.level(self.month)

    def _make_room(self, n_births: int) -> None:
        """See that newborns and new households of this month and the next have rows."""
        state = self.population
        state.n_households = int(self.n_households[0])
        if state.n_persons + n_births > len(state.persons.id):
            state.reserve(n_births + state.n_persons // 50, 0)
        if state.n_households + SPARE_HOMES > len(state.households.size):
            state.reserve(0, SPARE_HOMES + state.n_households // 20)

    # Views --------------------------------------------------------------------------------------------------------

    @property
    def agents(self) -> PersonSet:
        """All residents as a Mesa agent set of lazy views."""
        return PersonSet(self)

    @property
    def households(self) -> HouseholdSet:
        """All households with members as a Mesa agent set of lazy views."""
        return HouseholdSet(self)

    def __repr__(self) -> str:
        s = self.settings
        return f"FertilityModel({s.scenario}, {s.future}, sample {s.sample}, seed {s.seed}, {label(self.month)})"
