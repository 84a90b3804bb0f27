"""Handles open to the very columns, in the compiled entry and without compilation, and follow columns that grow."""

import copy
import os
import pickle
import subprocess
import sys
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import pytest

from sim.handles import Held, opened
from sim.parameters import as_row
from sim.population.columns import Array, Population, empty_households, empty_persons
from sim.processes.accounts import empty_counts
from sim.processes.peers import N_CELLS, count_births


class Tables(NamedTuple):
    """Arrays of several dtypes and ranks."""

    flags: Array
    square: Array
    cube: Array
    rows: Array


def tables() -> Tables:
    """Tables that hold 0, 1, 2, …; rows of records among them."""
    rows = np.zeros(3, np.dtype([("fee", "f8"), ("hours", "f8", (2,))], align=True))
    rows["hours"] = np.arange(6).reshape(3, 2)
    return Tables(
        np.arange(5, dtype=np.int8), np.arange(6, dtype=np.float32).reshape(2, 3), np.arange(24).reshape(2, 3, 4), rows
    )


@nb.njit
def read_and_write(handle: Any) -> tuple[float, tuple[int, int, int]]:
    """Sum over all arrays, and the shape of the cube; then one is added to the cube's last cell."""
    table = opened(handle)
    total = table.flags.sum() + table.square[1].sum() + table.cube[1, 2].sum() + table.rows[2]["hours"][1]
    table.cube[-1, -1, -1] += 1
    return total, table.cube.shape


def test_a_handle_opens_to_the_very_arrays() -> None:
    held = Held(tables())
    plain = read_and_write(tables())
    assert read_and_write(held.handle) == plain == (10.0 + 12.0 + 86.0 + 5.0, (2, 3, 4))
    assert held.table.cube[1, 2, 3] == 24
    held.table.cube[1, 2, 3] = 7
    assert read_and_write(held.handle)[0] == plain[0] - 23 + 7


def test_opened_leaves_alone_what_is_no_handle() -> None:
    @nb.njit
    def fee(row: Any) -> float:
        return opened(row).fee

    record = as_row(NamedTuple("Terms", [("fee", float)])(3.0))
    assert fee(record) == fee(record[0]) == 3.0
    made = tables()
    assert opened(made) is made


@pytest.mark.parametrize("renew", [copy.deepcopy, lambda held: pickle.loads(pickle.dumps(held))])
def test_a_copy_has_a_handle_of_its_own(renew: Any) -> None:
    held = Held(tables())
    other = renew(held)
    read_and_write(other.handle)
    assert (held.table.cube[1, 2, 3], other.table.cube[1, 2, 3]) == (23, 24)


def test_only_whole_arrays_have_handles() -> None:
    with pytest.raises(AssertionError, match="whole arrays"):
        Held(tables()._replace(flags=np.arange(10, dtype=np.int8)[::2]))


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
        return opened(counts).births.sum()

    for _ in range(3):
        assert births(Held(empty_counts()).handle) == 0
    assert nb.config.DISABLE_JIT or len(births.signatures) == 1


def test_without_compilation_a_handle_is_the_table() -> None:
    code = (
        "from tests.sim.test_handles import *\n"
        "held = Held(tables())\n"
        "assert held.handle is held.table\n"
        "assert read_and_write(held.handle) == read_and_write(tables())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
