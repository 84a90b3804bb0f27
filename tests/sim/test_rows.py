"""Rows of a column that hold a value, and rows once each: as NumPy finds them, whatever the number of blocks."""

import numpy as np
import pytest

from sim.chunks import Chunks
from sim.rows import BLOCK, distinct, rows_by_value, rows_equal


@pytest.mark.parametrize("n", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
@pytest.mark.parametrize("kind", [np.int8, np.int16])
@pytest.mark.parametrize("threads", [1, 2])
def test_rows_are_those_that_numpy_finds(n: int, kind: type, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.chunks.SMALL_CALL", 0)
    column = (np.arange(4 * BLOCK) % 12).astype(kind)
    column[BLOCK : 2 * BLOCK] = -1  # a block without the value
    found = rows_equal(column, n, 5, Chunks(threads))
    assert found.dtype == np.int32
    assert np.array_equal(found, np.flatnonzero(column[:n] == 5))


def test_rows_by_value_are_those_of_each_value() -> None:
    column = np.array([2, 0, -1, 2, 1, 3, 2], np.int8)  # neither -1 nor 3 is asked for
    found = rows_by_value(column, 3)
    assert [rows.tolist() for rows in found] == [[1], [4], [0, 3, 6]]
    assert all(rows.dtype == np.int32 for rows in found)


@pytest.mark.parametrize("rows", [[], [7], [3, 1, 3, 0, 1], [0, 0]])
def test_distinct_rows_are_those_of_numpy(rows: list[int]) -> None:
    given = np.array(rows, np.int32)
    found = distinct(given)
    assert found.dtype == np.int32
    assert np.array_equal(found, np.unique(given))
