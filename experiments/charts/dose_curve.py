"""What a scenario adds by the dose of one of its measures, with intervals."""

import pandas as pd
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from experiments.wording.amounts import BARE, amount
from experiments.wording.indicators import scale_of, title_of, unit_of_sum
from sim.policy.levers import LEVERS

TEXT = {
    "zh": {
        "title": "{}：不同力度下的差值", "x": "力度（0为国家与省级法规，1为方案）", "y": "{}之差（{}）",
        "note": "对比：{}。线段：{}。其余政策措施不变。",
    },
    "en": {
        "title": "{}: difference by dose", "x": "dose (0: national law only, 1: the plan)", "y": "{}, difference ({})",
        "note": "Compared with: {}. Whiskers: {}. All other measures held.",
    },
}  # fmt: skip


@style.in_style
def draw(data: ComparisonData, table: pd.DataFrame, lever: str, name: str, language: str) -> Figure:
    """Figure of a table of `experiments.comparison.doses`."""
    text, title = TEXT[language], getattr(LEVERS[lever], f"title_{language}")
    notes = (text["note"].format(data.title(data.base, language), data.interval(language).paired),)
    figure, (ax,) = style.panels(data, language, text["title"].format(title[:1].upper() + title[1:]), notes=notes)
    scale = scale_of(float(table[["mean", "lower", "upper"]].abs().max().max()), language)
    ax.plot(table["dose"], table["mean"] / scale, "o-", color=style.BLUE, lw=1.8, ms=5)
    sure = table.dropna(subset=["lower", "upper"])
    ax.vlines(sure["dose"], sure["lower"] / scale, sure["upper"] / scale, color=style.BLUE, lw=1.2)
    for bound in ("lower", "upper"):
        ax.plot(sure["dose"], sure[bound] / scale, "_", color=style.BLUE, ms=9)
    for row in table.itertuples():
        told = amount(row.mean, BARE, language, row.standard_error, signed=True)
        ax.annotate(told, (row.dose, row.mean / scale), (7, 5), textcoords="offset points", fontsize=8.5,
                    color=style.INK)
    ax.axhline(0, color=style.INK, lw=0.8)
    ax.set_xlabel(text["x"])
    ax.set_ylabel(text["y"].format(title_of(name, language), unit_of_sum(name, language, scale)))
    ax.set_xticks(table["dose"].tolist())
    ax.margins(x=0.14)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    return figure
