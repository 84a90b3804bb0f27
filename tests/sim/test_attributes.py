"""Every attribute of an object of `sim` is born in `__init__`, where a reader looks for what the object holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "sim").rglob("*.py"))
FOREIGN = {"attrs", "_shared_module"}
"""Attributes of other libraries' objects that `sim` writes: an xarray dataset's notes, numba's parsed bitcode."""


def stored(node: ast.AST) -> Iterator[ast.Attribute]:
    """Attributes of names that a part of a program writes."""
    for found in ast.walk(node):
        if isinstance(found, ast.Attribute) and isinstance(found.ctx, ast.Store) and isinstance(found.value, ast.Name):
            yield found


def of_self(node: ast.AST) -> set[str]:
    return {found.attr for found in stored(node) if isinstance(found.value, ast.Name) and found.value.id == "self"}


def born(one: ast.ClassDef) -> set[str]:
    """Attributes that a class declares or that its `__init__` makes; properties count, which make nothing."""
    names: set[str] = set()
    for part in one.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            names.add(part.target.id)
        elif isinstance(part, ast.Assign):
            names |= {target.id for target in part.targets if isinstance(target, ast.Name)}
        elif isinstance(part, ast.FunctionDef):
            names |= of_self(part) if part.name == "__init__" else set()
            names |= {part.name} if part.decorator_list else set()
    return names


def classes_of(tree: ast.Module) -> list[ast.ClassDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def born_elsewhere(tree: ast.Module, everywhere: set[str]) -> list[str]:
    """Attributes written outside `__init__` that no `__init__` made: of `self` its own class's, of others any class's.

    everywhere : attributes that the classes of the whole package make
    """
    classes = {one.name: one for one in classes_of(tree)}
    found, seen = [], set()
    for one in classes.values():
        bases = [classes[base.id] for base in one.bases if isinstance(base, ast.Name) and base.id in classes]
        known = set().union(*(born(each) for each in (one, *bases)))
        for part in (part for part in one.body if isinstance(part, ast.FunctionDef)):
            seen |= {id(node) for node in stored(part) if isinstance(node.value, ast.Name) and node.value.id == "self"}
            if part.name != "__init__":
                found += [f"{one.name}.{part.name} makes {name}" for name in sorted(of_self(part) - known)]
    others = [node for node in stored(tree) if id(node) not in seen and node.attr not in everywhere]
    return found + [f"line {node.lineno} makes {node.attr} of another object" for node in others]


TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
EVERYWHERE = FOREIGN.union(*(born(one) for tree in TREES.values() for one in classes_of(tree)))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_attribute_is_born_outside_init(path: Path) -> None:
    assert born_elsewhere(TREES[path], EVERYWHERE) == []


def test_attributes_born_elsewhere_are_found() -> None:
    source = """
class Base:
    held: int
    def __init__(self):
        self.a, self.b = 1, 2
class Model(Base):
    def step(self):
        self.a = 2
        self.held = 3
        self.widowed = []
        self.b, self.arrived = 1, 2
        other.later = 3
        other.a = 4
"""
    tree = ast.parse(source)
    everywhere = set().union(*(born(one) for one in classes_of(tree)))
    assert born_elsewhere(tree, everywhere) == [
        "Model.step makes arrived", "Model.step makes widowed", "line 12 makes later of another object",
    ]
