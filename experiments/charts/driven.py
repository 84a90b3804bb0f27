"""Which drawn parameters a difference goes with most: rank correlations with their intervals."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ComparisonData
from experiments.wording.amounts import number, percent
from experiments.wording.indicators import title_of

TEXT = {
    "zh": {
        "title": "哪些参数最影响差值：{}", "x": "参数与差值的秩相关系数",
        "pair": "差值：{}，对比：{}。线段：90%区间；空心：其余参数不变时分不出作用。",
        "note": "右侧：占各组参数间差异的比重（±标准误），其余入选参数不变。相关不等于因果，参数之间也有相关。",
        "share": "占{}（±{}）", "untold": "其余参数不变时分不出",
    },
    "en": {
        "title": "Which parameters move the difference: {}", "x": "rank correlation of parameter and difference",
        "pair": "{} less {}. Whiskers: 90 % interval; hollow: nothing told beyond the parameters above.",
        "note": "At the right: share of what draws differ in, ± standard error, other parameters told held.",
        "share": "{} (± {})", "untold": "nothing of its own told",
    },
}  # fmt: skip


@style.in_style
def draw(
    data: ComparisonData, table: pd.DataFrame, name: str, pair: tuple[str, str], language: str
) -> Figure:
    """Figure of the parameters of a table of `experiments.comparison.driven`, the strongest above."""
    text, at = TEXT[language], np.arange(len(table))
    titles = (data.title(label, language) for label in pair)
    height = 2.7 + 0.32 * len(table)
    figure, (ax,) = style.panels(data, language, text["title"].format(title_of(name, language)),
                                 notes=(text["pair"].format(*titles), text["note"]), height=height)
    fills = ["white" if not told else "#14406b" if rank > 0 else "#c9d4e0"
             for told, rank in zip(table["told"], table["rank_correlation"], strict=True)]  # fmt: skip
    ax.barh(at, table["rank_correlation"], 0.6, color=fills, edgecolor=style.INK, lw=0.8)
    style.whiskers(ax, at, table["lower"], table["upper"])
    names = [style.in_lines(title, 22) for title in table[f"title_{language}"]]
    ax.set_yticks(at, names, fontsize=8.5)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_xlim(-1.0, 1.45)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1])
    for k, row in table.reset_index(drop=True).iterrows():
        ax.annotate(_told(row, text, language), (1.03, float(str(k))), va="center", fontsize=7.5, color=style.INK)
    ax.axvline(0, color=style.INK, lw=0.8)
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(text["x"])
    ax.xaxis.set_major_formatter(lambda value, _: number(value, 1))
    style.name_room(ax, figure, names)
    return figure


def _told(row: pd.Series, text: dict[str, str], language: str) -> str:
    """Share of what draws differ in with its error, or that chance may have made it."""
    if not row["told"]:
        return text["untold"]
    return text["share"].format(*(percent(100 * row[name], language) for name in ("share", "share_error")))
