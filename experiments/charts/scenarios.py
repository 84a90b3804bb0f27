"""Indicators by scenario with named intervals, and beside them what each scenario adds, with paired intervals."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from sim.errors import UserError

NAMES = {
    "births": ("出生人数", "births"),
    "tfr": ("总和生育率", "total fertility rate"),
    "population": ("年末人口", "population at year end"),
    "marriages": ("结婚对数", "marriages"),
    "deaths": ("死亡人数", "deaths"),
    "divorces": ("离婚对数", "divorces"),
    "public_money_real": ("公共资金", "public money"),
    "nursery_places": ("托位数", "nursery places"),
    "nursery_enrolled": ("在托儿童", "children in nurseries"),
    "nursery_queue": ("排队儿童", "children queueing"),
    "nursery_empty": ("空置托位", "empty places"),
    "places_per_1000": ("每千人口托位数", "nursery places per 1,000 residents"),
    "places_per_100_under_three": ("每百名 3 岁以下儿童托位数", "nursery places per 100 children under three"),
    "mean_age_at_birth": ("平均生育年龄", "mean age at birth"),
    "mean_age_at_first_birth": ("平均初育年龄", "mean age at first birth"),
}
"""Chinese and English names of indicators; others are named as in docs/results.md."""
UNITS_ZH = {
    "births / year": "人/年", "persons": "人", "marriages / year": "对/年", "children / woman": "孩/妇女",
    "years": "岁", "deaths / year": "人/年", "divorces / year": "对/年", "yuan of 2020 / year": "元/年，2020 年价格",
    "places": "个", "children": "人",
}
SCALES = {
    "zh": ((1e8, "亿"), (1e4, "万"), (1.0, "")),
    "en": ((1e9, "billion "), (1e6, "million "), (1e3, "thousand "), (1.0, "")),
}
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
    shown = NAMES[name][0 if language == "zh" else 1] if name in NAMES else name.replace("_", " ")
    text = TEXT[language]
    notes = data.interval(language)[:2]
    figure, (left, right) = style.panels(data, language, text["title"].format(shown), 2, notes)
    _levels(left, data, name, language)
    _added(right, data, name, language)
    for ax, title in ((left, text["levels"]), (right, text["added"].format(data.title(data.base, language)))):
        ax.set_title(title, fontsize=10, loc="left", color=style.INK)
        style.years_axis(ax, language)
    figure.subplots_adjust(left=0.1, wspace=0.3)
    return figure


def _levels(ax: Axes, data: ComparisonData, name: str, language: str) -> None:
    """Lines and bands of all scenarios."""
    largest = max(float(abs(data.whole_years(label)[name]).max()) for label in data.indicators)
    scale, word = scale_of(largest, language)
    for label in reversed(data.indicators):  # the one asked about on top
        style.plot_interval(ax, data.whole_years(label)[name], style.scenario_colour(data, label),
                            data.title(label, language), scale)
    ax.set_ylabel(axis_title(data.indicators[data.main][name].attrs["units"], word, language))
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    ax.set_ylim(0, 1.32 * ax.get_ylim()[1])
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], loc="upper right", fontsize=8, borderaxespad=0)


def _added(ax: Axes, data: ComparisonData, name: str, language: str) -> None:
    """Lines and paired bands of each scenario less the base."""
    base = data.whole_years(data.base)[name]
    differences = {label: data.whole_years(label)[name] - base for label in data.indicators if label != data.base}
    largest = max(float(abs(values.mean("seed")).max()) for values in differences.values())
    scale, word = scale_of(largest, language)
    for label, values in reversed(differences.items()):
        style.plot_interval(ax, values, style.scenario_colour(data, label), data.title(label, language), scale)
    ax.axhline(0, color=style.INK, lw=0.8)
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    ax.set_ylabel(axis_title(base.attrs["units"], word, language))


def scale_of(largest: float, language: str) -> tuple[float, str]:
    """What numbers are divided by so that the largest has few digits, and the word that goes with it."""
    return next(((scale, word) for scale, word in SCALES[language] if largest >= 2 * scale), (1.0, ""))


def axis_title(units: str, word: str, language: str) -> str:
    """Unit of an axis with the word of its scale, such as 万人/年 or thousand births / year."""
    if language == "zh":
        return f"{word}{UNITS_ZH.get(units, units)}"
    return f"{word}{units}"
