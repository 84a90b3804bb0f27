"""One look for all charts: font, colours, heading, foot, intervals, files."""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

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
from sim.measures.intervals import interval
from sim.runs.asked import command_line
from sim.writing import forget_unfinished, write_bytes

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
BLUE, RED, GREEN, GREY, INK = "#1f5f99", "#b8432f", "#3f7f4f", "#8a8f98", "#22262b"
"""Blue: men, or the main series; red: women, or published figures; all distinct in grey print."""
SCENARIOS = (BLUE, GREEN, "#b7791f", "#6b4c9a", RED)
"""Colours of the scenarios of a comparison, the one asked about first; the base is grey."""

MARGIN = 0.02
"""Left edge of headings and feet, as a share of the figure's width."""
THOUSANDS = FuncFormatter(lambda value, _: f"{value:,.0f}" if value == round(value) else f"{value:g}")
YEAR = {"zh": "年份", "en": "year"}


@cache
def _settings() -> Any:
    """Settings of every figure; the shipped font is registered once."""
    font_manager.fontManager.addfont(FONT)
    return {
        "font.family": font_manager.FontProperties(fname=FONT).get_name(),
        "axes.unicode_minus": False,
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
    ax: Axes, values: xr.DataArray, colour: str, label: str, scale: float = 1.0, band_label: str | None = None
) -> None:
    """Draw the mean over runs by year as a line and their named interval as a band.

    values : (seed, year)      scale : what the values are divided by
    """
    found = interval(values) / scale
    years = values["year"].values
    mean, lower, upper = (found.sel(statistic=s).values for s in ("mean", "lower", "upper"))
    ax.plot(years, mean, color=colour, lw=1.8, marker="s" if len(years) == 1 else "", label=label)
    if not np.isnan(lower).all():
        ax.fill_between(years, lower, upper, color=colour, alpha=0.22, lw=0, label=band_label)


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
    others = [one for one in data.indicators if one != data.base]
    return GREY if label == data.base else SCENARIOS[others.index(label) % len(SCENARIOS)]


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
        "png": {"dpi": 150, "metadata": {"Command": made} if made else {}},
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
