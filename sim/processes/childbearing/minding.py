"""Who minds the next child in each working hour of its first three years, what it costs, and what it leaves to parents.

One account: leave of either parent, nursery, grandparents, a mother who leaves work, paid help, parents beside their
work. An hour is minded once and charged once: leave by the pay lost in it, grandparents by their upkeep, a mother who
leaves work by her earnings, paid help by a nanny's price, the parents' own hours by free time. The hours of a nursery
are charged as if nobody offered it, less what the offer is worth: no family is the poorer for a place that it may
refuse, as it would be by a fee above what the rest of the account makes of the hours.
Called by `budget`, which charges the money, and by the birth decision, which charges the hours.
"""

from typing import Any, NamedTuple

import numba as nb

from sim.population.columns import NO_WORK
from sim.processes.care.childcare import MONTHS, helped_hours, nursery_demand, place_worth
from sim.processes.childbearing.circumstances import Circumstances
from sim.processes.childbearing.couple import Couple
from sim.processes.money.health_services import able_to_help, support_kept
from sim.processes.work.employers import sector_of
from sim.processes.work.leave import exit_probability, hours_of_leave

INFANT_AGE = 1.5
"""Age [years] at which care under three is valued: the middle of these years."""


class Minding(NamedTuple):
    """Shares of the working hours of three years by who minds the child; they sum to 1."""

    leave: float
    """Parents on leave or with hours that they may shift."""
    nursery: float
    grandparents: float
    mother_out: float
    """A mother who leaves work."""
    paid: float
    """A nanny."""
    parents: float
    """Parents beside their work, or a mother who has none."""


class Minded(NamedTuple):
    """Care under three of the next child."""

    charged: Minding
    """The account without a nursery, by whose hours the couple is charged."""
    place: float
    """Probability of a nursery place."""
    worth: float
    """Annuity of what the offer of a place is worth [yuan/year], by the chance that there is one in reach."""
    cost: float
    """Annuity of upkeep, less what grandparents hand on of support paid to them, and of paid help, less that worth
    [yuan/year]; below 0 where the worth is more."""
    leaves_work: float
    """Probability that a working mother leaves work in the birth year."""


@nb.njit(cache=True, forceinline=True)
def nursery_fee(local: bool, sector: int, county: int, order: int, care: Any) -> float:
    """Fee [yuan/month] of a nursery place for the next child: reduced for local couples, less employers' support.

    sector : of the wife's employer, -1 without      order : position on the axis of birth orders
    """
    fee = care.fee[county, order] if local else care.fee_full[county]
    return max(fee - care.support[county], 0.0) if sector >= 0 else fee


@nb.njit(cache=True, forceinline=True)
def pays_for_help(works: bool, wife_pay: float, nanny: float, p: Any) -> bool:
    """Whether a couple pays a nanny for hours that nobody else minds: where she costs less than part of the wife's pay.

    wife_pay : yuan/year      nanny : yuan/month      p reads care_pay_lost
    """
    return works and MONTHS * nanny <= p.care_pay_lost * wife_pay


@nb.njit(cache=True, forceinline=True)
def minding(
    leave: float, place: float, hours: float, able: float, help_hours: float, leaves_work: float, pays: bool, p: Any,
) -> Minding:
    """The account of hours.

    leave : share that leave and shifted hours mind      place : probability of a nursery place      hours : share of
    the week that it covers      able : probability that grandparents help      help_hours : a week, of those who do
    leaves_work : see `Minded`
    pays : whether paid help minds what is left      p reads care_substitution
    """
    rest = 1.0 - leave
    nursery = rest * place * hours
    helped = able * (rest * helped_hours(place * hours, 1, help_hours, p))
    left = rest - nursery - helped
    out = leaves_work * left
    paid = left - out if pays else 0.0
    return Minding(leave, nursery, helped, out, paid, left - out - paid)


@nb.njit(cache=True, forceinline=True)
def minded(couple: Couple, order: int, leave_days: float, income: float, outside: Circumstances, p: Any) -> Minded:
    """Care under three of a couple's next child.

    order : position on the axis of birth orders      leave_days : of her maternity leave, expected
    income : take-home, without the child [yuan/year]
    """
    c, works, care, level = couple.county, couple.wife_work != NO_WORK, outside.care, outside.level
    flexible, infant_share = outside.work.flexible[c], outside.horizon.shares[3]
    leave = hours_of_leave(couple.wife_work, True, leave_days, outside.leave, flexible, p)
    leave = min(leave + hours_of_leave(couple.husband_work, False, 0.0, outside.leave, flexible, p), 1.0)
    fee = nursery_fee(couple.local, sector_of(couple.wife_work), c, order, care)
    wanted = nursery_demand(
        fee, income / MONTHS, care.trust[c], care.hours[c], couple.grandparents, works, INFANT_AGE, p)
    pays, support = pays_for_help(works, couple.wife_pay, level.nanny, p), outside.benefits.support[c]
    able = able_to_help(couple.grandparents, couple.local, support, p)
    if couple.grandparents == 0 and able > 0.0:
        with_help = nursery_demand(fee, income / MONTHS, care.trust[c], care.hours[c], 1, works, INFANT_AGE, p)
        wanted += able * (with_help - wanted)
    alone = minding(leave, 0.0, 0.0, able, level.help_hours, 0.0, False, p)
    leaves_work = exit_probability(alone.parents, p) if works else 0.0
    charged = minding(leave, 0.0, 0.0, able, level.help_hours, leaves_work, pays, p)
    worth = (1.0 - leave) * care.admitted[c] * place_worth(wanted, income / MONTHS, p)
    a_month = charged.paid * level.nanny - worth
    if able > 0.0:
        a_month += able * ((1.0 - leave) * p.grandparent_upkeep)
        a_month -= able * support_kept(support, couple.local, p)
    yearly = infant_share * MONTHS
    return Minded(charged, wanted * care.admitted[c], yearly * worth, yearly * a_month, leaves_work)


@nb.njit(cache=True, forceinline=True)
def with_nursery(couple: Couple, care: Minded, outside: Circumstances, p: Any) -> Minding:
    """Who minds the child when its place is counted: the account to be shown, not that by which hours are charged."""
    c, level = couple.county, outside.level
    pays = pays_for_help(couple.wife_work != NO_WORK, couple.wife_pay, level.nanny, p)
    able = able_to_help(couple.grandparents, couple.local, outside.benefits.support[c], p)
    return minding(
        care.charged.leave, care.place, outside.care.hours[c], able, level.help_hours, care.leaves_work, pays, p)
