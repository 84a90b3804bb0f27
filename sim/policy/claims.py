"""Claims of a month: who is eligible for what, counted by lever, county and birth order as events happen.

The processes of the month add to `Claims` where the event happens (a birth, a child's birthday, a leave, an enrolled
month, a purchase); `sim.policy.ledger` turns them into money at the month's end and sets them back to zero. A case is
one eligible birth, child-year, household-year, month or purchase, as the lever's cost rule says: value a month goes
with months (twelve cases for a household's year), value a year with years. `base` is the sum of the amounts [whole
yuan of 2020] that a lever's value is multiplied by (incomes, fees, rents, contributions, loans, a day's pay), or, where
the money does not follow from the value alone (fund's leave pay, wages beyond it, tax), the money itself before
take-up. Claims of a lever whose value is zero in that month, county and order are dropped: there is no such rule.
"""

from typing import NamedTuple

import numpy as np

from sim.policy.levers import LEVERS
from sim.population.columns import Array

N_ORDERS = 4
CLAIMED = tuple(name for name, one in LEVERS.items() if one.cost_rule != "none")
"""Levers that move money, in the order of the first axis of claims and of the ledger."""


class Claims(NamedTuple):
    """int64 (lever, county, birth_order 1, 2, 3, 4+): eligible cases, and the sum of their base amounts [yuan]."""

    cases: Array
    base: Array


def claim(name: str) -> int:
    """Position of a lever on the first axis of `Claims`; use it as a module constant in compiled loops."""
    return CLAIMED.index(name)


def empty_claims(n_counties: int = 6) -> Claims:
    """Claims of nobody; a chunk of a threaded loop fills one of its own, and they are added in order."""
    shape = len(CLAIMED), n_counties, N_ORDERS
    return Claims(np.zeros(shape, np.int64), np.zeros(shape, np.int64))
