"""A month's conditions of homes and weddings, made from levers, price path and pack."""

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import Parameters, as_record, kernel_tuple
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths, compile_paths
from sim.processes.homes.housing import fund_down, housing_paths, needed_area
from sim.processes.homes.housing_market import (
    housing_conditions,
    loan_rate,
    months_of_change,
    subsidy_per_m2,
    wedding_costs,
)
from sim.processes.money.annuities import loan_factor
from tests.sim.makers import rates

START, END = int(month_index(2020, 11)), int(month_index(2030, 12))
LATE = int(month_index(2024, 3))
KEQIAO, SHANGYU, XINCHANG = 1, 2, 3
P = kernel_tuple(Parameters())
NEED_2020 = 30.0 / 41.76 * np.array([42.02, 47.56, 55.51, 53.10, 58.27, 59.88])
"""A need of 30 m2 where a head has 41.76, as in China, is the same part of what a head has in each county."""


@pytest.fixture(scope="module")
def levers(pack: Pack) -> dict[str, LeverPaths]:
    return {name: compile_paths(name, pack, START, END) for name in ("national_only", "in_force", "plan")}


def test_base_prices_are_the_path(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    homes = housing_conditions(levers["national_only"], pack, LATE, "central", P, 1.0)
    paths = housing_paths(pack, 2024, 2024)
    assert homes.price == pytest.approx(paths.price[0])
    assert homes.rent == pytest.approx(paths.rent[0])
    assert (homes.price_ratio == 1.0).all()
    assert homes.need == pytest.approx(NEED_2020)
    assert homes.couple_area == pytest.approx(3.0 * NEED_2020)
    rate = loan_rate(pack, 2024, 3)
    assert homes.payment == pytest.approx(loan_factor(rate, 25.0))
    assert homes.fund_payment == pytest.approx(loan_factor(0.031, 25.0))
    assert homes.fund_payment < homes.payment < homes.bank_payment
    for name in ("purchase_subsidy", "rent_subsidy", "rent_discount", "rent_waived", "fund_uplift", "public_priority"):
        assert not getattr(homes, name).any()


def test_need_follows_what_the_county_has_at_the_time(pack: Pack) -> None:
    assert needed_area(pack, int(month_index(2020, 11))) == pytest.approx(NEED_2020)
    assert needed_area(pack, int(month_index(2035, 1))) == pytest.approx(NEED_2020)
    # Keqiao, then 绍兴县: 40.17 m2 a head in November 2010, half way to 47.56 in November 2015
    for year, area in ((2009, 40.17), (2010, 40.17), (2015, 43.865)):
        assert needed_area(pack, int(month_index(year, 11)))[1] == pytest.approx(30.0 * area / 41.76)


def test_the_fund_has_its_own_first_payment_as_dated(pack: Pack) -> None:
    assert fund_down(pack, 2022, 7) == pack.assumption("least_down_payment_first_home")
    assert fund_down(pack, 2022, 8) == fund_down(pack, 2030, 1) == 0.2


def test_a_subsidy_spread_over_buyers_by_hand() -> None:
    p = rates(buyers_with_two=0.3, buyers_with_three=0.1)
    subsidy = np.array([[0.0, 40_000.0, 150_000.0, 1e9]])
    # .3 of buyers get 40,000 for four of 30 m2 each, .1 get 150,000 for five; nobody who buys has four children
    found = subsidy_per_m2(subsidy, np.array([30.0]), p)
    assert found == pytest.approx([0.3 * 40_000 / 120 + 0.1 * 150_000 / 150])


def test_scale_and_future_move_prices(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    month = int(month_index(2030, 6))
    base, dear = (
        housing_conditions(levers["national_only"], pack, month, "central", rates(house_price_scale=s), 1.0)
        for s in (1.0, 1.1)
    )
    assert dear.price / base.price == pytest.approx(1.1)
    assert dear.rent / base.rent == pytest.approx(1.1)
    assert dear.price_ratio == pytest.approx(1.1)
    low = housing_conditions(levers["national_only"], pack, month, "low", P, 1.0)
    assert low.price_ratio == pytest.approx((0.97 / 0.995) ** 5)  # from 2026, -3 % a year against -.5 %


def test_measures_of_shangyu_by_hand(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    month = int(month_index(2023, 6))
    paths = levers["in_force"]
    homes = housing_conditions(paths, pack, month, "central", P, 1.0)
    prices = float(paths.price_level[paths.at(month)])
    taken = float(paths.take_up("rent_subsidy")[paths.at(month), SHANGYU])
    assert homes.purchase_subsidy[SHANGYU] == pytest.approx(np.array([0, 0, 3e5, 3e5]) * taken / prices)
    assert homes.fund_uplift[SHANGYU] == pytest.approx(np.array([0, 0.2, 0.3, 0.3]) * taken)
    assert homes.fund_ceiling[SHANGYU] * prices == pytest.approx([700_000.0, 1_000_000.0])
    # two children: 800 yuan a month, and 30 % off the rent of affordable rental
    assert homes.rent_subsidy[SHANGYU, :2] == pytest.approx([0.0, taken * 9_600 / prices])
    assert homes.rent_discount[SHANGYU, :2] == pytest.approx([0.0, 0.3 * taken])
    # buyers with three children, 3 %, have 300,000 for what five need, of which .4 turn into price
    rise = 0.4 * 0.03 * 3e5 * taken / prices / (5 * NEED_2020[SHANGYU])
    assert homes.price[SHANGYU] == pytest.approx(housing_paths(pack, 2023, 2023).price[0, SHANGYU] + rise)
    assert homes.price_ratio[0] == 1.0


def test_the_plan_waives_public_rent_and_serves_first(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    paths, month = levers["plan"], int(month_index(2028, 1))
    homes = housing_conditions(paths, pack, month, "central", P, 1.0)
    taken = float(paths.take_up("public_rent_waiver")[paths.at(month), 0])
    assert homes.rent_waived[0, 1:3] == pytest.approx([0.0, taken])
    assert (homes.public_priority == 0.8).all()
    assert homes.need == pytest.approx(NEED_2020)
    # a tenth of new homes for families: the crowded find one 5 % more often, and nobody needs less
    assert homes.moving_up == pytest.approx(1 - np.exp(-0.1 * 1.05))
    law = housing_conditions(levers["national_only"], pack, month, "central", P, 1.0)
    assert (homes.lived_there[:, 0] == law.lived_there[:, 0]).all()  # renters who buy
    assert (homes.lived_there[:, 1] > law.lived_there[:, 1]).all()
    costs = wedding_costs(paths, pack, month, P, 1.0)
    level = float(paths.price_level[paths.at(month)])
    taken = float(paths.take_up("family_credit_ceiling")[paths.at(month), 0])
    assert costs.credit_ceiling == pytest.approx(200_000 / level * taken)
    assert costs.credit_interest == pytest.approx(P.family_credit_rate - 0.01 * taken)


def test_the_funds_uplift_for_the_young_is_in_force_from_2024(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    before, now = (
        housing_conditions(levers["in_force"], pack, int(month_index(year, 12)), "central", P, 1.0)
        for year in (2023, 2024))
    at = levers["in_force"].at(int(month_index(2024, 12)))
    assert not before.fund_uplift_young.any()
    assert now.fund_uplift_young == pytest.approx(0.2 * levers["in_force"].take_up("rent_subsidy")[at])


def test_two_districts_give_a_thousand_yuan_at_a_wedding(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    paths = levers["in_force"]
    for (year, month), given in {(2023, 6): [SHANGYU], (2025, 10): [KEQIAO, SHANGYU], (2026, 1): [KEQIAO]}.items():
        when = int(month_index(year, month))
        grant = wedding_costs(paths, pack, when, P, 1.0).grant
        at = paths.at(when)
        real = 1000 * paths.take_up("marriage_grant")[at] / paths.price_level[at]
        assert grant == pytest.approx(np.where(np.isin(np.arange(6), given), real, 0.0))
    assert not wedding_costs(levers["national_only"], pack, int(month_index(2023, 6)), P, 1.0).grant.any()


def test_wedding_and_bride_price_follow_incomes(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    now, later = (wedding_costs(levers["national_only"], pack, LATE, P, x) for x in (1.0, 1.3))
    assert now.wedding == pytest.approx(100_000.0)  # half of Shanghai's 200,000
    assert now.bride_price == pytest.approx(2.09 * pack.assumption("disposable_income_2020_all"))
    assert later.wedding / now.wedding == pytest.approx(1.3)
    assert later.bride_price / now.bride_price == pytest.approx(1.3)
    assert not now.credit_ceiling.any()


def test_customs_move_wedding_and_bride_price_as_dated(pack: Pack) -> None:
    values = {"wedding_cost_change": [{"from": "2024-01", "value": -0.25}],
              "bride_price_change": [{"from": "2024-02", "value": 0.5}]}
    paths = compile_paths("national_only", pack, START, END, values=values)
    assert {int(month_index(2024, 2))} == months_of_change(paths)  # a year's beginning makes them anew anyway
    before, then, after = (wedding_costs(paths, pack, int(month_index(*when)), P, 1.0)
                           for when in ((2023, 12), (2024, 1), (2024, 2)))
    assert (before.wedding, then.wedding) == pytest.approx((100_000.0, 75_000.0))
    assert [one.wedding_added for one in (before, then, after)] == pytest.approx([0.0, -25_000.0, -25_000.0])
    assert [one.bride_added for one in (before, then, after)] == pytest.approx([0.0, 0.0, 0.5 * before.bride_price])
    assert (then.bride_price, after.bride_price) == pytest.approx((before.bride_price, 1.5 * before.bride_price))


def test_conditions_are_made_anew_when_a_lever_moves(levers: dict[str, LeverPaths]) -> None:
    months = months_of_change(levers["in_force"])
    assert {int(month_index(2022, 8)), int(month_index(2022, 11))} <= months
    assert not {month for month in months if month % 12 == 0}  # a year's beginning makes them anyway
    assert months_of_change(levers["national_only"]) == set()


def test_loan_rate_mixes_fund_and_banks(pack: Pack) -> None:
    assert loan_rate(pack, 2021, 6) == pytest.approx(0.35 * 0.031 + 0.65 * 0.0465)


def test_records_hold_the_conditions(pack: Pack, levers: dict[str, LeverPaths]) -> None:
    homes = housing_conditions(levers["in_force"], pack, LATE, "central", P, 1.2)
    record = as_record(homes)
    for name, value in homes._asdict().items():
        np.testing.assert_array_equal(record[name], value)
