"""What each measure adds, and what an additional birth costs the public purse."""

import math

from experiments.briefing.content import Cell, Chart, Column, Estimate, Page, Table
from experiments.briefing.facts import Facts
from experiments.briefing.further import added_by, cost_by
from experiments.briefing.pages.shapes import births_in_steps, briefing_command, lacking, series
from experiments.briefing.say import LIST, Texts, exact, fill, foot, more, notes, people, share, span, title_of, yuan
from experiments.charts.style import BLUE
from experiments.comparison.counted import MONEY
from experiments.comparison.items import ALL, ALONE, TOGETHER
from experiments.wording.amounts import PEOPLE
from experiments.wording.items import item_of

TEXT: Texts = {
    "zh": {
        "title": "{n}项政策措施全部实施，出生{all}；单独实施时{told}项能断定增加出生，其余{rest}项不能断定",
        "title_all": "{n}项政策措施全部实施，出生{all}；单独实施时每一项都能断定增加出生",
        "in_sum": "各项单独实施相加，出生{sum}；{interaction}。", "offset": "一起实施抵消{n}",
        "boost": "一起实施再增{n}", "open": "一起实施比相加多还是少，分不清",
        "missing": "{n}项政策措施各增加多少出生：尚未计算", "births": "新增出生", "money": "新增公共资金",
        "cost": "每新增一名出生人口", "measure": "政策措施", "interaction": "叠加效应", "all": "全部实施",
        "alt": "阶梯图：各项政策措施单独实施增加的出生，叠加效应，以及全部实施。{parts}。",
        "foot": "{in_sum}每项为单独实施时比“{base}”多的出生；“叠加效应”是全部实施减去各项之和。线段跨过起点的，不能断定"
        "有效。抽取的参数组数少于其他页，“全部实施”与首页略有出入。",
        "note": "{years}合计。单项与全部用同一批参数。各项先后次序不影响本页的数；按 Shapley 值分摊见 fertsim"
        " attribute。",
        "part": "{name}{value}", "cost_title": "每新增一名出生人口，“{main}”需公共资金{cost}",
        "cost_none": "“{main}”能否增加出生尚分不清，每新增一名出生人口的成本无法测算；新增公共资金{money}",
        "cost_items": "；单项措施中有{n}项无法测算", "cannot": "无法测算",
        "cost_foot": "无法测算：增加的出生不能与零区分。公共资金为{years}合计，2020年价格，不折现。",
        "cost_missing": "各项措施单列的成本没有计算，命令：{command}",
        "cost_note": "公共资金之差除以出生人数之差。单项为单独实施时的数。公共资金含少收的税款，不含用人单位和家庭支"
        "出。成本低不等于规模大：只惠及少数家庭的措施，再便宜也增加不了多少出生。",
        "cost_alt": "表：{rows}个情景和单项政策措施的新增出生、新增公共资金和每新增一名出生人口的公共资金；{main}为"
        "{cost}。",
        "cost_chart": "条形图：能测算的{n}项，每新增一名出生人口的公共资金，带区间。",
        "cost_wide": "{names}的区间太宽，只列在表中，不画。",
        "credit": "“{title}”增加的出生，有一部分靠婚育消费贷款{ceiling}；方案没有写明贷款额度，这个额度是假设。"
        "{weight}",
        "credit_ceiling": "（每对夫妻最多{x}）",
        "credit_without": "去掉它，增加的出生由{added}变为{other}，其中{share}靠它。",
        "credit_alone": "只有它时增加{other}，相当于全部的{share}。",
        "credit_item": "含它的第{item}项单独增加{other}，相当于全部的{share}。",
        "credit_unclear": "它占多少，这批运行分不清。", "credit_unknown": "它占多少，这批运行没有单独计算。",
        "yuan": "万元", "people": "人", "of_births": "万人", "yuan_large": "亿元",
    },
    "en": {
        "title": "All {n} measures together change births by {all}; alone, {told} of them surely add births, the other"
        " {rest} may or may not",
        "title_all": "All {n} measures together change births by {all}; each of them surely adds births alone",
        "in_sum": " Alone they change births by {sum} in sum; {interaction}.", "offset": "together they lose {n} of it",
        "boost": "together they add {n} to it", "open": "whether they add to each other is not told",
        "missing": "What each of {n} items of measures adds has not been computed", "births": "births added",
        "money": "public money added", "cost": "per additional birth", "measure": "measure",
        "interaction": "joint effects", "all": "all together",
        "alt": "Steps: births that each item adds alone, joint effects, and all together. {parts}.",
        "foot": "Each item alone against “{base}”; joint effects: all together less the sum.{in_sum} Where a whisker"
        " crosses its step's start, an effect is not certain. Fewer draws than other pages: all together differs a"
        " little from the first page.",
        "note": "Sums of {years}. Items and all together have the same draws. The order of items does not matter"
        " here; `fertsim attribute` gives Shapley shares.",
        "part": "{name} {value}", "cost_title": "An additional birth under “{main}” takes {cost} of public money",
        "cost_none": "Whether “{main}” adds births is not told, so a birth has no price; {money} of public money is"
        " added",
        "cost_items": "; for {n} single measures nobody can tell", "cannot": "cannot be told",
        "cost_foot": "Cannot be told: the births added are not told from nothing. Public money over {years}, yuan of"
        " 2020, undiscounted.",
        "cost_missing": "Costs by item were not computed; the command: {command}",
        "cost_note": "Difference in public money over difference in births; items alone. Tax forgone counts,"
        " employers and families do not. Cheap is not large: a measure for few families adds few births.",
        "cost_alt": "Table of {rows} scenarios and items: births added, public money added, public money per"
        " additional birth; {main}: {cost}.",
        "cost_chart": "Bars of public money per additional birth of the {n} where it can be told, with intervals.",
        "cost_wide": "Too wide to be drawn, so in the table alone: {names}.",
        "credit": "Part of the births that “{title}” adds rests on family credit{ceiling}; the plan names no ceiling,"
        " so this one is assumed. {weight}",
        "credit_ceiling": " (up to {x} a couple)",
        "credit_without": "Without it the added births go from {added} to {other}: {share} of them rest on it.",
        "credit_alone": "Alone it adds {other}, as many as {share} of all.",
        "credit_item": "Item {item}, which holds it, alone adds {other}, as many as {share} of all.",
        "credit_unclear": "How much, these runs cannot tell.",
        "credit_unknown": "How much, these runs did not compute.",
        "yuan": "thousand yuan", "people": "", "of_births": "thousand births", "yuan_large": "million yuan",
    },
}  # fmt: skip
COST_SCALE = {"zh": 1e4, "en": 1e3}
MONEY_SCALE = {"zh": 1e8, "en": 1e6}
WIDE = 10
"""Times its mean that a cost's interval may reach in the chart: one beyond would shorten all other bars to nothing."""
PLAN = "plan"


def measures(facts: Facts, language: str) -> Page | None:
    """What each plan item adds alone, joint effects, and all together; None where nothing but the base was run."""
    text, moved = TEXT[language], moved_items(facts)
    if facts.compared.manifests[facts.compared.main].scenario != PLAN or not moved:
        return None
    found = facts.items
    if found is None or any(item not in found.of_item for item in moved):
        return lacking("measures", fill(TEXT, language, "missing", n=len(moved)), facts, language)
    alone = {item: added_by(found, item) for item in sorted(moved)}
    joint, every, in_sum = (added_by(found, one) for one in (TOGETHER, ALL, ALONE))
    told = sum(one.has_interval and one.lower > 0 for one in alone.values())
    way = "open" if joint.includes_zero else "offset" if joint.mean < 0 else "boost"
    title = fill(TEXT, language, "title" if told < len(alone) else "title_all", n=len(alone), told=told,
                 rest=len(alone) - told, all=more(every, PEOPLE, language))  # fmt: skip
    beyond = text[way].format(n=people(Estimate(abs(joint.mean), error=joint.error), language))
    in_sum_told = text["in_sum"].format(sum=more(in_sum, PEOPLE, language), interaction=beyond)
    names = (*(item_of(item, language) for item in alone), text["interaction"], text["all"])
    steps = [*alone.values(), joint, every]
    parts = LIST[language].join(text["part"].format(name=name, value=people(one, language))
                                for name, one in zip(names, steps, strict=True))  # fmt: skip
    chart = births_in_steps("measures", text["alt"].format(parts=parts), names, series(text["births"], steps, BLUE),
                            text["of_births"], language, sums=(len(steps) - 1,))  # fmt: skip
    base = title_of(facts, facts.compared.base, language)
    note = text["note"].format(years=span(facts.years, language))
    return Page("measures", title, (chart,), foot(facts, language, text["foot"].format(base=base, in_sum=in_sum_told)),
                notes(facts, language, note, *credit(facts, language), paired=True))  # fmt: skip


def cost(facts: Facts, language: str) -> Page | None:
    """Public money an additional birth: the scenario asked about, the others, then each plan item alone."""
    if not facts.has_money():
        return None
    text, base, items = TEXT[language], facts.compared.base, facts.items
    labels = [label for label in facts.compared.indicators if label != base]
    rows: list[tuple[str, Estimate, Estimate, Estimate | None]] = []
    shown = facts.costs_shown()
    for label in labels:
        money = facts.added(label, base, "public_money_real")
        rows.append((title_of(facts, label, language), facts.added(label, base), money, shown.get((label, base))))
    n_scenarios = len(rows)
    if items is not None:
        rows += [(item_of(item, language), added_by(items, item), added_by(items, item, MONEY), cost_by(items, item))
                 for item in sorted(items.of_item)]  # fmt: skip
    known = [(name, one) for name, _, _, one in rows if one is not None and _is_known(one)]
    main = rows[0]
    told = text["cannot"] if main[3] is None else yuan(main[3], language)
    title = fill(TEXT, language, "cost_none" if main[3] is None else "cost_title", main=main[0], cost=told,
                 money=yuan(main[2], language))  # fmt: skip
    if items is not None:
        title += text["cost_items"].format(n=sum(not _is_known(one) for *_, one in rows[n_scenarios:]))
    alt = text["cost_alt"].format(rows=len(rows), main=main[0], cost=told)
    table = Table("cost", alt, (
        Column(text["measure"], weight=1.9), Column(text["births"], text["people"], signed=True, weight=2.1),
        Column(text["money"], text["yuan_large"], MONEY_SCALE[language], 1, signed=True),
        Column(text["cost"], text["yuan"], COST_SCALE[language], 0, weight=1.7),
    ), tuple(_row(*row, cannot=text["cannot"]) for row in rows))  # fmt: skip
    said = [text["cost_foot"].format(years=span(facts.years, language))]
    said += [] if items is not None or not moved_items(facts) else [_command(facts, language)]
    parts: list[Table | Chart] = [table]
    wide = [name for name, one in known if one.has_interval and one.upper > WIDE * one.mean]
    said += [text["cost_wide"].format(names=LIST[language].join(wide))] if wide else []
    if drawn := [(name, one) for name, one in known if name not in wide]:
        bars = series(text["cost"], [one for _, one in drawn], BLUE)
        names, alt = tuple(name for name, _ in drawn), text["cost_chart"].format(n=len(drawn))
        scale = COST_SCALE[language]
        parts.append(Chart("cost_bars", "bars", alt, names, (bars,), text["yuan"], scale=scale, lowest=0))
    return Page("cost", title, tuple(parts), foot(facts, language, *said),
                notes(facts, language, text["cost_note"], *credit(facts, language), paired=True))  # fmt: skip


def credit(facts: Facts, language: str) -> tuple[str, ...]:
    """What of the added births rests on the family credit of an assumed ceiling; empty where no scenario has it."""
    found, text = facts.credit_share(), TEXT[language]
    if found is None:
        return ()
    ceiling = "" if found.ceiling is None else text["credit_ceiling"].format(x=exact(found.ceiling, language))
    if found.added is None or found.other is None:
        weight = text["credit_unknown"]
    elif found.share is None:
        weight = text["credit_unclear"]
    else:
        weight = text[f"credit_{found.way}"].format(
            item=found.item, share=share(found.share, language), added=people(found.added.mean, language),
            other=people(found.other, language),
        )  # fmt: skip
    title = title_of(facts, found.label, language)
    return (fill(TEXT, language, "credit", title=title, ceiling=ceiling, weight=weight),)


def moved_items(facts: Facts) -> list[int]:
    """Plan items of which the scenario asked about moves a lever."""
    if facts.assumed is None:
        return []
    return sorted({int(item) for item in facts.assumed["plan_item"] if item})


def _row(name: str, births: Estimate, money: Estimate, cost: Estimate | None, cannot: str) -> tuple[Cell, ...]:
    """A row of the table; money without its interval, which is narrow."""
    return name, births, money.mean, cost if cost is not None and _is_known(cost) else cannot


def _is_known(cost: Estimate | None) -> bool:
    """Whether a cost has bounds, or is of one run, which has none."""
    return cost is not None and (math.isfinite(cost.upper - cost.lower) or not cost.has_interval)


def _command(facts: Facts, language: str) -> str:
    return TEXT[language]["cost_missing"].format(command=briefing_command(facts))
