"""SQL over the tables of a store: DuckDB in memory, which reads them and can reach nothing else."""

import re
from typing import Any

import pandas as pd

from experiments.stores.libraries import needed
from experiments.stores.tables import Store
from sim.errors import UserError
from sim.writing import as_text

EXTRA, MOST_ROWS = "tables", 60
"""The extra that brings the libraries; rows that are printed of an answer."""


def query(store: Store, sql: str) -> pd.DataFrame:
    """Answer of one SELECT over the store's tables; `UserError` for anything else, and for a mistake in it."""
    duckdb = needed("duckdb", "store query", EXTRA)
    _check_one_select(duckdb, sql)
    named = [name for name in store.tables if re.search(rf"\b{name}\b", sql)]
    database = duckdb.connect(":memory:")
    try:
        for name in named or store.tables:
            database.register(name, store.table(name))
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
        found: pd.DataFrame = database.execute(sql).df()
        return found
    except duckdb.Error as error:
        raise UserError(f"SQL: {_told(error)}{_tables_of(error, store)}") from None
    finally:
        database.close()


def _check_one_select(duckdb: Any, sql: str) -> None:
    """`UserError` unless a text is one statement that only reads."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise UserError(f"SQL: {_told(error)}") from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UserError("SQL: give one statement that reads: SELECT, DESCRIBE, SUMMARIZE or SHOW TABLES")


def _told(error: Exception) -> str:
    """The first line of what the database says, without the kind of error."""
    first = str(error).strip().splitlines()[0]
    return re.sub(r"^[A-Z]\w+ Error: ", "", first).rstrip(".!")


def _tables_of(error: Exception, store: Store) -> str:
    """The tables that there are, where one was asked for that is not."""
    missing = re.search(r"Table with name \S+ does not exist", str(error))
    return f"; tables are {', '.join(store.tables)}" if missing else ""


def printed(found: pd.DataFrame) -> str:
    """An answer as a table for a terminal; of a long one its first rows, and how many more there are."""
    if found.empty:
        return f"{', '.join(map(str, found))}\nno row"
    shown = found.head(MOST_ROWS).to_string(index=False, float_format=lambda value: f"{value:.6g}", na_rep="")
    more = len(found) - MOST_ROWS
    return shown if more <= 0 else f"{shown}\n... {more:,} more rows; --csv gives all"


def as_csv(found: pd.DataFrame) -> str:
    """An answer as CSV; text that a spreadsheet would compute stays text."""
    words = {name: column.map(as_text) for name, column in found.items() if column.dtype.kind not in "biufM"}
    return found.assign(**words).to_csv(index=False, lineterminator="\n").rstrip("\n")
