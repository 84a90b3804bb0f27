"""Report of a comparison: the printed table, CSV tables and the charts, all from what is stored.

    comparison.csv    every yearly indicator by scenario and every paired difference, one row a number
    table.csv         the same for the indicators and years of the printed table
    parity.csv        parity progression by year and children of birth cohorts, by scenario
    split.csv, counties_added.csv    what the spread of headline figures is made of (`experiments.comparison.split`)
    targets.csv       how each scenario stands against the plan's targets, by area
    births_monthly.csv    births by month and order, where the run was asked for them
    charts/           what the policy adds, births by scenario, and the charts of the scenario asked about
"""

from pathlib import Path

from experiments.charts import draughtsman
from experiments.charts.asked import ONE, Asked
from experiments.charts.data import ChartData
from experiments.comparison.compared import Comparison
from experiments.comparison.split import write_split
from experiments.comparison.tables import printed
from experiments.comparison.words import heading, interval_notes
from experiments.reports.monthly import has_months, monthly_table
from experiments.reports.parity import parity_table
from experiments.reports.rationed import printed_rationed
from experiments.reports.targets import printed_targets, target_rows
from experiments.wording.runs import parameters_in_words
from sim.measures.results import yearly_names
from sim.writing import write_csv


def write_comparison(comparison: Comparison, directory: Path, asked: Asked = ONE) -> str:
    """Text of the report, after writing comparison.csv, table.csv and charts/ into the comparison's folder.

    asked : languages and formats of the charts
    """
    suffix = "" if comparison.county is None else f"-{comparison.county}"
    draughtsman.get_ready(asked)
    data, manifest = comparison.data(), comparison.manifest
    by_label = {label: comparison.data(label) for label in comparison.labels}
    folder = directory / f"charts{suffix}"
    main = ChartData.of(comparison.run_sets[comparison.scenario], data, comparison.county)
    drawing = draughtsman.begin(folder, asked, main, comparison.chart_data())
    write_csv(directory / f"comparison{suffix}.csv", comparison.table(*yearly_names(data)))
    table = comparison.reported_table()
    write_csv(directory / f"table{suffix}.csv", table)
    write_csv(directory / f"parity{suffix}.csv", parity_table(by_label))
    if has_months(data):
        write_csv(directory / f"births_monthly{suffix}.csv", monthly_table(by_label, comparison.pairs))
    targets = target_rows(comparison.run_sets, by_label, comparison.county)
    if targets is not None:
        write_csv(directory / f"targets{suffix}.csv", targets)
    charts = drawing.write()
    foot = [
        *interval_notes(manifest),
        parameters_in_words(manifest),
        f"{len(charts)} chart files in {folder}, tables in {directory}, one run set a scenario in its folders.",
    ]
    told = printed_targets(targets, comparison.scenario, comparison.county)
    told += write_split(comparison, directory)
    told += printed_rationed(comparison.run_sets[comparison.scenario], comparison.county)
    return "\n".join([*heading(manifest, comparison.labels, comparison.county), "", *printed(table), "", *told, *foot])
