"""Pictures of a briefing's charts for the report, drawn from the same series as the native charts of the deck.

Readable without colour: lines differ in dashes and carry their names at their ends, columns differ in lightness and
hatching. Words stand in the size in which the page is printed. Called by `experiments.documents.report`.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.briefing.content import Chart, Series, Tiles
from experiments.charts import style
from experiments.documents.numbers import is_years
from experiments.documents.styles import BLOCK_WIDTH
from experiments.wording.amounts import number
from experiments.wording.widths import width_of

WIDTH = BLOCK_WIDTH / 25.4
"""Width of every picture, that of the text block [inches]."""
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1.2, 1.4)), (0, (7, 2, 1.2, 2)), (0, (3, 1.5, 1, 1.5)))
HATCHES = ("", "////", "....", "xxxx", "----", "\\\\\\\\", "++++")
TILE_HEIGHT, SHADED = 0.9, 0.4
"""Of a county in the tile map [inches]; how much darker that of the most is, so that dark letters are read on it."""
IN_ROW, FEW = 3, 6
"""Most charts side by side, and categories that each may have."""
HIGHEST = 7.6
"""Of a figure, so that a heading and a caption stand on its page [inches]."""
TITLE_SIZE, LABEL_SIZE, LYING = 9, 8, 30
"""Points; halves of a Chinese character in a line of a name beside a bar."""
ROOM_FOR_LABELS = 0.17
"""Beyond the longest bar, as a share of the axis."""
CHINESE = "\u2e80-\u9fff\uff00-\uffef"
WORD = re.compile(f"[{CHINESE}][）。，、：；”]*|[^{CHINESE}\\s]+\\s*|\\s+")
"""What stays on one line: a Chinese character with the marks that close it, or a Latin word."""
KEY_BELOW = -0.12
"""Where a chart's own key begins, below its axis, as a share of its height."""
LEAST_GAP = 0.055
"""Between names at the ends of lines, as a share of the axis."""


@style.in_style
def draw_charts(charts: Sequence[Chart], below: bool = False) -> Figure:
    """One figure of the charts of a page, side by side, or each below the other."""
    n = len(charts)
    in_row = 1 if below or n == 1 or not _fit_side_by_side(charts) else 2 if n in (2, 4) else IN_ROW
    rows = -(-n // in_row)
    each = [_height(chart, in_row) for chart in charts]
    heights = [max(each[k : k + in_row]) for k in range(0, n, in_row)]
    figure = Figure(figsize=(WIDTH, min(sum(heights), HIGHEST)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, in_row, squeeze=False, height_ratios=heights).ravel()
    for ax, chart in zip(axes, charts, strict=False):
        KINDS[chart.kind](ax, chart, in_row == 1)
        title = wrapped(chart.title, int(WIDTH / in_row * 0.85 * 72 / (TITLE_SIZE / 2)))
        ax.set_title("\n".join(title), fontsize=TITLE_SIZE, loc="left", color=style.INK)
        ax.tick_params(labelsize=8)
    for spare in axes[n:]:
        spare.remove()
    _key(figure, list(axes), charts)
    return figure


def _height(chart: Chart, in_row: int) -> float:
    """Height of a chart with its axis [inches]."""
    if chart.kind in ("bars", "stacked_bars", "pyramid", "waterfall"):
        return max(1.4, 0.75 + 0.24 * len(chart.categories))
    return 3.2 if in_row == 1 else 2.5


def _fit_side_by_side(charts: Sequence[Chart]) -> bool:
    """Whether charts are legible at a part of the width: ages do, and few columns without long names."""
    if all(chart.kind == "pyramid" for chart in charts):
        return True
    few = all(len(chart.categories) <= FEW for chart in charts)
    return few and all(chart.kind in ("columns", "stacked", "lines") for chart in charts)


@style.in_style
def draw_tiles(tiles: Tiles) -> Figure:
    """The map of equal tiles; the ground darkens from nothing on, so that like values look alike."""
    rows = 1 + max(tile.row for tile in tiles.tiles)
    columns = 1 + max(tile.column for tile in tiles.tiles)
    figure = Figure(figsize=(WIDTH, TILE_HEIGHT * rows))
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    most = max(1e-12, *(abs(tile.value.mean) for tile in tiles.tiles))
    for tile in tiles.tiles:
        shade = 0.1 + SHADED * max(tile.value.mean, 0.0) / most
        colour = tuple(1 - shade * (1 - one) for one in (0.12, 0.37, 0.6))
        ax.add_patch(Rectangle((tile.column, -tile.row), 0.96, 0.96, facecolor=colour, edgecolor="white"))
        ink = style.INK
        ax.text(tile.column + 0.48, -tile.row + 0.68, tile.name, ha="center", va="center", color=ink, fontsize=10)
        ax.text(tile.column + 0.48, -tile.row + 0.36, tile.told, ha="center", va="center", color=ink, fontsize=8.5,
                linespacing=1.4)  # fmt: skip
    ax.set_xlim(0, columns)
    ax.set_ylim(1 - rows, 1)
    ax.axis("off")
    return figure


def _lines(ax: Axes, chart: Chart, alone: bool) -> None:
    """Lines by category with names at their ends, the band of the first series with bounds, dots of what was seen."""
    at = np.arange(len(chart.categories))
    banded = next((one for one in chart.series if chart.band and one.lower and one.upper), None)
    ends: list[tuple[float, str, str]] = []
    drawn = [one for one in chart.series if not one.dots]
    for i, one in enumerate(reversed(drawn)):
        values = _scaled(one.values, chart)
        ax.plot(at, values, color=one.colour, lw=1.8, ls=DASHES[i % len(DASHES)], label=one.name)
        ends.append((float(values[-1]), one.name, one.colour))
        if one is banded:
            ax.fill_between(at, _scaled(one.lower, chart), _scaled(one.upper, chart), color=one.colour, alpha=0.18,
                            lw=0, label=chart.band)  # fmt: skip
        elif not chart.band and one.lower and one.upper:
            _whiskers(ax, at, one, chart)
    for one in chart.series:
        if one.dots:
            seen = _scaled(one.values, chart)
            ax.plot(at, seen, "o", ms=4.5, color=one.colour, mfc="white", label=one.name, zorder=5)
    _categories(ax.xaxis, at, chart, _room(ax) * (0.85 if alone else 1))
    _ends_of(ax, chart)
    ax.set_ylabel(chart.unit, fontsize=8)
    if alone and len(ends) > 1:
        _name_ends(ax, at[-1], ends)
        for line in ax.get_lines():
            if line.get_label() in {name for _, name, _ in ends}:
                line.set_label("_named at its end")


def _columns(ax: Axes, chart: Chart, alone: bool) -> None:
    """Columns beside each other, or on each other."""
    del alone
    _blocks(ax, chart, lying=False)
    ax.set_ylabel(chart.unit, fontsize=8)


def _bars(ax: Axes, chart: Chart, alone: bool) -> None:
    """The same lying, the first category on top."""
    del alone
    _blocks(ax, chart, lying=True)
    ax.invert_yaxis()
    ax.set_xlabel(chart.unit, fontsize=8)
    ax.grid(visible=False, axis="y")


def _blocks(ax: Axes, chart: Chart, lying: bool) -> None:
    at, n = np.arange(len(chart.categories)), len(chart.series)
    stacked = chart.kind in ("stacked", "stacked_bars")
    width = 0.62 if stacked else 0.72 / n
    above, below = np.zeros(len(at)), np.zeros(len(at))
    for i, one in enumerate(chart.series):
        values = _scaled(one.values, chart)
        known = np.nan_to_num(values)
        place = at if stacked else at + (i - (n - 1) / 2) * width
        start = np.where(known >= 0, above, below) if stacked else np.zeros(len(at))
        how: dict[str, Any] = {"color": one.colour, "edgecolor": "white", "linewidth": 0.6, "label": one.name,
               "hatch": HATCHES[i % len(HATCHES)]}  # fmt: skip
        if lying:
            ax.barh(place, known, width, left=start, **how)
        else:
            ax.bar(place, known, width, bottom=start, **how)
        if stacked:
            above, below = above + np.maximum(known, 0), below + np.minimum(known, 0)
        elif one.lower and one.upper:
            _whiskers(ax, place, one, chart, lying)
        if chart.labels and n == 1:
            (ax.set_xmargin if lying else ax.set_ymargin)(ROOM_FOR_LABELS)
            _labels(ax, place, one, chart, lying)
    (ax.axvline if lying else ax.axhline)(0, color=style.INK, lw=0.7)
    if lying:
        _categories(ax.yaxis, at, chart)
    else:
        _categories(ax.xaxis, at, chart, _room(ax))
    _ends_of(ax, chart, lying)


def _waterfall(ax: Axes, chart: Chart, alone: bool) -> None:
    """Lying steps from nothing to a sum: each goes on from the one above it, those of `sums` begin at 0."""
    del alone
    (one,) = chart.series
    values = _scaled(one.values, chart)
    start, reached = np.zeros(len(values)), 0.0
    for i, value in enumerate(values):
        start[i] = 0.0 if i in chart.sums else reached
        reached = start[i] + value
        if i + 1 < len(values):
            ax.plot([reached] * 2, [i - 0.31, i + 1.31], color=style.GREY, lw=0.7, zorder=1)
    at = np.arange(len(values))
    for i, value in enumerate(values):
        hatch = "" if i in chart.sums else "////" if value >= 0 else "...."
        ax.barh(i, value, 0.62, left=start[i], color=one.colour, edgecolor="white", hatch=hatch)
    if one.lower and one.upper:
        _whiskers(ax, at, one, chart, lying=True, start=start)
    if chart.labels:
        ax.set_xmargin(ROOM_FOR_LABELS)
        _labels(ax, at, one, chart, lying=True, start=start)
    ax.axvline(0, color=style.INK, lw=0.7)
    _categories(ax.yaxis, at, chart)
    ax.invert_yaxis()
    _ends_of(ax, chart, lying=True)
    ax.set_xlabel(chart.unit, fontsize=8)


def _pyramid(ax: Axes, chart: Chart, alone: bool) -> None:
    """Ages upwards, the first series to the left and the second to the right."""
    del alone
    at = np.arange(len(chart.categories))
    for side, one, hatch in zip((-1, 1), chart.series, ("", "////"), strict=True):
        ax.barh(at, side * np.abs(_scaled(one.values, chart)), 0.9, color=one.colour, edgecolor="white", linewidth=0.4,
                hatch=hatch, label=one.name)  # fmt: skip
    ax.axvline(0, color=style.INK, lw=0.6)
    _categories(ax.yaxis, at, chart)
    _ends_of(ax, chart, lying=True)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,g}"))
    ax.set_xlabel(chart.unit, fontsize=8)


KINDS: dict[str, Callable[[Axes, Chart, bool], None]] = {
    "lines": _lines, "columns": _columns, "stacked": _columns, "bars": _bars, "stacked_bars": _bars,
    "waterfall": _waterfall, "pyramid": _pyramid,
}  # fmt: skip


def _room(ax: Axes) -> float:
    """Width of a panel, near enough [inches]."""
    spec = ax.get_subplotspec()
    return 0.88 * WIDTH / (spec.get_gridspec().ncols if spec else 1)


def _scaled(values: Sequence[float] | None, chart: Chart) -> np.ndarray:
    return np.array(values, dtype=float) / chart.scale


def _whiskers(ax: Axes, at: np.ndarray, one: Series, chart: Chart, lying: bool = False,
              start: np.ndarray | float = 0.0) -> None:  # fmt: skip
    """Error bars to the bounds that are known and finite."""
    mean, lower, upper = (_scaled(values, chart) for values in (one.values, one.lower, one.upper))
    known = np.isfinite(mean) & np.isfinite(lower) & np.isfinite(upper)
    size = np.array([mean - lower, upper - mean])[:, known].clip(min=0)
    ends, place = (mean + start)[known], at[known]
    how: dict[str, Any] = {"fmt": "none", "ecolor": style.INK, "elinewidth": 0.9, "capsize": 2.5}
    if lying:
        ax.errorbar(ends, place, xerr=size, **how)
    else:
        ax.errorbar(place, ends, yerr=size, **how)
    for where, value in zip(at[np.isinf(upper)], mean[np.isinf(upper)], strict=True):  # no bound: an arrow to the edge
        tail, head = ((value, where), (1, where)) if lying else ((where, value), (where, 1))
        frame = ax.get_yaxis_transform() if lying else ax.get_xaxis_transform()
        ax.annotate("", head, tail, xycoords=frame, textcoords="data", arrowprops={"arrowstyle": "->", "lw": 0.9})


def _labels(ax: Axes, at: np.ndarray, one: Series, chart: Chart, lying: bool,
            start: np.ndarray | float = 0.0) -> None:  # fmt: skip
    """Numbers beyond the ends of bars, and beyond their whiskers."""
    digits = len(chart.labels.partition(".")[2].rstrip("%"))
    values = _scaled(one.values, chart)
    lower, upper = (values if one is None else _scaled(one, chart) for one in (one.lower, one.upper))
    above = start + np.where(np.isfinite(upper), np.fmax(values, upper), np.fmax(values, 0))
    below = start + np.where(np.isfinite(lower), np.fmin(values, lower), np.fmin(values, 0))
    for place, value, high, low in zip(at, values, above, below, strict=True):
        if not math.isfinite(value):
            continue
        side, end = (1, high) if value >= 0 else (-1, low)
        where, how = ((end, place), (4 * side, 0)) if lying else ((place, end), (0, 3 * side))
        across = ("left" if side > 0 else "right", "center") if lying else ("center", "bottom" if side > 0 else "top")
        ax.annotate(number(value, digits), where, how, textcoords="offset points", fontsize=LABEL_SIZE, color=style.INK,
                    ha=across[0], va=across[1])  # fmt: skip


def _categories(axis: Any, at: np.ndarray, chart: Chart, room: float | None = None) -> None:
    """Names of categories, every so many one, in lines that fit side by side. room : width for all of them [inches]"""
    every = max(1, chart.every)
    if room is not None and is_years(chart.categories):
        widest = max(width_of(line) for name in chart.categories for line in name.split("\n")) + 1
        every = max(every, math.ceil(len(chart.categories) * widest * LABEL_SIZE / 2 / (72 * room)))
    names = list(chart.categories[::every])
    if room is None or not is_years(chart.categories):
        fitting = LYING if room is None else int(room * 72 / len(names) / (LABEL_SIZE / 2)) - 1
        names = ["\n".join(wrapped(name, max(6, fitting))) for name in names]
    axis.set_ticks(at[::every], names)
    axis.grid(visible=False)


def wrapped(text: str, halves: int) -> list[str]:
    """Lines of at most so many halves of a Chinese character, broken at spaces or between Chinese characters."""
    lines = [""]
    for word in WORD.findall(text):
        if lines[-1] and width_of(lines[-1] + word.rstrip()) > halves:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def _ends_of(ax: Axes, chart: Chart, lying: bool = False) -> None:
    """Range and numbers of the axis of values."""
    axis, limit = (ax.xaxis, ax.set_xlim) if lying else (ax.yaxis, ax.set_ylim)
    limit(
        None if chart.lowest is None else chart.lowest / chart.scale,
        None if chart.highest is None else chart.highest / chart.scale,
    )
    axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}".replace("-", "−")))


def _name_ends(ax: Axes, last: float, ends: list[tuple[float, str, str]]) -> None:
    """Names at the right ends of lines, moved apart where lines end close to each other."""
    lowest, highest = ax.get_ylim()
    gap = LEAST_GAP * (highest - lowest)
    places: list[float] = []
    for value, name, colour in sorted(ends):
        places.append(max(value, places[-1] + gap) if places else value)
        ax.annotate(name, (last, value), (last + 0.25, places[-1]), textcoords="data", color=colour, fontsize=8,
                    va="center", annotation_clip=False)  # fmt: skip


def _key(figure: Figure, axes: Sequence[Axes], charts: Sequence[Chart]) -> None:
    """One key below all charts of the same series, else one below each, where it has several series."""
    named = [[one.name for one in chart.series] for chart in charts]
    shared = all(names == named[0] for names in named)
    for ax, names in zip(axes, named, strict=False):
        handles, labels = ax.get_legend_handles_labels()
        if not labels or len(names) < 2:
            continue
        if shared:
            figure.legend(handles, labels, loc="outside lower center", ncols=min(len(labels), 4), fontsize=8)
            return
        ax.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, KEY_BELOW), fontsize=7.5, frameon=False,
                  ncols=2 if len(labels) > IN_ROW else len(labels), columnspacing=0.9, handlelength=1.4)  # fmt: skip
