"""Which figures there are of a run set and of a comparison, and the files that they are written to."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from experiments.charts import (
    births_fan,
    child_cost,
    childcare,
    fit_report,
    marriages,
    policy_effect,
    public_money,
    pyramids,
    scenarios,
    tfr,
)
from experiments.charts.data import ChartData, ComparisonData
from experiments.charts.style import save
from experiments.wording.languages import LANGUAGES
from sim.writing import make_folder

FIGURES = {
    "births": births_fan.draw,
    "tfr": tfr.draw,
    "pyramids": pyramids.draw,
    "marriages": marriages.draw,
    "childcare": childcare.draw,
    "child_cost": child_cost.draw,
    "public_money": public_money.draw,
    "start_fit": fit_report.draw,
}
"""Charts of the runs of one scenario."""
COMPARED = {
    "policy_effect": policy_effect.draw,
    "scenarios": scenarios.draw,
}
"""Charts of a comparison of scenarios."""


def draw_all(data: ChartData, folder: Path, languages: Sequence[str] = LANGUAGES) -> list[Path]:
    """Files of every chart that the stored results can fill, as PNG and PDF in each language."""
    return _drawn(FIGURES, data, folder, languages)


def draw_comparison(data: ComparisonData, folder: Path, languages: Sequence[str] = LANGUAGES) -> list[Path]:
    """Files of every chart of a comparison that the stored results can fill."""
    return _drawn(COMPARED, data, folder, languages)


def _drawn[D](
    figures: Mapping[str, Callable[[D, str], Figure | None]], data: D, folder: Path, languages: Sequence[str]
) -> list[Path]:
    make_folder(folder)
    files = []
    for name, draw in figures.items():
        for language in languages:
            figure = draw(data, language)
            if figure is not None:
                files += save(figure, folder / f"{name}_{language}")
    return files
