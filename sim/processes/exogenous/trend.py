"""What moves with the calendar year alone: the taste for children, the marriage hazard, what lasts of the epidemic.

Taste and the log of the marriage hazard are random walks with drift. Their steps of 2011 to 2022 are parameters, found
from figures; after 2022 the drift goes on, damped, and random steps of the size found go on in every draw:

    change of year t = -drift * drift_kept ^ max(t - 2022, 0) + step of t

The steps after 2022 are those of the path numbered `trend_path`; path 0 has none. All steps, before and after, follow
one law: Student's t with four degrees of freedom, scaled to the standard deviation of their kind and cut at the bounds
that steps are declared with. Its tails are heavy: most steps are small, and a fall of many years may come in one, as
births fell in 2020. Four is a usual choice, not found from figures, and gives chances in closed form.
"""

import functools
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from sim.clock import month_index
from sim.parameters import Parameters
from sim.policy.futures import Future
from sim.population.columns import Array
from sim.streams import Decision, permanent

EPIDEMIC = (month_index(2020, 2), month_index(2022, 12))
"""First and last month of the epidemic measures (2020-02 to 2022-12)."""
TREND_FROM, TREND_KNOWN, TREND_TO = 2011, 2022, 2040
"""First year that departs from the level of 2010, last one whose steps are parameters, last one of all."""
FIRST_SCHEDULE, LAST_SCHEDULE = 2011, 2021
"""Beginnings of the years of whose weddings by age the two censuses tell."""
TASTE, MARRIAGE = 0, 1
"""Numbers of the walks among the random paths."""
STEPS = {
    "taste_step": ("taste_step_2011", "taste_step_2013", "taste_step_2015", "taste_step_2017", "taste_step_2018",
                   "taste_step_2019", "taste_step_2020", "taste_step_2021"),
    "marriage_step": ("marriage_step_2011", "marriage_step_2015", "marriage_step_2019", "marriage_step_2021"),
}  # fmt: skip
"""Parameters of the steps up to 2022, each from the year in its name to the next one's, by that of their size."""


class Walk(NamedTuple):
    """One random walk with drift, in its unit."""

    number: int
    drift: float
    """Fall a year."""
    drift_from: float
    """Date from which the drift acts."""
    steps: tuple[float, ...]
    """Changes beyond the drift from 2011 to 2022."""
    years: tuple[int, ...]
    """Over which each of them is spread."""
    size: float
    """Standard deviation of a year's random step."""
    most: float
    """Largest step."""
    kept: float
    """Share of a year's drift that the next year has, after 2022."""
    path: int
    """Number of the random path after 2022; 0 has no steps."""


def taste(p: Any) -> Walk:
    """The taste for any next child [sigma]."""
    steps = (p.taste_step_2011, p.taste_step_2013, p.taste_step_2015, p.taste_step_2017, p.taste_step_2018,
             p.taste_step_2019, p.taste_step_2020, p.taste_step_2021)  # fmt: skip
    return _walk(TASTE, "taste_step", p.taste_drift, float(TREND_FROM), steps, p.taste_step, p)


def marriage(p: Any) -> Walk:
    """The log of the peak first-marriage hazard."""
    steps = p.marriage_step_2011, p.marriage_step_2015, p.marriage_step_2019, p.marriage_step_2021
    return _walk(MARRIAGE, "marriage_step", p.marriage_decline, p.marriage_decline_from, steps, p.marriage_step, p)


def _walk(
    number: int, kind: str, drift: float, drift_from: float, steps: tuple[float, ...], size: float, p: Any
) -> Walk:
    return Walk(
        number=number, drift=drift, drift_from=drift_from, steps=steps, years=years_of_steps(STEPS[kind]), size=size,
        most=most_of_steps(kind), kept=p.drift_kept, path=int(p.trend_path),
    )  # fmt: skip


@functools.cache
def years_of_steps(names: tuple[str, ...]) -> tuple[int, ...]:
    """Years over which each of the steps named is spread: up to the next one's first, the last one to 2022."""
    firsts = [int(name[-4:]) for name in names] + [TREND_KNOWN + 1]
    return tuple(later - first for first, later in pairwise(firsts))


@functools.cache
def most_of_steps(kind: str) -> float:
    """Largest step of a kind: the bound that the steps up to 2022 are declared with, on both sides of 0."""
    bounds = {Parameters.bounds(name) for name in STEPS[kind]}
    assert len(bounds) == 1, kind
    low, high = map(float, bounds.pop())
    assert high == -low, kind
    return high


def step_at(place: Array, deviation: Array | float, most: float) -> Array:
    """Steps at places 0 to 1 of their law's distribution function, cut at `most`; exogenous, form ours.

    deviation : standard deviation of the law before it is cut [unit of the walk]
    """
    low = t_below(-most / deviation)
    return np.clip(deviation * t_quantile(low + place * (1.0 - 2.0 * low)), -most, most)


def t_below(x: Array | float) -> Array:
    """Chance of Student's t with four degrees of freedom, scaled to variance 1, to lie below `x`."""
    z = np.asarray(x) / np.sqrt(1.0 + np.asarray(x) ** 2 / 2)  # t = sqrt(2) x, t^2 / 4 = x^2 / 2
    return np.asarray(0.5 + 0.375 * np.sqrt(2.0) * z * (1.0 - z**2 / 6))


def t_quantile(chance: Array | float) -> Array:
    """Inverse of `t_below` (Shaw 2006), for chances of 1e-12 to 1 - 1e-12, at which others are cut."""
    inside = np.clip(chance, 1e-12, 1.0 - 1e-12)
    root = np.sqrt(4.0 * inside * (1.0 - inside))
    size = np.sqrt(np.maximum(np.cos(np.arccos(np.minimum(root, 1.0)) / 3.0) / root - 1.0, 0.0))
    return np.asarray(np.sign(inside - 0.5) * np.sqrt(2.0) * size)


def yearly_changes(walk: Walk) -> Array:
    """Change of each year from TREND_FROM to TREND_TO, (year,)."""
    years = np.arange(TREND_FROM, TREND_TO + 1)
    known = years <= TREND_KNOWN
    drift = walk.drift * walk.kept ** np.maximum(years - TREND_KNOWN, 0) * np.clip(years + 1 - walk.drift_from, 0, 1)
    steps = np.zeros(len(years))
    steps[known] = np.repeat(np.divide(walk.steps, walk.years), walk.years)
    if walk.path:
        steps[~known] = step_at(places_of_path(walk.path, walk.number), walk.size, walk.most)
    return np.asarray(steps - drift)


@functools.lru_cache(maxsize=4096)
def places_of_path(path: int, number: int) -> Array:
    """Places 0 to 1 of a numbered path's steps after TREND_KNOWN, (year,), for one walk; read-only."""
    years = range(TREND_KNOWN + 1, TREND_TO + 1)
    found = np.array([permanent(path, int(Decision.TREND), year * 2 + number) + 2.0**-54 for year in years])
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


def marriage_earlier(year: float, p: Any) -> float:
    """Years by which women wed earlier at a date than by the schedule of 2020; p reads marriage_earlier."""
    return float(p.marriage_earlier * min(max((LAST_SCHEDULE - year) / (LAST_SCHEDULE - FIRST_SCHEDULE), 0.0), 1.0))


def epidemic_factor(months: Array, during: float, lasting: float) -> Array:
    """Factor of months, (month,): 1 before the epidemic, `during` in it, and of the loss the share `lasting` after."""
    inside = (months >= EPIDEMIC[0]) & (months <= EPIDEMIC[1])
    return np.asarray(np.where(inside, during, np.where(months > EPIDEMIC[1], 1.0 - lasting * (1.0 - during), 1.0)))
