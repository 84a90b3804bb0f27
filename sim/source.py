"""The source of `sim` as this process imported it: its hash, what a module can reach, whether the disk still agrees.

A result names the code that made it. Python keeps running what it once read, so the hash is taken when `sim` is
imported, and whoever begins a run asks `check_unchanged`. Compiled code and start populations are kept on disk under
the content of every module that can change them (`reach_stamp`), so that an edit, a checkout or a pull never meets
stale ones. Called by `sim.compiled` and `sim.runs`; imports nothing that takes time.
"""

import functools
import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sim.errors import UserError

PACKAGE = Path(__file__).parent
_FROM = re.compile(r"^[ \t]*from[ \t]+(sim[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+(sim[\w.]*)", re.MULTILINE)
_COMMENT = re.compile(r"#[^\n]*")


class Source(NamedTuple):
    """One source file as read at import."""

    path: Path
    digest: bytes
    """sha256 of its content."""
    text: str


def _read() -> dict[str, Source]:
    """Every source file of the package by the name of its module."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = (PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts)
        content = path.read_bytes()
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Source(path, hashlib.sha256(content).digest(), content.decode())
    return found


SOURCES = _read()
"""By module, as this process imported it."""


def code_hash() -> str:
    """sha256 over path and content of every source file of `sim` as imported: equal hash, equal code."""
    return _digest(SOURCES)


def check_unchanged() -> None:
    """`UserError` where a source file of `sim` on disk is no longer what this process imported."""
    now = _read()
    if now.keys() != SOURCES.keys() or any(now[name].digest != one.digest for name, one in SOURCES.items()):
        either = now.keys() | SOURCES.keys()
        raise _changed(min(name for name in either if not _same(now.get(name), SOURCES.get(name))))


def _same(one: Source | None, other: Source | None) -> bool:
    return one is not None and other is not None and one.digest == other.digest


def _changed(module: str) -> UserError:
    return UserError(f"Source changed since import ({module}): restart this process, or the notebook's kernel")


class _Guard:
    """Refuses to import a module whose file is no longer what was read when `sim` was imported."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Leave the finding to others, having looked at the file."""
        source = SOURCES.get(name)
        if source is not None and hashlib.sha256(source.path.read_bytes()).digest() != source.digest:
            raise _changed(name)


sys.meta_path.insert(0, _Guard())  # type: ignore[arg-type]


def check_same_code(code: str) -> None:
    """`UserError` where this process runs other code than the one that sent it work. code : its `code_hash`"""
    if code != code_hash():
        raise UserError(
            "A worker runs other code than this process: source changed since import, restart; on a cluster, install"
            " the same fertsim on every machine"
        )


def imports(text: str) -> set[str]:
    """Modules of `sim` that a source text imports, anywhere in it."""
    named = set(_IMPORT.findall(text))
    for module, names in _FROM.findall(text):
        for entry in filter(None, map(str.strip, _COMMENT.sub("", names).strip("() \t\n").split(","))):
            name = f"{module}.{entry.split()[0]}"
            named.add(name if name in SOURCES else module)
    return named & SOURCES.keys()


@functools.cache
def reached(module: str) -> frozenset[str]:
    """A module and all of `sim` that it imports, at any remove."""
    found: set[str] = set()
    left = [module]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _imports_of(name) - found
    return frozenset(found)


@functools.cache
def _imports_of(module: str) -> set[str]:
    return imports(SOURCES[module].text)


def reach_stamp(module: str) -> str:
    """sha256 over every source file that a module can reach, its own among them."""
    return _digest(reached(module))


def module_of(path: str | Path) -> str | None:
    """Module of `sim` that a file is the source of; None for other files."""
    return _modules_by_path().get(str(path))


@functools.cache
def _modules_by_path() -> dict[str, str]:
    return {str(source.path): name for name, source in SOURCES.items()}


def _digest(modules: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(modules):
        digest.update(name.encode() + b"\0" + SOURCES[name].digest)
    return digest.hexdigest()
