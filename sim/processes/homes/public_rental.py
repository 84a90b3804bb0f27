"""Public rental housing: who may queue, and how a year's vacancies are allocated by county.

Called by the model when a year opens. The stock of a county is that of the start day; a home falls vacant when its
tenants buy, leave, die or exceed the income limit. A share of three-child families goes first where the lever says so.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.chunks import Chunks
from sim.parameters import unpacked
from sim.population.columns import (
    FAMILY,
    HUKOU_LOCAL,
    PUBLIC_RENT,
    RENT,
    Array,
    Households,
    Persons,
)
from sim.prefetch import AHEAD, prefetch
from sim.processes.accounts import N_COUNTIES
from sim.processes.homes.household_heads import NO_HEAD, Heads
from sim.processes.homes.housing import queue_lot
from sim.processes.homes.rent_relief import is_entitled, is_settled
from sim.streams import Decision, number_of, stream_key, uniform

QUEUE_DRAW = number_of(Decision.PUBLIC_QUEUE)
N_CHILDREN = 4
"""Families with 0, 1, 2, 3+ children under 18."""


@nb.njit(cache=True)
def public_tenants(heads: Heads, households: Households) -> Array:
    """Family households in public rental, (county,)."""
    tenants = np.zeros(N_COUNTIES, np.int64)
    for h in range(len(heads.month)):
        if heads.month[h] != NO_HEAD and households.tenure[h] == PUBLIC_RENT:
            tenants[households.county[h]] += 1
    return tenants


class Queue(NamedTuple):
    """Public homes let and families entitled, in part of the rows, and the lots of those who queue."""

    let: Array
    """(county,) public homes with tenants"""
    entitled: Array
    """(county, children 0, 1, 2, 3+) families"""
    row: Array
    county: Array
    lot: Array
    """`queue_lot`, lower first"""


@nb.njit(cache=True, nogil=True)
def queue(
    start: int, stop: int, heads: Heads, persons: Persons, households: Households, homes: Any, pay: float, seed: int,
    month: int,
) -> Queue:
    """Who queues for the year's public homes among the households in rows `start` to `stop`.

    Arguments as in `allocate_public_homes`.
    """
    persons, households, homes = unpacked(persons), unpacked(households), unpacked(homes)
    let, entitled = np.zeros(N_COUNTIES, np.int64), np.zeros((N_COUNTIES, N_CHILDREN), np.int64)
    renters, rows, n_renters, n = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32), 0, 0
    for row in range(start, stop):
        h: Any = np.uintp(row)  # unsigned: spares the test for an index from the end
        renters[n_renters] = row
        n_renters += (households.tenure[h] == RENT) | (households.tenure[h] == PUBLIC_RENT)
    lots, key = np.empty(n_renters), stream_key(seed, QUEUE_DRAW, month)
    counties = np.empty(n_renters, np.int8)
    for k in range(n_renters):
        prefetch(heads.head[renters[min(k + AHEAD, n_renters - 1)]], persons.hukou, persons.work, persons.id)
        h = np.uintp(renters[k])
        county = households.county[h]
        if heads.month[h] == NO_HEAD:
            continue
        if households.tenure[h] == PUBLIC_RENT:
            let[county] += 1
        elif households.kind[h] == FAMILY:
            i: Any = np.uintp(heads.head[h])
            settled = is_settled(persons.hukou[i] == HUKOU_LOCAL, persons.work[i])
            if is_entitled(settled, heads.income[h] * pay, households.size[h], homes):
                entitled[county, min(heads.minors[h], N_CHILDREN - 1)] += 1
                u = uniform(key, persons.id[i])
                lots[n] = queue_lot(heads.minors[h], homes.public_priority[county], u)
                rows[n], counties[n] = renters[k], county
                n += 1
    return Queue(let, entitled, rows[:n].copy(), counties[:n].copy(), lots[:n].copy())


@nb.njit(cache=True)
def let_homes(rows: Array, heads: Heads, households: Households, homes: Any, served: Array) -> None:
    """Let the families in `rows` into public homes of the size that they need, at most the largest that there is."""
    households, homes = unpacked(households), unpacked(homes)
    for h in rows:
        county = households.county[h]
        households.tenure[h] = PUBLIC_RENT
        households.floor_area[h] = min(households.size[h] * homes.need[county], homes.public_unit)
        served[county, min(heads.minors[h], N_CHILDREN - 1)] += 1


def allocate_public_homes(
    stock: Array, heads: Heads, persons: Persons, households: Households, homes: Any, pay: float, seed: int, month: int,
    chunks: Chunks | None = None,
) -> tuple[Array, Array]:
    """Let entitled renters into the year's vacancies; entitled and served families, (county, children 0, 1, 2, 3+).

    stock : public homes, (county,)      persons, households : columns, or their handles
    homes : `HousingConditions`, record or table of one      pay : real pay over earnings' level
    """
    parts = (chunks or Chunks(1)).run(
        queue, len(heads.month), heads, persons, households, homes, pay, seed, month)
    vacant = stock - np.sum([part.let for part in parts], axis=0)
    rows, counties = np.concatenate([part.row for part in parts]), np.concatenate([part.county for part in parts])
    lots = np.concatenate([part.lot for part in parts])
    served = np.zeros((N_COUNTIES, N_CHILDREN), np.int64)
    for county in np.flatnonzero(vacant > 0):
        there = np.flatnonzero(counties == county)
        if len(there) > vacant[county]:
            there = there[np.argpartition(lots[there], vacant[county])[: vacant[county]]]
        let_homes(rows[there], heads, households, homes, served)
    return np.sum([part.entitled for part in parts], axis=0), served
