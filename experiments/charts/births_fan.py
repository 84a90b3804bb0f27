"""Births of residents by year, with the simulation interval and the published figures of the place."""

from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.indicators import unit_of

TEXT = {
    "zh": {"title": "常住人口出生人数", "y": "出生人数（{}）", "line": "模拟均值"},
    "en": {
        "title": "Births of residents",
        "y": "{}",
        "line": "simulated mean",
    },
}
NOTE = {
    "zh": "普查年度（上年11月至当年10月）的数标在其终止年份。出生以常住人口为口径，不与户籍口径混用。",
    "en": "Census-year figures (November to October) stand at the year they end in. Births of residents, not of hukou.",
}
SCALE = {"zh": 1e4, "en": 1e3}


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Figure of births by year [万 or thousands a year]; part-years are left out; None without a whole year."""
    if not data.has_whole_years():
        return None
    text, words = TEXT[language], data.interval(language)
    figure, (ax,) = style.panels(data, language, text["title"], notes=(words.levels, NOTE[language]))
    births = data.whole_years()["births"]
    scale = SCALE[language]
    style.plot_interval(ax, births, style.BLUE, text["line"], scale, words.band)
    style.plot_published(ax, data.published("births"), language, scale=scale)
    ax.set_ylabel(text["y"].format(unit_of("births", language, scale)))
    ax.set_ylim(0, 1.06 * ax.get_ylim()[1])
    style.years_axis(ax, language)
    style.legend_above(ax)
    return figure
