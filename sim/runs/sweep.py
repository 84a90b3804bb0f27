"""Runs a plan of many different runs in blocks: here, in processes of this machine, or on a Dask cluster.

One call for all three; the results are the same to the bit. Workers compute, this process alone writes, so a worker
may die at any moment and workers need no common disk. The same call goes on with what is missing. Called by
`fertsim sweep` and calibration; the plan brings the model to run, `sim.runs.sweepset` is the folder.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from sim.errors import UserError
from sim.places.pack import check_same_data, load_pack
from sim.population.cache import check_cache, load_or_build
from sim.processes.accounts import check_counties
from sim.runs.ahead import compile_ahead
from sim.runs.cluster import Link, WorkerDied, on_cluster, scheduler
from sim.runs.growth import grow, smaller_in
from sim.runs.place import checked_place
from sim.runs.plan import Outcome, Plan, PlannedRun
from sim.runs.sweepset import (
    FAILED,
    Block,
    SweepManifest,
    SweepSet,
    check_sweep_folder,
    describe_plan,
    prepare_sweep,
)
from sim.runs.workers import in_processes
from sim.settings import RunSettings
from sim.source import check_same_code, check_unchanged, code_hash
from sim.writing import alone_in, write_csv

Progress = Callable[[int, int], None]
"""Called with the runs ended and those failed since the last call; first with those that were stored already."""
Work = Mapping[int, Sequence[PlannedRun]]
_one_at_a_time = threading.Lock()


def run_plan(
    plan: Plan, directory: str | Path, workers: int = 1, cluster: str | None = None,
    progress: Progress | None = None, design: pd.DataFrame | None = None, trial: Callable[[], None] | None = None,
) -> SweepSet:  # fmt: skip
    """Stored runs of a plan; those that the folder already holds are not run again, those that failed are.

    A folder whose plan is the beginning of this one becomes that of the whole plan, and keeps its runs.
    workers : processes, each with one thread; 1 runs in this process      cluster : address of a Dask scheduler
    design : table kept beside the results for the analysis      trial : done once, before the first run of all
    Raises UserError, before anything is written, for an empty plan, bad data or another sweep's folder.
    """
    directory = Path(directory)
    if workers < 1:
        raise UserError(f"--workers: {workers} is less than 1")
    manifest = check_plan(plan, directory)
    with scheduler(cluster) as link, alone_in(directory):
        grow(directory, plan, manifest)
        stored = prepare_sweep(directory, manifest, design)
        done = stored.stored()
        if trial is not None and not done:
            trial()
        report = progress or _silent
        report(len(done), 0)
        blocks = plan.blocks()
        missing = {n: [r for r in runs if r.run not in done] for n, runs in blocks.items()}
        work = {n: runs for n, runs in missing.items() if runs}
        for number, block in ended(plan, work, workers, link):
            stored.write_block(number, work[number], block)
            report(len(block.outcomes), len(block.failed))
        _write_failed(stored)
    return stored


def check_plan(plan: Plan, directory: Path) -> SweepManifest:
    """Manifest of a plan's sweep; `UserError`, with nothing written, where it cannot be made in a folder."""
    check_unchanged()
    if not plan.runs:
        raise UserError("The plan has no run; give at least one point and one seed")
    pack = checked_place(plan.settings)
    manifest = describe_plan(plan, pack)
    seeds = plan.model.population_seeds(plan.settings)
    if smaller_in(directory, plan, manifest) is None and not check_sweep_folder(directory, manifest) and seeds:
        check_cache(pack, plan.settings.start_year, plan.settings.sample, seeds)
    return manifest


def run_block(
    model: Callable[[RunSettings, PlannedRun], Outcome], settings: RunSettings, runs: Sequence[PlannedRun], code: str,
    data: str,
) -> Block:
    """Outcomes of a block in this process; a run that fails is recorded with its cause, and the others go on.

    code, data : hashes of the code and the data pack that sent the block; a worker that has others refuses
    """
    check_same_code(code)
    check_same_data(settings.place, data)
    check_counties(load_pack(settings.place))
    block = Block({}, {})
    for run in runs:
        with _one_at_a_time:  # a Dask worker may have more threads than one
            try:
                block.outcomes[run.run] = model(settings, run)
            except Exception as error:  # a sweep goes on without the run, and says so
                block.failed[run.run] = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return block


def ended(plan: Plan, work: Work, workers: int, link: Link | None = None) -> Iterator[tuple[int, Block]]:
    """Each block of a plan's work with its number, as it ends; the start population is made here, for all to load."""
    pack = load_pack(plan.settings.place)
    if plan.model.n_starts == 1 and work:
        if link is None:
            compile_ahead(plan.settings)
        load_or_build(pack, plan.settings.start_year, plan.settings.sample, plan.settings.start_seed)
    jobs = {number: (plan.model.run, plan.settings, runs, code_hash(), pack.hash) for number, runs in work.items()}
    if link is not None:
        for number, sent in on_cluster(link, run_block, jobs):
            yield number, _of_worker(sent, work[number])
    elif workers == 1:
        for number, job in jobs.items():
            yield number, run_block(*job)
    else:
        yield from in_processes(workers, run_block, jobs)


def _of_worker(sent: Block | WorkerDied, runs: Sequence[PlannedRun]) -> Block:
    """The block that a cluster's worker gives; one under which workers die again and again has no outcome."""
    if isinstance(sent, Block):
        return sent
    return Block({}, {run.run: f"the worker died: {sent.cause}" for run in runs})


def _write_failed(stored: SweepSet) -> None:
    """The failed runs in a table for people; no file where there is none."""
    failed = stored.failed()
    if failed:
        rows = pd.DataFrame({"run": list(failed), "cause": list(failed.values())}).sort_values("run")
        write_csv(stored.directory / FAILED, rows)
    elif (stored.directory / FAILED).is_file():
        os.unlink(stored.directory / FAILED)


def _silent(ended: int, failed: int) -> None:
    """Report nothing."""
