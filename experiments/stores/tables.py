"""What a folder of stored runs holds, as tables by name, and what their columns mean.

    runs          a sweep: one row a run and year with all indicators; a run set: one row a seed and year
    design        a sweep: one row a point, factors under their names; a run set: a row a seed with its drawn parameters
    flat          runs with what the design says of each beside it: one table for programs that know but one
    indicators    name, titles and unit of each indicator
    factors       of a sweep: name, kind, bounds, unit and titles of each factor
    counties      of a run set: code and names
    by_..., ...   of a run set: its counts of agents, by their dimensions

Every file is read through its seal, so that what was changed is never shown. Called by `querying` and `exporting`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.study.designs import AGAINST, FIRST_SEED, PLACE, VALUE
from experiments.wording.indicators import title_of, unit_of
from sim.errors import UserError
from sim.measures.declared import DECLARED_INDICATORS
from sim.measures.results import results, yearly_names
from sim.policy.futures import future
from sim.policy.scenario import scenario
from sim.runs.runset import MANIFEST, RunSet
from sim.runs.sealed import read_sealed_json
from sim.runs.sweepset import DESIGN, SweepSet

RUNS, DESIGN_TABLE, FLAT, INDICATORS, FACTORS, COUNTIES = "runs", "design", "flat", "indicators", "factors", "counties"
KEYS = {
    "run": ("运行编号", "number of the run"),
    "point": ("设计点（负数：对照情景）", "point of the design; below 0: the other scenario"),
    "seed": ("随机种子", "random seed"), "draw": ("参数组编号", "number of the parameter draw; 0: declared defaults"),
    "scenario": ("情景", "scenario"), "future": ("未来设定", "future"), "year": ("年份", "year"),
    "months": ("该年模拟月数", "months simulated in the year"), "county_code": ("县级代码", "code of the county"),
    FIRST_SEED: ("首个种子", "first seed of the point"), AGAINST: ("对照点", "point of the other scenario"),
}  # fmt: skip
"""Titles of the columns that say what a row is of."""
Tables = Mapping[str, Callable[[], pd.DataFrame]]


@dataclass(frozen=True)
class Store:
    """Tables of a folder, each read when it is asked for, and what is known of their columns.

    labels : by column, its words (zh, en)      words : by column of codes or names, the words of each value (zh, en)
    dataset : the same as one labelled dataset
    """

    directory: Path
    title_zh: str
    title_en: str
    command: str
    tables: Tables
    labels: Mapping[str, tuple[str, str]]
    words: Mapping[str, Mapping[Any, tuple[str, str]]]
    stored: SweepSet | RunSet

    def table(self, name: str) -> pd.DataFrame:
        """A table by name; `UserError` names those that there are."""
        if name not in self.tables:
            raise UserError(f"{self.directory} holds no table '{name}'; it holds {', '.join(self.tables)}")
        return self.tables[name]()

    def title(self, language: str) -> str:
        """What the folder is of."""
        return self.title_zh if language == "zh" else self.title_en


def open_store(directory: str | Path) -> Store:
    """The tables of a sweep or a run set; `UserError` where a folder is neither."""
    directory = Path(directory)
    if not os.path.isfile(directory / MANIFEST):
        inside = "" if not (directory / "comparison.json").is_file() else (
            " itself, but one in each of " + ", ".join(sorted(str(p.parent) for p in directory.glob(f"*/{MANIFEST}"))))
        raise UserError(f"{directory} holds no sweep and no run set{inside}; name the --out folder of one")
    if read_sealed_json(directory / MANIFEST).get("kind") == "sweep":
        return _of_sweep(SweepSet.open(directory))
    return _of_run_set(RunSet.open(directory))


def _of_sweep(sweep: SweepSet) -> Store:
    manifest = sweep.manifest
    if not sweep.stored():
        raise UserError(f"{sweep.directory} holds no run yet; run the same `fertsim sweep` line again")
    factors = manifest.study.get("factors", [])
    names = {one["name"]: _factor_column(one["name"], manifest.indicators) for one in factors}
    labels = {**KEYS, **_indicator_labels(manifest.indicators)}
    for one in factors:
        unit = "" if one["unit"] == "none" else f" [{one['unit']}]"
        labels[names[one["name"]]] = one["title_zh"] + unit, one["title_en"] + unit
    tables: dict[str, Callable[[], pd.DataFrame]] = {RUNS: lambda: _with_months(sweep.rows(), manifest.months_in_year)}
    if (sweep.directory / DESIGN).is_file():
        tables[DESIGN_TABLE] = lambda: _design(sweep.design(), names)
        tables[FLAT] = lambda: _flat(tables[RUNS](), tables[DESIGN_TABLE](), list(names.values()))
        tables[FACTORS] = lambda: pd.DataFrame(factors)
    else:
        tables[FLAT] = tables[RUNS]
    tables[INDICATORS] = lambda: indicators_table(manifest.indicators)
    held = sweep.rows()[["scenario", "future"]].drop_duplicates()
    words = {"scenario": _titles(scenario, held["scenario"]), "future": _titles(future, held["future"])}
    title = str(manifest.study.get("name", ""))
    return Store(
        sweep.directory, f"{manifest.place_name_zh} {title}", f"{manifest.place_name_en} {title}", manifest.command,
        tables, labels, words, sweep,
    )  # fmt: skip


def _of_run_set(run_set: RunSet) -> Store:
    manifest = run_set.manifest
    titled = manifest.settings.get("scenario", {})
    title = tuple(str(titled.get(f"title_{language}", manifest.scenario)) for language in ("zh", "en"))
    words = {
        "scenario": {manifest.scenario: (title[0], title[1])}, "future": _titles(future, pd.Series([manifest.future])),
        "county_code": {one.county_code: (one.name_zh, one.name_en) for one in manifest.counties},
    }  # fmt: skip
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        RUNS: lambda: _runs_of(run_set), DESIGN_TABLE: lambda: _seeds_of(run_set),
        FLAT: lambda: _flat_of(run_set),
        INDICATORS: lambda: indicators_table(name for name in tables[RUNS]() if name in DECLARED_INDICATORS),
        COUNTIES: lambda: pd.DataFrame([one.model_dump() for one in manifest.counties]),
    }
    tables |= {name: lambda name=name: run_set.counts(name) for name in run_set.tables}  # type: ignore[misc]
    return Store(
        run_set.directory, f"{manifest.place_name_zh} {title[0]}", f"{manifest.place_name_en} {title[1]}",
        manifest.command, tables, {**KEYS, **_indicator_labels(DECLARED_INDICATORS)}, words, run_set,
    )  # fmt: skip


def _indicator_labels(names: Any) -> dict[str, tuple[str, str]]:
    """Titles of indicators with their units."""
    return {name: (_with_unit(name, "zh"), _with_unit(name, "en")) for name in names}


def _with_unit(name: str, language: str) -> str:
    unit = unit_of(name, language)
    return title_of(name, language) + (f" [{unit}]" if unit not in ("", "–", "-", "none") else "")


def indicators_table(names: Any) -> pd.DataFrame:
    """A row an indicator: name, titles, units, kind."""
    rows = []
    for name in names:
        one = DECLARED_INDICATORS.get(name)
        rows.append({
            "name": name, "title_zh": title_of(name, "zh"), "title_en": title_of(name, "en"),
            "unit": one.unit if one else "", "unit_zh": one.unit_zh if one else "", "kind": one.kind if one else "",
            "meaning": one.meaning if one else "",
        })  # fmt: skip
    return pd.DataFrame(rows)


def _titles(look_up: Callable[[str], Any], names: pd.Series) -> dict[Any, tuple[str, str]]:
    """Titles of scenarios or futures by name; of a file that is not here, its name."""
    found = {}
    for name in sorted(names.unique()):
        try:
            found[name] = look_up(name).title_zh, look_up(name).title_en
        except UserError:
            found[name] = name, name
    return found


def _factor_column(name: str, indicators: Any) -> str:
    """Column of a factor: its name, `factor_` before it where an indicator has the same."""
    return f"factor_{name}" if name in indicators or name in KEYS else name


def _design(design: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Points with the factors' values under plain names, their places in the range under `place_...`."""
    plain = {VALUE + name: column for name, column in names.items()}
    plain |= {name: name.replace(PLACE, "place_") for name in design if name.startswith(PLACE)}
    return design.rename(columns=plain)


def _flat(runs: pd.DataFrame, design: pd.DataFrame, factors: list[str]) -> pd.DataFrame:
    """Runs with the factors' values of their points; runs of the other scenario have none."""
    keys = [name for name in runs if name in KEYS]
    of_points = design.set_index("point")[factors].reindex(runs["point"]).set_axis(runs.index)
    return pd.concat([runs[keys], of_points, runs.drop(columns=keys)], axis=1)


def _with_months(rows: pd.DataFrame, months: Mapping[int, int]) -> pd.DataFrame:
    """Rows with the months simulated in their year, behind the year."""
    rows.insert(list(rows).index("year") + 1, "months", rows["year"].map(months).astype(np.int32))
    return rows


def _runs_of(run_set: RunSet) -> pd.DataFrame:
    """A row a seed and year of a run set, with every yearly indicator of the city."""
    data = results(run_set)
    found = data[yearly_names(data)].reset_coords(drop=True).to_dataframe().reset_index()
    found = found.sort_values(["seed", "year"], ignore_index=True).astype({"seed": np.int32, "year": np.int32})
    return _with_months(found, run_set.manifest.months_in_year)


def _seeds_of(run_set: RunSet) -> pd.DataFrame:
    """A row a seed of a run set: its draw, and the parameters drawn."""
    manifest = run_set.manifest
    seeds = pd.DataFrame({"seed": np.array(manifest.seeds, np.int32)})
    if manifest.draws is None:
        return seeds.assign(draw=np.int32(0))
    drawn = np.array([manifest.draws.values[number] for number in manifest.draws.of_seeds])
    parameters = pd.DataFrame(drawn, columns=list(manifest.draws.names))
    return pd.concat([seeds.assign(draw=np.array(manifest.draws.of_seeds, np.int32)), parameters], axis=1)


def _flat_of(run_set: RunSet) -> pd.DataFrame:
    """Rows of a run set with scenario, future, draw and drawn parameters."""
    manifest, runs = run_set.manifest, _runs_of(run_set)
    seeds = _seeds_of(run_set).set_index("seed").reindex(runs["seed"]).set_axis(runs.index)
    seeds = seeds.rename(columns={name: _factor_column(name, runs) for name in seeds if name not in KEYS})
    head = runs[["seed"]].assign(scenario=manifest.scenario, future=manifest.future)
    return pd.concat([head, seeds, runs.drop(columns="seed")], axis=1)
