"""Targets of the plan against stored runs: a table of every area and scenario, and a printed sentence a target.

What runs come to, such as places per 1,000 residents, has an interval and a share of runs that meet the target; what a
scenario sets, such as the share of communities with a care station, is held against it and said to be an input.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import xarray as xr

from experiments.setup.files import TARGETS, read_beside
from experiments.setup.targets import CITY
from experiments.wording.runs import area_name
from experiments.wording.targets import Told, is_input, sentence, status_of
from sim.measures.chance import drawn_of
from sim.measures.results import results
from sim.measures.targets import standing, standing_of_input
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet

HEADING = "Targets of the plan:"


def target_rows(
    run_sets: Mapping[str, RunSet], data: Mapping[str, xr.Dataset], county: int | None
) -> pd.DataFrame | None:
    """Standing of every scenario against every target, a row an area; None for runs beside which none are stored.

    run_sets, data : by label of the scenario; indicators of the area reported
    county : code of the county reported, or None for the city, whose counties have rows too
    """
    rows: list[dict[str, Any]] = []
    for label, run_set in run_sets.items():
        targets = read_beside(run_set.directory, TARGETS)
        if targets is None:
            return None
        areas = {CITY if county is None else str(county): data[label]}
        if county is None:
            counted = [name for name in targets["indicator"].unique() if not is_input(name)]
            counties = results(run_set, by_county=True, names=counted)
            areas |= {str(code): counties.sel(county_code=code) for code in run_set.manifest.county_codes}
        rows += [
            _row(label, run_set.manifest, target, areas[str(target["area_code"])])
            for target in targets.to_dict("records") if str(target["area_code"]) in areas
        ]
    return pd.DataFrame(rows)


def printed_targets(table: pd.DataFrame | None, scenario: str, county: int | None) -> list[str]:
    """A heading and a sentence a target, of one scenario and the area reported; nothing where there are no targets."""
    if table is None or table.empty:
        return []
    area = CITY if county is None else str(county)
    own = table[(table["scenario"] == scenario) & (table["area_code"].astype(str) == area)]
    return [HEADING, *own["sentence_en"], ""] if len(own) else []


def _row(label: str, manifest: Manifest, target: Mapping[Any, Any], data: xr.Dataset) -> dict[str, Any]:
    """One scenario against one target in one area. data : indicators of this area"""
    code = None if target["area_code"] == CITY else int(target["area_code"])
    names = {language: area_name(manifest, code, language) for language in ("zh", "en")}
    name = str(target["indicator"])
    told = Told(names, label, name, int(target["year"]), float(target["target"]), int(target["measured"]))
    if is_input(name):
        found = standing_of_input(float(target["set_value"]), told.target)
    else:
        found = standing(data[name].sel(year=told.measured).values, told.target, drawn_of(data))
    meeting = None if is_input(name) else found.runs_meeting / found.n_runs
    return {
        "scenario": label, "area_code": target["area_code"], "target_of": target["target_of"], "indicator": name,
        "kind": "input" if is_input(name) else "outcome", "year": told.year, "target": told.target,
        "unit": target["unit"], "measured": told.measured, "mean": found.mean, "lower": found.lower,
        "upper": found.upper, "interval": found.interval, "distance": found.distance,
        "status": status_of(told, found), "share_of_runs_meeting": meeting, "n_runs": found.n_runs,
        "quality": target["quality"], "source": target["source"], "sentence_en": sentence(told, found, "en"),
        "sentence_zh": sentence(told, found, "zh"),
    }  # fmt: skip
