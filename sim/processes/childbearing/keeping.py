"""What a child now would mean to women who do not try for one: it bears on their care, and on keeping a pregnancy.

Called by the monthly pass over women (`reproduction`) for the few who conceive without trying or nearly do, and only
where `kept_by_gain`, `single_kept_by_gain` or `contraception_by_gain` is not 0. The terms are those of the decision
(`decision.terms`), for a birth when the pregnancy would end; of a single woman those of a mother alone.
"""

import math
from typing import Any

import numba as nb
import numpy as np

from sim.policy.permission import pair_of, pair_permitted
from sim.population.columns import MARRIED, NO_WORK, NOBODY, Array, Households, Persons
from sim.processes.accounts import age_at
from sim.processes.childbearing.circumstances import Worlds
from sim.processes.childbearing.couple import Couple, Leaning, read_couple
from sim.processes.childbearing.decision import Terms, terms
from sim.processes.childbearing.intentions import Seen
from sim.processes.childbearing.peers import cell as peer_cell
from sim.streams import uniform

MOST_LAX = 4.0
"""Conceptions without trying over those at the gain of reference, at most; at least one over it. From condoms as they
are used to no method at all is a factor of six (from memory); judgement."""


@nb.njit(cache=True)
def circumstances_gain(t: Terms) -> float:
    """What circumstances make of a child now [sigma]: money, cash, illness, home, and the mean of both parents' time.

    Her career stands with her time. Wishes, tastes, peers and birth rules are left out: desired size and rules act on
    keeping by parameters of their own.
    """
    return t.money + t.cash + t.illness + t.crowding + 0.5 * (t.wife_time + t.career + t.husband_time)


@nb.njit(cache=True)
def kept_share(kept: float, gain: float, p: Any) -> float:
    """Share of unplanned pregnancies kept, from that at the gain of reference: its odds rise with the couple's gain.

    gain : of circumstances [sigma]      p reads kept_by_gain [log odds/sigma], kept_at_gain [sigma]
    """
    if p.kept_by_gain == 0.0:
        return kept
    odds = kept * np.exp(p.kept_by_gain * (gain - p.kept_at_gain))
    return odds / (odds + 1.0 - kept)


@nb.njit(cache=True)
def single_gain(t: Terms) -> float:
    """The same of a mother alone [sigma]: her time and career count whole, and there is no other parent's."""
    return t.money + t.cash + t.illness + t.crowding + t.wife_time + t.career


@nb.njit(cache=True)
def single_kept_share(kept: float, gain: float, p: Any) -> float:
    """Share of single women's pregnancies carried on, from that at their gain of reference; gain : `single_gain`.

    p reads single_kept_by_gain [log odds/sigma], single_at_gain [sigma]
    """
    if p.single_kept_by_gain == 0.0:
        return kept
    odds = kept * math.exp(p.single_kept_by_gain * (gain - p.single_at_gain))
    return odds / (odds + 1.0 - kept)


@nb.njit(cache=True)
def laxness(gain: float, single: bool, p: Any) -> float:
    """Hazard of conceiving without trying over that at the gain of reference, within 1/`MOST_LAX` to `MOST_LAX`.

    gain : of `circumstances_gain`, or of `single_gain` [sigma]      p reads contraception_by_gain, kept_at_gain,
    single_at_gain
    """
    distance = gain - (p.single_at_gain if single else p.kept_at_gain)
    widest = math.log(MOST_LAX)
    return math.exp(min(max(p.contraception_by_gain * distance, -widest), widest))


@nb.njit(cache=True)
def most_lax(p: Any) -> float:
    """Bound on `laxness`: 1 where care does not hang on circumstances; p reads contraception_by_gain."""
    return 1.0 if p.contraception_by_gain == 0.0 else MOST_LAX


@nb.njit(cache=True)
def alone(couple: Couple) -> Couple:
    """The home of a single woman as a decision reads it: without a husband, his pay and his hours at work.

    Compiled code cannot replace fields of a tuple, so they are all written out.
    """
    return Couple(
        couple.county, couple.urban, couple.age, couple.parity, couple.desired, couple.n_boys, couple.youngest,
        couple.waited, couple.taste, couple.wife_taste, couple.husband_taste, couple.permitted, couple.permitted_later,
        couple.local, False, couple.wife_pay, couple.wife_work, 0.0, int(np.int64(NO_WORK)), couple.grandparents,
        couple.tenure, couple.self_built, couple.area, couple.debt, couple.savings, couple.members,
        couple.only_child_before_2016, couple.wife_fund, couple.husband_fund)


@nb.njit(cache=True)
def gain_of(
    i: np.uintp, persons: Persons, households: Households, permission: Array, seen: Seen, carried: Worlds,
    fund_key: np.uint64, month: int, p: Any,
) -> float:
    """Gain of circumstances [sigma] of the woman in row `i`, of a single one as of a mother alone; as in `gains`.

    Who is single pays no penalty in it: whether rules allow her a child is in the share that the pack gives.
    """
    county, husband, married = persons.county[i], persons.partner[i], persons.marital[i] == MARRIED
    permitted = True
    if married:
        permitted = pair_permitted(county, persons.parity[i] + 1, pair_of(i, husband, persons), permission)
    leaning = Leaning(
        desired=2, waited=0.0, taste=0.0, wife_taste=0.0, husband_taste=0.0, permitted=permitted,
        permitted_later=permitted, wife_fund=uniform(fund_key, persons.id[i]),
        husband_fund=uniform(fund_key, persons.id[husband]) if husband != NOBODY else 1.0)
    world = carried[county]
    couple = read_couple(
        i, persons, households, month, world.level.pay, world.level.elsewhere_pay, world.homes, leaning)
    at = peer_cell(county, persons.urban[i], persons.education[i], age_at(month, persons.birth[i]))
    spending = seen.spending[county, persons.urban[i]]
    if married:
        return circumstances_gain(terms(couple, permitted, world, 0.0, seen.peers[at], spending, p))
    return single_gain(terms(alone(couple), permitted, world, 0.0, seen.peers[at], spending, p))


@nb.njit(cache=True)
def gains(
    rows: Array, persons: Persons, households: Households, permission: Array, seen: Seen, carried: Worlds,
    fund_key: np.uint64, month: int, p: Any,
) -> Array:
    """Gain of circumstances [sigma] of each woman in `rows`; 0 where it moves nothing of how her pregnancy ends.

    permission : of the month, as in `Permission`      carried : each county's world of a birth nine months on
    fund_key : of membership in the provident fund
    """
    found = np.zeros(len(rows))
    if p.kept_by_gain == 0.0 and p.single_kept_by_gain == 0.0:
        return found
    for k, row in enumerate(rows):
        i = np.uintp(row)
        strength = p.kept_by_gain if persons.marital[i] == MARRIED else p.single_kept_by_gain
        if strength != 0.0:
            found[k] = gain_of(i, persons, households, permission, seen, carried, fund_key, month, p)
    return found
