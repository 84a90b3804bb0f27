"""Fixtures of the tests of reports: charts left out where only words and tables are looked at."""

import pytest

from experiments.charts.draughtsman import Drawing


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave charts out of a report: they take longer than all else in it."""

    monkeypatch.setattr("experiments.charts.draughtsman.get_ready", lambda asked: None)
    monkeypatch.setattr("experiments.charts.draughtsman.begin", lambda folder, *_, **__: Drawing(folder, ()))
