"""When a couple starts to try: reviews in the couple's own month, by utility or by the hazard rule.

A review covers the months to the next one, and a couple that has just married or is ready again after a birth reviews
at once up to its next turn. A start that falls in the covered months begins in its own month, and age and waiting are
taken at their middle, so that monthly, quarterly and yearly reviews agree. Draws come first: a couple whose draw no
possible utility could meet is not looked at further.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.parameters import unpacked
from sim.population.columns import PUBLIC_RENT, RENT, Array
from sim.processes.childbearing.circumstances import Circumstances
from sim.processes.childbearing.couple import Couple
from sim.processes.childbearing.decision import (
    Agreed,
    Terms,
    agreed,
    agreement,
    husband_utility,
    sons,
    start_chance,
    terms,
    wife_utility,
)
from sim.processes.childbearing.parents_time import most_time_gain
from sim.processes.childbearing.pregnancy import FECUND_FROM, FECUND_UNTIL, Biology
from sim.processes.childbearing.publicity import norm_shift
from sim.processes.homes.rent_relief import most_while_minors
from sim.processes.money.health_services import checks_spared

HUSBAND_SIGMAS = 3.5
"""Standard deviations of a husband's taste that hardly anybody exceeds; used before his row is read."""
WIFE, HUSBAND = range(2)
OWNED, RENTED = range(2)
"""Whether a couple's home is rented, of whomever: then relief of its rent may be part of what a child brings."""
HIGHEST_PAY = 1_500_000.0
"""Yearly pay of both [yuan] that bounds what a grant in shares of income can bring."""


class Seen(NamedTuple):
    """The tables that a review reads of peers and of fecundity."""

    peers: Array
    """(cell,): deviation of the peers' births."""
    spending: Array
    """(county, residence): peers' mean log cost factor."""
    fecundity: Array
    """(age 15-49,): mean monthly fecundability of those not sterile times their share."""


class Minds(NamedTuple):
    """What reviews of a month read beside columns and parameters."""

    now: Circumstances
    """For the birth that a start now would bring, under the rules announced."""
    later: Circumstances
    """For the birth after waiting, under the rules announced now."""
    carried: Circumstances
    """For the birth of a pregnancy that begins now without trying; `now` where money moves no such pregnancy."""
    seen: Any
    """`Seen`, or its handle."""
    most_gains: Array
    """(county, order of the next child, OWNED or RENTED, WIFE or HUSBAND): all terms of a partner's utility beside
    preference and tastes do not exceed this [sigma]."""
    ceilings: Array
    """The same in steps (`recall`), and not to be exceeded by those of the coming months either."""


@nb.njit(cache=True)
def months_covered(
    month: int, since_turn: int, period: int, union_start: int, last_birth: int, postpartum: int, anew: bool = False
) -> int:
    """Months that a review in this month covers; 0 where none is due.

    since_turn : months since the couple's own turn, 0 in it      period : months between reviews
    postpartum : rest after a birth [months]      anew : reviews out of turn, having just given up trying
    """
    ready = union_start if last_birth == NO_MONTH else max(union_start, last_birth + postpartum)
    if month < ready:
        return 0
    if since_turn == 0:
        return period
    return period - since_turn if anew or month == ready else 0


@nb.njit(cache=True)
def months_back(
    chance: float, month: int, begun: int, union_start: int, last_birth: int, postpartum: int
) -> int:
    """Months by which a couple's clock of starting is set back after a void conception before the start day.

    chance : its probability of conceiving in a month of trying      begun : first month lived before the start day
    union_start, last_birth, postpartum : as in `months_covered`

    Those without a birth by the start day are those who have not conceived. Of these a share s / f tries, where couples
    start at a rate s and conceive at f: as many as start within the 1 / f months that trying lasts. So the couple that
    is put back reviews anew as if it had begun to do so that long ago, but not before it could.
    """
    first = max(begun, union_start)
    if last_birth != NO_MONTH:
        first = max(first, last_birth + postpartum)
    return max(min(int(1.0 / chance + 0.5), month - first), 0)


@nb.njit(cache=True)
def starting_month(month: int, covered: int, u: float, chance: float, hazard: float) -> int:
    """Month within the covered ones in which the exponential clock of a hazard [1/year] rings; NO_MONTH if not.

    u : the review's draw; below `chance`, 1 - exp(-hazard covered / 12), it is the clock's own distribution
    """
    if u >= chance:
        return NO_MONTH
    return month + min(int(-math.log(1.0 - u) / hazard * 12.0), covered - 1)


@nb.njit(cache=True)
def certainly_not(u: float, wife: float, husband: float, years: float, factor: float, p: Any) -> bool:
    """Whether a draw is beyond the chance of a couple whose utilities are at most `wife` and `husband` [sigma]."""
    return u >= start_chance(agreement(wife, husband), years, factor, p)


@nb.njit(cache=True)
def less_than_most(
    parity: int, n_boys: int, peers: float, most_peers: float, permitted: bool, outside_rules: float, p: Any
) -> float:
    """What a couple's utility certainly lacks of `most_gains` [sigma]: peers who bear more elsewhere, a son, the rules.

    most_peers : the highest of `Seen.peers`      outside_rules : of `Level`
    p reads peer_weight, son_weight, outside_rules_loss. The margin is more than sums in another order differ by.
    """
    less = p.peer_weight * (most_peers - peers) - 1e-9
    if parity > 0:
        less += p.son_weight - sons(parity, n_boys, p)
    return less if permitted else less + p.outside_rules_loss * outside_rules


class Deliberated(NamedTuple):
    """Terms of a start now, and what becomes of them beside those of a start after waiting."""

    terms: Terms
    agreed: Agreed


@nb.njit(cache=True)
def deliberate(
    couple: Couple, now: Circumstances, later: Circumstances, middle: float, peers: float, spending: float,
    ratio: float, p: Any,
) -> Deliberated:
    """Terms of a start now, whether both agree, and what waiting is worth to them.

    now, later : the couple's county's worlds of a birth now and after waiting      middle : years from now at which age
    and waits are taken      peers, spending : of the couple's cell      ratio : `fecundity_ratio`
    """
    found = terms(couple, couple.permitted, now, middle, peers, spending, p)
    then = terms(couple, couple.permitted_later, later, middle + p.waiting_years, peers, spending, p)
    return Deliberated(found, agreed(found, then, ratio, p))


@nb.njit(cache=True)
def fecundity_ratio(age: float, fecundity: Array, p: Any) -> float:
    """Mean fecundability in waiting_years over now, at most 1; 0 where there is none now."""
    now = fecundity[min(max(int(age), FECUND_FROM), FECUND_UNTIL - 1) - FECUND_FROM]
    then = fecundity[min(max(int(age + p.waiting_years), FECUND_FROM), FECUND_UNTIL - 1) - FECUND_FROM]
    return min(then / now, 1.0) if now > 0.0 else 0.0


@nb.njit(cache=True)
def utility_start(
    couple: Couple, now: Circumstances, later: Circumstances, u: float, covered: int, peers: float, spending: float,
    ratio: float, factor: float, p: Any, month: int,
) -> int:
    """Month in which a couple starts to try after its review by utility; NO_MONTH if it does not.

    Takes numbers and records only, see `circumstances.world_of`; the rest as in `deliberate`.
    """
    years = covered / 12.0
    here = 1.0 if couple.husband_here else p.spouse_absent
    middle = 0.5 * years
    found = terms(couple, couple.permitted, now, middle, peers, spending, p)
    if u >= start_chance(agreement(wife_utility(found), husband_utility(found)), years, factor * here, p):
        return NO_MONTH  # not even if waiting were worth nothing
    then = terms(couple, couple.permitted_later, later, middle + p.waiting_years, peers, spending, p)
    agree = agreed(found, then, ratio, p).chance
    hazard = p.start_rate * agree * here * factor
    return starting_month(month, covered, u, start_chance(agree * here, years, factor, p), hazard)


@nb.njit(cache=True)
def kind_of_home(tenure: int) -> int:
    """OWNED or RENTED; whoever has no home of the own, or lives with parents, has no rent to be relieved of."""
    return RENTED if tenure in (RENT, PUBLIC_RENT) else OWNED


def mean_fecundity(biology: Biology) -> Array:
    """Mean fecundability times the share not sterile by age, (35,)."""
    return np.asarray(biology.fecundability.mean(axis=1) * (1.0 - biology.sterile))


@nb.njit(cache=True)
def most_rent_relieved(county: int, n_children: int, homes: Any, relief: Any) -> float:
    """Rent that no couple with so many children is relieved of more of with the next one, whomever it rents from
    [yuan/year].

    homes, relief : records of `HousingConditions` and `RentRelief`
    """
    of_market = homes.affordable_unit * most_while_minors(relief.discount, county, n_children)
    of_public = homes.public_unit * homes.public_share * most_while_minors(relief.waiver, county, n_children)
    subsidy = most_while_minors(relief.subsidy, county, n_children)
    return max(subsidy + homes.rent[county] * of_market, homes.rent[county] * of_public)


@nb.njit(cache=True)
def most_gains(benefits: Any, homes: Any, relief: Any, level: Any, peers: Array, p: Any) -> Array:
    """Upper bounds of all terms beside own preference and tastes [sigma], (county, order of the next child, OWNED or
    RENTED, partner).

    benefits, homes, relief, level, p : records or tables of one      peers : (cell,), as in `Seen`
    Costs only lower utility, benefits raise it, and the log of own consumption nowhere rises faster than at its floor.
    """
    benefits, homes, relief = unpacked(benefits), unpacked(homes), unpacked(relief)
    level, p = unpacked(level), unpacked(p)
    fees = (benefits.fee_relief + benefits.fee_aid) * level.income
    brings = benefits.annuity_all + benefits.annuity_local + fees + benefits.income_share * HIGHEST_PAY
    others = p.peer_weight * peers.max() + level.trend + norm_shift(level.campaign, p)
    found = np.empty((*brings.shape, 2, 2))
    for c in range(brings.shape[0]):
        access = max(benefits.school_access[c] * level.income, 0.0)
        checks = checks_spared(benefits.centre[c], benefits.doctor[c], benefits.staff[c], p)
        on_moving = (homes.lived_there[c] * homes.on_moving[c]).max()
        for k in range(brings.shape[1]):
            for home, relieved in ((OWNED, 0.0), (RENTED, most_rent_relieved(c, k, homes, relief))):
                most = max(brings[c, k] + access + relieved, 0.0) + homes.purchase_subsidy[c, k] * on_moving
                shared = p.money_weight * most / p.couple_adults / p.consumption_floor + others
                shared += p.son_weight if k > 0 else 0.0
                found[c, k, home, WIFE] = shared + most_time_gain(k, checks, p.wife_care_share, p)
                found[c, k, home, HUSBAND] = shared + most_time_gain(k, checks, 1.0 - p.wife_care_share, p)
    return found
