"""Who heads each household, its income and its minors: one pass over all persons at a year's turn.

Called by the model when a year opens; read in it by `wealth` and `public_rental`.
The head is the member who earns most, of equals the oldest, of these the one with the lowest id, so that no order of
rows decides. A household lives its yearly decisions in its head's birthday month.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.chunks import Chunks
from sim.handles import unpacked
from sim.population.columns import FAMILY, NOBODY, OWN, RESIDENT, WITH_PARENTS, Array, Households, Persons
from sim.prefetch import AHEAD, FAR, prefetch

ADULT_MONTHS = 18 * 12
NO_HEAD = -1
PICKED = 4096
"""Persons of whom those of a chunk's households are picked at a time, so that their columns are still at hand."""


class Heads(NamedTuple):
    """One entry a household row: head's row, calendar month of yearly decisions, members' earnings, minors."""

    head: Array
    month: Array
    income: Array
    """yuan a year at the level of the column of earnings"""
    minors: Array
    joint: Array
    """whether a couple lives here with a parent of one of the two"""


@nb.njit(cache=True)
def head_key(pay: int, age_months: int, identity: int) -> int:
    """Rank of an adult as head, higher first, as one number: pay [yuan/year, to 2^20], then age, then the id.

    Ids are compared by 31 of their bits: two members of one household share them once in 2 billion pairs.
    """
    return (min(pay, 1048575) << 42) | (min(age_months, 2047) << 31) | (identity & 2147483647)


def household_heads(
    n_persons: int, n_households: int, persons: Persons, tenures: Array, month: int, everywhere: bool,
    chunks: Chunks | None = None,
) -> Heads:
    """Heads of all households with a resident adult; `NO_HEAD` in `month` for other rows.

    everywhere : look for couples with parents in all households, not only where there was one before (tenure)
    """
    heads = Heads(
        head=np.full(n_households, NOBODY, np.int32), month=np.full(n_households, NO_HEAD, np.int8),
        income=np.zeros(n_households, np.int32), minors=np.zeros(n_households, np.int8),
        joint=np.zeros(n_households, np.bool_))
    (chunks or Chunks(1)).run(find_heads, n_households, n_persons, persons, tenures, month, everywhere, heads)
    return heads


@nb.njit(cache=True, nogil=True)
def find_heads(
    start: int, stop: int, n_persons: int, persons: Persons, tenures: Array, month: int, everywhere: bool, heads: Heads
) -> None:
    """Write the heads of the households in rows `start` to `stop`; every chunk picks its own among all persons."""
    persons = unpacked(persons)
    head, months, income, minors = heads.head, heads.month, heads.income, heads.minors
    highest, mine = np.full(stop - start, -1, np.int64), np.empty(PICKED, np.int32)
    couples, n_couples, first = np.empty(n_persons, np.int32), 0, np.uintp(start)
    for begin in range(0, n_persons, PICKED):
        n = 0
        for row in range(begin, min(begin + PICKED, n_persons)):  # no jump: whose home is here is not foreseen
            mine[n], home = row, persons.household[row]
            n += (persons.presence[row] == RESIDENT) & (home >= start) & (home < stop)
        for k in range(n):
            if n_persons > FAR:
                coming = persons.household[mine[min(k + 2 * AHEAD, n - 1)]]
                prefetch(coming, head, months, income, minors, tenures)
                prefetch(coming - start, highest)
            i: Any = np.uintp(mine[k])
            h: Any = np.uintp(persons.household[i])
            age = month - persons.birth[i]
            if age < ADULT_MONTHS:
                minors[h] += 1
                continue
            pay = int(persons.earnings[i])
            income[h] += pay
            key = head_key(pay, age, persons.id[i])
            if key > highest[h - first]:
                highest[h - first], head[h], months[h] = key, np.int32(i), persons.birthday[i]
            if (everywhere or tenures[h] == WITH_PARENTS) and persons.partner[i] != NOBODY:
                couples[n_couples] = mine[k]
                n_couples += persons.mother[i] != NOBODY or persons.father[i] != NOBODY
    _mark_joint(couples[:n_couples], persons, heads.joint)


@nb.njit(cache=True, inline="always")
def _mark_joint(couples: Array, persons: Persons, joint: Array) -> None:
    """Mark the households in which a parent lives with one of those in `couples`, who have a partner."""
    for k in range(len(couples)):
        coming = couples[min(k + AHEAD, len(couples) - 1)]
        for parent in (persons.mother[coming], persons.father[coming]):
            prefetch(parent, persons.household, persons.presence)
        i = np.uintp(couples[k])
        for parent in (persons.mother[i], persons.father[i]):
            if parent != NOBODY:
                j = np.uintp(parent)
                if persons.household[j] == persons.household[i] and persons.presence[j] == RESIDENT:
                    joint[persons.household[i]] = True


@nb.njit(cache=True)
def set_joint_tenure(joint: Array, households: Households) -> None:
    """Owned homes in which a couple lives with parents are `WITH_PARENTS`; when no longer so, the home is theirs."""
    for h in range(len(joint)):
        tenure = households.tenure[h]
        if joint[h] and tenure == OWN and households.kind[h] == FAMILY:
            households.tenure[h] = WITH_PARENTS
        elif not joint[h] and tenure == WITH_PARENTS:
            households.tenure[h] = OWN
