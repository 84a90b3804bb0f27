"""Which births the rules permit: by date, county, order, only children, residence, first child, remarriage.

The dated rules stand in the pack's `permission_rules`; a scenario may freeze them at a date, and the lever
`birth_permission` may set the children that every couple may have. Births outside the rules still occur, with a loss of
utility or at the hazard that `outside_permission` leaves, and against the penalty. Called once a month by
`birth_decisions`.
"""

import functools
from bisect import bisect_right
from typing import NamedTuple

import numba as nb
import numpy as np

from sim.clock import month_index
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import NOBODY, Array, Persons

CONDITIONS = {
    "any": 0, "penalty_abolished": 0, "both_only_children": 1, "one_only_child": 2, "rural_first_girl": 3,
    "remarriage_one_child_between_them": 4, "remarriage_two_children_between_them": 4,
}
"""Conditions of the pack's rules and the column of `Permission` that each fills; the rest of them permit nothing."""
NEVER = 32000
ALL, BOTH_ONLY, ONE_ONLY, RURAL_GIRL, REMARRIAGE = range(5)
ORDER_NUMBERS = np.arange(1, 5)
LEVER = "birth_permission"


class Permission(NamedTuple):
    """Whether a birth of an order (1, 2, 3, 4+) is permitted under a condition, bool (county, order, condition)."""

    now: Array
    """By the rules that couples count on when they try for it in the month: also those announced by then."""
    later: Array
    """By those announced in it for the month in which a couple that waits decides again."""


class Pair(NamedTuple):
    """What the rules ask of two parents."""

    both_only: bool
    """Both are only children."""
    one_only: bool
    """At least one is."""
    rural: bool
    first_child_sex: int
    """Of the mother's children, 1 girl; -1 without any."""
    remarried: bool
    """Either was married before."""


@nb.njit(cache=True, inline="always")
def pair_of(mother: int | np.uintp, father: int, persons: Persons) -> Pair:
    """The parents in two rows; of a father who is NOBODY nothing counts.

    Inlined: called, it would be handed the addresses of all columns.
    """
    both_only, one_only, remarried = False, False, persons.n_unions[mother] > 1
    if father != NOBODY:
        both_only = persons.only_child[mother] == 1 and persons.only_child[father] == 1
        one_only = persons.only_child[mother] == 1 or persons.only_child[father] == 1
        remarried = remarried or persons.n_unions[father] > 1
    return Pair(
        both_only=both_only,
        one_only=one_only,
        rural=persons.urban[mother] == 0,
        first_child_sex=persons.first_child_sex[mother],
        remarried=remarried,
    )


@nb.njit(cache=True)
def pair_permitted(county: int, order: int, pair: Pair, rules: Array) -> bool:
    """Whether the rules of a month, as in `Permission`, permit two parents a birth of an order."""
    return is_permitted(
        county, order, pair.both_only, pair.one_only, pair.rural, pair.first_child_sex, pair.remarried, rules)


@nb.njit(cache=True)
def is_permitted(
    county: int, order: int, both_only: bool, one_only: bool, rural: bool, first_child_sex: int, remarried: bool,
    rules: Array,
) -> bool:
    """Whether the rules of a month permit a birth of an order to a couple.

    both_only, one_only : both, or at least one, of the spouses is an only child      first_child_sex : 1 girl
    rules : of the month, as in `Permission`
    """
    c, row = np.uintp(county), np.uintp(min(order, 4) - 1)
    if rules[c, row, ALL] or (both_only and rules[c, row, BOTH_ONLY]) or (one_only and rules[c, row, ONE_ONLY]):
        return True
    if rural and first_child_sex == 1 and rules[c, row, RURAL_GIRL]:
        return True
    return remarried and rules[c, row, REMARRIAGE]


@functools.lru_cache(maxsize=16)
def dated_rules(pack: Pack, foreseen: bool = False) -> Array:
    """First month in which the pack's rules permit a birth of an order under a condition, (order, condition).

    foreseen : the first month in which couples who try for it count on that instead: once it is announced
    """
    since = np.full((4, REMARRIAGE + 1), NEVER, np.int64)
    table = pack.table("permission_rules")
    for rule in table[table.value > 0].itertuples():
        date = str((foreseen and rule.announced) or rule.effective_from)
        year, month, day = (int(part) for part in date.split("-"))
        begins = month_index(year, month) + (1 if day > 15 else 0)
        lowest = int(str(rule.birth_order).rstrip("+"))
        for order in range(lowest, 5 if str(rule.birth_order).endswith("+") else lowest + 1):
            cell = (min(order, 4) - 1, CONDITIONS[str(rule.condition)])
            since[cell] = min(since[cell], begins)
    since.flags.writeable = False
    return since


def rules_of(since: Array, month: int, children: Array, by_law: Array) -> Array:
    """Rules of a month as in `Permission`, from the dated ones and the children that every couple may have.

    since : `dated_rules`      children, by_law : (county,) by the lever's path, and by law alone
    Where both agree, the dated rules hold as they stand. A higher value permits births up to it to every couple beside
    what the dated rules permit. A lower one leaves every couple its births up to the value; beyond it only the dated
    exceptions hold, by only child, residence, sex of the first child and remarriage. Rules of the fourth birth are
    those of all later ones.
    """
    rules = np.repeat((since <= month)[None], len(children), axis=0)
    rules[:, :, ALL] = (children[:, None] >= ORDER_NUMBERS) | (rules[:, :, ALL] & (children >= by_law)[:, None])
    return rules


def month_of_rules(levers: LeverPaths, month: int) -> int:
    """Month whose dated birth rules hold in `month`: itself, or an earlier one at which the scenario freezes them.

    A dose of the lever stands for the base scenario, whose rules no scenario freezes.
    """
    frozen = None if LEVER in levers.doses else levers.scenario.frozen_month
    return month if frozen is None else min(month, frozen)


def announced_rules(levers: LeverPaths, pack: Pack, month: int, wait: int = 0, foreseen: bool = False) -> Array:
    """Rules announced in `month` for `wait` months later, as in `Permission`.

    The pack's rules are known from the month in which they begin; `foreseen`, for couples who try for a birth about a
    year on, from that in which they are announced. What had not begun when a scenario froze them never comes.
    """
    known, begun = levers.announced(month), month_of_rules(levers, month)
    at, last = known.at(month + wait), month_of_rules(levers, NEVER)
    stage = "permission", foreseen, last, bisect_right(_beginnings(pack, foreseen), begun), _stages(known)[at]
    if stage not in known.kept:
        children, by_law = known.nominal(LEVER)[at, :, 0], known.by_law(LEVER)[at, :, 0]
        since = np.where(dated_rules(pack) > last, NEVER, dated_rules(pack, foreseen))
        known.kept[stage] = rules_of(since, begun, children, by_law)
    return known.kept[stage]  # type: ignore[no-any-return]


@functools.lru_cache(maxsize=16)
def _beginnings(pack: Pack, foreseen: bool) -> list[int]:
    """Months in which the pack's rules begin to permit something, ascending: between them the dated rules stand."""
    return sorted(set(dated_rules(pack, foreseen).ravel().tolist()))


def _stages(known: LeverPaths) -> list[int]:
    """By position in the paths how often the lever has moved up to it: where equal, its values are the same."""
    if "permission" not in known.kept:
        both = np.concatenate((known.nominal(LEVER)[:, :, 0], known.by_law(LEVER)[:, :, 0]), axis=1)
        moved = (both[1:] != both[:-1]).any(axis=1)
        known.kept["permission"] = [0, *np.cumsum(moved).tolist()]
    return known.kept["permission"]  # type: ignore[no-any-return]


def permission(levers: LeverPaths, pack: Pack, month: int, wait: int) -> Permission:
    """Rules on which couples count in a month, for a child tried for now and `wait` months later."""
    return Permission(*(announced_rules(levers, pack, month, each, foreseen=True) for each in (0, wait)))
