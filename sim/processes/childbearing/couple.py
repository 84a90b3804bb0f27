"""A couple as its birth decision sees it: one tuple of numbers read from the columns of wife, husband and household.

Called by the monthly pass over women for those whose review may end in a start, and by `sim.measures.deliberation`.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH, month_index
from sim.population.columns import FAMILY, HUKOU_LOCAL, NO_WORK, NOBODY, PRIVATE, Array, Households, Persons
from sim.processes.accounts import N_ORDERS
from sim.processes.money.consumption import usual_savings
from sim.streams import uniform

N_QUANTILES = 4096
CHILDLESS = 99.0
"""Age of the youngest child [years] where there is none."""
REWARDS_UNTIL = month_index(2015, 12)
"""Only children born to this month give their parents the old rewards."""


class Couple(NamedTuple):
    """Situation of a couple this month; money in yuan of 2020 a year, ages and waits in years.

    Rules that are handed one are put where they are called (`forceinline`): else each call copies its thirty numbers,
    and those of what comes back, which took 40 % of a decision.
    """

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
    self_built: int
    """1 for an owned home that the family built: no market buys it."""
    area: float
    debt: float
    savings: float
    """Of the home; of a couple in a collective unit, of which no account is kept, what is usual (`usual_savings`)."""
    members: int
    only_child_before_2016: bool
    wife_fund: float
    """Draw of hers against the share of private workers in the provident fund (`housing.fund_pay`)."""
    husband_fund: float


@nb.njit(cache=True)
def next_order(parity: int) -> int:
    """Position of the next birth on the axis of birth orders 1, 2, 3, 4+."""
    return min(parity, N_ORDERS - 1)


def _quantiles() -> Array:
    """Standard normal quantiles at the middle of equal steps of probability, (4096,)."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(N_QUANTILES) + 0.5) / N_QUANTILES))


QUANTILES = _quantiles()


@nb.njit(cache=True, inline="always")
def taste(key: np.uint64, identity: int, sd: float) -> float:
    """Permanent taste [sigma] of a person or couple: normal, standard deviation `sd`, keyed by the id."""
    return sd * QUANTILES[np.uintp(uniform(key, identity) * N_QUANTILES)]


class Leaning(NamedTuple):
    """What a couple's decision reads beside the columns: wishes, tastes, and what the rules permit it."""

    desired: int
    """Children wanted in a life."""
    waited: float
    """Since the last birth, or the wedding [years]."""
    taste: float
    wife_taste: float
    husband_taste: float
    permitted: bool
    permitted_later: bool
    wife_fund: float
    """Draws of their membership in the provident fund."""
    husband_fund: float


@nb.njit(cache=True, inline="always")
def read_couple(
    i: int | np.uintp, persons: Persons, households: Households, month: int, pay: float, elsewhere_pay: float,
    homes: Any, leaning: Leaning,
) -> Couple:
    """The couple of the wife in row `i`.

    pay : real pay over the level of the earnings column      elsewhere_pay : of a husband who lives elsewhere [yuan]
    homes : record of `HousingConditions`
    Inlined where compiled: else every couple hands over the addresses of all columns. Columns are widened, so that
    a couple read and one written by hand are of one type to compiled rules.
    """
    husband, home, last = persons.partner[i], persons.household[i], persons.last_birth[i]
    local = persons.hukou[i] == HUKOU_LOCAL
    husband_pay, husband_work = elsewhere_pay, int(np.int64(PRIVATE))
    if husband != NOBODY:
        husband_pay, husband_work = persons.earnings[husband] * pay, int(np.int64(persons.work[husband]))
        local = local or persons.hukou[husband] == HUKOU_LOCAL
    youngest = CHILDLESS if last == NO_MONTH else (month - last) / 12.0
    wife_pay = persons.earnings[i] * pay if persons.work[i] != NO_WORK else 0.0
    age, savings = (month - persons.birth[i]) / 12.0, float(np.float64(households.savings[home]))
    if households.kind[home] != FAMILY:
        savings = usual_savings(wife_pay + husband_pay, age, homes)
    return Couple(
        county=int(np.int64(persons.county[i])),
        urban=int(np.int64(persons.urban[i])),
        age=age,
        parity=int(np.int64(persons.parity[i])),
        desired=leaning.desired,
        n_boys=int(np.int64(persons.n_boys[i])),
        youngest=youngest,
        waited=leaning.waited,
        taste=leaning.taste,
        wife_taste=leaning.wife_taste,
        husband_taste=leaning.husband_taste,
        permitted=leaning.permitted,
        permitted_later=leaning.permitted_later,
        local=local,
        husband_here=husband != NOBODY,
        wife_pay=wife_pay,
        wife_work=int(np.int64(persons.work[i])),
        husband_pay=husband_pay,
        husband_work=husband_work,
        grandparents=int(np.int64(persons.grandparents[i])),
        tenure=int(np.int64(households.tenure[home])),
        self_built=int(np.int64(households.self_built[home])),
        area=np.float64(households.floor_area[home]),
        debt=np.float64(households.debt[home]),
        savings=savings,
        members=int(np.int64(households.size[home])),
        only_child_before_2016=has_rewards(persons.parity[i], last),
        wife_fund=leaning.wife_fund,
        husband_fund=leaning.husband_fund,
    )


@nb.njit(cache=True)
def has_rewards(parity: int, last_birth: int) -> bool:
    """Whether a couple has the rewards for its only child, which a second one would end."""
    return parity == 1 and last_birth != NO_MONTH and last_birth <= REWARDS_UNTIL
