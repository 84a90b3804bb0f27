"""Money of a birth decision: each step by hand; the whole stands in the tests of `decision.terms`."""

import math
from typing import Any

import numpy as np
import pytest

from sim.parameters import as_record
from sim.population.columns import NO_TENURE, NO_WORK, OWN, PUBLIC_RENT, RENT
from sim.processes.childbearing import budget as rules
from sim.processes.childbearing import circumstances as world
from sim.processes.childbearing import couple as couple_rules
from sim.processes.childbearing import financing
from sim.processes.childbearing.couple import CHILDLESS, Couple
from sim.processes.money.annuities import horizon
from sim.processes.money.child_costs import quality_race
from sim.processes.work.leave import maternity_leave
from tests.sim.couples import COUPLE, PLAIN
from tests.sim.makers import same_uncompiled
from tests.sim.minds import P, circumstances, lasting

UNTIL_14 = float(horizon(P).shares[14])
"""Share of an annuity that falls in its first 14 years."""
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
    assert same_uncompiled(couple_rules.next_order, parity) == expected


@pytest.mark.parametrize(
    ("tenure", "income", "newborn", "expected"),
    [
        (RENT, 120_000.0, 0, 100.0 * UNTIL_14), (RENT, 120_000.0, 1, 300.0 * UNTIL_14 + 100.0 * (1 - UNTIL_14)),
        (RENT, 170_000.0, 0, 0.0),  # 56,667 a head, above the limit of 44,800
        (RENT, 170_000.0, 1, 300.0 * UNTIL_14 + 100.0 * (1 - UNTIL_14)),  # 42,500 a head with the child
        (PUBLIC_RENT, 170_000.0, 0, 0.1 * 60 * 200 * 0.4 * UNTIL_14),  # of 60 m2, not of the 75 they have
        (OWN, 120_000.0, 1, 0.0),
    ],
)
def test_rent_relieved_by_hand(tenure: int, income: float, newborn: int, expected: float) -> None:
    """The one child is four: two count for 14 years, then one."""
    couple = COUPLE._replace(tenure=tenure, wife_pay=0.0, husband_pay=income)
    there = outside(relief={"subsidy": lasting([100.0, 300.0, 0.0, 0.0]), "waiver": lasting(0.1)})
    found = same_uncompiled(rules.rent_relieved, couple, couple.area, newborn, 4.0, there.homes, there.relief, ALONE)
    assert found == pytest.approx(expected)


def test_the_discount_is_on_the_affordable_home_alone() -> None:
    there = outside(relief={"discount": lasting(0.03)})
    found = rules.rent_relieved(COUPLE, COUPLE.area, 1, 4.0, there.homes, there.relief, ALONE)
    assert found == pytest.approx(0.03 * 70 * 200)  # of 70 m2, not of the 75 they rent


@pytest.mark.parametrize(
    ("worth", "debt", "expected"), [(1.5e6, 500_000.0, 40_000.0), (1.5e6, 2e6, 0.0), (0.0, 0.0, 0.0)]
)
def test_owners_spend_a_share_of_what_their_home_is_worth(worth: float, debt: float, expected: float) -> None:
    assert same_uncompiled(rules.home_wealth, worth, debt, ALONE) == pytest.approx(expected)  # 4 % of it less the debt


def test_homes_by_hand() -> None:
    def home_of(couple: Couple, **changes: Any) -> rules.Home:
        there = outside(**changes)
        return rules.home_of(couple, 4.0, there.homes, there.relief, ALONE)

    renters = home_of(COUPLE)
    assert renters == rules.Home(cost=15_000.0, cost_then=15_000.0, area=75.0, members=3, wealth=0.0)
    relieved = home_of(COUPLE._replace(wife_pay=0.0), relief={"subsidy": lasting([1e3, 4e3, 0, 0])})
    assert relieved.cost == pytest.approx(15_000 - 1_000 * UNTIL_14)
    assert relieved.cost_then == pytest.approx(15_000 - 4_000 * UNTIL_14 - 1_000 * (1 - UNTIL_14))
    in_unit = home_of(COUPLE._replace(tenure=NO_TENURE, area=500.0, members=50))
    assert in_unit == rules.Home(cost=18_000.0, cost_then=24_000.0, area=120.0, members=3, wealth=0.0)
    villagers = home_of(COUPLE._replace(tenure=OWN, urban=0, debt=100_000.0))
    assert villagers.cost == pytest.approx(6_000.0)  # instalments of .06 of the debt
    assert villagers.wealth == pytest.approx(0.04 * (75 * 15_000 * 0.3 - 100_000))
    assert home_of(COUPLE._replace(tenure=OWN, urban=0, self_built=1)).wealth == 0.0  # no market pays for it


def test_a_wife_loses_what_her_leave_does_not_pay() -> None:
    seen = outside()
    leave = maternity_leave(COUPLE.wife_pay, COUPLE.wife_work, 2, seen.leave, ALONE)
    lost = rules.wife_loses(COUPLE, leave, 0.0, seen.work, SHARES, ALONE)
    # 128 days at the fund's 72,000 / 360 a day, against 72,000 / 365 earned, over 18 years
    assert lost == pytest.approx(((72_000 / 365 - 72_000 / 360) * 128 / 18, 0.0))
    out = rules.wife_loses(COUPLE, leave, 0.5, seen.work, SHARES, ALONE)
    assert out.leave == lost.leave  # what the fund pays too much takes nothing off her career's loss
    assert out.career == pytest.approx(0.5 * 72_000 * PLAIN.time_out_years / 18)
    assert rules.wife_loses(COUPLE._replace(wife_work=NO_WORK), leave, 0.5, seen.work, SHARES, ALONE) == (0.0, 0.0)


def test_take_up_weighs_the_tax_saved_and_not_the_deduction() -> None:
    """A deduction of 24,000 that crosses from 10 % into 3 %: .7 of the saving, not the saving of .7 of it."""
    schedule = np.array([[0.03, 0.0], [0.10, 2520.0], [0.20, 16920.0]])
    seen = outside(
        tax={"schedule": schedule}, benefits={"infant_deduction": 24_000.0, "tax_take_up": world.by_county(0.7)})
    couple = COUPLE._replace(parity=0, youngest=CHILDLESS, wife_pay=0.0, husband_pay=110_000.0)  # 50,000 taxable
    without = rules.taken_home(couple, CHILDLESS, seen.benefits, seen.tax)
    with_child = rules.taken_home_with_child(couple, 0.0, CHILDLESS, seen.benefits, 0.25, seen.tax)
    saved = (5_000 - 2_520) - 26_000 * 0.03
    assert with_child - without == pytest.approx(0.25 * 0.7 * saved)
    there = couple._replace(parity=1, youngest=1.0)
    assert rules.taken_home(there, 1.0, seen.benefits, seen.tax) - without == pytest.approx(0.7 * saved)


# Cash and credit ----------------------------------------------------------------------------------------------------


def test_a_birth_is_paid_for_with_credit_where_the_couple_gains() -> None:
    p = as_record(PLAIN._replace(money_weight=1.5, couple_adults=1.5, consumption_floor=6_000.0))
    poor = COUPLE._replace(savings=-10_000.0)  # owes 10,000 of the 40,000
    args = 60_000.0, 20_000.0, 150_000.0, 60_000.0

    def paid(couple: Couple, repaid: float, ceiling: float = 40_000.0) -> financing.Financed:
        terms = {"credit_ceiling": world.by_county(ceiling), "credit_repaid": world.by_county(repaid)}
        return same_uncompiled(financing.financed, couple, *args, outside(credit=terms).credit, SHARES, p)

    found = paid(poor, 0.06)
    assert (found.credit, found.short) == (30_000.0, 10_000.0)  # 40,000 short before
    assert paid(poor._replace(tenure=NO_TENURE), 0.06).credit == 0.0  # no account is kept in a collective unit
    left = (150_000 - (60_000 - 30_000 / 18 + 1_800)) / 1.5  # paid back at .06 a year, not paid at once
    assert found.with_child == pytest.approx(left)
    now, later = left - 17 / 18 * 10_000 / 1.5, left + 10_000 / 18 / 1.5
    assert found.strain == pytest.approx((math.log(now / left) + 17 * math.log(later / left)) / 18)
    alone = paid(poor, 0.06, ceiling=0.0)  # no scheme
    assert (alone.credit, alone.with_child, alone.short) == (0.0, pytest.approx(60_000.0), 40_000.0)
    assert alone.strain < found.strain < 0.0
    assert paid(poor, 0.2) == alone  # too dear: not taken
    rich = paid(COUPLE, 0.06)._replace(strain=0.0)
    assert rich.credit == 40_000.0


def test_owed_credit_counts_against_consumption_with_and_without_the_child() -> None:
    seen = outside(credit={"credit_owed": world.by_county(0.12)})
    owing, clear = (
        rules.budget_of(COUPLE._replace(savings=s), True, 4.0, seen, 0.0, ALONE) for s in (-50_000.0, 0.0))
    assert clear.without - owing.without == pytest.approx(6_000 / 1.5)
    assert clear.with_child - owing.with_child == pytest.approx(6_000 / 1.5)
    assert owing.cash == clear.cash


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


def test_what_a_birth_brings_the_poor_and_migrants() -> None:
    """Two parents and two children at 40,000 yuan of 2020 a head, incomes a fifth higher: poor below 192,000."""
    benefits = outside(benefits={
        "fee_aid": world.by_order(200.0), "school_access": world.by_county(300.0), "poor_limit": 40_000.0}).benefits
    assert rules.birth_brings(COUPLE, 4.0, benefits, 1.2, SHARES) == pytest.approx(1.2 * 200)  # 168,000 of pay
    assert rules.birth_brings(COUPLE, 4.0, benefits, 1.0, SHARES) == 0.0
    assert rules.birth_brings(COUPLE._replace(local=False), 4.0, benefits, 1.0, SHARES) == pytest.approx(300.0)


def test_a_smaller_race_lets_costs_follow_own_means() -> None:
    """Peers spend exp(.5) times the reference: at a weight of .4, and of .2 where fairness takes half of it off."""
    p = as_record(PLAIN._replace(child_cost_scale=1.0, child_cost_elasticity=0.6, child_cost_peers=0.4,
                                 child_cost_floor=0.2, race_by_admission=0.5))
    assert quality_race(0.0, p) == 1.0
    costs = []
    for fair in (0.0, 1.0):
        seen = outside(benefits={"fair_admission": world.by_county(fair)})
        income = rules.taken_home(COUPLE, 4.0, seen.benefits, seen.tax)
        own = 0.6 * math.log(income / 120_000)
        cost = rules.budget_of(COUPLE, True, 4.0, seen, 0.5, p).child_cost
        weight = 0.4 * (1 - 0.5 * fair)
        assert cost == pytest.approx(360_000 / 18 * math.exp(own + weight * (0.5 - own)))
        costs.append(cost)
    assert costs[1] < costs[0]


def test_cash_within_a_year_of_a_birth() -> None:
    benefits = outside(benefits={
        "cash_all": world.by_order(1000.0), "income_share_once": world.by_order(0.01),
        "cash_local": world.by_order(500.0),
    }).benefits
    assert financing.cash_received(COUPLE, benefits) == pytest.approx(3180.0)
    assert financing.cash_received(COUPLE._replace(local=False), benefits) == pytest.approx(2680.0)


@pytest.mark.parametrize(
    ("changes", "rent", "expected"),
    [({}, 15_000.0, 6000.0), ({}, 5000.0, 5000.0), ({"husband_here": False}, 15_000.0, 3000.0),
     ({"tenure": PUBLIC_RENT}, 15_000.0, 6000.0), ({"tenure": OWN}, 15_000.0, 0.0)],
)
def test_fund_savings_for_rent(changes: dict[str, Any], rent: float, expected: float) -> None:
    # half of private workers are in the fund, whose limit is 6,000 a member: less than the 5,760 and 7,680 paid in
    tax = outside(tax={"shares": np.array([[0.0, 0.0], [0.0, 0.04], [0.0, 0.08], [0.0, 0.0]])}).tax
    assert financing.fund_for_rent(COUPLE._replace(**changes), 6000.0, 0.5, rent, tax) == pytest.approx(expected)


def test_penalty_on_births_outside_the_rules() -> None:
    assert same_uncompiled(rules.penalty_annuity, True, 1.5, 60_000.0, SHARES) == 0.0
    assert same_uncompiled(rules.penalty_annuity, False, 1.5, 60_000.0, SHARES) == pytest.approx(10_000.0)
