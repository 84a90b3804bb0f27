"""Charts and manifests carry the command line that made them, and nothing of the machine."""

from pathlib import Path

import pytest
from matplotlib.figure import Figure
from PIL import Image

from experiments.charts.style import save
from experiments.comparison.compared import INDEX, stored_labels, write_index
from sim.runs.sealed import read_sealed_json

LINE = ["/opt/venv/bin/fertsim", "run", "--scenario", "plan", "--out", "out/计划"]
TYPED = "fertsim run --scenario plan --out 'out/计划'"


def test_charts_say_which_line_made_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", LINE)
    png, pdf = save(Figure(), tmp_path / "drawn")
    assert Image.open(png).text["Command"] == TYPED  # type: ignore[attr-defined]
    assert b"/Subject (\xfe\xff" + TYPED.encode("utf-16-be") in pdf.read_bytes()


def test_charts_from_a_notebook_carry_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["/opt/lib/ipykernel_launcher.py", "-f", "/opt/kernel.json"])
    png, pdf = save(Figure(), tmp_path / "drawn")
    assert "Command" not in Image.open(png).text  # type: ignore[attr-defined]
    assert b"/Subject" not in pdf.read_bytes()


def test_a_comparison_says_which_line_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", LINE)
    write_index(tmp_path, ["plan", "in_force"])
    assert read_sealed_json(tmp_path / INDEX)["command"] == TYPED
    assert stored_labels(tmp_path / INDEX) == ["plan", "in_force"]
