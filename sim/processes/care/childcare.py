"""Childcare under three: markets by county of places, price, queue and allocation, and a household's demand.

Called once a quarter by the model (clearing, allocation) and, at each review, by the childbearing decision (what it
wants of nurseries, what grandparents mind). Places and families lie unevenly within a county: where a neighbourhood has
fewer places than applicants a queue forms, where it has more they stand empty, both at once in one county
(`admitted_share`). Places scale with the sample by a keyed rounding. Fees are yuan of 2020 a month.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.places.pack import Pack
from sim.population.columns import Array
from sim.streams import uniform

INCLUSIVE, MARKET, KINDERGARTEN, COMMUNITY = range(4)
"""Kinds of place: inclusive (price-capped) nursery, market nursery, nursery class of a kindergarten, community or
workplace station."""
N_KINDS = 4
KIND_NAMES = ("inclusive", "market", "kindergarten", "community")
MONTHS = 12.0
TODDLER_AGE = 2.0
WORK_HOURS = 40.0
"""Hours a week in which a working mother's child under three needs somebody."""


class Clearing(NamedTuple):
    """One market cleared: enrolled + queue = demand, enrolled + empty = places."""

    enrolled: int
    queue: int
    empty: int


# The household -----------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def nursery_demand(
    fee: float, income: float, trust: float, hours: float, grandparents: int, mother_works: bool, age: float, p: Any,
) -> float:
    """Probability that a household wants a nursery place for a child under three (logit).

    fee : yuan/month after aid      income : couple's take-home [yuan/month]      trust : 0 to 1
    hours : share of the working week that the nursery covers, 0 to 1      age : child's [years]
    p reads nursery_constant, nursery_price, nursery_trust, nursery_hours, nursery_grandparents, nursery_work,
    nursery_toddler. Nobody pays more than the whole income: fee/income is cut at 1.
    """
    burden = min(fee / income, 1.0) if income > 0.0 else (1.0 if fee > 0.0 else 0.0)
    value = p.nursery_constant - p.nursery_price * burden + p.nursery_trust * (trust - 0.5)
    value += p.nursery_hours * (hours - 1.0)
    if grandparents > 0:
        value -= p.nursery_grandparents
    if mother_works:
        value += p.nursery_work
    if age >= TODDLER_AGE:
        value += p.nursery_toddler
    return 1.0 / (1.0 + math.exp(-value))


@nb.njit(cache=True)
def place_worth(wanted: float, income: float, p: Any) -> float:
    """What the offer of a nursery place is worth to a household [yuan/month], fee and hours together; never below 0.

    wanted : probability of wanting it, of `nursery_demand`      income : couple's take-home [yuan/month]
    A place is taken by those to whom it is worth its fee. The logit that decides who they are says by how much:
    ln(1 + exp(z)) = -ln(1 - wanted) in units of z, of which a yuan of the fee is nursery_price / income. The worth
    falls by `wanted` yuan with each yuan of the fee: what those who would take the place pay more.
    """
    return -math.log1p(-wanted) * income / p.nursery_price if wanted < 1.0 else math.inf


@nb.njit(cache=True)
def helped_hours(in_nursery: float, grandparents: int, help_hours: float, p: Any) -> float:
    """Share of a working week's care that grandparents mind, at most what a nursery leaves.

    in_nursery : share that a nursery minds      help_hours : a week, of those who help
    p reads care_substitution: part of nursery hours that only replaces grandparents' help.
    """
    if grandparents <= 0:
        return 0.0
    helped = min(help_hours / WORK_HOURS, 1.0) * (1.0 - p.care_substitution * in_nursery)
    return min(helped, 1.0 - in_nursery)


@nb.njit(cache=True)
def uncovered_care(in_nursery: float, grandparents: int, help_hours: float, p: Any) -> float:
    """Share of a working week's care of a child under three that neither nursery nor grandparents mind, 0 to 1.

    in_nursery, help_hours : as in `helped_hours`, which also says what p reads
    """
    return 1.0 - in_nursery - helped_hours(in_nursery, grandparents, help_hours, p)


# The market --------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def clear(demand: int, places: int, in_reach: int) -> Clearing:
    """Enrolled children, queue and empty places of a market.

    demand : children wanted in      in_reach : those of them to whom a place is near enough, were there enough of them
    """
    enrolled = min(demand, places, in_reach)
    return Clearing(enrolled, demand - enrolled, places - enrolled)


@nb.njit(cache=True)
def below(x: float) -> float:
    """Share of a standard normal distribution below x."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


@nb.njit(cache=True)
def admitted_share(demand: float, places: float, p: Any) -> float:
    """Share q of a county's applicants who get a place; 1 where nobody applies.

    demand, places : of the county, r = places/demand      p reads nursery_mismatch, s
    Places over applicants are lognormal over neighbourhoods, of mean r and standard deviation s of the log; each admits
    min(places, applicants), so that q = E min(1, x) = N(ln r/s - s/2) + r N(-ln r/s - s/2). At s = 0 it is min(1, r).
    Short sides of many small markets: Lambert (1988), from memory; the lognormal is ours.
    """
    if demand <= 0.0:
        return 1.0
    ratio, spread = places / demand, p.nursery_mismatch
    if ratio <= 0.0:
        return 0.0
    if spread <= 0.0:
        return min(ratio, 1.0)
    distance = math.log(ratio) / spread
    return below(distance - spread / 2.0) + ratio * below(-distance - spread / 2.0)


@nb.njit(cache=True)
def admitted_shares(demand: Array, places: Array, p: Any) -> Array:
    """`admitted_share` of each county, (county,)."""
    p = unpacked(p)
    return np.array([admitted_share(demand[c], places[c], p) for c in range(len(demand))])


@nb.njit(cache=True)
def sampled_places(places: float, sample: float, key: np.uint64, unit: int) -> int:
    """Places of a sampled city: places x sample, rounded by a draw that stays with the market and kind.

    unit : county x N_KINDS + kind. Unbiased over keys, and never falls when places are added.
    """
    return int(places * sample + uniform(key, unit))


@nb.njit(cache=True)
def enrolled_by_kind(enrolled: int, places: Array) -> Array:
    """Enrolled children by kind of place, (kind,): in proportion to places, sums to `enrolled`, never above places.

    Households take the kind that is near, so that more places at the same fees leave the mean fee as it is.
    """
    total = 0
    for k in range(N_KINDS):
        total += places[k]
    out = np.zeros(N_KINDS, np.int64)
    below, given = 0, 0
    for k in range(N_KINDS):
        below += places[k]
        upto = enrolled * below // total if total > 0 else 0
        out[k] = upto - given
        given = upto
    return out


@nb.njit(cache=True)
def allocate(ids: Array, held: Array, wanted: Array, n_places: int, key: np.uint64) -> Array:
    """Which children of a market get a place, (child,) bool: those who hold one first, then by keyed lot.

    ids : child's 63-bit id      held : has a place now      wanted : the household wants one
    A place more lets one more child in and turns nobody out.
    """
    n = len(ids)
    lots = np.empty(n, np.float64)
    n_wanted = 0
    for i in range(n):
        lots[i] = 3.0
        if wanted[i]:
            lots[i] = uniform(key, ids[i]) - (1.0 if held[i] else 0.0)
            n_wanted += 1
    chosen = np.zeros(n, np.bool_)
    n_chosen = min(n_wanted, max(n_places, 0))
    if n_chosen == n_wanted:
        for i in range(n):
            chosen[i] = wanted[i]
        return chosen
    order = np.argsort(lots, kind="mergesort")
    for i in range(n_chosen):
        chosen[order[i]] = True
    return chosen


# Tables ------------------------------------------------------------------------------------------------------------


def fees(pack: Pack, income_level: float = 1.0) -> Array:
    """Monthly fees by kind of place, (kind,) [yuan]: a share of the city's disposable income a head and month.

    income_level : real income over that of 2020. Market: the ratio found in Hubei; the others by assumption.
    """
    income = pack.assumption("disposable_income_2020_all") / MONTHS * income_level
    ratios = [pack.assumption("nursery_fee_over_monthly_income_hubei") if k == MARKET else
              pack.assumption(f"childcare_fee_over_monthly_income_{KIND_NAMES[k]}") for k in range(N_KINDS)]
    return income * np.array(ratios)


def covered_hours(pack: Pack) -> Array:
    """Share of the working week that each kind of place covers, (kind,)."""
    return np.array([pack.assumption(f"childcare_hours_share_{name}") for name in KIND_NAMES])
