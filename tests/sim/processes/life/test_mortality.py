"""Deaths: closed forms of the draw, what a death changes, and death rates against published crude rates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH
from sim.places.pack import Pack
from sim.population.columns import DEAD, FEMALE, MALE, MARRIED, NOBODY, RESIDENT, WIDOWED, Array
from sim.processes.accounts import DEATHS, empty_counts
from sim.processes.life.mortality import carry_out_deaths, death_month, death_probability, death_rates
from tests.sim.makers import MONTH, city, give_child, marry, rows, same_uncompiled, stock_of


def test_death_probability_by_hand() -> None:
    # a rate of .12 a year over 12 months: 1 - exp(-.12) = .11307956328284252
    assert same_uncompiled(death_probability, 0.12, 12.0) == pytest.approx(0.11307956328284252, rel=1e-12)
    assert same_uncompiled(death_probability, 0.12, 0.0) == 0.0
    assert same_uncompiled(death_probability, 0.0, 12.0) == 0.0


def test_death_month_by_hand() -> None:
    # at .12 the probability of a year is .11308: a draw of half of it dies half-way, in month 6 of 0..11
    for u, month in ((0.0, 1450), (0.11307956 / 2 + 1e-6, 1456), (0.11307, 1461), (0.1131, NO_MONTH), (0.5, NO_MONTH)):
        assert same_uncompiled(death_month, u, 0.12, 1450, 12) == month


@given(st.floats(0, 5), st.integers(1, 12))
def test_deaths_are_spread_evenly_over_the_months_left(rate: float, months: int) -> None:
    n = 2000
    drawn = np.array([death_month((k + 0.5) / n, rate, 1450, months) for k in range(n)])
    dead = drawn[drawn != NO_MONTH]
    assert len(dead) / n == pytest.approx(1 - math.exp(-rate * months / 12), abs=1 / n)
    assert ((dead >= 1450) & (dead < 1450 + months)).all()
    by_month = np.bincount(dead - 1450, minlength=months)
    assert by_month.max() - by_month.min() <= 1 + 1e-9 * n


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 2), st.floats(0, 2))
def test_who_dies_at_a_low_rate_dies_at_a_higher_one_and_no_later(u: float, a: float, b: float) -> None:
    low, high = (death_month(u, rate, 1450, 12) for rate in sorted((a, b)))
    if low != NO_MONTH:
        assert high != NO_MONTH
        assert high <= low


def test_a_death_by_hand() -> None:
    population = city(4, birth=[MONTH - 480, MONTH - 500, MONTH - 60, MONTH - 700], sex=[FEMALE, MALE, MALE, FEMALE])
    marry(population, 0, 1)
    give_child(population, 0, 2)
    persons, households = population.persons, population.households
    persons.county[3] = households.county[3] = 4
    persons.trying_since[0] = MONTH - 3
    stock, counts = stock_of(population, MONTH), empty_counts()
    widowed = carry_out_deaths(rows(1, 3), persons, households, stock, counts, MONTH)
    assert list(widowed) == [0]
    assert list(persons.presence[:4]) == [RESIDENT, DEAD, RESIDENT, DEAD]
    assert (persons.marital[0], persons.partner[0], persons.trying_since[0]) == (WIDOWED, NOBODY, NO_MONTH)
    assert list(households.size[:4]) == [2, 0, 0, 0]
    assert (counts.deaths.sum(), counts.deaths[0, MALE, 41], counts.deaths[4, FEMALE, 58]) == (2, 1, 1)
    assert (counts.widowings.sum(), counts.widowings[0, FEMALE, 40]) == (1, 1)
    assert list(counts.balance[MONTH % 12, :, DEATHS]) == [1, 0, 0, 0, 1, 0]
    np.testing.assert_array_equal(stock, stock_of(population, MONTH))
    assert len(carry_out_deaths(rows(1, 3), persons, households, stock, counts, MONTH)) == 0  # only once
    assert counts.deaths.sum() == 2


def test_a_couple_dying_in_one_month_leaves_nobody_widowed() -> None:
    population = city(2, sex=[FEMALE, MALE])
    marry(population, 0, 1)
    population.persons.next_death[:] = MONTH
    counts = empty_counts()
    widowed = carry_out_deaths(
        rows(0, 1), population.persons, population.households, stock_of(population, MONTH), counts, MONTH
    )
    assert len(widowed) == 0
    assert (counts.deaths.sum(), counts.widowings.sum()) == (2, 0)
    assert (population.persons.presence == DEAD).all()


def test_a_widower_keeps_the_children() -> None:
    population = city(3, birth=[MONTH - 400, MONTH - 420, MONTH - 30], sex=[FEMALE, MALE, MALE])
    marry(population, 0, 1)
    give_child(population, 0, 2)
    carry_out_deaths(
        rows(0), population.persons, population.households, stock_of(population, MONTH), empty_counts(), MONTH
    )
    assert population.persons.youngest[1] == 2
    assert population.persons.household[2] == population.persons.household[1]
    assert population.persons.marital[1] == WIDOWED != MARRIED


@pytest.fixture(scope="module")
def rates(pack: Pack) -> Array:
    return death_rates(pack, 2010, 2035)


def test_death_rates_are_plausible_at_every_age(rates: Array) -> None:
    assert rates.shape == (26, 6, 2, 101)
    assert ((rates > 0) & (rates < 2)).all()
    assert (np.diff(rates[..., 35:96], axis=3) > 0).all()  # adult mortality rises with age
    assert (rates[..., 0] > rates[..., 10]).all()
    assert (rates[:, :, MALE, 20:90] > rates[:, :, FEMALE, 20:90]).all()
    assert (rates[-1, ..., 0] < rates[0, ..., 0]).all()  # and falls over time in the WPP


def crude_rate(pack: Pack, rates: Array, census: int, county: int) -> float:
    """Deaths per resident and year that rates (sex, age) give for the residents a census counted in a county."""
    table = pack.table("population")
    cells = table[(table.census == census) & (table.county_code == county)]
    deaths = sum(
        cell.value * rates[int(cell.sex == "female"), cell.age_from : min(cell.age_to, 92) + 1].mean()
        for cell in cells.itertuples()
    )
    return float(deaths / cells.value.sum())


def test_rates_of_2010_give_the_published_crude_rate_of_every_county(pack: Pack, rates: Array) -> None:
    published = {330602: 4.22, 330603: 4.67, 330604: 6.95, 330624: 8.51, 330681: 6.82, 330683: 8.33}  # census of 2010
    for c, code in enumerate(pack.county_codes):
        assert 1000 * crude_rate(pack, rates[0, c], 2010, code) == pytest.approx(published[code], rel=1e-9)


def test_rates_of_2022_give_about_the_published_crude_rate_of_the_city(pack: Pack, rates: Array) -> None:
    table = pack.table("population")
    residents = table[table.census == 2020].groupby("county_code").value.sum()
    deaths = sum(
        residents[code] * crude_rate(pack, rates[12, c], 2020, code) for c, code in enumerate(pack.county_codes)
    )
    # 6.9 per 1000 (communique): counties keep their differences of 2010, which leaves a few per cent
    assert 1000 * deaths / residents[list(pack.county_codes)].sum() == pytest.approx(6.9, rel=0.05)


def test_rates_do_not_depend_on_the_years_asked_for(pack: Pack, rates: Array) -> None:
    np.testing.assert_allclose(death_rates(pack, 2020, 2022), rates[10:13], rtol=1e-12)
