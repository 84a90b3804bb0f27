"""What the spread of a figure over runs is made of: chance, start population, parameters, trend, futures, and the rest.

Variances of one run, each told by itself:

simulation        runs of one draw and one start population, which differ by seed alone; where there are none, chance of
                  seed and start population together, and nothing below
start_population  runs of one draw in other start populations, less that
parameters, trend, futures    how much of what draws differ in goes with the columns of a group: draws that are alike
                  in them are alike in the figure (a random effect of every column, all of a group of one size;
                  variances by maximum likelihood, the chance left in a draw's mean being known). A group counts only
                  where the likelihood ratio would be so large by chance less than once in twenty times, over all groups
rest              draws, less all that: bent or joint effects, and what has no number of its own in the draws, such as
                  the random path after 2022; with groups that cannot be told, these too

The columns that move the figure most come in one after the other, the one that explains most first, while the best of
all that are left would come by chance less than once in twenty times (t test with Bonferroni's bound over all of them):
noise is given no name. `drivers` tells of every column how the figure goes with it, by rank and by regression.

A negative estimate is 0. Called by `experiments.comparison.split`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize
from scipy.special import chdtri, stdtr

from sim.measures.chance import Drawn, chance
from sim.measures.intervals import NORMAL
from sim.population.columns import Array

PARAMETERS, TREND, OF_THE_FUTURE = "parameters", "trend", "futures"
DRAWN_GROUPS = (PARAMETERS, TREND, OF_THE_FUTURE)
SIMULATION, START_POPULATION, REST = "simulation", "start_population", "rest"
SPREAD_PARTS = (SIMULATION, START_POPULATION, *DRAWN_GROUPS, REST)
OF_TREND = (
    "taste_drift", "taste_step", "drift_kept", "marriage_decline", "marriage_step", "epidemic_lasting",
)  # fmt: skip
"""How the names of parameters of the trend begin."""
OF_FUTURES = ("arrivals_ahead", "mortality_ahead", "income_growth_ahead")
"""What the futures low and high differ in."""
PATH = "trend_path"
"""Number of a random path: no quantity, so that no column; what it does is in the rest."""
BY_CHANCE = 0.05
"""How often a column that explains nothing may be taken for one that does."""
FEWEST_DRAWS = 20
N_AGAIN = 200
MOST, MOST_TRIED = 10, 400
"""Columns that may come in; variances tried for the largest likelihood."""


class Strong(NamedTuple):
    """A column that moves a figure: what one standard deviation of it does, other columns held."""

    name: str
    effect: float
    standardised: float
    """The same over the standard deviation of the draws' means."""


class Split(NamedTuple):
    """Variances of one run by part, NaN where the runs cannot tell; and the columns that move it, strongest first."""

    variances: dict[str, float]
    strongest: tuple[Strong, ...]
    negative: tuple[str, ...]
    """Parts whose estimate was below 0."""


class Driver(NamedTuple):
    """How a figure goes with one drawn column, over draws; each number with its error."""

    name: str
    rank: float
    """Spearman's rank correlation of the draws' means with the column."""
    lower: float
    upper: float
    """Its 90 % interval (Bonett and Wright 2000, Psychometrika 65)."""
    effect: float
    """What one standard deviation of the column does, the other columns that came in held."""
    effect_error: float
    share: float
    """Of what draws' means differ in: what the regression explains less without the column."""
    share_error: float
    """Standard deviation over draws taken again with replacement."""
    told: bool
    """Whether the column came in: by chance it would less than once in twenty times, over all columns."""


class Runs(NamedTuple):
    """A figure of runs. values, numbers, starts : (run,), with the number of its draw and its start population"""

    values: Array
    numbers: Array
    starts: Array


def split(main: Runs, further: Runs, columns: Mapping[str, Array]) -> Split:
    """What the spread of a figure over runs is made of.

    main : the runs that the figure is of      further : of some of their draws, in other start populations; may be none
    columns : what was drawn, by name; one value a draw, in the order of the draws' numbers
    """
    drawn, variances = Drawn(main.numbers), dict.fromkeys(SPREAD_PARTS, math.nan)
    negative: list[str] = []
    every = Runs(*(np.concatenate(pair) for pair in zip(main, further, strict=True)))
    variances[SIMULATION], both = of_seeds(every), of_starts(every)
    if math.isnan(variances[SIMULATION]):  # each run of a draw has a start population of its own
        variances[SIMULATION], both = both, math.nan
    variances[START_POPULATION] = both - variances[SIMULATION]
    if not drawn.separates:
        return Split(_at_least_nothing(variances, negative), (), tuple(negative))
    draws = float(chance(main.values, drawn).between)
    repeats_share_start = len(np.unique(np.stack([main.numbers, main.starts]), axis=1).T) == drawn.n
    if repeats_share_start and len(np.unique(main.starts)) > 1 and not math.isnan(variances[START_POPULATION]):
        draws = max(draws - max(variances[START_POPULATION], 0.0), 0.0)
    numbers, counts = np.unique(main.numbers, return_counts=True)
    means = np.array([main.values[main.numbers == number].mean() for number in numbers])
    shares, strongest = by_columns(means, chance(main.values, drawn).within / counts, columns)
    variances |= {group: draws * share for group, share in shares.items()}
    variances[REST] = draws * (1.0 - sum(shares.values()))
    return Split(_at_least_nothing(variances, negative), strongest, tuple(negative))


def _at_least_nothing(variances: dict[str, float], negative: list[str]) -> dict[str, float]:
    """Variances with 0 for those below it, whose names are added to a list."""
    negative += [part for part, value in variances.items() if value < 0]
    return {part: max(value, 0.0) if not math.isnan(value) else value for part, value in variances.items()}


def of_seeds(runs: Runs) -> float:
    """Variance between runs of one draw and one start population, pooled; NaN where there are none."""
    _, cells = np.unique(np.stack([runs.numbers, runs.starts]), axis=1, return_inverse=True)
    cells = cells.ravel()
    counts = np.bincount(cells)
    off = runs.values - (np.bincount(cells, runs.values) / counts)[cells]
    degrees = len(cells) - len(counts)
    return float((off**2).sum() / degrees) if degrees else math.nan


def of_starts(runs: Runs) -> float:
    """Variance between runs of one draw in different start populations, chance of the seed included; NaN without."""
    found = []
    for number in np.unique(runs.numbers):
        which = runs.numbers == number
        values, starts = runs.values[which], runs.starts[which]
        apart = starts[:, None] != starts[None, :]
        if apart.any():
            found.append(((values[:, None] - values[None, :]) ** 2)[apart].mean() / 2)
    return float(np.mean(found)) if found else math.nan


def by_columns(
    means: Array, luck: Array, columns: Mapping[str, Array]
) -> tuple[dict[str, float], tuple[Strong, ...]]:
    """What columns explain of what draws differ in.

    means, luck : value of each draw and the variance of chance in it, (draw,)      columns : by name, (draw,)
    returns: the share of each group that can be told; the columns that can, the strongest first
    """
    names = [name for name, values in columns.items() if name != PATH and np.ptp(values) > 0]
    if len(means) < FEWEST_DRAWS or not names or np.ptp(means) == 0:
        return {}, ()
    scaled = np.column_stack([(columns[name] - columns[name].mean()) / columns[name].std() for name in names])
    chosen = _chosen(scaled, means)
    slopes = _slopes(scaled[:, chosen], means)
    strong = [Strong(names[k], float(b), float(b / means.std())) for k, b in zip(chosen, slopes, strict=True)]
    strong.sort(key=lambda one: -abs(one.effect))
    held = {group: [k for k, name in enumerate(names) if group_of(name) == group] for group in DRAWN_GROUPS}
    alike = {group: scaled[:, which] @ scaled[:, which].T / len(which) for group, which in held.items() if which}
    return _shares(means, luck, alike), tuple(strong)


def drivers(main: Runs, columns: Mapping[str, Array], most: int) -> list[Driver]:
    """How a figure goes with drawn columns; none of too few draws.

    main : the runs that the figure is of      columns : as in `split`
    most : columns told of: those that come in, by their effect, before others, by their rank correlation
    """
    means = np.array([main.values[main.numbers == number].mean() for number in np.unique(main.numbers)])
    names = [name for name, values in columns.items() if name != PATH and np.ptp(values) > 0]
    if len(means) < FEWEST_DRAWS or not names or np.ptp(means) == 0:
        return []
    scaled = np.column_stack([(columns[name] - columns[name].mean()) / columns[name].std() for name in names])
    chosen = _chosen(scaled, means)
    from scipy.stats import spearmanr  # takes long to load, and a report asks for no drivers

    ranks = np.array([spearmanr(scaled[:, k], means).statistic for k in range(len(names))])
    half = NORMAL * np.sqrt((1 + ranks**2 / 2) / (len(means) - 3))
    slopes = dict(zip(chosen, np.abs(_slopes(scaled[:, chosen], means)), strict=True))
    order = sorted(range(len(names)), key=lambda k: (-slopes.get(k, 0.0), -abs(ranks[k])))
    found = []
    for k in order[:most]:
        held = chosen if k in chosen else [*chosen, k]
        effect, error = _effect(scaled[:, held], means, held.index(k))
        shares = [_explained(scaled[rows][:, held], means[rows], held.index(k)) for rows in _again(len(means))]
        z = np.arctanh(np.clip(ranks[k], -0.999999, 0.999999))
        found.append(Driver(
            names[k], float(ranks[k]), float(np.tanh(z - half[k])), float(np.tanh(z + half[k])), effect, error,
            _explained(scaled[:, held], means, held.index(k)), float(np.std(shares, ddof=1)), k in chosen,
        ))  # fmt: skip
    return found


def _effect(columns: Array, values: Array, k: int) -> tuple[float, float]:
    """Slope of one of several columns and its standard error, by least squares; NaN where others make it up."""
    if _residuals(columns[:, [k]], np.delete(columns, k, axis=1)).std() < 1e-6:
        return math.nan, math.nan
    with_one = np.column_stack([np.ones(len(values)), columns])
    slopes, left = np.linalg.lstsq(with_one, values, rcond=None)[0], _residuals(values[:, None], columns)[:, 0]
    variance = left @ left / max(len(values) - with_one.shape[1], 1)
    return float(slopes[k + 1]), float(np.sqrt(variance * np.linalg.pinv(with_one.T @ with_one)[k + 1, k + 1]))


def _explained(columns: Array, values: Array, k: int) -> float:
    """Share of the variance of values that several columns explain less without the k-th."""
    left = [float((_residuals(values[:, None], used) ** 2).sum()) for used in (np.delete(columns, k, axis=1), columns)]
    whole = float(((values - values.mean()) ** 2).sum())
    return max(left[0] - left[1], 0.0) / whole if whole else 0.0


def _again(n: int) -> Iterator[Array]:
    """Positions of draws taken again with replacement, the same in every call."""
    rng = np.random.default_rng(n)
    return (rng.integers(0, n, n) for _ in range(N_AGAIN))


def group_of(name: str) -> str:
    """Group that a drawn parameter belongs to."""
    return OF_THE_FUTURE if name in OF_FUTURES else TREND if name.startswith(OF_TREND) else PARAMETERS


def _chosen(columns: Array, values: Array) -> list[int]:
    """Columns that come in, in order."""
    chosen: list[int] = []
    n, left = len(values), values - values.mean()
    most = min(MOST, n // 6)
    while len(chosen) < min(most, columns.shape[1]):
        own = _residuals(columns, columns[:, chosen])
        size = np.sqrt((own**2).sum(axis=0))
        usable = size > 1e-6 * math.sqrt(n)
        usable[chosen] = False
        if not usable.any() or not np.any(left):
            break
        fit = np.where(usable, np.abs(own.T @ left) / np.where(usable, size, 1.0) / math.sqrt(left @ left), 0.0)
        best, degrees = int(fit.argmax()), n - len(chosen) - 2
        t = fit[best] * math.sqrt(degrees / max(1.0 - fit[best] ** 2, 1e-12))
        if 2 * float(stdtr(degrees, -t)) * usable.sum() > BY_CHANCE:
            break
        chosen.append(best)
        left = _residuals((values - values.mean())[:, None], columns[:, chosen])[:, 0]
    return chosen


def _residuals(of: Array, columns: Array) -> Array:
    """What columns, and a constant, leave of others."""
    with_one = np.column_stack([np.ones(len(of)), columns])
    return np.asarray(of - with_one @ np.linalg.lstsq(with_one, of, rcond=None)[0])


def _slopes(columns: Array, values: Array) -> Array:
    with_one = np.column_stack([np.ones(len(values)), columns])
    return np.asarray(np.linalg.lstsq(with_one, values, rcond=None)[0][1:])


def _shares(means: Array, luck: Array, alike: Mapping[str, Array]) -> dict[str, float]:
    """Share of each group in what draws differ in, of the groups that can be told. alike : of draws, (draw, draw)"""
    scale = means.var()
    left, noise, kept = (means - means.mean()) / math.sqrt(scale), luck / scale, list(alike)
    bound = float(chdtri(1, 2 * BY_CHANCE / len(DRAWN_GROUPS)))
    while kept:
        best, found = _fitted(left, noise, [alike[group] for group in kept])
        gains = {group: 2 * (best - _fitted(left, noise, [alike[other] for other in kept if other != group])[0])
                 for group in kept}  # fmt: skip
        weakest = min(gains, key=lambda group: gains[group])
        if gains[weakest] >= bound:
            return {group: float(found[k] / found.sum()) for k, group in enumerate(kept)}
        kept.remove(weakest)
    return {}


def _fitted(left: Array, noise: Array, alike: Sequence[Array]) -> tuple[float, Array]:
    """Largest log likelihood, and the variances of groups and of the rest."""
    def lost(roots: Array) -> float:
        covariance = np.diag(noise + roots[-1] ** 2 + 1e-6)
        for root, one in zip(roots, alike, strict=False):
            covariance += root**2 * one
        factor = cho_factor(covariance, lower=True, check_finite=False)
        return float(np.log(np.diag(factor[0])).sum() + left @ cho_solve(factor, left, check_finite=False) / 2)

    start = np.full(len(alike) + 1, math.sqrt(1.0 / (len(alike) + 1)))
    found = minimize(lost, start, method="Nelder-Mead", options={"maxfev": MOST_TRIED, "xatol": 1e-2, "fatol": 1e-3})
    return -float(found.fun), found.x**2
