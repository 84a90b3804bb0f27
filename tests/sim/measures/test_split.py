"""The split of a figure's spread, on made-up runs whose parts are known; noise is given no name."""

import math

import numpy as np
import pytest

from sim.measures.split import (
    OF_THE_FUTURE,
    PARAMETERS,
    REST,
    SIMULATION,
    START_POPULATION,
    TREND,
    Runs,
    by_columns,
    drivers,
    group_of,
    of_seeds,
    of_starts,
    split,
)

NONE = Runs(np.array([]), np.array([], np.int64), np.array([], np.int64))


def columns(rng: np.random.Generator, n: int = 100) -> dict[str, np.ndarray]:
    """Forty columns, of which some are of the trend and of futures; a path has a number that means nothing."""
    names = [f"weight_{k}" for k in range(30)] + [f"taste_step_{2011 + 2 * k}" for k in range(6)]
    names += ["taste_drift", "epidemic_lasting", "arrivals_ahead", "trend_path"]
    return {name: rng.normal(size=n) for name in names}


def made(rng: np.random.Generator, drawn: dict[str, np.ndarray], effects: dict[str, float], luck: float) -> Runs:
    """Runs of a hundred draws and the first fifty again, in start population 1."""
    of_draws = sum(effect * drawn[name] for name, effect in effects.items())
    numbers = np.r_[1:101, 1:51]
    return Runs(of_draws[numbers - 1] + rng.normal(0, luck, 150), numbers, np.ones(150, np.int64))


def test_parts_are_met_on_average() -> None:
    """Many small effects of one group, one large of another."""
    rng = np.random.default_rng(3)
    effects = {f"weight_{k}": 3.0 / np.sqrt(20) for k in range(20)}
    effects |= {"taste_drift": 2.0, "arrivals_ahead": 1.5, "trend_path": 1.0}
    found = []
    for _ in range(60):
        drawn = columns(rng)
        found.append(split(made(rng, drawn, effects, 1.5), NONE, drawn).variances)
    parts = SIMULATION, PARAMETERS, TREND, OF_THE_FUTURE, REST
    mean = {part: np.mean([np.nan_to_num(one[part]) for one in found]) for part in parts}
    assert mean[SIMULATION] == pytest.approx(2.25, rel=0.1)
    assert mean[PARAMETERS] == pytest.approx(9.0, rel=0.12)
    assert mean[TREND] == pytest.approx(4.0, rel=0.2)
    assert mean[OF_THE_FUTURE] == pytest.approx(2.25, rel=0.4)
    assert mean[REST] == pytest.approx(1.0, abs=0.7)  # the path, and futures where they cannot be told
    assert math.isnan(found[0][START_POPULATION])


def test_the_strongest_come_first_with_what_a_standard_deviation_does() -> None:
    rng = np.random.default_rng(4)
    drawn = columns(rng)
    runs = made(rng, drawn, {"weight_3": -3.0, "taste_drift": 2.0, "weight_9": 1.0}, 0.5)
    strongest = split(runs, NONE, drawn).strongest
    assert [one.name for one in strongest[:3]] == ["weight_3", "taste_drift", "weight_9"]
    assert strongest[0].effect == pytest.approx(-3.0 * drawn["weight_3"].std(), rel=0.1)


def test_noise_is_given_no_name() -> None:
    """Where nothing moves the figure, a name comes up once in twenty sets of draws, and a group no oftener."""
    rng, named, shared = np.random.default_rng(5), 0, 0
    for _ in range(60):
        shares, strongest = by_columns(rng.normal(size=100), np.full(100, 0.3), columns(rng))
        named += bool(strongest)
        shared += bool(shares)
    assert shared <= 8
    assert named <= 8  # three expected; more than eight in sixty once in a hundred times


def test_too_few_draws_tell_nothing() -> None:
    rng = np.random.default_rng(6)
    drawn = columns(rng, 12)
    assert by_columns(drawn["weight_1"] * 3, np.zeros(12), drawn) == ({}, ())


def test_without_repeats_nothing_is_split() -> None:
    rng = np.random.default_rng(6)
    drawn = columns(rng)
    once = Runs(rng.normal(size=100), np.arange(1, 101), np.ones(100, np.int64))
    found = split(once, NONE, drawn)
    assert all(math.isnan(value) for value in found.variances.values())


def test_start_populations_are_told_from_seeds() -> None:
    """A start's effect is the same for all draws; five others, each with six of the draws."""
    rng, found, trials = np.random.default_rng(7), [], 300
    for _ in range(trials):
        drawn = columns(rng)
        main = made(rng, drawn, {"weight_3": 5.0}, 1.0)
        starts = np.repeat(np.arange(2, 7), 6)
        numbers = np.arange(1, 31)
        effect = np.r_[0.0, rng.normal(0, 2.0, 6)]
        values = 5.0 * drawn["weight_3"][numbers - 1] + effect[starts] + rng.normal(0, 1.0, 30)
        main = main._replace(values=main.values + effect[1])
        every = Runs(*(np.concatenate(pair) for pair in zip(main, Runs(values, numbers, starts), strict=True)))
        found.append((of_seeds(every), of_starts(every)))
    seeds, both = np.mean(found, axis=0)
    assert seeds == pytest.approx(1.0, rel=0.05)
    assert both - seeds == pytest.approx(4.0, rel=0.15)


def test_where_every_run_has_its_own_start_chance_is_told_as_one() -> None:
    rng = np.random.default_rng(8)
    drawn = columns(rng)
    main = made(rng, drawn, {"weight_3": 5.0}, 1.0)
    found = split(main._replace(starts=np.arange(150)), NONE, drawn)
    assert found.variances[SIMULATION] == pytest.approx(1.0, rel=0.5)
    assert math.isnan(found.variances[START_POPULATION])
    assert found.variances[PARAMETERS] == pytest.approx(25 * drawn["weight_3"].var(), rel=0.2)


def test_a_negative_estimate_is_nothing_and_is_said() -> None:
    """Runs in another start population that are more alike than two seeds."""
    main = Runs(np.tile([0.0, 4.0], 10), np.repeat(np.arange(1, 11), 2), np.ones(20, np.int64))
    further = Runs(np.full(10, 2.0), np.arange(1, 11), np.full(10, 2))
    found = split(main, further, {})
    assert found.variances[START_POPULATION] == 0
    assert found.negative == (START_POPULATION,)


def test_groups() -> None:
    assert group_of("taste_step_2017") == TREND
    assert group_of("arrivals_ahead") == OF_THE_FUTURE
    assert group_of("money_weight") == PARAMETERS


def test_drivers_have_signs_sizes_and_errors_that_hold() -> None:
    """Two columns move the figure, by 3 and by -1.5 a standard deviation; luck is 0.5 a run."""
    rng = np.random.default_rng(8)
    held, noise, n_sets = 0, 0, 40
    shares: list[float] = []
    for _ in range(n_sets):
        drawn = columns(rng)
        runs = made(rng, drawn, {"weight_4": 3.0, "taste_drift": -1.5}, 0.5)
        found = {one.name: one for one in drivers(runs, drawn, 6)}
        first, second = list(found)[:2]
        assert (first, second) == ("weight_4", "taste_drift")
        one = found["weight_4"]
        assert one.told
        assert one.lower < one.rank < one.upper
        assert found["taste_drift"].rank < 0
        truth = 3.0 * float(drawn["weight_4"].std())
        held += abs(one.effect - truth) < 2 * one.effect_error
        shares.append(one.share)
        assert 0 < one.share_error < 0.2
        noise += sum(one.told for one in found.values()) - 2  # the other 38 columns
    assert noise <= 0.2 * n_sets
    assert held >= 0.85 * n_sets
    assert np.mean(shares) == pytest.approx(9 / 11.5, abs=0.03)  # 9 and 2.25 of the draws, 0.17 of luck


def test_too_few_draws_have_no_drivers() -> None:
    few = Runs(np.arange(12.0), np.arange(1, 13), np.ones(12, np.int64))
    assert drivers(few, {"weight_1": np.arange(12.0)}, 5) == []
