"""What the folder of a data pack lacks: every table, every missing row and every check that fails, not the first alone.

Called by `fertsim place check` and `place list`; calls `Pack.faults` table by table.
"""

import pkgutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sim.errors import UserError
from sim.places.county_census import cities, counties_of, names
from sim.places.grids import needed_rows
from sim.places.pack import LEVER_ROWS, PLACES, Pack
from sim.places.schema import QUALITIES, TABLES, columns_of
from sim.writing import write_bytes

MANIFEST = "manifest.json"
LISTED = 12
"""Faults shown of one table, unless all are asked for."""


class Looked(NamedTuple):
    """One table of a pack: its rows, those of each quality (where nothing is wrong), and all that it lacks."""

    table: str
    rows: int
    qualities: Mapping[str, int]
    faults: tuple[str, ...]


def looked_through(folder: Path) -> list[Looked]:
    """Every table of a pack in the order of the declarations; `UserError` where the manifest cannot be read."""
    if not (folder / MANIFEST).is_file():
        raise UserError(f"{folder} holds no data pack: it has no {MANIFEST}; `fertsim place new` makes one")
    missing = [name for name in TABLES if not (folder / f"{name}.csv").is_file()]
    with _completed(folder, missing) as whole:
        pack = Pack(whole)
        known: set[str] = set()
        return [_missing(name) if name in missing else _looked(pack, name, known, folder) for name in TABLES]


def report(found: list[Looked], everything: bool = False) -> str:
    """A line a table with what it lacks, row by row; `everything` lists all, else `LISTED` a table."""
    lines = []
    for one in found:
        told = ", ".join(f"{n:,} {quality}" for quality, n in one.qualities.items() if n)
        state = f"lacks or breaks {len(one.faults):,}" if one.faults else "whole"
        lines.append(f"{one.table}: {one.rows:,} rows{f' ({told})' if told else ''}: {state}")
        shown = one.faults if everything else one.faults[:LISTED]
        lines += [f"  - {fault}" for fault in shown]
        if len(shown) < len(one.faults):
            lines.append(f"  - and {len(one.faults) - len(shown):,} more (--all lists them)")
    n = sum(bool(one.faults) for one in found)
    lines.append(f"{n} of {len(found)} tables lack something" if n else f"all {len(found)} tables are whole")
    return "\n".join(lines)


def shipped() -> list[str]:
    """A line for every data pack that ships, and for every city that one can be made of from the census."""
    packs = [Pack(path.parent) for path in sorted(PLACES.glob(f"*/{MANIFEST}"))]
    lines = [
        f"{pack.manifest['place']}: {pack.manifest['name_zh']} {pack.manifest['name_en']}, {pack.city_code},"
        f" {len(pack.county_codes)} counties, starts in {', '.join(map(str, pack.manifest['start_years']))}"
        for pack in packs
    ]
    made = [f"{code} {names()[code][0]} {names()[code][1]} ({len(counties_of(code))} counties)" for code in cities()]
    return [*lines, f"from the census (`fertsim place new CODE --from-census`): {', '.join(made)}"]


def _looked(pack: Pack, name: str, known: set[str], folder: Path) -> Looked:
    """One table; a fault of another table that was told of already is not told again."""
    faults = [fault.replace(str(pack.folder), str(folder)) for fault in pack.faults(name)]
    if name == "levers" and not faults:
        faults += _faults_of_levers(pack, folder)
    own = [fault for fault in faults if fault not in known]
    known |= {fault for fault in faults if ".csv" in fault}
    if faults:
        return Looked(name, max(len((pack.folder / f"{name}.csv").read_bytes().splitlines()) - 1, 0), {}, tuple(own))
    frame = pack.table(name)
    counted = {one: int((frame["quality"] == one).sum()) for one in QUALITIES} if "quality" in frame else {}
    return Looked(name, len(frame), counted, ())


def _faults_of_levers(pack: Pack, folder: Path) -> list[str]:
    try:
        pkgutil.resolve_name(LEVER_ROWS)(pack)
    except UserError as error:
        return [str(error).replace(str(pack.folder), str(folder))]
    return []


def _missing(name: str) -> Looked:
    rows = needed_rows(name) or ["at least one row"]
    return Looked(name, 0, {}, (f"{name}.csv is missing", *(f"needed is {one}" for one in rows)))


@contextmanager
def _completed(folder: Path, missing: list[str]) -> Iterator[Path]:
    """The folder itself where no table is missing, else a copy in which the missing ones are empty."""
    if not missing:
        yield folder
        return
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for file in (MANIFEST, *(f"{table}.csv" for table in TABLES if table not in missing)):
            write_bytes(copy / file, (folder / file).read_bytes())
        for table in missing:
            write_bytes(copy / f"{table}.csv", f"{','.join(columns_of(TABLES[table]))}\n".encode())
        yield copy
