"""Commands killed with -9 at random moments, parent or worker: the same line always ends, equal to the byte.

Nothing is left half-written, and no process. Each command is disturbed `ROUNDS` times, in each of them killed three to
seven times; 200 kills in all with `pytest -m slow tests/experiments/commands/test_random_kills.py -s
--hypothesis-profile many`, which prints after every round how many found a process alive.
"""

import random
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import settings

from tests.experiments.briefing.makers import write_comparison
from tests.experiments.commands.test_kills import PATIENCE, STUDY, dask_cluster, finished, start

pytestmark = [pytest.mark.slow, pytest.mark.compiled]
ROUNDS = 2 if settings().max_examples < 1_000 else 8
EARLIEST = 0.3
"""Seconds until the first moment of a kill; the last is the time that the command takes undisturbed. Moments are drawn
evenly in their logarithms, so that starts are hit as well."""
SMALL = ("--sample", "1/1000", "--seeds", "6", "--to", "2022", "--workers", "2", "--draws", "none")


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that a command left, but for locks, which are empty."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


FEWER_CHARTS = """
from experiments.charts import catalogue
for name in list(catalogue.FIGURES)[2:]:
    del catalogue.FIGURES[name]
"""
"""Before a command that draws: two figures of a scenario in the place of eight; each is written alike."""
SHORTER = """
import calibration.posterior, calibration.waves
calibration.waves.REPEATS, calibration.posterior.ROUND, calibration.posterior.MOST_ROUNDS = 8, 20, 1
"""
"""Before `calibrate`: fewer repeated runs, and few steps of the walkers."""


def begun(line: tuple[str | Path, ...]) -> subprocess.Popen[str]:
    """A command in a process of its own, made short."""
    return start(*line, first={"calibrate": SHORTER, "sweep": ""}.get(str(line[0]), FEWER_CHARTS))


def undisturbed(line: tuple[str | Path, ...], out: Path) -> tuple[dict[str, bytes], float]:
    """What a command leaves when nothing disturbs it, and the seconds that it takes."""
    began = time.monotonic()
    finished(begun(line))
    return contents(out), time.monotonic() - began


def killed_and_finished(line: tuple[str | Path, ...], out: Path, seed: int, longest: float, parents: bool) -> int:
    """Kill a command three to seven times, each time itself or one of its workers, and let the same line end.

    longest : seconds within which a kill falls      parents : kill the command alone
    returns: kills that found it alive
    """
    chance, kills = random.Random(seed), 0
    for _ in range(chance.randint(3, 7)):
        process = begun(line)
        time.sleep(EARLIEST * (max(longest, 1.0) / EARLIEST) ** chance.random())
        alive = process.poll() is None
        below = psutil.Process(process.pid).children(recursive=True) if alive else []
        workers = [p for p in below if "loky" in " ".join(p.cmdline())]
        kills += alive
        if workers and not parents and chance.random() < 0.5:
            chance.choice(workers).send_signal(signal.SIGKILL)
            process.communicate(timeout=PATIENCE)
            continue
        process.kill()
        process.communicate()
        assert psutil.wait_procs(below, timeout=60)[1] == []
    finished(begun(line))
    assert not list(out.rglob(".writing-*"))
    return kills


def said(kind: str, kills: int, seed: int) -> None:
    """Tell the count after every round, so that it outlives a stop."""
    print(f"{kind}: killed {kills} times in {seed + 1} of {ROUNDS} rounds; each ended, equal to the byte", flush=True)


@pytest.mark.parametrize("kind", ["run", "compare", "sweep", "calibrate"])
def test_the_same_line_always_ends(tmp_path: Path, kind: str) -> None:
    (tmp_path / "trial.yaml").write_text(STUDY, encoding="utf-8")

    def line(out: Path) -> tuple[str | Path, ...]:
        return {
            "run": ("run", *SMALL, "--out", out),
            "compare": ("run", "--scenario", "plan", "--against", "national_only", *SMALL, "--out", out),
            "sweep": ("sweep", tmp_path / "trial.yaml", "--out", out, "--workers", "2"),
            "calibrate": ("calibrate", "--points", "12", "--points", "10", "--sample", "1/1000", "--out", out,
                          "--workers", "2"),
        }[kind]

    finished(begun(line(tmp_path / "first")))  # which compiles, and makes the start population
    whole, longest = undisturbed(line(tmp_path / "undisturbed"), tmp_path / "undisturbed")
    kills = 0
    for seed in range(ROUNDS):
        out = tmp_path / f"out-{seed}"
        kills += killed_and_finished(line(out), out, seed, longest, parents=False)
        assert contents(out) == whole
        said(f"{kind} of {longest:.1f} s", kills, seed)


def test_a_sweep_on_a_cluster_always_ends(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    (tmp_path / "trial.yaml").write_text(STUDY, encoding="utf-8")
    alone = tmp_path / "undisturbed"
    whole, longest = undisturbed(("sweep", tmp_path / "trial.yaml", "--out", alone, "--workers", "2"), alone)
    kills = 0
    for seed in range(ROUNDS):
        out = tmp_path / f"out-{seed}"
        (tmp_path / f"cluster-{seed}").mkdir()
        with dask_cluster(tmp_path / f"cluster-{seed}") as (address, _):
            line = ("sweep", tmp_path / "trial.yaml", "--out", out, "--cluster", address)
            kills += killed_and_finished(line, out, seed, longest, parents=True)
        assert contents(out) == whole
        said(f"sweep on a cluster, of {longest:.1f} s", kills, seed)


def test_a_briefing_always_ends(tmp_path: Path) -> None:
    for name in ("undisturbed", *(f"out-{seed}" for seed in range(ROUNDS))):
        write_comparison(tmp_path / name, seeds=(1, 2))
    whole, longest = undisturbed(("brief", tmp_path / "undisturbed"), tmp_path / "undisturbed")
    kills = 0
    for seed in range(ROUNDS):
        out = tmp_path / f"out-{seed}"
        kills += killed_and_finished(("brief", out), out, seed, longest, parents=True)
        assert contents(out) == whole
        said(f"brief of {longest:.1f} s", kills, seed)
