"""Mistakes in what is asked of stored runs: one sentence, exit status 2, and nothing written."""

from pathlib import Path

import pytest

from tests import synthetic
from tests.cli.test_bad_input import fertsim, refused


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["store", "query", "nowhere", "SELECT 1"], "nowhere holds no sweep and no run set"),
        (["store", "export", "run", "--to", "spss"], "--to: there is no format 'spss'"),
        (["store", "export", "run", "--to", "stata", "--lang", "fr"], "--lang: there is no language 'fr'"),
        (["store", "query", "run", "SELECT nope FROM runs"], "nope"),
        (["store", "query", "run", "DELETE FROM runs"], "one statement that reads"),
        (["sweep", "run", "--run", "3"], "is the manifest of a run set, not of a sweep"),
        (["sweep", "nowhere", "--run", "3"], "nowhere holds no sweep"),
        (["sweep", "ishigami"], "--out is missing"),
        (["frontier", "nowhere", "--out", "out"], "nowhere holds no sweep"),
        (["discover", "nowhere", "--where", "births < 0"], "nowhere holds no sweep"),
        (["rank", "nowhere", "--out", "out"], "nowhere holds no attribution"),
    ],
)
def test_one_sentence_and_nothing_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str],
    named: str,
) -> None:
    synthetic.write(tmp_path / "run", synthetic.manifest(seeds=(1,)))
    before = sorted(path for path in tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    assert named in refused(monkeypatch, capsys, *arguments)
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_an_answer_is_printed_as_csv(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    synthetic.write(tmp_path / "run", synthetic.manifest(seeds=(1,)))
    sql = "SELECT year, births FROM runs WHERE year = 2025"
    assert fertsim(monkeypatch, "store", "query", tmp_path / "run", sql, "--csv") == 0
    assert capsys.readouterr().out == "year,births\n2025,48050.0\n"
