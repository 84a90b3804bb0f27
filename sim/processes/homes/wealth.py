"""Households' wealth: once a year, in the head's birthday month, a household saves, repays, moves house and claims.

Savings move towards a target in months of what is left of income after housing; renters with enough cash buy; crowded
families move to a home of the size they need. Called by the model every month with the households whose month it is.
Family credit stands as negative savings: it bears interest and is repaid by the move towards the target.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.policy.claims import claim
from sim.population.columns import (
    FAMILY,
    HUKOU_LOCAL,
    NOBODY,
    OWN,
    PUBLIC_RENT,
    RENT,
    RESIDENT,
    WITH_PARENTS,
    Array,
    Households,
    Persons,
)
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import N_COUNTIES, N_ORDERS
from sim.processes.homes.household_heads import Heads
from sim.processes.homes.housing import fund_pay, housing_cost, is_built
from sim.processes.homes.moving import (
    Bargain,
    Chances,
    bargain_of,
    chances_of_moving,
    home_worth,
    is_subsidised,
    offer_of,
    persons_housed,
    rents_more,
)
from sim.processes.homes.rent_relief import is_entitled, is_settled
from sim.streams import PERMANENT, Decision, normal_quantile, number_of, stream_key, uniform

THRIFT_DRAW, PURCHASE_DRAW = number_of(Decision.THRIFT), number_of(Decision.HOME_PURCHASE)
FUND_DRAW, AFFORDABLE_DRAW = number_of(Decision.FUND_MEMBER), number_of(Decision.AFFORDABLE_RENTAL)
THRIFT_SPREAD = 0.8
"""Log spread of savings in months of income, permanent to the head; as in the start population; judgement."""
YOUNG_HEAD = 35 * 12
"""Age of the head [months] from which the higher target holds."""
HOME_CLAIMS = tuple(claim(name) for name in (
    "purchase_subsidy", "rent_subsidy", "affordable_rental_discount", "public_rent_waiver", "family_credit_subsidy"))
"""Levers whose claims the loop counts, in its own order."""
BOUGHT, SUBSIDISED, DISCOUNTED, WAIVED, CREDITED = range(5)
MONTHS = 12


class Settled(NamedTuple):
    """Claims of a month's households, (lever of `HOME_CLAIMS`, county, order), and homes bought, (county, order)."""

    cases: Array
    base: Array
    bought: Array


class Housed(NamedTuple):
    """Where a household lives after the moves of its year, and the savings left."""

    tenure: int
    area: float
    savings: float


@nb.njit(cache=True)
def savings_target(income: float, housing: float, months: float, thrift: float) -> float:
    """Savings that a household wants [yuan]: months of what income leaves after housing, by its own thrift.

    income, housing : yuan/year      thrift : own months over the mean, mean 1
    """
    return max(income - housing, 0.0) / 12.0 * months * thrift


@nb.njit(cache=True)
def savings_after(savings: float, target: float, interest: float, p: Any) -> float:
    """Savings a year on [yuan]: a step to the target; owed credit first grows by its interest [1/year]."""
    if savings < 0.0:
        savings *= 1.0 + interest
    return savings + p.savings_adjustment * (target - savings)


@nb.njit(cache=True)
def nothing_settled() -> Settled:
    """Empty counts of claims and homes bought."""
    shape = len(HOME_CLAIMS), N_COUNTIES, N_ORDERS
    return Settled(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros((N_COUNTIES, N_ORDERS), np.int64))


@nb.njit(cache=True)
def quiet_savings(savings: float, income: float, spent: float, share: float, thrift: float, p: Any) -> float:
    """Savings a year on [yuan] of a household that owes nobody and stays where it is: most do, and pass here alone.

    As `savings_after` of `savings_target`, with the months wanted as a share of a year.
    """
    if income <= 0.0:
        return savings
    target = max(income - spent, 0.0) * share * thrift
    return savings + p.savings_adjustment * (target - savings)


@nb.njit(cache=True)
def stays_put(tenure: int, u: float, moving_up: float) -> bool:
    """Whether a household lives on where it does: with parents, or in an own home that it will not change this year.

    u : the year's draw      moving_up : probability of wishing for a larger home
    """
    return tenure == WITH_PARENTS or (tenure == OWN and u >= moving_up)


@nb.njit(cache=True)
def leaves_public_home(income: float, size: int, homes: Any) -> bool:
    """Whether a public tenant's income a head has outgrown the limit, so that it may be asked to leave."""
    return bool(income > homes.income_limit * homes.mean_income * size)


@nb.njit(cache=True, inline="always")
def fund_pays(i: int, persons: Persons, homes: Any, pay: float, fund_key: np.uint64) -> tuple[float, float]:
    """`fund_pay` of head `i` and of the head's partner [yuan/year]; pay : as in `settle`."""
    one = fund_pay(
        persons.earnings[i] * pay, persons.work[i], uniform(fund_key, persons.id[i]), homes.fund_coverage)
    other, partner = 0.0, persons.partner[i]
    if partner != NOBODY:
        j = np.uintp(partner)
        other = fund_pay(
            persons.earnings[j] * pay, persons.work[j], uniform(fund_key, persons.id[j]), homes.fund_coverage)
    return one, other


@nb.njit(cache=True, inline="always")
def _bargain(
    h: int, i: int, wanted: int, area: float, income: float, order: int, subsidised: bool, persons: Persons,
    households: Households, homes: Any, pay: float, fund_key: np.uint64, p: Any,
) -> Bargain:
    """What a home for `wanted` persons asks of household `h` with head `i`, who may have a partner who earns."""
    c = persons.county[i]
    one, other = fund_pays(i, persons, homes, pay, fund_key)
    worth = home_worth(
        households.tenure[h], households.self_built[h], households.urban[h], area, homes.price[c], homes.rural_cost)
    offer = offer_of(
        wanted, worth, np.float64(households.debt[h]), households.urban[h], income, one, other, c, order, homes, p)
    return bargain_of(offer, homes.purchase_subsidy[c, order] if subsidised else 0.0)


@nb.njit(cache=True, inline="always")
def is_local(i: int, persons: Persons) -> bool:
    """Whether a head or the head's partner is of local hukou."""
    partner = persons.partner[i]
    if persons.hukou[i] == HUKOU_LOCAL or partner == NOBODY:
        return bool(persons.hukou[i] == HUKOU_LOCAL)
    return bool(persons.hukou[np.uintp(partner)] == HUKOU_LOCAL)


@nb.njit(cache=True, inline="always")
def _home_of_the_year(
    h: int, i: int, u: float, chances: Chances, income: float, children: int, order: int, persons: Persons,
    households: Households, homes: Any, pay: float, fund_key: np.uint64, p: Any, found: Settled,
) -> Housed:
    """Where household `h` with head `i` lives after this year's moves: buying, leaving public rental, renting more."""
    c, tenure, size = persons.county[i], households.tenure[h], households.size[h]
    savings, needed = households.savings[h], size * homes.need[c]
    area = households.floor_area[h] if households.floor_area[h] > 0.0 else needed
    moves_up = u < homes.moving_up[c]
    wanted = persons_housed(tenure, size, children, area < needed, u < chances.buys, moves_up)
    if wanted > 0:
        subsidised = is_subsidised(tenure, area, size, is_local(i, persons))
        bargain = _bargain(h, i, wanted, area, income, order, subsidised, persons, households, homes, pay, fund_key, p)
        if savings >= bargain.cash:
            savings -= bargain.cash
            tenure, area, households.debt[h] = OWN, wanted * homes.need[c], bargain.debt
            households.self_built[h] = 1 if is_built(households.urban[h]) else 0
            found.bought[c, order] += 1
            if subsidised:
                found.cases[BOUGHT, c, order] += 1
    if tenure == PUBLIC_RENT and u < chances.leaves and leaves_public_home(income, size, homes):
        tenure = RENT
    if rents_more(tenure, children, area < needed, moves_up):
        area = needed
    return Housed(tenure, area, savings)


@nb.njit(cache=True, inline="always")
def _relief(
    tenure: int, area: float, c: int, order: int, entitled: bool, affordable: bool, homes: Any, found: Settled
) -> float:
    """Relief of a year's rent [yuan] of a household with children, whose claims are counted in `found`.

    entitled : to public rental      affordable : whether a renter lives in affordable rental
    """
    relief = 0.0
    if tenure == RENT and entitled:
        found.cases[SUBSIDISED, c, order] += MONTHS
        relief += homes.rent_subsidy[c, order]
    if tenure == RENT and affordable:
        rent = min(area, homes.affordable_unit) * homes.rent[c]
        found.cases[DISCOUNTED, c, order] += 1
        found.base[DISCOUNTED, c, order] += round(rent)
        relief += homes.rent_discount[c, order] * rent
    if tenure == PUBLIC_RENT:
        rent = min(area, homes.public_unit) * homes.rent[c] * homes.public_share
        found.cases[WAIVED, c, order] += 1
        found.base[WAIVED, c, order] += round(rent)
        relief += homes.rent_waived[c, order] * rent
    return relief


@nb.njit(cache=True, nogil=True)
def settle(
    start: int, stop: int, rows: Array, heads: Heads, persons: Persons, households: Households, homes: Any, costs: Any,
    thrift: Array, pay: float, p: Any, seed: int, month: int,
) -> Settled:
    """The yearly decisions of the households in `rows`: most only save; the others may move, and claim relief.

    homes, costs : records of `HousingConditions` and `WeddingCosts`      thrift : `thrift_factors`
    pay : real pay over the level of the column of earnings
    """
    persons, households = unpacked(persons), unpacked(households)
    homes, costs, p = unpacked(homes), unpacked(costs), unpacked(p)
    found = nothing_settled()
    thrift_key, fund_key = stream_key(seed, THRIFT_DRAW, PERMANENT), stream_key(seed, FUND_DRAW, PERMANENT)
    purchase_key, affordable_key = stream_key(seed, PURCHASE_DRAW, month), stream_key(seed, AFFORDABLE_DRAW, PERMANENT)
    chances, kept = chances_of_moving(p), 1.0 - homes.repaid
    most = homes.moving_up.max()  # whoever draws beyond it stays, whatever the county
    share_young, share_older = homes.savings_months[0] / 12.0, homes.savings_months[1] / 12.0
    for k in range(start, stop):
        if len(persons.id) > FAR:
            coming = rows[min(k + 2 * AHEAD, stop - 1)]
            prefetch(coming, heads.head, heads.income, households.kind, households.savings, households.tenure)
            prefetch(coming, households.county, households.debt)
            coming = heads.head[rows[min(k + AHEAD, stop - 1)]]
            prefetch(coming, persons.presence, persons.household, persons.id, persons.birth)
        h: Any = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        i: Any = np.uintp(heads.head[h])
        if persons.presence[i] != RESIDENT or persons.household[i] != h or households.kind[h] != FAMILY:
            continue
        identity, u = persons.id[i], uniform(purchase_key, persons.id[i])
        income, savings = heads.income[h] * pay, households.savings[h]
        factor = thrift[int(uniform(thrift_key, identity) * len(thrift))]
        share = share_young if month - persons.birth[i] < YOUNG_HEAD else share_older
        tenure, at = households.tenure[h], households.county[h]
        if savings >= 0.0 and (stays_put(tenure, u, most) or stays_put(tenure, u, homes.moving_up[at])):
            owed = households.debt[h]
            households.savings[h] = quiet_savings(savings, income, owed * homes.payment, share, factor, p)
            households.debt[h] = owed * kept
            continue
        c, children = persons.county[i], heads.minors[h]
        order = min(max(children, 1), N_ORDERS) - 1
        home = _home_of_the_year(
            h, i, u, chances, income, children, order, persons, households, homes, pay, fund_key, p, found)
        relief = 0.0
        if children > 0:
            affordable = uniform(affordable_key, identity) < p.affordable_rental_share
            settled = is_settled(persons.hukou[i] == HUKOU_LOCAL, persons.work[i])
            entitled = is_entitled(settled, income, households.size[h], homes)
            relief = _relief(home.tenure, home.area, c, order, entitled, affordable, homes, found)
        savings = home.savings
        owed = households.debt[h]
        spent = housing_cost(home.tenure, home.area, owed, homes.rent[c], homes.payment, homes.public_share, relief)
        if income > 0.0:
            if savings < 0.0:  # the year's interest, of which the cut is public money
                found.cases[CREDITED, c, 0] += 1
                found.base[CREDITED, c, 0] += round(-savings * costs.credit_cut_used[c])
            target = savings_target(income, spent, 12.0 * share, factor)
            savings = savings_after(savings, target, costs.credit_interest[c], p)
        households.tenure[h], households.floor_area[h] = home.tenure, home.area
        households.debt[h], households.savings[h] = owed * kept, savings
    return found


def thrift_factors() -> Array:
    """Months of savings over the mean at 256 equal steps of a permanent draw: log-normal with mean 1, (256,)."""
    z = np.array([normal_quantile((k + 0.5) / 256) for k in range(256)])
    factors = np.exp(THRIFT_SPREAD * z)
    return np.asarray(factors / factors.mean())
