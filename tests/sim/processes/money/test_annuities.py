"""Annuities of streams over eighteen years against closed forms."""

import numpy as np
import pytest

from sim.processes.money import annuities
from tests.sim.makers import rates


def test_annuity_shares_have_their_closed_form() -> None:
    shares = annuities.annuity_shares(0.7, 0.95)
    whole = 1.0 + 0.7 * 0.95 * (1.0 - 0.95**17) / 0.05
    assert shares.shape == (19,)
    assert shares[0] == 0.0
    assert shares[18] == pytest.approx(1.0)
    assert shares[1] == pytest.approx(1.0 / whole)
    assert shares[10] == pytest.approx((1.0 + 0.7 * 0.95 * (1.0 - 0.95**9) / 0.05) / whole)


def test_annuity_of_level_lump_and_part_streams() -> None:
    shares = annuities.annuity_shares(0.7, 0.95)
    assert annuities.annuity(1000.0, 0.0, 18.0, shares) == pytest.approx(1000.0)
    assert annuities.annuity(1000.0, 18.0, 30.0, shares) == 0.0
    assert annuities.annuity(1000.0, 0.0, 1.0, shares) == pytest.approx(annuities.lump_annuity(1000.0, 0, shares))
    assert annuities.lump_annuity(1000.0, 18, shares) == 0.0
    assert annuities.stream_annuity(np.full(18, 50.0), shares) == pytest.approx(50.0)
    split = annuities.annuity(10.0, 0.0, 4.5, shares) + annuities.annuity(10.0, 4.5, 18.0, shares)
    assert split == pytest.approx(10.0)
    even = annuities.annuity_shares(1.0, 1.0)
    assert annuities.annuity(1800.0, 0.0, 3.0, even) == pytest.approx(300.0)
    assert annuities.share_until(1.5, even) == pytest.approx(1.5 / 18.0)


def test_present_bias_makes_a_grant_now_worth_more_than_the_same_sum_spread() -> None:
    shares = annuities.annuity_shares(0.7, 0.95)
    assert annuities.lump_annuity(10800.0, 0, shares) > annuities.annuity(3600.0, 0.0, 3.0, shares)


def test_working_life_runs_on_beyond_the_horizon() -> None:
    even = annuities.working_life(1.0, 1.0)
    assert even[18] == pytest.approx(1.0)
    assert even[36] == pytest.approx(2.0)
    assert annuities.horizon(rates(discount_beta=0.7, discount_delta=0.95)).working_life[18] == pytest.approx(1.0)


def test_loan_factor_pays_the_loan_back() -> None:
    assert annuities.loan_factor(0.0, 25.0) == pytest.approx(0.04)
    rate, debt = 0.04, 100.0
    for _ in range(25):
        debt = debt * (1 + rate) - 100.0 * annuities.loan_factor(rate, 25.0)
    assert debt == pytest.approx(0.0, abs=1e-9)
