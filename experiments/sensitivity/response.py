"""Response curves: the output against each of the factors that matter most, whatever the others do."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from experiments.charts import style
from experiments.sensitivity.estimates import RESAMPLES, SEED, TAILS
from experiments.sensitivity.naming import NUMBERS, IndexData, fit_title, label
from experiments.study.sampling import rows_together
from experiments.study.schema import DUMMY, Factor
from sim.population.columns import Array

N_SHOWN, N_COLUMNS, N_BINS, MOST_DOTS, LONG = 6, 3, 8, 1500, 32
"""Factors and columns of panels; parts of a range; points drawn at most; letters below an axis in one line."""
TEXT = {
    "zh": {
        "title": "响应曲线：{}", "mean": "分段平均", "interval": "95%自助区间", "point": "设计点", "all": "总体平均",
        "dose": "力度",
        "note": "横轴：因子取值，其余因子随设计变动；最重要的{}个因子，影响大者在前。平均线越平，单独作用越小。",
    },
    "en": {
        "title": "Response: {}", "mean": "mean of a part of the range", "interval": "95 % bootstrap interval",
        "point": "point of the design", "all": "mean of all", "dose": "dose",
        "note": "Across: value of the factor, all others varied by the design; the {} that matter most, the largest"
        " first. Flat: does little alone.",
    },
}  # fmt: skip


class Curve(NamedTuple):
    """Mean of the output in parts of a factor's range: mean place and mean with interval, (part,)."""

    place: Array
    mean: Array
    lower: Array
    upper: Array


def response(places: Array, values: Array, size: int) -> Curve:
    """Means of an output over parts of a factor's range with as many points each, or over its few places.

    places, values : (point,)      size : points that a resample takes or leaves together
    """
    distinct = np.unique(places.round(9))
    if len(distinct) <= N_BINS:
        part = np.searchsorted(distinct, places.round(9))
    else:
        edges = np.quantile(places, np.linspace(0, 1, N_BINS + 1)[1:-1])
        part = np.searchsorted(edges, places, side="right")
    inside = np.eye(part.max() + 1)[part]
    groups = inside.reshape(-1, size, inside.shape[1])
    counts, sums = groups.sum(axis=1), np.einsum("gsp,gs->gp", groups, values.reshape(-1, size))
    weights = np.random.default_rng(SEED).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), RESAMPLES)
    taken = weights @ counts
    drawn = np.where(taken > 0, weights @ sums, np.nan) / np.maximum(taken, 1)
    lower, upper = np.nanpercentile(drawn, TAILS, axis=0)  # a resample may have no point of a part
    return Curve((inside * places[:, None]).sum(axis=0) / counts.sum(axis=0), sums.sum(axis=0) / counts.sum(axis=0),
                 lower, upper)  # fmt: skip


@style.in_style
def draw_response(data: IndexData, language: str) -> Figure:
    """Figure of the output against the factors that matter most, one panel each."""
    text = TEXT[language]
    order = [name for name in reversed(data.order(data.ranked_by)) if name != DUMMY][:N_SHOWN]
    n_columns = min(N_COLUMNS, len(order))
    n_rows = -(-len(order) // n_columns)
    values, height = data.output.values, 1.9 + 2.45 * n_rows
    scale = data.scale(float(np.abs(values).max()), language)
    title, note = text["title"].format(data.output_name(language)), text["note"].format(len(order))
    figure, axes = style.panels(
        data, language, title, n_columns, notes=(note,), height=height, n_rows=n_rows, sharey=True
    )
    size = rows_together(data.found.study, len(data.found.subjects), len(data.found.places))
    size = size if len(values) == len(data.found.places) else 1
    for ax, name in zip(axes, order, strict=False):
        _draw(ax, data.factor(name), data.places(name), values / scale, size, language)
    for ax in axes[len(order) :]:
        ax.set_visible(False)
    for ax in axes[::n_columns]:
        ax.set_ylabel(data.unit(language, scale))
    figure.subplots_adjust(top=1 - 1.05 / height, bottom=1.0 / height, hspace=0.5, wspace=0.12, left=0.1)
    fit_title(figure)
    style.legend_above(axes[0])
    return figure


def _draw(ax: Axes, factor: Factor, places: Array, values: Array, size: int, language: str) -> None:
    """Points, means of parts with their interval, and the mean of all, in one panel."""
    text, across = TEXT[language], np.array([factor.at(float(place)) for place in places])
    curve = response(across if factor.whole else places, values, size)
    at = curve.place if factor.whole else [factor.at(float(place)) for place in curve.place]
    chosen = np.random.default_rng(SEED).permutation(len(values))[:MOST_DOTS]
    ax.scatter(across[chosen], values[chosen], s=7, color=style.GREY, alpha=0.5,
               lw=0, label=text["point"], rasterized=True)  # fmt: skip
    ax.axhline(values.mean(), color=style.INK, lw=0.8, ls="--", label=text["all"])
    ax.fill_between(at, curve.lower, curve.upper, color=style.BLUE, alpha=0.3, lw=0, label=text["interval"])
    ax.plot(at, curve.mean, color=style.BLUE, marker="o", ms=3.5, lw=1.6, label=text["mean"])
    low, high = np.percentile(values, (0.5, 99.5))
    ax.set_ylim(low - 0.05 * (high - low), high + 0.05 * (high - low))
    if factor.whole:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if factor.log:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        ax.xaxis.set_minor_formatter(NullFormatter())
    unit = text["dose"] if factor.kind == "dose" else "" if factor.unit == "none" or language == "zh" else factor.unit
    ax.set_xlabel(_with_unit(label(factor, language, ranges=False), unit, language), fontsize=8.5)
    ax.xaxis.set_major_formatter(NUMBERS)
    ax.yaxis.set_major_formatter(NUMBERS)
    ax.tick_params(labelsize=8, which="both")


def _with_unit(title: str, unit: str, language: str) -> str:
    """Title of an axis; a long unit goes into a second line."""
    if not unit:
        return title
    if language == "zh":
        return f"{title}（{unit}）"
    gap = " " if len(title) + len(unit) < LONG else "\n"
    return f"{title}{gap}[{unit}]"
