"""Paths of four rivals, each from figures known at the origin alone, to the last year that is scored.

A rival is a table of paths, (path, year), with a fixed seed, so that sums and ratios over years need no formula. Known
years hold the known figures, years between two of them lie between in logs. Called by `calibration.exam.beside`.
"""

from typing import NamedTuple

import numpy as np

from calibration.targets import LAST_YEAR
from sim.population.columns import Array

N_PATHS, SEED = 2000, 20171
WINDOW, FEWEST = 5, 3
"""Years of the trend, and the least figures in them; with fewer, the last five figures are taken."""
LEAST_FREEDOM = 3
"""Degrees of freedom of the trend's error at least: of Student's t with fewer, the tails are all that is seen."""
FLOOR = 0.05
"""Least value of a path, over the last figure: a straight line may go below zero."""


class Known(NamedTuple):
    """A series as it is known: years ascending, values, and the relative error of their base, common to all."""

    years: Array
    values: Array
    base: float

    @staticmethod
    def of(found: dict[int, float], base: float) -> "Known":
        """From values by year."""
        years = np.array(sorted(found))
        return Known(years, np.array([found[year] for year in years], np.float64), base)

    @property
    def gaps(self) -> Array:
        """Years between one figure and the next."""
        return np.diff(self.years).astype(np.float64)

    @property
    def changes(self) -> Array:
        """Change of the log from one figure to the next."""
        return np.diff(np.log(self.values))

    @property
    def drift(self) -> float:
        """Mean yearly change of the log."""
        return float(self.changes.sum() / self.gaps.sum())

    @property
    def step_about_none(self) -> float:
        """Size of a year's step where the middle stays: root mean square."""
        return float(np.sqrt(np.mean(self.changes**2 / self.gaps)))

    @property
    def step_about_drift(self) -> float:
        """Size of a year's step about the drift: standard deviation."""
        squares = (self.changes - self.drift * self.gaps) ** 2 / self.gaps
        return float(np.sqrt(squares.sum() / max(len(squares) - 1, 1)))


class Paths(NamedTuple):
    """Values of a rival, (path, year), from `first` to `LAST_YEAR`."""

    first: int
    values: Array

    def at(self, year: int) -> Array:
        """All paths in one year, (path,)."""
        return np.asarray(self.values[:, year - self.first])

    def over(self, years: range) -> Array:
        """Sum over years, (path,)."""
        return np.asarray(self.values[:, years.start - self.first : years.stop - self.first].sum(axis=1))


def held(known: Known, stream: int) -> Paths:
    """Last figure held; steps of a random walk without drift."""
    rng = np.random.default_rng((SEED, stream, 1))
    return _onward(known, walk(known, rng), rng)


def trend(known: Known, stream: int) -> Paths:
    """Straight line through the figures of the last five years; line and residuals are Student's t."""
    rng = np.random.default_rng((SEED, stream, 2))
    recent = known.years > known.years[-1] - WINDOW
    if recent.sum() < FEWEST:
        recent = np.arange(len(known.years)) >= len(known.years) - WINDOW
    years, values = known.years[recent].astype(np.float64), known.values[recent]
    centre, n = years.mean(), len(years)
    slope = float(((years - centre) * values).sum() / ((years - centre) ** 2).sum())
    residuals = values - values.mean() - slope * (years - centre)
    spread = np.sqrt((residuals**2).sum() / max(n - 2, 1))
    freedom = max(n - 2, LEAST_FREEDOM)
    scale = spread * np.sqrt(freedom / rng.chisquare(freedom, (N_PATHS, 1)))
    ahead = _ahead(known) - centre
    line = rng.standard_normal((N_PATHS, 1)) / np.sqrt(n)
    turn = rng.standard_normal((N_PATHS, 1)) / np.sqrt(((years - centre) ** 2).sum())
    middle = values.mean() + slope * ahead
    found = middle + scale * (line + turn * ahead + rng.standard_normal((N_PATHS, len(ahead))))
    floor = FLOOR * known.values[-1]
    return _onward(known, np.log(np.maximum(found, floor) / known.values[-1]), rng)


def drift(known: Known, stream: int) -> Paths:
    """Mean yearly log change continued; steps about it, and the drift's own error."""
    rng = np.random.default_rng((SEED, stream, 4))
    step, ahead = known.step_about_drift, np.arange(1, len(_ahead(known)) + 1)
    error = step / np.sqrt(known.gaps.sum()) * rng.standard_normal((N_PATHS, 1))
    steps = step * rng.standard_normal((N_PATHS, len(ahead)))
    return _onward(known, (known.drift + error) * ahead + np.cumsum(steps, axis=1), rng)


def around(middle: dict[int, float], known: Known, stream: int) -> Paths:
    """A given path with the error of a level that is held: the cohort-component rival.

    middle : by year, from the first known year to the last scored
    """
    rng = np.random.default_rng((SEED, stream, 3))
    given = np.array([middle[year] for year in range(int(known.years[-1]) + 1, LAST_YEAR + 1)])
    return _onward(known, np.log(given / known.values[-1]) + walk(known, rng), rng)


def walk(known: Known, rng: np.random.Generator) -> Array:
    """Random walk of the log without drift after the last figure, (path, year)."""
    return np.cumsum(known.step_about_none * rng.standard_normal((N_PATHS, len(_ahead(known)))), axis=1)


def scaled(paths: Paths, level: float, year: int, base: float, stream: int) -> Paths:
    """Paths of another area at a place's level, which was `level` in `year` with a relative error `base`."""
    rng = np.random.default_rng((SEED, stream, 5))
    factor = level / np.median(paths.at(year)) * np.exp(base * rng.standard_normal((N_PATHS, 1)))
    return Paths(paths.first, paths.values * factor)


def _ahead(known: Known) -> Array:
    return np.arange(known.years[-1] + 1, LAST_YEAR + 1)


def _onward(known: Known, logs: Array, rng: np.random.Generator) -> Paths:
    """Known years, then the last figure times exp(logs); all times one factor a path, the error of the base."""
    first, last = int(known.years[0]), int(known.years[-1])
    so_far = np.exp(np.interp(np.arange(first, last + 1), known.years, np.log(known.values)))
    values = np.hstack([np.tile(so_far, (N_PATHS, 1)), known.values[-1] * np.exp(logs)])
    return Paths(first, values * np.exp(known.base * rng.standard_normal((N_PATHS, 1))))
