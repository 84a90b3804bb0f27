"""Named intervals over the runs of a set: *simulation* where they differ by seed alone, *uncertainty* by draw too.

simulation   95 % t interval of the mean over seeds: how well the seeds pin down the model's own expectation.
uncertainty  90 % equal-tailed interval of draws: a spread, not the error of a mean. From 20 draws on its bounds are the
             5 and 95 % quantiles, interpolated at .05 (n + 1) and .95 (n + 1) of the order, so that 90 % of further
             draws lie between them whatever their distribution. Below 19 no order statistic is so far out, and the
             bounds are the 90 % prediction interval of a further draw under normal theory, mean ± t s √(1 + 1/n)
             with n draws: 2.0 s for 8, 1.64 s for many.

Where some draws were run with more than one seed, chance of the small sample is told from draws and taken out of them
before quantiles are taken (`sim.measures.chance`); where none was, it is included, and the interval's name says so.

Values by (seed, ...) that carry the coordinates `draw` along `seed` and `sample` are of drawn parameters
(`sim.runs.runset`); they survive arithmetic, so that differences paired by seed, and so by draw, know them. Called by
`results`, `comparison`, charts and briefing.
"""

import math
from typing import NamedTuple

import numpy as np
import xarray as xr

from sim.arrays import Array
from sim.measures.chance import Drawn, chance, drawn_of, pairs_without_chance, standard_error, without_chance
from sim.runs.draws import FEWEST

LEVEL, SPREAD = 0.95, 0.90
"""Level of the t interval of a mean; share of draws within their interval."""
STATISTICS = ("mean", "lower", "upper")
SIMULATION, UNCERTAINTY = "simulation", "uncertainty"
EQUAL_TAILED = f"{SPREAD:.0%} equal-tailed".replace("%", " %")
"""How every interval of draws is cut: as many draws below as above."""
NORMAL = 1.6448536269514722
"""Half of such an interval of a normal distribution, in standard deviations."""


class Named(NamedTuple):
    """Name of an interval and what it holds."""

    name: str
    meaning: str
    level: float
    kind: str
    """Simulation or uncertainty."""
    separated: bool = False
    """Whether chance of the small sample is taken out."""


def named(drawn: Drawn | int, paired: bool = False) -> Named:
    """The interval of runs of these draws, or of their differences.

    drawn : which draw each run ran; or, of runs each of its own draw, their number, 0 for one set of parameters
    """
    of = "the difference between two runs of one seed" if paired else ""
    n_draws = drawn if isinstance(drawn, int) else drawn.n
    if n_draws < 2:
        name = f"{SIMULATION}, paired" if paired else SIMULATION
        over = f"mean over seeds of {of}, and its" if paired else "mean over seeds and its"
        luck = "" if paired else ", the chance of one run's draws at this sample"
        meaning = f"{over} {LEVEL:.0%} t interval{luck}; it holds no uncertainty of parameters, structure or futures"
        return Named(name, f"{name}: {meaning}".replace("%", " %"), LEVEL, SIMULATION)
    separated = separates(drawn)
    name = f"{UNCERTAINTY}{'' if separated else ' and chance'}, {EQUAL_TAILED}{', paired' if paired else ''}"
    how = f"quantiles of {n_draws} draws" if n_draws >= FEWEST else (
        f"by normal theory from {n_draws} draws; {FEWEST} or more give quantiles"
    )  # fmt: skip
    of = f" of {of} and draw" if paired else ""
    luck = "chance of the small sample included, since too few draws were run with a second seed to tell it apart"
    if separated and not isinstance(drawn, int):
        luck = f"chance of the small sample, told from {drawn.repeats} runs of draws with a further seed, taken out"
    meaning = (
        f"mean{of}, and {SPREAD:.0%} of parameters, trend and futures as drawn ({how}); {luck}; it holds no"
        " uncertainty of structure"
    )
    return Named(name, f"{name}: {meaning.replace('%', ' %')}", SPREAD, UNCERTAINTY, separated)


def separates(drawn: Drawn | int) -> bool:
    """Whether chance of the small sample is told from these draws."""
    return not isinstance(drawn, int) and drawn.separates


def draws_of(values: xr.DataArray | xr.Dataset) -> Array:
    """Number of the draw of each seed, empty where parameters were not drawn. values : (seed, ...)"""
    return drawn_of(values).numbers


def n_draws_of(values: xr.DataArray | xr.Dataset) -> int:
    """Number of different draws, 0 where parameters were not drawn. values : (seed, ...)"""
    return drawn_of(values).n


def interval(values: xr.DataArray, paired: bool = False) -> xr.DataArray:
    """Mean over runs with the interval that is theirs, along a new first dimension `statistic` (mean, lower, upper).

    values : (seed, ...)      One run gives a mean and NaN bounds. Attributes `interval`, `interval_meaning`, `level`.
    """
    drawn = drawn_of(values)
    left = values.isel(seed=0, drop=True).drop_vars(["draw", "sample"], errors="ignore")
    stacked = xr.DataArray(
        bounds(values.transpose("seed", ...).values, drawn), {"statistic": list(STATISTICS), **left.coords},
        ("statistic", *left.dims), name=values.name,
    )  # fmt: skip
    which = named(drawn, paired)
    return stacked.assign_attrs(
        values.attrs, interval=which.name, interval_meaning=which.meaning, level=which.level,
        n_seeds=values.sizes["seed"], n_draws=drawn.n,
    )  # fmt: skip


def bounds(values: Array, drawn: Drawn | int = 0) -> Array:
    """Mean, lower and upper bound, (statistic, ...), of (seed, ...).

    drawn : as in `named`; without it, or as a number, chance of the sample stays in the bounds
    """
    mean, n_seeds = values.mean(axis=0), len(values)
    n_draws = drawn if isinstance(drawn, int) else drawn.n
    if separates(drawn) and not isinstance(drawn, int):
        spread = without_chance(values, drawn)
        if n_draws < FEWEST:
            half = half_widths(n_seeds, n_draws) * spread.std(axis=0, ddof=1)
            return np.stack([mean, mean - half, mean + half])
        values = spread
    if n_draws >= FEWEST:
        shares = [(1 - SPREAD) / 2, (1 + SPREAD) / 2]
        return np.stack([mean, *np.quantile(values, shares, axis=0, method="weibull")])
    half = np.full_like(mean, np.nan, dtype=np.float64)
    if n_seeds > 1:
        half = half_widths(n_seeds, n_draws) * values.std(axis=0, ddof=1)
    return np.stack([mean, mean - half, mean + half])


def errors(values: Array, drawn: Drawn) -> tuple[Array, Array]:
    """Standard error of the mean over runs, and half of the 90 % equal-tailed interval of one run's chance.

    values : (seed, ...)      Chance is that of the runs' sample, NaN where it cannot be told from draws.
    """
    if drawn.n < 2:
        one = np.full(values.shape[1:], np.nan) if len(values) < 2 else values.std(axis=0, ddof=1)
        return standard_error(values, drawn), NORMAL * one
    luck = NORMAL * np.sqrt(chance(values, drawn).within) if drawn.separates else np.full(values.shape[1:], np.nan)
    return standard_error(values, drawn), luck


def half_widths(n_seeds: int, n_draws: int) -> float:
    """Half the width of a normal-theory interval in standard deviations of the runs; needs two runs.

    Runs of one draw are alike, so that the degrees of freedom are those of the draws.
    """
    from scipy.special import stdtrit  # takes long to load, and one run has no interval

    if n_draws < 2:
        return float(stdtrit(n_seeds - 1, (1 + LEVEL) / 2)) / float(np.sqrt(n_seeds))
    return float(stdtrit(n_draws - 1, (1 + SPREAD) / 2)) * float(np.sqrt(1 + 1 / n_draws))


def ratio_bounds(money: Array, births: Array, drawn: Drawn | int = 0) -> tuple[float, float, float]:
    """Mean money over mean births, and the bounds of the named interval of the ratio; one run has none.

    money, births : (seed,)      drawn : as in `bounds`
    The bounds are the ratios r at which the interval of money - r births just includes zero (Fieller 1954, J. R.
    Statist. Soc. B 16(2)): with the t interval of the mean it is Fieller's for a ratio of means, with the prediction
    interval of a further draw that of the draw's own ratio. From `FEWEST` draws on they are quantiles of the ratios.
    Where births may not have been added at all the ratio has no bounds: -inf, inf.
    """
    mean = float(money.mean() / births.mean()) if births.mean() else math.inf
    if len(births) < 2:
        return mean, math.nan, math.nan
    n_draws, n_seeds = drawn if isinstance(drawn, int) else drawn.n, len(births)
    if separates(drawn) and not isinstance(drawn, int):
        money, births = pairs_without_chance(np.column_stack([money, births]), drawn).T
    if n_draws >= FEWEST:
        ratios = np.sort(np.where(births > 0, money / np.where(births > 0, births, 1.0), math.inf))
        beyond = int((len(ratios) + 1) * (1 - SPREAD) / 2 + 1e-9)  # the order statistics at or next beyond 5 and 95 %
        lower, upper = float(ratios[beyond - 1]), float(ratios[-beyond])
        return (mean, lower, upper) if math.isfinite(upper) else (mean, -math.inf, math.inf)
    width2 = half_widths(n_seeds, n_draws) ** 2
    (var_money, cov), (_, var_births) = np.cov(money, births)
    a = float(births.mean() ** 2 - width2 * var_births)
    b = float(money.mean() * births.mean() - width2 * cov)
    c = float(money.mean() ** 2 - width2 * var_money)
    if a <= 0:
        return mean, -math.inf, math.inf
    root = math.sqrt(max(b * b - a * c, 0.0))
    return mean, (b - root) / a, (b + root) / a
