"""Fixtures of the tests of reports: charts left out where only words and tables are looked at."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave charts out of a report: twenty of them in two languages take longer than all else in it."""

    def none(*_: Any, **__: Any) -> list[Path]:
        return []

    monkeypatch.setattr("experiments.charts.draughtsman.draw", none)
    monkeypatch.setattr("experiments.charts.draughtsman.get_ready", none)
    monkeypatch.setattr("experiments.reports.report.draw_all", none)
