"""Keyed draws of the synthesis: permanent step numbers, unbiased rounding, evenly spread uniforms, weighted picks.

Every draw is a function of (population seed, step, id of a person or cell); `sim.streams` makes the numbers. Called by
all modules of the start population.
"""

import math
from enum import IntEnum
from typing import Any

import numba as nb
import numpy as np

from sim.population.columns import Array
from sim.streams import Decision, stream_key, uniform


class Step(IntEnum):
    """Permanent number of every random step of the synthesis; used as the `month` of the stream. Never renumber."""

    COUNTS = 1
    BIRTH_MONTH = 2
    EDUCATION = 3
    HUKOU = 4
    MARITAL = 5
    SPOUSE_ABSENT = 6
    AGE_GAP = 7
    AGE_TIE = 8
    HOMOGAMY = 9
    MIGRANT_PAIR = 10
    FIRST_MARRIAGE = 11
    REMARRIAGE = 12
    REMARRIAGE_DATE = 13
    BIRTH_COUNTS = 14
    CHILD_ORDER = 15
    COLLECTIVE = 18
    ALONE = 19
    HOME_COUNTS = 20
    MERGE = 21
    ATTACH = 22
    ATTACH_AGE = 23
    URBAN = 24
    WORK = 25
    EARNINGS = 26
    TENURE = 27
    FLOOR_AREA = 28
    SAVINGS = 29
    DEBT = 30
    ONLY_CHILD = 31
    GRANDPARENTS = 32
    PUBLIC_RENT = 34
    DEBT_SIZE = 35
    FIRST_BIRTHS = 36
    EXCHANGE = 37
    APART = 38
    SELF_BUILT = 39
    PUBLIC_WORK = 40
    SECTOR = 41
    CHILD_ELSEWHERE = 5000
    MOTHERS = 1000
    MOTHERS_ORDER = 2000


ROOTS = np.sqrt(np.array([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0])) % 1.0
"""Irrational steps of the evenly spread sequences; two decisions never share one."""


def key(seed: int, step: int) -> Any:
    """Key of the stream of one step under one population seed."""
    return np.uint64(stream_key(seed, int(Decision.POPULATION), int(step)))


@nb.njit(cache=True)
def uniforms(stream: Any, ids: Array) -> Array:
    """One uniform draw in [0, 1) for each id."""
    out = np.empty(len(ids), np.float64)
    for i in range(len(ids)):
        out[i] = uniform(stream, ids[i])
    return out


@nb.njit(cache=True)
def spread_uniforms(stream: Any, starts: Array, root: float) -> Array:
    """Uniform draws that are evenly spread within each cell of rows, so that shares of a cell are met almost exactly.

    starts : (cell + 1,) first row of each cell
    A cell's draws are one keyed uniform plus multiples of an irrational: each is uniform on [0, 1), so every
    expectation is unbiased; their number below any p differs from n p by about log n instead of sqrt(n).
    """
    out = np.empty(starts[-1], np.float64)
    for cell in range(len(starts) - 1):
        first = uniform(stream, cell)
        for i in range(starts[cell], starts[cell + 1]):
            out[i] = (first + (i - starts[cell]) * root) % 1.0
    return out


def rounded(expected: Array, stream: Any) -> Array:
    """Whole numbers with the expectation of each cell, and running sums along the last axis within one of theirs.

    expected : (..., cell) >= 0; one keyed uniform for each row of the last axis. Whole running sums stay exact.
    """
    flat = expected.reshape(-1, expected.shape[-1])
    first = uniforms(stream, np.arange(len(flat)))[:, None]
    running = np.floor(np.round(np.cumsum(flat, axis=1), 9) + first)
    return np.diff(running, axis=1, prepend=0.0).astype(np.int64).reshape(expected.shape)


def rounded_number(expected: float, stream: Any, cell: int) -> int:
    """A whole number whose expectation is `expected`, by one keyed draw of a cell."""
    return math.floor(round(expected, 9) + uniform(stream, cell))


def weighted_pick(weights: Array, ids: Array, n: int, stream: Any) -> Array:
    """Places of `n` picks without replacement, in random order; a place of weight 0 is never picked.

    Source: Efraimidis & Spirakis (2006), the n smallest of -log(u) / weight; u keyed by id.
    """
    sort_keys = pick_keys(weights, ids, stream)
    n = min(n, int((weights > 0).sum()))
    if n <= 0:
        return np.empty(0, np.int64)
    places = np.argpartition(sort_keys, n - 1)[:n] if n < len(weights) else np.arange(n)
    return places[np.argsort(sort_keys[places], kind="stable")]


@nb.njit(cache=True)
def pick_keys(weights: Array, ids: Array, stream: Any) -> Array:
    """Efraimidis-Spirakis keys -log(u) / weight; infinite where the weight is zero."""
    out = np.empty(len(weights), np.float64)
    for i in range(len(weights)):
        out[i] = np.inf if weights[i] <= 0 else -math.log(1.0 - uniform(stream, ids[i])) / weights[i]
    return out
