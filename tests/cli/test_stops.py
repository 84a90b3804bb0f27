"""Ctrl-C and termination are one sentence and 130 or 143; warnings are one line; a full disk is one sentence."""

import errno
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.cli import STOPPED
from tests.cli.test_bad_input import fertsim, refused
from tests.sim.runs.test_workers import in_session

ROOT = Path(__file__).parents[2]


@pytest.fixture
def levers_do(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], str]], None]:
    """Let the command `levers` do something else."""

    def do(what: Callable[[], str]) -> None:
        monkeypatch.setattr("experiments.wording.levers.levers_text", lambda *_: what())

    return do


def stopped_plainly(number: int) -> str:
    signal.raise_signal(number)
    return "not stopped"


def swallowing(number: int) -> str:
    """A library that passes over whatever is raised."""
    try:
        signal.raise_signal(number)
    except BaseException:
        return "passed over"
    return "not stopped"


def passing_over_the_first(number: int) -> str:
    """A library that takes the first stop for an error of its own, and goes on for long."""
    try:
        signal.raise_signal(number)
    except BaseException:
        time.sleep(20)
    return "went on"


def breaking(number: int) -> str:
    """A library that breaks when it is stopped."""
    try:
        signal.raise_signal(number)
    finally:
        raise ValueError("no news")


@pytest.mark.parametrize("way", [stopped_plainly, swallowing, breaking, passing_over_the_first])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_the_promised_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], levers_do: Callable[..., None],
    way: Callable[[int], str], number: int,
) -> None:  # fmt: skip
    before = signal.getsignal(number)
    levers_do(lambda: way(number))
    monkeypatch.setattr("experiments.cli.REPEAT_SECONDS", 0.5)
    began = time.monotonic()
    assert fertsim(monkeypatch, "levers") == 128 + number
    assert time.monotonic() - began < 15
    assert capsys.readouterr().err == f"{STOPPED}\n"
    assert signal.getsignal(number) is before


@pytest.mark.filterwarnings("default")
def test_warnings_are_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], levers_do: Callable[..., None]
) -> None:
    def told() -> str:
        warnings.warn("birth_grant\n changes nothing", UserWarning, stacklevel=1)
        return "text"

    levers_do(told)
    assert fertsim(monkeypatch, "levers") == 0
    printed = capsys.readouterr()
    assert printed.err == "fertsim: warning: birth_grant changes nothing.\n"
    assert printed.out == "text\n"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENAMETOOLONG])
def test_what_a_system_refuses_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], levers_do: Callable[..., None], number: int
) -> None:
    def refuse() -> str:
        raise OSError(number, os.strerror(number), "/somewhere")

    levers_do(refuse)
    message = refused(monkeypatch, capsys, "levers")
    assert message == f"fertsim: /somewhere cannot be used: {os.strerror(number).lower()}.\n"


def test_a_mistake_of_ours_stays_a_traceback(
    monkeypatch: pytest.MonkeyPatch, levers_do: Callable[..., None]
) -> None:
    def broken() -> str:
        raise FileNotFoundError(errno.ENOENT, "no such file", "ours")

    levers_do(broken)
    monkeypatch.setattr(sys, "argv", ["fertsim", "levers"])
    from experiments.cli import main

    with pytest.raises(FileNotFoundError):
        main()


@pytest.mark.parametrize("module", ["experiments", "experiments.cli"])
def test_the_package_is_a_command(module: str) -> None:
    command = [sys.executable, "-m", module]
    done = subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "sensitivity" in done.stdout
    refusal = subprocess.run([*command, "sweep", "nowhere", "--out", "x"], cwd=ROOT, capture_output=True, text=True,
                             check=False)  # fmt: skip
    assert refusal.returncode == 2
    assert refusal.stderr.startswith("fertsim: there is no study file nowhere")


MISTAKEN = """
import time
from experiments import cli
from sim.errors import UserError
from sim.runs.workers import beside

def called(arguments):
    beside(time.sleep, 60)
    cli._fail("a mistake")

cli._called = called
cli.main()
"""


def test_a_mistake_waits_for_nobody(tmp_path: Path) -> None:
    """What goes on in another process meanwhile is ended, not waited for."""
    (tmp_path / "script.py").write_text(MISTAKEN, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=40)  # fmt: skip
    assert done.stderr == "fertsim: a mistake.\n"
    assert done.returncode == 2


WAITING = """
import os, signal, sys, time
from experiments import cli
from sim.runs.workers import in_processes

def called(arguments):
    print("begun", flush=True)
    list(in_processes(2, time.sleep, {k: (30,) for k in range(4)}))

cli._called = called
cli.main()
"""


LEAVING = """
from multiprocessing import resource_tracker
from joblib.externals.loky.backend import resource_tracker as loky_tracker
from experiments import cli
from sim.runs.workers import in_processes

def called(arguments):
    for _, length in in_processes(2, len, {k: ("abc",) for k in range(2)}):
        print(length, flush=True)
    for tracker, kind in ((resource_tracker, "semaphore"), (loky_tracker, "semlock")):
        tracker.register("/stopped-before-it-was-forgotten", kind)
    raise KeyboardInterrupt

cli._called = called
cli.main()
"""


def test_who_clears_away_after_a_stop_says_nothing(tmp_path: Path) -> None:
    """A stop may fall between a lock's removal and its being forgotten: no news."""
    (tmp_path / "script.py").write_text(LEAVING, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=40)  # fmt: skip
    assert done.stdout == "3\n3\n"
    assert done.stderr == f"{STOPPED}\n"
    assert done.returncode == 130


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.3, 1.0, 3.0])
def test_a_terminal_stops_all_processes_and_one_of_them_says_so(tmp_path: Path, seconds: float) -> None:
    """Ctrl-C goes to the whole group: workers that are starting, or at work, say nothing and are gone."""
    (tmp_path / "script.py").write_text(WAITING, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "script.py"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert told == f"{STOPPED}\n"
    assert process.returncode == 130
    for _ in range(50):
        if not in_session(process.pid):
            return
        time.sleep(0.1)
    raise AssertionError("left behind")
