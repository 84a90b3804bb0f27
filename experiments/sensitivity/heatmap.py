"""A map of factors and outputs: which factor matters to which output, and where nothing can be told from noise."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.charts import style
from experiments.sensitivity.figures import MEASURES
from experiments.sensitivity.naming import IndexData, fit_title
from experiments.study.schema import DUMMY, Factor
from sim.population.columns import Array

SHARES = ("total_order", "standardised")
"""Measures that are compared between outputs as they are; others as shares of the output's largest."""
COLOURS = LinearSegmentedColormap.from_list("importance", ["#f4f6f9", "#9db9d6", style.BLUE, "#0f2f4c"])
DARK, MOST_UPRIGHT = 0.45, 4
"""Share of the darkest colour from which on numbers are white; outputs whose names stand side by side."""
TEXT = {
    "zh": {
        "title": "因子与结果：{}", "share": "{}，占该结果最大值之比",
        "note": "颜色越深，影响越大。斜线格、括号内数字：不能与噪声区分。",
        "sign": "负号：取值升高则结果下降。",
        "swing": "移至上下限的变幅",
    },
    "en": {
        "title": "Factors and outputs: {}", "share": "{}, over the output's largest",
        "note": "Darker: matters more. Hatched, in brackets: not distinguishable from noise.",
        "sign": " Minus: the output falls as the factor rises.",
        "swing": "change to the bounds",
    },
}  # fmt: skip


@style.in_style
def draw_heatmap(outputs: Sequence[IndexData], language: str) -> Figure:
    """Figure of one measure of every factor (rows) and output (columns), factors by their largest."""
    first, text = outputs[0], TEXT[language]
    sizes = np.column_stack([_sizes(one) for one in outputs])
    names = [factor.name for factor in _subjects(first)]
    rows = sorted(range(len(names)), key=lambda k: (names[k] == DUMMY, -np.abs(sizes[k]).max()))
    measure = MEASURES.get(first.ranked_by, (text["swing"], text["swing"]))[0 if language == "zh" else 1]
    heading = text["title"].format(measure if first.ranked_by in SHARES else text["share"].format(measure))
    note = text["note"] + (text["sign"] if (sizes < 0).any() else "")
    turned = len(outputs) > MOST_UPRIGHT
    height = (4.0 if turned else 3.1) + 0.34 * len(names)
    figure, (ax,) = style.panels(first, language, heading, notes=(note,), height=height)
    figure.subplots_adjust(left=0.3, right=0.83 if turned else 0.975, top=1 - (2.6 if turned else 1.5) / height,
                           bottom=0.62 / height)  # fmt: skip
    fit_title(figure)
    most = max(1.0, float(np.abs(sizes).max()))
    ax.imshow(np.abs(sizes[rows]), cmap=COLOURS, vmin=0, vmax=most, aspect="auto")
    for column, one in enumerate(outputs):
        above = one.rows(one.ranked_by, names)["above_noise"].to_numpy()
        for row, k in enumerate(rows):
            _cell(ax, column, row, float(sizes[k, column]), most, bool(above[k]))
    ax.set_yticks(range(len(rows)), first.labels([names[k] for k in rows], language, ranges=False), fontsize=9)
    titles = [_broken(one.output_name(language)) for one in outputs]
    ax.set_xticks(range(len(outputs)), titles, fontsize=8, rotation=35 if turned else 0, rotation_mode="anchor",
                  ha="left" if turned else "center")  # fmt: skip
    ax.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    return figure


def _subjects(data: IndexData) -> tuple[Factor, ...]:
    """What the ranking measure is of: factors, or what the design moves."""
    return data.found.factors if data.ranked_by == "standardised" else data.found.subjects


def _sizes(data: IndexData) -> Array:
    """The ranking measure of every factor, of those in the output's unit over the largest."""
    own = data.rows(data.ranked_by, [factor.name for factor in _subjects(data)])["estimate"].to_numpy()
    return np.asarray(own if data.ranked_by in SHARES else own / np.abs(own).max())


def _cell(ax: Axes, column: int, row: int, value: float, most: float, above: bool) -> None:
    """Number of a cell; hatched and in brackets where noise explains it."""
    number = f"{value:.2f}".replace("-", "−")
    behind = {"facecolor": COLOURS(abs(value) / most), "edgecolor": "none", "pad": 1.2}
    ax.text(column, row, number if above else f"({number})", ha="center", va="center", fontsize=8.5, bbox=behind,
            color="white" if abs(value) / most > DARK else style.INK)  # fmt: skip
    if not above:
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, hatch="///", edgecolor="#a9b0b9", lw=0))


def _broken(name: str) -> str:
    """An output's name in two lines, broken before its years."""
    for mark in ("（", " ("):
        if mark in name:
            return name.replace(mark, "\n" + mark.strip(), 1)
    return name
