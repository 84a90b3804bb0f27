"""Commands of sweeps: mistakes are one sentence and exit 2 with nothing written; failed runs are exit 1."""

import re
from pathlib import Path

import pytest

from sim.measures import models
from sim.runs.plan import PlannedRun
from sim.settings import RunSettings
from tests.cli.test_bad_input import fertsim, refused
from tests.experiments.sensitivity.test_sensitivity import ishigami
from tests.experiments.study.test_study import BAD, GOOD
from tests.experiments.study.test_trial import of_two


@pytest.mark.parametrize("command", ["check", "sweep"])
@pytest.mark.parametrize("mistake", BAD)
def test_bad_studies(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, mistake: str, command: str
) -> None:
    (before, after), line, named = BAD[mistake]
    file = tmp_path / "trial.yaml"
    file.write_text(GOOD.replace(before, after, 1), encoding="utf-8")
    arguments = ["study", "check", file] if command == "check" else ["sweep", file, "--out", tmp_path / "out"]
    message = refused(monkeypatch, capsys, *arguments)
    assert f"trial.yaml, line {line}: " in message
    assert named.split(";")[0] in message
    assert [path.name for path in tmp_path.iterdir()] == ["trial.yaml"]


def test_a_study_checked_swept_and_analysed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, out = tmp_path / "trial.yaml", tmp_path / "out"
    file.write_text(ishigami("sobol", 16), encoding="utf-8")
    assert fertsim(monkeypatch, "study", "check", file, "--workers", "1") == 0
    printed = capsys.readouterr().out
    assert "runs     96: 96 points x 1 seeds" in printed
    assert re.search(r"^disk     about [\d.]+ MB: ", printed, re.MULTILINE)
    memory = re.search(r"^memory   about ([\d,]+) MB in one process$", printed, re.MULTILINE)
    assert memory is not None
    assert 50 < int(memory[1].replace(",", "")) < 20_000
    assert fertsim(monkeypatch, "study", "check", file, "--workers", "2") == 0
    told = re.search(r"^memory   about (.+) MB: (.+) MB in the parent, (.+) MB in each of 2 workers$",
                     capsys.readouterr().out, re.MULTILINE)  # fmt: skip
    assert told is not None
    total, parent, worker = (int(number.replace(",", "")) for number in told.groups())
    assert total == pytest.approx(parent + 2 * worker, abs=2)
    for now in (96, 0):
        assert fertsim(monkeypatch, "sweep", file, "--out", out, "--workers", "1") == 0
        assert f"96 of 96 runs in {out}" in (said := capsys.readouterr().out)
        assert f"; {now} of them now" in said
    assert fertsim(monkeypatch, "sensitivity", out) == 0
    assert "x2" in capsys.readouterr().out
    file.write_text(ishigami("sobol", 32), encoding="utf-8")
    assert fertsim(monkeypatch, "sweep", file, "--out", out, "--workers", "1") == 0
    assert f"192 of 192 runs in {out}" in (said := capsys.readouterr().out)
    assert "; 96 of them now" in said
    for other in (ishigami("sobol", 16), ishigami("sobol", 64).replace("n: 64", "n: 64, seed: 2")):
        file.write_text(other, encoding="utf-8")
        assert "a sweep of another study" in refused(monkeypatch, capsys, "sweep", file, "--out", out)
    assert "not the manifest of a run set" in refused(monkeypatch, capsys, "report", out)


def test_failed_runs_are_exit_1_and_the_same_line_mends_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def shaky(settings: RunSettings, run: PlannedRun) -> models.Outcome:
        if run.run == 7:
            raise ValueError("no luck")
        return models.ishigami(settings, run)

    file, out = tmp_path / "trial.yaml", tmp_path / "out"
    file.write_text(ishigami("sobol", 16), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=shaky))
        assert fertsim(patched, "sweep", file, "--out", out, "--workers", "1") == 1
    assert "1 runs failed" in (said := capsys.readouterr().err)
    assert "run 7: ValueError: no luck" in said
    assert "1 of 96 runs are missing" in refused(monkeypatch, capsys, "sensitivity", out)
    assert fertsim(monkeypatch, "sweep", file, "--out", out, "--workers", "1") == 0


@pytest.mark.filterwarnings("default")
def test_a_sweep_begins_with_a_word_on_who_moves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Once, before its first run; the study's check says the same."""
    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=of_two))
    file, out = tmp_path / "trial.yaml", tmp_path / "out"
    file.write_text(ishigami("sobol", 16), encoding="utf-8")
    for line, n_told in (
        (("study", "check", file), 1), (("sweep", file, "--out", out), 1), (("sweep", file, "--out", out), 0),
    ):  # fmt: skip
        assert fertsim(monkeypatch, *line, "--workers", "1") == 0
        said = capsys.readouterr().err
        assert said.count("fertsim: warning: x2 moves no output in its trial: y are the same at -3.14159, ") == n_told
        assert said.count("moves no output") == n_told


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--workers", "0"], "--workers"),
        (["--workers", "2", "--cluster", "tcp://127.0.0.1:9"], "give one of them"),
    ],
)
def test_bad_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str],
    named: str,
) -> None:
    assert named in refused(monkeypatch, capsys, "sweep", "ishigami", "--out", tmp_path / "out", *arguments)
    assert not (tmp_path / "out").exists()
    assert "holds no sweep" in refused(monkeypatch, capsys, "sensitivity", tmp_path)


def test_options_that_a_run_made_again_would_ignore_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Before the folder is looked at, which need not be there. With a study file its place is read."""
    file, out = tmp_path / "trial.yaml", tmp_path / "out"
    again = ("sweep", out, "--run", "3")
    for option, value in (("--workers", "2"), ("--cluster", "tcp://127.0.0.1:9")):
        assert f"{option}: " in refused(monkeypatch, capsys, *again, option, value)
    file.write_text(ishigami("sobol", 8), encoding="utf-8")
    assert fertsim(monkeypatch, "sweep", file, "--out", out, "--workers", "1") == 0
    assert fertsim(monkeypatch, *again) == 0
    assert "equal to the stored row" in capsys.readouterr().out
    with_study = ("sweep", file, "--out", out, "--run", "3")
    assert fertsim(monkeypatch, *with_study) == 0
    assert "equal to the stored row" in capsys.readouterr().out
    for line in (again, with_study):
        assert "the model ishigami has no place" in refused(monkeypatch, capsys, *line, "--place", "shaoxing")
