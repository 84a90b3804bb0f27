"""Draws all charts of a comparison, one language beside the other on machines of several cores.

Twenty charts in two formats are half of the time of a report; matplotlib's settings are not safe in threads, so the
second language is drawn in a process of its own, which `get_ready` lets load while the tables are made.
"""

from pathlib import Path

from experiments.charts.catalogue import draw_all, draw_comparison
from experiments.charts.data import ChartData, ComparisonData
from experiments.wording.languages import LANGUAGES
from sim.errors import UserError
from sim.runs.workers import beside, n_cores


def get_ready() -> None:
    """Let the second process load what drawing needs."""
    if n_cores() > 1:
        beside(_loaded)


def draw(compared: ComparisonData, main: ChartData, folder: Path) -> list[Path]:
    """Files of all charts."""
    if n_cores() == 1:
        return _drawn(compared, main, folder, LANGUAGES)
    other = beside(_drawn, compared, main, folder, LANGUAGES[1:])
    try:
        own = _drawn(compared, main, folder, LANGUAGES[:1])
    except UserError:
        other.wait()  # it ends by the same fault; ended by force, it would leave what it was writing half-written
        raise
    return [*own, *other.result()]


def _drawn(compared: ComparisonData, main: ChartData, folder: Path, languages: tuple[str, ...]) -> list[Path]:
    """Files of the charts in some languages."""
    return [*draw_comparison(compared, folder, languages), *draw_all(main, folder, languages)]


def _loaded() -> None:
    """Do nothing: the modules that drawing needs came with this one."""
