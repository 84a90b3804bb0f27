"""Fertility by parity and by cohort: progression from one child to the next, and children of birth cohorts so far.

Pure functions of labelled arrays that keep dimensions they do not name. Called by `sim.measures.results`; what is
said of each stands in `sim.measures.declared`.
"""

import numpy as np
import xarray as xr

from sim.measures.rates import AGES_OF_CHILDBEARING, in_childbearing_ages, rate

BIRTH_COHORTS = range(1970, 2001)
"""Years of birth of the cohorts followed."""
COMPLETE_AT = AGES_OF_CHILDBEARING.stop
"""Age from which a cohort's children are taken as all it will have."""


def parity_progression(births: xr.DataArray, woman_months: xr.DataArray) -> xr.DataArray:
    """Period parity progression ratios: share of those who reach a parity that goes on to the next birth.

    births : (..., mother_age, birth_order 1, 2, 3, 4+)      woman_months : (..., age, parity 0, 1, 2, 3+)
    returns: (..., birth_order), the share that bears the birth of this order; NaN where nobody gets so far
    A table of women without children at 15 goes through the year's rates by age and parity, each birth over the
    woman-years at the parity before it; who changes parity does so at mid-year of age, as in the increment-decrement
    tables of the Human Fertility Database (Jasilioniene and others 2015, Methods Protocol). Order 4 is of women with
    three or more, whose further births count as one step.
    """
    at_risk = woman_months.sel(age=AGES_OF_CHILDBEARING) / 12
    at_risk = at_risk.rename(parity="birth_order").assign_coords(birth_order=births["birth_order"].values)
    hazards = rate(in_childbearing_ages(births), at_risk)
    reached = _women_reaching(hazards.fillna(0.0).transpose(..., "age", "birth_order").values)
    before = np.concatenate([np.ones_like(reached[..., :1]), reached[..., :-1]], axis=-1)
    ratios = np.divide(reached, before, out=np.full(reached.shape, np.nan), where=before > 0)
    ratios = np.where(at_risk.sum(["age", "birth_order"]).values[..., None] > 0, ratios, np.nan)
    return xr.zeros_like(hazards.isel(age=0, drop=True).transpose(..., "birth_order")).copy(data=ratios)


def _women_reaching(hazards: np.ndarray) -> np.ndarray:
    """Women of a table of one who ever bear a birth of each order, (..., order), from hazards (..., age, order)."""
    waiting = np.zeros((*hazards.shape[:-2], hazards.shape[-1] + 1))
    waiting[..., 0] = 1.0
    reached = np.zeros((*hazards.shape[:-2], hazards.shape[-1]))
    for at_age in np.moveaxis(hazards, -2, 0):
        come = np.zeros(hazards.shape[:-2])
        for order in range(hazards.shape[-1]):
            hazard, here = at_age[..., order], waiting[..., order]
            go = np.minimum(hazard * (here + come / 2) / (1 + hazard / 2), here + come)
            waiting[..., order] = here + come - go
            reached[..., order] += go
            come = go
        waiting[..., -1] += come
    return reached


def cohort_children(woman_months: xr.DataArray) -> dict[str, xr.DataArray]:
    """Mean children so far, and share without any, of the women of each cohort; (..., year, cohort).

    woman_months : (..., year, age, parity 0, 1, 2, 3+), years without gap
    """
    ages = woman_months.sel(age=AGES_OF_CHILDBEARING)
    shares = rate(ages, ages.sum("parity"))
    mean = (shares * shares["parity"]).sum("parity", skipna=False)
    return {"cohort_fertility": of_cohorts(mean), "cohort_childless": of_cohorts(shares.sel(parity=0, drop=True))}


def of_cohorts(by_age: xr.DataArray) -> xr.DataArray:
    """What women of each cohort have at the age of year − cohort; from `COMPLETE_AT` on what they had at that age.

    by_age : (..., year, age), years without gap      returns: (..., year, cohort), NaN where the run did not see it
    """
    values = by_age.transpose(..., "year", "age")
    years, first_age = values["year"].values, int(values["age"].values[0])
    ages = years[:, None] - np.array(BIRTH_COHORTS)
    seen_in = years[:, None] - np.maximum(ages - COMPLETE_AT, 0)
    seen = (ages >= first_age) & (seen_in >= years[0])
    year = np.where(seen, seen_in - years[0], 0)
    age = np.where(seen, np.minimum(ages, COMPLETE_AT) - first_age, 0)
    picked = np.where(seen, values.values[..., year, age], np.nan)
    kept = {name: coord for name, coord in values.coords.items() if "age" not in coord.dims}
    return xr.DataArray(picked, {**kept, "cohort": list(BIRTH_COHORTS)}, (*values.dims[:-1], "cohort"))


def is_complete(years: xr.DataArray) -> xr.DataArray:
    """Whether a cohort has reached `COMPLETE_AT` by the end of a year, bool (year, cohort)."""
    cohorts = xr.DataArray(list(BIRTH_COHORTS), dims="cohort", coords={"cohort": list(BIRTH_COHORTS)})
    return years - cohorts >= COMPLETE_AT
