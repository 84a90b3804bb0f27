"""Scenario discovery: a box drawn by hand is found, its numbers by hand, and what is no question is refused."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from experiments.discovery.boxes import find_box, inside, quasi_p
from experiments.discovery.cases import Condition, condition_of
from experiments.discovery.report import write_discovery
from experiments.stores.libraries import needed
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from sim.errors import UserError
from sim.measures import models
from sim.runs.plan import PlannedRun
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

STUDY = """
design: {method: latin_hypercube, n: 300}
factors:
  - dose: birth_grant
  - dose: rent_subsidy
  - dose: childcare_allowance
outputs: [births, {indicator: marriages, from: 2021, to: 2021}]
against: national_only
sample: 1/1000
to: 2022
"""


@pytest.fixture(scope="module")
def cloud() -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(1).random((1000, 5)), columns=list("abcde"))


def test_a_box_drawn_by_hand_is_found(cloud: pd.DataFrame) -> None:
    """Cases are those with a above .7 and c below .4, some 120 of 1,000; b, d and e have nothing to do with it."""
    holds = ((cloud["a"] > 0.7) & (cloud["c"] < 0.4)).to_numpy()
    box = find_box(cloud, holds)
    assert set(box.sides) == {"a", "c"}
    (lower, upper), (low, high) = box.sides["a"], box.sides["c"]
    assert lower == pytest.approx(0.7, abs=0.03)
    assert upper == cloud["a"].max()
    assert low == cloud["c"].min()
    assert high == pytest.approx(0.4, abs=0.03)
    assert box.coverage > 0.9
    assert box.density > 0.9
    assert box.n_hits == int(holds[inside(cloud, box.sides)].sum())
    assert box.coverage == box.n_hits / holds.sum()
    assert max(box.quasi_p.values()) < 1e-20


def test_what_chance_draws_has_no_box(cloud: pd.DataFrame) -> None:
    holds = np.random.default_rng(2).random(len(cloud)) < 0.2
    assert find_box(cloud, holds).sides == {}


def test_quasi_p_by_hand() -> None:
    """In the box (a >= 5, b >= 3) 4 of 4 runs are cases; without the side of a 5 of 8, without that of b 4 of 5."""
    varied = pd.DataFrame({"a": np.arange(10.0), "b": [0.0, 3, 4, 3, 4, 0, 3, 4, 3, 4]})
    holds = np.array([0, 0, 0, 0, 1, 0, 1, 1, 1, 1], bool)
    found = quasi_p(varied, holds, {"a": (5.0, 9.0), "b": (3.0, 4.0)})
    assert found["a"] == pytest.approx((5 / 8) ** 4)
    assert found["b"] == pytest.approx((4 / 5) ** 4)
    assert binom.sf(3, 4, 0.625) == pytest.approx((5 / 8) ** 4)


@pytest.mark.filterwarnings("ignore")
def test_the_library_counts_as_we_do(cloud: pd.DataFrame) -> None:
    prim = needed("ema_workbench.analysis.prim", "discover", "explore")
    holds = ((cloud["a"] > 0.7) & (cloud["c"] < 0.4)).to_numpy()
    box = prim.Prim(cloud, holds.astype(np.int64)).find_box()
    at = len(box.peeling_trajectory) - 1
    limits = box.box_lims[at]
    sides = {name: (limits[name].iloc[0], limits[name].iloc[1]) for name in cloud
             if limits[name].iloc[0] > cloud[name].min() or limits[name].iloc[1] < cloud[name].max()}  # fmt: skip
    within = inside(cloud, sides)
    assert box.peeling_trajectory["coverage"].iloc[at] == pytest.approx(holds[within].sum() / holds.sum())
    assert box.peeling_trajectory["density"].iloc[at] == pytest.approx(holds[within].mean())


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("births < 0", Condition("births", "<", 0.0, False)),
        (" tfr_2030_2035>=1.05 ", Condition("tfr_2030_2035", ">=", 1.05, False)),
        ("births <= 10%", Condition("births", "<=", 10.0, True)),
        ("births > -1e3", Condition("births", ">", -1000.0, False)),
    ],
)
def test_conditions(text: str, condition: Condition) -> None:
    assert condition_of(text) == condition


def test_a_quantile_is_of_the_output_itself() -> None:
    values = np.arange(101.0)
    assert Condition("y", "<=", 10.0, True).holds(values).sum() == 11
    assert Condition("y", ">", 100.0, False).holds(values).sum() == 0


@pytest.mark.parametrize("text", ["births", "births = 3", "births < many", "< 3", "births < 0%", "births < 100 %"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"--where: .* is no (condition|quantile)"):
        condition_of(text)


def known(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """100 births are added where the grant is above .5 and the subsidy below .5; a seed's chance is in both runs."""
    years = np.arange(settings.start_year, settings.end_year + 1)
    added = 100.0 * (run.doses.get("birth_grant", 0) > 0.5 and run.doses.get("rent_subsidy", 1) < 0.5)
    found = {name: np.zeros(len(years)) for name in models.INDICATORS}
    return {"year": years, **found, "births": np.full(len(years), 5000 + run.seed % 977 + added)}


@pytest.fixture
def sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SweepSet:
    monkeypatch.setitem(models.MODELS, "city", models.MODELS["city"]._replace(run=known, n_starts=0))
    (tmp_path / "trial.yaml").write_text(STUDY, encoding="utf-8")
    read = read_study(tmp_path / "trial.yaml")
    design = design_of(read)
    return run_plan(plan_of(read, design), tmp_path / "out", design=design)


def test_a_sweep_is_asked_where_it_adds_something(sweep: SweepSet) -> None:
    text = write_discovery(sweep.directory, "births >= 50")
    assert text.startswith("births over national_only >= 50 mostly where birth_grant is 0.")
    assert text.splitlines()[0].count("quasi-p") == 2
    table = pd.read_csv(sweep.directory / "discovery" / "box.csv").set_index("factor")
    assert set(table.index) == {"birth_grant", "rent_subsidy"}
    assert table.loc["birth_grant", "lower"] == pytest.approx(0.5, abs=0.06)
    assert table["density"].iloc[0] > 0.9
    with pytest.raises(UserError, match="holds in 0 of 300 runs; a box needs 10 where it does"):
        write_discovery(sweep.directory, "births < -5")
    with pytest.raises(UserError, match="the study has no output deaths; it has births, marriages_2021_2021"):
        write_discovery(sweep.directory, "deaths < 5")


def test_the_library_is_named_where_it_is_missing(cloud: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis.prim", None)
    with pytest.raises(UserError, match=r"discover needs ema_workbench.*pip install 'fertsim\[explore\]'"):
        find_box(cloud, np.arange(len(cloud)) < 100)
