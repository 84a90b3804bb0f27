"""Indicators of a population that are not rates: shares, ratios, means, balances.

Pure functions of labelled arrays that keep dimensions they do not name. Called by `sim.measures.results`; what is
said of each stands in `sim.measures.declared`.
"""

from typing import Any

import numpy as np
import xarray as xr

from sim.measures.rates import rate

WORKING_AGES = slice(15, 64)
AGES_UNDER_THREE, KINDERGARTEN_AGES, PRIMARY_SCHOOL_AGES = slice(0, 2), slice(3, 5), slice(6, 11)
"""Ages of three kindergarten years and of six years of primary school, completed years."""
AGES_AT_WORK = {"15_49": slice(15, 49), "20_54": slice(20, 54)}
"""Ages of women whose share at work is told: those of childbearing, and those between school and retirement."""


def in_ages(persons: xr.DataArray, ages: slice) -> xr.DataArray:
    """Persons of an age group, both ends included; (..., age) to (...)."""
    return persons.sel(age=ages).sum("age")


def share_at_work(at_work: xr.DataArray, women: xr.DataArray, ages: slice) -> xr.DataArray:
    """Share of women of an age group who hold work; both (..., age)."""
    return rate(in_ages(at_work, ages), in_ages(women, ages))


def maternity_beds[T: (xr.DataArray, np.ndarray[Any, Any])](births: T, stay_days: float, occupancy: float) -> T:
    """Maternity beds that a year's births take [beds].

    births : [births / year], of any shape      stay_days : in hospital, a birth
    occupancy : share of its days on which a bed is taken
    """
    return births * stay_days / (365 * occupancy)


def dependency_ratios(persons: xr.DataArray) -> dict[str, xr.DataArray]:
    """Young (0-14), old (65+) and total dependants per 100 persons of 15-64.

    persons : (..., age), sexes added up
    """
    working = in_ages(persons, WORKING_AGES)
    young = 100 * rate(in_ages(persons, slice(0, 14)), working)
    old = 100 * rate(in_ages(persons, slice(65, None)), working)
    return {"young_dependency_ratio": young, "old_dependency_ratio": old, "dependency_ratio": young + old}


def parity_shares(woman_months: xr.DataArray) -> xr.DataArray:
    """Share of women at each parity by age, over the months of the year.

    woman_months : (..., age, parity) [woman-months]; parity 3 stands for three and more      returns: shares, sum 1
    """
    return rate(woman_months, woman_months.sum("parity"))


def childless_share(woman_months: xr.DataArray, ages: slice) -> xr.DataArray:
    """Share of women of an age group without a live birth; (..., age, parity) to (...)."""
    group = woman_months.sel(age=ages).sum("age")
    return rate(group.sel(parity=0, drop=True), group.sum("parity"))


def household_means(
    households: xr.DataArray, persons: xr.DataArray, collective: xr.DataArray
) -> dict[str, xr.DataArray]:
    """Mean size and one-person share of family households at the year's end.

    households : (..., size) [households]      persons, collective : (...) [persons]
    The mean comes from residents outside collective units, since the largest size is an open group.
    """
    n_households = households.sel(size=slice(1, None)).sum("size")
    mean = rate(persons - collective, n_households)
    alone = rate(households.sel(size=1, drop=True), n_households)
    return {"mean_household_size": mean, "one_person_share": alone}


def net_migration(
    arrivals: xr.DataArray, departures: xr.DataArray, moved_in: xr.DataArray, moved_out: xr.DataArray
) -> xr.DataArray:
    """Persons gained by migration, moves between counties included: these cancel over the city."""
    return arrivals - departures + moved_in - moved_out
