"""Compile beside the first run: two processes live through a city's first months, one of them from the back.

Called by `sim.runs.runner` and `sim.runs.sweep` before their first run. The pass over women, a third of all compiling,
comes first in one process; the months of a small city, in which nobody decides on a birth, in the other. `sim.compiled`
lets everybody else wait for what is under way, so that each rule is compiled once and no core waits for another.
"""

import numpy as np

from sim.chunks import Chunks
from sim.compiled import is_kept
from sim.model import Born, FertilityModel
from sim.parameters import as_row, kernel_tuple
from sim.places.pack import load_pack
from sim.policy.futures import future
from sim.policy.paths import compile_paths
from sim.population.build import build_population
from sim.population.columns import FEMALE, RESIDENT, Array, Population, empty_households, empty_persons
from sim.processes.accounts import N_COUNTIES
from sim.processes.care.nursery_terms import Reach
from sim.processes.childbearing.birth_decisions import BirthDecisions
from sim.processes.childbearing.reproduction import month_of_women
from sim.processes.childbearing.trying import WARM_UP_MONTHS
from sim.processes.exogenous.calendar import Incomes, monthly_paths
from sim.processes.work.employers import N_SECTORS
from sim.runs.workers import beside, n_cores
from sim.settings import SMALLEST_SAMPLE, RunSettings

AGE = 25 * 12
"""Age of the one woman of the city without couples [months]; peers' shares need somebody."""
NO_ROWS = np.zeros(0, np.int32)


class CityWithoutBirths(FertilityModel):
    """A city in which no woman becomes pregnant, so that its months need nothing of the pass over women."""

    def _pass_over_women(self, month: int, earliest_birth: int) -> Array:
        return NO_ROWS


def compile_ahead(settings: RunSettings) -> None:
    """Begin to compile the rules of the months in two other processes, where nobody has and there are cores for it."""
    if n_cores() > 1 and not is_kept(month_of_women):
        beside(pass_over_nobody, settings, desk=0)
        beside(live_backwards, settings, desk=0)
        beside(live_months, settings, desk=1)


def pass_over_nobody(settings: RunSettings) -> None:
    """Pass in a month over none of the women of a city that has one: nothing happens, and all is compiled then."""
    start, end = settings.start_month, settings.end_month
    pack, values = load_pack(settings.place), kernel_tuple(settings.parameters)
    levers = compile_paths(settings.scenario, pack, start, end, settings.doses, settings.values)
    paths = monthly_paths(pack, future(settings.future), values, start - WARM_UP_MONTHS, end)
    incomes = Incomes(start - WARM_UP_MONTHS, start, tuple(paths.income.tolist()))
    city, women = Population(empty_persons(1), empty_households(1), 1, 1), np.zeros(1, np.int32)
    city.persons.sex[0], city.persons.presence[0], city.persons.birth[0] = FEMALE, RESIDENT, start - AGE
    reach, leave_cost = Reach(np.ones(N_COUNTIES), np.ones(N_COUNTIES)), np.zeros((N_COUNTIES, N_SECTORS))
    decisions = BirthDecisions(
        settings, pack, levers, paths, incomes, values, as_row(values), women, city.persons_handle, reach, leave_cost
    )
    decisions.pass_over_women(women[:0], city, reach, leave_cost, Chunks(1), start)


def live_months(settings: RunSettings) -> None:
    """Live through the months of a small city."""
    city = _small_city(settings)
    city.run_for(city.n_months)


def live_backwards(settings: RunSettings) -> None:
    """Let the processes of a small city's first month do their work, the last ones first."""
    city = _small_city(settings)
    born = Born(NO_ROWS, NO_ROWS, city.year.children[city.month % 12])
    city._settle_accounts()
    city._claim_benefits(born)
    city._begin_leaves(born)
    city._bear_children()


def _small_city(settings: RunSettings) -> CityWithoutBirths:
    small = settings.model_copy(update={"sample": SMALLEST_SAMPLE, "end_year": settings.start_year + 1})
    pack = load_pack(small.place)
    population = build_population(pack, small.start_year, small.sample, small.start_seed)
    return CityWithoutBirths(small, population, pack)
