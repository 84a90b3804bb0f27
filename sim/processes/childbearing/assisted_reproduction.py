"""Assisted reproduction: couples who try in vain start treatment, by what it costs them; a cycle may end in a birth.

Called by the monthly pass over women (`reproduction`): `highest_treatment` bounds who may start this month, `treat`
decides by the couple's income and savings. What happens in a cycle is biology: live births per cycle by woman's age.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.places.pack import Pack
from sim.population.columns import FAMILY, LIVE_BIRTH, NOBODY, Array, Households, Persons
from sim.processes.accounts import N_COUNTIES, age_at
from sim.processes.money.consumption import cash_short, usual_savings
from sim.streams import Decision, number_of, stream_key, uniform

TREATMENT_DRAW = number_of(Decision.TREATMENT)
FIRST_CYCLE_AGE, LAST_CYCLE_AGE = 20, 44
"""Ages at which a cycle is started."""
CYCLE_AGES = ((34.0, "art_live_birth_per_cycle_under_35"), (37.0, "art_live_birth_per_cycle_35_39"),
        (41.0, "art_live_birth_per_cycle_40_42"))
"""Woman's ages at which the pack's figures hold; linear between, falling to none at 45."""
LEAST_PRICE_RATIO = 0.02
"""Price over the couple's yearly income below which it deters no less: days off and burden remain."""
REFERENCE_PRICE_RATIO = 0.25
"""Price over yearly income at which `art_start` is stated: 40,000 yuan and two ordinary earners."""


class Assisted(NamedTuple):
    """Figures of the place: live births per cycle by completed age 15-49, and elasticity of cycles to their price."""

    live_birth: Array
    elasticity: float


class Treated(NamedTuple):
    """What a month of treatment gives, int64 (county,)."""

    cycles: Array
    conceptions: Array


def assisted(pack: Pack) -> Assisted:
    """The pack's figures; make a record of them (`as_record`) for compiled rules."""
    ages = np.arange(15, 50)
    values = [pack.assumption(name) for _, name in CYCLE_AGES]
    rates = np.interp(ages, [*(age for age, _ in CYCLE_AGES), 45.0], [*values, 0.0])
    return Assisted(rates, pack.assumption("art_price_elasticity"))


@nb.njit(cache=True)
def months_before_treatment(age: int, p: Any) -> int:
    """Months of trying in vain before a couple may start treatment; fewer from 35. p reads art_wait, art_wait_late."""
    return int(p.art_wait if age < 35 else p.art_wait_late)


@nb.njit(cache=True)
def may_start_treatment(tried_months: int, age: int, u: float, most: float, p: Any) -> bool:
    """Whether a couple has tried in vain long enough, and its draw is not beyond the bound on starting, `most`."""
    return tried_months >= months_before_treatment(age, p) and u < most


@nb.njit(cache=True)
def treatment_hazard(age: int, price: float, income: float, short: float, elasticity: float, p: Any) -> float:
    """Hazard [1/year] that a couple that has tried long enough starts a cycle.

    age : woman's completed years      price : what they pay for a cycle themselves [yuan of 2020]
    income : theirs [yuan/year]      short : share of the price that cash cannot meet      elasticity : the place's, < 0
    p reads art_start, art_cash. Constant elasticity in price over income; form ours.
    """
    if age < FIRST_CYCLE_AGE or age > LAST_CYCLE_AGE:
        return 0.0
    ratio = price / max(income, 1.0)
    ratio = min(max(ratio, LEAST_PRICE_RATIO), 4.0)
    return p.art_start * math.pow(ratio / REFERENCE_PRICE_RATIO, elasticity) * (1.0 - p.art_cash * short)


@nb.njit(cache=True)
def highest_treatment(elasticity: float, p: Any) -> float:
    """A bound on the probability in a month that no couple's treatment exceeds."""
    hazard = p.art_start * math.pow(LEAST_PRICE_RATIO / REFERENCE_PRICE_RATIO, elasticity)
    return 1.0 - math.exp(-hazard / 12.0)


@nb.njit(cache=True)
def treat(
    rows: Array, persons: Persons, households: Households, homes: Any, place: Any, subsidy: Array, pay: float, p: Any,
    seed: int, month: int, earliest_birth: int,
) -> Treated:
    """Let the couples of the wives in `rows`, who have tried long enough, start cycles; what starts and succeeds.

    homes : record of `HousingConditions`      place : record of `Assisted`
    pay : real pay over the earnings column's
    subsidy : share of a cycle's price that they do not pay, by county (`treatment_terms`)
    A success is a pregnancy that ends in a birth; other cycles leave none.
    """
    key = stream_key(seed, TREATMENT_DRAW, month)
    cycles, conceptions = np.zeros(N_COUNTIES, np.int64), np.zeros(N_COUNTIES, np.int64)
    for row in rows:
        i = np.uintp(row)
        county, age, husband = persons.county[i], age_at(month, persons.birth[i]), persons.partner[i]
        income = persons.earnings[i] + (persons.earnings[husband] if husband != NOBODY else 0.0)
        price = p.art_price * (1.0 - subsidy[county])
        home = persons.household[i]
        savings = float(np.float64(households.savings[home]))
        if households.kind[home] != FAMILY:
            savings = usual_savings(income * pay, (month - persons.birth[i]) / 12.0, homes)
        short = cash_short(price, max(savings, 0.0))
        hazard = treatment_hazard(age, price, income * pay, short, place.elasticity, p)
        u, probability = uniform(key, persons.id[i]), 1.0 - math.exp(-hazard / 12.0)
        if u >= probability:
            continue
        cycles[county] += 1
        length = int(p.pregnancy_months)
        if u / probability >= place.live_birth[age - 15] or month + length < earliest_birth:
            continue
        if persons.due[i] == NO_MONTH:
            persons.due[i], persons.due_outcome[i] = month + length, LIVE_BIRTH
            conceptions[county] += 1
    return Treated(cycles, conceptions)
