"""The one place where work is split over threads.

A chunk function is compiled with `nogil=True` and works on rows `start <= row < stop` of index lists or columns;
it writes only rows of its own and adds integers to counters of its own. Threads of a Python pool then run chunks at
once. This replaces numba's `prange`: the compiled cache is kept, columns may be written through a NamedTuple (inside
`prange` such a write is silently dropped), and worker processes need no threading layer.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

CHUNKS_PER_THREAD = 2
"""Chunks of one call for each thread: enough to even out, few enough that handing them over costs little."""
SMALL_CALL = 20_000
"""Below this number of rows of some 25 nanoseconds a second thread costs more than it brings."""


def joined(parts: Sequence[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """Lists of rows, or what belongs to them, one chunk's after the other; that of a single chunk itself."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


class Chunks:
    """Runs chunk functions on one or more threads; results are the same to the bit for any number of threads."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def run(self, chunk: Callable[..., Any], n_rows: int, *arguments: Any, weight: int = 1) -> list[Any]:
        """Results of `chunk(start, stop, *arguments)` over all rows, in the order of the rows.

        weight : how many rows of `SMALL_CALL` one row costs
        The calling thread takes chunks too: waiting for others to wake would take longer than a small call itself.
        """
        if self._pool is None or n_rows * weight < SMALL_CALL:
            return [chunk(0, n_rows, *arguments)]
        n_chunks = CHUNKS_PER_THREAD * self.threads
        waiting, parts = deque(range(n_chunks)), [None] * n_chunks

        def take_chunks() -> None:
            while waiting:
                try:
                    i = waiting.popleft()
                except IndexError:  # another thread took the last one since
                    return
                parts[i] = chunk(n_rows * i // n_chunks, n_rows * (i + 1) // n_chunks, *arguments)

        helpers = [self._pool.submit(take_chunks) for _ in range(self.threads - 1)]
        take_chunks()
        for helper in helpers:
            if not helper.cancel():  # one that has not begun finds nothing left to do
                helper.result()
        return parts
