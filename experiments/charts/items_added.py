"""What each plan item adds in births: a waterfall with the interaction of items and the sum, each with its interval."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from experiments.wording.amounts import PEOPLE, change
from experiments.wording.indicators import WORDS, scale_of

TEXT = {
    "zh": {
        "title": "各项政策措施带来的出生人数", "x": "出生人数之差（{}人，{}–{}年合计）",
        "note": "各项均为单独实施；交互作用为全部实施比所列各项之和多出或少掉的部分。", "lines": "对比：{}。线段：{}。",
    },
    "en": {
        "title": "What each plan item adds: births of residents", "x": "difference ({}births, {}–{} in all)",
        "note": "Each item alone; interaction: what all add beyond the sum of those alone.",
        "lines": "Compared with: {}. Whiskers: {}.",
    },
}  # fmt: skip
MORE: dict[str, Any] = {"facecolor": style.BLUE}
FEWER: dict[str, Any] = {"facecolor": "#f3d9d2", "hatch": "////"}
JOINT: dict[str, Any] = {"facecolor": "white", "hatch": "...."}
WHOLE: dict[str, Any] = {"facecolor": style.GREY}
"""Fills of what adds, of what takes away, of the interaction and of the sum; apart in grey print."""
ROW = 0.38
"""Height of a row [inches]."""


@style.in_style
def draw(data: ComparisonData, table: pd.DataFrame, years: tuple[int, int], language: str) -> Figure:
    """Figure of a waterfall of births. table : of `experiments.comparison.items`"""
    text, rows = TEXT[language], table[table["indicator"] == "births"].reset_index(drop=True)
    compared = text["lines"].format(data.title(data.base, language), data.interval(language).paired)
    notes = (text["note"], compared)
    height = 2.5 + ROW * len(rows)
    figure, (ax,) = style.panels(data, language, text["title"], notes=notes, height=height)
    scale = scale_of(float(rows[["lower", "upper", "mean"]].abs().max().max()), language)
    ends, reached = [], 0.0
    for at, row in rows.iterrows():
        last, joint = row["item"] == "all", row["item"] == "together"
        start = 0.0 if last else reached
        fill = WHOLE if last else JOINT if joint else MORE if row["mean"] >= 0 else FEWER
        _bar(ax, float(str(at)), start / scale, row, scale, fill)
        reached = start + row["mean"]
        ends.append(max(start, reached, start + max(row["upper"], row["mean"])))
    for at, row in rows.iterrows():
        told = change(row["mean"], row["lower"], row["upper"], PEOPLE, language, row["standard_error"])
        ax.annotate(told, (ends[int(str(at))] / scale, float(str(at))), (6, 0), textcoords="offset points", va="center",
                    fontsize=8, color=style.INK)
    _finish(ax, figure, rows[f"title_{language}"].tolist(), language)
    ax.set_xlabel(text["x"].format(WORDS[language][scale], *years))
    return figure


def _bar(ax: Axes, at: float, start: float, row: pd.Series, scale: float, fill: dict[str, Any]) -> None:
    """One row: a bar from where the row above ends, its interval about its end, and a thread to the row below."""
    mean = row["mean"] / scale
    ax.barh(at, mean, 0.62, left=start, edgecolor=style.INK, lw=0.5, **fill)
    if row["lower"] == row["lower"]:
        style.whiskers(ax, at, start + row["lower"] / scale, start + row["upper"] / scale)
    if row["item"] != "all":
        ax.plot([start + mean] * 2, [at - 0.31, at + 1.31], color=style.GREY, lw=0.8)


def _finish(ax: Axes, figure: Figure, names: list[str], language: str) -> None:
    """Names of rows, room for the words beside the bars, and the line of nothing."""
    ax.set_yticks(range(len(names)), names, fontsize=9)
    ax.set_ylim(len(names) - 0.5, -0.5)
    low, high = ax.get_xlim()
    ax.set_xlim(low, high + (0.42 if language == "zh" else 0.34) * (high - low))
    ax.axvline(0, color=style.INK, lw=0.8)
    ax.grid(visible=False, axis="y")
    ax.xaxis.set_major_formatter(style.THOUSANDS)
    style.name_room(ax, figure, names)
