"""The report of stored results: table, files, county, years shown."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.reports.cells import REPORTED, printed_table, reported_years
from experiments.reports.report import write_report
from experiments.setup.beside import observed_table
from experiments.setup.files import OBSERVED, write_beside
from sim.measures.results import results, summary
from sim.places.pack import load_pack
from sim.runs.runset import RunSet
from tests import synthetic


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> RunSet:
    run_set = synthetic.write(tmp_path_factory.mktemp("stored") / "run", synthetic.manifest())
    write_beside(run_set.directory, {OBSERVED: observed_table(load_pack())})
    return run_set


@pytest.mark.usefixtures("undrawn")
def test_city_report_names_interval_and_calibration(stored: RunSet) -> None:
    text = write_report(stored)
    assert "simulation: mean over seeds" in text
    assert "Not yet calibrated" in text
    assert "尚未校准" in text
    for year in ("2025", "2030", "2035"):
        assert year in text
    table = pd.read_csv(stored.directory / "table.csv")
    assert list(table["indicator"].drop_duplicates()) == list(REPORTED)
    assert "public money (million yuan of 2020 a year)" in text
    assert table["interval"].eq("simulation").all()
    assert (stored.directory / "indicators.csv").is_file()


def test_county_report_has_its_own_files_and_figures(stored: RunSet) -> None:
    text = write_report(stored, 330683)
    assert "嵊州市 Shengzhou" in text
    table = pd.read_csv(stored.directory / "table-330683.csv")
    births = table[(table["indicator"] == "births") & (table["year"] == 2025)]
    assert births["mean"].item() == 20 * 8 * 50
    assert (stored.directory / "charts-330683" / "births_en.png").is_file()


@pytest.mark.usefixtures("undrawn")
def test_births_by_month_by_hand(tmp_path: Path) -> None:
    run_set = synthetic.write(tmp_path / "run", synthetic.manifest(monthly=True))
    write_report(run_set, 330603)
    table = pd.read_csv(run_set.directory / "births_monthly-330603.csv", keep_default_na=False)
    assert list(table.columns[:5]) == ["scenario", "against", "year", "month", "birth_order"]
    assert table["month"].min() == 1
    assert sorted(table.loc[table["year"] == 2020, "month"].unique()) == [11, 12]
    march = table[(table["year"] == 2030) & (table["month"] == 3)].set_index("birth_order")["mean"]
    assert march.to_dict() == {"all": 300, "1": 200, "2": 100, "3": 0, "4": 0}  # 4 + 2 agents, 50 residents each


@pytest.mark.usefixtures("undrawn")
def test_cohorts_and_parity_progression_have_a_table(stored: RunSet) -> None:
    write_report(stored)
    table = pd.read_csv(stored.directory / "parity.csv")
    cohorts = table[table["indicator"] == "cohort_fertility"].set_index("cohort")
    assert cohorts["year"].unique().tolist() == [2035]
    assert cohorts.index.tolist() == list(range(1971, 2001))  # the cohort of 1970 was 49 before the run
    assert cohorts.loc[1986, ["mean", "complete"]].tolist() == [0.75, True]
    assert cohorts.loc[1987, "complete"] == False  # noqa: E712
    going_on = table[(table["indicator"] == "parity_progression") & (table["birth_order"] == 1)]
    assert going_on["year"].tolist() == list(range(2021, 2036))
    assert (going_on["lower"] < going_on["mean"]).all()
    assert set(table["interval"]) == {"simulation"}


def test_published_figures_are_of_residents_and_end_before_2023(stored: RunSet) -> None:
    observed = pd.read_csv(stored.directory / "observed.csv")
    assert observed["year"].max() <= 2022
    assert set(observed["indicator"]) == {"births", "marriages", "population", "tfr"}
    assert 47982 not in set(observed["value"]), "births of hukou base must not stand beside births of residents"


@pytest.mark.parametrize(
    ("whole", "shown"),
    [(range(2021, 2036), [2025, 2030, 2035]), (range(2021, 2024), [2023]), ([], [])],
)
def test_years_of_the_table(whole: range, shown: list[int]) -> None:
    assert reported_years(list(whole)) == shown


@pytest.mark.usefixtures("undrawn")
def test_a_run_without_a_whole_year_says_so(tmp_path: Path) -> None:
    described = synthetic.manifest().model_copy(update={"months_in_year": {2020: 2}, "end": "2020-12"})
    assert "No whole calendar year" in write_report(synthetic.write(tmp_path / "short", described))


def test_one_seed_has_no_interval(tmp_path: Path) -> None:
    run_set = synthetic.write(tmp_path / "one", synthetic.manifest(seeds=(1,)))
    lines = printed_table(summary(results(run_set), years=[2025]))
    assert lines[1].endswith("48,050 ± one seed")
