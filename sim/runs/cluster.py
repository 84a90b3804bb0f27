"""Runs jobs on the workers of a Dask cluster: results as they come, what a broken link lost sent again.

The scheduler runs again what a dead worker held. Called by `sim.runs.sweep`.
"""

import asyncio
import importlib
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any, NamedTuple

from sim.errors import UserError
from sim.runs.workers import MOST_BREAKS

CONNECT_SECONDS = 30
"""For which a client looks for its scheduler, at first and where their link broke: Dask's own patience."""
LOGGING = ("distributed", "tornado", "asyncio")
"""Libraries of the cluster that log."""


class WorkerDied(NamedTuple):
    """In the place of a job's result: workers died under it, one after the other."""

    cause: str


class Link:
    """A client of a Dask scheduler, made anew where its link breaks.

    Dask's client would find its scheduler by itself, under its old name: a scheduler that sees the end of the old link
    only then takes it for the end of the new one, and forgets without a word what it was sent.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = _client(address)

    def renew(self) -> None:
        """Leave the old client and begin a new one; `OSError` where no scheduler answers."""
        self.client.close()
        self.client = _client(self.address)


class LinkLost(Exception):
    """A scheduler does not answer, or has forgotten what it was sent."""


@contextmanager
def scheduler(address: str | None) -> Iterator[Link | None]:
    """The link to a Dask scheduler, None where none is asked for; `UserError` where none answers."""
    if address is None:
        yield None
        return
    try:
        link = Link(address)
    except ImportError:
        raise UserError("--cluster needs Dask; install fertsim with its extra 'cluster'") from None
    except (OSError, ValueError) as error:
        raise UserError(f"--cluster: no Dask scheduler answers at {address} ({type(error).__name__})") from None
    with _silent_logs():
        try:
            yield link
        finally:
            link.client.close()


def on_cluster[K, T](
    link: Link, work: Callable[..., T], jobs: Mapping[K, tuple[Any, ...]]
) -> Iterator[tuple[K, T | WorkerDied]]:
    """Key and result of every job, as they end.

    work : a function of a module      jobs : arguments of each call, by key
    A scheduler forgets what it was sent over a link that breaks, if only for a moment: what is missing is sent again.
    `UserError` where no scheduler answers any more, where the link breaks time and again, or where a worker cannot run
    the jobs.
    """
    left, breaks = dict(jobs), 0
    while left:
        try:
            for key, result in _sent(link.client, work, left):
                breaks = 0
                del left[key]
                yield key, result
        except LinkLost:
            breaks += 1
            if breaks > MOST_BREAKS or not _is_renewed(link):
                raise UserError(
                    "--cluster: the Dask scheduler was lost; start it again, and the same command goes on with what is"
                    " missing"
                ) from None


def _sent[K, T](
    client: Any, work: Callable[..., T], jobs: Mapping[K, tuple[Any, ...]]
) -> Iterator[tuple[K, T | WorkerDied]]:
    """Results of jobs that are sent to a scheduler once, as they end; `LinkLost` where it does not tell all of them."""
    distributed: Any = importlib.import_module("distributed")
    running = {client.submit(work, *arguments, pure=False): key for key, arguments in jobs.items()}
    for future in distributed.as_completed(list(running), loop=client.loop):
        key = running.pop(future)
        error = future.exception()
        if error is not None:  # of the worker, not of the link, whatever its kind
            yield key, _without_result(error)
            continue
        try:
            result = future.result()
        except (CancelledError, asyncio.CancelledError, OSError):
            raise LinkLost from None
        yield key, result


def _without_result(error: Exception) -> WorkerDied:
    """What is said of a job under which workers died; `UserError` of a worker that cannot run what it is sent."""
    if isinstance(error, UserError):
        raise error
    cause = " ".join(str(error).split())
    if type(error).__name__ != "KilledWorker":
        raise UserError(f"--cluster: a worker cannot run what it is sent: {type(error).__name__}: {cause}")
    return WorkerDied(cause)


def _is_renewed(link: Link) -> bool:
    try:
        link.renew()
    except OSError:
        return False
    return True


def _client(address: str) -> Any:
    distributed: Any = importlib.import_module("distributed")  # a module without types
    return distributed.Client(address, timeout=CONNECT_SECONDS, name="fertsim", set_as_default=False)


@contextmanager
def _silent_logs() -> Iterator[None]:
    """Keep Dask from logging, with tracebacks, what this module says in a sentence."""
    before = {}
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LOGGING]:
        before[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
