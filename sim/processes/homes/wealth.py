"""Households' wealth: once a year, in the head's birthday month, a household saves, repays, moves house and claims.

Savings move towards a target in months of what is left of income after housing; renters with enough cash buy; crowded
families move to a home of the size they need. Called by the model every month with the households whose month it is.
Family credit stands as negative savings: it bears interest and is repaid by the move towards the target.
"""

import math
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
from sim.processes.accounts import N_COUNTIES, N_ORDERS
from sim.processes.homes.household_heads import Heads
from sim.processes.homes.housing import fund_pay, home_cash, home_wanted, housing_cost
from sim.processes.homes.housing_market import COUPLE_HOME
from sim.streams import PERMANENT, Decision, normal_quantile, stream_key, uniform

THRIFT_DRAW, PURCHASE_DRAW = int(Decision.THRIFT), int(Decision.HOME_PURCHASE)
FUND_DRAW, AFFORDABLE_DRAW = int(Decision.FUND_MEMBER), int(Decision.AFFORDABLE_RENTAL)
THRIFT_SPREAD = 0.8
"""Log spread of savings in months of income, permanent to the head; as in the start population; judgement."""
YOUNG_HEAD = 35 * 12
"""Age of the head [months] from which the higher target holds."""
SMALL_HOME = 30.0
"""Floor area a head [m2] up to which owners count as in need of a home for a purchase subsidy."""
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
def moving_up_cash(old_value: float, debt: float, cash_for_new: float) -> float:
    """Cash that owners need to change their home for a larger one [yuan]: that of the new less the old one's worth.

    old_value, debt : of the old home, whose debt is paid off      cash_for_new : `home_cash` of the new one
    """
    return max(cash_for_new - max(old_value - debt, 0.0), 0.0) + max(debt - old_value, 0.0)


@nb.njit(cache=True, nogil=True)
def settle(
    start: int, stop: int, rows: Array, heads: Heads, persons: Persons, households: Households, homes: Any, costs: Any,
    thrift: Array, pay: float, p: Any, seed: int, month: int,
) -> Settled:
    """The yearly decisions of the households in `rows`.

    homes, costs : records of `HousingConditions` and `WeddingCosts`      thrift : `thrift_factors`
    pay : real pay over the level of the column of earnings
    """
    persons, households = unpacked(persons), unpacked(households)
    homes, costs, p = unpacked(homes), unpacked(costs), unpacked(p)
    cases = np.zeros((len(HOME_CLAIMS), N_COUNTIES, N_ORDERS), np.int64)
    base = np.zeros((len(HOME_CLAIMS), N_COUNTIES, N_ORDERS), np.int64)
    bought = np.zeros((N_COUNTIES, N_ORDERS), np.int64)
    thrift_key, fund_key = stream_key(seed, THRIFT_DRAW, PERMANENT), stream_key(seed, FUND_DRAW, PERMANENT)
    purchase_key, affordable_key = stream_key(seed, PURCHASE_DRAW, month), stream_key(seed, AFFORDABLE_DRAW, PERMANENT)
    buys, moves = 1.0 - math.exp(-p.buying), 1.0 - math.exp(-p.moving_up)
    leaves = 1.0 - math.exp(-p.public_rental_exit)
    payment, repaid, step = homes.payment, homes.repaid, p.savings_adjustment
    months_young, months_older = homes.savings_months[0] / 12.0, homes.savings_months[1] / 12.0
    for k in range(start, stop):
        h = np.uintp(rows[k])
        i = np.uintp(heads.head[h])
        if persons.presence[i] != RESIDENT or persons.household[i] != h or households.kind[h] != FAMILY:
            continue
        identity, tenure, size = persons.id[i], households.tenure[h], households.size[h]
        income, savings = heads.income[h] * pay, households.savings[h]
        months = months_young if month - persons.birth[i] < YOUNG_HEAD else months_older
        u = uniform(purchase_key, identity)
        stays = tenure == WITH_PARENTS or (tenure == OWN and u >= moves)
        if stays and savings >= 0.0:  # most households: nothing but savings and debt
            debt, spent = households.debt[h], 0.0
            if debt > 0.0:
                spent = debt * payment
                households.debt[h] = debt * (1.0 - repaid)
            if income > 0.0:
                factor = thrift[int(uniform(thrift_key, identity) * len(thrift))]
                target = max(income - spent, 0.0) * months * factor
                households.savings[h] = savings + step * (target - savings)
            continue
        c = persons.county[i]
        children = heads.minors[h]
        order = min(max(children, 1), N_ORDERS) - 1
        area, need, rent = households.floor_area[h], homes.need[c], homes.rent[c]
        if area <= 0.0:
            area = households.floor_area[h] = size * need
        # Moving: renters buy, crowded families take a larger home, public tenants above the limit leave
        wanted = 0
        if tenure in (RENT, PUBLIC_RENT):
            wanted = max(size, COUPLE_HOME) if u < buys else 0
        elif tenure == OWN and children > 0 and u < moves and area < size * need:
            wanted = size
        if wanted > 0:
            partner = persons.partner[i]
            one = fund_pay(persons.earnings[i] * pay, persons.work[i], uniform(fund_key, identity), homes.fund_coverage)
            other, local = 0.0, persons.hukou[i] == HUKOU_LOCAL
            if partner != NOBODY:
                j = np.uintp(partner)
                local = local or persons.hukou[j] == HUKOU_LOCAL
                other = fund_pay(
                    persons.earnings[j] * pay, persons.work[j], uniform(fund_key, persons.id[j]), homes.fund_coverage)
            urban = households.urban[h]
            value = home_wanted(wanted, urban, need, homes.price[c], homes.rural_cost)
            needy = tenure != OWN or area <= SMALL_HOME * size
            subsidy = homes.purchase_subsidy[c, order] if needy and local else 0.0
            down = cash = home_cash(value, income, one, other, c, order, subsidy, homes, p)
            if tenure == OWN:
                worth, debt = value * area / (size * need), households.debt[h]
                cash, down = moving_up_cash(worth, debt, down), max(down, worth - debt)
            if savings >= cash:
                savings -= cash
                tenure = households.tenure[h] = OWN
                area = households.floor_area[h] = wanted * need
                households.debt[h] = max(value - subsidy - down, 0.0)
                bought[c, order] += 1
                if needy and local:
                    cases[BOUGHT, c, order] += 1
        if tenure == PUBLIC_RENT and u < leaves and income > homes.income_limit * homes.mean_income * size:
            tenure = households.tenure[h] = RENT
        if tenure == RENT and children > 0 and u < moves and area < size * need:
            area = households.floor_area[h] = size * need
        # Living: rents and their relief, savings and debt
        relief = 0.0
        if children > 0 and tenure == RENT:
            relief = homes.rent_relief[c, order]
            cases[SUBSIDISED, c, order] += MONTHS
            if uniform(affordable_key, identity) < p.affordable_rental_share:
                cases[DISCOUNTED, c, order] += 1
                base[DISCOUNTED, c, order] += round(area * rent)
        elif children > 0 and tenure == PUBLIC_RENT:
            relief = homes.public_relief[c, order]
            cases[WAIVED, c, order] += 1
            base[WAIVED, c, order] += round(area * rent * homes.public_share)
        if savings < 0.0:
            cases[CREDITED, c, 0] += 1
            base[CREDITED, c, 0] += round(-savings / costs.credit_taken[c])
        debt = households.debt[h]
        spent = housing_cost(tenure, area, debt, rent, payment, homes.public_share, relief)
        if debt > 0.0:
            households.debt[h] = debt * (1.0 - repaid)
        if income > 0.0:
            factor = thrift[int(uniform(thrift_key, identity) * len(thrift))]
            target = savings_target(income, spent, 12.0 * months, factor)
            savings = savings_after(savings, target, costs.credit_rate - costs.credit_subsidy[c], p)
        households.savings[h] = savings
    return Settled(cases, base, bought)


def thrift_factors() -> Array:
    """Months of savings over the mean at 256 equal steps of a permanent draw: log-normal with mean 1, (256,)."""
    z = np.array([normal_quantile((k + 0.5) / 256) for k in range(256)])
    factors = np.exp(THRIFT_SPREAD * z)
    return np.asarray(factors / factors.mean())
