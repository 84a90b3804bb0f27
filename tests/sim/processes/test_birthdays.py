"""The yearly draws against closed forms: life table, departures, work, leaving home, divorce."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.population.columns import (
    DEAD,
    FEMALE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    MALE,
    NO_WORK,
    NOBODY,
    PRIVATE,
    RESIDENT,
    Array,
    Population,
)
from sim.processes.birthdays import (
    BirthdaysPassed,
    chance_within_a_year,
    draw_first_year,
    keys_of,
    pass_birthdays,
    pay_after_a_year,
)
from sim.processes.life.education_work import Work, drawn_earnings
from sim.processes.life.mortality import death_rates
from sim.processes.unions.separation import divorce_hazard
from sim.processes.work.employers import Hiring
from sim.streams import Decision, stream_key
from tests.sim.makers import MONTH, city, rates, same_uncompiled, size, stock_of, within_errors

N = size(40_000, 3_000)
WORK = Work(np.full((6, 3), 1 / 3), np.full((6, 2), 50_000.0))
AS_BEFORE = Hiring(np.ones((6, 3)), np.ones((6, 3)), np.ones(6), np.ones(6))
IMMORTAL = np.zeros((6, 2, 101))
STILL = rates(departure_local=0.0, departure_nonlocal=0.0, county_move=0.0, hukou_conversion=0.0, job_loss=0.0,
              job_finding=0.0, leave_home=0.0, divorce_hazard=0.0)


def birthday(
    population: Population, p: Any = STILL, deaths: Array = IMMORTAL, excess: Array = IMMORTAL, month: int = MONTH,
    rows: Array | None = None, hiring: Hiring = AS_BEFORE, counselled: float = 1.0,
) -> BirthdaysPassed:
    """The birthday of all persons, or of some rows."""
    rows = np.arange(population.n_persons, dtype=np.int32) if rows is None else rows
    return pass_birthdays(
        0, len(rows), rows, population.persons, deaths, excess, WORK, hiring, np.full(6, counselled), as_record(p), 1,
        month)


def first_year(population: Population, first: int = MONTH, p: Any = STILL, yearly: float = 1e4) -> None:
    """The draws of all persons until their next birthday, at one death rate [1/year]."""
    n = population.n_persons
    draw_first_year(
        0, n, np.arange(n, dtype=np.int32), population.persons, np.full((6, 2, 101), yearly), IMMORTAL, as_record(p),
        1, MONTH, first,
    )


def of_age(years: int, n: int = N, **columns: Any) -> Population:
    """Persons who turn `years` this month."""
    return city(n, birth=MONTH - 12 * years, **columns)


def test_small_rules_by_hand() -> None:
    assert same_uncompiled(chance_within_a_year, 0.1) == pytest.approx(0.0951626)
    assert chance_within_a_year(0.0) == 0.0
    p = as_record(STILL._replace(experience_growth=0.02))
    assert same_uncompiled(pay_after_a_year, 50_000.0, 44, False, p) == 51_000.0
    assert pay_after_a_year(50_000.0, 45, False, p) == 50_000.0
    assert pay_after_a_year(50_000.0, 30, True, p) == 0.0


def test_every_draw_of_a_birthday_has_its_own_stream() -> None:
    keys = same_uncompiled(keys_of, 1, MONTH)
    assert len(set(map(int, keys))) == len(keys)
    assert int(keys.divorce) == int(stream_key(1, int(Decision.DIVORCE), MONTH))


@pytest.mark.compiled
def test_a_closed_cohort_dies_out_as_its_life_table_says(pack: Pack) -> None:
    yearly = death_rates(pack, 2020, 2020)[0]
    cohort = of_age(60, sex=FEMALE)
    persons, cumulated = cohort.persons, 0.0
    for year in range(30):
        month, age = MONTH + 12 * year, 60 + year
        birthday(cohort, deaths=yearly, month=month)
        dying = (persons.presence == RESIDENT) & (persons.next_death != NO_MONTH)
        assert ((persons.next_death[dying] >= month) & (persons.next_death[dying] < month + 12)).all()
        persons.presence[dying] = DEAD
        cumulated += yearly[0, FEMALE, age]
        assert within_errors((persons.presence == RESIDENT).mean(), math.exp(-cumulated), N)


def test_deaths_fall_evenly_on_the_months_of_a_year() -> None:
    cohort = of_age(60)
    birthday(cohort, deaths=np.full((6, 2, 101), 0.4))
    months = cohort.persons.next_death[cohort.persons.next_death != NO_MONTH] - MONTH
    assert stats.chisquare(np.bincount(months, minlength=12)).pvalue > 1e-4


@pytest.mark.parametrize("hukou", [HUKOU_LOCAL, HUKOU_OUTSIDE])
def test_departures_and_moves_follow_their_hazards(hukou: int) -> None:
    p = STILL._replace(departure_local=0.02, departure_nonlocal=0.3, county_move=0.1, departure_peak_age=24.0)
    leave, move = (0.02 if hukou == HUKOU_LOCAL else 0.3), 0.1  # at the peak age mobility is 1
    cohort = of_age(24, hukou=hukou, sex=FEMALE)
    birthday(cohort, p)
    moving = cohort.persons.next_move != NO_MONTH
    probability = 1 - math.exp(-(leave + move))
    assert within_errors(moving.mean(), probability, N)
    leaving = cohort.persons.destination[moving] == NOBODY
    assert within_errors(leaving.mean(), leave / (leave + move), int(moving.sum()))
    months = cohort.persons.next_move[moving] - MONTH
    assert stats.chisquare(np.bincount(months, minlength=12)).pvalue > 1e-4
    assert stats.chisquare(np.bincount(months[leaving], minlength=12)).pvalue > 1e-4


def test_a_net_loss_of_the_census_decade_adds_departures() -> None:
    excess = IMMORTAL.copy()
    excess[0, FEMALE, 30] = 0.2
    cohort = of_age(30, sex=FEMALE)
    birthday(cohort, excess=excess)
    leaving = cohort.persons.next_move != NO_MONTH
    assert within_errors(leaving.mean(), 1 - math.exp(-0.2), N)
    assert (cohort.persons.destination[leaving] == NOBODY).all()


def test_children_and_husbands_do_not_move_of_their_own() -> None:
    p = STILL._replace(departure_local=5.0, county_move=5.0)
    children = of_age(17, n=500)
    birthday(children, p)
    assert (children.persons.next_move == NO_MONTH).all()
    husbands = of_age(30, n=500, sex=MALE, partner=3)
    birthday(husbands, p)
    assert (husbands.persons.next_move == NO_MONTH).all()


def test_hukou_is_registered_at_its_hazard_by_adults_of_other_hukou() -> None:
    p = STILL._replace(hukou_conversion=0.02)
    strangers = of_age(40, hukou=HUKOU_OUTSIDE)
    birthday(strangers, p)
    assert within_errors((strangers.persons.hukou == HUKOU_LOCAL).mean(), 1 - math.exp(-0.02), N, errors=5)
    children = of_age(10, n=2000, hukou=HUKOU_OUTSIDE)
    birthday(children, p)
    assert (children.persons.hukou == HUKOU_OUTSIDE).all()


def test_work_is_found_and_lost_at_its_hazards() -> None:
    p = STILL._replace(job_finding=0.25, job_loss=0.1)
    idle = of_age(40, education=3)
    birthday(idle, p)
    found = idle.persons.work != NO_WORK
    assert within_errors(found.mean(), 1 - math.exp(-0.25), N)
    kinds = np.bincount(idle.persons.work[found], minlength=4)[1:]
    assert stats.chisquare(kinds).pvalue > 1e-4  # a third each
    earnings = idle.persons.earnings[found]
    entry = drawn_earnings(0.5, 50_000.0, 40, p)
    assert abs(np.median(earnings) / entry - 1) < 4 * 0.35 * 1.2533 / math.sqrt(found.sum())  # of a normal's median
    assert not idle.persons.earnings[~found].any()
    busy = of_age(40, work=PRIVATE, earnings=60_000)
    birthday(busy, p)
    lost = busy.persons.work == NO_WORK
    assert within_errors(lost.mean(), 1 - math.exp(-0.1), N)
    assert not busy.persons.earnings[lost].any()


def test_employers_hire_fewer_women_of_childbearing_age_at_less_pay() -> None:
    p = STILL._replace(job_finding=0.25)
    hiring = AS_BEFORE._replace(chance=np.array([[0.5, 1.0, 1.0]] * 6), pay=np.array([[0.9, 1.0, 1.0]] * 6))
    chance, thirds = 1 - math.exp(-0.25), []
    for sex, years in ((FEMALE, 30), (MALE, 30), (FEMALE, 41)):
        idle = of_age(years, education=3, sex=sex)
        hires = birthday(idle, p, hiring=hiring).hires
        private = (idle.persons.work == PRIVATE).mean()
        halved = sex == FEMALE and years == 30
        assert within_errors(private, chance / 3 * (0.5 if halved else 1.0), N)
        assert hires.sum() == ((idle.persons.work != NO_WORK).sum() if years == 30 else 0)
        assert hires[0, 0, sex] == (idle.persons.work == PRIVATE).sum() * (years == 30)
        thirds.append(np.median(idle.persons.earnings[idle.persons.work == PRIVATE]))
    assert abs(thirds[0] / thirds[1] - 0.9) < 4 * 0.35 * 1.2533 * math.sqrt(2 / (N * chance / 6))


def test_mothers_who_stopped_for_a_child_come_back_sooner_and_are_counted() -> None:
    p = STILL._replace(job_finding=0.25)
    hiring = AS_BEFORE._replace(sooner=np.full(6, 2.0), regained=np.full(6, 1.25))
    median = {}
    for months, parity, sooner in ((72, 2, 2.0), (73, 2, 1.0), (12, 5, 2.0)):
        mothers = of_age(41, sex=FEMALE, education=3, parity=parity, last_birth=MONTH - months)
        rehired = birthday(mothers, p, hiring=hiring).rehired
        found = mothers.persons.work != NO_WORK
        assert within_errors(found.mean(), 1 - math.exp(-0.25 * sooner), N)
        assert rehired[0].tolist() == [0, found.sum() if months == 72 else 0, 0, found.sum() if months == 12 else 0]
        median[months] = np.median(mothers.persons.earnings[found])
    assert abs(median[72] / median[73] / 1.25 - 1) < 4 * 0.35 * 1.2533 * math.sqrt(2 / (0.2 * N))
    idle = of_age(41, sex=FEMALE, education=3)  # no child
    assert birthday(idle, p, hiring=hiring).rehired.sum() == 0
    assert within_errors((idle.persons.work != NO_WORK).mean(), 1 - math.exp(-0.25), N)


def test_earnings_grow_to_45_and_end_with_work() -> None:
    p = STILL._replace(experience_growth=0.02)
    for years, after in ((30, 61_200.0), (44, 61_200.0), (45, 60_000.0), (54, 60_000.0), (55, 0.0)):
        women = of_age(years, n=3, sex=FEMALE, work=PRIVATE, earnings=60_000)
        birthday(women, p)
        np.testing.assert_allclose(women.persons.earnings, after, rtol=1e-6)
        assert ((women.persons.work == NO_WORK) == (after == 0)).all()


def test_single_adults_leave_home_at_their_hazard() -> None:
    p = STILL._replace(leave_home=0.06)
    singles = of_age(25, work=PRIVATE, mother=0)
    leaving = birthday(singles, p).leaving_home
    assert within_errors(len(leaving) / N, 1 - math.exp(-0.06), N, errors=5)
    assert len(birthday(of_age(25, n=2000, work=PRIVATE), p).leaving_home) == 0  # no parent known
    assert len(birthday(of_age(25, n=2000, mother=0), p).leaving_home) == 0  # no work
    assert len(birthday(of_age(25, n=2000, work=PRIVATE, mother=0, marital=1), p).leaving_home) == 0
    leaving_a_child = of_age(25, n=2000, work=PRIVATE, mother=0, youngest=1)
    assert len(birthday(leaving_a_child, p).leaving_home) == 0


@pytest.mark.parametrize(("duration", "parity"), [(0, 0), (5, 0), (5, 2), (20, 1)])
def test_unions_end_at_the_hazard_of_their_duration(duration: int, parity: int) -> None:
    p = STILL._replace(divorce_hazard=0.15)
    wives = of_age(45, sex=FEMALE, marital=1, partner=1, parity=parity, union_start=MONTH - 12 * duration)
    parting = birthday(wives, p).parting
    hazard = divorce_hazard(float(duration), parity, MONTH, p)
    assert within_errors(len(parting) / N, 1 - math.exp(-hazard), N)
    assert len(set(parting)) == len(parting)


def test_counselling_keeps_couples_of_those_who_come_to_part() -> None:
    """At three quarters of the hazard fewer part, all of them among those who would; above one, all who would and more.
    """
    p, parted = STILL._replace(divorce_hazard=0.15), {}
    hazard = divorce_hazard(5.0, 0, MONTH, p)
    for ratio in (1.0, 0.75, 1.25):
        wives = of_age(45, sex=FEMALE, marital=1, partner=1, union_start=MONTH - 60)
        found = birthday(wives, p, counselled=ratio)
        parted[ratio] = set(found.parting)
        assert within_errors(len(found.parting) / N, 1 - math.exp(-hazard * ratio), N)
        assert found.applying.tolist() == [len(parted[1.0]), 0, 0, 0, 0, 0]
    assert parted[0.75] < parted[1.0] < parted[1.25]


@pytest.mark.compiled
def test_a_constant_divorce_hazard_leaves_unions_by_the_exponential() -> None:
    p = STILL._replace(divorce_hazard=0.1)
    wives = of_age(30, sex=FEMALE, marital=1, partner=1)
    left, hazard = np.ones(N, bool), divorce_hazard(5.0, 0, MONTH, p)
    for year in range(10):
        wives.persons.union_start[:] = MONTH + 12 * year - 60  # always five years married: a constant hazard
        here = np.flatnonzero(left).astype(np.int32)
        parting = birthday(wives, p, month=MONTH + 12 * year, rows=here).parting
        left[parting] = False
        assert within_errors(left.mean(), math.exp(-hazard * (year + 1)), N)


def test_nothing_is_drawn_for_husbands_widows_or_the_dead() -> None:
    p = STILL._replace(divorce_hazard=50.0, leave_home=1.0)
    people = of_age(40, n=4, sex=[MALE, FEMALE, FEMALE, FEMALE], partner=[1, NOBODY, 0, 0], marital=[1, 3, 1, 1],
                    union_start=MONTH - 60, presence=[RESIDENT, RESIDENT, DEAD, RESIDENT])
    found = birthday(people, p, deaths=np.full((6, 2, 101), 99.0))
    assert list(found.parting) == [3]
    change = found.change
    assert list(people.persons.next_death != NO_MONTH) == [True, True, False, True]
    assert (change.sum(), change[0, FEMALE, 40], change[0, FEMALE, 39], change[0, MALE, 40]) == (0, 2, -2, 1)


def test_ageing_is_the_change_between_two_counts() -> None:
    generator = np.random.default_rng(5)
    n = 3000
    people = city(
        n, birth=MONTH - generator.integers(0, 1300, n), sex=generator.integers(0, 2, n),
        county=generator.integers(0, 6, n), presence=generator.choice([0, 1, 1, 2, 3], n),
    )
    rows = np.flatnonzero(people.persons.birthday == MONTH % 12).astype(np.int32)
    change = birthday(people, rows=rows).change
    born_now = (people.persons.birth == MONTH) & (people.persons.presence == RESIDENT)
    people.persons.presence[born_now] = DEAD  # of age 0 already: no birthday
    np.testing.assert_array_equal(stock_of(people, MONTH - 1) + change, stock_of(people, MONTH))


@pytest.mark.parametrize("since_birthday", range(12))
def test_first_year_draws_end_at_the_next_birthday(since_birthday: int) -> None:
    people = city(200, birth=MONTH - 12 * 30 - since_birthday, sex=FEMALE)
    first_year(people, p=STILL._replace(departure_local=1e4))
    for dates in (people.persons.next_death, people.persons.next_move):
        assert ((dates >= MONTH) & (dates < MONTH + 12 - since_birthday)).all()


def test_who_came_after_the_deaths_of_the_month_is_drawn_from_the_next_on() -> None:
    newborn, turning = city(300, birth=MONTH), city(300, birth=MONTH - 359)
    first_year(newborn, MONTH + 1)
    assert ((newborn.persons.next_death > MONTH) & (newborn.persons.next_death < MONTH + 12)).all()
    first_year(turning, MONTH + 1)  # whoever has the birthday next month is drawn then
    assert (turning.persons.next_death == NO_MONTH).all()


def test_part_of_a_year_has_its_part_of_the_deaths() -> None:
    cohort = city(N, birth=MONTH - 12 * 60 - 8)  # birthday in four months
    first_year(cohort, yearly=0.6)
    assert within_errors((cohort.persons.next_death != NO_MONTH).mean(), 1 - math.exp(-0.2), N)
