"""Public money of a small run set, against its counts."""

import numpy as np
import pytest

from sim.measures.public_money import UNDER_THREE, commitments, per_measure, public_money
from sim.policy.levers.base import PUBLIC_PAYERS
from sim.runs.runner import run_set
from sim.runs.runset import RunSet
from sim.settings import RunSettings


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    settings = RunSettings(sample="1/1000", scenario="plan", end_year=2025)
    return run_set(settings, [1, 2], tmp_path_factory.mktemp("money") / "plan")


def test_dims_and_units(stored: RunSet) -> None:
    data = public_money(stored)
    assert data["money"].dims == ("seed", "year", "lever", "payer")
    assert data["money"].attrs["units"] == "yuan / year"
    assert data["money_real"].attrs["units"] == "yuan of 2020 / year"
    assert data["eligible"].dims == ("seed", "year", "lever")
    assert data["general_budget"].dims == ("year",)
    assert data.attrs["scenario"] == "plan"
    assert "units" in data["county_share_of_budget"].attrs


def test_money_is_that_of_the_counts_times_the_scale(stored: RunSet) -> None:
    data, counted = public_money(stored), stored.array("money", ("lever", "payer"))
    np.testing.assert_array_equal(data["money"], 1000 * counted)
    public = counted.sel(payer=list(PUBLIC_PAYERS)).sum(["lever", "payer"])
    np.testing.assert_array_equal(data["public_money"], 1000 * public)
    assert (data["public_money"].sel(year=2025) > 0).all()


def test_counties_add_up_to_the_city(stored: RunSet) -> None:
    city, counties = public_money(stored), public_money(stored, by_county=True)
    for name in ("money", "public_money", "eligible", "rationed", "general_budget"):
        np.testing.assert_allclose(counties[name].sum("county_code"), city[name])
    one = public_money(stored, county_code=330681)
    np.testing.assert_allclose(one["money"], counties["money"].sel(county_code=330681))
    np.testing.assert_allclose(
        one["county_share_of_budget"], counties["county_share_of_budget"].sel(county_code=330681)
    )


def test_share_of_the_budget_has_no_value_in_a_part_year(stored: RunSet) -> None:
    share = public_money(stored)["county_share_of_budget"]
    assert share.sel(year=2020).isnull().all()
    money, budget = public_money(stored)["money"], public_money(stored)["general_budget"]
    of_2025 = money.sel(year=2025, payer="county").sum("lever") / budget.sel(year=2025)
    np.testing.assert_allclose(share.sel(year=2025), of_2025)


def test_each_measure_from_eligible_to_money(stored: RunSet) -> None:
    table = per_measure(public_money(stored), 2025)
    assert list(table) == ["lever", "eligible", "claimed", "public_money", "other_money", "rationed"]
    allowance = table.set_index("lever").loc["childcare_allowance"]
    assert allowance["eligible"] > allowance["claimed"] > 0
    assert allowance["public_money"] > 0
    assert (table.drop(columns="lever") != 0).any(axis=1).all()


def test_commitments_weigh_the_births_of_the_last_three_years(stored: RunSet) -> None:
    owed = commitments(stored)
    assert owed.attrs["units"] == "yuan of 2020"
    births = stored.array("births", ("county_code",)).sel(county_code=330681)
    paid = stored.array("money_real", ("county_code", "lever", "payer")).sel(county_code=330681, year=2025)
    for seed in (1, 2):
        b = [int(births.sel(seed=seed, year=year)) for year in (2023, 2024, 2025)]
        expected = 1000 * paid.sel(seed=seed, lever=list(UNDER_THREE)) * (2 * b[2] + b[1]) / sum(b)
        np.testing.assert_allclose(owed.sel(seed=seed, county_code=330681), expected)
