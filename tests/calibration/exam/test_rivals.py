"""Rivals on series whose continuation is known."""

import numpy as np
import pytest

from calibration.exam import rivals
from calibration.exam.beside import RIVALS, city_births, predictions, whole_births
from calibration.exam.cohorts import children, groups, project
from calibration.exam.figures import asked, series
from calibration.exam.rivals import Known
from sim.places.pack import load_pack

STEADY = Known.of({year: 100 * np.exp(-0.05 * (year - 2010)) for year in range(2010, 2021)}, 0.0)
STRAIGHT = Known.of({year: 100.0 - 4 * (year - 2016) for year in range(2016, 2021)}, 0.0)
UNEVEN = Known.of({2010: 100.0, 2011: 110.0, 2015: 90.0, 2016: 99.0}, 0.0)


def test_steps_are_a_year_s_however_far_apart_figures_are() -> None:
    logs = np.log([1.1, 90 / 110, 1.1])
    assert UNEVEN.drift == pytest.approx(np.log(0.99) / 6)
    assert UNEVEN.step_about_none == pytest.approx(np.sqrt((logs**2 / [1, 4, 1]).mean()))
    away = logs - UNEVEN.drift * np.array([1, 4, 1])
    assert UNEVEN.step_about_drift == pytest.approx(np.sqrt((away**2 / [1, 4, 1]).sum() / 2))


def test_drift_goes_on_with_a_steady_fall_and_no_error() -> None:
    found = rivals.drift(STEADY, 1)
    assert found.at(2022) == pytest.approx(100 * np.exp(-0.6))
    assert found.at(2015) == pytest.approx(100 * np.exp(-0.25))  # what is known stays


def test_last_rate_is_held_and_its_error_grows_with_the_root_of_years() -> None:
    logs = {year: np.log(rivals.held(STEADY, 1).at(year) / STEADY.values[-1]) for year in (2021, 2022)}
    for year, figure in logs.items():
        assert np.std(figure) == pytest.approx(0.05 * np.sqrt(year - 2020), rel=0.06)
        assert abs(figure.mean()) < 4 * 0.05 * np.sqrt(2 / rivals.N_PATHS)


def test_a_straight_line_goes_on_straight() -> None:
    assert rivals.trend(STRAIGHT, 1).at(2022) == pytest.approx(76.0)
    recent = dict(zip(STRAIGHT.years.tolist(), STRAIGHT.values.tolist(), strict=True))
    older = Known.of({2000: 500.0, 2005: 1.0} | recent, 0.0)
    assert rivals.trend(older, 1).at(2022) == pytest.approx(76.0)  # five years alone


def test_error_of_a_line_is_that_of_least_squares() -> None:
    rng = np.random.default_rng(3)
    values = 1000 - 5 * np.arange(5) + rng.normal(0, 10, 5)
    known = Known.of(dict(zip(range(2016, 2021), values, strict=True)), 0.0)
    x = np.arange(5) - 2.0
    slope = (x * values).sum() / 10
    spread = np.sqrt(((values - values.mean() - slope * x) ** 2).sum() / 3)
    wide = spread * np.sqrt(1 + 1 / 5 + 4.0**2 / 10)
    found = rivals.trend(known, 1).at(2022)
    low, high = np.quantile(found, [0.25, 0.75])
    assert (high - low) / 2 == pytest.approx(0.7649 * wide, rel=0.1)  # of Student's t with 3 degrees of freedom
    assert np.median(found) == pytest.approx(values.mean() + 4 * slope, abs=0.1 * wide)


def test_a_falling_line_stays_above_zero() -> None:
    steep = Known.of({2016: 100.0, 2017: 75.0, 2018: 51.0, 2019: 24.0, 2020: 2.0}, 0.0)
    assert rivals.trend(steep, 1).at(2022).min() > 0


def test_base_error_is_one_factor_of_all_years_and_leaves_ratios() -> None:
    known = Known.of(dict(zip(STEADY.years.tolist(), STEADY.values.tolist(), strict=True)), 0.1)
    found = rivals.drift(known, 1)
    assert np.std(np.log(found.at(2015))) == pytest.approx(0.1, rel=0.06)
    assert found.at(2022) / found.at(2021) == pytest.approx(np.exp(-0.05))


def test_scaled_paths_have_the_place_s_level() -> None:
    found = rivals.scaled(rivals.drift(STEADY, 1), 7.0, 2020, 0.0, 1)
    assert found.at(2020) == pytest.approx(7.0)
    assert found.at(2021) == pytest.approx(7 * np.exp(-0.05))


def test_births_known_in_2020_add_up_to_the_children_of_the_census() -> None:
    pack = load_pack()
    found = city_births(pack, 2020)
    assert found[2020] == 32_438
    assert set(found) == {2013, 2016, 2017, 2018, 2019, 2020}
    assert 183_347 < sum(found[year] for year in range(2016, 2020)) < 183_347 * 1.02
    assert 216_464 < 5 * found[2013] < 216_464 * 1.02
    assert city_births(pack, 2017)[2017] == pytest.approx(47_982 * 4_912_239 / 4_391_870)


@pytest.mark.parametrize("known_to", [2017, 2020])
def test_cohorts_keep_known_births_and_reach_known_residents(known_to: int) -> None:
    pack, residents = load_pack(), series("population", known_to)
    births, last = whole_births(pack, known_to), max(residents)
    made = project(pack, known_to, births, (last, residents[last]))
    for year, found in births.items():
        assert made.births[year] == pytest.approx(found)
    assert made.population[last] == pytest.approx(residents[last], rel=2e-3)
    assert made.births[2022] < made.births[known_to]  # fewer women of 20 to 34, rates held
    assert made.births_of[2022].sum() == pytest.approx(made.births[2022])
    assert 0.8 < made.deaths[2022] / 36_900 < 1.2


def test_deaths_of_the_first_year_are_at_the_city_s_level() -> None:
    pack = load_pack()
    made = project(pack, 2017, whole_births(pack, 2017), (2017, 5_010_000))
    assert made.deaths[2011] == pytest.approx(6.26e-3 * 4_912_239, rel=0.15)


def test_county_groups_are_five_and_children_those_of_the_census() -> None:
    pack = load_pack()
    assert groups(pack) == [330602, 330604, 330624, 330681, 330683]
    assert children(pack, 5, 9).sum() == pytest.approx(213_905)


@pytest.mark.parametrize("known_to", [2017, 2020])
def test_every_rival_says_something_of_every_figure(known_to: int) -> None:
    found = predictions(load_pack(), known_to)
    assert tuple(found) == RIVALS
    for said in found.values():
        assert set(said) == {one.name for one in asked(known_to)}
        for one in asked(known_to):
            points = said[one.name].points
            assert np.isfinite(points).all()
            assert points.min() > 0
            assert points.std() > 0
            assert said[one.name].error == (0 if one.name.startswith("births_zhejiang") else one.standard_error)
            assert 0.3 < np.median(points) / one.value < 3  # no straw man
