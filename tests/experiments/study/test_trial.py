"""A factor that moves no output in its trial is named with the reason."""

from pathlib import Path

import pytest

from experiments.study.reader import read_study
from experiments.study.trial import idle_factors
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
