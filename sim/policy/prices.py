"""Consumer prices: how nominal yuan become constant yuan of 2020.

The declared path: yearly changes of the city, else of the province, else of the nation (table `cpi`); years after the
last known one change by the assumption `cpi_change_future`; before the first known one prices stand still. One level a
calendar year, so that a year's ledger has one ratio of nominal to real.
"""

import numpy as np

from sim.clock import year_of
from sim.places.pack import Pack
from sim.population.columns import Array

REFERENCE_YEAR = 2020


def price_levels(pack: Pack, first_year: int, last_year: int) -> dict[int, float]:
    """Consumer prices of each year over those of 2020 [ratio], from first_year to last_year."""
    changes = _yearly_changes(pack)
    last_known, future = max(changes), pack.assumption("cpi_change_future")
    levels = {REFERENCE_YEAR: 1.0}
    for year in range(REFERENCE_YEAR + 1, max(last_year, REFERENCE_YEAR) + 1):
        change = changes.get(year, 0.0) if year <= last_known else future
        levels[year] = levels[year - 1] * (1 + change / 100)
    for year in range(REFERENCE_YEAR, min(first_year, REFERENCE_YEAR), -1):
        levels[year - 1] = levels[year] / (1 + changes.get(year, 0.0) / 100)
    return {year: levels[year] for year in range(first_year, last_year + 1)}


def monthly_price_levels(pack: Pack, first_month: int, last_month: int) -> Array:
    """Price level of each month from first_month to last_month [ratio to 2020], (month,)."""
    levels = price_levels(pack, year_of(first_month), year_of(last_month))
    return np.array([levels[year_of(month)] for month in range(first_month, last_month + 1)])


def _yearly_changes(pack: Pack) -> dict[int, float]:
    """Percent change of each year: the smallest area that has a figure for the whole year."""
    table = pack.table("cpi")
    whole_years = table[table["period"].str.fullmatch(r"\d{4}")]
    changes: dict[int, float] = {}
    nation_first = whole_years.sort_values("area_code")  # codes rise from nation to province to city
    for year, change in zip(nation_first["period"], nation_first["value"], strict=True):
        changes[int(year)] = float(change)
    return changes
