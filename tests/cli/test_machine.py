"""What a machine refuses, for real: a full or read-only disk, closed folders, another's cache, a lost scheduler.

Each ends in one sentence with exit status 2, leaves nothing half-written, and the same line goes on when there is room.
Disks are small memory file systems; where this user may not mount one, those tests are skipped. Nothing here compiles.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.population.columns import Persons, columns_of
from sim.runs.runset import BLOCKS
from tests.experiments.briefing.makers import write_comparison
from tests.experiments.commands.test_kills import PATIENCE, ROOT, dask_cluster, finished, start, wait_for_blocks

pytestmark = pytest.mark.slow


MANY = """\
model: ishigami
design: {method: latin_hypercube, n: 6000, seed: 1}
factors: [{parameter: x1}, {parameter: x2}, {parameter: x3}]
outputs: [y]
sample: 1/1000
from: 2020
to: 2022
"""
"""Runs of a function of three numbers: nothing compiles, and the sweep is long enough to lose its scheduler."""


def test_a_lost_scheduler_is_one_sentence_and_the_same_line_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    (tmp_path / "many.yaml").write_text(MANY, encoding="utf-8")
    line = ("sweep", tmp_path / "many.yaml", "--out", tmp_path / "out")
    with dask_cluster(tmp_path) as (address, processes):
        sweep = start(*line, "--cluster", address)
        wait_for_blocks(tmp_path / "out", sweep)
        processes[-1].kill()
        printed, _ = sweep.communicate(timeout=PATIENCE)
    assert sweep.returncode == 2, printed
    told = [text for text in printed.splitlines() if text.startswith("fertsim: ")]
    assert told == [
        "fertsim: --cluster: the Dask scheduler was lost; start it again, and the same command goes on with what is"
        " missing."
    ]
    assert "Traceback" not in printed
    assert not list((tmp_path / "out").rglob(".writing-*"))
    n_before = len(list((tmp_path / "out" / BLOCKS).iterdir()))
    (tmp_path / "again").mkdir()
    with dask_cluster(tmp_path / "again") as (address, _):
        sweep = start(*line, "--cluster", address)
        wait_for_blocks(tmp_path / "out", sweep, n_before + 3)
        sweep.kill()
        sweep.communicate()


CUT = """
import sys
from distributed import Client

def cut(dask_scheduler):
    ours = [name for name in dask_scheduler.client_comms if "-fertsim-" in name]
    for name in ours:
        dask_scheduler.client_comms[name].abort()
    return len(ours)

with Client(sys.argv[1], name="other") as client:
    assert client.run_on_scheduler(cut) == 1
"""
"""Breaks the link of a sweep to its scheduler, once."""


def test_a_link_that_breaks_for_a_moment_does_not_end_a_sweep(tmp_path: Path) -> None:
    """Twice: what the scheduler forgot is sent again, and results are those of this machine alone."""
    pytest.importorskip("distributed")
    (tmp_path / "many.yaml").write_text(MANY, encoding="utf-8")
    line = ("sweep", tmp_path / "many.yaml", "--out")
    with dask_cluster(tmp_path) as (address, _):
        sweep = start(*line, tmp_path / "out", "--cluster", address)
        try:
            for n_blocks in (3, 12):
                wait_for_blocks(tmp_path / "out", sweep, n_blocks)
                subprocess.run([sys.executable, "-c", CUT, address], check=True, timeout=PATIENCE)
            finished(sweep)
        finally:
            sweep.kill()
    finished(start(*line, tmp_path / "alone", "--workers", "1"))
    assert contents(tmp_path / "out") == contents(tmp_path / "alone")


MADE_UP = """
from sim.runs import runner
from sim.runs.block import run_table
from tests import synthetic

def run_block(settings, seed, progress=None, draw=0):
    keys = {"scenario": settings.scenario, "future": settings.future, "draw": draw, "seed": seed}
    years = range(settings.start_year, settings.end_year + 1)
    counts = {year: synthetic.counts(seed, 2 if year == settings.start_year else 12) for year in years}
    HOOK
    return run_table(counts, keys, synthetic.CODES, settings.monthly)

runner.run_block = run_block
"""
"""Before `run`: runs whose counts are made up."""
RUN = ("run", "--sample", "1/1000", "--seeds", "2", "--to", "2021", "--draws", "none", "--workers", "1", "--out")
TWO_BLOCKS = tuple("20" if word == "2" else word for word in RUN)
SWEEP = ("sweep", "ishigami", "--workers", "1", "--out")
COMPARE = ("run", "--scenario", "plan", "--against", "national_only", *RUN[1:])
DRAWING: dict[str, tuple[str, ...]] = {
    "run": RUN, "compare": COMPARE, "brief": ("brief",), "sensitivity": ("sensitivity",),
}  # fmt: skip
"""Commands that draw, before the name of their folder."""
AT_CALL = """
import pkgutil
owner, calls = pkgutil.resolve_name({owner!r}), []
unchanged = owner.{name}

def counted(*given, **named):
    calls.append(1)
    if len(calls) == {n}:
        {then}
    return unchanged(*given, **named)

owner.{name} = counted
"""
"""Before a command: what happens just before the n-th call of a function, in this process alone."""
FILE_DRAWN = "matplotlib.figure:Figure", "savefig"
IS_ROOT = os.geteuid() == 0
OBEDIENT = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
"""Before a command: root is then refused what others are."""


def called(
    *line: str | Path, hook: str = "pass", first: str = "", **environment: str | Path
) -> subprocess.CompletedProcess[str]:
    """A command that obeys permissions, ended.

    hook : a statement at the end of every made-up run      first : lines before the command
    """
    code = f"{MADE_UP.replace('HOOK', hook)}\n{first}\nfrom experiments.cli import main; main()"
    command = [*(OBEDIENT if IS_ROOT else []), sys.executable, "-W", "ignore", "-c", code, *map(str, line)]
    extra = {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **extra}, capture_output=True, text=True,
        check=False, timeout=PATIENCE,
    )  # fmt: skip


def told(*line: str | Path, hook: str = "pass", first: str = "", **environment: str | Path) -> str:
    """The one sentence with which a command is refused."""
    done = called(*line, hook=hook, first=first, **environment)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    sentences = [text for text in done.stderr.splitlines() if text.startswith("fertsim: ")]
    assert len(sentences) == 1, done.stderr
    return sentences[0]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but for locks; none of them half-written."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert not [name for name in files if ".writing-" in name]
    return {name: path.read_bytes() for name, path in files.items() if path.name != ".lock"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the run leaves where nothing is in its way."""
    out = tmp_path_factory.mktemp("whole") / "out"
    done = called(*RUN, out)
    assert done.returncode == 0, done.stderr
    return contents(out)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if not IS_ROOT or subprocess.run(mount, check=False).returncode:
        pytest.skip("this user may not mount a file system")
    yield folder
    while folder.is_mount():  # one may lie over the other
        subprocess.run(["umount", "-l", folder], check=True)


def at_call(n: int, function: tuple[str, str], then: str) -> str:
    """Lines before a command: what happens just before the n-th call of a function (its owner and name)."""
    owner, name = function
    return AT_CALL.format(owner=owner, name=name, n=n, then=then)


def filled(disk: Path, left: int) -> str:
    """The statement that fills a disk but for so many bytes."""
    return f"from pathlib import Path; from tests.cli.test_machine import fill; fill(Path({str(disk)!r}), {left})"


def mounted(*options: str) -> str:
    """The statement that changes how something is mounted."""
    return f"import subprocess; subprocess.run({['mount', *options]!r}, check=True)"


def fill(disk: Path, left: int) -> Path:
    """A file that leaves so many bytes of a disk."""
    file = disk / "full"
    file.write_bytes(b"\0" * (shutil.disk_usage(disk).free - left))
    return file


@pytest.mark.parametrize("left", [0, 40_000])
def test_a_full_disk(small_disk: Path, whole: dict[str, bytes], left: int) -> None:
    """One sentence, whole files only, and the same line ends when there is room."""
    full, out = fill(small_disk, left), small_disk / "out"
    assert told(*RUN, out).endswith("cannot be written: no space left on device.")
    assert contents(out).items() <= whole.items()
    full.unlink()
    done = called(*RUN, out)
    assert done.returncode == 0, done.stderr
    assert contents(out) == whole


def test_a_full_disk_of_a_sweep(small_disk: Path) -> None:
    full, out = fill(small_disk, 150_000), small_disk / "out"
    assert told(*SWEEP, out).endswith("cannot be written: no space left on device.")
    contents(out)
    full.unlink()
    assert called(*SWEEP, out).returncode == 0


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, bytes]]:
    """What a command that draws leaves where nothing is in its way."""

    @cache
    def left_by(kind: str) -> dict[str, bytes]:
        out = tmp_path_factory.mktemp(kind) / "out"
        prepare(kind, out)
        done = called(*DRAWING[kind], out)
        assert done.returncode == 0, done.stderr
        return contents(out)

    return left_by


def prepare(kind: str, out: Path) -> None:
    """Store what a command draws, where it does not make it itself."""
    if kind == "brief":
        write_comparison(out, seeds=(1, 2))
    if kind == "sensitivity":
        assert called(*SWEEP, out).returncode == 0


def goes_on(kind: str, out: Path, whole: dict[str, bytes]) -> None:
    """See that what stands there is whole, and that the same line ends once nothing is in its way."""
    done = called(*DRAWING[kind], out)
    assert done.returncode == 0, done.stderr
    assert contents(out) == whole


@pytest.mark.parametrize(
    ("kind", "n", "left"),
    [("run", 4, 6_000), ("compare", 3, 0), ("brief", 2, 6_000), ("sensitivity", 3, 6_000)],
)
def test_a_disk_that_is_full_when_charts_are_drawn(
    small_disk: Path, drawn: Callable[[str], dict[str, bytes]], kind: str, n: int, left: int
) -> None:
    """Full from the n-th file on; a comparison has another process draw at the same time."""
    out = small_disk / "out"
    prepare(kind, out)
    sentence = told(*DRAWING[kind], out, first=at_call(n, FILE_DRAWN, filled(small_disk, left)))
    assert sentence.startswith(f"fertsim: {out}")
    assert sentence.endswith("cannot be written: no space left on device.")
    assert contents(out).items() <= drawn(kind).items()
    (small_disk / "full").unlink()
    goes_on(kind, out, drawn(kind))


@pytest.mark.parametrize(("kind", "n"), [("compare", 3), ("brief", 2)])
def test_a_disk_that_is_read_only_when_charts_are_drawn(
    small_disk: Path, drawn: Callable[[str], dict[str, bytes]], kind: str, n: int
) -> None:
    out = small_disk / "out"
    prepare(kind, out)
    closed = mounted("-o", "remount,ro", str(small_disk))
    sentence = told(*DRAWING[kind], out, first=at_call(n, FILE_DRAWN, closed))
    assert sentence.startswith(f"fertsim: {out}")
    assert sentence.endswith("cannot be written: read-only file system.")
    assert contents(out).items() <= drawn(kind).items()
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    goes_on(kind, out, drawn(kind))


@pytest.mark.parametrize(
    ("line", "n", "function"),
    [(TWO_BLOCKS, 2, ("sim.runs.runset:RunSet", "write_block")),
     (SWEEP, 4, ("sim.runs.sweepset:SweepSet", "write_block"))],
)
def test_a_disk_that_becomes_read_only(
    small_disk: Path, tmp_path: Path, line: tuple[str, ...], n: int, function: tuple[str, str]
) -> None:
    """Just before a block is written. A system makes no disk read-only on which a lock is open but after a fault of the
    disk: a read-only view is laid over it here."""
    out, disk = small_disk / "out", str(small_disk)
    sentence = told(*line, out, first=at_call(n, function, mounted("--bind", "-o", "ro", disk, disk)))
    assert sentence.startswith(f"fertsim: {out}")
    assert sentence.endswith("cannot be written: read-only file system.")
    n_blocks = len(list((out / BLOCKS).iterdir()))
    assert n_blocks == n - 1
    partly = contents(out)
    assert told(*line, out).endswith("cannot be written: read-only file system.")
    assert contents(out) == partly
    subprocess.run(["umount", small_disk], check=True)
    assert called(*line, out).returncode == 0
    assert called(*line, tmp_path / "whole").returncode == 0
    assert contents(out) == contents(tmp_path / "whole")
    assert partly.items() <= contents(out).items()


def test_a_disk_that_becomes_read_only_between_writing_and_naming(small_disk: Path, tmp_path: Path) -> None:
    """What cannot be named cannot be removed either: it keeps its other name until the same line goes on."""
    out, disk = small_disk / "out", str(small_disk)
    third_block = 2 * 2 + 2 * 2 + 1  # each file is brought down to the disk, then its folder: manifest, design, blocks
    closed = at_call(third_block, ("sim.writing", "_to_disk"), mounted("--bind", "-o", "ro", disk, disk))
    assert told(*SWEEP, out, first=closed).endswith("cannot be written: read-only file system.")
    (left,) = out.rglob(".writing-*")
    assert left.parent == out / BLOCKS
    assert len(list((out / BLOCKS).glob("block-*"))) == 2
    subprocess.run(["umount", small_disk], check=True)
    assert called(*SWEEP, out).returncode == 0
    assert called(*SWEEP, tmp_path / "whole").returncode == 0
    assert contents(out) == contents(tmp_path / "whole")


def test_a_full_cache(small_disk: Path, tmp_path: Path) -> None:
    fill(small_disk, 30_000)
    sentence = told(*RUN, tmp_path / "out", FERTSIM_CACHE=small_disk)
    assert sentence.startswith("fertsim: The cache of start populations: ")
    assert "no space left on device; name another folder with FERTSIM_CACHE" in sentence
    assert list(contents(small_disk)) == ["full"]
    assert not (tmp_path / "out").exists()


def test_a_cache_that_is_full_before_all_is_in_it(small_disk: Path, tmp_path: Path) -> None:
    """There is room for the persons' columns, which is what is asked before anything is written, and for no more."""
    left = int(5_271 * sum(np.dtype(column.dtype).itemsize for column in columns_of(Persons).values()))
    fill(small_disk, left + 16_384)
    sentence = told(*RUN, tmp_path / "out", FERTSIM_CACHE=small_disk)
    assert sentence.startswith("fertsim: The cache of start populations: ")
    assert "name another folder with FERTSIM_CACHE" in sentence
    assert list(contents(small_disk)) == ["full"]


def test_files_that_may_not_be_so_large(tmp_path: Path, whole: dict[str, bytes]) -> None:
    hook = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))"
    assert told(*RUN, tmp_path / "out", hook=hook).endswith("cannot be written: file too large.")
    assert contents(tmp_path / "out").items() <= whole.items()


def test_a_folder_that_is_closed_meanwhile(tmp_path: Path, whole: dict[str, bytes]) -> None:
    hook = f"import os; seed == 2 and os.chmod({str(tmp_path / 'out' / BLOCKS)!r}, 0o555)"
    assert told(*RUN, tmp_path / "out", hook=hook).endswith("cannot be written: permission denied.")
    assert contents(tmp_path / "out").items() <= whole.items()
    (tmp_path / "out" / BLOCKS).chmod(0o755)
    assert called(*RUN, tmp_path / "out").returncode == 0
    assert contents(tmp_path / "out") == whole


CITY_STUDY = """\
design: {method: latin_hypercube, n: 6}
factors: [{dose: birth_grant}]
outputs: [births]
sample: 1/1000
from: 2020
to: 2021
"""
NEEDS_A_CACHE: dict[str, tuple[str, ...]] = {
    "run": RUN, "compare": COMPARE, "sweep": ("sweep", "study.yaml", "--workers", "1", "--out"),
    "attribute": ("attribute", "--sample", "1/1000", "--seeds", "1", "--draws", "none", "--workers", "1", "--out"),
    "calibrate": ("calibrate", "--points", "12", "--points", "12", "--workers", "1", "--out"),
    "backcast": ("backcast", "--known-to", "2017", "--points", "12", "--points", "12", "--workers", "1", "--out"),
}  # fmt: skip
"""Commands that make start populations, before the name of their folder."""


@pytest.mark.parametrize("kind", NEEDS_A_CACHE)
def test_a_cache_that_may_not_be_written(tmp_path: Path, kind: str) -> None:
    """It is asked before anything is written."""
    (tmp_path / "cache").mkdir(mode=0o555)
    (tmp_path / "study.yaml").write_text(CITY_STUDY, encoding="utf-8")
    line = [str(tmp_path / word) if word == "study.yaml" else word for word in NEEDS_A_CACHE[kind]]
    sentence = told(*line, tmp_path / "out", FERTSIM_CACHE=tmp_path / "cache")
    assert "permission denied; name another folder with FERTSIM_CACHE" in sentence
    assert not (tmp_path / "out").exists()


def test_two_users_of_one_cache(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """What another user has made is read; what is not there cannot be added, in one sentence."""
    if not IS_ROOT:
        pytest.skip("only root can act for two users")
    cache = tmp_path / "cache"
    assert called(*RUN, tmp_path / "theirs", FERTSIM_CACHE=cache).returncode == 0
    for path in (cache, *cache.rglob("*")):
        os.chown(path, 54321, 54321)
    assert called(*RUN, tmp_path / "ours", FERTSIM_CACHE=cache).returncode == 0
    assert contents(tmp_path / "ours") == whole
    sentence = told(*RUN, tmp_path / "other", "--population-seed", "2", FERTSIM_CACHE=cache)
    assert "permission denied; name another folder with FERTSIM_CACHE" in sentence
    next(cache.rglob("persons_birth.npy")).chmod(0o600)
    sentence = told(*RUN, tmp_path / "closed", FERTSIM_CACHE=cache)
    assert "FERTSIM_CACHE" in sentence
    assert not (tmp_path / "other").exists()
    assert not (tmp_path / "closed").exists()
