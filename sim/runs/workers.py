"""The one way to run jobs in other processes: results as they come, a dead worker replaced, nobody left behind.

Workers are joblib's (loky): they import what they need by name, so that a script needs no `__main__` guard, and each
has one thread for the libraries it calls. Where a worker dies, what was under way is run again, also where it dies
while it hands over a result; once this process is gone, however it went, its workers end within a second. Called by
`sim.runs.runner`, `sim.runs.sweep` and the charts.
"""

import os
import pickle
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, InvalidStateError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import connection, resource_tracker
from typing import Any

import joblib
from joblib.externals.loky import ProcessPoolExecutor, reusable_executor
from joblib.externals.loky.backend import resource_tracker as loky_tracker
from joblib.externals.loky.process_executor import TerminatedWorkerError

from sim.errors import UserError

MOST_BREAKS = 3
"""How often in a row workers may die, or the link to a cluster break, before a job ends; more, and the whole stops."""
WATCH_SECONDS = 1.0
IDLE_SECONDS = 60
"""After which a process that has nothing more to do beside others ends."""
LEAVER = "A worker stopped while some jobs were given to the executor"
"""What the pool warns of where an idle or grown worker leaves while there is work; another comes instead."""
CANCELLED = r"\d+ tasks which were still being processed"
"""What joblib adds of its own where a run ends early; the one sentence has been said."""
SILENT_TRACKER = "ignore:resource_tracker:UserWarning"
"""What a process that clears away after others says of it, as Python's -W option: no news for a user."""


def n_cores() -> int:
    """Cores that this process may use."""
    return max(1, (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) or 1)


def in_processes[K, T](
    workers: int, work: Callable[..., T], jobs: Mapping[K, tuple[Any, ...]]
) -> Iterator[tuple[K, T]]:
    """Key and result of every job, as they end.

    work : a function of a module      jobs : arguments of each call, by key
    Two workers at least are started: joblib runs the jobs of one in this process, where a watcher has no place.
    `UserError` where workers keep dying. An error that a job raises is raised here.
    """
    left = dict(jobs)
    breaks = 0
    while left:
        calls = [joblib.delayed(_watched)(os.getpid(), work, key, *arguments) for key, arguments in left.items()]
        n_jobs = max(2, min(workers, len(left)))
        with _none_waited_for_in_vain(lambda: reusable_executor._executor) as interrupted:
            try:
                with joblib.parallel_config("loky", n_jobs=n_jobs, inner_max_num_threads=1):
                    with _deaf_to_stops():
                        ended = joblib.Parallel(return_as="generator_unordered", batch_size=1)(calls)
                    for key, result in ended:
                        breaks = 0
                        del left[key]
                        yield key, result
            except BrokenProcessPool as error:
                if not (isinstance(error, TerminatedWorkerError) or interrupted.is_set()):
                    raise UserError(f"Workers cannot begin: {_reason(error)}") from None
                breaks += 1
        if breaks > MOST_BREAKS:
            raise UserError(
                f"Workers died {breaks} times in a row, perhaps for want of memory; try fewer --workers or a"
                " smaller sample: the same command goes on with what is missing"
            )


class Beside[T]:
    """A job under way in another process."""

    def __init__(self, desk: int, work: Callable[..., T], arguments: tuple[Any, ...]) -> None:
        self._desk, self._work, self._arguments = desk, work, arguments
        with _deaf_to_stops():
            self._coming: Future[T] = _helper(desk).submit(_alone, os.getpid(), work, *arguments)

    def wait(self) -> None:
        """Let the job end, however it ends; nothing where its process dies."""
        with _none_waited_for_in_vain(lambda: _helpers.get(self._desk)):
            self._coming.exception()

    def result(self) -> T:
        """What the job gives; where its process died, the job is done again in this one."""
        try:
            with _none_waited_for_in_vain(lambda: _helpers.get(self._desk)):
                return self._coming.result()
        except BrokenProcessPool:
            _helpers.pop(self._desk, None)
            return self._work(*self._arguments)


def beside[T](work: Callable[..., T], *arguments: Any, desk: int = 0) -> Beside[T]:
    """Begin a job in another process while this one goes on with its own; the result comes with `result()`.

    desk : jobs of one desk are done one after the other, those of two at once; each desk is a process
    """
    return Beside(desk, work, arguments)


def end_all() -> None:
    """End every process at work for this one, at once."""
    for pool in (*_helpers.values(), reusable_executor._executor):
        if pool is not None:
            pool.shutdown(wait=True, kill_workers=True)


@contextmanager
def _deaf_to_stops() -> Iterator[None]:
    """Let processes begun in here hear no Ctrl-C: the terminal sends it to all, and their parent alone answers it."""
    warnings.filterwarnings("ignore", LEAVER, UserWarning)  # as an error it would end the thread that warns
    warnings.filterwarnings("ignore", CANCELLED)
    _begin_trackers()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_trackers() -> None:
    """Begin the processes that clear away what workers leave, without a word of theirs where work is stopped.

    They begin here, not with the first worker: starting one lets signals through again.
    """
    sys.warnoptions.append(SILENT_TRACKER)  # inherited as an option of the interpreter
    try:
        resource_tracker.ensure_running()
        loky_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(SILENT_TRACKER)


@contextmanager
def _none_waited_for_in_vain(pool: Callable[[], Any]) -> Iterator[threading.Event]:
    """Break a pool from which nothing more will come.

    That is one in which a worker died in the middle of handing over a result, or whose own thread ended.
    pool : gives the pool at work, None where there is none      yields: whether a pool was broken
    """
    over, broken = threading.Event(), threading.Event()

    def watch() -> None:
        dead: set[int] = set()
        while not over.wait(WATCH_SECONDS):
            at_work = pool()
            before, dead = dead, _dead_workers(at_work)
            if before & dead:  # their pool has not noticed for a while: it reads what nobody writes
                broken.set()
                _kill_workers(at_work)
                at_work._result_queue._writer.close()
            elif _is_headless(at_work):
                broken.set()
                _kill_workers(at_work)
                _tell_those_who_wait(at_work)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield broken
    finally:
        over.set()


def _kill_workers(pool: Any) -> None:
    for number in list(pool._processes):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def _is_headless(pool: Any) -> bool:
    """Whether the thread is gone that hands on what a pool's workers give, and nobody was told."""
    if pool is None or pool._flags.broken is not None or pool._flags.shutdown:
        return False
    thread = pool._executor_manager_thread
    return thread is not None and not thread.is_alive()


def _tell_those_who_wait(pool: Any) -> None:
    """Do for a headless pool what its thread does for a broken one."""
    error = BrokenProcessPool("the pool's own thread ended")
    pool._flags.flag_as_broken(error)
    for waited_for in list(pool._pending_work_items.values()):
        with suppress(InvalidStateError):
            waited_for.future.set_exception(error)


def _dead_workers(pool: Any) -> set[int]:
    """Processes that ended, of a pool that takes them for living ones."""
    if pool is None or pool._flags.broken is not None or pool._flags.shutdown:
        return set()
    sentinels = {process.sentinel: process.pid for process in list((pool._processes or {}).values())}
    return {sentinels[ended] for ended in connection.wait(list(sentinels), timeout=0)}


def _reason(error: BaseException) -> str:
    """The last line of what a worker said of its end, else of the error itself."""
    return str(error.__cause__ or error).strip().strip('"').strip().splitlines()[-1]


_helpers: dict[int, Any] = {}
"""By desk, processes beside those of `in_processes`, whose pool joblib keeps for itself."""


def _helper(desk: int) -> Any:
    """The process of a desk; another one where it broke or ended."""
    at_desk = _helpers.get(desk)
    if at_desk is None or at_desk._flags.broken is not None or at_desk._flags.shutdown:
        at_desk = _helpers[desk] = ProcessPoolExecutor(max_workers=1, timeout=IDLE_SECONDS)
    return at_desk


def _alone(parent: int, work: Callable[..., Any], *arguments: Any) -> Any:
    _end_with(parent)
    return _told(work, *arguments)


def _told(work: Callable[..., Any], *arguments: Any) -> Any:
    """What a job gives; an error that cannot travel between processes is told in one that can."""
    try:
        return work(*arguments)
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            raise RuntimeError(f"{type(error).__name__}: {error}") from None
        raise


def _watched(parent: int, work: Callable[..., Any], key: Any, *arguments: Any) -> tuple[Any, Any]:
    _end_with(parent)
    return key, _told(work, *arguments)


@cache
def _end_with(parent: int) -> None:
    """End this worker once its parent is gone: it would else wait for work for minutes."""
    if os.getpid() == parent:
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
