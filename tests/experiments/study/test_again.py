"""One run of a stored sweep again: the same bits, what differs by hand, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.study.again import differences, plan_again, run_again, study_again, told
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from sim.errors import UserError
from sim.measures import models
from sim.runs.manifest import LISTED_LIBRARIES
from sim.runs.plan import PlannedRun
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

STUDY = (
    "title_zh: 检验\nmodel: ishigami\ndesign: {method: latin_hypercube, n: 12}\nfrom: 2020\nto: 2021\noutputs: [y]\n"
    "factors:\n  - parameter: x1\n    lower: -1.5\n  - parameter: x2\n  - parameter: x3\n"
)


@pytest.fixture
def sweep(tmp_path: Path) -> SweepSet:
    (tmp_path / "trial.yaml").write_text(STUDY, encoding="utf-8")
    read = read_study(tmp_path / "trial.yaml")
    design = design_of(read)
    return run_plan(plan_of(read, design), tmp_path / "out", design=design)


def test_a_run_again_is_the_stored_row(sweep: SweepSet) -> None:
    again = run_again(sweep, 7)
    assert again.differs == {}
    assert (again.n_years, again.n_columns) == (2, 1)
    assert again.run.parameters["x1"] == sweep.design()["value:x1"][7]
    assert told(again).endswith("2 years of 1 indicators: equal to the stored row to the bit.")


def test_a_run_that_gives_another_number_is_named_with_both(sweep: SweepSet, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(settings: RunSettings, run: PlannedRun) -> models.Outcome:
        found = models.ishigami(settings, run)
        return found | {"y": np.array([found["y"][0], np.nextafter(found["y"][1], np.inf)])}

    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=other))
    again = run_again(sweep, 7)
    assert list(again.differs) == ["y"]
    assert again.differs["y"].startswith("in 2021 stored ")
    assert "1 differ from the stored row" in told(again)


def test_differences_by_hand() -> None:
    stored = pd.DataFrame({"run": 3, "year": [2020, 2021], "a": [1.0, np.nan], "b": [0.0, 2.0]})
    assert differences(stored, {"year": np.array([2020, 2021]), "a": np.array([1.0, np.nan]),
                                "b": np.array([0.0, 2.0])}) == {}
    found = differences(stored, {"year": np.array([2020, 2021]), "a": np.array([1.0, 5.0]), "b": np.array([-0.0, 2.0])})
    assert found == {"a": "in 2021 stored nan, now 5", "b": "in 2020 stored 0, now -0"}
    assert list(differences(stored, {"year": np.array([2020]), "a": np.ones(1), "b": np.ones(1)})) == ["year"]


def test_other_code_data_libraries_and_runs_are_refused(sweep: SweepSet) -> None:
    libraries = dict.fromkeys(LISTED_LIBRARIES, "0.1")
    made_by_other_code = SweepSet(sweep.directory, sweep.manifest.model_copy(update={"code_hash": "0" * 64}))
    for number, found, told_of in (
        (12, sweep, "runs are 0 to 11"),
        (0, made_by_other_code, "other code"),
    ):
        with pytest.raises(UserError, match=told_of):
            run_again(found, number)
    with pytest.raises(UserError, match=r"made with mesa 0\.1; here is"):
        run_again(SweepSet(sweep.directory, sweep.manifest.model_copy(update={"libraries": libraries})), 0)


def test_other_data_are_refused(sweep: SweepSet, monkeypatch: pytest.MonkeyPatch) -> None:
    class OtherPack:
        hash = "0" * 64

    monkeypatch.setattr("experiments.study.again.load_pack", lambda place: OtherPack())
    with pytest.raises(UserError, match="made from other data of shaoxing"):
        run_again(sweep, 0)


def test_a_run_without_a_row_is_refused(sweep: SweepSet) -> None:
    (sweep.directory / "blocks" / "block-000003.parquet").unlink()
    with pytest.raises(UserError, match=r"run 3 has no row in .*: it was not made yet"):
        run_again(sweep, 3)


def test_what_is_no_study_or_another_one_is_refused(sweep: SweepSet, tmp_path: Path) -> None:
    described = json.loads(json.dumps(sweep.manifest.study))
    other = SweepSet(sweep.directory, sweep.manifest.model_copy(update={"study": {"name": "attribution of plan"}}))
    with pytest.raises(UserError, match="no sweep of a study file, but attribution of plan"):
        plan_again(other)
    described["study"]["scenario"] = "mine.yaml"
    with pytest.raises(UserError, match=r"the study's scenario is the file mine\.yaml"):
        plan_again(SweepSet(sweep.directory, sweep.manifest.model_copy(update={"study": described})))
    (tmp_path / "other.yaml").write_text(STUDY.replace("2021", "2022"), encoding="utf-8")
    with pytest.raises(UserError, match="holds a sweep of another study"):
        plan_again(sweep, read_study(tmp_path / "other.yaml"))


def test_a_sweep_of_a_folder_needs_the_folder_and_of_a_shipped_place_nothing(sweep: SweepSet) -> None:
    study = {"model": "city", "title_en": "t", "title_zh": "t", "place": "../mine", "from": 2020, "to": 2021,
             "design": {"method": "halton", "n": 4}, "outputs": ["births"], "factors": [{"dose": "birth_grant"}]}
    told = {"study": {"name": "t", "study": study}, "model": "city"}
    mine = SweepSet(sweep.directory, sweep.manifest.model_copy(update={**told, "place": "mine"}))
    with pytest.raises(UserError, match=r"made of mine, a place that does not ship; name its folder \(sweep DIR"):
        study_again(mine)
    assert study_again(mine, "shaoxing").settings.place == "shaoxing"
    shipped = SweepSet(sweep.directory, sweep.manifest.model_copy(update={**told, "place": "shaoxing"}))
    assert study_again(shipped).settings.place == "shaoxing"
