"""What is left to parents: own consumption above a floor, what money is worth, and what cash at hand cannot meet.

Called by the childbearing decision, by weddings and by measures of household income. Yuan of 2020 a year.
"""

import math
from typing import Any

import numba as nb

MORE_SAVED_FROM = 35.0
"""Age [years] from which households hold more months of pay."""
DEEPEST = 50.0
"""Floors of consumption below which nothing is told apart: it keeps logs finite."""


@nb.njit(cache=True)
def above_floor(left: float, floor: float) -> float:
    """Own consumption [yuan/year] of what income leaves for each adult [yuan/year]: itself down to the floor, above 0.

    Below the floor f relatives and savings fill most of what is missing: f exp(x / f - 1) of the x that income leaves,
    so that its log goes on along its tangent and a yuan weighs as much as at the floor, never nothing.
    """
    if left >= floor:
        return left
    return floor * math.exp(max(left / floor - 1.0, -DEEPEST))


@nb.njit(cache=True)
def own_consumption(income: float, spending: float, p: Any) -> float:
    """Parents' own consumption per adult-equivalent adult [yuan/year], above 0.

    income : take-home pay plus benefits taken up      spending : on housing, children and childcare [yuan/year]
    p reads consumption_floor, couple_adults.
    """
    return above_floor((income - spending) / p.couple_adults, p.consumption_floor)


@nb.njit(cache=True)
def strain(income: float, spending: float, short: float, this_year: float, p: Any) -> float:
    """What a shortfall of cash takes from the log of own consumption over the horizon, 0 or less [log].

    income, spending : yearly, the payment that falls short spread over the horizon like all others [yuan/year]
    short : what cash and credit do not meet [yuan]      this_year : weight of this year in the horizon
    The year of the birth bears it alone, and the later years nothing of it: what an even spread would have given them.
    p reads consumption_floor, couple_adults.
    """
    if short <= 0.0:
        return 0.0
    left, each, floor = (income - spending) / p.couple_adults, short / p.couple_adults, p.consumption_floor
    even, later = above_floor(left, floor), above_floor(left + this_year * each, floor)
    now = above_floor(left - (1.0 - this_year) * each, floor)
    return this_year * math.log(now / even) + (1.0 - this_year) * math.log(later / even)


@nb.njit(cache=True)
def months_saved(earnings: float, months: float) -> float:
    """Savings [yuan] that come to some months of pay; earnings : yuan/year"""
    return earnings / 12.0 * months


@nb.njit(cache=True)
def usual_savings(earnings: float, age: float, homes: Any) -> float:
    """Savings [yuan] of a couple in a collective unit, of which no account is kept: the months of pay that homes hold.

    earnings : of both [yuan/year]      age : the wife's [years]      homes : record of `HousingConditions`
    """
    return months_saved(earnings, homes.savings_months[0 if age < MORE_SAVED_FROM else 1])


def left_over(consumption: float, floor: float) -> float:
    """What income leaves for each adult [yuan/year] at an own consumption: the inverse of `own_consumption`."""
    return consumption if consumption >= floor else floor * (1.0 + math.log(consumption / floor))


@nb.njit(cache=True)
def money_gain(with_child: float, without: float) -> float:
    """ln c1 - ln c0 of two levels of own consumption [yuan/year], as of `own_consumption` (so > 0)."""
    return math.log(with_child / without)


@nb.njit(cache=True)
def cash_short(due: float, cash: float) -> float:
    """Share of a payment due now that cash cannot meet, 0 to 1: the liquidity limit, apart from the annuities.

    due : to pay [yuan]      cash : at hand, borrowed and received in time [yuan]
    """
    return min(max(due - cash, 0.0) / due, 1.0) if due > 0.0 else 0.0
