"""Employers by county and sector: what they believe a birth costs them, and how that changes hiring and dismissal.

Called by the month's work step (hiring, in `birthdays`), by births (dismissal, in `leave_starts`) and, once a year, to
learn. Institutions with memory: twelve beliefs in all. Costs are shares of a year's pay, so that one belief serves
every wage. Who bears the cost decides: what the public purse carries is no employer's worry. Hiring stands against that
under the beliefs of the start day, for which the hazard of finding work was declared.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.handles import unpacked
from sim.population.columns import NO_WORK, PRIVATE, PUBLIC, RESIDENT, Array, Persons
from sim.processes.accounts import N_COUNTIES
from sim.processes.work.leave import employer_cost, later_leave_cost, maternity_leave
from sim.processes.work.reentry import WayBack

N_SECTORS = 2
"""Employers are private (0) and public (1); flexible workers have none."""
N_SECTORS_OF_WORK = 3
"""Kinds of work that counts tell apart: private, public, flexible."""
FIRST_EXPECTED_AGE, LAST_EXPECTED_AGE = 20, 39
"""Ages at which employers expect a birth; judgement, after correspondence studies of women in their twenties."""


class Employers(NamedTuple):
    """Beliefs by (county, sector): cost of one birth over a year's pay; births a year of a woman employed at 20-39."""

    leave_cost: Array
    births: Array
    first_expected: Array
    """`expected_cost` under the beliefs of the start day [years of pay]."""


class Hiring(NamedTuple):
    """What a woman of childbearing age meets over the start day, by (county, sector of `N_SECTORS_OF_WORK`)."""

    chance: Array
    """Hazard of being hired over the start day's."""
    pay: Array
    """Starting pay over the start day's."""
    sooner: Array
    """(county,): hazard of finding work of mothers who stopped for a child, as in `WayBack`."""
    regained: Array
    """(county,): starting pay of these over what it would be without retraining."""


@nb.njit(cache=True)
def sector_of(work: int) -> int:
    """Sector (0 private, 1 public) of a kind of work; -1 where nobody employs."""
    if work == PRIVATE:
        return 0
    return 1 if work == PUBLIC else -1


@nb.njit(cache=True)
def of_childbearing_age(age: float) -> bool:
    """Whether employers expect that a woman of this age [years] may bear a child."""
    return FIRST_EXPECTED_AGE <= age < LAST_EXPECTED_AGE + 1


@nb.njit(cache=True)
def expected_cost(leave_cost: float, births: float, own_share: float, p: Any) -> float:
    """Leave cost that an employer expects of a woman of childbearing age over her stay, in years of her pay.

    leave_cost : of one birth, in years of pay      births : a year of employment      own_share : borne by the employer
    p reads employer_tenure [years].
    """
    return leave_cost * births * own_share * p.employer_tenure


@nb.njit(cache=True)
def gain_by_refusal(saved: float, enforcement: float, p: Any) -> float:
    """What an employer gains that turns a woman away: the cost saved less the fine expected [years of pay], 0 at least.

    enforcement : of equal hiring, 0 to 1      p reads discrimination_fine: inspections x fine at full enforcement
    """
    return max(saved - p.discrimination_fine * min(max(enforcement, 0.0), 1.0), 0.0)


@nb.njit(cache=True)
def hiring_factor(expected: float, enforcement: float, p: Any) -> float:
    """Hazard of being hired over that of a man alike, for a woman of childbearing age; 1 where leave costs nothing.

    expected : of `expected_cost` [years of pay]      p reads hiring_penalty, discrimination_fine
    """
    return math.exp(-p.hiring_penalty * gain_by_refusal(expected, enforcement, p))


@nb.njit(cache=True)
def hired_wage_factor(expected: float, enforcement: float, p: Any) -> float:
    """Starting pay over that of a man alike: the yearly expected cost is passed on in part.

    p reads leave_pass_through, employer_tenure, discrimination_fine.
    """
    yearly = gain_by_refusal(expected, enforcement, p) / p.employer_tenure
    return max(1.0 - p.leave_pass_through * yearly, 0.0)


@nb.njit(cache=True)
def dismissal_probability(leave_cost: float, own_share: float, work: int, enforcement: float, p: Any) -> float:
    """Probability that a private employer ends a pregnant woman's job; 0 in the public sector and in flexible work.

    p reads dismissal_slope, discrimination_fine.
    """
    if work != PRIVATE:
        return 0.0
    return min(p.dismissal_slope * gain_by_refusal(leave_cost * own_share, enforcement, p), 1.0)


@nb.njit(cache=True)
def birth_cost(earnings: float, work: int, order: int, rules: Array, county: int, p: Any) -> float:
    """What a mother's employer expects a birth to cost [yuan]: her maternity leave, and the paid leave that follows.

    earnings : yuan/year      rules : (county,) records of `LeaveRules`
    """
    pay = maternity_leave(earnings, work, order, rules[county], p)
    return employer_cost(pay, earnings, p) + later_leave_cost(earnings, work, pay.days, rules[county])


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


def initial_beliefs(rules: Array, women: Array, persons: Persons, month: int, p: Any) -> Employers:
    """Beliefs of the start day: the cost of a first birth at mean pay under the rules, births of the year before.

    rules : (county,) records of `LeaveRules`, of `leave_law.county_leave_rules`      p : record of the parameters
    Births: by the city's women at work of 20-39, so that all employers begin alike, however small the sample.
    """
    cost = np.zeros((N_COUNTIES, N_SECTORS))
    for c in range(N_COUNTIES):
        for sector, work in enumerate((PRIVATE, PUBLIC)):
            wage = float(rules["wage_base"][c, work])
            cost[c, sector] = birth_cost(wage, work, 1, rules, c, p) / wage
    employed, mothers = (count_employed_women(0, len(women), women, persons, month, since)
                         for since in (NO_MONTH, month - 12))
    rate = float(mothers[:, :N_SECTORS].sum() / max(employed[:, :N_SECTORS].sum(), 1))
    births = np.full((N_COUNTIES, N_SECTORS), rate)
    return Employers(cost, births, expected_costs(cost, births, p))


@nb.njit(cache=True)
def expected_costs(leave_cost: Array, births: Array, p: Any) -> Array:
    """`expected_cost` of every (county, sector); beliefs of leave cost hold the employer's own part only."""
    expected = np.empty_like(leave_cost)
    for c in range(leave_cost.shape[0]):
        for s in range(N_SECTORS):
            expected[c, s] = expected_cost(leave_cost[c, s], births[c, s], 1.0, p)
    return expected


@nb.njit(cache=True)
def hiring_terms(beliefs: Employers, back: WayBack, p: Any) -> Hiring:
    """Hiring and starting pay of women of childbearing age over those of the start day, without enforcement then.

    Flexible work has no employer: always 1. p reads wage_penalty, and what the factors say.
    """
    now = expected_costs(beliefs.leave_cost, beliefs.births, p)
    chance, pay = np.ones((N_COUNTIES, N_SECTORS_OF_WORK)), np.ones((N_COUNTIES, N_SECTORS_OF_WORK))
    for c in range(N_COUNTIES):
        for s in range(N_SECTORS):
            first = beliefs.first_expected[c, s]
            chance[c, s] = hiring_factor(now[c, s], back.enforcement[c], p) / hiring_factor(first, 0.0, p)
            pay[c, s] = hired_wage_factor(now[c, s], back.enforcement[c], p) / hired_wage_factor(first, 0.0, p)
    return Hiring(chance, pay, back.sooner.copy(), 1.0 + p.wage_penalty * back.regained)


@nb.njit(cache=True, nogil=True)
def count_employed_women(
    start: int, stop: int, women: Array, persons: Persons, month: int, since: int = NO_MONTH
) -> Array:
    """Women of childbearing age at work among `women`, (county, sector of `N_SECTORS_OF_WORK`).

    since : if given, only those whose last birth was in this month or later
    """
    persons = unpacked(persons)
    counted = np.zeros((N_COUNTIES, N_SECTORS_OF_WORK), np.int64)
    for k in range(start, stop):
        i = np.uintp(women[k])
        if persons.presence[i] != RESIDENT or persons.work[i] == NO_WORK or persons.last_birth[i] < since:
            continue
        if of_childbearing_age((month - persons.birth[i]) / 12.0):
            counted[persons.county[i], persons.work[i] - 1] += 1
    return counted
