"""Outputs of a study: sums and means, counties, money per birth added, and points at which that is not known."""

from pathlib import Path

import numpy as np
import pytest

from experiments.sensitivity.outputs import Analysed, Output, analysed
from experiments.sensitivity.report import write_sensitivity
from experiments.study.designs import design_of, plan_of
from experiments.study.reader import read_study
from experiments.study.trial import idle_factors
from sim.errors import UserError
from sim.measures import models
from sim.runs.plan import Outcome, PlannedRun
from sim.runs.sweep import run_plan
from sim.runs.sweepset import SweepSet
from sim.settings import RunSettings

STUDY = """\
design: {method: METHOD}
factors:
  - {value: birth_grant, lower: LOWER, upper: 10000}
outputs:
  - {indicator: births, county: 诸暨市, from: 2022, to: 2024, of: sum}
  - {indicator: births, from: 2022, to: 2024}
  - {indicator: cost_per_birth, from: 2022, to: 2024}
against: national_only
sample: 1/1000
from: 2020
to: 2025
"""


def counted(settings: RunSettings, run: PlannedRun) -> Outcome:
    """10,000 births a year and one more for each 10 yuan of the grant from 5,000 yuan on, a tenth of them in Zhuji; a
    million yuan for each 1,000 of the grant, and as much again in 2025."""
    grant = run.values.get("birth_grant", 0.0)
    years = np.arange(settings.start_year, settings.end_year + 1)
    births = np.full(len(years), 10_000 + max(grant - 5000, 0) / 10)
    money = np.where(years == 2025, 2, 1) * grant * 1000
    return {"year": years, "births": births, "public_money_real": money, "births_330681": births / 10}


@pytest.fixture(autouse=True)
def counted_city(monkeypatch: pytest.MonkeyPatch) -> None:
    model = models.MODELS["city"]
    units = {name: model.indicators[name] for name in ("births", "public_money_real")}
    small = model._replace(run=counted, indicators=units, n_starts=0, by_county={"births": units["births"]})
    monkeypatch.setitem(models.MODELS, "city", small)


def swept(folder: Path, method: str, lower: int) -> SweepSet:
    file = folder / "trial.yaml"
    file.write_text(STUDY.replace("METHOD", method).replace("LOWER", str(lower)), encoding="utf-8")
    read = read_study(file)
    assert idle_factors(read) == {}
    design = design_of(read)
    return run_plan(plan_of(read, design), folder / "out", design=design)


def by_name(found: Analysed) -> dict[str, Output]:
    return {output.target.name: output for output in found.outputs}


def test_sums_counties_and_costs_worked_by_hand(tmp_path: Path) -> None:
    """A grant of 10,000 adds 500 births a year, 50 of them in Zhuji, for 10 million: 20,000 yuan a birth."""
    sweep = swept(tmp_path, "grid, levels: 3", 6000)
    found = by_name(analysed(sweep))
    assert list(found) == ["births_330681_2022_2024_sum", "births_2022_2024", "cost_per_birth_2022_2024"]
    county, births, cost = found.values()
    np.testing.assert_allclose(county.values, 3 * np.array([10, 30, 50]))
    np.testing.assert_allclose(births.values, [100, 300, 500])
    np.testing.assert_allclose(cost.values, [60_000, 8e6 / 300, 20_000])
    assert [one.unit for one in found.values()] == ["births", "births / year", "yuan of 2020 / birth"]
    assert sweep.manifest.study["titles"]["counties"] == {"330681": {"zh": "诸暨市", "en": "Zhuji"}}
    assert "births_330681" in sweep.rows()


def test_points_that_add_no_birth_are_left_out_of_a_cost_and_said(tmp_path: Path) -> None:
    """At grants of 4,000 and 5,000 no birth is added; at 5,050 five a year, fewer than a thousandth of 10,000."""
    sweep = swept(tmp_path, "grid, levels: 7", 4000)
    found = analysed(sweep)
    cost = by_name(found)["cost_per_birth_2022_2024"]
    assert cost.kept.tolist() == [2, 3, 4, 5, 6]
    assert np.isfinite(cost.values).all()
    told = write_sensitivity(tmp_path / "out")
    assert "is not known at 2 of 7 points, which add fewer than 0.1% of the births" in told


@pytest.mark.parametrize(("method", "lower"), [("sobol, n: 16", 4000), ("grid, levels: 3", 0)])
def test_a_cost_that_too_many_points_lack_is_left_out_and_said(tmp_path: Path, method: str, lower: int) -> None:
    """A Sobol design needs all its points; of free points half must be left."""
    found = analysed(swept(tmp_path, method, lower))
    assert "add fewer than 0.1% of the births of national_only" in found.left_out["cost_per_birth_2022_2024"]
    assert len(found.outputs) == 2


BAD = {
    "an unknown county": ("诸暨市", "诸既市", "unknown county '诸既市'"),
    "an indicator without counties": ("{indicator: births, county", "{indicator: public_money_real, county",
                                      "public_money_real is not kept by county"),
    "a cost without another scenario": ("against: national_only\n", "", "name one by 'against'"),
    "a sum of costs": ("{indicator: cost_per_birth,", "{indicator: cost_per_birth, of: sum,", "does not add up"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", BAD)
def test_mistakes_name_file_and_line(tmp_path: Path, mistake: str) -> None:
    before, after, named = BAD[mistake]
    file = tmp_path / "trial.yaml"
    text = STUDY.replace("METHOD", "sobol, n: 8").replace("LOWER", "0")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_study(file)
    assert str(refused.value).startswith("trial.yaml, line ")
    assert named in str(refused.value)
