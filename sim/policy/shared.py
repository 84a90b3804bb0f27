"""Tables that hang on lever paths, made once for all runs of a process in which these levers have the same paths.

Lever paths are compiled once and shared (`sim.policy.paths`), so equal paths are one object, and a table is found by
the paths it reads. In a sweep most runs differ from the one before in a lever or two: the tables of the others stay.
"""

from collections.abc import Callable
from typing import Any

from sim.lru import LruCache
from sim.policy.paths import LeverPaths

MOST_TABLES = {"births_bring": 96, "care": 96, "family credit": 96, "leave": 4096, "rent relief": 96}
"""Tables of a subject that are kept, the last used ones: what one run reads several times over, and no more, since
each keeps its paths in memory."""
MOST_OF_OTHERS = 1024
_tables: dict[str, LruCache[Any]] = {}


def shared[T](subject: str, levers: LeverPaths, names: tuple[str, ...], extra: Any, make: Callable[[], T]) -> T:
    """What `make` gives for these paths of the levers `names`; it is not to be changed.

    extra : everything else that `make` reads, hashable
    """
    if subject not in _tables:
        _tables[subject] = LruCache(MOST_TABLES.get(subject, MOST_OF_OTHERS))
    kept: LruCache[T] = _tables[subject]
    return kept.get((levers.paths(names), levers.pack, levers.span, extra), make)
