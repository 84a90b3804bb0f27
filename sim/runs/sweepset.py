"""The folder of a sweep: a manifest, the design, and one Parquet file a block of runs with yearly indicators.

    DIR/manifest.json                        what is run: study, code, data, libraries, hashes
    DIR/design.parquet                       points of the design (written by the caller, read by the analysis)
    DIR/blocks/block-000012.parquet          run, point, seed, scenario, future, year, indicators; runs that failed
                                             and why stand in the file's metadata
    DIR/failed.csv                           failed runs of the last call, for people

Every file is written under another name and renamed, and carries its own hash (`sim.runs.sealed`): a kill at any moment
leaves whole files only, and a block that is not what was written is run again. The files read are those that the
manifest says there are, by name. Written by `sim.runs.sweep`; read by `experiments.sensitivity` and calibration.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from sim.arrays import USUAL_COUNTIES
from sim.errors import Damaged, UserError
from sim.policy.scenario import scenario
from sim.runs.asked import command_line
from sim.runs.draws import About
from sim.runs.manifest import NOT_CALIBRATED, fertsim_version, git_commit, library_versions, months_in_year
from sim.runs.plan import Outcome, Plan, PlannedRun
from sim.runs.runset import BLOCKS, MANIFEST
from sim.runs.sealed import read_sealed, read_sealed_json, sealed, sealed_json, write_sealed
from sim.source import code_hash
from sim.writing import make_folder, told_to_users, write_bytes, write_text

SWEEP_SCHEMA_VERSION = 2
DESIGN, FAILED = "design.parquet", "failed.csv"
SWEEP_KEYS, TEXT_KEYS = ("run", "point", "seed", "scenario", "future"), ("scenario", "future")
"""Columns that say which run a row is of; the words among them."""


class SweepManifest(BaseModel):
    """Description of a sweep; two with equal hashes and libraries give equal results to the bit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = "sweep"
    schema_version: int = SWEEP_SCHEMA_VERSION
    fertsim_version: str
    git_commit: str | None
    code_hash: str
    pack_hash: str
    plan_hash: str
    """sha256 over every run of the plan and its common settings."""
    libraries: dict[str, str]
    calibrated: bool = False
    calibration_note: str = NOT_CALIBRATED
    model: str
    place: str
    place_name_zh: str
    place_name_en: str
    n_counties: int = USUAL_COUNTIES
    """Of the place: a process has one number of them, told before it starts."""
    sample: str
    months_in_year: dict[int, int]
    n_runs: int
    block_size: int
    indicators: dict[str, str]
    """Stored indicators and their units."""
    study: dict[str, Any]
    command: str = ""
    """The command line that made it, or last went on with it; empty where nobody typed one."""

    @property
    def text(self) -> str:
        """What the manifest's file holds."""
        return sealed_json(self.model_dump(mode="json"))

    @property
    def n_blocks(self) -> int:
        """Number of blocks that the runs make."""
        return -(-self.n_runs // self.block_size)

    @property
    def whole_years(self) -> list[int]:
        """Calendar years simulated from January to December."""
        return [year for year, months in sorted(self.months_in_year.items()) if months == 12]


def describe_plan(plan: Plan, pack: Any) -> SweepManifest:
    """Manifest of a plan about to be run on a place."""
    settings = plan.settings
    return SweepManifest(
        fertsim_version=fertsim_version(), git_commit=git_commit(), code_hash=code_hash(), pack_hash=pack.hash,
        plan_hash=plan.hash(), libraries=library_versions(), model=plan.model.name, place=pack.manifest["place"],
        place_name_zh=pack.manifest["name_zh"], place_name_en=pack.manifest["name_en"], sample=str(settings.sample),
        n_counties=len(pack.county_codes),
        months_in_year=months_in_year(settings.start_month, settings.end_month), n_runs=len(plan.runs),
        calibrated="draws" in plan.study, calibration_note=_note(plan),
        block_size=plan.block_size, study=dict(plan.study),
        indicators={**plan.model.indicators, **plan.model.of_counties(pack.county_codes)},
        command=command_line(),
    )  # fmt: skip


def _note(plan: Plan) -> str:
    """What the parameters that no factor moves were held against."""
    drawn = plan.study.get("draws")
    return NOT_CALIBRATED if drawn is None else About.model_validate(drawn).note


class Block(NamedTuple):
    """A finished block: outcomes of runs that ended, causes of those that failed, by run number."""

    outcomes: dict[int, Outcome]
    failed: dict[int, str]


class SweepSet:
    """The stored runs of a sweep's folder."""

    def __init__(self, directory: Path, manifest: SweepManifest, blocks: str = BLOCKS) -> None:
        self.directory, self.manifest, self._folder = directory, manifest, blocks

    @classmethod
    def open(cls, directory: str | Path) -> "SweepSet":
        """Sweep in a folder, complete or not; `UserError` where there is none."""
        directory = Path(directory)
        if not os.path.isfile(directory / MANIFEST):  # which says no where a name is too long
            raise UserError(f"{directory} holds no sweep: it has no {MANIFEST}; name the --out folder of a sweep")
        return cls(directory, read_sweep_manifest(directory / MANIFEST))

    def rows(self) -> pd.DataFrame:
        """Every stored row, ordered by run and year; one a run and year. `UserError` where a block is damaged."""
        tables = [table for table, _ in self._blocks(damaged=False)]
        if not tables:
            return pd.DataFrame({"run": [], "point": [], "year": []})
        return pa.concat_tables(tables).sort_by([("run", "ascending"), ("year", "ascending")]).to_pandas()

    def design(self) -> pd.DataFrame:
        """Points of the design, with the attributes under which the caller stored them."""
        return _told_how(lambda: read_sealed(self.directory / DESIGN, self._about())[0]).to_pandas()

    def failed(self) -> dict[int, str]:
        """Causes of the runs that failed and were not run again since, by run number."""
        return {int(run): cause for _, about in self._blocks() for run, cause in about["failed"].items()}

    def missing(self) -> int:
        """Number of runs that have no rows."""
        return self.manifest.n_runs - len(self.stored())

    def stored(self) -> set[int]:
        """Numbers of the runs whose rows are stored as they were written."""
        return {int(run) for table, _ in self._blocks() for run in table["run"].unique().to_pylist()}

    def write_block(self, number: int, runs: Iterable[PlannedRun], block: Block) -> None:
        """Store a block, all or nothing; runs of it that are stored already keep their rows."""
        ended = [run for run in runs if run.run in block.outcomes]
        parts = [_table(ended, block.outcomes)] if ended else []
        with suppress(Damaged):
            parts.append(self.read_block(number)[0])
        if not parts:
            parts.append(_empty(self.manifest.indicators))
        table = pa.concat_tables(parts).sort_by([("run", "ascending"), ("year", "ascending")])
        done = set(table["run"].unique().to_pylist())
        assert table.num_rows == len(done) * len(self.manifest.months_in_year), "a run is stored once"
        failed = {str(run): cause for run, cause in sorted(block.failed.items()) if run not in done}
        self.store_block(number, table, failed)

    def store_block(self, number: int, table: pa.Table, failed: Mapping[str, str]) -> None:
        """Write the file of a block: its rows, and by the numbers of runs that failed the causes."""
        about = {**self._about(), "block": number, "failed": dict(failed)}
        write_sealed(self.block_file(number), table.replace_schema_metadata(None), about)

    def _about(self) -> dict[str, Any]:
        """What every file must say of itself."""
        described = self.manifest
        return {name: getattr(described, name) for name in ("plan_hash", "pack_hash", "code_hash")}

    def block_file(self, number: int) -> Path:
        """File of a block."""
        return self.directory / self._folder / f"block-{number:06d}.parquet"

    def read_block(self, number: int) -> tuple[pa.Table, dict[str, Any]]:
        """Rows of a block and what is told of it; `Damaged` where it is not there or not of this sweep."""
        return read_sealed(self.block_file(number), {**self._about(), "block": number})

    def _blocks(self, damaged: bool = True) -> Iterator[tuple[pa.Table, dict[str, Any]]]:
        """Rows of each block that is there, and what is told of it. damaged : pass over blocks that are damaged"""
        for number in range(self.manifest.n_blocks):
            if self.block_file(number).is_file():
                try:
                    yield self.read_block(number)
                except Damaged as error:
                    if not damaged:
                        raise _with_remedy(error) from None


def _told_how[T](read: Callable[[], T]) -> T:
    """What `read` gives; `UserError` that says what to do where a file is damaged."""
    try:
        return read()
    except Damaged as error:
        raise _with_remedy(error) from None


def _with_remedy(error: Damaged) -> UserError:
    return UserError(f"{error}; the same sweep command makes it anew")


def _table(runs: Sequence[PlannedRun], outcomes: Mapping[int, Outcome]) -> pa.Table:
    """Rows of the runs, one a run and year."""
    found = [outcomes[run.run] for run in runs]
    n_years = [len(outcome["year"]) for outcome in found]
    names = {named: scenario(named).name for named in {run.scenario for run in runs}}  # wherever its file stands
    said = {name: [getattr(run, name) for run in runs] for name in SWEEP_KEYS}
    said["scenario"] = [names[run.scenario] for run in runs]
    keys = {name: np.repeat(values, n_years) for name, values in said.items()}
    columns = {name: np.concatenate([outcome[name] for outcome in found]) for name in found[0]}
    numbers = {name: pa.array(values, pa.int32()) for name, values in keys.items() if name not in TEXT_KEYS}
    words = {name: pa.array(keys[name].tolist(), pa.string()) for name in TEXT_KEYS}
    years = {"year": pa.array(columns.pop("year"), pa.int32())}
    return pa.table({**numbers, **words, **years, **{name: pa.array(v, pa.float64()) for name, v in columns.items()}})


def _empty(indicators: Iterable[str]) -> pa.Table:
    """Columns of a block without a row."""
    columns: dict[str, Any] = {name: pa.array([], pa.int32()) for name in SWEEP_KEYS if name not in TEXT_KEYS}
    columns |= {name: pa.array([], pa.string()) for name in TEXT_KEYS} | {"year": pa.array([], pa.int32())}
    return pa.table(columns | {name: pa.array([], pa.float64()) for name in indicators})


def read_sweep_manifest(path: Path) -> SweepManifest:
    """Manifest of a sweep; `UserError` where the file is none, was changed, or is of another schema."""
    content = read_sealed_json(path)
    if content.get("kind") != "sweep":
        raise UserError(f"{path} is the manifest of a run set, not of a sweep; name the --out folder of a sweep")
    if content.get("schema_version") != SWEEP_SCHEMA_VERSION:
        version = content.get("schema_version")
        raise UserError(f"{path} is of schema version {version}; this fertsim reads {SWEEP_SCHEMA_VERSION} only")
    try:
        return SweepManifest.model_validate(content)
    except ValidationError as error:
        raise UserError(f"{path} is not the manifest of a sweep ({str(error).splitlines()[0]})") from None


def check_sweep_folder(directory: Path, manifest: SweepManifest) -> bool:
    """Whether the folder holds this very sweep; `UserError` where it holds anything else or cannot be written."""
    if os.path.isfile(directory / MANIFEST):
        earlier = read_sweep_manifest(directory / MANIFEST)
        for what, name in (("study", "plan_hash"), ("data pack", "pack_hash"), ("code", "code_hash"),
                           ("libraries", "libraries")):
            if getattr(earlier, name) != getattr(manifest, name):
                raise UserError(
                    f"The output folder {directory} holds a sweep of another {what}; name another --out folder or"
                    " remove this one"
                )
        return True
    if os.path.isdir(directory) and any(p.name[0] != "." for p in directory.iterdir()):
        raise UserError(f"The output folder {directory} is not empty and holds no sweep; name a new or empty one")
    with told_to_users(directory):
        existing = next(p for p in (directory, *directory.absolute().parents) if p.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise UserError(f"The output folder {directory} cannot be written")
    return False


def prepare_sweep(directory: Path, manifest: SweepManifest, design: pd.DataFrame | None = None) -> SweepSet:
    """Empty or resumed sweep in a folder, with manifest and design on disk; what killed writers left is removed."""
    known = check_sweep_folder(directory, manifest)
    make_folder(directory)
    if not known or read_sweep_manifest(directory / MANIFEST) != manifest:  # the same runs, asked another question
        write_text(directory / MANIFEST, manifest.text)
    make_folder(directory / BLOCKS)  # after the manifest: a folder without it would be taken for a stranger's
    stored = SweepSet(directory, manifest)
    for number in range(manifest.n_blocks):
        if stored.block_file(number).is_dir():
            raise UserError(f"{stored.block_file(number)} is a folder where a block belongs; remove it")
    if design is not None:
        content = sealed(pa.Table.from_pandas(design), stored._about())
        if not (directory / DESIGN).is_file() or (directory / DESIGN).read_bytes() != content:
            write_bytes(directory / DESIGN, content)
    return stored
