"""The tax deduction for children's education: national law that no lever moves, dated in the pack's `policy_timeline`.

Called by `benefits` and `birth_money` in `sim.processes.money`; the deduction for children under three is a lever.
"""

import functools

import numpy as np

from sim.clock import month_index
from sim.places.pack import Pack
from sim.policy.layers import ORIGIN
from sim.policy.levers.rows import first_month
from sim.population.columns import Array

EDUCATION_DEDUCTION = "child_education_tax_deduction"
FIRST_MONTH = month_index(2019, 1)
"""Special deductions began with the tax reform of 2019; the pack's first rule has no start."""


@functools.lru_cache(maxsize=256)
def education_deduction(
    pack: Pack, first: int, last: int, frozen_month: int | None = None, known_at: int | None = None
) -> Array:
    """Nominal yuan a month and child of three or more that is deducted from taxable income, (month,) first to last.

    frozen_month : what holds in this month holds for ever      known_at : rules that begin later are not known yet
    """
    origin = min(first, ORIGIN)
    values = np.zeros(last + 1 - origin)
    for begins, value in _dated(pack):
        if known_at is None or begins <= known_at:
            values[max(begins - origin, 0) :] = value
    if frozen_month is not None:
        values[max(frozen_month - origin, 0) :] = values[max(frozen_month - origin, 0)]
    values = values[first - origin :].copy()
    values.flags.writeable = False
    return values


@functools.lru_cache(maxsize=8)
def _dated(pack: Pack) -> tuple[tuple[int, float], ...]:
    """Month from which each value holds, in order."""
    table = pack.table("policy_timeline")
    return tuple(
        (first_month(str(row.effective_from)) if _is_date(row.effective_from) else FIRST_MONTH, float(row.value))
        for row in table[table["lever"] == EDUCATION_DEDUCTION].sort_values("effective_from").itertuples())


def _is_date(text: object) -> bool:
    return str(text)[:4].isdigit()
