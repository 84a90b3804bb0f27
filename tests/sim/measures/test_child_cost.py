"""Cost of a child and benefits: tax by hand, what scenarios change, what income groups get."""

import numpy as np
import pandas as pd
import pytest

from sim.clock import month_index
from sim.measures.child_cost import Couple, Deductions, child_cost_table, couple_of, education_deduction
from sim.measures.child_cost import tax_saved as saved
from sim.measures.declared import BENEFITS
from sim.parameters import Parameters, kernel_tuple
from sim.places.pack import Pack
from sim.policy.futures import future
from sim.policy.paths import compile_paths
from sim.processes.money.taxes import TaxRules, take_home

MONTH, START, END = month_index(2025, 12), month_index(2020, 11), month_index(2035, 12)
RULES = TaxRules(np.array([[0.03, 0.0], [0.10, 2520.0]]), np.zeros((4, 2)), 60_000.0, 0.0, 1e9)
"""Three percent up to 36,000 above the basic deduction, ten beyond; no insurance."""


def table(pack: Pack, use: str, **values: float) -> pd.DataFrame:
    paths = compile_paths(use, pack, START, END, values=values)
    return child_cost_table(pack, paths, MONTH, future("central"), kernel_tuple(Parameters()))


def test_tax_saved_by_hand() -> None:
    """He earns 90,000, so 30,000 are taxed at 3 %: 24,000 deducted save 720 a year for 3 years, 12,000 save 360 for 15.

    For a second child 12,000 are deducted already, and of the infant's 24,000 only 18,000 find anything to deduct from.
    """
    couple = Couple(0.0, 50_000.0, 90_000.0)
    assert saved(couple, 1, Deductions(24_000.0, 12_000.0), RULES) == pytest.approx(3 * 720 + 15 * 360)
    assert saved(couple, 2, Deductions(24_000.0, 12_000.0), RULES) == pytest.approx(3 * 540 + 15 * 360)


def test_no_tax_no_saving() -> None:
    assert saved(Couple(0.0, 50_000.0, 60_000.0), 1, Deductions(24_000.0, 24_000.0), RULES) == 0.0


def test_gross_pay_is_found_from_take_home() -> None:
    couple = couple_of(150_000.0, 0.8, RULES)
    assert couple.wife_gross == pytest.approx(0.8 * couple.husband_gross)
    net = take_home(couple.wife_gross, 1, couple.husband_gross, 1, 0.0, RULES)
    assert net == pytest.approx(150_000.0)


def test_net_is_cost_less_benefits_everywhere(pack: Pack) -> None:
    found = table(pack, "plan")
    assert len(found) == 6 * 2 * 5 * 3
    np.testing.assert_allclose(found["net"], found["cost"] - found[list(BENEFITS)].sum(axis=1))
    assert (found[list(BENEFITS)] >= 0).all().all()
    one = found[(found.quintile == 1) & (found.birth_order == 1)]
    assert one["weight"].sum() == pytest.approx(1.0)


def test_a_grant_is_worth_its_value_times_take_up(pack: Pack) -> None:
    base, more = table(pack, "national_only"), table(pack, "national_only", birth_grant=10_000)
    paths = compile_paths("national_only", pack, START, END)
    prices = paths.price_level[paths.at(MONTH)]
    np.testing.assert_allclose(more["grant"] - base["grant"], 10_000 / prices * pack.assumption("takeup_manual"))
    np.testing.assert_allclose(more["cost"], base["cost"])


def test_deductions_help_the_better_off_more_and_the_poorest_not(pack: Pack) -> None:
    found = table(pack, "national_only")
    first = found[(found.birth_order == 1) & (found.residence == "rural")].groupby("quintile")["tax_saved"].mean()
    assert first[1] == 0.0
    assert first[5] > first[4] > 0.0


def test_education_deduction_by_date(pack: Pack) -> None:
    assert education_deduction(pack, month_index(2022, 12)) == 1000.0
    assert education_deduction(pack, month_index(2023, 1)) == 2000.0
