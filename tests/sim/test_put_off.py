"""What nothing here reads is not loaded, and is there for whoever asks."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def said_by(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_model_loads_no_networks_and_no_space() -> None:
    spaces = {"networkx", "scipy.spatial", "mesa.discrete_space.grid"}
    assert said_by(f"import sys, sim.model; print(*{spaces} & set(sys.modules))") == []


@pytest.mark.parametrize(
    "asks",
    [
        "import mesa; print(mesa.space.MultiGrid.__name__)",
        "import mesa.discrete_space.grid; print(mesa.discrete_space.OrthogonalMooreGrid.__name__)",
        "from mesa.discrete_space import Network; print(Network.__name__)",
        "from mesa.experimental.continuous_space import ContinuousSpace; print(ContinuousSpace.__name__)",
    ],
)
def test_who_asks_for_a_space_has_it(asks: str) -> None:
    assert len(said_by(f"import sim.model; {asks}")) == 1


def test_what_was_loaded_before_stays() -> None:
    assert said_by("import mesa.space; one = mesa.space; import sim.model, mesa; print(one is mesa.space)") == ["True"]


def test_who_draws_loads_nothing_that_compiles() -> None:
    script = (
        "import sys; from experiments.charts.draughtsman import _load; _load(('png',));"
        "print(*{'numba', 'scipy', 'mesa', 'dask'} & set(sys.modules))"
    )
    assert said_by(script) == []
