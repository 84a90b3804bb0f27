"""Which births the rules of the day permit: by date, order, only children, residence, first child, remarriage.

The dated rules stand in the pack's `permission_rules`; a scenario may freeze them at a date. Births outside them
still occur, at the hazard that `outside_permission` leaves.
"""

import functools
from typing import NamedTuple

import numba as nb
import numpy as np

from sim.clock import month_index
from sim.places.pack import Pack
from sim.population.columns import Array

CONDITIONS = {
    "any": 0, "penalty_abolished": 0, "both_only_children": 1, "one_only_child": 2, "rural_first_girl": 3,
    "remarriage_one_child_between_them": 4, "remarriage_two_children_between_them": 4,
}
"""Conditions of the pack's rules and the column of `Permission` that each fills; the rest of them permit nothing."""
NEVER = 32000
ALL, BOTH_ONLY, ONE_ONLY, RURAL_GIRL, REMARRIAGE = range(5)


class Permission(NamedTuple):
    """First month in which a birth of an order (1, 2, 3, 4+) is permitted under a condition, (order, condition)."""

    since: Array


@nb.njit(cache=True)
def is_permitted(
    month: int, order: int, both_only: bool, one_only: bool, rural: bool, first_child_sex: int, remarried: bool,
    rules: Array,
) -> bool:
    """Whether the rules of a month permit a birth of an order to a couple.

    both_only, one_only : both, or at least one, of the spouses is an only child      first_child_sex : 1 girl
    rules : as in `Permission`
    """
    row = min(order, 4) - 1
    if month >= rules[row, ALL]:
        return True
    if both_only and month >= rules[row, BOTH_ONLY]:
        return True
    if one_only and month >= rules[row, ONE_ONLY]:
        return True
    if rural and first_child_sex == 1 and month >= rules[row, RURAL_GIRL]:
        return True
    return remarried and month >= rules[row, REMARRIAGE]


@functools.lru_cache(maxsize=16)
def permission_rules(pack: Pack, frozen_after: int | None = None) -> Permission:
    """Compiled birth rules of the pack; rules that begin after month `frozen_after` are left out."""
    since = np.full((4, REMARRIAGE + 1), NEVER, np.int64)
    table = pack.table("permission_rules")
    for rule in table[table.value > 0].itertuples():
        year, month, day = (int(part) for part in str(rule.effective_from).split("-"))
        begins = month_index(year, month) + (1 if day > 15 else 0)
        if frozen_after is not None and begins > frozen_after:
            continue
        lowest = int(str(rule.birth_order).rstrip("+"))
        for order in range(lowest, 5 if str(rule.birth_order).endswith("+") else lowest + 1):
            cell = (min(order, 4) - 1, CONDITIONS[str(rule.condition)])
            since[cell] = min(since[cell], begins)
    return Permission(since)
