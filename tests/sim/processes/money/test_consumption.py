"""Own consumption and the liquidity limit against numbers worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.processes.money import consumption
from tests.sim.makers import rates, same_uncompiled

p = as_record(rates(consumption_floor=10000.0, couple_adults=1.5))


@given(st.floats(-400_000, 400_000), st.floats(1.0, 50_000))
def test_a_yuan_weighs_most_at_the_floor_and_as_much_below(income: float, more: float) -> None:
    poorer, richer = (consumption.own_consumption(x, 30000.0, p) for x in (income, income + more))
    gain = consumption.money_gain(richer, poorer)
    steepest = more / 1.5 / 10000.0
    assert 0.0 < gain <= steepest + 1e-9
    if income + more <= 45000.0:
        assert gain == pytest.approx(steepest)


@pytest.mark.parametrize("income", [-50000.0, 20000.0, 45000.0, 150000.0])
def test_what_is_left_is_read_back_from_consumption(income: float) -> None:
    own = consumption.own_consumption(income, 30000.0, p)
    assert consumption.left_over(own, 10000.0) == pytest.approx((income - 30000.0) / 1.5)


def test_own_consumption_and_its_floor() -> None:
    assert consumption.own_consumption(150000.0, 30000.0, p) == pytest.approx(80000.0)
    # 10,000 of debt: -6,667 an adult, -5/3 floors below the floor of 10,000
    assert consumption.own_consumption(20000.0, 30000.0, p) == pytest.approx(10000.0 * math.exp(-5 / 3))
    assert consumption.money_gain(60000.0, 60000.0) == 0.0
    assert consumption.money_gain(30000.0, 60000.0) == pytest.approx(-math.log(2.0))


@pytest.mark.parametrize(
    ("due", "short"), [(0.0, 0.0), (35000.0, 0.0), (50000.0, 0.3), (350000.0, 0.9)]
)
def test_cash_limit(due: float, short: float) -> None:
    assert consumption.cash_short(due, 35000.0) == pytest.approx(short)


def test_a_shortfall_strains_the_year_that_bears_it() -> None:
    """30,000 short at 60,000 left for 1.5 adults: 40,000 an adult even, a fifth of the horizon bears 20,000 each."""
    q = rates(consumption_floor=10000.0, couple_adults=1.5)
    found = same_uncompiled(consumption.strain, 90000.0, 30000.0, 30000.0, 0.2, q)
    assert found == pytest.approx(0.2 * math.log(24000 / 40000) + 0.8 * math.log(44000 / 40000))
    assert consumption.strain(90000.0, 30000.0, 0.0, 0.2, q) == 0.0
    # below the floor others fill what is missing, so that when it is missing makes no difference
    assert consumption.strain(30000.0, 30000.0, 3000.0, 0.2, q) == pytest.approx(0.0, abs=1e-12)
    assert same_uncompiled(consumption.above_floor, 40000.0, 10000.0) == 40000.0
