"""The home that a couple expects with its next child: the one that it has, or the one that it would move to.

Called by `budget`. A couple short of space for one more child would look for a larger home by the rules of
`homes.moving`, which later move it. It moves for the child if it has the cash and gains by it, as its decision counts
space and money.
What it puts into a home is its own and not spent; the payments there, and what a purchase subsidy spares it, count.
"""

from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import OWN, PUBLIC_RENT, RENT
from sim.processes.accounts import N_ORDERS
from sim.processes.childbearing.couple import Couple
from sim.processes.homes.housing import crowding, fund_pay, housing_cost
from sim.processes.homes.moving import (
    BUYING,
    MOVING_UP,
    Offer,
    bargain_of,
    home_worth,
    is_subsidised,
    offer_of,
    persons_housed,
    rents_more,
)
from sim.processes.money.consumption import money_gain, own_consumption


class Left(NamedTuple):
    """A couple's year with the child in today's home, as far as a move would change it [yuan/year, savings in yuan]."""

    income: float
    spent: float
    """On housing, children and care."""
    housing: float
    """Of that on housing."""
    consumption: float
    """Own consumption per adult."""
    savings: float
    """Left after the birth [yuan]."""


class HomeThen(NamedTuple):
    """The home that a couple would move to for its next child; today's where it would not."""

    moves: float
    """Share of the horizon that it expects to live there: 0 for who would not move."""
    area: float
    """[m2]"""
    cash: float
    """Own money brought [yuan]."""
    debt: float
    """Loans there [yuan]."""
    cost: float
    """Payments or rent there [yuan/year]."""
    gift: float
    """What a purchase subsidy spares, a year of those lived there [yuan/year]."""
    consumption: float
    """Own consumption per adult there."""


@nb.njit(cache=True, forceinline=True)
def stays(couple: Couple, left: Left) -> HomeThen:
    """Today's home, kept."""
    return HomeThen(0.0, couple.area, 0.0, couple.debt, left.housing, 0.0, left.consumption)


@nb.njit(cache=True, forceinline=True)
def payments(debt: float, fund: float, homes: Any) -> float:
    """Yearly payments on a new home's debt [yuan], of which the fund lent what is open for it, a bank the rest."""
    of_fund = min(fund, debt)
    return of_fund * homes.fund_payment + (debt - of_fund) * homes.bank_payment


@nb.njit(cache=True, forceinline=True)
def given_today(couple: Couple, needed: float, homes: Any) -> float:
    """Purchase subsidy that a couple has without the next child [yuan]: renters, and owners who are short already.

    needed : floor area that its members need [m2]
    """
    n = couple.parity
    looks = persons_housed(couple.tenure, couple.members, n, couple.area < needed, True, True) > 0
    if looks and is_subsidised(couple.tenure, couple.area, couple.members, couple.local):
        return homes.purchase_subsidy[couple.county, min(max(n, 1), N_ORDERS) - 1]
    return 0.0


@nb.njit(cache=True, forceinline=True)
def offered(couple: Couple, wanted: int, order: int, homes: Any, p: Any) -> Offer:
    """A home for `wanted` persons as a couple looks at it; order : position of its children with the next one."""
    one = fund_pay(couple.wife_pay, couple.wife_work, couple.wife_fund, homes.fund_coverage)
    income, other = couple.wife_pay, 0.0
    if couple.husband_here:
        income += couple.husband_pay
        other = fund_pay(couple.husband_pay, couple.husband_work, couple.husband_fund, homes.fund_coverage)
    c = couple.county
    worth = home_worth(couple.tenure, couple.self_built, couple.urban, couple.area, homes.price[c], homes.rural_cost)
    return offer_of(wanted, worth, couple.debt, couple.urban, income, one, other, c, order, homes, p)


@nb.njit(cache=True, forceinline=True)
def bought(couple: Couple, left: Left, homes: Any, p: Any) -> HomeThen:
    """The home that a couple would buy with its next child; today's where it has not the cash."""
    c, members, order = couple.county, couple.members + 1, min(couple.parity, N_ORDERS - 1)
    wanted = persons_housed(couple.tenure, members, couple.parity + 1, True, True, True)
    offer = offered(couple, wanted, order, homes, p)
    subsidised = is_subsidised(couple.tenure, couple.area, members, couple.local)
    subsidy = homes.purchase_subsidy[c, order] if subsidised else 0.0
    cash = bargain_of(offer, subsidy).cash
    if left.savings < cash:
        return stays(couple, left)
    own = max(subsidy - given_today(couple, couple.members * homes.need[c], homes), 0.0)  # what the birth adds
    debt = bargain_of(offer, own).debt
    spared = min(bargain_of(offer, 0.0).cash, left.savings) - min(bargain_of(offer, own).cash, left.savings)
    way = MOVING_UP if couple.tenure == OWN else BUYING
    gift, cost = spared * homes.on_moving[c, way], payments(debt, offer.fund, homes)
    return HomeThen(
        homes.lived_there[c, way], wanted * homes.need[c], cash, debt, cost, gift, there(left, cost, gift, p))


@nb.njit(cache=True, forceinline=True)
def rented(couple: Couple, left: Left, relief: float, homes: Any, p: Any) -> HomeThen:
    """The larger home that a couple would rent with its next child; relief : of its rent [yuan/year]."""
    c, area = couple.county, (couple.members + 1) * homes.need[couple.county]
    cost = housing_cost(RENT, area, 0.0, homes.rent[c], homes.payment, homes.public_share, relief)
    return HomeThen(homes.lived_there[c, MOVING_UP], area, 0.0, 0.0, cost, 0.0, there(left, cost, 0.0, p))


@nb.njit(cache=True, forceinline=True)
def there(left: Left, cost: float, gift: float, p: Any) -> float:
    """Own consumption per adult in another home [yuan/year]; cost : of housing there      gift : as in `HomeThen`.

    A home that costs less than today's, because own money is in it, makes nobody richer.
    """
    return own_consumption(left.income + gift, left.spent + max(cost - left.housing, 0.0), p)


@nb.njit(cache=True, forceinline=True)
def gain_of(home: HomeThen, couple: Couple, consumption: float, need: float, p: Any) -> float:
    """What a move brings over the horizon [sigma]: space and money there over those of today's home.

    consumption : per adult in today's home [yuan/year]      need : m2 a person      p reads money_weight,
    crowding_weight
    """
    space = crowding(couple.area, couple.members, need) - crowding(home.area, couple.members, need)
    return home.moves * (p.money_weight * money_gain(home.consumption, consumption) + p.crowding_weight * space)


@nb.njit(cache=True, forceinline=True)
def is_short(couple: Couple, need: float) -> bool:
    """Whether a couple that may move has less floor area than its members and one more need; need : m2 a person."""
    may = couple.tenure == OWN or couple.tenure == RENT or couple.tenure == PUBLIC_RENT
    return may and 0.0 < couple.area < (couple.members + 1) * need


@nb.njit(cache=True, forceinline=True)
def home_then(couple: Couple, left: Left, relief: float, homes: Any, p: Any) -> HomeThen:
    """The home that a couple expects with its next child: of those that it could move to the one that brings most.

    relief : of the rent of a larger home [yuan/year]      homes : record of `HousingConditions` at the birth
    """
    need, best = homes.need[couple.county], stays(couple, left)
    if not is_short(couple, need):
        return best
    home = bought(couple, left, homes, p)
    gain, most = gain_of(home, couple, left.consumption, need, p), 0.0
    if gain > most:
        best, most = home, gain
    if rents_more(couple.tenure, couple.parity + 1, True, True):
        home = rented(couple, left, relief, homes, p)
        if gain_of(home, couple, left.consumption, need, p) > most:
            best = home
    return best
