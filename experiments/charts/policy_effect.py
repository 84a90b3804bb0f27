"""What the policy adds: births of each scenario less those of the base, by year, paired by seed."""

import xarray as xr
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from experiments.wording.indicators import unit_of
from sim.measures.comparison import over_years

LEGEND_LINE = 0.22
"""Height of a line of the legend above the chart [inches]."""
MANY = 3
"""Scenarios from which on the chart grows by a line each."""
TEXT = {
    "zh": {
        "title": "政策带来的出生人数",
        "y": "出生人数之差（{}）",
        "against": "比较对象：{}。",
        "line": "{}：{}–{}年合计{:+,.0f}人（{:+.1f}%）",
        "year": "{}：{}年{:+,.0f}人（{:+.1f}%）",
    },
    "en": {
        "title": "What the policy adds: births of residents",
        "y": "difference ({})",
        "against": "Compared with: {}.",
        "line": "{}: {}–{} {:+,.0f} births ({:+.1f} %)",
        "year": "{}: {} {:+,.0f} births ({:+.1f} %)",
    },
}


@style.in_style
def draw(data: ComparisonData, language: str) -> Figure | None:
    """Figure of the difference in births [births/year] with its paired interval; None without a whole year."""
    if not data.has_whole_years():
        return None
    text = TEXT[language]
    notes = (text["against"].format(data.title(data.base, language)), data.interval(language).differences)
    height = 5.2 + LEGEND_LINE * max(len(data.indicators) - MANY, 0)
    figure, (ax,) = style.panels(data, language, text["title"], notes=notes, height=height)
    base = data.whole_years(data.base)["births"]
    for label in reversed(data.indicators):
        if label == data.base:
            continue
        added = (data.whole_years(label)["births"] - base).assign_coords(part_year=base["part_year"])
        style.plot_interval(ax, added, style.scenario_colour(data, label), _told(data, label, added, base, language))
    ax.axhline(0, color=style.INK, lw=0.8)
    ax.set_ylabel(text["y"].format(unit_of("births", language)))
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    style.years_axis(ax, language)
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], loc="lower left", bbox_to_anchor=(-0.01, 0.99), fontsize=9, borderaxespad=0)
    figure.subplots_adjust(top=1 - (0.85 + LEGEND_LINE * len(handles)) / height)
    return figure


def _told(data: ComparisonData, label: str, added: xr.DataArray, base: xr.DataArray, language: str) -> str:
    """Title of a scenario with the births it adds over all years."""
    total = float(over_years(added).mean("seed"))
    percent = 100 * total / float(over_years(base).mean("seed"))
    years = base["year"].values
    title = data.title(label, language)
    if len(years) == 1:
        return TEXT[language]["year"].format(title, years[0], total, percent)
    return TEXT[language]["line"].format(title, years[0], years[-1], total, percent)
