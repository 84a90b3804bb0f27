"""How a birth is paid for: cash at hand, family credit where the couple gains by it, and what neither meets.

Called by the birth decision's `budget`. Yuan of 2020.
"""

from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import NO_TENURE, PUBLIC_RENT, RENT, Array
from sim.processes.childbearing.circumstances import Circumstances
from sim.processes.childbearing.couple import Couple, next_order
from sim.processes.homes.housing import fund_drawn
from sim.processes.money.annuities import lump_annuity
from sim.processes.money.consumption import own_consumption, strain
from sim.processes.money.family_credit import credit_needed, gains_by_credit, open_credit


@nb.njit(cache=True, forceinline=True)
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


@nb.njit(cache=True, forceinline=True)
def cash_received(couple: Couple, benefits: Any) -> float:
    """What the next birth brings in money within a year [yuan]."""
    c, order = couple.county, next_order(couple.parity)
    cash = benefits.cash_all[c, order]
    cash += benefits.income_share_once[c, order] * (couple.wife_pay + couple.husband_pay)
    return cash + benefits.cash_local[c, order] if couple.local else cash


@nb.njit(cache=True, forceinline=True)
def cash_at_hand(couple: Couple, outside: Circumstances, rent: float) -> float:
    """Cash for a birth and its first year [yuan]: savings, what it brings, own fund savings drawn for the rent."""
    c, order = couple.county, next_order(couple.parity)
    drawn = fund_for_rent(
        couple, outside.homes.rent_withdrawal[c, order], outside.homes.fund_coverage, rent, outside.tax)
    return max(couple.savings, 0.0) + cash_received(couple, outside.benefits) + drawn


class Financed(NamedTuple):
    """How a birth is paid for: with family credit where the couple gains by it."""

    credit: float
    """Credit taken [yuan]."""
    with_child: float
    """Own consumption per adult with the child [yuan/year], the credit repaid."""
    short: float
    """What cash and credit do not meet [yuan]."""
    strain: float
    """What that takes from the log of own consumption (`consumption.strain`)."""
    spent: float
    """A year, instalments of the credit in it [yuan/year]."""


@nb.njit(cache=True, forceinline=True)
def paid_with(loan: float, back: float, short: float, income: float, spent: float, shares: Array, p: Any) -> Financed:
    """A birth paid for with a loan that costs `back` yuan a year over the horizon, `short` yuan of it not at all.

    A credit moves the payments that it meets from the birth to the years in which it is repaid.
    """
    spending = spent - lump_annuity(loan, 0, shares) + back
    return Financed(
        loan, own_consumption(income, spending, p), short, strain(income, spending, short, shares[1], p),
        spending)


@nb.njit(cache=True, forceinline=True)
def financed(
    couple: Couple, due: float, cash: float, income: float, spent: float, credit: Any, shares: Array, p: Any
) -> Financed:
    """How a birth is paid for: with credit if that leaves the couple better off.

    due : payments of birth and first year [yuan]      cash : savings and what the birth brings [yuan]
    income, spent : with the child [yuan/year], payments included      shares : of `annuities.Horizon`
    credit : record of `FamilyCredit`      p reads what `own_consumption`, `gains_by_credit` and `strain` say
    Couples in collective units borrow nothing: no account is kept in which they could owe it.
    """
    short = max(due - cash, 0.0)
    alone = paid_with(0.0, 0.0, short, income, spent, shares, p)
    ceiling = 0.0 if couple.tenure == NO_TENURE else credit.credit_ceiling[couple.county]
    loan = credit_needed(short, open_credit(ceiling, couple.savings))
    if loan <= 0.0:
        return alone
    eased = paid_with(loan, loan * credit.credit_repaid[couple.county], short - loan, income, spent, shares, p)
    better = gains_by_credit(
        p.money_weight * (eased.strain - alone.strain), alone.with_child, eased.with_child, p)
    return eased if better else alone
