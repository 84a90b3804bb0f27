"""Counting: hand-made residents and households, lists of women and singles."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.chunks import Chunks
from sim.clock import month_index
from sim.population.columns import (
    ABSENT,
    COLLECTIVE,
    DEAD,
    DEPARTED,
    DIVORCED,
    FEMALE,
    FLEXIBLE,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    NO_WORK,
    OWN,
    PRIVATE,
    PUBLIC,
    RENT,
    RESIDENT,
    WIDOWED,
    Population,
    empty_households,
)
from sim.processes.accounts import empty_counts
from sim.processes.life.census import (
    Census,
    HouseholdCount,
    WomenCount,
    count_households,
    count_listed,
    count_stocks,
    open_year,
    take_census,
    whole,
    women_of,
)
from tests.sim.makers import MONTH, city, stock_of


def census(population: Population, month: int, not_yet: int, last_month: int) -> Census:
    """The census of all rows, in one piece."""
    return take_census(0, population.n_persons, population.persons, month, not_yet, last_month)


def test_residents_by_hand() -> None:
    years = 12
    population = city(
        6,
        presence=[RESIDENT, RESIDENT, DEAD, DEPARTED, ABSENT, RESIDENT],
        county=[0, 5, 0, 0, 0, 5],
        sex=[MALE, FEMALE, MALE, MALE, FEMALE, FEMALE],
        birth=[MONTH - 40 * years, MONTH - 5, MONTH - 400, MONTH - 400, MONTH - 400, MONTH - 105 * years],
        hukou=[0, 3, 0, 0, 0, 1],
        work=[PRIVATE, FLEXIBLE, PUBLIC, PUBLIC, PUBLIC, NO_WORK],
        marital=[MARRIED, NEVER_MARRIED, MARRIED, MARRIED, NEVER_MARRIED, WIDOWED],
    )
    found = census(population, MONTH, 6, MONTH + 12)
    assert found.persons.sum() == 3
    assert found.women_at_work.sum() == found.women_at_work[5, 0] == 1  # a man and the dead at work are not counted
    assert (found.persons[0, MALE, 40], found.persons[5, FEMALE, 0], found.persons[5, FEMALE, 100]) == (1, 1, 1)
    assert (found.never_married.sum(), found.never_married[5, FEMALE, 0]) == (1, 1)
    assert (found.by_hukou[0, 0], found.by_hukou[5, 3], found.by_hukou[5, 1]) == (1, 1, 1)
    np.testing.assert_array_equal(found.persons, stock_of(population, MONTH))
    only_last = take_census(5, 6, population.persons, MONTH, 6, MONTH + 12).persons
    assert (only_last.sum(), only_last[5, FEMALE, 100]) == (1, 1)


@given(st.integers(0, 2**32 - 1), st.integers(0, 200))
def test_two_halves_of_a_census_are_the_whole(seed: int, cut: int) -> None:
    generator, n = np.random.default_rng(seed), 200
    population = city(
        n, birth=MONTH - generator.integers(1, 1100, n), sex=generator.integers(0, 2, n),
        county=generator.integers(0, 6, n), presence=generator.integers(0, 4, n), marital=generator.integers(0, 4, n),
        work=generator.integers(0, 4, n),
    )
    at_once = take_census(0, n, population.persons, MONTH, 150, MONTH + 12)
    halves = [take_census(a, b, population.persons, MONTH, 150, MONTH + 12) for a, b in ((0, cut), (cut, n))]
    for name, found in whole(halves)._asdict().items():
        np.testing.assert_array_equal(found, getattr(at_once, name), err_msg=name)
    np.testing.assert_array_equal(at_once.persons, stock_of(population, MONTH))


def test_households_by_hand() -> None:
    households = empty_households(6)
    households.size[:] = [1, 3, 0, 14, 250, 40]
    households.county[:] = [0, 0, 0, 2, 2, 2]
    households.kind[4:] = COLLECTIVE
    households.tenure[:4] = [OWN, RENT, OWN, RENT]
    found = count_households(0, 6, households)
    assert found.by_tenure.tolist() == [[1, 1, 0, 0], [0] * 4, [0, 1, 0, 0], [0] * 4, [0] * 4, [0] * 4]
    assert found.by_size.sum() == 3
    assert (found.by_size[0, 1], found.by_size[0, 3], found.by_size[2, 10]) == (1, 1, 1)
    np.testing.assert_array_equal(found.collective, [0, 0, 290, 0, 0, 0])


def test_women_listed_are_those_who_may_be_exposed_or_give_birth() -> None:
    month, last = month_index(2021, 12), month_index(2022, 12)
    births = [last - 15 * 12, last - 15 * 12 + 1, month - 50 * 12, month - 51 * 12 + 1, month - 51 * 12]
    population = city(8, sex=FEMALE, birth=[*births, month - 360, month - 360, month - 360])
    persons = population.persons
    persons.sex[5] = MALE
    persons.presence[6], persons.presence[7] = DEAD, ABSENT
    assert list(census(population, month, 8, last).women) == [0, 2, 3, 7]
    assert list(census(population, month, 7, last).women) == [0, 2, 3]  # row 7 arrives after these months


def test_singles_listed_are_unmarried_and_of_marriageable_age_in_some_month() -> None:
    month, last = month_index(2021, 12), month_index(2022, 12)
    births = [last - 240, last - 239, month - 65 * 12 + 1, month - 65 * 12, month - 360, month - 360, month - 360]
    population = city(7, birth=births, marital=[0, 0, WIDOWED, 0, MARRIED, 0, 0])
    population.persons.presence[5:] = [DEPARTED, ABSENT]
    assert list(census(population, month, 7, last).singles) == [0, 2, 6]
    assert list(census(population, month, 6, last).singles) == [0, 2]


def test_children_listed_are_under_six_and_here_or_to_come() -> None:
    month, last = month_index(2021, 12), month_index(2022, 12)
    population = city(6, birth=[month, month - 71, month - 72, month + 3, month + 3, month - 5])
    population.persons.presence[3:] = [ABSENT, ABSENT, DEAD]
    assert list(census(population, month, 4, last).children) == [0, 1, 3]


def test_a_year_opens_with_empty_counts_and_children_by_birthday() -> None:
    month = month_index(2022, 1)
    births = [month - 1, month - 47, month - 48, month - 70, month + 3]
    population = city(5, birth=births, birthday=[birth % 12 for birth in births])
    population.persons.presence[4] = ABSENT
    found = census(population, month - 1, 5, month + 11)
    rates, excess = np.full((6, 2, 101), 0.01), np.zeros((6, 2, 101))
    year = open_year(found, population, month, rates, excess, Chunks(1))
    assert list(found.children) == [0, 1, 2, 3, 4]
    assert list(year.infants) == [0, 1, 4]  # up to the fourth birthday, for the year's nurseries
    assert sorted(np.concatenate(year.children)) == [0, 1, 2, 3, 4]
    assert all(list(year.children[birth % 12]).count(row) == 1 for row, birth in enumerate(births))
    assert not any(table.any() for table in year.counts)
    assert year.death_rates is rates


def test_stocks_of_two_halves_are_written_into_the_counts() -> None:
    population = city(3, hukou=[0, 1, 1])
    found, counts = census(population, MONTH, 3, MONTH + 12), empty_counts()
    household = np.zeros((6, 11), np.int64)
    household[2, 3] = 4
    tenures = np.zeros((6, 4), np.int64)
    tenures[2, 0] = 4
    part = HouseholdCount(household, np.arange(6), tenures)
    wives, women = np.array([1, 0, 0, 2, 0]), np.zeros((3, 101), np.int64)
    women[2, 30] = 3
    count_stocks(found, [part, part], [WomenCount(wives, women)] * 2, counts)
    assert (counts.wives_by_tenure[3], counts.women_by_lot[2, 30], counts.women_by_lot.sum()) == (4, 6, 6)
    np.testing.assert_array_equal(counts.persons, found.persons)
    assert (counts.persons_by_hukou[0, 0], counts.persons_by_hukou[0, 1]) == (1, 2)
    assert (counts.households[2, 3], counts.tenures[2, 0], counts.collective_residents[5]) == (8, 8, 10)


def test_women_exposed_to_childbearing_by_hand() -> None:
    ages = [14.9, 15, 49.9, 50, 30, 30, 30]
    population = city(
        7, sex=[FEMALE] * 6 + [MALE], birth=[MONTH - round(a * 12) for a in ages], county=[0, 1, 2, 3, 4, 5, 4],
        parity=[0, 0, 2, 1, 7, 1, 0], marital=[0, 0, MARRIED, MARRIED, WIDOWED, DIVORCED, MARRIED],
        presence=[RESIDENT] * 5 + [DEPARTED, RESIDENT],
    )
    women = women_of(0, 7, np.arange(7, dtype=np.int32), population.persons, MONTH)
    assert women.sum() == 3
    assert women.shape == (6, 35, 4, 4)  # ages 15 to 49
    assert women[1, 0, 0, NEVER_MARRIED] == women[2, 34, 2, MARRIED] == women[4, 15, 3, WIDOWED] == 1


def test_women_listed_are_counted_by_tenure_and_lot_while_they_live_here() -> None:
    women = city(4, sex=1, birth=MONTH - 30 * 12 - 1, marital=[MARRIED, MARRIED, 0, MARRIED], lot=[2, 0, 1, 1])
    women.households.tenure[:4] = [RENT, OWN, OWN, OWN]
    women.persons.presence[3] = DEAD
    found = count_listed(0, 4, np.arange(4), women.persons, women.households, MONTH)
    assert found.wives_by_tenure.tolist() == [1, 1, 0, 0, 0]
    assert found.by_lot[:, 30].tolist() == [1, 1, 1]
    assert found.by_lot.sum() == 3
