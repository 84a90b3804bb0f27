"""Why births change, in words and tables: `fertsim changes` prints the city's or a county's, and writes all areas'.

    births_changes.csv    each year's change and each part of it, by area, scenario and year, with named intervals
    births_added.csv      what a comparison's scenarios add to their base, by what policy acts through
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from experiments.comparison.compared import Comparison
from experiments.wording.runs import area_of, runs_of
from experiments.wording.uncertainty import interval_note
from sim.errors import UserError
from sim.measures.chance import drawn_in, drawn_of
from sim.measures.changes import ORDERS, POLICY, births_added, births_changed
from sim.measures.intervals import STATISTICS, bounds, named
from sim.runs.runset import RunSet
from sim.writing import write_csv

CHANGE = "change"
NAMES = {
    CHANGE: "change", "women": "women", "marriage": "marriage",
    **{part: f"order {part[-1]}{'+' if part == ORDERS[-1] else ''}" for part in ORDERS}, "rest": "rest",
    POLICY: "policy",
}  # fmt: skip
"""Heads of the printed columns."""
READ = (
    "women: numbers of women by age; marriage: their share in marriage at each age; order n: births of that order per"
    " married woman at each age; rest: births at ages at which nobody is married. Parts add up to the change."
)
WIDTH = 11


def write_changes(opened: RunSet | Comparison, county: int | None) -> str:
    """Text of why births change in an area, after writing the table of all areas beside the runs.

    opened : a run set, or a comparison, whose scenarios' changes are taken apart under the base, with policy's part
    """
    compared = opened if isinstance(opened, Comparison) else None
    main = opened.run_sets[opened.scenario] if isinstance(opened, Comparison) else opened
    base = compared.run_sets[compared.base] if compared else None
    if len([n for n in main.manifest.months_in_year.values() if n == 12]) < 2:
        raise UserError(f"{main.directory} holds fewer than two whole years; a change of births needs two")
    directory = main.directory.parent if compared else main.directory
    _write(directory / "births_changes.csv", (
        (label, births_changed(one, against, code)) for label, one, against in _scenarios(opened)
        for code in _areas(main)
    ))
    lines = [
        f"{area_of(main.manifest, county)}: births, change from the year before and what it is made of",
        f"scenario {compared.scenario if compared else main.manifest.scenario}"
        f"{f', policy: what it adds to {compared.base}' if compared else ''}; {runs_of(main.manifest)}",
        "",
        *_printed(births_changed(main, base, county)),
    ]
    if compared and base is not None:
        _write(directory / "births_added.csv", (
            (label, births_added(one, against, code)) for label, one, against in _scenarios(opened) if against
            for code in _areas(main)
        ))
        lines += ["", f"Births added to {compared.base}, by what policy acts through", "",
                  *_printed(births_added(main, base, county))]
    spread = named(drawn_in(main.manifest), paired=compared is not None)
    return "\n".join([*lines, "", READ, f"Parts are means. {interval_note(spread)}"])


def _scenarios(opened: RunSet | Comparison) -> Iterator[tuple[str, RunSet, RunSet | None]]:
    """Each scenario's label and runs, with those of the base where it is another."""
    if isinstance(opened, RunSet):
        yield opened.manifest.scenario, opened, None
        return
    for label, one in opened.run_sets.items():
        yield label, one, None if label == opened.base else opened.run_sets[opened.base]


def _areas(run_set: RunSet) -> list[int | None]:
    """The city, then each county."""
    return [None, *(one.county_code for one in run_set.manifest.counties)]


def _printed(found: xr.DataArray) -> list[str]:
    """Lines of a table, a year a line: the whole with its interval, then the mean of each part."""
    names = [str(part) for part in found["part"].values]
    whole = _bounds(found[CHANGE])
    means = found.mean("seed").transpose("year", "part").values
    head = f"{'year':<6}{NAMES[CHANGE]:>{WIDTH}}{'':>24}" + "".join(f"{NAMES[name]:>{WIDTH}}" for name in names)
    lines = [head]
    for year, (mean, lower, upper), of_year in zip(found["year"].values, whole.T, means, strict=True):
        around = f"({lower:+,.0f} to {upper:+,.0f})" if np.isfinite(lower) else "(one run)"
        lines.append(f"{year:<6}{_signed(mean)}{around:>24}{''.join(map(_signed, of_year))}")
    return lines


def _signed(births: float) -> str:
    """A number with its sign in a column's width; what rounds to nothing has none."""
    return f"{births:>+{WIDTH},.0f}" if round(births) else f"{0:>{WIDTH}}"


def _bounds(values: xr.DataArray) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return bounds(values.transpose("seed", ...).values, drawn_of(values))


def _write(path: Path, found: Iterator[tuple[str, xr.DataArray]]) -> None:
    """Write one row for each area, scenario, year and part."""
    write_csv(path, pd.concat([_rows(label, one) for label, one in found], ignore_index=True))


def _rows(label: str, found: xr.DataArray) -> pd.DataFrame:
    columns = {CHANGE: found[CHANGE].transpose("seed", "year"), **{
        str(part): found.sel(part=part).transpose("seed", "year") for part in found["part"].values}}
    return pd.concat([
        pd.DataFrame({
            "scenario": label, "area_code": found.attrs["area_code"], "year": found["year"].values, "part": name,
            **dict(zip(STATISTICS, _bounds(values), strict=True)), "interval": named(drawn_of(values)).name,
        })
        for name, values in columns.items()
    ], ignore_index=True)  # fmt: skip
