"""Figures by county that somebody hands in, on the county codes of today.

Called by `fertsim place codes`; the codes stand in `sim.places.county_codes`.
"""

import csv
import warnings
from pathlib import Path

from sim.errors import UserError
from sim.places.county_codes import matched
from sim.places.pack import Pack
from sim.writing import write_text

CODE, YEAR = "county_code", "year"
FIRST_YEAR, LAST_YEAR = 1900, 2100
Row = dict[str, str]


def observed_rows(path: Path, pack: Pack) -> list[Row]:
    """Rows of a CSV file with columns `county_code` and `year`, each under the code of the county of today.

    A figure under an older code is taken over; that its boundary has moved since is a warning. `UserError` for a code
    that is no county of the place, and for two rows of one county that then are one: add them up first.
    """
    allowed, found = {*pack.county_codes, pack.city_code}, []
    lines: dict[tuple[str, ...], int] = {}
    rows = _rows(path)
    others = [name for name in rows[0] if name not in ("value", "source", "note")] if rows else []
    for line, row in enumerate(rows, start=2):
        where = f"{path.name} line {line}"
        today = matched(_whole(row[CODE], CODE, where), _year(row[YEAR], where), allowed, where)
        for warning in today.warnings:
            warnings.warn(warning, UserWarning, stacklevel=2)
        row = row | {CODE: str(today.code)}
        key = tuple(row[name] for name in others)
        if key in lines:
            said = f"{row[CODE]} in {row[YEAR]} stands on line {lines[key]} already, under the same or an older code"
            raise UserError(f"{where}: {said}; add the two rows up first")
        lines[key] = line
        found.append(row)
    return found


def write_on_codes_of_today(path: Path, pack: Pack, out: Path) -> str:
    """Write the rows of a file on the codes of today; returns one sentence."""
    rows = observed_rows(path, pack)
    columns = list(rows[0])
    text = [columns, *([row[name] for name in columns] for row in rows)]
    write_text(out, "".join(",".join(map(_quoted, line)) + "\n" for line in text))
    return f"{len(rows)} rows on the county codes of today in {out}."


def _rows(path: Path) -> list[Row]:
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read ({error}); needed is CSV in UTF-8") from None
    header = lines[0] if lines else []
    if not {CODE, YEAR} <= set(header):
        raise UserError(f"{path.name} line 1: columns {CODE} and {YEAR} are needed; there are {', '.join(header)}")
    if len(lines) == 1:
        raise UserError(f"{path.name} line 2: the table has no rows; at least one is needed")
    for line, fields in enumerate(lines[1:], start=2):
        if len(fields) != len(header):
            raise UserError(f"{path.name} line {line}: {len(fields)} fields; allowed are {len(header)}")
    return [dict(zip(header, fields, strict=True)) for fields in lines[1:]]


def _whole(entry: str, column: str, where: str) -> int:
    if not entry.strip().isascii() or not entry.strip().isdigit():
        raise UserError(f"{where}, column {column}: {entry!r} is no whole number; allowed are whole numbers")
    return int(entry)


def _year(entry: str, where: str) -> int:
    year = _whole(entry, YEAR, where)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(f"{where}, column {YEAR}: {year} is out of range; allowed are {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _quoted(entry: str) -> str:
    return f'"{entry.replace(chr(34), chr(34) * 2)}"' if any(mark in entry for mark in ',"\n') else entry
