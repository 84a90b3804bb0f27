"""The shape of the house: which package imports which, how long a module is, what tests hand to compiled rules."""

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
TESTS = sorted((ROOT / "tests").rglob("*.py"))
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


def named_tuples(source: str) -> list[int]:
    """Lines on which a module makes a class of named tuples."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        bases = node.bases if isinstance(node, ast.ClassDef) else [node.func] if isinstance(node, ast.Call) else []
        names = {getattr(base, "id", getattr(base, "attr", "")) for base in bases}
        if names & {"namedtuple", "NamedTuple"}:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_tests_make_no_named_tuples(path: Path) -> None:
    assert not named_tuples(path.read_text(encoding="utf-8")), "numba would keep code that needs `tests`: see conftest"


def test_named_tuples_are_found() -> None:
    source = "P = namedtuple('P', 'a b')\nq = 1\nclass C(NamedTuple):\n    x: int\nT = typing.NamedTuple('T', [])\n"
    assert sorted(named_tuples(source)) == [1, 3, 5]


def test_imports_inside_functions_are_found() -> None:
    assert imported_packages("def f():\n    import matplotlib.pyplot\n    from mesa.x import y\n") == {
        "matplotlib",
        "mesa",
    }
