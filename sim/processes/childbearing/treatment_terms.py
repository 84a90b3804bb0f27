"""Who pays for treatment: what insurance and relief take off the price of a cycle, and their claims.

Called by the monthly pass over women (`birth_decisions`), which starts cycles by what is left to the couple, and by the
model, which claims what the month's cycles cost. Insurance pays its share of the price, relief its share of the rest.
"""

from collections.abc import Sequence
from typing import Any

import numba as nb
import numpy as np

from sim.policy.claims import Claims, claim
from sim.policy.paths import LeverPaths
from sim.population.columns import Array

ART_INSURANCE, ART_RELIEF = "art_insurance", "art_subsidy"
INSURANCE_CLAIM, RELIEF_CLAIM = claim(ART_INSURANCE), claim(ART_RELIEF)


def insured_share(levers: LeverPaths, month: int) -> Array:
    """Share of the price of a cycle that insurance pays in a month, expected after take-up, (county,)."""
    return np.asarray(_shares(levers)[levers.at(month), 0])


def treatment_share(levers: LeverPaths, month: int) -> Array:
    """Share of the price of a cycle that couples do not pay in a month, expected after take-up, (county,)."""
    return np.asarray(_shares(levers)[levers.at(month), 1])


def claim_treatments(cycles: Sequence[Array], levers: LeverPaths, claims: Claims, month: int, p: Any) -> None:
    """Claim insurance and relief for a month's cycles, (county,) by chunk; p reads art_price [yuan of 2020]."""
    n = sum(cycles[1:], start=cycles[0])
    _claim_cycles(n, p.art_price, insured_share(levers, month), claims.cases, claims.base)


@nb.njit(cache=True)
def _claim_cycles(n: Array, price: float, insured: Array, cases: Array, base: Array) -> None:
    """Claim insurance of the price [yuan of 2020], and relief of what it leaves, for cycles by county."""
    for county in range(len(n)):
        cases[INSURANCE_CLAIM, county, 0] += n[county]
        cases[RELIEF_CLAIM, county, 0] += n[county]
        base[INSURANCE_CLAIM, county, 0] += round(n[county] * price)
        base[RELIEF_CLAIM, county, 0] += round(n[county] * (price * (1.0 - insured[county])))


def _shares(levers: LeverPaths) -> Array:
    """What insurance pays, and what both pay, in every month of the paths, (month, 2, county)."""
    if "treatment" not in levers.kept:
        insured = levers[ART_INSURANCE][:, :, 0] * levers.take_up(ART_INSURANCE)
        relieved = levers[ART_RELIEF][:, :, 0] * levers.take_up(ART_RELIEF)
        both = 1.0 - (1.0 - insured) * (1.0 - relieved)
        levers.kept["treatment"] = np.ascontiguousarray(np.stack([insured, both], axis=1))
    return np.asarray(levers.kept["treatment"])
