"""A checkout of fertsim and how its code is run: with this Python and its libraries, by processes of its own.

What a process took is told with the time of every process it left behind: workers of a sweep end after it.
"""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

BECOME_SUBREAPER = 36
"""Option of Linux' `prctl`: whose parent has ended becomes a child of this process."""
PATIENCE = 10.0
"""Seconds to wait for processes that a command left behind."""
FERTSIM = "from experiments.cli import main; main()"
"""What the command `fertsim` does, in any checkout."""


class Failed(Exception):
    """A piece of work that could not be measured, in one sentence."""


@dataclass(frozen=True)
class Spent:
    """What a command printed and took. wall : [s] until it ended; cpu : [s] of it and all that it started"""

    said: str
    wall: float
    cpu: float


@dataclass(frozen=True)
class Checkout:
    """One of the two sides. folder : of its source; scratch : for what it writes, kept while the bench lasts"""

    side: str
    folder: Path
    scratch: Path

    def commit(self) -> str:
        """Commit of the source, and whether files differ from it."""
        try:
            head = git(self.folder, "log", "-1", "--format=%h of %cs")
            changed = git(self.folder, "status", "--porcelain", "--untracked-files=no")
        except (OSError, subprocess.CalledProcessError):
            return "unknown commit"
        return f"{head}, with changes" if changed else head

    def environment(self) -> dict[str, str]:
        """Variables under which its code runs: its own source first, and a cache of start populations of its own."""
        cache = self.folder / "build" / "bench-cache"
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return kept | {"PYTHONPATH": str(self.folder), "FERTSIM_CACHE": str(cache)}

    def fertsim(self, *arguments: str | Path) -> Spent:
        """Run a command line of `fertsim` by this checkout's code."""
        return self.python("-c", FERTSIM, *arguments)

    def python(self, *arguments: str | Path) -> Spent:
        """Run Python with this checkout's code; `Failed` with the last thing it said where it ends with an error."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        return spent([sys.executable, "-P", *map(str, arguments)], self.scratch, self.environment())

    def fresh(self, name: str) -> Path:
        """Path of a folder in the scratch that does not exist."""
        shutil.rmtree(self.scratch / name, ignore_errors=True)
        return self.scratch / name


def git(folder: Path, *arguments: str) -> str:
    """What git says of a folder."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def spent(command: list[str], folder: Path, environment: dict[str, str]) -> Spent:
    """Run a command in a folder; `Failed` where it ends with an error."""
    inherit_orphans()
    own, before, begin = _children(), _cpu_of_children(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begin
    _wait_for_orphans(own)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Failed(f"exit status {done.returncode}: {last}")
    return Spent(done.stdout, wall, _cpu_of_children() - before)


def inherit_orphans() -> None:
    """Let processes whose parent ends become children of this one, so that their time is known; on Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)


def _children() -> set[int]:
    """Processes whose parent is this one; none where the system does not list them."""
    lists = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
    return {int(number) for numbers in lists for number in numbers.split()}


def _wait_for_orphans(own: set[int]) -> None:
    """Wait for children that this process has not started itself."""
    until = time.monotonic() + PATIENCE
    while (orphans := _children() - own) and time.monotonic() < until:
        for process in orphans:
            os.waitpid(process, os.WNOHANG)
        time.sleep(0.01)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
