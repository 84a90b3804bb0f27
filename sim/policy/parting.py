"""When two sets of lever paths part: until then whoever lives under either of them lives the same months.

A month reads what is in force in it, and what is known in it of later months. So two paths part in the first month in
which a lever has another value, or in which something becomes known under one and not under the other. Called by
`sim.runs.branching`.
"""

import numpy as np

from sim.policy.layers import LayeredPath
from sim.policy.levers import LEVERS
from sim.policy.levers.rows import FOREVER
from sim.policy.paths import LeverPaths

EVERY_LEVER = tuple(LEVERS)


def parting(one: LeverPaths, other: LeverPaths) -> int:
    """First month in which two paths of one place and span part; `FOREVER` where they never do."""
    first = one.span.first
    if one.scenario.frozen_month != other.scenario.frozen_month:
        return first
    parted = min((_of_values(mine, theirs, first) for mine, theirs in _pairs(one, other)), default=FOREVER)
    for month in sorted({first, *one.announcement_months(), *other.announcement_months()}):
        if month >= parted:
            break
        mine, theirs = one.announced(month), other.announced(month)
        if any(not np.array_equal(a.values, b.values) for a, b in _pairs(mine, theirs)):
            return month
    return parted


def _pairs(one: LeverPaths, other: LeverPaths) -> list[tuple[LayeredPath, LayeredPath]]:
    """Paths of each lever, and by law alone, that are not one object."""
    mine, theirs = (paths.paths(EVERY_LEVER) + paths.law_paths(EVERY_LEVER) for paths in (one, other))
    return [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not b]


def _of_values(mine: LayeredPath, theirs: LayeredPath, first: int) -> int:
    """First month in which a lever has another value under each of two paths."""
    apart = (mine.values != theirs.values).any(axis=(1, 2))
    return first + int(np.argmax(apart)) if apart.any() else FOREVER
