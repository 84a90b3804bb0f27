"""Births, marriages and public money of a scenario by run and whole year, straight from its counts.

Indicators (`sim.measures.results`) say the same and much besides; where many scenarios are read for these three alone,
counts are ten times as quick. Read by `experiments.comparison.items` and `experiments.briefing.further`.
"""

import numpy as np

from sim.policy.levers.base import PUBLIC_PAYERS
from sim.population.columns import Array
from sim.runs.runset import RunSet, Where

BIRTHS, MARRIAGES, MONEY = "births", "marriages", "public_money_real"
COUNTS: dict[str, tuple[str, Where]] = {
    BIRTHS: ("births", {}), MARRIAGES: ("marriages", {"sex": ["female"]}),
    MONEY: ("money_real", {"payer": list(PUBLIC_PAYERS)}),
}  # fmt: skip
"""Of each indicator the measure it is counted in, and which of its counts; weddings are counted at the bride."""


def by_whole_year(run_set: RunSet, county: int | None = None) -> dict[str, Array]:
    """Births, marriages, public money [yuan of 2020] by whole year, each (run, year). county : None for the city"""
    manifest = run_set.manifest
    run_set.load([measure for measure, _ in COUNTS.values()])
    whole = [year for year in manifest.years if manifest.months_in_year[year] == 12]
    area: Where = {} if county is None else {"county_code": [county]}
    found = {}
    for name, (measure, kept) in COUNTS.items():
        counts = run_set.array(measure, (), {**kept, **area}).sel(year=whole).transpose("seed", "year")
        found[name] = np.asarray(counts.values, np.float64) * manifest.scale
    return found
