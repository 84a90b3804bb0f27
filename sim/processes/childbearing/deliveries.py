"""Births carried out one by one: each adds a row, links it to its family, and is counted.

Called by the model with the mothers of the month, whom the pass over women names.
"""

from typing import Any

import numba as nb

from sim.parameters import unpacked
from sim.population.columns import (
    FEMALE,
    HUKOU_LOCAL,
    MALE,
    MARRIED,
    NOBODY,
    RESIDENT,
    Array,
    Households,
    Persons,
)
from sim.processes.accounts import BIRTHS, N_ORDERS, N_SCHOOLING, age_at, count_woman, income_group
from sim.streams import Decision, child_id, number_of, stream_key, uniform

CHILD_SEX_DRAW, EDUCATION_DRAW = number_of(Decision.CHILD_SEX), number_of(Decision.EDUCATION)


# Rules -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def sex_at_birth(u: float, ratio: float) -> int:
    """MALE or FEMALE from one draw. ratio : boys for each girl"""
    return MALE if u < ratio / (1.0 + ratio) else FEMALE


@nb.njit(cache=True)
def destined_level(u: float, shares: Array) -> int:
    """Final level of schooling from one draw. shares : (education,) cumulated"""
    level = 0
    while level < N_SCHOOLING - 1 and u >= shares[level]:
        level += 1
    return level


@nb.njit(cache=True)
def registered_at_birth(mother: int, father: int) -> int:
    """Hukou of a newborn from those of its parents: local where one of them is, else the mother's."""
    return HUKOU_LOCAL if mother == HUKOU_LOCAL or father == HUKOU_LOCAL else mother


# Steps, inlined: called, each would be handed the addresses of all columns and of all tables of counts ---------------


@nb.njit(cache=True, inline="always")
def write_newborn(row: int, identity: int, mother: int, sex: int, persons: Persons, month: int) -> None:
    """Fill the row of a newborn with what it has from its mother and father."""
    father = persons.partner[mother]
    persons.id[row] = identity
    persons.presence[row] = RESIDENT
    persons.sex[row] = sex
    persons.birth[row] = month
    persons.birthday[row] = month % 12
    persons.review[row] = identity % 12
    persons.county[row] = persons.county[mother]
    fathers = persons.hukou[mother] if father == NOBODY else persons.hukou[father]
    persons.hukou[row] = registered_at_birth(persons.hukou[mother], fathers)
    persons.urban[row] = persons.urban[mother]
    persons.mother[row] = mother
    persons.father[row] = father
    persons.household[row] = persons.household[mother]


@nb.njit(cache=True, inline="always")
def link_newborn(row: int, mother: int, order: int, sex: int, persons: Persons, month: int) -> None:
    """Put a newborn before its elder siblings, and its birth into its mother's columns."""
    elder = persons.youngest[mother]
    persons.only_child[row] = 1 if order == 1 else 0
    if elder != NOBODY:
        persons.only_child[elder] = 0
    persons.elder[row] = elder
    persons.youngest[mother] = row
    persons.parity[mother] = order
    persons.n_boys[mother] += 1 - sex
    persons.last_birth[mother] = month
    if order == 1:
        persons.first_child_sex[mother] = sex


@nb.njit(cache=True, inline="always")
def count_birth(
    mother: int, order: int, sex: int, tenure: int, persons: Persons, bounds: Array, counts: Any, month: int
) -> None:
    """Add a birth to the year's counts. tenure : of the mother's household; bounds : as in `deliver`"""
    county, at = persons.county[mother], min(order, N_ORDERS) - 1
    counts.births[county, age_at(month, persons.birth[mother]), at, persons.education[mother], sex] += 1
    counts.births_monthly[month % 12, county, at] += 1
    counts.births_by_hukou[county, persons.hukou[mother]] += 1
    father, pay = persons.partner[mother], float(persons.earnings[mother])
    if father != NOBODY:
        pay += persons.earnings[father]
    counts.births_by_income[income_group(pay, bounds), at] += 1
    counts.births_by_tenure[tenure, at] += 1
    counts.births_by_lot[persons.lot[mother], age_at(month, persons.birth[mother])] += 1
    if persons.marital[mother] != MARRIED:
        counts.unmarried_births[county] += 1
    counts.balance[month % 12, county, BIRTHS] += 1


@nb.njit(cache=True)
def deliver(
    mothers: Array, first_row: int, persons: Persons, households: Households, stock: Array, schooling: Array,
    bounds: Array, counts: Any, p: Any, seed: int, month: int,
) -> None:
    """Add the newborns of `mothers` in rows from `first_row` on, link them, and count the births.

    schooling : (county, sex, education) cumulated shares of the destined final level
    bounds : of the fifths of couples by joint pay, at the level of the earnings column
    """
    persons, households = unpacked(persons), unpacked(households)
    counts, p = unpacked(counts), unpacked(p)
    sex_key, school_key = stream_key(seed, CHILD_SEX_DRAW, month), stream_key(seed, EDUCATION_DRAW, month)
    for k in range(len(mothers)):
        mother, row = mothers[k], first_row + k
        county, home, order = persons.county[mother], persons.household[mother], persons.parity[mother] + 1
        identity = child_id(persons.id[mother], order)
        sex = sex_at_birth(uniform(sex_key, identity), p.sex_ratio_at_birth)
        write_newborn(row, identity, mother, sex, persons, month)
        persons.education[row] = destined_level(uniform(school_key, identity), schooling[county, sex])
        count_woman(mother, -1, persons, month, counts.women)
        link_newborn(row, mother, order, sex, persons, month)
        count_woman(mother, 1, persons, month, counts.women)
        households.size[home] += 1
        stock[county, sex, 0] += 1
        count_birth(mother, order, sex, households.tenure[home], persons, bounds, counts, month)
