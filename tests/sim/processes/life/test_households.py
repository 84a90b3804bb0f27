"""Leaving the parents' home: who may, and what it changes."""

import pytest

from sim.population.columns import COLLECTIVE, DEAD, DEPARTED, FAMILY, RENT
from sim.processes.life.households import leave_home, leaving_home_hazard
from tests.sim.makers import city, counter, join_home, rates, rows, same_uncompiled

P = rates(leave_home=0.07)


@pytest.mark.parametrize(
    ("age", "works", "hazard"),
    [(19, True, 0.0), (20, True, 0.07), (39, True, 0.07), (40, True, 0.0), (25, False, 0.0), (70, True, 0.0)],
)
def test_hazard_by_hand(age: int, works: bool, hazard: float) -> None:
    assert same_uncompiled(leaving_home_hazard, age, works, P) == hazard


def test_a_mover_gets_a_rented_home_of_the_same_county() -> None:
    population = city(2, room=2, county=3, urban=1)
    join_home(population, 1, 0)
    n_households = counter(2)
    leave_home(rows(1), population.persons, population.households, n_households)
    households = population.households
    assert (population.persons.household[1], n_households[0]) == (2, 3)
    assert (households.size[0], households.size[2]) == (1, 1)
    assert (households.county[2], households.kind[2], households.tenure[2], households.urban[2]) == (3, FAMILY, RENT, 1)


def test_who_lives_alone_or_in_a_collective_unit_stays() -> None:
    population = city(3, room=3)
    join_home(population, 2, 1)
    population.households.kind[1] = COLLECTIVE
    n_households = counter(3)
    leave_home(rows(0, 2), population.persons, population.households, n_households)
    assert n_households[0] == 3
    assert list(population.persons.household[:3]) == [0, 1, 1]


def test_who_died_or_left_earlier_in_the_month_gets_no_home() -> None:
    population = city(3, room=3)
    for row in (1, 2):
        join_home(population, row, 0)
    persons, households = population.persons, population.households
    persons.presence[1:3] = [DEAD, DEPARTED]
    households.size[0] = 1
    n_households = counter(3)
    leave_home(rows(1, 2), persons, households, n_households)
    assert n_households[0] == 3
    assert list(households.size[:3]) == [1, 0, 0]
    households.size[0] = 2  # not alone: the one who is gone is still no mover
    leave_home(rows(1, 2), persons, households, n_households)
    assert (n_households[0], households.size[0]) == (3, 2)
