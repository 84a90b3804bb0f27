"""The command line answers at once: no command loads what it does not use and what takes long to load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.runs.workers import n_cores
from tests.experiments.briefing.makers import write_comparison

ROOT = Path(__file__).parents[2]
DRAWING = {"matplotlib", "PIL"}
MODEL = {"mesa", "networkx", "scipy.stats", "sim.model"}
LABELLED = {"xarray"}
SLOW = {
    *DRAWING, *MODEL, *LABELLED, "numba", "numpy", "pandas", "pptx", "pyarrow", "pydantic", "SALib", "scipy", "sklearn",
}
LOADED = """
import atexit, sys
atexit.register(lambda: print("loaded", *sys.modules, file=sys.stderr))
from experiments.cli import main
main()
"""


def loaded(*arguments: str) -> set[str]:
    """Modules that a command has loaded when it ends well."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return set(done.stderr.splitlines()[-1].split())


def test_mounting_the_commands_loads_neither_the_simulation_nor_what_draws() -> None:
    code = f"import sys, experiments.cli; print(*sorted({SLOW!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        ("--help", SLOW),
        ("run --help", SLOW - {"pydantic"}),
        ("scenario list", DRAWING | MODEL | LABELLED | {"pptx"}),
        ("scenario show plan", DRAWING | MODEL | LABELLED),
        ("levers birth_grant", DRAWING | MODEL | LABELLED),
        ("place list", DRAWING | MODEL | LABELLED | {"numba"}),
    ],
)
def test_a_command_loads_only_what_it_uses(arguments: str, without: set[str]) -> None:
    assert loaded(*arguments.split()) & without == set()


def test_a_report_loads_no_model_and_draws_elsewhere(tmp_path: Path) -> None:
    write_comparison(tmp_path, seeds=(1, 2))
    found = loaded("report", str(tmp_path))
    assert found & (MODEL | {"pptx"}) == set()
    if n_cores() > 1:
        assert found & DRAWING == set()
    assert (tmp_path / "charts" / "births_en.png").is_file()
    assert loaded("brief", str(tmp_path)) & MODEL == set()
