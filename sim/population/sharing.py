"""Compiled parts of `homes`: hosts of a wanted age, children's units, merges of linked families."""

import numba as nb
import numpy as np

from sim.population.columns import NOBODY, Array


@nb.njit(cache=True)
def find_hosts(ages: Array, host_ages: Array, u: Array, low: int, high: int, once: bool) -> Array:
    """Place of a host for each person, -1 where there is none: a host `low` to `high` years older.

    The search starts at an age drawn by `u` and goes round the allowed ages; hosts of one age are taken in turn.
    `once`: a host takes one person.
    """
    starts = np.zeros(102, np.int64)
    for host_age in host_ages:
        starts[int(host_age) + 1] += 1
    starts = np.cumsum(starts)
    order = np.argsort(host_ages, kind="mergesort")
    taken = np.zeros(101, np.int64)
    out = np.full(len(ages), -1, np.int64)
    for i in range(len(ages)):
        first, last = max(int(ages[i]) + low, 0), min(int(ages[i]) + high, 100)
        n = last - first + 1
        for step in range(n):
            age = first + (int(u[i] * n) + step) % n
            size = starts[age + 1] - starts[age]
            if size == 0 or (once and taken[age] >= size):
                continue
            out[i] = order[starts[age] + taken[age] % size]
            taken[age] += 1
            break
    return out


@nb.njit(cache=True)
def join_children(children: Array, mother: Array, father: Array, unit: Array, kind: Array) -> Array:
    """Unit of each child's mother, else father, that lives in a shared household; -1 where neither does."""
    out = np.full(len(children), -1, np.int64)
    for k in range(len(children)):
        for parent in (mother[children[k]], father[children[k]]):
            if parent != NOBODY and kind[parent] == 3 and unit[parent] != NOBODY:
                out[k] = unit[parent]
                break
    return out


@nb.njit(cache=True)
def merge_linked(
    units: Array, n: int, mother: Array, partner: Array, unit: Array, host: Array, kind: Array, has_child: Array,
    first_row: int, only_childless: bool,
) -> int:
    """Merge up to `n` couples' units, in the order given, with the unit of his or else her mother; returns how many.

    A unit hosts at most one other; `only_childless` asks for a parent's unit without other children.
    """
    done = 0
    for u in units:
        if done == n:
            break
        if host[u] != NOBODY:
            continue
        for person in (np.int64(partner[u]), np.int64(u)):
            parent = mother[person]
            if parent == NOBODY or kind[parent] != 3:
                continue
            v = unit[parent]
            if v == u or host[v] != NOBODY or (only_childless and has_child[v - first_row]):
                continue
            host[u] = v
            host[v] = v
            done += 1
            break
    return done
