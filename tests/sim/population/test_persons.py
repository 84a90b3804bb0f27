"""Residents of other hukou by age: those who moved, grown older by their stay; children by a prior of their own."""

import numpy as np
import pytest

from sim.places.pack import Pack
from sim.population.inputs import N_AGES, Inputs, read_inputs
from sim.population.persons import OLDEST_MIGRANT_CHILD, settled_weights
from sim.population.priors import PRIORS


@pytest.fixture(scope="module")
def inputs(pack: Pack) -> Inputs:
    return read_inputs(pack, 2020)


def with_stay(monkeypatch: pytest.MonkeyPatch, years: float) -> None:
    monkeypatch.setitem(PRIORS, "start_migrant_stay_years", PRIORS["start_migrant_stay_years"]._replace(value=years))


def test_a_short_stay_leaves_the_ages_of_movers(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    with_stay(monkeypatch, 1e-3)
    weight = settled_weights(inputs)
    prior = inputs.prior
    assert weight[22] / weight[32] == pytest.approx(
        prior("migration_weight_age_20_24") / prior("migration_weight_age_30_34"))
    assert weight[22] / weight[50] == pytest.approx(
        prior("migration_weight_age_20_24") / prior("migration_weight_age_45_59"))


def test_a_stay_moves_the_peak_to_later_ages(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = []
    for years in (1e-3, 5.0, 10.0, 17.0):
        with_stay(monkeypatch, years)
        peaks.append(int(np.argmax(settled_weights(inputs)[OLDEST_MIGRANT_CHILD + 1:])))
    assert peaks == sorted(peaks)
    assert peaks[-1] > peaks[0]


def test_children_have_the_weight_of_their_prior(inputs: Inputs) -> None:
    weight = settled_weights(inputs)
    assert len(weight) == N_AGES
    assert (weight[:OLDEST_MIGRANT_CHILD + 1] == PRIORS["start_migrant_child_weight"].value).all()
