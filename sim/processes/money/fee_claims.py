"""Claims of a child's year in kindergarten or at school: public places, the free last year, relief, aid to the poor.

Steps of the loops in `benefits` (a whole year, at a birthday) and in `part_years` (what is left of one when a rule
rises), inlined there. What each lever pays for is what those before it leave of the fee (`school_fees`).
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.policy.claims import claim
from sim.population.columns import HUKOU_LOCAL, NOBODY, RESIDENT, Array, Persons
from sim.processes.money.school_fees import ACCESS_LEVER, AID_LEVER, PUBLIC_LEVER, fee_left, is_poor

FEE_RELIEF, FREE_YEAR = claim("multi_child_fee_relief"), claim("preschool_free_last_year")
PUBLIC_PLACE, AID, ACCESS = claim(PUBLIC_LEVER), claim(AID_LEVER), claim(ACCESS_LEVER)
LAST_YEAR_FROM = 60
"""Age [months] from which a child is in the last year of kindergarten."""


class Parts(NamedTuple):
    """Parts of a year that are claimed of each lever, 0 to 1."""

    public: float
    free: float
    relief: float
    aid: float


@nb.njit(cache=True, inline="always")
def is_poor_child(child: int | np.uintp, persons: Persons, terms: Any) -> bool:
    """Whether a child's family is poor: pay of the parents who live here, over parents known and mother's children."""
    pay, members = 0.0, 0
    for parent in (persons.mother[child], persons.father[child]):
        if parent != NOBODY:
            members += 1
            if persons.presence[parent] == RESIDENT:
                pay += persons.earnings[parent] * terms.pay
    mother = persons.mother[child]
    children = max(persons.parity[mother], 1) if mother != NOBODY else 1
    return is_poor(pay, members + children, terms.poor_limit)


@nb.njit(cache=True, inline="always")
def claim_fees(
    child: int | np.uintp, county: int | np.uintp, order: int | np.uintp, age: int, parts: Parts, persons: Persons,
    terms: Any, cases: Array, base: Array,
) -> None:
    """Claim what the parents of a child in kindergarten are spared of its fee, for parts of a year of its life."""
    last, gap, relief = age >= LAST_YEAR_FROM, terms.public_gap[county], terms.fee_relief[county, order]
    free, fee = (terms.last_year_free[county] if last else 0.0), terms.kindergarten_fee * (1.0 - gap)
    if parts.public > 0.0:
        cases[PUBLIC_PLACE, county, order] += 1
        base[PUBLIC_PLACE, county, order] += round(parts.public * terms.kindergarten_gap)
    if parts.relief > 0.0:
        cases[FEE_RELIEF, county, order] += 1
        base[FEE_RELIEF, county, order] += round(parts.relief * (1.0 - free) * fee)
    if last and parts.free > 0.0:
        cases[FREE_YEAR, county, order] += 1
        base[FREE_YEAR, county, order] += round(parts.free * fee)
    if parts.aid > 0.0 and is_poor_child(child, persons, terms):
        cases[AID, county, order] += 1
        base[AID, county, order] += round(parts.aid * terms.kindergarten_fee * fee_left(gap, free, relief))


@nb.njit(cache=True, inline="always")
def claim_school(
    child: int | np.uintp, county: int | np.uintp, part: float, local: bool, persons: Persons, terms: Any,
    cases: Array, base: Array,
) -> None:
    """Claim a public school's place for part of a year; local : whether a parent here has local hukou."""
    if part > 0.0 and persons.hukou[child] != HUKOU_LOCAL and not local:
        cases[ACCESS, county, 0] += 1
        base[ACCESS, county, 0] += round(part * terms.school_fee)
