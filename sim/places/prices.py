"""Consumer prices: how nominal yuan become constant yuan of 2020. The one reader of table `cpi`.

The declared path: yearly changes of the city, else of the province, else of the nation; years after the last known one
change by the assumption `cpi_change_future`; before the first known one prices stand still. One level a calendar year,
so that a year's ledger has one ratio of nominal to real.
"""

import functools
from typing import Any

import numpy as np

from sim.clock import year_of
from sim.places.pack import Pack
from sim.places.schema import NATION_CODE

REFERENCE_YEAR = 2020


@functools.lru_cache(maxsize=1024)
def price_level(pack: Pack, year: int) -> float:
    """Consumer prices of a year over those of 2020 [ratio]."""
    level = 1.0
    for passed in range(REFERENCE_YEAR + 1, year + 1):
        level *= 1.0 + _change(pack, passed) / 100.0
    for undone in range(REFERENCE_YEAR, year, -1):
        level /= 1.0 + _change(pack, undone) / 100.0
    return level


def price_levels(pack: Pack, first_year: int, last_year: int) -> dict[int, float]:
    """Consumer prices of each year over those of 2020 [ratio], from first_year to last_year."""
    return {year: price_level(pack, year) for year in range(first_year, last_year + 1)}


def monthly_price_levels(pack: Pack, first_month: int, last_month: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Price level of each month from first_month to last_month [ratio to 2020], (month,)."""
    return np.array([price_level(pack, year_of(month)) for month in range(first_month, last_month + 1)])


def national_inflation(pack: Pack, first_year: int, last_year: int) -> float:
    """The nation's consumer prices of one year over those of an earlier one [ratio]: by its own changes."""
    changes = _changes(pack)[NATION_CODE]
    return float(np.prod([1.0 + changes[year] / 100.0 for year in range(first_year + 1, last_year + 1)]))


def _change(pack: Pack, year: int) -> float:
    """Percent change of a year: of the smallest area that has a figure, else of the declared path."""
    areas = [_changes(pack).get(code, {}) for code in (pack.city_code, pack.province_code, NATION_CODE)]
    known = [changes[year] for changes in areas if year in changes]
    if known:
        return known[0]
    return pack.assumption("cpi_change_future") if year > max(max(changes, default=0) for changes in areas) else 0.0


@functools.lru_cache(maxsize=16)
def _changes(pack: Pack) -> dict[int, dict[int, float]]:
    """Percent change of each whole year by area."""
    changes: dict[int, dict[int, float]] = {}
    for row in pack.table("cpi").itertuples():
        if str(row.period).isdigit():
            changes.setdefault(int(row.area_code), {})[int(row.period)] = float(row.value)
    return changes
