"""Own savings, parents' help, cash for a home and what acceptance makes of it, against numbers worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.population.columns import FLEXIBLE, PRIVATE, PUBLIC
from sim.processes.unions import entry_cost
from tests.sim.makers import same_uncompiled
from tests.sim.market import COSTS_TABLE, HOMES_TABLE, P

p = P._replace(fund_loan_years=8.0, loan_payment_share=0.5)


def test_own_savings_are_a_head_s_share() -> None:
    assert same_uncompiled(entry_cost.own_savings, 90_000.0, 3, True, 60_000.0, 6.0) == 30_000.0
    assert entry_cost.own_savings(-90_000.0, 3, True, 60_000.0, 6.0) == 0.0
    assert entry_cost.own_savings(0.0, 50, False, 60_000.0, 6.0) == 30_000.0  # in a collective unit: half a year's pay


def test_parents_give_a_share_of_theirs_and_of_the_cost() -> None:
    assert same_uncompiled(entry_cost.parents_help, 200_000.0, 400_000.0, 0.5, p) == 100_000.0
    assert entry_cost.parents_help(200_000.0, 100_000.0, 0.5, p) == 50_000.0
    assert entry_cost.parents_help(-1.0, 100_000.0, 0.5, p) == 0.0


def test_members_of_the_fund() -> None:
    assert same_uncompiled(entry_cost.fund_pay, 50_000.0, PUBLIC, 0.99, 0.35) == 50_000.0
    assert entry_cost.fund_pay(50_000.0, PRIVATE, 0.3, 0.35) == 50_000.0
    assert entry_cost.fund_pay(50_000.0, PRIVATE, 0.4, 0.35) == 0.0
    assert entry_cost.fund_pay(50_000.0, FLEXIBLE, 0.0, 0.35) == 0.0


def test_cash_for_a_home() -> None:
    # 1,440,000: one payer borrows 600,000 of the fund, whose 36,000 a year leave 64,000 for a bank loan of 1,000,000
    value, income = 1_440_000.0, 200_000.0
    fund = HOMES_TABLE._replace(fund_down=0.2)
    assert same_uncompiled(
        entry_cost.home_cash, value, income, 100_000.0, 0.0, 0, 0, 0.0, fund, p) == pytest.approx(288_000)
    alone = entry_cost.home_cash(value, income, 0.0, 0.0, 0, 0, 0.0, fund, p)
    assert alone == pytest.approx(432_000)  # a bank asks for 30 %, the fund for 20
    # a poor couple without fund: 30,000 a year carry a loan of 468,750
    poor = entry_cost.home_cash(value, 60_000.0, 0.0, 0.0, 0, 0, 0.0, HOMES_TABLE, p)
    assert poor == pytest.approx(value - 30_000.0 / 0.064)
    helped = entry_cost.home_cash(value, 60_000.0, 0.0, 0.0, 0, 0, 300_000.0, HOMES_TABLE, p)
    assert helped == pytest.approx(poor - 300_000)
    # two payers of 50,000 each: 800,000 of the fund at .06, the rest of 55,000 a year to a bank at .064
    two = entry_cost.home_cash(value, 110_000.0, 50_000.0, 50_000.0, 0, 1, 0.0, HOMES_TABLE, p)
    assert two == pytest.approx(value - 800_000 - (55_000 - 48_000) / 0.064)
    # its uplift of 20 % would lend 960,000, of which the income carries 916,667
    more = HOMES_TABLE._replace(fund_uplift=np.full((6, 4), 0.2))
    assert entry_cost.home_cash(value, 110_000.0, 50_000.0, 50_000.0, 0, 1, 0.0, more, p) == pytest.approx(
        value - 55_000 / 0.06)


def test_every_rule_of_the_fund_moves_the_cash_for_a_home() -> None:
    """2.07 million at an income of 150,000: ceiling, uplift and membership each leave less to bring."""
    def cash(pay: float, order: int = 0, **homes: float) -> float:
        table = HOMES_TABLE._replace(**{name: np.full_like(getattr(HOMES_TABLE, name), v) for name, v in homes.items()})
        return float(entry_cost.home_cash(2_070_000.0, 150_000.0, pay, pay, 0, order, 0.0, table, p))

    outside, member = cash(0.0), cash(75_000.0)
    assert outside == pytest.approx(2_070_000 - 75_000 / 0.064)
    assert member == pytest.approx(2_070_000 - 800_000 - (75_000 - 48_000) / 0.064)
    raised, lifted = cash(75_000.0, fund_ceiling=1_000_000.0), cash(75_000.0, 1, fund_uplift=0.2)
    assert raised == pytest.approx(2_070_000 - 1_000_000 - (75_000 - 60_000) / 0.064)
    assert lifted == pytest.approx(2_070_000 - 960_000 - (75_000 - 57_600) / 0.064)
    assert raised < lifted < member < outside
    table = HOMES_TABLE._replace(fund_uplift_young=np.full(6, 0.2))
    args = (2_070_000.0, 150_000.0, 75_000.0, 75_000.0, 0, 0, 0.0, table, p)
    assert entry_cost.home_cash(*args, True) == pytest.approx(lifted)  # under 35: as with two children
    assert entry_cost.home_cash(*args, False) == pytest.approx(member)


@pytest.mark.parametrize(
    ("ages", "local", "may"),
    [((419, 480), (True, True), True), ((420, 420), (True, True), False), ((420, 480), (True, False), True)],
)
def test_who_has_the_funds_uplift_for_the_young(
    ages: tuple[int, int], local: tuple[bool, bool], may: bool
) -> None:
    assert same_uncompiled(entry_cost.young_or_new, *ages, *local) is may


def test_a_couple_borrows_for_its_wedding_where_it_gains_by_it() -> None:
    """Half of 200,000 is short: half of the loss by shortness, against 1.5 ln(1 - 7,000/150,000) = -.072."""
    costs = as_record(COSTS_TABLE._replace(credit_ceiling=np.full(6, 140_000.0), credit_repaid=np.full(6, 0.07)))
    weights = p._replace(money_weight=1.5, couple_adults=1.5)
    shortness = {w: weights._replace(acceptance_short=w) for w in (0.2, 0.25)}
    borrowed = [
        same_uncompiled(entry_cost.wedding_credit, 200_000.0, 100_000.0, 150_000.0, 0, costs, shortness[w])
        for w in (0.2, 0.25)]
    assert 1.5 * np.log(1 - 7_000 / 150_000) == pytest.approx(-0.0717, abs=1e-4)
    assert borrowed == [100_000.0, 100_000.0]
    dear = as_record(COSTS_TABLE._replace(credit_ceiling=np.full(6, 140_000.0), credit_repaid=np.full(6, 0.15)))
    assert entry_cost.wedding_credit(200_000.0, 100_000.0, 150_000.0, 0, dear, shortness[0.25]) == 0.0
    none = as_record(COSTS_TABLE)
    assert entry_cost.wedding_credit(200_000.0, 100_000.0, 150_000.0, 0, none, shortness[0.25]) == 0.0
    assert entry_cost.wedding_credit(200_000.0, 250_000.0, 150_000.0, 0, costs, shortness[0.25]) == 0.0


def test_what_is_short_of_wedding_and_bride_price() -> None:
    # 30,000 + 20,000 + half of his parents' 100,000 against 220,000
    match = 30_000.0, 20_000.0, 100_000.0, 120_000.0, 200_000.0, 0
    assert same_uncompiled(entry_cost.match_short, *match, as_record(COSTS_TABLE), p) == pytest.approx(120 / 220)
    free = as_record(COSTS_TABLE._replace(credit_ceiling=np.full(6, 90_000.0), credit_repaid=np.zeros(6)))
    assert entry_cost.match_short(*match, free, p) == pytest.approx(30 / 220)


def test_readiness_of_a_match() -> None:
    # 30,000 + 20,000 + dowry 60,000 + 50,000 of his parents over 432,000
    args = (30_000.0, 20_000.0, 100_000.0, 120_000.0, 0.0, 432_000.0, COSTS_TABLE, p)
    assert same_uncompiled(entry_cost.match_readiness, False, *args) == pytest.approx(160 / 432)
    assert entry_cost.match_readiness(True, *args) == 1.0


def test_a_lower_bride_price_leaves_his_side_more_than_it_takes_from_the_couple() -> None:
    """From 120,000 to 60,000: his side keeps 60,000, of which half had come back as dowry; dearer weddings take."""
    args = 30_000.0, 20_000.0, 100_000.0
    rest = 432_000.0, COSTS_TABLE, p
    dear = entry_cost.match_readiness(False, *args, 120_000.0, 0.0, *rest)
    cheap = same_uncompiled(entry_cost.match_readiness, False, *args, 60_000.0, -60_000.0, *rest)
    assert cheap - dear == pytest.approx(30_000 / 432_000)
    assert entry_cost.match_readiness(False, *args, 120_000.0, 20_000.0, *rest) - dear == pytest.approx(-20 / 432)


def test_fewer_families_hold_a_home_when_it_is_dearer() -> None:
    assert same_uncompiled(entry_cost.family_holds_home, 0.49, 1.0, p)
    # log 1.1 / .8 = .119 standard deviations: the share falls from .5 to .4526
    assert entry_cost.family_holds_home(0.4525, 1.1, p)
    assert not entry_cost.family_holds_home(0.4527, 1.1, p)
    assert not entry_cost.family_holds_home(0.0, 1.0, P._replace(family_home=0.0))


def test_gain_of_means_by_hand() -> None:
    assert same_uncompiled(entry_cost.gain_of_means, 0.7, 0.4, 0.5, 0.3, p) == pytest.approx(0.3 - 0.5 * 0.2)


@given(st.floats(2e5, 3e6), st.floats(1.0, 2.0), st.floats(2e4, 5e5))
def test_dearer_homes_ask_for_more_cash_and_leave_a_match_less_ready(value: float, dearer: float, pay: float) -> None:
    cash = [entry_cost.home_cash(v, pay, pay / 2, 0.0, 0, 0, 0.0, HOMES_TABLE, p) for v in (value, value * dearer)]
    assert cash[1] >= cash[0] - 1e-6
    ready = [entry_cost.match_readiness(False, 5e4, 5e4, 1e5, 0.0, 0.0, c, COSTS_TABLE, p) for c in cash]
    assert 0.0 <= ready[1] <= ready[0] + 1e-12 <= 1.0 + 1e-9
