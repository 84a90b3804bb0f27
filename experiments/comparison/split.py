"""What the spread of each headline figure is made of: split.csv, and by county counties_added.csv, with sentences.

    split.csv             figure, unit, part, name, value, standard_error, lower, upper, spread, share, sentence_en, _zh
                          part `all`: the mean of the runs and its interval; spread: half of the 90 % interval of a
                          normal distribution of the part's variance in one run; share: of the variances of all parts;
                          `strongest`: what a standard deviation of the parameter `name` does; `structure`: what the
                          birth rule `name` gives more than `utility`, both at declared parameters
    counties_added.csv    births added by county, whether they can be told from 0
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.comparison.compared import Comparison
from experiments.comparison.driven import columns_of
from experiments.comparison.further import RULES, STARTS, further
from experiments.comparison.headlines import ADDED, COST, UNITS, Headline, Ratio, headlines, of_county
from experiments.setup.draws import FITTED_RULE
from experiments.wording.split import Told, by_county, sentence
from sim.measures.chance import drawn_in
from sim.measures.intervals import NORMAL, named
from sim.measures.split import SPREAD_PARTS, Runs, Split, split
from sim.population.columns import Array
from sim.runs.runset import RunSet
from sim.writing import write_csv

SPLIT, COUNTIES = "split.csv", "counties_added.csv"
N_STRONGEST = 3
ALL, STRONGEST, STRUCTURE = "all", "strongest", "structure"


def write_split(comparison: Comparison, directory: Path) -> list[str]:
    """Printed lines, after writing both tables; none where no parameters were drawn or no whole year was run."""
    if not _can_be_split(comparison):
        return []
    table, counties = split_table(comparison, directory), counties_table(comparison)
    write_csv(directory / SPLIT, table)
    write_csv(directory / COUNTIES, counties)
    said = [str(text) for text in table["sentence_en"] if text]
    return [*said, by_county(counties, comparison.whole_years, "en"), ""]


def split_sentences(comparison: Comparison) -> dict[str, str]:
    """What the spread of births added is made of, by language, short; empty where nothing was drawn."""
    if not _can_be_split(comparison):
        return {}
    told = next(_told(comparison, comparison.run_sets[comparison.scenario].directory.parent))
    return {language: sentence(told, language, short=True) for language in ("zh", "en")}


def _can_be_split(comparison: Comparison) -> bool:
    return comparison.county is None and drawn_in(comparison.manifest).n > 1 and bool(comparison.whole_years)


def split_table(comparison: Comparison, directory: Path) -> pd.DataFrame:
    """What the spread of each headline figure of a comparison is made of, as in split.csv."""
    rows: list[dict[str, Any]] = []
    for told in _told(comparison, directory):
        name = told.figure.name
        said = {f"sentence_{language}": sentence(told, language) for language in ("en", "zh")}
        rows += [{"figure": name, "unit": UNITS[name], **row}
                 for row in _rows(told.figure, told.split, told.structure, said)]  # fmt: skip
    columns = ["figure", "unit", "part", "name", "value", "standard_error", "lower", "upper", "spread", "share",
               "interval", "sentence_en", "sentence_zh"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns).assign(interval=named(drawn_in(comparison.manifest)).name)
    words = ["name", "sentence_en", "sentence_zh"]
    return table.assign(**{name: table[name].astype(object).where(table[name].notna(), "") for name in words})


def _told(comparison: Comparison, directory: Path) -> Iterator[Told]:
    """Each headline figure and what its spread is made of, with the further runs that a folder holds."""
    main, base = (comparison.run_sets[label] for label in (comparison.scenario, comparison.base))
    own = {one.name: one for one in headlines(main, base)}
    about = Ratio(own[COST].mean, float(own[ADDED].values.mean())) if COST in own else None
    starts = [(other.run_sets[other.scenario], _by_name(other, about)) for _, other in further(directory, STARTS)]
    rules = {name: _by_name(other) for name, other in further(directory, RULES)}
    for one in own.values():
        assert main.manifest.draws is not None
        found = split(_runs(main, one.values), _beside(one.name, starts), columns_of(main.manifest.draws))
        structure = _structure(one.name, rules)
        yield Told(one, found, structure, main.manifest, base.manifest, comparison.whole_years, len(starts))


def counties_table(comparison: Comparison) -> pd.DataFrame:
    """Births that the scenario asked about adds to the base by county, and whether they can be told from 0."""
    names = {one.county_code: one for one in comparison.manifest.counties}
    return pd.DataFrame([
        {"county_code": code, "name_zh": names[code].name_zh, "name_en": names[code].name_en, "mean": one.mean,
         "lower": one.lower, "upper": one.upper, "standard_error": one.standard_error, "chance": one.luck,
         "told_from_0": not one.lower <= 0 <= one.upper,
         "mean_told_from_0": bool(abs(one.mean) > NORMAL * one.standard_error),
         "interval": named(drawn_in(comparison.manifest), paired=True).name}
        for code, one in of_county(comparison)
    ])  # fmt: skip


def _by_name(comparison: Comparison, about: Ratio | None = None) -> dict[str, Headline]:
    main, base = (comparison.run_sets[label] for label in (comparison.scenario, comparison.base))
    return {one.name: one for one in headlines(main, base, about)}


def _beside(name: str, starts: Sequence[tuple[RunSet, Mapping[str, Headline]]]) -> Runs:
    """A figure of the runs in other start populations."""
    parts = [_runs(run_set, held[name].values) for run_set, held in starts if name in held]
    empty = Runs(np.array([]), np.array([], np.int64), np.array([], np.int64))
    return Runs(*(np.concatenate(of_all) for of_all in zip(*parts, strict=True))) if parts else empty


def _runs(run_set: RunSet, values: Array) -> Runs:
    """A figure of runs with the draw and the start population of each."""
    manifest = run_set.manifest
    starts = np.broadcast_to(np.asarray(manifest.settings["population_seed"]), values.shape)
    return Runs(values, drawn_in(manifest).numbers, starts)


def _structure(name: str, rules: Mapping[str, Mapping[str, Headline]]) -> dict[str, tuple[float, float]]:
    """What each rival rule gives more than the fitted one, both at declared parameters, with its standard error."""
    own = rules.get(FITTED_RULE, {}).get(name)
    if own is None:
        return {}
    found = {}
    for rule, held in rules.items():
        if rule != FITTED_RULE and name in held:
            apart = held[name].values - own.values
            found[rule] = (float(apart.mean()), float(apart.std(ddof=1) / math.sqrt(len(apart))))
    return found


def _rows(
    one: Headline, found: Split, structure: Mapping[str, tuple[float, float]], said: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Rows of one figure."""
    yield {"part": ALL, "value": one.mean, "standard_error": one.standard_error, "lower": one.lower,
           "upper": one.upper, **said}  # fmt: skip
    whole = sum(value for value in found.variances.values() if not math.isnan(value))
    for part in SPREAD_PARTS:
        variance = found.variances[part]
        yield {"part": part, "spread": NORMAL * math.sqrt(variance), "share": variance / whole if whole else math.nan}
    for strong in found.strongest[:N_STRONGEST]:
        yield {"part": STRONGEST, "name": strong.name, "value": strong.effect}
    for rule, (apart, error) in structure.items():
        yield {"part": STRUCTURE, "name": rule, "value": apart, "standard_error": error}
