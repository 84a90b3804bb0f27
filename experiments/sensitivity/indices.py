"""Sensitivity indices with bootstrap intervals and a noise floor.

Sobol and FAST: first and total order; Morris: mu* and sigma; one at a time: changes to both bounds; other designs:
standardised regression coefficients. All but one at a time also give the linear effect of moving a factor through its
whole range, others held, in the output's unit. Resampling takes whole rows of the base sample (Sobol), whole
trajectories (Morris), repeats (one at a time) or points; FAST has intervals over its curves. What lies under the noise
floor cannot be told from the dummy, which no mechanism reads. Of groups the index is of the group.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol

from experiments.sensitivity.estimates import LEVEL, RESAMPLES, SEED, TAILS, Index, floor_of, rows_drawn, with_floor
from experiments.sensitivity.outputs import Analysed, Output
from experiments.sensitivity.single import fast_indices, one_at_a_time
from experiments.study.sampling import groups_of, problem, rows_together
from sim.population.columns import Array

EFFECT, STANDARDISED = "effect", "standardised"
ABOVE, NOISE = "above noise", "not distinguishable from noise"
"""Verdicts on an index: its interval clears the noise floor, or not."""
IN_UNIT = (EFFECT, "mu_star", "sigma", "to_lower", "to_upper", "swing")
"""Measures in the output's unit."""
BY_FACTOR = (EFFECT, STANDARDISED)
"""Measures that are of factors; others are of what the design moves, factors or groups."""
NUMBERS = ["estimate", "lower", "upper", "noise_floor"]


def indices(found: Analysed) -> pd.DataFrame:
    """Table of indices: one row an output, measure and factor or group, with interval, noise floor and verdict.

    lower, upper : 95 % interval      noise_floor : see `floor_of`, and of Sobol `estimator_floors`
    An output that differs at so few points that a resample of them does not vary has numbers that are none.
    """
    rows = []
    for output in found.outputs:
        for index in _indices_or_none(found, output):
            lower, upper = np.percentile(index.resampled, TAILS, axis=0)
            size = np.where(lower * upper > 0, np.minimum(np.abs(lower), np.abs(upper)), 0.0)
            for k, factor in enumerate(found.factors if index.measure in BY_FACTOR else found.subjects):
                rows.append(
                    {
                        "output": output.target.name, "measure": index.measure, "factor": factor.name,
                        "kind": factor.kind, "estimate": index.estimate[k], "lower": lower[k], "upper": upper[k],
                        "noise_floor": index.floor, "above_noise": bool(size[k] > index.floor),
                        "verdict": ABOVE if size[k] > index.floor else NOISE,
                        "unit": output.unit if index.measure in IN_UNIT else "share of variance",
                        "method": found.study.design.method, "n_points": len(output.values),
                    }
                )  # fmt: skip
    table = pd.DataFrame(rows)
    table.loc[table["measure"] == STANDARDISED, "unit"] = "standard deviations"
    return table


def without_numbers(table: pd.DataFrame) -> list[str]:
    """Outputs of a table of indices of which some index is no number."""
    return [str(name) for name, own in table.groupby("output", sort=False)
            if not np.isfinite(own[NUMBERS].to_numpy()).all()]


def _indices_or_none(found: Analysed, output: Output) -> list[Index]:
    """Indices of an output; divisions by a variance of nothing give no number, which `without_numbers` finds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return list(_all_indices(found, output))


def _all_indices(found: Analysed, output: Output) -> Iterator[Index]:
    design, n_subjects = found.study.design, len(found.subjects)
    places, size = found.places[output.kept], rows_together(found.study, n_subjects, len(found.places))
    if design.method == "sobol":
        yield from _sobol(found, output)
    elif design.method == "morris":
        yield from _morris(found, output, size)
    elif design.method == "fast":
        yield from fast_indices(output.values, design.curves, n_subjects)
    elif design.method == "one_at_a_time":
        yield from one_at_a_time(places, output.values, size)
        return
    if found.study.groups:
        return  # factors of a group move together, which no regression takes apart
    effect = _regression(places, output.values, size)
    if design.method not in ("sobol", "morris", "fast"):
        scale = places.std(axis=0) / output.values.std()
        yield with_floor(STANDARDISED, effect.estimate * scale, effect.resampled * scale)
    yield effect


def _sobol(found: Analysed, output: Output) -> Iterator[Index]:
    """First and total order by SALib (Saltelli et al. 2010; Jansen 1999)."""
    names = [factor.name for factor in found.factors]
    result = salib_sobol.analyze(
        problem(names, groups_of(found.study, names)), output.values, calc_second_order=False,
        num_resamples=RESAMPLES, conf_level=LEVEL, keep_resamples=True, seed=SEED,
    )  # fmt: skip
    floors = estimator_floors(output.values.reshape(-1, len(found.subjects) + 2))
    for measure, key, floor in zip(("first_order", "total_order"), ("S1", "ST"), floors, strict=True):
        resampled = result[f"{key}_conf_all"]
        yield Index(measure, result[key], resampled, max(floor, floor_of(resampled)))


def estimator_floors(values: Array) -> tuple[float, float]:
    """What the estimators give a factor that does nothing, as 97.5 % bootstrap bounds, for first and total order.

    values : (base sample, A then one column a factor then B). Of an idle factor the second sample of outputs is the
    first one; Khorashadi Zadeh et al. (2017), dummy parameter of the Sobol method. Numbers from the base samples alone.
    """
    rng = np.random.default_rng(SEED)
    rows = rng.integers(len(values), size=(RESAMPLES, len(values)))
    a, b = values[rows, 0], values[rows, -1]
    mean = (a.mean(axis=1) + b.mean(axis=1)) / 2
    variance = (a.var(axis=1) + b.var(axis=1)) / 2 + ((a.mean(axis=1) - b.mean(axis=1)) / 2) ** 2
    first = ((a - mean[:, None]) * (b - mean[:, None])).mean(axis=1) / variance
    total = 1 - ((a - mean[:, None]) ** 2).mean(axis=1) / variance
    return tuple(float(np.percentile(np.abs(one), TAILS[1])) for one in (first, total))  # type: ignore[return-value]


def _morris(found: Analysed, output: Output, size: int) -> Iterator[Index]:
    """mu* and sigma of elementary effects through a factor's whole range; of groups, whose effect has no sign, mu*."""
    names, grouped = [factor.name for factor in found.factors], bool(found.study.groups)
    cube = problem(names, groups_of(found.study, names))
    result = salib_morris.analyze(
        cube, found.places, output.values, num_levels=found.study.design.levels, num_resamples=2, seed=SEED
    )
    subjects = [subject.name for subject in found.subjects]
    of = np.array([subjects.index(name) for name in groups_of(found.study, names) or names])
    effects = elementary_effects(found.places.reshape(-1, size, len(names)), output.values.reshape(-1, size), of)
    drawn = effects[rows_drawn(len(effects))]
    yield with_floor("mu_star", np.asarray(result["mu_star"], float), np.abs(drawn).mean(axis=1))
    if not grouped:
        yield with_floor("sigma", np.asarray(result["sigma"], float), drawn.std(axis=1, ddof=1))


def elementary_effects(places: Array, values: Array, of: Array | None = None) -> Array:
    """Change of the output over change of the factor's place, (trajectory, factor or group).

    places : (trajectory, step, factor)      values : (trajectory, step)      of : position of each factor's group,
    whose effect has the sign of its first factor
    """
    of = np.arange(places.shape[2]) if of is None else of
    moved = np.diff(places, axis=1)
    factor = np.abs(moved).argmax(axis=2)
    step = np.take_along_axis(moved, factor[:, :, None], axis=2)[:, :, 0]
    effects = np.empty((len(places), of.max() + 1))
    np.put_along_axis(effects, of[factor], np.diff(values, axis=1) / step, axis=1)
    return effects


def _regression(places: Array, values: Array, size: int) -> Index:
    """Linear effect of each factor over its whole range, resampled by groups of `size` points."""
    x = np.column_stack([np.ones(len(places)), places]).reshape(-1, size, places.shape[1] + 1)
    y = values.reshape(-1, size)
    squares, products = np.einsum("gij,gik->gjk", x, x), np.einsum("gij,gi->gj", x, y)
    rng = np.random.default_rng(SEED)
    weights = rng.multinomial(len(y), np.full(len(y), 1 / len(y)), size=RESAMPLES)
    estimate = _solved(squares.sum(axis=0)[None], products.sum(axis=0)[None])[0]
    resampled = _solved(np.einsum("rg,gjk->rjk", weights, squares), np.einsum("rg,gj->rj", weights, products))
    return with_floor(EFFECT, estimate[1:], resampled[:, 1:])


def _solved(squares: Array, products: Array) -> Array:
    """Least-squares coefficients; a resample that lost a factor's variation takes the smallest ones."""
    return np.asarray((np.linalg.pinv(squares, hermitian=True) @ products[:, :, None])[:, :, 0])


def linear_share(places: Array, values: Array) -> float:
    """Share of the output's variance that the linear effects explain (R²)."""
    x = np.column_stack([np.ones(len(places)), places])
    left = values - x @ np.linalg.lstsq(x, values)[0]
    return float(1 - left.var() / values.var())
