"""Futures, how sure the results are and which assumption moves them most; the appendix on method and on assumptions."""

from collections.abc import Iterable, Sequence

import pandas as pd

from experiments.briefing.content import Chart, Column, Estimate, Page, Points, Series, Table
from experiments.briefing.facts import Facts
from experiments.briefing.further import OTHER_FUTURES
from experiments.briefing.pages.measures import PLAN
from experiments.briefing.pages.shapes import SCALE, lacking, series
from experiments.briefing.say import (
    LIST,
    SEMICOLON,
    Texts,
    assumption,
    fill,
    foot,
    more,
    notes,
    people,
    share,
    span,
    title_of,
)
from experiments.charts.style import BLUE, GREEN, RED
from experiments.comparison.headlines import ADDED
from experiments.comparison.split import STRONGEST, STRUCTURE
from experiments.wording.amounts import PEOPLE
from experiments.wording.indicators import unit_of
from experiments.wording.items import item_of
from experiments.wording.runs import run_words
from experiments.wording.split import PART, RULE
from experiments.wording.uncertainty import future_title, how, is_uncertainty, luck, runs_note
from sim.measures.split import (
    OF_THE_FUTURE,
    PARAMETERS,
    REST,
    SIMULATION,
    SPREAD_PARTS,
    START_POPULATION,
    TREND,
)

TEXT: Texts = {
    "zh": {
        "futures": "外部环境低位时{last}年出生{low}，高位时{high}；两种情形下，措施使出生分别{added_low}、"
        "{added_high}",
        "futures_missing": "外部环境低、高{n}种情形下的结果：尚未计算", "future": "外部环境：{}", "level": "{}年出生",
        "added": "{}增加出生", "people": "人", "band": "90%区间（{future}）",
        "futures_alt": "折线图：外部环境三种情形下{years}出生人数；{last}年最低{low}，最高{high}。",
        "futures_table": "表：外部环境三种情形下{last}年出生和措施增加的出生，带区间。",
        "futures_foot": "三种情形是对初婚、生育意愿、迁入和死亡的判断，没有概率，不合成一个区间。",
        "futures_note": "低：初婚和意愿比趋势低，迁入少；高：相反。每种情形都用同一批参数和随机种子。",
        "sure": "增加多少出生还说不准，{share}出在{part}；最要紧的是{strongest}：假设调高一档，结果{effect}",
        "sure_no": "增加多少出生还说不准，{share}出在{part}；没有哪一个假设的影响能单独分清",
        "sure_seeds": "这{n}次模拟用的是同一组参数，区间只反映模拟的偶然性，真实的不确定更大",
        "spread": "“增加多少出生”的不确定由什么构成", "percent": "%",
        "strong": "假设调高一档（一个标准差），增加的出生变化多少",
        "spread_alt": "条形图：增加的出生的不确定构成：{parts}。", "strong_alt": "条形图：影响最大的参数：{parts}。",
        "sure_foot": "换一种模型写法，结果也会变：{rules}。这部分不在区间之内。",
        "sure_foot_none": "换一种模型写法结果会变多少，这批运行没有算（fertsim run --split）。",
        "rule": "改用{rule}，{effect}",
        "sure_note": "构成为单次模拟的方差分解。参数的取值来自文献和判断，再用公布数约束。要减少不确定，最值得做的是"
        "在本市试点中测量上面这几项。",
        "part": "{name}{value}", "method": "附录：方法（{runs}次模拟，抽样{sample}）",
        "assumed": "附录：“{main}”改动{n}项政策取值，平均{share}出于假设", "assumed_axis": "假设比重",
        "assumed_alt": "条形图：各方案条目改动的政策取值中出于假设的比重：{parts}。",
        "assumed_foot": "方案没有写明数值的措施，由课题组按同类地区做法假设；请责任部门核定后替换。",
        "assumed_note": "按月份、县（市、区）和孩次计，同一条目内取平均；这是取值的比重，不是效果的比重。",
        "funding": "资金条款",
    },
    "en": {
        "futures": "In the low and the high future births of {last} are {low} and {high}; measures change births by"
        " {added_low} and {added_high}",
        "futures_missing": "Results in the {n} other futures have not been computed", "future": "future: {}",
        "level": "births {}", "added": "births added {}", "people": "", "band": "90 % interval ({future})",
        "futures_alt": "Lines of births in three futures, {years}; in {last} {low} at least, {high} at most.",
        "futures_table": "Table of births of {last} and births added in three futures, with intervals.",
        "futures_foot": "Three judgements on marriage, tastes, arrivals and deaths, without probabilities; never one"
        " band.",
        "futures_note": "Low: marriage and tastes below their trends, fewer arrivals; high: the contrary. All futures"
        " have the same draws and seeds.",
        "sure": "How many births are added is not known well: {share} of the doubt is {part}; what counts most is"
        " {strongest}: assumed a step higher, it changes them by {effect}",
        "sure_no": "How many births are added is not known well: {share} of the doubt is {part}; no single assumption"
        " can be told to count most",
        "sure_seeds": "These {n} runs have one set of parameters: intervals hold chance alone, more is unknown",
        "spread": "What the spread of births added is made of",
        "strong": "Births added, a step (standard deviation) up",
        "percent": "%", "spread_alt": "Bars: what the spread of births added is made of: {parts}.",
        "strong_alt": "Bars of the parameters that count most: {parts}.",
        "sure_foot": "With another birth rule results change too: {rules}. This is in no interval.",
        "sure_foot_none": "What another birth rule would change was not run (fertsim run --split).",
        "rule": "{rule}: {effect}",
        "sure_note": "Variance of one run. Parameters come from the literature and judgement, held against published"
        " figures. Trials in the city that measure these would narrow the intervals most.",
        "part": "{name} {value}", "method": "Appendix: method ({runs} runs, sample {sample})",
        "assumed": "Appendix: “{main}” moves {n} levers; on average {share} of the values are assumed",
        "assumed_axis": "share assumed",
        "assumed_alt": "Bars of the share of moved values that is assumed by plan item: {parts}.",
        "assumed_foot": "Where the plan gives no number, one is assumed after what other places do; departments"
        " should replace it.",
        "assumed_note": "By month, county and birth order, mean over the levers of an item: a share of values, not of"
        " effect.",
        "funding": "funding clause",
    },
}  # fmt: skip
DOUBT = {
    "zh": {SIMULATION: "样本小带来的偶然", START_POPULATION: "起始人口", PARAMETERS: "家庭会怎样反应（模型参数）",
           TREND: "婚育意愿今后的走势", OF_THE_FUTURE: "外部环境", REST: "今后的随机变动等说不清的部分"},
    "en": {SIMULATION: "chance of the small sample", START_POPULATION: "the start population",
           PARAMETERS: "how families respond (parameters)", TREND: "how marriage and tastes go on",
           OF_THE_FUTURE: "the future outside", REST: "what nobody can tell apart, chance to come in it"},
}  # fmt: skip
"""Parts of the spread as a leader would say them."""
METHOD = {
    "zh": (
        "{told}。", "{calibration}", "区间：{interval}。", "差值：每个随机种子在各情景下使用同一组参数、同样的偶然因"
        "素，相减得到政策效果。",
        "每新增一名出生人口的公共资金：公共资金之差除以出生人数之差，各年合计，2020年价格，不贴现；区间由Fieller法或"
        "各组参数之比得出。",
        "逐项措施和外部环境：{beside}。", "重现：{command}；同一命令得到同样的数。",
    ),
    "en": (
        "{told}.", "{calibration}", "Intervals: {interval}.",
        "Differences: in every scenario a seed has the same draw and the same chance, so that what differs is policy.",
        "Public money an additional birth: difference in money over difference in births, all years, yuan of 2020,"
        " undiscounted; interval by Fieller's method or of the draws' own ratios.",
        "Items and futures: {beside}.", "To repeat: {command}; the same command gives the same numbers.",
    ),
}  # fmt: skip
METHOD_WORDS = {
    "zh": {
        "draws": "不确定性，90%等尾区间（{how}）；{luck}；含参数、趋势和外部环境，不含模型结构",
        "seeds": "模拟区间，各随机种子均值的95%t区间，只含模拟的偶然性", "beside": "{runs}，各情景相同",
        "none": "未单独模拟",
    },
    "en": {
        "draws": "uncertainty, 90 % equal-tailed ({how}); {luck}; of parameters, trend and futures, not of structure",
        "seeds": "simulation, 95 % t interval of the mean over seeds, chance alone", "beside": "{runs}, alike in all",
        "none": "not run on their own",
    },
}  # fmt: skip


def futures(facts: Facts, language: str) -> Page | None:
    """Births in other futures and what measures add there; None where another future was asked about."""
    text, found, last = TEXT[language], facts.futures, facts.years[-1]
    manifest = facts.main.manifest
    if manifest.future in OTHER_FUTURES or manifest.scenario != PLAN:
        return None
    if found is None:
        return lacking("futures", fill(TEXT, language, "futures_missing", n=len(OTHER_FUTURES)), facts, language)
    levels = {name: found.by_year(name) for name in found.births}
    names = {name: future_title(one, language) for name, one in found.manifests.items()}
    low, high = (min(levels, key=lambda n: levels[n][-1].mean), max(levels, key=lambda n: levels[n][-1].mean))
    values = {
        "last": last, "low": people(levels[low][-1].mean, language), "high": people(levels[high][-1].mean, language),
        "years": span(facts.years, language),
        **{f"added_{name}": more(found.added_in(name), PEOPLE, language) for name in OTHER_FUTURES},
    }  # fmt: skip
    colours = dict(zip(levels, (RED, BLUE, GREEN), strict=True))
    lines = [series(text["future"].format(names[name]), levels[name], colours[name], bounded=False) for name in levels]
    chart = Chart("futures", "lines", fill(TEXT, language, "futures_alt", **values), tuple(map(str, facts.years)),
                  tuple(lines), unit_of("births", language, SCALE[language]), scale=SCALE[language], number="0.0",
                  lowest=0)  # fmt: skip
    table = Table("futures_table", fill(TEXT, language, "futures_table", **values), (
        Column(text["future"].format("").rstrip("：: ")),
        Column(text["level"].format(last), text["people"], weight=1.7),
        Column(text["added"].format(span(facts.years, language)), text["people"], signed=True, weight=1.7),
    ), tuple((names[name], levels[name][-1], found.added_in(name)) for name in levels))  # fmt: skip
    return Page("futures", fill(TEXT, language, "futures", **values), (chart, table),
                foot(facts, language, text["futures_foot"], against=True), notes(facts, language, text["futures_note"]),
                below=True)  # fmt: skip


def sure(facts: Facts, language: str) -> Page:
    """What the spread of births added is made of, and the parameters that move them most."""
    text, table = TEXT[language], facts.split
    own = None if table is None else table[table["figure"] == ADDED]
    shares = _shares(own)
    if own is None or shares.empty:
        n = len(facts.main.manifest.seeds)
        return Page("sure", fill(TEXT, language, "sure_seeds", n=n), (Points(method(facts, language)[1:3]),),
                    foot(facts, language), notes(facts, language))  # fmt: skip
    strongest = own[own["part"] == STRONGEST]
    names = [PART[language][part].format(untold="") for part in shares.index]
    parts = _joined(zip(names, (share(float(one), language) for one in shares), strict=True), language)
    charts = [Chart("spread", "bars", fill(TEXT, language, "spread_alt", parts=parts), tuple(names), (
        _bars(text["spread"], shares.to_list()),), text["percent"], text["spread"], scale=0.01, number="0", labels="0",
        lowest=0)]  # fmt: skip
    most = str(shares.idxmax())
    part = DOUBT[language][most]
    values = {"share": share(float(shares.max()), language), "part": part, "strongest": "", "effect": ""}
    if len(strongest):
        titles = [assumption(str(name), language) for name in strongest["name"]]
        effects = [_effect(float(value), language) for value in strongest["value"]]
        values |= {"strongest": titles[0], "effect": effects[0]}
        alt = fill(TEXT, language, "strong_alt", parts=_joined(zip(titles, effects, strict=True), language))
        charts.append(Chart("strongest", "bars", alt, tuple(titles), (
            _bars(text["strong"], strongest["value"].to_list()),), unit_of("births", language).split("/")[0].strip(),
            text["strong"], number="#,##0", labels="#,##0"))  # fmt: skip
    rules = _rules(own, language)
    said = text["sure_foot"].format(rules=SEMICOLON[language].join(rules)) if rules else text["sure_foot_none"]
    return Page("sure", fill(TEXT, language, "sure" if len(strongest) else "sure_no", **values), tuple(charts),
                foot(facts, language, said), notes(facts, language, text["sure_note"]))  # fmt: skip


def appendix(facts: Facts, language: str) -> Page:
    """How the runs were made; seeds, sample and Fieller stand here alone."""
    manifest = facts.main.manifest
    runs = len(manifest.seeds) * len(facts.compared.manifests)
    title = fill(TEXT, language, "method", runs=runs, sample=manifest.sample)
    return Page("method", title, (Points(method(facts, language)),), appendix=True, notes=notes(facts, language))


def assumed(facts: Facts, language: str) -> Page | None:
    """Share of what each plan item moves that is assumed; None where the runs stored none."""
    if facts.assumed is None or facts.assumed.empty:
        return None
    text, main = TEXT[language], title_of(facts, facts.compared.main, language)
    shares = facts.assumed.groupby("plan_item")["share_assumed"].mean()
    names = tuple(item_of(int(item), language) if item else text["funding"] for item in shares.index)
    whole = float(facts.assumed["share_assumed"].mean())
    parts = _joined(zip(names, (share(float(one), language) for one in shares), strict=True), language)
    chart = Chart("assumed", "bars", fill(TEXT, language, "assumed_alt", parts=parts), names,
                  (_bars(text["assumed_axis"], shares.to_list()),), text["percent"], text["assumed_axis"], scale=0.01,
                  number="0", labels="0", lowest=0, highest=1)  # fmt: skip
    title = fill(TEXT, language, "assumed", main=main, n=len(facts.assumed), share=share(whole, language))
    return Page("assumed", title, (chart,), foot(facts, language, text["assumed_foot"]),
                notes(facts, language, text["assumed_note"]), appendix=True)  # fmt: skip


def method(facts: Facts, language: str) -> tuple[str, ...]:
    """Sentences on how the runs were made and what intervals are."""
    manifest, words = facts.main.manifest, METHOD_WORDS[language]
    if is_uncertainty(manifest):
        interval = words["draws"].format(how=how(manifest, language), luck=luck(manifest, language))
    else:
        interval = words["seeds"]
    beside = facts.items.manifest if facts.items is not None else None
    values = {
        "told": SEMICOLON[language].join(run_words(manifest, language)), "calibration": runs_note(manifest, language),
        "interval": interval, "command": manifest.command or "fertsim run",
        "beside": words["none"] if beside is None else words["beside"].format(runs=run_words(beside, language)[-1]),
    }  # fmt: skip
    return tuple(text.format(**values) for text in METHOD[language])


def _shares(own: pd.DataFrame | None) -> pd.Series:
    """Share of each part in the variance of births added; empty where it could not be split."""
    if own is None:
        return pd.Series(dtype=float)
    return own[own["part"].isin(SPREAD_PARTS)].set_index("part")["share"].dropna()


def _rules(own: pd.DataFrame, language: str) -> list[str]:
    """What other birth rules give more."""
    rows = own[own["part"] == STRUCTURE]
    return [TEXT[language]["rule"].format(rule=RULE[language][str(name)], effect=_effect(float(value), language))
            for name, value in zip(rows["name"], rows["value"], strict=True)]  # fmt: skip


def _effect(value: float, language: str) -> str:
    """A difference of births without its interval."""
    return more(Estimate(value), PEOPLE, language)


def _bars(name: str, values: Sequence[float]) -> Series:
    return Series(name, tuple(float(one) for one in values), BLUE)


def _joined(parts: Iterable[tuple[str, str]], language: str) -> str:
    return LIST[language].join(TEXT[language]["part"].format(name=name, value=value) for name, value in parts)
