"""When a woman is looked at in the pass of a month: who, out of turn, and which rows are due.

Called by `reproduction`, and by `birth_decisions` when a child may bring more than before.
"""

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.parameters import unpacked
from sim.population.columns import MARRIED, RESIDENT, Array, Persons
from sim.prefetch import prefetch
from sim.processes.accounts import FIRST_AGE, LAST_AGE, N_ORDERS
from sim.processes.childbearing.recall import NEVER_AGAIN, Recall

SCATTERED = 80_000
"""Persons from whom on asking ahead pays for looks: they read a dozen columns of one woman in thirteen, so that nearly
each is a line of memory of its own, long before the columns are larger than all caches (`prefetch.FAR`)."""


@nb.njit(cache=True)
def is_looked_at(presence: int, age: int) -> bool:
    """Whether a woman is looked at: resident, of 15 to 49, or of 50, when what began before may still end."""
    return presence == RESIDENT and FIRST_AGE <= age <= LAST_AGE + 1


@nb.njit(cache=True)
def looked_at_from(presence: int, age: int, birth: int) -> int:
    """Month from which a woman who is not looked at now may be: from 15, and NEVER_AGAIN for those past 50 or not here.

    Who arrives is then looked at (`BirthDecisions.look_at`).      age, birth : hers now, and month of birth
    """
    if presence != RESIDENT or age > LAST_AGE + 1:
        return NEVER_AGAIN
    return birth + 12 * FIRST_AGE


@nb.njit(cache=True)
def out_of_turn(anew: bool, single: bool, month: int, union_start: int, last_birth: int, resting: int) -> bool:
    """Whether a woman whose turn it is not is looked at all the same.

    anew : has just given up trying      resting : after a birth [months]
    Couples just married, or just rested from a birth, could not review before.
    """
    return anew or (not single and (month == union_start or month == last_birth + resting))


@nb.njit(cache=True)
def rows_to_look_at(start: int, stop: int, rows: Array, persons: Persons, recall: Recall, month: int) -> Array:
    """Those of `rows` whose month it is to be looked at, and brides; tables may come as handles."""
    next_look, union_start = unpacked(recall).next_look, unpacked(persons).union_start
    due, n = np.empty(stop - start, np.int32), 0
    for k in range(start, stop):
        i = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        due[n] = rows[k]
        n += (month >= next_look[i]) | (union_start[i] == month)
    return due[:n]


@nb.njit(cache=True)
def look_at_keener(women: Array, persons: Persons, recall: Recall, risen: Array) -> None:
    """Let the next pass look at the couples of whom a child may bring more than was taken for the most.

    risen : whether it may, bool (county, order of the next child)      tables may come as handles
    Of nobody else was that reckoned with: singles do not start, and who is pregnant or tries has months of her own.
    """
    persons, next_look = unpacked(persons), unpacked(recall).next_look
    for k in range(len(women)):
        i = np.uintp(women[k])
        if persons.marital[i] != MARRIED or persons.trying_since[i] != NO_MONTH or persons.due[i] != NO_MONTH:
            continue
        if persons.presence[i] == RESIDENT and risen[persons.county[i], min(persons.parity[i], N_ORDERS - 1)]:
            next_look[i] = 0


@nb.njit(cache=True, inline="always")
def ask_ahead(i: int, persons: Persons) -> None:
    """Ask ahead for what most looks read."""
    prefetch(i, persons.birth, persons.presence, persons.due, persons.marital, persons.trying_since, persons.review)
    prefetch(i, persons.last_birth, persons.parity, persons.id, persons.county, persons.partner, persons.household)
