"""The birth decision: a couple's utility of trying for its next child now, and the chance that it starts.

Preference, permanent tastes, money as the parents' own consumption, time, career, crowding, peers, sex of the children,
uncertainty, steps, cash, the fee on births outside the rules, less what waiting is worth under the rules announced.
Both partners must agree. One function a term, each of scalars; `terms` puts them together. Called by `intentions` for
couples whose review is due, by `sim.measures.explain` for one couple in words.
"""

import math
from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import FLEXIBLE, NO_TENURE, NO_WORK, OWN, PUBLIC_RENT, RENT
from sim.processes.care.childcare import (
    MONTHS,
    WORK_HOURS,
    expected_spending,
    nursery_demand,
    shadow_price,
    uncovered_care,
)
from sim.processes.childbearing.circumstances import N_ORDERS, Circumstances
from sim.processes.childbearing.couple import CHILDLESS, Couple
from sim.processes.homes.housing import crowding, fund_drawn, housing_cost
from sim.processes.life.education_work import RETIREMENT_WOMEN
from sim.processes.money.annuities import lump_annuity
from sim.processes.money.birth_money import reward_forfeited
from sim.processes.money.child_costs import child_cost, children_cost, cost_factor
from sim.processes.money.consumption import cash_short, money_gain, own_consumption
from sim.processes.money.taxes import take_home, take_home_with_child
from sim.processes.work.employers import dismissal_probability, sector_of
from sim.processes.work.leave import (
    EXTENDED_DAYS,
    PARENTAL_YEARS,
    WEEK_DAYS,
    WORKDAY_HOURS,
    career_loss,
    earnings_loss,
    exit_probability,
    maternity_leave,
    unpaid_leave,
)

INFANT_AGE = 1.5
"""Age [years] at which care under three is valued: the middle of these years."""
LEAST_FREE_HOURS = 10.0
WEEKS, WORKDAYS = 52.0, 5.0
GROWN_UP = 12.0
"""Age [years] of the youngest child from which children take no hours of their parents' week."""


class Terms(NamedTuple):
    """Terms of the utility of one more child [sigma], as they stand in it (losses negative), and the money behind."""

    preference: float
    taste: float
    wife_taste: float
    husband_taste: float
    money: float
    wife_time: float
    husband_time: float
    career: float
    crowding: float
    peers: float
    sons: float
    uncertainty: float
    steps: float
    cash: float
    rules: float
    income: float
    """Take-home income of the couple without the child [yuan/year]."""
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


# Terms that need no money ------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def preference(parity: int, age: float, waited: float, desired: int, p: Any) -> float:
    """Taste for the next child [sigma] by parity, desired family size, the woman's age, years since birth or wedding.

    p reads prefer_first, prefer_second, prefer_third, newlywed, newlywed_years, beyond_desired_loss, ageing,
    ageing_late, spacing, spacing_years, long_interval.
    """
    value = p.prefer_first if parity == 0 else p.prefer_second if parity == 1 else p.prefer_third
    if parity >= desired:
        value -= p.beyond_desired_loss
    value -= p.ageing * max(age - 33.0, 0.0) + p.ageing_late * max(age - 38.0, 0.0)
    if parity == 0:
        value += p.newlywed * math.exp(-waited / p.newlywed_years)
    else:
        value -= p.spacing * math.exp(-waited / p.spacing_years)
    return value - p.long_interval * max(waited - 5.0, 0.0)


@nb.njit(cache=True)
def sons(parity: int, n_boys: int, p: Any) -> float:
    """Taste for one more child [sigma] where there are girls only; p reads son_weight."""
    return p.son_weight if parity > 0 and n_boys == 0 else 0.0


@nb.njit(cache=True)
def free_time(works: bool, n_children: int, youngest: float, share: float, p: Any) -> float:
    """A parent's free hours a week before the next child.

    youngest : age of the youngest child [years]      share : of the parents' hours with children that this one gives
    p reads free_hours, work_week, child_hours.
    """
    hours = p.free_hours - (p.work_week if works else 0.0)
    if youngest < GROWN_UP:
        hours -= share * p.child_hours * min(n_children, 2)
    return max(hours, LEAST_FREE_HOURS)


@nb.njit(cache=True)
def time_gain(free: float, taken: float, p: Any) -> float:
    """tau (ln L1 - ln L0) [sigma] when a child takes `taken` of `free` hours a week; p reads time_weight."""
    return p.time_weight * math.log(max(free - taken, LEAST_FREE_HOURS) / free)


@nb.njit(cache=True)
def infant_hours(uncovered: float, spared: float, infant_share: float, share: float, p: Any) -> float:
    """Hours a week that one more child takes of one parent, over the horizon.

    uncovered : share of the working week's care under three left to the parents      spared : hours that leave and
    flexible work give for it      infant_share : annuity share of three years      p reads child_hours
    """
    care = max(WORK_HOURS * uncovered - spared, 0.0)
    return share * (p.child_hours + infant_share * care)


@nb.njit(cache=True)
def care_time(work: int, is_mother: bool, leave: Any, flexible: float, p: Any) -> float:
    """Hours a week, over three years, that paid leave and flexible hours give a working parent for a small child.

    Parental leave each year; nursing hours of mothers in the first year, and the month that some employers add once;
    care leave of fathers once.
    leave : record of `LeaveRules`      flexible : share of jobs with flexible hours      p reads flexible_hours
    """
    if work == NO_WORK:
        return 0.0
    hours = p.flexible_hours * flexible
    if work == FLEXIBLE:
        return hours
    hours += leave.granted[work] * leave.parental_days * WORKDAY_HOURS / WEEKS
    if is_mother:
        extended = leave.extended_share * EXTENDED_DAYS / WEEK_DAYS * WORKDAYS * WORKDAY_HOURS
        return hours + (leave.nursing_hours * WORKDAYS + extended / WEEKS) / PARENTAL_YEARS
    return hours + leave.care_days * WORKDAY_HOURS / WEEKS / PARENTAL_YEARS


# Agreement and waiting ---------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def logistic(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))


@nb.njit(cache=True)
def expected_gain(value: float, noise: float) -> float:
    """E max(0, value + error) of a logistic error of scale `noise` [sigma]: noise ln(1 + exp(value / noise))."""
    x = value / noise
    return value if x > 30.0 else noise * math.log1p(math.exp(x))


@nb.njit(cache=True)
def waiting_value(later: float, fecundity_ratio: float, p: Any) -> float:
    """W: worth of deciding again in waiting_years [sigma].

    later : utility then under the rules announced      fecundity_ratio : fecundity then over now, 0 to 1
    p reads discount_delta, waiting_years, waiting_noise.
    """
    return p.discount_delta**p.waiting_years * fecundity_ratio * expected_gain(later, p.waiting_noise)


@nb.njit(cache=True)
def agreement(wife: float, husband: float) -> float:
    """Probability that both want to try, from the utilities of both [sigma]."""
    return logistic(wife) * logistic(husband)


@nb.njit(cache=True)
def start_chance(agree: float, years: float, factor: float, p: Any) -> float:
    """Probability of starting within some years, 1 - exp(-rho agree factor years); p reads start_rate.

    factor : what the calendar does to starting (epidemic, year of the animal)
    """
    return 1.0 - math.exp(-p.start_rate * agree * factor * years)


# Money -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def existing_deduction(n_children: int, youngest: float, infant: float, education: float) -> float:
    """Yearly deductions from taxable income for the children already there; the youngest may be under three."""
    if n_children == 0:
        return 0.0
    return (n_children - 1) * education + (infant if youngest < 3.0 else education)


@nb.njit(cache=True)
def terms(
    couple: Couple, permitted: bool, outside: Circumstances, ahead: float, peers: float, cost_peers: float, p: Any
) -> Terms:
    """All terms of the utility of one more child for a couple whose situation is as now but `ahead` years older.

    permitted : whether the rules of then permit the birth
    peers : share of peers with a recent birth over the start day's      cost_peers : peers' mean log cost factor
    """
    n = couple.parity
    order = min(n, N_ORDERS - 1)  # position on the order axis of the next birth
    c = couple.county
    age, youngest = couple.age + ahead, min(couple.youngest + ahead, CHILDLESS)
    waited = couple.waited + ahead
    shares, tax, care, work, homes, benefits = (
        outside.horizon.shares, outside.tax, outside.care, outside.work, outside.homes, outside.benefits)
    infant_share = shares[3]
    # Without the child
    infant, school = benefits.infant_deduction * benefits.tax_take_up[c], benefits.education_deduction
    deduction = existing_deduction(n, youngest, infant, school)
    income = take_home(couple.wife_pay, couple.wife_work, couple.husband_pay, couple.husband_work, deduction, tax)
    factor = cost_factor(income, outside.costs.reference[couple.urban], cost_peers, 1.0, p)
    for_others = children_cost(n, couple.urban, youngest, factor, outside.costs, p)
    relief, relief_then = 0.0, 0.0
    if couple.tenure == RENT:
        relief, relief_then = homes.rent_relief[c, max(order - 1, 0)] if n else 0.0, homes.rent_relief[c, order]
    elif couple.tenure == PUBLIC_RENT:
        relief, relief_then = homes.public_relief[c, max(order - 1, 0)] if n else 0.0, homes.public_relief[c, order]
    rent = homes.rent[c]
    home = housing_cost(couple.tenure, couple.area, couple.debt, rent, homes.payment, homes.public_share, relief)
    home_then = housing_cost(
        couple.tenure, couple.area, couple.debt, rent, homes.payment, homes.public_share, relief_then)
    members, area = couple.members, couple.area
    if couple.tenure == NO_TENURE:  # a collective unit has no room for a child: taken for renters of what they need
        members, area = n + 2, (n + 3) * homes.need[c]
        home, home_then = (n + 2) * homes.need[c] * rent, area * rent
    wealth = 0.0
    if couple.tenure == OWN:
        price = homes.price[c] * (1.0 if couple.urban == 1 else homes.rural_cost)
        wealth = p.home_wealth_spent * max(couple.area * price - couple.debt, 0.0)
    without = own_consumption(income + wealth, home + for_others, p)
    # Care under three, leave and career
    works = couple.wife_work != NO_WORK
    fee = care.fee[c, order] if couple.local else care.fee_full[c]
    sector = sector_of(couple.wife_work)
    if sector >= 0:
        fee = max(fee - care.support[c], 0.0)
    wanted = nursery_demand(
        fee, income / MONTHS, care.trust[c], care.hours[c], couple.grandparents, works, INFANT_AGE, p)
    admitted = care.admitted[c]
    shadow = shadow_price(couple.grandparents, couple.wife_pay, outside.level.nanny, p)
    care_cost = infant_share * expected_spending(wanted, admitted, fee, shadow)
    uncovered = uncovered_care(wanted * admitted, care.hours[c], couple.grandparents, outside.level.help_hours, p)
    loss, career = 0.0, 0.0
    if works and couple.wife_pay > 0.0:
        leave = maternity_leave(couple.wife_pay, couple.wife_work, n + 1, outside.leave, p)
        dismissed = 0.0
        if sector >= 0:
            dismissed = dismissal_probability(
                work.leave_cost[c, sector], 1.0, couple.wife_work, work.enforcement[c], p)
        loss = earnings_loss(
            couple.wife_pay, unpaid_leave(leave, couple.wife_pay), dismissed, exit_probability(uncovered, p),
            p.time_out_years, p.wage_penalty, shares, p)
        career = career_loss(loss, couple.wife_pay, RETIREMENT_WOMEN - age, outside.horizon.working_life)
    # With the child
    income_then = take_home_with_child(
        max(couple.wife_pay - loss, 0.0), couple.wife_work, couple.husband_pay, couple.husband_work, deduction,
        infant, school, infant_share, tax)
    own_cost = child_cost(n + 1, couple.urban, 0.0, factor, outside.costs)
    gross = couple.wife_pay + couple.husband_pay
    brings = benefits.annuity_all[c, order] + benefits.income_share[c, order] * gross
    brings += benefits.fee_relief[c, order] * outside.level.income
    cash = benefits.cash_all[c, order] + benefits.income_share_once[c, order] * gross
    if couple.local:
        brings += benefits.annuity_local[c, order]
        cash += benefits.cash_local[c, order]
    if couple.tenure == RENT or couple.tenure == PUBLIC_RENT:  # own money earlier: cash at hand, no gain
        limit = homes.rent_withdrawal[c, order]
        drawn = fund_drawn(limit, couple.wife_pay, couple.wife_work, homes.fund_coverage, tax)
        if couple.husband_here:
            drawn += fund_drawn(limit, couple.husband_pay, couple.husband_work, homes.fund_coverage, tax)
        cash += min(drawn, home_then)
    if couple.only_child_before_2016:
        brings -= reward_forfeited(benefits.reward[c], int(12.0 * youngest), True, shares)
    fee_outside = 0.0
    if not permitted:
        fee_outside = lump_annuity(benefits.penalty[c] * 2.0 * outside.level.income_per_head, 0, shares)
    birth_cost = benefits.birth_cost[c, order]
    spent = home_then + for_others + own_cost + care_cost + fee_outside + lump_annuity(birth_cost, 0, shares)
    with_child = own_consumption(income_then + wealth + brings, spent, p)
    first_year = factor * outside.costs.marginal[couple.urban, min(n, 2)] * outside.costs.first_year
    short = cash_short(couple.savings, 0.0, birth_cost + first_year, cash)
    # Time
    his = 1.0 - p.wife_care_share
    husband_works = couple.husband_work != NO_WORK
    wife_free = free_time(works, n, youngest, p.wife_care_share, p)
    husband_free = free_time(husband_works, n, youngest, his, p)
    spared = care_time(couple.wife_work, True, outside.leave, work.flexible[c], p)
    spared += care_time(couple.husband_work, False, outside.leave, work.flexible[c], p)
    return Terms(
        preference(n, age, waited, couple.desired, p) + outside.level.trend, couple.taste, couple.wife_taste,
        couple.husband_taste,
        p.money_weight * money_gain(with_child, without),
        time_gain(wife_free, infant_hours(uncovered, spared, infant_share, p.wife_care_share, p), p),
        time_gain(husband_free, infant_hours(uncovered, spared, infant_share, his, p), p),
        -p.career_weight * career,
        -p.crowding_weight * crowding(area, members, homes.need[c]),
        p.peer_weight * peers, sons(n, couple.n_boys, p),
        -p.uncertainty_weight * (1.0 - benefits.insurance_support[c, order]),
        -p.steps_weight * (1.0 - benefits.one_stop[c]),
        -p.liquidity_weight * short, 0.0 if permitted else -p.outside_rules_loss * outside.level.outside_rules,
        income, own_cost, care_cost, brings, loss, without, with_child,
    )  # fmt: skip


@nb.njit(cache=True)
def joint(t: Terms) -> float:
    """What both partners share of the utility [sigma]."""
    return (t.preference + t.taste + t.money + t.crowding + t.peers + t.sons + t.uncertainty + t.steps + t.cash
            + t.rules)  # fmt: skip


@nb.njit(cache=True)
def wife_utility(t: Terms) -> float:
    """The wife's utility of one more child [sigma], before the value of waiting: her own time and career."""
    return joint(t) + t.wife_taste + t.wife_time + t.career


@nb.njit(cache=True)
def husband_utility(t: Terms) -> float:
    """The husband's, before the value of waiting: his own time; the household's income loss is in consumption."""
    return joint(t) + t.husband_taste + t.husband_time


@nb.njit(cache=True)
def agreed(now: Terms, later: Terms, fecundity_ratio: float, p: Any) -> tuple[float, float, float]:
    """Probability that both agree to start now, and what waiting is worth to wife and husband [sigma]."""
    wife_waits = waiting_value(wife_utility(later), fecundity_ratio, p)
    husband_waits = waiting_value(husband_utility(later), fecundity_ratio, p)
    agree = agreement(wife_utility(now) - wife_waits, husband_utility(now) - husband_waits)
    return agree, wife_waits, husband_waits
