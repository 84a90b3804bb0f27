"""Waves of a known model: they close in on the truth, the same call resumes, weights may ask for more draws."""

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import calibration.posterior
import calibration.recovery
import calibration.waves
from calibration.emulator import Emulators, Points
from calibration.fitness import chi_square, held_out_errors
from calibration.priors import Prior
from calibration.recovery import hold_out
from calibration.space import Space
from calibration.targets import Target
from calibration.waves import SHARING, Calibrated, in_waves, samples_of, seeds_of
from calibration.weights import effective_size
from sim.errors import UserError

SPACE = Space((Prior("a", -1.0, 3.0, False, 1.0), Prior("b", 0.1, 10.0, True, 1.0)))
NOISE = 0.05
PLAN = ((60, Fraction(1, 100)), (40, Fraction(1, 50)), (60, Fraction(1, 20)))


def target(name: str, value: float, standard_error: float) -> Target:
    return Target(name, "fit", 2020, 2022, "tfr", value, standard_error, "none", "made up", "")


TARGETS = (target("sum", 1.1, 0.05), target("bend", 0.49, 0.05), target("both", 0.3, 0.1))


def expected(places: np.ndarray) -> pd.DataFrame:
    """Three quantities of two parameters; the truth that the targets above stand for is (.7, .4)."""
    a, b = places[:, 0], places[:, 1]
    return pd.DataFrame({"2020:sum": a + b, "2020:bend": a**2, "2020:both": a - b})


def run(places: np.ndarray, directory: Path, seeds: np.ndarray, sample: Fraction) -> pd.DataFrame:
    """What runs give: the expectation and chance, less of it in a larger sample, half of it the seed's."""
    found = expected(places)
    noise = NOISE * np.sqrt(float(Fraction(1, 100) / sample) / 2)
    shared = np.array([np.random.default_rng(seed).normal(0, noise, 3) for seed in seeds])
    return found + shared + np.random.default_rng(seeds[0]).normal(0, noise, found.shape)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two parameters need few walkers, and few steps."""
    for name, value in (("WALKERS", 24), ("ROUND", 100), ("MOST_ROUNDS", 2)):
        monkeypatch.setattr(calibration.posterior, name, value)


def fitted(folder: Path, said: list[str] | None = None) -> Calibrated:
    return in_waves(run, SPACE, TARGETS, PLAN, folder, (said if said is not None else []).append)


def test_prior_uniform_in_logs_has_its_middle_at_the_geometric_mean() -> None:
    assert SPACE.given[1].at(np.array([0.5]))[0] == pytest.approx(1.0)
    assert SPACE.given[1].place(np.array([1.0]))[0] == pytest.approx(0.5)


def test_waves_close_in_on_the_truth(tmp_path: Path) -> None:
    said: list[str] = []
    done = fitted(tmp_path, said)
    places = SPACE.places(done.scores)
    # exact posterior by summing over a grid
    grid = np.stack(np.meshgrid(*[np.linspace(0.002, 0.998, 250)] * 2), axis=-1).reshape(-1, 2)
    away = [(expected(grid)[t.column] - t.value) / t.standard_error for t in TARGETS]
    weight = np.exp(-0.5 * sum(x**2 for x in away).to_numpy())
    mean = weight @ grid / weight.sum()
    deviation = np.sqrt(weight @ (grid - mean) ** 2 / weight.sum())
    assert (np.abs(places.mean(axis=0) - mean) < 0.5 * deviation).all()
    assert (places.std(axis=0) / deviation == pytest.approx(1, abs=0.3))
    assert effective_size(done.weights) > 0.75 * 60
    assert len(done.found) == len(done.scores) == 60
    assert said[-1].startswith("effective size of the 60 draws: ")
    assert len(done.waves) == 3
    one, _ = chi_square(pd.DataFrame(done.made.predict(places)[0], columns=list(done.made.made)), TARGETS)
    assert 0.3 < one / 3 < 2
    assert held_out_errors(done.made, TARGETS)["error"].max() < 1


def test_the_same_call_resumes_with_the_points_that_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fitted(tmp_path / "whole")
    again = tmp_path / "again"
    shutil.copytree(tmp_path / "whole" / "wave-2", again / "wave-2")
    resumed = fitted(again)
    np.testing.assert_array_equal(resumed.scores, whole.scores)
    (again / "wave-3" / "places.parquet").write_bytes(b"cut")
    np.testing.assert_array_equal(fitted(again).scores, whole.scores)
    monkeypatch.setattr(calibration.waves, "_next_points", None)  # with all points stored none is looked for
    shutil.copytree(tmp_path / "whole" / "wave-2", again / "wave-1")
    np.testing.assert_array_equal(fitted(again).waves[1].scores, whole.waves[1].scores)


def test_draws_that_stand_for_little_ask_for_one_more_wave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration.waves, "LOW", 1.1)
    said: list[str] = []
    done = fitted(tmp_path, said)
    assert [len(wave.scores) for wave in done.waves] == [60, 40, 60, 60, 60]
    assert [wave.sample for wave in done.waves[2:]] == [Fraction(1, 20), Fraction(1, 50), Fraction(1, 50)]
    assert sum(line.startswith("effective size of the 60 draws") for line in said) == 3
    assert (tmp_path / "draws-3" / "places.parquet").is_file()
    assert not any(np.array_equal(done.scores, wave.scores) for wave in done.waves)  # judged by runs in no emulator
    again: list[str] = []
    np.testing.assert_array_equal(fitted(tmp_path, again).scores, done.scores)
    assert sum(line.startswith("effective size of the 60 draws") for line in again) == 3


def test_points_of_a_wave_share_seeds_and_no_two_waves_do() -> None:
    one, other, draws = seeds_of(1, 20, SHARING), seeds_of(2, 16, SHARING), seeds_of(3, 16)
    assert {*np.bincount(one)[one]} == {6, 7}  # three seeds of twenty points
    assert (np.bincount(other)[other] == SHARING).all()
    assert len({*draws}) == 16
    assert not {*one} & {*other}
    assert seeds_of(0, 3).tolist() == [1, 2, 3]


def test_there_may_be_more_draws_than_points_of_the_last_wave(tmp_path: Path) -> None:
    done = in_waves(run, SPACE, TARGETS, ((60, Fraction(1, 100)), (40, Fraction(1, 20))), tmp_path, print, 70)
    assert [len(wave.scores) for wave in done.waves] == [60, 40]
    assert len(done.scores) == len(done.found) == len(done.weights) == 70


def test_points_of_the_first_wave_serve_as_truths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Emulators know nothing of the truths; their figures have the chance of one run and the targets' errors."""
    seen: list[int] = []
    whole = calibration.recovery.fit

    def fitted_to(points: Points, repeated: pd.DataFrame) -> Emulators:
        seen.append(len(points.places))
        return whole(points, repeated)

    monkeypatch.setattr(calibration.recovery, "fit", fitted_to)
    monkeypatch.setattr(calibration.recovery, "STEPS", 50)
    scores = SPACE.spread(120, 1)
    found = run(SPACE.places(scores), Path(), seeds_of(1, 120, SHARING), Fraction(1, 100))
    repeated = run(np.full((48, 2), 0.5), Path(), seeds_of(0, 48), Fraction(1, 100))
    recovered = hold_out(SPACE, scores, found, repeated, TARGETS, 30, say=lambda text: None)
    assert seen == [90]
    assert recovered.moved.all()
    assert 0.8 <= recovered.coverage <= 0.98
    assert list(recovered.table(SPACE).columns) == ["length", "coverage", "moved"]


def test_samples_are_the_usual_ones_one_for_all_or_one_each() -> None:
    usual = samples_of(4)
    assert usual == (Fraction(1, 100), Fraction(1, 50), Fraction(1, 50), Fraction(1, 20))
    assert samples_of(2) == (Fraction(1, 100), Fraction(1, 20))
    assert samples_of(3, [Fraction(1, 9)]) == (Fraction(1, 9),) * 3
    assert samples_of(2, [Fraction(1, 9), Fraction(1, 8)]) == (Fraction(1, 9), Fraction(1, 8))
    with pytest.raises(UserError, match="--sample: given 2 times for 3 waves"):
        samples_of(3, [Fraction(1, 9)] * 2)
