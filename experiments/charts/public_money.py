"""Public money of the measures by year and payer; what penalties brought in stands below the axis by itself.

The charge on births outside the rules (社会抚养费) was taken in until the middle of 2021. Netted against what counties
pay, it made their bar of that year negative, as if measures had saved money.
"""

from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.indicators import scale_of, unit_of
from sim.arrays import Array
from sim.policy.levers.base import PUBLIC_PAYERS

TEXT = {
    "zh": {
        "title": "各级公共资金",
        "note": "各次模拟均值；含少收的税款。零线以下为收取的社会抚养费（2021年取消）。用人单位与家庭的支出不在内。",
        "total": "合计", "receipts": "收取的社会抚养费",
    },
    "en": {
        "title": "Public money by payer",
        "note": "Mean over runs; tax forgone counts. Below zero: penalties taken in until 2021. Employers and families"
        " left out.",
        "total": "total", "receipts": "penalties taken in",
    },
}  # fmt: skip
PAYERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "central": ("中央", "central", {"facecolor": "#12324f"}),
    "province": ("省", "province", {"facecolor": "#f6e7c8", "hatch": "////"}),
    "city": ("市", "city", {"facecolor": "#3f7f4f", "hatch": "...."}),
    "county": ("县（市、区）", "county", {"facecolor": "#6f9bc4"}),
    "insurance_fund": ("职工基本医疗保险基金（含生育保险）", "insurance fund", {"facecolor": "#dfe3e8"}),
}
"""Names and fills by payer, each apart from its neighbours in grey print."""
RECEIPTS: dict[str, Any] = {"facecolor": "white", "hatch": "xxxx"}
PENALTY = "birth_penalty"
LEAST_NAMED = 0.05
"""Share of the last bar from which on a payer's name stands beside it."""


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Figure of stacked bars [yuan of 2020 a year]; None without a ledger, money or a whole year."""
    if "money_by_payer" not in data.indicators or not data.has_whole_years():
        return None
    whole = data.whole_years()
    money, receipts = whole["money_by_payer"].mean("seed"), _receipts(whole)
    paid = {str(payer): money.sel(payer=payer).values for payer in PUBLIC_PAYERS}
    if not any(values.any() for values in paid.values()):
        return None
    paid["county"] = paid["county"] - receipts
    text = TEXT[language]
    figure, (ax,) = style.panels(data, language, text["title"], notes=(text["note"],))
    years, total = money["year"].values, np.sum(list(paid.values()), axis=0) + receipts
    scale = scale_of(float(np.abs(total).max()), language)
    ends = _bars(ax, years, {payer: values / scale for payer, values in paid.items()}, language)
    if receipts.any():
        ax.bar(years, receipts / scale, width=0.72, edgecolor=style.INK, lw=0.4, label=text["receipts"], **RECEIPTS)
        ax.plot(years, total / scale, "o", ms=4, color=style.INK, mec="white", mew=0.6, label=text["total"])
        ax.axhline(0, color=style.INK, lw=0.8)
    ax.set_ylabel(unit_of("public_money_real", language, scale))
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    ax.grid(visible=False, axis="x")
    style.years_axis(ax, language)
    style.name_ends(ax, ends, language)
    style.legend_above(ax)
    return figure


def _receipts(data: xr.Dataset) -> Array:
    """What penalties brought in by year, as money below 0; 0 where runs tell money by payer alone."""
    if "money_by_lever" not in data:
        return np.zeros(data.sizes["year"])
    return np.asarray(data["money_by_lever"].sel(lever=PENALTY, payer="county").mean("seed").values)


def _bars(ax: Axes, years: Array, paid: dict[str, Array], language: str) -> list[tuple[str, float, str]]:
    """One bar a year; returns name, height and colour of what is large enough to be named beside the last."""
    above, below, ends = np.zeros(len(years)), np.zeros(len(years)), []
    most = sum(max(float(values[-1]), 0.0) for values in paid.values())
    for payer, (zh, en, fill) in PAYERS.items():
        amount, name = paid[payer], zh if language == "zh" else en
        if not amount.any():
            continue
        bottom = np.where(amount >= 0, above, below)
        ax.bar(years, amount, bottom=bottom, width=0.72, edgecolor=style.INK, lw=0.4, label=name, **fill)
        if amount[-1] > LEAST_NAMED * most:
            ends.append((name, float(bottom[-1] + amount[-1] / 2), style.INK))
        above, below = above + np.maximum(amount, 0), below + np.minimum(amount, 0)
    return ends
