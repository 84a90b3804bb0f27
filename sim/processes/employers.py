"""Employers by county and sector: what they believe a birth costs them, and how that changes hiring and dismissal.

Called by the month's work step (hiring, dismissal) and, once a year, to learn. Institutions with memory: twelve
beliefs in all. Costs are shares of a year's pay, so that one belief serves every wage. Who bears the cost decides:
what the public purse carries is no employer's worry.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.places.pack import Pack
from sim.population.columns import PRIVATE, PUBLIC, Array
from sim.processes.accounts import N_COUNTIES
from sim.processes.leave import LeaveRules, employer_cost, maternity_leave

N_SECTORS = 2
"""Employers are private (0) and public (1); flexible workers have none."""
FIRST_AGE, LAST_AGE = 20, 39
"""Ages at which employers expect a birth; judgement, after correspondence studies of women in their twenties."""


class Employers(NamedTuple):
    """Beliefs by (county, sector): cost of one birth over a year's pay; births a year of a woman employed at 20-39."""

    leave_cost: Array
    births: Array


@nb.njit(cache=True)
def sector_of(work: int) -> int:
    """Sector (0 private, 1 public) of a kind of work; -1 where nobody employs."""
    if work == PRIVATE:
        return 0
    return 1 if work == PUBLIC else -1


@nb.njit(cache=True)
def of_childbearing_age(age: float) -> bool:
    """Whether employers expect that a woman of this age [years] may bear a child."""
    return FIRST_AGE <= age < LAST_AGE + 1


@nb.njit(cache=True)
def expected_cost(leave_cost: float, births: float, own_share: float, p: Any) -> float:
    """Leave cost that an employer expects of a woman of childbearing age over her stay, in years of her pay.

    leave_cost : of one birth, in years of pay      births : a year of employment      own_share : borne by the employer
    p reads employer_tenure [years].
    """
    return leave_cost * births * own_share * p.employer_tenure


@nb.njit(cache=True)
def bite(enforcement: float, p: Any) -> float:
    """Part of the penalty that remains under an enforcement of equal hiring of 0 to 1; p reads enforcement_effect."""
    return 1.0 - p.enforcement_effect * min(max(enforcement, 0.0), 1.0)


@nb.njit(cache=True)
def hiring_factor(expected: float, enforcement: float, p: Any) -> float:
    """Hazard of being hired over that of a man alike, for a woman of childbearing age; 1 where leave costs nothing.

    expected : of `expected_cost` [years of pay]      p reads hiring_penalty, enforcement_effect
    """
    return math.exp(-p.hiring_penalty * max(expected, 0.0) * bite(enforcement, p))


@nb.njit(cache=True)
def hired_wage_factor(expected: float, enforcement: float, p: Any) -> float:
    """Starting pay over that of a man alike: the yearly expected cost is passed on in part.

    p reads leave_pass_through, employer_tenure, enforcement_effect.
    """
    yearly = max(expected, 0.0) / p.employer_tenure
    return max(1.0 - p.leave_pass_through * yearly * bite(enforcement, p), 0.0)


@nb.njit(cache=True)
def dismissal_probability(leave_cost: float, own_share: float, work: int, enforcement: float, p: Any) -> float:
    """Probability that a private employer ends a pregnant woman's job; 0 in the public sector and in flexible work.

    p reads dismissal_slope, enforcement_effect.
    """
    if work != PRIVATE:
        return 0.0
    return min(p.dismissal_slope * max(leave_cost, 0.0) * own_share * bite(enforcement, p), 1.0)


@nb.njit(cache=True)
def learned(belief: float, observed: float, n: float, p: Any) -> float:
    """A belief a year on: a step of employer_learning towards what was observed, none where nothing was (n = 0)."""
    return belief if n <= 0.0 else belief + p.employer_learning * (observed - belief)


@nb.njit(cache=True)
def learn(beliefs: Employers, costs: Array, n_leaves: Array, pay: Array, n_women: Array, p: Any) -> None:
    """Update the beliefs in place, once a year, from the year's counts by (county, sector).

    costs : yuan that the year's leaves cost      n_leaves : leaves begun      pay : yearly pay of those women [yuan]
    n_women : woman-years employed at 20-39
    """
    for c in range(beliefs.leave_cost.shape[0]):
        for s in range(N_SECTORS):
            if pay[c, s] > 0.0:
                beliefs.leave_cost[c, s] = learned(beliefs.leave_cost[c, s], costs[c, s] / pay[c, s], n_leaves[c, s], p)
            if n_women[c, s] > 0.0:
                rate = n_leaves[c, s] / n_women[c, s]
                beliefs.births[c, s] = learned(beliefs.births[c, s], rate, n_women[c, s], p)


def initial_beliefs(pack: Pack, rules: LeaveRules, census_year: int, p: Any) -> Employers:
    """Beliefs of the start day: the cost of a first leave at mean pay under the rules, births of the census year.

    Births: the city's resident births (2020: children under one) over its women of 20-39.
    """
    cost = np.zeros((N_COUNTIES, N_SECTORS))
    for sector, work in enumerate((PRIVATE, PUBLIC)):
        wage = float(rules.wage_base[work])
        cost[:, sector] = employer_cost(maternity_leave(wage, work, 1, rules, p), wage, p) / wage
    vital = pack.table("vital")
    vital = vital[(vital.year == census_year) & (vital.base == "resident")].set_index("indicator")["value"]
    births = float(vital["births"] if "births" in vital.index else vital["children_aged_0"])
    people = pack.table("population")
    women = people[(people.census == census_year) & (people.sex == "female") & (people.age_from >= FIRST_AGE)
                   & (people.age_to <= LAST_AGE)]
    return Employers(cost, np.full((N_COUNTIES, N_SECTORS), births / float(women["value"].sum())))
