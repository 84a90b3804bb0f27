"""Compiled code on disk, kept under everything that can change it.

numba keeps a compiled function beside its source and takes it back while that one file is the same; but the rules it
calls and every constant it froze may come from other files, and an edited callee would then run in its old form. Here
a function's code is kept under the content of every module of `sim` that its own module can reach by imports, the
versions of Python and of the libraries that compile or fill constants, and the processor. Undo an edit, or check out
another commit, and the code compiled for it before is found again.

Imported by `sim.clock`, `sim.handles` and `sim.streams`, one of which stands under every compiled rule.
"""

import functools
import hashlib
import importlib.metadata
import os
import platform
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from llvmlite import binding
from numba.core import caching

from sim.source import module_of, reach_stamp

COMPILING_LIBRARIES = ("numba", "llvmlite", "numpy", "scipy")
"""Libraries that compile, or whose results stand in constants that compiled code freezes."""
COUNTIES_VARIABLE = "FERTSIM_COUNTIES"
"""Variable of the environment that holds the number of counties of a place that has not six."""
KEPT_VERSIONS = 4
"""Versions of a compiled function kept on disk, the last written ones: some edits may be undone without compiling."""


@functools.cache
def versions() -> tuple[str, ...]:
    """Versions of Python and `COMPILING_LIBRARIES`."""
    return platform.python_version(), *(f"{name} {importlib.metadata.version(name)}" for name in COMPILING_LIBRARIES)


def counties_told() -> tuple[str, ...]:
    """What the environment says of the number of counties, which compiled code freezes; empty where it says nothing."""
    said = os.environ.get(COUNTIES_VARIABLE, "")
    return (f"{COUNTIES_VARIABLE}={said}",) if said else ()


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


caching.CacheImpl._locator_classes[:0] = [_UserProvided, _InTree, _UserWide]
