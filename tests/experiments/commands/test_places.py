"""`fertsim place`: exit status and words of each command."""

from pathlib import Path
from shutil import copytree

import pytest

from experiments.cli import main
from sim.places.pack import PLACES


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Exit status of a command."""
    monkeypatch.setattr("sys.argv", ["fertsim", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_new_and_check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "zhoushan"
    assert called(monkeypatch, "place", "new", "Zhoushan", "--from-census", "--out", str(folder)) == 0
    assert "舟山市 Zhoushan, 4 counties" in capsys.readouterr().out
    assert called(monkeypatch, "place", "check", str(folder)) == 0
    assert capsys.readouterr().out.endswith("all 40 tables are whole\n")
    assert called(monkeypatch, "place", "new", "330900", "--from-census", "--out", str(folder)) == 2
    assert "it is there already" in capsys.readouterr().err


def test_check_ends_with_2_where_something_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:
    folder = copytree(PLACES / "shaoxing", tmp_path / "copy")
    (folder / "wages.csv").unlink()
    assert called(monkeypatch, "place", "check", str(folder)) == 2
    assert "wages.csv is missing" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "message"), [
    (("new", "330400"), "name what it is made from; --from-census is what there is"),
    (("new", "Nanjing", "--from-census"), "this is no city of the county tables"),
    (("new", "330400", "--from-census", "--name", "A b"), "--name A b: this is no name of a pack"),
    (("check", "nowhere"), "holds no data pack"),
    (("check", "shaoxing", "--fit", "2"), "sample"),
])  # fmt: skip
def test_mistakes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str,
) -> None:
    assert called(monkeypatch, "place", *arguments) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(monkeypatch, "place", "list") == 0
    assert "330400 嘉兴市 Jiaxing (7 counties)" in capsys.readouterr().out
