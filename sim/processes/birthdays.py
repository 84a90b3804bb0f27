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

from sim.handles import uncounted
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
from sim.processes.accounts import (
    FIRST_AGE,
    LAST_AGE,
    N_AGES,
    N_COUNTIES,
    N_ORDERS,
    WOMEN,
    age_at,
)
from sim.processes.life.education_work import (
    Work,
    chance_of_finding,
    chance_of_work,
    drawn_earnings,
    is_retired,
    work_found,
)
from sim.processes.life.households import leaving_home_hazard
from sim.processes.life.migration import departure_hazard, drawn_move, highest_hazard, mobility
from sim.processes.life.mortality import death_month
from sim.processes.unions.separation import divorce_hazard
from sim.processes.work.employers import N_SECTORS_OF_WORK, Hiring, of_childbearing_age
from sim.processes.work.reentry import stopped_for_child
from sim.streams import Decision, number_of, stream_key, uniform

DEATH, DEPARTURE, HUKOU = number_of(Decision.DEATH), number_of(Decision.DEPARTURE), number_of(Decision.HUKOU)
WORK, EARNINGS = number_of(Decision.WORK), number_of(Decision.EARNINGS)
HOUSEHOLD, DIVORCE = number_of(Decision.HOUSEHOLD), number_of(Decision.DIVORCE)
PAY_RISES_UNTIL = 45
"""Age to which pay rises with a year of work."""


class BirthdaysPassed(NamedTuple):
    """What the birthdays of some rows lead to, in the month itself."""

    change: Array
    """(county, sex, age) change of the stock"""
    women: Array
    """change of the `women` of `accounts.Counts`"""
    leaving_home: Array
    """rows who would move out of a shared home"""
    parting: Array
    """rows of wives who part"""
    hires: Array
    """(county, sector, sex) those of childbearing age, women and men, who found work"""
    rehired: Array
    """(county, birth_order) mothers who stopped for a child and found work"""
    applying: Array
    """(county,) couples who would part if nobody counselled them"""


class Keys(NamedTuple):
    """Keys of the streams that the birthdays of a month draw from."""

    death: np.uint64
    move: np.uint64
    hukou: np.uint64
    work: np.uint64
    earnings: np.uint64
    home: np.uint64
    divorce: np.uint64


@nb.njit(cache=True)
def keys_of(seed: int, month: int) -> Keys:
    """Keys of a month's birthdays."""
    return Keys(
        death=stream_key(seed, DEATH, month), move=stream_key(seed, DEPARTURE, month),
        hukou=stream_key(seed, HUKOU, month), work=stream_key(seed, WORK, month),
        earnings=stream_key(seed, EARNINGS, month), home=stream_key(seed, HOUSEHOLD, month),
        divorce=stream_key(seed, DIVORCE, month),
    )


@nb.njit(cache=True)
def chance_within_a_year(hazard: float) -> float:
    """Probability that what has a constant hazard [1/year] happens within a year."""
    return 1.0 - math.exp(-hazard)


@nb.njit(cache=True)
def pay_after_a_year(earnings: float, age: int, stops: bool, p: Any) -> float:
    """Earnings [yuan/year] of who had work a year ago: nothing without it, and a rise to the age of 45."""
    if stops:
        return 0.0
    return earnings * (1.0 + p.experience_growth) if age < PAY_RISES_UNTIL else earnings


@nb.njit(cache=True, inline="always")
def _pass_year_of_work(
    i: int, c: int, age: int, persons: Persons, work: Work, hiring: Hiring, lost: float, usual: float, keys: Keys,
    p: Any, hires: Array, rehired: Array, month: int,
) -> None:
    """Let a person of 15 and over keep, lose, leave or find work; lost, usual : yearly chances to lose and to find it.

    Who finds work at 20-39 counts among the hires, and a mother who had stopped for a child among the rehired.
    """
    sex, level = persons.sex[i], persons.education[i]
    retired = is_retired(age, sex)
    if persons.work[i] != NO_WORK:
        stops = retired or uniform(keys.work, persons.id[i]) < lost
        if stops:
            persons.work[i] = NO_WORK
        if stops or age < PAY_RISES_UNTIL:
            persons.earnings[i] = pay_after_a_year(persons.earnings[i], age, stops, p)
    elif not retired:
        u = uniform(keys.work, persons.id[i])
        counted = of_childbearing_age(age)
        private, public, finding = 1.0, 1.0, usual
        mother = sex == FEMALE and stopped_for_child(month, persons.last_birth[i])
        if counted and sex == FEMALE:
            private, public = hiring.chance[c, 0], hiring.chance[c, 1]
        if mother:
            finding = chance_of_finding(hiring.sooner[c], p)
        found = work_found(u, chance_of_work(age, level, finding), work.kinds[level], private, public)
        if found != NO_WORK:
            pay = drawn_earnings(uniform(keys.earnings, persons.id[i]), work.entry_earnings[level, sex], age, p)
            persons.work[i] = found
            if counted and sex == FEMALE:
                pay *= hiring.pay[c, found - 1]
            if mother:
                pay *= hiring.regained[c]
                rehired[c, np.uintp(min(persons.parity[i], N_ORDERS) - 1)] += 1
            persons.earnings[i] = pay
            if counted:
                hires[c, found - 1, sex] += 1


@nb.njit(cache=True, inline="always")
def _plan_move(
    i: int, age: int, beyond: float, persons: Persons, highest: float, registers: float, keys: Keys, p: Any, month: int
) -> None:
    """Register an adult's hukou, and draw the year's departure or county move; a man moves with his wife."""
    hukou, identity = persons.hukou[i], persons.id[i]
    if hukou != HUKOU_LOCAL and uniform(keys.hukou, identity) < registers:
        persons.hukou[i] = hukou = HUKOU_LOCAL
    if persons.sex[i] == FEMALE or persons.partner[i] == NOBODY:
        u = uniform(keys.move, identity)
        if u < highest + beyond:
            hazard = departure_hazard(age, hukou, p) + beyond
            drawn = drawn_move(u, hazard, p.county_move * mobility(age, p), month, 12)
            persons.next_move[i], persons.destination[i] = drawn


@nb.njit(cache=True, inline="always")
def _leaves_home(i: int, age: int, persons: Persons, keys: Keys, p: Any) -> bool:
    """Whether a single adult with a mother known and without children would leave a shared home this year."""
    leaves = False
    if persons.marital[i] != MARRIED and persons.mother[i] != NOBODY and persons.youngest[i] == NOBODY:
        hazard = leaving_home_hazard(age, persons.work[i] != NO_WORK, p)
        leaves = hazard > 0.0 and uniform(keys.home, persons.id[i]) < chance_within_a_year(hazard)
    return leaves


@nb.njit(cache=True, inline="always")
def _parts(
    i: int, c: int, persons: Persons, counselled: Array, keys: Keys, p: Any, applying: Array, month: int
) -> bool:
    """Whether a wife and her husband part this year; few draws are low enough for a look at the union.

    Who would part without counselling counts among those applying.
    """
    u, parts = uniform(keys.divorce, persons.id[i]), False
    if u < p.divorce_hazard * max(counselled[c], 1.0):
        hazard = divorce_hazard((month - persons.union_start[i]) / 12.0, persons.parity[i], month, p)
        parts = u < chance_within_a_year(hazard * counselled[c])
        if u < chance_within_a_year(hazard):
            applying[c] += 1
    return parts


@nb.njit(cache=True, nogil=True)
def pass_birthdays(
    start: int, stop: int, rows: Array, persons: Persons, rates: Array, excess: Array, work: Work,
    hiring: Hiring, counselled: Array, p: Any, seed: int, month: int,
) -> BirthdaysPassed:
    """Age the residents among `rows` and draw their coming year.

    rates, excess : (county, sex, age) [1/year], of death and of departures beyond the hazard
    hiring : what women of childbearing age meet by county and sector      counselled : (county,) of `with_counselling`
    Tables may come as handles: arrays that were counted would be counted at every step.
    """
    persons, work, hiring, p = unpacked(persons), unpacked(work), unpacked(hiring), unpacked(p)
    keys, highest = keys_of(seed, month), highest_hazard(p)
    lost, registers = chance_within_a_year(p.job_loss), chance_within_a_year(p.hukou_conversion)
    usual = chance_of_finding(1.0, p)
    hires = np.zeros((N_COUNTIES, N_SECTORS_OF_WORK, 2), np.int64)
    rehires, applications = np.zeros((N_COUNTIES, N_ORDERS), np.int64), np.zeros(N_COUNTIES, np.int64)
    hired, rehired, applying = uncounted(hires), uncounted(rehires), uncounted(applications)
    ratio = uncounted(counselled)
    change, women = np.zeros((N_COUNTIES, 2, N_AGES), np.int64), np.zeros(WOMEN, np.int64)
    leaving, parting = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    n_leaving = n_parting = 0
    for k in range(start, stop):
        i: Any = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        birth = persons.birth[i]
        if persons.presence[i] != RESIDENT or birth >= month:
            continue
        age = age_at(month, birth)
        c: Any = np.uintp(persons.county[i])
        s, a = np.uintp(persons.sex[i]), np.uintp(age)
        change[c, s, np.uintp(age_at(month - 1, birth))] -= 1
        change[c, s, a] += 1
        if s == FEMALE and FIRST_AGE <= age <= LAST_AGE + 1:
            order, marital = np.uintp(min(persons.parity[i], N_ORDERS - 1)), np.uintp(persons.marital[i])
            if age > FIRST_AGE:
                women[c, np.uintp(age - 1 - FIRST_AGE), order, marital] -= 1
            if age <= LAST_AGE:
                women[c, np.uintp(age - FIRST_AGE), order, marital] += 1
        persons.next_death[i] = death_month(uniform(keys.death, persons.id[i]), rates[c, s, a], month, 12)
        if age >= 15:
            _pass_year_of_work(i, c, age, persons, work, hiring, lost, usual, keys, p, hired, rehired, month)
        if age >= 18:
            _plan_move(i, age, excess[c, s, a], persons, highest, registers, keys, p, month)
            if persons.partner[i] == NOBODY:
                if _leaves_home(i, age, persons, keys, p):
                    leaving[n_leaving] = i
                    n_leaving += 1
            elif persons.sex[i] == FEMALE and _parts(i, c, persons, ratio, keys, p, applying, month):
                parting[n_parting] = i
                n_parting += 1
    return BirthdaysPassed(
        change, women, leaving[:n_leaving].copy(), parting[:n_parting].copy(), hires, rehires, applications)


def whole(parts: Sequence[BirthdaysPassed]) -> BirthdaysPassed:
    """The birthdays of all rows from those of successive parts of them."""
    if len(parts) == 1:
        return parts[0]
    return BirthdaysPassed(
        change=np.sum([part.change for part in parts], axis=0),
        women=np.sum([part.women for part in parts], axis=0),
        leaving_home=np.concatenate([part.leaving_home for part in parts]),
        parting=np.concatenate([part.parting for part in parts]),
        hires=np.sum([part.hires for part in parts], axis=0),
        rehired=np.sum([part.rehired for part in parts], axis=0),
        applying=np.sum([part.applying for part in parts], axis=0),
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
