"""Which figures there are of a run set and of a comparison, and the files that they are."""

from collections.abc import Callable, Sequence
from functools import partial

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
from experiments.charts.style import picture

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


def pictures(
    main: ChartData, compared: ComparisonData | None, language: str, formats: Sequence[str],
    share: tuple[int, int] = (0, 1),
) -> dict[str, bytes]:
    """Content of every chart file that the stored results can fill, by the file's name.

    compared : of a comparison, whose scenario asked about `main` is of; None where one scenario stands alone
    share : which of how many shares of the charts to draw, every so many one
    """
    drawings: list[tuple[str, Callable[[], Figure | None]]] = []
    if compared:
        drawings += [(name, partial(draw, compared, language)) for name, draw in COMPARED.items()]
    drawings += [(name, partial(draw, main, language)) for name, draw in FIGURES.items()]
    first, step = share
    drawn = {name: draw() for name, draw in drawings[first::step]}
    return {
        f"{name}_{language}.{kind}": picture(figure, kind)
        for name, figure in drawn.items() if figure is not None for kind in formats
    }
