"""Figures in persons and couples, each once, each plausible, counties and city in agreement; or one clear sentence."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.monitor.areas import Areas
from experiments.monitor.declared import PER_MILLE, WATCHED
from experiments.monitor.reading import read_sheets
from experiments.monitor.tidy import Entry, is_tidy, tidy_entries
from experiments.monitor.yearbook import yearbook_entries
from sim.errors import UserError

MOST_APART = 0.01
"""Share by which counties and city may differ beyond their rounding."""
Key = tuple[str, int, int]
"""Indicator, area and year."""


class Figure(NamedTuple):
    """One observed figure, in persons or couples. error : one standard deviation      unit : as it was given"""

    value: float
    error: float
    unit: str
    where: str
    step: float
    """By how much its last digit counts."""


Figures = dict[Key, Figure]


def read_figures(path: Path, areas: Areas) -> tuple[Figures, list[str]]:
    """Figures of a file of either layout, and notes on what was taken or left out; `UserError` for what is unclear."""
    sheets, notes = read_sheets(path)
    entries: list[Entry] = []
    for lines in sheets:
        entries += (tidy_entries if is_tidy(lines) else yearbook_entries)(lines, areas, notes)
    if not entries:
        raise UserError(f"{path.name} holds no figures; fill in year, value and unit")
    return figures_of(entries, areas, notes), notes


def figures_of(entries: Sequence[Entry], areas: Areas, notes: list[str]) -> Figures:
    """Figures in persons and couples; `UserError` for one that stands twice, or counties that are not the city."""
    at: dict[Key, Entry] = {}
    for entry in entries:
        key = entry.indicator, entry.area, entry.year
        if key in at:
            area = f"{entry.area} {areas.name(entry.area, 'zh')}"
            raise UserError(
                f"{entry.where}: {entry.indicator} of {area} in {entry.year} stands already at {at[key].where}; keep"
                " one figure a year, or add up the two of an old and a new code"
            )
        at[key] = entry
    figures = {key: _counted(entry) for key, entry in at.items() if entry.unit != PER_MILLE}
    for key, entry in at.items():
        if entry.unit == PER_MILLE:
            figures[key] = _from_rate(key, entry, figures, notes)
    _check_sums(figures, areas, notes)
    return figures


def _counted(entry: Entry) -> Figure:
    factor, share = WATCHED[entry.indicator].units[entry.unit], WATCHED[entry.indicator].error
    value, step = entry.number.value * factor, entry.number.step * factor
    error = share * value if entry.error is None else entry.error * factor
    return Figure(value, math.hypot(error, step / math.sqrt(12)), entry.unit, entry.where, step)


def _from_rate(key: Key, entry: Entry, figures: Figures, notes: list[str]) -> Figure:
    """A figure from a rate per 1,000 residents of the year, the mean of two year ends where the file has both."""
    name, area, year = key
    ends = [figures[at].value for at in (("population", area, year - 1), ("population", area, year)) if at in figures]
    if ("population", area, year) not in figures:
        raise UserError(
            f"{entry.where}: {name} in ‰ need the residents (常住人口) of {area} in {year} in the same file; allowed"
            f" without them are {', '.join(WATCHED[name].units)}"
        )
    if len(ends) == 1:
        notes.append(f"{entry.where}: ‰ of the residents at the end of {year}, for those of {year - 1} are not given")
    residents = sum(ends) / len(ends)
    value, step = entry.number.value / 1000 * residents, entry.number.step / 1000 * residents
    error = WATCHED[name].error * value if entry.error is None else entry.error / 1000 * residents
    return Figure(value, math.hypot(error, step / math.sqrt(12)), PER_MILLE, entry.where, step)


def _check_sums(figures: Figures, areas: Areas, notes: list[str]) -> None:
    """Hold the city against its counties where all are given."""
    for (name, area, year), city in figures.items():
        counties = [figures.get((name, code, year)) for code in areas.codes]
        if area != areas.city or None in counties or not counties:
            continue
        parts = [one for one in counties if one is not None]
        total = sum(one.value for one in parts)
        rounding = (city.step + sum(one.step for one in parts)) / 2
        apart = abs(total - city.value)
        said = f"{city.where}: {name} of {year} are {city.value:,.0f} in the city and {total:,.0f} in its counties"
        if apart > rounding + MOST_APART * city.value:
            raise UserError(
                f"{said} together; allowed is a difference of {MOST_APART:.0%} and rounding, so a county's figure is"
                " wrong, of another unit or not of residents"
            )
        if apart > rounding:
            notes.append(f"{said} together, {total / city.value - 1:+.2%}; taken as given")


def with_city(figures: Figures, areas: Areas) -> Figures:
    """The figures with the city's where all its counties are given and it is not: their sum."""
    made = dict(figures)
    for name, year in dict.fromkeys((name, year) for name, _, year in figures):
        parts = [figures.get((name, code, year)) for code in areas.codes]
        if (name, areas.city, year) not in figures and None not in parts:
            given = [one for one in parts if one is not None]
            value = sum(one.value for one in given)
            error = WATCHED[name].error * value
            made[name, areas.city, year] = Figure(value, error, given[0].unit, "sum of the counties", given[0].step)
    return made


def check_plausible(figures: Figures, medians: dict[Key, float], areas: Areas) -> None:
    """`UserError` for a figure so far from the projection that another unit or column is likelier than a surprise."""
    for (name, area, year), figure in figures.items():
        median, most = medians.get((name, area, year)), WATCHED[name].most_off
        if median is None or median <= 0 or median / most <= figure.value <= median * most:
            continue
        one = WATCHED[name]
        fits = [
            unit for unit, factor in one.units.items()
            if unit != figure.unit and unit.isascii() == figure.unit.isascii() and figure.unit in one.units
            and median / most <= figure.value / one.units[figure.unit] * factor <= median * most
        ]  # fmt: skip
        said = f"its unit may be {' or '.join(fits)}" if fits else "columns or rows may be swapped"
        raise UserError(
            f"{figure.where}: {name} of {areas.name(area, 'zh')} in {year} would be {figure.value:,.6g}"
            f" (given in {figure.unit}) where the projection has {median:,.0f}; {said}, allowed are 1/{most:g} to"
            f" {most:g} times the projection"
        )
