"""Cost of a child before and after benefits, by birth order, residence and income group."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.amounts import month_told
from sim.measures.declared import BENEFITS, ORDERS_SHOWN

RESIDENCES = ("urban", "rural")
TEXT = {
    "zh": {
        "title": "养育成本与补助（0–17岁）", "y": "{}：万元", "x": "收入五等份组（1最低）",
        "urban": "城镇", "rural": "农村", "net": "补助后成本", "scale": 1e4, "percent": "%",
        "allowance": "育儿补贴", "grant": "生育补助", "tax_saved": "个税减少", "nursery_aid": "入托补助",
        "note": "按{}的规则与收入，规则和收入不变；2020年价格，不折现；本地户籍夫妻，含申领率。",
        "note2": "柱顶：补助占成本的比例。各图纵轴刻度相同。",
    },
    "en": {
        "title": "Cost of a child and benefits, ages 0 to 17", "y": "{}: thousand yuan of 2020",
        "x": "fifth of incomes (1 lowest)",
        "urban": "town", "rural": "village", "net": "cost after benefits", "scale": 1e3, "percent": " %",
        "allowance": "allowance", "grant": "birth grant", "tax_saved": "tax saved", "nursery_aid": "nursery aid",
        "note": "Rules and incomes of {} held for 18 years; undiscounted; couples of local hukou, after take-up.",
        "note2": "Above the bars: benefits in percent of the cost. One scale.",
    },
}  # fmt: skip
ORDER_TITLES = {"zh": ("一孩", "二孩", "三孩"), "en": ("first child", "second child", "third child")}
FILLS: dict[str, dict[str, Any]] = {
    "allowance": {"facecolor": "#14406b"}, "grant": {"facecolor": "#f6e7c8", "hatch": "////"},
    "tax_saved": {"facecolor": "#d98b6a"}, "nursery_aid": {"facecolor": "#f4f4f4", "hatch": "....."},
}
"""Of each benefit; dark and light, plain and hatched take turns, so that grey print tells them apart."""
NET = "#c9d4e0"


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Figure of stacked bars, net cost and benefits by kind; None where a run set stores no costs."""
    if data.child_cost.empty:
        return None
    text = TEXT[language]
    means = _means(data.child_cost)
    notes = (str(text["note"]).format(month_told(str(data.child_cost["month"].iloc[0]), language)), str(text["note2"]))
    figure, axes = style.panels(
        data, language, str(text["title"]), len(ORDERS_SHOWN), notes, 6.6, len(RESIDENCES), sharey=True
    )
    for position, ax in enumerate(axes):
        residence, order = RESIDENCES[position // len(ORDERS_SHOWN)], ORDERS_SHOWN[position % len(ORDERS_SHOWN)]
        _bars(ax, means.loc[residence].xs(order, level="birth_order"), text)
        if position < len(ORDERS_SHOWN):
            ax.set_title(ORDER_TITLES[language][order - 1], fontsize=10, loc="left", color=style.INK)
        ax.set_xlabel(str(text["x"]), fontsize=8.5)
        if order == 1:
            ax.set_ylabel(str(text["y"]).format(text[residence]), fontsize=8.5)
    axes[0].set_ylim(0, 1.1 * axes[0].get_ylim()[1])
    figure.subplots_adjust(top=1 - 1.25 / 6.6, hspace=0.32, wspace=0.2)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.013, 1 - 0.66 / 6.6), ncols=5, fontsize=8.5,
                  columnspacing=1.4, borderaxespad=0)
    return figure


def _means(table: pd.DataFrame) -> pd.DataFrame:
    """Means over counties by residence, quintile and birth order, each county with its residents."""
    columns = ["cost", *BENEFITS, "net"]
    weighted = table[columns].mul(table["weight"], axis=0).assign(weight=table["weight"])
    keys = [table[name] for name in ("residence", "quintile", "birth_order")]
    sums = weighted.groupby(keys).sum()
    return sums[columns].div(sums["weight"], axis=0)


def means_of_children(table: pd.DataFrame) -> pd.DataFrame:
    """Means over counties and income groups by residence and birth order; the groups are fifths of equal size."""
    return _means(table).groupby(level=["residence", "birth_order"]).mean()


def _bars(ax: Axes, means: pd.DataFrame, text: dict[str, object]) -> None:
    """One bar a fifth: what is left to pay, and on top of it each kind of benefit."""
    scale = float(str(text["scale"]))
    ax.bar(means.index, means["net"] / scale, color=NET, width=0.7, label=str(text["net"]))
    bottom = means["net"]
    for name in BENEFITS:
        ax.bar(means.index, means[name] / scale, bottom=bottom / scale, width=0.7, label=str(text[name]),
               edgecolor=style.INK, lw=0.3, **FILLS[name])
        bottom = bottom + means[name]
    for fifth, row in means.iterrows():
        share = 100 * (1 - row["net"] / row["cost"])
        ax.annotate(_percent(share, text["percent"]), (float(str(fifth)), row["cost"] / scale),
                    xytext=(0, 2), textcoords="offset points", ha="center", fontsize=7.5, color=style.INK)
    ax.grid(visible=False, axis="x")
    ax.tick_params(labelsize=8)
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    ax.set_xticks(list(means.index))


def _percent(share: float, sign: object) -> str:
    return "0" if share < 0.05 else f"{share:.1f}{sign}" if share < 0.95 else f"{share:.0f}{sign}"
