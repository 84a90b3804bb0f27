"""Rows of households: made, moved into and left; and single adults who move out of their parents' home.

Called by weddings, divorces and moves; `leave_home` by the model.
"""

from typing import Any

import numba as nb

from sim.handles import unpacked
from sim.population.columns import FAMILY, OWN, RENT, RESIDENT, Array, Households, Persons

YOUNGEST_LEAVER, OLDEST_LEAVER = 20, 39
HOME_FOR_ONE = 30.0
"""Floor area that a person who moves rents [m2] at first, in every county; judgement."""


@nb.njit(cache=True)
def new_household(households: Households, n_households: Array, county: int, urban: int) -> int:
    """Row of a new, empty family household that rents a home for one."""
    home = n_households[0]
    n_households[0] = home + 1
    households.county[home] = county
    households.urban[home] = urban
    households.kind[home] = FAMILY
    households.size[home] = 0
    households.tenure[home] = RENT
    households.self_built[home] = 0
    households.floor_area[home] = HOME_FOR_ONE
    households.savings[home] = 0.0
    households.debt[home] = 0.0
    return home


@nb.njit(cache=True)
def take_along(old: int, home: int, n: int, households: Households) -> None:
    """What `n` movers take from a family household: their heads' share of savings; all of it, when all move.

    Owners who move as a whole change their home for one of the same size and debt; others rent. A self-built home
    cannot be changed: who leaves it rents, and goes on owing what is owed on it.
    """
    households.floor_area[home] = n * HOME_FOR_ONE
    size = households.size[old]
    if households.kind[old] != FAMILY or size < n:
        return
    taken = households.savings[old] * n / size
    households.savings[home] += taken
    households.savings[old] -= taken
    if size == n:
        if households.self_built[old] == 0:
            if households.tenure[old] == OWN:
                households.tenure[home] = OWN
            households.floor_area[home] = households.floor_area[old]
        households.debt[home] = households.debt[old]
        households.debt[old] = 0.0


@nb.njit(cache=True)
def move_home(i: int, home: int, household: Array, size: Array) -> None:
    """Move a person to another household of the same county; arguments are the two columns that change."""
    size[household[i]] -= 1
    household[i] = home
    size[home] += 1


@nb.njit(cache=True)
def leaving_home_hazard(age: int, works: bool, p: Any) -> float:
    """Hazard [1/year] that a single adult with a mother known moves into a home of one's own; p reads leave_home."""
    return p.leave_home if works and YOUNGEST_LEAVER <= age <= OLDEST_LEAVER else 0.0


@nb.njit(cache=True)
def leave_home(rows: Array, persons: Persons, households: Households, n_households: Array) -> None:
    """Give a one-person household that rents to each resident of `rows` who shares a family household."""
    persons, households = unpacked(persons), unpacked(households)
    for i in rows:
        shared = persons.household[i]
        if persons.presence[i] != RESIDENT:  # died or left earlier in the month
            continue
        if households.kind[shared] == FAMILY and households.size[shared] >= 2:
            home = new_household(households, n_households, persons.county[i], persons.urban[i])
            move_home(i, home, persons.household, households.size)
