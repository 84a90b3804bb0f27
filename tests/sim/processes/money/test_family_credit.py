"""Family credit: what is open, what is taken, what paying it back costs, and when a couple gains by it."""

import math

import pytest

from sim.clock import month_index
from sim.places.pack import Pack
from sim.policy.ledger import amounts, claiming_share
from sim.policy.paths import compile_paths
from sim.processes.money import family_credit as rules
from sim.processes.money.annuities import annuity_shares, loan_factor, share_until
from tests.sim.makers import rates, same_uncompiled

P = rates(money_weight=1.5, family_credit_rate=0.04, family_credit_years=5.0, discount_beta=0.7, discount_delta=0.95)


def test_what_is_owed_and_what_is_open() -> None:
    assert same_uncompiled(rules.owed, -30_000.0) == 30_000.0
    assert rules.owed(20_000.0) == 0.0
    assert same_uncompiled(rules.open_credit, 140_000.0, -30_000.0) == 110_000.0
    assert rules.open_credit(140_000.0, 50_000.0) == 140_000.0
    assert rules.open_credit(20_000.0, -30_000.0) == 0.0


def test_no_more_is_taken_than_is_short_and_open() -> None:
    assert same_uncompiled(rules.credit_needed, 50_000.0, 140_000.0) == 50_000.0
    assert rules.credit_needed(500_000.0, 140_000.0) == 140_000.0
    assert rules.credit_needed(-1.0, 140_000.0) == rules.credit_needed(50_000.0, 0.0) == 0.0


@pytest.mark.parametrize(("eased", "gains"), [(0.16, True), (0.15, False)])
def test_who_gains_by_credit(eased: float, gains: bool) -> None:
    assert 1.5 * math.log(0.9) == pytest.approx(-0.158, abs=1e-3)
    assert same_uncompiled(rules.gains_by_credit, eased, 50_000.0, 45_000.0, P) is gains


def test_terms_of_the_plan(pack: Pack) -> None:
    start, month = month_index(2020, 11), month_index(2028, 1)
    levers = compile_paths("plan", pack, start, month_index(2035, 12))
    found = rules.family_credit(levers, month, P)
    at = levers.at(month)
    level, taken = float(levers.price_level[at]), float(levers.take_up("family_credit_ceiling")[at, 0])
    interest = 0.04 - 0.01 * taken
    assert found.credit_ceiling[0] == pytest.approx(200_000 / level * taken)
    assert found.credit_interest[0] == pytest.approx(interest)
    assert found.credit_cut_used[0] == pytest.approx(1.0)
    shares, instalment = annuity_shares(0.7, 0.95), loan_factor(interest, 5.0)
    later = share_until(6.0, shares) - share_until(1.0, shares)
    assert found.credit_repaid[0] == pytest.approx(instalment * later)
    assert found.credit_owed[0] == pytest.approx(instalment * share_until(5.0, shares))
    # at these weights a yuan now is worth more than its instalments later, and these more than nothing
    assert 0.0 < found.credit_repaid[0] < shares[1]


@pytest.mark.parametrize("points", [0.0, 1.0, 6.0])
def test_public_money_is_the_interest_that_families_save(pack: Pack, points: float) -> None:
    """The ledger pays base x cut x take-up; of 70,000 owed at 4 % a year it may be 2,800 at most."""
    month, name = month_index(2028, 1), "family_credit_subsidy"
    levers = compile_paths(
        "national_only", pack, month_index(2020, 11), month_index(2035, 12), values={name: points})
    found = rules.family_credit(levers, month, rates(family_credit_rate=0.04, family_credit_years=5.0))
    at = levers.at(month)
    base = 70_000 * found.credit_cut_used[0]
    paid = base * amounts(levers, name)[at, 0, 0] * claiming_share(levers, pack, name)[at, 0] / levers.price_level[at]
    assert paid == pytest.approx(70_000 * (0.04 - found.credit_interest[0]))
    assert paid == pytest.approx(min(70_000 * points / 100 * levers.take_up(name)[at, 0], 2_800))


def test_no_subsidy_pays_more_than_the_interest(pack: Pack) -> None:
    start = month_index(2020, 11)
    levers = compile_paths("national_only", pack, start, month_index(2035, 12), values={"family_credit_subsidy": 6.0})
    found = rules.family_credit(levers, start, rates(family_credit_rate=0.02, family_credit_years=5.0))
    assert (found.credit_interest == 0.0).all()
    taken = levers.take_up("family_credit_ceiling")[levers.at(start)]  # 2 points of interest, of the 6 x taken offered
    assert found.credit_cut_used == pytest.approx(0.02 / (0.06 * taken))
    assert found.credit_owed[0] == pytest.approx(share_until(5.0, annuity_shares(0.7, 0.95)) / 5.0)
