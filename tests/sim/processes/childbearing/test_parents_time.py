"""Parents' time by hand: free hours, what a child takes of them, and what leave gives back."""

import math

import pytest

from sim.population.columns import FLEXIBLE, NO_WORK, PRIVATE
from sim.processes.childbearing import parents_time as rules
from sim.processes.childbearing.couple import CHILDLESS
from tests.sim.couples import PLAIN, P
from tests.sim.makers import same_uncompiled
from tests.sim.minds import circumstances


@pytest.mark.parametrize(
    ("works", "n", "youngest", "expected"),
    [(False, 0, CHILDLESS, 82.0), (True, 0, CHILDLESS, 36.0), (True, 1, 4.0, 36.0 - 0.65 * 8.0),
     (True, 3, 4.0, 36.0 - 0.65 * 16.0), (True, 1, 13.0, 36.0)],
)
def test_free_time_by_hand(works: bool, n: int, youngest: float, expected: float) -> None:
    assert same_uncompiled(rules.free_time, works, n, youngest, 0.65, P) == pytest.approx(expected)


def test_time_by_hand() -> None:
    # half of 40 hours uncovered, 5 spared by leave, a third of the horizon under three: .65 (8 + 15/3) = 8.45 hours
    assert same_uncompiled(rules.infant_hours, 0.5, 5.0, 1 / 3, 0.65, P) == pytest.approx(8.45)
    assert same_uncompiled(rules.time_gain, 36.0, 9.0, P) == pytest.approx(0.5 * math.log(27 / 36))
    assert same_uncompiled(rules.time_gain, 12.0, 9.0, P) == pytest.approx(0.5 * math.log(10 / 12))  # the floor


def test_time_that_leave_gives_by_hand() -> None:
    leave = circumstances(leave={"parental_days": 13.0, "nursing_hours": 1.0, "care_days": 15.0}).leave[0]
    flexible = PLAIN.flexible_hours * 0.2
    mother = 13 * 8 / 52 + 5 / 3  # two hours a week of parental leave, five nursing hours in one of three years
    assert same_uncompiled(rules.care_time, PRIVATE, True, leave, 0.2, P) == pytest.approx(flexible + mother)
    assert rules.care_time(PRIVATE, False, leave, 0.2, P) == pytest.approx(flexible + 2 + 15 * 8 / 52 / 3)
    more = circumstances(leave={"parental_days": 13.0, "nursing_hours": 1.0, "extended_share": 0.1}).leave[0]
    month = 0.1 * 30 / 7 * 40 / 52 / 3  # a tenth of a month of working weeks, over three years
    assert same_uncompiled(rules.care_time, PRIVATE, True, more, 0.2, P) == pytest.approx(flexible + mother + month)
    assert rules.care_time(PRIVATE, False, more, 0.2, P) == pytest.approx(flexible + 2)
    assert rules.care_time(FLEXIBLE, True, more, 0.2, P) == pytest.approx(flexible)
    assert rules.care_time(FLEXIBLE, True, leave, 0.2, P) == pytest.approx(flexible)
    assert rules.care_time(NO_WORK, True, leave, 0.2, P) == 0.0
