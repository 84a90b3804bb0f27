"""What the policy adds: births of each scenario less those of the base, by year, paired by seed."""

import xarray as xr
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from experiments.wording.amounts import PEOPLE, change, percent
from experiments.wording.indicators import unit_of
from sim.measures.chance import drawn_of
from sim.measures.comparison import over_years
from sim.measures.intervals import bounds, errors

LEGEND_LINE = 0.22
"""Height of a line of the legend above the chart [inches]."""
MANY = 3
"""Scenarios from which on the chart grows by a line each."""
TEXT = {
    "zh": {
        "title": "政策带来的出生人数",
        "y": "出生人数之差（{}）",
        "against": "比较对象：{}。",
        "told": "{}：{}年{}，增幅{}",
    },
    "en": {
        "title": "What the policy adds: births of residents",
        "y": "difference ({})",
        "against": "Compared with: {}.",
        "told": "{}: {} {}, or {}",
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
    ends = []
    for label in reversed(data.indicators):
        if label == data.base:
            continue
        added = (data.whole_years(label)["births"] - base).assign_coords(part_year=base["part_year"])
        look = style.scenario_look(data, label)
        end = style.plot_interval(ax, added, look, _told(data, label, added, base, language))
        ends.append((data.title(label, language), end, look.colour))
    ax.axhline(0, color=style.INK, lw=0.8)
    ax.set_ylabel(text["y"].format(unit_of("births", language)))
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    style.years_axis(ax, language)
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], loc="lower left", bbox_to_anchor=(-0.01, 0.99), fontsize=9, borderaxespad=0)
    style.name_ends(ax, ends, language)
    figure.subplots_adjust(top=1 - (0.85 + LEGEND_LINE * len(handles)) / height)
    return figure


def _told(data: ComparisonData, label: str, added: xr.DataArray, base: xr.DataArray, language: str) -> str:
    """Title of a scenario with the births it adds over all years."""
    total = over_years(added).transpose("seed").values
    drawn, years = drawn_of(added), base["year"].values
    error, _ = errors(total, drawn)
    mean, lower, upper = map(float, bounds(total, drawn))
    told = change(mean, lower, upper, PEOPLE, language, float(error))
    part = percent(100 * total.mean() / float(over_years(base).mean("seed")), language, 1, signed=language == "en")
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    return TEXT[language]["told"].format(data.title(label, language), span, told, part)
