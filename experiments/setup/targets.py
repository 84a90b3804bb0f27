"""The plan's targets, and what a scenario's levers set of them: stored beside the runs, read by reports."""

from typing import Any

import numpy as np
import pandas as pd

from sim.clock import month_index, year_of
from sim.measures.declared import DECLARED_INDICATORS
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import Array

COLUMNS = [
    "area_code", "target_of", "indicator", "year", "target", "unit", "measured", "set_value", "quality", "source",
]  # fmt: skip
CITY = "city"
"""How tables name the whole city in `area_code`."""


def targets_table(pack: Pack, levers: LeverPaths, last_month: int) -> pd.DataFrame:
    """Targets of the plan by area: a target of the city is held against each county too, under the city's name.

    levers : of the scenario      last_month : of the run, whose year is measured where it comes before the target's
    returns: columns `COLUMNS`; `set_value` is the lever's value at the end of the year `measured`, of the city the mean
    over its urban residents, and NaN for a target that the run's counts tell (an indicator of `declared`)
    """
    rows: list[dict[str, Any]] = []
    weights = _urban_residents(pack)
    for target in pack.table("plan_targets").to_dict("records"):
        month = min(month_index(int(target["year"]), 12), last_month)
        county = None if target["county_code"] == pack.city_code else str(target["county_code"])
        by_county = _set_values(str(target["indicator"]), levers, month)
        values = {CITY: np.average(by_county, weights=weights)}
        values |= {str(code): value for code, value in zip(pack.county_codes, by_county, strict=True)}
        for area in values if county is None else [county]:
            rows.append({
                **{name: target[name] for name in ("indicator", "year", "unit", "quality", "source")},
                "area_code": area, "target_of": county or CITY, "target": target["value"],
                "measured": year_of(month), "set_value": values[area],
            })  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _set_values(name: str, levers: LeverPaths, month: int) -> Array:
    """Value of a lever in a month, (county,); NaN for what an indicator tells."""
    if name in DECLARED_INDICATORS:
        return np.full(len(levers.pack.county_codes), np.nan)
    return levers.nominal(name)[levers.at(month), :, 0]


def _urban_residents(pack: Pack) -> Array:
    """Residents in towns and cities at the last census, (county,): community stations are an urban measure."""
    totals = pack.table("population_totals")
    urban = totals[(totals["indicator"] == "urban") & (totals["census"] == max(pack.census_years))]
    return urban.set_index("county_code")["value"].loc[pack.county_codes].to_numpy()
