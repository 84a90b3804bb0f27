"""Draws all charts of a report in other processes, one a language, while this one makes the tables.

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
from sim.runs.workers import beside, n_cores
from sim.writing import make_folder, write_bytes

if TYPE_CHECKING:
    from experiments.charts.data import ChartData, ComparisonData


class Drawing(NamedTuple):
    """Charts on their way to a folder: what waits for the files' content, by their name, language by language."""

    folder: Path
    coming: Sequence[Callable[[], dict[str, bytes]]]

    def write(self) -> list[Path]:
        """Files of all charts, written as they are ready; an error of the drawing process is raised here."""
        make_folder(self.folder)
        files = []
        for drawn in self.coming:
            for name, content in drawn().items():
                files.append(self.folder / name)
                write_bytes(files[-1], content)
        return files


def get_ready(asked: Asked) -> None:
    """Let the processes that will draw load what drawing needs."""
    if n_cores() > 1:
        for desk, _ in enumerate(asked.languages):
            beside(_load, asked.formats, desk=desk)


def begin(folder: Path, asked: Asked, main: "ChartData", compared: "ComparisonData | None" = None) -> Drawing:
    """Begin to draw all charts of a run set, or of a comparison and of the scenario asked about in it."""
    jobs = [(main, compared, language, formats) for language, formats in asked.with_standing(folder).items()]
    if n_cores() == 1:
        return Drawing(folder, [partial(_drawn, *job) for job in jobs])
    return Drawing(folder, [beside(_drawn, *job, desk=desk).result for desk, job in enumerate(jobs)])


def _drawn(
    main: "ChartData", compared: "ComparisonData | None", language: str, formats: Sequence[str]
) -> dict[str, bytes]:
    """Content of the chart files in a language, by name."""
    from experiments.charts.catalogue import pictures

    return pictures(main, compared, language, formats)


def _load(formats: Sequence[str]) -> None:
    """Draw nothing, for which all is loaded that drawing needs; keep it out of the searches for memory nobody uses."""
    from matplotlib.figure import Figure

    import experiments.charts.catalogue  # noqa: F401
    from experiments.charts.style import picture

    for kind in formats:
        picture(Figure(), kind)
    gc.freeze()
    atexit.register(gc.unfreeze)
