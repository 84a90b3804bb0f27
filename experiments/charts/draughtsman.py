"""Draws all charts of a report in two other processes while this one makes the tables.

A language each, or each half of the charts of one.

Drawing, and loading what it needs, takes as long as all else in the report of a small run, and matplotlib's settings
are not safe in threads. The other processes hand over the files' content and write nothing: a report that fails or is
stopped leaves no chart without its table behind, and no file half-written. On machines of one core this process draws.
Nothing here loads what draws before it is needed.
"""

import atexit
import gc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from experiments.charts.asked import Asked
from sim.put_off import put_away_lazy_arrays
from sim.runs.workers import beside, n_cores
from sim.writing import make_folder, write_bytes

if TYPE_CHECKING:
    from experiments.charts.data import ChartData, ComparisonData


DESKS = 2
"""Processes that draw."""


class Drawing(NamedTuple):
    """Charts on their way to a folder: what waits for the files' content, by their name, language by language."""

    folder: Path
    coming: Sequence[Callable[[], dict[str, bytes]]]

    def __add__(self, other: "Drawing") -> "Drawing":  # type: ignore[override]
        """Both, into the folder of this one."""
        return Drawing(self.folder, [*self.coming, *other.coming])

    def write(self) -> list[Path]:
        """Files of all charts, written as they are ready; an error of the drawing process is raised here."""
        make_folder(self.folder)
        files = []
        for drawn in self.coming:
            for name, content in drawn().items():
                files.append(self.folder / name)
                write_bytes(files[-1], content)
        return files


def get_ready(asked: Asked, most: int = DESKS) -> None:
    """Let the processes that will draw, or the first `most` of them, load what drawing needs."""
    if n_cores() > 1:
        for desk, _ in enumerate(_shares(asked.languages)[:most]):
            beside(_load, asked.formats, desk=desk)


def begin(
    folder: Path, asked: Asked, main: "ChartData", compared: "ComparisonData | None" = None,
    before_runs: bool | None = None,
) -> Drawing:
    """Begin to draw all charts of a run set, or of a comparison and of the scenario asked about in it.

    before_runs : those alone that hang on no counts, which `main` need not hold yet, or all others; None: all
    """
    kinds = asked.with_standing(folder)
    jobs = [
        (main, compared, language, kinds[language], share, before_runs) for language, share in _shares(tuple(kinds))
    ]
    if n_cores() == 1:
        return Drawing(folder, [partial(_drawn, *job) for job in jobs])
    return Drawing(folder, [beside(_drawn, *job, desk=desk).result for desk, job in enumerate(jobs)])


def _shares(languages: Sequence[str]) -> list[tuple[str, tuple[int, int]]]:
    """Language and share of its charts, which of how many, of every process that draws."""
    n = DESKS if n_cores() > 1 and len(languages) == 1 else 1
    return [(language, (k, n)) for language in languages for k in range(n)]


def _drawn(
    main: "ChartData", compared: "ComparisonData | None", language: str, formats: Sequence[str], share: tuple[int, int],
    before_runs: bool | None,
) -> dict[str, bytes]:
    """Content of the chart files of a share of a language's charts, by name."""
    from experiments.charts.catalogue import pictures

    return pictures(main, compared, language, formats, share, before_runs)


def _load(formats: Sequence[str]) -> None:
    """Draw nothing, for which all is loaded that drawing needs; keep it out of the searches for memory nobody uses."""
    from matplotlib.figure import Figure

    import experiments.charts.catalogue  # noqa: F401
    from experiments.charts.style import picture

    put_away_lazy_arrays()
    for kind in formats:
        picture(Figure(), kind)
    gc.freeze()
    atexit.register(gc.unfreeze)
