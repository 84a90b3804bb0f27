"""Sensitivity: closed forms through the whole path, resampling, noise floor, tables and figures."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from SALib.analyze import morris as salib_morris

from experiments.sensitivity import report
from experiments.sensitivity.indices import elementary_effects, indices
from experiments.sensitivity.outputs import analysed
from experiments.sensitivity.report import write_sensitivity
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from experiments.study.sampling import problem
from experiments.study.schema import DUMMY
from sim.errors import UserError
from sim.measures import models
from sim.runs.plan import PlannedRun
from sim.runs.runset import BLOCKS
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

A, B = models.ISHIGAMI_A, models.ISHIGAMI_B
PI4 = math.pi**4
PARTS = (0.5 * (1 + B * PI4 / 5) ** 2, A**2 / 8, B**2 * PI4**2 * 8 / 225)
"""Variance by x1 alone, x2 alone, x1 with x3 (Ishigami and Homma 1990)."""
FIRST = np.array([PARTS[0], PARTS[1], 0]) / sum(PARTS)
TOTAL = np.array([PARTS[0] + PARTS[2], PARTS[1], PARTS[2]]) / sum(PARTS)


def swept(folder: Path, text: str) -> SweepSet:
    """A study run to its end."""
    (folder / "trial.yaml").write_text(text, encoding="utf-8")
    read = read_study(folder / "trial.yaml")
    design = design_of(read)
    return run_plan(plan_of(read, design), folder / "out", design=design)


def ishigami(method: str, n: int, more: str = "") -> str:
    size = "" if method == "grid" else f", n: {n}"
    return (
        f"model: ishigami\ndesign: {{method: {method}{size}}}\nfrom: 2020\nto: 2021\noutputs: [y]\n{more}"
        "factors:\n  - parameter: x1\n  - parameter: x2\n  - parameter: x3\n"
    )


def test_ishigami_through_the_whole_path(tmp_path: Path) -> None:
    """The shipped study at N = 2,048: within .02 of the closed form, the dummy under the noise floor."""
    read = read_study("ishigami")
    design = design_of(read)
    table = indices(analysed(run_plan(plan_of(read, design), tmp_path / "out", design=design)))
    for measure, expected in (("first_order", FIRST), ("total_order", TOTAL)):
        own = table[table["measure"] == measure].set_index("factor")
        found = own.loc[["x1", "x2", "x3"]]
        np.testing.assert_allclose(found["estimate"], expected, atol=0.02)
        assert ((found["lower"] <= expected + 1e-9) & (expected - 1e-9 <= found["upper"])).all()
        assert own.loc[DUMMY, "estimate"] < own.loc[DUMMY, "noise_floor"] < 0.1
        assert not own.loc[DUMMY, "above_noise"]
        assert own.loc["x2", "above_noise"]
    first = table[(table["measure"] == "first_order") & (table["factor"] == "x3")]
    assert not first["above_noise"].item()


def noisy(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """x1 and the chance of a seed, of variances 1/12 of (2 pi)² and 1/12; x2 and x3 do nothing."""
    years = np.arange(settings.start_year, settings.end_year + 1)
    value = run.parameters["x1"] + np.random.default_rng(run.seed).random()
    return {"year": years, "y": np.full(len(years), value)}


def test_the_dummy_has_the_share_of_chance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed's share of variance is 1 / (1 + (2 pi)²); what does nothing has none, since points share seeds."""
    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=noisy))
    table = indices(analysed(swept(tmp_path, ishigami("sobol", 1024))))
    total = table[table["measure"] == "total_order"].set_index("factor")
    assert total.loc[DUMMY, "estimate"] == pytest.approx(1 / (1 + 4 * math.pi**2), abs=0.004)
    assert total.loc["x2", "estimate"] == 0
    assert total.loc["x1", "above_noise"]
    assert not total.loc["x2", "above_noise"]


def test_morris_of_a_line_worked_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of y = 3 x1 through its range of 2 pi every elementary effect is 6 pi; nothing else moves."""

    def line(settings: RunSettings, run: PlannedRun) -> models.Outcome:
        return {"year": np.array([2020, 2021]), "y": np.full(2, 3 * run.parameters["x1"])}

    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=line))
    table = indices(analysed(swept(tmp_path, ishigami("morris", 6)))).set_index(["measure", "factor"])
    assert table.loc[("mu_star", "x1"), "estimate"] == pytest.approx(6 * math.pi)
    assert table.loc[("sigma", "x1"), "estimate"] == pytest.approx(0, abs=1e-9)
    assert table.loc[("mu_star", "x2"), "estimate"] == 0
    assert table.loc[("effect", "x1"), "estimate"] == pytest.approx(6 * math.pi)


def test_own_elementary_effects_are_those_of_salib(tmp_path: Path) -> None:
    found = analysed(swept(tmp_path, ishigami("morris", 12)))
    names = [factor.name for factor in found.factors]
    values = found.outputs[0].values
    theirs = salib_morris.analyze(problem(names), found.places, values, num_levels=4, seed=1)
    own = elementary_effects(found.places.reshape(12, 5, 4), values.reshape(12, 5))
    np.testing.assert_allclose(np.abs(own).mean(axis=0), np.asarray(theirs["mu_star"], float), atol=1e-9)
    np.testing.assert_allclose(own.std(axis=0, ddof=1), np.asarray(theirs["sigma"], float), atol=1e-9)


@pytest.mark.parametrize("method", ["latin_hypercube", "grid"])
def test_regression_of_other_designs(tmp_path: Path, method: str) -> None:
    """Over its range the line of x1 alone: sin x (1 + ...) has slope; x2 enters squared and has no linear effect."""
    table = indices(analysed(swept(tmp_path, ishigami(method, 400)))).set_index(["measure", "factor"])
    assert set(table.index.get_level_values(0)) == {"standardised", "effect"}
    assert abs(table.loc[("standardised", "x2"), "estimate"]) < 0.15
    assert (table["lower"] <= table["upper"]).all()


def test_the_same_folder_gives_the_same_table(tmp_path: Path) -> None:
    sweep = swept(tmp_path, ishigami("sobol", 16))
    pd.testing.assert_frame_equal(indices(analysed(sweep)), indices(analysed(sweep)))


def test_what_cannot_be_analysed_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = swept(tmp_path, ishigami("sobol", 16))
    block = next((sweep.directory / BLOCKS).iterdir())
    whole = block.read_bytes()
    block.unlink()
    with pytest.raises(UserError, match="runs are missing"):
        analysed(sweep)
    block.write_bytes(whole)
    for value, named in ((1.0, "same at every point"), (np.nan, "no number at 96 of 96 points")):
        outcome = {"year": np.array([2020, 2021]), "y": np.full(2, value)}
        constant = models.MODELS["ishigami"]._replace(run=lambda *_, outcome=outcome: outcome)
        monkeypatch.setitem(models.MODELS, "ishigami", constant)
        (tmp_path / named).mkdir()
        with pytest.raises(UserError, match=named):
            analysed(swept(tmp_path / named, ishigami("sobol", 16)))


def three(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """The function, a constant, one that is no number in half of the runs, and one that differs at a single point."""
    found = models.ishigami(settings, run)
    of = np.full(len(found["year"]), 1.0)
    return {**found, "same": of, "none": of * (np.nan if run.run % 2 else 1.0), "once": of * (run.run == 5)}


@pytest.mark.parametrize("method", ["sobol", "morris", "latin_hypercube", "grid"])
def test_one_bad_output_leaves_the_others_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    alone = indices(analysed(swept(tmp_path, ishigami(method, 16, "seeds: 2\n"))))
    model = models.MODELS["ishigami"]
    more = model._replace(run=three, indicators={**model.indicators, "same": "none", "none": "none", "once": "none"})
    monkeypatch.setitem(models.MODELS, "ishigami", more)
    (tmp_path / "bad").mkdir()
    text = ishigami(method, 16, "seeds: 2\n").replace("outputs: [y]", "outputs: [same, none, y]")
    sweep = swept(tmp_path / "bad", text)
    found = analysed(sweep)
    pd.testing.assert_frame_equal(indices(found), alone)
    assert "same at every point" in found.left_out["same"]
    assert "no number at" in found.left_out["none"]
    printed = write_sensitivity(sweep.directory)
    assert "same: left out, since it is the same at every point" in printed
    assert not list((sweep.directory / report.FOLDER).glob("*_same_*"))


def test_an_output_that_differs_once_has_numbers_or_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = models.MODELS["ishigami"]
    more = model._replace(run=three, indicators={**model.indicators, "once": "none"})
    monkeypatch.setitem(models.MODELS, "ishigami", more)
    sweep = swept(tmp_path, ishigami("sobol", 16).replace("outputs: [y]", "outputs: [once, y]"))
    found, table = report.analysed_alone(sweep)
    assert np.isfinite(table[["estimate", "lower", "upper", "noise_floor"]].to_numpy()).all()
    assert found.left_out == {"once": "differs at too few points of the design to be explained"}
    assert set(table["output"]) == {"y"}


@pytest.mark.parametrize("method", ["sobol", "morris", "latin_hypercube"])
def test_tables_and_figures(tmp_path: Path, method: str) -> None:
    sweep = swept(tmp_path, ishigami(method, 16))
    text = write_sensitivity(sweep.directory)  # a missing glyph is a warning, and warnings are errors
    files = {path.name for path in (sweep.directory / report.FOLDER).iterdir()}
    assert files == {"indices.csv"} | {
        f"{kind}_y_{language}.{suffix}"
        for kind in ("indices", "tornado") for language in ("zh", "en") for suffix in ("png", "pdf")
    }  # fmt: skip
    assert "dummy" in text
    assert "noise floor" in text


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_legends_of_bars_stand_inside_the_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    drawn: list[Figure] = []
    monkeypatch.setattr(report, "save", lambda figure, stem: drawn.append(figure) or [])
    swept(tmp_path, ishigami(method, 8))
    write_sensitivity(tmp_path / "out")
    legends = [legend for figure in drawn for ax in figure.axes if (legend := ax.get_legend()) is not None]
    assert len(legends) == 2  # of the bars, in two languages
    for legend in legends:
        box, page = legend.get_window_extent(), legend.figure.bbox
        assert page.x0 <= box.x0
        assert box.x1 <= page.x1
