"""Designs and the plan of runs that follows from a study.

`sampling` fills the unit cube; each column is then carried to its factor's range. Every design has one more column, the
dummy, which no mechanism reads. In all designs but the grid it picks the seeds of a point: what the dummy seems to do
is then what chance does, and points that differ in a factor alone share their seeds, so that their difference is
paired. In a grid all points share seeds. Where a study takes parameter draws, a seed brings its draw with it, so that
the dummy stands for chance and draws together.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.study.reader import ReadStudy
from experiments.study.sampling import unit_points
from experiments.study.schema import DUMMY, Factor, Study
from sim.measures.models import MODELS
from sim.places.pack import load_pack
from sim.policy.scenario import scenario
from sim.population.columns import Array
from sim.runs.plan import Plan, PlannedRun

SEED_PLACES = 2**20
"""Places of the dummy that have seeds of their own."""
PLACE, VALUE = "place:", "value:"
"""Prefixes of the design's columns: place of a factor in its range (0 to 1), and its value."""
FIRST_SEED, AGAINST = "first_seed", "against_point"


def first_seeds(study: Study, units: Array) -> Array:
    """First seed of each point; its other seeds follow."""
    design, dummy = study.design, units[:, -1]
    if design.method == "grid":
        place = np.zeros(len(units), np.int64)
    elif design.method == "morris":
        trajectory = np.arange(len(units)) // (len(units) // design.n)
        place = trajectory * design.levels + np.rint(dummy * (design.levels - 1)).astype(np.int64)
    else:
        place = np.minimum(dummy * SEED_PLACES, SEED_PLACES - 1).astype(np.int64)
    return 1 + place * study.seeds


def design_of(read: ReadStudy) -> pd.DataFrame:
    """Points of a study: places and values of the factors, first seeds, and the point of the other scenario."""
    study, names = read.study, [factor.name for factor in read.factors]
    units = unit_points(study, read.factors)
    table = {"point": np.arange(len(units))}
    table |= {PLACE + name: units[:, k] for k, name in enumerate([*names, DUMMY])}
    table |= {VALUE + f.name: _values(f, units[:, k], read) for k, f in enumerate(read.factors)}
    table[FIRST_SEED] = first_seeds(study, units)
    if study.against is not None:
        parameters = [VALUE + factor.name for factor in read.factors if factor.kind == "parameter"]
        keys = zip(table[FIRST_SEED], *(table[name] for name in parameters), strict=True)
        number: dict[Any, int] = {}
        table[AGAINST] = np.array([-1 - number.setdefault(key, len(number)) for key in keys])
    return pd.DataFrame(table)


def _values(factor: Factor, places: Array, read: ReadStudy) -> Array:
    """Values at places of the range; in a grid a factor of whole numbers takes its bounds and what is between."""
    if factor.whole and read.study.design.method == "grid":
        return np.rint(factor.lower + places * (factor.upper - factor.lower))
    values = np.array([factor.at(float(place)) for place in places])
    if read.study.design.method == "one_at_a_time":  # to the bit: the place of a default is rounded
        values[places == factor.place] = factor.default
    return values


def plan_of(read: ReadStudy, design: pd.DataFrame) -> Plan:
    """All runs of a study: each point with each of its seeds, and before the next point the runs of the other scenario
    that it is the first to be compared with, so that a design with more points begins with the same runs."""
    study = read.study
    runs: list[PlannedRun] = []
    seen: set[int] = set()
    columns = {factor: design[VALUE + factor.name].to_numpy() for factor in read.factors}
    others = design[AGAINST].to_numpy() if study.against is not None else None
    for at, (point, first) in enumerate(zip(design["point"], design[FIRST_SEED], strict=True)):
        given: dict[str, dict[str, float]] = {"dose": {}, "value": {}, "parameter": {}}
        for factor, values in columns.items():
            given[factor.kind][factor.name] = float(values[at])
        for seed in range(int(first), int(first) + study.seeds):
            runs.append(
                PlannedRun(len(runs), int(point), seed, study.scenario, study.future, given["dose"], given["value"],
                           _parameters(read, seed, given["parameter"]))
            )  # fmt: skip
        if others is not None and (other := int(others[at])) not in seen:
            assert study.against is not None
            seen.add(other)
            for seed in range(int(first), int(first) + study.seeds):
                runs.append(
                    PlannedRun(len(runs), other, seed, study.against, study.future,
                               parameters=_parameters(read, seed, given["parameter"]))
                )  # fmt: skip
    described = {
        "name": read.name,
        "study": study.model_dump(mode="json", by_alias=True) | {
            key: name if name is None else Path(name).name for key in ("place", "scenario", "against")
            for name in [getattr(study, key)]
        },
        "factors": [factor._asdict() for factor in read.factors],
        "titles": _titles(read),
    }
    if read.draws is not None:
        described["draws"] = read.draws.about.model_dump(mode="json")
    return Plan(read.settings, tuple(runs), MODELS[study.model], described)


def _parameters(read: ReadStudy, seed: int, given: dict[str, float]) -> dict[str, float]:
    """Parameters of a run: the draw of its seed, then what the factors give."""
    return given if read.draws is None else {**read.draws.of_seed(seed), **given}


def _titles(read: ReadStudy) -> dict[str, dict[str, dict[str, str]]]:
    """Chinese and English titles of what the outputs name: the other scenario, and counties by code."""
    study = read.study
    titles: dict[str, dict[str, dict[str, str]]] = {"scenarios": {}, "counties": {}}
    if study.against is not None:
        other = scenario(study.against)
        titles["scenarios"][Path(study.against).name] = {"zh": other.title_zh, "en": other.title_en}
    codes = {target.county for target in study.targets if target.county is not None}
    for row in load_pack(read.settings.place).table("counties").itertuples() if codes else ():
        if str(row.county_code) in codes:
            titles["counties"][str(row.county_code)] = {"zh": str(row.name_zh), "en": str(row.name_en)}
    return titles
