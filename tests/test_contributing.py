"""The recipes of CONTRIBUTING.md work: their changes apply to the source as it stands, and their last lines run."""

import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.population.columns import Population

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^### (Add .*?)\n(.*?)(?=^### |\Z)", TEXT, re.DOTALL | re.MULTILINE))
MOST_FILES = 4


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def changes(recipe: str) -> dict[str, list[list[str]]]:
    """Lines of each change by file: a file begins with `+++`, a further place in it with `@@`."""
    found: dict[str, list[list[str]]] = {}
    for diff in fenced(recipe, "diff"):
        for part in re.split(r"^\+\+\+ ", diff, flags=re.MULTILINE)[1:]:
            file, _, lines = part.partition("\n")
            found[file] = [hunk.strip("\n").split("\n") for hunk in re.split(r"^@@$", lines, flags=re.MULTILINE)]
    return found


def apply(folder: Path, file: str, hunks: list[list[str]]) -> None:
    """Make a file's changes; the lines that are there before must stand in it exactly once."""
    path = folder / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for lines in hunks:
        before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        assert not before or text.count(before) == 1, f"{file}: {before}"
        text = text.replace(before, after) if before else after
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_recipe_touches_few_files_and_ends_in_a_check(name: str) -> None:
    assert 1 < len(changes(RECIPES[name])) <= MOST_FILES
    assert "assert" in fenced(RECIPES[name], "python")[-1]


def test_there_is_a_recipe_for_each_kind_of_change() -> None:
    assert sorted(name.split()[2] for name in RECIPES) == ["chart", "indicator", "lever", "parameter", "process"]


KNOWN_START = """
import pickle
import sim.model
with open("population.pickle", "rb") as file:
    population = pickle.load(file)
sim.model.load_or_build = lambda *key: population
"""
"""Lines before those of the recipes: the start population is not made anew, which takes half a minute uncompiled."""


def test_the_recipes_work_together(tmp_path: Path, start_population: Callable[..., Population]) -> None:
    for package in ("sim", "experiments", "calibration"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for recipe in RECIPES.values():
        for file, hunks in changes(recipe).items():
            apply(tmp_path, file, hunks)
    (tmp_path / "population.pickle").write_bytes(pickle.dumps(start_population(1000)))
    script = KNOWN_START + "\n".join(check for recipe in RECIPES.values() for check in fenced(recipe, "python"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
