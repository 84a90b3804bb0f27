"""Homes of the start population: choosing to a margin keeps odds ratios, public homes are small, villages build."""

import numpy as np
import pytest

from sim.places.pack import Pack
from sim.population.columns import FAMILY, OWN, PUBLIC_RENT, Population
from sim.population.draws import Step, key
from sim.population.dwellings import chosen

STREAM = key(1, Step.TENURE)


def test_chosen_are_those_whose_draw_is_lowest_against_their_chance() -> None:
    """Log odds of draw less chance: .5 at .9 is -2.20, .5 at .5 is 0, .1 at .1 is 0.00, .2 at .5 is -1.39."""
    chance, u = np.array([0.9, 0.5, 0.0, 0.5]), np.array([0.5, 0.5, 1e-6, 0.2])
    group = np.zeros(4, np.int8)
    for number, rows in ((0, []), (1, [0]), (2, [0, 3]), (3, [0, 1, 3]), (9, [0, 1, 3])):  # the third has no chance
        assert np.flatnonzero(chosen(chance, u, np.array([float(number)]), group, STREAM)).tolist() == rows


def test_choosing_to_a_share_multiplies_all_odds_by_one_factor() -> None:
    """Chances .95, .85 and .2 of 100,000 each, .667 in the mean, to .5: their odds of 19, 5.667 and .25 keep ratios."""
    rng, n = np.random.default_rng(3), 100_000
    chance = np.repeat([0.95, 0.85, 0.2], n)
    owns = chosen(chance, rng.random(3 * n), np.array([1.5 * n]), np.zeros(3 * n, np.int8), STREAM)
    shares = owns.reshape(3, n).mean(axis=1)
    odds = shares / (1.0 - shares)
    assert owns.sum() == 1.5 * n
    assert odds[0] / odds[1] == pytest.approx(19.0 / (0.85 / 0.15), rel=0.03)
    assert odds[1] / odds[2] == pytest.approx((0.85 / 0.15) / 0.25, rel=0.03)


@pytest.mark.parametrize("year", [2010, 2020])
def test_public_homes_are_small_and_built_homes_are_free_of_debt(
    year: int, request: pytest.FixtureRequest, pack: Pack
) -> None:
    population: Population = request.getfixturevalue(f"population_{year}")
    h, n = population.households, population.n_households
    family, built = h.kind[:n] == FAMILY, h.self_built[:n] == 1
    public = h.tenure[:n] == PUBLIC_RENT
    assert public.any()
    assert h.floor_area[:n][public].max() <= pack.assumption("public_rental_unit_area") == 60.0
    assert (h.tenure[:n][built] == OWN).all()
    assert (h.debt[:n][built | (h.tenure[:n] != OWN)] == 0.0).all()
    owned, village = family & (h.tenure[:n] == OWN), h.urban[:n] == 0
    assert built[owned & village].mean() > built[owned & ~village].mean() + 0.2
