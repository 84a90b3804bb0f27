"""What the spread of a headline figure is made of, in a sentence of either language; and births added by county."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from experiments.wording.parameters import parameter_title
from experiments.wording.runs import scenario_title
from sim.measures.chance import FEWEST_REPEATS, drawn_in
from sim.measures.split import DRAWN_GROUPS, OF_THE_FUTURE, PARAMETERS, REST, SIMULATION, START_POPULATION, TREND, Split
from sim.runs.manifest import Manifest

FIGURES = {
    "zh": {"births_added": "{first}–{last} 年“{main}”比“{base}”多出生", "births_last_year": "{last} 年“{main}”出生",
           "cost_per_birth": "“{main}”比“{base}”每多出生一个孩子的公共资金"},
    "en": {"births_added": "Births added {first}-{last} by “{main}” to “{base}”",
           "births_last_year": "Births of {last} under “{main}”",
           "cost_per_birth": "Public money a birth added by “{main}” to “{base}”"},
}  # fmt: skip
UNIT = {"zh": {"births_added": "人", "births_last_year": "人", "cost_per_birth": "元"},
        "en": {"births_added": "", "births_last_year": "", "cost_per_birth": " yuan"}}  # fmt: skip
PART = {
    "zh": {SIMULATION: "样本偶然性", START_POPULATION: "起始人口", PARAMETERS: "参数", TREND: "趋势",
           OF_THE_FUTURE: "前景", REST: "其余（含 2022 年后的随机路径{untold}）"},
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
        "all": "{figure} {mean}{unit} ± {error}（标准误；90 % 等尾区间 {lower} 至 {upper}{luck}）。",
        "out": "，小样本偶然性 ± {luck} 已剔除", "in": "，含小样本偶然性",
        "unsplit": "没有足够的参数组用第二个种子重复运行（{repeats} 次，至少需 {fewest} 次），偶然性无法与参数分开，"
        "不能分解；请用 --draws 100 --seeds 150 运行。",
        "parts": "单次运行方差构成：{parts}。", "negative": "{parts}的方差估计为负，记为 0。",
        "strongest": "影响最大的参数：{names}。", "strong": "{title}（每一标准差 {effect}{unit}）",
        "nobody": "没有哪个参数的影响能与偶然区分。",
        "no_start": "起始人口未单独估计（用 --split 运行）。", "chance": "小样本偶然性",
        "structure": "换用其他生育规则（默认参数，另行列出，不并入区间）：{rules}。",
        "rule": "{rule}比效用规则 {effect}{unit} ± {error}", "no_structure": "其他生育规则未运行（用 --split 运行）。",
        "and": "，", "list": "、", "and_untold": "，以及无法单独分辨的{}",
    },
    "en": {
        "all": "{figure}: {mean}{unit} ± {error} (standard error; 90 % equal-tailed {lower} to {upper}{luck}).",
        "out": ", chance of the small sample, ± {luck}, taken out", "in": ", chance of the small sample included",
        "unsplit": "Too few draws were run with a second seed ({repeats} runs; it takes {fewest}) to tell chance from"
        " parameters, so that nothing can be split: run with --draws 100 --seeds 150.",
        "parts": "Variance of one run: {parts}.", "negative": "The variance of {parts} was estimated below 0 and is 0.",
        "strongest": "It goes most with {names}.", "strong": "{title} ({effect}{unit} a standard deviation)",
        "nobody": "No parameter's part in it can be told from chance.",
        "chance": "chance of the sample",
        "no_start": "The start population's part was not estimated (run with --split).",
        "structure": "Other birth rules, at declared parameters, beside the interval and not in it: {rules}.",
        "rule": "{rule} {effect}{unit} ± {error} to utility",
        "no_structure": "Other birth rules were not run (run with --split).", "and": ", ", "list": ", ",
        "and_untold": ", {}, which cannot be told apart",
    },
}  # fmt: skip
COUNTIES = {
    "zh": ("{first}–{last} 年新增出生按县（市、区）（90 % 等尾区间）：能与 0 区分的有{told}；不能区分的有{untold}。",
           "{name}（{mean}，{lower} 至 {upper}）", "无"),
    "en": ("Births added {first}-{last} by county (90 % equal-tailed): told from 0: {told}; not told from 0: {untold}.",
           "{name} ({mean}, {lower} to {upper})", "none"),
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
    text, name, unit = TEXT[language], told.figure.name, UNIT[language][told.figure.name]
    main, base = (scenario_title(one, language) for one in (told.main, told.base))
    figure = FIGURES[language][name].format(main=main, base=base, first=told.years[0], last=told.years[-1])
    one, drawn = told.figure, drawn_in(told.main)
    luck = text["out"].format(luck=_number(one.luck)) if drawn.separates else text["in"]
    said = [text["all"].format(
        figure=figure, mean=_number(one.mean), unit=unit, error=_number(one.standard_error), lower=_number(one.lower),
        upper=_number(one.upper), luck=luck,
    )]  # fmt: skip
    if not drawn.separates:
        said.append(text["unsplit"].format(repeats=drawn.repeats, fewest=FEWEST_REPEATS))
    else:
        said += _parts(told.split, language)
        strong = [text["strong"].format(title=_title(one.name, language), effect=_signed(one.effect), unit=unit)
                  for one in told.split.strongest[:3]]  # fmt: skip
        said.append(text["strongest"].format(names=text["list"].join(strong)) if strong else text["nobody"])
        said += [] if told.n_starts else [text["no_start"]]
    rules = [text["rule"].format(rule=RULE[language][rule], effect=_signed(apart), unit=unit, error=_number(error))
             for rule, (apart, error) in told.structure.items()]  # fmt: skip
    said.append(text["structure"].format(rules=text["list"].join(rules)) if rules else text["no_structure"])
    if short:
        said[0] = figure + ("：" if language == "zh" else ":")
    return ("" if language == "zh" else " ").join(said)


def _parts(found: Split, language: str) -> list[str]:
    """Shares of the parts that are told, and those whose estimate was negative."""
    text, names = TEXT[language], PART[language]
    if math.isnan(found.variances[START_POPULATION]):
        names = names | {SIMULATION: text["chance"]}
    whole = sum(value for value in found.variances.values() if not math.isnan(value))
    if not whole:
        return []
    untold = "".join(text["and_untold"].format(names[part])
                     for part in DRAWN_GROUPS if math.isnan(found.variances[part]))  # fmt: skip
    shares = [f"{names[part].format(untold=untold)} {100 * value / whole:.0f} %"
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
            each.format(name=row[f"name_{language}"], mean=_signed(row["mean"]), lower=_signed(row["lower"]),
                        upper=_signed(row["upper"]))
            for row in table[table["told_from_0"] == told].to_dict("records"))
        for told in (True, False)
    }  # fmt: skip
    return sentence.format(first=years[0], last=years[-1], told=lists[True] or none, untold=lists[False] or none)


def _title(name: str, language: str) -> str:
    return parameter_title(name, language)


def _number(value: float) -> str:
    return "?" if math.isnan(value) else f"{value:,.0f}"


def _signed(value: float) -> str:
    return f"{value:+,.0f}" if round(value) else "0"
