"""Targets of the plan against synthetic runs: what is stored beside them, the table, the sentences."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.comparison.compared import Comparison, write_index
from experiments.comparison.report import write_comparison
from experiments.reports.report import write_report
from experiments.setup.files import TARGETS, write_beside
from experiments.setup.targets import targets_table
from sim.clock import month_index
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.policy.paths import compile_paths
from sim.runs.runset import RunSet
from tests import synthetic
from tests.official import faults

START, END = month_index(2020, 11), month_index(2035, 12)
PLACES = 1000 * 30 / 20_200
"""Places per 1,000 residents of each synthetic county: 30 for 200 agents at each of 101 ages."""
pytestmark = pytest.mark.usefixtures("undrawn")


def stored_targets(scenario: str, end: int = END, **values: object) -> pd.DataFrame:
    """What a run of the scenario stores beside its counts."""
    return targets_table(load_pack(), compile_paths(scenario, load_pack(), START, end, values=values), end)


def run_of(folder: Path, scenario: str, end: int = END) -> RunSet:
    described = synthetic.manifest(scenario=scenario)
    run_set = synthetic.write(folder, described)
    write_beside(run_set.directory, {TARGETS: stored_targets(scenario, end)})
    return run_set


def at(table: pd.DataFrame, indicator: str, area: str = "city") -> pd.Series:
    found = table[(table["indicator"] == indicator) & (table["area_code"].astype(str) == area)]
    assert len(found) == 1
    return found.iloc[0]


def test_the_plan_sets_what_it_aims_at() -> None:
    table = stored_targets("plan")
    assert at(table, "community_station_coverage")["set_value"] == pytest.approx(0.5)
    assert at(table, "community_facility_standard", "330681")["set_value"] == pytest.approx(0.6)
    assert pd.isna(at(table, "places_per_1000")["set_value"])  # told by the runs
    assert set(table["area_code"]) == {"city", *map(str, load_pack().county_codes)}
    assert set(table["target_of"]) == {"city"}


def test_the_city_is_the_mean_of_its_urban_residents() -> None:
    table = stored_targets("national_only", community_station_coverage=[{"county": 330602, "value": 0.5}])
    totals = load_pack().table("population_totals")
    urban = totals[(totals["census"] == 2020) & (totals["indicator"] == "urban")].set_index("county_code")["value"]
    share = urban[330602] / urban[load_pack().county_codes].sum()
    assert at(table, "community_station_coverage")["set_value"] == pytest.approx(0.5 * share)
    assert at(table, "community_station_coverage", "330603")["set_value"] == 0


def test_report_says_how_each_target_stands(tmp_path: Path) -> None:
    run_set = run_of(tmp_path / "run", "plan")
    text = write_report(run_set)
    assert "Testville, nursery places per 1,000 residents, target of at least 4.6 by 2025: behind under plan, " in text
    told = f"{PLACES:.2f} ({PLACES:.2f} to {PLACES:.2f}, simulation) at the end of 2025, {4.6 - PLACES:.2f} short of it"
    assert f"{told}; 0 of 3 runs meet it (0 %)." in text
    assert "on track under plan, which sets 50 % for the end of 2025, on the target: an input of the scenario" in text
    table = pd.read_csv(run_set.directory / "targets.csv")
    assert len(table) == 3 * 7
    places = at(table, "places_per_1000", "330683")
    assert (places["kind"], places["status"], places["share_of_runs_meeting"]) == ("outcome", "behind", 0)
    assert places["mean"] == pytest.approx(PLACES)
    assert places["interval"] == "simulation"
    assert "3次模拟中有0次达到" in places["sentence_zh"]
    assert faults(places["sentence_zh"]) == []
    stations = at(table, "community_station_coverage")
    assert (stations["kind"], stations["status"]) == ("input", "on track")
    assert pd.isna(stations["share_of_runs_meeting"])  # no chance is involved


def test_a_county_is_held_against_the_city_s_number(tmp_path: Path) -> None:
    run_set = run_of(tmp_path / "run", "national_only")
    text = write_report(run_set, 330681)
    assert "Zhuji, urban communities with a care station, target of at least 50 % by 2025: behind under" in text
    table = pd.read_csv(run_set.directory / "targets-330681.csv")
    assert table["area_code"].tolist() == [330681] * 3
    assert not (run_set.directory / "targets.csv").exists()


def test_runs_that_end_before_a_target_is_due_say_so(tmp_path: Path) -> None:
    run_set = run_of(tmp_path / "run", "plan", month_index(2023, 12))
    text = write_report(run_set)
    assert "not yet due under plan, which sets 0 % for the end of 2023, 50 points short" in text
    assert "not yet due under plan, 1.49" in text
    assert set(pd.read_csv(run_set.directory / "targets.csv")["measured"]) == {2023}


def test_comparison_tells_every_scenario(tmp_path: Path) -> None:
    for scenario in ("plan", "national_only"):
        run_of(tmp_path / scenario, scenario)
    write_index(tmp_path, ["plan", "national_only"])
    text = write_comparison(Comparison.open(tmp_path), tmp_path)
    assert text.count("Targets of the plan:") == 1
    assert "behind under national_only, which sets" not in text  # of the scenario asked about
    table = pd.read_csv(tmp_path / "targets.csv")
    stations = table[(table["indicator"] == "community_station_coverage") & (table["area_code"] == "city")]
    assert dict(zip(stations["scenario"], stations["status"], strict=True)) == {
        "plan": "on track", "national_only": "behind",
    }


def test_runs_without_stored_targets_have_none_and_changed_ones_are_refused(tmp_path: Path) -> None:
    bare = synthetic.write(tmp_path / "bare", synthetic.manifest())
    assert "Targets" not in write_report(bare)
    assert not (bare.directory / "targets.csv").exists()
    changed = run_of(tmp_path / "changed", "plan")
    path = changed.directory / TARGETS
    path.write_text(path.read_text(encoding="utf-8").replace("4.6", "1.4"), encoding="utf-8")
    with pytest.raises(UserError, match=r"plan_targets\.csv is damaged or was changed by hand"):
        write_report(changed)
