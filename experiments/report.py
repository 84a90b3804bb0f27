"""The report of a run set: the printed table, two CSV files and the charts, all from what is stored.

Called by the command line; calls `sim.measures` for the indicators and `experiments.charts` for the figures.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from experiments.briefing.assumed import ASSUMED, assumed_table
from experiments.charts import draw_all
from experiments.charts.data import CHILD_COST, FIT, OBSERVED, ChartData, area_name, run_words
from experiments.uncertainty import parameters_note
from sim.clock import month_index
from sim.errors import UserError
from sim.measures.child_cost import child_cost_table
from sim.measures.intervals import UNCERTAINTY, Named, named
from sim.measures.results import results, summary, yearly_names
from sim.parameters import kernel_tuple
from sim.places.pack import Pack, load_pack
from sim.policy.futures import future
from sim.policy.paths import BASE, compile_paths
from sim.population.cache import load_or_build
from sim.population.fit_report import fit_report
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet
from sim.settings import RunSettings


class Row(NamedTuple):
    """How an indicator is printed: title, what values are divided by, digits of levels and of differences."""

    title: str
    scale: float
    digits: int
    digits_of_difference: int
    percent: bool = False


ROWS = {
    "births": Row("births of residents", 1, 0, 0, percent=True),
    "tfr": Row("total fertility rate", 1, 2, 3),
    "population": Row("population at year end", 1, 0, 0),
    "marriages": Row("marriages", 1, 0, 0),
    "public_money_real": Row("public money (million yuan of 2020 a year)", 1e6, 1, 1),
    "places_per_1000": Row("nursery places per 1,000 residents", 1, 2, 2),
    "places_per_100_under_three": Row("nursery places per 100 children under three", 1, 1, 1),
}
"""Indicators of the printed table, in order; those a run set does not hold are left out."""

VITAL = {"births": "births", "births_reverse_survival": "births", "marriages": "marriages"}
"""Published or derived figures shown beside the run, by the name in the pack; none is of hukou base."""


COST_MONTH = month_index(2025, 12)
"""Month whose rules the cost of a child is shown for: the plan's target date, or the last month of an earlier run."""


def write_report(run_set: RunSet, county: int | None = None) -> str:
    """Text of the report, after writing table.csv, indicators.csv and charts/ into the run set's folder.

    county : code of the county reported, or None for the city; its files carry the code in their names
    """
    data = results(run_set, county_code=county)
    suffix = "" if county is None else f"-{county}"
    shown = [name for name in ROWS if name in data]
    table = summary(data, shown, years=reported_years(data["year"].values[~data["part_year"].values]))
    table.insert(0, "area_code", "city" if county is None else county)
    table.to_csv(run_set.directory / f"table{suffix}.csv", index=False)
    summary(data, yearly_names(data)).to_csv(run_set.directory / f"indicators{suffix}.csv", index=False)
    charts = draw_all(ChartData.of(run_set, data, county), run_set.directory / f"charts{suffix}")
    return "\n".join([*_heading(run_set.manifest, county), "", *printed_table(table), "", *_foot(run_set, charts)])


def reported_years(whole_years: list[int]) -> list[int]:
    """Years of the printed table: every fifth of the whole years, or the last one where there is none."""
    fifth = [int(year) for year in whole_years if year % 5 == 0]
    return fifth or [int(year) for year in whole_years[-1:]]


def county_code(counties: pd.DataFrame, name: str) -> int:
    """Code of a county given by its code, Chinese name (with or without its last character) or English name."""
    for row in counties.itertuples():
        if name.strip().casefold() in (str(row.county_code), row.name_zh, row.name_zh[:-1], row.name_en.casefold()):
            return int(row.county_code)
    allowed = ", ".join(f"{c.county_code} {c.name_zh} {c.name_en}" for c in counties.itertuples())
    raise UserError(f"--county: there is no county '{name}'; allowed are {allowed}")


def write_inputs(run_set: RunSet, settings: RunSettings) -> None:
    """Store what charts show beside the runs: published figures and the fit of the start population."""
    pack = load_pack(settings.place)
    write_observed(run_set, pack)
    write_start_fit(run_set, settings, pack)
    write_child_cost(run_set, settings, pack)


def write_observed(run_set: RunSet, pack: Pack) -> None:
    """Store the figures of the place that charts show beside the run: births, marriages, population, TFR."""
    vital = pack.table("vital")
    vital = vital[vital["indicator"].isin(VITAL) & (vital["base"] != "hukou")]
    people = pack.table("population_annual")
    people = people[(people["county_code"] == pack.city_code) & (people["base"] == "resident")]
    tfr = pack.table("tfr")
    tfr = tfr[(tfr["area"] == pack.manifest["name_en"]) & (tfr["birth_order"] == "all")]
    parts = [
        vital.assign(indicator=vital["indicator"].map(VITAL)),
        people.assign(indicator="population"),
        tfr.assign(indicator="tfr"),
    ]
    columns = ["indicator", "year", "value", "unit", "quality", "source", "note"]
    observed = pd.concat([part[columns] for part in parts])
    observed.to_csv(run_set.directory / OBSERVED, index=False)


def write_start_fit(run_set: RunSet, settings: RunSettings, pack: Pack) -> None:
    """Store how well the start population of the runs meets the census, margin by margin."""
    population = load_or_build(pack, settings.start_year, settings.sample, settings.population_seed)
    fit_report(population, pack, settings.start_year).to_csv(run_set.directory / FIT, index=False)


def area_of(manifest: Manifest, county: int | None) -> str:
    """Chinese and English name of the city, or of a county of it."""
    return f"{area_name(manifest, county, 'zh')} {area_name(manifest, county, 'en')}"


def write_child_cost(run_set: RunSet, settings: RunSettings, pack: Pack) -> None:
    """Store what a child costs before and after benefits, by the scenario's rules at the plan's target date."""
    levers = compile_paths(
        settings.scenario, pack, settings.start_month, settings.end_month, settings.doses, settings.values
    )
    month = min(max(COST_MONTH, settings.start_month), settings.end_month)
    table = child_cost_table(pack, levers, month, future(settings.future), kernel_tuple(settings.parameters))
    table.round(2).to_csv(run_set.directory / CHILD_COST, index=False)
    base = compile_paths(BASE, pack, settings.start_month, settings.end_month)
    assumed_table(levers, base).to_csv(run_set.directory / ASSUMED, index=False)


def _heading(manifest: Manifest, county: int | None) -> list[str]:
    changed = [*manifest.settings.get("values", {}), *manifest.settings.get("doses", {})]
    return [
        f"{area_of(manifest, county)}: {manifest.start} to {manifest.end}",
        f"scenario {manifest.scenario}{' with ' if changed else ''}{', '.join(changed)}, future {manifest.future}, "
        f"sample {manifest.sample}, {runs_of(manifest)}",
    ]


def runs_of(manifest: Manifest) -> str:
    """Number of seeds of the runs, and of their draws."""
    return run_words(manifest, "en")[-1]


def printed_table(table: pd.DataFrame) -> list[str]:
    """Lines of the printed table: an indicator a line, a year a column, mean and interval.

    table : from `sim.measures.results.summary`
    """
    if table.empty:
        return ["No whole calendar year was simulated, so there are no yearly figures to show."]
    years = list(dict.fromkeys(table["year"]))
    cells = {
        (row.indicator, row.year): printed_interval(
            (row.mean, row.lower, row.upper), ROWS[row.indicator], spread=is_spread(row.interval)
        )
        for row in table.itertuples()
    }
    names = list(dict.fromkeys(table["indicator"]))
    left, width = max(len(ROWS[name].title) for name in names) + 2, max(len(cell) for cell in cells.values()) + 3
    lines = [" " * left + "".join(f"{year:>{width}}" for year in years)]
    for name in names:
        lines.append(f"{ROWS[name].title:<{left}}" + "".join(f"{cells[name, year]:>{width}}" for year in years))
    return lines


def printed_interval(interval: Sequence[float], row: Row, difference: bool = False, spread: bool = False) -> str:
    """A mean with half its t interval, which is symmetric, or with the bounds of a spread; a difference has its sign.

    interval : mean, lower, upper      spread : whether the interval is one of draws
    """
    mean, lower, upper = (value / row.scale for value in interval)
    form = f"{'+' if difference else ''},.{row.digits_of_difference if difference else row.digits}f"
    if math.isnan(lower):
        return f"{mean:{form}} ± one seed"
    if spread:
        return f"{mean:{form}} ({lower:{form}} to {upper:{form}})"
    return f"{mean:{form}} ± {(upper - lower) / 2:{form.lstrip('+')}}"


def is_spread(name: str) -> bool:
    """Whether the interval of this name is one of draws."""
    return name.startswith(UNCERTAINTY)


def interval_note(which: Named) -> str:
    """How the printed interval is to be read."""
    sign = "In brackets stands" if is_spread(which.name) else "± is half"
    return f"{sign} the interval named {which.meaning}."


def parameters_in_words(manifest: Manifest) -> str:
    """What the parameters of the runs are, in both languages."""
    return f"{manifest.calibration_note} {parameters_note(manifest.draws, 'zh')}"


def _foot(run_set: RunSet, charts: list[Path]) -> list[str]:
    folder = charts[0].parent if charts else run_set.directory
    return [
        interval_note(named(run_set.manifest.n_draws)),
        parameters_in_words(run_set.manifest),
        f"{len(charts)} chart files in {folder}, table and counts in {run_set.directory}.",
    ]
