"""The exam's figures: what each origin knows, what is scored after it, and the series that rivals go on from.

`figures.csv` was committed before the first run. Columns: `role` (`fit`: fitted at the origin; `score`; `told`: beside
the scored, in no sum; `series`: for rivals), `origins`, `years` and `over` (a figure is the mean of its indicator over
`years`; where `over` is given, over the mean in those), value, standard error, quality (`published`, `derived`,
`approximate`, `fallback:AREA`), `hindsight` (yes: no forecast at origin 2017), source and note.
"""

import csv
from pathlib import Path
from typing import NamedTuple

from calibration.targets import LAST_YEAR, Target, read_targets
from sim.errors import UserError

TABLE = Path(__file__).with_name("figures.csv")
ORIGINS = (2017, 2020)
"""Years whose figures may be the last known."""
ROLES = ("fit", "score", "told", "series")
BEGUN = 2010
"""Census year from which runs start, where no later one is known at the origin."""
FROM_BEFORE = ("ratio",)
"""Units of figures that compare two years, for which a run from the census of 2020 comes too late."""


class Figure(NamedTuple):
    """One row of the table."""

    name: str
    role: str
    origins: tuple[int, ...]
    years: tuple[int, int]
    """First and last year, both included."""
    over: str
    """Year or years below the line, `2017` or `2011-2015`, after `indicator:` where it is another; empty for none."""
    indicator: str
    value: float
    standard_error: float
    """nan where rivals read the figure and the base's error is told for the whole series."""
    unit: str
    quality: str
    hindsight: bool
    source: str
    note: str

    @property
    def expression(self) -> str:
        """What a run gives for it: `births@2017/2013`, `births_hukou_base@2011-2015`; a plain name where it is that."""
        first, last = self.years
        if first == last and not self.over:
            return self.indicator
        above = f"{self.indicator}@{first}" + (f"-{last}" if last > first else "")
        name, colon, years = self.over.rpartition(":")
        return above + (f"/{name + '@' if colon else ''}{years}" if self.over else "")


def read_figures(path: Path = TABLE) -> tuple[Figure, ...]:
    """All rows; `UserError` with the line for an unknown role or a year after the last."""
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), start=2):
            first, _, last = row["years"].partition("-")
            figure = Figure(
                row["name"], row["role"], tuple(map(int, row["origins"].split())), (int(first), int(last or first)),
                row["over"], row["indicator"], float(row["value"]), float(row["standard_error"] or "nan"), row["unit"],
                row["quality"], row["hindsight"] == "yes", row["source"], row["note"],
            )  # fmt: skip
            if figure.role not in ROLES:
                raise UserError(f"{path.name}, line {line}: role '{figure.role}'; allowed are {', '.join(ROLES)}")
            if figure.years[1] > LAST_YEAR:
                raise UserError(f"{path.name}, line {line}: year {figure.years[1]}; the last is {LAST_YEAR}")
            found.append(figure)
    return tuple(found)


def check_origin(known_to: int) -> None:
    """Refuse a year that is no origin of the exam."""
    if known_to not in ORIGINS:
        allowed = " and ".join(map(str, ORIGINS))
        raise UserError(f"--known-to: {known_to} is no origin of the exam; allowed are {allowed}")


def known_targets(known_to: int) -> tuple[Target, ...]:
    """What is fitted at an origin: figures of that year or earlier, of runs from 2010."""
    check_origin(known_to)
    own = tuple(_target(one, "fit", BEGUN) for one in read_figures() if one.role == "fit" and known_to in one.origins)
    if own:
        return own
    return tuple(one for one in read_targets() if one.role == "fit" and one.year <= known_to)


def asked(known_to: int) -> tuple[Figure, ...]:
    """What is predicted at an origin: figures that are scored, and those told beside them."""
    check_origin(known_to)
    return tuple(one for one in read_figures() if one.role in ("score", "told") and known_to in one.origins)


def asked_targets(known_to: int) -> tuple[Target, ...]:
    """The asked figures as a run is asked for them, in the order of `asked`; never fitted."""
    return tuple(_target(one, "check", start_of(one, known_to)) for one in asked(known_to))


def start_of(figure: Figure, known_to: int) -> int:
    """Census year from which a run predicts the figure: the last known; ratios may begin before it."""
    return BEGUN if figure.unit in FROM_BEFORE or known_to < max(ORIGINS) else max(ORIGINS)


def series(indicator: str, known_to: int) -> dict[int, float]:
    """What rivals know of a series at an origin, by year."""
    return {
        one.years[1]: one.value
        for one in read_figures()
        if one.role == "series" and one.indicator == indicator and one.years[1] <= known_to
    }


def _target(figure: Figure, role: str, start: int) -> Target:
    return Target(
        figure.name, role, start, figure.years[1], figure.expression, figure.value, figure.standard_error, figure.unit,
        figure.source, figure.note,
    )  # fmt: skip
