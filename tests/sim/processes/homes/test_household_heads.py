"""Heads, incomes and minors of households, in any order of rows."""

import numpy as np
import pytest

from sim.chunks import Chunks
from sim.population.columns import DEAD, NOBODY, OWN, RENT, WITH_PARENTS, Population
from sim.processes.homes.household_heads import NO_HEAD, Heads, head_key, household_heads, set_joint_tenure
from tests.sim.makers import MONTH, city, copy_of, give_child, join_home, marry, permuted, same_uncompiled
from tests.sim.market import born


def heads_of(population: Population, everywhere: bool = True) -> Heads:
    return household_heads(
        population.n_persons, population.n_households, population.persons, population.households.tenure, MONTH,
        everywhere)


def test_rank_of_a_head_by_pay_then_age_then_id() -> None:
    rich, old, high = (same_uncompiled(head_key, *who) for who in ((9, 200, 1), (8, 900, 1), (8, 200, 2)))
    assert rich > old > high > head_key(8, 200, 1) > head_key(0, 2047, 2**31 - 1)
    assert head_key(10**7, 5000, 2**62 + 7) == head_key(1048575, 2047, 7)


def three_generations() -> Population:
    """A grandmother, her son with his wife, their two children; apart from them a man alone and a dead one."""
    population = city(
        7, sex=[1, 0, 1, 0, 1, 0, 0], birth=[born(60), born(33), born(31), born(6), born(2), born(50), born(50)],
        earnings=[0, 90_000, 120_000, 0, 0, 50_000, 70_000])
    give_child(population, 0, 1)
    marry(population, 2, 1)
    for child in (3, 4):
        give_child(population, 2, child)
    join_home(population, 0, 2)
    population.persons.presence[6] = DEAD
    population.households.tenure[:7] = OWN
    population.households.tenure[5] = RENT
    return population


def test_heads_by_hand() -> None:
    population = three_generations()
    heads = heads_of(population)
    assert (heads.head[2], heads.income[2], heads.minors[2]) == (2, 210_000, 2)
    assert heads.month[2] == population.persons.birthday[2]
    assert (heads.head[5], heads.income[5], heads.minors[5]) == (5, 50_000, 0)
    assert heads.head[6] == NOBODY
    assert heads.month[6] == NO_HEAD
    assert list(np.flatnonzero(heads.joint)) == [2]


def test_homes_with_parents_are_marked_and_unmarked() -> None:
    population = three_generations()
    tenure = population.households.tenure
    assert not heads_of(population, everywhere=False).joint.any()  # only homes known as such are looked at
    set_joint_tenure(heads_of(population).joint, population.households)
    assert list(tenure[[2, 5]]) == [WITH_PARENTS, RENT]
    assert heads_of(population, everywhere=False).joint[2]
    population.persons.presence[0] = DEAD  # she has died: the home is theirs
    set_joint_tenure(heads_of(population, everywhere=False).joint, population.households)
    assert tenure[2] == OWN


def test_the_order_of_rows_does_not_matter() -> None:
    population = three_generations()
    heads = heads_of(population)
    for seed in range(5):
        mixed = permuted(copy_of(population), seed)
        found = heads_of(mixed)
        ids = {
            (int(mixed.persons.id[i]), int(found.income[h]), int(found.minors[h]))
            for h, i in enumerate(found.head) if i != NOBODY
        }
        assert ids == {
            (int(population.persons.id[i]), int(heads.income[h]), int(heads.minors[h]))
            for h, i in enumerate(heads.head) if i != NOBODY
        }


def test_chunks_of_households_find_the_same_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.chunks.SMALL_CALL", 0)
    population = three_generations()
    given = population.n_persons, population.n_households, population.persons, population.households.tenure, MONTH
    for one, other in zip(household_heads(*given, True, Chunks(2)), household_heads(*given, True), strict=True):
        np.testing.assert_array_equal(one, other)
