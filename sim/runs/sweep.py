"""Runs a plan of many different runs in blocks: here, in processes of this machine, or on a Dask cluster.

One call for all three; the results are the same to the bit. Workers compute, this process alone writes, so a worker
may die at any moment and workers need no common disk. The same call goes on with what is missing. Called by
`fertsim sweep` and calibration; the plan brings the model to run, `sim.runs.sweepset` is the folder.
"""

import asyncio
import importlib
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import UserError
from sim.places.pack import check_same_data, load_pack
from sim.population.cache import load_or_build
from sim.runs.plan import Outcome, Plan, PlannedRun
from sim.runs.sweepset import (
    FAILED,
    Block,
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
CONNECT_SECONDS = 15
LOGGING = ("distributed", "tornado", "asyncio")
"""Libraries of the cluster that log."""
_one_at_a_time = threading.Lock()


def run_plan(
    plan: Plan, directory: str | Path, workers: int = 1, cluster: str | None = None,
    progress: Progress | None = None, design: pd.DataFrame | None = None,
) -> SweepSet:  # fmt: skip
    """Stored runs of a plan; those that the folder already holds are not run again, those that failed are.

    workers : processes, each with one thread; 1 runs in this process      cluster : address of a Dask scheduler
    design : table kept beside the results for the analysis
    Raises UserError, before anything is written, for an empty plan, bad data or another sweep's folder.
    """
    directory = Path(directory)
    check_unchanged()
    if not plan.runs:
        raise UserError("The plan has no run; give at least one point and one seed")
    if workers < 1:
        raise UserError(f"--workers: {workers} is less than 1")
    pack = load_pack(plan.settings.place)
    pack.check()
    manifest = describe_plan(plan, pack)
    check_sweep_folder(directory, manifest)
    with _scheduler(cluster) as client, alone_in(directory):
        stored = prepare_sweep(directory, manifest, design)
        done = stored.stored()
        report = progress or _silent
        report(len(done), 0)
        blocks = plan.blocks()
        missing = {n: [r for r in runs if r.run not in done] for n, runs in blocks.items()}
        work = {n: runs for n, runs in missing.items() if runs}
        if plan.model.populated and work:
            load_or_build(pack, plan.settings.start_year, plan.settings.sample, plan.settings.population_seed)
        for number, block in _ended(plan, work, workers, client, pack.hash):
            stored.write_block(number, work[number], block)
            report(len(block.outcomes), len(block.failed))
        _write_failed(stored)
    return stored


def run_block(
    model: Callable[[RunSettings, PlannedRun], Outcome], settings: RunSettings, runs: Sequence[PlannedRun], code: str,
    data: str,
) -> Block:
    """Outcomes of a block in this process; a run that fails is recorded with its cause, and the others go on.

    code, data : hashes of the code and the data pack that sent the block; a worker that has others refuses
    """
    check_same_code(code)
    check_same_data(settings.place, data)
    block = Block({}, {})
    for run in runs:
        with _one_at_a_time:  # a Dask worker may have more threads than one
            try:
                block.outcomes[run.run] = model(settings, run)
            except Exception as error:  # a sweep goes on without the run, and says so
                block.failed[run.run] = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return block


def _ended(
    plan: Plan, work: Work, workers: int, client: Any, data: str
) -> Iterator[tuple[int, Block]]:
    """Each block with its number, as it ends."""
    common = plan.model.run, plan.settings
    hashes = code_hash(), data
    if client is not None:
        yield from _on_cluster(client, common, work, hashes)
    elif workers == 1:
        for number, runs in work.items():
            yield number, run_block(*common, runs, *hashes)
    else:
        jobs = {number: (*common, runs, *hashes) for number, runs in work.items()}
        yield from in_processes(workers, run_block, jobs)


@contextmanager
def _scheduler(address: str | None) -> Iterator[Any]:
    """A client of a Dask scheduler, None where none is asked for; `UserError` where none answers."""
    if address is None:
        yield None
        return
    try:
        distributed: Any = importlib.import_module("distributed")  # a module without types
    except ImportError:
        raise UserError("--cluster needs Dask; install fertsim with its extra 'cluster'") from None
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS, name="fertsim", set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(f"--cluster: no Dask scheduler answers at {address} ({type(error).__name__})") from None
    with _silent_logs(), client:
        yield client


@contextmanager
def _silent_logs() -> Iterator[None]:
    """Keep Dask from logging, with tracebacks, what this module says in a sentence."""
    before = {}
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LOGGING]:
        before[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _on_cluster(client: Any, common: Any, work: Work, hashes: tuple[str, str]) -> Iterator[tuple[int, Block]]:
    """Blocks run by the workers of a Dask scheduler, which runs again what a dead worker held."""
    distributed: Any = importlib.import_module("distributed")
    lost = (distributed.client.FutureCancelledError, CancelledError, asyncio.CancelledError, OSError)
    running = {client.submit(run_block, *common, runs, *hashes, pure=False): n for n, runs in work.items()}
    try:
        for future in distributed.as_completed(list(running), loop=client.loop):
            number = running.pop(future)
            try:
                block = future.result()
            except distributed.KilledWorker as error:
                cause = f"the worker died: {' '.join(str(error).split())}"
                block = Block({}, {run.run: cause for run in work[number]})
            yield number, block
    except lost:
        raise UserError(
            "--cluster: the Dask scheduler was lost; start it again, and the same command goes on with what is missing"
        ) from None


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
