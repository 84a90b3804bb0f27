"""Compiled code is kept under all that can change it: every rule by our locator, every table's class within reach."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from numba.core import types
from numba.core.dispatcher import Dispatcher

from sim import compiled, handles
from sim.model import FertilityModel
from sim.source import SOURCES, reached

pytestmark = pytest.mark.compiled
ROOT = Path(__file__).parents[2]


def rules() -> Iterator[tuple[str, Dispatcher]]:
    """Every compiled function of the package with the module that declares it."""
    for name in SOURCES:
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, Dispatcher) and value.py_func.__module__ == name:
                yield name, value


def test_every_rule_is_kept_under_the_modules_it_can_reach() -> None:
    found = list(rules())
    assert len(found) > 250
    for module, rule in found:
        locator = rule._cache._impl.locator
        assert isinstance(locator, compiled._ByReach), rule
        assert rule._cache._cache_file._source_stamp == compiled.compile_stamp(module)


def table_classes(kind: Any) -> Iterator[type]:
    """Classes of the named tuples within a compiled type, handles of tables opened."""
    if isinstance(kind, types.NamedTuple | types.NamedUniTuple):
        yield kind.instance_class
    if isinstance(kind, types.BaseTuple):
        for one in kind:
            yield from table_classes(one)
    opened = handles._kind_of(kind)
    if opened is not None:
        yield from table_classes(opened)


def out_of_reach() -> set[str]:
    """Rules that runs give a table whose class their module cannot reach by imports."""
    for settings in ({"scenario": "plan", "start_year": 2010}, {"birth_rule": "hazard"}):
        model = FertilityModel(sample="1/1000", end_year=2022, **settings)
        model.run_for(14)
    return {
        f"{module}.{rule.__name__} is given {given.__module__}.{given.__name__}"
        for module, rule in rules()
        for signature in rule.signatures
        for kind in signature
        for given in table_classes(kind)
        if given.__module__ not in reached(module)
    }


def test_a_rule_reaches_the_class_of_every_table_it_is_given() -> None:
    # The order of a table's columns is compiled in: a rule given a table that its module cannot reach by imports would
    # keep its old code when the class changes. In a process of its own: tests of rules hand over what no run does.
    script = "from tests.sim.test_compiled import out_of_reach; print(*out_of_reach(), sep='; ')"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
