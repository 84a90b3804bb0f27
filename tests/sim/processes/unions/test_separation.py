"""Divorce: hand-worked hazards, their shape, and what a divorce changes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH, month_index
from sim.population.columns import DIVORCED, FEMALE, MALE, NOBODY
from sim.processes.accounts import empty_counts
from sim.processes.unions.separation import COOLING_OFF, divorce, divorce_hazard
from tests.sim.makers import MONTH, city, counter, give_child, marry, rates, rows, same_uncompiled

P = rates(divorce_hazard=0.02, divorce_peak_years=4.0, divorce_child=0.6, divorce_cooling=0.5)
BEFORE = month_index(2020, 12)


@pytest.mark.parametrize(
    ("years", "parity", "month", "expected"),
    [
        (4.0, 0, BEFORE, 0.02),  # at the peak: a fifth and four fifths
        (0.0, 0, BEFORE, 0.004),  # a fifth of it at the wedding
        (8.0, 0, BEFORE, 0.02 * (0.2 + 0.8 * 2 * math.exp(-1))),
        (4.0, 1, BEFORE, 0.012),  # with a child
        (4.0, 3, BEFORE, 0.012),
        (4.0, 0, BEFORE + 1, 0.01),  # from January 2021 after thirty days of cooling off
        (-2.0, 0, BEFORE, 0.004),  # a date after the month counts as none
    ],
)
def test_divorce_hazard_by_hand(years: float, parity: int, month: int, expected: float) -> None:
    assert same_uncompiled(divorce_hazard, years, parity, month, P) == pytest.approx(expected, rel=1e-12)


def test_cooling_off_begins_in_january_2021() -> None:
    assert month_index(2021, 1) == COOLING_OFF


@given(st.floats(0, 70), st.integers(0, 5), st.integers(1330, 1631))
def test_hazard_rises_to_its_peak_and_falls_after_it(years: float, parity: int, month: int) -> None:
    hazard = divorce_hazard(years, parity, month, P)
    assert 0 < hazard <= P.divorce_hazard
    later = divorce_hazard(years + 0.25, parity, month, P)
    if years + 0.25 <= 4.0:
        assert later >= hazard
    if years >= 4.0:
        assert later <= hazard


def test_a_divorce_by_hand() -> None:
    population = city(3, room=2, birth=[MONTH - 360, MONTH - 400, MONTH - 20], sex=[FEMALE, MALE, FEMALE], county=2)
    marry(population, 0, 1)
    give_child(population, 0, 2)
    persons, households = population.persons, population.households
    persons.trying_since[0] = MONTH - 2
    counts, n_households = empty_counts(), counter(3)
    freed = divorce(rows(0), persons, households, n_households, counts, MONTH)
    assert sorted(freed) == [0, 1]
    assert list(persons.marital[:2]) == [DIVORCED, DIVORCED]
    assert list(persons.partner[:2]) == [NOBODY, NOBODY]
    assert persons.trying_since[0] == NO_MONTH
    assert persons.household[0] == persons.household[2] == 0  # the child stays with its mother
    assert (persons.household[1], n_households[0]) == (3, 4)
    assert (households.size[0], households.size[3], households.county[3]) == (2, 1, 2)
    assert (counts.divorces.sum(), counts.divorces[2, FEMALE, 30], counts.divorces[2, MALE, 33]) == (2, 1, 1)


def test_whoever_lost_the_spouse_this_month_is_not_divorced() -> None:
    population = city(2, room=2, sex=[FEMALE, MALE])
    marry(population, 0, 1)
    population.persons.presence[1] = 2
    counts = empty_counts()
    freed = divorce(rows(0), population.persons, population.households, counter(2), counts, MONTH)
    assert len(freed) == 0
    assert counts.divorces.sum() == 0
