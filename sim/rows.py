"""Rows of a column that hold one value: who dies this month, whose household decides in it."""

import numba as nb
import numpy as np

from sim.population.columns import Array

BLOCK = 256
"""Entries compared before any is looked at singly: few blocks hold the value, and comparing alone is vectorised."""


@nb.njit(cache=True)
def rows_equal(column: Array, n: int, value: int) -> Array:
    """Rows below `n` at which a column holds `value`, ascending, int32."""
    wanted = column.dtype.type(value)
    found, n_found = np.empty(n, np.int32), 0
    for first in range(0, n, BLOCK):
        part, hits = column[first : min(first + BLOCK, n)], 0
        for k in range(len(part)):
            hits += part[k] == wanted
        if hits > 0:
            for k in range(len(part)):
                if part[k] == wanted:
                    found[n_found] = first + k
                    n_found += 1
    return found[:n_found].copy()
