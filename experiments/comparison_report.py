"""Report of a comparison: the printed table, two CSV files and the charts, all from what is stored.

    comparison.csv    every yearly indicator by scenario and every paired difference, one row a number
    table.csv         the same for the indicators and years of the printed table
    charts/           what the policy adds, births by scenario, and the charts of the scenario asked about
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from experiments.charts import draw_all, draw_comparison
from experiments.charts.data import ChartData, ComparisonData
from experiments.charts.style import LANGUAGES
from experiments.comparison import Comparison
from experiments.report import (
    ROWS,
    Row,
    area_of,
    interval_note,
    is_spread,
    parameters_in_words,
    printed_interval,
    reported_years,
    runs_of,
)
from sim.measures.comparison import adds_up, rows
from sim.measures.intervals import Named, named
from sim.measures.results import yearly_names
from sim.runs.manifest import Manifest
from sim.runs.runner import n_cores
from sim.runs.workers import beside

GAP = 3
"""Least space between two columns of the printed table."""


def write_comparison(comparison: Comparison, directory: Path) -> str:
    """Text of the report, after writing comparison.csv, table.csv and charts/ into the comparison's folder."""
    suffix = "" if comparison.county is None else f"-{comparison.county}"
    data = comparison.data()
    comparison_table(comparison, yearly_names(data)).to_csv(directory / f"comparison{suffix}.csv", index=False)
    table = comparison_table(comparison, None, _years(comparison))
    table.to_csv(directory / f"table{suffix}.csv", index=False)
    folder = directory / f"charts{suffix}"
    main = ChartData.of(comparison.run_sets[comparison.scenario], data, comparison.county)
    charts = _drawn_by_two(chart_data(comparison), main, folder)
    levels, differences = _intervals(comparison)
    foot = [
        f"Levels: {interval_note(levels)}",
        f"Differences: {interval_note(differences)}",
        parameters_in_words(comparison.run_sets[comparison.scenario].manifest),
        f"{len(charts)} chart files in {folder}, tables in {directory}, one run set a scenario in its folders.",
    ]
    return "\n".join([*heading(comparison), "", *printed(table), "", *foot])


def comparison_table(
    comparison: Comparison, names: Sequence[str] | None = None, years: Sequence[int] | None = None
) -> pd.DataFrame:
    """Levels and paired differences with their intervals, one row a number; part-years are left out.

    returns: columns indicator, unit, scenario, against (empty for a level), year (or a span of years, summed), mean,
    lower, upper, percent (of `against`), interval, n_seeds, n_draws, area_code
    """
    data = comparison.data()
    names = [name for name in ROWS if name in data] if names is None else names
    whole = [int(year) for year in data["year"].values[~data["part_year"].values]]
    kept = whole if years is None else list(years)
    levels, differences = _intervals(comparison)
    parts: list[pd.DataFrame] = []
    for name in names if whole else ():
        common = {"indicator": name, "unit": data[name].attrs["units"]}
        for label in comparison.labels:
            found = rows(comparison.data(label)[name], kept)
            parts.append(found.assign(**common, scenario=label, against="", interval=levels.name))
        for label, against in comparison.pairs:
            difference = comparison.difference(name, scenario=label, against=against)[name]
            base = comparison.data(against)[name] if adds_up(data[name]) else None
            found = rows(difference, kept, base)
            parts.append(found.assign(**common, scenario=label, against=against, interval=differences.name))
    columns = ["indicator", "unit", "scenario", "against", "year", "mean", "lower", "upper", "percent", "interval"]
    table = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    n_draws, area = _manifest(comparison).n_draws, comparison.county or "city"
    return table.assign(n_seeds=data.sizes["seed"], n_draws=n_draws, area_code=area)


def printed(table: pd.DataFrame) -> list[str]:
    """Lines of the printed table: a block an indicator, a line a scenario or difference, a year a column."""
    if table.empty:
        return ["No whole calendar year was simulated, so there are no yearly figures to show."]
    years = list(dict.fromkeys(table["year"]))
    width = max(len(line) for line in _line_titles(table)) + 4
    blocks = {
        ROWS[name].title: _block(table[table["indicator"] == name], ROWS[name], years)
        for name in dict.fromkeys(table["indicator"])
    }
    cell_width = GAP + max(len(cell) for block in blocks.values() for _, cells in block for cell in (*cells, *years))
    lines = [" " * width + "".join(f"{year:>{cell_width}}" for year in years)]
    for name, block in blocks.items():
        lines.append(name)
        for title, cells in block:
            lines.append(f"  {title:<{width - 2}}" + "".join(f"{cell:>{cell_width}}" for cell in cells).rstrip())
    return lines


def html(comparison: Comparison) -> str:
    """The printed table as HTML, with what was run above it and the intervals named below it."""
    table = comparison_table(comparison, None, _years(comparison))
    years = list(dict.fromkeys(table["year"]))
    body: list[str] = []
    for name in dict.fromkeys(table["indicator"]):
        body.append(f'<tr><th colspan="{len(years) + 1}" style="text-align:left">{escape(ROWS[name].title)}</th></tr>')
        for title, cells in _block(table[table["indicator"] == name], ROWS[name], years):
            body.append(f'<tr><td style="text-align:left">{escape(title)}</td>'
                        + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    head = "<th></th>" + "".join(f"<th>{year}</th>" for year in years)
    levels, differences = _intervals(comparison)
    return (
        f"<div><p>{'<br>'.join(escape(line) for line in heading(comparison))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"<p><small>Levels: {escape(interval_note(levels))}<br>Differences: {escape(interval_note(differences))}<br>"
        f"{escape(_manifest(comparison).calibration_note)}</small></p></div>"
    )


def chart_data(comparison: Comparison) -> ComparisonData:
    """What the charts of a comparison read."""
    return ComparisonData(
        {label: comparison.data(label) for label in comparison.labels},
        {label: run_set.manifest for label, run_set in comparison.run_sets.items()},
        comparison.base, comparison.pairs, comparison.county,
    )


def heading(comparison: Comparison) -> list[str]:
    """What was run, in two lines."""
    manifest = _manifest(comparison)
    return [
        f"{area_of(manifest, comparison.county)}: {manifest.start} to {manifest.end}",
        f"scenarios {', '.join(comparison.labels)}; future {manifest.future}, sample {manifest.sample}, "
        f"{runs_of(manifest)}",
    ]


def _manifest(comparison: Comparison) -> Manifest:
    """Manifest of the scenario asked about; the others differ from it by scenario alone."""
    return comparison.run_sets[comparison.scenario].manifest


def _intervals(comparison: Comparison) -> tuple[Named, Named]:
    """The intervals of levels and of paired differences."""
    n_draws = _manifest(comparison).n_draws
    return named(n_draws), named(n_draws, paired=True)


def _drawn_by_two(compared: ComparisonData, main: ChartData, folder: Path) -> list[Path]:
    """Files of all charts: those of one language drawn here, those of the other in a second process.

    Twenty charts in two formats are half of the time of a report; matplotlib's settings are not safe in threads.
    """
    if n_cores() < 2:
        return _drawn(compared, main, folder, LANGUAGES)
    other = beside(_drawn, compared, main, folder, LANGUAGES[1:])
    return [*_drawn(compared, main, folder, LANGUAGES[:1]), *other.result()]


def _drawn(compared: ComparisonData, main: ChartData, folder: Path, languages: tuple[str, ...]) -> list[Path]:
    """Files of the charts in some languages."""
    return [*draw_comparison(compared, folder, languages), *draw_all(main, folder, languages)]


def _years(comparison: Comparison) -> list[int]:
    data = comparison.data()
    return reported_years(data["year"].values[~data["part_year"].values])


def _block(table: pd.DataFrame, row: Row, years: list[str]) -> list[tuple[str, list[str]]]:
    """Title and cells of each line of an indicator: its levels, its differences, and these in percent."""
    lines = []
    for (scenario, against), part in table.groupby(["scenario", "against"], sort=False):
        at, spread = part.set_index("year"), is_spread(part["interval"].iloc[0])
        cells = [
            printed_interval([float(v) for v in at.loc[year, ["mean", "lower", "upper"]]], row, bool(against), spread)
            if year in at.index else "" for year in years
        ]
        lines.append((_title(scenario, against), cells))
        if against and row.percent:
            percent = [f"{at.loc[year, 'percent']:+.2f} %" if year in at.index else "" for year in years]
            lines.append(("    in percent", percent))
    return lines


def _title(scenario: str, against: str) -> str:
    return f"{scenario} − {against}" if against else scenario


def _line_titles(table: pd.DataFrame) -> list[str]:
    pairs = table[["scenario", "against"]].drop_duplicates().itertuples()
    return ["    in percent", *(_title(str(one.scenario), str(one.against)) for one in pairs)]
