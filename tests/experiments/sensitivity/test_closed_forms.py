"""Designs and estimators against closed forms, through the whole path from study to stored rows to indices."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.sensitivity.estimates import floor_of
from experiments.sensitivity.indices import NOISE, indices
from experiments.sensitivity.outputs import analysed
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import EXAMPLES, read_study
from experiments.study.schema import DUMMY
from sim.measures import models
from sim.runs.plan import PlannedRun
from sim.runs.sweep import run_plan
from sim.settings import RunSettings
from tests.experiments.sensitivity import test_sensitivity as known

G = np.array([1 / 3 / (1 + a) ** 2 for a in models.SOBOL_G.values()])
G_FIRST = G / (np.prod(1 + G) - 1)
G_TOTAL = np.array([own * np.prod(1 + np.delete(G, k)) for k, own in enumerate(G)]) / (np.prod(1 + G) - 1)
"""Sobol (1993): V of an input alone is 1/3 / (1 + a)²; 1 + V is the product of 1 + that."""
EXPECTED = {"ishigami": (known.FIRST, known.TOTAL), "sobol_g": (G_FIRST, G_TOTAL)}
SHIPPED = "{method: sobol, n: 2048, seed: 1}"


def table_of(folder: Path, text: str) -> pd.DataFrame:
    folder.mkdir(exist_ok=True)
    (folder / "trial.yaml").write_text(text, encoding="utf-8")
    read = read_study(folder / "trial.yaml")
    design = design_of(read)
    return indices(analysed(run_plan(plan_of(read, design), folder / "out", design=design)))


def test_the_closed_form_of_g() -> None:
    """Of a = 0 alone the variance is 1/3; with a = 1 the two give (1 + 1/3)(1 + 1/12) - 1 = 4/9."""
    assert G[:2].tolist() == [1 / 3, 1 / 12]
    assert np.prod(1 + G[:2]) - 1 == pytest.approx(4 / 9)
    assert G_TOTAL.sum() > 1 > G_FIRST.sum()


@pytest.mark.parametrize(
    ("name", "design"),
    [("sobol_g", SHIPPED), *((name, "{method: fast, n: 512, curves: 2}") for name in EXPECTED)],
)
def test_indices_within_a_fiftieth_of_the_closed_form(tmp_path: Path, name: str, design: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    assert SHIPPED in text
    table = table_of(tmp_path / "study", text.replace(SHIPPED, design))
    for measure, expected in zip(("first_order", "total_order"), EXPECTED[name], strict=True):
        own = table[table["measure"] == measure].set_index("factor")["estimate"]
        np.testing.assert_allclose(own.drop(DUMMY), expected, atol=0.02)


GROUPED = "model: ishigami\ndesign: {{method: {}}}\nfrom: 2020\nto: 2021\noutputs: [y]\ngroups: {{pair: [x1, x3]}}\n" \
    "factors:\n  - parameter: x1\n  - parameter: x2\n  - parameter: x3\n"


def test_a_group_has_the_index_of_all_that_its_factors_do(tmp_path: Path) -> None:
    """x1 and x3 act on y together and x2 alone: the group's first and total order are both 1 less that of x2."""
    table = table_of(tmp_path / "study", GROUPED.format("sobol, n: 1024"))
    assert table["factor"].unique().tolist() == ["pair", "x2", DUMMY]
    assert set(table["measure"]) == {"first_order", "total_order"}
    for measure in ("first_order", "total_order"):
        own = table[table["measure"] == measure].set_index("factor")
        assert own.loc["pair", "estimate"] == pytest.approx(1 - known.FIRST[1], abs=0.02)
        assert own.loc["x2", "estimate"] == pytest.approx(known.FIRST[1], abs=0.02)
        assert own.loc[DUMMY, "verdict"] == NOISE


def test_elementary_effects_of_a_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of y = x1 + x3 a step moves both by 2/3 of 2 pi up or down: together or against each other, 4 pi or nothing."""

    def both(settings: RunSettings, run: PlannedRun) -> models.Outcome:
        return {"year": np.array([2020, 2021]), "y": np.full(2, run.parameters["x1"] + run.parameters["x3"])}

    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=both))
    own = table_of(tmp_path / "study", GROUPED.format("morris, n: 200")).set_index("factor")
    assert set(own["measure"]) == {"mu_star"}
    assert own.loc["pair", "estimate"] == pytest.approx(2 * np.pi, rel=0.15)  # the mean of 4 pi and 0, drawn 200 times
    assert own.loc["x2", "estimate"] == 0


def line(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """3 x1 - x2² and the chance of a seed, 0 to 1."""
    value = 3 * run.parameters["x1"] - run.parameters["x2"] ** 2 + np.random.default_rng(run.seed).random()
    return {"year": np.array([2020, 2021]), "y": np.full(2, value)}


def test_one_at_a_time_worked_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From all at 0: x1 at -pi and pi moves y by 3 pi down and up, x2 by pi² down at both ends; seeds are paired."""
    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=line))
    table = table_of(tmp_path / "study", known.ishigami("one_at_a_time", 6)).set_index(["measure", "factor"])
    assert set(table.index.get_level_values("measure")) == {"to_lower", "to_upper", "swing"}
    for factor, expected in {"x1": (-3, 3, 6), "x2": (-np.pi, -np.pi, np.pi), "x3": (0, 0, 0)}.items():
        found = [table.loc[(measure, factor), "estimate"] for measure in ("to_lower", "to_upper", "swing")]
        np.testing.assert_allclose(found, np.pi * np.array(expected), atol=1e-9)
    assert 0 < table.loc[("swing", DUMMY), "estimate"] < 1
    assert table.loc[("swing", "x1"), "above_noise"]
    assert table.loc[("swing", "x3"), "verdict"] == NOISE


@pytest.mark.parametrize("method", ["sobol_points", "halton", "latin_hypercube"])
def test_regression_of_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """Of 3 x1 the effect over the range is 6 pi, its coefficient almost 1; the square has no linear effect."""
    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=line))
    table = table_of(tmp_path / "study", known.ishigami(method, 100)).set_index(["measure", "factor"])
    assert table.loc[("effect", "x1"), "estimate"] == pytest.approx(6 * np.pi, rel=0.05)
    assert table.loc[("standardised", "x3"), "verdict"] == NOISE


def test_the_floor_of_every_index_is_the_upper_bound_of_the_dummy(tmp_path: Path) -> None:
    """97.5 % of the size of the dummy's resamples, not their largest; a coefficient is the effect in other units."""
    assert floor_of(np.column_stack([np.ones(1001), np.linspace(0, -1, 1001)])) == pytest.approx(0.975)
    table = table_of(tmp_path / "study", known.ishigami("latin_hypercube", 64)).set_index(["measure", "factor"])
    effect, coefficient = (table.loc[(measure, DUMMY)] for measure in ("effect", "standardised"))
    assert coefficient["noise_floor"] / coefficient["estimate"] == pytest.approx(
        effect["noise_floor"] / effect["estimate"]
    )
