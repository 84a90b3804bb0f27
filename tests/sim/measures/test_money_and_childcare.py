"""Public money and childcare of the synthetic city, by hand."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from sim.measures.results import childcare_by_county, results
from sim.policy.levers.base import PUBLIC_PAYERS
from sim.runs.runset import RunSet
from tests import synthetic

SCALE, COUNTIES = 50, 6


@pytest.fixture(scope="module")
def run_set(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    return synthetic.write(tmp_path_factory.mktemp("stored") / "run", synthetic.manifest(seeds=(1, 2)))


@pytest.fixture(scope="module")
def data(run_set: RunSet) -> xr.Dataset:
    return results(run_set)


def test_public_money_leaves_employers_out(data: xr.Dataset) -> None:
    assert "employer" not in PUBLIC_PAYERS
    at = data.sel(year=2025, seed=1)
    assert float(at["public_money_real"]) == 3000 * COUNTIES * SCALE
    assert float(at["money_by_payer"].sum()) == 3500 * COUNTIES * SCALE
    assert data["public_money_real"].attrs["units"] == "yuan of 2020 / year"


def test_places_over_residents_and_children(data: xr.Dataset) -> None:
    at = data.sel(year=2025, seed=2)
    assert float(at["nursery_places"]) == 30 * COUNTIES * SCALE
    np.testing.assert_allclose(at["places_per_1000"], 1000 * 30 / (2 * 101 * 100))
    np.testing.assert_allclose(at["places_per_100_under_three"], 100 * 30 / 600)
    np.testing.assert_allclose(at["enrolled_per_100_under_three"], 100 * 18 / 600)
    assert data["nursery_places"].attrs["units"] == "places"


def test_childcare_by_county(run_set: RunSet, data: xr.Dataset) -> None:
    by_county = childcare_by_county(run_set)
    assert by_county.sizes["county_code"] == COUNTIES
    np.testing.assert_array_equal(by_county["nursery_queue"].sum("county_code"), data["nursery_queue"])


def test_one_county(run_set: RunSet, tmp_path: Path) -> None:
    county = results(run_set, county_code=330602)
    assert float(county["public_money_real"].sel(year=2025, seed=1)) == 3000 * SCALE
