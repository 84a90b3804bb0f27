"""Figures weigh the draws; what no draw foretold contradicts them; two scenarios are told apart or they are not."""

import dataclasses

import numpy as np
import pytest

from experiments.monitor.alarms import Design
from experiments.monitor.declared import FEWEST_EFFECTIVE
from experiments.monitor.measure import NEITHER, UNTOLD, WITH, WITHOUT, evaluated
from experiments.monitor.updating import updated
from experiments.monitor.weights import weighing, weights_of
from sim.measures.chance import without_known_chance
from tests.experiments.monitor import makers

MADE = makers.fan(n_draws=400)
FIRST = range(2031, 2032)


def births_of(figures: dict, area: int | None = None) -> dict:
    """Births alone, of all areas or one."""
    return {key: one for key, one in figures.items() if key[0] == "births" and area in (None, key[1])}


def test_weighted_draws_follow_the_figures() -> None:
    figures = births_of(makers.medians(MADE, FIRST, {("births", area): 0.95 for area in makers.AREAS.codes}))
    found = weights_of(Design.of(MADE, figures), figures)
    assert found.outcome == "reweighted"
    assert found.values.sum() == pytest.approx(1)
    assert FEWEST_EFFECTIVE < found.effective < MADE.n_draws
    ahead = MADE.draws_of("births", makers.CITY, 2040)
    assert ahead @ found.values == pytest.approx(0.95 * np.median(ahead), rel=0.02)


def test_normal_likelihood_by_hand() -> None:
    """One figure: weights in the ratio of normal densities; evidence that of a normal fan."""
    figures = births_of(makers.medians(MADE, FIRST), makers.CITY)
    expected, value = MADE.draws_of("births", makers.CITY, 2031), figures["births", makers.CITY, 2031].value
    variance = MADE.own_of("births", makers.CITY, 2031) + (0.02 * value) ** 2
    densities = np.exp(-((value - expected) ** 2) / (2 * variance))
    found = weights_of(Design.of(MADE, figures), figures)
    assert found.values == pytest.approx(densities / densities.sum())
    assert found.effective == pytest.approx(densities.sum() ** 2 / (densities**2).sum())
    spread = variance + expected.var(ddof=1)
    evidence = -((value - expected.mean()) ** 2) / (2 * spread) - np.log(2 * np.pi * spread) / 2
    assert found.log_evidence == pytest.approx(evidence)


def test_of_too_few_draws_the_figures_move_all() -> None:
    few = dataclasses.replace(MADE, expected=MADE.expected[:, :, :60])
    figures = makers.medians(few, range(2031, 2034), {("births", area): 1.06 for area in makers.AREAS.codes})
    design = Design.of(few, figures)
    found = weights_of(design, figures)
    assert found.outcome == "adjusted"
    assert found.effective < FEWEST_EFFECTIVE
    after = updated(design, figures, found)
    for name, factor in (("births", 1.06), ("marriages", 1.0)):
        before, moved = (one.draws_of(name, makers.CITY, 2040) for one in (few, after))
        assert np.median(moved) == pytest.approx(factor * np.median(before), rel=0.015)
        assert moved.std() < 0.5 * before.std()


def test_a_linear_normal_fan_is_moved_as_by_hand() -> None:
    """One indicator that errs alike in all years: the mean is the precision-weighted one, the spread its root."""
    more = {("births", area): 1.1 for area in makers.AREAS.codes}
    figures = births_of(makers.medians(MADE, FIRST, more), makers.CITY)
    design = Design.of(MADE, figures)
    before = np.log(MADE.draws_of("births", makers.CITY, 2031))
    error = design.sd("births", makers.CITY, 2031) / np.exp(before).mean()
    moved = weights_of(design, figures)._replace(outcome="adjusted")
    after = np.log(updated(design, figures, moved).draws_of("births", makers.CITY, 2031))
    kept = error**2 / (error**2 + before.var(ddof=1))
    seen = np.log(figures["births", makers.CITY, 2031].value)
    assert after.mean() == pytest.approx(kept * before.mean() + (1 - kept) * seen, abs=1e-3)
    assert after.std() == pytest.approx(np.sqrt(kept) * before.std(), rel=0.1)


def test_a_county_follows_its_own_figures() -> None:
    figures = makers.medians(MADE, range(2031, 2034), {("births", makers.SHENGZHOU): 0.97})
    design = Design.of(MADE, figures)
    after = updated(design, figures, weights_of(design, figures))
    part = after.draws_of("births", makers.SHENGZHOU, 2040) / after.draws_of("births", makers.CITY, 2040)
    before = MADE.draws_of("births", makers.SHENGZHOU, 2040) / MADE.draws_of("births", makers.CITY, 2040)
    assert 0.97 < np.median(part) / np.median(before) < 0.995
    assert after.expected[:, 1:].sum(axis=1) == pytest.approx(after.expected[:, 0])


def test_what_no_draw_foretold_contradicts_the_fan() -> None:
    figures = births_of(makers.medians(MADE, FIRST, {("births", area): 0.5 for area in makers.AREAS.codes}))
    found = weights_of(Design.of(MADE, figures), figures)
    assert found.outcome == "contradicted"
    assert (found.values == 1 / MADE.n_draws).all()


def test_the_city_weighs_alone_where_it_is_given() -> None:
    figures = makers.medians(MADE, FIRST)
    assert {key[1] for key in weighing(Design.of(MADE, figures))} == {makers.CITY}
    of_counties = {key: one for key, one in figures.items() if key[1] != makers.CITY}
    assert len(weighing(Design.of(MADE, of_counties))) == len(of_counties)


@pytest.mark.parametrize(("effect", "seen", "verdict"), [
    (1.01, 1.0, UNTOLD), (1.3, 1.3, WITH), (1.3, 1.0, WITHOUT), (1.3, 2.5, NEITHER),
])  # fmt: skip
def test_a_measure_is_told_by_its_effect(effect: float, seen: float, verdict: str) -> None:
    with_it, without = makers.fan(factor=effect), makers.fan()
    figures = births_of(makers.medians(without, FIRST, {("births", area): seen for area in makers.AREAS.codes}))
    found = evaluated("plan", with_it, "national_only", without, figures)
    assert found.verdict == verdict
    back = evaluated("national_only", without, "plan", with_it, figures)
    assert back.bayes_factor == pytest.approx(1 / found.bayes_factor)


def test_chance_is_taken_out_and_the_mean_stays() -> None:
    random = np.random.default_rng(4)
    signal = 100 + 8 * random.standard_normal((300, 1)) @ np.ones((1, 10))
    noisy = signal + 12 * random.standard_normal(signal.shape)
    free = without_known_chance(noisy, np.full(10, 144.0))
    assert free.mean(axis=0) == pytest.approx(noisy.mean(axis=0))
    assert free.std(axis=0).mean() == pytest.approx(8, rel=0.15)
    assert np.corrcoef(free[:, 0], signal[:, 0])[0, 1] > 0.8
    nothing = without_known_chance(100 + 12 * random.standard_normal((300, 10)), np.full(10, 144.0))
    assert nothing.std(axis=0).max() < 3
