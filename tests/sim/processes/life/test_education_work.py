"""School, work and earnings: hand-worked rules, and tables taken from a start population."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.population.columns import FEMALE, FLEXIBLE, MALE, NO_WORK, PRIVATE, PUBLIC, Population
from sim.processes.life.education_work import (
    EARNINGS_SPREAD,
    LEAVER_FINDS,
    LEAVING_AGE,
    chance_of_finding,
    chance_of_work,
    drawn_earnings,
    enrolled,
    is_retired,
    newborn_schooling,
    work_found,
    work_tables,
)
from tests.sim.makers import MONTH, city, rates, same_uncompiled

P = as_record(rates(job_finding=0.25, experience_growth=0.02))
START = 1450


@pytest.mark.parametrize(
    ("age", "education", "still"),
    [(5.9, 2, False), (6.0, 2, True), (14.9, 2, True), (15.0, 2, False), (21.9, 5, True), (22.0, 5, False),
     (17.0, 3, True), (18.0, 3, False), (8.0, 0, False), (8.0, 1, True)],
)
def test_enrolled_by_hand(age: float, education: int, still: bool) -> None:
    assert same_uncompiled(enrolled, age, education) == still


@pytest.mark.parametrize(("u", "kind"), [(0.0, PRIVATE), (0.299, PRIVATE), (0.301, PUBLIC), (0.349, PUBLIC),
                                         (0.351, FLEXIBLE), (0.499, FLEXIBLE), (0.501, NO_WORK)])
def test_work_found_at_a_chance_of_one_half(u: float, kind: int) -> None:
    assert same_uncompiled(work_found, u, 0.5, np.array([0.6, 0.1, 0.3]), 1.0, 1.0) == kind


@pytest.mark.parametrize(("u", "kind"), [(0.149, PRIVATE), (0.151, PUBLIC), (0.249, PUBLIC), (0.251, FLEXIBLE),
                                         (0.399, FLEXIBLE), (0.401, NO_WORK)])
def test_employers_who_hire_fewer_leave_flexible_work_as_it_is(u: float, kind: int) -> None:
    # Private halved: .5 x .6 x .5 = .15; public doubled: .5 x .1 x 2 = .1; flexible .5 x .3 = .15.
    assert same_uncompiled(work_found, u, 0.5, np.array([0.6, 0.1, 0.3]), 0.5, 2.0) == kind


@pytest.mark.parametrize(
    ("age", "education", "chance"),
    [
        (30, 3, 1 - math.exp(-0.25)),
        (19, 3, LEAVER_FINDS),  # left school at 18
        (20, 3, 1 - math.exp(-0.25)),
        (17, 3, 0.0),  # still there
    ],
)
def test_chance_of_work_by_hand(age: int, education: int, chance: float) -> None:
    finding = same_uncompiled(chance_of_finding, 1.0, P)
    assert same_uncompiled(chance_of_work, age, education, finding) == pytest.approx(chance, rel=1e-12)


@given(st.integers(15, 100), st.integers(0, 5))
def test_chance_of_work_is_a_probability(age: int, education: int) -> None:
    chance = chance_of_work(age, education, chance_of_finding(1.0, P))
    assert 0.0 <= chance < 1.0
    assert chance == 0.0 or not enrolled(age, education)


def test_retirement_at_55_and_60() -> None:
    ages = {(FEMALE, 54): False, (FEMALE, 55): True, (MALE, 59): False, (MALE, 60): True}
    for (sex, age), retired in ages.items():
        assert same_uncompiled(is_retired, age, sex) == retired


def test_earnings_at_entry_are_log_normal() -> None:
    spread = math.exp(-0.5 * EARNINGS_SPREAD**2)  # the mean of the draw is the entry pay
    assert same_uncompiled(drawn_earnings, 0.5, 50_000.0, 26, P) == pytest.approx(50_000.0 * spread)
    # one standard deviation up: the normal quantile of .8413447460685429 is 1
    one_up = same_uncompiled(drawn_earnings, 0.8413447460685429, 50_000.0, 26, P)
    assert one_up == pytest.approx(50_000 * spread * math.exp(EARNINGS_SPREAD), rel=1e-8)


@pytest.mark.parametrize(("age", "ratio"), [(20, 1.02**-6), (30, 1.02**4), (45, 1.02**19), (52, 1.02**19)])
def test_newcomers_are_paid_by_their_age(age: int, ratio: float) -> None:
    at_entry = drawn_earnings(0.3, 50_000.0, 26, P)
    assert same_uncompiled(drawn_earnings, 0.3, 50_000.0, age, P) / at_entry == pytest.approx(ratio)


def test_leaving_age_rises_with_schooling() -> None:
    assert (np.diff(LEAVING_AGE) > 0).all()


def test_work_tables_by_hand() -> None:
    years = 12
    population = city(
        5,
        birth=[MONTH - 25 * years, MONTH - 26 * years, MONTH - 50 * years, MONTH - 25 * years, MONTH - 30 * years],
        sex=[FEMALE, FEMALE, FEMALE, MALE, MALE],
        education=[3, 3, 3, 3, 5],
        work=[PRIVATE, PRIVATE, PUBLIC, FLEXIBLE, NO_WORK],
        earnings=[40_000, 60_000, 90_000, 70_000, 0],
    )
    work, mean_log = work_tables(population, MONTH)
    np.testing.assert_allclose(work.kinds[3], [0.5, 0.25, 0.25])
    np.testing.assert_allclose(work.kinds[5], [1 / 3] * 3)  # nobody to learn from
    assert work.entry_earnings[3, FEMALE] == 50_000  # those of 22 to 30
    assert work.entry_earnings[3, MALE] == 70_000
    assert work.entry_earnings[5, MALE] == 65_000  # no one: the mean of all who work
    assert mean_log == pytest.approx(np.log([40_000, 60_000, 90_000, 70_000]).mean(), abs=1e-6)


def test_newborn_schooling_by_hand() -> None:
    # two small girls in county 0, of levels 5 and 3, and none elsewhere: the city's mix weighs as much as 20 children
    population = city(2, birth=MONTH - 24, sex=FEMALE, education=[5, 3])
    shares = newborn_schooling(population, MONTH)
    np.testing.assert_allclose(shares[0, FEMALE], [0, 0, 0, 0.5, 0.5, 1])
    np.testing.assert_allclose(shares[4, MALE], [0, 0, 0, 0.5, 0.5, 1])


@pytest.mark.compiled
def test_newborn_schooling_is_a_distribution_in_every_county(start_population: Callable[..., Population]) -> None:
    shares = newborn_schooling(start_population(1000), START)
    assert shares.shape == (6, 2, 6)
    assert (np.diff(shares, axis=2) >= 0).all()
    np.testing.assert_allclose(shares[..., -1], 1.0)
