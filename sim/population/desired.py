"""Desired family size: a permanent trait of a woman, from her draw and cohort.

Read by the start population (who has borne how many) and by every rule of childbearing.
"""

from typing import Any

import numba as nb

from sim.dates import EPOCH_YEAR

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
