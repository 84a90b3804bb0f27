"""docs/scenarios.md: its files are read as they stand, from any folder, and show every entry that there is."""

import re
from pathlib import Path

import pytest

from experiments.docs.pages import DOCS
from experiments.schemas import keys
from experiments.schemas.scenario import FILE as SCENARIO_FILE
from experiments.schemas.study import FILE as STUDY_FILE
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from sim.measures.scenario_rules import decisive_rules
from sim.places.pack import load_pack
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario
from sim.settings import RunSettings
from tests.experiments.schemas.test_schemas import fits

TEXT = (DOCS / "scenarios.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```yaml\n# (\w+\.yaml)\n(.*?)```", TEXT, re.DOTALL))
STUDIES = [name for name, text in BLOCKS.items() if "factors:" in text]
SCENARIOS = [name for name in BLOCKS if name not in STUDIES]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of the page in a folder that is not the working directory."""
    folder, elsewhere = tmp_path / "files", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    for name, text in BLOCKS.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(elsewhere)
    return folder


def test_every_block_of_the_page_is_a_file() -> None:
    assert len(BLOCKS) == TEXT.count("```yaml") == 5
    assert len(STUDIES) == 2


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_read(files: Path, name: str) -> None:
    settings = RunSettings()
    paths = compile_paths(scenario(str(files / name)), load_pack(), settings.start_month, settings.end_month)
    assert any(decisive_rules(paths, lever) for lever in paths)
    assert fits(SCENARIO_FILE, files / name)


def test_a_base_is_looked_for_beside_the_file_that_names_it(files: Path) -> None:
    """Named by a path relative to another folder still; a base in a folder of its own, and its base beside it."""
    bases = files / "bases"
    bases.mkdir()
    (files / "larger_grant.yaml").rename(bases / "larger_grant.yaml")
    (bases / "middle.yaml").write_text(BLOCKS["larger_grant.yaml"].replace("plan\n", "larger_grant.yaml\n"))
    text = BLOCKS["dated.yaml"].replace("extends: larger_grant.yaml", "extends: bases/middle.yaml")
    (files / "dated.yaml").write_text(text, encoding="utf-8")
    made = scenario("../files/dated.yaml")
    assert made.layers == ("base", "in_force", "plan")  # the plan's, three files up
    assert [rule.value for rule in made.rules["birth_grant"]] == [10_000, 50_000, 20_000]


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_and_its_scenario_are_found_from_another_folder(files: Path, name: str) -> None:
    read = read_study(Path("../files") / name)
    assert fits(STUDY_FILE, files / name)
    if "scenario:" not in BLOCKS[name]:
        return
    assert read.study.scenario == str(files / "larger_grant.yaml")
    inner = files / "inner"
    inner.mkdir()
    (inner / name).write_text(BLOCKS[name].replace("larger_grant.yaml", "../larger_grant.yaml"), encoding="utf-8")
    assert read_study(f"../files/inner/{name}").study.scenario == str(files / "larger_grant.yaml")


def test_every_entry_stands_in_an_example() -> None:
    """As a key of a file, not in a table alone."""
    scenarios = "".join(BLOCKS[name] for name in SCENARIOS)
    studies = "".join(BLOCKS[name] for name in STUDIES)
    for words, text in (
        (keys.SCENARIO, scenarios), (keys.RULE, scenarios), (keys.STUDY, studies), (keys.DESIGN, studies),
        (keys.FACTOR, studies), (keys.OUTPUT, studies),
    ):
        assert [key for key in words if not re.search(rf"(^|[ {{]){key}:", text, re.MULTILINE)] == []


def test_the_example_study_makes_a_plan(files: Path) -> None:
    """Morris: 8 trajectories of 2 factors, a group and the dummy, 5 points each, 2 seeds; the other scenario beside."""
    read = read_study(files / STUDIES[0])
    runs = plan_of(read, design_of(read)).runs
    assert sum(run.scenario != "national_only" for run in runs) == 8 * 5 * 2
