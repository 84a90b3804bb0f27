"""Loans, cash, readiness, crowding and paths of housing against numbers worked by hand."""


import numpy as np
import pytest

from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.places.prices import price_level
from sim.population.columns import FLEXIBLE, NO_TENURE, NO_WORK, OWN, PRIVATE, PUBLIC, PUBLIC_RENT, RENT, WITH_PARENTS
from sim.processes.homes import housing
from sim.processes.money.annuities import loan_factor
from sim.processes.money.taxes import TaxRules
from tests.sim.makers import rates, same_uncompiled

p = as_record(rates(loan_payment_share=0.5, fund_loan_years=8.0, subsidy_capitalised=0.4))


@pytest.mark.parametrize(
    ("pay", "uplift", "loan"),
    [
        (0.0, 0.3, 0.0),            # not in the fund
        (50000.0, 0.0, 400000.0),   # eight years of pay
        (50000.0, 0.3, 520000.0),   # third child: 30 % more
        (120000.0, 0.0, 800000.0),  # the ceiling
        (120000.0, 0.3, 960000.0),  # at most 1.2 x the ceiling
    ],
)
def test_fund_loan_by_number_of_children(pay: float, uplift: float, loan: float) -> None:
    assert housing.fund_loan(2e6, pay, 800000.0, uplift, 1.2, p) == pytest.approx(loan)


def test_fund_loan_is_no_more_than_wanted() -> None:
    assert housing.fund_loan(300000.0, 120000.0, 800000.0, 0.3, 1.2, p) == 300000.0
    assert housing.fund_loan(-5.0, 120000.0, 800000.0, 0.3, 1.2, p) == 0.0


def test_highest_loan_by_payment() -> None:
    factor = loan_factor(0.045, 25.0)
    assert same_uncompiled(housing.highest_loan, 120000.0, 10000.0, factor, p) == pytest.approx(50000.0 / factor)
    assert housing.highest_loan(10000.0, 10000.0, factor, p) == 0.0


def test_cash_needed() -> None:
    # 1.5 million at 30 % down; loans of 700,000 in all leave 800,000; a subsidy of 300,000 counts in cash.
    assert housing.cash_needed(1.5e6, 0.3, 800000.0, 1e6, 0.0) == pytest.approx(450000.0)
    assert housing.cash_needed(1.5e6, 0.3, 400000.0, 300000.0, 0.0) == pytest.approx(800000.0)
    assert housing.cash_needed(1.5e6, 0.3, 400000.0, 300000.0, 300000.0) == pytest.approx(500000.0)
    assert housing.cash_needed(1.5e6, 0.2, 400000.0, 1.1e6, 900000.0) == 0.0


def test_readiness_at_the_wedding() -> None:
    assert housing.housing_readiness(True, 0.0, 0.0, 1e6) == 1.0
    assert housing.housing_readiness(False, 100000.0, 150000.0, 500000.0) == pytest.approx(0.5)
    assert housing.housing_readiness(False, -10.0, 0.0, 500000.0) == 0.0
    assert housing.housing_readiness(False, 9e6, 0.0, 500000.0) == 1.0
    assert housing.housing_readiness(False, 0.0, 0.0, 0.0) == 1.0


def test_home_wanted() -> None:
    assert housing.home_wanted(3, 1, 30.0, 16000.0, 0.3) == pytest.approx(1.44e6)
    assert housing.home_wanted(3, 0, 30.0, 16000.0, 0.3) == pytest.approx(432000.0)


def test_only_a_bought_home_brings_money_when_it_is_left() -> None:
    assert same_uncompiled(housing.proceeds, OWN, 0, 8e5) == 8e5
    for tenure, self_built in ((OWN, 1), (WITH_PARENTS, 1), (RENT, 0), (PUBLIC_RENT, 0)):
        assert housing.proceeds(tenure, self_built, 8e5) == 0.0
    assert same_uncompiled(housing.is_built, 0)
    assert not housing.is_built(1)


def test_subsidies_are_partly_capitalised() -> None:
    assert housing.price_after_subsidies(16000.0, 1500.0, 0.5, 0.4) == pytest.approx(16300.0)
    assert housing.price_after_subsidies(16000.0, 0.0, 0.5, 0.4) == 16000.0
    assert housing.price_after_subsidies(16000.0, 1500.0, 9.0, 0.4) == pytest.approx(16600.0)


@pytest.mark.parametrize(
    ("work", "pay", "drawn"),
    [
        (PUBLIC, 150_000.0, 18_000.0), (PRIVATE, 150_000.0, 9_000.0),  # the limit, and half of it: half are members
        (PUBLIC, 60_000.0, 9_600.0), (PRIVATE, 60_000.0, 4_800.0),  # no more than both sides' 8 % of pay
        (PUBLIC, 20_000.0, 4_800.0), (FLEXIBLE, 60_000.0, 0.0), (NO_WORK, 0.0, 0.0),
    ],
)
def test_fund_savings_drawn_for_rent_by_hand(work: int, pay: float, drawn: float) -> None:
    shares = np.array([[0.0, 0.0], [0.1, 0.04], [0.1, 0.08], [0.0, 0.0]])
    tax = as_record(TaxRules(np.zeros((3, 2)), shares, 60_000.0, 30_000.0, 200_000.0))
    assert same_uncompiled(housing.fund_drawn, 18_000.0, pay, work, 0.5, tax) == pytest.approx(drawn)


def test_housing_cost_by_tenure() -> None:
    owed = housing.housing_cost(RENT, 80.0, 200000.0, 300.0, 0.06, 0.4, 4000.0)
    assert owed == pytest.approx(20000.0 + 12000.0)  # on a self-built home that was left
    assert housing.housing_cost(OWN, 80.0, 200000.0, 300.0, 0.06, 0.4, 5000.0) == pytest.approx(12000.0)
    args = (80.0, 0.0, 300.0, 0.06, 0.4)
    assert housing.housing_cost(RENT, *args, 4000.0) == pytest.approx(20000.0)
    assert housing.housing_cost(PUBLIC_RENT, *args, 0.0) == pytest.approx(9600.0)
    assert housing.housing_cost(PUBLIC_RENT, *args, 99999.0) == 0.0  # rent waived
    assert housing.housing_cost(WITH_PARENTS, *args, 0.0) == housing.housing_cost(NO_TENURE, *args, 0.0) == 0.0


def test_crowding() -> None:
    # Three members and one to come need 120 m2.
    assert housing.crowding(90.0, 3, 30.0) == pytest.approx(0.25)
    assert housing.crowding(120.0, 3, 30.0) == 0.0
    assert housing.crowding(0.0, 3, 30.0) == 1.0
    shortage = [housing.crowding(x, 3, 30.0) for x in np.linspace(0, 200, 41)]
    assert (np.diff(shortage) <= 0).all()


def test_public_rental_queue() -> None:
    eligible = (False, 40000.0, 60000.0, 15.0, True, 0.8, 18.0)
    assert housing.may_queue(*eligible)
    for position, value in ((0, True), (1, 50000.0), (3, 19.0), (4, False)):
        assert not housing.may_queue(*eligible[:position], value, *eligible[position + 1:])


def test_three_child_families_go_first() -> None:
    assert housing.queue_lot(3, 1.0, 0.9) == pytest.approx(-0.1)
    assert housing.queue_lot(3, 0.5, 0.9) == 0.9
    assert housing.queue_lot(2, 1.0, 0.1) == 0.1
    assert housing.queue_lot(3, 0.0, 0.0) == 0.0


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch):
    loaded = load_pack()
    rows = {"house_price_real_growth_2023_2025": -5.0, "house_price_real_growth_future_low": -3.0,
             "house_price_real_growth_future_central": 0.0, "house_price_real_growth_future_high": 2.0,
             "rent_over_price_year": 0.018}
    monkeypatch.setattr(loaded, "_assumptions", {**loaded._assumptions, **rows})
    prices = loaded.table("house_prices")
    prices.loc[prices["indicator"] == "price_over_city", "value"] = [0.8 + 0.1 * k for k in range(6)]
    monkeypatch.setitem(loaded._frames, "house_prices", prices)
    return loaded


def test_price_paths(pack) -> None:
    paths = {future: housing.housing_paths(pack, 2010, 2035, future) for future in housing.FUTURES}
    central = paths["central"]
    assert central.price.shape == (26, 6)
    assert central.price[10, 2] == pytest.approx(16638.0)  # 2020, ratio 1
    assert central.price[0, 2] == pytest.approx(8660.0 / price_level(pack, 2010))
    assert central.price[13] == pytest.approx(0.95 * central.price[12])
    assert central.price[25] == pytest.approx(central.price[15])
    assert paths["high"].price[25] == pytest.approx(central.price[15] * 1.02**10)
    assert (paths["low"].price[25] < central.price[25]).all()
    assert (paths["low"].price[:16] == central.price[:16]).all()
    assert central.rent == pytest.approx(0.018 * central.price)
    assert central.price[10, 5] / central.price[10, 0] == pytest.approx(1.3 / 0.8)


def test_loan_rates_by_date(pack) -> None:
    assert housing.mortgage_rate(pack, 2018, 1) == housing.mortgage_rate(pack, 2021, 12) == pytest.approx(0.0465)
    assert housing.mortgage_rate(pack, 2022, 1) == pytest.approx(0.046)
    assert housing.fund_rate(pack, 2020, 1) == pytest.approx(0.031)
    assert housing.fund_rate(pack, 2024, 7) == pytest.approx(0.0285)
    assert housing.fund_rate(pack, 2026, 1) == pytest.approx(0.026)
