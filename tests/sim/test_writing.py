"""One way to write: whole or not at all, one writer a folder, nothing left by killed ones."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.writing import (
    UNFINISHED,
    alone_in,
    forget_unfinished,
    make_folder,
    whole_file,
    whole_folder,
    write_bytes,
    write_text,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def half_a_file(path: Path) -> None:
    with whole_file(path) as file:
        file.write_text("half", encoding="utf-8")
        raise ZeroDivisionError


def half_a_folder(path: Path) -> None:
    with whole_folder(path) as folder:
        (folder / "x").write_bytes(b"1")
        raise ZeroDivisionError


def test_what_fails_leaves_what_was(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "first")
    with pytest.raises(ZeroDivisionError):
        half_a_file(tmp_path / "a.txt")
    with pytest.raises(ZeroDivisionError):
        half_a_folder(tmp_path / "b")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "first"
    assert names(tmp_path) == ["a.txt"]


def test_a_folder_takes_the_place_of_one(tmp_path: Path) -> None:
    for content in (b"1", b"2"):
        with whole_folder(tmp_path / "b") as folder:
            (folder / "x").write_bytes(content)
    assert (tmp_path / "b" / "x").read_bytes() == b"2"
    assert names(tmp_path) == ["b"]


KILLED = """
import os, sys
from pathlib import Path
from sim.writing import whole_file, whole_folder
folder = Path(sys.argv[1])
with whole_file(folder / "a.txt") as file, whole_folder(folder / "b") as inside:
    file.write_text("half")
    (inside / "x").write_text("half")
    os._exit(9)
"""


def test_what_a_killed_writer_left_is_no_file_and_is_removed_by_the_next(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode == 9
    assert len(names(tmp_path)) == 2
    assert all(name.startswith(UNFINISHED) for name in names(tmp_path))
    with whole_file(tmp_path / "c") as path:
        path.write_text("at work", encoding="utf-8")
        forget_unfinished(tmp_path)
        assert len(names(tmp_path)) == 1, "what a living process writes stays"
    assert names(tmp_path) == ["c"]


def whole_text(path: Path, text: str) -> None:
    with whole_file(path) as file:
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("writes", [write_text, whole_text])
def test_who_writes_into_a_folder_removes_what_killed_writers_left_there(
    tmp_path: Path, writes: Callable[[Path, str], None]
) -> None:
    """Of whatever file: it may be one that nobody writes again."""
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert len(names(tmp_path)) == 2
    writes(tmp_path / "c.txt", "whole")
    assert names(tmp_path) == ["c.txt"]


def test_a_folder_that_is_made_ready_holds_nothing_unfinished(tmp_path: Path) -> None:
    make_folder(tmp_path / "new" / "below")
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    make_folder(tmp_path)
    assert names(tmp_path) == ["new"]


def test_of_another_machine_what_is_old_is_removed(tmp_path: Path) -> None:
    for name, age in (("new", None), ("old", 0)):
        path = tmp_path / f"{UNFINISHED}1@elsewhere~{name}"
        path.write_bytes(b"")
        if age is not None:
            os.utime(path, (age, age))
    forget_unfinished(tmp_path)
    assert names(tmp_path) == [f"{UNFINISHED}1@elsewhere~new"]
    forget_unfinished(tmp_path / "nowhere")


def test_one_writer_a_folder(tmp_path: Path) -> None:
    script = f"from pathlib import Path\nfrom sim.writing import alone_in\nwith alone_in(Path({str(tmp_path)!r})): pass"
    with alone_in(tmp_path, tmp_path / "new"):
        other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert f"Another command is at work in {tmp_path}; wait for it or stop it" in other.stderr
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("name", ["file/below", "x" * 300])
def test_what_cannot_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="cannot be written: "):
        write_bytes(tmp_path / name, b"1")
    with pytest.raises(UserError, match="cannot be written: "), whole_folder(tmp_path / name):
        raise AssertionError("not reached")
    with pytest.raises(UserError, match="cannot be written: "), alone_in(tmp_path / name):
        raise AssertionError("not reached")
