"""Splitting work over threads: every row once, results in the order of rows, errors come out."""

import threading

import numpy as np
import pytest

from sim import chunks
from sim.chunks import SMALL_CALL, Chunks


@pytest.fixture
def _always_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "SMALL_CALL", 0)


def rows(start: int, stop: int, factor: int) -> list[int]:
    return [factor * row for row in range(start, stop)]


@pytest.mark.usefixtures("_always_split")
@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("n", [0, 1, 7, 16, 1000])
def test_every_row_once_in_order(threads: int, n: int) -> None:
    parts = Chunks(threads).run(rows, n, 3)
    assert [row for part in parts for row in part] == list(range(0, 3 * n, 3))
    assert (len(parts) > 1) == (threads > 1)


def test_few_rows_stay_in_one_chunk_on_this_thread() -> None:
    def here(start: int, stop: int) -> tuple[int, int, int]:
        return start, stop, threading.get_ident()

    assert Chunks(4).run(here, SMALL_CALL - 1) == [(0, SMALL_CALL - 1, threading.get_ident())]
    assert len(Chunks(4).run(here, SMALL_CALL)) > 1
    assert len(Chunks(4).run(here, SMALL_CALL // 10, weight=10)) > 1


@pytest.mark.usefixtures("_always_split")
def test_threads_work_at_once() -> None:
    together = threading.Barrier(3, timeout=10.0)  # passed by three threads that wait for each other, and broken else

    def here(start: int, stop: int) -> int:
        if start < 300:
            together.wait()
        return threading.get_ident()

    assert len(set(Chunks(3).run(here, 600))) == 3


@pytest.mark.usefixtures("_always_split")
def test_chunks_write_columns_side_by_side() -> None:
    column = np.zeros(10_000, np.int64)

    def write(start: int, stop: int) -> int:
        column[start:stop] += np.arange(start, stop)
        return int(column[start:stop].sum())

    sums = Chunks(3).run(write, len(column))
    np.testing.assert_array_equal(column, np.arange(10_000))
    assert sum(sums) == 10_000 * 9_999 // 2


@pytest.mark.usefixtures("_always_split")
def test_an_error_in_a_chunk_is_not_lost() -> None:
    def fail(start: int, stop: int) -> None:
        if start > 0:
            raise ArithmeticError("broken chunk")

    with pytest.raises(ArithmeticError, match="broken chunk"):
        Chunks(2).run(fail, 100)
