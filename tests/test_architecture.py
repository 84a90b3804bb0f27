"""The shape of the house: which package may import which, and how long a module may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "sim": {"calibration", "experiments", "matplotlib", "SALib", "typer", "tqdm", "click"},
    "calibration": {"experiments", "matplotlib", "typer"},
    "experiments": set(),
}
MAY_IMPORT_MESA = {"sim/model.py", "sim/agents.py"}
MAX_LINES = 400
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported_packages(source: str) -> set[str]:
    """Names of the top-level packages a module imports, wherever in the module it does so."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    forbidden = PACKAGES[path.relative_to(ROOT).parts[0]]
    assert not imported_packages(path.read_text(encoding="utf-8")) & forbidden


def test_only_model_and_agents_import_mesa() -> None:
    importing = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if "mesa" in imported_packages(path.read_text(encoding="utf-8"))
    }
    assert importing <= MAY_IMPORT_MESA


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_is_no_longer_than_the_house_allows(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_imports_inside_functions_are_found() -> None:
    assert imported_packages("def f():\n    import matplotlib.pyplot\n    from mesa.x import y\n") == {
        "matplotlib",
        "mesa",
    }
