"""Money of a birth decision: what parents have for themselves without and with one more child, over the horizon.

Called by the birth decision (`decision`). `budget_of` puts the steps together: home, care under three, the wife's
earnings, what the birth brings and costs. Each is a rule of numbers and of records of the outside world; all amounts
are yuan of 2020, a year where nothing else is said.
"""

from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import NO_TENURE, NO_WORK, PUBLIC_RENT, RENT, Array
from sim.processes.childbearing.circumstances import Circumstances
from sim.processes.childbearing.couple import Couple, next_order
from sim.processes.childbearing.financing import cash_at_hand, financed
from sim.processes.childbearing.home_choice import HomeThen, Left, home_then, is_short, stays
from sim.processes.childbearing.minding import minded
from sim.processes.childbearing.publicity import race_by_anxiety
from sim.processes.homes.housing import housing_cost
from sim.processes.homes.moving import home_worth
from sim.processes.homes.rent_relief import is_entitled, is_settled, while_minors
from sim.processes.money.annuities import lump_annuity
from sim.processes.money.birth_money import reward_forfeited
from sim.processes.money.child_costs import child_cost, children_cost, cost_factor, quality_race
from sim.processes.money.consumption import own_consumption
from sim.processes.money.family_credit import owed
from sim.processes.money.school_fees import is_poor
from sim.processes.money.taxes import take_home, take_home_with_child
from sim.processes.work.employers import dismissal_probability, sector_of
from sim.processes.work.leave import EarningsLoss, LeavePay, earnings_loss, maternity_leave, unpaid_leave


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
    due: float
    """Payments of birth and first year [yuan]."""
    cash: float
    """Savings, and what the birth brings within a year [yuan]."""
    credit: float
    """Family credit that the couple would take at the birth [yuan]."""
    short: float
    """What of the payments cash and credit do not meet [yuan]."""
    strain: float
    """What that takes from the log of own consumption over the horizon."""
    feared: float
    """Own consumption per adult if mother or child fell ill, without cover [yuan/year]."""
    career_loss: float
    """Part of the lost pay that counts as her career's: all but what leave itself costs [yuan/year]."""
    minded: float
    """Share of the working week's care under three that the parents give beside their work."""
    area: float
    """Floor area of the home [m2]."""
    members: int
    """Members of the household, the child left out."""
    moves: float
    """Share of the horizon that it expects to live in another home, to which it moves for the child."""
    new_area: float
    """Floor area of that home [m2]; own cash brought and debt [yuan]; cost, and what a subsidy spares [yuan/year]."""
    new_cash: float
    new_debt: float
    new_cost: float
    new_gift: float
    with_child_moved: float
    """Own consumption per adult with the child in that home [yuan/year]; as `with_child` where it does not move."""
    income_with_child: float
    """Annuity of take-home income with the child [yuan/year]."""
    housing: float
    """Instalments or rent less rent relief, without the child [yuan/year]."""
    housing_with_child: float
    """The same with it, in today's home."""
    wealth: float
    """What owners spend a year of the worth of their home [yuan/year]."""
    for_others: float
    """What the children there are still cost, and credit owed already [yuan/year]."""
    once: float
    """Annuity of own medical cost, penalty, and of a credit's repayment less the payments that it meets [yuan/year]."""


# Home --------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True, forceinline=True)
def rent_relieved(
    couple: Couple, area: float, newborn: int, youngest: float, homes: Any, relief: Any, p: Any
) -> float:
    """Annuity of the rent that a couple is relieved of [yuan/year]: as announced, while its children are under 18.

    area : of its home [m2]      newborn : 1 with the next child, 0 without
    youngest : age of the youngest child then [years]      relief : record of `RentRelief`      p reads child_spacing
    """
    n, c = couple.parity, couple.county
    if couple.tenure == RENT:
        rent = min(area, homes.affordable_unit) * homes.rent[c]
        saved = rent * while_minors(relief.discount, c, n, youngest, newborn, p)
        settled = couple.local or is_settled(False, couple.wife_work) or is_settled(False, couple.husband_work)
        if is_entitled(settled, couple.wife_pay + couple.husband_pay, couple.members + newborn, homes):
            saved += while_minors(relief.subsidy, c, n, youngest, newborn, p)
        return saved
    if couple.tenure == PUBLIC_RENT:
        rent = min(area, homes.public_unit) * homes.rent[c] * homes.public_share
        return rent * while_minors(relief.waiver, c, n, youngest, newborn, p)
    return 0.0


@nb.njit(cache=True, forceinline=True)
def home_wealth(worth: float, debt: float, p: Any) -> float:
    """What owners spend a year of what they would get for their home, less its debt [yuan/year].

    worth : as of `moving.home_worth`: 0 for who rents, and of a home that the family built
    p reads home_wealth_spent.
    """
    return p.home_wealth_spent * max(worth - debt, 0.0)


@nb.njit(cache=True, forceinline=True)
def home_of(couple: Couple, youngest: float, homes: Any, relief: Any, p: Any) -> Home:
    """Home of a couple without and with one more child; youngest : age of its youngest child then [years].

    A collective unit has no room for a child: its couples are taken for renters of what they would need.
    """
    n, c, rent = couple.parity, couple.county, homes.rent[couple.county]
    if couple.tenure == NO_TENURE:
        area = (n + 3) * homes.need[c]
        return Home(
            cost=(n + 2) * homes.need[c] * rent, cost_then=area * rent, area=area, members=n + 2, wealth=0.0)
    relief_now = rent_relieved(couple, couple.area, 0, youngest, homes, relief, p)
    relief_then = rent_relieved(couple, couple.area, 1, youngest, homes, relief, p)
    worth = home_worth(couple.tenure, couple.self_built, couple.urban, couple.area, homes.price[c], homes.rural_cost)
    return Home(
        cost=housing_cost(
            couple.tenure, couple.area, couple.debt, rent, homes.payment, homes.public_share, relief_now),
        cost_then=housing_cost(
            couple.tenure, couple.area, couple.debt, rent, homes.payment, homes.public_share, relief_then),
        area=couple.area,
        members=couple.members,
        wealth=home_wealth(worth, couple.debt, p),
    )


@nb.njit(cache=True, forceinline=True)
def home_with_child(couple: Couple, left: Left, youngest: float, homes: Any, relief: Any, p: Any) -> HomeThen:
    """The home that a couple expects with its next child; left : its year with the child in today's home."""
    need = homes.need[couple.county]
    if not is_short(couple, need):
        return stays(couple, left)
    relieved = 0.0
    if couple.tenure == RENT:
        relieved = rent_relieved(couple, (couple.members + 1) * need, 1, youngest, homes, relief, p)
    return home_then(couple, left, relieved, homes, p)


# The wife's earnings ------------------------------------------------------------------------------------------------


@nb.njit(cache=True, forceinline=True)
def wife_loses(couple: Couple, leave: LeavePay, leaves_work: float, work: Any, shares: Array, p: Any) -> EarningsLoss:
    """What the wife expects to lose of her gross pay by the birth; nothing where she earns none.

    leave : her maternity leave      leaves_work : probability that she leaves work for the child
    work : record of `WorkOutlook`      shares : of `annuities.Horizon`      p reads time_out_years, wage_penalty
    """
    pay, c, sector = couple.wife_pay, couple.county, sector_of(couple.wife_work)
    if couple.wife_work == NO_WORK or pay <= 0.0:
        return EarningsLoss(0.0, 0.0)
    dismissed = 0.0
    if sector >= 0:
        dismissed = dismissal_probability(
            work.leave_cost[c, sector], 1.0, couple.wife_work, work.enforcement[c], p)
    return earnings_loss(
        pay, unpaid_leave(leave, pay), dismissed, leaves_work, p.time_out_years, p.wage_penalty, shares, p,
        work.sooner[c], work.regained[c])


# What the birth brings and costs ------------------------------------------------------------------------------------


@nb.njit(cache=True, forceinline=True)
def existing_deduction(n_children: int, youngest: float, infant: float, education: float) -> float:
    """Yearly deductions from taxable income for the children already there; the youngest may be under three."""
    if n_children == 0:
        return 0.0
    return (n_children - 1) * education + (infant if youngest < 3.0 else education)


@nb.njit(cache=True, forceinline=True)
def taken_home(couple: Couple, youngest: float, benefits: Any, tax: Any) -> float:
    """Take-home pay of a couple without the child [yuan/year]: a share of the taxed claim the infant deduction.

    youngest : age of the youngest child then [years]      benefits, tax : records of `BirthMoney` and `TaxRules`
    """
    n, school, claim = couple.parity, benefits.education_deduction, benefits.tax_take_up[couple.county]
    claimed = existing_deduction(n, youngest, benefits.infant_deduction, school)
    other = existing_deduction(n, youngest, 0.0, school)
    pay, work, his, his_work = couple.wife_pay, couple.wife_work, couple.husband_pay, couple.husband_work
    home = take_home(pay, work, his, his_work, claimed, tax)
    if claimed == other:
        return home
    return claim * home + (1.0 - claim) * take_home(pay, work, his, his_work, other, tax)


@nb.njit(cache=True, forceinline=True)
def taken_home_with_child(
    couple: Couple, loss: float, youngest: float, benefits: Any, infant_share: float, tax: Any
) -> float:
    """Annuity of take-home pay with the child [yuan/year]; the rest as in `taken_home`.

    loss : of the wife's pay [yuan/year]      infant_share : annuity share of three years
    Who does not claim the infant deduction saves nothing by it: take-up weighs the saving, not the deduction.
    """
    n, school, claim = couple.parity, benefits.education_deduction, benefits.tax_take_up[couple.county]
    infant, pay = benefits.infant_deduction, max(couple.wife_pay - loss, 0.0)
    work, his, his_work = couple.wife_work, couple.husband_pay, couple.husband_work
    home = take_home_with_child(
        pay, work, his, his_work, existing_deduction(n, youngest, infant, school), infant, school, infant_share, tax)
    if infant == 0.0:
        return home
    other = take_home_with_child(
        pay, work, his, his_work, existing_deduction(n, youngest, 0.0, school), 0.0, school, infant_share, tax)
    return claim * home + (1.0 - claim) * other


@nb.njit(cache=True, forceinline=True)
def birth_brings(couple: Couple, youngest: float, benefits: Any, income_level: float, shares: Array) -> float:
    """Annuity of what the next birth brings [yuan/year], less the one-child reward that it ends.

    youngest : age of the youngest child then [years]      income_level : real incomes over 2020's
    """
    c, order = couple.county, next_order(couple.parity)
    brings = benefits.annuity_all[c, order] + benefits.income_share[c, order] * (couple.wife_pay + couple.husband_pay)
    brings += benefits.fee_relief[c, order] * income_level
    if is_poor(couple.wife_pay + couple.husband_pay, couple.parity + 3, benefits.poor_limit * income_level):
        brings += benefits.fee_aid[c, order] * income_level
    if couple.local:
        brings += benefits.annuity_local[c, order]
    else:
        brings += benefits.school_access[c] * income_level
    if couple.only_child_before_2016:
        brings -= reward_forfeited(benefits.reward[c], int(12.0 * youngest), True, shares)
    return brings


@nb.njit(cache=True, forceinline=True)
def penalty_annuity(permitted: bool, penalty: float, income_per_head: float, shares: Array) -> float:
    """Annuity of the penalty on a birth outside the rules [yuan/year]: incomes a head for each of two parents."""
    return 0.0 if permitted else lump_annuity(penalty * 2.0 * income_per_head, 0, shares)


# Together ----------------------------------------------------------------------------------------------------------


@nb.njit(cache=True, forceinline=True)
def budget_of(
    couple: Couple, permitted: bool, youngest: float, outside: Circumstances, cost_peers: float, p: Any
) -> Budget:
    """Money of a couple without and with one more child.

    youngest : age of the youngest child then [years]      the rest as in `decision.terms`
    """
    n, c, order = couple.parity, couple.county, next_order(couple.parity)
    shares, tax, benefits, costs = outside.horizon.shares, outside.tax, outside.benefits, outside.costs
    income = taken_home(couple, youngest, benefits, tax)
    race = quality_race(benefits.fair_admission[c], p) * race_by_anxiety(outside.level.anxiety, p)
    factor = cost_factor(income, costs.reference[couple.urban], cost_peers, race, p)
    for_others = children_cost(n, couple.urban, youngest, factor, costs, p)
    for_others += owed(couple.savings) * outside.credit.credit_owed[c]
    home = home_of(couple, youngest, outside.homes, outside.relief, p)
    leave = maternity_leave(couple.wife_pay, couple.wife_work, n + 1, outside.leave, p)
    care = minded(couple, order, leave.days, income, outside, p)
    lost = wife_loses(couple, leave, care.leaves_work, outside.work, shares, p)
    loss = lost.leave + lost.career
    income_then = taken_home_with_child(couple, loss, youngest, benefits, shares[3], tax)
    own_cost = child_cost(n + 1, couple.urban, 0.0, factor, costs)
    brings = birth_brings(couple, youngest, benefits, outside.level.income, shares)
    penalty = penalty_annuity(permitted, benefits.penalty[c], outside.level.income_per_head, shares)
    birth_cost = benefits.birth_cost[c, order]
    lasting = home.cost_then + for_others + max(own_cost + care.cost, 0.0)
    spent = lasting + penalty + lump_annuity(birth_cost, 0, shares)
    due = birth_cost + factor * costs.marginal[couple.urban, min(n, 2)] * costs.first_year
    cash = cash_at_hand(couple, outside, home.cost_then)
    with_it = income_then + home.wealth + brings
    paid = financed(couple, due, cash, with_it, spent, outside.credit, shares, p)
    left = Left(with_it, paid.spent, home.cost_then, paid.with_child, max(cash - due, 0.0))
    then = home_with_child(couple, left, youngest, outside.homes, outside.relief, p)
    return Budget(
        income=income,
        child_cost=own_cost,
        care_cost=care.cost,
        benefits=brings,
        earnings_loss=loss,
        without=own_consumption(income + home.wealth, home.cost + for_others, p),
        with_child=paid.with_child,
        due=due,
        cash=cash,
        credit=paid.credit,
        short=paid.short,
        strain=paid.strain,
        feared=own_consumption(with_it, spent + lump_annuity(p.illness_cost, 1, shares), p),
        career_loss=lost.career,
        minded=care.charged.parents,
        area=home.area, members=home.members, moves=then.moves,
        new_area=then.area, new_cash=then.cash, new_debt=then.debt, new_cost=then.cost, new_gift=then.gift,
        with_child_moved=then.consumption,
        income_with_child=income_then,
        housing=home.cost,
        housing_with_child=home.cost_then,
        wealth=home.wealth,
        for_others=for_others,
        once=paid.spent - lasting,
    )
