"""Marital status and age at first marriage of the start population.

Called by `build`; calls `draws` and `inputs`.
"""

import math

import numba as nb
import numpy as np

from sim.population.columns import FEMALE, MALE, NEVER_MARRIED, Array
from sim.population.draft import Draft
from sim.population.draws import ROOTS, Step, key, spread_uniforms, uniforms
from sim.population.inputs import N_AGES, Inputs

YEARS_TO_PATTERN = {2010: 0.0, 2020: 10.0 / 12.0}
"""Share of the 2010-2022 shift to later marriage reached on census day."""
YOUNGEST_WEDDING = {MALE: 19.0, FEMALE: 17.0}
MOST_BEFORE = 6.0
"""Bound of the factor that `_solve_before` finds."""
SCHOOL_LEAVING_AGE = np.array([15, 15, 15, 18, 21, 22])


def status_shares(draft: Draft, inputs: Inputs) -> Array:
    """Shares of the four statuses by county, sex and age that meet the county's margins of persons aged 15+.

    returns: (county, sex, age, status). The national age pattern, never-married shifted to later marriage in 2020,
    times one factor for each county, sex and status (iterative proportional fitting).
    """
    pattern = inputs.marital_pattern.copy()
    rise = inputs.later_marriage * YEARS_TO_PATTERN[inputs.census_year]
    for s in range(2):
        single = pattern[s, 15:, NEVER_MARRIED]
        later = 1.0 / (1.0 + np.exp(-(np.log(single / (1.0 - single)) + rise[15:])))
        pattern[s, 15:, 1:] *= ((1.0 - later) / (1.0 - single))[:, None]
        pattern[s, 15:, NEVER_MARRIED] = later
    counts = np.diff(draft.starts).reshape(-1, 2, N_AGES)[:, :, 15:].astype(np.float64)
    shares = np.broadcast_to(pattern, (len(counts), *pattern.shape)).copy()
    adult = shares[:, :, 15:]
    wanted = inputs.marital * counts.sum(axis=2)[:, :, None]
    for _ in range(400):
        reached = (adult * counts[..., None]).sum(axis=2)
        adult *= (wanted / np.maximum(reached, 1e-12))[:, :, None, :]
        adult /= adult.sum(axis=3, keepdims=True)
    return shares


def assign_marital(draft: Draft, inputs: Inputs) -> Array:
    """Fill `marital`; returns the shares of `status_shares`.

    Within county, sex and age those with more schooling are more often still single below 35 (odds from the assumption
    first_marriage_hazard_ratio_college, four levels apart), and those at school nearly always.
    """
    shares = status_shares(draft, inputs)
    slope = -math.log(inputs.prior("first_marriage_hazard_ratio_college")) / 4.0
    enrolled = math.log(inputs.prior("start_enrolled_marriage_odds"))
    u = spread_uniforms(key(draft.seed, Step.MARITAL), draft.starts, ROOTS[2])
    _draw_status(u, draft.starts, draft.education, shares.reshape(-1, 4), slope, -enrolled, SCHOOL_LEAVING_AGE,
                 draft.marital)
    return shares


@nb.njit(cache=True)
def _draw_status(
    u: Array, starts: Array, education: Array, shares: Array, slope: float, enrolled: float, leaving: Array,
    marital: Array,
) -> None:
    odds, counts, single = np.empty(6), np.empty(6), np.empty(6)
    for cell in range(len(starts) - 1):
        age = cell % 101
        if age < 15:
            continue
        counts[:] = 0.0
        for i in range(starts[cell], starts[cell + 1]):
            counts[education[i]] += 1.0
        for level in range(6):
            odds[level] = (slope * level if age < 35 else 0.0) + (enrolled if age < leaving[level] else 0.0)
        _tilted(shares[cell, 0], odds, counts, single)
        ever = shares[cell, 1] + shares[cell, 2] + shares[cell, 3]
        for i in range(starts[cell], starts[cell + 1]):
            rest = (1.0 - single[education[i]]) / max(ever, 1e-12)
            code, below = 0, single[education[i]]
            while code < 3 and u[i] >= below:
                code += 1
                below += rest * shares[cell, code]
            marital[i] = code


@nb.njit(cache=True)
def _tilted(share: float, odds: Array, counts: Array, single: Array) -> None:
    """Shares by level with log odds shifted by `odds`, whose mean over `counts` is `share`."""
    total = counts.sum()
    low, high = -40.0, 40.0
    for _ in range(50):
        middle = (low + high) / 2.0
        reached = 0.0
        for level in range(6):
            single[level] = 1.0 / (1.0 + math.exp(-(middle + odds[level])))
            reached += counts[level] * single[level]
        if reached > share * total:
            high = middle
        else:
            low = middle


def assign_first_weddings(draft: Draft, inputs: Inputs, shares: Array) -> None:
    """Fill `first_wedding` of everybody ever married, from each cohort's running share of those ever married.

    The curves' factor on the shift to later marriage before the years that the censuses see is solved so that the mean
    of all ever-married is the published one of the province (half the spousal age gap below for women).
    """
    counts = np.diff(draft.starts).reshape(-1, 2, N_AGES).astype(np.float64)
    gap = inputs.prior("spousal_age_gap_mean")
    mean = inputs.prior(f"mean_age_first_marriage_ever_married_zhejiang_{inputs.census_year}")
    u = uniforms(key(draft.seed, Step.FIRST_MARRIAGE), draft.id)
    seen = 12.0 * YEARS_TO_PATTERN[inputs.census_year]
    for sex in (MALE, FEMALE):
        ever = 1.0 - (shares[:, sex, :, 0] * counts[:, sex]).sum(axis=0) / np.maximum(counts[:, sex].sum(axis=0), 1.0)
        weights = ever * counts[:, sex].sum(axis=0)
        target = mean + gap * (0.5 if sex == MALE else -0.5)
        curves = cohort_curves(ever, inputs.later_marriage, seen, _solve_before(ever, inputs, seen, weights, target))
        _draw_wedding(u, draft.sex, sex, draft.marital, draft.age, draft.birth, curves, YOUNGEST_WEDDING[sex],
                      draft.start_month, draft.first_wedding)


def cohort_curves(ever: Array, rise: Array, seen: float, before: float) -> Array:
    """Running share ever married by cohort, (age today, age x): at exact age x + .5 of those now so old.

    ever : (age,) share ever married today      rise : (age,) of the log odds of never having married in 12 years
    seen : years up to today over which the rise is known      before : factor on it in the years before

    Today's shares by age are those of different cohorts: read as the life of one they would put too many weddings into
    the last years wherever marriage comes ever later.
    """
    ages = np.arange(N_AGES)
    ago = np.maximum(ages[:, None] - ages[None, :], -1.0)
    years = np.minimum(ago, seen) + before * np.maximum(ago - seen, 0.0)
    single = np.clip(1.0 - ever[None, :], 1e-7, 1.0 - 1e-7)
    odds = single / (1.0 - single) * np.exp(-rise[None, :] / 12.0 * years)
    curves = np.where(ages[None, :] < 15, 0.0, 1.0 / (1.0 + odds))
    return np.asarray(np.maximum.accumulate(curves, axis=1))


def _solve_before(ever: Array, inputs: Inputs, seen: float, weights: Array, target: float) -> float:
    low, high = 0.0, MOST_BEFORE
    for _ in range(30):
        middle = (low + high) / 2
        curves = cohort_curves(ever, inputs.later_marriage, seen, middle)
        means = np.array([_mean_wedding_age(curves[age], age) for age in range(N_AGES)])
        reached = float((weights * means).sum() / weights.sum())
        low, high = (middle, high) if reached > target else (low, middle)
    return low


def _mean_wedding_age(curve: Array, age: int) -> float:
    edges = np.arange(N_AGES + 1, dtype=np.float64)
    running = np.concatenate([[0.0], curve])[:age + 2]
    if running[-1] <= 0:
        return 20.0
    return float((np.diff(running) * (edges[:age + 1] + 0.5)).sum() / max(running[-1] - running[0], 1e-12))


@nb.njit(cache=True)
def _draw_wedding(
    u: Array, sexes: Array, sex: int, marital: Array, ages: Array, birth: Array, curves: Array, youngest: float,
    start_month: int, first_wedding: Array,
) -> None:
    for i in range(len(u)):
        if sexes[i] != sex or marital[i] == 0:
            continue
        years = (start_month - birth[i]) / 12.0
        curve = curves[ages[i]]
        wanted = u[i] * _at(curve, years)
        low, high = 0.0, years
        for _ in range(20):
            middle = (low + high) / 2.0
            if _at(curve, middle) < wanted:
                low = middle
            else:
                high = middle
        at = max(low, min(youngest + 2.0 * u[i], years - 0.1))
        month = birth[i] + int(at * 12.0)
        first_wedding[i] = min(month, start_month - 1)


@nb.njit(cache=True, inline="always")
def _at(curve: Array, years: float) -> float:
    """Running share at an exact age; `curve[a]` is the share at completed age a, reached at a + 0.5."""
    x = years - 0.5
    if x <= 0.0:
        return 0.0
    i = int(x)
    if i >= len(curve) - 1:
        return float(curve[-1])
    return float(curve[i] + (x - i) * (curve[i + 1] - curve[i]))
