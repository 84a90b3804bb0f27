"""What moves with the calendar year alone: the taste for children, the marriage hazard, what lasts of the epidemic.

Taste and the log of the marriage hazard are random walks with drift. Their steps of 2011 to 2022 are parameters, found
from figures; after 2022 the drift goes on, damped, and random steps of the size found go on in every draw:

    change of year t = -drift * drift_kept ^ max(t - 2022, 0) + step of t

The steps after 2022 are those of the path numbered `trend_path`; path 0 has none.
"""

import functools
from typing import Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from sim.clock import month_index
from sim.policy.futures import Future
from sim.population.columns import Array
from sim.streams import Decision, permanent

EPIDEMIC = (month_index(2020, 2), month_index(2022, 12))
"""First and last month of the epidemic measures (2020-02 to 2022-12)."""
TREND_FROM, TREND_KNOWN, TREND_TO = 2011, 2022, 2040
"""First year that departs from the level of 2010, last one whose steps are parameters, last one of all."""
TASTE, MARRIAGE = 0, 1
"""Numbers of the walks among the random paths."""
STEPS = {
    "taste_step": ("taste_step_2011", "taste_step_2013", "taste_step_2015", "taste_step_2017", "taste_step_2019",
                   "taste_step_2021"),
    "marriage_step": ("marriage_step_2011", "marriage_step_2015", "marriage_step_2019"),
}  # fmt: skip
"""Parameters of the steps up to 2022, equally wide, by that of their size."""


class Walk(NamedTuple):
    """One random walk with drift, in its unit."""

    number: int
    drift: float
    """Fall a year."""
    drift_from: float
    """Date from which the drift acts."""
    steps: tuple[float, ...]
    """Changes beyond the drift from 2011 to 2022, each over as many years."""
    size: float
    """Standard deviation of a year's random step."""
    kept: float
    """Share of a year's drift that the next year has, after 2022."""
    path: int
    """Number of the random path after 2022; 0 has no steps."""


def taste(p: Any) -> Walk:
    """The taste for any next child [sigma]."""
    steps = (p.taste_step_2011, p.taste_step_2013, p.taste_step_2015, p.taste_step_2017, p.taste_step_2019,
             p.taste_step_2021)  # fmt: skip
    return Walk(TASTE, p.taste_drift, float(TREND_FROM), steps, p.taste_step, p.drift_kept, int(p.trend_path))


def marriage(p: Any) -> Walk:
    """The log of the peak first-marriage hazard."""
    steps = p.marriage_step_2011, p.marriage_step_2015, p.marriage_step_2019
    path = int(p.trend_path)
    return Walk(MARRIAGE, p.marriage_decline, p.marriage_decline_from, steps, p.marriage_step, p.drift_kept, path)


def years_of_a_step(n_steps: int) -> int:
    """Years over which each of `n_steps` from 2011 to 2022 is spread."""
    return (TREND_KNOWN + 1 - TREND_FROM) // n_steps


def yearly_changes(walk: Walk) -> Array:
    """Change of each year from TREND_FROM to TREND_TO, (year,)."""
    years = np.arange(TREND_FROM, TREND_TO + 1)
    known = years <= TREND_KNOWN
    drift = walk.drift * walk.kept ** np.maximum(years - TREND_KNOWN, 0) * np.clip(years + 1 - walk.drift_from, 0, 1)
    steps, width = np.zeros(len(years)), years_of_a_step(len(walk.steps))
    steps[known] = np.repeat(walk.steps, width) / width
    if walk.path:
        steps[~known] = walk.size * normal_path(walk.path, walk.number)
    return np.asarray(steps - drift)


@functools.lru_cache(maxsize=4096)
def normal_path(path: int, number: int) -> Array:
    """Standard normal steps of the years after TREND_KNOWN of a numbered path, (year,), for one walk; read-only."""
    years = range(TREND_KNOWN + 1, TREND_TO + 1)
    found = np.array([ndtri(permanent(path, int(Decision.TREND), year * 2 + number) + 2.0**-54) for year in years])
    found.flags.writeable = False
    return found


@functools.lru_cache(maxsize=64)
def _levels(walk: Walk) -> tuple[Array, Array]:
    """Year's beginnings and the walk's level there over that of 2010, each (year,)."""
    beginnings = np.arange(TREND_FROM, TREND_TO + 2, dtype=np.float64)
    return beginnings, np.concatenate([[0.0], np.cumsum(yearly_changes(walk))])


def level(walk: Walk, year: float) -> float:
    """Level of a walk at a date, a year with its fraction, over that of 2010; a year's change is spread evenly."""
    return float(np.interp(year, *_levels(walk)))


def preference_trend(year: float, p: Any) -> float:
    """Taste for a child at a date less that of 2010 [sigma]: exogenous."""
    return level(taste(p), year)


def marriage_peak(year: float, future: Future, p: Any) -> float:
    """Peak first-marriage hazard of women [1/year]: that of 2010, its trend, and what the future says of 2035."""
    ahead = 1.0 + min(max((year - TREND_KNOWN - 1) / 12, 0.0), 1.0) * (future.marriage - 1.0)
    return float(p.marriage_peak * np.exp(level(marriage(p), year)) * ahead)


def epidemic_factor(months: Array, during: float, lasting: float) -> Array:
    """Factor of months, (month,): 1 before the epidemic, `during` in it, and of the loss the share `lasting` after."""
    inside = (months >= EPIDEMIC[0]) & (months <= EPIDEMIC[1])
    return np.asarray(np.where(inside, during, np.where(months > EPIDEMIC[1], 1.0 - lasting * (1.0 - during), 1.0)))
