"""The way to kindergarten and school: what parents are spared where a child follows its sibling to the same one.

Parents take a child to kindergarten from 3 and to primary school from 6, until it is 12; these hours are among those
that a child takes of them (`child_hours`). Two children in one kind of school who go to different ones need two ways.
Where the rule lets the younger one follow, one of them is spared in the years in which both are there. Called by
`birth_money`, which dates the rule over a child's years, and by the birth decision, which charges the hours.
"""

from typing import Any

import numba as nb
import numpy as np

from sim.policy.paths import LeverPaths
from sim.population.columns import Array
from sim.processes.money.annuities import HORIZON, annuity

SIBLING_LEVER = "sibling_same_school"
KINDERGARTEN_AGE, SCHOOL_AGE, ALONE_AGE = 3, 6, 12
"""Ages [years] from which a child is taken to kindergarten and to school, and from which it goes alone."""
MONTHS = 12


def years_following(levers: LeverPaths, shares: Array) -> Array:
    """Annuity shares of a child's years, up to each age, in which the rule lets it follow, (month, county, 19).

    [t, c, k] is of a child born in month t: the shares of its years up to age k, each by the part of its months in
    which the rule holds as known; months beyond the paths hold their last value.
    shares : `annuities.annuity_shares`
    """
    rule, years, yearly = levers[SIBLING_LEVER][:, :, 0], np.arange(ALONE_AGE), np.diff(shares)
    if not rule.any():
        return np.zeros((*rule.shape, HORIZON + 1))
    last = np.broadcast_to(rule[-1], (MONTHS * ALONE_AGE, rule.shape[1]))
    until = np.concatenate([np.zeros((1, rule.shape[1])), np.cumsum(np.concatenate([rule, last]), axis=0)])
    begins = np.arange(len(rule))[:, None] + MONTHS * years
    held = (until[begins + MONTHS] - until[begins]) / MONTHS
    found = np.zeros((len(rule), rule.shape[1], HORIZON + 1))
    found[:, :, 1 : ALONE_AGE + 1] = np.cumsum(held * yearly[:ALONE_AGE, None], axis=1).transpose(0, 2, 1)
    found[:, :, ALONE_AGE + 1 :] = found[:, :, ALONE_AGE, None]
    return found


@nb.njit(cache=True)
def way_spared(following: Array, gap: float, p: Any) -> float:
    """Hours a week of both parents, over the horizon, that a child's way takes less because it follows its sibling.

    following : (19,) of `years_following`, of the child's county and month of birth      gap : years by which the
    sibling is older      p reads school_way_hours, siblings_apart
    """
    kindergarten = annuity(1.0, KINDERGARTEN_AGE, max(SCHOOL_AGE - gap, KINDERGARTEN_AGE), following)
    school = annuity(1.0, SCHOOL_AGE, max(ALONE_AGE - gap, SCHOOL_AGE), following)
    return p.school_way_hours * p.siblings_apart * (kindergarten + school)
