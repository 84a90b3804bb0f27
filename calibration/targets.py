"""The figures that a calibration is held against: name, run and year, indicator, value and standard error.

`targets.csv` is committed before any fit; another place has its own beside its tables. Its `role` says what a target
may do: `fit` enters the likelihood, `check` is computed and reported but never fitted, `shown` stands on another
base and is not scored.
"""

import csv
import math
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from calibration.expressions import expressed
from sim.errors import UserError
from sim.measures.levels import LEVEL_UNITS
from sim.measures.yearly import INDICATORS
from sim.places.pack import Pack
from sim.settings import START_YEARS

TARGETS, PLACE_OF_TARGETS = Path(__file__).with_name("targets.csv"), "shaoxing"
ROLES = ("fit", "check", "shown")
LAST_YEAR = 2022
"""Births, marriages and deaths of later years are held out to judge projections."""
RATIOS: dict[str, tuple[str, int | None, int | None]] = {
    "tfr_2017_over_this": ("tfr", 2017, None),
    "tfr_2_2017_over_this": ("tfr_2", 2017, None),
    "births_over_2011": ("births", None, 2011),
    "births_over_2012": ("births", None, 2012),
    "births_over_2013": ("births", None, 2013),
    "births_over_2017": ("births", None, 2017),
    "births_over_2021": ("births", None, 2021),
    "marriages_over_2011": ("marriages", None, 2011),
    "marriages_over_2014": ("marriages", None, 2014),
}
"""Indicators that are a ratio of two years: of what, year above and year below; None stands for the target's year."""


class Target(NamedTuple):
    """One figure; `start` is the census year that the run compared with it starts from."""

    name: str
    role: str
    start: int
    year: int
    indicator: str
    value: float
    standard_error: float
    unit: str
    source: str
    note: str

    @property
    def column(self) -> str:
        """Name of the figure's column in a table of runs."""
        return f"{self.start}:{self.name}"


def targets_file(pack: Pack) -> Path:
    """File of a place's figures: its own `targets.csv`, of Shaoxing the one of this folder; `UserError` without."""
    own = pack.folder / TARGETS.name
    if own.is_file():
        return own
    if pack.manifest["place"] != PLACE_OF_TARGETS:
        raise UserError(
            f"--place: {own} is missing, the figures that a calibration is held against; needed are rows of"
            f" {', '.join(Target._fields)}, as calibration/{TARGETS.name} has them of {PLACE_OF_TARGETS}"
        )
    return TARGETS


def read_targets(path: Path = TARGETS) -> tuple[Target, ...]:
    """All targets; `UserError` naming the line for an unknown word, a year after 2022 or an error that is not > 0."""
    targets: list[Target] = []
    lines: dict[tuple[Any, ...], int] = {}
    for line, row in enumerate(_rows(path), start=2):
        where = f"{path.name}, line {line}"
        target = _target(row, where)
        for key in ((target.name,), (target.start, target.year, target.indicator)):
            if key in lines:
                said = ", ".join(str(part) for part in key)
                raise UserError(f"{where}: {said} stands on line {lines[key]} already; allowed is one target a figure")
            lines[key] = line
        targets.append(target)
    return tuple(targets)


def _rows(path: Path) -> list[dict[str, Any]]:
    """Rows of the file by column; `UserError` where it is no table with the columns of `Target`."""
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read ({error}); needed is CSV in UTF-8") from None
    header = lines[0] if lines else []
    if header != list(Target._fields):
        raise UserError(f"{path.name}, line 1: the columns are not those of a target: {', '.join(Target._fields)}")
    for line, fields in enumerate(lines[1:], start=2):
        if len(fields) != len(header):
            raise UserError(f"{path.name}, line {line}: {len(fields)} fields; allowed are {len(header)}")
    return [dict(zip(header, fields, strict=True)) for fields in lines[1:]]


def _target(row: dict[str, Any], where: str) -> Target:
    try:
        numbers = {name: float(row[name]) for name in ("start", "year", "value", "standard_error")}
        target = Target(**{**row, **numbers, "start": int(row["start"]), "year": int(row["year"])})
    except ValueError:
        said = ", ".join(f"{name} {row[name]!r}" for name in ("start", "year", "value", "standard_error"))
        raise UserError(f"{where}: one of {said} is no number; allowed are whole years and plain decimals") from None
    if not (math.isfinite(target.value) and math.isfinite(target.standard_error)):
        given = f"value {row['value']}, standard error {row['standard_error']}"
        raise UserError(f"{where}: {given}; allowed are finite numbers")
    if target.role not in ROLES:
        raise UserError(f"{where}: role '{target.role}'; allowed are {', '.join(ROLES)}")
    if target.start not in START_YEARS or not target.start < target.year <= LAST_YEAR:
        raise UserError(f"{where}: a run from {target.start} to {target.year}; allowed are years up to {LAST_YEAR}")
    if target.indicator not in {**INDICATORS, **LEVEL_UNITS, **RATIOS}:
        near = get_close_matches(target.indicator, [*INDICATORS, *LEVEL_UNITS, *RATIOS], n=1)
        hint = f"; the nearest is '{near[0]}'" if near else ""
        raise UserError(f"{where}: unknown indicator '{target.indicator}'{hint}")
    if not target.standard_error > 0:
        raise UserError(f"{where}: standard error {target.standard_error}; it is above 0")
    return target


def scored(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Targets that are fitted."""
    return tuple(target for target in targets if target.role == "fit")


def model_values(rows: pd.DataFrame, targets: tuple[Target, ...], start: int) -> pd.DataFrame:
    """What each run from one census year gives for its targets: one row a run, one column a target.

    rows : as `SweepSet.rows`, one a run and year
    """
    mine = [target for target in targets if target.start == start]
    by_year = {int(year): part.set_index("run") for year, part in rows.groupby("year")}
    found = {}
    for target in mine:
        if "@" in target.indicator:
            found[target.column] = expressed(by_year, target.indicator)
        elif target.indicator in RATIOS:
            name, above, below = RATIOS[target.indicator]
            under = by_year[below or target.year][name].replace(0.0, np.nan)
            found[target.column] = by_year[above or target.year][name] / under
        else:
            found[target.column] = by_year[target.year][target.indicator]
    return pd.DataFrame(found)
