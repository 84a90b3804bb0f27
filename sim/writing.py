"""The one way to write: under another name, down to the disk, then renamed.

Whatever kills a process, a reader finds a file or folder whole or not at all. What killed writers left in a folder
under other names is removed by whoever next makes it ready (`make_folder`) or writes a text, a table or a picture into
it. A full disk or a folder that may not be written is a `UserError`.
Called by `sim.population.cache`, `sim.runs`, calibration and experiments for every file that is kept.
"""

import fcntl
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.errors import AtWork, UserError

LOCK = ".lock"
UNFINISHED = ".writing-"
"""How the name of what is being written begins; the writer's host and process follow."""
_WRITER = re.compile(r"\.writing-(?P<process>\d+)@(?P<host>[^~]*)~")
FORGOTTEN_SECONDS = 24 * 3600
"""Age from which what another machine left unfinished is taken for left behind."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet computes."""
AT_ONCE = 8
"""Files of a folder that are brought down to the disk at once: it waits about as long for one as for all of them."""


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = _other_name(path)
    with told_to_users(path):
        try:
            temporary.write_bytes(content)
            _to_disk(temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        _to_disk(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    write_bytes(path, text.encode())
    forget_unfinished(path.parent)


def write_csv(path: Path, table: Any, index: bool = False, **form: Any) -> None:
    """Write a pandas table whole or not at all; text that a spreadsheet would take for a formula stays text.

    form : index_label, float_format, of `DataFrame.to_csv`
    """
    words = {name: column.map(as_text) for name, column in table.items() if column.dtype.kind == "O"}
    write_text(path, table.assign(**words).to_csv(index=index, lineterminator="\n", **form))


def as_text(cell: Any) -> Any:
    """A cell as spreadsheets show it and do not compute it: text that begins like a formula takes an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to in the place of `path`, whose name the file takes when the block ends without an error."""
    temporary = _other_name(path)
    with told_to_users(path):
        try:
            yield temporary
            _to_disk(temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        _to_disk(path.parent)
    forget_unfinished(path.parent)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder to fill in the place of `path`; it takes its name when the block ends, and is gone if it fails.

    A folder that stands at `path` is replaced.
    """
    temporary = _other_name(path)
    with told_to_users(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        try:
            yield temporary
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(_to_disk, [*temporary.iterdir(), temporary]))
            if path.exists():
                shutil.rmtree(path)
            temporary.rename(path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        _to_disk(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder to write into, where there is none; what killed writers left in it is removed."""
    with told_to_users(folder):
        folder.mkdir(parents=True, exist_ok=True)
    forget_unfinished(folder)


def forget_unfinished(folder: Path) -> None:
    """Remove what killed writers left in a folder; what a living one is at work on stays."""
    with suppress(OSError):  # somebody else's, or somebody else tidies too
        for path in folder.iterdir():
            if path.name.startswith(UNFINISHED) and not _is_at_work(path):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


@contextmanager
def told_to_users(path: Path) -> Iterator[None]:
    """Turn what an operating system says of writing to a path into one sentence."""
    try:
        yield
    except OSError as error:
        raise UserError(f"{path} cannot be written: {reason_of(error)}") from error


def reason_of(error: OSError) -> str:
    """What an operating system, or a library, says of a file that it cannot write or read."""
    if error.strerror is None and "written" in str(error):  # numpy: 5271 requested and 4080 written
        return f"only a part fits ({error}): is the disk full?"
    return (error.strerror or str(error)).lower()


@contextmanager
def alone_in(*folders: Path) -> Iterator[None]:
    """Hold folders for this process; the system lets them go when the process ends, however it ends.

    `AtWork`, a `UserError`, where another process holds one.
    """
    with ExitStack() as held:
        for folder in folders:
            with told_to_users(folder):
                folder.mkdir(parents=True, exist_ok=True)
                file = held.enter_context((folder / LOCK).open("w"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise AtWork(f"Another command is at work in {folder}; wait for it or stop it") from None
        yield


def is_ours(path: Path) -> bool:
    """Whether a file or folder is a lock, or one that somebody is, or was, writing."""
    return path.name == LOCK or path.name.startswith(UNFINISHED)


def _other_name(path: Path) -> Path:
    return path.with_name(f"{UNFINISHED}{os.getpid()}@{socket.gethostname()}~{path.name}")


def _is_at_work(path: Path) -> bool:
    """Whether the process that began to write may still be at it."""
    writer = _WRITER.match(path.name)
    if writer is None:
        return False
    if writer["host"] != socket.gethostname():
        return time.time() - path.stat().st_mtime < FORGOTTEN_SECONDS
    try:
        os.kill(int(writer["process"]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _to_disk(path: Path) -> None:
    """Wait until a file's or folder's content is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
