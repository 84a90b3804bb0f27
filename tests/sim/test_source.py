"""The source as imported: what a module reaches, and refusal of code that is not what was imported."""

import ast
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments import compare
from sim import source
from sim.errors import UserError
from sim.measures.explain import Followed
from sim.measures.models import MODELS
from sim.places.pack import load_pack
from sim.runs import runner
from sim.runs.plan import Plan, PlannedRun
from sim.runs.sweep import run_plan
from sim.settings import RunSettings

SETTINGS = RunSettings(sample="1/1000", end_year=2021)  # type: ignore[arg-type]
RULE = "sim.processes.childbearing.decision"


def imports_by_syntax(text: str) -> set[str]:
    """Modules of `sim` that a text imports, by its syntax tree."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names if names <= source.SOURCES.keys() else names | {node.module}
    return found & source.SOURCES.keys()


@pytest.mark.parametrize("module", sorted(source.SOURCES))
def test_imports_are_read_as_the_syntax_tree_has_them(module: str) -> None:
    text = source.SOURCES[module].text
    assert source.imports(text) == imports_by_syntax(text)


def test_imports_of_every_form() -> None:
    text = (
        "import sim.clock as c\nfrom sim.processes import (  # rules\n    accounts,\n    birthdays as b,\n)\n"
        "def f():\n    from sim.processes.accounts import N_AGES, N_COUNTIES\n# from sim import model\n"
    )
    assert source.imports(text) == {"sim.clock", "sim.processes.accounts", "sim.processes.birthdays"}


def test_what_hangs_on_a_file() -> None:
    hang = {name for name in source.SOURCES if RULE in source.reached(name)}
    assert {"sim.model", "sim.processes.childbearing.reproduction"} <= hang
    assert "sim.processes.life.mortality" not in hang
    assert "sim.processes.money.taxes" in source.reached(RULE)
    assert source.reached("sim.errors") == {"sim.errors"}


def test_a_stamp_follows_the_content_of_all_it_reaches(edited: None) -> None:
    assert source.reach_stamp("sim.model") != BEFORE["sim.model"]
    assert source.reach_stamp("sim.processes.life.mortality") == BEFORE["sim.processes.life.mortality"]


BEFORE = {name: source.reach_stamp(name) for name in ("sim.model", "sim.processes.life.mortality")}


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule on disk differs from what was imported, as after an edit or a pull."""
    imported = source.SOURCES[RULE]._replace(digest=hashlib.sha256(b"another text").digest())
    monkeypatch.setitem(source.SOURCES, RULE, imported)


@pytest.mark.usefixtures("edited")
@pytest.mark.parametrize("begin", ["run", "compare", "sweep", "explain"])
def test_nothing_begins_with_code_that_is_not_on_disk(begin: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    begins: dict[str, Callable[[], object]] = {
        "run": lambda: runner.run_set(SETTINGS, [1], out),
        "compare": lambda: compare("plan", against="national_only", sample="1/1000", seeds=2, end_year=2021, out=out),
        "sweep": lambda: run_plan(Plan(SETTINGS, (PlannedRun(0, 0, 1),), MODELS["city"]), out),
        "explain": lambda: Followed(SETTINGS),
    }
    with pytest.raises(UserError, match=f"Source changed since import \\({RULE}\\): restart"):
        begins[begin]()
    assert not out.exists()


def test_files_that_came_or_went_count_as_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(source.SOURCES, "sim.rows")
    with pytest.raises(UserError, match=r"\(sim.rows\)"):
        source.check_unchanged()


@pytest.mark.usefixtures("edited")
def test_a_module_imported_later_must_be_what_was_read() -> None:
    with pytest.raises(UserError, match="Source changed since import"):
        source._Guard.find_spec(RULE)
    source._Guard.find_spec("sim.errors")
    source._Guard.find_spec("numpy")


def test_the_hash_is_of_the_import_and_not_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = source.code_hash()
    monkeypatch.setattr(source, "PACKAGE", tmp_path)  # an empty folder: everything gone
    assert source.code_hash() == before
    with pytest.raises(UserError, match="Source changed"):
        source.check_unchanged()


def test_a_worker_of_other_code_refuses() -> None:
    source.check_same_code(source.code_hash())
    with pytest.raises(UserError, match="other code"):
        source.check_same_code("0")
    job = runner.Job(0, SETTINGS, 1, 0)
    with pytest.raises(UserError, match="other code"):
        runner._of_a_worker("0", load_pack("shaoxing").hash, job)
