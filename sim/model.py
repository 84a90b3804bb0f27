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
from sim.parameters import as_record, kernel_tuple
from sim.places.pack import Pack, load_pack
from sim.policy.claims import empty_claims
from sim.policy.futures import future
from sim.policy.ledger import Ledger
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario
from sim.population.cache import load_or_build
from sim.population.columns import TO_WED, Array, Population
from sim.processes import (
    accounts,
    assisted_reproduction,
    benefits,
    birthdays,
    education_work,
    households,
    migration,
    mortality,
    partnering,
    separation,
    unplanned,
)
from sim.processes import reproduction as births
from sim.processes.arrivals import plan_arrivals
from sim.processes.calendar import monthly_paths
from sim.processes.intentions import Minds, mean_fecundity, most_gain
from sim.processes.outlook import LEAD_MONTHS, Outlook
from sim.processes.peers import checked_gain, count_births, count_women, look_at_peers, spending_of_parents, start_peers
from sim.processes.permission import permission_rules
from sim.processes.pregnancy import biology
from sim.settings import RunSettings

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
        self.p = as_record(self.values)
        self.chunks = Chunks(settings.threads)
        self.month = settings.start_month
        self.yearly: dict[int, dict[str, Array]] = {}
        self.months_in_year: dict[int, int] = {}
        self._prepare_inputs()
        self.population = population or load_or_build(
            self.pack, settings.start_year, settings.sample, settings.population_seed
        )
        self._prepare_population()

    # The month ----------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Simulate one month."""
        self._open_month()
        self._pass_birthdays()          # 1 calendar: ages, the year's draws · 4 education and work
        self._die()                     # 2 deaths
        self._migrate()                 # 3 migration: out, between counties, in
        self._leave_home()              # 5 housing: leaving the parents' home
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
        start, end = settings.start_month, settings.end_month
        self.paths = monthly_paths(pack, future(settings.future), self.values, start - births.WARM_UP_MONTHS, end)
        self.death_rates = mortality.death_rates(pack, settings.start_year, settings.end_year)
        self.biology = biology(pack, self.values)
        self.levers = compile_paths(settings.scenario, pack, start, end, settings.doses, settings.values)
        self.permission = permission_rules(pack, scenario(settings.scenario).frozen_month)
        self.claims = empty_claims()
        self.outlook = Outlook(
            pack, self.values, settings.future, year_of(start - births.WARM_UP_MONTHS), settings.end_year
        )
        self.fecundity = mean_fecundity(self.biology)
        self.ledger = Ledger(self.levers, pack, future(settings.future), float(settings.sample), start, end)
        incomes = self.paths.income[births.WARM_UP_MONTHS :]
        self.benefit_terms = benefits.benefit_terms(self.levers, pack, incomes, start, end)
        self.unplanned = as_record(unplanned.unplanned(pack))
        self.assisted = as_record(assisted_reproduction.assisted(pack))
        self.affinity = partnering.schooling_affinity(pack)

    def _prepare_population(self) -> None:
        """Plan arrivals, draw the first year's events, and live the months before the start day."""
        settings, population = self.settings, self.population
        start, end = settings.start_month, settings.end_month
        self.n_households = np.zeros(1, np.int64)
        self.to_wed = np.zeros(0, np.int32)
        self.work, self.mean_log_earnings = education_work.work_tables(population, start)
        self.schooling = education_work.newborn_schooling(population, start)
        self.rows_by_birthday: list[Array] = []
        scale = self.paths.arrivals[births.WARM_UP_MONTHS :]
        self.plan = plan_arrivals(
            self.pack, population, self.values, scale, float(settings.sample), settings.seed, start, end,
            self._room_for_births(),
        )
        self.n_households[0] = population.n_households
        self._open_year(self._take_census(start - 1, end))
        self.residents = self.stock.sum(axis=(1, 2)).astype(np.float64)
        birthday = population.persons.birthday[: population.n_persons]
        self.rows_by_birthday = [np.flatnonzero(birthday == m).astype(np.int32) for m in range(12)]
        self._draw_first_year(np.arange(self.plan.first_row, dtype=np.int32), start)
        self.peers = start_peers(self.women, population.persons, start)
        checked_gain(self.values, float(self.peers.start @ self.peers.women / self.peers.women.sum()))
        self._look_at_spending(start)
        for before in range(births.WARM_UP_MONTHS):
            self._pass_over_women(start - births.WARM_UP_MONTHS + before, earliest_birth=start)

    def _room_for_births(self) -> int:
        """Rows to keep free for births: .8 % of all rows a year, more than is likely; more are made when they lack."""
        return int(self.population.n_persons * 0.008 * (self.n_months / 12 + 1)) + 1000

    # The processes ------------------------------------------------------------------------------------------------

    def _open_month(self) -> None:
        """Set the month's factors and note who is here."""
        at = self.month - self.settings.start_month + births.WARM_UP_MONTHS
        self.market = partnering.MarketMonth(float(self.paths.marriage_peak[at]), float(self.paths.wedding[at]))
        self.counts.balance[self.month % 12, :, accounts.START] = self.stock.sum(axis=(1, 2))

    def _take_census(self, month: int, end: int) -> accounts.Census:
        """Count the residents at the end of a month, and list women and singles of the year that begins."""
        last = min(month_index(year_of(month + 1), 12), end)
        not_yet = self.plan.row_edges[last + 1 - self.settings.start_month]
        state = self.population
        parts = self.chunks.run(accounts.take_census, state.n_persons, state.persons, month, not_yet, last)
        counts = [np.sum([part[k] for part in parts], axis=0) for k in range(3)]
        return accounts.Census(*counts, *(np.concatenate([part[k] for part in parts]) for k in (3, 4, 5)))

    def _open_year(self, census: accounts.Census) -> None:
        """Start a calendar year's counts, and the lists of women, singles and children that its months scan."""
        self.counts = accounts.empty_counts()
        self.stock = census.persons
        self.women = census.women
        self.children = benefits.by_birthday(census.children, self.population.persons.birthday)
        self.singles, self.listed_in = partnering.SinglesList(census.singles, self.population.persons), self.month
        at = self.month - self.settings.start_month + births.WARM_UP_MONTHS
        year = year_of(self.month) - self.settings.start_year
        self.rates_now = self.death_rates[year] * self.values.mortality_scale * self.paths.mortality[at]

    def _pass_birthdays(self) -> None:
        """Let those born in this calendar month turn a year older, and draw their coming year."""
        state, rows = self.population, self.rows_by_birthday[self.month % 12]
        parts = self.chunks.run(
            birthdays.pass_birthdays, len(rows), rows, state.persons, self.rates_now,
            self.plan.excess_departures, self.work, self.p, self.settings.seed, self.month,
        )
        for change, *_ in parts:
            self.stock += change
        self.start_stock = self.stock.copy()
        self.leaving_home = np.concatenate([leaving for _, leaving, _ in parts])
        self.parting = np.concatenate([parting for *_, parting in parts])

    def _draw_first_year(self, rows: Array, first: int) -> None:
        """Draw deaths and moves of `rows`, from month `first` until their next birthday."""
        self.chunks.run(
            birthdays.draw_first_year, len(rows), rows, self.population.persons, self.rates_now,
            self.plan.excess_departures, self.p, self.settings.seed, self.month, first,
        )

    def _die(self) -> None:
        state = self.population
        due = self._due(state.persons.next_death)
        self.widowed = mortality.carry_out_deaths(
            due, state.persons, state.households, self.stock, self.counts, self.month
        )

    def _migrate(self) -> None:
        state, seed, month = self.population, self.settings.seed, self.month
        due = self._due(state.persons.next_move)
        migration.carry_out_moves(
            due, state.persons, state.households, self.n_households, self.stock, self.residents, self.counts, seed,
            month,
        )
        at = month - self.settings.start_month
        first, last = self.plan.row_edges[at], self.plan.row_edges[at + 1]
        migration.carry_out_arrivals(first, last, state.persons, state.households, self.stock, self.counts, month)
        self.arrived = np.arange(first, last, dtype=np.int32)

    def _leave_home(self) -> None:
        state = self.population
        households.leave_home(self.leaving_home, state.persons, state.households, self.n_households)

    def _partner(self) -> None:
        state, p, seed, month = self.population, self.p, self.settings.seed, self.month
        freed = separation.divorce(
            self.parting, state.persons, state.households, self.n_households, self.counts, month
        )
        found = self.chunks.run(
            partnering.search, self.singles.n, self.singles.table, state.persons, self.market, p, seed, month
        )
        self.to_wed, hurried = unplanned.still_to_wed(self.to_wed, state.persons, month)
        women = np.unique(np.concatenate([part for part, _ in found] + [hurried]))
        men = partnering.Seeking(*(np.concatenate(column) for column in zip(*(m for _, m in found), strict=True)))
        couples = partnering.match(women, men, state.persons, self.affinity, self.mean_log_earnings, p, seed, month)
        partnering.wed(
            *couples, state.persons, state.households, self.n_households, self.stock, self.counts, p, seed, month
        )
        self._add_singles(np.concatenate((self.widowed, freed)))

    def _add_singles(self, rows: Array) -> None:
        """Let the widowed and divorced in `rows` search from next month on.

        Those who wed after the list was made are in it already.
        """
        persons = self.population.persons
        unlisted = persons.union_start[rows] < self.listed_in
        new = rows[unlisted & partnering.may_search(persons.birth[rows], self.month)]
        if len(new):
            self.singles.add(new, persons)

    def _bear_children(self) -> None:
        state, month = self.population, self.month
        mothers = self._pass_over_women(month, earliest_birth=0)
        self._make_room(len(mothers))
        first = state.n_persons
        births.deliver(
            mothers, first, state.persons, state.households, self.stock, self.schooling, self.counts, self.p,
            self.settings.seed, month,
        )
        state.n_persons += len(mothers)
        count_births(mothers, state.persons, self.peers.months, month)
        look_at_peers(self.peers, month + 1, self.settings.start_month)
        self.newborn = np.arange(first, state.n_persons, dtype=np.int32)
        self.rows_by_birthday[month % 12] = np.concatenate((self.rows_by_birthday[month % 12], self.newborn))
        self._draw_first_year(np.concatenate((self.arrived, self.newborn)), month + 1)

    def _pass_over_women(self, month: int, earliest_birth: int) -> Array:
        """Exposure, intentions, conceptions and losses of one month; rows of the mothers who give birth in it."""
        at = month - self.settings.start_month + births.WARM_UP_MONTHS
        rule, state = births.RULES[self.settings.birth_rule], self.population
        factor = float(self.paths.intention[at] * (self.paths.decline[at] if rule == births.BY_HAZARD else 1.0))
        parts = self.chunks.run(
            births.month_of_women, len(self.women), self.women, state.persons, state.households, self.biology,
            self.permission, self.minds(month), rule, factor, self.unplanned, self.assisted, self.p, self.settings.seed,
            self.settings.population_seed, month, earliest_birth,
        )
        surprised = np.concatenate([part.unplanned for part in parts])
        patients = np.concatenate([part.patients for part in parts])
        conceptions, cycles = self._conceive_otherwise(surprised, patients, month, earliest_birth)
        if earliest_birth == 0:
            self.counts.conceptions[...] += conceptions
            self.counts.treatment_cycles[...] += cycles
            for part in parts:
                self.counts.woman_months[:, accounts.FIRST_AGE : accounts.LAST_AGE + 1] += part.exposure
                self.counts.conceptions[:, accounts.PLANNED] += part.conceptions
                self.counts.losses[...] += part.losses
                self.counts.terminations[...] += part.terminations
        return np.concatenate([part.mothers for part in parts])

    def _conceive_otherwise(
        self, surprised: Array, patients: Array, month: int, earliest_birth: int
    ) -> tuple[Array, Array]:
        """How pregnancies without trying end, and treatment; conceptions (county, kind) and cycles (county)."""
        persons, seed, p = self.population.persons, self.settings.seed, self.p
        decoupled = self.levers["registration_decoupled"][self.levers.at(month), :, 0]
        conceptions = unplanned.end_unplanned(
            surprised, persons, self.unplanned, self.biology.loss, self.permission.since, decoupled, p, seed,
            self.settings.population_seed, month, earliest_birth,
        )
        hurried = surprised[(persons.due[surprised] > month) & (persons.due_outcome[surprised] == TO_WED)]
        self.to_wed = np.concatenate((self.to_wed, hurried))
        cycles, successes = assisted_reproduction.treat(
            patients, persons, self.population.households, self.assisted, np.zeros(accounts.N_COUNTIES), self.pay, p,
            seed, month, earliest_birth,
        )
        conceptions[:, accounts.ASSISTED] += successes
        return conceptions, cycles

    def minds(self, month: int) -> Minds:
        """What a couple that reviews in a month knows of the world: the rules announced, prices, peers."""
        income = float(self.paths.income[month - self.settings.start_month + births.WARM_UP_MONTHS])
        now = self.outlook.circumstances(month, LEAD_MONTHS, self.pay, income)
        wait = LEAD_MONTHS + round(12 * self.values.waiting_years)
        later = self.outlook.circumstances(month, wait, self.pay, income)
        return Minds(
            now, later, self.peers.deviation, self.peers.spending, self.fecundity,
            most_gain(now.benefits, now.homes, self.values),
        )

    def _look_at_spending(self, month: int) -> None:
        """Let parents see what their peers can spend on children, once a year."""
        at = month - self.settings.start_month + births.WARM_UP_MONTHS
        now = self.outlook.circumstances(month, 0, self.pay, float(self.paths.income[at]))
        self.peers.spending[:] = spending_of_parents(
            self.women, self.population.persons, now.tax, now.costs["reference"], self.pay, self.p
        )

    def _claim_benefits(self) -> None:
        """Count who becomes eligible by a birth, or by the year that a birth or birthday begins for a child."""
        state, month, claims = self.population, self.month, self.claims
        terms = self.benefit_terms[month - self.settings.start_month]
        benefits.claim_births(
            self.newborn, state.persons, self.permission.since, terms, claims.cases, claims.base, month
        )
        rows = np.concatenate((self.children[month % 12], self.newborn))
        for cases, base in self.chunks.run(
            benefits.claim_child_years, len(rows), rows, state.persons, terms, self.settings.seed, month
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
        census = self._take_census(self.month - 1, self.settings.end_month)
        assert np.array_equal(self.stock, census.persons), "the stock kept by events is not that of a recount"
        counts.persons[...], counts.never_married[...] = census.persons, census.never_married
        counts.persons_by_hukou[...] = census.by_hukou
        parts = self.chunks.run(accounts.count_households, int(self.n_households[0]), state.households)
        for by_size, collective in parts:
            counts.households[...] += by_size
            counts.collective_residents[...] += collective
        self.yearly[year] = dict(zip(counts._fields, counts, strict=True))
        if self.month <= self.settings.end_month:
            self._open_year(census)
            self.peers.women[:] = count_women(self.women, state.persons, self.month)[0]
            self._look_at_spending(self.month)

    # Helpers ------------------------------------------------------------------------------------------------------

    def _due(self, dates: Array) -> Array:
        """Rows whose date is this month, ascending; NumPy compares a column faster than our own loop."""
        return np.flatnonzero(dates[: self.population.n_persons] == self.month).astype(np.int32)

    @property
    def pay(self) -> float:
        """Real pay of this month over that of the start day, the level at which the column of earnings stands."""
        income = self.paths.income[births.WARM_UP_MONTHS :]
        return float(income[max(self.month - self.settings.start_month, 0)] / income[0])

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
