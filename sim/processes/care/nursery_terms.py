"""What levers make of the childcare markets: places, kinds, fees, aid, trust and hours, month by month.

Called by the market (`nurseries`) and by the childbearing decision, which also asks for the terms under rules announced
for a later month. Calls the scalar tables of `childcare`. Fees and aid are yuan of 2020 a month.

Kinds of place: `inclusive_share` is the share of all places at the regulated fee. Classes of kindergartens charge it,
so they count first; inclusive nurseries fill up what is missing, market nurseries are the rest. Subsidy and ceiling
reach all places at the regulated fee.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import Array
from sim.processes.care.childcare import (
    COMMUNITY,
    INCLUSIVE,
    KINDERGARTEN,
    MARKET,
    MONTHS,
    N_KINDS,
    admitted_shares,
    covered_hours,
    fees,
)

NURSERY_LEVERS = (
    "places_per_1000", "inclusive_share", "inclusive_fee_ceiling", "operating_subsidy", "staff_training_coverage",
    "employer_fee_support", "employer_fee_support_share", "kindergarten_nursery_share", "workplace_nursery_share",
    "community_station_coverage", "community_facility_standard",
)
"""Levers read alike for all birth orders; those of `nursery_aid` come by order."""
AID_LEVERS = ("nursery_aid", "nursery_aid_from_age")
N_NURSERY_AGES = 3
"""Years of age in which a child may hold a place."""
REGULATED = np.array([True, False, True, False])
"""Kinds of place at the regulated fee."""


class CareMarket(NamedTuple):
    """What a couple expects of its county's nurseries; arrays are by county."""

    admitted: Array
    """Share of applicants who get a place."""
    fee: Array
    """(county, birth_order): mean fee over kinds and the three years after nursery aid, for a child whose parent has
    hukou here: what a couple expects of the next child."""
    fee_full: Array
    """Mean fee without nursery aid."""
    support: Array
    """What an employer is expected to pay of the fee of its worker's child."""
    trust: Array
    hours: Array
    """Share of the working week that a place covers."""
    fee_at_age: Array
    """(county, birth_order, age 0, 1, 2): what a family of local hukou pays now for a child of that age."""


class Reach(NamedTuple):
    """What the last clearing showed, (county,): what couples reckon from when they think of a place for a later child.
    """

    admitted: Array
    """Share of applicants to whom a place was in reach."""
    wanted: Array
    """Places wanted per 1,000 residents, in expectation."""


class CareRules(NamedTuple):
    """What levers say of all months that the paths hold; arrays are (month, county, …), before incomes move fees."""

    first_month: int
    income: float
    """Disposable income a head and month in 2020 [yuan]."""
    gross: Array
    """Fees by kind at the incomes of 2020."""
    per_1000: Array
    shares: Array
    """(month, county, kind), sums to 1."""
    subsidy: Array
    ceiling: Array
    """Highest regulated fee over monthly disposable income a head."""
    aid: Array
    """(month, county, birth_order, age 0, 1, 2): paid in that month, expected after take-up."""
    aid_from: Array
    """(month, county, birth_order): age from which aid is paid [months]."""
    support: Array
    support_share: Array
    trust: Array
    hours: Array


def kind_shares(inclusive: Array, kindergarten: Array, workplace: Array) -> Array:
    """Shares of the kinds of place, (…, kind), from the three shares that levers set; they sum to 1.

    Workplaces give way where they and kindergartens together exceed all places.
    """
    shares = np.empty((*np.shape(kindergarten), N_KINDS))
    shares[..., KINDERGARTEN] = kindergarten
    shares[..., COMMUNITY] = np.minimum(workplace, 1.0 - kindergarten)
    nurseries = 1.0 - shares[..., KINDERGARTEN] - shares[..., COMMUNITY]
    shares[..., INCLUSIVE] = np.clip(inclusive - kindergarten, 0.0, nurseries)
    shares[..., MARKET] = nurseries - shares[..., INCLUSIVE]
    return shares


def aid_by_age(aid: Array, from_months: Array) -> Array:
    """Nursery aid a month by year of age, (…, age 0, 1, 2): of the year in which a child comes to an age [months] the
    part that is left."""
    left = N_NURSERY_AGES - from_months[..., None] / MONTHS - np.arange(N_NURSERY_AGES)[::-1]
    return np.asarray(aid[..., None] * np.clip(left, 0.0, 1.0))


def care_rules(levers: LeverPaths, pack: Pack, p: Any) -> CareRules:
    """The rules of nurseries in all months of lever paths; make them once for each state of what is announced.

    p reads trust_by_training, trust_by_facilities, trust_in_kindergartens, station_hours.
    """
    at = {name: levers[name][:, :, 0] for name in NURSERY_LEVERS}
    kindergarten = at["kindergarten_nursery_share"]
    shares = kind_shares(at["inclusive_share"], kindergarten, at["workplace_nursery_share"])
    trust = pack.assumption("childcare_trust") + p.trust_by_training * at["staff_training_coverage"]
    trust = trust + p.trust_by_facilities * at["community_facility_standard"]
    trust += p.trust_in_kindergartens * (kindergarten - pack.assumption("childcare_share_kindergarten"))
    return CareRules(
        first_month=levers.first_month, income=pack.assumption("disposable_income_2020_all") / MONTHS,
        gross=fees(pack), per_1000=at["places_per_1000"], shares=shares, subsidy=at["operating_subsidy"],
        ceiling=at["inclusive_fee_ceiling"], aid=aid_by_age(
            levers["nursery_aid"] * levers.take_up("nursery_aid")[:, :, None], levers["nursery_aid_from_age"]),
        aid_from=levers["nursery_aid_from_age"],
        support=at["employer_fee_support"] * at["employer_fee_support_share"],
        support_share=at["employer_fee_support_share"], trust=np.clip(trust, 0.0, 1.0),
        hours=np.minimum(shares @ covered_hours(pack) + p.station_hours * at["community_station_coverage"], 1.0),
    )


@nb.njit(cache=True)
def regulated_fee(gross: float, subsidy: float, ceiling: float) -> float:
    """Fee of an inclusive place [yuan/month]: the operating subsidy passes into it, and the ceiling cuts it.

    ceiling : highest fee [yuan/month]
    """
    return min(max(gross - subsidy, 0.0), ceiling)


@nb.njit(cache=True)
def terms_at(rules: CareRules, month: int, income_level: float, admitted: Array) -> CareMarket:
    """The terms of a month.

    income_level : real incomes over 2020, which gross fees follow      admitted : (county,)
    A child that is born in the month is expected to get the aid of the years in which it is 0, 1 and 2, as dated.
    """
    at = month - rules.first_month
    n_orders = rules.aid.shape[2]
    full, fee = np.zeros(len(admitted)), np.zeros((len(admitted), n_orders))
    now = np.zeros((len(admitted), n_orders, N_NURSERY_AGES))
    for c in range(len(admitted)):
        for kind in range(N_KINDS):
            paid = rules.gross[kind] * income_level
            if REGULATED[kind]:
                paid = regulated_fee(paid, rules.subsidy[at, c], rules.ceiling[at, c] * rules.income * income_level)
            full[c] += rules.shares[at, c, kind] * paid
        for k in range(n_orders):
            for age in range(N_NURSERY_AGES):
                now[c, k, age] = max(full[c] - rules.aid[at, c, k, age], 0.0)
                then = min(at + 12 * age, len(rules.aid) - 1)
                fee[c, k] += max(full[c] - rules.aid[then, c, k, age], 0.0)
            fee[c, k] /= N_NURSERY_AGES
    return CareMarket(
        admitted=admitted, fee=fee, fee_full=full, support=rules.support[at].copy(), trust=rules.trust[at].copy(),
        hours=rules.hours[at].copy(), fee_at_age=now,
    )


@nb.njit(cache=True)
def write_terms(rows: Any, rules: CareRules, month: int, income_level: float, admitted: Array) -> None:
    """Write the terms of a month into their row (`as_row`); arguments as in `terms_at`."""
    terms, row = terms_at(rules, month, income_level, admitted), rows[0]
    row.admitted[:], row.support[:], row.trust[:] = terms.admitted, terms.support, terms.trust
    row.hours[:], row.fee[:], row.fee_full[:] = terms.hours, terms.fee, terms.fee_full
    row.fee_at_age[:] = terms.fee_at_age


def expected_share(reach: Reach, rules: CareRules, month: int, foreseen: float, p: Any) -> Array:
    """Share admitted that couples expect for a child born in a month, (county,).

    The mean over the child's first three years of what the places announced for them would admit of the demand of the
    last clearing, by the weight `foreseen` (places_foreseen); the rest is today's share. p reads what `admitted_share`
    says: hand over its row (`as_row`), since compiled code takes the tuple of all parameters one by one.
    """
    if foreseen == 0.0:
        return reach.admitted
    at, last = month - rules.first_month, len(rules.per_1000) - 1
    then = np.zeros(len(reach.admitted))
    for year in range(N_NURSERY_AGES):
        then += admitted_shares(reach.wanted, rules.per_1000[min(at + 12 * year, last)], p)
    return np.asarray(reach.admitted + foreseen * (then / N_NURSERY_AGES - reach.admitted))


def care_terms(
    levers: LeverPaths, pack: Pack, month: int, income_level: float, p: Any, admitted: Array
) -> CareMarket:
    """The terms of a month under lever paths, `admitted` held; for many months keep `care_rules` and use `terms_at`."""
    return terms_at(care_rules(levers, pack, p), month, income_level, admitted)
