"""Child costs by order, income and age against numbers worked by hand."""

import math

import numpy as np
import pytest

from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.places.prices import price_level
from sim.processes.money import child_costs as rules
from sim.processes.money.annuities import annuity_shares
from tests.sim.makers import rates

p = as_record(rates(
    child_cost_scale=1.0, child_cost_elasticity=0.6, child_cost_floor=0.35, child_cost_peers=0.3, child_spacing=4.0))
EVEN = annuity_shares(1.0, 1.0)
FLAT = np.full(18, 1.0 / 18.0)
MARGINAL = np.array([[360000.0, 180000.0, 90000.0], [630000.0, 360000.0, 144000.0]])
COSTS = rules.ChildCosts(MARGINAL, np.array([60000.0, 120000.0]), rules.remaining_cost(FLAT, EVEN), 1.0 / 18.0)


def test_reference_couple_costs_one() -> None:
    assert rules.cost_factor(120000.0, 120000.0, 0.0, 1.0, p) == pytest.approx(1.0)


def test_elasticity_without_a_race() -> None:
    assert rules.cost_factor(240000.0, 120000.0, 5.0, 0.0, p) == pytest.approx(2.0**0.6)


@pytest.mark.parametrize("income", [-5.0, 0.0, 1.0, 10000.0])
def test_floor(income: float) -> None:
    assert rules.cost_factor(income, 120000.0, 0.0, 0.0, p) == pytest.approx(0.35)


def test_quality_follows_peers() -> None:
    # A reference couple among peers who spend twice as much: 1^(.7) x 2^(.3).
    assert rules.cost_factor(120000.0, 120000.0, math.log(2.0), 1.0, p) == pytest.approx(2.0**0.3)
    assert rules.cost_factor(120000.0, 120000.0, math.log(0.5), 1.0, p) < 1.0
    assert rules.cost_factor(120000.0, 120000.0, math.log(2.0), 10.0, p) == pytest.approx(2.0)


def test_factor_never_falls_with_income() -> None:
    factors = [rules.cost_factor(x, 120000.0, 0.2, 1.0, p) for x in np.linspace(0, 500000, 101)]
    assert (np.diff(factors) >= 0).all()


def test_undiscounted_cost_of_a_newborn_is_its_total_over_eighteen_years() -> None:
    assert rules.child_cost(1, 1, 0.0, 1.0, COSTS) == pytest.approx(35000.0)
    assert rules.child_cost(2, 1, 0.0, 1.0, COSTS) == pytest.approx(20000.0)
    assert rules.child_cost(3, 0, 0.0, 2.0, COSTS) == pytest.approx(10000.0)
    assert rules.child_cost(7, 1, 0.0, 1.0, COSTS) == rules.child_cost(3, 1, 0.0, 1.0, COSTS)


def test_cost_still_to_come_falls_with_age_to_nothing() -> None:
    left = [rules.child_cost(1, 1, float(age), 1.0, COSTS) for age in range(25)]
    assert left[9] == pytest.approx(17500.0)
    assert (np.diff(left[:19]) < 0).all()
    assert left[18] == left[24] == 0.0


def test_children_cost_is_the_sum_over_orders() -> None:
    # Youngest of two is 2, so the elder is 6: 16/18 of 20,000 and 12/18 of 35,000.
    expected = 20000.0 * 16 / 18 + 35000.0 * 12 / 18
    assert rules.children_cost(2, 1, 2.0, 1.0, COSTS, p) == pytest.approx(expected)
    assert rules.children_cost(0, 1, 0.0, 1.0, COSTS, p) == 0.0
    assert rules.children_cost(2, 1, 2.0, 1.0, as_record(COSTS), p) == pytest.approx(expected)


def test_spending_by_age_adds_up() -> None:
    total = sum(rules.cost_at_age(2, 0, age, 1.5, COSTS, FLAT) for age in range(-1, 25))
    assert total == pytest.approx(1.5 * 180000.0)


def test_late_costs_weigh_less_when_discounted() -> None:
    early, late = np.zeros(18), np.zeros(18)
    early[0] = late[17] = 1.0
    shares = annuity_shares(0.7, 0.95)
    assert rules.remaining_cost(early, shares)[0] > rules.remaining_cost(late, shares)[0]
    assert rules.remaining_cost(late, shares)[17] == pytest.approx(shares[1])


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch):
    loaded = load_pack()
    rows = {
        "child_cost_share_birth": 0.05, "child_cost_share_age_0_2": 0.15, "child_cost_share_age_3_5": 0.2,
        "child_cost_share_age_6_14": 0.45, "child_cost_share_age_15_17": 0.15,
        "national_disposable_income_2022_urban": 49283.0, "national_disposable_income_2022_rural": 20133.0,
    }
    monkeypatch.setattr(loaded, "_assumptions", {**loaded._assumptions, **rows})
    return loaded


def test_tables_of_the_pack(pack) -> None:
    profile = rules.cost_profile(pack)
    assert profile.sum() == pytest.approx(1.0)
    assert profile[[0, 1, 4, 10, 16]] == pytest.approx([0.1, 0.05, 0.2 / 3, 0.05, 0.05])
    costs = rules.child_costs(pack, EVEN)
    price = price_level(pack, 2022)
    assert costs.marginal[1, 0] == pytest.approx(631000.0 * 667 / 630 / price)
    assert costs.marginal[0, 2] == pytest.approx(84000.0 * 365 / 300 / price)
    assert (np.diff(costs.marginal, axis=1) < 0).all()
    assert (costs.marginal[1] > costs.marginal[0]).all()
    assert costs.remaining[0] == pytest.approx(1 / 18)
    assert costs.first_year == pytest.approx(0.1)  # the birth's 5 % and a third of the 15 % of ages 0 to 2
    assert 2.0 < costs.reference[0] * price / 20133.0 < 3.5
