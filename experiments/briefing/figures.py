"""Figures that only the briefing has: births by county and the public cost of an additional birth."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from experiments.briefing.facts import Facts
from experiments.charts import style
from experiments.wording.indicators import unit_of

COLUMNS = 3
TEXT = {
    "zh": {"counties": "各县（市、区）出生人数", "births": "出生人数（{}）", "cost": "每新增一名出生人口的公共资金",
           "yuan": "万元/人（2020年价格）", "pair": "{}\n比“{}”", "means": "各次模拟的平均；各图纵轴刻度不同。",
           "fieller": "线段：{}；出生人数之差不能与零区分的比较不画。"},
    "en": {"counties": "Births by county", "births": "{}", "cost": "Public money an additional birth",
           "yuan": "thousand yuan of 2020 / birth", "pair": "{}\nagainst {}",
           "means": "Mean over seeds; scales differ between counties.",
           "fieller": "Whiskers: {}; pairs whose added births are not told from nothing are left out."},
}  # fmt: skip
SCALES = {"zh": 1e4, "en": 1e3}


@style.in_style
def counties(facts: Facts, language: str) -> Figure:
    """Figure of births by year and scenario, a panel a county [births/year]."""
    text, places = TEXT[language], facts.main.manifest.counties
    rows = -(-len(places) // COLUMNS)
    height = 2.4 + 2.0 * rows
    figure, axes = style.panels(facts.compared, language, text["counties"], COLUMNS, (text["means"],), height, rows)
    for position, (ax, county) in enumerate(zip(axes, places, strict=False)):
        for label, births in reversed(facts.county_births.items()):
            values = births.sel(county_code=county.county_code, year=facts.years).mean("seed")
            ax.plot(facts.years, values, color=style.scenario_colour(facts.compared, label), lw=1.6,
                    label=facts.compared.title(label, language))  # fmt: skip
        ax.set_title(getattr(county, f"name_{language}"), fontsize=10, loc="left", color=style.INK)
        ax.set_ylim(0, 1.08 * ax.get_ylim()[1])
        ax.tick_params(labelsize=8)
        ax.yaxis.set_major_formatter(style.THOUSANDS)
        style.years_axis(ax, language)
        if position % COLUMNS == 0:
            ax.set_ylabel(text["births"].format(unit_of("births", language)), fontsize=9)
    for spare in axes[len(places) :]:
        spare.remove()
    figure.subplots_adjust(hspace=0.6, wspace=0.3, top=1 - 1.3 / height, left=0.1)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(0.013, 1 - 0.68 / height), ncols=4,
                  fontsize=8.5, borderaxespad=0)  # fmt: skip
    return figure


@style.in_style
def cost_per_birth(facts: Facts, language: str) -> Figure | None:
    """Figure of public money an additional birth by pair of scenarios; None where no pair has a number."""
    found = facts.costs_shown() if facts.has_money() else {}
    if not found:
        return None
    text, scale = TEXT[language], SCALES[language]
    note = text["fieller"].format(facts.compared.interval(language).paired)
    figure, (ax,) = style.panels(facts.compared, language, text["cost"], notes=(note,))
    names = [text["pair"].format(*(facts.compared.title(label, language) for label in pair)) for pair in found]
    means = np.array([one.mean for one in found.values()]) / scale
    ax.barh(names, means, color=style.BLUE, height=0.5)
    if all(one.has_interval for one in found.values()):
        bounds = np.array([(one.mean - one.lower, one.upper - one.mean) for one in found.values()]).T / scale
        ax.errorbar(means, range(len(names)), xerr=bounds, fmt="none", ecolor=style.INK, capsize=4)
    ax.invert_yaxis()
    ax.set_xlabel(text["yuan"])
    ax.xaxis.set_major_formatter(style.THOUSANDS)
    ax.grid(visible=False, axis="y")
    widest = max(label.get_window_extent().width for label in ax.get_yticklabels())
    figure.subplots_adjust(left=widest / figure.bbox.width + 0.04)  # a long name is never cut
    return figure


BRIEFED: dict[str, Callable[[Facts, str], Figure | None]] = {
    "county_births": counties, "cost_per_birth": cost_per_birth,
}  # fmt: skip
