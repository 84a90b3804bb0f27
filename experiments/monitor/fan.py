"""The fan of a projection: what every draw expects by indicator, area and year, and the chance that a count has.

Of each draw's counts the city's course and the counties' parts of it are freed from the chance of the sample
(`sim.measures.chance`), for a county of a small sample has little else; what the one start population of all runs has
by chance stays in their mean and is put back as spread between draws, and with it how far a county goes its own way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from experiments.monitor.areas import Areas
from experiments.monitor.declared import STOCKS, WATCHED
from sim.errors import UserError
from sim.measures.chance import without_known_chance
from sim.population.columns import Array
from sim.runs.draws import FEWEST
from sim.runs.runset import RunSet

FLOWS = ("births", "deaths", "arrivals", "departures", "moved_in", "moved_out")
"""Events that move the number of residents."""
START_AGES = {
    "births": ("female", range(20, 40)), "marriages": ("female", range(20, 35)), "deaths": (None, range(65, 101)),
}  # fmt: skip
"""Whose number in the start population an indicator's chance comes from; the number of residents is met exactly."""
START_SEED = 20


@dataclass(frozen=True)
class Fan:
    """Draws of a projection. The first area is the city, the others are its counties and add up to it.

    expected : (indicator, area, draw, year), in persons or couples
    own : (indicator, area, year), variance that a count of the whole city or county has around its expectation
    fitted_to : last year of figures that the draws were fitted to, whose figures judge nothing; 0 for none
    """

    areas: Areas
    indicators: tuple[str, ...]
    years: tuple[int, ...]
    expected: Array
    own: Array
    fitted_to: int = 0

    @property
    def n_draws(self) -> int:
        """Draws of the fan."""
        return int(self.expected.shape[2])

    def at(self, indicator: str, area: int, year: int) -> tuple[int, int, int]:
        """Position of an indicator, area and year."""
        return self.indicators.index(indicator), self.areas.all.index(area), self.years.index(year)

    def draws_of(self, indicator: str, area: int, year: int) -> Array:
        """What every draw expects, (draw,)."""
        i, a, y = self.at(indicator, area, year)
        return self.expected[i, a, :, y]

    def own_of(self, indicator: str, area: int, year: int) -> float:
        """Variance of a count."""
        return float(self.own[self.at(indicator, area, year)])

    def median(self, indicator: str, area: int, year: int) -> float:
        """Median of the draws' expectations."""
        return float(np.median(self.draws_of(indicator, area, year)))


def made_fan(
    areas: Areas, years: Sequence[int], expected: Mapping[str, Array], moves: Array | None = None, fitted_to: int = 0
) -> Fan:
    """A fan of counties' expectations; the city is their sum.

    expected : by indicator, (county, draw, year)      moves : (county, year), variance of the residents' number, which
    a flow has none of: its own chance is Poisson's; without it that of half a percent is taken
    """
    names = tuple(name for name in WATCHED if name in expected)
    whole = [np.concatenate([expected[name].sum(axis=0, keepdims=True), expected[name]]) for name in names]
    own = []
    for name in names:
        means = expected[name].mean(axis=1)
        own_of = means if name not in STOCKS else (moves if moves is not None else (0.005 * means) ** 2)
        own.append(np.concatenate([own_of.sum(axis=0, keepdims=True), own_of]))
    return Fan(areas, names, tuple(years), np.stack(whole), np.stack(own), fitted_to)


def fan_of(run_set: RunSet, areas: Areas) -> Fan:
    """The fan of stored runs, whole years; `UserError` where they are of too few parameter draws."""
    manifest = run_set.manifest
    if manifest.n_draws < FEWEST:
        raise UserError(
            f"{run_set.directory} holds {manifest.n_draws} parameter draws, and a fan needs {FEWEST}; make it with"
            f" fertsim run --seeds {FEWEST} or more, of a place that ships draws"
        )
    whole = [k for k, year in enumerate(manifest.years) if manifest.months_in_year[year] == 12]
    if not whole:
        raise UserError(f"{run_set.directory} holds no whole year; yearly figures need one")
    run_set.load(["births", "persons", "deaths", "marriages"])
    of_draws = _averaging(np.asarray(manifest.draws.of_seeds if manifest.draws else ()))
    counts = {name: _by_county(run_set, name)[:, :, whole] for name in WATCHED}
    events = sum(_by_county(run_set, name)[:, :, whole] for name in FLOWS)
    moves = np.cumsum(np.mean(events, axis=1), axis=1)  # (county, year), of agents
    n_runs = of_draws.astype(bool).sum(axis=1).mean()
    expected = {}
    for name, agents in counts.items():
        variance = moves if name in STOCKS else agents.mean(axis=1)
        free = _free_of_chance(np.einsum("dr,cry->cdy", of_draws, agents), variance / n_runs)
        apart = np.hypot(_start_share(run_set, name), WATCHED[name].own_way)
        expected[name] = _with_own_level(free, apart, START_SEED + list(WATCHED).index(name))
    scale = manifest.scale
    fan = made_fan(
        areas, [manifest.years[k] for k in whole], {name: values * scale for name, values in expected.items()},
        moves * scale,
    )
    return replace(fan, fitted_to=manifest.draws.about.last_year if manifest.draws else 0)


def _by_county(run_set: RunSet, name: str) -> Array:
    """Agents by (county, run, year)."""
    measure = "persons" if name == "population" else name
    found = run_set.array(measure, ("county_code",), {"sex": ["female"]} if name == "marriages" else {})
    return np.asarray(found.transpose("county_code", "seed", "year").values, np.float64)


def _averaging(of_seeds: Array) -> Array:
    """Matrix (draw, run) that averages the runs of each draw."""
    draws = np.unique(of_seeds)
    same = (draws[:, None] == of_seeds[None, :]).astype(np.float64)
    return np.asarray(same / same.sum(axis=1, keepdims=True))


def _free_of_chance(agents: Array, variance: Array) -> Array:
    """Expectations of each draw, (county, draw, year): the city's course times each county's part of it.

    agents : (county, draw, year)      variance : (county, year), of their chance
    """
    city = agents.sum(axis=0)
    course = np.maximum(without_known_chance(city, variance.sum(axis=0)), 1e-9)
    parts = agents / np.maximum(city, 1e-9)
    mean = parts.mean(axis=1)  # (county, year)
    others = variance.sum(axis=0) - variance
    of_part = ((1 - mean) ** 2 * variance + mean**2 * others) / np.maximum(city.mean(axis=0), 1e-9) ** 2
    free = np.stack([without_known_chance(part, of_one) for part, of_one in zip(parts, of_part, strict=True)])
    free = np.maximum(free, 1e-9)
    return np.asarray(free / free.sum(axis=0) * course)


def _start_share(run_set: RunSet, name: str) -> Array:
    """Relative standard deviation of each county's level by the chance of the one start population, (county,)."""
    if name not in START_AGES:
        return np.zeros(len(run_set.manifest.counties))
    sex, ages = START_AGES[name]
    where: dict[str, list[Any]] = {"age": list(ages)} | ({"sex": [sex]} if sex else {})
    people = run_set.array("persons", ("county_code",), where).isel(year=0).mean("seed").values
    return np.asarray(1 / np.sqrt(np.maximum(people, 1.0)))


def _with_own_level(expected: Array, share: Array, seed: int) -> Array:
    """Expectations with each county's level spread between draws, the same in all years of a draw. share : (county,)"""
    normal = np.random.default_rng(seed).standard_normal(expected.shape[:2])
    normal -= normal.mean(axis=1, keepdims=True)
    return np.asarray(expected * np.exp(share[:, None] * normal)[:, :, None])
