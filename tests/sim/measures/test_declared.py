"""Indicators are what they are declared to be, all of them are made, and nothing is made that is not declared."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from sim.measures import rates
from sim.measures.comparison import adds_up
from sim.measures.declared import DECLARED_INDICATORS, Indicator
from sim.measures.levels import LEVEL_UNITS
from sim.measures.results import results
from sim.measures.yearly import stacked, yearly_indicators
from sim.processes.accounts import COUNT_TABLES
from sim.runs.layout import STOCKS
from tests import synthetic

OF_RUN_SETS = {name: one for name, one in DECLARED_INDICATORS.items() if one.in_results}
MONTHS = {2021: 12, 2022: 2}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return results(synthetic.write(tmp_path_factory.mktemp("stored") / "run", synthetic.manifest(monthly=True)))


def test_run_sets_give_what_is_declared_and_nothing_else(data: xr.Dataset) -> None:
    assert set(data.data_vars) == set(OF_RUN_SETS)
    by_one = {str(name) for name, values in data.data_vars.items() if set(values.dims) == {"seed", "year"}}
    assert by_one == {name for name, one in OF_RUN_SETS.items() if not one.dims}


def test_what_comes_on_request_is_missing_else(tmp_path: Path) -> None:
    found = results(synthetic.write(tmp_path / "run", synthetic.manifest((1,))))
    assert set(OF_RUN_SETS) - set(found.data_vars) == {name for name, one in OF_RUN_SETS.items() if one.on_request}


def test_births_by_month_by_hand(data: xr.Dataset) -> None:
    births = data["births_monthly"].sel(seed=1)  # four first and two second births in each of six counties, at 1/50
    assert births.sel(year=2025, month=3).to_numpy().tolist() == [4 * 6 * 50, 2 * 6 * 50, 0, 0]
    assert np.isnan(births.sel(year=2020, month=10)).all()  # the run begins in November
    assert births.sel(year=2020, month=11, birth_order=1) == 4 * 6 * 50


def test_sweeps_keep_what_is_declared_and_nothing_else() -> None:
    yearly = {year: synthetic.counts(1, n) for year, n in MONTHS.items()}
    found = yearly_indicators(*stacked(yearly), MONTHS, 50.0, synthetic.ASSUMPTIONS)
    assert list(found) == ["year", *(name for name, one in DECLARED_INDICATORS.items() if one.in_sweeps)]


@pytest.mark.parametrize("one", OF_RUN_SETS.values(), ids=lambda one: one.id)
def test_results_are_as_declared(data: xr.Dataset, one: Indicator) -> None:
    values = data[one.id]
    assert set(values.dims) == {"seed", "year", *one.dims}
    assert values.attrs["units"] == one.unit
    assert adds_up(values) == (one.kind == "flow")
    whole, part = values.sel(year=2034), values.sel(year=2020)  # of 2035 is not known what needs the year after
    assert np.isfinite(whole).any()
    assert bool(np.isnan(part).all()) == (one.kind == "rate")


@pytest.mark.parametrize("one", DECLARED_INDICATORS.values(), ids=lambda one: one.id)
def test_a_declaration_is_whole(one: Indicator) -> None:
    assert DECLARED_INDICATORS[one.id] is one
    assert all((one.title_zh, one.title_en, one.unit, one.unit_zh, one.meaning))
    assert one.in_results or one.in_sweeps, "made by nobody"
    assert not (one.in_sweeps and one.dims), "a sweep keeps one number a run and year"
    assert one.unit.endswith(("/ year", "/ month")) == (one.kind == "flow")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_indicators_have_one_title(language: str) -> None:
    titles = [getattr(one, f"title_{language}") for one in DECLARED_INDICATORS.values()]
    assert len(set(titles)) == len(titles)


def test_an_indicator_named_after_a_count_is_of_its_kind() -> None:
    named = DECLARED_INDICATORS.keys() & COUNT_TABLES.keys()
    assert {"births", "persons", "nursery_places"} <= named
    assert {name for name in named if DECLARED_INDICATORS[name].kind == "stock"} == named & STOCKS


def test_levels_of_a_calibration_have_names_of_their_own() -> None:
    assert not LEVEL_UNITS.keys() & DECLARED_INDICATORS.keys()


def test_rates_say_the_units_that_are_declared() -> None:
    """Functions of `rates` are used alone too, and then name their unit themselves."""
    persons = xr.DataArray(np.ones((2, 35)), {"year": [1, 2], "age": range(15, 50)}, ["year", "age"])
    assert rates.tfr(persons).attrs["units"] == DECLARED_INDICATORS["tfr"].unit
    assert rates.mean_age(persons).attrs["units"] == DECLARED_INDICATORS["mean_age_at_birth"].unit
    hazard = rates.first_marriage_hazard(persons, persons)
    assert hazard.attrs["units"] == DECLARED_INDICATORS["first_marriage_hazard"].unit
    births = persons.rename(age="mother_age").expand_dims(birth_order=[1])
    assert rates.asfr(births, persons).attrs["units"] == DECLARED_INDICATORS["asfr"].unit
