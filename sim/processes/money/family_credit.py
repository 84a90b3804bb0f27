"""Credit for weddings and births: what is open, what a couple takes, and what paying it back costs.

Owed credit stands as negative savings. A couple borrows what it is short of, up to what is open, where it gains by it;
who does not borrow meets the shortfall as where no scheme exists: the wedding is smaller, the birth harder to start.
Called by the birth decision, by births, by weddings and by households' wealth. Yuan of 2020, expected after take-up.
"""

import functools
import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.policy.paths import LeverPaths
from sim.population.columns import Array
from sim.processes.money.annuities import annuity_shares, loan_factor, share_until


class FamilyCredit(NamedTuple):
    """Terms of one month; arrays are (county,)."""

    credit_ceiling: Array
    """Most that a couple may owe [yuan]."""
    credit_taken: Array
    """Share of the eligible who take it up."""
    credit_interest: Array
    """Real interest less the expected subsidy [1/year]."""
    credit_repaid: Array
    """Annuity over the horizon [yuan/year] of paying back a yuan borrowed now, the first instalment a year on."""
    credit_owed: Array
    """The same of a yuan that is owed already and paid back from now on."""


@nb.njit(cache=True)
def owed(savings: float) -> float:
    """Credit owed [yuan], which stands as negative savings."""
    return max(-savings, 0.0)


@nb.njit(cache=True)
def open_credit(ceiling: float, savings: float) -> float:
    """Credit still open to a couple [yuan]: the ceiling less what it owes."""
    return max(ceiling - owed(savings), 0.0)


@nb.njit(cache=True)
def credit_needed(short: float, still_open: float) -> float:
    """Credit that a couple that is short of some yuan would take [yuan]."""
    return min(max(short, 0.0), still_open)


@nb.njit(cache=True)
def gains_by_credit(eased: float, before: float, after: float, p: Any) -> bool:
    """Whether a couple gains by borrowing: what it eases [sigma] against what it does to own consumption [yuan/year].

    p reads money_weight.
    """
    return eased + p.money_weight * math.log(after / before) > 0.0


def family_credit(levers: LeverPaths, month: int, p: Any) -> FamilyCredit:
    """Terms of a month under lever paths, also as announced.

    p reads family_credit_rate, family_credit_years, discount_beta, discount_delta. A subsidy beyond the interest
    makes no income: nobody pays back less than was borrowed.
    """
    at = levers.at(month)
    taken = levers.take_up("family_credit_ceiling")[at]
    interest = np.maximum(p.family_credit_rate - levers["family_credit_subsidy"][at][:, 0] / 100.0 * taken, 0.0)
    repaid, owing = _burdens(tuple(interest.tolist()), p.family_credit_years, p.discount_beta, p.discount_delta)
    return FamilyCredit(
        credit_ceiling=levers["family_credit_ceiling"][at][:, 0] * taken, credit_taken=taken, credit_interest=interest,
        credit_repaid=repaid, credit_owed=owing,
    )


@functools.lru_cache(maxsize=1024)
def _burdens(interest: tuple[float, ...], years: float, beta: float, delta: float) -> tuple[Array, Array]:
    """Annuities of a yuan's instalments, (county,): of who borrows in its first year, and of who owes already."""
    shares = annuity_shares(beta, delta)
    instalment = np.array([loan_factor(rate, years) for rate in interest])
    first_year = share_until(1.0 + years, shares) - share_until(1.0, shares)
    return instalment * first_year, instalment * share_until(years, shares)
