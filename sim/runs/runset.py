"""A run set: one folder with a manifest and Parquet blocks of integer counts, written whole or not at all.

    DIR/manifest.json                     what was run (`sim.runs.manifest`)
    DIR/blocks/<block>/<table>.parquet    long tables of a block of runs (`sim.runs.layout`)

A block is written under a temporary name and renamed, so a stopped run leaves whole blocks only, and the same
line run again makes the missing ones. Written by `sim.runs.runner`; read by `sim.measures`, calibration and
experiments.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr

from sim.errors import UserError
from sim.processes.accounts import TABLES
from sim.runs.layout import FILE_OF, FILES, STOCKS, column, labels
from sim.runs.manifest import Manifest, read_manifest

Where = Mapping[str, Iterable[Any]]
MANIFEST = "manifest.json"
BLOCKS = "blocks"
TEMPORARY = ".writing-"


class RunSet:
    """The stored runs of one folder; reads counts summed to the dimensions asked for, zeros included."""

    def __init__(self, directory: Path, manifest: Manifest) -> None:
        self.directory = directory
        self.manifest = manifest

    @classmethod
    def open(cls, directory: str | Path) -> "RunSet":
        """Run set stored in a folder; UserError where there is none or where blocks are missing."""
        directory = Path(directory)
        if not (directory / MANIFEST).is_file():
            raise UserError(f"{directory} holds no run set: it has no {MANIFEST}; name the --out folder of a run.")
        run_set = cls(directory, read_manifest(directory / MANIFEST))
        missing = [seed for seed in run_set.manifest.seeds if seed not in run_set.stored_seeds()]
        if missing:
            raise UserError(
                f"{directory} is incomplete: {len(missing)} of its {len(run_set.manifest.seeds)} seeds are missing; "
                "run the same command again."
            )
        return run_set

    def blocks(self) -> list[Path]:
        """Folders of whole blocks, in order of name."""
        return sorted(p for p in (self.directory / BLOCKS).glob("*") if p.is_dir() and p.name[0] != ".")

    def stored_seeds(self) -> set[int]:
        """Seeds of which whole blocks exist; a block's name lists its first and last seed."""
        return {seed for block in self.blocks() for seed in _seeds_of(block.name)}

    def array(self, measure: str, by: Sequence[str] = (), where: Where | None = None) -> xr.DataArray:
        """Counts of agents by (seed, year, *by), summed over other dimensions; zero where nothing was counted.

        by : column names of the measure's dimensions, such as county_code, sex, age
        where : labels kept of a dimension, such as {"county_code": [330602]}      returns: int64
        Where parameters were drawn, the coordinate `draw` says which draw each seed ran.
        """
        kept = {name: list(values) for name, values in (where or {}).items()}
        known = self._labels(measure)
        for name in (*by, *kept):
            if name not in known:
                raise UserError(f"{measure} has no dimension {name}; it has {', '.join(known)}.")
        coordinates: dict[str, list[Any]] = {
            "seed": list(self.manifest.seeds),
            "year": list(self.manifest.years),
            **{name: [v for v in known[name] if v in kept.get(name, known[name])] for name in by},
        }
        counts = np.zeros([len(values) for values in coordinates.values()], np.int64)
        rows = self._sums(measure, list(coordinates), kept)
        positions = tuple(pd.Index(values).get_indexer(rows[name]) for name, values in coordinates.items())
        assert all((p >= 0).all() for p in positions), f"{measure}: stored labels unknown to the layout"
        counts[positions] = rows[measure].to_numpy()
        attributes = {
            "units": "agents",
            "kind": "stock at year end" if measure in STOCKS else "sum of months",
        }
        found = xr.DataArray(counts, coordinates, list(coordinates), name=measure, attrs=attributes)
        draws = self.manifest.draws
        return found if draws is None else found.assign_coords(draw=("seed", list(draws.of_seeds)))

    def read(self, measure: str, by: Sequence[str] = (), where: Where | None = None) -> pd.DataFrame:
        """Table of counts of agents with columns seed, year, *by and the measure; zeros included."""
        return self.array(measure, by, where).to_dataframe().reset_index()

    def _labels(self, measure: str) -> dict[str, tuple[Any, ...]]:
        if measure not in TABLES:
            raise UserError(f"There is no measure {measure}; stored are {', '.join(TABLES)}.")
        return {column(dim): labels(dim, self.manifest.county_codes) for dim in TABLES[measure]}

    def _sums(self, measure: str, keys: list[str], kept: dict[str, list[Any]]) -> pd.DataFrame:
        files = [str(block / f"{FILE_OF[measure]}.parquet") for block in self.blocks()]
        columns = ", ".join(f'"{key}"' for key in keys)
        conditions = " AND ".join(f'"{name}" IN ({", ".join("?" * len(v))})' for name, v in kept.items())
        query = (
            f'SELECT {columns}, CAST(SUM("{measure}") AS BIGINT) AS "{measure}" FROM read_parquet(?) '
            f'{"WHERE " + conditions if conditions else ""} GROUP BY ALL HAVING SUM("{measure}") <> 0'
        )
        values = [value for labels_kept in kept.values() for value in labels_kept]
        with duckdb.connect() as connection:
            return connection.execute(query, [files, *values]).df()

    def write_block(self, tables: Mapping[str, pa.Table], seeds: Sequence[int]) -> None:
        """Store the tables of a block of consecutive seeds, all or nothing."""
        assert set(tables) == set(FILES), "a block holds every table"
        name = f"seeds-{seeds[0]:06d}-{seeds[-1]:06d}"
        parent = self.directory / BLOCKS
        parent.mkdir(parents=True, exist_ok=True)
        temporary = parent / f"{TEMPORARY}{name}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        for table_name, table in tables.items():
            pq.write_table(table, temporary / f"{table_name}.parquet", compression="zstd")
        shutil.rmtree(parent / name, ignore_errors=True)
        temporary.rename(parent / name)


def prepare_run_set(directory: str | Path, manifest: Manifest) -> RunSet:
    """Empty or resumable run set in a folder, with its manifest on disk; call `check_output` before any work.

    Blocks of the same inputs and the same code are kept; blocks of older code are removed.
    """
    directory = Path(directory)
    earlier = check_output(directory, manifest)
    if earlier is None or not earlier.same_code(manifest):
        shutil.rmtree(directory / BLOCKS, ignore_errors=True)
    for left in (directory / BLOCKS).glob(f"{TEMPORARY}*"):
        shutil.rmtree(left)
    directory.mkdir(parents=True, exist_ok=True)
    write_text(directory / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
    return RunSet(directory, manifest)


def check_output(directory: str | Path, manifest: Manifest) -> Manifest | None:
    """Manifest of the same inputs already in the folder, or None; UserError where results cannot go there."""
    directory = Path(directory)
    earlier = None
    if (directory / MANIFEST).exists():
        earlier = read_manifest(directory / MANIFEST)
        if earlier.inputs_hash != manifest.inputs_hash:
            raise UserError(
                f"The output folder {directory} holds a run set of other inputs "
                f"({_difference(earlier, manifest)}); name another --out folder or remove this one."
            )
    elif directory.is_dir() and any(directory.iterdir()):
        raise UserError(
            f"The output folder {directory} is not empty and holds no run set; name a new or empty one with --out."
        )
    try:
        existing = next(p for p in (directory, *directory.absolute().parents) if p.exists())
        with tempfile.TemporaryDirectory(prefix=".fertsim-", dir=existing):
            pass
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"The output folder {directory} cannot be written: {reason}.") from error
    return earlier


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def _difference(earlier: Manifest, now: Manifest) -> str:
    """The first input in which two run sets differ, in words."""
    for name in ("place", "scenario", "future", "sample", "start", "end"):
        before, after = getattr(earlier, name), getattr(now, name)
        if before != after:
            return f"{name} {before}, not {after}"
    if earlier.seeds != now.seeds:
        return f"{len(earlier.seeds)} seeds from {earlier.seeds[0]}, not {len(now.seeds)} from {now.seeds[0]}"
    if (earlier.draws is None) != (now.draws is None):
        return "default parameters, not draws" if earlier.draws is None else "parameter draws, not default parameters"
    names = ("pack_hash", "parameters", "settings", "draws")
    differing = [n.replace("_hash", "") for n in names if getattr(earlier, n) != getattr(now, n)]
    return f"other {' and '.join(differing)}"


def _seeds_of(name: str) -> range:
    _, first, last = name.split("-")
    return range(int(first), int(last) + 1)
