"""An Excel file of several tables, written row by row: a sheet of a million rows never stands in memory as cells."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.stores.libraries import needed
from experiments.stores.querying import EXTRA
from experiments.stores.tables import COUNTIES, DESIGN_TABLE, FACTORS, INDICATORS, RUNS
from sim.errors import UserError
from sim.writing import FORMULA, make_folder, whole_file

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1_048_576, 16_384, 32_767
"""Of a sheet, its head among them, and of a cell, as Excel has them."""
ABOUT = "about"
MAIN = (RUNS, DESIGN_TABLE, FACTORS, INDICATORS, COUNTIES)
"""Tables that make a file's sheets unless one is named."""


def write(path: Path, sheets: Mapping[str, pd.DataFrame], about: Mapping[str, str]) -> None:
    """Write tables as the sheets of a file, and what it is of as the last one; `UserError` where one is too large."""
    openpyxl = needed("openpyxl", "--to xlsx", EXTRA)
    for name, rows in sheets.items():
        check_size(name, rows)
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        for cells in _cells(rows):
            sheet.append([_as_text(openpyxl, sheet, cell) for cell in cells])
    sheet = book.create_sheet(ABOUT)
    for key, said in about.items():
        sheet.append([key, _as_text(openpyxl, sheet, said)])
    make_folder(path.parent)
    with whole_file(path) as unfinished:
        book.save(unfinished)


def check_size(name: str, rows: pd.DataFrame) -> None:
    """`UserError` where a table does not fit into a sheet."""
    if len(rows) >= MOST_ROWS:
        raise UserError(
            f"{name} has {len(rows):,} rows, and a sheet of Excel holds {MOST_ROWS - 1:,} below its head; export it to"
            " csv, stata or netcdf, or take a part by `fertsim store query ... --csv`"
        )
    if rows.shape[1] > MOST_COLUMNS:
        raise UserError(f"{name} has {rows.shape[1]:,} columns, and a sheet of Excel holds {MOST_COLUMNS:,}")


def _cells(rows: pd.DataFrame) -> Iterator[list[Any]]:
    """The head of a table and its rows; missing numbers are empty cells, infinite ones the word."""
    yield list(rows.columns)
    for row in rows.itertuples(index=False):
        yield [_cell(value) for value in row]


def _cell(value: Any) -> Any:
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, float):  # numpy's is one too
        return None if value != value else float(value) if abs(value) != float("inf") else str(value)
    return value.item() if hasattr(value, "item") else value


def _as_text(openpyxl: Any, sheet: Any, cell: Any) -> Any:
    """A cell as it is shown, and not computed: text that begins like a formula is marked as text."""
    if not isinstance(cell, str):
        return cell
    if len(cell) > MOST_LETTERS:
        raise UserError(f"a text of {len(cell):,} letters is more than a cell of Excel holds, {MOST_LETTERS:,}")
    if not cell.startswith(FORMULA):
        return cell
    made = openpyxl.cell.WriteOnlyCell(sheet, value=cell)
    made.data_type = "s"
    return made
