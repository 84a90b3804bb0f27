"""Handles open to the very columns, in the compiled entry and without compilation, and follow columns that grow."""

import copy
import os
import pickle
import subprocess
import sys
from typing import Any

import numba as nb
import numpy as np
import pytest

from sim.handles import Handled, uncounted, unpacked
from sim.parameters import as_row
from sim.population.columns import Population, empty_households, empty_persons
from sim.processes.accounts import empty_counts
from sim.processes.childbearing.peers import N_CELLS, count_births
from sim.processes.unions.partnering import MarketMonth
from tests.sim.makers import COMPILED


def tables() -> Any:
    """A year's counts, arrays of one to five dimensions, with 0, 1, 2, … as deaths."""
    counts = empty_counts()
    counts.deaths[...] = np.arange(counts.deaths.size).reshape(counts.deaths.shape)
    return counts


@nb.njit
def read_and_write(handle: Any) -> tuple[int, tuple[int, int, int]]:
    """A cell, a sum and the shape of the deaths; then one is added to the last cell."""
    counts = unpacked(handle)
    total = counts.deaths[1, 1, 5] + counts.deaths[-1, -1].sum() + counts.births.sum() + counts.losses[2]
    counts.deaths[-1, -1, -1] += 1
    return total, counts.deaths.shape


@nb.njit
def read_and_write_uncounted(array: Any) -> tuple[float, int]:
    """The sum through the array not counted, of which cell [0, 0] is raised by 5 first."""
    bare = uncounted(array)
    bare[0, 0] += 5
    return bare.sum(), bare.shape[1]


@nb.njit
def first_row(handle: Any) -> tuple[int, float, int, int]:
    """One value of each dtype of the columns of persons."""
    persons = unpacked(handle)
    return persons.id[0], persons.earnings[0], persons.birth[0], persons.partner[0]


def test_a_handle_opens_to_the_very_arrays() -> None:
    held = Handled(tables())
    plain = read_and_write(tables())
    assert read_and_write(held.handle) == plain == (308 + sum(range(1111, 1212)), (6, 2, 101))
    assert held.table.deaths[-1, -1, -1] == 1212
    held.table.deaths[-1, -1, -1] = 0
    assert read_and_write(held.handle)[0] == plain[0] - 1211


def test_columns_of_every_dtype() -> None:
    persons = empty_persons(2)
    for column, value in ((persons.id, 2**62), (persons.earnings, 0.5), (persons.birth, -7), (persons.partner, 70_000)):
        column[0] = value
    assert first_row(Handled(persons).handle) == first_row(persons) == (2**62, 0.5, -7, 70_000)


def test_opened_leaves_alone_what_is_no_handle() -> None:
    @nb.njit
    def peak(row: Any) -> float:
        return unpacked(row).peak

    row = as_row(MarketMonth(3.0, 1.0, np.ones(2)))
    assert peak(row) == peak(row[0]) == peak(MarketMonth(3.0, 1.0, np.ones(2))) == 3.0
    made = tables()
    assert unpacked(made) is made


@pytest.mark.parametrize("renew", [copy.deepcopy, lambda held: pickle.loads(pickle.dumps(held))])
def test_a_copy_has_a_handle_of_its_own(renew: Any) -> None:
    held = Handled(tables())
    other = renew(held)
    read_and_write(other.handle)
    assert other.table.deaths[-1, -1, -1] == held.table.deaths[-1, -1, -1] + 1


def test_only_whole_arrays_have_handles() -> None:
    with pytest.raises(AssertionError, match="whole arrays"):
        Handled(tables()._replace(losses=np.zeros(12, np.int64)[::2]))


def test_handles_follow_columns_that_grow() -> None:
    population = Population(empty_persons(3), empty_households(2), 3, 2)
    for column in (population.persons.county, population.persons.education, population.persons.urban):
        column[:] = 0
    population.persons.birth[:] = 0
    before = population.persons_handle
    population.reserve(0, 0)
    assert population.persons_handle is before
    population.reserve(1000, 0)
    population.persons.birth[:3] = [0, 12, 24]
    counted = [np.zeros((24, N_CELLS), np.int64) for _ in range(2)]
    for months, persons in zip(counted, (population.persons, population.persons_handle), strict=True):
        count_births(np.arange(3), persons, months, 12 * 30)
    assert counted[0].sum() == 3
    assert np.array_equal(*counted)


def test_a_new_year_of_the_same_tables_compiles_nothing() -> None:
    @nb.njit
    def births(counts: Any) -> int:
        return unpacked(counts).births.sum()

    for _ in range(3):
        assert births(Handled(empty_counts()).handle) == 0
    assert not COMPILED or len(births.signatures) == 1


def test_without_compilation_a_handle_is_the_table() -> None:
    code = (
        "from tests.sim.test_handles import *\n"
        "held = Handled(tables())\n"
        "assert held.handle is held.table\n"
        "assert read_and_write(held.handle) == read_and_write(tables())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "NUMBA_DISABLE_JIT": "1"})


def test_array_not_counted_is_the_very_array_and_stays_its_owners() -> None:
    array = np.arange(6.0).reshape(2, 3)
    held = sys.getrefcount(array)
    assert read_and_write_uncounted(array) == (20.0, 3)  # 0 + 1 + 2 + 3 + 4 + 5, and 5
    assert array[0, 0] == 5.0
    assert read_and_write_uncounted(array[:, ::2]) == (20.0, 2)  # 5 + 5, 2, 3, 5
    assert sys.getrefcount(array) == held
