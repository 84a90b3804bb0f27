"""The hazard rule of starting to try: hand-worked values, bounds, and how it moves with age, parity and rules."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH, month_index
from sim.population.desired import desired_children, fall_of_two
from sim.processes.childbearing.hazard_rule import start_probability, starting_hazard, years_waited
from tests.sim.makers import rates, same_uncompiled

P = rates(
    start_first=0.9, start_second=0.8, start_third=0.5, start_wait=2.0, start_age_slope=0.1, start_age_slope_late=0.2,
    start_interval_slope=0.05, son_preference=1.2, beyond_desired=0.25, outside_permission=0.1,
    desired_none=0.05, desired_one=0.35, desired_three=0.06, desired_fall=0.006,
)
BOY, GIRL, NONE = 0, 1, -1
JANUARY_1985 = int(month_index(1985, 1))
"""No earlier or this cohort's wishes have fallen."""
ages = st.floats(15, 49.99)
sexes = st.sampled_from([BOY, GIRL, NONE])


@pytest.mark.parametrize(
    ("age", "parity", "years", "desired", "first", "permitted", "expected"),
    [
        (27.0, 0, 1.0, 2, NONE, True, 0.9),  # nothing lowers it before 29
        (31.0, 0, 1.0, 2, NONE, True, 0.9 * math.exp(-0.2)),  # two years after 29 at .1
        (38.0, 0, 1.0, 2, NONE, True, 0.9 * math.exp(-0.9 - 0.4)),  # nine years at .1 and two at .2
        (27.0, 0, 8.0, 2, NONE, True, 0.9 * math.exp(-0.15)),  # three years beyond five at .05
        (27.0, 1, 2.0, 2, BOY, True, 0.8 * (1 - math.exp(-1.0))),  # two years on a scale of two
        (27.0, 1, 2.0, 2, GIRL, True, 0.8 * (1 - math.exp(-1.0)) * 1.2),
        (27.0, 2, 2.0, 3, GIRL, True, 0.5 * (1 - math.exp(-1.0))),  # the preference acts on the second birth only
        (27.0, 1, 2.0, 1, BOY, True, 0.8 * (1 - math.exp(-1.0)) * 0.25),  # has what it wants
        (27.0, 0, 1.0, 2, NONE, False, 0.09),  # outside the rules
        (27.0, 1, 0.0, 2, BOY, True, 0.0),  # on the day of the birth
        (50.0, 0, 1.0, 2, NONE, True, 0.0),
        (63.0, 2, 9.0, 3, GIRL, True, 0.0),
    ],
)
def test_starting_hazard_by_hand(
    age: float, parity: int, years: float, desired: int, first: int, permitted: bool, expected: float
) -> None:
    value = same_uncompiled(starting_hazard, age, parity, years, desired, first, permitted, P)
    assert value == pytest.approx(expected, rel=1e-12)


@given(st.floats(0, 70), st.integers(0, 8), st.floats(0, 40), st.integers(0, 3), sexes, st.booleans())
def test_hazard_gives_probabilities(
    age: float, parity: int, years: float, desired: int, first: int, permitted: bool
) -> None:
    hazard = starting_hazard(age, parity, years, desired, first, permitted, P)
    assert hazard >= 0.0
    assert (hazard == 0.0) or age < 50
    probability = start_probability(hazard, 3.0)
    assert 0.0 <= probability < 1.0


@given(ages, ages, st.integers(0, 3), st.floats(0.1, 20), sexes)
def test_an_older_woman_never_starts_more_readily(a: float, b: float, parity: int, years: float, first: int) -> None:
    younger, older = sorted((a, b))
    assert starting_hazard(older, parity, years, 3, first, True, P) <= starting_hazard(
        younger, parity, years, 3, first, True, P
    )


@given(ages, st.integers(0, 3), st.floats(0.1, 20), sexes)
def test_prohibition_and_reached_wishes_lower_the_hazard(age: float, parity: int, years: float, first: int) -> None:
    free = starting_hazard(age, parity, years, 4, first, True, P)
    assert starting_hazard(age, parity, years, 4, first, False, P) == pytest.approx(0.1 * free)
    assert starting_hazard(age, parity, years, 0, first, True, P) == pytest.approx(0.25 * free)


def test_start_probability_by_hand() -> None:
    # a hazard of .8 a year over a quarter: 1 - exp(-.2) = .18126924692201815
    assert same_uncompiled(start_probability, 0.8, 3.0) == pytest.approx(0.18126924692201815, rel=1e-12)
    assert start_probability(0.0, 3.0) == 0.0


@given(st.floats(0, 3))
def test_monthly_quarterly_and_yearly_reviews_agree_on_a_constant_hazard(hazard: float) -> None:
    not_started = [(1 - start_probability(hazard, months)) ** (12 / months) for months in (1, 3, 12)]
    assert not_started == pytest.approx([math.exp(-hazard)] * 3, rel=1e-12)


@pytest.mark.parametrize(
    ("u", "wanted"), [(0.0, 0), (0.0499, 0), (0.05, 1), (0.3999, 1), (0.4, 2), (0.9399, 2), (0.9401, 3), (0.9999, 3)]
)
def test_desired_children_by_hand(u: float, wanted: int) -> None:
    assert same_uncompiled(desired_children, u, JANUARY_1985, P) == wanted  # 5 % none, 35 % one, 54 % two, 6 % three


def test_desired_children_take_their_shares() -> None:
    wanted = np.array([desired_children((k + 0.5) / 1000, JANUARY_1985, P) for k in range(1000)])
    np.testing.assert_array_equal(np.bincount(wanted), [50, 350, 540, 60])


@pytest.mark.parametrize(
    ("year", "share"),
    [(1955, 0.0), (1985, 0.0), (1995, 10 * 0.006), (2005, 20 * 0.006), (2010, 20 * 0.006)],  # no further after 2005
)
def test_fall_of_two_by_hand(year: int, share: float) -> None:
    birth = int(month_index(year, 1))
    assert same_uncompiled(fall_of_two, birth, 0.006) == pytest.approx(share, abs=1e-15)
    wanted = np.array([desired_children((k + 0.5) / 1000, birth, P) for k in range(1000)])
    moved = round(1000 * share)
    np.testing.assert_array_equal(np.bincount(wanted), [50, 350 + moved, 540 - moved, 60])  # from two to one alone


@given(st.floats(0, 0.999), st.integers(1900, 2035), st.integers(1, 60))
def test_a_later_cohort_never_wants_more(u: float, year: int, months: int) -> None:
    birth = int(month_index(year, 1))
    assert desired_children(u, birth + months, P) <= desired_children(u, birth, P)


@pytest.mark.parametrize(
    ("last_birth", "union", "years"),
    [(NO_MONTH, 1400, 4.5), (1424, 1400, 2.5), (NO_MONTH, 1460, 0.0), (1454, NO_MONTH, 0.0)],
)
def test_years_waited_counts_from_the_last_birth_or_the_wedding(last_birth: int, union: int, years: float) -> None:
    assert same_uncompiled(years_waited, 1454, last_birth, union) == years
