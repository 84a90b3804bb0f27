"""Frontier: what nothing beats by hand, the error at points held out, real runs of mixes of a known model, refusals."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.frontier.checked import fresh_seeds
from experiments.frontier.mixes import Mixes, best, frontier, held_out
from experiments.frontier.report import agreement, beaten_by, fitted, write_frontier
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from sim.errors import UserError
from sim.measures import models
from sim.runs.plan import PlannedRun
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

BIRTHS, YUAN = {"birth_grant": 100.0, "childcare_allowance": 300.0, "rent_subsidy": 0.0}, {
    "birth_grant": 1e6, "childcare_allowance": 9e6, "rent_subsidy": 5e6}  # fmt: skip
"""What a full dose of each lever adds to births and costs, a year, in a made-up city: 1 of them adds nothing."""
STUDY = """
title_zh: 三项
design: {method: latin_hypercube, n: 60}
factors:
  - dose: birth_grant
  - dose: childcare_allowance
  - dose: rent_subsidy
outputs: [births, public_money_real]
against: national_only
sample: 1/1000
to: 2022
"""


def known(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """Births and money by the doses, with the chance of a seed that a paired difference takes away, and some more."""
    years = np.arange(settings.start_year, settings.end_year + 1)
    chance = np.random.default_rng([run.seed, len(run.doses)])
    births = 5000 + run.seed % 7 + sum(BIRTHS[name] * dose for name, dose in run.doses.items()) + chance.normal(0, 5)
    money = 1e8 + sum(YUAN[name] * dose for name, dose in run.doses.items()) + chance.normal(0, 1e5)
    found = {name: np.zeros(len(years)) for name in models.INDICATORS}
    return {"year": years, **found, "births": np.full(len(years), births),
            "public_money_real": np.full(len(years), money)}  # fmt: skip


@pytest.fixture
def sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SweepSet:
    monkeypatch.setitem(models.MODELS, "city", models.MODELS["city"]._replace(run=known, n_starts=0))
    return swept(tmp_path, STUDY)


def swept(folder: Path, text: str) -> SweepSet:
    (folder / "trial.yaml").write_text(text, encoding="utf-8")
    read = read_study(folder / "trial.yaml")
    design = design_of(read)
    return run_plan(plan_of(read, design), folder / "out", design=design)


def test_what_nothing_beats_by_hand() -> None:
    """b costs as much as a for fewer births, d has fewer than c for more, e is c again."""
    births, money = np.array([10.0, 8, 20, 15, 20, 30]), np.array([5.0, 5, 9, 10, 9, 40])
    assert frontier(births, money).tolist() == [0, 2, 5]
    assert frontier(np.array([0.0]), np.array([0.0])).tolist() == [0]


def test_the_best_are_the_cheapest_that_reach_equal_steps() -> None:
    births = np.array([0.0, 10, 19, 30, 41, 60, 100])
    front = Mixes(births[:, None], births, births, births, births)
    assert best(front, 5).tolist() == [3, 4, 5, 6]  # 20: 30; 40: 41; 60: 60; 80 and 100: 100
    assert best(front, 1).tolist() == [6]


def test_who_is_beaten_in_real_runs() -> None:
    assert beaten_by(np.array([10.0, 20, 20]), np.array([5.0, 5, 6])) == ["2", "", "2"]


def test_the_error_held_out_is_the_chance_of_a_line() -> None:
    rng = np.random.default_rng(3)
    places = rng.random((120, 3))
    found = held_out(places, places @ [100.0, 300, 0] + rng.normal(0, 5, 120))
    assert found.chance == pytest.approx(5, rel=0.25)
    assert found.error == pytest.approx(5, rel=0.25)
    assert found.explained > 0.99
    with pytest.raises(UserError, match="needs 10 points or more to be fitted to; the sweep has 9"):
        held_out(places[:9], places[:9, 0])


def test_the_frontier_of_a_known_city(sweep: SweepSet) -> None:
    """The grant is cheaper a birth than the allowance, so it comes first; the subsidy adds nothing, and is not held but
    for chance at the very top."""
    fit = fitted(sweep, 4, "births", "public_money_real")
    assert fit.front.births.max() == pytest.approx(400, abs=8)
    within = (fit.front.births > 130) & (fit.front.births < 380)
    assert (fit.front.places[within, 0] > 0.9).all()
    assert (fit.front.places[within, 2] < 0.1).all()
    assert (fit.chosen.places[:, 2] == 0).all()  # a lever that brings nothing is spared
    assert (np.diff(fit.front.money) >= 0).all()
    assert (np.diff(fit.front.births) > 0).all()


def test_real_runs_beside_the_emulated_ones(sweep: SweepSet, tmp_path: Path) -> None:
    out = tmp_path / "frontier"
    text = write_frontier(sweep.directory, out, 3, 6, 1, "births", "public_money_real")
    table = pd.read_csv(out / "mixes.csv")
    expected = sum(BIRTHS[name] * table[name] for name in BIRTHS)
    np.testing.assert_allclose(table["births_mean"], expected, atol=8)
    np.testing.assert_allclose(table["money_mean"], sum(YUAN[name] * table[name] for name in YUAN), atol=3e5)
    np.testing.assert_allclose(table["births_emulated"], expected, atol=8)
    assert ((table["births_lower"] < table["births_mean"]) & (table["births_mean"] < table["births_upper"])).all()
    assert table["interval"].eq("simulation, paired").all()
    runs = SweepSet.open(out / "runs").rows()
    assert set(runs["seed"]).isdisjoint(sweep.rows()["seed"])
    assert len(runs.groupby(["point", "seed"])) == 6 * (len(table) + 1)
    assert "Error of the emulator at points held out (5 folds): births" in text
    assert (out / "frontier_zh.png").is_file()
    again = write_frontier(sweep.directory, out, 3, 6, 1, "births", "public_money_real")
    assert again == text


def test_agreement_is_told() -> None:
    table = pd.DataFrame({"births_mean": [100.0, 50], "births_lower": [90.0, 45], "births_upper": [110.0, 55],
                          "births_emulated": [120.0, 80], "births_emulated_lower": [105.0, 70],
                          "births_emulated_upper": [135.0, 90]})  # fmt: skip
    assert agreement(table) == (
        "Intervals of births meet in 1 of 2 mixes; real runs have 25 births a year fewer than emulated in the mean."
    )


def test_fresh_seeds_begin_after_the_last() -> None:
    design = pd.DataFrame({"first_seed": [11, 41, 21]})
    assert list(fresh_seeds(design, 3, 2)) == [43, 44, 45]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (STUDY.replace("against: national_only\n", ""), "compares with nothing; name a scenario under `against`"),
        (STUDY.replace("  - dose: rent_subsidy", "  - parameter: money_weight"), "varies the parameter money_weight"),
        (STUDY.replace("births, public", "tfr_2, public"), "--births: births is no output of trial; its outputs are"),
    ],
)
def test_what_has_no_frontier_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, told: str
) -> None:
    def varied(settings: RunSettings, run: PlannedRun) -> models.Outcome:
        return known(settings, run) | {"tfr_2": np.random.default_rng(run.seed).random(3)}

    monkeypatch.setitem(models.MODELS, "city", models.MODELS["city"]._replace(run=varied, n_starts=0))
    sweep = swept(tmp_path, changed)
    with pytest.raises(UserError, match=told):
        write_frontier(sweep.directory, tmp_path / "frontier", 3, 6, 1, "births", "public_money_real")
    assert not (tmp_path / "frontier").exists()


def test_too_few_seeds_and_the_sweeps_own_folder_are_refused(sweep: SweepSet, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--best, --seeds: give 1 mix or more, and 2 seeds or more"):
        write_frontier(sweep.directory, tmp_path / "f", 3, 1, 1, "births", "public_money_real")
    with pytest.raises(UserError, match="is the sweep's own folder"):
        write_frontier(sweep.directory, sweep.directory, 3, 4, 1, "births", "public_money_real")
