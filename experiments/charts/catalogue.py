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
BEFORE_RUNS = frozenset({"child_cost", "start_fit"})
"""Charts that hang on no counts, and may be drawn before there are any."""
WORK = {"child_cost": 3.4, "start_fit": 2.7, "childcare": 2.3, "marriages": 1.3, "pyramids": 1.2}
"""How long charts take to draw over how long births take, of those that take longer."""


def shared_out(names: Sequence[str], n: int) -> list[set[str]]:
    """Charts of each of `n` who draw at once: the longest first, each to who has least to do."""
    shares: list[set[str]] = [set() for _ in range(n)]
    for name in sorted(names, key=lambda one: -WORK.get(one, 1.0)):
        min(shares, key=lambda share: sum(WORK.get(one, 1.0) for one in share)).add(name)
    return shares


def pictures(
    main: ChartData, compared: ComparisonData | None, language: str, formats: Sequence[str],
    share: tuple[int, int] = (0, 1), before_runs: bool | None = None,
) -> dict[str, bytes]:
    """Content of every chart file that the stored results can fill, by the file's name.

    compared : of a comparison, whose scenario asked about `main` is of; None where one scenario stands alone
    share : which of how many shares of the charts to draw
    before_runs : those alone that hang on no counts, or all others; None: all
    """
    drawings: list[tuple[str, Callable[[], Figure | None]]] = []
    if compared:
        drawings += [(name, partial(draw, compared, language)) for name, draw in COMPARED.items()]
    drawings += [(name, partial(draw, main, language)) for name, draw in FIGURES.items()]
    drawings = [(name, draw) for name, draw in drawings if before_runs in (None, name in BEFORE_RUNS)]
    mine = shared_out([name for name, _ in drawings], share[1])[share[0]]
    drawn = {name: draw() for name, draw in drawings if name in mine}
    return {
        f"{name}_{language}.{kind}": picture(figure, kind)
        for name, figure in drawn.items() if figure is not None for kind in formats
    }
