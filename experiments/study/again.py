"""One run of a stored sweep made again, from what its folder says of itself, and held against the row that is stored.

A sweep whose single rows cannot be had again is to be believed, not checked. `plan_again` rebuilds the plan from the
study in the manifest and the stored design; the plan's hash says whether it is the same one. Called by `fertsim sweep
DIR --run K`.
"""

import json
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.study.designs import plan_of
from experiments.study.reader import ReadStudy, read_study
from experiments.study.schema import Study
from sim.errors import UserError
from sim.places.pack import PLACES, load_pack
from sim.runs.manifest import library_versions
from sim.runs.plan import Outcome, Plan, PlannedRun
from sim.runs.sweep import ended
from sim.runs.sweepset import SWEEP_KEYS, SweepManifest, SweepSet
from sim.source import check_unchanged, code_hash
from sim.writing import write_text

MOST_SHOWN = 12
"""Values of a run that are printed; with parameter draws there are forty more."""


class Again(NamedTuple):
    """What a run gave when it was made again, and in which columns that is not what is stored."""

    run: PlannedRun
    n_years: int
    n_columns: int
    differs: dict[str, str]
    """By column, the first year in which it differs, with the stored value and the new one."""


def study_again(sweep: SweepSet, place: str | None = None) -> ReadStudy:
    """The study of a sweep, read from its manifest; `UserError` where it holds none, or one with a scenario's file.

    place : of the runs, where it is a folder: a sweep holds the name of its place, not the data
    """
    described = sweep.manifest.study
    if "study" not in described:
        raise UserError(f"{sweep.directory} is no sweep of a study file, but {described.get('name', 'of other runs')}")
    given = Study.model_validate(described["study"])  # what stands at its default may not be for its method to read
    entries = given.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for key in ("scenario", "against"):
        if str(entries.get(key, "")).endswith((".yaml", ".yml")):
            raise UserError(
                f"{sweep.directory}: the study's {key} is the file {entries[key]}, which a sweep's folder does not"
                " hold; name the study file too (sweep STUDY --out DIR --run K, or --study STUDY)"
            )
    entries.pop("place", None)  # as written it is read beside the study's file
    if place is None and given.model == "city":
        if not (PLACES / sweep.manifest.place).is_dir():
            raise UserError(
                f"{sweep.directory} was made of {sweep.manifest.place}, a place that does not ship; name its folder"
                " (sweep DIR --run K --place FOLDER), or the study file that names it (--study STUDY)"
            )
        place = sweep.manifest.place
    with tempfile.TemporaryDirectory(prefix="fertsim-") as folder:
        file = Path(folder) / f"{described['name']}.yaml"
        write_text(file, json.dumps(entries, ensure_ascii=False))  # JSON is YAML
        return read_study(file, place)


def plan_again(sweep: SweepSet, read: ReadStudy | None = None) -> Plan:
    """The plan of a sweep; `UserError` where this code and these data would not make the same one.

    read : its study, where that cannot be had from the folder alone
    """
    plan = plan_of(study_again(sweep) if read is None else read, sweep.design())
    if plan.hash() != sweep.manifest.plan_hash:
        raise UserError(f"{sweep.directory} holds a sweep of another study; name the one that it was made from")
    return plan


def run_again(sweep: SweepSet, number: int, read: ReadStudy | None = None, place: str | None = None) -> Again:
    """A run of a sweep made again and compared with what is stored, number by number, to the bit.

    read, place : its study, and the folder of its place, where the sweep's folder does not tell them

    `UserError` where code, data or libraries are not those of the sweep, or the run has no row.
    """
    check_unchanged()
    manifest = sweep.manifest
    if not 0 <= number < manifest.n_runs:
        raise UserError(f"--run: {number} is not in the sweep; its runs are 0 to {manifest.n_runs - 1:,}")
    read = study_again(sweep, place) if read is None else read
    check_same_makers(manifest, read.settings.place, sweep.directory)
    plan = plan_again(sweep, read)
    rows = sweep.rows()
    stored = rows[rows["run"] == number]
    if stored.empty:
        cause = sweep.failed().get(number)
        why = f"it failed ({cause})" if cause else "it was not made yet"
        raise UserError(f"--run: run {number} has no row in {sweep.directory}: {why}; the sweep's own line makes it")
    run = plan.runs[number]
    ((_, block),) = ended(plan, {0: [run]}, 1)
    if number in block.failed:
        raise UserError(f"run {number} of {sweep.directory} fails now: {block.failed[number]}")
    made = block.outcomes[number]
    return Again(run, len(stored), len(made) - 1, differences(stored, made))


def check_same_makers(manifest: SweepManifest, place: str, directory: Path) -> None:
    """`UserError` where code, data or libraries are not those that made a sweep."""
    if manifest.code_hash != code_hash():
        commit = f" (of commit {manifest.git_commit[:12]})" if manifest.git_commit else ""
        raise UserError(f"{directory} was made by other code than this{commit}; only the same gives the same bits")
    if manifest.pack_hash != load_pack(place).hash:
        raise UserError(f"{directory} was made from other data of {manifest.place}; only the same give the same bits")
    for name, version in library_versions().items():
        if manifest.libraries.get(name) != version:
            made = manifest.libraries.get(name, "none")
            raise UserError(f"{directory} was made with {name} {made}; here is {version}, which may give other bits")


def differences(stored: pd.DataFrame, made: Outcome) -> dict[str, str]:
    """Columns in which a run made again differs from its stored rows, with the first year and both values."""
    if len(stored) != len(made["year"]):
        return {"year": f"{len(stored)} years stored, {len(made['year'])} now"}
    found = {}
    for name in (str(name) for name in stored.columns if name not in SWEEP_KEYS):
        before, now = (np.asarray(values, np.float64) for values in (stored[name], made[name]))
        other_bits = before.view(np.int64) != now.view(np.int64)
        apart = np.flatnonzero(other_bits & ~(np.isnan(before) & np.isnan(now)))
        if len(apart):
            at = apart[0]
            found[name] = f"in {stored['year'].iloc[at]} stored {before[at]:.17g}, now {now[at]:.17g}"
    return found


def told(again: Again) -> str:
    """What was run again and whether it is what is stored, in a line or two."""
    run = again.run
    given = {**run.doses, **run.values, **run.parameters}
    moved = [f"{name}={value:.6g}" for name, value in given.items()]
    shown = ", ".join([*moved[:MOST_SHOWN], *([f"{len(moved) - MOST_SHOWN} more"] if len(moved) > MOST_SHOWN else [])])
    head = f"run {run.run}: point {run.point}, seed {run.seed}, {Path(run.scenario).stem}, {run.future}"
    head += f"; {shown}" if shown else ""
    size = f"{again.n_years} years of {again.n_columns} indicators"
    if not again.differs:
        return f"{head}\n{size}: equal to the stored row to the bit."
    lines = [f"  {name} {what}" for name, what in again.differs.items()]
    return "\n".join([head, f"{size}: {len(lines)} differ from the stored row.", *lines])
