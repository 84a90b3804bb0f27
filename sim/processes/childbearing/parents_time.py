"""Parents' time: free hours a week, what one more child takes of them, and what leave and flexible hours give back.

Called by the birth decision (`decision`) for each partner. Hours are of an ordinary week, over the horizon.
"""

import math
from typing import Any

import numba as nb

from sim.population.columns import FLEXIBLE, NO_WORK
from sim.processes.care.childcare import WORK_HOURS
from sim.processes.work.leave import EXTENDED_DAYS, PARENTAL_YEARS, WEEK_DAYS, WORKDAY_HOURS

LEAST_FREE_HOURS = 10.0
WEEKS, WORKDAYS = 52.0, 5.0
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
def infant_hours(uncovered: float, spared: float, infant_share: float, share: float, p: Any) -> float:
    """Hours a week that one more child takes of one parent, over the horizon.

    uncovered : share of the working week's care under three left to the parents      spared : hours that leave and
    flexible work give for it      infant_share : annuity share of three years      p reads child_hours
    """
    care = max(WORK_HOURS * uncovered - spared, 0.0)
    return share * (p.child_hours + infant_share * care)


@nb.njit(cache=True)
def care_time(work: int, is_mother: bool, leave: Any, flexible: float, p: Any) -> float:
    """Hours a week, over three years, that paid leave and flexible hours give a working parent for a small child.

    Parental leave each year; nursing hours of mothers in the first year, and the month that some employers add once;
    care leave of fathers once.
    leave : record of `LeaveRules`      flexible : share of jobs with flexible hours      p reads flexible_hours
    """
    if work == NO_WORK:
        return 0.0
    hours = p.flexible_hours * flexible
    if work == FLEXIBLE:
        return hours
    hours += leave.granted[work] * leave.parental_days * WORKDAY_HOURS / WEEKS
    if is_mother:
        extended = leave.extended_share * EXTENDED_DAYS / WEEK_DAYS * WORKDAYS * WORKDAY_HOURS
        return hours + (leave.nursing_hours * WORKDAYS + extended / WEEKS) / PARENTAL_YEARS
    return hours + leave.care_days * WORKDAY_HOURS / WEEKS / PARENTAL_YEARS
