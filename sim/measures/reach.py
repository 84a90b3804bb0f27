"""Whom the measures of one run reach and what they pay, and what becomes of births' timing: an attribution's outputs.

Beside the yearly indicators, straight from a run's counts. Called by `sim.measures.models`.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from sim.measures import rates
from sim.measures.parity import cohort_children
from sim.measures.yearly import PUBLIC_POSITIONS, Counts
from sim.policy.claims import CLAIMED
from sim.policy.levers.base import PAYERS
from sim.population.columns import FEMALE, Array

ELIGIBLE, CLAIMS, PAID, PAID_BY = "eligible_", "claimed_", "paid_", "paid_by_"
"""Before a lever's id, or a payer's: cases a year, and public money or all money of a payer [yuan of 2020 a year]."""
WOMEN_BORN = range(1985, 2001)
"""Years of birth of the women whose children are followed to the end of a run."""
CHILDREN_SO_FAR = f"children_of_{WOMEN_BORN[0]}_{WOMEN_BORN[-1]}"
QUANTUM_OF, MEAN_AGE_OF = "quantum_of_order_", "mean_age_of_order_"
ORDERS_TOLD = (1, 2, 3)
"""The last of third and later births."""
REACH_UNITS: dict[str, str] = {
    **{f"{ELIGIBLE}{lever}": "cases / year" for lever in CLAIMED},
    **{f"{CLAIMS}{lever}": "cases / year" for lever in CLAIMED},
    **{f"{PAID}{lever}": "yuan of 2020 / year" for lever in CLAIMED},
    **{f"{PAID_BY}{payer}": "yuan of 2020 / year" for payer in PAYERS},
    CHILDREN_SO_FAR: "children / woman",
    **{f"{QUANTUM_OF}{order}": "births / woman" for order in ORDERS_TOLD},
    **{f"{MEAN_AGE_OF}{order}": "years" for order in ORDERS_TOLD},
}
"""Every output of this file with its unit."""


def reach_and_timing(years: Sequence[int], counts: Counts, part_year: Array, scale: float) -> dict[str, Array]:
    """`REACH_UNITS` by year, float64 (year,).

    part_year : bool (year,), whose rates mean nothing      scale : residents one agent stands for
    Children: mean over the cohorts of what their women have by the year, at 49 for those who are older.
    """
    eligible, claimed = (counts[name].sum(axis=(2, 3)) * scale for name in ("eligible", "claimed"))
    money = counts["money_real"].sum(axis=2) * scale
    public = money[:, :, PUBLIC_POSITIONS].sum(axis=2)
    return {
        **{f"{ELIGIBLE}{lever}": eligible[:, k] for k, lever in enumerate(CLAIMED)},
        **{f"{CLAIMS}{lever}": claimed[:, k] for k, lever in enumerate(CLAIMED)},
        **{f"{PAID}{lever}": public[:, k] for k, lever in enumerate(CLAIMED)},
        **{f"{PAID_BY}{payer}": money[:, :, k].sum(axis=1) for k, payer in enumerate(PAYERS)},
        CHILDREN_SO_FAR: _children(years, counts),
        **_rates_and_ages(years, counts, part_year),
    }


def _children(years: Sequence[int], counts: Counts) -> Array:
    women = counts["woman_months"].sum(axis=(1, 4))
    labelled = xr.DataArray(
        women, {"year": list(years), "age": np.arange(women.shape[1]), "parity": np.arange(women.shape[2])},
        ("year", "age", "parity"),
    )
    of_cohorts = cohort_children(labelled)["cohort_fertility"].sel(cohort=list(WOMEN_BORN))
    return np.asarray(of_cohorts.mean("cohort", skipna=False), np.float64)


def _rates_and_ages(years: Sequence[int], counts: Counts, part_year: Array) -> dict[str, Array]:
    """Rate and mean age of the mothers of each order, from which rates without tempo are made of means over runs."""
    births = counts["births"].sum(axis=(1, 4, 5)).astype(np.float64)
    births = np.concatenate([births[..., :2], births[..., 2:].sum(axis=-1, keepdims=True)], axis=-1)
    women_years = counts["exposure_half_months"][:, :, FEMALE].sum(axis=1) / 24
    at = {"year": list(years)}
    by_age = xr.DataArray(
        births, {**at, "mother_age": np.arange(births.shape[1]), "birth_order": list(ORDERS_TOLD)},
        ("year", "mother_age", "birth_order"),
    )
    exposed = xr.DataArray(women_years, {**at, "age": np.arange(women_years.shape[1])}, ("year", "age"))
    by_order = rates.asfr(by_age, exposed).where(xr.DataArray(~part_year, at, ("year",)))
    quantum, ages = rates.tfr(by_order), rates.mean_age(by_order)
    return {
        f"{before}{order}": np.asarray(table.sel(birth_order=order), np.float64)
        for before, table in ((QUANTUM_OF, quantum), (MEAN_AGE_OF, ages)) for order in ORDERS_TOLD
    }
