"""The yearly queue for public rental homes."""

import numpy as np
import pytest

from sim.chunks import Chunks
from sim.population.columns import FLEXIBLE, OWN, PRIVATE, PUBLIC_RENT, RENT, Population
from sim.processes.homes.household_heads import household_heads
from sim.processes.homes.public_rental import allocate_public_homes, public_tenants
from tests.sim.makers import MONTH, city, give_child
from tests.sim.market import HOMES, born, changed


def families(n: int, children: int, earnings: float = 60_000) -> Population:
    """`n` renting workers of other hukou in county 1, each with children of 4."""
    size = n * (1 + children)
    adult = np.arange(size) < n
    population = city(
        size, sex=1, birth=np.where(adult, born(35), born(4)), earnings=np.where(adult, earnings, 0), county=1,
        hukou=3, work=np.where(adult, PRIVATE, 0))
    for child in range(n, size):
        give_child(population, (child - n) % n, child)
    population.households.tenure[:size] = RENT
    return population


def allocated(
    population: Population, stock: int, priority: float = 0.0, threads: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    heads = household_heads(
        population.n_persons, population.n_households, population.persons, population.households.tenure, MONTH, True)
    homes = changed(HOMES, public_priority=priority)
    return allocate_public_homes(
        np.array([0, stock, 0, 0, 0, 0]), heads, population.persons, population.households, homes, 1.0, 1, MONTH,
        Chunks(threads))


@pytest.mark.parametrize(("stock", "served"), [(0, 0), (3, 3), (50, 20)])
def test_no_more_are_served_than_homes_are_vacant(stock: int, served: int) -> None:
    population = families(20, 1)
    entitled, found = allocated(population, stock)
    assert entitled[1].tolist() == [0, 20, 0, 0]
    housed = population.households.tenure == PUBLIC_RENT
    assert found.sum() == found[1, 1] == housed.sum() == served
    assert (population.households.floor_area[housed] == 60.0).all()  # two persons need 60 m2


def test_tenants_keep_their_homes_and_are_not_vacancies() -> None:
    population = families(20, 1)
    population.households.tenure[:4] = PUBLIC_RENT
    entitled, served = allocated(population, 5)
    assert (entitled.sum(), served.sum()) == (16, 1)
    heads = household_heads(40, 40, population.persons, population.households.tenure, MONTH, True)
    assert public_tenants(heads, population.households).tolist() == [0, 5, 0, 0, 0, 0]


def test_who_is_rich_owns_or_is_not_settled_may_not_queue() -> None:
    rich, owner, loose = families(5, 1, earnings=97_000), families(5, 1), families(5, 1)
    owner.households.tenure[:10] = OWN
    loose.persons.work[:5] = FLEXIBLE
    for population in (rich, owner, loose):
        assert allocated(population, 5)[0].sum() == 0


def test_three_child_families_go_first_where_the_lever_says_so() -> None:
    several = families(10, 3, earnings=150_000)
    ones = families(60, 1)
    for priority, least in ((0.0, 0), (1.0, 10)):
        both = city(160, sex=1, county=1)
        for name in ("birth", "earnings", "county", "hukou", "work", "birthday", "presence"):
            column = getattr(both.persons, name)
            column[:40], column[40:] = getattr(several.persons, name), getattr(ones.persons, name)
        for child in range(10, 40):
            give_child(both, child % 10, child)
        for child in range(100, 160):
            give_child(both, 40 + (child - 100), child)
        both.households.tenure[:] = RENT
        entitled, served = allocated(both, 10, priority)
        assert entitled[1].tolist() == [0, 60, 0, 10]
        assert served[1].sum() == 10
        assert least <= served[1, 3] <= max(least, 6)


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")  # of draws, uncompiled on other threads
def test_any_number_of_threads_lets_in_the_same_families(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.chunks.SMALL_CALL", 0)
    housed = []
    for threads in (1, 2):
        population = families(20, 1)
        found = allocated(population, 7, threads=threads)
        housed.append([*found, population.households.tenure, population.households.floor_area])
    for one, other in zip(*housed, strict=True):
        np.testing.assert_array_equal(one, other)
