"""Childcare places against demand by county: enrolled children, queue and empty places at the year's end."""

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ChartData

TEXT = {
    "zh": {
        "title": "托位与需求", "y": "托位、儿童（个、人）", "places": "托位", "wanted": "需求（在托与排队）",
        "enrolled": "在托", "empty": "空置托位", "queue": "排队",
        "note": "年末数，各次模拟均值。同县可此处排队、彼处空置：在托以上、托位线以下为空置。各图纵轴刻度相同。",
    },
    "en": {
        "title": "Childcare places against demand", "y": "places, children", "places": "places",
        "wanted": "demand (enrolled + queue)", "enrolled": "enrolled", "empty": "empty places", "queue": "queue",
        "note": "At the year's end, mean over seeds; a queue and empty places may stand in one county. One scale.",
    },
}  # fmt: skip
ENROLLED, QUEUE, EMPTY = "#7f9fbf", "#b8432f", "#e6e8eb"
COLUMNS = 3


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Figure of places, enrolled, queue and empty places by year, a panel a county; None without a market."""
    if not data.childcare or not float(data.childcare["nursery_places"].sum()):
        return None
    text = TEXT[language]
    codes = [int(code) for code in data.childcare["county_code"].values]
    columns, rows = min(COLUMNS, len(codes)), -(-len(codes) // COLUMNS)
    height = 2.4 + 2.1 * rows if rows > 1 else 4.9
    figure, axes = style.panels(data, language, text["title"], columns, (text["note"],), height, rows, sharey=True)
    names = {c.county_code: getattr(c, f"name_{language}") for c in data.manifest.counties}
    for position, (ax, code) in enumerate(zip(axes, codes, strict=False)):
        _county(ax, data.childcare.sel(county_code=code).mean("seed"), text)
        ax.set_title(names[code], fontsize=10, loc="left", color=style.INK)
        style.years_axis(ax, language)
        if position % columns == 0:
            ax.set_ylabel(text["y"], fontsize=9)
    for spare in axes[len(codes) :]:
        spare.remove()
    largest = max(float(stocks.max()) for stocks in (data.childcare["nursery_places"].mean("seed"), _wanted(data)))
    axes[0].set_ylim(0, 1.08 * max(largest, 1.0))
    figure.subplots_adjust(hspace=0.55, wspace=0.3, top=1 - 1.3 / height, left=0.1)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.013, 1 - 0.68 / height), ncols=5, fontsize=8.5,
                  columnspacing=1.4, borderaxespad=0)
    return figure


def _wanted(data: ChartData) -> xr.DataArray:
    """Children enrolled and queueing, mean over runs."""
    return (data.childcare["nursery_enrolled"] + data.childcare["nursery_queue"]).mean("seed")


def _county(ax: Axes, stocks: xr.Dataset, text: dict[str, str]) -> None:
    """Areas of enrolled, queue and empty places of one county, and lines of places and demand."""
    years = stocks["year"].values
    places, enrolled = stocks["nursery_places"].values, stocks["nursery_enrolled"].values
    wanted = enrolled + stocks["nursery_queue"].values
    ax.fill_between(years, enrolled, enrolled + stocks["nursery_empty"].values, color=EMPTY, lw=0, label=text["empty"])
    ax.fill_between(years, 0, enrolled, color=ENROLLED, lw=0, label=text["enrolled"])
    ax.fill_between(years, enrolled, wanted, facecolor="none", edgecolor=QUEUE, hatch="////", lw=0, label=text["queue"])
    ax.plot(years, places, color=style.INK, lw=1.6, label=text["places"])
    ax.plot(years, wanted, color=style.RED, lw=1.4, ls="--", label=text["wanted"])
    ax.tick_params(labelsize=8)
    ax.yaxis.set_major_formatter(style.THOUSANDS)
