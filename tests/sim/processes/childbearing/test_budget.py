"""Money of a birth decision: each step by hand; the whole stands in the tests of `decision.terms`."""

from typing import Any

import numpy as np
import pytest

from sim.parameters import as_record
from sim.population.columns import NO_TENURE, NO_WORK, OWN, PUBLIC_RENT, RENT
from sim.processes.care.childcare import WORK_HOURS
from sim.processes.childbearing import budget as rules
from sim.processes.childbearing import circumstances as world
from sim.processes.childbearing.couple import CHILDLESS
from tests.sim.couples import COUPLE, PLAIN
from tests.sim.makers import same_uncompiled
from tests.sim.minds import circumstances

SHARES = np.linspace(0.0, 1.0, 19)
"""Annuity shares as if every one of the 18 years weighed alike."""
ALONE = as_record(PLAIN._replace(
    nursery_constant=-50.0, grandparent_upkeep=500.0, time_out_covered=0.0, time_out_uncovered=0.0, wage_penalty=0.0,
    dismissal_slope=0.0, leave_pay_kept=1.0, home_wealth_spent=0.04,
))
"""Nobody wants a nursery, and nobody loses work beyond the leave."""


def outside(**changes: Any) -> world.Circumstances:
    """The plain world of the couple's county with changes by subject."""
    return world.world_of(circumstances(**changes), COUPLE.county)


@pytest.mark.parametrize(("parity", "expected"), [(0, 0), (2, 2), (3, 3), (7, 3)])
def test_position_of_the_next_birth(parity: int, expected: int) -> None:
    assert same_uncompiled(rules.next_order, parity) == expected


@pytest.mark.parametrize(
    ("tenure", "at", "expected"),
    [(RENT, -1, 0.0), (RENT, 0, 1.0), (RENT, 3, 4.0), (PUBLIC_RENT, 1, 20.0), (PUBLIC_RENT, -1, 0.0), (OWN, 1, 0.0)],
)
def test_relief_of_renters(tenure: int, at: int, expected: float) -> None:
    by_children = np.tile([1.0, 2.0, 3.0, 4.0], (6, 1))
    homes = outside(homes={"rent_relief": by_children, "public_relief": 10.0 * by_children}).homes
    assert same_uncompiled(rules.housing_relief, tenure, 2, at, homes) == expected


@pytest.mark.parametrize(
    ("tenure", "debt", "expected"), [(OWN, 500_000.0, 40_000.0), (OWN, 2e6, 0.0), (RENT, 0.0, 0.0)]
)
def test_owners_spend_a_share_of_what_their_home_is_worth(tenure: int, debt: float, expected: float) -> None:
    # 4 % of 100 m2 at 15,000 less the debt
    assert same_uncompiled(rules.home_wealth, tenure, 100.0, debt, 15_000.0, ALONE) == pytest.approx(expected)


def test_homes_by_hand() -> None:
    renters = rules.home_of(COUPLE, outside().homes, ALONE)
    assert renters == rules.Home(cost=15_000.0, cost_then=15_000.0, area=75.0, members=3, wealth=0.0)
    relieved = rules.home_of(COUPLE, outside(homes={"rent_relief": np.tile([1e3, 4e3, 0, 0], (6, 1))}).homes, ALONE)
    assert (relieved.cost, relieved.cost_then) == (14_000.0, 11_000.0)
    in_unit = rules.home_of(COUPLE._replace(tenure=NO_TENURE, area=500.0, members=50), outside().homes, ALONE)
    assert in_unit == rules.Home(cost=18_000.0, cost_then=24_000.0, area=120.0, members=3, wealth=0.0)
    villagers = rules.home_of(COUPLE._replace(tenure=OWN, urban=0, debt=100_000.0), outside().homes, ALONE)
    assert villagers.cost == pytest.approx(6_000.0)  # instalments of .06 of the debt
    assert villagers.wealth == pytest.approx(0.04 * (75 * 15_000 * 0.3 - 100_000))


@pytest.mark.parametrize(
    ("local", "sector", "expected"), [(True, -1, 800.0), (True, 0, 500.0), (False, -1, 1000.0), (False, 1, 700.0)]
)
def test_nursery_fees(local: bool, sector: int, expected: float) -> None:
    care = outside(care={"fee": world.by_order(800.0), "support": world.by_county(300.0)}).care
    assert same_uncompiled(rules.nursery_fee, local, sector, 2, 1, care) == expected


def test_support_beyond_the_fee_is_not_paid_out() -> None:
    care = outside(care={"support": world.by_county(2000.0)}).care
    assert same_uncompiled(rules.nursery_fee, True, 0, 2, 1, care) == 0.0


def test_care_by_grandparents_costs_their_upkeep() -> None:
    seen = outside()
    found = rules.infant_care(COUPLE, 120_000.0, 0.25, seen.care, seen.level, ALONE)
    assert found.cost == pytest.approx(0.25 * 12 * 500)
    assert found.uncovered == pytest.approx(1 - 25 / WORK_HOURS)
    alone = rules.infant_care(COUPLE._replace(grandparents=0), 120_000.0, 0.25, seen.care, seen.level, ALONE)
    assert alone.uncovered == pytest.approx(1.0)


def test_a_wife_loses_what_her_leave_does_not_pay() -> None:
    seen = outside()
    loss = rules.wife_loses(COUPLE, 0.5, seen.leave, seen.work, SHARES, ALONE)
    # 128 days at the fund's 72,000 / 360 a day, against 72,000 / 365 earned, over 18 years
    assert loss == pytest.approx((72_000 / 365 - 72_000 / 360) * 128 / 18)
    home = COUPLE._replace(wife_work=NO_WORK)
    assert rules.wife_loses(home, 0.5, seen.leave, seen.work, SHARES, ALONE) == 0.0


@pytest.mark.parametrize(
    ("n", "youngest", "expected"), [(0, CHILDLESS, 0.0), (1, 2.9, 24.0), (1, 3.0, 12.0), (3, 1.0, 48.0)]
)
def test_deductions_for_children_there(n: int, youngest: float, expected: float) -> None:
    assert same_uncompiled(rules.existing_deduction, n, youngest, 24.0, 12.0) == expected


def test_what_a_birth_brings() -> None:
    benefits = outside(benefits={
        "annuity_all": world.by_order(1000.0), "income_share": world.by_order(0.01),
        "fee_relief": world.by_order(100.0), "annuity_local": world.by_order(3000.0), "reward": world.by_county(180.0),
    }).benefits
    everybody = 1000 + 0.01 * 168_000 + 100 * 1.2
    assert rules.birth_brings(COUPLE, 4.0, benefits, 1.2, SHARES) == pytest.approx(everybody + 3000)
    assert rules.birth_brings(COUPLE._replace(local=False), 4.0, benefits, 1.2, SHARES) == pytest.approx(everybody)
    rewarded = COUPLE._replace(local=False, only_child_before_2016=True)
    # ten years of 180 are lost, of 18 that weigh alike
    assert rules.birth_brings(rewarded, 4.0, benefits, 1.2, SHARES) == pytest.approx(everybody - 100)


def test_cash_within_a_year_of_a_birth() -> None:
    benefits = outside(benefits={
        "cash_all": world.by_order(1000.0), "income_share_once": world.by_order(0.01),
        "cash_local": world.by_order(500.0),
    }).benefits
    assert rules.cash_received(COUPLE, benefits) == pytest.approx(3180.0)
    assert rules.cash_received(COUPLE._replace(local=False), benefits) == pytest.approx(2680.0)


@pytest.mark.parametrize(
    ("changes", "rent", "expected"),
    [({}, 15_000.0, 6000.0), ({}, 5000.0, 5000.0), ({"husband_here": False}, 15_000.0, 3000.0),
     ({"tenure": PUBLIC_RENT}, 15_000.0, 6000.0), ({"tenure": OWN}, 15_000.0, 0.0)],
)
def test_fund_savings_for_rent(changes: dict[str, Any], rent: float, expected: float) -> None:
    # half of private workers are in the fund, whose limit is 6,000 a member: less than the 5,760 and 7,680 paid in
    tax = outside(tax={"shares": np.array([[0.0, 0.0], [0.0, 0.04], [0.0, 0.08], [0.0, 0.0]])}).tax
    assert rules.fund_for_rent(COUPLE._replace(**changes), 6000.0, 0.5, rent, tax) == pytest.approx(expected)


def test_penalty_on_births_outside_the_rules() -> None:
    assert same_uncompiled(rules.penalty_annuity, True, 1.5, 60_000.0, SHARES) == 0.0
    assert same_uncompiled(rules.penalty_annuity, False, 1.5, 60_000.0, SHARES) == pytest.approx(10_000.0)
