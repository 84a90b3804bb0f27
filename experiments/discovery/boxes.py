"""The box that PRIM finds: of its peeling trajectory the one that holds most cases at most density, without idle sides.

Coverage is the share of all cases in the box, density the share of the box that are cases. The quasi-p-value of a
side (Bryant and Lempert 2010) is the chance that the box without that side would give as many cases by luck. They know
nothing of how many factors were tried, so a side is kept where its value is below 5 % over that number. Calls
ema_workbench for the peeling; numbers of the box are counted here.
"""

import logging
import warnings
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binom

from experiments.stores.libraries import needed
from sim.population.columns import Array

EXTRA, LEVEL = "explore", 0.05
Sides = Mapping[str, tuple[float, float]]
"""Lower and upper limit by factor; others are free."""


class Box(NamedTuple):
    """Sides with their quasi-p-values, and what lies inside.

    trajectory : coverage, density and mass of every box peeled
    """

    sides: dict[str, tuple[float, float]]
    quasi_p: dict[str, float]
    n_inside: int
    n_hits: int
    coverage: float
    density: float
    trajectory: pd.DataFrame


def find_box(varied: pd.DataFrame, holds: Array) -> Box:
    """The box of the cases that hold; without sides where nothing that varies tells them apart."""
    peeled, trajectory = _peeled(varied, holds)
    both = [2 * c * d / (c + d) if c + d else 0.0 for c, d in zip(trajectory["coverage"], trajectory["density"],
                                                                  strict=True)]  # fmt: skip
    sides = dict(peeled[int(np.argmax(both))])
    while sides:
        values = quasi_p(varied, holds, sides)
        worst = max(values, key=values.__getitem__)
        if values[worst] < LEVEL / varied.shape[1]:
            break
        del sides[worst]
    within = inside(varied, sides)
    hits = int(holds[within].sum())
    return Box(sides, quasi_p(varied, holds, sides), int(within.sum()), hits, hits / int(holds.sum()),
               hits / int(within.sum()), trajectory)  # fmt: skip


def inside(varied: pd.DataFrame, sides: Sides) -> Array:
    """Which runs lie in a box."""
    within = np.ones(len(varied), bool)
    for name, (lower, upper) in sides.items():
        within &= varied[name].between(lower, upper).to_numpy()
    return within


def quasi_p(varied: pd.DataFrame, holds: Array, sides: Sides) -> dict[str, float]:
    """Of each side the chance of as many cases as the box has, at the density that it has without that side."""
    within = inside(varied, sides)
    n, hits = int(within.sum()), int(holds[within].sum())
    found = {}
    for name in sides:
        without = inside(varied, {other: limits for other, limits in sides.items() if other != name})
        found[name] = float(binom.sf(hits - 1, n, holds[without].mean()))
    return found


def _peeled(varied: pd.DataFrame, holds: Array) -> tuple[list[dict[str, tuple[float, float]]], pd.DataFrame]:
    """Sides of every box on PRIM's trajectory, and its statistics."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of optional parts of its own, at import; of pandas, at work
        prim = needed("ema_workbench.analysis.prim", "discover", EXTRA)
        logging.getLogger("EMA").setLevel(logging.ERROR)
        box = prim.Prim(varied.reset_index(drop=True), holds.astype(np.int64)).find_box()
    boxes = []
    for limits in box.box_lims:
        boxes.append({
            name: (float(limits[name].iloc[0]), float(limits[name].iloc[1])) for name in varied
            if limits[name].iloc[0] > varied[name].min() or limits[name].iloc[1] < varied[name].max()
        })  # fmt: skip
    return boxes, box.peeling_trajectory[["coverage", "density", "mass", "res_dim"]].reset_index(drop=True)
