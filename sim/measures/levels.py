"""Levels of one run that a calibration holds against figures of the place, beyond the yearly indicators of a sweep.

Census ages come from the stock on census day 2020 (1 November), where the run lives through it; everything else from
the year's counts. Called by `sim.measures.models`, whose model `levels` gives these and `INDICATORS` by year.
"""

import numpy as np

from sim.measures.yearly import Counts
from sim.population.columns import FEMALE, MALE, Array
from sim.processes.accounts import BIRTHS

CENSUS_YEAR = 2020
CHILDREN = {"0": (0, 0), "1_4": (1, 4), "5_9": (5, 9)}
"""Age groups of the children counted on census day, both ends included."""
MOTHERS = {"20_24": (20, 24), "25_29": (25, 29), "30_34": (30, 34), "35_39": (35, 39)}
"""Age groups of mothers whose share of the TFR is kept."""
SINGLES = {"25_29": (25, 29), "30_34": (30, 34)}
"""Age groups of women whose share never married at the year's end is kept."""

LEVEL_UNITS: dict[str, str] = {
    **{f"census_children_{group}": "persons" for group in CHILDREN},
    **{f"census_children_{group}_{part}": "persons" for group in CHILDREN for part in ("01", "2", "3", "4", "5")},
    "census_year_births": "births / year",
    "mean_population": "persons",
    "tfr_share_1": "share of TFR",
    "tfr_share_2": "share of TFR",
    "tfr_share_3": "share of TFR",
    **{f"tfr_share_{group}": "share of TFR" for group in MOTHERS},
    "never_married_women": "share of women 15+",
    "never_married_men": "share of men 15+",
    **{f"never_married_women_{group}": "share of women" for group in SINGLES},
}
"""Levels beyond `INDICATORS`, with units; districts by county index, the first two together (boundary of 2013)."""


def yearly_levels(years: list[int], counts: Counts, census: Array | None, scale: float) -> dict[str, Array]:
    """Every level by year, float64 (year,); NaN where a year has none.

    counts : as of `sim.processes.accounts`, with years as first axis      census : (county, sex, age) residents
    on census day 2020, None where the run does not reach it      scale : residents one agent stands for
    """
    nothing = np.full(len(years), np.nan)
    at_census = np.array(years) == CENSUS_YEAR
    found: dict[str, Array] = {}
    for group, (first, last) in CHILDREN.items():
        by_county = None if census is None else census[:, :, first : last + 1].sum(axis=(1, 2)) * scale
        for name, districts in _districts(group, counts["balance"].shape[2]):
            if by_county is None or max(districts) >= len(by_county):
                found[name] = nothing
            else:
                found[name] = np.where(at_census, by_county[districts].sum(), np.nan)
    found["census_year_births"] = _census_year_births(years, counts["balance"], scale)
    found["mean_population"] = counts["exposure_half_months"].sum(axis=(1, 2, 3)) / 24 * scale
    found |= _shares_of_tfr(counts)
    found |= _never_married(counts)
    assert set(found) == set(LEVEL_UNITS), set(found) ^ set(LEVEL_UNITS)
    return {name: np.asarray(found[name], np.float64) for name in LEVEL_UNITS}


def _districts(group: str, n_counties: int) -> list[tuple[str, list[int]]]:
    """Names of an age group's levels and the counties that each adds up; a place may have fewer than named here."""
    whole = [(f"census_children_{group}", list(range(n_counties))), (f"census_children_{group}_01", [0, 1])]
    return [*whole, *((f"census_children_{group}_{county}", [county]) for county in range(2, 6))]


def _census_year_births(years: list[int], balance: Array, scale: float) -> Array:
    """Births from November of the year before to October; NaN in the first year.

    balance : (year, month, county, item)
    """
    by_month = balance[:, :, :, BIRTHS].sum(axis=2) * scale
    found = np.full(len(years), np.nan)
    found[1:] = by_month[:-1, 10:].sum(axis=1) + by_month[1:, :10].sum(axis=1)
    return found


def _shares_of_tfr(counts: Counts) -> dict[str, Array]:
    """Shares of the TFR of ages 15 to 49 by birth order (3: third and later) and by age group of mothers."""
    births = counts["births"].sum(axis=(1, 4, 5))[:, 15:50]
    women = counts["exposure_half_months"][:, :, FEMALE, 15:50].sum(axis=1) / 24
    rates = np.divide(births, women[:, :, None], out=np.zeros(births.shape), where=women[:, :, None] > 0)
    tfr = np.maximum(rates.sum(axis=(1, 2)), 1e-9)
    by_order = rates.sum(axis=1) / tfr[:, None]
    found = {"tfr_share_1": by_order[:, 0], "tfr_share_2": by_order[:, 1], "tfr_share_3": by_order[:, 2:].sum(axis=1)}
    for group, (first, last) in MOTHERS.items():
        found[f"tfr_share_{group}"] = rates[:, first - 15 : last - 14].sum(axis=(1, 2)) / tfr
    return found


def _never_married(counts: Counts) -> dict[str, Array]:
    """Shares never married at the year's end; NaN where nobody is of that age."""
    single, all_ = (counts[name].sum(axis=1) for name in ("never_married", "persons"))

    def share(sex: int, ages: slice) -> Array:
        of = all_[:, sex, ages].sum(axis=1)
        return np.divide(single[:, sex, ages].sum(axis=1), of, out=np.full(len(of), np.nan), where=of > 0)

    found = {"never_married_women": share(FEMALE, slice(15, None)), "never_married_men": share(MALE, slice(15, None))}
    for group, (first, last) in SINGLES.items():
        found[f"never_married_women_{group}"] = share(FEMALE, slice(first, last + 1))
    return found
