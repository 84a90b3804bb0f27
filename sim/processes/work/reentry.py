"""What plan item 10 makes of hiring: employers are checked, mothers without work are retrained or hired with a subsidy.

Called by `employment` for the month at hand, and by the childbearing decision for the month of a birth: couples expect
the time out of work that mothers then have. The subsidy goes to employers: to a mother it is a shorter search. How
strongly checks and training act is known from no study of this place: their parameters are priors.
"""

import functools
import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.places.pack import Pack
from sim.policy.claims import WHOLE_YEAR, Claims, claim
from sim.policy.paths import LeverPaths
from sim.population.columns import FEMALE, PRIVATE, Array
from sim.population.earnings import mean_wages
from sim.processes.accounts import N_COUNTIES

REENTRY_LEVERS = ("equal_hiring_enforcement", "retraining_coverage", "reemployment_subsidy")
REENTRY_READ = (*REENTRY_LEVERS, "one_stop_takeup", "benefit_awareness")
"""These and those that take-up hangs on."""
REENTRY_MONTHS = 72
"""Since the last birth, within which a mother without work counts as having stopped for a child; judgement."""
HIRING_CHECK, TRAINING_CLAIM, REHIRED_CLAIM = (claim(name) for name in REENTRY_LEVERS)


class WayBack(NamedTuple):
    """What the levers of item 10 do in one month, (county,) each."""

    enforcement: Array
    """Of equal hiring, 0 to 1."""
    sooner: Array
    """Hazard that a mother who stopped for a child finds work over that without retraining and subsidy."""
    regained: Array
    """Share of the wage penalty that retraining takes off her pay on return."""


class SubsidyTerms(NamedTuple):
    """For whom a subsidy is paid, and how long."""

    months: float
    certified: float
    """Share of the rehired who are certified as hard to place, as the subsidy asks."""


# Rules -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def stopped_for_child(month: int, last_birth: int) -> bool:
    """Whether a woman without work is one who stopped for a child: her last birth is at most `REENTRY_MONTHS` ago."""
    return last_birth >= month - REENTRY_MONTHS


@nb.njit(cache=True)
def sooner_back(coverage: float, subsidy: float, wage: float, p: Any) -> float:
    """Hazard of finding work over that without retraining and subsidy; 1 where there is neither.

    coverage : share retrained      subsidy : to her employer in all, expected [yuan]      wage : a year's [yuan]
    p reads retraining_finding, and reentry_elasticity to what she costs over employer_tenure [years].
    """
    cheaper = subsidy / (p.employer_tenure * wage)
    return (1.0 + p.retraining_finding * coverage) * math.exp(p.reentry_elasticity * cheaper)


@nb.njit(cache=True)
def pay_regained(coverage: float, p: Any) -> float:
    """Share of the wage penalty that retraining takes off the pay of mothers who come back; p reads retraining_pay."""
    return p.retraining_pay * coverage


# Tables ------------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=8)
def _private_wage(pack: Pack) -> float:
    return float(mean_wages(pack)[PRIVATE])


@functools.lru_cache(maxsize=8)
def subsidy_terms(pack: Pack) -> SubsidyTerms:
    """Terms of the pack, both priors."""
    return SubsidyTerms(
        months=pack.assumption("reemployment_subsidy_months"), certified=pack.assumption("hard_to_place_share"))


def way_back(levers: LeverPaths, pack: Pack, month: int, income_level: float, p: Any) -> WayBack:
    """What the levers do in a month, subsidies as they are claimed.

    income_level : real incomes over 2020, which pay follows      p : row of the parameters (`as_row`), or their record
    """
    at = levers.at(month)
    if _leaves_all_to_mothers(levers)[at]:
        return WayBack(levers[REENTRY_LEVERS[0]][at, :, 0].copy(), np.ones(N_COUNTIES), np.zeros(N_COUNTIES))
    enforcement, coverage, subsidy = (levers[name][at, :, 0].copy() for name in REENTRY_LEVERS)
    terms, wage = subsidy_terms(pack), _private_wage(pack) * income_level
    paid = terms.months * terms.certified * subsidy * levers.take_up("reemployment_subsidy")[at]
    sooner, regained = _of_counties(coverage, paid, wage, p)
    return WayBack(enforcement, sooner, regained)


def _leaves_all_to_mothers(levers: LeverPaths) -> Array:
    """Whether no county retrains or subsidises, (month,): most months of most scenarios."""
    if "way back" not in levers.kept:
        _, coverage, subsidy = (levers[name][:, :, 0] for name in REENTRY_LEVERS)
        levers.kept["way back"] = ~(coverage.any(axis=1) | subsidy.any(axis=1))
    return np.asarray(levers.kept["way back"])


@nb.njit(cache=True)
def _of_counties(coverage: Array, paid: Array, wage: float, p: Any) -> tuple[Array, Array]:
    """`sooner_back` and `pay_regained` of each county; p as in `way_back`."""
    p = unpacked(p)
    sooner, regained = np.empty(len(coverage)), np.empty(len(coverage))
    for c in range(len(coverage)):
        sooner[c], regained[c] = sooner_back(coverage[c], paid[c], wage, p), pay_regained(coverage[c], p)
    return sooner, regained


def claim_hired(hires: Array, rehired: Array, terms: SubsidyTerms, claims: Claims) -> None:
    """Claim for a month's hires: checks of employers that hire women, retraining and subsidies of mothers.

    hires : (county, sector, sex) of childbearing age, by employers private, public, none
    rehired : (county, birth_order) mothers who stopped for a child and found work
    """
    _claim_hired(hires, rehired, WHOLE_YEAR / 12 * terms.months * terms.certified, claims.cases, claims.base)


@nb.njit(cache=True)
def _claim_hired(hires: Array, rehired: Array, subsidised: float, cases: Array, base: Array) -> None:
    """As `claim_hired`; subsidised : of a mother hired, in units of `WHOLE_YEAR`, expected."""
    n_counties, n_orders = rehired.shape
    for c in range(n_counties):
        cases[HIRING_CHECK, c, 0] += hires[c, 0, FEMALE] + hires[c, 1, FEMALE]
        for k in range(n_orders):
            cases[TRAINING_CLAIM, c, k] += rehired[c, k]
            cases[REHIRED_CLAIM, c, k] += rehired[c, k]
            base[REHIRED_CLAIM, c, k] += int(np.rint(subsidised * rehired[c, k]))
