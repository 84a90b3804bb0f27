"""The command line answers at once: mounting its commands loads nothing that takes long."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOW = {"matplotlib", "mesa", "numba", "numpy", "pandas", "pptx", "pydantic", "SALib", "scipy", "sklearn", "xarray"}


def test_help_loads_neither_the_simulation_nor_what_draws() -> None:
    code = f"import sys, experiments.cli; print(*sorted({SLOW!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
