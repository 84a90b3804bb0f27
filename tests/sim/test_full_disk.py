"""A disk that is full, or a folder that may not be written: one sentence, and what stands there stays as it was."""

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.briefing.deck import Deck
from experiments.charts.style import save
from experiments.setup.files import write_beside
from sim.errors import UserError
from sim.runs.sweep import run_plan
from sim.writing import write_csv, write_text
from tests import synthetic
from tests.sim.runs.test_sweep import plan

TABLE = pd.DataFrame({"a": [1]})
WRITERS: dict[str, Callable[[Path], object]] = {
    "a text": lambda folder: write_text(folder / "a.txt", "text"),
    "a table": lambda folder: write_csv(folder / "a.csv", TABLE),
    "what stands beside": lambda folder: write_beside(folder, {"observed.csv": TABLE}),
    "a figure": lambda folder: save(Figure(), folder / "births_zh"),
    "a briefing": lambda folder: Deck("foot").save(folder / "brief_zh.pptx"),
    "a run set": lambda folder: synthetic.write(folder / "out", synthetic.manifest((1,))),
    "a sweep": lambda folder: run_plan(plan(4), folder / "out"),
}


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def refusal(write: Callable[[], object]) -> str:
    """The sentence with which writing is refused; nothing where it is not."""
    try:
        write()
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", WRITERS)
def test_a_full_disk_leaves_nothing_half_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str) -> None:
    """Each place at which a file is brought down to the disk fails in turn."""
    synced = os.fsync
    for fails_at in (0, 1, 3, 8):
        calls = iter(range(10_000))

        def full(number: int, calls: "iter[int]" = calls, fails_at: int = fails_at) -> None:
            if next(calls) >= fails_at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            synced(number)

        folder = tmp_path / str(fails_at)
        folder.mkdir()
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            if said := refusal(partial(WRITERS[kind], folder)):
                assert "cannot be written: no space left on device" in said
                assert "\n" not in said
        assert not list(folder.rglob(".writing-*"))
        stopped = contents(folder)
        WRITERS[kind](folder)  # the same again goes on
        whole = contents(folder)
        assert {name: whole[name] for name in stopped} == stopped
        assert whole
