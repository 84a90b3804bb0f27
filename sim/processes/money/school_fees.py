"""Fees of kindergarten and school: what public places, relief, the free last year and aid spare a child's parents.

Each takes its share of what those before it leave of the mean fee: public places by the gap to private ones, beyond the
share that law sets; the free last year; relief for several children; aid to the poor. From six to fourteen a child
without local hukou is spared a private school's fee by a public place. Read by `birth_money` (what couples expect) and
by `benefits` (what the ledger pays), so that both are one account. Amounts are yuan of 2020.
"""

import numba as nb
import numpy as np

from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import Array

PUBLIC_LEVER, AID_LEVER, ACCESS_LEVER = "public_kindergarten_share", "preschool_aid", "migrant_school_access"
PUPIL_FROM, PUPIL_UNTIL = 72, 180
"""Ages [months] from which, and before which, a child is at a compulsory school."""
PUPIL_YEARS = range(6, 15)


@nb.njit(cache=True)
def is_poor(pay: float, members: int, limit: float) -> bool:
    """Whether a family gets aid for its poor: parents' pay [yuan/year] below `limit` [yuan a head and year]."""
    return pay < limit * members


@nb.njit(cache=True)
def fee_left(gap: float, free: float, relief: float) -> float:
    """Share of the mean kindergarten fee left to parents; gap, free, relief : shares spared, each of the rest."""
    return (1.0 - gap) * (1.0 - free) * (1.0 - relief)


def places_beyond_law(levers: LeverPaths, name: str) -> Array:
    """Share of children with a public place beyond what law sets, (month, county); below 0 where it is less."""
    return np.asarray((levers.nominal(name) - levers.by_law(name))[:, :, 0])


def gap_spared(levers: LeverPaths, pack: Pack) -> Array:
    """Share of the mean kindergarten fee that public places beyond law's spare, (month, county)."""
    return pack.assumption("kindergarten_fee_gap") * places_beyond_law(levers, PUBLIC_LEVER)


def kindergarten_fee(pack: Pack) -> float:
    """Mean yearly fee for care and education in a kindergarten at the incomes of 2020 [yuan]."""
    return pack.assumption("kindergarten_fee_over_income") * pack.assumption("disposable_income_2020_all")


def migrant_school_fee(pack: Pack) -> float:
    """Yearly fee of a private school for migrants' children at the incomes of 2020 [yuan]."""
    return pack.assumption("migrant_school_fee_over_income") * pack.assumption("disposable_income_2020_all")


def poor_limit(pack: Pack) -> float:
    """Pay a head and year below which a family is poor, at the incomes of 2020 [yuan]."""
    return pack.assumption("preschool_aid_income_limit") * pack.assumption("disposable_income_2020_all")
