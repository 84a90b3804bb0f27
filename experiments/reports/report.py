"""The report of a run set: text, table.csv, indicators.csv, parity.csv, births_monthly.csv if asked for, and charts."""

from pathlib import Path

from experiments.charts import draughtsman
from experiments.charts.asked import ONE, Asked
from experiments.charts.data import ChartData
from experiments.reports.cells import REPORTED, printed_table, reported_years
from experiments.reports.monthly import has_months, monthly_table
from experiments.reports.parity import parity_table
from experiments.reports.rationed import printed_rationed
from experiments.reports.targets import printed_targets, target_rows
from experiments.wording.runs import area_of, changes, parameters_in_words, runs_of
from experiments.wording.uncertainty import interval_note
from sim.measures.chance import drawn_in
from sim.measures.intervals import named
from sim.measures.results import results, summary, yearly_names
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet
from sim.writing import write_csv


def begin_report(run_set: RunSet, county: int | None, asked: Asked) -> draughtsman.Drawing:
    """Begin to draw what needs none of the runs, which are still to come."""
    known = ChartData.before_runs(run_set, county)
    return draughtsman.begin(_charts(run_set, county), asked, known, before_runs=True)


def write_report(
    run_set: RunSet, county: int | None = None, asked: Asked = ONE, begun: draughtsman.Drawing | None = None
) -> str:
    """Text of the report, after writing the tables and charts/ into the run set's folder.

    county : code of the county reported, or None for the city; its files carry the code in their names
    asked : languages and formats of the charts      begun : what `begin_report` gave, if it was called
    """
    draughtsman.get_ready(asked)
    data = results(run_set, county_code=county)
    suffix = "" if county is None else f"-{county}"
    shown_in = ChartData.of(run_set, data, county)
    drawing = draughtsman.begin(_charts(run_set, county), asked, shown_in, before_runs=None if begun is None else False)
    shown = [name for name in REPORTED if name in data]
    table = summary(data, shown, years=reported_years(data["year"].values[~data["part_year"].values]))
    table.insert(0, "area_code", "city" if county is None else county)
    write_csv(run_set.directory / f"table{suffix}.csv", table)
    write_csv(run_set.directory / f"indicators{suffix}.csv", summary(data, yearly_names(data)))
    write_csv(run_set.directory / f"parity{suffix}.csv", parity_table({run_set.manifest.scenario: data}))
    if has_months(data):
        months = monthly_table({run_set.manifest.scenario: data})
        write_csv(run_set.directory / f"births_monthly{suffix}.csv", months)
    targets = target_rows({run_set.manifest.scenario: run_set}, {run_set.manifest.scenario: data}, county)
    if targets is not None:
        write_csv(run_set.directory / f"targets{suffix}.csv", targets)
    charts = (drawing if begun is None else begun + drawing).write()
    told = printed_targets(targets, run_set.manifest.scenario, county) + printed_rationed(run_set, county)
    lines = [*_heading(run_set.manifest, county), "", *printed_table(table), "", *told, *_foot(run_set, charts)]
    return "\n".join(lines)


def _charts(run_set: RunSet, county: int | None) -> Path:
    """Folder of the charts of the city or a county."""
    return run_set.directory / ("charts" if county is None else f"charts-{county}")


def _heading(manifest: Manifest, county: int | None) -> list[str]:
    """What was run, in two lines."""
    changed = changes(manifest, "en")
    return [
        f"{area_of(manifest, county)}: {manifest.start} to {manifest.end}",
        f"scenario {manifest.scenario}{' with ' if changed else ''}{'; '.join(changed)}, future {manifest.future}, "
        f"sample {manifest.sample}, {runs_of(manifest)}",
    ]


def _foot(run_set: RunSet, charts: list[Path]) -> list[str]:
    """How the interval is to be read, what the parameters are, where the files are."""
    folder = charts[0].parent if charts else run_set.directory
    return [
        interval_note(named(drawn_in(run_set.manifest)), errors=True),
        parameters_in_words(run_set.manifest),
        f"{len(charts)} chart files in {folder}, table and counts in {run_set.directory}.",
    ]
