"""Yearly indicators of each county of one run, which a sweep keeps beside those of the whole place.

Named by indicator and code, such as births_330681, so that a table of rows has one column each. Called by
`sim.measures.models`; `sim.runs.sweepset` lists them in the manifest.
"""

from collections.abc import Sequence

import numpy as np

from sim.measures.declared import DECLARED_INDICATORS
from sim.measures.yearly import PUBLIC_POSITIONS, Counts
from sim.population.columns import FEMALE, Array
from sim.runs.plan import of_county

BY_COUNTY: dict[str, str] = {
    name: DECLARED_INDICATORS[name].unit
    for name in ("population", "births", "marriages", "deaths", "public_money_real", "nursery_places",
                 "nursery_enrolled")
}  # fmt: skip
"""Indicators that a sweep keeps by county too, with their units."""


def county_indicators(counts: Counts, codes: Sequence[int], scale: float) -> dict[str, Array]:
    """Indicators of every county by year, float64 (year,).

    counts : as of `sim.processes.accounts`, with the years as a further first axis      scale : residents an agent
    stands for
    """
    found = {
        "population": _by_county(counts["persons"]),
        "births": _by_county(counts["births"]),
        "marriages": _by_county(counts["marriages"][:, :, FEMALE]),
        "deaths": _by_county(counts["deaths"]),
        "public_money_real": counts["money_real"][..., PUBLIC_POSITIONS].sum(axis=(1, 3)),
        "nursery_places": _by_county(counts["nursery_places"]),
        "nursery_enrolled": _by_county(counts["nursery_enrolled"]),
    }
    assert found.keys() == BY_COUNTY.keys(), found
    return {
        of_county(name, code): np.asarray(values[:, k] * scale, np.float64)
        for name, values in found.items() for k, code in enumerate(codes)
    }  # fmt: skip


def _by_county(counted: Array) -> Array:
    """Sum over all dimensions but year and county, the first two."""
    return np.asarray(counted.sum(axis=tuple(range(2, counted.ndim))))
