"""The birth decision: a couple's utility of trying for its next child now, and the chance that it starts.

Preference, permanent tastes, money as the parents' own consumption, time, career, crowding, peers, sex of the children,
illness that nobody insures, cash, the fee on births outside the rules, less what waiting is worth under the rules
announced. Both partners must agree. One function a term, each of scalars; `terms` puts them together, with the
parents' time (`parents_time`) and money (`budget`) from files of their own. Called by `intentions` for couples whose
review is due, by `sim.measures.explain` for one couple in words.
"""

import math
from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import NO_WORK, Array
from sim.processes.childbearing.budget import Budget, budget_of
from sim.processes.childbearing.circumstances import LEAD_MONTHS, Circumstances
from sim.processes.childbearing.couple import CHILDLESS, Couple, next_order
from sim.processes.childbearing.parents_time import child_takes, errand_hours, free_time, time_gain
from sim.processes.childbearing.publicity import norm_shift
from sim.processes.homes.housing import crowding
from sim.processes.life.education_work import RETIREMENT_WOMEN
from sim.processes.money.consumption import money_gain
from sim.processes.money.health_services import checks_spared
from sim.processes.money.school_way import way_spared
from sim.processes.work.leave import career_loss


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
    illness: float
    cash: float
    rules: float
    budget: Budget


class Hours(NamedTuple):
    """Hours a week of both partners: free before the child, and what it takes of them over the horizon."""

    wife_free: float
    wife_taken: float
    husband_free: float
    husband_taken: float


class HoursTerms(NamedTuple):
    """Terms of both partners' time [sigma]."""

    wife: float
    husband: float


class Agreed(NamedTuple):
    """What becomes of two partners' utilities."""

    chance: float
    """Probability that both agree to start now."""
    wife_waits: float
    """What waiting is worth to the wife [sigma]."""
    husband_waits: float


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
def highest_preference(parity: int, age: float, waited: float, later: float, desired: int, p: Any) -> float:
    """The most that `preference` comes to from now, at `age` and `waited`, until `later` years are waited [sigma].

    Age only takes from it, and so does waiting, but for the pause after a birth, which passes.
    """
    if parity == 0:
        return preference(parity, age, waited, desired, p)
    spared = p.long_interval * (max(later - 5.0, 0.0) - max(waited - 5.0, 0.0))
    return preference(parity, age, later, desired, p) + spared


@nb.njit(cache=True)
def sons(parity: int, n_boys: int, p: Any) -> float:
    """Taste for one more child [sigma] where there are girls only; p reads son_weight."""
    return p.son_weight if parity > 0 and n_boys == 0 else 0.0


@nb.njit(cache=True, forceinline=True)
def money_term(money: Budget, p: Any) -> float:
    """What the child does to own consumption [sigma], in today's home and in the one moved to for it.

    p reads money_weight.
    """
    gain = money_gain(money.with_child, money.without)
    if money.moves > 0.0:
        gain += money.moves * money_gain(money.with_child_moved, money.with_child)
    return p.money_weight * gain


@nb.njit(cache=True, forceinline=True)
def space_term(money: Budget, need: float, p: Any) -> float:
    """Loss by missing space with the child [sigma], in both homes; need : m2 a person      p reads crowding_weight."""
    short = crowding(money.area, money.members, need)
    if money.moves > 0.0:
        short += money.moves * (crowding(money.new_area, money.members, need) - short)
    return -p.crowding_weight * short


@nb.njit(cache=True, forceinline=True)
def illness(with_child: float, feared: float, insured: float, p: Any) -> float:
    """What the chance of a costly illness of mother or child takes [sigma]: the spread of costs, which cover narrows.

    with_child, feared : own consumption per adult, well and ill without cover [yuan/year]      insured : share covered
    p reads money_weight, illness_chance.
    """
    return p.money_weight * p.illness_chance * (1.0 - insured) * money_gain(feared, with_child)


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


# Together -----------------------------------------------------------------------------------------------------------


@nb.njit(cache=True, forceinline=True)
def career(works: bool, loss: float, pay: float, age: float, working_life: Array) -> float:
    """Share of the rest of her working life's pay that the birth costs a wife who works; 0 where she earns nothing.

    loss : annuity of what she expects to lose [yuan/year]      pay : yuan/year      working_life : of `Horizon`
    """
    return career_loss(loss, pay, RETIREMENT_WOMEN - age, working_life) if works and pay > 0.0 else 0.0


@nb.njit(cache=True, forceinline=True)
def school_way_spared(couple: Couple, youngest: float, outside: Circumstances, p: Any) -> float:
    """Hours a week of both parents, over the horizon, spared as the next child follows the youngest to school.

    youngest : its age when the couple starts to try [years]. Only couples with a local hukou have the right.
    """
    if not couple.local or couple.parity == 0:
        return 0.0
    return way_spared(outside.benefits.following[couple.county], youngest + LEAD_MONTHS / 12.0, p)


@nb.njit(cache=True, forceinline=True)
def hours_at_checks_spared(county: int, benefits: Any, p: Any) -> float:
    """Hours a week of both parents, over the horizon, spared at checks; benefits : record of `BirthMoney`."""
    return checks_spared(benefits.centre[county], benefits.doctor[county], benefits.staff[county], p)


@nb.njit(cache=True, forceinline=True)
def hours_taken(couple: Couple, youngest: float, minded: float, outside: Circumstances, p: Any) -> Hours:
    """The wife's and the husband's hours.

    youngest : age of the youngest child then [years]      minded : share of the working week's care under three that
    the parents give beside their work      p reads wife_care_share
    """
    hers, his = p.wife_care_share, 1.0 - p.wife_care_share
    infant_share, first_year = outside.horizon.shares[3], outside.horizon.shares[1]
    errands = errand_hours(outside.benefits.one_stop[couple.county], p)
    spared = school_way_spared(couple, youngest, outside, p)
    spared += hours_at_checks_spared(couple.county, outside.benefits, p)
    return Hours(
        free_time(couple.wife_work != NO_WORK, couple.parity, youngest, hers, p),
        child_takes(minded, errands, spared, infant_share, first_year, hers, p),
        free_time(couple.husband_work != NO_WORK, couple.parity, youngest, his, p),
        child_takes(minded, errands, spared, infant_share, first_year, his, p),
    )


@nb.njit(cache=True, forceinline=True)
def hours_terms(couple: Couple, youngest: float, minded: float, outside: Circumstances, p: Any) -> HoursTerms:
    """Terms of the wife's and the husband's time; the arguments are those of `hours_taken`."""
    hours = hours_taken(couple, youngest, minded, outside, p)
    return HoursTerms(
        time_gain(hours.wife_free, hours.wife_taken, p), time_gain(hours.husband_free, hours.husband_taken, p))


@nb.njit(cache=True)
def terms(
    couple: Couple, permitted: bool, outside: Circumstances, ahead: float, peers: float, cost_peers: float, p: Any
) -> Terms:
    """All terms of the utility of one more child for a couple whose situation is as now but `ahead` years older.

    permitted : whether the rules of then permit the birth
    peers : share of peers with a recent birth over the start day's      cost_peers : peers' mean log cost factor
    """
    n, c, order, level = couple.parity, couple.county, next_order(couple.parity), outside.level
    age, youngest, waited = couple.age + ahead, min(couple.youngest + ahead, CHILDLESS), couple.waited + ahead
    money = budget_of(couple, permitted, youngest, outside, cost_peers, p)
    hours = hours_terms(couple, youngest, money.minded, outside, p)
    lost = career(couple.wife_work != NO_WORK, money.career_loss, couple.wife_pay, age, outside.horizon.working_life)
    rules = 0.0 if permitted else -p.outside_rules_loss * level.outside_rules
    return Terms(
        preference=preference(n, age, waited, couple.desired, p) + level.trend + norm_shift(level.campaign, p),
        taste=couple.taste,
        wife_taste=couple.wife_taste,
        husband_taste=couple.husband_taste,
        money=money_term(money, p),
        wife_time=hours.wife,
        husband_time=hours.husband,
        career=-p.career_weight * lost,
        crowding=space_term(money, outside.homes.need[c], p),
        peers=p.peer_weight * peers,
        sons=sons(n, couple.n_boys, p),
        illness=illness(money.with_child, money.feared, outside.benefits.insurance_support[c, order], p),
        cash=p.money_weight * money.strain,
        rules=rules,
        budget=money,
    )


@nb.njit(cache=True, forceinline=True)
def joint(t: Terms) -> float:
    """What both partners share of the utility [sigma]."""
    return t.preference + t.taste + t.money + t.crowding + t.peers + t.sons + t.illness + t.cash + t.rules


@nb.njit(cache=True, forceinline=True)
def wife_utility(t: Terms) -> float:
    """The wife's utility of one more child [sigma], before the value of waiting: her own time and career."""
    return joint(t) + t.wife_taste + t.wife_time + t.career


@nb.njit(cache=True, forceinline=True)
def husband_utility(t: Terms) -> float:
    """The husband's, before the value of waiting: his own time; the household's income loss is in consumption."""
    return joint(t) + t.husband_taste + t.husband_time


@nb.njit(cache=True, forceinline=True)
def agreed(now: Terms, later: Terms, fecundity_ratio: float, p: Any) -> Agreed:
    """Whether both agree to start now, each less what waiting is worth."""
    wife_waits = waiting_value(wife_utility(later), fecundity_ratio, p)
    husband_waits = waiting_value(husband_utility(later), fecundity_ratio, p)
    agree = agreement(wife_utility(now) - wife_waits, husband_utility(now) - husband_waits)
    return Agreed(agree, wife_waits, husband_waits)
