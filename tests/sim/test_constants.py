"""One name, one meaning: no two modules of `sim` give one name to constants of different values."""

import ast
import importlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "sim").rglob("*.py"))


def names_in(target: ast.expr) -> Iterator[str]:
    """Names that an assignment writes."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            yield from names_in(one)


def constants_of(source: str) -> list[str]:
    """Names in capitals that a module gives to values of its own."""
    names: list[str] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            names += [name for target in node.targets for name in names_in(target)]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            names += names_in(node.target)
    return [name for name in names if name.isupper()]


def same(one: Any, other: Any) -> bool:
    """Whether two constants are equal; a whole number and a fraction of one value are."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return bool(one == other)


def of_two_meanings(constants: Iterable[tuple[str, str, Any]]) -> list[str]:
    """Names that modules give to different values; constants : (module, name, value)."""
    given: dict[str, dict[str, Any]] = defaultdict(dict)
    for module, name, value in constants:
        given[name][module] = value
    return [
        f"{name}: " + ", ".join(f"{module} {value!r:.40}" for module, value in by_module.items())
        for name, by_module in sorted(given.items())
        if not all(same(value, next(iter(by_module.values()))) for value in by_module.values())
    ]


def constants() -> Iterator[tuple[str, str, Any]]:
    """Every constant of `sim` with its module and value."""
    for path in MODULES:
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for name in constants_of(path.read_text(encoding="utf-8")):
            yield module, name, getattr(importlib.import_module(module), name)


def test_no_name_has_two_meanings() -> None:
    shared = of_two_meanings(constants())
    assert not shared, "give each a telling name, in the field's terms:\n" + "\n".join(shared)


def test_constants_are_found() -> None:
    source = "A, B = range(2)\nC: int = 3\nlower = D = 4\n_E = 5\nF: int\nclass G:\n    H = 1\n"
    assert constants_of(source) == ["A", "B", "C", "D", "_E"]


def test_names_of_two_meanings_are_found() -> None:
    given = [
        ("a", "LAST_AGE", 49), ("b", "LAST_AGE", 50), ("a", "N", 12), ("b", "N", 12.0), ("a", "X", np.arange(2)),
        ("b", "X", np.arange(3)), ("a", "ONLY", 1),
    ]
    assert of_two_meanings(given) == ["LAST_AGE: a 49, b 50", "X: a array([0, 1]), b array([0, 1, 2])"]
