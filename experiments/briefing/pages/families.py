"""Cost of a child by income before and after benefits, and who gains from the scenario asked about."""

import pandas as pd

from experiments.briefing.content import Chart, Page, Series
from experiments.briefing.facts import Facts
from experiments.briefing.say import Texts, fill, foot, notes, share, title_of, yuan
from experiments.charts.child_cost import FILLS, NET
from experiments.charts.style import BLUE, GREEN
from sim.measures.declared import BENEFITS, ORDERS_SHOWN

TEXT: Texts = {
    "zh": {
        "title": "按“{main}”，养育第二个孩子的成本，收入最低的家庭由补助抵去{low}，收入最高的抵去{high}；{gain}",
        "gain": "与“{base}”相比，一孩家庭多得{first}，三孩家庭多得{third}", "no_gain": "与“{base}”没有差别",
        "before": "二孩养育成本：补助前后", "gains": "比“{base}”多得的补助", "child": "万元",
        "fifth": "第{}组", "lowest": "最低", "highest": "最高", "net": "补助后成本", "allowance": "育儿补贴",
        "grant": "生育补助", "tax_saved": "个税减少", "nursery_aid": "入托补助",
        "order_1": "一孩", "order_2": "二孩", "order_3": "三孩",
        "before_alt": "堆叠柱形图：收入五等份组二孩0—17岁养育成本和各类补助；补助占成本，最低收入组{low}，最高收入组"
        "{high}。",
        "gains_alt": "柱形图：收入五等份组一孩、二孩、三孩家庭比“{base}”多得的补助；平均一孩{first}、三孩{third}。",
        "foot": "收入由低到高分五组。0—17岁合计，{month}的规则和收入不变，2020年价格。城乡、各县（市、区）平均；本地"
        "户籍夫妻，已计申领率。",
        "note": "{why}个税减少只惠及纳税家庭，定额补助各收入组相同。未计生育医疗费报销、假期工资和住房支持。不贴现。",
        "month": "{year}年{month}月",
        "poor": "收入越低，补助占成本越大。", "rich": "收入越高，补助占成本越大：这是减税的结果。",
    },
    "en": {
        "title": "Under “{main}” benefits cover {low} (lowest incomes) to {high} (highest) of a second child's cost;"
        " {gain}",
        "gain": "against “{base}” {first} more for a first child, {third} for a third", "no_gain": "as under “{base}”",
        "before": "Cost of a second child, before and after benefits", "gains": "Benefits beyond “{base}”",
        "child": "thousand yuan", "fifth": "{}", "lowest": "lowest", "highest": "highest", "net": "cost after benefits",
        "allowance": "allowance", "grant": "birth grant", "tax_saved": "tax saved", "nursery_aid": "nursery aid",
        "order_1": "first child", "order_2": "second child", "order_3": "third child",
        "before_alt": "Stacked columns: cost of a second child over ages 0–17 and its benefits by fifth of incomes;"
        " benefits are {low} of the cost at the lowest incomes, {high} at the highest.",
        "gains_alt": "Columns: benefits beyond “{base}” by fifth of incomes and birth order; on average {first} for a"
        " first child, {third} for a third.",
        "foot": "Fifths of incomes. Ages 0–17 in all, rules and incomes of {month} held, yuan of 2020. Mean of town,"
        " village and counties; couples of local registration, after take-up.",
        "note": "{why}Less tax helps only those who pay it; flat benefits are alike at all incomes. Medical payments,"
        " leave pay and help with homes are left out. Undiscounted.",
        "month": "{year}-{month}",
        "poor": "Benefits weigh more at low incomes. ",
        "rich": "Benefits weigh more at high incomes, which is less tax. ",
    },
}  # fmt: skip
SCALE = {"zh": 1e4, "en": 1e3}
SHOWN = 2
"""Birth order whose cost is shown before and after benefits."""
GAIN_COLOURS = {1: NET, 2: BLUE, 3: GREEN}


def child_cost(facts: Facts, language: str) -> Page | None:
    """Cost of a second child by fifth of incomes, and what each order gains; None where no costs are stored."""
    main, base = facts.compared.main, facts.compared.base
    if facts.main.child_cost.empty:
        return None
    own = by_income(facts.main.child_cost)
    other = by_income(facts.child_cost_of[base]) if base in facts.child_cost_of else None
    text, names = TEXT[language], _fifths(language)
    second = own.xs(SHOWN, level="birth_order")
    covered = second[list(BENEFITS)].sum(axis=1) / second["cost"]
    values = {"main": title_of(facts, main, language), "base": title_of(facts, base, language),
              "low": share(float(covered.iloc[0]), language, 1), "high": share(float(covered.iloc[-1]), language, 1),
              "gain": "", "first": "", "third": "", "month": _month(facts, language)}  # fmt: skip
    stacked = [Series(text["net"], tuple(second["net"]), NET)]
    stacked += [
        Series(text[name], tuple(second[name]), FILLS[name]["facecolor"], hatched="hatch" in FILLS[name])
        for name in BENEFITS if second[name].any()
    ]
    gains = None if other is None else gained(own, other)
    if gains is not None:
        of_order = gains.groupby(level="birth_order").mean()
        values |= {"first": yuan(float(of_order.loc[1]), language), "third": yuan(float(of_order.loc[3]), language)}
        values["gain"] = text["gain" if gains.abs().max() >= 1 else "no_gain"].format(**values)
    why = "poor" if covered.iloc[0] > covered.iloc[-1] else "rich"
    title = fill(TEXT, language, "title", **values).rstrip("；; ")
    parts = [Chart("child_cost", "stacked", fill(TEXT, language, "before_alt", **values), names, tuple(stacked),
                   text["child"], text["before"], scale=SCALE[language], lowest=0)]  # fmt: skip
    if gains is not None and gains.abs().max() >= 1:
        columns = tuple(Series(text[f"order_{order}"], tuple(gains.xs(order, level="birth_order")), GAIN_COLOURS[order])
                        for order in ORDERS_SHOWN)  # fmt: skip
        parts.append(Chart("child_gains", "columns", fill(TEXT, language, "gains_alt", **values), names, columns,
                           text["child"], text["gains"].format(base=values["base"]), scale=SCALE[language],
                           number="0.0" if language == "zh" else "0"))  # fmt: skip
    return Page("child_cost", title, tuple(parts), foot(facts, language, fill(TEXT, language, "foot", **values)),
                notes(facts, language, text["note"].format(why=text[why])))  # fmt: skip


def by_income(table: pd.DataFrame) -> pd.DataFrame:
    """Means over counties, towns and villages by fifth of incomes and birth order, each place by its residents.

    returns: columns cost, each of `BENEFITS`, net [yuan of 2020], by (quintile, birth_order)
    """
    columns = ["cost", *BENEFITS, "net"]
    keys = [table[name] for name in ("quintile", "birth_order")]
    sums = table[columns].mul(table["weight"], axis=0).assign(weight=table["weight"]).groupby(keys).sum()
    return sums[columns].div(sums["weight"], axis=0)


def gained(own: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Benefits of one scenario beyond another by fifth of incomes and birth order [yuan of 2020]."""
    return own[list(BENEFITS)].sum(axis=1) - other[list(BENEFITS)].sum(axis=1)


def _fifths(language: str) -> tuple[str, ...]:
    """Names of the fifths of incomes, the lowest first."""
    text = TEXT[language]
    return (text["lowest"], *(text["fifth"].format(k) for k in (2, 3, 4)), text["highest"])


def _month(facts: Facts, language: str) -> str:
    year, month = str(facts.main.child_cost["month"].iloc[0]).split("-")
    return TEXT[language]["month"].format(year=year, month=int(month) if language == "zh" else month)
