"""Jobs at work for the pages: started in a process of their own, heard, cancelled, ended when nobody looks any more.

A page must answer at once while the simulation runs for seconds or minutes, and a closed tab must not leave it running.
So a job is another process (`job`); one thread hears what it tells, another asks once a second whether its page is
still there. Ending it means closing its input and a signal to its group, which its workers are in.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import experiments
from sim.errors import UserError

MOST_AT_WORK = 4
"""Jobs that a server does at once; each uses all cores while it is alone."""
WATCH_SECONDS = 1.0
GONE_SECONDS = 4.0
"""For how long a page may be away before its job ends: a network that stumbles comes back within this."""
State = Literal["running", "done", "failed", "cancelled"]
ROOT = Path(experiments.__file__).parents[1]

_at_work: set["Running"] = set()
_begun = threading.Lock()


class Running:
    """One job; the attributes say how far it is, and are set by the thread that hears it.

    asked : what `job.done` takes      is_wanted : whether the page that waits is still there
    `UserError` where too many are at work.
    """

    def __init__(self, asked: dict[str, Any], is_wanted: Callable[[], bool] = lambda: True) -> None:
        self.asked, self.state = asked, "running"
        self.done, self.of = 0, 0
        self.warnings: list[str] = []
        self.result: dict[str, Any] | None = None
        self.error = ""
        self.began = time.monotonic()
        self.seconds = 0.0
        self._is_wanted = is_wanted
        with _begun:
            if len(_at_work) >= MOST_AT_WORK:
                raise UserError(f"{MOST_AT_WORK} questions are being answered already; wait for one or cancel it")
            self._process = _process()
            _at_work.add(self)
        threading.Thread(target=self._hear, daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def pid(self) -> int:
        """Number of the job's process."""
        return self._process.pid

    @property
    def share(self) -> float:
        """Share of the runs that are done."""
        return self.done / self.of if self.of else 0.0

    def cancel(self) -> None:
        """End the job at once; what it stored stays, and another one goes on from there."""
        if self.state == "running":
            self.state = "cancelled"
        self._end()

    def _end(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGTERM)
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()

    def _hear(self) -> None:
        """Take what the job tells until it ends."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(self.asked) + "\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                self._take(json.loads(line))
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()
        self.seconds = time.monotonic() - self.began
        if self.state == "running":
            self.state = "failed"
            self.error = self.error or f"the job ended without an answer (status {self._process.returncode})"
        with _begun:
            _at_work.discard(self)

    def _take(self, said: dict[str, Any]) -> None:
        if "done" in said:
            self.done, self.of = said["done"], said["of"]
        elif "warning" in said:
            self.warnings.append(said["warning"])
        elif "error" in said:
            self.error = said["error"]
        elif "result" in said and self.state == "running":
            self.result, self.state = said["result"], "done"

    def _watch(self) -> None:
        """End the job once its page has been away for a while."""
        last_seen = time.monotonic()
        while self._process.poll() is None:
            if self._is_wanted():
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > GONE_SECONDS:
                self.cancel()
                return
            time.sleep(WATCH_SECONDS)


def _process() -> "subprocess.Popen[str]":
    """A job's process, in a group of its own, with this checkout before all else that is installed."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-m", "experiments.explorer.job"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}, start_new_session=True,
    )  # fmt: skip
