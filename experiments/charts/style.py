"""One look for all charts: font, colours, heading, foot, intervals, files."""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import matplotlib as mpl
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from experiments.charts.asked import FORMATS
from experiments.charts.data import ComparisonData
from experiments.wording.widths import width_of
from sim.measures.intervals import interval
from sim.runs.asked import command_line
from sim.writing import forget_unfinished, write_bytes

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
BLUE, RED, GREEN, GREY, INK = "#1f5f99", "#b8432f", "#3f7f4f", "#8a8f98", "#22262b"
"""Blue: men, or the main series; red: women, or published figures."""


class Look(NamedTuple):
    """Colour and dashes of a line: each tells it from the others, in grey print too."""

    colour: str
    dashes: Any = "-"


SCENARIOS = (
    Look("#14406b"), Look("#3f9a55", (0, (5, 1.6))), Look("#d99a2b", (0, (6, 1.5, 1.2, 1.5))),
    Look("#6b4c9a", (0, (1.2, 1.4))), Look(RED, (0, (9, 2))),
)
"""Looks of the scenarios of a comparison, the one asked about first."""
BASE_LOOK = Look(GREY, (0, (2.2, 1.6)))
MOST_LABELLED = 5
"""Lines beyond which names stand in the legend alone."""
END_LETTERS = {"zh": 7, "en": 15}
"""In a line of a name at the end of a line; longer names go on below."""

MARGIN = 0.02
"""Left edge of headings and feet, as a share of the figure's width."""
PNG_LEVEL = 3
"""How hard a file is made small: at 6 packing takes half as long again for 3 % of its size."""
THOUSANDS = FuncFormatter(
    lambda value, _: (f"{value:,.0f}" if value == round(value) else f"{value:g}").replace("-", "−")
)
YEAR = {"zh": "年份", "en": "year"}


@cache
def _settings() -> Any:
    """Settings of every figure; the shipped font is registered once."""
    font_manager.fontManager.addfont(FONT)
    return {
        "font.family": font_manager.FontProperties(fname=FONT).get_name(),
        "axes.unicode_minus": True,
        "hatch.linewidth": 0.7,
        "text.parse_math": False,  # a title is text, whatever it holds
        "pdf.fonttype": 42,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": GREY,
        "axes.labelcolor": INK,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#e4e6ea",
        "xtick.color": INK,
        "ytick.color": INK,
        "font.size": 10,
        "legend.frameon": False,
        "figure.dpi": 150,
    }


def in_style[**P, R](draw: Callable[P, R]) -> Callable[P, R]:
    """The drawing function, run with the settings of this module."""

    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(_settings()):
            return draw(*args, **kwargs)

    drawn.__doc__ = draw.__doc__
    return drawn


class Told(Protocol):
    """Anything that says in one line what was run, and what its parameters are."""

    def told(self, language: str) -> str:
        """One line that says what was run."""

    def parameters_note(self, language: str) -> str:
        """One sentence or two on the parameters of the runs."""


def panels(
    data: Told,
    language: str,
    title: str,
    n_panels: int = 1,
    notes: tuple[str, ...] = (),
    height: float = 4.9,
    n_rows: int = 1,
    **subplots: Any,
) -> tuple[Figure, list[Axes]]:
    """A figure with heading and foot, and its panels side by side.

    title : what the figure shows      n_panels : in each of `n_rows` rows
    notes : lines of the foot, before the note on the parameters
    """
    figure = Figure(figsize=(8.6, height))
    FigureCanvasAgg(figure)
    lines = [*notes, data.parameters_note(language)]
    top, bottom = 1 - 0.95 / height, 0.135 + 0.2 * len(lines) / height
    axes = figure.subplots(n_rows, n_panels, squeeze=False, **subplots).ravel()
    figure.subplots_adjust(left=0.095, right=0.975, top=top, bottom=bottom, wspace=0.26)
    figure.text(MARGIN, 1 - 0.27 / height, title, fontsize=14, color=INK, va="center")
    figure.text(MARGIN, 1 - 0.56 / height, data.told(language), fontsize=8.5, color=GREY, va="center")
    for i, line in enumerate(reversed(lines)):
        colour = RED if i == 0 else GREY
        figure.text(MARGIN, (0.07 + 0.2 * i) / height, line, fontsize=8, color=colour, va="bottom")
    return figure, list(axes)


def plot_interval(
    ax: Axes, values: xr.DataArray, look: Look | str, label: str, scale: float = 1.0, band_label: str | None = None
) -> float:
    """Draw the mean over runs by year as a line and their named interval as a band; returns where the line ends.

    values : (seed, year)      scale : what the values are divided by
    """
    colour, dashes = Look(look) if isinstance(look, str) else look
    found = interval(values) / scale
    years = values["year"].values
    mean, lower, upper = (found.sel(statistic=s).values for s in ("mean", "lower", "upper"))
    ax.plot(years, mean, color=colour, ls=dashes, lw=1.9, marker="s" if len(years) == 1 else "", label=label)
    if not np.isnan(lower).all():
        ax.fill_between(years, lower, upper, color=colour, alpha=0.2, lw=0, label=band_label)
        for bound in (lower, upper):
            ax.plot(years, bound, color=colour, ls=dashes, lw=0.6, alpha=0.8)
    return float(mean[-1])


def whiskers(ax: Axes, at: Any, lower: Any, upper: Any) -> None:
    """Intervals of bars that lie, with a light rim, so that they show on dark bars too."""
    for colour, width in (("white", 3.2), (INK, 1.2)):
        ax.hlines(at, lower, upper, color=colour, lw=width)


def name_ends(ax: Axes, ends: Sequence[tuple[str, float, str]], language: str) -> None:
    """Write the names of lines at their right ends, apart from each other, and make room for them in the figure.

    ends : name, height at which the line ends, colour
    """
    if not ends or len(ends) > MOST_LABELLED:
        return
    figure, size = ax.get_figure(root=True), 8.0
    assert figure is not None
    told = sorted(((end, in_lines(name, END_LETTERS[language]), colour) for name, end, colour in ends),
                  key=lambda one: one[0])  # fmt: skip
    wide = max(width_of(line) for _, text, _ in told for line in text.split("\n")) * size / 2 / 72 + 0.2
    figure.subplots_adjust(right=min(figure.subplotpars.right, 1 - wide / figure.get_figwidth()))
    low, high = ax.get_ylim()
    letter = size * 1.2 / 72 / (ax.get_position().height * figure.get_figheight())
    at, above = [], -math.inf
    for end, text, _ in told:
        half = letter * (text.count("\n") + 1) / 2
        at.append(max((end - low) / (high - low), above + half))
        above = at[-1] + half
    over = max(above - 1.0, 0.0)
    for (_, text, colour), height in zip(told, at, strict=True):
        ax.annotate(text, (1.0, height - over), xycoords="axes fraction", xytext=(5, 0), textcoords="offset points",
                    va="center", fontsize=size, color=colour, linespacing=1.1, annotation_clip=False)  # fmt: skip


def name_room(ax: Axes, figure: Figure, names: Sequence[str]) -> None:
    """Make room at the left of a figure for names of rows, of the size of its tick labels."""
    size = float(ax.get_yticklabels()[0].get_fontsize())
    wide = max(width_of(line) for name in names for line in name.split("\n")) * size / 2 / 72 + 0.25
    figure.subplots_adjust(left=min(0.45, max(0.09, wide / figure.get_figwidth())))


def in_lines(text: str, most: int) -> str:
    """A name in lines of at most so many letters: between words, in Chinese anywhere."""
    words = re.findall(r"[\u3400-\u9fff，。：（）]|[^\s\u3400-\u9fff，。：（）]+ ?|\s", text)
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1] + word.rstrip()) > most and word not in "，。：）":
            lines.append("")
        lines[-1] += word
    return "\n".join(line.strip() for line in lines)


def plot_published(ax: Axes, figures: pd.DataFrame, language: str, scale: float = 1.0) -> None:
    """Draw published figures as filled points and figures derived from published ones as open points."""
    words = {
        "zh": {"published": "公布数", "derived": "由公布数推算"},
        "en": {"published": "published", "derived": "derived from published figures"},
    }[language]
    for quality, face in (("published", RED), ("derived", "white")):
        chosen = figures[figures["quality"].eq("published").eq(quality == "published")]
        if len(chosen):
            ax.plot(
                chosen["year"],
                chosen["value"] / scale,
                "o",
                ms=6,
                mfc=face,
                mec=RED,
                mew=1.4,
                label=words[quality],
                zorder=5,
            )


def scenario_colour(data: ComparisonData, label: str) -> str:
    """Colour of a scenario, the same in all charts of a comparison."""
    return scenario_look(data, label).colour


def scenario_look(data: ComparisonData, label: str) -> Look:
    """Colour and dashes of a scenario, the same in all charts of a comparison."""
    others = [one for one in data.indicators if one != data.base]
    return BASE_LOOK if label == data.base else SCENARIOS[others.index(label) % len(SCENARIOS)]


def years_axis(ax: Axes, language: str) -> None:
    """Label the horizontal axis with whole years."""
    ax.set_xlabel(YEAR[language])
    first, last = ax.get_xlim()
    ax.xaxis.set_major_locator(MultipleLocator(5) if last - first > 8 else MaxNLocator(integer=True, nbins=8))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))


def legend_above(ax: Axes, from_figure: bool = False) -> None:
    """Put the legend in one line between heading and panel, where it can hide nothing.

    from_figure : begin at the figure's left edge, where long names at the left leave the panel little width
    """
    box = ax.get_position()
    left = (MARGIN - box.x0) / box.width if from_figure else -0.01
    ax.legend(loc="lower left", bbox_to_anchor=(left, 0.99), ncols=6, fontsize=9, borderaxespad=0, columnspacing=1.6)


def picture(figure: Figure, kind: str) -> bytes:
    """A figure as a PNG or PDF file; drawn in memory, for matplotlib breaks in ways of its own where a disk is full.

    It carries the command line that made it, as PNG under `Command`, as PDF under `Subject`.
    """
    made = command_line()
    how: dict[str, dict[str, Any]] = {
        "png": {"dpi": 150, "metadata": {"Command": made} if made else {}, "pil_kwargs": {"compress_level": PNG_LEVEL}},
        "pdf": {"metadata": {"CreationDate": None, "Subject": made or None}},
    }
    drawn = BytesIO()
    with mpl.rc_context(_settings()):
        figure.savefig(drawn, format=kind, **how[kind])
    return drawn.getvalue()


def save(figure: Figure, stem: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Files of a figure, one a format."""
    files = [stem.with_name(f"{stem.name}.{kind}") for kind in formats]
    for file in files:
        write_bytes(file, picture(figure, file.suffix[1:]))
    forget_unfinished(stem.parent)
    return files
