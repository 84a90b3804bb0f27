"""What each scenario adds by county: numbers and percentages with paired intervals, counties by code, not by rank."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from experiments.wording.indicators import scale_of, title_of, unit_of_sum
from sim.arrays import Array

TEXT = {
    "zh": {
        "title": "各县（市、区）的差值：{}", "x": "差值（{}）", "percent": "差值占基准情景的比重（%）",
        "note": "对比：{}。线段：{}。区间重叠的县（市、区）不能排名次。",
    },
    "en": {
        "title": "By county: {}", "x": "difference ({})", "percent": "difference as a share of the base (%)",
        "note": "Compared with: {}. Whiskers: {}. Counties whose intervals overlap have no rank.",
    },
}  # fmt: skip
MARKERS = "osD^v"
SPREAD = 0.5
"""Of the room of a county's row that its scenarios share."""


@style.in_style
def draw_counties(data: ComparisonData, table: pd.DataFrame, name: str, language: str) -> Figure:
    """Figure of a table of `experiments.comparison.by_county`: a row a county, a mark a scenario."""
    text, codes = TEXT[language], list(dict.fromkeys(table["county_code"]))
    names = table.drop_duplicates("county_code")[f"name_{language}"].tolist()
    notes = (text["note"].format(data.title(data.base, language), data.interval(language).paired),)
    labels = list(dict.fromkeys(table["scenario"]))
    height = 2.5 + len(codes) * max(0.42, 0.2 * len(labels))
    title = text["title"].format(title_of(name, language))
    figure, (left, right) = style.panels(data, language, title, 2, notes, height, sharey=True)
    scale = scale_of(float(table[["mean", "lower", "upper"]].abs().max().max()), language)
    for k, label in enumerate(labels):
        rows = table[table["scenario"] == label]
        at = np.asarray(np.arange(len(codes)) + SPREAD * ((k + 0.5) / len(labels) - 0.5), np.float64)
        look, marker, told = style.scenario_look(data, label), MARKERS[k % len(MARKERS)], data.title(label, language)
        _marks(left, at, rows, 1 / scale, look, marker, told)
        each = (rows["percent"] / rows["mean"]).replace([np.inf, -np.inf], np.nan).fillna(0.0).to_numpy()
        _marks(right, at, rows, each, look, marker, told)
    for ax, shown in ((left, text["x"].format(unit_of_sum(name, language, scale))), (right, text["percent"])):
        ax.axvline(0, color=style.INK, lw=0.8)
        ax.set_xlabel(shown)
        ax.xaxis.set_major_formatter(style.THOUSANDS)
        ax.grid(visible=False, axis="y")
    left.set_yticks(range(len(codes)), names, fontsize=9)
    left.set_ylim(len(codes) - 0.5, -0.5)
    style.name_room(left, figure, names)
    style.legend_above(left, from_figure=True)
    return figure


def _marks(
    ax: Axes, at: Array, rows: pd.DataFrame, each: object,
    look: style.Look, marker: str, label: str,
) -> None:
    """Means and intervals of one scenario. each : what numbers are multiplied by"""
    mean, lower, upper = (rows[one].to_numpy() * each for one in ("mean", "lower", "upper"))
    ax.hlines(at, np.minimum(lower, upper), np.maximum(lower, upper), color=look.colour, lw=1.4, ls=look.dashes)
    face = look.colour if marker == MARKERS[0] else "white"
    ax.plot(mean, at, marker, color=look.colour, mfc=face, ms=6, mew=1.4, label=label)
