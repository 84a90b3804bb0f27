"""Parents' time: free hours a week, and what one more child takes of them.

Called by the birth decision (`decision`) for each partner. Hours are of an ordinary week, over the horizon.
"""

import math
from typing import Any

import numba as nb

from sim.processes.care.childcare import WORK_HOURS

LEAST_FREE_HOURS = 10.0
WEEKS = 52.0
GROWN_UP = 12.0
"""Age [years] of the youngest child from which children take no hours of their parents' week."""


@nb.njit(cache=True)
def free_time(works: bool, n_children: int, youngest: float, share: float, p: Any) -> float:
    """A parent's free hours a week before the next child.

    youngest : age of the youngest child [years]      share : of the parents' hours with children that this one gives
    p reads free_hours, work_week, child_hours.
    """
    hours = p.free_hours - (p.work_week if works else 0.0)
    if youngest < GROWN_UP:
        hours -= share * p.child_hours * min(n_children, 2)
    return max(hours, LEAST_FREE_HOURS)


@nb.njit(cache=True)
def time_gain(free: float, taken: float, p: Any) -> float:
    """tau (ln L1 - ln L0) [sigma] when a child takes `taken` of `free` hours a week; p reads time_weight."""
    return p.time_weight * math.log(max(free - taken, LEAST_FREE_HOURS) / free)


@nb.njit(cache=True)
def child_takes(
    minded: float, errands: float, spared: float, infant_share: float, first_year: float, share: float, p: Any
) -> float:
    """Hours a week that one more child takes of one parent, over the horizon.

    minded : share of the working week's care under three that parents give beside their work      errands : hours of
    the birth's errands      spared : hours a week of the way to school, where it follows a sibling (`school_way`), and
    at checks (`health_services`)
    infant_share, first_year : annuity shares of three years and of one
    share : of the parents' hours with the child that this one gives      p reads child_hours
    """
    return share * (p.child_hours + infant_share * WORK_HOURS * minded + first_year * errands / WEEKS - spared)


@nb.njit(cache=True)
def most_time_gain(n_children: int, checks: float, share: float, p: Any) -> float:
    """Highest term of a parent's time [sigma] that any situation with so many children gives; arguments as above.

    checks : hours a week spared at checks
    Nobody has fewer hours taken than a child's own less all ways to school and these; of free hours all that there are
    are tried.
    """
    spared = checks + (p.school_way_hours * p.siblings_apart if n_children > 0 else 0.0)
    taken, most = share * (p.child_hours - spared), -math.inf
    for works in (False, True):
        for youngest in (0.0, GROWN_UP):
            most = max(most, time_gain(free_time(works, n_children, youngest, share, p), taken, p))
    return most


@nb.njit(cache=True)
def errand_hours(one_stop: float, p: Any) -> float:
    """Hours of errands at a birth (registers, insurance, benefits), which the one-stop service spares.

    one_stop : share of couples that have it      p reads errand_hours
    """
    return p.errand_hours * (1.0 - one_stop)
