"""Stored runs as a file of another program: CSV, Excel, Stata or netCDF; what the format cannot hold is said.

CSV and Stata hold one table (`flat` unless named), Excel a sheet a table, netCDF the labelled dataset of the runs.
Called by `fertsim store export`.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments.stores import netcdf, spreadsheet, stata
from experiments.stores.tables import FLAT, RUNS, Store
from experiments.wording.languages import checked_language
from sim.errors import UserError
from sim.runs.sweepset import SweepSet
from sim.writing import make_folder, write_csv

FOLDER = "export"
"""Folder in a store where exported files go unless another is named."""
SUFFIXES = {"csv": ".csv", "xlsx": ".xlsx", "stata": ".dta", "netcdf": ".nc"}


def export(
    store: Store, to: str, out: str | Path | None = None, table: str | None = None, language: str = "zh"
) -> str:
    """What was written, in a line or two; `UserError`, with nothing written, for what the format cannot hold.

    to : csv, xlsx, stata or netcdf      table : one table alone; of netCDF there is no choice
    """
    checked_language(language)
    if to not in SUFFIXES:
        raise UserError(f"--to: there is no format '{to}'; allowed are {', '.join(SUFFIXES)}")
    if to == "netcdf" and table is not None:
        raise UserError("--table: netCDF holds the runs as one dataset; leave it out")
    name = table or (FLAT if to in ("csv", "stata") else RUNS)
    path = _path(store, to, out, name)
    write = {"csv": _write_csv, "xlsx": _write_xlsx, "stata": _write_stata, "netcdf": _write_netcdf}[to]
    notes = write(store, path, table, language)
    return "\n".join([*notes, *_missing(store)])


def _path(store: Store, to: str, out: str | Path | None, name: str) -> Path:
    """File to write; `UserError` for a name that another program would not take for what it is."""
    suffix = SUFFIXES[to]
    path = store.directory / FOLDER / f"{name}{suffix}" if out is None else Path(out)
    if path.suffix.lower() != suffix:
        raise UserError(f"--out: {path} does not end in {suffix}, as files of {to} do")
    if path.is_dir():
        raise UserError(f"--out: {path} is a folder; name a file")
    return path


def _missing(store: Store) -> list[str]:
    """A sentence where a sweep is not complete."""
    if not isinstance(store.stored, SweepSet) or not (missing := store.stored.missing()):
        return []
    return [f"{missing:,} of {store.stored.manifest.n_runs:,} runs are missing from the sweep, and so from the file."]



def _write_csv(store: Store, path: Path, table: str | None, language: str) -> list[str]:
    rows = store.table(table or FLAT)
    make_folder(path.parent)
    write_csv(path, rows)
    return [_size(path, rows)]


def _write_xlsx(store: Store, path: Path, table: str | None, language: str) -> list[str]:
    """Sheets of the main tables, or of the one named."""
    main = [name for name in store.tables if name in spreadsheet.MAIN and name != FLAT]
    sheets = {name: store.table(name) for name in ([table] if table else main)}
    spreadsheet.write(path, sheets, _about(store, language))
    return [f"{path}: sheets {', '.join([*sheets, spreadsheet.ABOUT])}; {_rows_of(sheets)}."]


def _write_stata(store: Store, path: Path, table: str | None, language: str) -> list[str]:
    rows = store.table(table or FLAT)
    column = 0 if language == "zh" else 1
    labels = {name: store.labels[name][column] for name in rows if name in store.labels}
    words = {name: {key: said[column] for key, said in of.items()} for name, of in store.words.items() if name in rows}
    notes = stata.write(path, rows, store.title(language), labels, words)
    return [_size(path, rows), *notes]


def _write_netcdf(store: Store, path: Path, table: str | None, language: str) -> list[str]:
    data = netcdf.dataset(store, language)
    netcdf.write(path, data)
    sizes = ", ".join(f"{size:,} {name}" for name, size in data.sizes.items())
    return [f"{path}: {len(data.data_vars)} variables over {sizes}."]


def _about(store: Store, language: str) -> Mapping[str, str]:
    """What an Excel file says of itself."""
    manifest = store.stored.manifest
    return {
        "title": store.title(language), "command": store.command, "fertsim": manifest.fertsim_version,
        "code": manifest.code_hash, "data": manifest.pack_hash, "sample": manifest.sample,
        "parameters": manifest.calibration_note,
    }


def _size(path: Path, rows: pd.DataFrame) -> str:
    return f"{path}: {len(rows):,} rows of {rows.shape[1]} columns."


def _rows_of(sheets: Mapping[str, pd.DataFrame]) -> str:
    return ", ".join(f"{name} {len(rows):,} rows" for name, rows in sheets.items())
