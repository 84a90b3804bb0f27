"""The sampler against posteriors in closed form, the hierarchical steps, weights and their effective size."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import norm, t

from calibration.emulator import Points, fit
from calibration.posterior import Likelihood, sample
from calibration.priors import Prior, hypercube
from calibration.recovery import recover
from calibration.space import Space, Steps
from calibration.targets import Target
from calibration.weights import effective_size, importance

FLAT = (Prior("a", -1.0, 1.0, False, 0.0), Prior("b", -1.0, 1.0, False, 0.0))


def target(name: str, value: float, standard_error: float) -> Target:
    return Target(name, "fit", 2020, 2022, "tfr", value, standard_error, "none", "made up", "")


class Linear:
    """Emulators that know what they emulate: linear functions of the values, without error."""

    def __init__(self, given: tuple[Prior, ...], **of: list[float]) -> None:
        self.given, self.of = given, of

    def means_and_slopes(
        self, places: np.ndarray, names: tuple[str, ...]
    ) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
        values = np.column_stack([prior.at(places[:, k]) for k, prior in enumerate(self.given)])
        of = np.column_stack([self.of[name.split(":")[1]] for name in names])  # (parameter, quantity)
        wide = np.array([prior.upper - prior.lower for prior in self.given])
        return values @ of, lambda by_means: by_means @ of.T * wide

    def predict(self, places: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        means = self.means_and_slopes(places, names)[0]
        return means, np.zeros_like(means)


def test_the_posterior_of_a_linear_model_is_that_of_the_books() -> None:
    """A flat prior that is wide, a + b and a - b seen with errors: mean and covariance follow by hand."""
    made = Linear(FLAT, total=[1.0, 1.0], apart=[1.0, -1.0])
    targets = (target("total", 0.3, 0.1), target("apart", 0.1, 0.2))
    chains = sample(Space(FLAT), Likelihood(made, targets), 1, walkers=32, rounds=6)  # type: ignore[arg-type]
    values = Space(FLAT).values(chains.scores.reshape(-1, 2))
    # a = (total + apart) / 2, b = (total - apart) / 2
    assert values.mean().tolist() == pytest.approx([0.2, 0.1], abs=0.005)
    assert values.std().tolist() == pytest.approx([np.sqrt(0.05) / 2] * 2, rel=0.04)
    assert values.cov().loc["a", "b"] == pytest.approx((0.01 - 0.04) / 4, rel=0.08)
    assert chains.rhat.max() < 1.02
    assert chains.ess.min() > 400
    table = chains.table(Space(FLAT))
    assert table.loc["a", "low"] == pytest.approx(0.2 + norm.ppf(0.05) * np.sqrt(0.05) / 2, abs=0.01)
    assert table.loc["a", "share"] == pytest.approx(2 * 1.645 * np.sqrt(0.05) / 2 / 1.8, rel=0.05)


def test_scores_that_nothing_is_known_about_keep_their_prior() -> None:
    """Eight parameters, none of them seen: of each score mean 0 and variance 1, which a biased move would not leave."""
    given = tuple(Prior(f"p{k}", 0.0, 1.0, False, 0.5) for k in range(8))
    made = Linear(given, flat=[0.0] * 8)
    chains = sample(Space(given), Likelihood(made, (target("flat", 0.0, 1.0),)), 1, 32, 4)  # type: ignore[arg-type]
    assert chains.scores.mean(axis=(0, 1)) == pytest.approx(np.zeros(8), abs=0.1)
    assert chains.scores.var(axis=(0, 1)).mean() == pytest.approx(1, abs=0.04)


def test_the_same_seed_gives_the_same_draws() -> None:
    made = Linear(FLAT, total=[1.0, 1.0])
    likelihood = Likelihood(made, (target("total", 0.3, 0.1),))  # type: ignore[arg-type]
    one, two = (sample(Space(FLAT), likelihood, 3, 16, 1, 200).draws(20, 1) for _ in range(2))
    np.testing.assert_array_equal(one, two)


def test_emulator_variance_and_the_chance_of_a_run_widen_the_likelihood() -> None:
    places = hypercube(200, 2, 1)
    rng = np.random.default_rng(1)
    found = pd.DataFrame({"2020:x": places[:, 0] - 5 + rng.normal(0, 0.1, 200)})
    repeated = pd.DataFrame({"2020:x": rng.normal(0, 0.1, 99)})
    made = fit(Points(places, found, np.ones(200), np.zeros(200, int)), repeated)
    at = np.array([[0.5, 0.5]])
    (mean,), (variance,) = (x[:, 0] for x in made.predict(at))
    seen = (target("x", -4.0, 0.3),)
    for chance, added in ((None, 0.0), (4.0, made["2020:x"].chance / 4)):
        spread = variance + 0.09 + added
        expected = -0.5 * ((-4.0 - mean) ** 2 / spread + np.log(spread))
        assert Likelihood(made, seen, chance=chance)(at)[0] == pytest.approx(expected)


SIZE = Prior("size", 0.03, 0.3, True, 0.1)
STEPS = tuple(Prior(f"step_{k}", -0.6, 0.6, False, 0.0) for k in range(12))


def test_steps_have_heavy_tails_and_the_size_drawn_beside_them() -> None:
    """Student's t with four degrees of freedom, variance the size's square a year, cut at the bounds."""
    space = Space(STEPS, (Steps(SIZE, tuple(p.name for p in STEPS), (2,) * 6 + (1,) * 6, 0.6),))
    scores = space.spread(4000, 1)
    scores[:, -1] = 0.0  # the middle of a prior that is even in logs
    values = space.values(scores)
    assert values["size"].to_numpy() == pytest.approx(np.sqrt(0.03 * 0.3))
    scale = np.repeat(np.sqrt(0.03 * 0.3) * np.sqrt([2, 1]), 6) / np.sqrt(2)  # t's own variance is 2
    for chance in (0.05, 0.25, 0.9, 0.99):
        found = np.quantile(values[[p.name for p in STEPS]].to_numpy(), chance, axis=0)
        low = t.cdf(-0.6 / scale, 4)
        expected = scale * t.ppf(low + chance * (1 - 2 * low), 4)
        assert found == pytest.approx(expected, rel=0.03)
    scores[:, -1] = 8.0  # the largest size, at which the bounds cut
    cut = space.values(scores)["step_0"]
    inside = [2 * t.cdf(most / 0.3, 4) - 1 for most in (0.3, 0.6)]
    assert (cut.abs() < 0.3).mean() == pytest.approx(inside[0] / inside[1], abs=0.005)
    assert cut.abs().max() <= 0.6


def test_the_size_of_steps_is_found_from_the_steps() -> None:
    """Six steps seen with an error: the posterior of their size is the textbook's, here by summing over a grid."""
    wide = tuple(Prior(f"step_{k}", -3.0, 3.0, False, 0.0) for k in range(6))
    space = Space(wide, (Steps(SIZE, tuple(p.name for p in wide), (2,) * 6, 3.0),))
    steps = np.random.default_rng(5).normal(0, 0.25, 6)
    made = Linear(wide, **{f"s{k}": np.eye(6)[k].tolist() for k in range(6)})
    seen = tuple(target(f"s{k}", float(steps[k]), 0.1) for k in range(6))
    chains = sample(space, Likelihood(made, seen), 1, walkers=32, rounds=6)  # type: ignore[arg-type]
    found = space.values(chains.scores.reshape(-1, 7))["size"]
    sizes = np.exp(np.linspace(np.log(0.03), np.log(0.3), 400))
    at = np.linspace(-3, 3, 3001)
    seen_of = norm.pdf(steps, at[:, None], 0.1)  # (step's value, step)
    weight = np.array([np.prod(t.pdf(at / size, 4) / size @ seen_of) for size in sizes])  # size sqrt(2) / sqrt(2)
    weight /= weight.sum()
    mean = float(weight @ sizes)
    assert chains.rhat.max() < 1.03
    assert found.mean() == pytest.approx(mean, rel=0.03)
    assert found.std() == pytest.approx(float(np.sqrt(weight @ sizes**2 - mean**2)), rel=0.1)


def test_slopes_of_the_posterior_by_scores_are_its_differences() -> None:
    """Of parameters, of steps, and of their size, whose score moves all steps at once."""
    given = (*STEPS[:3], Prior("a", 0.5, 2.0, True, 1.0))
    space = Space(given, (Steps(SIZE, ("step_0", "step_1", "step_2"), (2, 1, 1), 0.6),))

    def of(places: np.ndarray) -> np.ndarray:
        return (places * [1.0, -2.0, 3.0, 0.7]).sum(axis=1)

    scores = np.random.default_rng(1).normal(size=(20, 5))
    slopes = space.by_scores(scores, np.tile([1.0, -2.0, 3.0, 0.7], (20, 1)))
    for k in range(5):
        step = np.eye(5)[k] * 1e-5
        differences = (of(space.places(scores + step)) - of(space.places(scores - step))) / 2e-5
        assert slopes[:, k] == pytest.approx(differences, rel=1e-3, abs=1e-5)


class Unsure(Linear):
    """Emulators that are the surer the further from the middle: what the rough posterior does not know."""

    def predict(self, places: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        means = super().predict(places, names)[0]
        return means, 0.3 * np.exp(-20 * (places[:, :1] - 0.5) ** 2) * np.ones_like(means)


def test_what_the_rough_posterior_leaves_out_is_made_up_for() -> None:
    """One parameter whose emulator's variance changes twentyfold: the chance of each tenth, by summing over a grid."""
    given = (FLAT[0],)
    likelihood = Likelihood(Unsure(given, seen=[1.0]), (target("seen", 0.2, 0.15),))  # type: ignore[arg-type]
    chains = sample(Space(given), likelihood, 1, walkers=512, rounds=8)
    grid = (np.arange(4000) + 0.5) / 4000
    weight = np.exp(likelihood(grid[:, None]))
    weight /= weight.sum()
    tenths = np.add.reduceat(weight, np.arange(0, 4000, 400))
    found = np.histogram(ndtr(chains.scores.ravel()), np.linspace(0, 1, 11))[0] / chains.scores.size
    assert found == pytest.approx(tenths, abs=0.015)
    rough = np.exp(likelihood.rough(np.full((1, 1), 0.5))(grid[:, None])[0])
    assert np.abs(np.add.reduceat(rough / rough.sum(), np.arange(0, 4000, 400)) - tenths).max() > 0.03


def test_sixty_parameters_with_a_known_normal_posterior_agree_within_few_steps() -> None:
    """Twenty sums of sixty scores seen with errors: mean and covariance are the books', R-hat is 1.02 or less for all.

    The sampler before this one needed twenty thousand steps for R-hat of 1.05.
    """
    n, n_seen = 60, 20
    rng = np.random.default_rng(3)
    of, errors = rng.normal(size=(n, n_seen)), rng.uniform(0.3, 3, n_seen)
    values = of.T @ rng.normal(size=n)
    precision = np.eye(n) + (of / errors**2) @ of.T
    covariance = np.linalg.inv(precision)
    mean = covariance @ (of @ (values / errors**2))

    class OfScores:
        """Emulators that are linear in the normal scores of places."""

        def means_and_slopes(self, places: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, Any]:
            scores = ndtri(np.clip(places, 1e-15, 1 - 1e-15))
            return scores @ of, lambda by_means: by_means @ of.T / norm.pdf(scores)

        def predict(self, places: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
            means = self.means_and_slopes(places, names)[0]
            return means, np.zeros_like(means)

    given = tuple(Prior(f"p{k}", 0.0, 1.0, False, 0.5) for k in range(n))
    seen = tuple(target(f"s{k}", float(values[k]), float(errors[k])) for k in range(n_seen))
    chains = sample(Space(given), Likelihood(OfScores(), seen), 1)  # type: ignore[arg-type]
    assert chains.rhat.max() <= 1.02
    assert chains.ess.min() >= 400
    deviation = np.sqrt(np.diag(covariance))
    found = chains.scores.reshape(-1, n)
    assert np.abs((found.mean(axis=0) - mean) / deviation).max() < 0.1
    assert found.std(axis=0) / deviation == pytest.approx(np.ones(n), abs=0.06)


def test_intervals_cover_truths_of_the_prior_as_often_as_they_say() -> None:
    space, made = Space(FLAT), Linear(FLAT, total=[1.0, 1.0])
    seen = (target("total", 0.0, 0.2),)
    truths = space.spread(40, 4)
    rng = np.random.default_rng(2)
    observed = pd.DataFrame({"2020:total": space.values(truths).sum(axis=1) + rng.normal(0, 0.2, 40)})
    found = recover(space, truths, observed, made, seen, 60, None, lambda text: None)  # type: ignore[arg-type]
    assert 0.82 <= found.inside.mean() <= 0.97
    assert np.median(found.length) < 0.85


def test_weights_and_their_effective_size_by_hand() -> None:
    weights = importance(np.array([0.0, np.log(3.0)]) - 700, np.array([1.0, 1.0]))
    assert weights.tolist() == pytest.approx([0.25, 0.75])
    assert effective_size(weights) == pytest.approx(1 / (0.0625 + 0.5625))
    assert effective_size(np.ones(7)) == pytest.approx(7)
