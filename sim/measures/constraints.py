"""Why births do not happen: what one woman's expected births of a year would be without some of eight constraints.

    partner    a woman who is not married has a husband, his income and a home
    biology    fecundability, sterility and losses are her own at 25, where she is older, and do not fall by waiting
    money      the child leaves her and her husband what they have for themselves (c1 = c0)
    cash       no payment is missing at the birth, and no costly illness threatens
    time       the child takes none of their hours
    career     nor any of her career
    space      nor any room that is missing
    rules      the birth is permitted: no penalty, and no loss by a birth outside the rules

Expected births are those of the model's own decision (`childbearing.decision`): the chance to start in the year, both
partners agreeing, each less what waiting is worth; times that of conceiving within a year of it and not losing the
child. Terms add up in a utility, so that of a constraint lifted is left out, now and after waiting alike; rules also
act on money, so terms are made twice. Pure rules of numbers; `held_back` reads the women of a city.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.measures.attribution import shapley_of_all
from sim.population.columns import Array
from sim.processes.childbearing.couple import Couple
from sim.processes.childbearing.decision import (
    Terms,
    agreement,
    husband_utility,
    start_chance,
    waiting_value,
    wife_utility,
)
from sim.processes.childbearing.pregnancy import conception_probability, loss_probability

CONSTRAINTS = ("partner", "biology", "money", "cash", "time", "career", "space", "rules")
"""In the order of their bits: a subset lifted is the sum of 2^position."""
PARTNER_BIT, BIOLOGY_BIT, MONEY_BIT, CASH_BIT, TIME_BIT, CAREER_BIT, SPACE_BIT, RULES_BIT = (
    1 << k for k in range(len(CONSTRAINTS)))
N_LIFTED = 1 << len(CONSTRAINTS)
"""Subsets of constraints."""
YOUNG = 25
"""Age [years] whose biology stands for that of a woman who is older."""
TRIED_MONTHS = 12
"""Months of trying within which a start must have led to a conception to count."""


class Prospect(NamedTuple):
    """What the births that a woman begins in a year hang on, as things are and with constraints lifted."""

    in_union: bool
    """Whether she is married; else the terms are those with the husband and home that she is given."""
    now: Terms
    """Of a start in the year."""
    later: Terms
    """Of one after waiting."""
    free_now: Terms
    """The same two where the birth is permitted."""
    free_later: Terms
    years: float
    """Part of the year in which she may start: after a birth couples rest."""
    factor: float
    """On starting: of the calendar, and of a husband who lives elsewhere."""
    ratio: float
    """Fecundity after waiting over that of now (`intentions.fecundity_ratio`)."""
    young_ratio: float
    """The same where biology is lifted."""
    carried: float
    """Probability that a start leads to a conception in time that is not lost (`carried_within`)."""
    young_carried: float
    """The same where biology is lifted."""


class Apart(NamedTuple):
    """Expected births taken apart, (woman,) or (woman, constraint); shares add up to `lifted` less `as_is`."""

    as_is: Array
    lifted: Array
    """With all constraints lifted."""
    share: Array
    """Shapley's: what lifting one adds, as a mean over all orders in which the eight could be lifted."""
    alone: Array
    """What lifting it alone adds."""
    last_in: Array
    """What lifting it adds when all others are lifted."""


@nb.njit(cache=True)
def term_lifted(t: Terms, lifted: int) -> float:
    """What leaving out the terms of the constraints lifted adds to the utility of both [sigma]."""
    added = 0.0
    if lifted & MONEY_BIT:
        added -= t.money
    if lifted & CASH_BIT:
        added -= t.cash + t.illness
    if lifted & SPACE_BIT:
        added -= t.crowding
    return added


@nb.njit(cache=True)
def wife_without(t: Terms, lifted: int) -> float:
    """The wife's utility without the constraints lifted [sigma], before the value of waiting."""
    value = wife_utility(t) + term_lifted(t, lifted)
    if lifted & TIME_BIT:
        value -= t.wife_time
    if lifted & CAREER_BIT:
        value -= t.career
    return value


@nb.njit(cache=True)
def husband_without(t: Terms, lifted: int) -> float:
    """The husband's."""
    value = husband_utility(t) + term_lifted(t, lifted)
    return value - t.husband_time if lifted & TIME_BIT else value


@nb.njit(cache=True)
def births_expected(one: Prospect, lifted: int, p: Any) -> float:
    """Births that a woman is expected to begin in the year by planning, with a subset of constraints lifted."""
    if not one.in_union and not lifted & PARTNER_BIT:
        return 0.0
    now, later = one.now, one.later
    if lifted & RULES_BIT:
        now, later = one.free_now, one.free_later
    ratio, carried = one.ratio, one.carried
    if lifted & BIOLOGY_BIT:
        ratio, carried = one.young_ratio, one.young_carried
    wife = wife_without(now, lifted) - waiting_value(wife_without(later, lifted), ratio, p)
    husband = husband_without(now, lifted) - waiting_value(husband_without(later, lifted), ratio, p)
    return start_chance(agreement(wife, husband), one.years, one.factor, p) * carried


@nb.njit(cache=True)
def carried_within(
    months: int, county: int, age: float, oldest: int, rank: float, sterility: float, fecundability: Array,
    sterile: Array, loss: Array,
) -> float:
    """Probability that a couple conceives within some months of trying, and that this conception is not lost.

    age : the woman's when they start [years]      oldest : completed years beyond which her biology is kept
    the rest as in `pregnancy.conception_probability` and `Biology`
    """
    not_yet, carried = 1.0, 0.0
    for month in range(months):
        completed = min(int(age + month / 12.0), oldest)
        chance = conception_probability(completed, rank, sterility, fecundability, sterile)
        carried += not_yet * chance * (1.0 - loss_probability(county, completed, loss))
        not_yet *= 1.0 - chance
    return carried


@nb.njit(cache=True)
def joined(she: Couple, theirs: Couple, local: bool) -> Couple:
    """The couple that a woman is with the husband, home and helpers of another couple; with her own she is as she is.

    She keeps her age, children, wishes, tastes, work and pay. local : whether she or he has a local hukou
    Compiled code cannot replace fields of a tuple, so they are all written out.
    """
    return Couple(
        county=she.county, urban=theirs.urban, age=she.age, parity=she.parity, desired=she.desired, n_boys=she.n_boys,
        youngest=she.youngest, waited=she.waited, taste=she.taste, wife_taste=she.wife_taste,
        husband_taste=she.husband_taste, permitted=she.permitted, permitted_later=she.permitted_later, local=local,
        husband_here=theirs.husband_here, wife_pay=she.wife_pay, wife_work=she.wife_work,
        husband_pay=theirs.husband_pay, husband_work=theirs.husband_work, grandparents=theirs.grandparents,
        tenure=theirs.tenure, self_built=theirs.self_built, area=theirs.area, debt=theirs.debt,
        savings=theirs.savings, members=theirs.members, only_child_before_2016=she.only_child_before_2016,
        wife_fund=she.wife_fund, husband_fund=she.husband_fund)


def taken_apart(values: Array) -> Apart:
    """Expected births taken apart by constraint, from those with every subset lifted, (woman, subset)."""
    each = 1 << np.arange(len(CONSTRAINTS))
    as_is, lifted = values[:, 0], values[:, -1]
    return Apart(
        as_is=as_is,
        lifted=lifted,
        share=shapley_of_all(values),
        alone=values[:, each] - as_is[:, None],
        last_in=lifted[:, None] - values[:, N_LIFTED - 1 - each],
    )
