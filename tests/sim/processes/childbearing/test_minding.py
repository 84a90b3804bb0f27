"""Who minds a child under three: each hour once, what it costs, and what leave of either parent is worth."""

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


@given(*[st.floats(0, 1)] * 3, st.integers(0, 4), st.floats(0, 60), st.floats(0, 1), st.booleans())
def test_each_hour_is_minded_once(
    leave: float, place: float, hours: float, helpers: int, help_hours: float, out: float, pays: bool
) -> None:
    found = rules.minding(leave, place, hours, helpers, help_hours, out, pays, P)
    assert sum(found) == pytest.approx(1.0)
    assert min(found) >= -1e-12


def test_care_by_hand() -> None:
    seen = outside()
    with_help = rules.minded(COUPLE, 1, 0.0, 120_000.0, seen, P)
    share = float(seen.horizon["shares"][3])
    assert with_help.cost == pytest.approx(share * 12 * 500)  # their upkeep
    assert with_help.by.grandparents == pytest.approx(25 / 40)
    assert with_help.leaves_work == pytest.approx(0.1 + 0.4 * 15 / 40)
    assert with_help.by.parents == pytest.approx((1 - with_help.leaves_work) * 15 / 40)
    alone = rules.minded(COUPLE._replace(grandparents=0, wife_pay=150_000.0), 1, 0.0, 120_000.0, seen, P)
    assert alone.leaves_work == pytest.approx(0.5)
    assert alone.by.paid == pytest.approx(0.5)
    assert alone.by.parents == pytest.approx(0.0)
    assert alone.cost == pytest.approx(share * 12 * 0.5 * 5_000)
    at_home = rules.minded(COUPLE._replace(grandparents=0, wife_work=NO_WORK), 1, 0.0, 120_000.0, seen, P)
    assert (at_home.leaves_work, at_home.by.parents, at_home.cost) == pytest.approx((0.0, 1.0, 0.0))


def test_fully_paid_maternity_days_are_worth_their_hours() -> None:
    """400 days of a public employee with two children, paid in full: more than 158, by time and by work kept."""
    couple = COUPLE._replace(
        parity=2, youngest=6.0, wife_pay=150_000.0, husband_pay=200_000.0, wife_work=PUBLIC, grandparents=0)

    def utility(days: float) -> float:
        leave = {"maternity_days": [days] * 4, "fund_days": [days] * 4, "wage_base": [150_000.0 * 360 / 365] * 4}
        return float(wife_utility(terms(couple, True, outside(leave=leave), 0.0, 0.0, 0.0, P)))

    assert utility(400.0) > utility(158.0) + 0.005
