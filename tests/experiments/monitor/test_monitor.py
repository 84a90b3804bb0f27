"""From stored runs and a file to tables, charts and reports. The city and every figure are made up."""

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.monitor.declared import WATCHED
from experiments.monitor.fan import Fan, fan_of
from experiments.monitor.found import areas_of
from sim.errors import UserError
from sim.parameters import Parameters
from sim.runs.runset import RunSet
from tests import synthetic
from tests.experiments.briefing.makers import write_comparison
from tests.experiments.monitor import makers
from tests.sim.runs.makers import draws

SEEDS = tuple(range(1, 21))
WATCHED_YEARS = range(2031, 2034)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison of twenty draws."""
    used = draws(len(SEEDS)).used(SEEDS, Parameters())
    return write_comparison(tmp_path_factory.mktemp("runs"), SEEDS, draws=used)


@pytest.fixture(scope="module")
def base(stored: Path) -> Fan:
    """The fan without measures."""
    run_set = RunSet.open(stored / "national_only")
    return fan_of(run_set, areas_of(run_set.manifest))


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["fertsim", "monitor", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0


def test_the_fan_is_of_the_runs_in_residents(base: Fan) -> None:
    assert base.fitted_to == 2022
    assert base.years[0] == 2021
    births = 8 * 20 * 50  # of 100 women at each of 20 ages, one agent for 50 residents
    assert base.draws_of("births", 330681, 2030).mean() == pytest.approx(births, rel=5e-3)
    assert base.draws_of("population", 330681, 2030).mean() == pytest.approx(202 * 100 * 50, rel=1e-3)
    assert base.own_of("births", 330681, 2030) == pytest.approx(births, rel=0.02)
    assert base.expected[:, 1:].sum(axis=1) == pytest.approx(base.expected[:, 0])
    spread = base.draws_of("births", 330681, 2030).std() / births
    assert spread == pytest.approx(np.hypot(1 / 2000**0.5, WATCHED["births"].own_way), rel=0.4)  # 2,000 women of 20-39


def test_runs_of_one_set_of_parameters_are_no_fan(tmp_path: Path) -> None:
    run_set = synthetic.write(tmp_path / "runs", synthetic.manifest((1, 2)))
    with pytest.raises(UserError, match="holds 0 parameter draws, and a fan needs 20; make it with fertsim run"):
        fan_of(run_set, areas_of(run_set.manifest))


def test_a_file_against_stored_runs(
    stored: Path, base: Fan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = makers.medians(base, WATCHED_YEARS, {("births", makers.SHENGZHOU): 0.85})
    seen, out = makers.write_tidy(tmp_path / "made_up.csv", figures, b"\xef\xbb\xbf"), tmp_path / "out"
    asked = ("--against", str(stored), "--scenario", "national_only", "--lang", "zh,en", "--out", str(out))
    run(str(seen), *asked, monkeypatch=monkeypatch)
    printed = capsys.readouterr().out
    assert printed.startswith("预警：嵊州市2031")
    warned = pd.read_csv(out / "warnings.csv")
    assert set(warned[warned["level"] == "warning"]["area_code"]) == {makers.SHENGZHOU}
    assert warned["percent"].iloc[0] == pytest.approx(-15, abs=1)
    assert ((warned["family_probability"] <= 0.05) == (warned["level"] == "warning")).all()
    assert len(pd.read_csv(out / "fan.csv")) == 4 * 7 * len(base.years)
    assert len(pd.read_csv(out / "figures.csv")) == len(figures)
    told = pd.read_csv(out / "evaluation.csv").set_index("scenario")
    assert told.loc["plan", "verdict"] == "without"  # the synthetic plan adds a tenth of all births
    reports = {path.name for path in (out / "reports").iterdir()}
    assert reports == {f"{code}_2033_{lang}.md" for code in makers.AREAS.all for lang in ("zh", "en")}
    county = (out / "reports" / "330683_2033_zh.md").read_text(encoding="utf-8")
    assert county.startswith("# 嵊州市人口监测年度报告（2033年）")
    assert "预警：嵊州市" in county
    city = (out / "reports/330600_2033_en.md").read_text(encoding="utf-8")
    assert "Warning: births of residents of Shengzhou" in city
    assert "No warning and no notice" in (out / "reports/330602_2033_en.md").read_text(encoding="utf-8")
    assert len(list((out / "charts").glob("*.png"))) == 8


@pytest.mark.filterwarnings("default:made_up.csv")
def test_years_outside_the_projection_are_left_out_and_told(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = tmp_path / "made_up.csv"
    rows = "2019,全市,births,4.7,万人\n2022,全市,births,4.8,万人\n"
    seen.write_text(f"year,area,indicator,value,unit\n{rows}", encoding="utf-8")
    out = str(tmp_path / "out")
    run(str(seen), "--against", str(stored / "plan"), "--lang", "en", "--out", out, monkeypatch=monkeypatch)
    printed = capsys.readouterr()
    assert "figures of 2019 lie outside the projection's years 2021 to 2035" in printed.err
    assert "no figure is later than 2022, to which the draws were fitted; none is judged" in printed.err
    assert printed.out.startswith("The file holds no figures that can be judged.")


@pytest.mark.parametrize(("arguments", "message"), [
    ([], "name a FILE of figures and --against the folder of runs, or --template FILE"),
    (["a.csv", "--template", "b.csv"], "give a FILE to hold against runs or --template FILE to write, not both"),
    (["--template", "b.txt"], "allowed are names that end in .csv or .xlsx"),
    (["a.csv", "--against", "{stored}", "--scenario", "other"], "no 'other' in .*; allowed are plan, in_force"),
    (["a.csv", "--against", "{stored}"], "a.csv cannot be read: no such file"),
])  # fmt: skip
def test_mistakes_are_one_sentence(
    arguments: list[str], message: str, stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["fertsim", "monitor", *(one.format(stored=stored) for one in arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert re.search(message, told), told
    assert told.count("\n") == 1
    assert not list(tmp_path.iterdir())
