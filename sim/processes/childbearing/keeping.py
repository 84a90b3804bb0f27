"""What a child now would mean to couples who conceive without trying: the circumstances that bear on keeping it.

Called by the monthly pass over women (`reproduction`) for the few who conceive without trying, and only where
`kept_by_gain` is not 0. The terms are those of the decision (`decision.terms`), for a birth when the pregnancy would
end.
"""

from typing import Any

import numba as nb
import numpy as np

from sim.policy.permission import pair_of, pair_permitted
from sim.population.columns import MARRIED, NOBODY, Array, Households, Persons
from sim.processes.accounts import age_at
from sim.processes.childbearing.circumstances import Worlds
from sim.processes.childbearing.couple import Leaning, read_couple
from sim.processes.childbearing.decision import Terms, terms
from sim.processes.childbearing.intentions import Seen
from sim.processes.childbearing.peers import cell as peer_cell
from sim.streams import uniform


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
def gains(
    rows: Array, persons: Persons, households: Households, permission: Array, seen: Seen, carried: Worlds,
    fund_key: np.uint64, month: int, p: Any,
) -> Array:
    """Gain of circumstances [sigma] of each woman in `rows`; 0 where she is not married, or where it moves nothing.

    permission : of the month, as in `Permission`      carried : each county's world of a birth nine months on
    fund_key : of membership in the provident fund
    """
    found = np.zeros(len(rows))
    if p.kept_by_gain == 0.0:
        return found
    for k, row in enumerate(rows):
        i = np.uintp(row)
        if persons.marital[i] != MARRIED:
            continue
        county, husband = persons.county[i], persons.partner[i]
        permitted = pair_permitted(county, persons.parity[i] + 1, pair_of(i, husband, persons), permission)
        leaning = Leaning(
            desired=2, waited=0.0, taste=0.0, wife_taste=0.0, husband_taste=0.0, permitted=permitted,
            permitted_later=permitted, wife_fund=uniform(fund_key, persons.id[i]),
            husband_fund=uniform(fund_key, persons.id[husband]) if husband != NOBODY else 1.0)
        world = carried[county]
        couple = read_couple(i, persons, households, month, world.level.pay, world.level.elsewhere_pay, leaning)
        at = peer_cell(county, persons.urban[i], persons.education[i], age_at(month, persons.birth[i]))
        found[k] = circumstances_gain(
            terms(couple, permitted, world, 0.0, seen.peers[at], seen.spending[county, persons.urban[i]], p))
    return found
