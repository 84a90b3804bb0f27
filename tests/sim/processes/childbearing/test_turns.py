"""Who is looked at, and who out of turn."""

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.population.columns import DEAD, MARRIED, NEVER_MARRIED, RESIDENT
from sim.processes.accounts import N_COUNTIES, N_ORDERS
from sim.processes.childbearing.recall import empty_recall
from sim.processes.childbearing.turns import is_looked_at, look_at_keener, out_of_turn
from tests.sim.makers import MONTH, city, same_uncompiled


@pytest.mark.parametrize(
    ("presence", "age", "looked_at"),
    [(RESIDENT, 14, False), (RESIDENT, 15, True), (RESIDENT, 50, True), (RESIDENT, 51, False), (DEAD, 30, False)],
)
def test_who_is_looked_at(presence: int, age: int, looked_at: bool) -> None:
    assert same_uncompiled(is_looked_at, presence, age) == looked_at


@pytest.mark.parametrize(
    ("anew", "single", "union_start", "last_birth", "looked_at"),
    [
        (False, False, MONTH - 30, MONTH - 20, False), (True, False, MONTH - 30, MONTH - 20, True),
        (False, False, MONTH, NO_MONTH, True), (False, False, MONTH - 30, MONTH - 6, True),
        (False, True, MONTH, MONTH - 6, False),
    ],
)
def test_who_is_looked_at_out_of_turn(
    anew: bool, single: bool, union_start: int, last_birth: int, looked_at: bool
) -> None:
    assert same_uncompiled(out_of_turn, anew, single, MONTH, union_start, last_birth, 6) == looked_at


def test_only_couples_who_may_start_are_looked_at_when_a_child_brings_more() -> None:
    persons, recall = city(7, marital=MARRIED, parity=1).persons, empty_recall(7)
    risen = np.zeros((N_COUNTIES, N_ORDERS), np.bool_)
    recall.next_look[:], risen[0, 1], persons.county[1], persons.parity[2] = MONTH, True, 1, 5
    persons.marital[3], persons.due[4], persons.trying_since[5], persons.presence[6] = NEVER_MARRIED, MONTH, MONTH, DEAD
    look_at_keener(np.arange(7, dtype=np.int32), persons, recall, risen)
    assert recall.next_look.tolist() == [0, *[MONTH] * 6]
