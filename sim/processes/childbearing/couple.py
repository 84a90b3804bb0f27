"""A couple as its birth decision sees it: one tuple of numbers read from the columns of wife, husband and household.

Called by the monthly pass over women for those whose review may end in a start, and by `sim.measures.deliberation`.
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.population.columns import HUKOU_LOCAL, NO_WORK, NOBODY, PRIVATE, Array, Households, Persons
from sim.streams import uniform

N_QUANTILES = 4096
CHILDLESS = 99.0
"""Age of the youngest child [years] where there is none."""


class Couple(NamedTuple):
    """Situation of a couple this month; money in yuan of 2020 a year, ages and waits in years."""

    county: int
    urban: int
    age: float
    parity: int
    desired: int
    n_boys: int
    youngest: float
    waited: float
    taste: float
    wife_taste: float
    husband_taste: float
    permitted: bool
    """Whether today's rules permit the birth."""
    permitted_later: bool
    """Whether those announced for the time after waiting do."""
    local: bool
    husband_here: bool
    wife_pay: float
    wife_work: int
    husband_pay: float
    husband_work: int
    grandparents: int
    tenure: int
    area: float
    debt: float
    savings: float
    members: int
    only_child_before_2016: bool


def _quantiles() -> Array:
    """Standard normal quantiles at the middle of equal steps of probability, (4096,)."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(N_QUANTILES) + 0.5) / N_QUANTILES))


QUANTILES = _quantiles()


@nb.njit(cache=True, inline="always")
def taste(key: np.uint64, identity: int, sd: float) -> float:
    """Permanent taste [sigma] of a person or couple: normal, standard deviation `sd`, keyed by the id."""
    return sd * QUANTILES[np.uintp(uniform(key, identity) * N_QUANTILES)]


@nb.njit(cache=True)
def read_couple(
    i: int, persons: Persons, households: Households, month: int, pay: float, elsewhere_pay: float, desired: int,
    waited: float, couple_taste: float, wife_taste: float, husband_taste: float, permitted: bool, permitted_later: bool,
    rewards_until: int,
) -> Couple:
    """The couple of the wife in row `i`.

    pay : real pay over the level of the earnings column      elsewhere_pay : of a husband who lives elsewhere [yuan]
    rewards_until : last month in which the birth of an only child gave a right to rewards
    """
    husband, home = persons.partner[i], persons.household[i]
    local = persons.hukou[i] == HUKOU_LOCAL
    husband_pay, husband_work, here = elsewhere_pay, PRIVATE, husband != NOBODY
    if here:
        husband_pay, husband_work = persons.earnings[husband] * pay, persons.work[husband]
        local = local or persons.hukou[husband] == HUKOU_LOCAL
    last = persons.last_birth[i]
    return Couple(
        persons.county[i], persons.urban[i], (month - persons.birth[i]) / 12.0, persons.parity[i], desired,
        persons.n_boys[i], CHILDLESS if last == NO_MONTH else (month - last) / 12.0, waited, couple_taste, wife_taste,
        husband_taste, permitted, permitted_later, local, here,
        persons.earnings[i] * pay if persons.work[i] != NO_WORK else 0.0, persons.work[i], husband_pay, husband_work,
        persons.grandparents[i], households.tenure[home], households.floor_area[home], households.debt[home],
        households.savings[home], households.size[home],
        persons.parity[i] == 1 and last <= rewards_until and last != NO_MONTH,
    )
