"""Moving house: who looks for another home, what it asks in cash and leaves in debt, and how long couples live there.

Rules of numbers with two callers: the yearly move of a household (`wealth`), and the birth decision, which expects the
home that the same rules would let the couple have with its next child (`childbearing.home_choice`). Yuan of 2020.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.population.columns import OWN, PUBLIC_RENT, RENT, Array
from sim.processes.homes.housing import COUPLE_HOME, cash_needed, home_loans, home_wanted, proceeds

SMALL_HOME = 30.0
"""Floor area a head [m2] up to which owners count as in need of a home for a purchase subsidy."""
BUYING, MOVING_UP = 0, 1
"""Ways to another home: renters who look for one to buy, families who are crowded. Positions in `MoveShares`."""


class Chances(NamedTuple):
    """Probabilities a year of moves that are alike in all counties, each held against the same draw."""

    buys: float
    """of a renter's looking for a home to buy"""
    leaves: float
    """of a public tenant's being asked about income"""


class Offer(NamedTuple):
    """A home that a household looks at [yuan]."""

    value: float
    asked: float
    """Cash without any subsidy or old home: `housing.cash_needed`."""
    fund: float
    """Loan of the provident fund that is open for it."""
    worth: float
    """Of the home given up: `home_worth`."""
    owed: float
    """On that home, or on one left before."""


class Bargain(NamedTuple):
    """A home within sight [yuan]: the cash it asks for, and the debt that it leaves."""

    cash: float
    debt: float


class MoveShares(NamedTuple):
    """What hazards of moving are over the horizon of a decision, (county, way)."""

    lived: Array
    """Share of the horizon's annuity lived in the new home: the chance to have moved by each year, by its weight."""
    on_moving: Array
    """Annuity of a yuan received at the move, over `lived`: what it is worth a year of those lived there."""


@nb.njit(cache=True)
def yearly_chance(hazard: float) -> float:
    """Probability within a year of an event of some hazard [1/year]."""
    return 1.0 - math.exp(-hazard)


@nb.njit(cache=True)
def chances_of_moving(p: Any) -> Chances:
    """Probabilities of a year's moves; p reads buying, public_rental_exit."""
    return Chances(buys=yearly_chance(p.buying), leaves=yearly_chance(p.public_rental_exit))


def hazard_of_moving_up(supply: Array, p: Any) -> Array:
    """Hazard [1/year] that a crowded family finds a home of the size it needs, (county,).

    supply : share of new homes built for families, beyond the mix of 2020      p reads moving_up, family_sized_finding
    """
    return np.asarray(p.moving_up * (1.0 + p.family_sized_finding * supply))


def move_shares(hazards: Array, shares: Array) -> MoveShares:
    """The two shares for hazards [1/year] of any shape; shares : `annuities.annuity_shares`.

    A household looks once a year: t looks have passed by year t, and who moves at a look is in the new home from then.
    """
    years = np.arange(1, len(shares) - 1, dtype=np.float64)
    stays = np.exp(-np.multiply.outer(hazards, years))
    weights = np.diff(shares)[1:]
    lived = ((1.0 - stays) * weights).sum(axis=-1)
    moves = np.exp(-np.multiply.outer(hazards, years - 1.0)) - stays
    brought = (moves * weights).sum(axis=-1)
    return MoveShares(lived, np.divide(brought, lived, out=np.zeros_like(lived), where=lived > 0.0))


@nb.njit(cache=True)
def persons_housed(tenure: int, size: int, children: int, crowded: bool, buys: bool, moves_up: bool) -> int:
    """For how many persons a household looks for a home to buy this year; 0 where it looks for none.

    crowded : has less floor area than its members need      buys, moves_up : what the year's draw lets it wish
    """
    if tenure in (RENT, PUBLIC_RENT):
        return max(size, COUPLE_HOME) if buys else 0
    return size if tenure == OWN and children > 0 and moves_up and crowded else 0


@nb.njit(cache=True)
def rents_more(tenure: int, children: int, crowded: bool, moves_up: bool) -> bool:
    """Whether a household moves to a rented home of the size that it needs this year."""
    return tenure == RENT and children > 0 and moves_up and crowded


@nb.njit(cache=True)
def is_subsidised(tenure: int, area: float, size: int, local: bool) -> bool:
    """Whether a buyer has a purchase subsidy: of local hukou, without a home of its own or with a small one [m2]."""
    return (tenure != OWN or area <= SMALL_HOME * size) and local


@nb.njit(cache=True)
def home_worth(tenure: int, self_built: int, urban: int, area: float, price: float, rural_cost: float) -> float:
    """What a household gets for the home that it leaves [yuan], as of `housing.proceeds`; price, rural_cost : as of
    `housing.home_wanted`."""
    return proceeds(tenure, self_built, home_wanted(1, urban, area, price, rural_cost))


@nb.njit(cache=True)
def offer_of(
    wanted: int, worth: float, owed: float, urban: int, income: float, pay_one: float, pay_other: float,
    county: int, order: int, homes: Any, p: Any,
) -> Offer:
    """A home for `wanted` persons, as a household looks at it.

    worth, owed : of the home given up, or owed on one left before      income : yuan/year
    pay : `fund_pay` of the two earners      order : position on the axis of children
    homes : record of `HousingConditions`
    """
    need = homes.need[county]
    value = home_wanted(wanted, urban, need, homes.price[county], homes.rural_cost)
    loans = home_loans(value, income, pay_one, pay_other, county, order, homes, p)
    asked = cash_needed(value, loans.least, loans.fund, loans.bank, 0.0)
    return Offer(value, asked, loans.fund, worth, owed)


@nb.njit(cache=True)
def moving_up_cash(old_value: float, debt: float, cash_for_new: float) -> float:
    """Cash that owners need to change their home for a larger one [yuan]: that of the new less the old one's worth.

    old_value, debt : of the old home, whose debt is paid off      cash_for_new : asked for the new one
    """
    return max(cash_for_new - max(old_value - debt, 0.0), 0.0) + max(debt - old_value, 0.0)


@nb.njit(cache=True)
def bargain_of(offer: Offer, subsidy: float) -> Bargain:
    """What changing to a home on offer asks for with a purchase subsidy [yuan]."""
    asked = max(offer.asked - subsidy, 0.0)
    down = max(asked, offer.worth - offer.owed)
    return Bargain(moving_up_cash(offer.worth, offer.owed, asked), max(offer.value - subsidy - down, 0.0))
