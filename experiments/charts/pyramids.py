"""Population by sex and five-year age at the end of the first and the last year."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.indicators import unit_of

TEXT = {
    "zh": {
        "title": "人口金字塔",
        "x": "人数（{}）",
        "y": "年龄（岁）",
        "at": "{}年末",
        "male": "男",
        "female": "女",
        "people": "{:.1f}万人",
        "note": "各次模拟均值；最上一组为100岁及以上。",
    },
    "en": {
        "title": "Population by age and sex",
        "x": "{}",
        "y": "age (years)",
        "at": "end of {}",
        "male": "men",
        "female": "women",
        "people": "{:,.0f} thousand",
        "note": "Mean over seeds; the top group is 100 and over.",
    },
}
WIDTH = 5
SCALE = {"zh": 1e4, "en": 1e3}
LIGHT_RED = "#d99485"
"""Women; blue and it are apart in grey print."""


@style.in_style
def draw(data: ChartData, language: str) -> Figure:
    """Figure of two pyramids [thousand persons], first and last simulated year, on one scale."""
    text = TEXT[language]
    persons = data.indicators["persons"].mean("seed") / SCALE[language]
    years = sorted({int(persons["year"][0]), int(persons["year"][-1])})
    figure, axes = style.panels(
        data, language, text["title"], len(years), (text["note"],), height=5.6, sharey=True, sharex=True
    )
    for ax, year in zip(axes, years, strict=True):
        _pyramid(ax, persons.sel(year=year), text, unit_of("persons", language, SCALE[language]))
        total = float(persons.sel(year=year).sum())
        ax.set_title(
            f"{text['at'].format(year)} · {text['people'].format(total)}",
            fontsize=10,
            color=style.INK,
            loc="left",
        )
    axes[0].set_ylabel(text["y"])
    return figure


def _pyramid(ax: Axes, persons: xr.DataArray, text: dict[str, str], shown: str) -> None:
    """Bars of one year; men to the left, women to the right."""
    groups = persons["age"].values // WIDTH
    for sex, colour, side in (("male", style.BLUE, -1), ("female", LIGHT_RED, 1)):
        by_group = np.bincount(groups, persons.sel(sex=sex).values)
        ages = np.arange(len(by_group)) * WIDTH
        ax.barh(ages, side * by_group, WIDTH * 0.92, align="edge", color=colour)
    for sex, at in (("male", 0.03), ("female", 0.97)):
        ax.text(at, 0.95, text[sex], transform=ax.transAxes, ha="left" if at < 0.5 else "right", color=style.INK)
    ax.set_ylim(0, 105)
    ax.axvline(0, color=style.INK, lw=0.6)
    ax.set_xlabel(text["x"].format(shown))
    ax.set_yticks(range(0, 101, 10))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{abs(n):,g}"))
