"""The figures that a calibration is held against: name, run and year, indicator, value and standard error.

`targets.csv` is committed before any fit. Its `role` says what a target may do: `fit` enters the implausibility,
`check` is computed and reported but never fitted, `shown` stands on another base and is not scored.
"""

import csv
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.measures.levels import LEVEL_UNITS
from sim.measures.yearly import INDICATORS
from sim.settings import START_YEARS

TARGETS = Path(__file__).with_name("targets.csv")
ROLES = ("fit", "check", "shown")
LAST_YEAR = 2022
"""Births, marriages and deaths of later years are held out to judge projections."""
RATIO_YEAR, RATIOS = 2017, {"tfr_2017_over_this": "tfr", "tfr_2_2017_over_this": "tfr_2"}
"""Indicators that are the value of 2017 over that of the target's year."""


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


def read_targets(path: Path = TARGETS) -> tuple[Target, ...]:
    """All targets; `UserError` naming the line for an unknown word, a year after 2022 or an error that is not > 0."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    targets = tuple(_target(row, f"{path.name}, line {line}") for line, row in enumerate(rows, start=2))
    names = [target.name for target in targets]
    if len(set(names)) < len(names):
        raise UserError(f"{path.name}: a name stands twice; names of targets are unique")
    return targets


def _target(row: dict[str, Any], where: str) -> Target:
    try:
        target = Target(
            row["name"], row["role"], int(row["start"]), int(row["year"]), row["indicator"], float(row["value"]),
            float(row["standard_error"]), row["unit"], row["source"], row["note"],
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise UserError(f"{where}: a column is missing or a number is none") from None
    if target.role not in ROLES:
        raise UserError(f"{where}: role '{target.role}'; allowed are {', '.join(ROLES)}")
    if target.start not in START_YEARS or not target.start < target.year <= LAST_YEAR:
        raise UserError(f"{where}: a run from {target.start} to {target.year}; allowed are years up to {LAST_YEAR}")
    if target.indicator not in {**INDICATORS, **LEVEL_UNITS, **RATIOS}:
        raise UserError(f"{where}: unknown indicator '{target.indicator}'")
    if not target.standard_error > 0:
        raise UserError(f"{where}: standard error {target.standard_error}; it is above 0")
    return target


def model_values(rows: pd.DataFrame, targets: tuple[Target, ...], start: int) -> pd.DataFrame:
    """What each run from one census year gives for its targets: one row a run, one column a target.

    rows : as `SweepSet.rows`, one a run and year
    """
    mine = [target for target in targets if target.start == start]
    by_year = {int(year): part.set_index("run") for year, part in rows.groupby("year")}
    found = {}
    for target in mine:
        if target.indicator in RATIOS:
            name = RATIOS[target.indicator]
            below = by_year[target.year][name].replace(0.0, np.nan)
            found[target.column] = by_year[RATIO_YEAR][name] / below
        else:
            found[target.column] = by_year[target.year][target.indicator]
    return pd.DataFrame(found)
