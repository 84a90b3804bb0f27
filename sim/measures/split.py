"""What the spread of a figure over runs is made of: chance, start population, parameters, trend, futures, and the rest.

Variances of one run, each told by itself:

simulation        runs of one draw and one start population, which differ by seed alone
start_population  runs of one draw in other start populations, less that
parameters, trend, futures    by linear regression of the draws' means on what was drawn. Columns come in one after the
                  other, the one that explains most first, while the best of all that are left would come by chance less
                  than once in twenty times (t test with Bonferroni's bound over all of them). What they explain is told
                  by cross-validation with the choice made anew in each fold, so that noise explains nothing, and is
                  shared between groups by the mean over the orders in which these may come (Lindeman, Merenda and Gold
                  1980, the LMG measure)
rest              draws, less all that: effects too small to be told from so many draws, bent or joint ones, and what
                  has no number of its own in the draws, such as the random path after 2022

A negative estimate is 0. Called by `experiments.comparison.split`.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr

from sim.measures.chance import Drawn, chance
from sim.population.columns import Array

PARAMETERS, TREND, FUTURES = "parameters", "trend", "futures"
GROUPS = (PARAMETERS, TREND, FUTURES)
SIMULATION, START, REST = "simulation", "start_population", "rest"
PARTS = (SIMULATION, START, *GROUPS, REST)
OF_TREND = (
    "taste_drift", "taste_step", "drift_kept", "marriage_decline", "marriage_step", "epidemic_lasting",
    "preference_fall",
)  # fmt: skip
"""How the names of parameters of the trend begin."""
OF_FUTURES = ("arrivals_ahead", "mortality_ahead", "income_growth_ahead")
PATH = "trend_path"
"""Number of a random path: no quantity, so that no column; what it does is in the rest."""
BY_CHANCE = 0.05
"""How often a column that explains nothing may be taken for one that does."""
FEWEST_DRAWS = 20
FOLDS, MOST = 10, 10
"""Parts of the cross-validation; columns that may come in."""


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
    explained: float
    """Share of the variance of draws' means that the columns explain, cross-validated."""
    negative: tuple[str, ...]
    """Parts whose estimate was below 0."""


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
    drawn, variances = Drawn(main.numbers), dict.fromkeys(PARTS, math.nan)
    negative: list[str] = []
    every = Runs(*(np.concatenate(pair) for pair in zip(main, further, strict=True)))
    variances[SIMULATION], both = of_seeds(every), of_starts(every)
    variances[START] = both - variances[SIMULATION]
    if not drawn.separates:
        return Split(_at_least_nothing(variances, negative), (), math.nan, tuple(negative))
    draws = float(chance(main.values, drawn).between)
    repeats_share_start = len(np.unique(np.stack([main.numbers, main.starts]), axis=1).T) == drawn.n
    if repeats_share_start and len(np.unique(main.starts)) > 1 and not math.isnan(variances[START]):
        draws = max(draws - max(variances[START], 0.0), 0.0)
    means = np.array([main.values[main.numbers == number].mean() for number in np.unique(main.numbers)])
    groups, strongest, explained = by_columns(means, columns)
    if not math.isnan(explained):
        told = min(explained * means.var(ddof=1), draws)
        variances |= {group: told * share for group, share in groups.items()}
        variances[REST] = draws - told
    return Split(_at_least_nothing(variances, negative), strongest, explained, tuple(negative))


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


def by_columns(means: Array, columns: Mapping[str, Array]) -> tuple[dict[str, float], tuple[Strong, ...], float]:
    """What columns explain of the draws' means.

    means : (draw,)      columns : by name, (draw,)
    returns: share of what is explained by group, of groups that have columns; the columns that came in, the strongest
    first; the share of the variance that they explain, cross-validated, NaN with too few draws
    """
    names = [name for name, values in columns.items() if name != PATH and np.ptp(values) > 0]
    if len(means) < FEWEST_DRAWS or not names or np.ptp(means) == 0:
        return {}, (), math.nan
    scaled = np.column_stack([(columns[name] - columns[name].mean()) / columns[name].std() for name in names])
    chosen = _chosen(scaled, means)
    slopes = _slopes(scaled[:, chosen], means)
    strong = [Strong(names[k], float(b), float(b / means.std())) for k, b in zip(chosen, slopes, strict=True)]
    strong.sort(key=lambda one: -abs(one.effect))
    held = {group: [k for k in chosen if group_of(names[k]) == group] for group in GROUPS}
    shares = _between_groups(scaled, means, held)
    drawn = {group_of(name) for name in names}
    explained = max(_cross_validated(scaled, means), 0.0) if chosen else 0.0
    return {group: share for group, share in shares.items() if group in drawn}, tuple(strong), explained


def group_of(name: str) -> str:
    """Group that a drawn parameter belongs to."""
    return FUTURES if name in OF_FUTURES else TREND if name.startswith(OF_TREND) else PARAMETERS


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


def _cross_validated(columns: Array, values: Array) -> float:
    """Share of the variance foretold for draws that were left out, columns chosen anew without them."""
    places = np.random.default_rng(1).permutation(len(values)) % FOLDS
    left = np.empty(len(values))
    for fold in range(FOLDS):
        out, rest = places == fold, places != fold
        chosen = _chosen(columns[rest], values[rest])
        slopes = _slopes(columns[rest][:, chosen], values[rest])
        level = values[rest].mean() - columns[rest][:, chosen].mean(axis=0) @ slopes
        left[out] = values[out] - level - columns[out][:, chosen] @ slopes
    return float(1.0 - (left**2).sum() / ((values - values.mean()) ** 2).sum())


def _between_groups(columns: Array, values: Array, held: Mapping[str, Sequence[int]]) -> dict[str, float]:
    """Share of each group in what all columns explain: the mean over the orders in which groups may come in."""
    def explained(groups: Sequence[str]) -> float:
        chosen = [k for group in groups for k in held[group]]
        left = _residuals((values - values.mean())[:, None], columns[:, chosen])
        return float(1.0 - (left**2).sum() / ((values - values.mean()) ** 2).sum())

    shares, orders = dict.fromkeys(held, 0.0), list(itertools.permutations(held))
    for order in orders:
        for n, group in enumerate(order):
            shares[group] += (explained(order[: n + 1]) - explained(order[:n])) / len(orders)
    whole = sum(shares.values())
    return {group: share / whole if whole > 0 else 0.0 for group, share in shares.items()}
