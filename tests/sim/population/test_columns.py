"""Rows kept free for those who are yet to come."""

import tracemalloc

from sim.population.columns import NOBODY, Population, empty_households, empty_persons


def test_room_is_made_where_it_lacks_and_rows_in_use_stay() -> None:
    population = Population(empty_persons(100), empty_households(60), 98, 40)
    population.persons.county[:98], population.households.size[:40] = 3, 2
    persons, households = population.persons, population.households
    population.make_room(2, 20)
    assert population.persons is persons
    assert population.households is households
    population.make_room(3, 20)
    assert len(population.persons.id) == 98 + 3 + 98 // 50
    assert population.households is households
    population.make_room(0, 21)
    assert len(population.households.size) == 40 + 21 + 40 // 20
    assert (population.persons.county[:98] == 3).all()
    assert (population.persons.partner[98:] == NOBODY).all()
    assert (population.households.size[:40] == 2).all()


def test_room_is_made_column_by_column() -> None:
    """A city whose old columns all lived until the last new one was made would take twice its memory."""
    population = Population(empty_persons(100_000), empty_households(1), 100_000, 1)
    whole = sum(column.nbytes for column in population.persons)
    tracemalloc.start()
    try:
        population = Population(empty_persons(100_000), empty_households(1), 100_000, 1)
        population.reserve(1000, 0)
        assert tracemalloc.get_traced_memory()[1] < 1.5 * whole
    finally:
        tracemalloc.stop()
