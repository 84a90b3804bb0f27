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
from experiments.sensitivity.response import response
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


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, Figure]:
    """Figures of a report by name, not written: files take longer than all else."""
    held: dict[str, Figure] = {}
    monkeypatch.setattr(report, "save", lambda figure, stem: held.update({stem.name: figure}) or [])
    return held


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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: dict[str, Figure], method: str
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
    assert not [name for name in drawn if "_same_" in name]


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


KINDS = {
    "sobol": {"indices", "tornado", "response"},
    "fast": {"indices", "tornado", "response"},
    "morris": {"indices", "tornado", "plane", "response"},
    "latin_hypercube": {"indices", "tornado", "response"},
    "one_at_a_time": {"tornado"},
}


@pytest.mark.parametrize("method", KINDS)
def test_tables_and_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: dict[str, Figure], method: str
) -> None:
    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=noisy))
    sweep = swept(tmp_path, ishigami(method, 66 if method == "fast" else 16))
    text = write_sensitivity(sweep.directory)
    assert drawn.keys() == {f"{kind}_y_{language}" for kind in KINDS[method] for language in ("zh", "en")}
    for said in ("dummy", "noise floor", "not distinguishable from noise", "above noise"):
        assert said in text


def test_figures_are_written_in_two_languages(tmp_path: Path) -> None:
    sweep = swept(tmp_path, ishigami("morris", 6))
    write_sensitivity(sweep.directory)  # a missing glyph is a warning, and warnings are errors
    files = {path.name for path in (sweep.directory / report.FOLDER).iterdir()}
    assert files == {"indices.csv"} | {
        f"{kind}_y_{language}.{suffix}"
        for kind in KINDS["morris"] for language in ("zh", "en") for suffix in ("png", "pdf")
    }  # fmt: skip


def test_groups_have_bars_under_their_names_and_no_tornado(tmp_path: Path, drawn: dict[str, Figure]) -> None:
    sweep = swept(tmp_path, ishigami("sobol", 16, "groups: {甲组: [x1, x3]}\n"))
    assert "甲组" in write_sensitivity(sweep.directory)
    assert drawn.keys() == {"indices_y_zh", "indices_y_en"}
    assert "甲组" in {label.get_text() for label in drawn["indices_y_en"].axes[0].get_yticklabels()}


def two(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """The function, and its second input alone."""
    found = models.ishigami(settings, run)
    return {**found, "z": np.full(len(found["year"]), run.parameters["x2"])}


def test_a_map_of_factors_and_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: dict[str, Figure]
) -> None:
    """Of z the standardised coefficient of x2 is 1, and nothing else clears noise: those numbers stand in brackets."""
    model = models.MODELS["ishigami"]
    monkeypatch.setitem(models.MODELS, "ishigami", model._replace(run=two, indicators={"y": "none", "z": "none"}))
    sweep = swept(tmp_path, ishigami("halton", 64).replace("outputs: [y]", "outputs: [y, z]"))
    write_sensitivity(sweep.directory)
    ax = drawn["heatmap_outputs_zh"].axes[0]
    rows = [label.get_text() for label in ax.get_yticklabels()]
    cells = {(rows[round(text.get_position()[1])], round(text.get_position()[0])): text.get_text() for text in ax.texts}
    assert len(cells) == 8
    assert cells["x2", 1] == "1.00"
    assert rows[0] == "x2"
    assert all(cells[name, 1].startswith("(") for name in rows[1:])


def test_response_is_the_mean_of_parts_of_the_range() -> None:
    """Of y = 8 x at 16 even places two points make a part; of three places each is one."""
    places = (np.arange(16) + 0.5) / 16
    curve = response(places, 8 * places, 1)
    np.testing.assert_allclose(curve.mean, 8 * curve.place)
    np.testing.assert_allclose(curve.place, (np.arange(8) + 0.5) / 8)
    few = response(np.tile([0.0, 0.5, 1.0], 10), np.tile([1.0, 5.0, 2.0], 10), 3)
    assert few.mean.tolist() == few.lower.tolist() == few.upper.tolist() == [1.0, 5.0, 2.0]


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_words_of_figures_stand_inside_the_page(tmp_path: Path, drawn: dict[str, Figure], method: str) -> None:
    swept(tmp_path, ishigami(method, 8))
    write_sensitivity(tmp_path / "out")
    for figure in drawn.values():
        legends = [legend for ax in figure.axes if (legend := ax.get_legend()) is not None]
        assert len(legends) == 1
        for shown in (*legends, *figure.texts, *(text for ax in figure.axes for text in ax.texts)):
            box, page = shown.get_window_extent(), figure.bbox
            assert page.x0 <= box.x0
            assert box.x1 <= page.x1
