"""The rule budget_threshold: own needs by hand, who can afford a child, and what moves it."""

import math
from typing import Any

import pytest

from sim.clock import NO_MONTH
from sim.parameters import Parameters, as_record, kernel_tuple
from sim.processes.childbearing.budget import budget_of
from sim.processes.childbearing.circumstances import Circumstances, world_of
from sim.processes.childbearing.threshold_rule import affords, left_with_child, own_needs, threshold_start
from tests.sim.couples import COUPLE
from tests.sim.makers import MONTH, rates, same_uncompiled
from tests.sim.minds import circumstances

VALUES = kernel_tuple(Parameters())
P = as_record(VALUES)


def world(**changes: Any) -> Circumstances:
    """What the couple's county is like, with changes by subject."""
    return world_of(circumstances(**changes), COUPLE.county)


def test_own_needs_grow_with_the_root_of_the_budget() -> None:
    p = rates(needs_share=0.5, needs_spread=0.3)
    # .5 x root(90,000 x 40,000) = .5 x 60,000
    assert same_uncompiled(own_needs, 90_000.0, 40_000.0, 0.0, p) == pytest.approx(30_000.0, rel=1e-12)
    assert own_needs(360_000.0, 40_000.0, 0.0, p) == pytest.approx(60_000.0, rel=1e-12)  # four times, twice
    assert own_needs(90_000.0, 40_000.0, 1.0, p) == pytest.approx(30_000.0 * math.exp(0.3), rel=1e-12)
    assert own_needs(-1.0, 40_000.0, 0.0, p) == 0.0


def test_what_is_left_counts_the_home_moved_to_and_a_shortfall() -> None:
    money = budget_of(COUPLE, True, 99.0, world(), 0.0, P)
    staying = money._replace(with_child=40_000.0, strain=math.log(0.9), moves=0.0)
    assert left_with_child(staying) == pytest.approx(36_000.0, rel=1e-12)
    # for half of the years in a home that leaves 10,000: root(40,000 x 10,000) = 20,000
    moving = staying._replace(moves=0.5, with_child_moved=10_000.0)
    assert left_with_child(moving) == pytest.approx(18_000.0, rel=1e-12)


def start(**changes: Any) -> int:
    told: dict[str, Any] = {"u": 0.1, "hazard": 2.0, "covered": 3, "spending": 0.0, "personal": 0.0}
    who = changes.pop("who", COUPLE)
    told |= changes
    return int(threshold_start(who, world(), *told.values(), MONTH, P))


def test_who_can_afford_a_child_starts_and_who_cannot_does_not() -> None:
    rich = COUPLE._replace(wife_pay=200_000.0, husband_pay=200_000.0)
    poor = COUPLE._replace(wife_pay=20_000.0, husband_pay=20_000.0)
    assert start(who=rich) != NO_MONTH
    assert start(who=poor) == NO_MONTH
    assert start(who=rich, u=0.5) == NO_MONTH  # 1 - exp(-2 / 4) = .39: not this quarter
    assert start(who=rich, personal=9.0) == NO_MONTH  # nothing is enough for it


def test_a_grant_lets_a_couple_afford_a_child_that_it_could_not() -> None:
    plain, mean = world(), 56_000.0
    who = COUPLE._replace(wife_pay=60_000.0, husband_pay=60_000.0)
    without = budget_of(who, True, 99.0, plain, 0.0, P)
    edge = math.log(left_with_child(without) / own_needs(
        (without.income + without.wealth) / VALUES.couple_adults, mean, 0.0, P)) / VALUES.needs_spread
    assert affords(without, mean, edge - 1e-9, P)
    assert not affords(without, mean, edge + 0.01, P)
    given = world(benefits={"annuity_all": plain.benefits["annuity_all"] + 5_000.0})
    assert affords(budget_of(who, True, 99.0, given, 0.0, P), mean, edge + 0.01, P)
