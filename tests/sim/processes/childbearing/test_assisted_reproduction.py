"""Assisted reproduction: who starts treatment by hand, price and cash, live births per cycle, order of rows."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.policy.permission import Permission
from sim.population.columns import FEMALE, LIVE_BIRTH, MALE, NOBODY, Population
from sim.processes.accounts import ASSISTED, PLANNED
from sim.processes.childbearing.assisted_reproduction import (
    Assisted,
    Treated,
    assisted,
    highest_treatment,
    may_start_treatment,
    months_before_treatment,
    treat,
    treatment_hazard,
)
from sim.processes.childbearing.pregnancy import Biology
from sim.processes.childbearing.recall import empty_recall
from sim.processes.childbearing.reproduction import BeyondTrying, month_of_women
from sim.processes.childbearing.unplanned import Unplanned
from tests.sim.makers import MONTH, city, copy_of, marry, permuted, rates, same_uncompiled, size, within_errors
from tests.sim.market import HOMES
from tests.sim.minds import minds, pass_settings

N = size(40_000, 2_000)
P = rates(
    art_start=0.4, art_price=40_000.0, art_cash=0.5, art_wait=12, art_wait_late=6, dropout=0.0, trying_months=60,
    contraceptive_failure=0.0, premarital_conceptions=0.0,
)
PLACE = as_record(Assisted(np.full(35, 0.3), -0.36))
BARREN = Biology(np.zeros((35, 64)), np.ones(35), np.zeros((6, 35)))


def couples(n: int, age: float = 30.0, earnings: float = 80_000.0, savings: float = 1e6, **columns: Any) -> Population:
    """Wives in rows below `n`, who have tried for 13 months in vain, and their husbands."""
    population = city(
        2 * n, sex=np.repeat([FEMALE, MALE], n), birth=MONTH - round(age * 12), earnings=earnings, **columns)
    marry(population, np.arange(n), np.arange(n, 2 * n))
    population.persons.trying_since[:n] = MONTH - 13
    population.households.savings[:n] = savings
    return population


def treated(population: Population, subsidy: float = 0.0, pay: float = 1.0, p: Any = P, earliest_birth: int = 0,
            place: Any = PLACE) -> Treated:
    wives = np.flatnonzero(population.persons.sex[: population.n_persons] == FEMALE).astype(np.int32)
    return treat(
        wives, population.persons, population.households, HOMES, place, np.full(6, subsidy), pay, as_record(p), 1,
        MONTH, earliest_birth,
    )


def chance(hazard: float) -> float:
    return 1.0 - math.exp(-hazard / 12.0)


@pytest.mark.parametrize(
    ("age", "price", "income", "short", "expected"),
    [
        (30, 40_000.0, 160_000.0, 0.0, 0.4),  # a quarter of income: the hazard as stated
        (30, 40_000.0, 320_000.0, 0.0, 0.4 * 0.5**-0.36),
        (30, 40_000.0, 160_000.0, 1.0, 0.2),  # half of those without cash give it up
        (30, 0.0, 160_000.0, 0.0, 0.4 * 0.08**-0.36),  # free: as at .02 of income
        (30, 40_000.0, 0.0, 0.0, 0.4 * 16.0**-0.36),  # no income: as at four years'
        (19, 40_000.0, 160_000.0, 0.0, 0.0),
        (45, 40_000.0, 160_000.0, 0.0, 0.0),
    ],
)
def test_treatment_hazard_by_hand(age: int, price: float, income: float, short: float, expected: float) -> None:
    value = same_uncompiled(treatment_hazard, age, price, income, short, -0.36, P)
    assert value == pytest.approx(expected, rel=1e-12)


@given(st.integers(15, 49), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1))
def test_treatment_falls_with_price_and_lack_of_cash_and_stays_below_the_bound(
    age: int, price: float, income: float, short: float
) -> None:
    p = as_record(P)
    hazard = treatment_hazard(age, price, income, short, -0.36, p)
    assert 0.0 <= chance(hazard) <= highest_treatment(-0.36, p) + 1e-12
    assert treatment_hazard(age, price * 1.1, income, short, -0.36, p) <= hazard
    assert treatment_hazard(age, price, income * 1.1, short, -0.36, p) >= hazard
    assert treatment_hazard(age, price, income, min(short + 0.1, 1.0), -0.36, p) <= hazard


def test_the_wait_is_shorter_from_35() -> None:
    assert [same_uncompiled(months_before_treatment, age, P) for age in (34, 35)] == [12, 6]


def test_live_births_per_cycle_follow_the_pack(pack: Pack) -> None:
    made = assisted(pack)
    assert made.elasticity == pack.assumption("art_price_elasticity") < 0
    groups = "under_35", "35_39", "40_42"
    under, middle, late = (pack.assumption(f"art_live_birth_per_cycle_{ages}") for ages in groups)
    assert made.live_birth[30 - 15] == made.live_birth[34 - 15] == under
    assert made.live_birth[37 - 15] == pytest.approx(middle)
    assert made.live_birth[41 - 15] == pytest.approx(late)
    assert made.live_birth[43 - 15] == pytest.approx(late / 2)  # half-way from 41 to none at 45
    assert not made.live_birth[45 - 15 :].any()


@pytest.mark.parametrize(
    ("tried_months", "age", "u", "may"),
    [(11, 30, 0.0, False), (12, 30, 0.0, True), (5, 36, 0.0, False), (6, 36, 0.0, True), (12, 30, 0.2, False)],
)
def test_who_may_start_treatment(tried_months: int, age: int, u: float, may: bool) -> None:
    p = rates(art_wait=12.0, art_wait_late=6.0)
    assert same_uncompiled(may_start_treatment, tried_months, age, u, 0.2, p) == may


def test_cycles_and_births_by_their_probabilities() -> None:
    population = couples(N)
    found = treated(population)
    cycles, conceptions = found.cycles, found.conceptions
    assert within_errors(cycles.sum() / N, chance(0.4), N)
    assert within_errors(conceptions.sum() / cycles.sum(), 0.3, int(cycles.sum()))
    pregnant = population.persons.due[:N] != NO_MONTH
    assert pregnant.sum() == conceptions.sum()
    assert set(population.persons.due[:N][pregnant]) == {MONTH + 9}
    assert (population.persons.due_outcome[:N][pregnant] == LIVE_BIRTH).all()


@pytest.mark.parametrize(
    ("columns", "subsidy", "pay", "factor"),
    [({}, 0.5, 1.0, 0.5**-0.36), ({}, 0.0, 2.0, 0.5**-0.36), ({"savings": 0.0}, 0.0, 1.0, 0.5),
     ({"savings": 20_000.0}, 0.0, 1.0, 0.75), ({"savings": 20_000.0}, 0.5, 1.0, 0.5**-0.36)],
)
def test_subsidy_pay_and_savings_move_the_start(
    columns: dict[str, float], subsidy: float, pay: float, factor: float
) -> None:
    cycles = treated(couples(N, **columns), subsidy, pay).cycles
    assert within_errors(cycles.sum() / N, chance(0.4 * factor), N)


def test_a_wife_alone_counts_her_own_income() -> None:
    population = couples(N)
    population.persons.partner[:N] = NOBODY
    cycles = treated(population).cycles
    assert within_errors(cycles.sum() / N, chance(0.4 * 2.0**-0.36), N)


def test_before_the_start_day_no_treatment_bears_a_child() -> None:
    population = couples(size(3000, 300))
    found = treated(population, p=P._replace(art_start=100.0), earliest_birth=MONTH + 10)
    cycles, conceptions = found.cycles, found.conceptions
    assert cycles.sum() > 0 == conceptions.sum()
    assert (population.persons.due == NO_MONTH).all()


def whole_month(population: Population, p: Any) -> Any:
    women = np.flatnonzero(population.persons.sex[: population.n_persons] == FEMALE).astype(np.int32)
    beyond = BeyondTrying(
        as_record(Unplanned(0.0, 0.0, 0.0, 0.0, 0.0)), PLACE, np.zeros(6), np.zeros(6), 1.0,
    )
    return month_of_women(
        0, len(women), women, population.persons, population.households, BARREN,
        Permission(*np.ones((2, 6, 4, 5), bool)), minds(), beyond, empty_recall(population.n_persons),
        pass_settings(), as_record(p),
    )


@pytest.mark.parametrize(
    ("age", "months", "treated_now"), [(30, 11, False), (30, 12, True), (36, 5, False), (36, 6, True)]
)
def test_treatment_comes_after_trying_in_vain(age: int, months: int, treated_now: bool) -> None:
    population = couples(size(3000, 300), age)
    population.persons.trying_since[: population.n_persons // 2] = MONTH - months
    found = whole_month(population, P._replace(art_start=100.0))
    assert (found.cycles.sum() > 0) == treated_now == (found.conceptions[:, ASSISTED].sum() > 0)
    assert found.conceptions[:, PLANNED].sum() == 0


def test_the_order_of_rows_changes_nothing() -> None:
    n = size(2000, 300)
    generator = np.random.default_rng(3)
    population = couples(
        n, county=np.tile(np.arange(n) % 6, 2), earnings=np.tile(generator.uniform(3e4, 2e5, n), 2),
        savings=generator.uniform(0, 8e4, n),
    )
    mixed = permuted(copy_of(population), 5)
    p = P._replace(art_start=5.0)
    one, other = whole_month(population, p), whole_month(mixed, p)
    np.testing.assert_array_equal(one.cycles, other.cycles)
    np.testing.assert_array_equal(one.conceptions, other.conceptions)
    assert one.conceptions[:, ASSISTED].all()
    due = [made.persons.due[: 2 * n][np.argsort(made.persons.id[: 2 * n])] for made in (population, mixed)]
    np.testing.assert_array_equal(due[0], due[1])
