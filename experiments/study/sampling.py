"""Points of each design in the unit cube, where a column is a factor and the last one the dummy.

    sobol              A, A with each factor (or group) from B, B, for each row of a scrambled Sobol sequence
    morris             trajectories of one step a factor (or group)
    fast               search curves: each of n points a factor, which swings fast while the others swing slowly
    one_at_a_time      all at their defaults, then each alone at each bound, under seeds of its own a repeat
    sobol_points       a scrambled Sobol sequence      halton: a scrambled Halton sequence
    latin_hypercube    one point in each of n slices of every factor      grid: every combination

All but the last two grow: a larger design begins with the points of the smaller one. Called by `designs`, and by the
analysis for the shape of a design.
"""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from SALib.sample import fast_sampler, latin, morris
from SALib.sample import sobol as sobol_sample
from scipy.stats import qmc

from experiments.study.schema import DUMMY, Factor, Study
from sim.population.columns import Array

BASE, ENDS = 1, (0, 2)
"""Of three places of the dummy in a repeat, lowest first: that of all others, and those to which it moves."""


def problem(names: Sequence[str], groups: Sequence[str] = ()) -> dict[str, Any]:
    """SALib's description of the unit cube over factors. groups : that of each factor, where any are grouped."""
    cube = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    return cube | {"groups": list(groups)} if groups else cube


def groups_of(study: Study, names: Sequence[str]) -> list[str]:
    """Group of each factor, its own name where it is in none; empty where the study has no groups."""
    of = {factor: group for group, factors in study.groups.items() for factor in factors}
    return [of.get(name, name) for name in names] if of else []


def subjects(study: Study, names: Sequence[str]) -> list[str]:
    """What a design moves and an index is of: groups in the order of their first factors, else the factors."""
    return list(dict.fromkeys(groups_of(study, names) or names))


def unit_points(study: Study, factors: Sequence[Factor]) -> Array:
    """Points of the design in the unit cube, (point, factor), the dummy last."""
    design, names = study.design, [*(factor.name for factor in factors), DUMMY]
    cube = problem(names, groups_of(study, names))
    if design.method == "sobol":
        return np.asarray(sobol_sample.sample(cube, design.n, calc_second_order=False, seed=design.seed))
    if design.method == "morris":
        return np.asarray(morris.sample(cube, design.n, num_levels=design.levels, seed=design.seed))
    if design.method == "fast":
        rng = np.random.default_rng(design.seed)
        return np.concatenate([fast_sampler.sample(cube, design.n, seed=rng) for _ in range(design.curves)])
    if design.method == "one_at_a_time":
        return _one_at_a_time(factors, design.n, design.seed)
    if design.method == "latin_hypercube":
        return np.asarray(latin.sample(cube, design.n, seed=design.seed))
    if design.method in ("sobol_points", "halton"):
        return _sequence(design.method, len(names), design.n, design.seed)
    places = np.linspace(0, 1, design.levels)
    points = np.array(list(itertools.product(places, repeat=len(factors))))
    return np.column_stack([points, np.random.default_rng(design.seed).random(len(points))])


def _sequence(method: str, n_columns: int, n: int, seed: int) -> Array:
    """The first points of a low-discrepancy sequence, scrambled by the seed alone; more of them begin with fewer."""
    rng = np.random.default_rng(seed)
    if method == "halton":
        return np.asarray(qmc.Halton(n_columns, scramble=True, rng=rng).random(n))
    # a whole power of two is drawn: others are warned of as unbalanced, which the docs say
    return np.asarray(qmc.Sobol(n_columns, scramble=True, rng=rng).random_base2((n - 1).bit_length()))[:n]


def _one_at_a_time(factors: Sequence[Factor], n: int, seed: int) -> Array:
    """Repeats of all at their defaults, then each at the bounds that are not its default, then other seeds."""
    default = np.array([factor.place for factor in factors])
    moves = [(k, end) for k, factor in enumerate(factors) for end in (0.0, 1.0) if factor.at(end) != factor.default]
    repeat = np.tile(default, (1 + len(moves) + len(ENDS), 1))
    for step, (k, end) in enumerate(moves, start=1):
        repeat[step, k] = end
    dummy = np.sort(np.random.default_rng(seed).random((n, 3)), axis=1)
    return np.concatenate([
        np.column_stack([repeat, [*[places[BASE]] * (1 + len(moves)), *(places[end] for end in ENDS)]])
        for places in dummy
    ])  # fmt: skip


def rows_together(study: Study, n_subjects: int, n_points: int) -> int:
    """Points that a resample takes or leaves together. n_subjects : factors or groups, the dummy among them"""
    return {
        "sobol": n_subjects + 2, "morris": n_subjects + 1, "one_at_a_time": n_points // study.design.n,
    }.get(study.design.method, 1)  # fmt: skip
