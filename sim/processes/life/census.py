"""The count at a year's turn: residents, households, and the lists of those whom the coming months scan.

Called by `sim.model` when a year opens and closes.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from sim.handles import unpacked
from sim.population.columns import (
    ABSENT,
    COLLECTIVE,
    FEMALE,
    MARRIED,
    NEVER_MARRIED,
    RESIDENT,
    Array,
    Households,
    Persons,
)
from sim.processes.accounts import FIRST_AGE, LAST_AGE, N_AGES, N_COUNTIES, N_TENURES, age_at
from sim.processes.money.benefits import REWARDED, may_claim


class Census(NamedTuple):
    """What one pass over all rows finds at a year's turn."""

    persons: Array
    never_married: Array
    by_hukou: Array
    women: Array
    singles: Array
    children: Array


@nb.njit(cache=True, nogil=True)
def take_census(
    start: int, stop: int, persons: Persons, month: int, not_yet: int, last_month: int
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Residents by county, sex and age, never married among them, by county and hukou; and rows for the coming year.

    month : whose ages are counted      not_yet : rows from here on that are still absent do not arrive in the year
    returns: a `Census`: counts; rows of women who are 15 to 50 (a pregnancy may end at 50) in some month up to
    `last_month`; rows of unmarried adults of marriageable age in some of these months; children who may claim
    """
    persons = unpacked(persons)
    stock = np.zeros((N_COUNTIES, 2, N_AGES), np.int64)
    never = np.zeros((N_COUNTIES, 2, N_AGES), np.int64)
    hukou = np.zeros((N_COUNTIES, 4), np.int64)
    women, singles = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    children = np.empty(stop - start, np.int32)
    n_women = n_singles = n_children = 0
    for i in range(start, stop):
        presence = persons.presence[i]
        if presence > RESIDENT or (presence == ABSENT and i >= not_yet):
            continue
        birth, sex, marital = persons.birth[i], persons.sex[i], persons.marital[i]
        if presence == RESIDENT:
            c, s, a = np.uintp(persons.county[i]), np.uintp(sex), np.uintp(age_at(month, birth))
            stock[c, s, a] += 1
            hukou[c, np.uintp(persons.hukou[i])] += 1
            if marital == NEVER_MARRIED:
                never[c, s, a] += 1
        if sex == FEMALE and last_month - birth >= FIRST_AGE * 12 and month - birth < (LAST_AGE + 2) * 12:
            women[n_women] = i
            n_women += 1
        if marital != MARRIED and last_month - birth >= 20 * 12 and month - birth < 65 * 12:
            singles[n_singles] = i
            n_singles += 1
        if birth > month - REWARDED and may_claim(month - birth, birth, persons.only_child[i]):
            children[n_children] = i
            n_children += 1
    rows = women[:n_women].copy(), singles[:n_singles].copy(), children[:n_children].copy()
    return stock, never, hukou, rows[0], rows[1], rows[2]


def income_bounds(women: Array, persons: Persons, month: int) -> Array:
    """Bounds of the fifths of couples with a wife of 20-39 among `women`, (4,), joint pay at the column's level."""
    wives = women[(persons.partner[women] >= 0) & (persons.presence[women] == RESIDENT)]
    ages = (month - persons.birth[wives].astype(np.int64)) // 12
    wives = wives[(ages >= 20) & (ages < 40)]
    pay = persons.earnings[wives].astype(np.float64) + persons.earnings[persons.partner[wives]]
    return np.quantile(pay, np.arange(1, 5) / 5) if len(pay) else np.zeros(4)


@nb.njit(cache=True)
def count_wives(women: Array, persons: Persons, households: Households, by_tenure: Array) -> None:
    """Add the resident wives among `women` to `by_tenure`, (tenure,)."""
    for i in women:
        if persons.presence[i] == RESIDENT and persons.marital[i] == MARRIED:
            by_tenure[households.tenure[persons.household[i]]] += 1


@nb.njit(cache=True, nogil=True)
def count_households(start: int, stop: int, households: Households) -> tuple[Array, Array, Array]:
    """Family households by county and size (10: 10 and over), residents of collective units, families by tenure."""
    by_size = np.zeros((N_COUNTIES, 11), np.int64)
    collective = np.zeros(N_COUNTIES, np.int64)
    by_tenure = np.zeros((N_COUNTIES, N_TENURES), np.int64)
    for h in range(start, stop):
        size = households.size[h]
        if size > 0 and households.kind[h] == COLLECTIVE:
            collective[households.county[h]] += size
        elif size > 0:
            by_size[households.county[h], min(size, 10)] += 1
            by_tenure[households.county[h], households.tenure[h]] += 1
    return by_size, collective, by_tenure
