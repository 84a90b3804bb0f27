"""Leaving, moving between counties, arriving: hand-worked hazards and what a move changes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.clock import NO_MONTH
from sim.population.columns import (
    ABSENT,
    DEPARTED,
    FEMALE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    HUKOU_PROVINCE,
    HUKOU_SAME_CITY,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    OWN,
    RENT,
    RESIDENT,
    Population,
)
from sim.processes.accounts import ARRIVALS, DEPARTURES, MOVED_IN, MOVED_OUT, empty_counts
from sim.processes.life.households import new_household, take_along
from sim.processes.life.migration import (
    carry_out_arrivals,
    carry_out_moves,
    departure_hazard,
    destination_county,
    drawn_move,
    highest_hazard,
    mobility,
    moves_with_parents,
    residents_by_band,
)
from tests.sim.makers import (
    MONTH,
    city,
    counter,
    give_child,
    marry,
    rates,
    rows,
    same_uncompiled,
    size,
    stock_of,
)

P = rates(
    departure_peak_age=24.0, departure_width=14.0, departure_local=0.004, departure_nonlocal=0.08, county_move=0.01
)
ONLY_TO_THE_LAST = np.repeat([0.0, 0, 0, 0, 0, 1], 21).reshape(6, 21)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (24.0, 1.0),
        (38.0, 0.1 + 0.9 * math.exp(-0.5)),  # one width above the peak
        (52.0, 0.1 + 0.9 * math.exp(-2.0)),
        (18.0, 0.1 + 0.9 * math.exp(-0.5 * (6 / 14) ** 2)),
        (17.9, 0.0),  # children move with their parents
        (0.0, 0.0),
    ],
)
def test_mobility_by_hand(age: float, expected: float) -> None:
    assert same_uncompiled(mobility, age, P) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("hukou", "hazard"), [(HUKOU_LOCAL, 0.004), (HUKOU_SAME_CITY, 0.004), (HUKOU_PROVINCE, 0.08), (HUKOU_OUTSIDE, 0.08)]
)
def test_departure_hazard_by_hand(hukou: int, hazard: float) -> None:
    assert same_uncompiled(departure_hazard, 24.0, hukou, P) == pytest.approx(hazard, rel=1e-12)
    assert departure_hazard(38.0, hukou, P) == pytest.approx(hazard * (0.1 + 0.9 * math.exp(-0.5)))


@given(st.floats(0, 110), st.integers(0, 3))
def test_no_hazard_exceeds_its_bound(age: float, hukou: int) -> None:
    assert 0.0 <= mobility(age, P) <= 1.0
    assert departure_hazard(age, hukou, P) + P.county_move * mobility(age, P) <= highest_hazard(P) + 1e-12


def test_drawn_move_by_hand() -> None:
    # hazards of .3 to leave and .1 to move: the probability of a year is 1 - exp(-.4) = .32968
    probability = 1 - math.exp(-0.4)
    for u, month in ((0.0, 1450), (probability * 0.51, 1456), (probability * 0.999, 1461)):
        assert same_uncompiled(drawn_move, u, 0.3, 0.1, 1450, 12)[0] == month
    assert same_uncompiled(drawn_move, probability * 1.001, 0.3, 0.1, 1450, 12) == (NO_MONTH, NOBODY)
    # three quarters of each month's draws leave the city
    assert drawn_move(probability * 0.74 / 12, 0.3, 0.1, 1450, 12) == (1450, NOBODY)
    assert drawn_move(probability * 0.76 / 12, 0.3, 0.1, 1450, 12)[1] != NOBODY


@given(st.floats(0, 3), st.floats(0, 3), st.integers(1, 12))
def test_moves_have_their_probability_and_split(leave: float, move: float, months: int) -> None:
    n = 2400
    drawn = np.array([drawn_move((k + 0.5) / n, leave, move, 1450, months) for k in range(n)])
    moving = drawn[:, 0] != NO_MONTH
    probability = 1 - math.exp(-(leave + move) * months / 12)
    assert moving.mean() == pytest.approx(probability, abs=1 / n)
    assert ((drawn[moving, 0] >= 1450) & (drawn[moving, 0] < 1450 + months)).all()
    if moving.sum() > 400:
        share = (drawn[moving, 1] == NOBODY).mean()
        assert share == pytest.approx(leave / (leave + move), abs=(months + 1) / moving.sum())


def test_destinations_are_drawn_by_residents() -> None:
    residents = np.full((6, 21), 100.0)
    residents[:, 5] = young = np.array([10.0, 20, 30, 0, 25, 15])  # of 25 to 29
    for u, county in ((0.0, 0), (0.0999, 0), (0.1001, 1), (0.2999, 1), (0.5999, 2), (0.6001, 4), (0.99, 5)):
        assert same_uncompiled(destination_county, u, 3, 27, residents) == county
    n = size(6000, 2000)
    drawn = [destination_county((k + 0.5) / n, 0, 29, residents) for k in range(n)]
    np.testing.assert_allclose(np.bincount(drawn, minlength=6) / n, young / 100, atol=1 / n)


def test_expected_flows_between_two_counties_are_equal_at_each_age() -> None:
    persons = np.zeros((6, 2, 101), np.int64)
    persons[0, :, 25:30], persons[1, :, 25:30], persons[:, :, 60] = 30, 10, [[100, 100]] * 6
    residents = residents_by_band(persons)
    assert residents[:2, 5].tolist() == [300.0, 100.0]
    u = (np.arange(4000) + 0.5) / 4000
    out, back = (np.mean([destination_county(x, c, 27, residents) == 1 - c for x in u]) for c in (0, 1))
    assert residents[0, 5] * out == pytest.approx(residents[1, 5] * back, rel=0.01)


def family() -> Population:
    """A couple in county 2 with a boy of 5, a girl of 16 and a son of 20, all under one roof."""
    population = city(
        5, room=4, county=2, urban=1,
        birth=[MONTH - 45 * 12, MONTH - 47 * 12, MONTH - 60, MONTH - 16 * 12, MONTH - 20 * 12],
        sex=[FEMALE, MALE, MALE, FEMALE, MALE],
        hukou=[HUKOU_LOCAL, HUKOU_OUTSIDE, HUKOU_LOCAL, HUKOU_LOCAL, HUKOU_LOCAL],
    )
    marry(population, 0, 1)
    for child in (4, 3, 2):
        give_child(population, 0, child)
    return population


def test_who_moves_with_parents_by_hand() -> None:
    assert same_uncompiled(moves_with_parents, 215, NEVER_MARRIED)
    assert not same_uncompiled(moves_with_parents, 216, NEVER_MARRIED)
    assert not moves_with_parents(200, MARRIED)


def test_a_family_moves_to_another_county_together() -> None:
    population = family()
    persons, households = population.persons, population.households
    persons.destination[0] = 6
    stock, counts, n_households = stock_of(population, MONTH), empty_counts(), counter(5)
    carry_out_moves(rows(0), persons, households, n_households, stock, ONLY_TO_THE_LAST, counts, 1, MONTH)
    assert list(persons.county[:5]) == [5, 5, 5, 5, 2]  # the grown-up son stays
    assert list(persons.household[:5]) == [5, 5, 5, 5, 0]
    assert (households.size[0], households.size[5], households.county[5], households.tenure[5]) == (1, 4, 5, RENT)
    assert list(persons.hukou[:5]) == [HUKOU_SAME_CITY, HUKOU_OUTSIDE, HUKOU_SAME_CITY, HUKOU_SAME_CITY, HUKOU_LOCAL]
    assert counts.moved_out[2].sum() == counts.moved_in[5].sum() == 4
    assert (counts.moved_in[5, FEMALE, 45], counts.moved_in[5, MALE, 5]) == (1, 1)
    assert counts.balance[MONTH % 12, 2, MOVED_OUT] == counts.balance[MONTH % 12, 5, MOVED_IN] == 4
    assert counts.departures.sum() == 0
    np.testing.assert_array_equal(stock, stock_of(population, MONTH))
    assert n_households[0] == 6


def test_a_family_leaves_the_city_together() -> None:
    population = family()
    persons, households = population.persons, population.households
    persons.destination[0] = NOBODY
    stock, counts, n_households = stock_of(population, MONTH), empty_counts(), counter(5)
    carry_out_moves(rows(0), persons, households, n_households, stock, ONLY_TO_THE_LAST, counts, 1, MONTH)
    assert list(persons.presence[:5]) == [DEPARTED] * 4 + [RESIDENT]
    assert (households.size[0], n_households[0]) == (1, 5)
    assert counts.departures.sum() == counts.departures[2].sum() == counts.balance[MONTH % 12, 2, DEPARTURES] == 4
    np.testing.assert_array_equal(stock, stock_of(population, MONTH))


def test_whoever_chooses_the_own_county_stays_at_home() -> None:
    population = family()
    population.persons.destination[0] = 6
    counts, n_households, here = empty_counts(), counter(5), np.roll(ONLY_TO_THE_LAST, 3, axis=0)
    carry_out_moves(
        rows(0), population.persons, population.households, n_households, stock_of(population, MONTH), here, counts, 1,
        MONTH,
    )
    assert (n_households[0], counts.moved_out.sum(), population.households.size[0]) == (5, 0, 5)


def test_husbands_and_the_dead_do_not_set_out() -> None:
    population = family()
    persons = population.persons
    persons.presence[4] = 2
    counts = empty_counts()
    carry_out_moves(
        rows(1, 4), persons, population.households, counter(5), stock_of(population, MONTH), ONLY_TO_THE_LAST, counts,
        1, MONTH,
    )
    assert counts.departures.sum() + counts.moved_out.sum() == 0


def test_chosen_counties_follow_the_residents_over_many_movers() -> None:
    n = size(6000, 600)
    population = city(n, room=n, sex=FEMALE, county=0, destination=6)
    residents = np.array([1.0, 1, 1, 1, 1, 5])
    carry_out_moves(
        np.arange(n, dtype=np.int32), population.persons, population.households, counter(n),
        stock_of(population, MONTH), np.repeat(residents, 21).reshape(6, 21), empty_counts(), 1, MONTH,
    )
    chosen = np.bincount(population.persons.county[:n], minlength=6)
    assert stats.chisquare(chosen, n * residents / residents.sum()).pvalue > 1e-4


def test_arrivals_become_residents_once() -> None:
    population = city(3, county=1, sex=FEMALE, presence=[RESIDENT, ABSENT, ABSENT])
    persons, households = population.persons, population.households
    households.size[1:] = 0
    persons.next_move[:] = MONTH + 3
    stock, counts = stock_of(population, MONTH), empty_counts()
    for _ in range(2):
        carry_out_arrivals(1, 3, persons, households, stock, counts, MONTH)
    assert list(persons.presence) == [RESIDENT] * 3
    assert list(households.size) == [1, 1, 1]
    assert counts.arrivals.sum() == counts.arrivals[1, FEMALE, 30] == counts.balance[MONTH % 12, 1, ARRIVALS] == 2
    assert list(persons.next_move == NO_MONTH) == [False, True, True]
    np.testing.assert_array_equal(stock, stock_of(population, MONTH))


@pytest.mark.parametrize(("n", "tenure", "area", "savings", "debt"), [(3, OWN, 110.0, 90_000.0, 5e5),
                                                                      (1, RENT, 30.0, 30_000.0, 0.0)])
def test_what_movers_take_along(n: int, tenure: int, area: float, savings: float, debt: float) -> None:
    population = city(1, room=1)
    households = population.households
    households.size[0], households.tenure[0], households.floor_area[0] = 3, OWN, 110
    households.savings[0], households.debt[0] = 90_000, 5e5
    home = new_household(households, counter(1), 2, 1)
    take_along(0, home, n, households)
    assert (households.tenure[home], households.floor_area[home]) == (tenure, area)
    assert (households.savings[home], households.debt[home]) == (savings, debt)
    assert households.savings[:2].sum() == 90_000
    assert households.debt[:2].sum() == 5e5


def test_who_moves_as_a_whole_leaves_a_built_home_behind() -> None:
    """Three movers rent 90 m2 and go on owing what is owed on the home of 110 m2 that they built."""
    population = city(1, room=1)
    households = population.households
    households.size[0], households.tenure[0], households.floor_area[0] = 3, OWN, 110
    households.savings[0], households.debt[0], households.self_built[0] = 90_000, 5e4, 1
    home = new_household(households, counter(1), 2, 1)
    take_along(0, home, 3, households)
    assert (households.tenure[home], households.floor_area[home], households.self_built[home]) == (RENT, 90.0, 0)
    assert (households.savings[home], households.debt[home], households.debt[0]) == (90_000, 5e4, 0.0)
