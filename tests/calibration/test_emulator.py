"""The regression and the emulators on functions that are known, with chance that is known."""

import numpy as np
import pandas as pd
import pytest

from calibration.emulator import Points, fit
from calibration.priors import hypercube
from calibration.regression import regress


def points(n: int, found: dict[str, np.ndarray], places: np.ndarray, sample: np.ndarray | None = None) -> Points:
    size = np.ones(n) if sample is None else sample
    return Points(places, pd.DataFrame(found), size, np.zeros(n, int))


def bent(places: np.ndarray) -> np.ndarray:
    """A quadratic of six parameters, two of which act together and three not at all."""
    a, b, c = places[:, 0], places[:, 1], places[:, 2]
    return 3 * a - 2 * b**2 + 1.5 * (a - 0.5) * (c - 0.5) - 1


def test_a_quadratic_with_chance_is_known_better_than_one_run() -> None:
    rng = np.random.default_rng(1)
    places = hypercube(300, 6, 1)
    made = fit(
        points(300, {"y": bent(places) + rng.normal(0, 0.2, 300)}, places),
        pd.DataFrame({"y": rng.normal(0, 0.2, 800)}),
    )
    fresh = hypercube(1000, 6, 2)
    (mean,), (variance,) = (x.T for x in made.predict(fresh))
    off = mean - bent(fresh)
    one = made["y"]
    assert not one.log
    assert one.pairs.tolist() == [[0, 2]]
    assert np.sqrt(np.mean(off**2)) < 0.06  # chance .2, of a spread of about 1.1
    assert 0.1 < np.mean(off**2 / variance) < 1.5  # what repeated runs err by in the chance counts as lack of fit
    assert one.run_variance(2.0) == pytest.approx(0.04, rel=0.2)
    assert one.held_out is not None
    assert one.held_out.error < 0.09  # what is left of .2 once the chance of single runs is taken out
    assert one.held_out.ratio == pytest.approx(1, abs=0.2)


def test_what_a_quadratic_cannot_follow_counts_as_lack_of_fit() -> None:
    rng = np.random.default_rng(2)
    places = hypercube(400, 2, 3)
    wave = np.sin(20 * places[:, 0])
    repeated = pd.DataFrame({"y": rng.normal(0, 0.1, 200)})
    made = fit(points(400, {"y": wave + rng.normal(0, 0.1, 400)}, places), repeated)
    assert np.sqrt(made["y"].lack) == pytest.approx(np.sqrt(0.5), rel=0.15)  # a sine's root mean square
    assert made["y"].held_out is not None
    assert made["y"].held_out.error == pytest.approx(np.sqrt(0.5), rel=0.15)


def test_counts_are_emulated_by_logs_without_the_bias_of_a_logs_mean() -> None:
    """Counts of 4 to 30: the mean of their logs lies up to 13 % below the log of their mean."""
    rng = np.random.default_rng(4)
    places = hypercube(1500, 2, 5)
    expected = np.exp(1.6 + 1.6 * places[:, 0])
    made = fit(
        points(1500, {"y": rng.poisson(expected).astype(float)}, places),
        pd.DataFrame({"y": rng.poisson(11.0, 500).astype(float)}),
    )
    assert made["y"].log
    fresh = hypercube(500, 2, 6)
    mean, _ = made.predict(fresh)
    assert np.mean(mean[:, 0] / np.exp(1.6 + 1.6 * fresh[:, 0])) == pytest.approx(1, abs=0.02)
    assert made["y"].run_variance(20.0) == pytest.approx(20, rel=0.25)  # as a count's own


def test_a_larger_sample_counts_for_more() -> None:
    """Half of the points have a sample four times as large, and lie .2 above the others, which nothing explains."""
    rng = np.random.default_rng(7)
    places = hypercube(400, 2, 8)
    size = np.repeat([1.0, 4.0], 200)
    y = places[:, 0] - 5 + np.where(size == 4, 0.2, 0.0) + rng.normal(0, 1, 400) / np.sqrt(size)
    made = fit(points(400, {"y": y}, places, size), pd.DataFrame({"y": rng.normal(0, 1, 500)}))
    mean, _ = made.predict(hypercube(100, 2, 9))
    by_weight = 0.2 * 4 / 5
    assert mean.mean() + 5 - 0.5 == pytest.approx(by_weight, abs=0.12)
    assert made["y"].run_variance(0.0, 4.0) == pytest.approx(0.25, rel=0.2)


def test_a_regression_shrinks_a_group_that_says_nothing_and_leaves_the_other() -> None:
    rng = np.random.default_rng(1)
    features = np.column_stack([np.ones(200), rng.normal(size=(200, 40))])
    coefficients = np.concatenate([[0.5, 2.0, -1.0, 1.0], np.zeros(37)])
    values = features @ coefficients + rng.normal(0, 1, 200)
    group = np.array([0, 1, 1, 1] + [2] * 37)
    found = regress(features, values, np.ones(200), group, np.zeros(200, int))
    np.testing.assert_allclose(found.mean[:4], coefficients[:4], atol=0.25)
    assert np.abs(found.mean[4:]).max() < 0.05
    assert found.of_group[2] < 0.01 < 0.5 < found.of_group[1]
    assert found.lack[0] < 0.15  # the chance that was told is all there is


def test_a_wave_far_away_has_a_lack_of_fit_of_its_own() -> None:
    rng = np.random.default_rng(3)
    features = np.column_stack([np.ones(300), rng.normal(size=300)])
    wave = np.repeat([0, 1], 150)
    values = features @ [0.0, 1.0] + rng.normal(0, np.where(wave == 0, 2.0, 0.3))
    found = regress(features, values, np.full(300, 0.01), np.array([0, 1]), wave)
    assert np.sqrt(found.lack) == pytest.approx([2.0, 0.28], rel=0.15)


def test_expectations_alone_and_their_slopes_are_those_of_the_whole_prediction() -> None:
    """Quantities in logs and not, with squares and products; slopes against differences."""
    places = hypercube(300, 3, 1)
    x, y, z = places.T
    found = pd.DataFrame({"2020:a": np.exp(x + y * z), "2020:b": x**2 - 3 * y, "2020:c": x * y - z})
    noise = np.random.default_rng(1).normal(0, 0.01, (48, 3))
    repeated = found.mean().to_numpy() + pd.DataFrame(noise, columns=found.columns)
    made = fit(Points(places, found, np.ones(300), np.zeros(300, int)), repeated, folds=0)
    at, names = places[:7], ("2020:c", "2020:a")
    means, by_places = made.means_and_slopes(at, names)
    assert means == pytest.approx(made.predict(at, names)[0], rel=1e-9)
    weights = np.array([2.0, -1.0])
    slopes = by_places(np.tile(weights, (7, 1)))
    for k in range(3):
        step = np.eye(3)[k] * 1e-5
        ends = [made.means_and_slopes(at + sign * step, names)[0] @ weights for sign in (1, -1)]
        assert slopes[:, k] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-5, abs=1e-6)
