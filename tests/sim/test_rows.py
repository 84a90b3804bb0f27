"""Rows of a column that hold one value: as NumPy finds them, whatever the number of blocks."""

import numpy as np
import pytest

from sim.rows import BLOCK, rows_equal


@pytest.mark.parametrize("n", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
@pytest.mark.parametrize("kind", [np.int8, np.int16])
def test_rows_are_those_that_numpy_finds(n: int, kind: type) -> None:
    column = (np.arange(4 * BLOCK) % 12).astype(kind)
    column[BLOCK : 2 * BLOCK] = -1  # a block without the value
    found = rows_equal(column, n, 5)
    assert found.dtype == np.int32
    assert np.array_equal(found, np.flatnonzero(column[:n] == 5))
