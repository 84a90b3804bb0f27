"""Who pays for treatment: what insurance and relief take off the price of a cycle, and their claims.

Called by the monthly pass over women (`birth_decisions`), which starts cycles by what is left to the couple, and by the
model, which claims what the month's cycles cost. Insurance pays its share of the price, relief its share of the rest.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.policy.claims import Claims, claim
from sim.policy.paths import LeverPaths
from sim.population.columns import Array

INSURANCE, RELIEF = "art_insurance", "art_subsidy"


def insured_share(levers: LeverPaths, month: int) -> Array:
    """Share of the price of a cycle that insurance pays in a month, expected after take-up, (county,)."""
    at = levers.at(month)
    return np.asarray(levers[INSURANCE][at, :, 0] * levers.take_up(INSURANCE)[at])


def treatment_share(levers: LeverPaths, month: int) -> Array:
    """Share of the price of a cycle that couples do not pay in a month, expected after take-up, (county,)."""
    at = levers.at(month)
    relieved = levers[RELIEF][at, :, 0] * levers.take_up(RELIEF)[at]
    return np.asarray(1.0 - (1.0 - insured_share(levers, month)) * (1.0 - relieved))


def claim_treatments(cycles: Iterable[Array], levers: LeverPaths, claims: Claims, month: int, p: Any) -> None:
    """Claim insurance and relief for a month's cycles, (county,) by chunk; p reads art_price [yuan of 2020]."""
    n = np.sum(list(cycles), axis=0)
    left = p.art_price * (1.0 - insured_share(levers, month))
    for name, price in ((INSURANCE, p.art_price), (RELIEF, left)):
        claims.cases[claim(name), :, 0] += n
        claims.base[claim(name), :, 0] += np.rint(n * price).astype(np.int64)
