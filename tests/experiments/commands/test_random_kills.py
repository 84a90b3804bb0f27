"""Commands killed with -9 at random moments, parent or worker: the same line always ends, equal to the byte.

Nothing is left half-written, and no process. Each command is disturbed `ROUNDS` times, in each of them killed up to
three times; more with `pytest tests/experiments/commands/test_random_kills.py --hypothesis-profile many`.
"""

import random
import signal
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import settings

from tests.experiments.briefing.makers import write_comparison
from tests.experiments.commands.test_kills import PATIENCE, STUDY, dask_cluster, finished, start

pytestmark = [pytest.mark.slow, pytest.mark.compiled]
ROUNDS = 3 if settings().max_examples < 1_000 else 20
LONGEST = 60.0
"""Seconds within which a kill falls; moments are drawn evenly in their logarithms, so that starts are hit as well."""
SMALL = ("--sample", "1/1000", "--seeds", "6", "--to", "2022", "--workers", "2", "--draws", "none")


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that a command left, but for locks, which are empty."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def killed_and_finished(line: tuple[str | Path, ...], out: Path, seed: int, parents: bool) -> None:
    """Kill a command up to three times, each time itself or one of its workers, and let the same line end."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 3)):
        process = start(*line)
        time.sleep(0.3 * (LONGEST / 0.3) ** chance.random())
        below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        workers = [p for p in below if "loky" in " ".join(p.cmdline())]
        if workers and not parents and chance.random() < 0.5:
            chance.choice(workers).send_signal(signal.SIGKILL)
            process.communicate(timeout=PATIENCE)
            continue
        process.kill()
        process.communicate()
        assert psutil.wait_procs(below, timeout=60)[1] == []
    finished(start(*line))
    assert not list(out.rglob(".writing-*"))


@pytest.mark.parametrize("kind", ["run", "compare", "sweep", "calibrate"])
def test_the_same_line_always_ends(tmp_path: Path, kind: str) -> None:
    (tmp_path / "trial.yaml").write_text(STUDY, encoding="utf-8")

    def line(out: Path) -> tuple[str | Path, ...]:
        return {
            "run": ("run", *SMALL, "--out", out),
            "compare": ("run", "--scenario", "plan", "--against", "national_only", *SMALL, "--out", out),
            "sweep": ("sweep", tmp_path / "trial.yaml", "--out", out, "--workers", "2"),
            "calibrate": ("calibrate", "--points", "12", "--points", "10", "--out", out, "--workers", "2"),
        }[kind]

    finished(start(*line(tmp_path / "undisturbed")))
    whole = contents(tmp_path / "undisturbed")
    for seed in range(ROUNDS):
        out = tmp_path / f"out-{seed}"
        killed_and_finished(line(out), out, seed, parents=False)
        assert contents(out) == whole


def test_a_sweep_on_a_cluster_always_ends(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    (tmp_path / "trial.yaml").write_text(STUDY, encoding="utf-8")
    finished(start("sweep", tmp_path / "trial.yaml", "--out", tmp_path / "undisturbed", "--workers", "2"))
    whole = contents(tmp_path / "undisturbed")
    for seed in range(ROUNDS):
        out = tmp_path / f"out-{seed}"
        (tmp_path / f"cluster-{seed}").mkdir()
        with dask_cluster(tmp_path / f"cluster-{seed}") as (address, _):
            killed_and_finished(("sweep", tmp_path / "trial.yaml", "--out", out, "--cluster", address), out, seed, True)
        assert contents(out) == whole


def test_a_briefing_always_ends(tmp_path: Path) -> None:
    for name in ("undisturbed", *(f"out-{seed}" for seed in range(ROUNDS))):
        write_comparison(tmp_path / name, seeds=(1, 2))
    finished(start("brief", tmp_path / "undisturbed"))
    whole = contents(tmp_path / "undisturbed")
    for seed in range(ROUNDS):
        out = tmp_path / f"out-{seed}"
        killed_and_finished(("brief", out), out, seed, parents=True)
        assert contents(out) == whole
