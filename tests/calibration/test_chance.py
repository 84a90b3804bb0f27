"""Chance that runs of one seed share: its share is found, and taking it out leaves independent values."""

import numpy as np
import pandas as pd
import pytest

from calibration.chance import MOST, SharedChance, share_of_seed
from calibration.emulator import Points, fit
from calibration.priors import hypercube

RNG = np.random.default_rng(3)


def chance_of(seed: np.ndarray, variance: np.ndarray, share: float, rng: np.random.Generator = RNG) -> np.ndarray:
    """Chance of runs, of which those of one seed share a part."""
    of = np.unique(seed, return_inverse=True)[1]
    common, own = rng.normal(size=of.max() + 1)[of], rng.normal(size=len(seed))
    return np.sqrt(variance) * (np.sqrt(share) * common + np.sqrt(1 - share) * own)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_the_share_is_that_of_the_product_of_two_runs(share: float) -> None:
    seed, variance = np.arange(16_000) % 4000, RNG.uniform(0.2, 3.0, 16_000)
    lack = np.where(np.arange(16_000) < 8000, 0.0, 40.0)  # half lie where the regression fits badly, and say little
    missed = chance_of(seed, variance, share) + RNG.normal(0, np.sqrt(lack))
    assert share_of_seed(missed, np.zeros(16_000), variance, lack, seed) == pytest.approx(share, abs=0.06)


def test_seeds_of_one_point_each_share_nothing_and_equal_values_the_most() -> None:
    none = np.zeros(2000)
    assert share_of_seed(RNG.normal(size=50), none[:50], np.ones(50), none[:50], np.arange(50)) == 0.0
    equal = np.repeat(RNG.normal(0, 1.3, 400), 5)
    assert share_of_seed(equal, none, np.ones(2000), none, np.repeat(np.arange(400), 5)) == MOST


def test_taken_apart_values_are_independent_with_the_variance_of_their_own() -> None:
    """The covariance of what is left, worked out and not drawn: uneven seeds, chance and lack of fit."""
    seed = np.array([7, 3, 7, 7, 3, 9])
    chance, lack, share = np.array([1.0, 2.0, 0.5, 1.5, 1.0, 4.0]), np.array([0.1, 0.3, 0.2, 0.0, 0.5, 1.0]), 0.6
    alone = SharedChance(seed, chance, lack, share)
    common = np.sqrt(share * chance)
    covariance = np.diag((1 - share) * chance + lack) + np.outer(common, common) * (seed[:, None] == seed)
    operator = alone.apart(np.eye(6))
    assert operator @ covariance @ operator.T == pytest.approx(np.diag((1 - share) * chance + lack), abs=1e-12)
    assert alone.own == pytest.approx((1 - share) * chance)


def test_nothing_shared_leaves_columns_as_they_are() -> None:
    columns = RNG.normal(size=(6, 2))
    alone = SharedChance(np.array([1, 1, 1, 2, 2, 2]), np.ones(6), np.zeros(6), 0.0)
    assert alone.apart(columns) == pytest.approx(columns)


def test_emulators_that_know_of_seeds_err_less_where_most_chance_is_shared() -> None:
    """Slopes of 400 runs whose seeds, of eight runs each, share nine tenths of the chance."""
    places, seed = hypercube(400, 5, 1), np.arange(400) % 50
    slopes = np.array([1.0, -1.0, 0.5, 0.0, 0.0])
    off: dict[bool, list[float]] = {True: [], False: []}
    for k in range(6):
        rng = np.random.default_rng(k)
        y = places @ slopes - 5 + chance_of(seed, np.full(400, 0.25), 0.9, rng)
        repeated = pd.DataFrame({"y": rng.normal(0, 0.5, 400)})
        for told in off:
            points = Points(places, pd.DataFrame({"y": y}), np.ones(400), np.zeros(400, int), seed if told else None)
            made = fit(points, repeated)
            fresh = hypercube(500, 5, 2)
            missed = made.predict(fresh)[0][:, 0] - fresh @ slopes + 5
            off[told].append(float(np.std(missed)))  # the level hangs on the fifty seeds in both
            if told:
                assert made["y"].shared == pytest.approx(0.9, abs=0.1)
                assert made["y"].held_out is not None
                assert made["y"].held_out.ratio == pytest.approx(1, abs=0.3)
    assert np.mean(off[True]) < 0.7 * np.mean(off[False])
