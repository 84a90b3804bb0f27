"""Tables, charts and reports of what figures say of stored runs, in a folder."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.charts.style import save
from experiments.monitor import words
from experiments.monitor.alarms import WARNING, judged_years
from experiments.monitor.chart import draw_observed
from experiments.monitor.declared import FEWEST_EFFECTIVE
from experiments.monitor.found import Monitored
from experiments.monitor.pages import page
from experiments.monitor.predictive import tail
from sim.writing import make_folder, write_csv, write_text


def write_monitor(found: Monitored, out: Path, languages: Sequence[str]) -> str:
    """Write tables, charts and reports; returns what is printed."""
    for folder in (out, out / "charts", out / "reports"):
        make_folder(folder)
    for language in languages:
        for name in found.fan.indicators:
            if any(key[0] == name for key in found.figures):
                save(draw_observed(found, name, language), out / "charts" / f"{name}_{language}", ("png",))
        for area in found.fan.areas.all:
            write_text(out / "reports" / f"{area}_{found.year}_{language}.md", page(found, area, language))
    for name, table_of in TABLES.items():
        write_csv(out / f"{name}.csv", table_of(found))
    return _told(found, out, languages[0])


def warnings_table(found: Monitored) -> pd.DataFrame:
    """One row a rule that a series breaks; sizes a year, in persons or couples and percent."""
    columns = [
        "level", "area_code", "area_zh", "area_en", "indicator", "unit", "rule", "first_year", "last_year", "observed",
        "expected", "size", "percent", "rule_probability", "series_probability", "family_probability",
    ]  # fmt: skip
    rows = [
        (one.level, one.area, found.fan.areas.name(one.area, "zh"), found.fan.areas.name(one.area, "en"), one.indicator,
         words.unit(one.indicator, "en"), one.rule, one.years[0], one.years[-1],
         round(one.observed / len(one.years), 1), round(one.expected / len(one.years), 1), round(one.size, 1),
         round(one.percent, 2), round(one.chance, 5), round(one.series, 5), round(one.family, 5))
        for one in found.alarms
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def figures_table(found: Monitored) -> pd.DataFrame:
    """Every figure beside the projection."""
    rows = []
    for name, area, year in _in_order(found):
        figure = found.figures[name, area, year]
        lower, median, upper = found.band(name, area, year)
        chance = tail(figure.value, found.fan.draws_of(name, area, year), found.sd(name, area, year))
        judged_too = year in judged_years(found.fan)
        counts = [round(one, 1) for one in (figure.value, figure.error, median, lower, upper)]
        percent = round(100 * (figure.value / median - 1), 2)
        area_zh = found.fan.areas.name(area, "zh")
        rows.append((area, area_zh, name, year, *counts, percent, chance, judged_too, figure.where))
    columns = [
        "area_code", "area_zh", "indicator", "year", "observed", "error", "median", "lower_95", "upper_95", "percent",
        "tail_probability", "judged", "where",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def fan_table(found: Monitored) -> pd.DataFrame:
    """What would be seen by area, indicator and year, before and after the figures weighed."""
    rows = []
    for name in found.fan.indicators:
        for area in found.fan.areas.all:
            for year in found.fan.years:
                before, after = found.band(name, area, year), found.band(name, area, year, weighted=True)
                rows.append((area, found.fan.areas.name(area, "zh"), name, year, *before, *after))
    columns = ["area_code", "area_zh", "indicator", "year", "lower_95", "median", "upper_95", "after_lower_95",
               "after_median", "after_upper_95"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).round(1).assign(outcome=found.weights.outcome)


def evaluation_table(found: Monitored) -> pd.DataFrame:
    """One row a scenario that the one asked about is set against."""
    columns = ["scenario", "against", "verdict", "bayes_factor", "n_figures"]
    return pd.DataFrame([tuple(one) for one in found.evaluations], columns=columns)


TABLES = {
    "warnings": warnings_table, "figures": figures_table, "fan": fan_table, "evaluation": evaluation_table,
}  # fmt: skip
"""Tables of the output folder."""


def _in_order(found: Monitored) -> list[tuple[str, int, int]]:
    """Keys of the figures by area, indicator and year."""
    areas, names = found.fan.areas.all, found.fan.indicators
    return sorted(found.figures, key=lambda key: (areas.index(key[1]), names.index(key[0]), key[2]))


def _told(found: Monitored, out: Path, language: str) -> str:
    areas = found.fan.areas
    lines = [words.alarm_sentence(one, areas.name(one.area, language), language) for one in found.leading]
    lines = lines or [words.TEXT[language]["none" if found.n_series else "unjudged"]]
    lines.append(words.outcome_sentence(found.weights, found.fan.n_draws, language, FEWEST_EFFECTIVE))
    lines += [words.evaluation_sentence(one, found.titles[language], language) for one in found.evaluations]
    n_warnings = len({(one.indicator, one.area) for one in found.alarms if one.level == WARNING})
    said = f"{len(found.figures)} figures, {n_warnings} series with a warning; tables, charts and reports in {out}"
    return "\n".join([*lines, said])
