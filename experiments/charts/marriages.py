"""Marriages by year with published registrations, and the age at which never-married people marry."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.indicators import unit_of

TEXT = {
    "zh": {
        "title": "结婚",
        "left": "结婚对数",
        "y": "结婚（{}）",
        "line": "模拟均值（初婚与再婚）",
        "right": "初婚率，{}年",
        "hazard": "初婚率（{}）",
        "age": "年龄（岁）",
        "male": "男",
        "female": "女",
        "note": "公布数为婚姻登记对数；登记地与居住地可能不同。",
    },
    "en": {
        "title": "Marriages",
        "left": "couples marrying",
        "y": "{}",
        "line": "simulated mean (first and again)",
        "right": "hazard of first marriage, {}",
        "hazard": "{}",
        "age": "age (years)",
        "male": "men",
        "female": "women",
        "note": "Published figures are couples registered, wherever they live.",
    },
}
AGES = slice(16, 54)
SCALE = {"zh": 1e4, "en": 1e3}


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Marriages [thousand couples a year] and hazard of first marriage by age [1/year]; None without a whole year."""
    if not data.has_whole_years():
        return None
    text, words, scale = TEXT[language], data.interval(language), SCALE[language]
    figure, (left, right) = style.panels(data, language, text["title"], 2, (words.levels, text["note"]))
    style.plot_interval(left, data.whole_years()["marriages"], style.BLUE, text["line"], scale, words.band)
    style.plot_published(left, data.published("marriages"), language, scale=scale)
    left.set_title(text["left"], fontsize=10, loc="left", color=style.INK)
    left.set_ylabel(text["y"].format(unit_of("marriages", language, scale)))
    left.set_ylim(0, 1.4 * left.get_ylim()[1])
    style.years_axis(left, language)
    left.legend(loc="upper right", fontsize=8.5, borderaxespad=0)
    _hazards(right, data, text, unit_of("first_marriage_hazard", language))
    return figure


def _hazards(ax: Axes, data: ChartData, text: dict[str, str], per: str) -> None:
    """Hazard of first marriage by age and sex, pooled over the whole years; rates of one year are too thin."""
    hazards = data.whole_years()["first_marriage_hazard"].sel(age=AGES)
    years = hazards["year"].values
    pooled = hazards.mean(["seed", "year"])
    for sex, colour, dashes in (("female", style.RED, (0, (5, 1.6))), ("male", style.BLUE, "-")):
        of_sex = pooled.sel(sex=sex).values
        ax.plot(pooled["age"], of_sex, color=colour, ls=dashes, lw=1.8)
        peak = int(np.nanargmax(of_sex)) if np.isfinite(of_sex).any() else 0
        ax.annotate(text[sex], (float(pooled["age"][peak]), float(of_sex[peak])), xytext=(0, 4),
                    textcoords="offset points", ha="center", color=colour)
    shown = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    ax.set_title(text["right"].format(shown), fontsize=10, loc="left", color=style.INK)
    ax.set_xlabel(text["age"])
    ax.set_ylabel(text["hazard"].format(per))
    ax.set_ylim(0, 1.1 * ax.get_ylim()[1])
