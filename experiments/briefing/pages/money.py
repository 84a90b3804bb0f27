"""Public money by measure and payer, and against the general budget of each county."""

from collections.abc import Mapping, Sequence
from typing import Literal

from experiments.briefing.content import Chart, Column, Page, Series, Table
from experiments.briefing.facts import Facts, estimate
from experiments.briefing.say import LIST, Texts, county_names, fill, foot, notes, share, span, title_of, yuan
from experiments.charts.public_money import PAYERS as PAYER_STYLES
from experiments.wording.amounts import number
from experiments.wording.items import item_of
from sim.policy.budgets import EXPENDITURE, GDP, REVENUE, known_budgets
from sim.policy.levers import LEVERS
from sim.policy.levers.base import PUBLIC_PAYERS

TEXT: Texts = {
    "zh": {
        "title": "“{main}”{years}共需公共资金{total}，{payer}承担{share}；用在{item}的最多，占{of_item}",
        "payers_alt": "堆叠柱形图：“{main}”各年公共资金，按出资方。{years}合计：{parts}。",
        "items_alt": "堆叠条形图：“{main}”{years}公共资金，按方案条目和出资方。前三项：{parts}。",
        "years": "各年，按出资方", "items": "{years}合计，按政策措施", "part": "{name}{value}",
        "funding": "法律规定的其他",
        "foot": "2020年价格，含少收的税款，收回的社会抚养费记为负；不含用人单位和家庭支出。{of_more}",
        "of_more": "其中比“{base}”增加{more}。",
        "note": "各次模拟的平均。含国家和省级法规已定的支出（如育儿补贴），不只是本方案新增的。",
        "budget_title": "{first}—{last}年，各县（市、区）每年为此支出的钱相当于本级一般公共预算支出的{low}至{high}",
        "county": "县（市、区）", "paid": "县级年均支出", "budget": "一般公共预算支出（年均）", "of_budget": "占比",
        "basis": "预算数依据", "money": "亿元", "percent": "%", "axis": "亿元/年（2020年价格）",
        "axis_sum": "亿元（2020年价格）",
        "basis_own": "{year}年公布的支出", "basis_revenue": "未公布，按{year}年收入推算",
        "basis_gdp": "未公布，按{year}年GDP推算",
        "budget_alt": "表：{n}个县（市、区）的县级年均支出、一般公共预算支出和占比：{parts}。",
        "budget_foot": "缺：{n}个县（市、区）的一般公共预算支出没有公布数可用，为推算；各县财政预算报告公布后可替换。",
        "budget_foot_none": "预算为公布数，按收入增长推算到各年。",
        "budget_note": "预算由已知年份起，按名义收入的增长推算到各年；没有县（市、区）公布过预测。支出和预算均为当年"
        "价格。县级承担的份额按各项政策的出资规定计算；方案规定所需资金由属地政府保障。",
    },
    "en": {
        "title": "“{main}” takes {total} of public money over {years}; largest payer: {payer} ({share}), largest use:"
        " {item} ({of_item})",
        "payers_alt": "Stacked columns of public money under “{main}” by year and payer. Sums of {years}: {parts}.",
        "items_alt": "Stacked bars of public money under “{main}” over {years} by plan item and payer. The first"
        " three: {parts}.",
        "years": "By year and payer", "items": "Sums of {years} by measure", "part": "{name} {value}",
        "funding": "other, by law",
        "foot": "Yuan of 2020; tax forgone counts, penalties received are negative; employers and families are left"
        " out.{of_more}",
        "of_more": " Of it {more} more than under “{base}”.",
        "note": "Mean over runs. Money that national and provincial law sets already, such as the childcare"
        " allowance, is in it: it is not what the plan adds.",
        "budget_title": "Over {first}–{last} the counties pay {low} to {high} of their general budgets a year",
        "county": "county", "paid": "paid a year", "budget": "general budget a year", "of_budget": "share",
        "basis": "budget rests on", "money": "million yuan", "percent": "%", "axis": "billion yuan of 2020 / year",
        "axis_sum": "billion yuan of 2020",
        "basis_own": "published spending of {year}", "basis_revenue": "not published: revenue of {year}",
        "basis_gdp": "not published: GDP of {year}",
        "budget_alt": "Table of {n} counties: what they pay a year, their general budget, the share: {parts}.",
        "budget_foot": "Missing: of {n} counties no general spending is published that we have; theirs is estimated."
        " Their budget reports can replace it.",
        "budget_foot_none": "Budgets are published, carried on by the growth of incomes.",
        "budget_note": "Budgets are carried on from the known year by nominal incomes; no county publishes a"
        " forecast. Money and budgets are of the day's prices. Who pays follows the rules of each measure; the plan"
        " leaves its funding to the local governments.",
    },
}  # fmt: skip
SCALE = {"zh": 1e8, "en": 1e6}
DRAWN = {"zh": 1e8, "en": 1e9}
"""What axes are divided by."""
NUMBER = "#,##0.0"
"""Of the axis; `#,##0.##` would leave a dot behind whole numbers."""
BASES = {EXPENDITURE: "basis_own", REVENUE: "basis_revenue", GDP: "basis_gdp"}
AVERAGED = 10
"""Last whole years over which a county's burden is averaged: by then all measures are in place."""


def money(facts: Facts, language: str) -> Page | None:
    """Public money by year and payer, and by plan item and payer; None without any."""
    if not facts.has_money():
        return None
    text, years, main = TEXT[language], facts.years, title_of(facts, facts.compared.main, language)
    by_item = item_money(facts)
    of_items = {item: sum(values.values()) for item, values in by_item.items()}
    of_payers = {payer: sum(values[payer] for values in by_item.values()) for payer in _paying(by_item)}
    total = sum(of_items.values())
    first_payer, first_item = max(of_payers, key=lambda p: of_payers[p]), max(of_items, key=lambda i: of_items[i])
    values = {
        "main": main, "years": span(years, language), "total": yuan(total, language),
        "payer": payer_title(first_payer, language), "share": share(of_payers[first_payer] / total, language),
        "item": _title(first_item, language), "of_item": share(of_items[first_item] / total, language),
    }  # fmt: skip
    first_three = sorted(of_items, key=lambda item: -of_items[item])[:3]
    parts = (
        _chart(language, "money_years", "stacked", facts.money_by_payer(), tuple(map(str, years)), text["years"],
               fill(TEXT, language, "payers_alt", **values, parts=_listed(
                   {payer_title(payer, language): value for payer, value in of_payers.items()}, language))),
        _chart(language, "money_items", "stacked_bars",
               {payer: [float(by_item[item][payer]) for item in by_item] for payer in _paying(by_item)},
               tuple(f"{_title(item, language)}  {_sum_of(by_item[item], language)}" for item in by_item),
               text["items"].format(years=values["years"]),
               fill(TEXT, language, "items_alt", **values, parts=_listed(
                   {_title(item, language): of_items[item] for item in first_three}, language))),
    )  # fmt: skip
    base = facts.compared.base
    added = facts.added(facts.compared.main, base, "public_money_real")
    more = text["of_more"].format(base=title_of(facts, base, language), more=yuan(added, language))
    at_foot = foot(facts, language, text["foot"].format(of_more=more))
    return Page("money", fill(TEXT, language, "title", **values), parts, at_foot, notes(facts, language, text["note"]))


def budgets(facts: Facts, language: str) -> Page | None:
    """What each county pays against its general budget; None where no county pays."""
    if not facts.has_money() or facts.comparison.county is not None:
        return None
    ledger, years, text = facts.ledger, facts.years[-AVERAGED:], TEXT[language]
    if ledger is None or facts.pack is None:
        return None
    paid = ledger["money"].sel(payer="county", year=years).sum("lever").mean("year")
    if not bool((paid != 0).any()):
        return None
    of_budget, budget = (ledger[name].sel(year=years).mean("year") for name in ("county_share_of_budget",
                                                                                "general_budget"))  # fmt: skip
    known = dict(zip(ledger["county_code"].values.tolist(), known_budgets(facts.pack),
                     strict=True))  # fmt: skip
    names, rows, shares = county_names(facts, language), [], {}
    for code, name in names.items():
        shares[name] = estimate(of_budget.sel(county_code=code))
        basis = text[BASES[known[code].basis]].format(year=known[code].year)
        own = estimate(paid.sel(county_code=code)), float(budget.sel(county_code=code))
        rows.append((name, *own, shares[name], basis))
    low, high = min(one.mean for one in shares.values()), max(one.mean for one in shares.values())
    parts = LIST[language].join(text["part"].format(name=name, value=share(one.mean, language, 1))
                                for name, one in shares.items())  # fmt: skip
    table = Table("budgets", text["budget_alt"].format(n=len(rows), parts=parts), (
        Column(text["county"]),
        Column(text["paid"], text["money"], SCALE[language], 2 if language == "zh" else 0, weight=1.8),
        Column(text["budget"], text["money"], SCALE[language], 0, weight=1.3),
        Column(text["of_budget"], text["percent"], 0.01, 1, weight=1.5), Column(text["basis"], weight=2.6),
    ), tuple(rows))  # fmt: skip
    unknown = sum(one.basis != EXPENDITURE for one in known.values())
    said = text["budget_foot" if unknown else "budget_foot_none"].format(n=unknown)
    title = fill(TEXT, language, "budget_title", first=years[0], last=years[-1], low=share(low, language, 1),
                 high=share(high, language, 1))  # fmt: skip
    return Page("budgets", title, (table,), foot(facts, language, said), notes(facts, language, text["budget_note"]))


def item_money(facts: Facts) -> dict[int, dict[str, float]]:
    """Public money over whole years by plan item and payer, mean over seeds [yuan of 2020]; item 0 is of no item."""
    paid = facts.main.whole_years()["money_by_lever"].sel(payer=list(PUBLIC_PAYERS)).sum("year").mean("seed")
    found: dict[int, dict[str, float]] = {}
    for lever in map(str, paid["lever"].values):
        item = LEVERS[lever].plan_item if lever in LEVERS else 0
        held = found.setdefault(item, dict.fromkeys(PUBLIC_PAYERS, 0.0))
        for payer in PUBLIC_PAYERS:
            held[payer] += float(paid.sel(lever=lever, payer=payer))
    return {item: held for item, held in sorted(found.items()) if any(held.values())}


def payer_title(payer: str, language: str) -> str:
    """Name of a payer."""
    zh, en, _ = PAYER_STYLES[payer]
    return zh if language == "zh" else en


def _paying(by_item: dict[int, dict[str, float]]) -> list[str]:
    """Payers who pay anything."""
    return [payer for payer in PUBLIC_PAYERS if any(held[payer] for held in by_item.values())]


def _title(item: int, language: str) -> str:
    return item_of(item, language) if item else TEXT[language]["funding"]


def _sum_of(held: dict[str, float], language: str) -> str:
    """Money of all payers, as it stands at a bar."""
    return number(sum(held.values()) / DRAWN[language], 1)


def _listed(amounts: dict[str, float], language: str) -> str:
    """Names with their amounts."""
    return LIST[language].join(TEXT[language]["part"].format(name=name, value=yuan(value, language))
                               for name, value in amounts.items())  # fmt: skip


def _chart(
    language: str, name: str, kind: Literal["stacked", "stacked_bars"], paid: Mapping[str, Sequence[float]],
    categories: tuple[str, ...], title: str, alt: str,
) -> Chart:
    """A stack of payers."""
    stacked = tuple(
        Series(payer_title(payer, language), tuple(values), fill["facecolor"], hatched="hatch" in fill)
        for payer, values in paid.items() for fill in [PAYER_STYLES[payer][2]]
    )
    unit = TEXT[language]["axis" if kind == "stacked" else "axis_sum"]
    return Chart(name, kind, alt, categories, stacked, unit, title,
                 scale=DRAWN[language], number=NUMBER)  # fmt: skip
