"""Counts and exposure: what every month adds up, as integers, declared once.

Called by `sim.model` and by the loops of the other processes; `sim.runs` stores these arrays and `sim.measures` turns
them into rates. Nothing here is derived.
"""

from collections import namedtuple
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.handles import opened
from sim.policy.claims import CLAIMED
from sim.policy.levers.base import PAYERS
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
from sim.processes.benefits import REWARDED, may_claim

N_COUNTIES, N_AGES, N_ORDERS, N_SCHOOLING = 6, 101, 4, 6
N_TENURES = 4
FIRST_AGE, LAST_AGE = 15, 49
"""Ages of women counted as exposed to childbearing."""
N_INCOME_GROUPS = 5
"""Fifths of couples by joint gross pay on the start day; their bounds then move with real pay."""

SIZES = {
    "county": N_COUNTIES, "sex": 2, "age": N_AGES, "mother_age": N_AGES, "birth_order": N_ORDERS,
    "education": N_SCHOOLING, "child_sex": 2, "hukou": 4, "parity": 4, "marital": 4, "union_order": 2,
    "month": 12, "size": 11, "wife_age": N_AGES, "husband_age": N_AGES, "wife_education": N_SCHOOLING,
    "husband_education": N_SCHOOLING, "item": 8, "conception": 4, "lever": len(CLAIMED), "payer": len(PAYERS),
    "nursery_kind": 4, "income_group": N_INCOME_GROUPS, "wife_tenure": 5, "sector": 3, "leave_payer": 3,
    "tenure": N_TENURES, "children": 4,
}
BALANCE_ITEMS = ("start", "births", "deaths", "arrivals", "departures", "moved_in", "moved_out", "end")
CONCEPTIONS = ("planned", "unplanned", "premarital", "assisted")
PLANNED, UNPLANNED, PREMARITAL, ASSISTED = range(4)
N_CONCEPTIONS = 4
START, BIRTHS, DEATHS, ARRIVALS, DEPARTURES, MOVED_IN, MOVED_OUT, END = range(8)

TABLES = {
    "persons": ("county", "sex", "age"),
    "exposure_half_months": ("county", "sex", "age"),
    "deaths": ("county", "sex", "age"),
    "arrivals": ("county", "sex", "age"),
    "departures": ("county", "sex", "age"),
    "moved_in": ("county", "sex", "age"),
    "moved_out": ("county", "sex", "age"),
    "never_married": ("county", "sex", "age"),
    "divorces": ("county", "sex", "age"),
    "widowings": ("county", "sex", "age"),
    "marriages": ("county", "sex", "age", "union_order"),
    "couples_by_age": ("wife_age", "husband_age"),
    "couples_by_education": ("wife_education", "husband_education"),
    "woman_months": ("county", "age", "parity", "marital"),
    "births": ("county", "mother_age", "birth_order", "education", "child_sex"),
    "births_by_hukou": ("county", "hukou"),
    "births_by_income": ("income_group", "birth_order"),
    "births_by_tenure": ("wife_tenure", "birth_order"),
    "wives_by_tenure": ("wife_tenure",),
    "persons_by_hukou": ("county", "hukou"),
    "conceptions": ("county", "conception"),
    "losses": ("county",),
    "terminations": ("county",),
    "treatment_cycles": ("county",),
    "unmarried_births": ("county",),
    "households": ("county", "size"),
    "collective_residents": ("county",),
    "homes_bought": ("county", "birth_order"),
    "tenures": ("county", "tenure"),
    "public_rental_entitled": ("county", "children"),
    "public_rental_served": ("county", "children"),
    "balance": ("month", "county", "item"),
    "eligible": ("lever", "county", "birth_order"),
    "claimed": ("lever", "county", "birth_order"),
    "money": ("lever", "county", "payer"),
    "money_real": ("lever", "county", "payer"),
    "rationed": ("lever", "county"),
    "nursery_places": ("county", "nursery_kind"),
    "nursery_enrolled": ("county", "nursery_kind"),
    "nursery_queue": ("county", "nursery_kind"),
    "nursery_empty": ("county", "nursery_kind"),
    "nursery_child_months": ("county", "nursery_kind"),
    "nursery_wanted_months": ("county",),
    "leaves": ("county", "sector"),
    "leave_money": ("county", "sector", "leave_payer"),
    "leave_costs": ("county", "sector"),
    "pay_of_mothers": ("county", "sector"),
    "dismissed_mothers": ("county", "sector"),
    "mothers_left_work": ("county", "sector"),
    "hires": ("county", "sector", "sex"),
    "employed_women": ("county", "sector"),
}
"""Every measure kept, with its dimensions; stock measures (persons, never_married, …) are of the year's end."""

Counts = namedtuple("Counts", list(TABLES))  # type: ignore[misc]


def empty_counts() -> Any:
    """A `Counts` of zeros for one calendar year, int64, shaped as `TABLES` says."""
    return Counts(*(np.zeros([SIZES[d] for d in dims], np.int64) for dims in TABLES.values()))


@nb.njit(cache=True, inline="always")
def age_at(month: int, birth: int) -> int:
    """Completed years of age at a month, with 100 standing for 100 and over."""
    return min((month - birth) // 12, N_AGES - 1)


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
    persons = opened(persons)
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


@nb.njit(cache=True)
def income_group(pay: float, bounds: Array) -> int:
    """Fifth of couples (0 lowest) in which a joint yearly pay falls; bounds : (4,) [same unit]."""
    group = 0
    while group < N_INCOME_GROUPS - 1 and pay >= bounds[group]:
        group += 1
    return group


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
