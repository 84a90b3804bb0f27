"""Mistakes about draws and futures: one sentence, exit status 2, nothing written."""

from pathlib import Path

import pytest

from tests.cli.test_bad_input import refused
from tests.sim.runs import makers


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with 24 draws."""
    return makers.place(tmp_path_factory.mktemp("places") / "drawn")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--draws", "some"], "'some' is no number of draws; allowed are a number, all, or none"),
        (["--draws", "-3"], "'-3'"),
        (["--draws", "0"], "0 is outside 1 to 24"),
        (["--draws", "25"], "25 is outside 1 to 24"),
        (["--draws", "9", "--seeds", "3"], "9 draws need as many runs"),
        (["--draws", "4", "--rule", "hazard"], "birth rule utility"),
        (["--future", "low", "--future", "low"], "low stands twice"),
        (["--future", "low", "--future", "rosy"], "unknown future 'rosy'"),
    ],
)
def test_bad_arguments(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, place: Path,
    arguments: list[str], named: str,
) -> None:  # fmt: skip
    message = refused(
        monkeypatch, capsys, "run", "--sample", "1/1000", "--place", place, "--out", tmp_path / "out", *arguments
    )
    assert named in message
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (makers.text().replace("money_weight", "wish"), "unknown name 'wish'"),
        (makers.text(3), "holds 3 draws; needed are 20"),
        (makers.text().replace("\n1,", "\n1,9"), "line 2"),
    ],
)
def test_bad_file_of_draws(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, named: str
) -> None:
    pack = makers.place(tmp_path / "pack")
    makers.write(pack, content)
    message = refused(monkeypatch, capsys, "run", "--sample", "1/1000", "--place", pack, "--out", tmp_path / "out")
    assert named in message
    assert "draws.csv" in message
    assert not (tmp_path / "out").exists()


def test_adopting_what_is_no_calibration(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, place: Path
) -> None:
    assert "holds no calibration" in refused(monkeypatch, capsys, "adopt", tmp_path, "--place", place)
    assert "atlantis" in refused(monkeypatch, capsys, "adopt", tmp_path, "--place", "atlantis")
