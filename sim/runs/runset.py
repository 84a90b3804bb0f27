"""A run set: one folder with a manifest and Parquet files of a block of runs each, their integer counts.

    DIR/manifest.json                        what was run (`sim.runs.manifest`)
    DIR/blocks/block-000012.parquet          what some runs counted (`sim.runs.block`), sealed (`sim.runs.sealed`)

A block is written when all its runs have ended, under another name, and renamed: a stopped command leaves whole blocks
only, and the same line run again makes the missing ones. Which seeds a block holds follows from the manifest, whoever
writes it and in whatever order runs end, so that the same runs make the same files. A reader takes the files that the
manifest says there are, by name, and none that is not what was written: whatever else lies in the folder is left alone.
Written by `sim.runs.runner`; read by `sim.measures`, calibration and experiments.
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
from sim.runs.block import block_table, encodings, long_rows, rows_of
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
        self._places = {seed: place for place, seed in enumerate(manifest.seeds)}
        self._rows: dict[str, Rows] = {}

    @classmethod
    def open(cls, directory: str | Path) -> "RunSet":
        """Run set stored in a folder; UserError where there is none or where runs are missing."""
        directory = Path(directory)
        if not os.path.isfile(directory / MANIFEST):  # which says no where a name is too long
            raise UserError(f"{directory} holds no run set: it has no {MANIFEST}; name the --out folder of a run.")
        run_set = cls(directory, read_manifest(directory / MANIFEST))
        if run_set.manifest.block_size == 0:
            raise UserError(
                f"{directory} was stored by an earlier fertsim, which kept each run apart; run the same command again, "
                "which makes it anew."
            )
        missing = [seed for seed in run_set.manifest.seeds if not run_set.holds(seed)]
        if missing:
            raise UserError(
                f"{directory} is incomplete: {len(missing)} of its {len(run_set.manifest.seeds)} seeds are missing; "
                "run the same command again."
            )
        return run_set

    def block_of(self, seed: int) -> int:
        """Number of the block that holds a seed's run."""
        return self._places[seed] // self.manifest.block_size

    def seeds_of(self, number: int) -> tuple[int, ...]:
        """Seeds of the runs of a block, in their order."""
        size = self.manifest.block_size
        return self.manifest.seeds[number * size : (number + 1) * size]

    def block_file(self, number: int) -> Path:
        """File of a block."""
        return self.directory / BLOCKS / f"block-{number:06d}.parquet"

    def file(self, seed: int) -> Path:
        """File that holds a seed's run."""
        return self.block_file(self.block_of(seed))

    def holds(self, seed: int) -> bool:
        """Whether a seed's run is there."""
        return self.file(seed).is_file()

    def whole_seeds(self) -> set[int]:
        """Seeds whose block is there and as it was written."""
        whole = filter(self._is_whole, range(self.manifest.n_blocks))
        return {seed for number in whole for seed in self.seeds_of(number)}

    def _is_whole(self, number: int) -> bool:
        try:
            read_sealed(self.block_file(number), self._about(number), columns=())
        except Damaged:
            return False
        return True

    def _about(self, number: int) -> dict[str, Any]:
        """What the file of a block must say of itself."""
        return {"inputs_hash": self.manifest.inputs_hash, "code_hash": self.manifest.code_hash, "block": number}

    def _block(self, number: int, columns: Sequence[str]) -> pa.Table:
        """Columns of a block; `UserError` where it is not what was written."""
        try:
            return read_sealed(self.block_file(number), self._about(number), columns)[0]
        except Damaged as error:
            raise UserError(f"{error}; run the same command again, which makes it anew") from None

    def load(self, measures: Iterable[str]) -> None:
        """Read the tables of these measures, all from each file at once; a measure that is not loaded is read alone."""
        held = {TABLE_OF[measure] for measure in measures}.intersection(self.tables)
        if not (names := sorted(held.difference(self._rows))):
            return
        dimensions = {name: self._dimensions(RUN_TABLES[name].measures[0]) for name in names}
        parts: dict[str, list[Rows]] = {name: [] for name in names}
        for number in range(self.manifest.n_blocks):
            block = self._block(number, ["seed", "year", *names])
            runs = np.array([self._places[seed] for seed in block["seed"].to_pylist()], np.int32)
            for name in names:
                parts[name].append(_coded(block, name, runs, dimensions[name]))
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
        blocks = (self._block(number, [*RUN_KEYS, name]) for number in range(self.manifest.n_blocks))
        tables = [long_rows(block, name) for block in blocks]
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

    def write_block(self, number: int, runs: Mapping[int, pa.Table]) -> None:
        """Store a block, all or nothing. runs : by seed what each of its runs counted, of `sim.runs.block`"""
        block = block_table([runs[seed] for seed in self.seeds_of(number)])
        write_bytes(self.block_file(number), sealed(block, self._about(number), **encodings(block)))


class Unfinished:
    """Runs that ended, held until their block is whole and can be written; of each run set at most a few blocks."""

    def __init__(self, run_set: RunSet) -> None:
        self.run_set = run_set
        self._ended: dict[int, dict[int, pa.Table]] = {}

    def add(self, seed: int, run: pa.Table) -> None:
        """Take what a seed's run counted; the last run of a block has it written."""
        number = self.run_set.block_of(seed)
        ended = self._ended.setdefault(number, {})
        ended[seed] = run
        if len(ended) == len(self.run_set.seeds_of(number)):
            self.run_set.write_block(number, self._ended.pop(number))


def _along(dimensions: Mapping[str, Sequence[Any]], name: str, values: Array) -> Array:
    """Values of the labels of a dimension, shaped to be spread over the others."""
    return values.reshape([len(values) if one == name else 1 for one in dimensions])


def _coded(block: pa.Table, name: str, runs: Array, dimensions: Mapping[str, Sequence[Any]]) -> Rows:
    """Rows of a table of a block. runs : of each row the run's position among the seeds      dimensions : labels"""
    in_row, rows = rows_of(block, name)
    columns = dict(zip((field.name for field in rows.type), rows.flatten(), strict=True))
    place = _positions(block["year"].combine_chunks(), dimensions["year"])[in_row]
    for dimension, known in dimensions.items():
        if dimension != "year":
            place *= len(known)
            place += _positions(columns[dimension], known)
    counts = {measure: columns[measure].to_numpy() for measure in RUN_TABLES[name].measures}
    return Rows(runs[in_row], place, counts)


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
    for number in range(manifest.n_blocks):
        if (file := run_set.block_file(number)).is_dir():
            raise UserError(f"{file} is a folder where a file of runs belongs; remove it")
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
