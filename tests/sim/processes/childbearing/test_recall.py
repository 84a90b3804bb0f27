"""What the pass over women keeps between months: by hand, as bounds, and against a pass that remembers nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.population.columns import DEPARTED, DIVORCED, RESIDENT, Population
from sim.processes.childbearing.decision import agreement, highest_preference, preference, sons
from sim.processes.childbearing.intentions import less_than_most
from sim.processes.childbearing.month_terms import BY_UTILITY
from sim.processes.childbearing.pregnancy import Biology
from sim.processes.childbearing.recall import (
    KEPT_MONTHS,
    NEVER_AGAIN,
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
from sim.processes.childbearing.turns import looked_at_from
from tests.sim.makers import MONTH, rates, same_uncompiled, size
from tests.sim.minds import minds, pass_settings
from tests.sim.processes.childbearing.test_reproduction import BEYOND, FREE, SURE, wives

N = size(4_000, 300)
SLOW = Biology(np.full((35, 64), 0.02), np.linspace(0, 0.5, 35), np.full((6, 35), 0.2))
"""Few who try conceive in a month, some never do, and a fifth of conceptions is lost."""


@pytest.mark.parametrize(
    ("due", "trying_since", "last_birth", "again"),
    [
        (MONTH + 4, NO_MONTH, MONTH - 20, MONTH + 4), (MONTH + 4, MONTH - 9, NO_MONTH, MONTH + 4),
        (NO_MONTH, MONTH - 3, MONTH - 5, NO_MONTH), (NO_MONTH, MONTH + 2, NO_MONTH, MONTH + 2),
        (NO_MONTH, NO_MONTH, NO_MONTH, NO_MONTH), (NO_MONTH, NO_MONTH, MONTH - 20, NO_MONTH),
        (NO_MONTH, NO_MONTH, MONTH - 5, MONTH + 1), (NO_MONTH, NO_MONTH, MONTH - 6, NO_MONTH),
        (NO_MONTH, NO_MONTH, MONTH - 1, MONTH + 5),
    ],
)
def test_when_to_look_again_by_hand(due: int, trying_since: int, last_birth: int, again: int) -> None:
    assert same_uncompiled(look_again, MONTH, due, trying_since, last_birth, 6) == again


@pytest.mark.parametrize(
    ("presence", "months_old", "again"),
    [(RESIDENT, 14 * 12, MONTH + 12), (RESIDENT, 51 * 12, NEVER_AGAIN), (DEPARTED, 30 * 12, NEVER_AGAIN)],
)
def test_who_is_not_looked_at_is_so_from_fifteen_on_or_never(presence: int, months_old: int, again: int) -> None:
    assert same_uncompiled(looked_at_from, presence, months_old // 12, MONTH - months_old) == again


def test_ceilings_only_fall_until_gains_exceed_them() -> None:
    ceilings = ceilings_over(np.array([4, 7]), np.array([-1, 9]))
    assert ceilings.tolist() == [5, 8]
    assert ceilings_over(np.array([5, 3]), ceilings).tolist() == [5, 4]
    assert ceilings_over(np.array([6, 3]), ceilings).tolist() == [7, 4]
    assert ceilings_over(np.array([6, 8]), ceilings).tolist() == [7, 8]  # where nothing rose nobody is looked at


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


def lived(kept: bool, biology: Biology = SURE) -> Population:
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
            0, N, women, persons, people.households, biology, FREE, minds(), BEYOND,
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


def tried_by(looks: bool) -> Population:
    """Wives of 32 to 47 after four years of trying in vain, conceiving, giving up and treatment."""
    people, recall = wives(N, age=32, trying_since=MONTH - np.arange(N + 1) % 40), empty_recall(N + 1)
    people.persons.birth[:] -= np.arange(N + 1) % 16 * 12
    for month in range(MONTH, MONTH + 48):
        if not looks:
            recall = empty_recall(N + 1)
        month_of_women(
            0, N, np.arange(N, dtype=np.int32), people.persons, people.households, SLOW, FREE, minds(), BEYOND, recall,
            pass_settings(rule=BY_UTILITY, month=month, highest_factor=1.0), as_record(rates(prefer_first=-4.0)),
        )
    return people


def test_months_of_trying_that_bring_nothing_may_be_skipped() -> None:
    skipped, lived_through = tried_by(True).persons, tried_by(False).persons
    tries = lived_through.trying_since[:N] != NO_MONTH
    assert 0.01 < tries.mean() < 0.99  # some gave up or bore a child, others have not
    for name in ("trying_since", "due", "due_outcome"):
        np.testing.assert_array_equal(getattr(skipped, name), getattr(lived_through, name))


@given(
    st.integers(0, 4), st.integers(0, 4), st.floats(-1, 2), st.floats(0, 1), st.booleans(), st.floats(0, 2),
    st.floats(0, 2),
)
def test_a_couple_gains_no_more_than_the_most_less_what_it_lacks(
    parity: int, boys: int, peers: float, more: float, permitted: bool, son: float, rules: float
) -> None:
    p = rates(son_weight=son, outside_rules_loss=rules)
    less = same_uncompiled(less_than_most, parity, min(boys, parity), peers, peers + more, permitted, 0.7, as_record(p))
    most = p.peer_weight * (peers + more) + (p.son_weight if parity > 0 else 0.0)
    own = p.peer_weight * peers + sons(parity, min(boys, parity), as_record(p)) - (0.0 if permitted else rules * 0.7)
    assert own <= most - less
    assert own == pytest.approx(most - less, abs=1e-8)


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
