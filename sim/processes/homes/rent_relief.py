"""Relief of families who rent: dated streams by number of children under 18, who is entitled, and what a family gets.

Rent subsidy and free public rent go to those entitled to public rental, a discount to those in affordable rental. The
birth decision values each stream over the horizon of its money, as announced, while children are under 18; a household
of the month gets the month's amounts (`HousingConditions`). Yuan of 2020, expected after take-up.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import row_over
from sim.policy.paths import LeverPaths
from sim.policy.shared import shared
from sim.population.columns import PRIVATE, PUBLIC, Array
from sim.processes.accounts import N_ORDERS
from sim.processes.homes.housing import may_queue
from sim.processes.money.annuities import HORIZON

RELIEF_READ = (
    "rent_subsidy", "affordable_rental_discount", "public_rent_waiver", "one_stop_takeup", "benefit_awareness",
)  # fmt: skip
MONTHS = 12
OF_AGE = 18.0
"""Age [years] at which a child no longer counts."""


class RentRelief(NamedTuple):
    """Streams from a birth on, (county, children under 18: 1, 2, 3, 4+, years 0-18).

    Each is what the first 0, 1, … 18 years of the horizon bring, as an annuity over all of it: a family that gets the
    stream from year a to year b has column b less column a.
    """

    subsidy: Array
    """Rent subsidy of the entitled [yuan/year]."""
    discount: Array
    """Part of market rent taken off affordable rental, expected over all who rent [share]."""
    waiver: Array
    """Part of public rent waived [share]."""


@nb.njit(cache=True)
def is_settled(local: bool, work: int) -> bool:
    """Whether local hukou or insured work here opens public rental."""
    return local or work in (PRIVATE, PUBLIC)


@nb.njit(cache=True)
def is_entitled(settled: bool, income: float, members: int, homes: Any) -> bool:
    """Whether a household that owns no home may have public rental, or the subsidy in its stead.

    income : of all members [yuan/year]      homes : record of `HousingConditions`
    Who rents owns no area, so the limit on it never binds.
    """
    a_head = income / max(members, 1)
    return may_queue(False, a_head, homes.mean_income, 0.0, settled, homes.income_limit, homes.area_limit)


@nb.njit(cache=True)
def brought_until(years: float, sums: Array, county: int, minors: int) -> float:
    """What a stream of `RentRelief` brings a family with some children under 18 in the first years of the horizon."""
    if minors <= 0 or years <= 0.0:
        return 0.0
    at = min(minors, N_ORDERS) - 1
    if years >= HORIZON:
        return sums[county, at, HORIZON]
    whole = int(years)
    return sums[county, at, whole] + (years - whole) * (sums[county, at, whole + 1] - sums[county, at, whole])


@nb.njit(cache=True)
def while_minors(sums: Array, county: int, n_children: int, youngest: float, newborn: int, p: Any) -> float:
    """Annuity of a stream of `RentRelief` to a family, while its children are under 18.

    n_children : without the newborn      youngest : age of the youngest of them [years]; elder ones are taken
    child_spacing years apart, as in `child_costs.children_cost`      newborn : 1 with the next child, 0 without
    p reads child_spacing.
    """
    total, begun = 0.0, 0.0
    for minors in range(n_children, 0, -1):
        ends = max(OF_AGE - youngest - (minors - 1) * p.child_spacing, begun)
        total += brought_until(ends, sums, county, minors + newborn)
        total -= brought_until(begun, sums, county, minors + newborn)
        begun = ends
    return total + brought_until(OF_AGE, sums, county, newborn) - brought_until(begun, sums, county, newborn)


@nb.njit(cache=True)
def most_while_minors(sums: Array, county: int, n_children: int) -> float:
    """What `while_minors` of a family with so many children and a newborn does not exceed: each year at its best.

    So many children and one are under 18 at most, and no two numbers of them at once.
    """
    most = 0.0
    for year in range(HORIZON):
        best = 0.0
        for at in range(min(n_children + 1, N_ORDERS)):
            best = max(best, sums[county, at, year + 1] - sums[county, at, year])
        most += best
    return most


class Streams(NamedTuple):
    """What paths have brought by each month: kept for all births under the same levers."""

    until: Array
    """(path, month): before each month, and after the last one [months' worth of the yearly value]."""
    last: Array
    """(path,): value in the last month, which stays."""


def streams(paths: Array) -> Streams:
    """`Streams` of paths (month, path), in force in each month [per year]."""
    until = np.concatenate([np.zeros_like(paths[:1]), np.cumsum(paths, axis=0)])
    return Streams(np.ascontiguousarray(until.T), paths[-1].copy())


@nb.njit(cache=True)
def stream_sums(of: Streams, at: int, shares: Array) -> Array:
    """What each stream brings in the first 0, 1, … 18 years from a month on, as an annuity over 18, (path, 19).

    at : position of the month      shares : `annuities.annuity_shares`; within a year all months weigh alike
    """
    n_paths, last = len(of.last), of.until.shape[1] - 1
    found, share = np.zeros((n_paths, HORIZON + 1)), (shares[1:] - shares[:-1]) / MONTHS
    for path in range(n_paths):
        if of.until[path, last] == 0.0 and of.last[path] == 0.0:
            continue  # most families get nothing
        before = of.until[path, min(at, last)]
        for year in range(HORIZON):
            month = at + MONTHS * (year + 1)
            after = of.until[path, min(month, last)] + max(month - last, 0) * of.last[path]
            found[path, year + 1] = found[path, year] + (after - before) * share[year]
            before = after
    return found


def rent_relief(levers: LeverPaths, month: int, shares: Array, p: Any) -> RentRelief:
    """The streams of a birth in a month under lever paths, also as announced; p reads affordable_rental_share."""
    return RentRelief(*_relief_sums(levers, month, shares, p))


def relief_row(levers: LeverPaths, month: int, shares: Array, p: Any) -> Any:
    """The same as a row for compiled rules (`as_row`); one row where there is no relief at all."""
    mine = "no relief", p.affordable_rental_share
    if mine not in levers.kept:
        none = not _kept_streams(levers, p).until.any()
        levers.kept[mine] = row_over(RentRelief, _relief_sums(levers, month, shares, p)) if none else None
    row = levers.kept[mine]
    return row_over(RentRelief, _relief_sums(levers, month, shares, p)) if row is None else row


def _relief_sums(levers: LeverPaths, month: int, shares: Array, p: Any) -> Array:
    """(field of `RentRelief`, county, children under 18, years)."""
    sums: Array = stream_sums(_kept_streams(levers, p), levers.at(month), shares)
    return sums.reshape(len(RentRelief._fields), -1, N_ORDERS, HORIZON + 1)


def _kept_streams(levers: LeverPaths, p: Any) -> Streams:
    kept = "rent relief", p.affordable_rental_share
    if kept not in levers.kept:
        levers.kept[kept] = shared("rent relief", levers, RELIEF_READ, kept, lambda: _streams(levers, kept[1]))
    return levers.kept[kept]  # type: ignore[no-any-return]


def _streams(levers: LeverPaths, affordable: float) -> Streams:
    """Streams of the fields of `RentRelief` in turn, by county and children under 18."""
    taken = levers.take_up("rent_subsidy")[:, :, None]
    paths = (MONTHS * levers["rent_subsidy"], affordable * levers["affordable_rental_discount"],
             levers["public_rent_waiver"])
    return streams(np.hstack([(path * taken).reshape(len(path), -1) for path in paths]))
