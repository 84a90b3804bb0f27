"""Compile beside the first run: the pass over women takes a third of all compiling, and another core does it meanwhile.

Called by `sim.runs.runner` and `sim.runs.sweep` before their first run. The pass is compiled by letting a city without
couples live through a month of it; `sim.compiled` lets the first run wait for what is under way.
"""

import numpy as np

from sim.chunks import Chunks
from sim.compiled import is_kept
from sim.parameters import as_row, kernel_tuple
from sim.places.pack import load_pack
from sim.policy.futures import future
from sim.policy.paths import compile_paths
from sim.population.columns import FEMALE, RESIDENT, Population, empty_households, empty_persons
from sim.processes.accounts import N_COUNTIES
from sim.processes.calendar import Incomes, monthly_paths
from sim.processes.care.nursery_terms import Reach
from sim.processes.childbearing.birth_decisions import BirthDecisions
from sim.processes.childbearing.reproduction import WARM_UP_MONTHS, month_of_women
from sim.processes.work.employers import N_SECTORS
from sim.runs.workers import Beside, beside, n_cores
from sim.settings import RunSettings

AGE = 25 * 12
"""Age of the one woman of the city without couples [months]; peers' shares need somebody."""


def compile_ahead(settings: RunSettings) -> Beside[None] | None:
    """Begin to compile the pass over women in another process, where nobody has and there is a core for it."""
    return None if n_cores() < 2 or is_kept(month_of_women) else beside(pass_over_nobody, settings)


def pass_over_nobody(settings: RunSettings) -> None:
    """Pass in a month over none of the women of a city that has one: nothing happens, and all is compiled then."""
    start, end = settings.start_month, settings.end_month
    pack, values = load_pack(settings.place), kernel_tuple(settings.parameters)
    levers = compile_paths(settings.scenario, pack, start, end, settings.doses, settings.values)
    paths = monthly_paths(pack, future(settings.future), values, start - WARM_UP_MONTHS, end)
    incomes = Incomes(start - WARM_UP_MONTHS, start, paths.income)
    city, women = Population(empty_persons(1), empty_households(1), 1, 1), np.zeros(1, np.int32)
    city.persons.sex[0], city.persons.presence[0], city.persons.birth[0] = FEMALE, RESIDENT, start - AGE
    reach, leave_cost = Reach(np.ones(N_COUNTIES), np.ones(N_COUNTIES)), np.zeros((N_COUNTIES, N_SECTORS))
    decisions = BirthDecisions(
        settings, pack, levers, paths, incomes, values, as_row(values), women, city.persons, reach, leave_cost
    )
    decisions.pass_over_women(women[:0], city, reach, leave_cost, Chunks(1), start)
