"""Jobs in other processes: all results, a dead worker replaced, nobody left behind, no guard needed."""

import os
import signal
import struct
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from joblib.externals.loky import process_executor as executor

from sim.errors import UserError
from sim.runs import workers
from sim.runs.workers import beside, in_processes


def square(x: int) -> int:
    return x * x


def dies_once(marker: str, x: int) -> int:
    """Kill the worker at the first call of all, do the work at every later one."""
    if x == 3 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


def dies(x: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return x


def dies_handing_over(marker: str, x: int) -> int:
    """Kill the worker, at the first call of all, when half of its next result is handed over."""

    def half(self: Any, content: bytes) -> None:
        self._send(struct.pack("!i", len(content)) + bytes(content[: len(content) // 2]))
        os.kill(os.getpid(), signal.SIGKILL)

    if x == 1 and not Path(marker).exists():
        Path(marker).touch()
        Connection._send_bytes = half  # type: ignore[attr-defined]
    return x * x


class Awkward(Exception):
    """An error that cannot be made anew from what it says, as some libraries' cannot."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} in {where}")


def breaks_awkwardly(x: int) -> int:
    raise Awkward("no such thing", "here")


def is_taken_to_leak(_: int = 0) -> None:
    """Let the pool find at the next job that this worker has grown too large, so that it is replaced."""
    executor._MAX_MEMORY_LEAK_SIZE, executor._MEMORY_LEAK_CHECK_DELAY = -sys.maxsize, 0.0


def dies_elsewhere(parent: int) -> int:
    """Kill the process unless it is the parent."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


class Unwelcome:
    """What no worker can take."""

    def __reduce__(self) -> Any:
        return _refuse, (os.getpid(),)


def _refuse(parent: int) -> None:
    if os.getpid() != parent:
        raise RuntimeError("no module of this name")


@pytest.mark.parametrize("n_jobs", [0, 1, 2, 7])
def test_every_result_comes_once(n_jobs: int) -> None:
    found = list(in_processes(2, square, {k: (k,) for k in range(n_jobs)}))
    assert sorted(found) == [(k, k * k) for k in range(n_jobs)]


def test_the_parent_lives_when_one_job_is_left() -> None:
    pids = dict(in_processes(2, os.getpid, {0: ()}))
    assert pids[0] != os.getpid()


def test_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    found = dict(in_processes(2, dies_once, {k: (str(tmp_path / "dead"), k) for k in range(6)}))
    assert found == {k: k * k for k in range(6)}
    assert (tmp_path / "dead").exists()


def test_workers_that_keep_dying_are_one_sentence() -> None:
    with pytest.raises(UserError, match="Workers died 4 times in a row"):
        list(in_processes(2, dies, {0: (0,), 1: (1,)}))


def test_a_worker_that_dies_handing_over_its_result_is_replaced(tmp_path: Path) -> None:
    """The rest of the result never comes: the pool used to wait for it for ever."""
    found = dict(in_processes(2, dies_handing_over, {k: (str(tmp_path / "dead"), k) for k in range(6)}))
    assert found == {k: k * k for k in range(6)}


def test_workers_that_cannot_begin_say_why_at_once() -> None:
    with pytest.raises(UserError, match="Workers cannot begin: RuntimeError: no module of this name"):
        list(in_processes(2, id, {0: (Unwelcome(),), 1: (Unwelcome(),)}))


def test_an_error_of_a_job_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_processes(2, divmod, {0: (1, 0)}))
    with pytest.raises(RuntimeError, match="Awkward: no such thing in here"):
        list(in_processes(2, breaks_awkwardly, {0: (0,), 1: (1,)}))


def test_a_job_beside_ones_own() -> None:
    other = beside(square, 12)
    assert dict(in_processes(2, square, {0: (3,), 1: (4,)})) == {0: 9, 1: 16}
    assert other.result() == 144
    assert beside(square, 3).result() == 9


def test_a_job_whose_process_dies_is_done_here() -> None:
    assert beside(dies_elsewhere, os.getpid()).result() == 7
    assert beside(square, 12).result() == 144


def test_a_job_beside_ones_own_after_the_other_process_was_sent_home() -> None:
    assert beside(square, 2).result() == 4
    workers._helper(0).shutdown()
    assert beside(square, 3).result() == 9


LEAVERS = """
import time
from sim.runs.workers import beside, in_processes
from tests.sim.runs.test_workers import is_taken_to_leak, square
beside(is_taken_to_leak).result()
first, second = beside(time.sleep, 0.3), beside(square, 5)
print(second.result())
list(in_processes(2, is_taken_to_leak, {k: (k,) for k in range(4)}))
print(sum(v for _, v in in_processes(2, square, {k: (k,) for k in range(12)})))
"""

HEADLESS = """
from joblib.externals.loky import process_executor
from sim.runs.workers import beside, in_processes
from tests.sim.runs.test_workers import square
def ends(self, item):
    raise SystemExit
process_executor._ExecutorManagerThread.process_result_item, before = (
    ends, process_executor._ExecutorManagerThread.process_result_item)
print(beside(square, 5).result())
process_executor._ExecutorManagerThread.process_result_item = before
print(beside(square, 6).result())
"""

@pytest.mark.parametrize(("script", "said"), [(LEAVERS, "25\n506\n"), (HEADLESS, "25\n36\n")])
def test_none_waits_for_ever(script: str, said: str) -> None:
    """A worker leaves with work at hand, also where warnings are errors; the pool's own thread ends: each hung once."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == (said, "", 0)


SCRIPT = """
import sys, time
from pathlib import Path
from sim.runs.workers import in_processes
from sim.clock import label
print(sorted(in_processes(2, label, {0: (0,), 1: (1,)})), flush=True)
if len(sys.argv) > 1:
    list(in_processes(2, time.sleep, {0: (60,), 1: (60,)}))
"""


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[(0, '1900-01'), (1, '1900-02')]\n"


def test_nobody_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "script.py", "wait"], cwd=tmp_path, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        time.sleep(1.0)
        group = parent.pid
        assert len(in_session(group)) >= 3
        parent.kill()
    for _ in range(100):
        if not in_session(group):
            return
        time.sleep(0.1 * workers.WATCH_SECONDS)
    raise AssertionError(f"left behind: {in_session(group)}")


def in_session(leader: int) -> list[int]:
    """Processes of a session that are alive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(after[3]) == leader and after[0] != "Z":
            found.append(int(path.parent.name))
    return found
