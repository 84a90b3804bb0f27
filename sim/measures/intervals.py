"""Named intervals over the runs of a set: *simulation* where they differ by seed alone, *uncertainty* by draw too.

simulation   95 % t interval of the mean over seeds: how well the seeds pin down the model's own expectation.
uncertainty  where 90 % of runs lie when each has its own parameter draw and seed: a spread, not the error of a mean.
             From 20 draws on its bounds are the 5 and 95 % quantiles of the runs, interpolated at .05 (n + 1) and
             .95 (n + 1) of their order, so that 90 % of further runs lie between them whatever their distribution.
             Below 19 runs no order statistic is so far out, and the bounds are the 90 % prediction interval of a
             further run under normal theory, mean ± t s √(1 + 1/n) with n draws: 2.0 s for 8, 1.64 s for many.

Values by (seed, ...) that carry a coordinate `draw` along `seed` are of drawn parameters (`sim.runs.runset`); it
survives arithmetic, so that differences paired by seed, and so by draw, know it. Called by `results`, `comparison`,
charts and briefing.
"""

import math
from typing import NamedTuple

import numpy as np
import xarray as xr
from scipy.special import stdtrit

from sim.population.columns import Array
from sim.runs.draws import FEWEST

LEVEL, SPREAD = 0.95, 0.90
"""Level of the t interval of a mean; share of runs within the interval of draws."""
STATISTICS = ("mean", "lower", "upper")
SIMULATION, UNCERTAINTY = "simulation", "uncertainty"


class Named(NamedTuple):
    """Name of an interval and what it holds."""

    name: str
    meaning: str
    level: float


def named(n_draws: int, paired: bool = False) -> Named:
    """The interval of runs with so many different draws (0: all of one set of parameters), or of their differences."""
    of = "the difference between two runs of one seed" if paired else ""
    if n_draws < 2:
        name = f"{SIMULATION}, paired" if paired else SIMULATION
        over = f"mean over seeds of {of}, and its" if paired else "mean over seeds and its"
        chance = "" if paired else ", the chance of one run's draws at this sample"
        meaning = f"{over} {LEVEL:.0%} t interval{chance}; it holds no uncertainty of parameters, structure or futures"
    else:
        name = f"{UNCERTAINTY}, paired" if paired else UNCERTAINTY
        how = f"quantiles of {n_draws} draws" if n_draws >= FEWEST else (
            f"by normal theory from {n_draws} draws; {FEWEST} or more give quantiles"
        )  # fmt: skip
        of = f" of {of} and draw" if paired else ""
        meaning = (
            f"mean{of}, and {SPREAD:.0%} of parameter draws x seeds ({how}), the chance of one run at this sample"
            " included; it holds no uncertainty of structure or futures"
        )
    return Named(name, f"{name}: {meaning}".replace("%", " %"), LEVEL if n_draws < 2 else SPREAD)


def draws_of(values: xr.DataArray | xr.Dataset) -> Array:
    """Number of the draw of each seed, empty where parameters were not drawn. values : (seed, ...)"""
    return np.asarray(values["draw"].values if "draw" in values.coords else [], np.int64)


def n_draws_of(values: xr.DataArray | xr.Dataset) -> int:
    """Number of different draws, 0 where parameters were not drawn. values : (seed, ...)"""
    return len(np.unique(draws_of(values)))


def interval(values: xr.DataArray, paired: bool = False) -> xr.DataArray:
    """Mean over runs with the interval that is theirs, along a new first dimension `statistic` (mean, lower, upper).

    values : (seed, ...)      One run gives a mean and NaN bounds. Attributes `interval`, `interval_meaning`, `level`.
    """
    n_draws = n_draws_of(values)
    left = values.isel(seed=0, drop=True).drop_vars("draw", errors="ignore")
    stacked = xr.DataArray(
        bounds(values.transpose("seed", ...).values, n_draws), {"statistic": list(STATISTICS), **left.coords},
        ("statistic", *left.dims), name=values.name,
    )  # fmt: skip
    which = named(n_draws, paired)
    return stacked.assign_attrs(
        values.attrs, interval=which.name, interval_meaning=which.meaning, level=which.level,
        n_seeds=values.sizes["seed"], n_draws=n_draws,
    )  # fmt: skip


def bounds(values: Array, n_draws: int = 0) -> Array:
    """Mean, lower and upper bound, (statistic, ...), of (seed, ...) with so many different draws, 0 for none."""
    mean, n_seeds = values.mean(axis=0), len(values)
    if n_draws >= FEWEST:
        shares = [(1 - SPREAD) / 2, (1 + SPREAD) / 2]
        return np.stack([mean, *np.quantile(values, shares, axis=0, method="weibull")])
    half = np.full_like(mean, np.nan, dtype=np.float64)
    if n_seeds > 1:
        half = half_widths(n_seeds, n_draws) * values.std(axis=0, ddof=1)
    return np.stack([mean, mean - half, mean + half])


def half_widths(n_seeds: int, n_draws: int) -> float:
    """Half the width of a normal-theory interval in standard deviations of the runs; needs two runs.

    Runs of one draw are alike, so that the degrees of freedom are those of the draws.
    """
    if n_draws < 2:
        return float(stdtrit(n_seeds - 1, (1 + LEVEL) / 2)) / float(np.sqrt(n_seeds))
    return float(stdtrit(n_draws - 1, (1 + SPREAD) / 2)) * float(np.sqrt(1 + 1 / n_draws))


def ratio_bounds(money: Array, births: Array, n_draws: int = 0) -> tuple[float, float, float]:
    """Mean money over mean births, and the bounds of the named interval of the ratio; one run has none.

    money, births : (seed,)      n_draws : different draws of the runs, 0 where none were drawn
    The bounds are the ratios r at which the interval of money - r births just includes zero (Fieller 1954, J. R.
    Statist. Soc. B 16(2)): with the t interval of the mean it is Fieller's for a ratio of means, with the prediction
    interval of a further draw that of the draw's own ratio. From `FEWEST` draws on they are quantiles of the ratios.
    Where births may not have been added at all the ratio has no bounds: -inf, inf.
    """
    mean = float(money.mean() / births.mean()) if births.mean() else math.inf
    if len(births) < 2:
        return mean, math.nan, math.nan
    if n_draws >= FEWEST:
        ratios = np.sort(np.where(births > 0, money / np.where(births > 0, births, 1.0), math.inf))
        beyond = int((len(ratios) + 1) * (1 - SPREAD) / 2 + 1e-9)  # the order statistics at or next beyond 5 and 95 %
        lower, upper = float(ratios[beyond - 1]), float(ratios[-beyond])
        return (mean, lower, upper) if math.isfinite(upper) else (mean, -math.inf, math.inf)
    width2 = half_widths(len(births), n_draws) ** 2
    (var_money, cov), (_, var_births) = np.cov(money, births)
    a = float(births.mean() ** 2 - width2 * var_births)
    b = float(money.mean() * births.mean() - width2 * cov)
    c = float(money.mean() ** 2 - width2 * var_money)
    if a <= 0:
        return mean, -math.inf, math.inf
    root = math.sqrt(max(b * b - a * c, 0.0))
    return mean, (b - root) / a, (b + root) / a
