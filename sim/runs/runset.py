"""A run set: one folder with a manifest and one Parquet file a run of integer counts, each whole or not at all.

    DIR/manifest.json                        what was run (`sim.runs.manifest`)
    DIR/blocks/seed-<seed>.parquet           what one run counted (`sim.runs.block`), sealed (`sim.runs.sealed`)

A run is written under another name and renamed, so a stopped command leaves whole runs only, and the same line run
again makes the missing ones. A reader takes the files that the manifest says there are, by name, and none that is not
what was written: whatever else lies in the folder is left alone. Written by `sim.runs.runner`; read by `sim.measures`,
calibration and experiments.
"""

import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import xarray as xr

from sim.errors import Damaged, UserError
from sim.population.columns import Array
from sim.processes.accounts import COUNT_TABLES
from sim.runs.block import encodings, long_rows, rows_of
from sim.runs.layout import RUN_KEYS, RUN_TABLES, STOCKS, TABLE_OF, column, labels, tables_of
from sim.runs.manifest import Manifest, read_manifest
from sim.runs.sealed import read_sealed, sealed
from sim.writing import is_ours, make_folder, write_bytes, write_text

Where = Mapping[str, Iterable[Any]]
MANIFEST = "manifest.json"
BLOCKS = "blocks"


class Rows(NamedTuple):
    """Rows of a count table of all runs, one behind the other."""

    run: Array
    """Position of each row's run among the seeds."""
    place: Array
    """Of each row's cell in an array (year, *dimensions)."""
    counts: dict[str, Array]
    """By measure."""


class RunSet:
    """The stored runs of one folder; reads counts summed to the dimensions asked for, zeros included."""

    def __init__(self, directory: Path, manifest: Manifest) -> None:
        self.directory = directory
        self.manifest = manifest
        self.tables = tables_of(manifest.monthly)
        self._rows: dict[str, Rows] = {}

    @classmethod
    def open(cls, directory: str | Path) -> "RunSet":
        """Run set stored in a folder; UserError where there is none or where runs are missing."""
        directory = Path(directory)
        if not os.path.isfile(directory / MANIFEST):  # which says no where a name is too long
            raise UserError(f"{directory} holds no run set: it has no {MANIFEST}; name the --out folder of a run.")
        run_set = cls(directory, read_manifest(directory / MANIFEST))
        missing = [seed for seed in run_set.manifest.seeds if not run_set.holds(seed)]
        if missing and run_set.file(missing[0]).with_suffix("").is_dir():
            raise UserError(
                f"{directory} was stored by an earlier fertsim, a folder of files a run; run the same command again, "
                "which makes it anew."
            )
        if missing:
            raise UserError(
                f"{directory} is incomplete: {len(missing)} of its {len(run_set.manifest.seeds)} seeds are missing; "
                "run the same command again."
            )
        return run_set

    def file(self, seed: int) -> Path:
        """File of a seed's run."""
        return self.directory / BLOCKS / f"seed-{seed:06d}.parquet"

    def holds(self, seed: int) -> bool:
        """Whether a seed's run is there."""
        return self.file(seed).is_file()

    def whole_seeds(self) -> set[int]:
        """Seeds whose run is there and as it was written."""
        return {seed for seed in self.manifest.seeds if self._is_whole(seed)}

    def _is_whole(self, seed: int) -> bool:
        try:
            read_sealed(self.file(seed), self.about(seed), columns=())
        except Damaged:
            return False
        return True

    def about(self, seed: int) -> dict[str, Any]:
        """What the file of a run must say of itself."""
        return {"inputs_hash": self.manifest.inputs_hash, "code_hash": self.manifest.code_hash, "seed": seed}

    def _run(self, seed: int, columns: Sequence[str]) -> pa.Table:
        """Columns of a run; `UserError` where it is not what was written."""
        try:
            return read_sealed(self.file(seed), self.about(seed), columns)[0]
        except Damaged as error:
            raise UserError(f"{error}; run the same command again, which makes it anew") from None

    def load(self, measures: Iterable[str]) -> None:
        """Read the tables of these measures, all from each file at once; a measure that is not loaded is read alone."""
        held = {TABLE_OF[measure] for measure in measures}.intersection(self.tables)
        if not (names := sorted(held.difference(self._rows))):
            return
        dimensions = {name: self._dimensions(RUN_TABLES[name].measures[0]) for name in names}
        parts: dict[str, list[Rows]] = {name: [] for name in names}
        for position, seed in enumerate(self.manifest.seeds):
            run = self._run(seed, ["year", *names])
            for name in names:
                parts[name].append(_coded(run, name, position, dimensions[name]))
        for name in names:
            self._rows[name] = _joined(parts.pop(name))

    def array(self, measure: str, by: Sequence[str] = (), where: Where | None = None) -> xr.DataArray:
        """Counts of agents by (seed, year, *by), summed over other dimensions; zero where nothing was counted.

        by : column names of the measure's dimensions, such as county_code, sex, age
        where : labels kept of a dimension, such as {"county_code": [330602]}      returns: int64
        Where parameters were drawn, the coordinate `draw` says which draw each seed ran, and `sample` at what sample.
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
        self.load([measure])
        counts = self._summed(measure, tuple(by), kept, shape)
        attributes = {
            "units": "agents",
            "kind": "stock at year end" if measure in STOCKS else "sum of months",
        }
        found = xr.DataArray(counts, coordinates, list(coordinates), name=measure, attrs=attributes)
        draws = self.manifest.draws
        if draws is None:
            return found
        return found.assign_coords(draw=("seed", list(draws.of_seeds)), sample=1.0 / self.manifest.scale)

    def read(self, measure: str, by: Sequence[str] = (), where: Where | None = None) -> pd.DataFrame:
        """Table of counts of agents with columns seed, year, *by and the measure; zeros included."""
        return self.array(measure, by, where).drop_vars("sample", errors="ignore").to_dataframe().reset_index()

    def counts(self, name: str) -> pd.DataFrame:
        """The rows of a table as stored, all seeds: keys, dimensions and counts of agents; zeros left out."""
        tables = [long_rows(self._run(seed, [*RUN_KEYS, name]), name) for seed in self.manifest.seeds]
        return pa.concat_tables(tables, promote_options="default").unify_dictionaries().to_pandas()

    def _labels(self, measure: str) -> dict[str, tuple[Any, ...]]:
        if measure not in COUNT_TABLES:
            raise UserError(f"There is no measure {measure}; stored are {', '.join(COUNT_TABLES)}.")
        if TABLE_OF[measure] not in self.tables:
            raise UserError(f"{self.directory} holds no {measure}; run it with --monthly into a new folder.")
        return {column(dim): labels(dim, self.manifest.county_codes) for dim in COUNT_TABLES[measure]}

    def _dimensions(self, measure: str) -> dict[str, tuple[Any, ...]]:
        """Labels of the dimensions of a measure, years first."""
        return {"year": self.manifest.years, **self._labels(measure)}

    def _summed(self, measure: str, by: tuple[str, ...], kept: Mapping[str, list[Any]], shape: Sequence[int]) -> Array:
        """Counts by (seed, year, *by), of this shape."""
        rows, n_cells = self._rows[TABLE_OF[measure]], math.prod(shape[1:])
        sums = np.zeros((shape[0], n_cells + 1), np.int64)  # the last cell takes what is not kept
        cells = self._cells(measure, by, kept)
        places = rows.run.astype(np.intp) * (n_cells + 1) + cells[rows.place]
        np.add.at(sums.reshape(-1), places, rows.counts[measure])
        return sums[:, :n_cells].reshape(shape)

    def _cells(self, measure: str, by: tuple[str, ...], kept: Mapping[str, list[Any]]) -> Array:
        """Of each cell of a measure its cell in the sum by (year, *by); one past the last for what is not kept."""
        dimensions = self._dimensions(measure)
        chosen = {
            name: np.array([value in kept.get(name, values) for value in values]) for name, values in dimensions.items()
        }
        shape, n_cells = tuple(map(len, dimensions.values())), 1
        cells, whole = np.zeros(shape, np.intp), np.ones(shape, bool)
        for name in reversed(("year", *by)):
            cells += _along(dimensions, name, (np.cumsum(chosen[name]) - 1) * n_cells)
            n_cells *= int(chosen[name].sum())
        for name in kept:
            whole &= _along(dimensions, name, chosen[name])
        return np.where(whole, cells, n_cells).reshape(-1)

    def write_block(self, content: bytes, seed: int) -> None:
        """Store a run, all or nothing. content : of `sealed_run`"""
        write_bytes(self.file(seed), content)


def sealed_run(run: pa.Table, about: Mapping[str, Any]) -> bytes:
    """Content of a run's file. run : of `sim.runs.block`      about : of `RunSet.about`"""
    return sealed(run, about, **encodings(run))


def _along(dimensions: Mapping[str, Sequence[Any]], name: str, values: Array) -> Array:
    """Values of the labels of a dimension, shaped to be spread over the others."""
    return values.reshape([len(values) if one == name else 1 for one in dimensions])


def _coded(run: pa.Table, name: str, position: int, dimensions: Mapping[str, Sequence[Any]]) -> Rows:
    """Rows of a table of one run. position : of the run among the seeds      dimensions : labels, years first"""
    in_year, rows = rows_of(run, name)
    columns = dict(zip((field.name for field in rows.type), rows.flatten(), strict=True))
    place = _positions(run["year"].combine_chunks(), dimensions["year"])[in_year]
    for dimension, known in dimensions.items():
        if dimension != "year":
            place *= len(known)
            place += _positions(columns[dimension], known)
    counts = {measure: columns[measure].to_numpy() for measure in RUN_TABLES[name].measures}
    return Rows(np.full(len(place), position, np.int32), place, counts)


def _joined(parts: Sequence[Rows]) -> Rows:
    """Rows of several runs."""
    counts = {measure: np.concatenate([part.counts[measure] for part in parts]) for measure in parts[0].counts}
    return Rows(np.concatenate([part.run for part in parts]), np.concatenate([part.place for part in parts]), counts)


def _positions(column: pa.Array, known: Sequence[Any]) -> Array:
    """Positions of a stored column's entries among the labels of its dimension, int32."""
    coded = isinstance(column, pa.DictionaryArray)
    entries = column.indices.to_numpy() if coded else column.to_numpy()
    at = {label: position for position, label in enumerate(known)}
    if coded:
        return np.array([at[word] for word in column.dictionary.to_pylist()], np.int32)[entries]
    first = min(known)
    if list(known) == list(range(first, first + len(known))):
        return np.asarray(entries - np.int32(first))
    positions = np.zeros(max(known) - first + 1, np.int32)
    positions[np.array(known) - first] = np.arange(len(known))
    return positions[entries - first]


def prepare_run_set(directory: str | Path, manifest: Manifest) -> RunSet:
    """Empty or resumable run set in a folder, with its manifest on disk; call `check_output` before any work.

    Runs of the same inputs and the same code are kept; runs of older code are removed.
    """
    directory = Path(directory)
    earlier = check_output(directory, manifest)
    if earlier is None or not earlier.same_code(manifest):
        shutil.rmtree(directory / BLOCKS, ignore_errors=True)
    make_folder(directory)
    write_text(directory / MANIFEST, manifest.text)
    make_folder(directory / BLOCKS)  # after the manifest: a folder without it would be taken for a stranger's
    run_set = RunSet(directory, manifest)
    for seed in manifest.seeds:
        if (file := run_set.file(seed)).is_dir():
            raise UserError(f"{file} is a folder where the file of a run belongs; remove it")
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
