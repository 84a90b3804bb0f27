"""The shape of the house: which package imports which, how long a module is, what tests hand to compiled rules."""

import ast
import re
from pathlib import Path

import pytest

from experiments.docs.floors import FLOORS

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "sim": {"calibration", "experiments", "matplotlib", "SALib", "typer", "tqdm", "click"},
    "calibration": {"experiments", "matplotlib", "typer"},
    "experiments": set(),
}
MAY_IMPORT_MESA = {"sim/model.py", "sim/agents.py"}
MAX_LINES = 400
MAX_LINES_OF_A_FUNCTION = 60
LONGER_FUNCTIONS: dict[str, str] = {}
"""Functions of more lines, each with its reason; at most three."""
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported_files(source: str) -> set[str]:
    """Files of the house that a module imports, wherever in the module it does so, for types alone as well."""
    files: set[str | None] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            files |= {file_of(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            files |= {file_of(f"{node.module}.{alias.name}") or file_of(node.module) for alias in node.names}
    return {file for file in files if file is not None}


def file_of(module: str) -> str | None:
    """The house's file that a module's name stands for; None where there is none."""
    if module.split(".")[0] not in PACKAGES:
        return None
    path = module.replace(".", "/")
    return next((file for file in (f"{path}.py", f"{path}/__init__.py") if (ROOT / file).is_file()), None)


IMPORTED = {
    path.relative_to(ROOT).as_posix(): imported_files(path.read_text(encoding="utf-8")) for path in MODULES
}


def floor_of(file: str) -> int | None:
    """Floor on which a file stands; None for the face of a folder that holds several floors."""
    found = [
        number for number, units in enumerate(FLOORS) for unit in units.split()
        if file == unit or file.startswith(f"{unit}/")
    ]
    return found[0] if found else None


def test_every_file_stands_on_a_floor() -> None:
    without = {file for file in IMPORTED if floor_of(file) is None}
    assert without == {"sim/__init__.py", "sim/processes/__init__.py", "experiments/__init__.py"}


@pytest.mark.parametrize("file", sorted(IMPORTED))
def test_no_arrow_points_up(file: str) -> None:
    own = floor_of(file)
    if own is not None:
        up = {other for other in IMPORTED[file] if (floor := floor_of(other)) is not None and floor > own}
        assert not up, f"{file} imports from above it: what both need moves down"


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Groups of files that reach each other by imports."""
    def reached(start: str) -> set[str]:
        found: set[str] = set()
        todo = [start]
        while todo:
            for other in arrows.get(todo.pop(), set()) - found:
                found.add(other)
                todo.append(other)
        return found

    reach = {file: reached(file) for file in arrows}
    groups = {tuple(sorted({other for other in reach[file] if file in reach.get(other, set())})) for file in arrows}
    return [list(group) for group in sorted(groups) if len(group) > 1]


def test_no_circle() -> None:
    assert circles(IMPORTED) == []


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]


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


def long_functions(path: Path) -> set[str]:
    """Functions of a module that do not fit a screen, as file:name."""
    return {
        f"{path.relative_to(ROOT).as_posix()}:{node.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MAX_LINES_OF_A_FUNCTION
    }


def test_functions_fit_a_screen() -> None:
    assert set().union(*map(long_functions, MODULES)) == set(LONGER_FUNCTIONS)
    assert len(LONGER_FUNCTIONS) <= 3


def test_the_hall_of_the_processes_is_nearly_empty() -> None:
    """What all rooms share stands at the door; everything else has a room."""
    assert len(list((ROOT / "sim" / "processes").glob("*.py"))) <= 4


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


def callers_said(path: Path) -> set[str]:
    """Files of the house that a module's docstring names as its callers."""
    text = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    named = re.findall(r"`([\w.]+)`", " ".join(re.findall(r"[Cc]alled by ([^.;:]*(?:\.\w[^.;:]*)*)", text)))
    package = ".".join(path.relative_to(ROOT).parent.parts)
    found = {file_of(name) or file_of(f"{package}.{name}") for name in named}
    return {file for file in found if file is not None}


def files_of(file: str) -> list[str]:
    """The file itself, or those of the folder whose face it is."""
    folder = file.removesuffix("__init__.py")
    return [file] if folder == file else [one for one in IMPORTED if one.startswith(folder)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_called_by_is_true(path: Path) -> None:
    own = path.relative_to(ROOT).as_posix()
    wrong = {file for file in callers_said(path) - {own} if not any(own in IMPORTED[one] for one in files_of(file))}
    assert not wrong, f"{own} says that it is called by {wrong}, which do not import it"


PAGES = [path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("sim/**/*.md"))
         if path.name != "CHANGELOG.md"]  # which tells of what was
DOTTED = re.compile(r"`((?:sim|calibration|experiments)\.[\w.]+)`")
PATHS = re.compile(r"`((?:sim|calibration|experiments|tests|docs|notebooks)/[\w./-]*)`")


def is_named(dotted: str) -> bool:
    """Whether a module, or a name that its text defines or imports, stands behind a dotted name."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        file = file_of(".".join(parts[:end]))
        if file is not None:
            text = (ROOT / file).read_text(encoding="utf-8")
            return all(re.search(rf"\b{part}\b", text) for part in parts[end:])
    return False


@pytest.mark.parametrize("path", [*MODULES, *sorted(PAGES)], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_text_names_what_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    missing = {name for name in DOTTED.findall(text) if not is_named(name)}
    missing |= {name for name in PATHS.findall(text) if not (ROOT / name).exists()}
    assert not missing
