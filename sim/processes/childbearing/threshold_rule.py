"""Intentions by the `budget_threshold` rule: a couple has its next child where its budget covers its own needs with it.

A rival of the decision by utility, after T. Fent, B. Aparicio Diaz and A. Prskawetz, Demographic Research 29 (2013),
963-998: a birth only if fewer children are there than wanted and the budget allows one more, where own needs grow with
the root of the budget. Here the budget is that of the utility rule (`budget`), so that every lever of money reaches it;
time, career, space, tastes and the worth of waiting do not count. Wishes are personal and no network moves them. When a
couple that can afford a child starts is the `hazard` rule's. Levels are set by hand, not calibrated.
"""

import math
from typing import Any

import numba as nb

from sim.clock import NO_MONTH
from sim.processes.childbearing.budget import Budget, budget_of
from sim.processes.childbearing.circumstances import Circumstances
from sim.processes.childbearing.couple import CHILDLESS, Couple
from sim.processes.childbearing.hazard_rule import start_probability
from sim.processes.childbearing.intentions import starting_month


@nb.njit(cache=True)
def own_needs(budget: float, mean: float, personal: float, p: Any) -> float:
    """Own consumption per adult below which a couple cannot afford a child, in its own eyes [yuan/year].

    budget : take-home pay per adult, and what owners spend of their home's worth      mean : the city's income a head
    [yuan/year of 2020]      personal : standard normal, the couple's own measure
    p reads needs_share, needs_spread.
    """
    return p.needs_share * math.sqrt(max(budget, 0.0) * mean) * math.exp(p.needs_spread * personal)


@nb.njit(cache=True)
def left_with_child(money: Budget) -> float:
    """Own consumption per adult with the child [yuan/year]: at home or moved to for it, and short of cash or not."""
    left = money.with_child * math.exp(money.strain)
    if money.moves > 0.0:
        left *= (money.with_child_moved / money.with_child) ** money.moves
    return left


@nb.njit(cache=True)
def affords(money: Budget, mean: float, personal: float, p: Any) -> bool:
    """Whether what is left with the child covers own needs; arguments as in `own_needs`, p reads couple_adults too."""
    budget = (money.income + money.wealth) / p.couple_adults
    return left_with_child(money) >= own_needs(budget, mean, personal, p)


@nb.njit(cache=True)
def threshold_start(
    couple: Couple, now: Circumstances, u: float, hazard: float, covered: int, spending: float, personal: float,
    month: int, p: Any,
) -> int:
    """Month in which a couple starts to try after its review; NO_MONTH if it does not.

    hazard : of starting where the child can be afforded [1/year]      covered : months of the review, whose draw is `u`
    spending : peers' mean log cost factor      the rest as in `own_needs` and `decision.terms`
    """
    chance = start_probability(hazard, covered)
    if u >= chance:
        return NO_MONTH
    youngest = min(couple.youngest + covered / 24.0, CHILDLESS)
    money = budget_of(couple, couple.permitted, youngest, now, spending, p)
    if not affords(money, now.level.income_per_head, personal, p):
        return NO_MONTH
    return starting_month(month, covered, u, chance, hazard)
