"""`fertsim scenario`: what is listed, every fault of a file, the rules that decide, and two scenarios side by side."""

import re
from pathlib import Path

import pytest

from sim.measures.birth_budgets import birth_budgets
from tests.cli.test_bad_input import fertsim, refused

HEAD = "title_zh: 甲\ntitle_en: mine\nmeaning: m\n"
MINE = f"""{HEAD}extends: plan
set:
  childcare_allowance: 10000
  birth_grant:
    - {{from: 2026-01, to: 2030-12, value: 20000, birth_order: 3+}}
    - {{from: 2026-07, value: 30000, county: 诸暨市, announced: 2026-03}}
doses: {{places_per_1000: 0.5}}
"""
FAULTY = f"""{HEAD}extends: plan
layerz: [base]
plan_delay_months: -3
set:
  childcare_alowance: 10000
  birth_grant:
    - {{from: 2026-13, value: 20000}}
    - {{from: 2026-07, value: many}}
doses: {{places_per_1000: 9}}
"""


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def columns(line: str) -> list[str]:
    return re.split(r"\s{2,}", line.strip())


def test_the_list_says_what_each_builds_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    write(tmp_path, MINE)
    write(tmp_path, FAULTY, "faulty.yml")
    assert fertsim(monkeypatch, "scenario", "list", tmp_path) == 0
    lines = [columns(line) for line in capsys.readouterr().out.splitlines()]
    assert ["plan", "in_force", "方案全面落实 · the plan, met on time"] in lines
    assert ["frozen_2020", "-", "2020年规则不变 · rules of 2020 for ever"] in lines
    assert lines[-1] == ["mine.yaml", "plan", "甲 · mine"]
    assert lines[-2][2].startswith("no scenario: faulty.yml, line 5: unknown entry 'layerz'")


def test_a_whole_file_is_told_and_every_fault_of_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mine, faulty = write(tmp_path, MINE), write(tmp_path, FAULTY, "faulty.yaml")
    assert fertsim(monkeypatch, "scenario", "check", mine) == 0
    assert capsys.readouterr().out == (
        f"{mine}: no fault; 3 rules and 1 dose of childcare_allowance, birth_grant, places_per_1000, dated from 2026-01"
        " to 2030-12; builds on plan; layers base, in_force, plan.\n"
    )
    assert fertsim(monkeypatch, "scenario", "check", mine, faulty) == 2
    printed = capsys.readouterr()
    assert printed.out.count("no fault") == 1
    told = printed.err.splitlines()
    assert [re.match(r"fertsim: faulty\.yaml, line (\d+): .*[.?]$", line)[1] for line in told] == [  # type: ignore[index]
        "5", "6", "8", "10", "11", "12",
    ]  # fmt: skip
    assert "did you mean 'layers'?" in told[0]
    assert "did you mean 'childcare_allowance'?" in told[2]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("county: 诸暨市", "unknown county"),
        ("2026-07", "2016-07 is before the run starts"),
        ("{from: 2026-07, value: 30000, county: 诸暨市, announced: 2026-03}", "has two rules from 2026-01"),
    ],
)
def test_counties_and_dates_are_checked_for_a_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, named: str
) -> None:
    other = {"county: 诸暨市": "county: Zhuju", "2026-07": "2016-07"}.get(
        text, "{from: 2026-01, value: 3, birth_order: 3+}")
    broken = MINE.replace(text, other).replace("announced: 2026-03", "announced: 2016-03" if "2016" in other else "")
    message = refused(monkeypatch, capsys, "scenario", "check", write(tmp_path, broken.replace(", }", "}")))
    assert message.startswith("fertsim: mine.yaml, line 9: ")
    assert named in message


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["show", "plam"], "plam: there is no such scenario; did you mean 'plan'?"),
        (["check", "plam"], "did you mean 'plan'?"),
        (["diff", "plan", "in_farce"], "did you mean 'in_force'?"),
        (["show", "plan:33"], "no lever has the plan item 33"),
        (["show", "plan", "--lever", "birthgrant"], "--lever: unknown lever 'birthgrant'; did you mean 'birth_grant'?"),
        (["diff", "plan", "in_force", "--year", "2036"], "--year: 2036 is outside 2022 to 2035"),
        (["diff", "plan", "in_force", "--year", "2021"], "--year: 2021 is outside 2022 to 2035"),
        (["list", "nowhere"], "nowhere: there is no such folder"),
        (["check", "plan", "--place", "atlantis"], "no data pack"),
        (["check", "plan", "--from", "2015"], "--from: 2015 is no census year"),
        (["check"], "'files'"),
        (["shwo"], "shwo"),
    ],
)
def test_mistakes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    assert named in refused(monkeypatch, capsys, "scenario", *arguments)


def test_the_nearest_file_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mine = write(tmp_path, MINE)
    assert f"did you mean '{mine}'?" in refused(monkeypatch, capsys, "scenario", "show", tmp_path / "mime.yaml")


def test_rules_are_shown_with_where_they_come_from(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A dated rule of the plan, a set one of a county, a set value that covers all others, and a dose."""
    mine = write(tmp_path, MINE)
    assert fertsim(monkeypatch, "scenario", "show", mine) == 0
    lines = [columns(line) for line in capsys.readouterr().out.splitlines()]
    allowance = [line for line in lines if line[0] == "childcare_allowance"]
    assert allowance == [["childcare_allowance", "all", "all", "start", "...", "10,000", "yuan per year and child",
                          "at once", "always", "set (mine.yaml, line 6)"]]  # fmt: skip
    grants = [line for line in lines if line[0] == "birth_grant"]
    assert grants[-1] == ["birth_grant", "Zhuji", "all", "2026-07", "...", "30,000", "yuan once", "at once", "2026-03",
                          "set (mine.yaml, line 9)"]  # fmt: skip
    assert grants[-2][2:6] == ["3+", "2026-01", "2030-12", "20,000"]
    assert ["birth_grant", "Zhuji", "3+", "2023-12", "...", "20,000"] in [line[:6] for line in grants]
    assert [line[9] for line in lines if line[0] == "places_per_1000"][-1] == "plan, dose 0.5"


def test_frozen_rules_and_delays_are_resolved(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under the rules of 2020 nothing dated later decides; five years late, the plan's rows begin five years later."""
    assert fertsim(monkeypatch, "scenario", "show", "frozen_2020", "--lever", "birth_permission") == 0
    shown = capsys.readouterr().out
    assert "2016-01" in shown
    assert "2021-06" not in shown
    for scenario, begins in (("plan", "2024-01"), ("delay_5y", "2029-01")):
        assert fertsim(monkeypatch, "scenario", "show", scenario, "--lever", "retraining_coverage") == 0
        last = [columns(line) for line in capsys.readouterr().out.splitlines() if line.startswith("retraining")][-1]
        assert last[3:8] == [begins, "...", "0.2", "share", "24 months"]


@pytest.mark.compiled
def test_two_scenarios_side_by_side(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """National law gives a grant of nothing, the other of 20,000 from 2026-01: C, whose third child it is, has it."""
    text = f"{HEAD}extends: national_only\nset:\n  birth_grant: [{{from: 2026-01, value: 20000, birth_order: 3+}}]\n"
    mine = write(tmp_path, text)
    assert fertsim(monkeypatch, "scenario", "diff", "national_only", mine, "--year", "2029") == 0
    printed = capsys.readouterr().out
    rules = printed[printed.index("Rules that decide") : printed.index("Values by year")]
    assert [columns(line)[:2] for line in rules.splitlines()[2:] if line] == [["mine", "birth_grant"]]
    values = [columns(line) for line in printed[printed.index("Values by year") :].splitlines()[2:5]]
    assert values == [["2020", "2026"], ["national_only", "0", "0"], ["mine", "0", "0..20,000"]]
    cash = [columns(line) for line in printed.splitlines() if line.startswith("savings")]
    found = [birth_budgets("shaoxing", name, 2029)["C"].budget.cash for name in ("national_only", str(mine))]
    assert [row[3] for row in cash] == ["+0", "+0", f"{found[1] - found[0]:+,.0f}", "+0"]  # A, B, C; D has no hukou
    assert 8_000 < found[1] - found[0] < 20_000  # taken up by some, in yuan of 2020


@pytest.mark.compiled
def test_the_year_decides_which_rules_couples_know() -> None:
    """The law's allowance of 2025 was made known in that year: a birth of 2024 brings C less than one of 2027."""
    early, late = (birth_budgets("shaoxing", "national_only", year)["C"].budget.benefits for year in (2024, 2027))
    assert early == 0.0
    assert late > 500.0


def test_a_scenario_and_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fertsim(monkeypatch, "scenario", "diff", "plan", "plan") == 0
    assert capsys.readouterr().out.startswith("plan and plan have the same rules")


def test_the_same_rules_may_give_other_values_and_others_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nursery places come from .5 to 2.5 in 32 even steps from 2019-05: frozen in 2020-12 at 20 of them, in
    2021-03 at 23. A dose of 0 is the base scenario."""
    monkeypatch.setattr("sim.measures.birth_budgets.birth_budgets", lambda *asked: {})
    monkeypatch.setattr("experiments.wording.scenario_diff.COUPLES", {})
    one = write(tmp_path, f"{HEAD}rules_frozen_after: 2020-12\n", "one.yaml")
    other = write(tmp_path, f"{HEAD}rules_frozen_after: 2021-03\n", "other.yaml")
    assert fertsim(monkeypatch, "scenario", "diff", one, other) == 0
    printed = capsys.readouterr().out
    assert "none: the same rules give other values" in printed
    table = printed[printed.index("places_per_1000") :].splitlines()[1:4]
    assert [columns(line) for line in table] == [
        ["2020", "2021"], ["one", "1.75", "1.75"], ["other", "1.75", "1.9375"]]  # .5 + 2 x 20 / 32, .5 + 2 x 23 / 32
    dosed = write(tmp_path, f"{HEAD}extends: national_only\ndoses: {{birth_grant: 0}}\n", "dosed.yaml")
    assert fertsim(monkeypatch, "scenario", "diff", "national_only", dosed) == 0
    assert "none: in every December each lever has the same value" in capsys.readouterr().out
