"""Indicators by scenario with named intervals, and beside them what each scenario adds, with paired intervals."""

import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from experiments.wording.indicators import scale_of, title_of, unit_of
from sim.errors import UserError

MANY_SCENARIOS = 5
"""Scenarios from which on the chart grows by .3 inches each, so that the legend leaves room for the lines."""
MOST_LETTERS = {"zh": 18, "en": 36}
"""In a line of the legend, which may not reach beyond the panel; longer names go on in the next line."""
TEXT = {
    "zh": {"title": "各情景：{}", "levels": "各情景", "added": "差值（对比：{}）"},
    "en": {"title": "By scenario: {}", "levels": "by scenario", "added": "difference from: {}"},
}


def draw(data: ComparisonData, language: str) -> Figure | None:
    """Figure of births by scenario [births/year]; None without a whole year."""
    return draw_indicator(data, "births", language) if data.has_whole_years() else None


@style.in_style
def draw_indicator(data: ComparisonData, name: str, language: str) -> Figure:
    """Figure of any indicator by year: its levels by scenario, and each scenario less the base, seed by seed."""
    indicators = data.indicators[data.main]
    yearly = [str(known) for known, values in indicators.data_vars.items() if set(values.dims) == {"seed", "year"}]
    if name not in yearly:
        raise UserError(f"There is no yearly indicator '{name}'; there are {', '.join(yearly)}")
    if not data.has_whole_years():
        raise UserError("No whole calendar year was simulated, so there is nothing to draw")
    text = TEXT[language]
    notes = data.interval(language)[:2]
    height = 4.9 + 0.3 * max(len(data.indicators) - MANY_SCENARIOS, 0)
    figure, (left, right) = style.panels(
        data, language, text["title"].format(title_of(name, language)), 2, notes, height)
    _levels(left, data, name, language)
    ends = _added(right, data, name, language)
    for ax, words in ((left, text["levels"]), (right, text["added"].format(data.title(data.base, language)))):
        ax.set_title(words, fontsize=10, loc="left", color=style.INK)
        style.years_axis(ax, language)
    figure.subplots_adjust(left=0.1, wspace=0.3)
    style.name_ends(right, ends, language)
    return figure


def _levels(ax: Axes, data: ComparisonData, name: str, language: str) -> None:
    """Lines and bands of all scenarios."""
    largest = max(float(abs(data.whole_years(label)[name]).max()) for label in data.indicators)
    scale = scale_of(largest, language)
    for label in reversed(data.indicators):  # the one asked about on top
        style.plot_interval(ax, data.whole_years(label)[name], style.scenario_look(data, label),
                            data.title(label, language), scale)
    ax.set_ylabel(unit_of(name, language, scale))
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    handles, names = ax.get_legend_handles_labels()
    labels = [textwrap.fill(one, MOST_LETTERS[language]) for one in names]
    n_lines = sum(label.count("\n") + 1 for label in labels)
    ax.set_ylim(0, max(1.32, 1.14 + 0.06 * min(n_lines, MANY_SCENARIOS)) * ax.get_ylim()[1])
    ax.legend(handles[::-1], labels[::-1], loc="upper right", fontsize=8, borderaxespad=0)


def _added(ax: Axes, data: ComparisonData, name: str, language: str) -> list[tuple[str, float, str]]:
    """Lines and paired bands of each scenario less the base; returns name, end and colour of each."""
    base = data.whole_years(data.base)[name]
    differences = {label: data.whole_years(label)[name] - base for label in data.indicators if label != data.base}
    largest = max(float(abs(values.mean("seed")).max()) for values in differences.values())
    scale = scale_of(largest, language)
    ends = []
    for label, values in reversed(differences.items()):
        look, title = style.scenario_look(data, label), data.title(label, language)
        ends.append((title, style.plot_interval(ax, values, look, title, scale), look.colour))
    ax.axhline(0, color=style.INK, lw=0.8)
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    ax.set_ylabel(unit_of(name, language, scale))
    return ends
