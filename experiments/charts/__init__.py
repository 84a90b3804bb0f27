"""Charts of a run set, one figure a file, in Chinese and English; they read stored results and never run the model."""

from pathlib import Path

from experiments.charts import births_fan, fit_report, marriages, pyramids, tfr
from experiments.charts.data import ChartData
from experiments.charts.style import LANGUAGES, save

FIGURES = {
    "births": births_fan.draw,
    "tfr": tfr.draw,
    "pyramids": pyramids.draw,
    "marriages": marriages.draw,
    "start_fit": fit_report.draw,
}


def draw_all(data: ChartData, folder: Path) -> list[Path]:
    """Files of every chart that the stored results can fill, as PNG and PDF in each language."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, draw in FIGURES.items():
        for language in LANGUAGES:
            figure = draw(data, language)
            if figure is not None:
                files += save(figure, folder / f"{name}_{language}")
    return files
