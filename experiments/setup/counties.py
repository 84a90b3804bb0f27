"""How many counties the place of a command has, told to the process before the simulation is loaded.

The number of counties is a constant of compiled loops, so a process has one, and takes it from its environment where
the place has not the usual number. Called by `experiments.cli` with the arguments of a command line; workers inherit
what it sets. What cannot be read here is left to the command, which says what is wrong with it.
"""

import csv
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sim.errors import UserError
from sim.source import PACKAGE

LOADED = "sim.processes.accounts"
"""Module that holds the number: once it is loaded, nothing changes it any more."""
PLACES = PACKAGE / "places"
STORED = ("manifest.json", "*/manifest.json", "wave-*/from-*/manifest.json")
"""Where a run set or sweep, a comparison and a calibration keep the manifests of their runs."""


def tell_counties(group: Any, arguments: Sequence[str]) -> None:
    """Set the variable of the number of counties by the place that a command line is about, unless it is set.

    group : the commands, as Typer made them
    """
    if LOADED in sys.modules:
        return
    try:
        n_counties = _counties_of(_given(group, arguments))
    except (OSError, ValueError, KeyError, TypeError, UserError):
        return
    if n_counties is None:
        return
    from sim.arrays import MOST_COUNTIES, USUAL_COUNTIES
    from sim.compiled import COUNTIES_VARIABLE  # loads numba, which --help need not

    if n_counties != USUAL_COUNTIES and 1 <= n_counties <= MOST_COUNTIES:
        os.environ.setdefault(COUNTIES_VARIABLE, str(n_counties))


def folder_of(place: str, beside: Path | None = None) -> Path:
    """Folder of a place, which is a folder or the name of a shipped pack. beside : folder from which a path is read"""
    path = (beside or Path()) / place
    return path if os.sep in place or path.is_dir() else PLACES / place


def place_of(place: str, beside: Path | None = None) -> str:
    """How settings name a place: a folder by its full path, a shipped pack by its name. Arguments as in `folder_of`."""
    folder = folder_of(place, beside).resolve()
    return folder.name if folder.parent == PLACES.resolve() else str(folder)


def _given(group: Any, arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """What follows `--place`, and the arguments without a name."""
    command, left = group, list(arguments)
    while left and left[0] in getattr(command, "commands", {}):
        command = command.commands[left.pop(0)]
    if command is group:  # options of fertsim itself, which would be answered here
        return None, []
    given = command.make_context(None, list(left), resilient_parsing=True).params
    named = {one.name for one in command.params if one.param_type_name == "argument"}
    stored = [str(given["against"])] if isinstance(given.get("against"), Path) else []  # a folder of runs, of `monitor`
    typed = any(word.partition("=")[0] == "--place" for word in left)
    found = [*stored, *(str(given[name]) for name in named if given.get(name) is not None)]
    return given.get("place") if typed else None, found


def _counties_of(given: tuple[str | None, Iterable[str]]) -> int | None:
    """Number of counties of a place named, or of the study or stored folder among the arguments; None for neither."""
    place, arguments = given
    if place is not None:
        return _rows(folder_of(place))
    for path in map(Path, arguments):
        if path.is_dir():
            return _rows(path) if (path / "counties.csv").is_file() else _stored(path)
        if path.is_file():
            return _of_study(path)
    return None


def _rows(folder: Path) -> int:
    """Rows of a place's table of counties."""
    with (folder / "counties.csv").open(encoding="utf-8", newline="") as file:
        return sum(bool(row) for row in csv.reader(file)) - 1


def _of_study(path: Path) -> int | None:
    """Counties of the place that a study file names."""
    from sim.documents import Document

    place = Document(path, "as in docs/sweeps.md").entries.get("place")
    return None if place is None else _rows(folder_of(str(place), path.parent))


def _stored(folder: Path) -> int | None:
    """Counties of the place of stored runs."""
    for path in (path for pattern in STORED for path in sorted(folder.glob(pattern))):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        counties = manifest.get("counties")
        return len(counties) if isinstance(counties, list) else manifest.get("n_counties")
    return None
