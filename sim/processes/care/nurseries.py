"""The childcare markets of the counties in the months: who wants a place, who gets one, who pays what for it.

Called by the model: once a quarter a market clears (places, demand, allocation), and every month the children in it are
looked over. Rules are those of `childcare`, the terms those of `nursery_terms`. A child wants a place when its one
permanent draw lies below its household's probability, so that demand never falls when the price does. Share admitted,
which couples expect, is that of expected demand and unrounded places: it is free of the sample's size. As many of those
who want a place get one; places that lie elsewhere stand empty while they queue.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.chunks import joined
from sim.parameters import unpacked
from sim.policy.claims import claim
from sim.population.columns import (
    HUKOU_LOCAL,
    NO_WORK,
    NOBODY,
    PRIVATE,
    PUBLIC,
    RESIDENT,
    Array,
    Persons,
)
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import N_COUNTIES, N_ORDERS
from sim.processes.care.childcare import (
    INCLUSIVE,
    KINDERGARTEN,
    MARKET,
    MONTHS,
    N_KINDS,
    allocate,
    clear,
    enrolled_by_kind,
    nursery_demand,
    sampled_places,
)
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.money.taxes import TaxRules, take_home
from sim.streams import PERMANENT, Decision, number_of, stream_key, uniform

WANTED_DRAW, LOT_DRAW = number_of(Decision.NURSERY_WANTED), number_of(Decision.NURSERY_LOT)
KIND_DRAW = number_of(Decision.NURSERY_KIND)
PLACES_DRAW, SUPPORT_DRAW = number_of(Decision.NURSERY_PLACES), number_of(Decision.EMPLOYER_SUPPORT)
SUBSIDY_CLAIM, AID_CLAIM = claim("operating_subsidy"), claim("nursery_aid")
SUPPORT_CLAIM = claim("employer_fee_support")
AT_HOME, QUEUE = 0, 5
"""Codes of `Persons.care`; 1 to 4 are the kinds of place."""
AGE_LIMIT = 36
"""Age in months at which a child leaves the nursery for kindergarten."""
DEMAND_UNIT = 1 << 20
"""Expected demand adds up in whole millionths of a child, so that no order of rows changes it."""
AIDED, SUPPORTED = 1, 2
"""Marks of an applicant: of local hukou; mother's employer pays part of the fee."""


class Applicants(NamedTuple):
    """Children whose households want a place; arrays are by child, in the order of the children's list."""

    row: Array
    county: Array
    order: Array
    """Position of the birth order on 1, 2, 3, 4+."""
    marks: Array
    care: Array
    """What each got: 1 to 4 a kind of place, 5 the queue."""


class Demand(NamedTuple):
    """Children of a part of the list whose households want a place, and the demand that was to be expected."""

    row: Array
    county: Array
    order: Array
    marks: Array
    expected: Array
    """(county,) expected demand in units of `DEMAND_UNIT`"""


@nb.njit(cache=True)
def birth_order(child: Any, elder: Array) -> int:
    """Order of a child among its mother's, 1 and up, by the chain of `Persons.elder`."""
    order, before = 1, elder[child]
    while before != NOBODY:
        before = elder[before]
        order += 1
    return order


@nb.njit(cache=True, inline="always")
def employed(work: int) -> bool:
    """Whether somebody has an employer: neither without work nor flexible."""
    return work in (PRIVATE, PUBLIC)


@nb.njit(cache=True)
def fee_paid(fee: float, support: float) -> float:
    """What a family pays [yuan/month] of a fee after aid when its employer pays `support`; never below 0."""
    return max(fee - support, 0.0)


class Parents(NamedTuple):
    """The parents in a child's home: pay at the level of the column [yuan/year], work, registration, helpers."""

    wife_pay: float
    wife_work: int
    husband_pay: float
    husband_work: int
    local: bool
    """Whether one of the two or the child is of local hukou."""
    helpers: int
    """Most grandparents who help one of the two."""


@nb.njit(cache=True, inline="always")
def _parents_of(i: int, persons: Persons) -> Parents:
    home, mother, father = persons.household[i], persons.mother[i], persons.father[i]
    wife_pay = husband_pay = 0.0
    wife_work = husband_work = NO_WORK
    local, helpers = persons.hukou[i] == HUKOU_LOCAL, 0
    if mother != NOBODY and persons.presence[mother] == RESIDENT and persons.household[mother] == home:
        wife_pay, wife_work = float(persons.earnings[mother]), int(persons.work[mother])
        local = local or persons.hukou[mother] == HUKOU_LOCAL
        helpers = int(persons.grandparents[mother])
    if father != NOBODY and persons.presence[father] == RESIDENT and persons.household[father] == home:
        husband_pay, husband_work = float(persons.earnings[father]), int(persons.work[father])
        local = local or persons.hukou[father] == HUKOU_LOCAL
        helpers = max(helpers, int(persons.grandparents[father]))
    return Parents(
        wife_pay=wife_pay, wife_work=wife_work, husband_pay=husband_pay, husband_work=husband_work, local=local,
        helpers=helpers,
    )


@nb.njit(cache=True)
def marks_of(local: bool, supported: bool) -> int:
    """Marks of an applicant, a sum of `AIDED` and `SUPPORTED`."""
    return (AIDED if local else 0) + (SUPPORTED if supported else 0)


@nb.njit(cache=True)
def in_units(chance: float) -> int:
    """Expected demand of one child in whole units of `DEMAND_UNIT`."""
    return int(chance * DEMAND_UNIT + 0.5)


@nb.njit(cache=True)
def has_aid(fees: Array, full: Array) -> Array:
    """Counties in which the fee of some birth order and age lies below the full one, so that a child's order matters.

    fees : (county, birth_order, age)
    """
    aided = np.zeros(N_COUNTIES, np.bool_)
    for c in range(N_COUNTIES):
        aided[c] = fees[c].min() < full[c]
    return aided


@nb.njit(cache=True, nogil=True)
def find_applicants(
    start: int, stop: int, children: Array, persons: Persons, market: CareMarket, support: Array, support_share: Array,
    taxes: TaxRules, pay: float, p: Any, seed: int, month: int,
) -> Demand:
    """Children among `children` under three who want a place, and expected demand by county.

    support, support_share : (county,) yuan a month of an employer that pays, and the share of such employers
    taxes : of the year      pay : this month's over the level of the column of earnings
    """
    persons, taxes, p = unpacked(persons), unpacked(taxes), unpacked(p)
    wanted_key, support_key = stream_key(seed, WANTED_DRAW, PERMANENT), stream_key(seed, SUPPORT_DRAW, PERMANENT)
    fees, full, trust, hours = market.fee_at_age, market.fee_full, market.trust, market.hours
    rows, counties = np.empty(stop - start, np.int32), np.empty(stop - start, np.int8)
    orders, marks = np.empty(stop - start, np.int8), np.empty(stop - start, np.int8)
    expected, aided, n = np.zeros(N_COUNTIES, np.int64), has_aid(fees, full), 0
    for k in range(start, stop):
        if len(persons.id) > FAR:
            coming = children[min(k + AHEAD, stop - 1)]
            for parent in (persons.mother[coming], persons.father[coming]):
                prefetch(
                    parent, persons.presence, persons.household, persons.earnings, persons.work, persons.hukou,
                    persons.grandparents)
        i: Any = np.uintp(children[k])
        age = month - persons.birth[i]
        if persons.presence[i] != RESIDENT or age < 0 or age >= AGE_LIMIT:
            persons.care[i] = AT_HOME
            continue
        c, of = persons.county[i], _parents_of(i, persons)
        order = min(birth_order(i, persons.elder), N_ORDERS) - 1 if of.local and aided[c] else 0
        fee = fees[c, order, age // 12] if of.local else full[c]
        mother = persons.mother[i]
        supported = employed(of.wife_work) and uniform(support_key, persons.id[mother]) < support_share[c]
        if supported:
            fee = fee_paid(fee, support[c])
        wife, husband = pay * of.wife_pay, pay * of.husband_pay
        income = take_home(wife, of.wife_work, husband, of.husband_work, 0.0, taxes) / MONTHS
        works = of.wife_work != NO_WORK
        chance = nursery_demand(fee, income, trust[c], hours[c], of.helpers, works, age / MONTHS, p)
        expected[c] += in_units(chance)
        if uniform(wanted_key, persons.id[i]) < chance:
            rows[n], counties[n], marks[n] = i, c, marks_of(of.local, supported)
            orders[n] = min(birth_order(i, persons.elder), N_ORDERS) - 1
            n += 1
        elif persons.care[i] != AT_HOME:
            persons.care[i] = AT_HOME
    return Demand(
        row=rows[:n].copy(), county=counties[:n].copy(), order=orders[:n].copy(), marks=marks[:n].copy(),
        expected=expected,
    )


def applicants_of(parts: Sequence[Demand]) -> Applicants:
    """The applicants of a clearing from successive parts of the children's list; none has been given anything yet."""
    rows = joined([part.row for part in parts])
    return Applicants(
        row=rows,
        county=joined([part.county for part in parts]),
        order=joined([part.order for part in parts]),
        marks=joined([part.marks for part in parts]),
        care=np.zeros(len(rows), np.int8),
    )


@nb.njit(cache=True)
def open_places(per_1000: Array, residents: Array, shares: Array, seed: int) -> Array:
    """Places by county and kind, (county, kind), for places per 1,000 residents: keyed rounding of each cell.

    residents : agents by county, so that places are the sample's      shares : (county, kind)
    """
    key = stream_key(seed, PLACES_DRAW, PERMANENT)
    places = np.zeros((N_COUNTIES, N_KINDS), np.int64)
    for c in range(N_COUNTIES):
        for kind in range(N_KINDS):
            offered = per_1000[c] * residents[c] / 1000.0 * shares[c, kind]
            places[c, kind] = sampled_places(offered, 1.0, key, c * N_KINDS + kind)
    return places


@nb.njit(cache=True, nogil=True)
def give_places(
    start: int, stop: int, applicants: Applicants, places: Array, admitted: Array, persons: Persons, seed: int,
    month: int,
) -> None:
    """Give the places of counties `start` to `stop` to their applicants, those who hold one first; queue the rest.

    admitted : (county,) share of applicants to whom a place is in reach, as of `admitted_share`
    Who gets which kind follows from one permanent draw of each child: children move between kinds only as the
    numbers of places do.
    """
    persons = unpacked(persons)
    lot_key, kind_key = stream_key(seed, LOT_DRAW, month), stream_key(seed, KIND_DRAW, PERMANENT)
    places_key = stream_key(seed, PLACES_DRAW, PERMANENT)
    rows, counties, care, column = applicants.row, applicants.county, applicants.care, persons.care
    for c in range(start, stop):
        mine: Array = np.flatnonzero(counties == c)
        ids, held = np.empty(len(mine), np.int64), np.empty(len(mine), np.bool_)
        for k, j in enumerate(mine):
            ids[k] = persons.id[rows[j]]
            held[k] = AT_HOME < column[rows[j]] < QUEUE
        in_reach = sampled_places(len(mine) * admitted[c], 1.0, places_key, N_COUNTIES * N_KINDS + c)
        found = clear(len(mine), places[c].sum(), in_reach)
        chosen = allocate(ids, held, np.ones(len(mine), np.bool_), found.enrolled, lot_key)
        draws = np.empty(len(mine), np.float64)
        for k in range(len(mine)):
            draws[k] = uniform(kind_key, ids[k]) if chosen[k] else 2.0
        by_kind = enrolled_by_kind(int(chosen.sum()), places[c])
        kind, given = 0, 0
        for j in np.argsort(draws, kind="mergesort"):
            code = QUEUE
            if chosen[j]:
                while given == by_kind[kind]:
                    kind, given = kind + 1, 0
                code = kind + 1
                given += 1
            care[mine[j]] = code
            column[rows[mine[j]]] = code


@nb.njit(cache=True)
def pass_month(
    applicants: Applicants, n: int, presence: Array, county: Array, birth: Array, column: Array, child_months: Array,
    wanted_months: Array, cases: Array, aid_from: Array, month: int,
) -> int:
    """Let go who turned three, left or died; count and claim the others' month. Returns how many of `n` remain.

    aid_from : (county, birth_order) age from which families get nursery aid [months]
    The arrays of `applicants` are moved up in place. Places given up stay empty to the next clearing. Takes the columns
    it reads, and `care` (`column`): handing over all of `Persons` would cost more than the month.
    """
    rows, counties, orders, marks, care = applicants
    kept = 0
    for k in range(n):
        i, c, code = rows[k], counties[k], care[k]
        if presence[i] != RESIDENT or county[i] != c or month - birth[i] >= AGE_LIMIT:
            column[i] = AT_HOME
            continue
        wanted_months[c] += 1
        order, mark = orders[k], marks[k]
        if code != QUEUE:
            child_months[c, code - 1] += 1
            if code - 1 == INCLUSIVE or code - 1 == KINDERGARTEN:
                cases[SUBSIDY_CLAIM, c, order] += 1
            if mark & AIDED and month - birth[i] >= aid_from[c, order]:
                cases[AID_CLAIM, c, order] += 1
            if mark & SUPPORTED:
                cases[SUPPORT_CLAIM, c, order] += 1
        rows[kept], counties[kept], orders[kept], marks[kept], care[kept] = i, c, order, mark, code
        kept += 1
    return kept


def by_kind(applicants: Applicants, n: int, places: Array) -> tuple[Array, Array]:
    """Enrolled children and queue, both (county, kind); who queues is counted where places are, in proportion."""
    enrolled = np.zeros((N_COUNTIES, N_KINDS), np.int64)
    queue = enrolled.copy()
    counties, care = applicants.county[:n], applicants.care[:n]
    for code in range(1, N_KINDS + 1):
        enrolled[:, code - 1] = np.bincount(counties[care == code], minlength=N_COUNTIES)
    for c, waiting in enumerate(np.bincount(counties[care == QUEUE], minlength=N_COUNTIES)):
        if places[c].sum():
            queue[c] = enrolled_by_kind(int(waiting), places[c])
        else:
            queue[c, MARKET] = waiting
    return enrolled, queue
