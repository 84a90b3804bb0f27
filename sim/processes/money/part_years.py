"""Part-years: a benefit that begins or rises within a child's year of life pays what is left of that year.

What children bring is claimed a year at a time, at birth and at birthdays (`benefits`). Where a rule begins, or its
value rises, between two birthdays, the months left of the year of life are claimed then, of a rise its part: as the
national allowance pays those born before it by the month. Called by the model after the month's birthdays, and by
`birth_money` for what couples expect.
"""

from collections.abc import Sequence
from typing import Any

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.policy.claims import N_ORDERS, WHOLE_YEAR, Claims
from sim.policy.paths import LeverPaths
from sim.population.columns import HUKOU_LOCAL, RESIDENT, Array, Persons
from sim.processes.money.benefits import (
    ALLOWANCE,
    DEDUCTION,
    INFANT_UNTIL,
    INSURANCE,
    KINDERGARTEN_DRAW,
    LAST_YEAR_LEVER,
    RELIEF_LEVER,
    SCHOOL_FROM,
    SHAPE,
    SUPPORT,
    is_local,
    minded_by_grandparents,
    order_of,
    tax_saved_for,
)
from sim.processes.money.fee_claims import Parts, claim_fees, claim_school
from sim.processes.money.health_services import SUPPORT_LEVER
from sim.processes.money.school_fees import ACCESS_LEVER, AID_LEVER, PUBLIC_LEVER, PUPIL_UNTIL, places_beyond_law
from sim.streams import PERMANENT, stream_key, uniform

BY_YEAR = ("childcare_allowance", "infant_care_tax_deduction", "birth_insurance_support", RELIEF_LEVER, LAST_YEAR_LEVER,
           SUPPORT_LEVER, AID_LEVER, PUBLIC_LEVER, ACCESS_LEVER)
"""Levers claimed a year at a time, in the order of `risen`."""
(OF_ALLOWANCE, OF_DEDUCTION, OF_INSURANCE, OF_RELIEF, OF_LAST_YEAR, OF_SUPPORT, OF_AID, OF_PUBLIC,
 OF_ACCESS) = range(len(BY_YEAR))
LEAST = 1e-6
"""Least rise that counts: below it is the noise of a deflated price."""


@nb.njit(cache=True)
def part_of_year(age_months: int) -> float:
    """Part of a child's year of life that is left; 0 in the month of a birthday, whose year is claimed whole."""
    return 0.0 if age_months % 12 == 0 else 1.0 - (age_months % 12) / 12.0


def risen_share(nominal: Array) -> Array:
    """Part of each month's value by which it has risen since the month before, 0 to 1, (month, …); first month 0."""
    rise = np.diff(nominal, axis=0, prepend=nominal[:1])
    return np.divide(rise, nominal, out=np.zeros_like(nominal), where=(rise > LEAST) & (nominal > 0.0))


def granted(levers: LeverPaths, name: str) -> Array:
    """Value that a lever of `BY_YEAR` grants, (month, county, birth_order): of places what is beyond law's."""
    if name in (PUBLIC_LEVER, ACCESS_LEVER):
        return places_beyond_law(levers, name)[:, :, None].repeat(N_ORDERS, axis=2)
    return levers.nominal(name)


def risen(levers: LeverPaths, month: int) -> Array:
    """`risen_share` of the levers of `BY_YEAR` in a month, (lever, county, birth_order)."""
    return np.asarray(_all_risen(levers)[levers.at(month)])


def any_risen(levers: LeverPaths, month: int) -> bool:
    """Whether any lever of `BY_YEAR` rises in a month."""
    if "any risen" not in levers.kept:
        rises = _all_risen(levers).any(axis=(1, 2, 3))
        levers.kept["any risen"] = frozenset((np.flatnonzero(rises) + levers.first_month).tolist())
    return month in levers.kept["any risen"]


def _all_risen(levers: LeverPaths) -> Array:
    """`risen` of every month, (month, lever, county, birth_order)."""
    if "risen" not in levers.kept:
        levers.kept["risen"] = np.stack([risen_share(granted(levers, name)) for name in BY_YEAR], axis=1)
    return np.asarray(levers.kept["risen"])


def paid_in_year(value: Array, price: Array) -> Array:
    """What the year of life that begins in each month pays, (month, …), from a path of yearly values of 2020.

    The value of the birthday, and of each later rise in the year the part that is left of it. price : (month,)
    """
    rise = value * risen_share(value * price.reshape(-1, *[1] * (value.ndim - 1)))
    paid = value.copy()
    if not rise.any():
        return paid
    for months in range(1, 12):
        paid[:-months] += rise[months:] * part_of_year(months)
    return paid


def rows_by_age(infants: Array, children: Sequence[Array]) -> list[tuple[Array, tuple[int, int]]]:
    """Rows of children and the ages [months] for which they are looked at, so that none counts twice.

    infants : below three when the year began, and born since      children : by birthday, of all ages when it began
    """
    return [(infants, (0, INFANT_UNTIL)), (np.concatenate(children), (INFANT_UNTIL, PUPIL_UNTIL))]


@nb.njit(cache=True, nogil=True)
def claim_part_years(
    start: int, stop: int, rows: Array, persons: Persons, tax: Any, terms: Any, gained: Array, least_age: int,
    end_age: int, seed: int, month: int,
) -> Claims:
    """Claims for the rest of their year of the children among `rows` who have no birthday in the month.

    gained : (lever of `BY_YEAR`, county, birth_order) of the month, as `risen`      the rest as `claim_child_years`
    least_age, end_age : first age that counts and first that no longer does [months]
    Of the tax that a child saves, a rise of the deduction is taken to bring its even part.
    """
    persons, tax, terms = unpacked(persons), unpacked(tax), unpacked(terms)
    cases, base = np.zeros(SHAPE, np.int64), np.zeros(SHAPE, np.int64)
    kindergarten_key = stream_key(seed, KINDERGARTEN_DRAW, PERMANENT)
    for k in range(start, stop):
        i = np.uintp(rows[k])
        age = month - persons.birth[i]
        part = part_of_year(age) if least_age <= age < end_age else 0.0
        if persons.presence[i] != RESIDENT or part == 0.0:
            continue
        mother, father, c = persons.mother[i], persons.father[i], np.uintp(persons.county[i])
        o = np.uintp(min(order_of(i, mother, persons), N_ORDERS) - 1)
        local = is_local(mother, persons) or is_local(father, persons)
        if age >= SCHOOL_FROM:
            claim_school(i, c, part * gained[OF_ACCESS, c, 0], local, persons, terms, cases, base)
            continue
        if age >= INFANT_UNTIL:
            parts = Parts(part * gained[OF_PUBLIC, c, o], part * gained[OF_LAST_YEAR, c, o],
                          part * gained[OF_RELIEF, c, o], part * gained[OF_AID, c, o])
            rise = parts.public + parts.free + parts.relief + parts.aid
            if rise > 0.0 and uniform(kindergarten_key, persons.id[i]) < terms.in_kindergarten:
                claim_fees(i, c, o, age, parts, persons, terms, cases, base)
            continue
        local = local or persons.hukou[i] == HUKOU_LOCAL
        due = part * gained[OF_ALLOWANCE, c, o]
        if due > 0.0 and local:
            cases[ALLOWANCE, c, o] += 1
            base[ALLOWANCE, c, o] += round(due * WHOLE_YEAR)
        due = part * gained[OF_SUPPORT, c, o]
        if due > 0.0 and local and minded_by_grandparents(mother, father, persons):
            cases[SUPPORT, c, o] += 1
            base[SUPPORT, c, o] += round(due * WHOLE_YEAR)
        due = part * gained[OF_INSURANCE, c, o]
        if due > 0.0:
            cases[INSURANCE, c, o] += 1
            base[INSURANCE, c, o] += round(due * terms.premium)
        due = part * gained[OF_DEDUCTION, c, o]
        if due > 0.0:
            saved = due * tax_saved_for(i, mother, father, persons, tax, terms, month)
            if saved > 0.0:
                cases[DEDUCTION, c, o] += 1
                base[DEDUCTION, c, o] += round(saved)
    return Claims(cases, base)
