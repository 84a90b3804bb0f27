"""What the spread of a headline figure is made of, in a sentence of either language; and births added by county."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from experiments.wording.amounts import PEOPLE, YUAN, amount, change, estimate, percent
from experiments.wording.parameters import parameter_title
from experiments.wording.runs import scenario_title
from experiments.wording.uncertainty import SHARES
from sim.measures.chance import FEWEST_REPEATS, drawn_in
from sim.measures.split import DRAWN_GROUPS, OF_THE_FUTURE, PARAMETERS, REST, SIMULATION, START_POPULATION, TREND, Split
from sim.runs.manifest import Manifest

ADDED = "births_added"
FIGURES = {
    "zh": {"births_added": "{first}–{last}年“{main}”比“{base}”出生人数",
           "births_last_year": "{last}年“{main}”出生人数",
           "cost_per_birth": "“{main}”比“{base}”每新增一名出生人口的公共资金"},
    "en": {"births_added": "Births added {first}-{last} by “{main}” to “{base}”",
           "births_last_year": "Births of {last} under “{main}”",
           "cost_per_birth": "Public money a birth added by “{main}” to “{base}”"},
}  # fmt: skip
UNIT = {"births_added": PEOPLE, "births_last_year": PEOPLE, "cost_per_birth": YUAN}
PART = {
    "zh": {SIMULATION: "样本偶然性", START_POPULATION: "起始人口", PARAMETERS: "参数", TREND: "趋势",
           OF_THE_FUTURE: "外部环境", REST: "其余（含2022年后的随机路径{untold}）"},
    "en": {SIMULATION: "simulation", START_POPULATION: "start population", PARAMETERS: "parameters", TREND: "trend",
           OF_THE_FUTURE: "futures", REST: "rest (bent and joint effects, the random path after 2022{untold})"},
}  # fmt: skip
RULE = {
    "zh": {"budget_threshold": "预算门槛规则", "hazard": "固定概率规则", "utility": "效用规则"},
    "en": {"budget_threshold": "budget_threshold", "hazard": "hazard", "utility": "utility"},
}
"""Birth rules by language; in English by the names that settings take."""
TEXT = {
    "zh": {
        "all": "{figure}{told}，括号内为{share}等尾区间，标准误{error}{luck}。",
        "out": "，小样本偶然性±{luck}已剔除", "in": "，含小样本偶然性",
        "unsplit": "没有足够的参数组用第二个种子重复运行（{repeats}次，至少需{fewest}次），偶然性无法与参数分开，"
        "不能分解；请重新运行（加 --draws 100 --seeds 150）。",
        "parts": "单次运行方差构成：{parts}。", "negative": "{parts}的方差估计为负，记为0。",
        "strongest": "影响最大的参数：{names}。", "strong": "{title}（每一标准差{effect}）",
        "nobody": "没有哪个参数的影响能与偶然区分。",
        "no_start": "起始人口未单独估计（运行时加 --split）。", "chance": "小样本偶然性",
        "structure": "换用其他生育规则（默认参数，另行列出，不并入区间）：{rules}。",
        "rule": "{rule}比效用规则{effect}（标准误{error}）", "no_structure": "其他生育规则未运行（运行时加 --split）。",
        "and": "，", "list": "、", "and_untold": "，以及无法单独分辨的{}",
    },
    "en": {
        "all": "{figure}: {told}, in brackets the {share} equal-tailed interval; standard error {error}{luck}.",
        "out": "; chance of the small sample, ± {luck}, taken out", "in": "; chance of the small sample included",
        "unsplit": "Too few draws were run with a second seed ({repeats} runs; it takes {fewest}) to tell chance from"
        " parameters, so that nothing can be split: run with --draws 100 --seeds 150.",
        "parts": "Variance of one run: {parts}.", "negative": "The variance of {parts} was estimated below 0 and is 0.",
        "strongest": "It goes most with {names}.", "strong": "{title} ({effect} a standard deviation)",
        "nobody": "No parameter's part in it can be told from chance.",
        "chance": "chance of the sample",
        "no_start": "The start population's part was not estimated (run with --split).",
        "structure": "Other birth rules, at declared parameters, beside the interval and not in it: {rules}.",
        "rule": "{rule} {effect} ± {error} to utility",
        "no_structure": "Other birth rules were not run (run with --split).", "and": ", ", "list": ", ",
        "and_untold": ", {}, which cannot be told apart",
    },
}  # fmt: skip
COUNTIES = {
    "zh": ("{first}–{last}年各县（市、区）出生人数的变化（括号内为90%等尾区间）：能与0区分的有{told}；"
           "不能区分的有{untold}。", "{name}{told}", "无"),
    "en": ("Births added {first}-{last} by county (90 % equal-tailed): told from 0: {told}; not told from 0: {untold}.",
           "{name} {told}", "none"),
}  # fmt: skip


class Told(NamedTuple):
    """What a sentence is about."""

    figure: Any
    """Of `experiments.comparison.headlines.Headline`."""
    split: Split
    structure: Mapping[str, tuple[float, float]]
    main: Manifest
    base: Manifest
    years: Sequence[int]
    n_starts: int
    """Other start populations that were run."""


def sentence(told: Told, language: str, short: bool = False) -> str:
    """What a figure is, what its spread is made of and what moves it most. short : without the figure's numbers"""
    text, name, unit = TEXT[language], told.figure.name, UNIT[told.figure.name]
    main, base = (scenario_title(one, language) for one in (told.main, told.base))
    figure = FIGURES[language][name].format(main=main, base=base, first=told.years[0], last=told.years[-1])
    one, drawn = told.figure, drawn_in(told.main)
    luck = text["out"].format(luck=amount(one.luck, unit, language)) if drawn.separates else text["in"]
    write = change if name == ADDED else estimate
    said = [text["all"].format(
        figure=figure, told=write(one.mean, one.lower, one.upper, unit, language, one.standard_error),
        error=amount(one.standard_error, unit, language), luck=luck, share=SHARES[language],
    )]  # fmt: skip
    if not drawn.separates:
        said.append(text["unsplit"].format(repeats=drawn.repeats, fewest=FEWEST_REPEATS))
    else:
        said += _parts(told.split, language)
        strong = [
            text["strong"].format(
                title=parameter_title(one.name, language), effect=amount(one.effect, unit, language, signed=True))
            for one in told.split.strongest[:3]
        ]  # fmt: skip
        said.append(text["strongest"].format(names=text["list"].join(strong)) if strong else text["nobody"])
        said += [] if told.n_starts else [text["no_start"]]
    rules = [
        text["rule"].format(rule=RULE[language][rule], effect=amount(apart, unit, language, error, signed=True),
                            error=amount(error, unit, language))
        for rule, (apart, error) in told.structure.items()
    ]  # fmt: skip
    said.append(text["structure"].format(rules=text["list"].join(rules)) if rules else text["no_structure"])
    if short:
        said[0] = figure + ("：" if language == "zh" else ":")
    return ("" if language == "zh" else " ").join(said)


def _parts(found: Split, language: str) -> list[str]:
    """Shares of the parts that are told, and those whose estimate was negative."""
    text, names, between = TEXT[language], PART[language], "" if language == "zh" else " "
    if math.isnan(found.variances[START_POPULATION]):
        names = names | {SIMULATION: text["chance"]}
    whole = sum(value for value in found.variances.values() if not math.isnan(value))
    if not whole:
        return []
    untold = "".join(text["and_untold"].format(names[part])
                     for part in DRAWN_GROUPS if math.isnan(found.variances[part]))  # fmt: skip
    shares = [names[part].format(untold=untold) + between + percent(100 * value / whole, language)
              for part, value in found.variances.items() if not math.isnan(value)]  # fmt: skip
    said = [text["parts"].format(parts=text["and"].join(shares))]
    if found.negative:
        said.append(text["negative"].format(parts=text["list"].join(names[part] for part in found.negative)))
    return said


def by_county(table: pd.DataFrame, years: Sequence[int], language: str) -> str:
    """Which counties' births added can be told from 0. table : of `experiments.comparison.split.counties_table`"""
    sentence, each, none = COUNTIES[language]
    lists = {
        told: TEXT[language]["list"].join(
            each.format(name=row[f"name_{language}"],
                        told=change(row["mean"], row["lower"], row["upper"], PEOPLE, language, row["standard_error"]))
            for row in table[table["told_from_0"] == told].to_dict("records"))
        for told in (True, False)
    }  # fmt: skip
    return sentence.format(first=years[0], last=years[-1], told=lists[True] or none, untold=lists[False] or none)

