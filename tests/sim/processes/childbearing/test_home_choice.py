"""The home that a couple expects with its next child, by hand, and whose chance of a birth measures on homes move.

Homes cost 15,000 yuan a square metre, 30 % down, at 6 % a year; each person needs 30 m2. The couple has 75 m2, one
child and 168,000 yuan a year.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.population.columns import HUKOU_LOCAL, OWN, PRIVATE, PUBLIC_RENT, RENT, WITH_PARENTS
from sim.processes.childbearing import circumstances as world
from sim.processes.childbearing import home_choice as rules
from sim.processes.childbearing.couple import Couple
from sim.processes.childbearing.decision import Terms, joint, terms
from sim.processes.homes.household_heads import household_heads
from sim.processes.homes.moving import MOVING_UP
from sim.processes.homes.wealth import settle
from tests.sim.couples import COUPLE, PLAIN
from tests.sim.makers import MONTH, city, give_child, marry, rows, same_uncompiled
from tests.sim.market import COSTS, HOMES, born, changed
from tests.sim.minds import circumstances

P = as_record(PLAIN._replace(money_weight=1.5, crowding_weight=1.2, couple_adults=1.5, consumption_floor=12_000.0))
ROOM = as_record(PLAIN._replace(money_weight=1.5, crowding_weight=2.0, couple_adults=1.5, consumption_floor=12_000.0))
"""Space weighs more: this couple moves without help."""
OWNER = COUPLE._replace(tenure=OWN, debt=300_000.0)
VILLAGER = COUPLE._replace(urban=0)
"""A renter where homes cost three tenths."""
LEFT = rules.Left(income=168_000.0, spent=60_000.0, housing=18_000.0, consumption=72_000.0, savings=50_000.0)
P_MOVE = PLAIN._replace(savings_adjustment=0.0, buying=1e9, public_rental_exit=0.0, affordable_rental_share=0.0)
"""Whoever looks finds, and saves nothing."""
SECOND = np.tile([0.0, 300_000.0, 0.0, 0.0], (6, 1))
MOVES: dict[str, Any] = {
    "lived_there": np.tile([0.4, 0.3], (6, 1)), "on_moving": np.full((6, 2), 0.1),
    "fund_ceiling": np.tile([300_000.0, 400_000.0], (6, 1))}


def homes(**changes: Any) -> Any:
    return world.world_of(circumstances(homes=MOVES | changes), COUPLE.county).homes


def decided(couple: Couple, p: Any = P, **changes: Any) -> Terms:
    outside = world.world_of(circumstances(homes=MOVES | changes), couple.county)
    return terms(couple, True, outside, 0.0, 0.0, 0.0, p)


def test_the_home_that_an_owner_would_buy_by_hand() -> None:
    """Its 1,125,000 less 300,000 owed go into 1,800,000: 975,000 at 6 % against 18,000 today, shared by 1.5."""
    found = same_uncompiled(rules.bought, OWNER, LEFT, homes(), P)
    assert found == pytest.approx((0.3, 120.0, 0.0, 975_000, 58_500, 0.0, (168_000 - 60_000 - 40_500) / 1.5))
    gain = 0.3 * (1.5 * math.log(45_000 / 72_000) + 1.2 * (120 - 75) / 120)
    assert same_uncompiled(rules.gain_of, found, OWNER, 72_000.0, 30.0, P) == pytest.approx(gain)
    assert gain < 0.0
    assert same_uncompiled(rules.home_then, OWNER, LEFT, 0.0, homes(), P) == rules.stays(OWNER, LEFT)


def test_a_subsidy_that_lowers_the_loan_makes_it_move() -> None:
    helped = homes(purchase_subsidy=SECOND)
    found = rules.home_then(OWNER, LEFT, 0.0, helped, P)
    assert found == pytest.approx((0.3, 120.0, 0.0, 675_000, 40_500, 0.0, (168_000 - 60_000 - 22_500) / 1.5))
    assert rules.gain_of(found, OWNER, 72_000.0, 30.0, P) > 0.0


def test_a_subsidy_that_spares_cash_is_money_of_the_years_there() -> None:
    """162,000 down of 540,000 in a village; all of it is given, of what a couple with 100,000 then keeps its own."""
    helped, rich = homes(purchase_subsidy=SECOND / 2), LEFT._replace(savings=200_000.0)
    alone = same_uncompiled(rules.bought, VILLAGER, rich, homes(), P)
    assert (alone.cash, alone.debt, alone.gift) == (162_000, 378_000, 0.0)
    found = rules.bought(VILLAGER, rich, helped, P)
    assert (found.cash, found.debt, found.cost) == (12_000, 378_000, pytest.approx(22_680))
    assert found.gift == pytest.approx(0.1 * 150_000)
    assert rules.bought(VILLAGER, LEFT, homes(), P).moves == 0.0  # 50,000 is not enough
    opened = rules.bought(VILLAGER, LEFT, helped, P)
    assert (opened.moves, opened.gift) == (0.4, pytest.approx(0.1 * (50_000 - 12_000)))


def test_what_a_couple_has_without_the_child_is_not_brought_by_it() -> None:
    both = np.tile([100_000.0, 300_000.0, 0.0, 0.0], (6, 1))
    assert same_uncompiled(rules.given_today, OWNER, 90.0, homes(purchase_subsidy=both)) == 100_000.0
    roomier = OWNER._replace(area=90.0)  # enough for three: it would not look today
    assert rules.given_today(roomier, 90.0, homes(purchase_subsidy=both)) == 0.0
    assert rules.bought(OWNER, LEFT, homes(purchase_subsidy=both), P).debt == pytest.approx(775_000)
    first = COUPLE._replace(parity=0, members=2)
    assert rules.bought(first, LEFT._replace(savings=1e6), homes(purchase_subsidy=both), P).gift == 0.0


def test_a_larger_home_to_rent_by_hand() -> None:
    found = same_uncompiled(rules.rented, COUPLE, LEFT._replace(housing=15_000.0), 2_000.0, homes(), P)
    cost = 120 * 200 - 2_000
    assert found == pytest.approx((0.3, 120.0, 0.0, 0.0, cost, 0.0, (108_000 - (cost - 15_000)) / 1.5))


def test_money_in_a_home_makes_nobody_richer() -> None:
    assert same_uncompiled(rules.there, LEFT, 5_000.0, 0.0, P) == LEFT.consumption
    assert rules.there(LEFT, 5_000.0, 3_000.0, P) == pytest.approx(LEFT.consumption + 2_000.0)


def test_payments_of_fund_and_bank_by_hand() -> None:
    assert same_uncompiled(rules.payments, 500_000.0, 400_000.0, homes()) == pytest.approx(20_000 + 6_000)
    assert rules.payments(300_000.0, 400_000.0, homes()) == pytest.approx(15_000)


def test_a_purchase_subsidy_moves_who_would_buy_and_nobody_else() -> None:
    for couple in (OWNER, VILLAGER._replace(savings=300_000.0)):
        before, after = decided(couple), decided(couple, purchase_subsidy=SECOND)
        assert joint(after) > joint(before)
        assert after.budget.moves > 0.0
        assert after.budget.with_child == before.budget.with_child
        assert after.budget.without == before.budget.without
    stay = (
        OWNER._replace(area=120.0), OWNER._replace(tenure=WITH_PARENTS), OWNER._replace(local=False),
        OWNER._replace(parity=2), OWNER._replace(husband_pay=0.0, wife_pay=20_000.0, savings=0.0), COUPLE)
    for couple in stay:
        assert decided(couple, purchase_subsidy=SECOND) == decided(couple)


def test_the_terms_are_those_of_both_homes_by_their_shares() -> None:
    found = decided(OWNER, ROOM, purchase_subsidy=SECOND)
    money = found.budget
    assert (money.moves, money.new_area) == (0.3, 120.0)
    assert found.crowding == pytest.approx(-2.0 * 0.7 * 45 / 120)
    stay, move = (math.log(c1 / money.without) for c1 in (money.with_child, money.with_child_moved))
    assert found.money == pytest.approx(1.5 * (0.7 * stay + 0.3 * move))


def test_a_higher_ceiling_of_the_fund_moves_members_who_would_buy() -> None:
    twice = 2 * MOVES["fund_ceiling"]
    member = {"fund_coverage": 1.0, "fund_down": 0.3}
    before, after = decided(OWNER, ROOM, **member), decided(OWNER, ROOM, **member, fund_ceiling=twice)
    assert before.budget.new_cost == pytest.approx(400_000 * 0.05 + 575_000 * 0.06)
    assert after.budget.new_cost == pytest.approx(800_000 * 0.05 + 175_000 * 0.06)
    assert joint(after) > joint(before)
    for couple, fund in ((OWNER, {}), (OWNER._replace(area=120.0), member), (COUPLE, member)):
        assert decided(couple, ROOM, **fund, fund_ceiling=twice) == decided(couple, ROOM, **fund)


def test_family_sized_homes_move_movers_alone() -> None:
    found = MOVES["lived_there"].copy()
    found[:, MOVING_UP] += 0.1
    assert joint(decided(OWNER, ROOM, lived_there=found)) > joint(decided(OWNER, ROOM))
    for couple in (OWNER._replace(area=120.0), OWNER._replace(tenure=WITH_PARENTS)):
        assert decided(couple, ROOM, lived_there=found) == decided(couple, ROOM)
    assert decided(OWNER, lived_there=found) == decided(OWNER)  # it loses by moving


@pytest.mark.parametrize(
    ("tenure", "savings", "fund", "built"),
    [(OWN, 0, 0.0, 0), (OWN, 0, 1.0, 0), (OWN, 0, 0.0, 1), (OWN, 900_000, 0.0, 1), (RENT, 700_000, 0.0, 0),
     (RENT, 700_000, 1.0, 0), (RENT, 0, 1.0, 0)],
)
def test_the_home_expected_is_the_home_moved_to(tenure: int, savings: int, fund: float, built: int) -> None:
    """After the birth the family of four moves: area, cash and debt are those that the couple of three expected."""
    there = changed(
        HOMES, moving_up=1.0, fund_coverage=fund, purchase_subsidy=SECOND, lived_there=0.5, on_moving=0.1, repaid=0.0)
    family = city(
        4, sex=[1, 0, 1, 1], birth=[born(30), born(32), born(5), born(0)], earnings=[72_000, 96_000, 0, 0], urban=1,
        work=[PRIVATE, PRIVATE, 0, 0], hukou=HUKOU_LOCAL)
    marry(family, 0, 1)
    for child in (2, 3):
        give_child(family, 0, child)
    for name, value in {"urban": 1, "tenure": tenure, "floor_area": 75, "savings": savings,
                        "self_built": built, "debt": 300_000 if tenure == OWN else 0}.items():
        getattr(family.households, name)[0] = value
    couple = COUPLE._replace(
        county=0, tenure=tenure, self_built=built, savings=float(savings), debt=float(family.households.debt[0]))
    p = P_MOVE._replace(fund_loan_years=8.0, loan_payment_share=0.5)
    expected = rules.bought(couple, LEFT._replace(savings=float(savings)), there, as_record(p))
    heads = household_heads(4, 4, family.persons, family.households.tenure, MONTH, True)
    settle(
        0, 1, rows(0), heads, family.persons, family.households, there, COSTS, np.ones(256), 1.0, as_record(p), 1,
        MONTH)
    moved, home = (expected.moves > 0.0 or tenure == RENT), family.households
    assert home.floor_area[0] == (120.0 if moved else 75.0)
    if not expected.moves and tenure == RENT:
        expected = rules.rented(couple, LEFT, 0.0, there, as_record(p))
    assert (home.tenure[0], home.floor_area[0]) == (OWN if expected.debt > 0.0 else RENT, expected.area)
    assert home.debt[0] == pytest.approx(expected.debt)
    assert home.savings[0] == pytest.approx(savings - expected.cash)


@given(
    st.sampled_from([OWN, RENT, PUBLIC_RENT]), st.integers(0, 1), st.floats(20.0, 140.0), st.floats(0.0, 1.5e6),
    st.floats(0.0, 8e5), st.floats(2e4, 4e5), st.floats(0.0, 1.0), st.floats(0.0, 1.0),
)
def test_a_larger_subsidy_or_fund_loan_never_speaks_against_the_child(
    tenure: int, urban: int, area: float, savings: float, debt: float, pay: float, smaller: float, lent: float
) -> None:
    couple = COUPLE._replace(
        tenure=tenure, urban=urban, area=area, savings=savings, debt=debt if tenure == OWN else 0.0, husband_pay=pay)
    member = {"fund_coverage": 1.0, "fund_down": 0.3}
    little, more = (decided(couple, **member, purchase_subsidy=SECOND * share) for share in (smaller, 1.0))
    assert joint(more) >= joint(little) - 1e-12
    low, high = (
        decided(couple, **member, fund_ceiling=MOVES["fund_ceiling"] * share) for share in (lent, 2.0))
    assert joint(high) >= joint(low) - 1e-12
    found = MOVES["lived_there"] * 0.5
    assert joint(decided(couple, **member)) >= joint(decided(couple, **member, lived_there=found)) - 1e-12
