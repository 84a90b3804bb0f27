"""History matching of a known function, of the city's targets by hand, and recovery of synthetic truths."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration.emulator import Emulator, emulators
from calibration.matching import BOUND, implausibility, of_runs, worst_but
from calibration.priors import Prior, hypercube
from calibration.recovery import recover
from calibration.targets import Target
from calibration.waves import Wave, _emulators, match

GIVEN = (Prior("a", -1.0, 3.0, False, 1.0), Prior("b", 0.1, 10.0, True, 1.0))
NOISE = 0.05


def target(name: str, value: float, standard_error: float) -> Target:
    return Target(name, "fit", 2020, 2022, "tfr", value, standard_error, "none", "made up", "")


TARGETS = (target("sum", 1.1, 0.05), target("bend", 0.49, 0.05), target("both", 0.3, 0.1))


def expected(places: np.ndarray) -> pd.DataFrame:
    """Three quantities of two parameters; the truth that the targets above stand for is (.7, .4)."""
    a, b = places[:, 0], places[:, 1]
    return pd.DataFrame({"2020:sum": a + b, "2020:bend": a**2, "2020:both": a - b})


def run(places: np.ndarray, directory: Path, first_seed: int) -> pd.DataFrame:
    """What runs give: the expectation and chance."""
    found = expected(places)
    return found + np.random.default_rng(first_seed).normal(0, NOISE, found.shape)


def test_implausibility_counts_standard_deviations_of_all_that_is_uncertain() -> None:
    # |5.5 - 5.1| / sqrt(.3^2 + .4^2) = .4 / .5
    assert implausibility(np.array([5.5]), 0.09, target("x", 5.1, 0.4))[0] == pytest.approx(0.8)


def test_half_of_four_targets_allowed_to_miss_leaves_the_third_worst() -> None:
    table = pd.DataFrame([[9.0, 1.0, 4.0, 2.0], [0.0, 0.5, 0.1, 0.2]])
    assert worst_but(table, 0.5).tolist() == [2.0, 0.1]
    assert worst_but(table).tolist() == [9.0, 0.5]  # a tenth of four is none


def test_prior_uniform_in_logs_has_its_middle_at_the_geometric_mean() -> None:
    assert GIVEN[1].at(np.array([0.5]))[0] == pytest.approx(1.0)
    assert GIVEN[1].place(np.array([1.0]))[0] == pytest.approx(0.5)


def test_emulator_knows_a_bent_function_and_its_noise() -> None:
    places = hypercube(120, 3, 1)
    truth = 3 * places[:, 0] + np.sin(3 * places[:, 1]) - 1
    repeated = 2 + np.random.default_rng(9).normal(0, 0.1, 400)
    emulator = Emulator(places, truth + np.random.default_rng(1).normal(0, 0.1, 120), repeated)
    fresh = hypercube(500, 3, 2)
    mean, variance = emulator.predict(fresh)
    off = mean - (3 * fresh[:, 0] + np.sin(3 * fresh[:, 1]) - 1)
    assert np.sqrt(np.mean(off**2)) < 0.06  # of a spread of about .9
    assert not emulator.log  # some values are below 0
    assert emulator.run_variance(2.0) == pytest.approx(0.01, rel=0.2)
    assert np.mean(np.abs(off) < 3 * np.sqrt(variance + 1e-6)) > 0.9


def test_matching_closes_in_on_the_truth(tmp_path: Path) -> None:
    done = match(run, GIVEN, TARGETS, (60, 40, 60), tmp_path, lambda text: None)
    draws = np.column_stack([GIVEN[k].place(done.draws[name].to_numpy()) for k, name in enumerate("ab")])
    assert len(draws) >= 40
    assert (done.worst <= BOUND).all()
    assert np.abs(draws.mean(axis=0) - [0.7, 0.4]).max() < 0.12
    assert (draws.std(axis=0) < 0.29 / 1.5).all()  # a uniform prior has .29


def test_matching_again_gives_the_same_draws(tmp_path: Path) -> None:
    one, two = (match(run, GIVEN, TARGETS, (40, 20), tmp_path, lambda text: None) for _ in range(2))
    pd.testing.assert_frame_equal(one.draws, two.draws)


def test_runs_are_allowed_their_chance() -> None:
    places = hypercube(60, 2, 1)
    found = run(places, Path(), 1)
    made = emulators(places, found)
    table = of_runs(found, made, TARGETS)
    emulator = made["2020:sum"]
    off = abs(found["2020:sum"][0] - 1.1) / np.sqrt(emulator.run_variance(1.1) + 0.05**2)
    assert table["2020:sum"][0] == pytest.approx(off)


@pytest.mark.slow
def test_recovery_covers_synthetic_truths() -> None:
    """Forty truths from the prior: 90 % intervals hold between 80 and 97 % of them, where the data say something."""
    places = hypercube(120, 2, 3)
    made = emulators(places, run(places, Path(), 3))
    truths = np.random.default_rng(4).random((40, 2))
    noisy = run(truths, Path(), 4)
    errors = np.random.default_rng(5)
    observed = {t.column: noisy[t.column].to_numpy() + errors.normal(0, t.standard_error, 40) for t in TARGETS}
    found = recover(truths, observed, made, TARGETS)
    assert found.moved.all()
    assert 0.80 <= found.coverage <= 0.97


def test_later_emulators_are_not_drawn_to_the_targets_by_the_chance_of_single_runs() -> None:
    """A target at the edge of what is common, and much chance: points kept for their luck bias by .18."""
    edge, noise = (target("sum", 1.6, 0.05),), 0.4
    rng = np.random.default_rng(3)
    waves = []
    for n in (300, 40):
        places = hypercube(n, 2, n)
        waves.append(Wave(places, expected(places)[["2020:sum"]] + rng.normal(0, noise, (n, 1))))
    repeated = pd.DataFrame({"2020:sum": 1 + rng.normal(0, noise, 48)})
    made = emulators(waves[0].places, waves[0].found, repeated)
    made = _emulators(waves, made, edge, repeated)
    fresh = hypercube(200, 2, 5)
    bias = made["2020:sum"].predict(fresh)[0] - expected(fresh)["2020:sum"]
    assert abs(bias.mean()) < 0.05
