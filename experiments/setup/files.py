"""The files that stand beside the counts of a run set: written by `beside`, read by charts and briefing.

An index holds the hash of each, so that a chart shows no figure that is not what was written.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.errors import Damaged, UserError
from sim.runs.sealed import read_sealed_json, sealed_json
from sim.writing import write_csv, write_text

OBSERVED = "observed.csv"
"""Published figures of the place."""
FIT = "start_fit.csv"
"""The start population against the census, margin by margin."""
CHILD_COST = "child_cost.csv"
"""Cost of a child before and after benefits, under the scenario's rules."""
ASSUMED = "assumed.csv"
"""Levers that the scenario moves, and the share of what is moved that is assumed."""
TARGETS = "plan_targets.csv"
"""Targets of the plan by area, and what the scenario's levers set of them."""
HASHES = "beside.json"
"""sha256 of each of these files."""
REMEDY = "run the same command again, which makes it anew"


def write_beside(directory: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Store tables beside the counts of a run set, by their file's name, and their hashes in the index."""
    try:
        known = _hashes(directory)
    except UserError:
        known = {}
    for name, table in tables.items():
        write_csv(directory / name, table)
        known[name] = _hash(directory / name)
    write_text(directory / HASHES, sealed_json({"files": known}))


def read_beside(directory: Path, name: str) -> pd.DataFrame | None:
    """A table that stands beside the counts; None where there is none, `UserError` where it is not what was written."""
    known, path = _hashes(directory), directory / name
    if name not in known and not path.is_file():
        return None
    if not path.is_file():
        raise UserError(f"{path} is missing; {REMEDY}")
    if known.get(name) != _hash(path):
        raise UserError(f"{path} is damaged or was changed by hand: its content is not what was written; {REMEDY}")
    return pd.read_csv(path)


def _hashes(directory: Path) -> dict[str, str]:
    """Hash of each file by its name."""
    if not (directory / HASHES).is_file():
        return {}
    try:
        return dict(read_sealed_json(directory / HASHES)["files"])
    except (Damaged, KeyError) as error:
        raise UserError(f"{error}; {REMEDY}") from None


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
