"""Intentions by the `hazard` rule: when a couple starts to try for its next child. No behaviour: the null model.

A couple reviews in its own month; between reviews nothing changes. The rule is a hazard over parity, age, time since
the last birth (or the wedding) and desired family size, times whether the birth rules of the day permit the birth.
"""

import math
from typing import Any

import numba as nb

from sim.clock import EPOCH_YEAR, NO_MONTH

FALL_FROM, FALL_YEARS = 1985.0 - EPOCH_YEAR, 20.0
"""Cohort from which desired family size falls, and for how many cohorts; later ones want what the last did."""


@nb.njit(cache=True)
def desired_children(u: float, birth: int, p: Any) -> int:
    """Desired family size of a woman from her permanent draw and month of birth [month index].

    From the cohort of 1985 on a rising share wants one child where it were two.
    p reads desired_none, desired_one, desired_three, desired_fall.
    """
    if u < p.desired_none:
        return 0
    if u < p.desired_none + p.desired_one + fall_of_two(birth, p.desired_fall):
        return 1
    return 2 if u < 1.0 - p.desired_three else 3


@nb.njit(cache=True)
def fall_of_two(birth: int, fall: float) -> float:
    """Share of a cohort that wants one child where that of 1985 wanted two; fall : a cohort [1/year], to 2005."""
    return fall * min(max(birth / 12.0 - FALL_FROM, 0.0), FALL_YEARS)


@nb.njit(cache=True)
def starting_hazard(
    age: float, parity: int, years_since: float, desired: int, first_child_sex: int, permitted: bool, p: Any
) -> float:
    """Hazard [1/year] that a couple not trying starts to try for its next child.

    age : woman's exact age [years]      parity : live births so far      first_child_sex : 0 boy, 1 girl, -1 none
    years_since : since the last birth, or since the wedding for the childless [years]
    p reads start_*, beyond_desired, outside_permission, son_preference. Form ours; 0 from age 50.
    """
    if age >= 50.0:
        return 0.0
    if parity == 0:
        hazard = p.start_first
    else:
        hazard = p.start_second if parity == 1 else p.start_third
        hazard *= 1.0 - math.exp(-years_since / p.start_wait)
        if parity == 1 and first_child_sex == 1:
            hazard *= p.son_preference
    hazard *= math.exp(-p.start_interval_slope * max(years_since - 5.0, 0.0))
    hazard *= math.exp(-p.start_age_slope * max(age - 29.0, 0.0) - p.start_age_slope_late * max(age - 36.0, 0.0))
    if parity >= desired:
        hazard *= p.beyond_desired
    return hazard if permitted else hazard * p.outside_permission


@nb.njit(cache=True)
def start_probability(hazard: float, review_months: float) -> float:
    """Probability of starting at one review, from the hazard [1/year] over the months since the last review."""
    return 1.0 - math.exp(-hazard * review_months / 12.0)


@nb.njit(cache=True)
def years_waited(month: int, last_birth: int, union_start: int) -> float:
    """Years since the last birth, or since the wedding where there was none."""
    since = union_start if last_birth == NO_MONTH else last_birth
    return max(month - since, 0) / 12.0
