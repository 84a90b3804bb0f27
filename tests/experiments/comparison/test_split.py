"""Tables and sentences of a split, from synthetic runs: with repeats, without, with further runs, and told again."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.commands.options import further_months
from experiments.comparison.compared import Comparison, write_index
from experiments.comparison.further import FOLDER, RULES, STARTS, n_further_months, run_further
from experiments.comparison.report import write_comparison
from experiments.comparison.split import COUNTIES, SPLIT, split_sentences, split_table
from sim.errors import UserError
from sim.parameters import Parameters
from sim.runs import runner
from sim.runs.manifest import Manifest
from sim.runs.runset import Unfinished, prepare_run_set
from sim.settings import RunSettings
from tests import synthetic
from tests.official import faults
from tests.sim.runs import makers

N_DRAWS = 24
SEEDS = tuple(range(1, N_DRAWS + 13))
"""Draws 1 to 12 run twice."""
CITY_BIRTHS = 15 * 50


def births_of(seed: int, draw: int, start: int) -> int:
    """First births that the plan adds in the first county a year: much by the draw, some by start and seed."""
    rng = np.random.default_rng((seed, start))
    return 60 + 4 * draw + 6 * (start % 3) + int(rng.integers(-6, 7))


def write(folder: Path, seeds: tuple[int, ...], n_draws: int, start: int = 1, rule: str = "utility") -> Comparison:
    """A synthetic comparison in a folder."""
    used = makers.draws(n_draws).used(seeds, Parameters()) if n_draws else None
    for label in ("plan", "national_only"):
        described = synthetic.manifest(seeds, scenario=label, draws=used)
        settings = described.settings | {"population_seed": start, "birth_rule": rule}
        _write_runs(folder / label, described.model_copy(update={"settings": settings}), start, rule)
    write_index(folder, ("plan", "national_only"))
    return Comparison.open(folder)


def _write_runs(folder: Path, described: Manifest, start: int, rule: str) -> None:
    unfinished = Unfinished(prepare_run_set(folder, described))
    for position, seed in enumerate(described.seeds):
        draw = described.draws.of_seeds[position] if described.draws else 10
        extra = births_of(seed, draw, start) if described.scenario == "plan" and rule != "hazard" else 0
        made = {n: synthetic.counts(0, n, extra * (n == 12)) for n in set(described.months_in_year.values())}
        synthetic.add_run(unfinished, seed, {year: made[n] for year, n in described.months_in_year.items()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("split")
    write(out, SEEDS, N_DRAWS)
    for start in (2, 3, 4):
        write(out / FOLDER / STARTS / str(start), (1, 2, 3, 25, 26, 27), N_DRAWS, start)
    for rule in ("utility", "hazard"):
        write(out / FOLDER / RULES / rule, (1, 2, 3, 4), 0, rule=rule)
    return out


def test_every_part_is_told(folder: Path) -> None:
    table = split_table(Comparison.open(folder), folder)
    births = table[table["figure"] == "births_added"].set_index("part")
    assert births.loc["all", "value"] == pytest.approx(CITY_BIRTHS * (60 + 6 + 4 * (300 + 78) / 36), rel=0.02)
    own = Comparison.open(folder).table("births")
    row = own[(own["against"] == "national_only") & (own["span"] == "2021-2035")].iloc[0]
    assert births.loc["all", ["value", "lower", "upper"]].tolist() == pytest.approx(row[["mean", "lower", "upper"]])
    cost = table[table["figure"] == "cost_per_birth"].set_index("part")
    assert cost.loc["start_population", "spread"] == 0  # told: no scenario of these runs has money of its own
    parts = births.loc[["simulation", "start_population", "parameters", "rest"]]
    assert parts["share"].sum() == pytest.approx(1)
    assert parts.loc["parameters", "share"] > 0.8  # draws differ by 28 births a year, seeds by 4, starts by 6
    assert 0 < parts.loc["simulation", "share"] < 0.05
    assert births.loc["strongest", "name"] in makers.NAMES  # all columns of these draws are one
    assert np.isnan(births.loc["trend", "share"])  # none was drawn
    rival = births.loc["structure"]
    assert (rival["name"], rival["value"] < 0) == ("hazard", True)


def test_sentences_say_all_of_it_in_both_languages(folder: Path) -> None:
    table = split_table(Comparison.open(folder), folder)
    first = table[(table["part"] == "all") & (table["figure"] == "births_added")].iloc[0]
    for language, words in {
        "en": ("the 90 % equal-tailed interval; standard error", "chance of the small sample, ±", "taken out",
               "simulation ", "start population", "hazard −", "2021-2035"),
        "zh": ("90%等尾区间，标准误", "小样本偶然性±", "已剔除", "样本偶然性", "起始人口",
               "固定概率规则比效用规则−"),
    }.items():
        for word in words:
            assert word in first[f"sentence_{language}"], word
    assert [fault for text in table["sentence_zh"] for fault in faults(text)] == []
    short = split_sentences(Comparison.open(folder))
    assert short["en"].startswith("Births added 2021-2035 by “the plan, met on time”")
    assert "only”: Variance of one run: " in short["en"]
    assert "出生人数：单次运行方差构成" in short["zh"]


@pytest.mark.usefixtures("undrawn")
def test_report_writes_the_same_again(folder: Path) -> None:
    text = write_comparison(Comparison.open(folder), folder)
    first = {name: (folder / name).read_bytes() for name in (SPLIT, COUNTIES)}
    assert "Variance of one run" in text
    assert "uncertainty, 90 % equal-tailed, paired" in text
    assert write_comparison(Comparison.open(folder), folder) == text
    assert {name: (folder / name).read_bytes() for name in first} == first
    table = pd.read_csv(folder / "comparison.csv")
    added = table[(table["indicator"] == "births") & (table["against"] == "national_only")]
    assert (added["chance"] > 0).all()
    assert (added["standard_error"] > 0).all()


@pytest.mark.usefixtures("undrawn")
def test_counties_that_can_be_told_from_nothing(folder: Path) -> None:
    text = write_comparison(Comparison.open(folder), folder)
    counties = pd.read_csv(folder / COUNTIES).set_index("county_code")
    assert counties.loc[330602, "told_from_0"]
    assert not counties.loc[330603:, "told_from_0"].any()
    assert "told from 0: Yuecheng +" in text
    assert "not told from 0: Keqiao 0 (0 to 0)" in text


@pytest.mark.usefixtures("undrawn")
def test_without_repeats_the_sentence_says_that_nothing_is_split(tmp_path: Path) -> None:
    once = write(tmp_path / "once", tuple(range(1, N_DRAWS + 1)), N_DRAWS)
    text = write_comparison(once, tmp_path / "once")
    assert "chance of the small sample included" in text
    assert "Too few draws were run with a second seed (0 runs; it takes 5)" in text
    assert "无法与参数分开" in str(pd.read_csv(tmp_path / "once" / SPLIT)["sentence_zh"][0])
    assert np.isnan(pd.read_csv(tmp_path / "once" / "comparison.csv")["chance"]).all()


@pytest.mark.usefixtures("undrawn")
def test_without_draws_there_is_no_split(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain", (1, 2, 3), 0)
    write_comparison(plain, tmp_path / "plain")
    assert not (tmp_path / "plain" / SPLIT).exists()


def test_further_runs_are_looked_for_and_not_asked_for(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns(FOLDER))
    table = split_table(Comparison.open(tmp_path / "copy"), tmp_path / "copy")
    said = table["sentence_en"].iloc[0]
    assert "start population's part was not estimated (run with --split)" in said
    assert "Other birth rules were not run" in said
    assert table[table["part"] == "structure"].empty


def test_further_runs_are_planned_and_gone_on_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Six starts of three draws with two seeds each, three rules of eight seeds, each of two scenarios."""
    jobs: list[runner.Job] = []
    monkeypatch.setattr(runner, "_ended", lambda wanted, *_: jobs.extend(wanted) or iter(()))
    monkeypatch.setattr(runner.RunSet, "open", lambda directory: None)
    main = RunSettings(scenario="plan", sample="1/1000", end_year=2021)
    run_further(main, "national_only", tmp_path, makers.draws(), 1, None)
    assert n_further_months(main) == len(jobs) * runner.n_months(main)
    starts, rules = jobs[:72], jobs[72:]
    assert {job.settings.population_seed for job in starts} == set(range(101, 107))
    assert {job.seed for job in starts} == {1, 2, 3, 25, 26, 27}
    assert {job.draw for job in starts} == {1, 2, 3}
    assert {job.draw for job in rules} == {0}
    assert [job.settings.birth_rule for job in rules].count("hazard") == 16
    assert {job.settings.scenario for job in jobs} == {"plan", "national_only"}
    assert {one.name for one in (tmp_path / FOLDER / RULES).iterdir()} == {"utility", "budget_threshold", "hazard"}


def test_split_needs_draws_and_a_base() -> None:
    settings = RunSettings()
    with pytest.raises(UserError, match="name one with --against"):
        further_months(settings, None, makers.draws())
    with pytest.raises(UserError, match="take no parameter draws"):
        further_months(settings, ["national_only"], None)
