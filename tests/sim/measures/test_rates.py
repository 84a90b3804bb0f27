"""Rates against numbers worked by hand and against closed forms."""

import numpy as np
import pytest
import xarray as xr

from sim.measures import rates

AGES = np.arange(101)


def by_age(values: np.ndarray, **more: list) -> xr.DataArray:
    return xr.DataArray(values, coords={**more, "age": AGES}, dims=[*more, "age"])


def test_constant_rate_gives_its_total_and_its_mean_age() -> None:
    births = xr.DataArray(
        np.zeros((101, 2)), coords={"mother_age": AGES, "birth_order": [1, 2]}, dims=["mother_age", "birth_order"]
    )
    births.loc[{"mother_age": slice(20, 29), "birth_order": 1}] = 5.0
    births.loc[{"mother_age": slice(30, 39), "birth_order": 2}] = 2.5
    age_rates = rates.asfr(births, by_age(np.full(101, 50.0)))
    assert age_rates.sizes == {"age": 35, "birth_order": 2}
    assert rates.tfr(age_rates).to_numpy().tolist() == pytest.approx([1.0, 0.5])
    assert rates.mean_age(age_rates).to_numpy().tolist() == pytest.approx([25.0, 35.0])


def test_births_outside_the_ages_are_not_lost() -> None:
    births = xr.DataArray(
        np.zeros((101, 1)), coords={"mother_age": AGES, "birth_order": [1]}, dims=["mother_age", "birth_order"]
    )
    births[14, 0] = births[52, 0] = 3.0
    age_rates = rates.asfr(births, by_age(np.full(101, 10.0)))
    assert float(age_rates.sel(age=15, birth_order=1)) == pytest.approx(0.3)
    assert float(age_rates.sel(age=49, birth_order=1)) == pytest.approx(0.3)


def test_nobody_exposed_is_no_rate() -> None:
    assert np.isnan(rates.rate(xr.DataArray(0.0), xr.DataArray(0.0)))
    assert np.isnan(rates.tfr(by_age(np.full(101, np.nan))))
    assert np.isnan(rates.mean_age(by_age(np.zeros(101))))


def test_exposure_is_in_years() -> None:
    assert float(rates.exposure(xr.DataArray(48))) == 2.0


def two_orders(means: dict[int, list[float]], years: list[int] | None = None) -> xr.DataArray:
    """Rates of .5 in all by year and order, at two ages whose mean is the one given; orders not given have none."""
    years = years or [2020, 2021, 2022]
    coords = {"year": years, "age": np.arange(15, 50), "birth_order": [1, 2, 3, 4]}
    found = xr.DataArray(np.zeros((len(years), 35, 4)), coords, list(coords))
    for order, ages in means.items():
        for year, mean in zip(years, ages, strict=True):
            older = mean - 25.5  # share of those at 26
            found.loc[{"year": year, "age": 25, "birth_order": order}] = 0.5 * (1 - older)
            found.loc[{"year": year, "age": 26, "birth_order": order}] = 0.5 * older
    return found


def test_tempo_by_hand() -> None:
    """The first child comes .2 years later each year, the second .1 earlier: .5 / .8 + .5 / 1.1."""
    found = rates.tempo_adjusted_tfr(two_orders({1: [25.6, 25.7, 26.0], 2: [26.0, 25.5, 25.8]}))
    assert found.sel(year=2021) == pytest.approx(0.5 / 0.8 + 0.5 / 1.1)
    assert np.isnan(found.sel(year=[2020, 2022])).all()  # no year before, no year after


def test_tempo_takes_third_and_later_births_as_one_order() -> None:
    steady = [25.7] * 3
    found = rates.tempo_adjusted_tfr(two_orders({1: steady, 3: [25.5, 25.5, 25.5], 4: [25.7, 25.7, 26.1]}))
    assert found.sel(year=2021) == pytest.approx(0.5 + 1.0 / 0.9)  # their mean moves .1 a year, that of order 4 .2


def test_tempo_is_not_told_where_it_is_undefined() -> None:
    steady = [25.7] * 3
    missing = two_orders({1: steady, 2: steady})
    missing.loc[{"year": 2022, "birth_order": 2}] = 0.0
    assert np.isnan(rates.tempo_adjusted_tfr(missing)).all()  # no mean age of second births in 2022
    leap = two_orders({1: [25.5, 25.7, 26.5]})
    assert np.isnan(rates.tempo_adjusted_tfr(leap).sel(year=2021))  # half a year a year is chance
    part = two_orders({1: steady}).where(xr.DataArray([False, True, True], dims="year"))
    assert np.isnan(rates.tempo_adjusted_tfr(part)).all()  # the year before is a part of one
    assert rates.tempo_adjusted_tfr(two_orders({1: steady})).sel(year=2021) == pytest.approx(0.5)


@pytest.mark.parametrize("hazard", [0.02, 0.05])
def test_constant_hazard_gives_its_inverse(hazard: float) -> None:
    # With deaths at mid-year of age the life table is a little off the exponential: hazard^2/12 of relative error
    # each year, and infants die early.
    value = rates.life_expectancy_at_birth(np.full(101, hazard), np.ones(101), female=True)
    assert value == pytest.approx(1 / hazard, rel=0.01)


def test_all_die_at_one_age() -> None:
    deaths, years = np.zeros(101), np.ones(101)
    deaths[80], years[80], years[81:] = 1.0, 0.5, 0.0
    assert rates.life_expectancy_at_birth(deaths, years, female=False) == pytest.approx(80.5)


def test_infants_die_early() -> None:
    deaths, years = np.zeros(101), np.ones(101)
    deaths[0], deaths[100], years[100] = 0.01, 1.0, 0.5
    separation = 0.045 + 2.684 * 0.01
    dying = 0.01 / (1 + (1 - separation) * 0.01)
    expected = (1 - dying) * 100.5 + dying * separation
    assert rates.life_expectancy_at_birth(deaths, years, female=False) == pytest.approx(expected)
    assert rates.infant_separation(0.2, female=False) == 0.33
    assert rates.infant_separation(0.2, female=True) == 0.35
    assert rates.infant_separation(0.107, female=True) == pytest.approx(0.35, abs=0.003)


def test_no_deaths_or_no_survivors_is_no_life_table() -> None:
    assert np.isnan(rates.life_expectancy_at_birth(np.zeros(101), np.ones(101), female=True))
    deaths = np.zeros(101)
    deaths[50] = 1
    assert np.isnan(rates.life_expectancy_at_birth(deaths, np.zeros(101), female=True))
    at_birth = np.zeros(101)
    at_birth[0] = 1
    assert rates.life_expectancy_at_birth(at_birth, np.full(101, 0.5), female=True) == pytest.approx(50.5)


def test_life_expectancy_keeps_dimensions_and_tells_sexes_apart() -> None:
    shape = (2, 3, 2, 101)
    coords = {"seed": [1, 2], "year": [2021, 2022, 2023], "sex": ["male", "female"], "age": AGES}
    deaths = xr.DataArray(np.full(shape, 0.02), coords, list(coords))
    result = rates.life_expectancy(deaths, xr.ones_like(deaths))
    assert result.dims == ("seed", "year", "sex")
    assert float(result.sel(seed=1, year=2022, sex="male")) == pytest.approx(
        rates.life_expectancy_at_birth(np.full(101, 0.02), np.ones(101), female=False)
    )
    assert float(result[0, 0, 0]) != float(result[0, 0, 1])


def test_singulate_mean_age_when_all_marry_at_one_age() -> None:
    never = np.where(AGES < 25, 100.0, 0.0)
    assert float(rates.singulate_mean_age(by_age(never), by_age(np.full(101, 100.0)))) == pytest.approx(25.0)


def test_singulate_mean_age_leaves_out_those_who_never_marry() -> None:
    never = np.where(AGES < 25, 100.0, 10.0)
    assert float(rates.singulate_mean_age(by_age(never), by_age(np.full(101, 100.0)))) == pytest.approx(25.0)
    assert np.isnan(rates.singulate_mean_age(by_age(np.full(101, 100.0)), by_age(np.full(101, 100.0))))


def test_first_marriage_hazard_uses_the_mean_of_two_year_ends() -> None:
    never = by_age(np.array([np.full(101, 120.0), np.full(101, 80.0)]), year=[2020, 2021])
    hazard = rates.first_marriage_hazard(by_age(np.full((2, 101), 10.0), year=[2020, 2021]), never)
    assert np.isnan(hazard.sel(year=2020)).all()
    assert hazard.sel(year=2021).to_numpy() == pytest.approx(0.1)
