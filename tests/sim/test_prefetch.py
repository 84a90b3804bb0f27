"""Hints to memory: they change nothing, wherever they point, compiled or not."""

import numba as nb
import numpy as np

from sim.population.columns import NOBODY, Array
from sim.prefetch import AHEAD, prefetch
from tests.sim.makers import same_uncompiled


@nb.njit
def added_up(rows: Array, values: Array, codes: Array) -> float:
    total = 0.0
    for k in range(len(rows)):
        prefetch(rows[min(k + AHEAD, len(rows) - 1)], values, codes)
        prefetch(NOBODY, values)
        prefetch(len(values) + 10**9, codes)
        if rows[k] != NOBODY:
            total += values[rows[k]] * codes[rows[k]]
    return total


def test_a_hint_changes_no_result() -> None:
    rows, values, codes = np.arange(-1, 100, dtype=np.int32), np.arange(100.0), np.ones(100, np.int8)
    assert same_uncompiled(added_up, rows, values, codes) == values.sum()
