"""Shape of a run set's tables: keys, dimensions with their labels, and which measures share a table.

Derived from `sim.processes.accounts.COUNT_TABLES`, the one declaration of what a run counts. Called by
`sim.runs.runset` and `sim.runs.runner`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.policy.claims import CLAIMED
from sim.policy.levers.base import PAYERS
from sim.processes.accounts import BALANCE_ITEMS, CONCEPTIONS, COUNT_TABLES, LOT_STEPS, ON_REQUEST, SIZES
from sim.processes.care.childcare import KIND_NAMES

SCHEMA_VERSION = 2
"""Rises when a table, a key or a label changes its meaning; readers refuse what they do not know."""

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
    """Dimensions (array names, in order) and measures of one table file."""

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


FILES = _tables()
"""Every table of a run set by its file's name; measures with the same dimensions share a file."""


def files_of(monthly: bool) -> tuple[str, ...]:
    """Names of the tables that a run set has. monthly : whether it was asked for births by month"""
    return tuple(name for name, table in FILES.items() if monthly or not ON_REQUEST.intersection(table.measures))


FILE_OF = {measure: name for name, table in FILES.items() for measure in table.measures}


def long_table(name: str, arrays: Mapping[str, Any], keys: Mapping[str, Any], county_codes: Sequence[int]) -> pa.Table:
    """Long form of one table for one run and year: keys, dimensions, measures; rows of zeros left out.

    arrays : integer counts by measure, each shaped as the table's dimensions
    keys : one value for each of `RUN_KEYS`
    """
    dims, measures = FILES[name]
    counts = [np.asarray(arrays[measure]) for measure in measures]
    shape = tuple(SIZES[d] for d in dims)
    assert all(c.shape == shape and c.dtype.kind in "iu" for c in counts), f"{name}: counts not {dims}"
    positions = np.nonzero(np.any([c != 0 for c in counts], axis=0))
    n_rows = len(positions[0])
    columns: dict[str, pa.Array] = {key: _constant(keys[key], n_rows) for key in RUN_KEYS}
    for dim, position in zip(dims, positions, strict=True):
        columns[column(dim)] = _labelled(labels(dim, county_codes), position)
    for measure, count in zip(measures, counts, strict=True):
        columns[measure] = pa.array(count[positions].astype(np.int64))
    return pa.table(columns)


def _constant(value: Any, n_rows: int) -> pa.Array:
    if isinstance(value, str):
        return pa.DictionaryArray.from_arrays(np.zeros(n_rows, np.int32), pa.array([value], pa.string()))
    return pa.array(np.full(n_rows, value, np.int32))


def _labelled(names: tuple[Any, ...], position: Any) -> pa.Array:
    if isinstance(names[0], str):
        return pa.DictionaryArray.from_arrays(position.astype(np.int32), pa.array(names, pa.string()))
    return pa.array(np.asarray(names, np.int32)[position])
