"""Declared means read: what a lever is declared to touch is what a run reads it for, and nothing is read undeclared."""

import ast
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from sim.model import FertilityModel
from sim.parameters import Parameters, Rates
from sim.policy import paths, shared
from sim.policy.levers import LEVERS
from sim.policy.levers.base import VARIABLES, Lever
from sim.policy.levers.reading import readers, warn_of_idle, why_idle, why_unmoved
from sim.policy.paths import LeverPaths
from sim.runs import runner
from sim.settings import RunSettings
from sim.source import SOURCES


@pytest.fixture(scope="module")
def read_in() -> dict[str, set[str]]:
    """By lever the modules that take its values while models of both starts are made and run for two months."""
    found: dict[str, set[str]] = defaultdict(set)
    reading: list[str] = []

    def noting(method: Any) -> Any:
        def noted(self: LeverPaths, name: str) -> Any:
            if not reading:  # a path may look up other paths on its way: only who asked counts
                found[name].add(sys._getframe(1).f_globals["__name__"].removeprefix("sim."))
            reading.append(name)
            try:
                return method(self, name)
            finally:
                reading.pop()
        return noted

    with pytest.MonkeyPatch.context() as patched:
        for method in ("__getitem__", "nominal"):
            patched.setattr(LeverPaths, method, noting(getattr(LeverPaths, method)))
        shared._tables.clear()
        paths._reference.cache_clear()
        for start, end in ((2020, 2024), (2010, 2014)):
            FertilityModel(sample="1/1000", scenario="plan", start_year=start, end_year=end).run_for(2)
    return found


@pytest.mark.compiled
@pytest.mark.parametrize("one", LEVERS.values(), ids=LEVERS)
def test_a_lever_is_read_for_what_it_is_declared_to_touch(one: Lever, read_in: dict[str, set[str]]) -> None:
    declared = {module for name in one.touches for module in VARIABLES[name].read_in}
    for name in one.touches:
        assert read_in[one.id] & set(VARIABLES[name].read_in), f"declared to touch {name}, read in {read_in[one.id]}"
    undeclared = {module for module in read_in[one.id] - declared if module.startswith("processes.")}
    assert not undeclared, f"declared to touch {one.touches}"


@pytest.mark.parametrize("one", LEVERS.values(), ids=LEVERS)
def test_a_rule_names_every_lever(one: Lever) -> None:
    assert readers(one.id), "declared, and read by no rule"


def test_every_variable_is_touched_by_a_lever_and_stands_in_a_module() -> None:
    assert {name for one in LEVERS.values() for name in one.touches} == set(VARIABLES)
    assert {f"sim.{module}" for one in VARIABLES.values() for module in one.read_in} <= SOURCES.keys()


def test_who_sets_a_lever_that_moves_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    unread = LEVERS["birth_grant"].model_copy(update={"id": "birth_parade"})
    monkeypatch.setitem(LEVERS, "birth_parade", unread)
    assert why_idle("birth_parade") == "no rule reads it"
    with pytest.warns(UserWarning, match="--set birth_parade: births will not change, since no rule reads it"):
        warn_of_idle(["birth_grant", "birth_parade"], "--set")
    with pytest.warns(UserWarning, match="--set marriage_leave: births will not change, since employers pay the days"):
        runner._checked(RunSettings(values={"marriage_leave": 20}), [1], None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runner._checked(RunSettings(values={"birth_grant": 20}), [1], None)


def test_who_sets_a_lever_of_no_known_strength_is_told() -> None:
    """Its strength is 0 unless it is set, or each run draws it."""
    names, default = ["counselling_coverage", "retraining_coverage"], Parameters().model_dump()
    assert "parameter counselling_effect is 0" in why_unmoved(names[0], default, ())
    assert "parameters retraining_finding and retraining_pay are 0" in why_unmoved(names[1], default, ())
    assert why_unmoved(names[0], default, ("counselling_effect",)) == ""
    assert why_unmoved(names[1], {**default, "retraining_pay": 0.2}, ()) == ""
    assert why_unmoved("birth_grant", default, ()) == why_unmoved("matchmaking_reach", default, ()) == ""
    with pytest.warns(UserWarning, match="--set counselling_coverage: births will not change, since parameter couns"):
        runner._checked(RunSettings(values={"counselling_coverage": 0.2}), [1], None)


@pytest.mark.parametrize("one", LEVERS.values(), ids=LEVERS)
def test_strengths_are_parameters(one: Lever) -> None:
    assert set(one.strengths) <= set(Rates._fields)


# Parameters --------------------------------------------------------------------------------------------------------


def parameters_taken(text: str) -> Iterator[tuple[str, int]]:
    """Names taken by attribute from an argument `p` or from `self.p` and `self.values`, with their lines."""
    for node in ast.walk(ast.parse(text)):
        takes_p = isinstance(node, ast.FunctionDef) and any(one.arg == "p" for one in node.args.args)
        for one in ast.walk(node) if takes_p else [node]:
            if isinstance(one, ast.Attribute) and not one.attr.startswith("_"):
                owner = one.value
                of_self = isinstance(owner, ast.Attribute) and owner.attr in ("p", "values")
                if of_self or (takes_p and isinstance(owner, ast.Name) and owner.id == "p"):
                    yield one.attr, one.lineno


RULES = {name: one.text for name, one in SOURCES.items() if name.startswith(("sim.processes.", "sim.population."))}


@pytest.mark.parametrize("module", RULES)
def test_a_rule_takes_declared_parameters_only(module: str) -> None:
    unknown = {
        f"line {line}: p.{name}" for name, line in parameters_taken(RULES[module]) if name not in Rates._fields
    }
    assert not unknown, f"{module}: no such parameter is declared in sim/parameters"


def test_every_declared_parameter_is_taken_by_a_rule() -> None:
    taken = {name for text in RULES.values() for name, _ in parameters_taken(text)}
    taken |= {name for name, _ in parameters_taken(SOURCES["sim.model"].text)}
    assert set(Rates._fields) <= taken


def test_a_misspelt_parameter_is_found_with_its_line() -> None:
    text = "def f(p, q):\n    x = q.name\n    return p.son_wieght * self.p.ageing\n"
    assert set(parameters_taken(text)) == {("son_wieght", 3), ("ageing", 3)}
