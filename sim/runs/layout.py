"""Shape of what a run counted: keys, dimensions with their labels, and which measures share a table.

Derived from `sim.processes.accounts.COUNT_TABLES`, the one declaration of what a run counts. Called by
`sim.runs.block`, which makes the tables, and `sim.runs.runset`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.policy.claims import CLAIMED
from sim.policy.levers.base import PAYERS
from sim.processes.accounts import BALANCE_ITEMS, CONCEPTIONS, COUNT_TABLES, LOT_STEPS, ON_REQUEST, SIZES
from sim.processes.care.childcare import KIND_NAMES

EDUCATION_LEVELS = (
    "none",
    "primary",
    "junior_secondary",
    "senior_secondary",
    "junior_college",
    "bachelor_or_above",
)
STOCKS = frozenset({
    "persons", "never_married", "persons_by_hukou", "households", "collective_residents", "wives_by_tenure",
    "women_by_lot",
    "tenures", "nursery_places", "nursery_enrolled", "nursery_queue", "nursery_empty", "employed_women",
    "women_at_work",
})
"""Measures taken at the year's end; every other measure adds up over the months of the year."""

RUN_KEYS = ("scenario", "future", "draw", "seed", "year")
COLUMNS = {"county": "county_code"}
"""Dimensions whose column in a table has another name than the array's dimension."""

SEXES = ("male", "female")
LABELS: dict[str, tuple[Any, ...]] = {
    "sex": SEXES,
    "child_sex": SEXES,
    "birth_order": (1, 2, 3, 4),
    "education": EDUCATION_LEVELS,
    "wife_education": EDUCATION_LEVELS,
    "husband_education": EDUCATION_LEVELS,
    "hukou": ("local", "same_city", "province", "outside"),
    "parity": (0, 1, 2, 3),
    "marital": ("never_married", "married", "divorced", "widowed"),
    "union_order": ("first", "again"),
    "tenure": ("own", "rent", "public_rent", "with_parents"),
    "month": tuple(range(1, 13)),
    "lot": ("in_none", "not_drawn", "drawn"),
    "lot_step": LOT_STEPS,
    "item": BALANCE_ITEMS,
    "lever": CLAIMED,
    "payer": PAYERS,
    "conception": CONCEPTIONS,
    "nursery_kind": KIND_NAMES,
    "income_group": (1, 2, 3, 4, 5),
    "wife_tenure": ("own", "rent", "public_rent", "with_parents", "none"),
    "sector": ("private", "public", "flexible"),
    "leave_payer": ("insurance_fund", "employer", "public"),
}
"""Label of each position of a dimension; counties are labelled by the place, other dimensions by position."""


class Table(NamedTuple):
    """Dimensions (array names, in order) and measures of one table."""

    dims: tuple[str, ...]
    measures: tuple[str, ...]


def labels(dim: str, county_codes: Sequence[int]) -> tuple[Any, ...]:
    """Labels of a dimension in the order of the array; those of counties are their codes in the place."""
    return tuple(county_codes) if dim == "county" else LABELS.get(dim, tuple(range(SIZES[dim])))


def column(dim: str) -> str:
    """Name of a dimension's column in a table and of its dimension in a dataset."""
    return COLUMNS.get(dim, dim)


def _tables() -> dict[str, Table]:
    shared: dict[tuple[str, ...], list[str]] = {}
    for measure, dims in COUNT_TABLES.items():
        shared.setdefault(tuple(dims), []).append(measure)
    return {
        measures[0] if len(measures) == 1 else "by_" + "_".join(dims): Table(dims, tuple(measures))
        for dims, measures in shared.items()
    }


RUN_TABLES = _tables()
"""Every table of a run by its name; measures with the same dimensions share a table."""


def tables_of(monthly: bool) -> tuple[str, ...]:
    """Names of the tables that a run set has. monthly : whether it was asked for births by month"""
    return tuple(name for name, table in RUN_TABLES.items() if monthly or not ON_REQUEST.intersection(table.measures))


TABLE_OF = {measure: name for name, table in RUN_TABLES.items() for measure in table.measures}
