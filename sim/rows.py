"""Rows of a column that hold one value: who dies this month, whose household decides in it; and rows without twins."""

import itertools

import numba as nb
import numpy as np

from sim.chunks import Chunks
from sim.population.columns import Array

BLOCK = 256
"""Entries compared before any is looked at singly: few blocks hold the value, and comparing alone is vectorised."""


def rows_equal(column: Array, n: int, value: int, chunks: Chunks) -> Array:
    """Rows below `n` at which a column holds `value`, ascending, int32."""
    parts = chunks.run(_rows_in_blocks, -(-n // BLOCK), column, n, value)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


@nb.njit(cache=True, nogil=True)
def _rows_in_blocks(start: int, stop: int, column: Array, n: int, value: int) -> Array:
    """Rows of `rows_equal` in the blocks from `start` to `stop`, each of which costs about as much as a person."""
    wanted = column.dtype.type(value)
    found, n_found = np.empty((stop - start) * BLOCK, np.int32), 0
    for first in range(start * BLOCK, min(stop * BLOCK, n), BLOCK):
        part, hits = column[first : min(first + BLOCK, n)], 0
        for k in range(len(part)):
            hits += part[k] == wanted
        if hits > 0:
            for k in range(len(part)):
                if part[k] == wanted:
                    found[n_found] = first + k
                    n_found += 1
    return found[:n_found].copy()


def rows_by_value(column: Array, n_values: int, chunks: Chunks | None = None) -> list[Array]:
    """Rows at which a column holds 0, 1, … `n_values` - 1, ascending, one int32 array each; others are left out."""
    parts = [
        [rows[first:end] for first, end in itertools.pairwise(edges)]
        for rows, edges in (chunks or Chunks(1)).run(_sorted_rows, len(column), column, n_values)
    ]
    return parts[0] if len(parts) == 1 else [np.concatenate(each) for each in zip(*parts, strict=True)]


@nb.njit(cache=True, nogil=True)
def _sorted_rows(start: int, stop: int, column: Array, n_values: int) -> tuple[Array, Array]:
    """Rows of `rows_by_value` from `start` to `stop`, one value after the other, and where each value's begin."""
    edges = np.zeros(n_values + 1, np.int64)
    for value in column[start:stop]:
        if 0 <= value < n_values:
            edges[value + 1] += 1
    edges = np.cumsum(edges)
    rows, places = np.empty(edges[n_values], np.int32), edges.copy()
    for row in range(start, stop):
        value = column[row]
        if 0 <= value < n_values:
            rows[places[value]] = row
            places[value] += 1
    return rows, edges


def distinct(rows: Array) -> Array:
    """The rows in ascending order, each once; a few at a time, for which `np.unique` takes five times as long."""
    ordered = np.sort(rows)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
