"""A run set: one folder with a manifest and Parquet blocks of integer counts, written whole or not at all.

    DIR/manifest.json                        what was run (`sim.runs.manifest`)
    DIR/blocks/seed-<seed>/<table>.parquet   long tables of one run (`sim.runs.layout`), sealed (`sim.runs.sealed`)

The tables of a run are written under another name and renamed together, so a stopped run leaves whole runs only, and
the same line run again makes the missing ones. A reader takes the files that the manifest says there are, by name, and
none that is not what was written: whatever else lies in the folder is left alone. Written by `sim.runs.runner`; read by
`sim.measures`, calibration and experiments.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import xarray as xr

from sim.errors import Damaged, UserError
from sim.population.columns import Array
from sim.processes.accounts import COUNT_TABLES
from sim.runs.layout import FILE_OF, STOCKS, column, files_of, labels
from sim.runs.manifest import Manifest, read_manifest
from sim.runs.sealed import read_sealed, sealed
from sim.writing import forget_unfinished, is_ours, make_folder, whole_folder, write_text

Where = Mapping[str, Iterable[Any]]
MANIFEST = "manifest.json"
BLOCKS = "blocks"


class RunSet:
    """The stored runs of one folder; reads counts summed to the dimensions asked for, zeros included."""

    def __init__(self, directory: Path, manifest: Manifest) -> None:
        self.directory = directory
        self.manifest = manifest
        self.files = files_of(manifest.monthly)
        self._read: dict[str, dict[str, Array]] = {}

    @classmethod
    def open(cls, directory: str | Path) -> "RunSet":
        """Run set stored in a folder; UserError where there is none or where blocks are missing."""
        directory = Path(directory)
        if not os.path.isfile(directory / MANIFEST):  # which says no where a name is too long
            raise UserError(f"{directory} holds no run set: it has no {MANIFEST}; name the --out folder of a run.")
        run_set = cls(directory, read_manifest(directory / MANIFEST))
        missing = [seed for seed in run_set.manifest.seeds if not run_set.holds(seed)]
        if missing:
            raise UserError(
                f"{directory} is incomplete: {len(missing)} of its {len(run_set.manifest.seeds)} seeds are missing; "
                "run the same command again."
            )
        return run_set

    def holds(self, seed: int) -> bool:
        """Whether every table of a seed's run is there."""
        return all(self._file(name, seed).is_file() for name in self.files)

    def whole_seeds(self) -> set[int]:
        """Seeds of which every table is there and as it was written."""
        return {seed for seed in self.manifest.seeds if self._is_whole(seed)}

    def _is_whole(self, seed: int) -> bool:
        try:
            for name in self.files:
                self._table(name, seed)
        except Damaged:
            return False
        return True

    def folder(self, seed: int) -> Path:
        """Folder of a seed's run."""
        return self.directory / BLOCKS / f"seed-{seed:06d}"

    def _file(self, name: str, seed: int) -> Path:
        return self.folder(seed) / f"{name}.parquet"

    def _about(self, name: str, seed: int) -> dict[str, Any]:
        """What a file must say of itself."""
        return {
            "inputs_hash": self.manifest.inputs_hash, "code_hash": self.manifest.code_hash, "table": name, "seed": seed,
        }

    def _table(self, name: str, seed: int) -> pa.Table:
        return read_sealed(self._file(name, seed), self._about(name, seed))[0]

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
        for name, values in kept.items():
            for value in values:
                if value not in known[name]:
                    raise UserError(f"{measure}: {name} has no {value!r}; it has {', '.join(map(str, known[name]))}.")
        coordinates: dict[str, list[Any]] = {
            "seed": list(self.manifest.seeds),
            "year": list(self.manifest.years),
            **{name: [v for v in known[name] if v in kept.get(name, known[name])] for name in by},
        }
        shape = [len(values) for values in coordinates.values()]
        rows = self._columns(measure)
        chosen = np.ones(len(rows[measure]), bool)
        for name, values in kept.items():
            chosen &= np.isin(rows[name], pd.Index(known[name]).get_indexer(values))
        places = tuple(
            pd.Index(values).get_indexer(known[name])[rows[name][chosen]] if name in kept else rows[name][chosen]
            for name, values in coordinates.items())
        counts = np.zeros(shape, np.int64)
        np.add.at(counts, places, rows[measure][chosen])
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

    def counts(self, name: str) -> pd.DataFrame:
        """The rows of a table file as stored, all seeds: keys, dimensions and counts of agents; zeros left out."""
        tables = [self._counts(name, seed) for seed in self.manifest.seeds]
        return pa.concat_tables(tables, promote_options="default").unify_dictionaries().to_pandas()

    def _labels(self, measure: str) -> dict[str, tuple[Any, ...]]:
        if measure not in COUNT_TABLES:
            raise UserError(f"There is no measure {measure}; stored are {', '.join(COUNT_TABLES)}.")
        if FILE_OF[measure] not in self.files:
            raise UserError(f"{self.directory} holds no {measure}; run it with --monthly into a new folder.")
        return {column(dim): labels(dim, self.manifest.county_codes) for dim in COUNT_TABLES[measure]}

    def _columns(self, measure: str) -> dict[str, Array]:
        """The rows of a measure, all seeds: its counts, and of each dimension the positions of its labels."""
        name = FILE_OF[measure]
        if name not in self._read:
            counts = pa.concat_tables([self._counts(name, seed) for seed in self.manifest.seeds])
            dimensions = {"seed": self.manifest.seeds, "year": self.manifest.years, **self._labels(measure)}
            self._read[name] = {
                column: _positions(counts[column], dimensions[column]) if column in dimensions
                else counts[column].to_numpy()
                for column in counts.column_names if column in dimensions or column in COUNT_TABLES
            }
        return self._read[name]

    def _counts(self, name: str, seed: int) -> pa.Table:
        """A table of a run; `UserError` where it is not what was written."""
        try:
            return self._table(name, seed)
        except Damaged as error:
            raise UserError(f"{error}; run the same command again, which makes it anew") from None

    def write_block(self, tables: Mapping[str, pa.Table], seed: int) -> None:
        """Store the tables of a run, all or nothing."""
        assert set(tables) == set(self.files), "a run has every table"
        with whole_folder(self.folder(seed)) as folder:
            for name, table in tables.items():
                (folder / f"{name}.parquet").write_bytes(sealed(table, self._about(name, seed)))


def _positions(column: pa.ChunkedArray, labels: Sequence[Any]) -> Array:
    """Positions of a stored column's entries among the labels of its dimension."""
    found = []
    for chunk in column.chunks:
        coded = chunk if isinstance(chunk, pa.DictionaryArray) else chunk.dictionary_encode()
        known = pd.Index(labels).get_indexer(coded.dictionary.to_pylist())
        found.append(known[coded.indices.to_numpy()])
    positions = np.concatenate(found) if found else np.zeros(0, np.intp)
    assert (positions >= 0).all(), "stored labels unknown to the layout"
    return positions


def prepare_run_set(directory: str | Path, manifest: Manifest) -> RunSet:
    """Empty or resumable run set in a folder, with its manifest on disk; call `check_output` before any work.

    Blocks of the same inputs and the same code are kept; blocks of older code are removed.
    """
    directory = Path(directory)
    earlier = check_output(directory, manifest)
    if earlier is None or not earlier.same_code(manifest):
        shutil.rmtree(directory / BLOCKS, ignore_errors=True)
    make_folder(directory)
    forget_unfinished(directory / BLOCKS)
    write_text(directory / MANIFEST, manifest.text)
    run_set = RunSet(directory, manifest)
    for seed in manifest.seeds:
        if (folder := run_set.folder(seed)).is_file():
            raise UserError(f"{folder} is a file where the folder of a run belongs; remove it")
    return run_set


def check_output(directory: str | Path, manifest: Manifest) -> Manifest | None:
    """Manifest of the same inputs already in the folder, or None; UserError where results cannot go there."""
    directory = Path(directory)
    earlier = None
    if os.path.exists(directory / MANIFEST):
        earlier = read_manifest(directory / MANIFEST)
        if earlier.inputs_hash != manifest.inputs_hash:
            raise UserError(
                f"The output folder {directory} holds a run set of other inputs "
                f"({_difference(earlier, manifest)}); name another --out folder or remove this one."
            )
    elif os.path.isdir(directory) and any(not is_ours(path) for path in directory.iterdir()):
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
