"""What runs counted as one Parquet table: a row a run and year, and in it of each count table the list of its rows.

So a block of runs is one file, there whole or not at all, of which a reader takes the tables that it needs: of some 130
stored columns those of one table. DuckDB and R unnest a table by its name (docs/stores.md). One long table with a
column a measure was tried too: nearly all of its cells are empty, and it takes three times as long to write and to
read.

Called by `sim.runs.runner`, which makes it of a run's counts, and by `sim.runs.runset`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from sim.population.columns import Array
from sim.processes.accounts import SIZES
from sim.runs.layout import RUN_KEYS, RUN_TABLES, column, labels, tables_of


def run_table(
    yearly: Mapping[int, Mapping[str, Any]], keys: Mapping[str, Any], county_codes: Sequence[int], monthly: bool = False
) -> pa.Table:
    """What one run counted, a row a year: `RUN_KEYS`, and of each table of `tables_of` a list of rows, zeros left out.

    yearly : integer counts by calendar year and measure, each shaped as the measure's dimensions
    keys : one value for each of `RUN_KEYS` but the year
    """
    years = sorted(yearly)
    columns = {key: _constant(keys[key], len(years)) for key in RUN_KEYS if key != "year"}
    columns["year"] = pa.array(years, pa.int32())
    for name in tables_of(monthly):
        columns[name] = _rows_by_year(name, [yearly[year] for year in years], county_codes)
    return pa.table(columns)


def _rows_by_year(name: str, yearly: Sequence[Mapping[str, Any]], county_codes: Sequence[int]) -> pa.Array:
    """A table's rows, dimensions and measures, as a list a year."""
    dims, measures = RUN_TABLES[name]
    counts = [np.stack([np.asarray(of_year[measure]) for of_year in yearly]) for measure in measures]
    shape = len(yearly), *(SIZES[d] for d in dims)
    assert all(c.shape == shape and c.dtype.kind in "iu" for c in counts), f"{name}: counts not {dims}"
    flat = [c.reshape(-1) for c in counts]
    counted = flat[0] != 0
    for more in flat[1:]:
        counted |= more != 0
    cells = np.flatnonzero(counted)
    in_year, *positions = np.unravel_index(cells, shape)
    columns = {column(dim): _labelled(labels(dim, county_codes), position)
               for dim, position in zip(dims, positions, strict=True)}
    columns |= {measure: pa.array(of[cells].astype(np.int64)) for measure, of in zip(measures, flat, strict=True)}
    fields = [pa.field(name, values.type, nullable=False) for name, values in columns.items()]
    rows = pa.StructArray.from_arrays(list(columns.values()), fields=fields)
    ends = np.searchsorted(in_year, np.arange(len(yearly) + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), rows, type=pa.list_(pa.field("row", rows.type, nullable=False)))


def block_table(runs: Sequence[pa.Table]) -> pa.Table:
    """What several runs of one run set counted, one behind the other. runs : of `run_table`"""
    return pa.concat_tables(runs).combine_chunks()


def rows_of(block: pa.Table, name: str) -> tuple[Array, pa.StructArray]:
    """Of each row of a table its position among the rows of the block, and the rows. block : of one run or several"""
    lists = block[name].combine_chunks()
    of_each = lists.chunk(0) if isinstance(lists, pa.ChunkedArray) else lists
    return np.repeat(np.arange(len(of_each)), np.diff(of_each.offsets.to_numpy())), of_each.flatten()


def long_rows(block: pa.Table, name: str) -> pa.Table:
    """A table of runs in long form: keys, dimensions, measures. block : with `RUN_KEYS` and the table"""
    in_row, rows = rows_of(block, name)
    keys = block.select(RUN_KEYS).take(pa.array(in_row))
    for field, values in zip(rows.type, rows.flatten(), strict=True):
        keys = keys.append_column(field.name, values)
    return keys


def encodings(block: pa.Table) -> dict[str, Any]:
    """How the columns of runs are best written: words by a dictionary, numbers by their differences, which are small.

    returns: arguments of `pyarrow.parquet.ParquetWriter`; a seventh less on disk than by its defaults, and a third
    less time to write
    """
    leaves = [leaf for field in block.schema for leaf in _leaves(field.name, field.type)]
    words = [path for path, kind in leaves if pa.types.is_dictionary(kind)]
    numbers = {path: "DELTA_BINARY_PACKED" for path, kind in leaves if not pa.types.is_dictionary(kind)}
    return {"use_dictionary": words, "column_encoding": numbers, "write_statistics": False}


def _leaves(path: str, kind: pa.DataType) -> list[tuple[str, pa.DataType]]:
    """Columns that a column is stored as, by their paths in the file."""
    if not pa.types.is_list(kind):
        return [(path, kind)]
    return [(f"{path}.list.element.{field.name}", field.type) for field in kind.value_type]


def _constant(value: Any, n_rows: int) -> pa.Array:
    if isinstance(value, str):
        return pa.DictionaryArray.from_arrays(np.zeros(n_rows, np.int32), pa.array([value], pa.string()))
    return pa.array(np.full(n_rows, value, np.int32))


def _labelled(names: tuple[Any, ...], position: Any) -> pa.Array:
    if isinstance(names[0], str):
        return pa.DictionaryArray.from_arrays(position.astype(np.int32), pa.array(names, pa.string()))
    return pa.array(np.asarray(names, np.int32)[position])
