"""Warnings: which series of figures depart from the fan, by which rule, how far, and how rarely that happens.

Rules of a series, the figures of one indicator in one area:
band    a figure outside the band of one year (area's level)
run     so many years running on one side, far out together: the nearest of them counts
part    a county's part in the city's figures of the same years; what moves all counties alike moves no part

No rule has a threshold of its own. Whole sets of figures, of all areas, indicators and years given, are drawn from the
fan itself; a series' probability is the share of such sets in which the same series departs as far by its rules
together, a file's the share in which any series does. A *warning* is a series so far out that `FALSE_ALARMS` of all
files drawn from the fan have any; a *notice* one so far out that this share of single series have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from experiments.monitor.checked import Figures
from experiments.monitor.declared import FALSE_ALARMS, YEARS_RUNNING
from experiments.monitor.fan import Fan
from experiments.monitor.predictive import cdf, table_of, tail
from sim.population.columns import Array

RULES = ("band", "run", "part")
WARNING, NOTICE = "warning", "notice"
N_SETS, SETS_SEED = 10_000, 18
FARTHEST, SMALLEST = 10, 1e-9
Series = tuple[str, int]
"""Indicator and area."""


class Alarm(NamedTuple):
    """One rule that a series breaks.

    years : that broke it      observed, expected : of these years, in persons or couples, `expected` the median (of
    rule part: what the figures of the rest of the city make of the county's usual part)
    chance : that this series is as far out by this rule
    series, family : chance that this series, and that any series, is as far out by all its rules together; none of the
    three is told below 1 / `N_SETS`
    """

    level: str
    indicator: str
    area: int
    rule: str
    years: tuple[int, ...]
    observed: float
    expected: float
    chance: float
    series: float
    family: float

    @property
    def size(self) -> float:
        """How far the figures are from what was expected, a year."""
        return (self.observed - self.expected) / len(self.years)

    @property
    def percent(self) -> float:
        """The same, in percent of what was expected."""
        return 100 * (self.observed / self.expected - 1)


@dataclass
class Design:
    """Which figures there are: years of each series that are judged, and the errors of each."""

    fan: Fan
    error: dict[tuple[str, int, int], float]
    """Standard deviation of the figure's error by indicator, area and year."""
    years: dict[Series, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, fan: Fan, figures: Figures) -> "Design":
        """The design of the figures that can be judged: within the fan's years, after those it was fitted to."""
        years = set(judged_years(fan))
        error = {key: figure.error for key, figure in figures.items() if key[2] in years and key[0] in fan.indicators}
        made = cls(fan, error)
        for name, area, year in sorted(error, key=lambda key: key[2]):
            made.years[name, area] = (*made.years.get((name, area), ()), year)
        return made

    def sd(self, name: str, area: int, year: int) -> float:
        """Standard deviation of a figure about a draw's expectation: chance of the count and error of the figure."""
        return float(np.hypot(self.error[name, area, year], np.sqrt(self.fan.own_of(name, area, year))))

    def part_years(self, name: str, area: int) -> tuple[int, ...]:
        """Years in which a county's figure stands beside those of the whole city."""
        if area == self.fan.areas.city:
            return ()
        return tuple(year for year in self.years[name, area] if self.whole(name, year))

    def whole(self, name: str, year: int) -> tuple[int, ...]:
        """Areas whose figures make up the city: its counties where all are given, else itself where it is."""
        counties, city = self.fan.areas.codes, self.fan.areas.city
        if all((name, code, year) in self.error for code in counties):
            return counties
        return (city,) if (name, city, year) in self.error else ()

    def part_error(self, name: str, area: int) -> float:
        """Standard deviation of a county's part in the city's figures about a draw's, as a share of the part."""
        fan, of_part, whole, own = self.fan, 0.0, 0.0, 0.0
        for y in self.part_years(name, area):
            whole += fan.median(name, fan.areas.city, y)
            own += fan.median(name, area, y)
        for y in self.part_years(name, area):
            of_county = self.sd(name, area, y) ** 2
            counted = sum(self.sd(name, one, y) ** 2 for one in self.whole(name, y))
            shared = of_county if area in self.whole(name, y) else fan.own_of(name, area, y)
            of_part += (1 - own / whole) ** 2 * of_county + (own / whole) ** 2 * max(counted - shared, 0.0)
        return float(np.sqrt(of_part) / own)


def judged_years(fan: Fan) -> tuple[int, ...]:
    """Years of the fan whose figures no draw was fitted to."""
    return tuple(year for year in fan.years if year > fan.fitted_to)


def values_of(design: Design, figures: Figures) -> dict[tuple[str, int, int], Array]:
    """Figures by key as sets of one."""
    return {key: np.array([figures[key].value]) for key in design.error}


def drawn_sets(design: Design, n_sets: int, seed: int) -> dict[tuple[str, int, int], Array]:
    """Sets of figures drawn from the fan itself, (set,) by indicator, area and year.

    A set is of one draw; every county's count has its chance, the city is their sum, each figure has its error.
    """
    fan, random = design.fan, np.random.default_rng(seed)
    draws = random.integers(fan.n_draws, size=n_sets)
    found: dict[tuple[str, int, int], Array] = {}
    for name, year in dict.fromkeys((name, year) for name, _, year in design.error):
        counts = {}
        for area in fan.areas.codes:
            sd = np.sqrt(fan.own_of(name, area, year))
            counts[area] = fan.draws_of(name, area, year)[draws] + sd * random.standard_normal(n_sets)
        counts[fan.areas.city] = np.asarray(sum(counts.values()))
        for area in fan.areas.all:
            if (name, area, year) in design.error:
                error = design.error[name, area, year] * random.standard_normal(n_sets)
                found[name, area, year] = counts[area] + error
    return found


class Judge:
    """Distances of series by rule, and how rarely a set drawn from the fan has them."""

    def __init__(self, design: Design, n_sets: int = N_SETS, seed: int = SETS_SEED) -> None:
        self.design = design
        self._tables = {key: table_of(design.fan.draws_of(*key), design.sd(*key)) for key in design.error}
        self._parts = {series: self._part(series) for series in design.years if design.part_years(*series)}
        null = self.distances(drawn_sets(design, n_sets, seed))
        self._null = {series: {rule: np.sort(by[rule]) for rule in by} for series, by in null.items()}
        together = {series: self._together(series, by, own=True) for series, by in null.items()}
        self._series = {series: np.sort(values) for series, values in together.items()}
        alone = [_rank(self._series[series], values, own=True) for series, values in together.items()]
        self._family = np.sort(np.min(alone, axis=0))

    def distances(self, values: dict[tuple[str, int, int], Array]) -> dict[Series, dict[str, Array]]:
        """Chance of each rule's distance by series and rule, (set,); small is far out."""
        found: dict[Series, dict[str, Array]] = {}
        for (name, area), years in self.design.years.items():
            below = np.stack([np.interp(values[name, area, y], *self._tables[name, area, y]) for y in years])
            found[name, area] = {"band": 2 * np.minimum(below, 1 - below).min(axis=0)}
            if windows := running(years):
                found[name, area]["run"] = np.min([_run(below[window]) for window in windows], axis=0)
            if (name, area) in self._parts:
                at = np.interp(self._observed_part(name, area, values), *self._parts[name, area][1:])
                found[name, area]["part"] = 2 * np.minimum(at, 1 - at)
        return found

    def probabilities(
        self, distances: dict[Series, dict[str, Array]]
    ) -> tuple[dict[Series, Array], dict[Series, Array]]:
        """Of each series, (set,): chance that the same series, and that any series, is as far out by its rules."""
        series = {key: _rank(self._series[key], self._together(key, by)) for key, by in distances.items()}
        return series, {key: _rank(self._family, values) for key, values in series.items()}

    def rule_chance(self, series: Series, rule: str, distance: Array) -> Array:
        """Chance that the series is as far out by one rule."""
        return _rank(self._null[series][rule], distance)

    def part_expected(self, name: str, area: int) -> float:
        """Usual part of a county in the city's figures."""
        return float(np.median(self._parts[name, area][0]))

    def critical(self, series: Series) -> float:
        """Chance of a rule from which on the series as a whole is one of the `FALSE_ALARMS` farthest out."""
        values = self._series[series]
        return float(values[max(0, int(FALSE_ALARMS * (len(values) + 1)) - 1)])

    def _together(self, series: Series, by: dict[str, Array], own: bool = False) -> Array:
        return np.min([_rank(self._null[series][rule], by[rule], own) for rule in by], axis=0)

    def _part(self, series: Series) -> tuple[Array, Array, Array]:
        """Part of the county in the city of every draw, and the table of what would be seen."""
        (name, area), fan = series, self.design.fan
        years = self.design.part_years(name, area)
        whole = sum(fan.draws_of(name, fan.areas.city, y) for y in years)
        part = np.asarray(sum(fan.draws_of(name, area, y) for y in years) / whole)
        return part, *table_of(part, float(part.mean()) * self.design.part_error(name, area))

    def _observed_part(self, name: str, area: int, values: dict[tuple[str, int, int], Array]) -> Array:
        years = self.design.part_years(name, area)
        whole = sum(values[name, one, y] for y in years for one in self.design.whole(name, y))
        return np.asarray(sum(values[name, area, y] for y in years) / whole)


def alarms_of(judge: Judge, figures: Figures) -> list[Alarm]:
    """Every rule that a series breaks, the rarest first."""
    values = values_of(judge.design, figures)
    distances = judge.distances(values)
    series, family = judge.probabilities(distances)
    found = []
    for key, by in distances.items():
        if series[key][0] > FALSE_ALARMS:
            continue
        level = WARNING if family[key][0] <= FALSE_ALARMS else NOTICE
        chances = {rule: float(judge.rule_chance(key, rule, by[rule])[0]) for rule in by}
        least = max(judge.critical(key), min(chances.values()))
        for rule, chance in chances.items():
            if chance <= least:
                years, observed, expected = _sizes(judge, key, rule, values)
                told = (max(one, 1 / N_SETS) for one in (chance, float(series[key][0]), float(family[key][0])))
                found.append(Alarm(level, *key, rule, years, observed, expected, *told))
    return sorted(found, key=lambda one: (one.family, one.series, one.chance))


def running(years: Sequence[int]) -> list[slice]:
    """Windows of `YEARS_RUNNING` years without a gap."""
    starts = range(len(years) - YEARS_RUNNING + 1)
    return [slice(k, k + YEARS_RUNNING) for k in starts if years[k + YEARS_RUNNING - 1] - years[k] < YEARS_RUNNING]


def _run(below: Array) -> Array:
    """Share of the fan that years running all lie beyond, on the side where it is smaller; below : (year, set)"""
    return np.minimum(below.max(axis=0), (1 - below).max(axis=0))


def _rank(null: Array, values: Array, own: bool = False) -> Array:
    """Share of sets that are as far out, the one looked at among them. own : the sets looked at are those of `null`

    Distances are chances, and so few sets lie among the `FARTHEST` that beyond them the share is taken as proportional.
    """
    one = 0 if own else 1
    share = (one + np.searchsorted(null, values, side="right")) / (len(null) + 1)
    last = null[FARTHEST - 1]
    beyond = FARTHEST / (len(null) + 1) * np.maximum(values, SMALLEST) / last
    return np.where((values < last) & (last > 0), beyond, share)


def _sizes(
    judge: Judge, key: Series, rule: str, values: dict[tuple[str, int, int], Array]
) -> tuple[tuple[int, ...], float, float]:
    """Years that broke a rule, what was observed in them and what was expected."""
    (name, area), design = key, judge.design
    seen = {y: float(values[name, area, y][0]) for y in design.years[key]}
    fan, sd = design.fan, {y: design.sd(name, area, y) for y in seen}
    if rule == "part":
        years, usual = design.part_years(name, area), judge.part_expected(name, area)
        whole = sum(float(values[name, one, y][0]) for y in years for one in design.whole(name, y))
        expected = usual / (1 - usual) * (whole - sum(seen[y] for y in years))
    elif rule == "band":
        years = (min(seen, key=lambda y: tail(seen[y], fan.draws_of(name, area, y), sd[y])),)
        expected = fan.median(name, area, years[0])
    else:
        below = np.array([[cdf(seen[y], fan.draws_of(name, area, y), sd[y])] for y in seen])
        years = design.years[key][min(running(design.years[key]), key=lambda window: float(_run(below[window])[0]))]
        expected = sum(fan.median(name, area, y) for y in years)
    return years, sum(seen[y] for y in years), expected
