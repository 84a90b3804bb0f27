"""How checks of a data pack walk over a table and say what is wrong in it, and the last guard of what follows from it.

Line numbers are row positions plus two: one for the header, one because lines count from one.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import UserError

Frames = Callable[[str], pd.DataFrame]
Check = Callable[[Frames, int], None]

SHARE_TOLERANCE = 0.01
"""Published shares are rounded, so a hundred percent is met within this."""


def finite(figures: np.ndarray[Any, np.dtype[Any]], what: str, low: float = -np.inf) -> np.ndarray[Any, Any]:
    """The figures, if all are numbers of at least `low`; else an error that says what they are: nothing runs on NaN.

    what : what they are and which tables they come from
    """
    wrong = ~np.isfinite(figures) | (figures < low)
    if figures.size == 0 or wrong.any():
        n = f"{int(wrong.sum()):,} of {figures.size:,} are no numbers" if figures.size else "there are none"
        least = f" of at least {low:g}" if np.isfinite(low) else ""
        raise UserError(f"The {what} of this place cannot be told ({n}); allowed are numbers{least}.")
    return figures


def groups(frame: pd.DataFrame, keys: list[str]) -> Iterator[tuple[tuple[Any, ...], pd.DataFrame]]:
    """Each combination of the keys that occurs, in file order, with its rows."""
    for key, rows in frame.groupby(keys, sort=False):
        yield (tuple(key) if isinstance(key, tuple) else (key,)), rows


def fault(table: str, rows: pd.DataFrame, column: str, problem: str) -> UserError:
    """The error of some rows of a table, by their lines and a column; a table without rows is named alone."""
    if rows.empty:
        return UserError(f"{table}.csv, column {column}: {problem}.")
    first, last = int(rows.index.min()) + 2, int(rows.index.max()) + 2
    place = f"line {first}" if first == last else f"lines {first} to {last}"
    return UserError(f"{table}.csv {place}, column {column}: {problem}.")


def words(key: tuple[Any, ...]) -> str:
    """A key as it is written in a sentence."""
    return ", ".join(str(part) for part in key)
