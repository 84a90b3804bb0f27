"""Moving house: who looks, what a home asks for, how long a couple lives there, against hand-worked numbers."""

from typing import Any

import numpy as np
import pytest

from sim.parameters import as_record
from sim.population.columns import OWN, PUBLIC_RENT, RENT
from sim.processes.homes import moving
from sim.processes.homes.housing import home_cash
from tests.sim.makers import rates, same_uncompiled
from tests.sim.market import HOMES, P

LOANS = as_record(P._replace(fund_loan_years=8.0, loan_payment_share=0.5))
EVEN = np.arange(19) / 18
"""Every year of the horizon weighs alike."""


def test_cash_to_move_up_by_hand() -> None:
    assert same_uncompiled(moving.moving_up_cash, 1e6, 4e5, 7e5) == 1e5
    assert moving.moving_up_cash(1e6, 0.0, 7e5) == 0.0
    assert moving.moving_up_cash(1e6, 1.2e6, 7e5) == 9e5  # what is owed beyond the old home's worth comes on top


def test_who_looks_for_a_home_by_hand() -> None:
    assert same_uncompiled(moving.persons_housed, RENT, 2, 0, False, True, True) == 3  # a couple's home at least
    assert moving.persons_housed(PUBLIC_RENT, 5, 3, False, True, True) == 5
    assert moving.persons_housed(RENT, 4, 2, True, False, True) == 0
    assert moving.persons_housed(OWN, 4, 2, True, False, True) == 4
    for children, crowded, moves_up in ((0, True, True), (2, False, True), (2, True, False)):
        assert moving.persons_housed(OWN, 4, children, crowded, True, moves_up) == 0


def test_who_rents_more_by_hand() -> None:
    assert same_uncompiled(moving.rents_more, RENT, 1, True, True)
    for tenure, children, crowded, moves_up in (
        (OWN, 1, True, True), (RENT, 0, True, True), (RENT, 1, False, True), (RENT, 1, True, False)
    ):
        assert not moving.rents_more(tenure, children, crowded, moves_up)


def test_who_is_subsidised_by_hand() -> None:
    assert same_uncompiled(moving.is_subsidised, RENT, 200.0, 3, True)
    assert moving.is_subsidised(OWN, 90.0, 3, True)
    assert not moving.is_subsidised(OWN, 90.1, 3, True)
    assert not moving.is_subsidised(RENT, 60.0, 3, False)


def offer(**changes: Any) -> moving.Offer:
    """Four look at 120 m2 for 1,920,000 with 200,000 a year; theirs of 60 m2 is worth 960,000, 100,000 owed."""
    plain: dict[str, Any] = {
        "wanted": 4, "worth": 960_000.0, "owed": 100_000.0, "urban": 1, "income": 200_000.0,
        "pay_one": 0.0, "pay_other": 0.0, "county": 0, "order": 1, "homes": HOMES}
    return same_uncompiled(moving.offer_of, *(plain | changes).values(), LOANS)


def test_an_offer_by_hand() -> None:
    lent = 100_000 / 0.064  # half of the income at the bank's rate
    found = offer()
    assert found == pytest.approx((1_920_000, 576_000, 0.0, 960_000, 100_000))
    assert offer(income=100_000.0).asked == pytest.approx(1_920_000 - lent / 2)
    # in the fund: 600,000 of it first, the bank what the income carries beside its 36,000 a year
    member = offer(pay_one=200_000.0)
    assert member.fund == 600_000
    assert offer(income=100_000.0, pay_one=100_000.0).asked == pytest.approx(1_920_000 - 600_000 - 14_000 / 0.064)
    for subsidy in (0.0, 50_000.0, 1e6):  # as a wedding asks for it
        asked = home_cash(1_920_000.0, 200_000.0, 0.0, 0.0, 0, 1, subsidy, HOMES, LOANS)
        assert moving.bargain_of(offer(worth=0.0, owed=0.0), subsidy).cash == asked


def test_what_a_home_left_behind_brings_by_hand() -> None:
    assert same_uncompiled(moving.home_worth, OWN, 0, 1, 60.0, 16_000.0, 0.2) == 960_000.0
    assert moving.home_worth(OWN, 0, 0, 60.0, 16_000.0, 0.2) == pytest.approx(192_000.0)
    assert moving.home_worth(OWN, 1, 0, 60.0, 16_000.0, 0.2) == 0.0  # built: no market
    assert moving.home_worth(RENT, 0, 1, 60.0, 16_000.0, 0.2) == 0.0


def test_a_bargain_by_hand() -> None:
    renter = moving.Offer(1e6, 3.5e5, 0.0, 0.0, 0.0)
    assert same_uncompiled(moving.bargain_of, renter, 5e4) == moving.Bargain(cash=3e5, debt=6.5e5)
    # a home worth 600,000 of which 100,000 is owed brings more than the 300,000 asked: all of it goes into the new one
    owner = moving.Offer(1e6, 3e5, 0.0, 6e5, 1e5)
    assert moving.bargain_of(owner, 0.0) == moving.Bargain(cash=0.0, debt=5e5)
    assert moving.bargain_of(owner, 2e5) == moving.Bargain(cash=0.0, debt=3e5)


def test_chances_of_moving_by_hand() -> None:
    p = as_record(P._replace(buying=0.1, public_rental_exit=1e9))
    assert same_uncompiled(moving.chances_of_moving, p) == pytest.approx((1 - np.exp(-0.1), 1.0))


def test_family_sized_homes_are_found_more_often() -> None:
    p = rates(moving_up=0.1, family_sized_finding=0.5)
    assert moving.hazard_of_moving_up(np.array([0.0, 0.2, 1.0]), p) == pytest.approx([0.1, 0.11, 0.15])
    assert moving.hazard_of_moving_up(np.zeros(6), p).tolist() == [0.1] * 6


def test_time_lived_in_another_home_by_hand() -> None:
    hazard = np.log(2.0)  # half of those still there move at each of the 17 looks
    found = moving.move_shares(np.array([[hazard, 0.0]]), EVEN)
    lived = sum(1 - 0.5**t for t in range(1, 18)) / 18
    assert found.lived == pytest.approx(np.array([[lived, 0.0]]))
    # a yuan at the move is worth an 18th of it, to the 1 - .5^17 who move, spread over the years lived there
    assert found.on_moving == pytest.approx(np.array([[(1 - 0.5**17) / 18 / lived, 0.0]]))
    sure = moving.move_shares(np.array([[1e9]]), EVEN)
    assert (sure.lived, sure.on_moving) == (pytest.approx(17 / 18), pytest.approx(1 / 17))


