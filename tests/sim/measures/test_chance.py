"""Chance of the sample told from draws by repeats, and taken out of their spread: made-up runs of known variances."""

import numpy as np
import pytest
import xarray as xr

from sim.measures.chance import Drawn, chance, drawn_of, pairs_without_chance, standard_error, without_chance
from sim.measures.intervals import NORMAL, bounds, errors, interval, named, ratio_bounds

BETWEEN, WITHIN = 4.0, 9.0
"""Variances of draws and of chance: a run's spread is mostly chance."""
DRAWN = Drawn(np.r_[1:101, 1:51])
"""A hundred draws, and the first fifty again."""
TRIALS = 1500


def made(drawn: Drawn, between: float = BETWEEN, within: float = WITHIN, trials: int = TRIALS) -> np.ndarray:
    """Values of runs, (seed, trial), about 10."""
    rng = np.random.default_rng(7)
    of_draws = rng.normal(10, np.sqrt(between), (drawn.n, trials))
    return of_draws[drawn.numbers - 1] + rng.normal(0, np.sqrt(within), (len(drawn.numbers), trials))


def test_variances_by_hand() -> None:
    """Draws 1, 2 run twice, 3 once: within (2^2/2 + 4^2/2) / 2 = 5; means 2, 6, 10, less 5 (1/2 + 1/2 + 1) / 3."""
    found = chance(np.array([1.0, 4.0, 10.0, 3.0, 8.0]), Drawn(np.array([1, 2, 3, 1, 2])))
    assert found.within == 5
    assert found.between == pytest.approx(16 - 5 * 2 / 3)
    assert found.repeats == 2


def test_variances_are_met_on_average() -> None:
    found = chance(made(DRAWN), DRAWN)
    assert found.within.mean() == pytest.approx(WITHIN, rel=0.03)
    assert found.between.mean() == pytest.approx(BETWEEN, rel=0.03)


def test_drawing_together_gives_the_variance_of_draws_and_keeps_their_order() -> None:
    values = made(DRAWN)
    spread = without_chance(values, DRAWN)
    left = WITHIN / len(values)  # the chance left in the mean stays
    assert spread.shape == (100, TRIALS)
    assert BETWEEN + left < spread.var(axis=0, ddof=1).mean() < 1.15 * (BETWEEN + left)  # wider for what is not sure
    once = np.arange(50, 100)
    assert (np.argsort(spread[once], axis=0) == np.argsort(values[once], axis=0)).all()


def test_nine_in_ten_draws_lie_within_and_runs_do_not() -> None:
    """Share of further draws, free of chance, inside the interval, over many sets of runs."""
    values = made(DRAWN)
    further = np.random.default_rng(8).normal(10, np.sqrt(BETWEEN), (200, TRIALS))
    _, lower, upper = bounds(values, DRAWN)
    inside = ((further >= lower) & (further <= upper)).mean()
    assert inside == pytest.approx(0.9, abs=0.025)
    _, lower, upper = bounds(values, DRAWN.n)  # told nothing of repeats: chance stays in
    assert ((further >= lower) & (further <= upper)).mean() > 0.99


def test_few_draws_have_normal_theory_without_chance() -> None:
    drawn = Drawn(np.tile(np.arange(1, 11), 4))
    _, lower, upper = bounds(made(drawn), drawn)
    further = np.random.default_rng(8).normal(10, np.sqrt(BETWEEN), (50, TRIALS))
    assert ((further >= lower) & (further <= upper)).mean() == pytest.approx(0.9, abs=0.05)


def test_a_negative_variance_is_nothing_and_leaves_what_is_not_sure_about_it() -> None:
    values = made(DRAWN, between=0.0)
    found = chance(values, DRAWN)
    assert 0.3 < found.negative.mean() < 0.7
    assert (found.between[found.negative] == 0).all()
    _, lower, upper = bounds(values, DRAWN)
    of_mean = 2 * NORMAL * np.sqrt(found.within / len(values))
    assert (upper - lower > of_mean)[found.negative].all()
    assert (upper - lower)[found.negative].mean() < 0.4 * np.subtract(*bounds(values, DRAWN.n)[:0:-1]).mean()
    assert ((lower <= 10) & (upper >= 10)).mean() > 0.99


def test_the_whole_city_keeps_its_own_chance() -> None:
    """At a sample of one half a half of the chance is the city's; at 1/1 nothing is taken out."""
    half = without_chance(made(DRAWN), DRAWN._replace(sample=0.5))
    assert half.var(axis=0, ddof=1).mean() == pytest.approx(BETWEEN + WITHIN * (0.5 + 1 / 150), rel=0.08)
    whole = Drawn(np.tile(np.arange(1, 31), 2), 1.0)
    values = made(whole, trials=20)
    means = (values[:30] + values[30:]) / 2
    np.testing.assert_allclose(without_chance(values, whole), means)  # a run's chance is more than a mean's, never less


def test_standard_error_of_the_mean() -> None:
    values = made(DRAWN)
    error = standard_error(values, DRAWN)
    assert error.mean() == pytest.approx(values.mean(axis=0).std(), rel=0.06)
    once = Drawn(np.arange(1, 9))
    assert standard_error(np.arange(8.0), once) == pytest.approx(np.std(np.arange(8.0), ddof=1) / np.sqrt(8))
    assert np.isnan(standard_error(np.array([3.0]), Drawn(np.array([1]))))


def test_a_ratio_loses_the_chance_of_both() -> None:
    """Money is 3 a birth in every draw; what births and money do apart in a run is chance."""
    rng = np.random.default_rng(9)
    births = rng.normal(100, 10, 100)[DRAWN.numbers - 1]
    pairs = np.column_stack([3 * births, births]) + rng.normal(0, [15, 5], (150, 2))
    moved = pairs_without_chance(pairs, DRAWN)
    assert np.std(moved[:, 0] / moved[:, 1]) < 0.4 * np.std(pairs[:100, 0] / pairs[:100, 1])
    mean, lower, upper = ratio_bounds(pairs[:, 0], pairs[:, 1], DRAWN)
    assert lower < mean < upper
    assert upper - lower < 0.6 * np.subtract(*ratio_bounds(pairs[:, 0], pairs[:, 1], DRAWN.n)[:0:-1])


def test_too_few_repeats_leave_chance_in_and_the_name_says_so() -> None:
    values = xr.DataArray(made(DRAWN, trials=1)[:, 0], {"seed": range(150)}, "seed")
    repeated = values.assign_coords(draw=("seed", DRAWN.numbers), sample=0.02)
    once = values[:103].assign_coords(draw=("seed", np.r_[1:101, 1:4]), sample=0.02)
    apart, within = interval(repeated - 0.5 * repeated), interval(once)
    assert apart.attrs["interval"] == "uncertainty, 90 % equal-tailed"
    assert "told from 50 runs of draws with a further seed, taken out" in apart.attrs["interval_meaning"]
    assert within.attrs["interval"] == "uncertainty and chance, 90 % equal-tailed"
    assert "chance of the small sample included" in within.attrs["interval_meaning"]
    assert "sample" not in apart.coords
    _, luck = errors(repeated.values, drawn_of(repeated))
    assert luck == pytest.approx(NORMAL * np.sqrt(chance(repeated.values, DRAWN).within))
    assert np.isnan(errors(once.values, drawn_of(once))[1])
    assert named(DRAWN, paired=True).name == "uncertainty, 90 % equal-tailed, paired"
