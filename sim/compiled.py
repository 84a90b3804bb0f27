"""Compiled code on disk, kept under everything that can change it.

numba keeps a compiled function beside its source and takes it back while that one file is the same; but the rules it
calls and every constant it froze may come from other files, and an edited callee would then run in its old form. Here
a function's code is kept under the content of every module of `sim` that its own module can reach by imports, the
versions of Python and of the libraries that compile or fill constants, and the processor. Undo an edit, or check out
another commit, and the code compiled for it before is found again.

Of several processes that want a function compiled, one compiles it; the others wait and load what it kept.

Imported by `sim.clock`, `sim.handles` and `sim.streams`, one of which stands under every compiled rule.
"""

import fcntl
import functools
import hashlib
import importlib.metadata
import os
import platform
import re
import time
import zlib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from llvmlite import binding
from numba.core import caching, dispatcher

import sim.unlinked  # noqa: F401  loads compiled code without what only compiling reads
from sim.arrays import USUAL_COUNTIES
from sim.source import module_of, reach_stamp

COMPILING_LIBRARIES = ("numba", "llvmlite", "numpy", "scipy")
"""Libraries that compile, or whose results stand in constants that compiled code freezes."""
COUNTIES_VARIABLE = "FERTSIM_COUNTIES"
"""Variable of the environment that holds the number of counties of a place that has not the usual one."""
KEPT_VERSIONS = 4
"""Versions of a compiled function kept on disk, the last written ones: some edits may be undone without compiling."""


@functools.cache
def versions() -> tuple[str, ...]:
    """Versions of Python and `COMPILING_LIBRARIES`."""
    return platform.python_version(), *(f"{name} {importlib.metadata.version(name)}" for name in COMPILING_LIBRARIES)


def counties_told() -> tuple[str, ...]:
    """What the environment says of the number of counties, which compiled code freezes; empty of the usual one."""
    said = os.environ.get(COUNTIES_VARIABLE, "")
    return () if said in ("", str(USUAL_COUNTIES)) else (f"{COUNTIES_VARIABLE}={said}",)


@functools.cache
def compile_stamp(module: str) -> str:
    """Hash under which code compiled from functions of a module is kept."""
    text = "\n".join((reach_stamp(module), *versions(), binding.get_host_cpu_name(), *counties_told()))
    return hashlib.sha256(text.encode()).hexdigest()


_CACHE_FILE = re.compile(r"(?P<function>.+)-\d+-(?P<stamp>[0-9a-f]{16})(?P<python>\.py\w+)(\.\d+)?\.nb[ic]")
_writable: set[Path] = set()
_tidied: set[Path] = set()
"""Folders of compiled code that this process has tried, and those in which it has looked for old versions."""


def forget_old_versions(folder: Path) -> None:
    """Remove all but the last written `KEPT_VERSIONS` versions of each compiled function from a folder."""
    versions_of: dict[tuple[str, str], dict[str, list[Path]]] = defaultdict(lambda: defaultdict(list))
    for path in folder.glob("*.nb[ic]"):
        if name := _CACHE_FILE.fullmatch(path.name):
            versions_of[name["function"], name["python"]][name["stamp"]].append(path)
    for by_stamp in versions_of.values():
        written = {stamp: max(map(_written, files)) for stamp, files in by_stamp.items()}
        for stamp in sorted(written, key=lambda one: written[one])[:-KEPT_VERSIONS]:
            for path in by_stamp[stamp]:
                path.unlink(missing_ok=True)  # who still needs it compiles again


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process tidies too
        return 0.0


class _ByReach:
    """A cache locator of functions of `sim`: where its base keeps code, under `compile_stamp`; none for other files."""

    _py_file: str
    _lineno: int
    _declared = False

    def get_source_stamp(self) -> str:
        """What numba compares with the stamp in the index file."""
        return compile_stamp(str(module_of(self._py_file)))

    def get_disambiguator(self) -> str:
        """What file names bear: versions of a function have files of their own, and processes never mix them."""
        return f"{self._lineno}-{self.get_source_stamp()[:16]}"

    def ensure_cache_path(self) -> None:
        """See that the folder can be written: when a function is declared, and again before its code is kept."""
        folder = Path(self.get_cache_path())  # type: ignore[attr-defined]
        if folder not in _writable:
            super().ensure_cache_path()  # type: ignore[misc]
            _writable.add(folder)
        elif self._declared and folder not in _tidied:
            _tidied.add(folder)
            forget_old_versions(folder)
        self._declared = True

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Self | None:
        """A locator, where the function is of `sim` and its base would keep it."""
        return None if module_of(py_file) is None else super().from_function(py_func, py_file)  # type: ignore[misc]


class _UserProvided(_ByReach, caching.UserProvidedCacheLocator): ...


class _InTree(_ByReach, caching.InTreeCacheLocator): ...


class _UserWide(_ByReach, caching.UserWideCacheLocator): ...


COMPILING = ".compiling"
"""File in a folder of compiled code; a process that compiles a function holds the byte of the function's name."""
LONGEST_WAIT, LOOK_AGAIN = 600.0, 0.05
"""Seconds that a process waits for another's compiling before it compiles by itself, and between two looks."""
_lock_files: dict[Path, int] = {}
"""Descriptors of the lock files; never closed, since closing one lets go of all that the process holds in the file."""


class _CompiledOnce(caching.FunctionCache):
    """The cache of one function: who finds it empty fills it alone, and who comes meanwhile takes what was filled in.

    A compilation that fails holds others until its process ends, or for `LONGEST_WAIT`; no lock outlives its process.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The kept code of a signature; None where this process is to compile it."""
        found = super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        if found is None and isinstance(self._impl.locator, _ByReach) and self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
            found = super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
            if found is not None:
                self._locked(fcntl.LOCK_UN)
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the code of a signature, and let others load it."""
        try:
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        finally:
            if isinstance(self._impl.locator, _ByReach):
                self._locked(fcntl.LOCK_UN)

    def is_filled(self) -> bool:
        """Whether code of any signature is kept."""
        return bool(self._cache_file._load_index())  # type: ignore[no-untyped-call]

    def _locked(self, how: int) -> bool:
        """Take or let go of the function's lock; False where there is none to be had, in time or at all."""
        folder, byte = Path(self._cache_path), zlib.crc32(self._impl.filename_base.encode())
        end = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                fcntl.lockf(_lock_file(folder), how, 1, byte)
                return True
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(LOOK_AGAIN)
            except OSError:  # a folder that cannot be written, or a file system without locks
                return False


def _lock_file(folder: Path) -> int:
    if folder not in _lock_files:
        _lock_files[folder] = os.open(folder / COMPILING, os.O_RDWR | os.O_CREAT, 0o666)
    return _lock_files[folder]


def is_kept(rule: Any) -> bool:
    """Whether a compiled rule, whatever it is given, is on disk as its source stands today; True without compiling."""
    return not hasattr(rule, "_cache") or rule._cache.is_filled()


caching.CacheImpl._locator_classes[:0] = [_UserProvided, _InTree, _UserWide]
vars(dispatcher)["FunctionCache"] = _CompiledOnce
