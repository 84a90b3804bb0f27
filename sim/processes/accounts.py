"""Counts and exposure: what every month adds up, as integers, declared once.

Called by `sim.model` and by the loops of the other processes; `sim.runs` stores these arrays and `sim.measures` turns
them into rates. Nothing here is derived.
"""

import itertools
import math
import os
from collections import namedtuple
from typing import Any

import numba as nb
import numpy as np

from sim.arrays import MOST_COUNTIES, USUAL_COUNTIES
from sim.compiled import COUNTIES_VARIABLE
from sim.errors import UserError
from sim.places.pack import Pack
from sim.policy.claims import CLAIMED
from sim.policy.levers.base import PAYERS
from sim.population.columns import FEMALE, Array, Persons


def told_counties(usual: int) -> int:
    """Number of counties that the environment names, else the usual one; the command line sets it by the place."""
    said = os.environ.get(COUNTIES_VARIABLE, str(usual))
    if not said.isdecimal() or not 1 <= int(said) <= MOST_COUNTIES:
        raise UserError(f"{COUNTIES_VARIABLE}={said}: this is no number of counties; allowed are 1 to {MOST_COUNTIES}.")
    return int(said)


def check_counties(pack: Pack) -> None:
    """Refuse a place with another number of counties than this process counts: its loops would pass over the end."""
    n = len(pack.county_codes)
    if n != N_COUNTIES:
        name, told = pack.manifest["place"], f"set {COUNTIES_VARIABLE}={n} in the environment"
        if n > MOST_COUNTIES:
            raise UserError(f"The data pack {name} has {n} counties in counties.csv; allowed are 1 to {MOST_COUNTIES}.")
        raise UserError(
            f"The data pack {name} has {n} counties, this process counts {N_COUNTIES}; {told} before fertsim is"
            " imported: of Python, of a notebook or of a cluster's worker."
        )


N_AGES, N_ORDERS, N_SCHOOLING = 101, 4, 6
N_COUNTIES = told_counties(USUAL_COUNTIES)
"""Counties of the place: a constant of all compiled loops, so a process has one number (variable FERTSIM_COUNTIES)."""
N_TENURES = 4
FIRST_AGE, LAST_AGE = 15, 49
"""Ages of women counted as exposed to childbearing."""
N_INCOME_GROUPS = 5
"""Fifths of couples by joint gross pay on the start day; their bounds then move with real pay."""

SIZES = {
    "county": N_COUNTIES, "sex": 2, "age": N_AGES, "mother_age": N_AGES, "birth_order": N_ORDERS,
    "education": N_SCHOOLING, "child_sex": 2, "hukou": 4, "parity": 4, "marital": 4, "union_order": 2,
    "month": 12, "size": 11, "wife_age": N_AGES, "husband_age": N_AGES, "wife_education": N_SCHOOLING,
    "husband_education": N_SCHOOLING, "item": 8, "conception": 4, "lever": len(CLAIMED), "payer": len(PAYERS),
    "nursery_kind": 4, "income_group": N_INCOME_GROUPS, "wife_tenure": 5, "sector": 3, "leave_payer": 3,
    "tenure": N_TENURES, "children": 4, "lot": 3, "lot_step": 3,
}
BALANCE_ITEMS = ("start", "births", "deaths", "arrivals", "departures", "moved_in", "moved_out", "end")
CONCEPTIONS = ("planned", "unplanned", "premarital", "assisted")
PLANNED, UNPLANNED, PREMARITAL, ASSISTED = range(4)
N_CONCEPTIONS = 4
LOT_STEPS = ("entered", "drawn", "bought")
START, BIRTHS, DEATHS, ARRIVALS, DEPARTURES, MOVED_IN, MOVED_OUT, END = range(8)

COUNT_TABLES = {
    "persons": ("county", "sex", "age"),
    "exposure_half_months": ("county", "sex", "age"),
    "deaths": ("county", "sex", "age"),
    "arrivals": ("county", "sex", "age"),
    "departures": ("county", "sex", "age"),
    "moved_in": ("county", "sex", "age"),
    "moved_out": ("county", "sex", "age"),
    "never_married": ("county", "sex", "age"),
    "divorces": ("county", "sex", "age"),
    "widowings": ("county", "sex", "age"),
    "marriages": ("county", "sex", "age", "union_order"),
    "couples_by_age": ("wife_age", "husband_age"),
    "couples_by_education": ("wife_education", "husband_education"),
    "woman_months": ("county", "age", "parity", "marital"),
    "births": ("county", "mother_age", "birth_order", "education", "child_sex"),
    "births_monthly": ("month", "county", "birth_order"),
    "births_by_hukou": ("county", "hukou"),
    "births_by_income": ("income_group", "birth_order"),
    "births_by_tenure": ("wife_tenure", "birth_order"),
    "wives_by_tenure": ("wife_tenure",),
    "births_by_lot": ("lot", "mother_age"),
    "women_by_lot": ("lot", "age"),
    "persons_by_hukou": ("county", "hukou"),
    "conceptions": ("county", "conception"),
    "losses": ("county",),
    "terminations": ("county",),
    "treatment_cycles": ("county",),
    "unmarried_births": ("county",),
    "households": ("county", "size"),
    "collective_residents": ("county",),
    "homes_bought": ("county", "birth_order"),
    "home_lots": ("county", "lot_step"),
    "tenures": ("county", "tenure"),
    "public_rental_entitled": ("county", "children"),
    "public_rental_served": ("county", "children"),
    "balance": ("month", "county", "item"),
    "eligible": ("lever", "county", "birth_order"),
    "claimed": ("lever", "county", "birth_order"),
    "money": ("lever", "county", "payer"),
    "money_real": ("lever", "county", "payer"),
    "rationed": ("lever", "county"),
    "nursery_places": ("county", "nursery_kind"),
    "nursery_enrolled": ("county", "nursery_kind"),
    "nursery_queue": ("county", "nursery_kind"),
    "nursery_empty": ("county", "nursery_kind"),
    "nursery_child_months": ("county", "nursery_kind"),
    "nursery_wanted_months": ("county",),
    "leaves": ("county", "sector"),
    "leave_money": ("county", "sector", "leave_payer"),
    "leave_costs": ("county", "sector"),
    "pay_of_mothers": ("county", "sector"),
    "dismissed_mothers": ("county", "sector"),
    "mothers_left_work": ("county", "sector"),
    "hires": ("county", "sector", "sex"),
    "employed_women": ("county", "sector"),
    "women_at_work": ("county", "age"),
}
"""Every measure kept, with its dimensions; stock measures (persons, never_married, …) are of the year's end."""
ON_REQUEST = frozenset({"births_monthly"})
"""Measures that a run set stores only where its settings ask for them (`monthly`)."""

WOMEN = N_COUNTIES, LAST_AGE + 1 - FIRST_AGE, SIZES["parity"], SIZES["marital"]
"""Shape of the table `women` of `Counts`: (county, age from 15, parity 0, 1, 2, 3+, marital state)."""

Counts = namedtuple("Counts", [*COUNT_TABLES, "women"])  # type: ignore[misc]
"""The year's counts, and beside them, no measure, the `women` of 15 to 49 who live in the city now: every event that
changes one moves her (`count_woman`), so that no month has to look at all of them for their exposure."""
_SHAPES = [*(tuple(SIZES[d] for d in dims) for dims in COUNT_TABLES.values()), WOMEN]
_ENDS = list(itertools.accumulate(math.prod(shape) for shape in _SHAPES))


def empty_counts() -> Any:
    """A `Counts` of zeros for one year, int64, shaped as `COUNT_TABLES` and `WOMEN` say; parts of one array."""
    numbers = np.zeros(_ENDS[-1], np.int64)
    return Counts(*(
        numbers[first:end].reshape(shape) for shape, first, end in zip(_SHAPES, [0, *_ENDS], _ENDS, strict=False)))


@nb.njit(cache=True, inline="always")
def age_at(month: int, birth: int) -> int:
    """Completed years of age at a month, with 100 standing for 100 and over."""
    return min((month - birth) // 12, N_AGES - 1)


@nb.njit(cache=True, inline="always")
def count_woman(i: int, change: int, persons: Persons, month: int, women: Array) -> None:
    """Add `change` to the `women` of the cell in which the person in row `i` is, where that is one of 15 to 49."""
    if persons.sex[i] == FEMALE:
        age = age_at(month, persons.birth[i])
        if FIRST_AGE <= age <= LAST_AGE:
            order = min(persons.parity[i], N_ORDERS - 1)
            women[persons.county[i], age - FIRST_AGE, order, persons.marital[i]] += change


def measures(counts: Any) -> dict[str, Array]:
    """The measures of a `Counts` by name."""
    return {name: getattr(counts, name) for name in COUNT_TABLES}


@nb.njit(cache=True)
def income_group(pay: float, bounds: Array) -> int:
    """Fifth of couples (0 lowest) in which a joint yearly pay falls; bounds : (4,) [same unit]."""
    group = 0
    while group < N_INCOME_GROUPS - 1 and pay >= bounds[group]:
        group += 1
    return group
