"""A timed trial of a plan: a few of its runs in this process, for what the whole will take of time, disk and memory."""

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from sim.errors import UserError
from sim.runs.place import checked_place
from sim.runs.plan import Outcome, Plan
from sim.runs.runset import BLOCKS
from sim.runs.sweep import run_block
from sim.runs.sweepset import describe_plan, prepare_sweep
from sim.source import check_unchanged


class Trial(NamedTuple):
    """Seconds and bytes on disk of one run, the seconds that the first one took beyond them (population, compiling),
    and the bytes by which this process grew (compiled rules, population, what is kept for the next run)."""

    n_runs: int
    first_seconds: float
    seconds: float
    bytes: float
    memory: float


def timed_trial(plan: Plan, n_runs: int) -> Trial:
    """Time, disk and memory of the first run and of `n_runs` runs spread over the plan; `UserError` where one fails."""
    check_unchanged()
    manifest = describe_plan(plan, checked_place(plan.settings))
    runs = [plan.runs[at] for at in sorted({len(plan.runs) * k // n_runs for k in range(n_runs)})]
    seconds = []
    outcomes: dict[int, Outcome] = {}
    held = resident_bytes()
    for run in (runs[0], *runs):
        began = time.perf_counter()
        block = run_block(plan.model.run, plan.settings, [run], manifest.code_hash, manifest.pack_hash)
        seconds.append(time.perf_counter() - began)
        for number, cause in block.failed.items():
            raise UserError(f"run {number} of the plan fails: {cause}")
        outcomes |= block.outcomes
    a_run = sum(seconds[1:]) / len(runs)
    memory = max(resident_bytes() - held, 0)
    with tempfile.TemporaryDirectory(prefix="fertsim-") as folder:
        stored = prepare_sweep(Path(folder) / "trial", manifest)
        stored.write_block(0, runs, block._replace(outcomes=outcomes))
        size = sum(path.stat().st_size for path in (stored.directory / BLOCKS).iterdir())
    return Trial(len(runs), max(seconds[0] - a_run, 0.0), a_run, size / len(runs), memory)


def resident_bytes() -> int:
    """Memory that this process holds; where the system does not say, the most that it has held so far."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else 1024 * most
    return pages * resource.getpagesize()
