"""The money of a birth on its day: savings, what it brings, credit, and the account that must close."""

import numpy as np
import pytest

from sim.parameters import as_record
from sim.population.columns import FEMALE, MALE, MARRIED, OWN, PRIVATE, Population
from sim.processes.childbearing import birth_cash as rules
from sim.processes.childbearing import circumstances as world
from tests.sim.couples import PLAIN
from tests.sim.makers import MONTH, city, same_uncompiled
from tests.sim.minds import circumstances

P = as_record(PLAIN._replace(child_cost_elasticity=0.0, child_cost_scale=1.0, child_cost_peers=0.0,
                             ))
"""Every couple spends what the reference spends."""
FIRST_YEAR = 36_000.0
"""A tenth of what a first child costs in all, on the plain world's tables."""


@pytest.mark.parametrize(
    ("savings", "cash", "due", "credit", "after"),
    [
        (50_000.0, 55_000.0, 40_000.0, 0.0, 15_000.0),  # 5,000 are received and kept
        (10_000.0, 10_000.0, 40_000.0, 0.0, 0.0),  # 30,000 are not spent
        (10_000.0, 10_000.0, 40_000.0, 30_000.0, -30_000.0),
        (-20_000.0, 5_000.0, 40_000.0, 30_000.0, -50_000.0),  # what was owed is owed still
        (-20_000.0, 45_000.0, 40_000.0, 0.0, -15_000.0),  # and is paid off by what is left
    ],
)
def test_savings_after_a_birth(savings: float, cash: float, due: float, credit: float, after: float) -> None:
    assert same_uncompiled(rules.savings_after_birth, savings, cash, due, credit) == after


def paid(savings: float, **changes: dict[str, np.ndarray]) -> Population:
    couple = city(2, sex=[FEMALE, MALE], birth=MONTH - 336, marital=MARRIED, partner=[1, 0], county=2, urban=1,
                  work=PRIVATE, earnings=80_000.0, household=[0, 0], hukou=0)
    couple.households.savings[0], couple.households.tenure[0], couple.households.floor_area[0] = savings, OWN, 120.0
    mothers, outside = np.array([0], np.int32), circumstances(**changes)
    rules.pay_births(mothers, couple.persons, couple.households, outside, np.zeros((6, 2)), MONTH, P)
    return couple


def test_savings_pay_for_a_birth() -> None:
    couple = paid(50_000.0, benefits={"birth_cost": world.by_order(4_000.0)})
    assert couple.households.savings[0] == pytest.approx(50_000 - 4_000 - FIRST_YEAR)


def test_a_grant_is_spent_and_the_rest_kept() -> None:
    couple = paid(10_000.0, benefits={"cash_all": world.by_order(60_000.0)})
    assert couple.households.savings[0] == pytest.approx(70_000 - FIRST_YEAR)


def test_credit_is_owed_as_negative_savings() -> None:
    couple = paid(10_000.0, credit={"credit_ceiling": world.by_county(20_000.0)})
    assert couple.households.savings[0] == pytest.approx(-20_000.0)
    assert paid(10_000.0).households.savings[0] == 0.0
