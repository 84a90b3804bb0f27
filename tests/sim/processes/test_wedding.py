"""What a wedding changes."""

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.population.columns import (
    COLLECTIVE,
    DEAD,
    DIVORCED,
    FEMALE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    HUKOU_SAME_CITY,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    WIDOWED,
    Population,
)
from sim.processes.accounts import MOVED_IN, MOVED_OUT, empty_counts
from sim.processes.wedding import wed
from tests.sim.makers import MONTH, city, counter, give_child, marry, rows, stock_of
from tests.sim.market import P, born


def bride_and_groom() -> Population:
    """A divorcee of county 1 with a boy of 6, and a never-married man of county 4 who lives with his mother."""
    population = city(
        4, room=2, sex=[FEMALE, MALE, MALE, FEMALE], county=[1, 4, 1, 4], urban=[0, 1, 0, 1],
        birth=[born(33), born(35), born(6), born(60)], marital=[DIVORCED, NEVER_MARRIED, 0, WIDOWED],
        n_unions=[1, 0, 0, 1], hukou=[HUKOU_LOCAL, HUKOU_LOCAL, HUKOU_OUTSIDE, HUKOU_LOCAL], education=[2, 5, 0, 1],
    )
    give_child(population, 0, 2)
    give_child(population, 3, 1)
    population.persons.trying_since[0] = MONTH - 40
    return population


@pytest.mark.parametrize("own_home", [1.0, 0.0])
def test_a_wedding_by_hand(own_home: float) -> None:
    population = bride_and_groom()
    persons, households = population.persons, population.households
    stock, counts, n_households = stock_of(population, MONTH), empty_counts(), counter(4)
    p = P._replace(new_home_at_wedding=own_home)
    wed(rows(0), rows(1), persons, households, n_households, stock, counts, as_record(p), 1, MONTH)
    assert list(persons.marital[:2]) == [MARRIED, MARRIED]
    assert list(persons.partner[:2]) == [1, 0]
    assert list(persons.union_start[:2]) == [MONTH, MONTH]
    assert list(persons.n_unions[:2]) == [2, 1]
    assert persons.trying_since[0] == NO_MONTH
    home = 4 if own_home else 3  # his mother's is household 3
    assert list(persons.household[:3]) == [home] * 3  # her child comes along
    assert list(persons.county[:3]) == [4, 4, 4]
    assert list(households.size[:5]) == ([0, 0, 0, 1, 3] if own_home else [0, 0, 0, 4, 0])
    assert n_households[0] == (5 if own_home else 4)
    assert list(persons.hukou[:3]) == [HUKOU_SAME_CITY, HUKOU_LOCAL, HUKOU_OUTSIDE]
    assert counts.marriages.sum() == 2
    assert (counts.marriages[1, FEMALE, 33, 1], counts.marriages[4, MALE, 35, 0]) == (1, 1)
    assert counts.couples_by_age[33, 35] == counts.couples_by_education[2, 5] == 1
    assert counts.balance[MONTH % 12, 1, MOVED_OUT] == counts.balance[MONTH % 12, 4, MOVED_IN] == 2
    assert counts.moved_out[1].sum() == counts.moved_in[4].sum() == 2
    np.testing.assert_array_equal(stock, stock_of(population, MONTH))


def test_a_man_of_a_collective_unit_sets_up_a_home() -> None:
    population = city(2, room=2, sex=[FEMALE, MALE])
    population.households.kind[1] = COLLECTIVE
    n_households = counter(2)
    wed(rows(0), rows(1), population.persons, population.households, n_households, stock_of(population, MONTH),
        empty_counts(), as_record(P._replace(new_home_at_wedding=0.0)), 1, MONTH)
    assert list(population.persons.household[:2]) == [2, 2]
    assert list(population.households.size[:3]) == [0, 0, 2]


def test_a_widowers_children_come_along() -> None:
    population = city(4, room=2, sex=[FEMALE, MALE, FEMALE, MALE], birth=[born(34), born(36), born(4), born(20)])
    marry(population, 0, 1)
    for child in (3, 2):
        give_child(population, 0, child)
    persons, households = population.persons, population.households
    persons.presence[0], households.size[0] = DEAD, 3
    persons.marital[1], persons.partner[1], persons.youngest[1] = WIDOWED, -1, 2
    bride = population.n_persons
    persons.presence[bride], persons.sex[bride], persons.birth[bride] = 1, FEMALE, born(30)
    persons.county[bride], persons.household[bride], households.size[3] = 0, 3, 1
    households.county[3] = 0
    wed(rows(bride), rows(1), persons, households, counter(4), np.zeros((6, 2, 101), np.int64), empty_counts(),
        as_record(P._replace(new_home_at_wedding=1.0)), 1, MONTH)
    assert persons.household[2] == persons.household[1] == persons.household[bride] == 4
    assert persons.household[3] == 0  # the grown-up stays
    assert (households.size[0], households.size[4]) == (1, 3)
