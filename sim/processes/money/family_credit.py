"""Credit for weddings and births: what is open, what a couple takes, and what paying it back costs.

Owed credit stands as negative savings. A couple borrows what it is short of, up to what is open, where it gains by it;
who does not borrow meets the shortfall as where no scheme exists: the wedding is smaller, the birth harder to start.
Called by the birth decision, by births, by weddings and by households' wealth. Yuan of 2020, expected after take-up.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import as_rows
from sim.policy.paths import LeverPaths
from sim.policy.shared import shared
from sim.population.columns import Array
from sim.processes.money.annuities import annuity_shares, loan_factor, share_until

CREDIT_READ = ("family_credit_ceiling", "family_credit_subsidy", "one_stop_takeup", "benefit_awareness")


class FamilyCredit(NamedTuple):
    """Terms of one month; arrays are (county,)."""

    credit_ceiling: Array
    """Most that a couple may owe [yuan]."""
    credit_interest: Array
    """Real interest less the expected subsidy [1/year]."""
    credit_cut_used: Array
    """Share of the interest cut for which there is interest to be cut: what public money pays is what families save."""
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
    """Terms of a month under lever paths, also as announced; p as in `credit_by_month`."""
    terms = credit_by_month(levers, p)[levers.at(month)]
    return FamilyCredit(*(terms[name] for name in FamilyCredit._fields))


def credit_by_month(levers: LeverPaths, p: Any) -> Array:
    """Terms in every month of the paths as records, (month,).

    p reads family_credit_rate, family_credit_years, discount_beta, discount_delta.
    """
    read = p.family_credit_rate, p.family_credit_years, p.discount_beta, p.discount_delta
    if ("family credit", read) not in levers.kept:
        levers.kept["family credit", read] = shared(
            "family credit", levers, CREDIT_READ, read, lambda: as_rows(_all_months(levers, *read)))
    return levers.kept["family credit", read]  # type: ignore[no-any-return]


def _all_months(levers: LeverPaths, rate: float, years: float, beta: float, delta: float) -> FamilyCredit:
    """Terms with the months in front, (month, county). A subsidy beyond the interest makes no income: nobody pays back
    less than was borrowed."""
    taken = levers.take_up("family_credit_ceiling")
    cut = levers["family_credit_subsidy"][:, :, 0] / 100.0 * taken
    interest = np.maximum(rate - cut, 0.0)
    rates, which = np.unique(interest, return_inverse=True)
    instalment = np.array([loan_factor(one, years) for one in rates])[which.reshape(interest.shape)]
    shares = annuity_shares(beta, delta)
    return FamilyCredit(
        credit_ceiling=levers["family_credit_ceiling"][:, :, 0] * taken, credit_interest=interest,
        credit_cut_used=np.divide(rate - interest, cut, out=np.ones_like(cut), where=cut > 0.0),
        credit_repaid=instalment * (share_until(1.0 + years, shares) - share_until(1.0, shares)),
        credit_owed=instalment * share_until(years, shares),
    )
