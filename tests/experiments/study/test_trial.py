"""A factor that moves no output in its trial is named with the reason."""

import warnings
from pathlib import Path

import numpy as np
import pytest

from experiments.study.reader import read_study
from experiments.study.trial import idle_factors, warn_of_idle_factors
from sim.measures import models
from sim.runs.plan import PlannedRun
from sim.settings import RunSettings
from tests.experiments.sensitivity.test_sensitivity import ishigami


def of_two(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """The function without its second input."""
    return models.ishigami(settings, PlannedRun(0, 0, 1, parameters={**run.parameters, "x2": 0.0}))


def test_who_moves_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(ishigami("sobol", 16), encoding="utf-8")
    assert idle_factors(read_study(file)) == {}
    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=of_two))
    told = idle_factors(read_study(file))
    assert list(told) == ["x2"]
    assert "x2 moves no output in its trial: y are the same at -3.14159, " in told["x2"]


CITY = """\
design: {method: morris, n: 4}
factors:
  - value: operating_subsidy
  - value: rent_subsidy
outputs: [births]
scenario: mine.yaml
sample: 1/1000
from: 2020
to: 2022
"""
MINE = """\
title_zh: 甲
title_en: a
meaning: m
extends: national_only
set:
  inclusive_share: 0
  kindergarten_nursery_share: 0
  birth_grant: [{from: 2040-01, value: 9}]
"""


def test_reasons_of_the_city_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule after the end, and a lever without the one that it needs."""
    (tmp_path / "trial.yaml").write_text(CITY, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(MINE, encoding="utf-8")

    def moved_by_rent(settings: RunSettings, run: PlannedRun) -> models.Outcome:
        return {"year": np.array([2021, 2022]), "births": np.full(2, run.values["rent_subsidy"])}

    model = models.MODELS["city"]._replace(run=moved_by_rent, n_starts=0)
    monkeypatch.setitem(models.MODELS, "city", model)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        warn_of_idle_factors(read_study(tmp_path / "trial.yaml"), 2)
    late, without = (str(one.message) for one in heard)
    assert late.startswith("birth_grant changes nothing: its rule from 2040-01 (mine.yaml, line 8")
    assert late.endswith("is known after the end of the run, 2022-12")
    assert without == (
        "operating_subsidy moves no output in its trial: it acts where inclusive_share or kindergarten_nursery_share is"
        " above 0, which is nowhere so"
    )


def of_nobody(settings: RunSettings, run: PlannedRun) -> models.Outcome:
    """A function that fails for one value of its second input."""
    if run.parameters["x2"] < -3.0:
        raise ZeroDivisionError("no luck")
    return of_two(settings, run)


def test_of_a_trial_that_fails_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep says which runs failed; the other factors are told."""
    file = tmp_path / "trial.yaml"
    file.write_text(ishigami("sobol", 16), encoding="utf-8")
    monkeypatch.setitem(models.MODELS, "ishigami", models.MODELS["ishigami"]._replace(run=of_nobody))
    assert idle_factors(read_study(file)) == {}
