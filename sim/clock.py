"""Months as integers: the only clock of the simulation.

A month index counts months since January 1900, so that every date of a life between 1900 and 2130 fits an int16. The
arithmetic stands in `sim.dates`; here it is compiled.
"""

import numba as nb

import sim.compiled  # noqa: F401  keeps compiled code under all that can change it
from sim import dates
from sim.dates import label as label

CENSUS_MONTH = 11
NO_MONTH = -32768
"""Marks a date that has not happened (never gave birth, not pregnant, sterile never)."""

month_index = nb.njit(cache=True)(dates.month_index)
year_of = nb.njit(cache=True)(dates.year_of)
month_of = nb.njit(cache=True)(dates.month_of)
