"""Streams of money over the horizon of a decision: shares of an 18-year annuity, discounted by beta and delta.

Called by the birth decision, by what a birth brings and by the loss of earnings. Amounts are yuan of 2020 a year.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.population.columns import Array

HORIZON = 18
"""Years over which money streams are turned into annuities: a child's minority. Declared, not fitted."""
WORKING_LIFE = 45


class Horizon(NamedTuple):
    """Discounting of one parameter set."""

    shares: Array
    """(19,): `annuity_shares`."""
    working_life: Array
    """(46,): `working_life`."""


@nb.njit(cache=True)
def share_until(years: float, shares: Array) -> float:
    """Annuity share of a level stream that ends after some years [0-18, fractions allowed]."""
    if years <= 0.0:
        return 0.0
    if years >= HORIZON:
        return 1.0
    whole = int(years)
    return shares[whole] + (years - whole) * (shares[whole + 1] - shares[whole])


@nb.njit(cache=True)
def annuity(amount: float, start: float, stop: float, shares: Array) -> float:
    """Annuity [yuan/year] over the horizon of `amount` [yuan/year] paid from year `start` to year `stop`."""
    return amount * (share_until(stop, shares) - share_until(start, shares))


@nb.njit(cache=True)
def lump_annuity(amount: float, year: int, shares: Array) -> float:
    """Annuity [yuan/year] over the horizon of a sum [yuan] paid once, in a year counted from now; 0 beyond it."""
    if year < 0 or year >= HORIZON:
        return 0.0
    return amount * (shares[year + 1] - shares[year])


@nb.njit(cache=True)
def loan_factor(rate: float, years: float) -> float:
    """Yearly payment on a loan of 1 yuan in equal instalments, interest `rate` [1/year], over `years`."""
    if rate <= 0.0:
        return 1.0 / years
    return rate / (1.0 - (1.0 + rate) ** -years)


@nb.njit(cache=True)
def stream_annuity(stream: Array, shares: Array) -> float:
    """Annuity [yuan/year] of a stream of yearly amounts, (year,) [yuan], from this year on."""
    total = 0.0
    for year in range(min(len(stream), HORIZON)):
        total += stream[year] * (shares[year + 1] - shares[year])
    return total


def annuity_shares(beta: float, delta: float) -> Array:
    """Cumulated annuity shares, (19,): share of an 18-year annuity's value that falls in its first 0, 1, ... 18 years.

    Weights are 1, beta delta, beta delta^2 ...: a payment now counts whole (quasi-hyperbolic discounting).
    """
    weights = beta * delta ** np.arange(HORIZON, dtype=np.float64)
    weights[0] = 1.0
    return np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])


def working_life(beta: float, delta: float) -> Array:
    """Value of level earnings over 0, 1, ... 45 years in units of the 18-year annuity's value, (46,)."""
    weights = beta * delta ** np.arange(WORKING_LIFE, dtype=np.float64)
    weights[0] = 1.0
    return np.concatenate([[0.0], np.cumsum(weights) / weights[:HORIZON].sum()])


def horizon(p: Any) -> Horizon:
    """Discounting tables of a parameter set; p reads discount_beta, discount_delta."""
    return Horizon(
        annuity_shares(p.discount_beta, p.discount_delta), working_life(p.discount_beta, p.discount_delta))
