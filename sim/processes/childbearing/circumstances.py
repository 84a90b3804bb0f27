"""What a birth decision reads beside the couple: taxes, child costs, leave, childcare, employers, homes, benefits.

`Circumstances` bundles one record a subject. The model makes two a month: for a birth that a start now would bring
(about a year on), and for one that waiting would bring, both under the rules announced so far. Compiled rules read the
records' fields by name.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.population.columns import Array
from sim.processes.accounts import N_COUNTIES, N_ORDERS

LEAD_MONTHS = 12
"""Months from starting to try to the birth, a few of trying and nine of pregnancy."""
LAST_COUNTY = N_COUNTIES - 1
"""Fills up the worlds that `worlds_of` writes out beyond the counties of the place."""


class Circumstances(NamedTuple):
    """One month's outside world: tables of one record, or records; each is documented at the table it is made from."""

    tax: Any
    """`taxes.TaxRules`."""
    horizon: Any
    """`annuities.Horizon`."""
    costs: Any
    """`child_costs.ChildCosts`, reference incomes at the income of the month."""
    leave: Any
    """`leave.LeaveRules` of each county, (county,); in the world of one county its record."""
    care: Any
    """`nursery_terms.CareMarket`."""
    work: Any
    """`WorkOutlook`."""
    homes: Any
    """`housing_market.HousingConditions`."""
    relief: Any
    """`rent_relief.RentRelief`."""
    credit: Any
    """`family_credit.FamilyCredit`."""
    benefits: Any
    """`birth_money.BirthMoney`."""
    level: Any
    """`Level`."""


class Level(NamedTuple):
    """Real levels of the month."""

    income: float
    """Real incomes over 2020's."""
    pay: float
    """Pay over the level of the earnings column."""
    elsewhere_pay: float
    """Pay of a husband who lives elsewhere [yuan/year]."""
    nanny: float
    """What a nanny costs [yuan/month]."""
    income_per_head: float
    """Disposable income per head of the city [yuan/year]: the unit of the penalty on births outside the rules."""
    help_hours: float
    """Hours a week of grandparents who help."""
    trend: float
    """Taste for a child less that of 2010 [sigma], the same for all (`trend.preference_trend`)."""
    outside_rules: float
    """Share left of the loss by a birth outside the rules (`calendar.outside_rules_left`)."""
    campaign: float
    """For families, 0 to 1."""
    anxiety: float
    """About raising children, over that of 2020."""


class WorkOutlook(NamedTuple):
    """What employers are like."""

    leave_cost: Array
    """(county, sector): what employers believe a birth costs them, in years of pay."""
    enforcement: Array
    """(county,): of equal hiring, 0 to 1."""
    flexible: Array
    """(county,): share of jobs whose hours parents may shift, beyond what was usual in 2020."""
    sooner: Array
    """(county,): hazard of mothers' way back to work over the usual, and share of the wage penalty regained then
    (`reentry.WayBack`)."""
    regained: Array


Worlds = tuple[Circumstances, ...]
"""The world of each county (`worlds_of`)."""


def by_county(value: float) -> Array:
    """The same value for each county, (county,)."""
    return np.full(N_COUNTIES, value)


def by_order(value: float) -> Array:
    """The same value for each county and birth order, (county, order)."""
    return np.full((N_COUNTIES, N_ORDERS), value)


def world_of(outside: Circumstances, county: int) -> Circumstances:
    """The world of one county as records: rules read fields of records, and of the county's own leave rules.

    Inlined where compiled, because a function cannot return records. A record is a bare pointer, whereas handing over
    an array counts it: with two threads at work those counts cost more than the decision itself.
    """
    return Circumstances(
        tax=unpacked(outside.tax), horizon=unpacked(outside.horizon), costs=unpacked(outside.costs),
        leave=outside.leave[county], care=unpacked(outside.care), work=unpacked(outside.work),
        homes=unpacked(outside.homes), relief=unpacked(outside.relief), credit=unpacked(outside.credit),
        benefits=unpacked(outside.benefits), level=unpacked(outside.level),
    )


compiled_world_of = nb.njit(cache=True, inline="always")(world_of)


@nb.njit(cache=True, inline="always")
def six_worlds(outside: Circumstances, first: int) -> Worlds:
    """The worlds of six counties from one on; the last county stands for those that the place has not."""
    of, last = compiled_world_of, LAST_COUNTY
    return (of(outside, min(first, last)), of(outside, min(first + 1, last)), of(outside, min(first + 2, last)),
            of(outside, min(first + 3, last)), of(outside, min(first + 4, last)), of(outside, min(first + 5, last)))


def of_one_six(outside: Circumstances) -> Worlds:
    """The worlds of up to six counties."""
    return six_worlds(outside, 0)


def of_two_sixes(outside: Circumstances) -> Worlds:
    """The worlds of seven to twelve counties."""
    return six_worlds(outside, 0) + six_worlds(outside, 6)


def of_three_sixes(outside: Circumstances) -> Worlds:
    """The worlds of thirteen to eighteen counties."""
    return six_worlds(outside, 0) + six_worlds(outside, 6) + six_worlds(outside, 12)


worlds_of = (of_one_six, of_two_sixes, of_three_sixes)[LAST_COUNTY // 6]
"""The world of each county as records, made once so that a loop need not count tables (`world_of`).

Compiled code cannot make a tuple in a loop, so worlds are written out by sixes, as many as the place needs."""
compiled_worlds_of = nb.njit(cache=True, inline="always")(worlds_of)
