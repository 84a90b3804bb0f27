"""The command line that manifests and charts carry."""

from pathlib import Path

import pytest

from sim.runs.asked import command_line


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["/opt/venv/bin/fertsim", "run", "--out", "out/my run"], "fertsim run --out 'out/my run'"),
        (["/opt/src/experiments/__main__.py", "run"], "fertsim run"),
        (["/opt/study/three.py", "--n", "3"], "python three.py --n 3"),
        (["/opt/lib/ipykernel_launcher.py", "-f", "/opt/kernel-1.json"], ""),
        (["-c", "run"], ""),
        ([""], ""),
    ],
)
def test_a_line_as_typed_without_the_folder_of_the_program(arguments: list[str], line: str) -> None:
    assert command_line(arguments) == line


def test_this_process_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", [str(Path("bin") / "fertsim"), "sweep", "a.yaml"])
    assert command_line() == "fertsim sweep a.yaml"
