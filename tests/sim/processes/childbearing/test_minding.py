"""Who minds a child under three: each hour once, what it costs, and what leave of either parent is worth."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.population.columns import NO_WORK, PUBLIC
from sim.processes.childbearing import circumstances as world
from sim.processes.childbearing import minding as rules
from sim.processes.childbearing.decision import terms, wife_utility
from tests.sim.couples import COUPLE, PLAIN
from tests.sim.makers import same_uncompiled
from tests.sim.minds import circumstances

P = as_record(PLAIN._replace(
    care_substitution=0.5, care_pay_lost=0.5, time_out_covered=0.1, time_out_uncovered=0.5, grandparent_upkeep=500.0,
    nursery_constant=-50.0,
))
"""Nobody wants a nursery; a tenth of the mothers leaves work in any case, half where nobody else minds the child."""


def outside(**changes: Any) -> world.Circumstances:
    return world.world_of(circumstances(**changes), COUPLE.county)


@pytest.mark.parametrize(
    ("local", "sector", "expected"), [(True, -1, 800.0), (True, 0, 500.0), (False, -1, 1000.0), (False, 1, 700.0)]
)
def test_nursery_fees(local: bool, sector: int, expected: float) -> None:
    care = outside(care={"fee": world.by_order(800.0), "support": world.by_county(300.0)}).care
    assert same_uncompiled(rules.nursery_fee, local, sector, 2, 1, care) == expected


def test_support_beyond_the_fee_is_not_paid_out() -> None:
    care = outside(care={"support": world.by_county(2000.0)}).care
    assert same_uncompiled(rules.nursery_fee, True, 0, 2, 1, care) == 0.0


@pytest.mark.parametrize(
    ("works", "pay", "nanny", "pays"),
    [(True, 120_000.0, 5_000.0, True), (True, 119_000.0, 5_000.0, False), (False, 120_000.0, 5_000.0, False)],
)
def test_who_pays_for_help(works: bool, pay: float, nanny: float, pays: bool) -> None:
    assert same_uncompiled(rules.pays_for_help, works, pay, nanny, P) == pays


def test_the_account_by_hand() -> None:
    """A fifth on leave; of the rest a nursery minds .4, helpers .4; a quarter of what is left is a mother out."""
    found = same_uncompiled(rules.minding, 0.2, 0.5, 0.8, 1, 20.0, 0.25, True, P)
    assert tuple(found) == pytest.approx((0.2, 0.8 * 0.4, 0.8 * 0.5 * 0.8, 0.04, 0.12, 0.0))
    alone = rules.minding(0.2, 0.0, 0.8, 0, 20.0, 0.25, False, P)
    assert tuple(alone) == pytest.approx((0.2, 0.0, 0.0, 0.2, 0.0, 0.6))


@given(*[st.floats(0, 1)] * 4, st.floats(0, 60), st.floats(0, 1), st.booleans())
def test_each_hour_is_minded_once(
    leave: float, place: float, hours: float, able: float, help_hours: float, out: float, pays: bool
) -> None:
    found = rules.minding(leave, place, hours, able, help_hours, out, pays, P)
    assert sum(found) == pytest.approx(1.0)
    assert min(found) >= -1e-12


def test_care_by_hand() -> None:
    seen = outside()
    with_help = rules.minded(COUPLE, 1, 0.0, 120_000.0, seen, P)
    share = float(seen.horizon["shares"][3])
    assert with_help.cost == pytest.approx(share * 12 * 500)  # their upkeep
    assert with_help.charged.grandparents == pytest.approx(25 / 40)
    assert with_help.leaves_work == pytest.approx(0.1 + 0.4 * 15 / 40)
    assert with_help.charged.parents == pytest.approx((1 - with_help.leaves_work) * 15 / 40)
    alone = rules.minded(COUPLE._replace(grandparents=0, wife_pay=150_000.0), 1, 0.0, 120_000.0, seen, P)
    assert alone.leaves_work == pytest.approx(0.5)
    assert alone.charged.paid == pytest.approx(0.5)
    assert alone.charged.parents == pytest.approx(0.0)
    assert alone.cost == pytest.approx(share * 12 * 0.5 * 5_000)
    at_home = rules.minded(COUPLE._replace(grandparents=0, wife_work=NO_WORK), 1, 0.0, 120_000.0, seen, P)
    assert (at_home.leaves_work, at_home.charged.parents, at_home.cost) == pytest.approx((0.0, 1.0, 0.0))


def test_support_of_grandparents_by_hand() -> None:
    """600 yuan a month to those who help, half of it handed on: 300 of 500 of upkeep; who is not local gets none."""
    p = as_record(PLAIN._replace(
        care_substitution=0.5, care_pay_lost=0.5, time_out_covered=0.1, time_out_uncovered=0.5,
        grandparent_upkeep=500.0, nursery_constant=-50.0, support_passed_on=0.5, help_by_support=0.25))
    seen = outside(benefits={"support": world.by_county(600.0)})
    months = 12 * float(seen.horizon["shares"][3])
    assert rules.minded(COUPLE, 1, 0.0, 120_000.0, seen, p).cost == pytest.approx(months * (500 - 300))
    migrants = COUPLE._replace(local=False)
    assert rules.minded(migrants, 1, 0.0, 120_000.0, seen, p).cost == pytest.approx(months * 500)
    # Whom nobody could help finds help by .25 x .6 = .15: that part of 25 hours of 40, of upkeep and of support
    found = rules.minded(ALONE, 1, 0.0, 120_000.0, seen, p)
    assert found.charged.grandparents == pytest.approx(0.15 * 25 / 40)
    assert found.cost == pytest.approx(months * 0.15 * 200)
    assert rules.with_nursery(ALONE, found, seen, p).grandparents == pytest.approx(0.15 * 25 / 40)
    assert rules.minded(ALONE._replace(local=False), 1, 0.0, 120_000.0, seen, p).charged.grandparents == 0.0


WANTED = as_record(PLAIN._replace(
    care_substitution=0.5, care_pay_lost=0.5, time_out_covered=0.1, time_out_uncovered=0.5, grandparent_upkeep=500.0,
    nursery_constant=0.2, nursery_price=6.0, nursery_hours=1.0, nursery_work=0.6, nursery_grandparents=0.8,
))
ALONE = COUPLE._replace(grandparents=0)


def test_a_place_by_hand() -> None:
    """1,000 of 10,000 yuan a month: z = .2 - .6 - .2 + .6, even odds; three quarters of those who ask get a place."""
    seen = outside(care={"admitted": world.by_county(0.75), "hours": world.by_county(0.8)})
    share = float(seen.horizon["shares"][3])
    found = rules.minded(ALONE, 1, 0.0, 120_000.0, seen, WANTED)
    assert found.place == pytest.approx(0.75 * 0.5)
    assert found.worth == pytest.approx(share * 12 * 0.75 * math.log(2) * 10_000 / 6)
    assert found.cost == pytest.approx(-found.worth)  # she minds the child herself: nothing else is paid
    assert found.charged.nursery == 0.0
    shown = rules.with_nursery(ALONE, found, seen, WANTED)
    assert shown.nursery == pytest.approx(0.375 * 0.8)
    assert sum(shown) == pytest.approx(1.0)


@pytest.mark.parametrize("fee", [0.0, 500.0, 2_000.0, 6_000.0, 20_000.0])
def test_no_family_is_the_poorer_for_a_place_that_it_may_refuse(fee: float) -> None:
    def cost(admitted: float) -> float:
        care = {"fee": world.by_order(fee), "admitted": world.by_county(admitted)}
        return float(rules.minded(ALONE, 1, 128.0, 120_000.0, outside(care=care), WANTED).cost)

    assert cost(0.7) < cost(0.6) < cost(0.0)


def test_half_the_fee_saves_no_less_than_half_of_what_was_paid() -> None:
    """Who takes a place only at the lower fee gains too: never a loss by their spending more than before."""
    def seen(fee: float) -> rules.Minded:
        outer = outside(care={"fee": world.by_order(fee), "admitted": world.by_county(1.0)})
        return rules.minded(ALONE, 1, 0.0, 120_000.0, outer, WANTED)  # type: ignore[no-any-return]

    full, half, months = seen(3_000.0), seen(1_500.0), 12 * float(outside().horizon["shares"][3])
    saved = full.cost - half.cost
    assert months * full.place * 1_500 < saved < months * half.place * 1_500


def test_fully_paid_maternity_days_are_worth_their_hours() -> None:
    """400 days of a public employee with two children, paid in full: more than 158, by time and by work kept."""
    couple = COUPLE._replace(
        parity=2, youngest=6.0, wife_pay=150_000.0, husband_pay=200_000.0, wife_work=PUBLIC, grandparents=0)

    def utility(days: float) -> float:
        leave = {"maternity_days": [days] * 4, "fund_days": [days] * 4, "wage_base": [150_000.0 * 360 / 365] * 4}
        return float(wife_utility(terms(couple, True, outside(leave=leave), 0.0, 0.0, 0.0, P)))

    assert utility(400.0) > utility(158.0) + 0.005
