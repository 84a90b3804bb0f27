"""Sweeps killed with -9: every row once, and files and indices bit-equal to those of an undisturbed sweep.

Processes of this test's own only; the Dask scheduler and its workers listen on the loopback and are ended here.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from sim.runs.runset import BLOCKS
from sim.runs.sweepset import SweepSet

pytestmark = [pytest.mark.slow, pytest.mark.compiled]
ROOT = Path(__file__).parents[3]
PATIENCE = 1200
"""Seconds that any one wait may take: what compiles in two minutes took over seven among ten others on two cores."""
STUDY = """\
design: {method: morris, n: 8}
factors:
  - parameter: money_weight
  - parameter: prefer_first
  - dose: birth_grant
outputs: [births, tfr]
sample: 1/1000
from: 2020
to: 2022
"""
N_RUNS = 8 * 5


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("study") / "trial.yaml"
    file.write_text(STUDY, encoding="utf-8")
    return file


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def start(*arguments: str | Path, module: str = "", first: str = "") -> subprocess.Popen[str]:
    """A command of fertsim, or a module, in a process of its own; `first` is a line of Python before the command."""
    call = ["-m", module] if module else ["-c", f"{first}\nfrom experiments.cli import main; main()"]
    command = [sys.executable, *call, *(str(a) for a in arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finished(process: subprocess.Popen[str]) -> str:
    """What a process printed, after it ended well."""
    try:
        printed, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 0, printed
    return printed


def wait_for_blocks(out: Path, process: subprocess.Popen[str], n_blocks: int = 3) -> None:
    """Wait until a sweep has stored some blocks, and see that it is not done."""
    ends = time.monotonic() + PATIENCE
    while len(list((out / BLOCKS).glob("block-*"))) < n_blocks:
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < ends
        time.sleep(0.02)


def workers_below(pid: int, mark: str) -> list[psutil.Process]:
    """Descendants of one of our processes whose command line has a mark."""
    below = psutil.Process(pid).children(recursive=True)
    return [p for p in below if p.is_running() and mark in " ".join(p.cmdline())]


def results(out: Path) -> dict[str, bytes]:
    """Bytes of every block and of the table of indices."""
    rows = SweepSet.open(out).rows()
    assert rows.groupby(["run", "year"]).size().eq(1).all()
    assert len(rows) == N_RUNS * 3
    finished(start("sensitivity", out))
    files = [*sorted((out / BLOCKS).iterdir()), out / "sensitivity" / "indices.csv"]
    return {file.name: file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def undisturbed(study: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    finished(start("sweep", study, "--out", out, "--workers", "1"))
    return results(out)


def test_a_worker_is_killed(study: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    """The sweep goes on by itself: what the dead worker held is run again."""
    sweep = start("sweep", study, "--out", tmp_path / "out", "--workers", "2")
    wait_for_blocks(tmp_path / "out", sweep)
    workers = workers_below(sweep.pid, "loky")
    workers = [p for p in workers if "resource_tracker" not in " ".join(p.cmdline())]
    assert workers
    workers[0].send_signal(signal.SIGKILL)
    finished(sweep)
    assert results(tmp_path / "out") == undisturbed


def test_the_parent_is_killed(study: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    """The same command goes on with what is missing, twice over; orphaned workers end by themselves."""
    for _ in range(2):
        n_before = len(list((tmp_path / "out" / BLOCKS).glob("block-*")))
        sweep = start("sweep", study, "--out", tmp_path / "out", "--workers", "2")
        wait_for_blocks(tmp_path / "out", sweep, n_before + 3)
        orphans = psutil.Process(sweep.pid).children(recursive=True)
        sweep.kill()
        sweep.communicate()
        assert psutil.wait_procs(orphans, timeout=60)[1] == []
    assert "runs are missing" in start("sensitivity", tmp_path / "out").communicate(timeout=PATIENCE)[0]
    printed = finished(start("sweep", study, "--out", tmp_path / "out", "--workers", "2"))
    assert f"{N_RUNS} of {N_RUNS} runs" in printed
    assert results(tmp_path / "out") == undisturbed


@contextmanager
def dask_cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Address of a scheduler on the loopback and its processes: two workers of one thread, then itself."""
    file = folder / "scheduler.json"
    common = ["--scheduler-file", file, "--no-dashboard", "--host", "127.0.0.1"]
    scheduler = start("scheduler", *common, "--port", "0", module="dask")
    workers: list[subprocess.Popen[str]] = []
    try:
        ends = time.monotonic() + PATIENCE
        while not file.is_file():
            assert scheduler.poll() is None
            assert time.monotonic() < ends
            time.sleep(0.1)
        options = ["--nthreads", "1", "--no-nanny", "--local-directory", folder, "--death-timeout", "60"]
        workers = [start("worker", *common, *options, "--name", str(k), module="dask") for k in range(2)]
        yield json.loads(file.read_text(encoding="utf-8"))["address"], [*workers, scheduler]
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.communicate()


def test_a_dask_worker_is_killed(study: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    """The scheduler gives what the dead worker held to the other; the results are those of this machine's processes."""
    pytest.importorskip("distributed")
    with dask_cluster(tmp_path) as (address, workers):
        sweep = start("sweep", study, "--out", tmp_path / "out", "--cluster", address)
        wait_for_blocks(tmp_path / "out", sweep)
        workers[0].kill()
        finished(sweep)
    assert results(tmp_path / "out") == undisturbed
