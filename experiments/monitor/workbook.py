"""A table of text as the one sheet of an XLSX file."""

from collections.abc import Sequence
from pathlib import Path

from experiments.stores.libraries import needed
from experiments.stores.querying import EXTRA
from sim.writing import whole_file


def write_workbook(path: Path, table: Sequence[Sequence[str]]) -> None:
    """Write a table whole or not at all; codes are numbers, all else text."""
    openpyxl = needed("openpyxl", f"--template {path.name}", EXTRA)
    book = openpyxl.Workbook()
    for row in table:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    with whole_file(path) as unfinished:
        book.save(unfinished)
