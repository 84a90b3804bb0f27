"""Every mistake of a user is one sentence on stderr and exit status 2; nothing is written."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from experiments.cli import main
from sim.places.pack import PLACES
from tests import synthetic


def fertsim(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int | str | None:
    """Exit status of a command line, run in this process."""
    monkeypatch.setattr(sys, "argv", ["fertsim", *(str(a) for a in arguments)])
    with pytest.raises(SystemExit) as stopped:
        main()
    return stopped.value.code


def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The one sentence with which a command line is refused."""
    assert fertsim(monkeypatch, *arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1, printed.err
    assert re.search(r"[^.?!][.?!]\n\Z", printed.err), printed.err
    return printed.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--scenario", "golden_age"], "golden_age"),
        (["--scenario", "nowhere.yaml"], "nowhere.yaml"),
        (["--future", "rosy"], "rosy"),
        (["--county", "Hangzhou"], "Hangzhou"),
        (["--place", "atlantis"], "atlantis"),
        (["--from", "2009"], "2009"),
        (["--from", "2015"], "2015"),
        (["--to", "2019"], "2019"),
        (["--to", "2036"], "2036"),
        (["--sample", "0"], "0"),
        (["--sample", "2"], "2"),
        (["--sample", "1/2000"], "1/2000"),
        (["--sample", "a few"], "a few"),
        (["--sample", "1/0"], "1/0"),
        (["--seeds", "0"], "0"),
        (["--seeds", "many"], "--seeds"),
        (["--workers", "0"], "0"),
        (["--threads", "0"], "0"),
        (["--wish", "3"], "--wish"),
    ],
)
def test_bad_arguments(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: list[str],
    named: str,
) -> None:
    small = [] if "--sample" in arguments else ["--sample", "1/1000"]
    message = refused(monkeypatch, capsys, "run", *small, "--out", tmp_path / "out", *arguments)
    assert named in message
    assert not (tmp_path / "out").exists()


def test_broken_scenario_file_names_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("title_zh: 测试\ntitle_en: [unfinished\nmeaning: x\n", encoding="utf-8")
    message = refused(monkeypatch, capsys, "run", "--scenario", broken, "--out", tmp_path / "out")
    assert "broken.yaml" in message
    assert "line 3" in message
    assert not (tmp_path / "out").exists()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped data pack to spoil."""
    return Path(shutil.copytree(PLACES / "shaoxing", tmp_path / "pack"))


def spoil(table: Path, change: dict[str, str]) -> None:
    """Change cells of the first row of a table."""
    lines = table.read_text(encoding="utf-8").splitlines()
    header, cells = lines[0].split(","), lines[1].split(",")
    for column, value in change.items():
        cells[header.index(column)] = value
    table.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "named"), [("-4", "population.csv"), ("999999", "population"), ("few", "population.csv")]
)
def test_bad_counts_in_a_table(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    pack: Path,
    value: str,
    named: str,
) -> None:
    spoil(pack / "population.csv", {"value": value})
    assert named in refused(monkeypatch, capsys, "run", "--place", pack, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_missing_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, pack: Path
) -> None:
    (pack / "mortality.csv").unlink()
    assert "mortality.csv" in refused(monkeypatch, capsys, "run", "--place", pack, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_unwritable_output(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    message = refused(monkeypatch, capsys, "run", "--sample", "1/1000", "--out", tmp_path / "file" / "out")
    assert "cannot be written" in message


def test_output_folder_of_other_inputs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    synthetic.write(tmp_path / "out", synthetic.manifest())
    before = sorted(tmp_path.rglob("*"))
    message = refused(monkeypatch, capsys, "run", "--sample", "1/1000", "--out", tmp_path / "out")
    assert "other inputs" in message
    assert sorted(tmp_path.rglob("*")) == before


def test_report_of_no_run_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "holds no run set" in refused(monkeypatch, capsys, "report", tmp_path)


def test_report_of_unknown_county(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    synthetic.write(tmp_path / "out", synthetic.manifest())
    message = refused(monkeypatch, capsys, "report", tmp_path / "out", "--county", "萧山区")
    assert "330602 越城区 Yuecheng" in message


def test_changes_of_no_run_and_of_an_unknown_county(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "holds no run set" in refused(monkeypatch, capsys, "changes", tmp_path)
    synthetic.write(tmp_path / "out", synthetic.manifest())
    message = refused(monkeypatch, capsys, "changes", tmp_path / "out", "--county", "萧山区")
    assert "330602 越城区 Yuecheng" in message
    assert not (tmp_path / "out" / "births_changes.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("national_only",), "moves no lever away from national_only"),
        (("plan.yaml",), "plan.yaml cannot be taken apart by plan items; allowed are"),
        (("plan:7",), "plan:7 cannot be taken apart"),
        (("plan", "--seeds", "0"), "--seeds"),
        (("plan", "--sample", "2"), "sample"),
        (("plan", "--future", "bright"), "bright"),
        (("plan", "--draws", "some"), "'some' is no number of draws"),
        (("plan", "--to", "2019"), "2019"),
        (("plan", "--workers", "0"), "--workers: 0"),
        (("plan", "--place", "nowhere"), "nowhere"),
    ],
)
def test_attributions_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...],
    told: str,
) -> None:
    out = tmp_path / "out"
    assert told in refused(monkeypatch, capsys, "attribute", *arguments, "--out", out)
    assert not out.exists()


@pytest.mark.parametrize(("name", "told"), [
    ("plan:", "'plan:' names no items"), ("plan:3,3", "names no items"), ("plan:3,-7", "names no items"),
    ("plan:99", "no lever has the plan item 99; allowed are"), ("plan:３", "names no items"),
    ("best:3", "unknown scenario 'best:3'"), ("only_7:3", "no lever has the plan item 3; allowed are 7"),
])  # fmt: skip
def test_items_of_a_scenario_that_are_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, told: str
) -> None:
    assert told in refused(monkeypatch, capsys, "run", "--scenario", name, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_help_is_no_mistake(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fertsim(monkeypatch, "run", "--help") == 0
    assert "--scenario" in capsys.readouterr().out
    assert fertsim(monkeypatch) == 0
    assert "report" in capsys.readouterr().out
