"""Draws all charts of a comparison, one language beside the other on machines of several cores."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from experiments.charts.catalogue import draw_all, draw_comparison
from experiments.charts.data import ChartData, ComparisonData
from experiments.wording.languages import LANGUAGES
from sim.runs.runner import n_cores, worker_context


class Draughtsman:
    """Draws the charts of one language here and those of the other in a second process, which loads meanwhile.

    Twenty charts in two formats are half of the time of a report; matplotlib's settings are not safe in threads.
    """

    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(1, mp_context=worker_context()) if n_cores() > 1 else None
        if self.pool is not None:
            self.pool.submit(_drawn)

    def __enter__(self) -> "Draughtsman":
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def draw(self, compared: ComparisonData, main: ChartData, folder: Path) -> list[Path]:
        """Files of all charts."""
        if self.pool is None:
            return _drawn(compared, main, folder, LANGUAGES)
        other = self.pool.submit(_drawn, compared, main, folder, LANGUAGES[1:])
        return [*_drawn(compared, main, folder, LANGUAGES[:1]), *other.result()]


def _drawn(
    compared: ComparisonData | None = None, main: ChartData | None = None, folder: Path = Path(),
    languages: tuple[str, ...] = (),
) -> list[Path]:
    """Files of the charts given; without any, only loads what drawing needs."""
    files = [] if compared is None else draw_comparison(compared, folder, languages)
    return files + ([] if main is None else draw_all(main, folder, languages))
