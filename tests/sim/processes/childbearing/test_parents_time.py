"""Parents' time by hand: free hours, and what a child takes of them."""

import math

import pytest

from sim.processes.childbearing import parents_time as rules
from sim.processes.childbearing.couple import CHILDLESS
from tests.sim.couples import PLAIN, P
from tests.sim.makers import same_uncompiled


@pytest.mark.parametrize(
    ("works", "n", "youngest", "expected"),
    [(False, 0, CHILDLESS, 82.0), (True, 0, CHILDLESS, 36.0), (True, 1, 4.0, 36.0 - 0.65 * 8.0),
     (True, 3, 4.0, 36.0 - 0.65 * 16.0), (True, 1, 13.0, 36.0)],
)
def test_free_time_by_hand(works: bool, n: int, youngest: float, expected: float) -> None:
    assert same_uncompiled(rules.free_time, works, n, youngest, 0.65, P) == pytest.approx(expected)


def test_time_by_hand() -> None:
    # half of 40 hours minded beside work, a third of the horizon under three, 52 hours of errands in an eighteenth:
    # .65 (8 + 20/3 + 1/18), less its share of a quarter of an hour where it follows its sibling to school
    taken = same_uncompiled(rules.child_takes, 0.5, 52.0, 0.0, 1 / 3, 1 / 18, 0.65, P)
    assert taken == pytest.approx(0.65 * (8 + 20 / 3 + 1 / 18))
    spared = same_uncompiled(rules.child_takes, 0.5, 52.0, 0.25, 1 / 3, 1 / 18, 0.65, P)
    assert taken - spared == pytest.approx(0.65 * 0.25)
    assert same_uncompiled(rules.time_gain, 36.0, 9.0, P) == pytest.approx(0.5 * math.log(27 / 36))
    assert same_uncompiled(rules.time_gain, 12.0, 9.0, P) == pytest.approx(0.5 * math.log(10 / 12))  # the floor


def test_the_one_stop_service_spares_errands() -> None:
    assert same_uncompiled(rules.errand_hours, 0.4, P) == pytest.approx(0.6 * PLAIN.errand_hours)
