"""Months as integers: the only clock of the simulation.

A month index counts months since January 1900, so that every date of a life between 1900 and 2130 fits an int16.
"""

import numba as nb

import sim.compiled  # noqa: F401  keeps compiled code under all that can change it

EPOCH_YEAR = 1900
CENSUS_MONTH = 11
NO_MONTH = -32768
"""Marks a date that has not happened (never gave birth, not pregnant, sterile never)."""


@nb.njit(cache=True)
def month_index(year: int, month: int) -> int:
    """Months since January 1900 of one calendar month; `month` runs from 1 to 12."""
    return (year - EPOCH_YEAR) * 12 + month - 1


@nb.njit(cache=True)
def year_of(month: int) -> int:
    """Calendar year of a month index."""
    return EPOCH_YEAR + month // 12


@nb.njit(cache=True)
def month_of(month: int) -> int:
    """Calendar month, 1 to 12, of a month index."""
    return month % 12 + 1


def label(month: int) -> str:
    """Year and month of a month index as text, such as `2020-11`."""
    return f"{year_of(month)}-{month_of(month):02d}"
