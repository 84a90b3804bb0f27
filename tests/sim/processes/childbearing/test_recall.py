"""What the pass over women keeps between months: by hand, as bounds, and against a pass that remembers nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.population.columns import DIVORCED, Population
from sim.processes.childbearing.decision import agreement, highest_preference, preference
from sim.processes.childbearing.month_terms import BY_UTILITY
from sim.processes.childbearing.recall import (
    KEPT_MONTHS,
    Recall,
    ceilings_over,
    empty_recall,
    grown,
    highest_agreement,
    likelihoods,
    look_again,
    step_of,
    steps_of_gains,
)
from sim.processes.childbearing.reproduction import month_of_women
from tests.sim.makers import MONTH, rates, same_uncompiled, size
from tests.sim.minds import minds, pass_settings
from tests.sim.processes.childbearing.test_reproduction import BEYOND, FREE, SURE, wives

N = size(4_000, 300)


@pytest.mark.parametrize(
    ("due", "trying_since", "last_birth", "again"),
    [
        (MONTH + 4, NO_MONTH, MONTH - 20, MONTH + 4), (MONTH + 4, MONTH - 9, NO_MONTH, MONTH + 4),
        (NO_MONTH, MONTH - 3, NO_MONTH, MONTH + 1), (NO_MONTH, MONTH + 2, NO_MONTH, MONTH + 2),
        (NO_MONTH, NO_MONTH, NO_MONTH, NO_MONTH), (NO_MONTH, NO_MONTH, MONTH - 20, NO_MONTH),
        (NO_MONTH, NO_MONTH, MONTH - 5, MONTH + 1), (NO_MONTH, NO_MONTH, MONTH - 6, NO_MONTH),
        (NO_MONTH, NO_MONTH, MONTH - 1, MONTH + 5),
    ],
)
def test_when_to_look_again_by_hand(due: int, trying_since: int, last_birth: int, again: int) -> None:
    assert same_uncompiled(look_again, MONTH, due, trying_since, last_birth, 6) == again


def test_ceilings_only_fall_until_gains_exceed_them() -> None:
    ceilings = ceilings_over(np.array([4, 7]), np.array([-1, 9]))
    assert ceilings.tolist() == [5, 8]
    assert ceilings_over(np.array([5, 3]), ceilings).tolist() == [5, 4]
    assert ceilings_over(np.array([6, 3]), ceilings).tolist() == [7, 4]


@given(
    st.integers(0, 4), st.floats(18, 49), st.floats(0, 20), st.integers(0, 3), st.integers(0, KEPT_MONTHS - 1),
    st.floats(0, 3), st.floats(0, 4), st.floats(0, 0.3), st.floats(0, 0.3),
)
def test_no_preference_of_the_year_is_higher_than_the_highest(
    parity: int, age: float, waited: float, desired: int, months: int, newlywed: float, spacing: float, long: float,
    ageing: float,
) -> None:
    p = as_record(rates(newlywed=newlywed, spacing=spacing, long_interval=long, ageing=ageing))
    most = same_uncompiled(highest_preference, parity, age, waited, waited + KEPT_MONTHS / 12, desired, p)
    assert most >= preference(parity, age + months / 12, waited + months / 12, desired, p) - 1e-12


@given(st.floats(-12, 12), st.floats(-12, 12), st.floats(-3, 30), st.floats(-3, 30))
def test_no_couple_agrees_more_than_its_steps_say(wife: float, husband: float, hers: float, his: float) -> None:
    gains = steps_of_gains(np.array([hers, his]))
    most = highest_agreement(step_of(wife), step_of(husband), gains[0], gains[1], likelihoods())
    assert most >= agreement(wife + hers, husband + his) - 1e-15


def test_steps_by_hand() -> None:
    assert same_uncompiled(step_of, -20.0) == 0
    assert same_uncompiled(step_of, -7.99) == 1
    assert same_uncompiled(step_of, 0.0) == 129  # 8 sigma over the lowest, and the next step for rounding
    assert same_uncompiled(step_of, 30.0) == 255
    assert likelihoods()[128] == 0.5
    assert likelihoods()[-1] == 1.0


def test_room_is_made_for_those_of_whom_nothing_is_known() -> None:
    recall = empty_recall(2)
    recall.next_look[:], recall.wife[:] = 5, 7
    more = grown(recall, 3)
    assert more.next_look.tolist() == [5, 5, 0]
    assert more.wife.tolist() == [7, 7, 0]


def lived(kept: bool) -> Population:
    """Wives after two years of months in which weddings, divorces, moves and births come from outside the pass."""
    parity = np.arange(N + 1) % 3
    people = wives(N, age=30, parity=parity, last_birth=np.where(parity, MONTH - 20, NO_MONTH))
    persons, recall, women = people.persons, empty_recall(N + 1), np.arange(N, dtype=np.int32)
    p = as_record(rates(prefer_first=1.0))
    for month in range(MONTH, MONTH + 24):
        if month % 5 == 0:
            persons.union_start[month % 7 : N : 7] = month
        if month % 3 == 0:
            freed, moved = np.arange(month % 31, N, 31), np.arange(month % 29, N, 29)
            persons.marital[freed], persons.trying_since[freed] = DIVORCED, NO_MONTH
            persons.county[moved] = (persons.county[moved] + 1) % 6
            recall.next_look[freed] = recall.next_look[moved] = 0
        found = month_of_women(
            0, N, women, persons, people.households, SURE, FREE, minds(), BEYOND,
            recall if kept else empty_recall(N + 1),
            pass_settings(rule=BY_UTILITY, month=month, highest_factor=1.0), p,
        )
        persons.parity[found.mothers] += 1
        persons.last_birth[found.mothers] = month
    return people


def test_a_pass_that_remembers_comes_to_the_same() -> None:
    kept, fresh = lived(True).persons, lived(False).persons
    assert (fresh.last_birth[:N] > MONTH).any()
    for name in ("parity", "last_birth", "trying_since", "due", "due_outcome"):
        np.testing.assert_array_equal(getattr(kept, name), getattr(fresh, name))


def test_most_women_are_not_looked_at_in_most_months() -> None:
    people, recall = wives(N, age=30), empty_recall(N + 1)
    looks = []
    for month in range(MONTH, MONTH + 12):
        before = Recall(*(column.copy() for column in recall))
        month_of_women(
            0, N, np.arange(N, dtype=np.int32), people.persons, people.households, SURE, FREE, minds(), BEYOND, recall,
            pass_settings(rule=BY_UTILITY, month=month, highest_factor=1.0), as_record(rates(prefer_first=-4.0)),
        )
        looks.append(np.count_nonzero(before.next_look[:N] <= month) / N)
    assert looks[0] == 1.0
    assert max(looks[1:]) < 0.15  # a third has its turn
