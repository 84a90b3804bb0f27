"""Bars of indices with their noise band, and the tornado of effects over each factor's range.

What cannot be told from noise is drawn hollow and says so, in colour and in grey print alike.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.sensitivity.naming import NUMBERS, IndexData, fit_title
from experiments.sensitivity.naming import TEXT as NAMES
from experiments.study.schema import DUMMY
from sim.population.columns import Array

MEASURES = {
    "first_order": ("一阶指数（单独作用）", "first order (alone)"),
    "total_order": ("总指数（含交互）", "total order (with interactions)"),
    "mu_star": ("μ*（平均绝对基本效应）", "mu* (mean size of elementary effects)"),
    "sigma": ("σ（非线性与交互）", "sigma (curvature and interactions)"),
    "standardised": ("标准化回归系数", "standardised regression coefficient"),
}
"""Measures that bars show, in Chinese and English."""
BAND, LIGHT = "#d3d6db", "#7fb0d8"
"""Behind what noise does; second series, which grey print tells from the first."""
ROOM = {"zh": 0.26, "en": 0.48}
"""Width of the words beside a bar over that of the panel without them."""
TEXT = {
    "zh": {
        "bars": "敏感性指数：{}", "tornado": "因子由下限到上限的线性效应：{}", "ends": "单个因子移至上下限的变化：{}",
        "share": "占方差比例", "band": "噪声带", "deviations": "标准差",
        "lower": "至下限", "upper": "至上限", "rise": "上升", "fall": "下降",
        "foot": "线段：95%区间。灰带：噪声下限（虚拟因子的97.5%上界）以内；空心：区间未越过它，不能与噪声区分。",
        "linear": "其余因子不变；线段：95%自助区间；灰带：虚拟因子效应的97.5%上界以内。线性效应解释方差的{:.0%}。",
        "single": "其余因子取默认值，随机种子配对；线段：95%自助区间；灰带：换随机种子的变化（97.5%上界）以内。",
    },
    "en": {
        "bars": "Sensitivity indices: {}", "tornado": "Linear effect of each factor, lower to upper bound: {}",
        "ends": "Each factor alone, from its default to its bounds: {}", "share": "share of variance",
        "band": "noise band", "deviations": "standard deviations",
        "lower": "to lower bound", "upper": "to upper bound", "rise": "rises", "fall": "falls",
        "foot": "Whiskers: 95 % interval. Grey: below the noise floor (97.5 % bound of the dummy); hollow: not"
        " distinguishable from noise.",
        "linear": "Others held; whiskers: 95 % bootstrap interval; grey: within the 97.5 % bound of the dummy's effect."
        " Linear effects explain {:.0%} of the variance.",
        "single": "Others at their defaults, seeds paired; whiskers: 95 % bootstrap interval; grey: within the 97.5 %"
        " bound of other seeds.",
    },
}  # fmt: skip


@style.in_style
def draw_bars(data: IndexData, language: str) -> Figure:
    """Figure of the indices of every factor, the most important above, with the noise band of each."""
    text, order = TEXT[language], data.order(data.ranked_by)
    measures = [measure for measure in MEASURES if data.has(measure)]
    figure, ax = panel(data, language, text["bars"].format(data.output_name(language)), text["foot"], len(order))
    at, width = np.arange(len(order)), 0.76 / len(measures)
    largest = float(data.table[data.table["measure"].isin(measures)]["upper"].abs().max())
    scale = data.scale(largest, language) if data.ranked_by == "mu_star" else 1.0
    for k, (measure, colour) in enumerate(zip(measures, (style.BLUE, LIGHT), strict=False)):
        where = at + width * ((len(measures) - 1) / 2 - k)
        _bars(ax, data.rows(measure, order), where, width, scale, [colour] * len(order))
    key = {MEASURES[measure][0 if language == "zh" else 1]: colour
           for measure, colour in zip(measures, (style.BLUE, LIGHT), strict=False)}  # fmt: skip
    _finish(ax, data, order, [data.ranked_by], scale, language, key)
    ax.set_xlabel(
        {"total_order": text["share"], "standardised": text["deviations"]}.get(
            data.ranked_by, data.unit(language, scale))
    )  # fmt: skip
    return figure


@style.in_style
def draw_tornado(data: IndexData, language: str) -> Figure:
    """Figure of the change of the output as each factor is moved through its range, the largest above."""
    single, text = data.has("swing"), TEXT[language]
    measures = ["to_lower", "to_upper"] if single else ["effect"]
    order = data.order("swing" if single else "effect")
    note = text["single"] if single else text["linear"].format(data.linear_share)
    title = text["ends" if single else "tornado"].format(data.output_name(language))
    figure, ax = panel(data, language, title, note, len(order))
    own = data.table[data.table["measure"].isin(measures)]
    scale = data.scale(float(own[["lower", "upper"]].abs().max().max()), language)
    at, height = np.arange(len(order)), 0.62 / len(measures)
    colours = (LIGHT, style.BLUE) if single else (style.RED, style.BLUE)
    for k, measure in enumerate(measures):
        rows = data.rows(measure, order)
        where = at + height * ((len(measures) - 1) / 2 - k)
        shown = [style.GREY if name == DUMMY else colours[k if single else int(value > 0)]
                 for name, value in rows["estimate"].items()]  # fmt: skip
        _bars(ax, rows, where, height, scale, shown)
    words = ("lower", "upper") if single else ("fall", "rise")
    key = {text[word]: colour for colour, word in zip(colours, words, strict=True)}
    _finish(ax, data, order, measures, scale, language, key)
    ax.set_xlabel(data.change_axis(language, scale))
    return figure


def panel(data: IndexData, language: str, title: str, note: str, n_rows: int) -> tuple[Figure, Axes]:
    """A figure with room for the factors' names at the left."""
    height = 2.6 + 0.3 * n_rows
    figure, (ax,) = style.panels(data, language, title, notes=(note,), height=height)
    figure.subplots_adjust(left=0.37, top=1 - 1.25 / height)
    fit_title(figure)
    ax.grid(axis="y", visible=False)
    return figure, ax


def _bars(ax: Axes, rows: pd.DataFrame, at: Array, height: float, scale: float, colours: list[str]) -> None:
    """Bars over their noise band, on both sides where any is negative; hollow where the interval does not clear it."""
    floor, beyond = rows["noise_floor"].to_numpy() / scale, bool((rows["estimate"] < 0).any())
    ax.barh(at, floor * (2 if beyond else 1), height, left=-floor if beyond else 0, color=BAND, lw=0)
    above = rows["above_noise"].to_numpy()
    faces = [colour if told else "white" for colour, told in zip(colours, above, strict=True)]
    ax.barh(at, rows["estimate"] / scale, height * 0.8, color=faces, edgecolor=colours, lw=1)
    ax.hlines(at, rows["lower"] / scale, rows["upper"] / scale, color=style.INK, lw=1)


def _finish(
    ax: Axes, data: IndexData, order: list[str], measures: list[str], scale: float, language: str, key: dict[str, str]
) -> None:
    """Names of factors, a word beside those that noise explains by all measures that rank, and a key of colours."""
    ax.axvline(0, color=style.INK, lw=0.8)
    ax.set_yticks(np.arange(len(order)), data.labels(order, language), fontsize=9)
    ax.margins(y=0.02)
    told = np.any([data.rows(measure, order)["above_noise"] for measure in measures], axis=0)
    shown = data.table[data.table["measure"].isin([*MEASURES, *measures])]
    ends = shown.groupby("factor")[["upper", "noise_floor", "estimate"]].max().max(axis=1) / scale
    unclear = {k: name for k, name in enumerate(order) if not told[k] and name != DUMMY}
    if unclear:
        left, right = ax.get_xlim()
        ax.set_xlim(left, max(right, ends[list(unclear.values())].max() + ROOM[language] * (right - left)))
    for k, name in unclear.items():
        ax.annotate(NAMES[language]["noise"], (ends[name], k), xytext=(5, 0), textcoords="offset points",
                    va="center", fontsize=7.5, color=style.INK)  # fmt: skip
    ax.xaxis.set_major_formatter(NUMBERS)
    for label, colour in {**key, TEXT[language]["band"]: BAND}.items():
        ax.scatter([], [], marker="s", s=60, color=colour, label=label)
    style.legend_above(ax, from_figure=True)
