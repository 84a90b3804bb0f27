"""A Dask cluster of one thread: results, a worker's own faults, and links that break."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.errors import UserError
from sim.runs import cluster
from sim.runs.cluster import Link, LinkLost, on_cluster, scheduler
from sim.runs.workers import MOST_BREAKS

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as made:
        yield made


@pytest.fixture
def link(local: Any) -> Iterator[Link]:
    with scheduler(local.scheduler_address) as made:
        assert made is not None
        yield made


def slowly(k: int) -> int:
    time.sleep(0.05)
    return k * k


def reads(path: Path) -> bytes:
    return path.read_bytes()


def refuses(k: int) -> int:
    raise UserError(f"{k} is other code")


def test_every_result_comes_once(link: Link) -> None:
    assert sorted(on_cluster(link, slowly, {k: (k,) for k in range(3)})) == [(0, 0), (1, 1), (2, 4)]


def test_what_a_broken_link_lost_is_sent_again(local: Any, link: Link) -> None:
    """Dask gives up all that was sent over a link that ended; each result still comes once."""
    found, broken = [], link.client
    for key, result in on_cluster(link, slowly, {k: (k,) for k in range(20)}):
        found.append((key, result))
        if len(found) in {2, 9}:
            (ours,) = (comm for name, comm in local.scheduler.client_comms.items() if "-fertsim-" in name)
            local.loop.add_callback(ours.abort)
    assert sorted(found) == [(k, k * k) for k in range(20)]
    assert link.client is not broken


def test_a_link_that_breaks_time_and_again_is_a_lost_scheduler(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []

    def lost(*_: object) -> None:
        sent.append(1)
        raise LinkLost

    monkeypatch.setattr(cluster, "_sent", lost)
    with pytest.raises(UserError, match="the Dask scheduler was lost; start it again"):
        list(on_cluster(link, slowly, {0: (0,)}))
    assert len(sent) == MOST_BREAKS + 1


def test_a_fault_of_a_worker_is_no_lost_scheduler(link: Link, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--cluster: a worker cannot run what it is sent: FileNotFoundError"):
        list(on_cluster(link, reads, {0: (tmp_path / "pack",)}))
    with pytest.raises(UserError, match="7 is other code"):
        list(on_cluster(link, refuses, {0: (7,)}))
