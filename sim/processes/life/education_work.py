"""Schooling and work: leaving school at the age of the final level, finding and losing work, earnings, retirement.

The final level of a person is drawn once (start population, or at birth from the youngest cohorts' distribution of
its county and sex); whether someone is enrolled follows from age and level.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.lru import LruCache
from sim.population.columns import (
    FEMALE,
    FLEXIBLE,
    NO_WORK,
    PRIVATE,
    PUBLIC,
    RESIDENT,
    Array,
    Population,
)
from sim.processes.accounts import N_COUNTIES, N_SCHOOLING
from sim.streams import normal_quantile

LEAVER_FINDS = 0.8
"""Yearly probability of a school leaver's finding work; judgement."""
EARNINGS_SPREAD = 0.35
"""Standard deviation of log earnings at entry; judgement."""
ENTRY_AGE = 26
"""Age at which newcomers' pay is that of those of 22 to 30 on the start day."""
LEAVING_AGE = np.array([6.0, 12.0, 15.0, 18.0, 21.0, 22.0])
"""Age at leaving school by final level: none, primary, junior and senior secondary, junior college, bachelor."""
RETIREMENT_WOMEN, RETIREMENT_MEN = 55.0, 60.0


class Work(NamedTuple):
    """Shares of private, public and flexible work (education, kind); earnings at entry (education, sex) [yuan/year]."""

    kinds: Array
    entry_earnings: Array


@nb.njit(cache=True)
def enrolled(age: float, education: int) -> bool:
    """Whether a person is still at school or college, from age [years] and final level."""
    return 6.0 <= age < LEAVING_AGE[education]


@nb.njit(cache=True)
def work_found(u: float, chance: float, shares: Array, private: float, public: float) -> int:
    """Kind of work that a person without work finds in a year; `NO_WORK` where none.

    chance : probability [1/year] of finding any      shares : of private, public and flexible work, by schooling
    private, public : what employers of the sector make of it; 1 but for women of childbearing age
    """
    below = chance * shares[0] * private
    if u < below:
        return PRIVATE
    below += chance * shares[1] * public
    if u < below:
        return PUBLIC
    return FLEXIBLE if u < below + chance * shares[2] else NO_WORK


@nb.njit(cache=True)
def chance_of_finding(sooner: float, p: Any) -> float:
    """Probability [1/year] that a person of working age past school finds work.

    sooner : hazard over the usual, of mothers who are retrained or hired with a subsidy; 1 of all others
    p reads job_finding.
    """
    return 1.0 - math.exp(-p.job_finding * sooner)


@nb.njit(cache=True)
def chance_of_work(age: int, education: int, finding: float) -> float:
    """Probability [1/year] that a person of working age without work finds it; school leavers find it sooner.

    finding : of `chance_of_finding`
    """
    if enrolled(age, education):
        return 0.0
    return LEAVER_FINDS if age < LEAVING_AGE[education] + 2.0 else finding


@nb.njit(cache=True)
def is_retired(age: int, sex: int) -> bool:
    """Whether a person is past working age: 55 for women, 60 for men."""
    return age >= (RETIREMENT_WOMEN if sex == FEMALE else RETIREMENT_MEN)


@nb.njit(cache=True)
def drawn_earnings(u: float, entry: float, age: int, p: Any) -> float:
    """Earnings at entry [yuan/year]: log-normal, its mean that of one's schooling, sex and age on the start day.

    entry : mean pay at ENTRY_AGE; p reads experience_growth, by which pay rises with age to 45 on the start day too.
    """
    mean = entry * (1.0 + p.experience_growth) ** (min(age, 45) - ENTRY_AGE)
    return mean * math.exp(EARNINGS_SPREAD * normal_quantile(u) - 0.5 * EARNINGS_SPREAD**2)


class StartDay(NamedTuple):
    """What later workers and newborns take from the people of the start day."""

    work: Work
    mean_log_earnings: float
    schooling: Array
    """As of `newborn_schooling`."""


_start_days: LruCache[StartDay] = LruCache(16)


def start_day(population: Population, month: int, start_key: str | None) -> StartDay:
    """What the people of the start day, a month, give; it is not to be changed.

    start_key : of the start population where it is as stored: then counted once for all runs of the process
    """
    key = None if start_key is None else (start_key, month)
    return _start_days.get(
        key, lambda: StartDay(*work_tables(population, month), newborn_schooling(population, month)))


def work_tables(population: Population, month: int) -> tuple[Work, float]:
    """Kinds of work by schooling, earnings at entry by schooling and sex, mean log earnings of the start day.

    Taken from the start population itself, so that a newcomer to work at 26 is paid like those of 22 to 30 in it.
    """
    persons, n = population.persons, population.n_persons
    here = persons.presence[:n] == RESIDENT
    age = (month - persons.birth[:n]) // 12
    working = here & (persons.work[:n] != NO_WORK)
    kinds = np.full((N_SCHOOLING, 3), 1 / 3)
    entry = np.zeros((N_SCHOOLING, 2))
    earnings = persons.earnings[:n].astype(np.float64)  # whose sums hang on no order
    everyone = earnings[working]
    overall = float(everyone.mean()) if len(everyone) else 60_000.0
    for e in range(N_SCHOOLING):
        of_level = working & (persons.education[:n] == e)
        counts = np.array([(persons.work[:n][of_level] == k).sum() for k in (PRIVATE, PUBLIC, FLEXIBLE)])
        if counts.sum():
            kinds[e] = counts / counts.sum()
        for s in range(2):
            young = of_level & (persons.sex[:n] == s) & (age >= 22) & (age <= 30)
            entry[e, s] = earnings[young].mean() if young.any() else overall
    logs = np.log(np.maximum(everyone, 6000.0))
    return Work(kinds, np.round(entry)), round(float(logs.mean()), 6) if len(logs) else math.log(overall)


def newborn_schooling(population: Population, month: int) -> Array:
    """Cumulated shares of final schooling of the youngest ten cohorts, (county, sex, education), for newborns."""
    persons, n = population.persons, population.n_persons
    young = (persons.presence[:n] == RESIDENT) & (month - persons.birth[:n] < 120)
    shares = np.zeros((N_COUNTIES, 2, N_SCHOOLING))
    np.add.at(shares, (persons.county[:n][young], persons.sex[:n][young], persons.education[:n][young]), 1.0)
    city = shares.sum(axis=(0, 1))
    shares += 20.0 * city / max(city.sum(), 1.0)
    return np.asarray(np.cumsum(shares, axis=2) / shares.sum(axis=2, keepdims=True))
