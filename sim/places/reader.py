"""Reads one CSV file of a data pack against its declaration.

Called by `pack.Pack`; takes the declaration from `schema`. Every failure is a UserError of one sentence with the file,
the line, the column and what is allowed. Lines count from one and the header is the first.
"""

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.places.schema import QUALITIES, Column, Table, columns_of

_BYTE_ORDER_MARK = "\ufeff"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class TableReader:
    """Reads one CSV file by its declaration; every failure is a UserError with file, line and column."""

    def __init__(self, path: Path, table: Table, allowed: Callable[[str], set[str]]) -> None:
        self.path = path
        self.table = table
        self.allowed = allowed

    def read(self) -> pd.DataFrame:
        """The table with integer, float and text columns, rows in file order."""
        text = self._raw()
        data: dict[str, Any] = {}
        for column in (*self.table.keys, *self.table.more):
            data[column.name] = self._column(column, text[column.name])
        if self.table.tail == "full":
            for name in ("value", "lower", "upper"):
                data[name] = self._numbers(name, text[name], empty=name != "value")
        if self.table.tail != "none":
            for name in ("unit", "source", "quality", "note"):
                if name in text:
                    data[name] = text[name]
            self._check_tail(data)
        self._check_key(data)
        return pd.DataFrame(data)

    def _fail(self, line: int, column: str, problem: str) -> UserError:
        return UserError(f"{self.path} line {line}, column {column}: {problem}.")

    def _raw(self) -> dict[str, list[str]]:
        wanted = columns_of(self.table)
        rows = self._rows(wanted[0])
        header = rows[0] if rows else []
        for name in wanted:
            if name not in header:
                raise self._fail(1, name, f"the column is missing; needed are {', '.join(wanted)}")
        if header != wanted:
            extra = next((name for name in header if name not in wanted), header[0])
            raise self._fail(1, extra, f"unexpected column or order; allowed is exactly {', '.join(wanted)}")
        if len(rows) == 1:
            raise self._fail(2, wanted[0], "the table has no rows; at least one is needed")
        for line, row in enumerate(rows[1:], start=2):
            if len(row) != len(wanted):
                column = wanted[min(len(row), len(wanted) - 1)]
                raise self._fail(line, column, f"{len(row)} fields; allowed are {len(wanted)}")
        return {name: list(entries) for name, entries in zip(wanted, zip(*rows[1:], strict=True), strict=True)}

    def _rows(self, first: str) -> list[list[str]]:
        """Fields of every line, header first."""
        try:
            content = self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise self._fail(1, first, "the file is not UTF-8 text; allowed is UTF-8") from None
        except OSError as error:
            raise UserError(f"{self.path} cannot be read ({error.strerror}); needed is a file of CSV text.") from None
        if content.startswith(_BYTE_ORDER_MARK):
            raise self._fail(1, first, "the file begins with a byte order mark; allowed is UTF-8 without one")
        lines = csv.reader(io.StringIO(content, newline=""), strict=True)
        rows: list[list[str]] = []
        try:
            for row in lines:
                rows.append(row)
                if lines.line_num != len(rows):  # a quotation mark that nobody closed swallows rows
                    raise self._fail(len(rows), first, "a field goes over several lines; allowed is one row a line")
        except csv.Error as error:
            raise self._fail(lines.line_num, first, f"this is no CSV text ({error}); allowed is CSV") from None
        return rows

    def _column(self, column: Column, entries: list[str]) -> Any:
        if column.reference:
            plain = [_plain(entry) for entry in entries] if column.kind == "integer" else entries
            self._check_words(column, plain, self.allowed(column.reference))
        if column.kind == "choice" or (column.kind == "text" and column.choices):
            self._check_words(column, entries, set(column.choices))
        elif column.kind == "date":
            self._check_dates(column, entries)
        elif column.kind == "text" and not column.empty and "" in entries:
            raise self._fail(entries.index("") + 2, column.name, "empty; a text is needed")
        elif column.kind in ("integer", "number"):
            return self._numeric_column(column, entries)
        return entries

    def _numeric_column(self, column: Column, entries: list[str]) -> Any:
        values = self._numbers(column.name, entries, empty=column.empty)
        outside = np.flatnonzero((values < column.low) | (values > column.high))
        if outside.size:
            row = int(outside[0])
            allowed = f"allowed are {column.low:g} to {column.high:g}"
            raise self._fail(row + 2, column.name, f"{entries[row]} is out of range; {allowed}")
        if column.kind == "number":
            return values
        broken = np.flatnonzero(values != np.round(values))
        if broken.size:
            row = int(broken[0])
            raise self._fail(row + 2, column.name, f"{entries[row]!r} is not a whole number; allowed are whole numbers")
        return values.astype(np.int32)

    def _numbers(self, name: str, entries: list[str], empty: bool) -> np.ndarray:
        for row, entry in enumerate(entries):
            if not _NUMBER.fullmatch(entry) and not (empty and entry == ""):
                allowed = f"allowed are plain decimals such as 12.5{' or nothing' if empty else ''}"
                raise self._fail(row + 2, name, f"{entry!r} is not a number; {allowed}")
        values = np.array([float(entry) if entry else np.nan for entry in entries], dtype=np.float64)
        if np.isinf(values).any():
            row = int(np.flatnonzero(np.isinf(values))[0])
            raise self._fail(row + 2, name, f"{entries[row][:12]}… is too large; allowed are numbers below 1e308")
        return values

    def _check_words(self, column: Column, entries: list[str], words: set[str]) -> None:
        for row, entry in enumerate(entries):
            if entry not in words:
                near = difflib.get_close_matches(entry, sorted(words), n=1, cutoff=0.5)
                hint = f"; the nearest is {near[0]!r}" if near else ""
                said = f"{entry!r} is not allowed; allowed are {listed(words)}{hint}"
                raise self._fail(row + 2, column.name, said)

    def _check_dates(self, column: Column, entries: list[str]) -> None:
        for row, entry in enumerate(entries):
            try:
                valid = (column.empty and entry == "") or date.fromisoformat(entry).isoformat() == entry
            except ValueError:
                valid = False
            if not valid:
                allowed = f"allowed is YYYY-MM-DD{' or nothing' if column.empty else ''}"
                raise self._fail(row + 2, column.name, f"{entry!r} is not a date; {allowed}")

    def _check_tail(self, data: dict[str, Any]) -> None:
        for row, quality in enumerate(data["quality"]):
            if quality not in QUALITIES:
                raise self._fail(row + 2, "quality", f"{quality!r} is unknown; allowed are {', '.join(QUALITIES)}")
            if not data["source"][row]:
                raise self._fail(row + 2, "source", "empty; every figure needs a source")
        if "value" not in data:
            return
        names_area = any(column.reference in ("area", "area_name") for column in self.table.keys)
        for row, quality in enumerate(data["quality"]):
            self._check_value(row, data)
            if quality == "fallback" and not names_area and "area " not in data["note"][row]:
                problem = "a fallback figure must name its area; allowed is a note with 'area NAME'"
                raise self._fail(row + 2, "note", problem)

    def _check_value(self, row: int, data: dict[str, Any]) -> None:
        value, lower, upper, unit = (data[name][row] for name in ("value", "lower", "upper", "unit"))
        line, table = row + 2, self.table
        if unit not in table.units:
            raise self._fail(line, "unit", f"{unit!r} is not a unit of this table; allowed are {listed(table.units)}")
        if not table.low <= value <= table.high:
            raise self._fail(line, "value", f"{value:g} is out of range; allowed are {table.low:g} to {table.high:g}")
        if unit in table.whole and value != round(value):
            raise self._fail(line, "value", f"{value:g} is not a whole number; allowed are whole {unit}")
        if data["quality"][row] == "prior" and (np.isnan(lower) or np.isnan(upper)):
            missing = "lower" if np.isnan(lower) else "upper"
            raise self._fail(
                line, missing, "a prior needs both bounds; allowed are numbers with lower <= value <= upper"
            )
        if lower > value or upper < value:
            wrong = "lower" if lower > value else "upper"
            raise self._fail(line, wrong, "the bounds do not hold the value; allowed is lower <= value <= upper")

    def _check_key(self, data: dict[str, Any]) -> None:
        """Refuse a second row of one key; keys are compared as what they stand for: 2010 and 2010.0 are one year."""
        names = [column.name for column in self.table.keys]
        seen: dict[tuple[Any, ...], int] = {}
        for row, key in enumerate(zip(*(data[name] for name in names), strict=True)):
            if key in seen:
                stands = f"the key {', '.join(str(part) for part in key)} stands on line {seen[key]} already"
                raise self._fail(row + 2, names[-1], f"{stands}; allowed is one row a key")
            seen[key] = row + 2


def _plain(entry: str) -> str:
    """A whole number as it is usually written, 2010 for 2010.0; other text as it is."""
    return str(int(float(entry))) if _NUMBER.fullmatch(entry) and float(entry).is_integer() else entry


def listed(words: Iterable[str]) -> str:
    """Up to twelve of the words in order, as a list for a message."""
    ordered = sorted(words)
    return ", ".join(ordered[:12]) + (f" and {len(ordered) - 12} more" if len(ordered) > 12 else "")
