"""Intentions by the `hazard` rule: when a couple starts to try for its next child. No behaviour: the null model.

A couple reviews in its own month; between reviews nothing changes. The rule is a hazard over parity, age, time since
the last birth (or the wedding) and desired family size, times whether the birth rules of the day permit the birth.
"""

import math
from typing import Any

import numba as nb

from sim.clock import NO_MONTH


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
