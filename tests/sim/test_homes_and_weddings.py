"""Homes and weddings over whole runs: prices and weddings, levers at rest, counts that agree, claims."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from sim.model import FertilityModel
from sim.parameters import Parameters
from sim.policy.claims import claim
from sim.population.columns import Population
from sim.processes.homes.housing_market import HOUSING_LEVERS
from sim.settings import RunSettings

pytestmark = pytest.mark.compiled
Runner = Callable[..., FertilityModel]


@pytest.fixture(scope="module")
def run(start_population: Callable[..., Population]) -> Runner:
    """A finished run, by default at 1/200."""

    def finished(residents: int = 200, **fields: Any) -> FertilityModel:
        model = FertilityModel(
            RunSettings(sample=Fraction(1, residents), **fields), population=start_population(residents))
        model.run_for(model.n_months)
        return model

    return finished


def total(model: FertilityModel, measure: str) -> int:
    """Sum of a measure over all years."""
    return sum(int(tables[measure].sum()) for tables in model.yearly.values())


def assert_same(one: FertilityModel, other: FertilityModel) -> None:
    for year, tables in one.yearly.items():
        for name, table in tables.items():
            np.testing.assert_array_equal(table, other.yearly[year][name], err_msg=f"{year} {name}")


def test_dearer_homes_lower_weddings_and_purchases(run: Runner) -> None:
    dearer = Parameters().with_values({"house_price_scale": 1.1})
    for seed in (1, 2):
        base = run(50, seed=seed, end_year=2028)
        other = run(50, seed=seed, end_year=2028, parameters=dearer)
        assert 0.97 * total(base, "marriages") < total(other, "marriages") < total(base, "marriages")
        assert total(other, "homes_bought") < total(base, "homes_bought")


def test_levers_at_rest_leave_all_to_the_bit(run: Runner) -> None:
    base = run(end_year=2026)
    assert_same(base, run(end_year=2026, doses=dict.fromkeys(HOUSING_LEVERS, 0.0)))
    np.testing.assert_array_equal(base.population.households.savings, run(
        end_year=2026, doses=dict.fromkeys(HOUSING_LEVERS, 0.0)).population.households.savings)


def test_larger_fund_loans_and_subsidies_bring_more_purchases(run: Runner) -> None:
    base = run(50, end_year=2026)
    helped = run(50, end_year=2026, values={"purchase_subsidy": 200_000, "provident_fund_ceiling_couple": 1_500_000})
    assert total(helped, "homes_bought") > total(base, "homes_bought")


def test_tenures_are_those_of_all_family_households(run: Runner) -> None:
    model = run(end_year=2026)
    for tables in model.yearly.values():
        np.testing.assert_array_equal(tables["tenures"].sum(axis=1), tables["households"].sum(axis=1))
        assert (tables["public_rental_served"] <= tables["public_rental_entitled"]).all()
    assert model.yearly[2026]["tenures"][:, 3].sum() > 0


def test_priority_serves_three_child_families_before_others(run: Runner) -> None:
    base = run(50, end_year=2026)
    first = run(50, end_year=2026, values={"public_rental_priority": 1.0})
    served = [sum(t["public_rental_served"][:, 3].sum() for t in model.yearly.values()) for model in (base, first)]
    assert served[1] > served[0]


def test_claims_of_the_plan_are_counted(run: Runner) -> None:
    model = run(50, scenario="plan", end_year=2024)
    for name in ("rent_subsidy", "affordable_rental_discount", "marriage_leave", "family_credit_subsidy"):
        assert sum(tables["eligible"][claim(name)].sum() for tables in model.yearly.values()) > 0
        assert sum(tables["money"][claim(name)].sum() for tables in model.yearly.values()) > 0
    debts = model.population.households.savings < 0
    assert debts.any()
    plain = run(50, scenario="national_only", end_year=2024)
    assert not (plain.population.households.savings < -0.01).any()


def test_a_day_of_marriage_leave_is_a_day_of_pay(run: Runner) -> None:
    tables, leave = run(end_year=2021).yearly[2021], claim("marriage_leave")
    day = tables["money"][leave].sum() / tables["eligible"][leave].sum() / 3  # three days by law until 2024
    assert 150 < day < 450  # 55,000 to 165,000 yuan a year
