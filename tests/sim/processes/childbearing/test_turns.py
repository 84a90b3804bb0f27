"""Who is looked at, and who out of turn."""

import pytest

from sim.clock import NO_MONTH
from sim.population.columns import DEAD, RESIDENT
from sim.processes.childbearing.turns import is_looked_at, out_of_turn
from tests.sim.makers import MONTH, same_uncompiled


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
