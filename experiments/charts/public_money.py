"""Public money of the measures by year and payer."""

import numpy as np
from matplotlib.figure import Figure

from experiments.charts import style
from experiments.charts.data import ChartData
from experiments.wording.indicators import scale_of, unit_of
from sim.policy.ledger import PUBLIC_PAYERS

TEXT = {
    "zh": {
        "title": "各级公共资金",
        "note": "各随机种子均值；含少收的税款，收取的社会抚养费为负。用人单位与家庭的支出不在内。",
    },
    "en": {
        "title": "Public money by payer",
        "note": "Mean over seeds; tax forgone counts, penalties are negative. Employers and families left out.",
    },
}  # fmt: skip
PAYERS = {
    "central": ("中央", "central", "#14406b"),
    "province": ("省", "province", "#5f8fbf"),
    "city": ("市", "city", "#3f7f4f"),
    "county": ("县（市、区）", "county", "#b7791f"),
    "insurance_fund": ("职工基本医疗保险基金（含生育保险）", "insurance fund", "#9aa0a8"),
}
TOTAL = {"zh": "合计", "en": "total"}


@style.in_style
def draw(data: ChartData, language: str) -> Figure | None:
    """Figure of stacked bars [yuan of 2020 a year]; None without a ledger, money or a whole year."""
    if "money_by_payer" not in data.indicators or not data.has_whole_years():
        return None
    money = data.whole_years()["money_by_payer"].mean("seed")
    paid = {str(payer): money.sel(payer=payer).values for payer in PUBLIC_PAYERS}
    if not any(values.any() for values in paid.values()):
        return None
    text = TEXT[language]
    figure, (ax,) = style.panels(data, language, text["title"], notes=(text["note"],))
    years = money["year"].values
    total = np.sum(list(paid.values()), axis=0)
    scale = scale_of(float(np.abs(total).max()), language)
    above, below = np.zeros(len(years)), np.zeros(len(years))
    for payer, (zh, en, colour) in PAYERS.items():
        amount = paid[payer] / scale
        if amount.any():
            bottom = np.where(amount >= 0, above, below)
            ax.bar(years, amount, bottom=bottom, color=colour, width=0.72, label=zh if language == "zh" else en)
            above, below = above + np.maximum(amount, 0), below + np.minimum(amount, 0)
    if below.any():
        ax.plot(years, total / scale, "o", ms=4, color=style.INK, label=TOTAL[language])
        ax.axhline(0, color=style.INK, lw=0.8)
    ax.set_ylabel(unit_of("public_money_real", language, scale))
    ax.yaxis.set_major_formatter(style.THOUSANDS)
    ax.grid(visible=False, axis="x")
    style.years_axis(ax, language)
    style.legend_above(ax)
    return figure
