"""A study is what it says: comments, lines and folders change no identity; a question asked anew is answered anew."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.sensitivity.report import FOLDER, write_sensitivity
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from sim.places.pack import load_pack
from sim.runs.plan import Plan
from sim.runs.runner import describe
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet, describe_plan
from sim.settings import RunSettings
from tests.experiments.sensitivity.test_sensitivity import ishigami

STUDY = "design: {method: sobol, n: 8}\nfactors:\n  - parameter: money_weight\noutputs: [births]\nscenario: own.yaml\n"
SCENARIO = "title_zh: 甲\ntitle_en: a\nmeaning: m\nextends: national_only\nset:\n  childcare_allowance: 5000\n"


def planned(folder: Path, study: str, scenario: str) -> Plan:
    folder.mkdir()
    (folder / "own.yaml").write_text(scenario, encoding="utf-8")
    (folder / "trial.yaml").write_text(study, encoding="utf-8")
    read = read_study(folder / "trial.yaml")
    return plan_of(read, design_of(read))


def test_comments_and_folders_make_no_other_study(tmp_path: Path) -> None:
    one = planned(tmp_path / "a", STUDY, SCENARIO)
    two = planned(tmp_path / "b", f"# mine\n{STUDY}", f"# lines move\n\n{SCENARIO.replace('5000', '5000  # yuan')}")
    assert one.hash() == two.hash()
    assert describe_plan(one, load_pack()) == describe_plan(two, load_pack())
    assert str(tmp_path) not in describe_plan(one, load_pack()).text


def test_another_value_makes_another_study(tmp_path: Path) -> None:
    one = planned(tmp_path / "a", STUDY, SCENARIO)
    assert one.hash() != planned(tmp_path / "b", STUDY, SCENARIO.replace("5000", "5001")).hash()


def test_comments_and_folders_make_no_other_run_set(tmp_path: Path) -> None:
    hashes = []
    for folder, text in (("a", SCENARIO), ("b", f"# lines move\n{SCENARIO}"), ("c", SCENARIO.replace("5000", "1"))):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "own.yaml"
        file.write_text(text, encoding="utf-8")
        hashes.append(describe(RunSettings(scenario=str(file)), [1], load_pack()).inputs_hash)
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("outputs", ["[{indicator: y, from: 2021, to: 2021}]"])
def test_changed_outputs_of_a_finished_sweep_are_answered(tmp_path: Path, outputs: str) -> None:
    """The same runs, asked another question: nothing is run again, and nothing of the first answer is left."""
    text = ishigami("sobol", 16)
    file = tmp_path / "trial.yaml"
    for asked in (text, text.replace("outputs: [y]", f"outputs: {outputs}")):
        file.write_text(asked, encoding="utf-8")
        read = read_study(file)
        design = design_of(read)
        before = [p.stat().st_mtime_ns for p in sorted((tmp_path / "out" / "blocks").glob("*"))]
        run_plan(plan_of(read, design), tmp_path / "out", design=design)
        write_sensitivity(tmp_path / "out")
    assert [p.stat().st_mtime_ns for p in sorted((tmp_path / "out" / "blocks").glob("*"))] == before
    assert SweepSet.open(tmp_path / "out").manifest.study["study"]["outputs"] != ["y"]
    table = pd.read_csv(tmp_path / "out" / FOLDER / "indices.csv")
    assert set(table["output"]) == {"y_2021_2021"}
    assert [p.name for p in (tmp_path / "out" / FOLDER).glob("*_y_*") if "2021" not in p.name] == []
