"""Observed figures as dots in the fan of a projection: a panel an area, readable in grey by shape and lightness."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.monitor.declared import BAND
from experiments.monitor.found import Monitored
from experiments.wording.indicators import scale_of, title_of, unit_of

SHARE = f"{BAND:.0%}"
TEXT = {
    "zh": {
        "title": "{}：观测数与预测", "median": "预测中位数", "band": f"{SHARE}区间", "after": "经观测修正",
        "dot": "观测数", "alarm": "有预警或提示的序列", "told": "预测：{scenario} · {n}组参数 · 观测数：{file}",
        "note": "区间含参数不确定性、随机波动和观测误差。空心点：已用于拟合，不参与评判。各图纵轴不同。",
        "draws": "不是官方预测；误差为假定值。",
    },
    "en": {
        "title": "{}: figures and projection", "median": "projection, median", "band": f"{SHARE} band",
        "after": "after the figures", "dot": "figure", "alarm": "series with a warning or notice",
        "told": "projection: {scenario} · {n} draws · figures: {file}",
        "note": "Bands: parameters, chance, errors of figures. Open dots: used in fitting, not judged. Axes differ.",
        "draws": "Not an official forecast; errors of figures are assumed unless given.",
    },
}  # fmt: skip
COLUMNS = 4


class _Told:
    """Heading and foot of the figure."""

    def __init__(self, found: Monitored) -> None:
        self.found = found

    def told(self, language: str) -> str:
        """One line that says what was held against what."""
        scenario = self.found.titles[language][self.found.scenario]
        return TEXT[language]["told"].format(scenario=scenario, n=self.found.fan.n_draws, file=self.found.file)

    def parameters_note(self, language: str) -> str:
        """What the bands rest on."""
        return TEXT[language]["draws"]


@style.in_style
def draw_observed(found: Monitored, name: str, language: str) -> Figure:
    """Figure of an indicator, the city first, then its counties."""
    text, areas = TEXT[language], found.fan.areas.all
    columns = min(COLUMNS, len(areas))
    rows = math.ceil(len(areas) / columns)
    figure, axes = style.panels(
        _Told(found), language, _title(name, language), columns, (text["note"],),
        height=1.9 + 2.1 * rows, n_rows=rows, sharex=True,
    )  # fmt: skip
    figure.subplots_adjust(hspace=0.32, wspace=0.34, left=0.075, top=1 - 1.2 / figure.get_figheight())
    for ax, area in zip(axes, areas, strict=False):
        scale = _panel(ax, found, name, area, language)
        heading = f"{found.fan.areas.name(area, language)}  {unit_of(name, language, scale).split('/')[0].strip()}"
        ax.set_title(heading, fontsize=8.5, loc="left")
        ax.tick_params(labelsize=8, labelbottom=True)
    for ax in axes[len(areas) :]:
        ax.set_visible(False)
    handles, labels = axes[0].get_legend_handles_labels()
    seen = dict(zip(labels, handles, strict=True))
    for ax in axes:
        seen = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True)) | seen
    figure.legend(
        seen.values(), seen.keys(), loc="upper left", ncols=6, fontsize=8.5, borderaxespad=0, columnspacing=1.4,
        bbox_to_anchor=(0.012, 1 - 0.66 / figure.get_figheight()),
    )  # fmt: skip
    return figure


def _title(name: str, language: str) -> str:
    said = TEXT[language]["title"].format(title_of(name, language))
    return said[0].upper() + said[1:]


def _panel(ax: Axes, found: Monitored, name: str, area: int, language: str) -> float:
    """Band, medians and dots of one area; returns what values are divided by."""
    text, years = TEXT[language], np.array(found.fan.years)
    bands = np.array([found.band(name, area, int(year)) for year in years])
    scale = scale_of(float(bands[:, 1].max()), language)
    lower, median, upper = bands.T / scale
    ax.fill_between(years, lower, upper, color=style.BLUE, alpha=0.18, lw=0, label=text["band"])
    ax.plot(years, median, color=style.BLUE, lw=1.6, label=text["median"])
    if found.weights.moved:
        after = np.array([found.band(name, area, int(year), weighted=True) for year in years]).T / scale
        ax.plot(years, after[1], color=style.INK, lw=1.2, ls="--", label=text["after"])
        for bound in (after[0], after[2]):
            ax.plot(years, bound, color=style.INK, lw=0.7, ls=":")
    seen = {year: figure.value / scale for (n, a, year), figure in found.figures.items() if (n, a) == (name, area)}
    alarmed = any(one.indicator == name for one in found.alarms_of(area))
    for is_judged in (True, False):
        points = {y: v for y, v in sorted(seen.items()) if (y > found.fan.fitted_to) == is_judged}
        if points:
            marker = "D" if alarmed and is_judged else "o"
            ax.plot(
                list(points), list(points.values()), marker, ms=6 if marker == "D" else 4.5, zorder=5,
                mfc=(style.RED if marker == "D" else style.INK) if is_judged else "white", mec=style.INK, mew=1.1,
                label=(text["alarm"] if marker == "D" else text["dot"]) if is_judged else None,
            )  # fmt: skip
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    ax.set_ylim(bottom=0 if lower.min() < 0.5 * upper.max() else None)
    ax.set_xticks([year for year in found.fan.years if year % 5 == 0])
    return scale
