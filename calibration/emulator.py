"""Emulators: what a run of the city is expected to give at a point of the parameter space, and how sure that is.

A regression a quantity on the parameters, their squares, and those products of two that its residuals ask for.
Quantities that are never negative are emulated by their logs, in which parameters add up. The chance of one run is
measured by repeated runs and scaled to the size of the sample (and, in logs, of the quantity: a count's variance grows
with the count); what of it points of one seed share is taken out (`calibration.chance`). An expectation is uncertain by
its coefficients and by a lack of fit, which points held out tell.
Thousands of points of all quantities take milliseconds, so `calibration.posterior` can sample under them.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from calibration.chance import SharedChance, share_of_seed
from calibration.regression import Regression, regress
from sim.population.columns import Array

FLOOR = 0.02
"""Least value of which a log is taken, over the mean: a small sample may have no third birth."""
CLEAR = 3.0
"""Standard errors beyond which a coefficient counts as clear, and a product of two parameters is taken up."""
MOST_PAIRS = 24
FOLDS = 5
FURTHEST = 4.0
"""Logs beyond the centre to which an emulator is believed, so that no corner of the space overflows."""
LEVELS = (0.2, 5.0)
"""Of a quantity over its level in repeated runs: the range in which chance is scaled with it."""
INTERCEPT, LINEAR, LINEAR_WEAK, SQUARE, SQUARE_WEAK, PAIR = range(6)
"""Groups of features: weak are those that are not clear, and shrunk together."""


class Points(NamedTuple):
    """Points with one real run each.

    places : (point, parameter) in the unit cube      found : what the runs gave, one row a point
    sample : size of each run's sample over that of the repeated runs, (point,)      wave : of each point, from 0
    seed : of each run; None where all differ
    """

    places: Array
    found: pd.DataFrame
    sample: Array
    wave: Array
    seed: Array | None = None


class Emulator(NamedTuple):
    """Emulator of one quantity.

    pairs : products that are features, (pair, 2)      chance : variance of a repeated run, at `level`, in logs if `log`
    fitted : its regression      lack : variance of the lack of fit where the last points lie
    shared : share of the chance that points of one seed have in common
    held_out : errors at points that it was not fitted to
    """

    log: bool
    centre: float
    level: float
    chance: float
    pairs: Array
    fitted: Regression
    lack: float
    shared: float
    held_out: "HeldOut | None"

    def run_variance(self, level: Array | float, sample: float = 1.0) -> Array | float:
        """Variance of one run around its expectation at a level of the quantity, squared units.

        sample : its size over that of the repeated runs
        """
        return self.chance * level * self.level / sample if self.log else self.chance / sample + 0.0 * level


class Packed(NamedTuple):
    """Coefficients of several emulators side by side.

    pairs : products that any of them has, (pair, 2)      first, second : 1 where a parameter is a pair's first or
    second, (pair, parameter)
    coefficients : (feature, quantity)      log, centre : of each quantity
    """

    pairs: Array
    first: Array
    second: Array
    coefficients: Array
    log: Array
    centre: Array


class HeldOut(NamedTuple):
    """Errors of expectations at points of the last wave that were held out, in units of the quantity.

    error : root mean square, the chance of the runs taken out      told : root mean variance that the emulator claims
    ratio : mean square over all that was claimed, chance included; 1 where claims are right
    """

    error: float
    told: float
    ratio: float


class Emulators:
    """Emulators of several quantities over the unit cube, evaluated together.

    centre, scale : of the parameters, (parameter,), to which features are relative
    """

    def __init__(self, made: dict[str, Emulator], centre: Array, scale: Array) -> None:
        self.made, self.centre, self.scale = made, centre, scale
        self._packed: dict[tuple[str, ...], Packed] = {}

    def __getitem__(self, name: str) -> Emulator:
        return self.made[name]

    def means_and_slopes(
        self, places: Array, names: tuple[str, ...] | None = None
    ) -> tuple[Array, Callable[[Array], Array]]:
        """Expectations alone, (point, quantity), by one product of matrices: a fraction of the time of `predict`.

        The function takes derivatives of anything by these expectations and gives those by places, (point, parameter).
        """
        chosen = names or tuple(self.made)
        if chosen not in self._packed:
            self._packed[chosen] = _pack([self.made[name] for name in chosen], 1 + 2 * len(self.scale))
        packed = self._packed[chosen]
        scaled = (places - self.centre) / self.scale
        means = _with_pairs(scaled, _base(scaled), packed.pairs) @ packed.coefficients
        means, n = _in_units(means, packed.log, packed.centre), len(self.scale)
        one, other = packed.pairs.T

        def by_places(by_means: Array) -> Array:
            by_features = (by_means * np.where(packed.log, means, 1.0)) @ packed.coefficients.T
            found = by_features[:, 1 : n + 1] + 2 * scaled * by_features[:, n + 1 : 2 * n + 1]
            of_pairs = by_features[:, 2 * n + 1 :]
            found += (of_pairs * scaled[:, other]) @ packed.first + (of_pairs * scaled[:, one]) @ packed.second
            return np.asarray(found / self.scale)

        return means, by_places

    def predict(self, places: Array, names: tuple[str, ...] | None = None) -> tuple[Array, Array]:
        """Expectations at each point and their variances (chance of a run left out), (point, quantity) each."""
        scaled = (places - self.centre) / self.scale
        base = _base(scaled)
        chosen = [self.made[name] for name in names or self.made]
        means, variances = np.empty((2, len(places), len(chosen)))
        n = base.shape[1]
        for k, one in enumerate(chosen):
            products = scaled[:, one.pairs[:, 0]] * scaled[:, one.pairs[:, 1]]
            means[:, k] = base @ one.fitted.mean[:n] + products @ one.fitted.mean[n:]
            spun = base @ one.fitted.factor[:n] + products @ one.fitted.factor[n:]
            variances[:, k] = np.einsum("ij,ij->i", spun, spun) + one.lack
        logs = np.array([one.log for one in chosen])
        means = _in_units(means, logs, np.array([one.centre for one in chosen]))
        variances[:, logs] *= means[:, logs] ** 2
        return means, variances


def fit(points: Points, repeated: pd.DataFrame, folds: int = FOLDS) -> Emulators:
    """Emulators of every column of the points' runs; a point at which a column has no value is left out of it.

    repeated : one point under several seeds, the same columns      folds : parts held out in turn, 0 for none
    """
    centre = points.places[points.wave == points.wave.max()].mean(axis=0)
    scale = np.maximum(points.places.std(axis=0), 1e-3)
    scaled = (points.places - centre) / scale
    made = {}
    for name in points.found.columns:
        values = points.found[name].to_numpy(np.float64)
        there = np.isfinite(values)
        again = repeated[name].dropna().to_numpy(np.float64)
        seeds = np.arange(len(values)) if points.seed is None else points.seed
        made[name] = _fit_one(
            scaled[there], values[there], points.sample[there], points.wave[there], seeds[there], again, folds)
    return Emulators(made, centre, scale)


def _fit_one(
    scaled: Array, values: Array, sample: Array, wave: Array, seed: Array, again: Array, folds: int
) -> Emulator:
    """Emulator of one quantity from values at scaled places."""
    log = bool(np.all(values >= 0) and values.mean() > 0 and np.all(again >= 0))
    level = float(again.mean())
    floor = FLOOR * float(values.mean())
    noise = float(np.var(np.log(np.maximum(again, floor)) if log else again, ddof=1))
    chance = np.maximum(noise, 1e-12) / sample
    level = max(level, floor) if log else level
    y = np.log(np.maximum(values, floor)) if log else values
    centre = float(y[wave == wave.max()].mean())
    y, base = y - centre, _base(scaled)
    first = _features_of(scaled, base, y, chance, wave)[2]
    if log:  # chance by expected level; the mean of a log lies half its variance below the log of the mean
        expected = np.exp(np.clip(first.predict(base)[0], -FURTHEST, FURTHEST) + centre)
        chance = chance / np.clip(expected / level, *LEVELS)
        y = y + np.minimum(chance, 1.0) / 2
    told, sure = first.predict(base)
    shared = share_of_seed(y - told, sure, chance, first.lack[wave], seed)
    alone = SharedChance(seed, chance, first.lack[wave], shared)
    y, own, base_alone = alone.apart(y[:, None])[:, 0], alone.own, alone.apart(base)
    group, pairs, _ = _features_of(scaled, base_alone, y, own, wave)
    features = _with_pairs(scaled, base, pairs)
    fitted = regress(alone.apart(features), y, own, group, wave)
    lack, errors = fitted.lack[wave.max()], None
    if folds:
        hidden, means, variances = np.empty((3, len(y)))  # hidden : variance that taking apart takes from view
        part = np.random.default_rng(1).permutation(len(y)) % folds
        for out in range(folds):
            kept, held = part != out, part == out
            group_k, pairs_k, _ = _features_of(
                scaled[kept], base_alone[kept], y[kept], own[kept], wave[kept], fitted.lack)
            whole = _with_pairs(scaled, base, pairs_k)
            there = alone.apart(whole)
            one = regress(there[kept], y[kept], own[kept], group_k, wave[kept], 5, fitted)
            means[held], variances[held] = one.predict(there[held])
            hidden[held] = one.predict(whole[held])[1] - variances[held]
        last = wave == wave.max()
        square, hidden = ((y - means) ** 2)[last], hidden[last]
        claimed = variances[last] + own[last]
        missing = float((square - claimed).mean())
        if missing - lack > 2 * np.sqrt(2 / last.sum()) * float((claimed + lack).mean()):  # two standard errors
            lack = missing
        unit = float(np.exp(centre)) if log else 1.0
        claims = variances[last] + lack
        errors = HeldOut(
            unit * float(np.sqrt(max((square - own[last] + hidden).mean(), 0.0))),
            unit * float(np.sqrt((claims + hidden).mean())), float((square / (claims + own[last])).mean()),
        )  # fmt: skip
    return Emulator(log, centre, level, noise, pairs, fitted, lack, shared, errors)


def _features_of(
    scaled: Array, base: Array, y: Array, chance: Array, wave: Array, lack: Array | None = None
) -> tuple[Array, Array, Regression]:
    """Group of each feature, the products taken up, and the regression without them.

    lack : where the lack of fit begins, such as that of a fit to more points
    """
    n = scaled.shape[1]
    plain = np.repeat([INTERCEPT, LINEAR, SQUARE], [1, n, n])
    start = None
    if lack is not None:
        start = Regression(y, y, np.full(SQUARE + 1, float(np.var(y)) / len(plain)), lack)
    first = regress(base, y, chance, plain, wave, 6, start)
    spread = np.sqrt(np.einsum("ij,ij->i", first.factor, first.factor))
    group = np.where((plain > INTERCEPT) & (np.abs(first.mean) < CLEAR * spread), plain + 1, plain)
    weight = 1 / (first.lack[wave] + chance)
    missed = weight * (y - first.predict(base)[0])
    squares = scaled**2
    score = np.abs((scaled * missed[:, None]).T @ scaled) / np.sqrt((squares * weight[:, None]).T @ squares)
    rows, columns = np.triu_indices(n, 1)
    most = min(MOST_PAIRS, len(y) // 12)
    best = np.argsort(-score[rows, columns], kind="stable")[:most]
    best = best[score[rows, columns][best] > CLEAR]
    pairs = np.column_stack([rows[best], columns[best]])
    return np.concatenate([group, np.full(len(pairs), PAIR)]), pairs, first


def _pack(chosen: list[Emulator], n_base: int) -> Packed:
    pairs = np.unique(np.vstack([one.pairs for one in chosen]), axis=0)
    row = {(int(i), int(j)): n_base + k for k, (i, j) in enumerate(pairs)}
    coefficients = np.zeros((n_base + len(pairs), len(chosen)))
    for k, one in enumerate(chosen):
        rows = [*range(n_base), *(row[int(i), int(j)] for i, j in one.pairs)]
        coefficients[rows, k] = one.fitted.mean
    own = np.eye((n_base - 1) // 2)
    return Packed(
        pairs=pairs, first=own[pairs[:, 0]], second=own[pairs[:, 1]], coefficients=coefficients,
        log=np.array([one.log for one in chosen]), centre=np.array([one.centre for one in chosen]),
    )  # fmt: skip


def _in_units(means: Array, log: Array, centre: Array) -> Array:
    """Expectations in units of each quantity, from what its regression gives, (point, quantity)."""
    means = np.where(log, np.clip(means, -FURTHEST, FURTHEST), means) + centre
    means[:, log] = np.exp(means[:, log])
    return np.asarray(means)


def _base(scaled: Array) -> Array:
    """Constant, parameters and squares, (point, feature)."""
    return np.hstack([np.ones((len(scaled), 1)), scaled, scaled**2 - 1])


def _with_pairs(scaled: Array, base: Array, pairs: Array) -> Array:
    return np.hstack([base, scaled[:, pairs[:, 0]] * scaled[:, pairs[:, 1]]])
