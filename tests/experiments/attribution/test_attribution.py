"""Attribution of a plan: what is run, and shares of a city whose births are known by hand."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.attribution.making import items_moved, named, plan_of, subsets_of_seed
from experiments.attribution.reached import OF_BIRTHS, OF_CHILDREN, OF_WEDDINGS, Runs, there_anyway, write_reach
from experiments.attribution.report import MEASURES, basis_of, write_attribution
from sim.errors import UserError
from sim.measures.attribution import most_telling
from sim.measures.reach import CHILDREN_SO_FAR, REACH_UNITS
from sim.policy.levers.base import COST_RULES
from sim.policy.paths import BASE
from sim.policy.scenario import scenario
from sim.runs.plan import Model, Outcome, Plan, PlannedRun
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

SETTINGS = RunSettings(scenario="plan", sample=Fraction(1, 1000), end_year=2026)
SEEDS = (1, 2, 3)


def known(settings: RunSettings, run: PlannedRun) -> Outcome:
    """A city in which item 3 adds 100 births a year, 7 adds 40, both together 20 more, and every item costs a million.
    """
    items = frozenset(scenario(run.scenario).items or ()) if run.scenario != BASE else frozenset()
    births = 1000.0 + 10 * run.seed + 100 * (3 in items) + 40 * (7 in items) + 20 * ({3, 7} <= items)
    years = np.arange(2020, 2027)
    values = dict.fromkeys(REACH_UNITS, 0.0) | {
        "births": births, "marriages": births / 2, "public_money_real": 1e6 * len(items),
        "eligible_birth_grant": 600.0 * (3 in items), "claimed_birth_grant": 500.0 * (3 in items),
        "paid_by_county": 3e6 * (3 in items), "paid_by_family": -1e6 * (7 in items),
        CHILDREN_SO_FAR: 1.0 + 0.01 * (3 in items), "quantum_of_order_1": 1.0 + 0.1 * (3 in items),
    }
    found = {name: np.full(len(years), value) for name, value in values.items()}
    found["mean_age_of_order_1"] = 27.0 + 0.1 * (years - 2020)
    return {"year": years, **found}


MODEL = Model("known", known, {**dict.fromkeys(MEASURES, "1"), **REACH_UNITS}, {}, n_starts=0)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> SweepSet:
    plan = plan_of(SETTINGS, SEEDS, None)
    return run_plan(Plan(SETTINGS, plan.runs, MODEL, plan.study), tmp_path_factory.mktemp("known") / "out")


def test_every_item_that_the_plan_moves_is_taken_apart() -> None:
    items = items_moved(SETTINGS)
    assert {3, 4, 5, 7, 9, 12} <= set(items)
    assert 0 not in items
    held = subsets_of_seed(items, 5)
    assert len(set(held)) == len(held)
    assert {frozenset(), frozenset(items), frozenset({7}), frozenset(items) - {7}} <= set(held)
    assert named("plan", frozenset()) == BASE
    assert named("plan", frozenset({7, 3})) == "plan:3,7"


def test_shares_are_those_worked_out_by_hand(stored: SweepSet) -> None:
    """Of the 20 births that 3 and 7 make together each has half: 110 and 50 in each of the six whole years."""
    text = write_attribution(stored)
    table = pd.read_csv(stored.directory / "attribution.csv", dtype={"item": str})
    births = table[table["measure"] == "births"].set_index(["how", "item"])["mean"]
    cost = table[table["measure"] == "yuan_a_birth"].set_index(["how", "item"])["mean"]
    assert cost["alone", "3"] == pytest.approx(6e6 / 600)
    assert np.isnan(cost["alone", "5"])
    assert births["shapley", "3"] == pytest.approx(660)
    assert births["shapley", "7"] == pytest.approx(300)
    assert births["shapley", "5"] == pytest.approx(0)
    assert births["alone", "3"] == pytest.approx(600)
    assert births["last in", "3"] == pytest.approx(720)
    assert births["all", "all"] == pytest.approx(960)
    line = next(line for line in text.splitlines() if line.startswith("3 cost of children"))
    assert line.split()[4] == "+660"
    assert line.endswith("9,091 (9,091 to 9,091)")  # 6 million yuan over 660 births
    assert next(line for line in text.splitlines() if line.startswith("5 leave")).endswith("cannot be told")


def test_what_the_values_rest_on_is_said(stored: SweepSet) -> None:
    text = write_attribution(stored)
    lines = {line.split(":")[0].split("  ")[1].strip(): line for line in text.splitlines() if line.startswith("  ")}
    assert lines["7 childcare"].endswith(" % assumed")
    assert basis_of(0.0) == "dated rules and the plan's own numbers"
    assert [basis_of(share) for share in (0.2, 0.7, 1.0)] == ["mostly dated rules", "mostly judgement", "judgement"]
    assert "of the births of all rest on assumed values" in text
    assert "rank correlation" not in text  # no draws


def test_the_parameters_that_a_result_goes_with() -> None:
    drawn = {"one": [1.0, 2.0, 3.0, 4.0], "two": [1.0, 3.0, 2.0, 4.0], "same": [5.0] * 4}
    # ranks of two against 4, 3, 2, 1: differences 3, 0, 0, 3, so 1 - 6 x 18 / (4 x 15) = -.8
    assert most_telling(drawn, np.array([9.0, 8.0, 7.0, 6.0])) == pytest.approx({"one": -1.0, "two": -0.8})


def test_shares_of_every_seed_add_up(stored: SweepSet) -> None:
    write_attribution(stored)
    shares = pd.read_csv(stored.directory / "shares.csv").groupby("seed")[list(MEASURES)].sum()
    rows = stored.rows()
    rows = rows[rows["year"] > 2020]
    sums = rows.groupby(["seed", "point"])[list(MEASURES)].sum()
    for seed in SEEDS:
        points = sums.loc[seed]
        np.testing.assert_allclose(shares.loc[seed], points.loc[points.index.max()] - points.loc[0], atol=1e-9)


def test_whom_items_reach_and_who_would_be_there_anyway(stored: SweepSet) -> None:
    """In six years 3 pays for 3,000 births, and 720 of the births are there for it: 76 % would be without it."""
    text = write_reach(stored)
    line = next(line for line in text.splitlines() if line.startswith("3 cost of children: changes"))
    assert "+720 births, +360 weddings, last in; of the births it pays for 76.0 % (76.0 to 76.0)" in line
    assert "5 leave: changes +0 births, +0 weddings, last in; it pays for no birth or wedding as such" in text
    reach = pd.read_csv(stored.directory / "reach.csv").set_index("lever").loc["birth_grant"]
    assert (reach["item"], reach["eligible"], reach["claimed"], reach["claimed_in_base"]) == (3, 3600, 3000, 0)


def test_what_pays_every_year_for_children_pays_for_every_birth(stored: SweepSet) -> None:
    rows = stored.rows()
    sums = rows[rows["year"] > 2020].groupby(["point", "seed"]).sum(numeric_only=True)
    items = tuple(stored.manifest.study["items"])
    sums["claimed_childcare_allowance"] = 1.0
    kind, share = there_anyway(Runs(items, 0, rows, sums), 3) or ("", np.zeros(0))
    assert kind == "births"
    births = np.array([6 * (1160.0 + 10 * seed) for seed in SEEDS])
    np.testing.assert_allclose(share, 1 - 720 / births)


def test_kinds_of_cases_are_cost_rules() -> None:
    assert set(COST_RULES) >= OF_CHILDREN | OF_BIRTHS | OF_WEDDINGS


def test_payers_and_timing_are_those_worked_out_by_hand(stored: SweepSet) -> None:
    """Mean ages rise by a tenth of a year a year, so that rates without tempo are those over .9."""
    write_reach(stored)
    payers = pd.read_csv(stored.directory / "payers.csv", dtype={"item": str}).set_index(["item", "payer"])["mean"]
    assert payers["3", "county"] == pytest.approx(18e6)
    assert payers["all", "family"] == pytest.approx(-6e6)
    timing = pd.read_csv(stored.directory / "timing.csv", dtype={"item": str}).set_index("item")
    assert timing.loc["3", "tfr"] == pytest.approx(0.1)
    assert timing.loc["3", "tempo_adjusted_tfr"] == pytest.approx(0.1 / 0.9)
    assert timing.loc["all", "children_mean"] == pytest.approx(0.01)
    assert timing.loc["7", "children_mean"] == 0


def test_what_moves_nothing_and_other_folders_are_refused(stored: SweepSet, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="moves no lever away from national_only"):
        items_moved(SETTINGS.model_copy(update={"scenario": "national_only"}))
    with pytest.raises(UserError, match="cannot be taken apart by plan items; allowed are"):
        items_moved(SETTINGS.model_copy(update={"scenario": "plan:3,7"}))
    plan = plan_of(SETTINGS, (1,), None)
    other = run_plan(Plan(SETTINGS, plan.runs[:1], MODEL, {}), tmp_path / "other")
    with pytest.raises(UserError, match="holds a sweep, but no attribution"):
        write_attribution(other)
