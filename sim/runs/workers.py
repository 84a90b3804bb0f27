"""The one way to run jobs in other processes: results as they come, a dead worker replaced, nobody left behind.

Workers are joblib's (loky): they import what they need by name, so that a script needs no `__main__` guard, and each
has one thread for the libraries it calls. Where a worker dies, what was under way is run again; once this process is
gone, however it went, its workers end within a second. Called by `sim.runs.runner` and `sim.runs.sweep`.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import resource_tracker
from typing import Any

import joblib
from joblib.externals.loky import ProcessPoolExecutor, reusable_executor

from sim.errors import UserError

MOST_BREAKS = 3
"""How often in a row workers may die before a job ends; more, and the whole stops."""
WATCH_SECONDS = 1.0
IDLE_SECONDS = 60
"""After which a process that has nothing more to do beside others ends."""


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
        try:
            with joblib.parallel_config("loky", n_jobs=n_jobs, inner_max_num_threads=1):
                with _deaf_to_stops():
                    ended = joblib.Parallel(return_as="generator_unordered", batch_size=1)(calls)
                for key, result in ended:
                    breaks = 0
                    del left[key]
                    yield key, result
        except BrokenProcessPool:
            breaks += 1
            if breaks > MOST_BREAKS:
                raise UserError(
                    f"Workers died {breaks} times in a row, perhaps for want of memory; try fewer --workers or a"
                    " smaller sample: the same command goes on with what is missing"
                ) from None


def beside[T](work: Callable[..., T], *arguments: Any) -> "Future[T]":
    """Begin a job in another process while this one goes on with its own; the result comes with `result()`."""
    with _deaf_to_stops():
        return _helper().submit(_alone, os.getpid(), work, *arguments)  # type: ignore[no-any-return]


def end_all() -> None:
    """End every process at work for this one, at once."""
    for pool in (_helper() if _helper.cache_info().currsize else None, reusable_executor._executor):
        if pool is not None:
            pool.shutdown(wait=True, kill_workers=True)


@contextmanager
def _deaf_to_stops() -> Iterator[None]:
    """Let processes begun in here hear no Ctrl-C: the terminal sends it to all, and their parent alone answers it."""
    resource_tracker.ensure_running()  # Python's own lets signals through again where it has to start its process
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@cache
def _helper() -> Any:
    """One more process, beside those of `in_processes`, whose pool joblib keeps for itself."""
    return ProcessPoolExecutor(max_workers=1, timeout=IDLE_SECONDS)


def _alone(parent: int, work: Callable[..., Any], *arguments: Any) -> Any:
    _end_with(parent)
    return work(*arguments)


def _watched(parent: int, work: Callable[..., Any], key: Any, *arguments: Any) -> tuple[Any, Any]:
    _end_with(parent)
    return key, work(*arguments)


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
