"""Birthdays: those born in this calendar month turn a year older, and their coming year is drawn.

What has no business in a month is drawn once a year: death, departure and county move (carried out in their months),
hukou, work, leaving home, divorce. One loop, because a person's row is then fetched from memory once; the rules stand
in the files of their processes and take scalars (a struct of columns passed to an inner function costs 100 ns).
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.population.columns import (
    FEMALE,
    HUKOU_LOCAL,
    MALE,
    MARRIED,
    NO_WORK,
    NOBODY,
    RESIDENT,
    Array,
    Persons,
)
from sim.processes.accounts import N_AGES, N_COUNTIES, age_at
from sim.processes.life.education_work import Work, chance_of_work, drawn_earnings, is_retired, work_found
from sim.processes.life.households import leaving_home_hazard
from sim.processes.life.migration import departure_hazard, drawn_move, highest_hazard, mobility
from sim.processes.life.mortality import death_month
from sim.processes.unions.separation import divorce_hazard
from sim.processes.work.employers import FIRST_EXPECTED_AGE, LAST_EXPECTED_AGE, N_SECTORS_OF_WORK, Hiring
from sim.streams import Decision, stream_key, uniform

DEATH, DEPARTURE, HUKOU = int(Decision.DEATH), int(Decision.DEPARTURE), int(Decision.HUKOU)
WORK, EARNINGS = int(Decision.WORK), int(Decision.EARNINGS)
HOUSEHOLD, DIVORCE = int(Decision.HOUSEHOLD), int(Decision.DIVORCE)


class BirthdaysPassed(NamedTuple):
    """What the birthdays of some rows lead to, in the month itself."""

    change: Array
    """(county, sex, age) change of the stock"""
    leaving_home: Array
    """rows who would move out of a shared home"""
    parting: Array
    """rows of wives who part"""
    hires: Array
    """(county, sector, sex) those of childbearing age, women and men, who found work"""


@nb.njit(cache=True, nogil=True)
def pass_birthdays(
    start: int, stop: int, rows: Array, persons: Persons, rates: Array, excess: Array, work: Work,
    hiring: Hiring, p: Any, seed: int, month: int,
) -> BirthdaysPassed:
    """Age the residents among `rows` and draw their coming year.

    rates, excess : (county, sex, age) [1/year], of death and of departures beyond the hazard
    hiring : what women of childbearing age meet by county and sector
    """
    persons, p = unpacked(persons), unpacked(p)
    death_key, move_key = stream_key(seed, DEATH, month), stream_key(seed, DEPARTURE, month)
    hukou_key, work_key = stream_key(seed, HUKOU, month), stream_key(seed, WORK, month)
    pay_key, home_key = stream_key(seed, EARNINGS, month), stream_key(seed, HOUSEHOLD, month)
    divorce_key = stream_key(seed, DIVORCE, month)
    highest, lost = highest_hazard(p), 1.0 - math.exp(-p.job_loss)
    registers = 1.0 - math.exp(-p.hukou_conversion)
    kinds, entry, hired, starting_pay = work.kinds, work.entry_earnings, hiring.chance, hiring.pay
    hires = np.zeros((N_COUNTIES, N_SECTORS_OF_WORK, 2), np.int64)
    change = np.zeros((N_COUNTIES, 2, N_AGES), np.int64)
    leaving, parting = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    n_leaving = n_parting = 0
    for k in range(start, stop):
        i = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        birth = persons.birth[i]
        if persons.presence[i] != RESIDENT or birth >= month:
            continue
        age, identity = age_at(month, birth), persons.id[i]
        sex = persons.sex[i]
        c, s, a = np.uintp(persons.county[i]), np.uintp(sex), np.uintp(age)
        change[c, s, np.uintp(age_at(month - 1, birth))] -= 1
        change[c, s, a] += 1
        persons.next_death[i] = death_month(uniform(death_key, identity), rates[c, s, a], month, 12)
        if age < 15:
            continue
        # Work
        retired, level = is_retired(age, sex), persons.education[i]
        if persons.work[i] == NO_WORK:
            u, chance = uniform(work_key, identity), chance_of_work(age, level, retired, p)
            young = FIRST_EXPECTED_AGE <= age <= LAST_EXPECTED_AGE
            if young and sex == FEMALE:
                found = work_found(u, chance, kinds[level], hired[c, 0], hired[c, 1])
            else:
                found = work_found(u, chance, kinds[level], 1.0, 1.0)
            if found != NO_WORK:
                persons.work[i] = found
                earned = drawn_earnings(uniform(pay_key, identity), entry[level, sex], age, p)
                persons.earnings[i] = earned * starting_pay[c, found - 1] if young and sex == FEMALE else earned
                if young:
                    hires[c, found - 1, s] += 1
        elif retired or uniform(work_key, identity) < lost:
            persons.work[i] = NO_WORK
            persons.earnings[i] = 0.0
        elif age < 45:
            persons.earnings[i] *= 1.0 + p.experience_growth
        if age < 18:
            continue
        # Hukou, departure, county move: a man moves with his wife
        hukou, coupled = persons.hukou[i], persons.partner[i] != NOBODY
        if hukou != HUKOU_LOCAL and uniform(hukou_key, identity) < registers:
            persons.hukou[i] = hukou = HUKOU_LOCAL
        if sex == FEMALE or not coupled:
            u, beyond = uniform(move_key, identity), excess[c, s, a]
            if u < highest + beyond:
                hazard = departure_hazard(age, hukou, p) + beyond
                drawn = drawn_move(u, hazard, p.county_move * mobility(age, p), month, 12)
                persons.next_move[i], persons.destination[i] = drawn
        # Leaving the parents' home; divorce, drawn for the wife
        childless = persons.youngest[i] == NOBODY
        if not coupled and persons.marital[i] != MARRIED and persons.mother[i] != NOBODY and childless:
            hazard = leaving_home_hazard(age, persons.work[i] != NO_WORK, p)
            if uniform(home_key, identity) < 1.0 - math.exp(-hazard):
                leaving[n_leaving] = i
                n_leaving += 1
        elif coupled and sex == FEMALE:
            u = uniform(divorce_key, identity)
            if u < p.divorce_hazard:
                hazard = divorce_hazard((month - persons.union_start[i]) / 12.0, persons.parity[i], month, p)
                if u < 1.0 - math.exp(-hazard):
                    parting[n_parting] = i
                    n_parting += 1
    return BirthdaysPassed(change, leaving[:n_leaving].copy(), parting[:n_parting].copy(), hires)


def whole(parts: Sequence[BirthdaysPassed]) -> BirthdaysPassed:
    """The birthdays of all rows from those of successive parts of them."""
    return BirthdaysPassed(
        change=np.sum([part.change for part in parts], axis=0),
        leaving_home=np.concatenate([part.leaving_home for part in parts]),
        parting=np.concatenate([part.parting for part in parts]),
        hires=np.sum([part.hires for part in parts], axis=0),
    )


@nb.njit(cache=True, nogil=True)
def draw_first_year(
    start: int, stop: int, rows: Array, persons: Persons, rates: Array, excess: Array, p: Any, seed: int, month: int,
    first: int,
) -> None:
    """Draw death and moves, from month `first` to the next birthday, of the residents among `rows`.

    For the start population, and, with `first` the month after this one, for arrivals and newborns, who come when
    this month's deaths and moves are over.
    """
    persons, p = unpacked(persons), unpacked(p)
    death_key, move_key = stream_key(seed, DEATH, month), stream_key(seed, DEPARTURE, month)
    for k in range(start, stop):
        i = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        left = (persons.birthday[i] - month) % 12
        months = month - first + (12 if left == 0 else left)
        if persons.presence[i] != RESIDENT or months <= 0:
            continue
        age, county, sex = age_at(month, persons.birth[i]), persons.county[i], persons.sex[i]
        identity = persons.id[i]
        persons.next_death[i] = death_month(uniform(death_key, identity), rates[county, sex, age], first, months)
        if age >= 18 and (sex != MALE or persons.partner[i] == NOBODY):
            hazard = departure_hazard(age, persons.hukou[i], p) + excess[county, sex, age]
            drawn = drawn_move(uniform(move_key, identity), hazard, p.county_move * mobility(age, p), first, months)
            persons.next_move[i], persons.destination[i] = drawn
