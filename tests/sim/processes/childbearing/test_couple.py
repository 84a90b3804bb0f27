"""A couple as its decision reads it: tastes by hand and by their spread, and every column in its place."""

import numpy as np
import pytest
from scipy.special import ndtri

from sim.clock import NO_MONTH, month_index
from sim.population.columns import (
    COLLECTIVE,
    FEMALE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    MALE,
    NO_WORK,
    NOBODY,
    PRIVATE,
    PUBLIC,
    RENT,
    Population,
)
from sim.processes.childbearing.couple import (
    CHILDLESS,
    N_QUANTILES,
    REWARDS_UNTIL,
    Couple,
    Leaning,
    has_rewards,
    read_couple,
    taste,
)
from sim.streams import PERMANENT, Decision, derived_id, stream_key, uniform
from tests.sim.makers import MONTH, city, give_child, marry, same_uncompiled, size
from tests.sim.market import HOMES

KEY = np.uint64(stream_key(1, int(Decision.TASTE_COUPLE), PERMANENT))
HERS, HIS = 0, 1


def test_taste_by_hand() -> None:
    for k in range(20):
        identity = derived_id(1, 7, k)
        middle = (int(uniform(KEY, identity) * N_QUANTILES) + 0.5) / N_QUANTILES
        assert same_uncompiled(taste, KEY, identity, 0.8) == pytest.approx(0.8 * ndtri(middle), rel=1e-12)
        assert taste(KEY, identity, 0.0) == 0.0


def test_tastes_are_normal() -> None:
    n = size(40_000, 4_000)
    tastes = np.array([taste(KEY, derived_id(1, 7, k), 0.5) for k in range(n)])
    assert abs(tastes.mean()) < 4 * 0.5 / np.sqrt(n)
    assert abs(tastes.std() - 0.5) < 4 * 0.5 / np.sqrt(2 * n)
    assert np.abs(tastes).max() <= 0.5 * ndtri(1 - 0.5 / N_QUANTILES)  # the steps end at 3.7 standard deviations


def home_of(**columns: object) -> Population:
    """A couple (rows 0 and 1) with a son born 30 months ago (row 2), who rent 60 m2."""
    population = city(
        3, sex=[FEMALE, MALE, MALE], birth=[MONTH - 366, MONTH - 390, MONTH - 30],
        **{"urban": [1, 1, 1], "county": 4, "work": [PRIVATE, PUBLIC, 0], "earnings": [60_000, 80_000, 0],
           "hukou": HUKOU_OUTSIDE, "grandparents": [2, 0, 0], "n_boys": [1, 0, 0], **columns})
    marry(population, HERS, HIS)
    give_child(population, HERS, 2)
    for name, value in {"tenure": RENT, "floor_area": 60.0, "debt": 10_000.0, "savings": 90_000.0}.items():
        getattr(population.households, name)[population.persons.household[HERS]] = value
    return population


def read(population: Population) -> Couple:
    leaning = Leaning(
        desired=2, waited=2.5, taste=0.3, wife_taste=0.1, husband_taste=-0.2, permitted=True, permitted_later=False,
        wife_fund=0.2, husband_fund=0.7)
    return read_couple(HERS, population.persons, population.households, MONTH, 1.25, 70_000.0, HOMES, leaning)


def test_a_couple_by_hand() -> None:
    assert read(home_of()) == Couple(
        county=4, urban=1, age=30.5, parity=1, desired=2, n_boys=1, youngest=2.5, waited=2.5, taste=0.3, wife_taste=0.1,
        husband_taste=-0.2, permitted=True, permitted_later=False, local=False, husband_here=True,
        wife_pay=75_000.0, wife_work=PRIVATE,
        husband_pay=100_000.0, husband_work=PUBLIC, grandparents=2, tenure=RENT, self_built=0, area=60.0, debt=10_000.0,
        savings=90_000.0, members=3, only_child_before_2016=False, wife_fund=0.2, husband_fund=0.7)


@pytest.mark.parametrize(("age", "months"), [(30.5, 0), (36.0, 1)])
def test_who_lives_in_a_collective_unit_has_the_usual_savings(age: float, months: int) -> None:
    """No account is kept there: 75,000 and 100,000 yuan of pay, and the months of it that homes hold."""
    population = home_of()
    population.persons.birth[HERS] = MONTH - round(12 * age)
    population.households.kind[population.persons.household[HERS]] = COLLECTIVE
    population.households.savings[population.persons.household[HERS]] = 0.0
    assert read(population).savings == pytest.approx(175_000.0 / 12.0 * HOMES["savings_months"][months])


@pytest.mark.parametrize(
    ("hers", "his", "local"),
    [(HUKOU_OUTSIDE, HUKOU_OUTSIDE, False), (HUKOU_LOCAL, HUKOU_OUTSIDE, True), (HUKOU_OUTSIDE, HUKOU_LOCAL, True)],
)
def test_one_local_parent_makes_a_couple_local(hers: int, his: int, local: bool) -> None:
    assert read(home_of(hukou=[hers, his, HUKOU_OUTSIDE])).local == local


def test_a_husband_elsewhere_has_the_usual_pay() -> None:
    population = home_of()
    population.persons.partner[HERS] = NOBODY
    couple = read(population)
    assert (couple.husband_here, couple.husband_pay, couple.husband_work) == (False, 70_000.0, PRIVATE)


def test_who_does_not_work_has_no_pay_whatever_her_column_says() -> None:
    assert read(home_of(work=[NO_WORK, PUBLIC, 0])).wife_pay == 0.0


def test_the_childless_have_no_youngest_child() -> None:
    population = home_of()
    population.persons.parity[HERS], population.persons.last_birth[HERS] = 0, NO_MONTH
    couple = read(population)
    assert couple.youngest == CHILDLESS
    assert not couple.only_child_before_2016


@pytest.mark.parametrize(
    ("parity", "last_birth", "rewarded"),
    [(1, month_index(2015, 12), True), (1, month_index(2016, 1), False), (2, month_index(2015, 12), False),
     (0, NO_MONTH, False), (1, NO_MONTH, False)],
)
def test_an_only_child_born_while_rewards_were_given_brings_them(
    parity: int, last_birth: int, rewarded: bool
) -> None:
    assert month_index(2015, 12) == REWARDS_UNTIL
    assert same_uncompiled(has_rewards, parity, last_birth) == rewarded
