"""Public rental housing: who may queue, and how a year's vacancies are allocated by county.

Called by the model when a year opens. The stock of a county is that of the start day; a home falls vacant when its
tenants buy, leave, die or exceed the income limit. A share of three-child families goes first where the lever says so.
"""

from typing import Any

import numba as nb
import numpy as np

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


@nb.njit(cache=True)
def _queue(
    applicants: Array, vacant: Array, heads: Heads, persons: Persons, households: Households, homes: Any, key: np.uint64
) -> Array:
    """The applicants of counties with vacancies, in the order of their lots; arguments as in `allocate_public_homes`.

    vacant : homes by county      key : of the lots' draws
    """
    rows, lots, n = np.empty(len(applicants), np.int32), np.empty(len(applicants)), 0
    for h in applicants:
        county = households.county[h]
        if vacant[county] > 0:
            u = uniform(key, persons.id[heads.head[h]])
            lots[n], rows[n] = queue_lot(heads.minors[h], homes.public_priority[county], u), h
            n += 1
    return rows[np.argsort(lots[:n])]


@nb.njit(cache=True)
def allocate_public_homes(
    stock: Array, heads: Heads, persons: Persons, households: Households, homes: Any, pay: float, seed: int, month: int
) -> tuple[Array, Array]:
    """Let entitled renters into the year's vacancies; entitled and served families, (county, children 0, 1, 2, 3+).

    stock : public homes, (county,)      persons, households : columns, or their handles
    homes : `HousingConditions`, record or table of one      pay : real pay over earnings' level
    A family moves into a home of the size that it needs, at most the largest that there is.
    """
    persons, households, homes = unpacked(persons), unpacked(households), unpacked(homes)
    entitled = np.zeros((N_COUNTIES, N_CHILDREN), np.int64)
    served = np.zeros((N_COUNTIES, N_CHILDREN), np.int64)
    vacant, applicants, n = stock.copy(), np.empty(len(heads.month), np.int32), 0
    for row in range(len(heads.month)):
        h: Any = np.uintp(row)  # unsigned: spares the test for an index from the end
        tenure = households.tenure[h]
        if (tenure != RENT and tenure != PUBLIC_RENT) or heads.month[h] == NO_HEAD:
            continue
        county = households.county[h]
        if tenure == PUBLIC_RENT:
            vacant[county] -= 1
        elif households.kind[h] == FAMILY:
            i: Any = np.uintp(heads.head[h])
            settled = is_settled(persons.hukou[i] == HUKOU_LOCAL, persons.work[i])
            if is_entitled(settled, heads.income[h] * pay, households.size[h], homes):
                entitled[county, min(heads.minors[h], N_CHILDREN - 1)] += 1
                applicants[n] = row
                n += 1
    for h in _queue(applicants[:n], vacant, heads, persons, households, homes, stream_key(seed, QUEUE_DRAW, month)):
        county = households.county[h]
        if vacant[county] > 0:
            vacant[county] -= 1
            households.tenure[h] = PUBLIC_RENT
            households.floor_area[h] = min(households.size[h] * homes.need[county], homes.public_unit)
            served[county, min(heads.minors[h], N_CHILDREN - 1)] += 1
    return entitled, served
