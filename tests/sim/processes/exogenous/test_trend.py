"""Trends of taste and marriage: drift and steps by hand, what goes on after 2022, and the epidemic's mark."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import kurtosis, t

from sim.clock import month_index
from sim.policy.futures import future
from sim.processes.exogenous import trend
from sim.processes.exogenous.trend import EPIDEMIC, STEPS, epidemic_factor, marriage_peak, preference_trend
from tests.sim.makers import rates

CENTRAL = future("central")
P = rates(taste_drift=0.1, drift_kept=1.0, marriage_peak=0.4, marriage_decline=0.08)


def test_without_steps_taste_falls_by_its_drift_from_2011_on() -> None:
    assert preference_trend(2005.0, P) == preference_trend(2011.0, P) == 0.0
    assert preference_trend(2016.5, P) == pytest.approx(-0.55)
    assert preference_trend(2033.0, P) == pytest.approx(-2.2)  # and does not stop when figures do


@pytest.mark.parametrize(("first", "half", "last"), [(2015, 2016.0, 2017.0), (2018, 2018.5, 2019.0)])
def test_a_step_is_spread_over_its_years_and_lasts(first: int, half: float, last: float) -> None:
    """Two years from 2015; one year where figures tell single years."""
    stepped = P._replace(**{f"taste_step_{first}": -0.3})
    gains = [preference_trend(year, stepped) - preference_trend(year, P) for year in (first, half, last, 2030.0)]
    assert gains == pytest.approx([0.0, -0.15, -0.3, -0.3])


def test_half_the_taste_may_fall_within_one_year() -> None:
    """What births did from 2019 to 2020 asks for more than half a year's standard deviation of tastes at once."""
    fall = P._replace(taste_step_2019=-0.9)
    assert preference_trend(2020.0, fall) - preference_trend(2019.0, fall) == pytest.approx(-1.0)


def test_steps_have_the_chances_of_students_t_with_four_degrees_of_freedom() -> None:
    at = np.linspace(-20, 20, 401)
    assert trend.t_below(at) == pytest.approx(t.cdf(at * math.sqrt(2), 4), abs=1e-12)
    chances = np.array([1e-9, 1e-4, 0.05, 0.5, 0.7, 0.999])
    assert trend.t_quantile(chances) == pytest.approx(t.ppf(chances, 4) / math.sqrt(2), rel=1e-9, abs=1e-12)
    wide = trend.step_at((np.arange(200_000) + 0.5) / 200_000, 0.1, 50.0)
    assert wide.std() == pytest.approx(0.1, rel=0.01)  # the size of a step is its standard deviation
    cut = trend.step_at(np.linspace(0, 1, 10_001), 0.3, 0.4)
    assert (cut.min(), cut.max()) == pytest.approx((-0.4, 0.4))
    middle = t.cdf(0.2 / 0.3 * math.sqrt(2), 4), t.cdf(0.4 / 0.3 * math.sqrt(2), 4)
    assert (np.abs(cut) < 0.2).mean() == pytest.approx((2 * middle[0] - 1) / (2 * middle[1] - 1), abs=1e-3)


def test_a_path_has_no_step_beyond_the_bounds_of_those_before() -> None:
    wild = P._replace(taste_step=0.3)
    walks = [trend.taste(wild._replace(trend_path=float(path))) for path in range(1, 801)]
    ahead = np.array([trend.yearly_changes(walk) - trend.yearly_changes(trend.taste(wild)) for walk in walks])[:, 12:]
    assert 0.9 < np.abs(ahead).max() <= 1.0


def test_a_step_of_marriage_is_spread_over_four_years() -> None:
    stepped = P._replace(marriage_step_2015=0.2)
    ratios = [marriage_peak(y, CENTRAL, stepped) / marriage_peak(y, CENTRAL, P) for y in (2015.0, 2017.0, 2025.0)]
    assert np.log(ratios) == pytest.approx([0.0, 0.1, 0.2])


def test_marriage_falls_from_2013_on() -> None:
    for year in (2005.0, 2013.0):
        assert marriage_peak(year, CENTRAL, P) == pytest.approx(0.4)
    assert marriage_peak(2018.0, CENTRAL, P) == pytest.approx(0.4 * math.exp(-0.4))
    assert marriage_peak(2030.0, CENTRAL, P) == pytest.approx(0.4 * math.exp(-0.08 * 17))
    half = marriage_peak(2018.0, CENTRAL, P._replace(marriage_decline_from=2013.5))
    assert half == pytest.approx(0.4 * math.exp(-0.36))


def test_drift_after_2022_is_damped_year_by_year() -> None:
    damped = P._replace(drift_kept=0.9)
    change = preference_trend(2026.0, damped) - preference_trend(2023.0, damped)
    assert change == pytest.approx(-0.1 * (0.9 + 0.81 + 0.729))
    assert preference_trend(2023.0, damped) == preference_trend(2023.0, P)


def test_a_future_moves_marriage_to_its_ratio_in_2035() -> None:
    low = future("low")
    assert marriage_peak(2022.9, low, P) == marriage_peak(2022.9, CENTRAL, P)
    assert marriage_peak(2035.0, low, P) / marriage_peak(2035.0, CENTRAL, P) == pytest.approx(low.marriage)


def test_a_path_moves_no_year_that_figures_reach() -> None:
    random = P._replace(trend_path=7.0)
    for walk in (trend.taste, trend.marriage):
        moved = trend.yearly_changes(walk(random)) - trend.yearly_changes(walk(P))
        assert (moved[:12] == 0).all()
        assert (moved[12:] != 0).all()


def test_steps_ahead_are_of_the_size_found_and_independent() -> None:
    steps = np.array([
        [trend.yearly_changes(walk(P._replace(trend_path=float(path)))) - trend.yearly_changes(walk(P))
         for walk in (trend.taste, trend.marriage)] for path in range(1, 1001)
    ])[:, :, 12:25]  # fmt: skip
    n = steps[:, 0].size
    for number, size in ((0, P.taste_step), (1, P.marriage_step)):
        middle = t.ppf(0.75, 4) / math.sqrt(2) * size
        assert np.quantile(np.abs(steps[:, number]), 0.5) == pytest.approx(middle, rel=0.05)
        assert steps[:, number].std() == pytest.approx(size, rel=0.06)
        assert kurtosis(steps[:, number].ravel()) > 2  # a normal has 0: a large step is no rarity among 13,000
        assert abs(steps[:, number].mean()) < 5 * size / math.sqrt(n)
        following = np.corrcoef(steps[:, number, :-1].ravel(), steps[:, number, 1:].ravel())[0, 1]
        assert abs(following) < 5 / math.sqrt(n)
    assert abs(np.corrcoef(steps[:, 0].ravel(), steps[:, 1].ravel())[0, 1]) < 5 / math.sqrt(n)


@pytest.mark.parametrize("walk", [trend.taste, trend.marriage])
def test_levels_have_no_jump(walk: Callable[[Any], trend.Walk]) -> None:
    p = P._replace(trend_path=3.0, taste_step_2015=1.0, marriage_step_2015=-0.4)
    years = np.arange(2008, 2036, 1 / 12)
    levels = np.array([trend.level(walk(p), year) for year in years])
    assert np.abs(np.diff(levels)).max() < 0.06


def test_the_steps_are_named_as_their_walks_read_them() -> None:
    numbered = P._replace(**{name: k / 10 for names in STEPS.values() for k, name in enumerate(names)})
    for walk, names in zip((trend.taste(numbered), trend.marriage(numbered)), STEPS.values(), strict=True):
        assert walk.steps == tuple(k / 10 for k in range(len(names)))
        assert walk.years == trend.years_of_steps(names)
        assert sum(walk.years) == trend.TREND_KNOWN + 1 - trend.TREND_FROM
        assert [int(name[-4:]) for name in names] == [trend.TREND_FROM + sum(walk.years[:k]) for k in range(len(names))]
    assert trend.years_of_steps(STEPS["taste_step"]) == (2, 2, 2, 1, 1, 1, 1, 2)
    assert (trend.most_of_steps("taste_step"), trend.most_of_steps("marriage_step")) == (1.0, 0.4)


def test_the_epidemic_acts_from_february_2020_to_december_2022_and_leaves_a_share() -> None:
    months = np.arange(month_index(2019, 1), month_index(2026, 1))
    during = (months >= month_index(2020, 2)) & (months <= month_index(2022, 12))
    assert (month_index(2020, 2), month_index(2022, 12)) == EPIDEMIC
    passing = epidemic_factor(months, 0.8, 0.0)
    np.testing.assert_allclose(passing, np.where(during, 0.8, 1.0))
    lasting = epidemic_factor(months, 0.8, 0.25)
    np.testing.assert_allclose(lasting, np.where(during, 0.8, np.where(months > EPIDEMIC[1], 0.95, 1.0)))
