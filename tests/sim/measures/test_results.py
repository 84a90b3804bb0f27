"""Indicators of a run set whose rates are known by hand, and the interval over its seeds."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from sim.measures.results import COUNTED, results, summary, yearly_names
from sim.runs.runset import RunSet
from tests import synthetic


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    return synthetic.write(tmp_path_factory.mktemp("stored") / "run", synthetic.manifest())


@pytest.fixture(scope="module")
def data(stored: RunSet) -> xr.Dataset:
    return results(stored)


def at(data: xr.Dataset, name: str, **where: object) -> float:
    return float(data[name].sel(seed=1, year=2025, **where))


def test_every_variable_has_units_and_seed_and_year(data: xr.Dataset) -> None:
    for name, variable in data.data_vars.items():
        assert variable.attrs.get("units"), name
        assert {"seed", "year"} <= set(variable.dims), name


def test_counts_are_scaled_to_residents(data: xr.Dataset) -> None:
    assert at(data, "population") == 6 * 2 * 101 * 100 * 50
    assert at(data, "births") == (6 * 20 * 8 + 1) * 50
    assert at(data, "births_by_order", birth_order=2) == 6 * 20 * 3 * 50
    assert at(data, "marriages") == 6 * 20 * 4 * 50
    assert at(data, "net_migration") == 6 * 2 * (7 - 2) * 50


def test_rates_by_hand(data: xr.Dataset) -> None:
    extra = 1 / 600
    assert at(data, "tfr") == pytest.approx(20 * 0.08 + extra)
    assert at(data, "tfr_by_order", birth_order=1) == pytest.approx(20 * 0.05 + extra)
    assert at(data, "tfr_by_order", birth_order=2) == pytest.approx(20 * 0.03)
    assert at(data, "mean_age_at_birth") == pytest.approx(30 + extra * 0.5 / (1.6 + extra))
    assert at(data, "asfr", age=25) == pytest.approx(0.08)
    assert at(data, "crude_birth_rate") == pytest.approx(1000 * 961 / 121200)
    assert at(data, "crude_death_rate") == pytest.approx(10)
    assert at(data, "marriage_rate", sex="male", age=25, union_order="first") == pytest.approx(0.04)
    assert at(data, "mean_age_at_first_marriage", sex="female") == pytest.approx(30)
    assert at(data, "first_marriage_hazard", sex="female", age=25) == pytest.approx(0.1)


def test_shares_by_hand(data: xr.Dataset) -> None:
    assert at(data, "never_married_share", sex="female", age=30) == 0.4
    assert at(data, "parity_share", age=30, parity=1) == 0.75
    assert at(data, "childless_share_45_49") == 0.25
    assert at(data, "young_dependency_ratio") == pytest.approx(100 * 15 / 50)
    assert at(data, "old_dependency_ratio") == pytest.approx(100 * 36 / 50)
    assert at(data, "dependency_ratio") == pytest.approx(102)
    assert at(data, "one_person_share") == pytest.approx(1 / 3)
    assert at(data, "mean_household_size") == pytest.approx((20200 - 2200) / 6000)


def test_services_by_hand(data: xr.Dataset) -> None:
    assert at(data, "maternity_beds") == pytest.approx((6 * 20 * 8 + 1) * 50 * 4 / 365 / 0.8)
    assert at(data, "kindergarten_pupils") == pytest.approx(6 * 2 * 3 * 100 * 50 * 0.9)
    assert at(data, "primary_school_children") == 6 * 2 * 6 * 100 * 50
    assert at(data, "women_at_work_15_49") == pytest.approx(0.7 * 30 / 35)
    assert at(data, "women_at_work_20_54") == pytest.approx(0.7)


def test_parity_by_hand(data: xr.Dataset) -> None:
    """At 20 to 39 in 25 woman-years at parity 0 and 75 at 1 of each county 5 first and 3 second births."""
    waiting, mothers, first, second = 1.0, 0.0, 0.0, 0.0
    for age in range(20, 40):
        hazard = (30 + (age == 30)) / (6 * 25)  # seed 1 has one more at 30
        new = hazard * waiting / (1 + hazard / 2)
        more = 0.04 * (mothers + new / 2) / 1.02
        waiting, mothers, first, second = waiting - new, mothers + new - more, first + new, second + more
    assert at(data, "parity_progression", birth_order=1) == pytest.approx(first)
    assert at(data, "parity_progression", birth_order=2) == pytest.approx(second / first)
    assert at(data, "tempo_adjusted_tfr") == pytest.approx(at(data, "tfr"))  # nobody's births move
    assert np.isnan(data["tempo_adjusted_tfr"].sel(year=[2021, 2035])).all()  # 2020 is a part-year
    assert at(data, "cohort_fertility", cohort=1990) == 0.75
    assert at(data, "cohort_childless", cohort=1975) == 0.25
    assert data["cohort_complete"].sel(year=2025).to_numpy().tolist() == [year <= 1976 for year in range(1970, 2001)]


def test_part_years_are_flagged_and_have_no_rates(data: xr.Dataset) -> None:
    assert data["part_year"].to_numpy().tolist() == [True] + [False] * 15
    first = data.sel(year=2020)
    for name in ("tfr", "asfr", "life_expectancy", "crude_marriage_rate", "mean_age_at_birth"):
        assert first[name].isnull().all(), name
        assert not data[name].sel(year=2022).isnull().all(), name
    assert (first["population"] > 0).all()


def test_resident_and_hukou_births_stand_apart(data: xr.Dataset) -> None:
    assert at(data, "births_hukou_base") == 6 * 100 * 50
    assert data["births"].attrs["base"] == "resident"
    assert data["births_hukou_base"].attrs["base"] == "hukou"


def test_one_county_and_all_counties_agree(stored: RunSet, data: xr.Dataset) -> None:
    one = results(stored, county_code=330602)
    each = results(stored, by_county=True)
    assert float(one["births"].sel(seed=2, year=2030)) == (20 * 8 + 2) * 50
    for name in ("births", "tfr", "population", "net_migration", "mean_household_size"):
        np.testing.assert_allclose(each[name].sel(county_code=330602), one[name])
    np.testing.assert_allclose(each["births"].sum("county_code"), data["births"])
    assert float(one["net_migration"].sel(seed=1, year=2025)) == (10 - 3) * 50


def test_summary_names_interval_and_leaves_part_years_out(data: xr.Dataset) -> None:
    table = summary(data, years=[2020, 2025, 2035])
    assert table["year"].unique().tolist() == [2025, 2035]
    assert table["indicator"].unique().tolist() == ["births", "tfr", "population", "marriages"]
    births = table[(table["indicator"] == "births") & (table["year"] == 2025)].iloc[0]
    assert births["mean"] == (960 + 2) * 50
    assert (births["interval"], births["n_seeds"], births["unit"]) == ("simulation", 3, "births / year")
    assert births["lower"] < births["mean"] < births["upper"]
    everything = summary(data, yearly_names(data))
    assert everything["year"].nunique() == 15
    assert "dependency_ratio" in set(everything["indicator"])


def test_every_indicator_is_described_in_the_docs(data: xr.Dataset) -> None:
    page = (Path(__file__).parents[3] / "docs" / "results.md").read_text(encoding="utf-8")
    assert [name for name in data.data_vars if f"`{name}`" not in page] == []


def test_measures_named_are_those_read_and_each_file_is_read_once(
    stored: RunSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monthly = synthetic.write(tmp_path / "run", synthetic.manifest(monthly=True))
    asked, opened = set(), []
    array, block = RunSet.array, RunSet._block
    monkeypatch.setattr(RunSet, "array", lambda self, name, *more: asked.add(name) or array(self, name, *more))
    monkeypatch.setattr(RunSet, "_block", lambda self, number, of: opened.append(number) or block(self, number, of))
    results(monthly)
    assert asked == set(COUNTED)
    results(monthly, by_county=True)
    assert opened == list(range(monthly.manifest.n_blocks))


@pytest.mark.parametrize("name", ["places_per_1000", "tfr", "population"])
def test_an_indicator_by_its_name_is_that_of_all(stored: RunSet, name: str) -> None:
    alone = results(stored, by_county=True, names=[name])
    assert list(alone) == [name]
    xr.testing.assert_identical(alone[name], results(stored, by_county=True)[name])
