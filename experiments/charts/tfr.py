"""Total fertility rate by year, in all and by birth order, with the figures of the place."""

from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.indicators import unit_of

TEXT = {
    "zh": {
        "title": "总和生育率",
        "y": "总和生育率（{}）",
    },
    "en": {
        "title": "Total fertility rate",
        "y": "{}",
    },
}
LINES = {
    "zh": ("全部孩次", "一孩", "二孩", "三孩及以上"),
    "en": ("all orders", "first births", "second births", "third and later"),
}
LOOKS = (
    style.Look(style.INK), style.Look(style.BLUE, (0, (5, 1.6))), style.Look("#3f9a55", (0, (6, 1.5, 1.2, 1.5))),
    style.Look(style.GREY, (0, (1.2, 1.4))),
)


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Figure of the total fertility rate by year [children per woman]; None without a whole year."""
    if not data.has_whole_years():
        return None
    text = TEXT[language]
    figure, (ax,) = style.panels(data, language, text["title"], notes=(data.interval(language).levels,))
    whole = data.whole_years()
    by_order = whole["tfr_by_order"]
    series = (
        whole["tfr"],
        by_order.sel(birth_order=1),
        by_order.sel(birth_order=2),
        by_order.sel(birth_order=[3, 4]).sum("birth_order", skipna=False),
    )
    ends = [
        (label, style.plot_interval(ax, values, look, label), look.colour)
        for values, look, label in zip(series, LOOKS, LINES[language], strict=True)
    ]
    style.plot_published(ax, data.published("tfr"), language)
    ax.set_ylabel(text["y"].format(unit_of("tfr", language)))
    ax.set_ylim(0, 1.06 * ax.get_ylim()[1])
    style.years_axis(ax, language)
    style.name_ends(ax, ends, language)
    style.legend_above(ax)
    return figure
