"""Chance of the small sample, and the spread of draws without it. Two estimators, by what is known of the chance:

- `chance`, `without_chance`, `pairs_without_chance`: from *repeats*, runs of one draw with different seeds; for any
  figure, whatever its chance. Every named interval is made by it (`sim.measures.intervals`).
- `without_known_chance`: from a variance that is *known*, as that of a count, for courses over years at once; needs
  no repeats. The monitor's fan is made by it, whose births of a county are counts.

From repeats: a run's value is what its draw comes to plus the chance of its seed and, where it has its own, of its
start population. Draws that were run more than once give the variance of that chance, pooled over them (one-way nested
analysis of variance; Searle, Casella and McCulloch 1992, Variance Components, ch. 3): *within* from runs of one draw,
*between* from the means of draws, less what chance leaves in these. A negative estimate of *between* is 0, and said.

What is left when the draws' means are drawn together towards their mean, until their variance is that of draws alone,
keeps the order and the shape of the draws and loses the spread of the sample. How large the variance of draws is, is
itself not sure, the less the more of the spread is chance: so the draws are drawn together only as far as 90 % of
further draws are expected to lie within, over what the two sums of squares leave open about it (their posterior under
the reference prior, *between* not below 0; Box and Tiao 1973, Bayesian Inference in Statistical Analysis, ch. 5). The
whole city has chance too: a sample of one in fifty has fifty times its variance, so that a fiftieth of *within*
remains, and so does the chance that is left in the mean over runs. Called by `sim.measures.intervals`,
`sim.measures.split` and `experiments.monitor`.
"""

import functools
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from sim.arrays import Array

FEWEST_REPEATS = 5
"""Runs beyond the first of a draw, over all draws, from which on chance is told apart: fewer give no variance."""


class Drawn(NamedTuple):
    """Which draw each run ran, and at what sample."""

    numbers: Array
    """Number of each run's draw, (seed,); empty where parameters were not drawn."""
    sample: float = 0.0
    """Agents per resident, 0 where nobody said: then nothing of the chance is the city's own."""

    @property
    def n(self) -> int:
        """Different draws, 0 where parameters were not drawn."""
        return len(np.unique(self.numbers))

    @property
    def repeats(self) -> int:
        """Runs beyond the first of each draw: the degrees of freedom of chance."""
        return len(self.numbers) - self.n

    @property
    def separates(self) -> bool:
        """Whether chance can be told from draws."""
        return self.n > 1 and self.repeats >= FEWEST_REPEATS


class Chance(NamedTuple):
    """Variances of one run: of chance and of draws. Each of the shape of a run's values."""

    within: Array
    """Of runs of one draw: the chance of the sample."""
    between: Array
    """Of draws, chance taken out; 0 where its estimate is negative."""
    negative: Array
    """Whether that is so."""
    repeats: int
    """Degrees of freedom of `within`."""


def drawn_of(values: xr.DataArray | xr.Dataset) -> Drawn:
    """Which draw each run ran. values : (seed, ...), with the coordinates that `sim.runs.runset` gives"""
    numbers = np.asarray(values["draw"].values if "draw" in values.coords else [], np.int64)
    return Drawn(numbers, float(values["sample"]) if "sample" in values.coords else 0.0)


def drawn_in(manifest: Any) -> Drawn:
    """The same, of the runs that a manifest describes."""
    numbers = np.array([] if manifest.draws is None else manifest.draws.of_seeds, np.int64)
    return Drawn(numbers, float(Fraction(manifest.sample)))


def chance(values: Array, drawn: Drawn) -> Chance:
    """Variances of chance and of draws. values : (seed, ...), of runs of which some share a draw"""
    means, counts, places = _means(values, drawn)
    squares = ((values - means[places]) ** 2).sum(axis=0)
    within = squares / max(drawn.repeats, 1)
    between = means.var(axis=0, ddof=1) - within * (1.0 / counts).mean()
    return Chance(within, np.maximum(between, 0.0), between < 0, drawn.repeats)


def without_chance(values: Array, drawn: Drawn) -> Array:
    """Value of each draw, (draw, ...), with the spread that the draws alone would have in the whole city.

    values : (seed, ...)
    """
    means, counts, _ = _means(values, drawn)
    found = chance(values, drawn)
    wanted = _expected(means, counts, found) + found.within * (drawn.sample + 1.0 / len(values))
    spread = found.between + found.within / _along(counts, values.ndim)
    share = np.divide(wanted, spread, out=np.ones_like(spread), where=spread > 0)
    return np.asarray(means.mean(axis=0) + np.sqrt(np.minimum(share, 1.0)) * (means - means.mean(axis=0)))


def pairs_without_chance(values: Array, drawn: Drawn) -> Array:
    """The same of two values at once, such as money and births of a ratio, with what they share. values : (seed, 2)

    The draws' means are moved by the linear map that gives them the covariance of draws and moves them least (the
    optimal map between two normal distributions; Olkin and Pukelsheim 1982, Linear Algebra Appl. 48).
    """
    scale = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
    scaled = values / scale
    means, counts, places = _means(scaled, drawn)
    off = scaled - means[places]
    within = off.T @ off / max(drawn.repeats, 1)
    between = _positive(np.cov(means, rowvar=False) - within * (1.0 / counts).mean())
    expected, own = _expected(means, counts, chance(scaled, drawn)), np.diag(between)
    widened = np.sqrt(np.divide(expected, own, out=np.ones(2), where=own > 0))
    wanted = between * np.outer(widened, widened) + np.diag(np.where(own > 0, 0.0, expected))
    wanted += within * (drawn.sample + 1.0 / len(values))
    centre, moved = means.mean(axis=0), means.copy()
    for count in np.unique(counts):
        which = counts == count
        moved[which] = centre + (means[which] - centre) @ _least_map(between + within / count, wanted).T
    return np.asarray(moved * scale)


def standard_error(values: Array, drawn: Drawn) -> Array:
    """Standard error of the mean over runs, of the shape of a run's values; NaN of one run or one draw's alone.

    values : (seed, ...)      Runs of one draw share it, so that they tell less than as many draws.
    """
    if len(values) < 2:
        return np.full(values.shape[1:], np.nan)
    if drawn.n < 2 or drawn.repeats == 0:
        return np.asarray(values.std(axis=0, ddof=1) / np.sqrt(len(values)))
    _, counts, _ = _means(values, drawn)
    found = chance(values, drawn)
    return np.asarray(np.sqrt(found.between * (counts**2).sum() / len(values) ** 2 + found.within / len(values)))


def without_known_chance(values: Array, chance_variance: Array) -> Array:
    """Values of draws, moved to the mean until they vary as their expectations do; the chance in them is known.

    values : (draw, year), each its draw's expectation plus chance      chance_variance : (year,), of that chance
    returns : (draw, year); mean kept, covariance that of the values less that of the chance, which is independent from
    year to year. In units of the chance's standard deviation the principal components of the values have variances
    that chance alone makes 1 in the mean; each is shrunk to its variance less a common level, so chosen that the total
    is that of the values less that of the chance, for the largest of many components seems large by chance.
    """
    mean = values.mean(axis=0)
    sd = np.sqrt(np.maximum(chance_variance, 1e-12 * np.maximum(mean**2, 1e-300)))
    left, singular, right = np.linalg.svd((values - mean) / sd, full_matrices=False)
    variances = singular**2 / max(len(values) - 1, 1)
    kept = np.sqrt(_less_chance(variances, len(sd)) / np.maximum(variances, 1e-300))
    return np.asarray(mean + (left * (singular * kept)) @ right * sd)


TAIL = 0.95
"""Share below the upper bound of the interval of draws."""
NODES, RATIOS = 80, np.linspace(0.0, 2.0, 81)
"""Nodes of each sum of squares, and shares of chance in the variance of means at which the table below is made."""


def _expected(means: Array, counts: Array, found: Chance) -> Array:
    """Variance with which 90 % of further draws are expected within the interval, of the shape of a run's values."""
    spread, luck = means.var(axis=0, ddof=1), found.within * (1.0 / counts).mean()
    ratio = np.divide(luck, spread, out=np.full_like(spread, np.inf), where=spread > 0)
    return np.asarray(spread * np.interp(ratio, RATIOS, _table(len(means) - 1, found.repeats)))


@functools.lru_cache(maxsize=32)
def _table(of_draws: int, of_runs: int) -> Array:
    """That variance over the variance of draws' means, by the share of chance in the latter; 1 without chance.

    of_draws, of_runs : degrees of freedom of the two sums of squares
    """
    from scipy.special import chdtri, ndtr, ndtri  # takes long to load, and a few runs ask for no table

    nodes = (np.arange(NODES) + 0.5) / NODES
    total, luck = (degrees / chdtri(degrees, nodes) for degrees in (of_draws, of_runs))
    found = []
    for ratio in RATIOS:
        left = (total[:, None] - ratio * luck[None, :]).ravel()
        deviations = np.sqrt(left[left > 0])
        low, high = 0.0, 10.0 * np.sqrt(total.max())
        for _ in range(40 if len(deviations) else 0):
            middle = (low + high) / 2
            low, high = (middle, high) if ndtr(middle / deviations).mean() < TAIL else (low, middle)
        found.append(low / float(ndtri(TAIL)))
    return np.array(found) ** 2 / found[0] ** 2


def _means(values: Array, drawn: Drawn) -> tuple[Array, Array, Array]:
    """Mean over the runs of each draw, (draw, ...), their number, (draw,), and the draw's position of each run."""
    _, places, counts = np.unique(drawn.numbers, return_inverse=True, return_counts=True)
    sums = np.zeros((len(counts), *values.shape[1:]))
    np.add.at(sums, places, values)
    return sums / _along(counts, values.ndim), counts, places


def _along(counts: Array, n_dims: int) -> Array:
    """Numbers by draw, shaped to be spread over the other dimensions."""
    return counts.reshape((-1,) + (1,) * (n_dims - 1)).astype(np.float64)


def _positive(matrix: Array) -> Array:
    """The nearest covariance: negative variances are 0."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def _root(matrix: Array, power: float) -> Array:
    """A power of a covariance; of a direction without variance 0."""
    values, vectors = np.linalg.eigh(matrix)
    none = values <= 1e-12 * max(values.max(), 1e-300)
    return np.asarray((vectors * np.where(none, 0.0, np.where(none, 1.0, values) ** power)) @ vectors.T)


def _least_map(have: Array, want: Array) -> Array:
    """Linear map that takes one covariance to another and moves points least."""
    half, back = _root(have, 0.5), _root(have, -0.5)
    return back @ _root(half @ want @ half, 0.5) @ back


def _less_chance(variances: Array, n_years: int) -> Array:
    """Variances above a common level, whose sum is that of all less 1 a year (0 at least)."""
    wanted = max(float(variances.sum()) - n_years, 0.0)
    below, above = 0.0, float(variances.max(initial=0.0))
    for _ in range(100):
        level = (below + above) / 2
        if np.maximum(variances - level, 0.0).sum() > wanted:
            below = level
        else:
            above = level
    return np.maximum(variances - above, 0.0)
