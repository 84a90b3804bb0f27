"""General budgets of the counties: what they rest on and how they grow."""

import pytest

from sim.places.pack import load_pack
from sim.policy.budgets import EXPENDITURE, GDP, REVENUE, general_budgets, known_budgets
from sim.policy.futures import future

PACK = load_pack()


def test_published_expenditure_else_revenue_else_gdp() -> None:
    known = known_budgets(PACK)
    assert [one.basis for one in known] == [EXPENDITURE, EXPENDITURE, REVENUE, GDP, REVENUE, GDP]
    assert (known[0].year, known[0].yuan) == (2022, 9940e6)
    assert (known[1].year, known[1].yuan) == (2021, 13290e6)
    # Zhuji: revenue of 2020 at the city's expenditure over revenue of 2021, the last year with both.
    assert known[4].yuan == pytest.approx(9030e6 * 71400 / 60400)
    assert (known[5].year, known[5].yuan) == (2024, pytest.approx(80025e6 * 71400 / 679500))


def test_budgets_follow_nominal_incomes_from_the_known_year() -> None:
    budgets = general_budgets(PACK, future("central"), 2020, 2035)
    assert budgets.shape == (16, 6)
    assert budgets[2, 0] == pytest.approx(9940e6)
    growth = 1 + PACK.assumption("real_income_growth_future_central") / 100
    prices = 1 + PACK.assumption("cpi_change_future") / 100
    assert budgets[15] / budgets[14] == pytest.approx([growth * prices] * 6)
    low = general_budgets(PACK, future("low"), 2020, 2035)
    assert (low[15] < budgets[15]).all()


def test_counties_together_are_near_the_city() -> None:
    city = 71400e6  # published for 2021; the city's own bodies spend a part of it
    assert 0.7 * city < general_budgets(PACK, future("central"), 2021, 2021).sum() < 1.1 * city
