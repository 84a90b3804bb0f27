"""Homes by lot: of the households that rent some are drawn each month, and whoever is drawn may buy on the loan won.

Called by `home_keeping` in months in which there is a chance. Chances do not hang on anything that a household is, so
that women who were drawn and women who were not differ by chance alone: `Persons.lot` marks both for life. What a draw
changes is what the loan does to tenure, floor area, debt and savings; births follow as of anybody else. Form after the
lotteries of housing credit of Brazil (Fazio, Ramadorai, Skrastins & Van Doornik 2024, doi 10.2139/ssrn.5046571).
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.handles import unpacked
from sim.policy.claims import claim
from sim.policy.paths import LeverPaths
from sim.population.columns import (
    FAMILY,
    LOT_LOST,
    LOT_WON,
    NO_LOT,
    OWN,
    PUBLIC_RENT,
    RENT,
    RESIDENT,
    Array,
    Households,
    Persons,
)
from sim.processes.accounts import N_COUNTIES, N_ORDERS
from sim.processes.homes.household_heads import Heads
from sim.processes.homes.housing import Loans, highest_loan, home_loans, home_wanted, is_built
from sim.processes.homes.moving import Bargain, Offer, bargain_of, is_subsidised, persons_housed
from sim.processes.homes.wealth import FUND_DRAW, fund_pays, is_local
from sim.processes.money.annuities import loan_factor
from sim.streams import PERMANENT, Decision, number_of, stream_key, uniform

HOME_LOT_DRAW = number_of(Decision.HOME_LOT)
LOT_ENTERED, LOT_DRAWN, LOT_BOUGHT = range(3)
"""Positions in the counts of a month, as `accounts.LOT_STEPS`."""
LOT_CLAIMS = (claim("home_lot_interest_cut"), claim("purchase_subsidy"))
"""Levers whose claims a draw counts, in its own order."""
CUT, SUBSIDY = range(2)


class LotPaths(NamedTuple):
    """What levers say of all months that paths hold, (month, county)."""

    drawn: Array
    """Whether anybody may be drawn, (month,)."""
    chance: Array
    """Chance a month that a household that rents is drawn."""
    loan: Array
    """Most that it is lent [yuan]."""
    cut: Array
    """Cut of interest on that [1/year]."""
    taken: Array
    """Share of those drawn who take it up."""


class Lots(NamedTuple):
    """Terms of one month, (county,); as in `LotPaths`, the cut as the yearly payment on a yuan lent."""

    chance: Array
    loan: Array
    payment: Array
    taken: Array


class Won(NamedTuple):
    """A home bought on a loan won [yuan]."""

    cash: float
    """Own money asked for."""
    debt: float
    """Left after it, at the usual interest: what the payer bought down is off."""
    gift: float
    """What the payer paid to the lender for the cut."""


class Drawn(NamedTuple):
    """Counts of a month: claims, (lever of `LOT_CLAIMS`, county, order); homes bought, (county, order); steps, (county,
    step)."""

    cases: Array
    base: Array
    bought: Array
    steps: Array


# Rules -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def loan_won(most: float, value: float, fund: float, income: float, payment: float, homes: Any, p: Any) -> float:
    """Loan that a household that was drawn takes [yuan]: all that it may, because no other one is cheaper.

    most : lent at most      value : of the home      fund : lent by the provident fund, which lends first
    payment : yearly on a yuan of it      p reads loan_payment_share: all payments stay within it of income [yuan/year]
    """
    carried = highest_loan(income, fund * homes.fund_payment, payment, p)
    return max(min(most, value - fund, carried), 0.0)


@nb.njit(cache=True)
def cash_with_loan(value: float, least: float, fund: float, won: float, bank: float) -> float:
    """Own money for a home [yuan], when the loan won also meets the least first payment that other lenders ask."""
    return max(value * least - won, value - fund - won - bank, 0.0)


@nb.njit(cache=True)
def bought_down(won: float, payment: float, usual: float) -> float:
    """What a cut of interest on a loan is worth to its lender at once [yuan].

    payment, usual : yearly on a yuan, with the cut and without: a debt of won · payment / usual costs the same
    """
    return won * (1.0 - payment / usual)


@nb.njit(cache=True)
def won_home(
    value: float, owed: float, income: float, loans: Loans, most: float, payment: float, subsidy: float, homes: Any,
    p: Any,
) -> Won:
    """What a home asks of a household that rents and was drawn.

    value : of the home      owed : on one left before      loans : of `home_loans`, whose bank then lends less
    most, payment : as in `loan_won`      subsidy : on purchase [yuan]
    """
    lot = loan_won(most, value, loans.fund, income, payment, homes, p)
    paid = loans.fund * homes.fund_payment + lot * payment
    asked = cash_with_loan(value, loans.least, loans.fund, lot, highest_loan(income, paid, homes.bank_payment, p))
    bargain: Bargain = bargain_of(Offer(value, asked, loans.fund, 0.0, owed), subsidy)
    gift = bought_down(min(lot, bargain.debt), payment, homes.payment)
    return Won(bargain.cash, bargain.debt - gift, gift)


# The draw ----------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def may_enter(i: int, h: int, persons: Persons, households: Households) -> bool:
    """Whether family household `h` with head `i` rents and was never drawn; the head may have left it since listed."""
    rents = households.tenure[h] == RENT or households.tenure[h] == PUBLIC_RENT
    here = persons.presence[i] == RESIDENT and persons.household[i] == h and households.kind[h] == FAMILY
    return rents and here and persons.lot[i] != LOT_WON


@nb.njit(cache=True)
def use_lot(
    h: int, i: int, takes: bool, lots: Lots, heads: Heads, persons: Persons, households: Households, homes: Any,
    pay: float, fund_key: np.uint64, p: Any, found: Drawn,
) -> None:
    """Let household `h` with head `i`, which was drawn, buy the home that a renter would, where it has the cash.

    takes : whether it takes the loan up; money is claimed in expectation, as of every benefit
    """
    c, size, tenure = persons.county[i], households.size[h], households.tenure[h]
    wanted, income = persons_housed(tenure, size, heads.minors[h], False, True, False), heads.income[h] * pay
    order = min(max(heads.minors[h], 1), N_ORDERS) - 1
    one, other = fund_pays(i, persons, homes, pay, fund_key)
    value = home_wanted(wanted, households.urban[h], homes.need[c], homes.price[c], homes.rural_cost)
    loans = home_loans(value, income, one, other, c, order, homes, p)
    subsidised = is_subsidised(tenure, households.floor_area[h], size, is_local(i, persons))
    won = won_home(
        value, np.float64(households.debt[h]), income, loans, lots.loan[c], lots.payment[c],
        homes.purchase_subsidy[c, order] if subsidised else 0.0, homes, p)
    if households.savings[h] < won.cash:
        return
    found.cases[CUT, c, order] += 1
    found.base[CUT, c, order] += round(won.gift)
    if not takes:
        return
    households.savings[h] -= won.cash
    households.tenure[h], households.floor_area[h] = OWN, wanted * homes.need[c]
    households.self_built[h], households.debt[h] = 1 if is_built(households.urban[h]) else 0, won.debt
    found.bought[c, order] += 1
    found.steps[c, LOT_BOUGHT] += 1
    if subsidised:
        found.cases[SUBSIDY, c, order] += 1


@nb.njit(cache=True)
def draw_lots(
    lots: Lots, heads: Heads, n_persons: int, persons: Persons, households: Households, homes: Any, pay: float, p: Any,
    seed: int, month: int,
) -> Drawn:
    """Draw among the households that rent, let those drawn buy, and mark all members of who took part.

    homes : record of `HousingConditions`      pay : real pay over the level of the column of earnings
    """
    persons, households, homes, p = unpacked(persons), unpacked(households), unpacked(homes), unpacked(p)
    key, fund_key = stream_key(seed, HOME_LOT_DRAW, month), stream_key(seed, FUND_DRAW, PERMANENT)
    shape = len(LOT_CLAIMS), N_COUNTIES, N_ORDERS
    found = Drawn(
        np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros((N_COUNTIES, N_ORDERS), np.int64),
        np.zeros((N_COUNTIES, 3), np.int64))
    marks = np.full(len(heads.head), NO_LOT, np.int8)
    for h in range(len(heads.head)):
        i = heads.head[h]
        if i < 0 or lots.chance[households.county[h]] <= 0.0 or not may_enter(i, h, persons, households):
            continue
        c, u = persons.county[i], uniform(key, persons.id[i])
        marks[h] = LOT_WON if u < lots.chance[c] else LOT_LOST
        found.steps[c, LOT_ENTERED] += 1
        if marks[h] == LOT_WON:
            found.steps[c, LOT_DRAWN] += 1
            takes = u < lots.chance[c] * lots.taken[c]
            use_lot(h, i, takes, lots, heads, persons, households, homes, pay, fund_key, p, found)
    for i in range(n_persons):
        home = persons.household[i]
        if persons.presence[i] == RESIDENT and home < len(marks) and marks[home] > persons.lot[i]:
            persons.lot[i] = marks[home]
    return found


# Terms -------------------------------------------------------------------------------------------------------------


def lot_paths(levers: LeverPaths) -> LotPaths:
    """The levers' paths, read once for a run; without a loan there is nothing to win, and nobody is drawn."""
    loan = levers["home_lot_loan"][:, :, 0]
    chance = levers["home_lot_chance"][:, :, 0] * (loan > 0.0)
    return LotPaths(
        drawn=chance.any(axis=1), chance=chance, loan=loan,
        cut=levers["home_lot_interest_cut"][:, :, 0] / 100.0, taken=levers.take_up("home_lot_interest_cut"))


def lots_of(paths: LotPaths, at: int, rate: float, years: float) -> Lots:
    """Terms of a month; rate : usual interest on a home loan [1/year], which the cut takes off      years : of the loan

    at : position of the month in the paths
    """
    payment = [loan_factor(max(rate - cut, 0.0), years) for cut in paths.cut[at]]
    return Lots(
        chance=paths.chance[at].copy(), loan=paths.loan[at].copy(), payment=np.array(payment),
        taken=paths.taken[at].copy())
