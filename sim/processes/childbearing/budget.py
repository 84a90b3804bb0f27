"""Money of a birth decision: what parents have for themselves without and with one more child, over the horizon.

Called by the birth decision (`decision`). `budget_of` puts the steps together: home, care under three, the wife's
earnings, what the birth brings and costs. Each is a rule of numbers and of records of the outside world; all amounts
are yuan of 2020, a year where nothing else is said.
"""

from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import NO_TENURE, NO_WORK, OWN, PUBLIC_RENT, RENT, Array
from sim.processes.accounts import N_ORDERS
from sim.processes.care.childcare import MONTHS, expected_spending, nursery_demand, shadow_price, uncovered_care
from sim.processes.childbearing.circumstances import Circumstances
from sim.processes.childbearing.couple import Couple
from sim.processes.homes.housing import fund_drawn, housing_cost
from sim.processes.money.annuities import lump_annuity
from sim.processes.money.birth_money import reward_forfeited
from sim.processes.money.child_costs import child_cost, children_cost, cost_factor
from sim.processes.money.consumption import cash_short, own_consumption
from sim.processes.money.taxes import take_home, take_home_with_child
from sim.processes.work.employers import dismissal_probability, sector_of
from sim.processes.work.leave import earnings_loss, exit_probability, maternity_leave, unpaid_leave

INFANT_AGE = 1.5
"""Age [years] at which care under three is valued: the middle of these years."""


class Home(NamedTuple):
    """A couple's home as its decision counts it."""

    cost: float
    """Housing cost without the child [yuan/year]."""
    cost_then: float
    """The same with it."""
    area: float
    """Floor area [m2]."""
    members: int
    wealth: float
    """What owners spend a year of the worth of their home [yuan/year]."""


class InfantCare(NamedTuple):
    """Care under three of one more child."""

    cost: float
    """Annuity [yuan/year]."""
    uncovered: float
    """Share of the working week left to the parents."""


class Budget(NamedTuple):
    """Money of a couple without and with one more child."""

    income: float
    """Take-home income without the child [yuan/year]."""
    child_cost: float
    """Annuity of what the child costs, nursery left out [yuan/year]."""
    care_cost: float
    """Annuity of care under three [yuan/year]."""
    benefits: float
    """Annuity of what the birth brings, tax saved left out [yuan/year]."""
    earnings_loss: float
    """Annuity of the wife's gross pay that she expects to lose [yuan/year]."""
    without: float
    """Own consumption per adult without the child, c0 [yuan/year]."""
    with_child: float
    """Own consumption per adult with it, c1 [yuan/year]."""
    short: float
    """Share of the payments of birth and first year that cash cannot meet."""
    uncovered: float
    """Share of the working week's care under three left to the parents."""
    area: float
    """Floor area of the home [m2]."""
    members: int
    """Members of the household, the child left out."""


@nb.njit(cache=True)
def next_order(parity: int) -> int:
    """Position of the next birth on the axis of birth orders 1, 2, 3, 4+."""
    return min(parity, N_ORDERS - 1)


# Home --------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def housing_relief(tenure: int, county: int, at: int, homes: Any) -> float:
    """Rent subsidy, or rent waived, that renters take up [yuan/year].

    at : position of the number of children on the axis 1, 2, 3, 4+; -1 for the childless, who have none
    """
    if at < 0:
        return 0.0
    if tenure == RENT:
        return homes.rent_relief[county, at]
    return homes.public_relief[county, at] if tenure == PUBLIC_RENT else 0.0


@nb.njit(cache=True)
def home_wealth(tenure: int, area: float, debt: float, price: float, p: Any) -> float:
    """What owners spend a year of what their home is worth less its debt [yuan/year]; p reads home_wealth_spent.

    price : of their home [yuan/m2]
    """
    return p.home_wealth_spent * max(area * price - debt, 0.0) if tenure == OWN else 0.0


@nb.njit(cache=True)
def home_of(couple: Couple, homes: Any, p: Any) -> Home:
    """Home of a couple without and with one more child.

    A collective unit has no room for a child: its couples are taken for renters of what they would need.
    """
    n, c, order = couple.parity, couple.county, next_order(couple.parity)
    rent = homes.rent[c]
    if couple.tenure == NO_TENURE:
        area = (n + 3) * homes.need[c]
        return Home(
            cost=(n + 2) * homes.need[c] * rent, cost_then=area * rent, area=area, members=n + 2, wealth=0.0)
    relief = housing_relief(couple.tenure, c, order - 1, homes)
    relief_then = housing_relief(couple.tenure, c, order, homes)
    price = homes.price[c] * (1.0 if couple.urban == 1 else homes.rural_cost)
    return Home(
        cost=housing_cost(
            couple.tenure, couple.area, couple.debt, rent, homes.payment, homes.public_share, relief),
        cost_then=housing_cost(
            couple.tenure, couple.area, couple.debt, rent, homes.payment, homes.public_share, relief_then),
        area=couple.area,
        members=couple.members,
        wealth=home_wealth(couple.tenure, couple.area, couple.debt, price, p),
    )


# Care and the wife's earnings ---------------------------------------------------------------------------------------


@nb.njit(cache=True)
def nursery_fee(local: bool, sector: int, county: int, order: int, care: Any) -> float:
    """Fee [yuan/month] of a nursery place for the next child: reduced for local couples, less employers' support.

    sector : of the wife's employer, -1 without      order : position on the axis of birth orders
    """
    fee = care.fee[county, order] if local else care.fee_full[county]
    return max(fee - care.support[county], 0.0) if sector >= 0 else fee


@nb.njit(cache=True)
def infant_care(couple: Couple, income: float, infant_share: float, care: Any, level: Any, p: Any) -> InfantCare:
    """Care under three of the next child: what it costs, and what it leaves to the parents.

    income : take-home [yuan/year]      infant_share : annuity share of three years
    """
    c, works = couple.county, couple.wife_work != NO_WORK
    fee = nursery_fee(couple.local, sector_of(couple.wife_work), c, next_order(couple.parity), care)
    wanted = nursery_demand(
        fee, income / MONTHS, care.trust[c], care.hours[c], couple.grandparents, works, INFANT_AGE, p)
    admitted = care.admitted[c]
    shadow = shadow_price(couple.grandparents, couple.wife_pay, level.nanny, p)
    return InfantCare(
        infant_share * expected_spending(wanted, admitted, fee, shadow),
        uncovered_care(wanted * admitted, care.hours[c], couple.grandparents, level.help_hours, p),
    )


@nb.njit(cache=True)
def wife_loses(couple: Couple, uncovered: float, rules: Any, work: Any, shares: Array, p: Any) -> float:
    """Annuity of the gross pay that the wife expects to lose by the birth [yuan/year]; 0 where she earns none.

    uncovered : share of care under three left to the parents      rules : record of `LeaveRules`
    work : record of `WorkOutlook`      shares : of `annuities.Horizon`      p reads time_out_years, wage_penalty
    """
    pay, c, sector = couple.wife_pay, couple.county, sector_of(couple.wife_work)
    if couple.wife_work == NO_WORK or pay <= 0.0:
        return 0.0
    leave = maternity_leave(pay, couple.wife_work, couple.parity + 1, rules, p)
    dismissed = 0.0
    if sector >= 0:
        dismissed = dismissal_probability(
            work.leave_cost[c, sector], 1.0, couple.wife_work, work.enforcement[c], p)
    return earnings_loss(
        pay, unpaid_leave(leave, pay), dismissed, exit_probability(uncovered, p), p.time_out_years, p.wage_penalty,
        shares, p)


# What the birth brings and costs ------------------------------------------------------------------------------------


@nb.njit(cache=True)
def existing_deduction(n_children: int, youngest: float, infant: float, education: float) -> float:
    """Yearly deductions from taxable income for the children already there; the youngest may be under three."""
    if n_children == 0:
        return 0.0
    return (n_children - 1) * education + (infant if youngest < 3.0 else education)


@nb.njit(cache=True)
def birth_brings(couple: Couple, youngest: float, benefits: Any, income_level: float, shares: Array) -> float:
    """Annuity of what the next birth brings [yuan/year], less the one-child reward that it ends.

    youngest : age of the youngest child then [years]      income_level : real incomes over 2020's
    """
    c, order = couple.county, next_order(couple.parity)
    brings = benefits.annuity_all[c, order] + benefits.income_share[c, order] * (couple.wife_pay + couple.husband_pay)
    brings += benefits.fee_relief[c, order] * income_level
    if couple.local:
        brings += benefits.annuity_local[c, order]
    if couple.only_child_before_2016:
        brings -= reward_forfeited(benefits.reward[c], int(12.0 * youngest), True, shares)
    return brings


@nb.njit(cache=True)
def fund_for_rent(couple: Couple, limit: float, coverage: float, rent: float, tax: Any) -> float:
    """Own fund savings that a couple who rents draws within a year [yuan]: money earlier, no gain.

    limit : of one member [yuan/year]      coverage : share of private workers in the fund      rent : yuan/year
    """
    if couple.tenure != RENT and couple.tenure != PUBLIC_RENT:
        return 0.0
    drawn = fund_drawn(limit, couple.wife_pay, couple.wife_work, coverage, tax)
    if couple.husband_here:
        drawn += fund_drawn(limit, couple.husband_pay, couple.husband_work, coverage, tax)
    return min(drawn, rent)


@nb.njit(cache=True)
def cash_received(couple: Couple, benefits: Any) -> float:
    """What the next birth brings in money within a year [yuan]."""
    c, order = couple.county, next_order(couple.parity)
    cash = benefits.cash_all[c, order]
    cash += benefits.income_share_once[c, order] * (couple.wife_pay + couple.husband_pay)
    return cash + benefits.cash_local[c, order] if couple.local else cash


@nb.njit(cache=True)
def penalty_annuity(permitted: bool, penalty: float, income_per_head: float, shares: Array) -> float:
    """Annuity of the penalty on a birth outside the rules [yuan/year]: incomes a head for each of two parents."""
    return 0.0 if permitted else lump_annuity(penalty * 2.0 * income_per_head, 0, shares)


# Together ----------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def budget_of(
    couple: Couple, permitted: bool, youngest: float, outside: Circumstances, cost_peers: float, p: Any
) -> Budget:
    """Money of a couple without and with one more child.

    youngest : age of the youngest child then [years]      the rest as in `decision.terms`
    """
    n, c, order = couple.parity, couple.county, next_order(couple.parity)
    shares, tax, benefits, costs = outside.horizon.shares, outside.tax, outside.benefits, outside.costs
    infant, school = benefits.infant_deduction * benefits.tax_take_up[c], benefits.education_deduction
    deduction = existing_deduction(n, youngest, infant, school)
    income = take_home(couple.wife_pay, couple.wife_work, couple.husband_pay, couple.husband_work, deduction, tax)
    factor = cost_factor(income, costs.reference[couple.urban], cost_peers, 1.0, p)
    for_others = children_cost(n, couple.urban, youngest, factor, costs, p)
    home = home_of(couple, outside.homes, p)
    care = infant_care(couple, income, shares[3], outside.care, outside.level, p)
    loss = wife_loses(couple, care.uncovered, outside.leave, outside.work, shares, p)
    income_then = take_home_with_child(
        max(couple.wife_pay - loss, 0.0), couple.wife_work, couple.husband_pay, couple.husband_work, deduction,
        infant, school, shares[3], tax)
    own_cost = child_cost(n + 1, couple.urban, 0.0, factor, costs)
    brings = birth_brings(couple, youngest, benefits, outside.level.income, shares)
    penalty = penalty_annuity(permitted, benefits.penalty[c], outside.level.income_per_head, shares)
    birth_cost = benefits.birth_cost[c, order]
    spent = home.cost_then + for_others + own_cost + care.cost + penalty + lump_annuity(birth_cost, 0, shares)
    first_year = factor * costs.marginal[couple.urban, min(n, 2)] * costs.first_year
    cash = cash_received(couple, benefits) + fund_for_rent(
        couple, outside.homes.rent_withdrawal[c, order], outside.homes.fund_coverage, home.cost_then, tax)
    return Budget(
        income=income,
        child_cost=own_cost,
        care_cost=care.cost,
        benefits=brings,
        earnings_loss=loss,
        without=own_consumption(income + home.wealth, home.cost + for_others, p),
        with_child=own_consumption(income_then + home.wealth + brings, spent, p),
        short=cash_short(couple.savings, 0.0, birth_cost + first_year, cash),
        uncovered=care.uncovered,
        area=home.area,
        members=home.members,
    )
