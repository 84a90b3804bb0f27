"""Households that form without a wedding: single adults who move out of their parents' home."""

from typing import Any

import numba as nb

from sim.handles import opened
from sim.population.columns import FAMILY, RESIDENT, Array, Households, Persons
from sim.processes.migration import move_home, new_household

YOUNGEST, OLDEST = 20, 39


@nb.njit(cache=True)
def leaving_home_hazard(age: int, works: bool, p: Any) -> float:
    """Hazard [1/year] that a single adult with a mother known moves into a home of one's own; p reads leave_home."""
    return p.leave_home if works and YOUNGEST <= age <= OLDEST else 0.0


@nb.njit(cache=True)
def leave_home(rows: Array, persons: Persons, households: Households, n_households: Array) -> None:
    """Give a one-person household that rents to each resident of `rows` who shares a family household."""
    persons, households = opened(persons), opened(households)
    for i in rows:
        shared = persons.household[i]
        if persons.presence[i] != RESIDENT:  # died or left earlier in the month
            continue
        if households.kind[shared] == FAMILY and households.size[shared] >= 2:
            home = new_household(households, n_households, persons.county[i], persons.urban[i])
            move_home(i, home, persons.household, households.size)
