"""START HERE: the city month by month. `FertilityModel.step` is one month, in causal order.

Each line of the month calls one process in `sim/processes`, where the rule stands on top of the file and its loop
below. The model is a true `mesa.Model`: `run_for`, `DataCollector`, `mesa.batch_run`, `model.agents` and
`model.households` work; persons are rows, and agents are lazy views of rows (`sim.agents`).
"""

from typing import Any, NamedTuple

import mesa
import numpy as np

from sim.agents import Views
from sim.chunks import Chunks, joined
from sim.clock import label, month_index, year_of
from sim.errors import UserError
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
from sim.processes.care.nursery_markets import CLEARING_MONTHS, NurseryMarkets
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.childbearing import birth_decisions, deliveries, trying, unplanned
from sim.processes.childbearing.birth_decisions import BirthDecisions
from sim.processes.childbearing.treatment_terms import claim_treatments
from sim.processes.exogenous.calendar import Incomes, monthly_paths
from sim.processes.homes.home_keeping import HomeKeeping
from sim.processes.life import census, education_work, grandparents, households, migration, mortality
from sim.processes.life.arrivals import ArrivalPlan, plan_arrivals
from sim.processes.money import benefits, part_years
from sim.processes.unions import separation
from sim.processes.unions.marriage_market import MarriageMarket
from sim.processes.work.employment import Employment
from sim.rows import rows_by_value, rows_equal
from sim.settings import UNSAID, RunSettings, settings_of

SPARE_HOMES = 20_000
"""Household rows kept free for one month's weddings, divorces and moves; the whole city uses about 4,000."""


class Born(NamedTuple):
    """What a month's births hand on to later steps: rows."""

    mothers: Array
    children: Array
    year_begins: Array
    """Children whose year begins, by birth or birthday, for what is granted by the year."""


class FertilityModel(Views, mesa.Model):
    """One city, one scenario, one future, one seed.

    settings : what to simulate; keyword arguments give its fields instead, or change them (`settings_of`)
    population : a start population to use instead of the cached one (it is changed)
    rng : the seed, under the name that `mesa.batch_run` gives it (`rng=[1, 2, 3]` for three seeds)
    """

    def __init__(
        self, settings: RunSettings | None = None, population: Population | None = None, pack: Pack | None = None,
        rng: Any = UNSAID, **fields: Any,
    ) -> None:
        settings = settings_of(settings, rng, fields)
        super().__init__(rng=settings.seed)
        start, end = settings.start_month, settings.end_month
        self.settings, self.month, self.chunks = settings, start, Chunks(settings.threads)
        self.running, self.set_by_hand = True, False
        self.yearly: dict[int, dict[str, Array]] = {}
        self.months_in_year: dict[int, int] = {}
        # What the months read but never change
        self.pack = pack or load_pack(settings.place)
        accounts.check_counties(self.pack)
        self.pack.check_start(settings.start_year)
        self.values = kernel_tuple(settings.parameters)
        self.p, before = as_row(self.values), trying.WARM_UP_MONTHS
        self.paths = monthly_paths(self.pack, future(settings.future), self.values, start - before, end)
        self.incomes = Incomes(start - before, start, tuple(self.paths.income.tolist()))
        self.levers = compile_paths(settings.scenario, self.pack, start, end, settings.doses, settings.values)
        self.death_rates = mortality.death_rates(self.pack, settings.start_year, settings.end_year)
        self.benefit_terms = benefits.benefit_terms(self.levers, self.pack, self.paths.income[before:], start, end)
        # Who lives here on the start day, and who is to arrive
        stored = self.pack, settings.start_year, settings.sample, settings.start_seed
        start_key = None if population else population_key(*stored)
        self.population = population or load_or_build(*stored)
        self.start_day = education_work.start_day(self.population, start, start_key)
        self.work = Handled(self.start_day.work)
        self.plan = self._plan_arrivals(start_key)
        self.n_households = np.array([self.population.n_households], np.int64)
        found = self._take_census(start - 1)
        self.stock, self.residents = found.persons, migration.residents_by_band(found.persons)
        birthday = self.population.persons.birthday[: self.population.n_persons]
        self.rows_by_birthday = rows_by_value(birthday, 12)
        self.income_bounds = census.income_bounds(found.women, self.population.persons, start)
        # What the months change: counts and lists of the year, claims, and the processes that remember
        self.year = self._open_year(found)
        self.claims = empty_claims(accounts.N_COUNTIES)
        self.ledger = Ledger(self.levers, self.pack, future(settings.future), float(settings.sample), start, end)
        self.homes = HomeKeeping(settings, self.pack, self.levers, self.incomes, self.values, self.p, self.population)
        self.homes.let_public_homes(self.population, self.year.counts, self.chunks, start)
        self.market = MarriageMarket(
            settings, self.pack, self.paths, self.incomes, self.homes, self.p, self.population, found.singles,
            self.start_day.mean_log_earnings, start_key,
        )
        self.nurseries = NurseryMarkets(
            self.levers, self.pack, settings.start_year, self.income_level, self.values, self.p, settings.seed
        )
        self.care = self._clear_nurseries()
        self.employment = Employment(
            self.levers, self.pack, start, self.income_level, found.women, self.population.persons_handle,
            self.nurseries.taxes, self.p, settings.seed,
        )
        self.decisions = BirthDecisions(
            settings, self.pack, self.levers, self.paths, self.incomes, self.values, self.p, found.women,
            self.population.persons_handle, self.nurseries.reach, self.employment.beliefs.leave_cost,
        )
        self._live_before_the_start()

    # The month ----------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Simulate one month; `UserError` past the last month of the settings."""
        self._open_month()                                  # rules and prices of the month
        turned = self._pass_birthdays()                     # ages; the coming year's draws; work and pay
        at_start = self.stock.copy()                        # residents whose exposure begins
        widowed = self._die()                               # deaths
        arrived = self._migrate()                           # migration: out, between counties, in
        self._leave_home(turned.leaving_home)               # single adults leave the parents' home
        self._keep_house()                                  # savings, rents, homes bought, public rental
        self._allocate_care()                               # childcare: places, demand, queue
        self._partner(widowed, turned)                      # divorce, search, meeting, wedding
        born = self._bear_children()                        # intentions, conception, loss, birth
        self._begin_leaves(born)                            # parents' leaves, and who pays for them
        self._draw_for_the_new(arrived, born)               # their deaths and moves until the next birthday
        self._claim_benefits(born)                          # what births and birthdays of children entitle to
        self._settle_accounts()                             # money by lever, county and payer
        self._close_month(at_start)                         # exposure; at a year's end its stocks

    @property
    def n_months(self) -> int:
        """Months from the start to the end of the settings."""
        return self.settings.end_month - self.settings.start_month + 1

    # Setting up ---------------------------------------------------------------------------------------------------

    def _plan_arrivals(self, start_key: str | None) -> ArrivalPlan:
        """Plan who arrives in which month of the run, in rows behind those of the start day.

        start_key : of the start population, under which later runs find what hangs on it; None for one that was given
        """
        settings, scale = self.settings, self.paths.arrivals[trying.WARM_UP_MONTHS :]
        # .8 % of all rows a year are more births than is likely; more rows are made when they lack
        room_for_births = int(self.population.n_persons * 0.008 * (self.n_months / 12 + 1)) + 1000
        return plan_arrivals(
            self.pack, self.population, self.values, scale, float(settings.sample), settings.seed,
            settings.start_month, settings.end_month, room_for_births, start_key,
        )

    def _live_before_the_start(self) -> None:
        """Draw the first year's events of all residents, and live the months of intentions before the start day."""
        self._draw_first_year(np.arange(self.plan.first_row, dtype=np.int32), start := self.settings.start_month)
        for month in range(start - trying.WARM_UP_MONTHS, start):
            self._pass_over_women(month, earliest_birth=start)
            self.decisions.wed_before_the_start(self.year.women, self.population.persons_handle, month)

    # The processes ------------------------------------------------------------------------------------------------

    def _open_month(self) -> None:
        """Bring rules and prices up to date, and note who is here."""
        if self.month > (end := self.settings.end_month):
            raise UserError(f"step: the run ended with {label(end)}, the last month of its `end_year`")
        if self.set_by_hand:  # columns of persons, by who holds agents: what is kept of them counts no more
            self.year.recount(self.population.persons_handle, self.month - 1, self.chunks)
            self.decisions.forget()
            self.set_by_hand = False
        self.year.counts.balance[self.month % 12, :, accounts.START] = self.stock.sum(axis=(1, 2))
        self.employment.open_month(self.month, self.income_level)
        if self.month % 12 == 0:
            self.nurseries.open_year(year_of(self.month), self.income_level)
        self.homes.open_month(self.month)

    def _pass_birthdays(self) -> birthdays.BirthdaysPassed:
        """Let those born in this calendar month turn a year older, and draw their coming year."""
        state, rows = self.population, self.rows_by_birthday[self.month % 12]
        turned = birthdays.whole(self.chunks.run(
            birthdays.pass_birthdays, len(rows), rows, state.persons_handle, self.year.death_rates,
            self.year.excess_departures, self.work.handle, self.employment.terms.handle,
            self.market.counselled(self.month), self.p, self.settings.seed, self.month,
        ))
        self.employment.claim_hired(turned.hires, turned.rehired, self.claims)
        self.stock += turned.change
        self.year.counts.women[...] += turned.women
        self.year.counts.hires[...] += turned.hires
        return turned

    def _draw_for_the_new(self, arrived: Array, born: Born) -> None:
        self._draw_first_year(np.concatenate((arrived, born.children)), self.month + 1)

    def _draw_first_year(self, rows: Array, first: int) -> None:
        """Draw deaths and moves of `rows`, from month `first` until their next birthday."""
        self.chunks.run(
            birthdays.draw_first_year, len(rows), rows, self.population.persons_handle, self.year.death_rates,
            self.year.excess_departures, self.p, self.settings.seed, self.month, first,
        )

    def _die(self) -> Array:
        """Let those die whose month it is; rows whom they leave widowed."""
        state = self.population
        return mortality.carry_out_deaths(
            self._due(state.persons.next_death), state.persons_handle, state.households_handle, self.stock,
            self.year.held.handle, self.month,
        )

    def _migrate(self) -> Array:
        """Let those move whose month it is, and the planned arrive; rows of these."""
        state, counts, month = self.population, self.year.held.handle, self.month
        self.decisions.look_at(moving := self._due(state.persons.next_move))
        migration.carry_out_moves(
            moving, state.persons_handle, state.households_handle, self.n_households, self.stock, self.residents,
            counts, self.settings.seed, month,
        )
        first, last = self.plan.row_edges[month - self.settings.start_month :][:2]
        migration.carry_out_arrivals(
            first, last, state.persons_handle, state.households_handle, self.stock, counts, month)
        self.decisions.look_at(arrived := np.arange(first, last, dtype=np.int32))
        return arrived

    def _leave_home(self, leaving: Array) -> None:
        state = self.population
        households.leave_home(leaving, state.persons_handle, state.households_handle, self.n_households)

    def _keep_house(self) -> None:
        self.homes.keep_house(self.population, self.year.counts, self.claims, self.chunks, self.month)

    def _allocate_care(self) -> None:
        if self.month % 12 in CLEARING_MONTHS:
            self.care = self._clear_nurseries()
        self.nurseries.pass_month(self.population.persons, self.year.counts, self.claims, self.month)

    def _clear_nurseries(self) -> CareMarket:
        """Clear the childcare markets; what couples expect of them from now on."""
        return self.nurseries.clear(
            self.year.infants, self.population.persons_handle, self.stock.sum(axis=(1, 2)), self.claims, self.chunks,
            self.month, self.income_level, self.pay,
        )

    def _partner(self, widowed: Array, turned: birthdays.BirthdaysPassed) -> None:
        """Divorces and weddings; the widowed and divorced search from next month on."""
        state, decisions, counts, month = self.population, self.decisions, self.year.held.handle, self.month
        freed = separation.divorce(
            turned.parting, state.persons_handle, state.households_handle, self.n_households, counts, month
        )
        self.market.claim_reached(turned.applying, state.persons, self.stock, self.claims, month)
        decisions.to_wed, hurried = unplanned.still_to_wed(decisions.to_wed, state.persons_handle, month)
        self.market.pair(hurried, state, self.n_households, self.stock, counts, self.claims, self.chunks, month)
        decisions.look_at(freed := np.concatenate((widowed, freed)))
        self.market.add(freed, state.persons, month)

    def _bear_children(self) -> Born:
        """Let couples decide and conceive, and the month's mothers give birth; the lists of the year take in births."""
        state, month = self.population, self.month
        mothers = self._pass_over_women(month, earliest_birth=0)
        state.n_households = int(self.n_households[0])
        state.make_room(len(mothers), SPARE_HOMES)
        self.decisions.pay_births(mothers, state, self.nurseries.reach, self.employment.beliefs.leave_cost, month)
        first = state.n_persons
        deliveries.deliver(
            mothers, first, state.persons_handle, state.households_handle, self.stock, self.start_day.schooling,
            self.income_bounds, self.year.held.handle, self.p, self.settings.seed, month,
        )
        self.market.count_helpers(mothers, state.persons_handle, self.chunks, month)
        grandparents.support_helps(mothers, state.persons_handle, self.levers, self.p, self.settings.seed, month)
        state.n_persons += len(mothers)
        self.decisions.see(mothers, state.persons_handle, month)
        children = np.arange(first, state.n_persons, dtype=np.int32)
        self.rows_by_birthday[month % 12] = np.concatenate((self.rows_by_birthday[month % 12], children))
        self.year.infants = np.concatenate((self.year.infants, children))
        return Born(mothers, children, np.concatenate((self.year.children[month % 12], children)))

    def _pass_over_women(self, month: int, earliest_birth: int) -> Array:
        """Exposure, intentions, conceptions and losses of one month; rows of the mothers who give birth in it."""
        parts = self.decisions.pass_over_women(
            self.year.women, self.population, self.nurseries.reach, self.employment.beliefs.leave_cost, self.chunks,
            month, earliest_birth,
        )
        if earliest_birth == 0:
            birth_decisions.count(parts, self.year.counts)
            claim_treatments([part.cycles for part in parts], self.levers, self.claims, month, self.values)
        return joined([part.mothers for part in parts])

    def _begin_leaves(self, born: Born) -> None:
        self.employment.begin_leaves(
            born.mothers, born.year_begins, self.population.persons_handle, self.care, self.year.held.handle,
            self.claims, self.pay, self.chunks, self.month,
        )

    def _claim_benefits(self, born: Born) -> None:
        """Count who becomes eligible by a birth, or by the year that a birth or birthday begins for a child."""
        state, month, claims = self.population, self.month, self.claims
        tax, terms = self.benefit_terms[month - self.settings.start_month]
        benefits.claim_births(
            born.children, state.persons_handle, self.decisions.rules_of_births(month), terms, claims
        )
        rows, persons, seed = born.year_begins, state.persons_handle, self.settings.seed
        claimed = self.chunks.run(benefits.claim_child_years, len(rows), rows, persons, tax, terms, seed, month)
        if part_years.any_risen(self.levers, month):
            gained = part_years.risen(self.levers, month)
            for rows, ages in part_years.rows_by_age(self.year.infants, self.year.children):
                claimed += self.chunks.run(
                    part_years.claim_part_years, len(rows), rows, persons, tax, terms, gained, *ages, seed, month)
        for part in claimed:
            claims.cases[...] += part.cases
            claims.base[...] += part.base

    def _settle_accounts(self) -> None:
        """Turn the month's claims into money."""
        self.ledger.settle(self.month, self.claims, self.year.counts)

    def _close_month(self, residents_before: Array) -> None:
        """Exposure of the month; at the year's end the stocks; then the next month."""
        month, counts = self.month, self.year.counts
        counts.exposure_half_months[...] += residents_before + self.stock
        counts.balance[month % 12, :, accounts.END] = self.stock.sum(axis=(1, 2))
        year = year_of(month)
        self.months_in_year[year] = self.months_in_year.get(year, 0) + 1
        self.month, self.running = month + 1, month < self.settings.end_month
        if self.month % 12 == 0 or not self.running:
            self._turn_year(year)

    # The year -----------------------------------------------------------------------------------------------------

    def _turn_year(self, year: int) -> None:
        """Keep a year's counts with the stocks at its end, and open the next year."""
        counts, persons = self.year.counts, self.population.persons_handle
        found = self._take_census(self.month - 1)
        assert np.array_equal(self.stock, found.persons), "the stock kept by events is not that of a recount"
        homes = self.chunks.run(census.count_households, int(self.n_households[0]), self.population.households)
        women, whole, last = self.year.women, self.months_in_year[year] == 12, self.month - 1
        listed = self.chunks.run(
            census.count_listed, len(women), women, persons, self.population.households_handle, last)
        census.count_stocks(found, homes, listed, counts)
        self.nurseries.count(counts)
        self.employment.learn(counts, women, persons, whole, self.chunks, last)
        self.yearly[year] = accounts.measures(counts)
        if not self.running:
            return
        self.stock, self.year = found.persons, self._open_year(found)
        assert np.array_equal(counts.women, self.year.counts.women), "women kept by events are not those of a recount"
        self.market.open_year(found.singles, self.population.persons, self.chunks, self.month)
        self.homes.open_year(self.population, int(self.n_households[0]), self.year.counts, self.chunks, self.month)
        self.decisions.open_year(
            found.women, persons, self.month, self.nurseries.reach, self.employment.beliefs.leave_cost, self.chunks
        )

    def _take_census(self, month: int) -> census.Census:
        """Count the residents at the end of a month, and list women and singles of the year that begins."""
        last = min(month_index(year_of(month + 1), 12), self.settings.end_month)
        not_yet, state = self.plan.row_edges[last + 1 - self.settings.start_month], self.population
        return census.whole(
            self.chunks.run(census.take_census, state.n_persons, state.persons_handle, month, not_yet, last)
        )

    def _open_year(self, found: census.Census) -> census.OpenYear:
        """Counts, rates and lists of the calendar year that begins with this month."""
        at = self.month - self.settings.start_month + trying.WARM_UP_MONTHS
        year = year_of(self.month) - self.settings.start_year
        death_rates = self.death_rates[year] * self.values.mortality_scale * self.paths.mortality[at]
        death_rates[:, :, 0] *= mortality.infant_deaths_left(self.levers, self.month, self.values)[:, None]
        return census.open_year(
            found, self.population, self.month, death_rates, self.plan.excess_departures[year], self.chunks
        )

    # Helpers ------------------------------------------------------------------------------------------------------

    def _due(self, dates: Array) -> Array:
        """Rows whose date is this month, ascending."""
        return rows_equal(dates, self.population.n_persons, self.month, self.chunks)

    @property
    def pay(self) -> float:
        """Real pay of this month over that of the start day, the level at which the column of earnings stands."""
        return self.incomes.pay(self.month)

    @property
    def income_level(self) -> float:
        """Real incomes of this month over those of 2020."""
        return self.incomes.level(self.month)

    @property
    def counts(self) -> Any:
        """What the calendar year has counted so far (`accounts.TABLES`)."""
        return self.year.counts

    def __repr__(self) -> str:
        s = self.settings
        return f"FertilityModel({s.scenario}, {s.future}, sample {s.sample}, seed {s.seed}, {label(self.month)})"
