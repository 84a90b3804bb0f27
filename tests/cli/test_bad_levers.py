"""Every mistake in --set, --dose, --param, --rule, --against and explain is one sentence, and nothing is written."""

from pathlib import Path

import pytest

from tests.cli.test_bad_input import fertsim, refused

SMALL = ("run", "--sample", "1/1000", "--seeds", "1")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--set", "birthgrant=1000"], "did you mean 'birth_grant'"),
        (["--set", "birth_grant=1e9"], "out of bounds; allowed are 0 to 300000"),
        (["--set", "birth_grant=yes"], "no number [yuan once]"),
        (["--set", "birth_grant=plenty"], "'plenty'"),
        (["--set", "third_child_insured=2"], "allowed are yes and no"),
        (["--set", "birth_grant"], "write lever=value or lever@county=value"),
        (["--set", "birth_grant@Zhuju=1"], "did you mean 'zhuji'"),
        (["--set", "maternity_allowance_days@=1"], "write lever=value"),
        (["--set", "care_leave@Zhuji=20"], "is the same in all counties"),
        (["--set", "birth_grant=1000", "--set", "birth_grant=2000"], "has two rules from 2020-11"),
        (["--set", "birth_grant@Zhuji=1000", "--set", "birth_grant@330681=2"], "for county 330681"),
        (["--set", "birth_grant=1000", "--dose", "birth_grant=1"], "both a value and a dose"),
        (["--dose", "birth_grant=7"], "out of bounds; allowed are 0 to 5"),
        (["--dose", "third_child_insured=0.5"], "all or nothing"),
        (["--dose", "birth_grant=-1"], "out of bounds"),
        (["--dose", "birth_grant"], "write lever=x"),
        (["--dose", "birth_grant=0", "--dose", "birth_grant=1"], "has two doses"),
        (["--dose", "birthgrant=1"], "did you mean 'birth_grant'"),
        (["--param", "money_wieght=1"], "did you mean 'money_weight'"),
        (["--param", "money_weight=100"], "out of bounds"),
        (["--param", "money_weight=nan"], "out of bounds"),
        (["--param", "money_weight=high"], "'high' is no number"),
        (["--param", "money_weight"], "write name=value"),
        (["--param", "money_weight=1", "--param", "money_weight=2"], "has two values"),
        (["--rule", "astrology"], "allowed are utility, budget_threshold, hazard"),
        (["--against", "golden_age"], "golden_age"),
        (["--against", "national_only"], "national_only stands twice"),
        (["--scenario", "plan", "--against", "in_force", "--against", "in_force"], "in_force stands twice"),
    ],
)
def test_bad_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str],
    named: str,
) -> None:
    assert named in refused(monkeypatch, capsys, *SMALL, "--out", tmp_path / "out", *arguments)
    assert not (tmp_path / "out").exists()


def test_a_rule_before_the_start_names_file_and_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    early = tmp_path / "early.yaml"
    early.write_text(
        "title_zh: 早\ntitle_en: early\nmeaning: x\nextends: national_only\nset:\n"
        "  birth_grant:\n    - {from: 2015-01, value: 1000}\n", encoding="utf-8",
    )
    message = refused(monkeypatch, capsys, *SMALL, "--scenario", early, "--out", tmp_path / "out")
    assert "early.yaml, line 7" in message
    assert "2015-01 is before the run starts; allowed is 2020-11 or later" in message
    assert not (tmp_path / "out").exists()


def test_a_comparison_does_not_go_into_another_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    message = refused(monkeypatch, capsys, *SMALL, "--scenario", "plan", "--against", "in_force", "--out", tmp_path)
    assert "holds something else" in message
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "name a household by its number"),
        (["12", "--pick"], "name a household by its number"),
        (["--pick", "--lang", "fr"], "allowed are zh and en"),
        (["--pick", "--county", "Hangzhou"], "Hangzhou"),
        (["--pick", "--set", "birthgrant=1"], "did you mean 'birth_grant'"),
        (["--pick", "--age", "12"], "Nobody in the sample fits"),
        (["99999999"], "There is no household 99999999"),
    ],
)
def test_bad_explain(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    assert named in refused(monkeypatch, capsys, "explain", "--sample", "1/1000", *arguments)


def test_levers_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fertsim(monkeypatch, "levers") == 0
    assert "places_per_1000" in capsys.readouterr().out
    assert fertsim(monkeypatch, "levers", "birth_grant") == 0
    assert "一次性生育补助" in capsys.readouterr().out
    told = refused(monkeypatch, capsys, "levers", "birthgrant")
    assert told == "fertsim: unknown lever 'birthgrant'; did you mean 'birth_grant'?\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--check", "birthgrant"], "did you mean 'birth_grant'"),
        (["--check", "birth_grant", "--value", "1e9"], "out of bounds"),
        (["--value", "5"], "it goes with --check ID"),
        (["birth_grant", "--check", "birth_grant"], "name one lever"),
        (["--check", "nursing_leave"], "say with --value which value"),
    ],
)
def test_bad_checks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    assert named in refused(monkeypatch, capsys, "levers", *arguments)
