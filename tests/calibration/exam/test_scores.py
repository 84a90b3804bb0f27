"""Scores against closed forms, chance taken out, and expressions over years."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from calibration.exam.scores import Prediction, chance, without_chance
from calibration.expressions import expressed

NORMAL = norm.ppf((np.arange(2000) + 0.5) / 2000)


def crps_normal(z: float) -> float:
    """Of a standard normal (Gneiting and Raftery 2007, equation 21)."""
    return z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)


@pytest.mark.parametrize("observed", [-2.0, 0.0, 0.7])
def test_crps_is_the_closed_form_of_a_normal(observed: float) -> None:
    assert Prediction(NORMAL, 0.0).crps(observed) == pytest.approx(crps_normal(observed), abs=2e-3)
    assert Prediction(np.zeros(1), 1.0).crps(observed) == pytest.approx(crps_normal(observed), abs=1e-6)
    both = Prediction(0.6 * NORMAL, 0.8)
    assert both.crps(observed) == pytest.approx(crps_normal(observed), abs=2e-3)


def test_intervals_are_equal_tailed_quantiles_of_the_mixture() -> None:
    said = Prediction(0.6 * NORMAL, 0.8)
    assert said.interval(0.9) == pytest.approx((-1.645, 1.645), abs=0.01)
    assert said.interval(0.5) == pytest.approx((-0.674, 0.674), abs=0.01)
    assert said.holds(1.6, 0.9)
    assert not said.holds(1.7, 0.9)
    assert not said.holds(-1.7, 0.9)
    assert Prediction(NORMAL, 0.0).interval(0.5) == pytest.approx((-0.674, 0.674), abs=0.01)


def test_chance_is_taken_out_and_spread_of_expectations_is_left() -> None:
    rng = np.random.default_rng(1)
    truth = rng.normal(100, 3, 4000)
    twice = truth[:, None] + rng.normal(0, 4, (4000, 2))
    assert np.sqrt(chance(twice)) == pytest.approx(4, rel=0.05)
    kept = without_chance(twice[:, 0], chance(twice))
    assert kept.std() == pytest.approx(3, rel=0.1)
    assert kept.mean() == pytest.approx(twice[:, 0].mean())


def test_values_as_wide_as_chance_have_no_spread_left() -> None:
    assert without_chance(np.array([1.0, 2.0, 3.0]), 5.0).tolist() == [2.0, 2.0, 2.0]
    assert without_chance(np.array([2.0, 2.0]), 0.0).tolist() == [2.0, 2.0]


def test_expressions_average_years_and_divide_by_others() -> None:
    by_year = {
        year: pd.DataFrame({"births": [10.0 * (year - 2010), 0.0], "other": [5.0, 5.0]}) for year in range(2011, 2018)
    }
    assert expressed(by_year, "births@2017").tolist() == [70.0, 0.0]
    assert expressed(by_year, "births@2011-2015").tolist() == [30.0, 0.0]
    assert expressed(by_year, "births@2017/2011-2015")[0] == pytest.approx(70 / 30)
    assert np.isnan(expressed(by_year, "births@2017/2011-2015")[1])  # no births, no ratio
    assert expressed(by_year, "births@2017/other@2011").tolist() == [14.0, 0.0]
