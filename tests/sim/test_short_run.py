"""Fourteen months of a city at 1/1000, compiled or not: the accounts add up exactly.

`make test` runs this a second time with compilation off, which is how branches inside kernels are measured.
"""

import numpy as np
import pytest

from sim.model import FertilityModel
from sim.processes.accounts import BALANCE_ITEMS

RARE = {
    "nursery_queue", "dismissed_mothers", "rationed", "unmarried_births", "public_rental_served", "treatment_cycles",
    "home_lots",
}
"""Counts that a city of 5,000 agents may lack in a year."""
SIGNS = {"births": 1, "deaths": -1, "arrivals": 1, "departures": -1, "moved_in": 1, "moved_out": -1}


@pytest.fixture(scope="module")
def model() -> FertilityModel:
    city = FertilityModel(sample="1/1000", start_year=2020, end_year=2021)
    city.run_for(city.n_months)
    return city


def items(model: FertilityModel, year: int) -> dict[str, np.ndarray]:
    """Balance of the simulated months by item, each (month, county)."""
    months = slice(10, 12) if year == 2020 else slice(0, 12)
    return {name: model.yearly[year]["balance"][months, :, i] for i, name in enumerate(BALANCE_ITEMS)}


@pytest.mark.parametrize("year", [2020, 2021])
def test_balance_is_exact_each_month_and_county(model: FertilityModel, year: int) -> None:
    at = items(model, year)
    change = sum(sign * at[name] for name, sign in SIGNS.items())
    np.testing.assert_array_equal(at["start"] + change, at["end"])
    np.testing.assert_array_equal(at["end"][:-1], at["start"][1:])


@pytest.mark.parametrize("year", [2020, 2021])
def test_tables_of_the_year_agree_with_the_balance(model: FertilityModel, year: int) -> None:
    at, tables = items(model, year), model.yearly[year]
    np.testing.assert_array_equal(tables["persons"].sum(axis=(1, 2)), at["end"][-1])
    np.testing.assert_array_equal(tables["births"].sum(axis=(1, 2, 3, 4)), at["births"].sum(axis=0))
    np.testing.assert_array_equal(tables["births_by_hukou"].sum(axis=1), at["births"].sum(axis=0))
    np.testing.assert_array_equal(tables["persons_by_hukou"].sum(axis=1), at["end"][-1])
    for name in ("deaths", "arrivals", "departures", "moved_in", "moved_out"):
        np.testing.assert_array_equal(tables[name].sum(axis=(1, 2)), at[name].sum(axis=0))


def test_every_event_happened(model: FertilityModel) -> None:
    happened = {name for name, counts in model.yearly[2021].items() if counts.sum() > 0}
    assert set(model.yearly[2021]) - happened <= RARE


def test_births_deaths_and_weddings_are_of_a_plausible_number(model: FertilityModel) -> None:
    tables = model.yearly[2021]
    residents = tables["persons"].sum()
    assert residents > 5000
    for name, per_thousand in (("births", (2, 14)), ("deaths", (3, 14)), ("couples_by_age", (1, 14))):
        assert per_thousand[0] < 1000 * tables[name].sum() / residents < per_thousand[1], name


def test_one_bride_and_one_groom_a_wedding(model: FertilityModel) -> None:
    weddings = model.yearly[2021]
    brides, grooms = weddings["marriages"][:, 1].sum(), weddings["marriages"][:, 0].sum()
    assert brides == grooms == weddings["couples_by_age"].sum() == weddings["couples_by_education"].sum()


def test_exposure_is_the_mean_of_month_start_and_end(model: FertilityModel) -> None:
    at, exposure = items(model, 2021), model.yearly[2021]["exposure_half_months"].sum(axis=(1, 2))
    np.testing.assert_array_equal(exposure, (at["start"] + at["end"]).sum(axis=0))
