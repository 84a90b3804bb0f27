"""Public rental housing: who may queue, and how a year's vacancies are allocated by county.

Called by the model when a year opens. The stock of a county is that of the start day; a home falls vacant when its
tenants buy, leave, die or exceed the income limit. A share of three-child families goes first where the lever says so.
"""

from typing import Any

import numba as nb
import numpy as np

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
def allocate_public_homes(
    stock: Array, heads: Heads, persons: Persons, households: Households, homes: Any, pay: float, seed: int, month: int
) -> tuple[Array, Array]:
    """Let entitled renters into the year's vacancies; entitled and served families, (county, children 0, 1, 2, 3+).

    stock : public homes, (county,)      homes : record of `HousingConditions`      pay : real pay over earnings' level
    A family moves into a home of the size that it needs, at most the largest that there is.
    """
    key = stream_key(seed, QUEUE_DRAW, month)
    entitled = np.zeros((N_COUNTIES, N_CHILDREN), np.int64)
    served = np.zeros((N_COUNTIES, N_CHILDREN), np.int64)
    vacant = stock - public_tenants(heads, households)
    rows, lots = np.empty(len(heads.month), np.int32), np.empty(len(heads.month))
    n = 0
    for h in range(len(heads.month)):
        if households.tenure[h] != RENT or heads.month[h] == NO_HEAD or households.kind[h] != FAMILY:
            continue
        i, county, children = np.uintp(heads.head[h]), households.county[h], heads.minors[h]
        settled = is_settled(persons.hukou[i] == HUKOU_LOCAL, persons.work[i])
        if is_entitled(settled, heads.income[h] * pay, households.size[h], homes):
            entitled[county, min(children, N_CHILDREN - 1)] += 1
            if vacant[county] > 0:
                lots[n] = queue_lot(children, homes.public_priority[county], uniform(key, persons.id[i]))
                rows[n] = h
                n += 1
    for place in np.argsort(lots[:n]):
        h = rows[place]
        county = households.county[h]
        if vacant[county] > 0:
            vacant[county] -= 1
            households.tenure[h] = PUBLIC_RENT
            households.floor_area[h] = min(households.size[h] * homes.need[county], homes.public_unit)
            served[county, min(heads.minors[h], N_CHILDREN - 1)] += 1
    return entitled, served
