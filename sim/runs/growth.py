"""Lets a sweep's folder go on with a larger plan whose first runs are those that it holds.

A design that grows keeps its earlier points in front, so that a larger plan begins with the smaller one, run for run.
Blocks carry the hash of their plan, and a larger plan may have larger blocks: what is stored is written anew into a
folder beside the blocks, then the manifest of the larger plan is put in its place, and then the new blocks take the
place of the old ones. A kill leaves the smaller sweep as it was before the second step, and after it the larger one,
whose blocks are put in place by the next call. Called by `sim.runs.sweep`; `sim.runs.sweepset` is the folder.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from sim.errors import Damaged
from sim.runs.plan import Plan
from sim.runs.runset import BLOCKS, MANIFEST
from sim.runs.sweepset import SweepManifest, SweepSet, read_sweep_manifest
from sim.writing import make_folder, told_to_users, write_text

GROWN = "grown"
"""Folder of the blocks of the larger plan until they are put in place."""
SAME = ("pack_hash", "code_hash", "libraries", "indicators")
"""What the manifests of both plans must agree in."""


def smaller_in(directory: Path, plan: Plan, manifest: SweepManifest) -> SweepManifest | None:
    """Manifest of the sweep in a folder whose runs are the first ones of a larger plan; None where there is none."""
    if not os.path.isfile(directory / MANIFEST):
        return None
    earlier = read_sweep_manifest(directory / MANIFEST)
    if not 0 < earlier.n_runs < len(plan.runs) or any(getattr(earlier, k) != getattr(manifest, k) for k in SAME):
        return None
    beginning = replace(plan, runs=plan.runs[: earlier.n_runs])
    return earlier if beginning.hash() == earlier.plan_hash else None


def grow(directory: Path, plan: Plan, manifest: SweepManifest) -> None:
    """Turn the folder of a smaller plan into one of the larger plan, with the runs that it has; others are left."""
    if (directory / GROWN).is_dir():  # a kill ended an earlier growth
        _put_in_place(directory)
    earlier = smaller_in(directory, plan, manifest)
    if earlier is not None:
        make_folder(directory / GROWN)
        _write_grown(SweepSet(directory, earlier), SweepSet(directory, manifest, GROWN))
        write_text(directory / MANIFEST, manifest.text)
        _put_in_place(directory)


def _write_grown(smaller: SweepSet, larger: SweepSet) -> None:
    """Write what the smaller sweep has as blocks of the larger one; a damaged block is run again."""
    size, n_runs = larger.manifest.block_size, smaller.manifest.n_runs
    for number in range(-(-n_runs // size)):
        first, end = number * size, min((number + 1) * size, n_runs)
        parts, failed = list[pa.Table](), dict[str, str]()
        for one in range(first // smaller.manifest.block_size, -(-end // smaller.manifest.block_size)):
            try:
                table, about = smaller.read_block(one)
            except Damaged:
                continue
            runs = table["run"].to_numpy()
            parts.append(table.filter(pa.array((runs >= first) & (runs < end))))
            failed |= {run: cause for run, cause in about["failed"].items() if first <= int(run) < end}
        if parts:
            table = pa.concat_tables(parts).sort_by([("run", "ascending"), ("year", "ascending")])
            larger.store_block(number, table, failed)


def _put_in_place(directory: Path) -> None:
    """Let the grown blocks take the place of those of the smaller plan; goes on where a kill stopped it."""
    larger = SweepSet(directory, read_sweep_manifest(directory / MANIFEST))
    grown = SweepSet(directory, larger.manifest, GROWN)
    make_folder(directory / BLOCKS)
    with told_to_users(directory):
        for number in range(larger.manifest.n_blocks):
            with suppress(Damaged):  # none, or one of a growth that a kill ended before its manifest
                grown.read_block(number)
                os.replace(grown.block_file(number), larger.block_file(number))
        shutil.rmtree(directory / GROWN)
        for file in (directory / BLOCKS).glob("block-??????.parquet"):
            number = int(file.stem.removeprefix("block-"))
            if number >= larger.manifest.n_blocks:
                file.unlink()
