"""Lines of cells of a table that an office hands in: CSV of any usual encoding, or the sheets of an XLSX file.

What can mean one thing only is taken and told: full-width digits and marks, a byte order mark, GBK. Layouts are read
by `tidy` and `yearbook`.
"""

import csv
import datetime
import io
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

from experiments.stores.libraries import needed
from experiments.stores.querying import EXTRA
from sim.errors import UserError
from sim.writing import reason_of

ALLOWED = "allowed are CSV (UTF-8 or GBK) and XLSX"
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
FULL_WIDTH = re.compile("[０-９]")
LARGEST = 20_000_000
"""Bytes; a table of figures by year and county has thousands."""
NOTHING = {"", "-", "--", "—", "——", "–", "…", "……", "...", "..", "na", "n/a", "nan"}
"""Cells that hold no figure."""
_GROUPED = re.compile(r"[-+]?\d{1,3}([, ]\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[-+]?\d+(\.\d*)?|[-+]?\.\d+")


class Line(NamedTuple):
    """Cells of a line, and where it stands."""

    where: str
    cells: list[str]


class Number(NamedTuple):
    """A number, and by how much its last digit counts."""

    value: float
    step: float


def read_sheets(path: Path) -> tuple[list[list[Line]], list[str]]:
    """Lines of each sheet of a file (one of a CSV) that are not empty, and notes on what was taken."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} has more than {LARGEST // 10**6} MB, too much for yearly figures")
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {reason_of(error)}") from None
    notes: list[str] = []
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise UserError(f"{path}: '{path.suffix}' files are not read; {ALLOWED}")
    sheets = _of_workbook(path, content) if suffix == ".xlsx" else [_of_csv(path, content, notes)]
    n_full = sum(bool(FULL_WIDTH.search(cell)) for lines in sheets for line in lines for cell in line.cells)
    if n_full:
        notes.append(f"{path.name}: {n_full} cells hold full-width digits (１２３), read as 123")
    sheets = [[Line(line.where, [_plain(cell) for cell in line.cells]) for line in lines] for lines in sheets]
    sheets = [kept for lines in sheets if (kept := [line for line in lines if any(line.cells)])]
    if not sheets:
        raise UserError(f"{path.name} holds no figures; fertsim monitor --template FILE writes a table to fill in")
    return sheets, notes


def number(cell: str, where: str, name: str) -> Number | None:
    """A number as offices write it, thousands with a comma or a space; None for a cell that holds no figure."""
    if cell.casefold() in NOTHING:
        return None
    if not (_PLAIN.fullmatch(cell) or _GROUPED.fullmatch(cell)):
        raise UserError(f"{where}, {name}: '{cell}' is no number; allowed are numbers such as 3512, 3,512 or 0.35")
    plain = cell.replace(",", "").replace(" ", "")
    if plain.startswith("-"):
        raise UserError(f"{where}, {name}: {cell} is negative; allowed are figures from 0 on")
    return Number(float(plain), 10.0 ** -len(plain.partition(".")[2]))


def year_of(cell: str) -> int | None:
    """A calendar year such as 2024, 2024年 or 2024年末; None for anything else."""
    found = re.fullmatch(r"((?:19|20)\d\d)(?:年[末底]?)?", cell)
    return int(found[1]) if found else None


def _plain(cell: str) -> str:
    """A cell with digits and marks of half width, without spaces at its ends."""
    return " ".join(unicodedata.normalize("NFKC", cell.replace("‐", "-").replace("−", "-")).split())


def _of_csv(path: Path, content: bytes, notes: list[str]) -> list[Line]:
    reader = csv.reader(io.StringIO(_decoded(path, content, notes), newline=""), strict=True)
    lines: list[Line] = []
    try:
        for cells in reader:
            lines.append(Line(f"{path.name} line {reader.line_num}", cells))
    except csv.Error as error:
        raise UserError(f"{path.name} line {reader.line_num}: not CSV ({error}); {ALLOWED}") from None
    return lines


def _decoded(path: Path, content: bytes, notes: list[str]) -> str:
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    for tried in dict.fromkeys((encoding, "gb18030")):
        try:
            text = content.decode(tried)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        if tried == "gb18030":
            notes.append(f"{path.name} is no UTF-8 and was read as GBK (GB 18030)")
        return text
    raise UserError(f"{path} is text in no known encoding; {ALLOWED}")


def _of_workbook(path: Path, content: bytes) -> list[list[Line]]:
    openpyxl = needed("openpyxl", f"monitor {path.name}", EXTRA)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
        found = [
            [
                Line(f"{path.name} sheet {sheet.title} row {row}", [_text(value) for value in values])
                for row, values in enumerate(sheet.iter_rows(values_only=True), start=1)
            ]
            for sheet in book.worksheets if sheet.sheet_state == "visible"
        ]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise UserError(f"{path} is no whole XLSX file ({error}); {ALLOWED}") from None
    return found


def _text(value: Any) -> str:
    """A cell of a workbook as it would be typed."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.12g}"
    return str(value)
