"""Every behavioural and demographic parameter, declared once.

One declared field carries default, unit, bounds, prior, role, meaning and source; validation, the command line, sweep
axes, priors, the kernel record and the table in `docs/parameters.md` are derived from it. Values are starting values:
none is calibrated yet. Place figures (census, wages, price paths) are not here but in the data pack.
"""

import functools
from collections import namedtuple
from collections.abc import Sequence
from typing import Any

import numba as nb
import numpy as np

from sim.handles import unpacked
from sim.parameters.decisions import Decisions
from sim.parameters.declared import JUDGEMENT, TRIAL, Declared, parameter
from sim.parameters.demography import Demography
from sim.parameters.homes import Homes
from sim.parameters.situations import Situations
from sim.parameters.trend import Trend

SECTIONS: tuple[type[Declared], ...] = (Demography, Decisions, Situations, Homes, Trend)
"""Declared sets that make up `Parameters`, one a file."""


class Parameters(Trend, Homes, Situations, Decisions, Demography):
    """All parameters of a run."""


Rates = namedtuple("Rates", list(Parameters.model_fields))  # type: ignore[misc]
"""The kernel tuple: every parameter as float64 under its declared name, so that a sweep never recompiles."""


def kernel_tuple(parameters: Parameters) -> Any:
    """All parameters as one `Rates` of floats for compiled rules."""
    return Rates(*(float(getattr(parameters, name)) for name in Parameters.model_fields))


def as_record(table: Any) -> Any:
    """The fields of a table or of the parameter tuple as one numpy record of float64, for compiled rules.

    Same attribute names, so a rule takes either. A record is a pointer; a tuple of arrays is counted field by field at
    every call: one couple's money terms took 200 ns with tuples, 107 with records, and a third of the compile time.
    """
    return as_row(table)[0]


def as_row(table: Any) -> Any:
    """A table of one such record, which a loop called from Python opens with `unpacked`.

    Handing over a record costs 17 us (its fields are spelt out at every call), handing over a table .5 us.
    """
    kind: Any = type(table)
    rows = np.zeros(1, _dtype_of(kind, tuple(() if type(value) is float else np.shape(value) for value in table)))
    for name, value in table._asdict().items():
        rows[name] = value
    # compiled code reads attributes of a plain record, which is recognised faster at every call
    return rows.view(np.recarray) if nb.config.DISABLE_JIT else rows  # type: ignore[attr-defined]


@functools.cache
def _dtype_of(kind: Any, shapes: tuple[tuple[int, ...], ...]) -> np.dtype[Any]:
    """Dtype of the records of a kind of table, one object: numba knows it at once, an equal one field by field."""
    fields = [(name, "f8", shape) if shape else (name, "f8") for name, shape in zip(kind._fields, shapes, strict=True)]
    return np.dtype(fields, align=True)


def refill(record: Any, table: Any) -> Any:
    """The row with the fields of a table written into it: cheaper than a new one for what changes every month."""
    record[0] = tuple(table)
    return record


def as_rows(table: Any) -> Any:
    """A table whose fields have one axis in front, (row, …), as rows of such records, (row,): a slice of one is a row.
    """
    kind: Any = type(table)
    rows = np.zeros(len(table[0]), _dtype_of(kind, tuple(np.shape(field)[1:] for field in table)))
    for name, field in table._asdict().items():
        rows[name] = field
    return rows.view(np.recarray) if nb.config.DISABLE_JIT else rows  # type: ignore[attr-defined]


def row_over(kind: Any, values: Any) -> Any:
    """One row of a kind of table over the very numbers of `values`, float64 (field, …), which are not copied."""
    rows = values.reshape(-1).view(_dtype_of(kind, len(values) * (values.shape[1:],)))
    return rows.view(np.recarray) if nb.config.DISABLE_JIT else rows  # type: ignore[attr-defined]


def as_records(tables: Sequence[Any]) -> Any:
    """Tables of one kind as one structured array, (table,): compiled code reads an element like `as_record`'s."""
    records = [as_record(table) for table in tables]
    rows = np.array(records, records[0].dtype)
    return rows.view(np.recarray) if nb.config.DISABLE_JIT else rows  # type: ignore[attr-defined]


__all__ = [
    "JUDGEMENT",
    "SECTIONS",
    "TRIAL",
    "Declared",
    "Parameters",
    "Rates",
    "as_record",
    "as_records",
    "as_row",
    "as_rows",
    "kernel_tuple",
    "parameter",
    "refill",
    "row_over",
    "unpacked",
]
