"""Persons of the start population: counts by single age, ids, birth months, hukou and schooling.

Called by `build`; calls `draws` and `inputs`.
"""

import math
from fractions import Fraction

import numba as nb
import numpy as np

from sim.population.columns import Array
from sim.population.draft import Draft
from sim.population.draws import ROOTS, Step, key, rounded, spread_uniforms, uniforms
from sim.population.inputs import COHORTS, LEVELS, N_AGES, Inputs
from sim.streams import initial_person_id, normal_quantile

OLDEST_BAND = 85
OLDEST_MIGRANT_CHILD = 14
STUDENT_AGE = 22
"""Age from which final schooling is reached; below it a census does not yet see where a cohort ends."""
MIGRATION_BANDS = ((0, 14), (15, 19), (20, 24), (25, 29), (30, 34), (35, 44), (45, 59), (60, 100))


def single_ages(inputs: Inputs, correct_undercount: bool = False) -> Array:
    """Expected persons by single age at 1/1; sums over the census bands are the census figures.

    returns: (county, sex, age) [persons]. Bands up to 84 are split by monotone interpolation of the running sums
    (Fritsch & Carlson 1980), 85 and over by survival. `correct_undercount` divides ages 0-4 of 2010 by the share
    counted (assumption census_2010_undercount_age_0_4); off by default, because the fit is judged on the census.
    """
    edges = np.array([a for a, _ in inputs.bands if a <= OLDEST_BAND])
    n_bands = len(edges) - 1
    running = np.concatenate(
        [np.zeros((*inputs.persons_by_band.shape[:2], 1)), np.cumsum(inputs.persons_by_band, axis=2)], axis=2)
    out = np.zeros((*inputs.persons_by_band.shape[:2], N_AGES))
    for c in range(out.shape[0]):
        for s in range(2):
            values = _monotone(edges, running[c, s, :n_bands + 1], np.arange(OLDEST_BAND + 1))
            out[c, s, :OLDEST_BAND] = np.diff(values)
            old = np.exp(-np.cumsum(inputs.death_rates[s, OLDEST_BAND - 1:N_AGES - 1]))
            oldest = running[c, s, -1] - running[c, s, n_bands]
            out[c, s, OLDEST_BAND:] = oldest * old / old.sum()
    if correct_undercount and inputs.census_year == 2010:
        out[:, :, :5] /= 1.0 - inputs.prior("census_2010_undercount_age_0_4")
    return np.maximum(out, 0.0)


def _monotone(x: Array, y: Array, at: Array) -> Array:
    """Values of the monotone cubic through (x, y) at whole points."""
    width, slope = np.diff(x), np.diff(y) / np.diff(x)
    tangent = np.empty(len(x))
    tangent[0], tangent[-1] = slope[0], slope[-1]
    w1, w2 = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    with np.errstate(divide="ignore"):
        harmonic = (w1 + w2) / (w1 / slope[:-1] + w2 / slope[1:])
    tangent[1:-1] = np.where((slope[:-1] <= 0) | (slope[1:] <= 0), 0.0, harmonic)
    i = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    t, h = (at - x[i]) / width[i], width[i]
    return np.asarray(
        (1 + 2 * t) * (1 - t) ** 2 * y[i] + t * (1 - t) ** 2 * h * tangent[i]
        + t * t * (3 - 2 * t) * y[i + 1] + t * t * (t - 1) * h * tangent[i + 1])


def draw_persons(inputs: Inputs, sample: Fraction, seed: int, correct_undercount: bool = False) -> Draft:
    """Draft with county, sex, age, month of birth and id of every person."""
    expected = single_ages(inputs, correct_undercount) * float(sample)
    counts = rounded(expected, key(seed, Step.COUNTS)).ravel()
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    cells = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    county, sex = (cells // (2 * N_AGES)).astype(np.int8), (cells // N_AGES % 2).astype(np.int8)
    age = (cells % N_AGES).astype(np.int8)
    ids = _ids(seed, county, sex)
    months = (12.0 * uniforms(key(seed, Step.BIRTH_MONTH), ids)).astype(np.int16)
    # Census day is the first of the month: who is x years old was born 12 x + 1 to 12 x + 12 months before.
    birth = (inputs.start_month - 1 - months - 12 * age.astype(np.int16)).astype(np.int16)
    return Draft(seed, inputs.start_month, starts, county, sex, age, birth, ids)


@nb.njit(cache=True)
def _ids(seed: int, county: Array, sex: Array) -> Array:
    out = np.empty(len(county), np.int64)
    number = 0
    for i in range(len(county)):
        number = number + 1 if i > 0 and county[i] == county[i - 1] and sex[i] == sex[i - 1] else 0
        out[i] = initial_person_id(seed, int(county[i]), int(sex[i]), number)
    return out


def assign_hukou(draft: Draft, inputs: Inputs) -> None:
    """Fill `hukou`: shares of the county's registration margins, by the ages of those who have moved."""
    weight = settled_weights(inputs)
    counts = np.diff(draft.starts).reshape(-1, 2, N_AGES).sum(axis=1)
    same_city = inputs.prior("hukou_same_city_share_of_other_county")
    shares = np.stack([
        inputs.registered_other_county * same_city, inputs.registered_other_county * (1 - same_city),
        inputs.registered_outside], axis=1)
    below = np.empty((len(counts), N_AGES, 3))
    for c in range(len(counts)):
        total = counts[c].sum() * shares[c].sum()
        p = _saturating(weight, counts[c].astype(np.float64), total)
        below[c] = np.cumsum(np.concatenate(
            [(1.0 - p)[:, None], p[:, None] * shares[c][None, :2] / shares[c].sum()], axis=1), axis=1)
    u = spread_uniforms(key(draft.seed, Step.HUKOU), draft.starts, ROOTS[0])
    _classify(u, draft.county, draft.age, below, draft.hukou)


def settled_weights(inputs: Inputs) -> Array:
    """Weight of residents of other hukou by age, 1 for the average age: the ages of movers, grown older by their stay.

    Those of an age x came at an age y with the weight of movers and are still here with exp(-(x - y) / mean stay);
    children, mostly born here or left with grandparents, have a weight of their own.
    """
    moving = np.zeros(N_AGES)
    for low, high in MIGRATION_BANDS:
        name = "60_plus" if low == 60 else f"{low}_{high}"
        moving[low:high + 1] = inputs.prior(f"migration_weight_age_{name}")
    stay = np.exp(-np.arange(N_AGES) / inputs.prior("start_migrant_stay_years"))
    weight = np.convolve(moving, stay)[:N_AGES]
    counts = inputs.persons_by_band.sum(axis=(0, 1))
    by_age = np.concatenate([np.full(min(b, N_AGES - 1) - a + 1, n / (b - a + 1)) for (a, b), n in zip(
        inputs.bands, counts, strict=True)])
    weight /= np.average(weight, weights=by_age)
    weight[:OLDEST_MIGRANT_CHILD + 1] = inputs.prior("start_migrant_child_weight")
    return weight


def _saturating(weight: Array, counts: Array, total: float) -> Array:
    """Shares 1 - exp(-k weight) by age with the wanted total, so that no age exceeds one."""
    low, high = 0.0, 50.0
    for _ in range(80):
        middle = (low + high) / 2
        reached = float((counts * (1.0 - np.exp(-middle * weight))).sum())
        low, high = (middle, high) if reached < total else (low, middle)
    return np.asarray(1.0 - np.exp(-low * weight))


@nb.njit(cache=True)
def _classify(u: Array, county: Array, age: Array, below: Array, out: Array) -> None:
    for i in range(len(u)):
        row = below[county[i], age[i]]
        code = 0
        while code < len(row) and u[i] >= row[code]:
            code += 1
        out[i] = code


def assign_education(draft: Draft, inputs: Inputs, later: Inputs | None = None) -> None:
    """Fill `education` (final or destined level) and `latent` so that the census margins of today's levels hold.

    A normal score is cut at points that move with birth year (the pack's shares by birth decade) plus one shift for
    each county, sex and level, solved on the margin of persons aged 6 and over; who is still at school counts there
    with the level he or she attends.
    later : inputs of the next census, if there is one: those at school or younger today get its shifts, since it is
    the first that sees where they end
    """
    cuts = _cohort_cuts(inputs)
    counts = np.diff(draft.starts).reshape(-1, 2, N_AGES).astype(np.float64)
    students = None if later is None else _shifts(later, _cohort_cuts(later), single_ages(later))
    shifts = np.repeat(_shifts(inputs, cuts, counts, students)[:, :, None], N_AGES, axis=2)
    if students is not None:
        shifts[:, :, :STUDENT_AGE] = students[:, :, None]
    shifted = np.maximum.accumulate(cuts + shifts, axis=3)
    u = spread_uniforms(key(draft.seed, Step.EDUCATION), draft.starts, ROOTS[1])
    _cut(u, draft.starts, shifted.reshape(-1, 5), draft.latent, draft.education)


def _shifts(inputs: Inputs, cuts: Array, counts: Array, students: Array | None = None) -> Array:
    """Shift of the cut points that meets a census's margins, (county, sex, level 1-5).

    counts : persons (county, sex, age)      students : shifts of those below `STUDENT_AGE`, where they are known
    """
    attending = attended_level(np.arange(N_AGES))
    shift = np.empty((*counts.shape[:2], 5))
    for level in range(1, 6):
        at_least = inputs.education[:, :, level:].sum(axis=2)
        weights = np.where((np.arange(N_AGES) >= 6) & (attending >= level), counts, 0.0)
        # Children below the level's age are not yet in it, whatever they are destined for.
        wanted = at_least * counts[:, :, 6:].sum(axis=2)
        cut = cuts[:, level - 1]
        if students is not None:
            above = 1.0 - _normal_below(cut[None, None, :STUDENT_AGE] + students[:, :, None, level - 1])
            wanted -= (weights[:, :, :STUDENT_AGE] * above).sum(axis=2)
            weights[:, :, :STUDENT_AGE] = 0.0
        shift[:, :, level - 1] = _solve_shift(cut, weights, wanted)
    return shift


def attended_level(age: Array) -> Array:
    """Highest level a person of this age can attend or have left: the cap on today's level while at school."""
    return np.select([age < 6, age < 12, age < 15, age < 18], [0, 1, 2, 3], 5)


def _cohort_cuts(inputs: Inputs) -> Array:
    """Cut points (age, level 1-5) of the normal score from shares by birth decade, linear between decade middles."""
    shares = np.array([[inputs.prior(f"education_share_born_{c}_{k}") for k in LEVELS] for c in COHORTS])
    shares /= shares.sum(axis=1, keepdims=True)
    below = np.cumsum(shares, axis=1)[:, :5]
    cuts = np.array([[normal_quantile(p) for p in row] for row in below])
    years = inputs.census_year - np.arange(N_AGES)
    middles = np.array([1930, 1945, 1955, 1965, 1975, 1985, 1995, 2005])
    return np.stack([np.interp(years, middles, cuts[:, k]) for k in range(5)], axis=1)


def _solve_shift(cut: Array, weights: Array, wanted: Array) -> Array:
    low, high = np.full(wanted.shape, -8.0), np.full(wanted.shape, 8.0)
    for _ in range(50):
        middle = (low + high) / 2
        reached = (weights * (1.0 - _normal_below(cut[None, None, :] + middle[:, :, None]))).sum(axis=2)
        low, high = np.where(reached > wanted, middle, low), np.where(reached > wanted, high, middle)
    return np.asarray((low + high) / 2)


@nb.njit(cache=True)
def _normal_below(x: Array) -> Array:
    """Standard normal distribution function of each value; shape kept."""
    flat = x.ravel()
    out = np.empty(len(flat))
    for i in range(len(flat)):
        out[i] = 0.5 * math.erfc(-flat[i] / math.sqrt(2.0))
    return out.reshape(x.shape)


@nb.njit(cache=True)
def _cut(u: Array, starts: Array, cuts: Array, latent: Array, education: Array) -> None:
    for cell in range(len(starts) - 1):
        for i in range(starts[cell], starts[cell + 1]):
            z = normal_quantile(u[i])
            latent[i] = z
            level = 0
            while level < 5 and z >= cuts[cell, level]:
                level += 1
            education[i] = level
