"""Sentences and heads of the monitor's reports and charts, in Chinese and English."""

from collections.abc import Mapping

from experiments.monitor.alarms import N_SETS, Alarm
from experiments.monitor.declared import BAND, FALSE_ALARMS, TELLING, YEARS_RUNNING
from experiments.monitor.measure import Evaluation
from experiments.monitor.weights import Weights
from experiments.wording.indicators import title_of
from sim.measures.declared import DECLARED_INDICATORS

SHARE = f"{BAND:.0%}"
RATE = f"{FALSE_ALARMS:.0%}"
LEVELS = {"zh": {"warning": "预警", "notice": "提示"}, "en": {"warning": "Warning", "notice": "Notice"}}
RULES = {
    "zh": {"band": f"单年超出{SHARE}区间一类", "run": f"连续{YEARS_RUNNING}年同向偏离", "part": "占全市比重偏离"},
    "en": {"band": f"one year against its {SHARE} band", "run": f"{YEARS_RUNNING} years running on one side",
           "part": "part of the city's figures"},
}  # fmt: skip
AGAINST = {
    "zh": {"band": "预测中位数", "run": "预测中位数", "part": "按其余县（市、区）观测数推算的数"},
    "en": {"band": "the projection's median", "run": "the projection's median",
           "part": "what the rest of the city's figures imply"},
}  # fmt: skip
HEADS = {
    "zh": ("指标", "年份", "观测数", "预测中位数", f"{SHARE}区间", "偏差", "单年概率"),
    "en": ("indicator", "year", "observed", "projection, median", f"{SHARE} band", "departure", "chance in one year"),
}
AHEAD_HEADS = {
    "zh": ("指标", "年份", "原预测中位数", f"原{SHARE}区间", "修正后中位数", f"修正后{SHARE}区间"),
    "en": ("indicator", "year", "median before", f"{SHARE} band before", "median after", f"{SHARE} band after"),
}
TEXT = {
    "zh": {
        "title": "{area}人口监测年度报告（{year}年）",
        "basis": "依据：{file}；预测：{scenario}，{n}组参数。",
        "found": "结论", "figures": "观测数与预测", "ahead": "经观测修正的预测", "measure": "政策措施评估",
        "counties": "各县（市、区）预警与提示", "method": "附录：方法与说明",
        "none": "无预警，也无提示：观测数在预测的正常范围内。",
        "unjudged": "文件中没有可供评判的观测数。",
        "no_figures": "文件中没有该地区可供评判的观测数。",
        "fitted": "{year}年及以前的数已用于拟合参数，只列示，不参与评判和修正。",
        "rates": "预警：若预测成立，整份文件出现任何一个预警的概率为{rate}。提示：单个序列出现提示的概率为{rate}，"
        "本文件{n}个序列平均会有{expected}个。概率由预测自身抽取的{sets}套观测数算出。",
        "rules": "规则：单年偏离；连续{years}年同向偏离；占全市比重偏离。三条规则合并计算概率。",
        "after": "修正：有效参数组数足够时按似然加权；不足时各组参数按其预测对观测的回归移动（集合平滑法）。"
        "县（市、区）占全市的比重再按其自身观测数修正。修正假定模型结构成立。",
        "error": "区间含参数不确定性、本地人数的随机波动和观测误差（误差为假定值，文件可另给）。",
        "notes": "读入说明", "chart": "图",
    },
    "en": {
        "title": "{area}: yearly report of the population monitor, {year}",
        "basis": "Figures: {file}. Projection: {scenario}, {n} parameter draws.",
        "found": "Findings", "figures": "Figures against the projection", "measure": "Measures in force",
        "ahead": "The projection, weighted by the figures", "counties": "Warnings and notices of the counties",
        "method": "Appendix: method and notes",
        "none": "No warning and no notice: the figures are within what the projection has.",
        "unjudged": "The file holds no figures that can be judged.",
        "no_figures": "The file holds no figures of this area that can be judged.",
        "fitted": "Figures to {year} were used to fit the parameters: they are shown, and neither judge nor weigh.",
        "rates": "A warning: if the projection holds, {rate} of such files have any. A notice: {rate} of single series"
        " have one, on average {expected} of the {n} in this file. Chances are shares of {sets} sets of figures drawn"
        " from the projection itself.",
        "rules": "Rules: one year far out; {years} years running on one side; a county's part of the city's figures."
        " The chance is of all three together.",
        "after": "After the figures: draws are weighted by their likelihood where enough are left, else moved by the"
        " regression of projected on observed (ensemble smoother). A county's part of the city then follows its own"
        " figures. All of it takes the model's structure for granted.",
        "error": "Bands hold the uncertainty of parameters, the chance of the place's own numbers and the error of the"
        " figures (assumed unless the file gives it).",
        "notes": "Notes on the file", "chart": "chart",
    },
}  # fmt: skip
OUTCOMES = {
    "zh": {
        "reweighted": "按{n}个观测数重新加权，有效参数组数为{effective}（共{draws}组）。",
        "adjusted": "按{n}个观测数加权后有效参数组数只有{effective}（共{draws}组），低于{fewest}，故不加权，"
        "改按各组参数间预测与观测的回归关系整体修正（见附录）。",
        "contradicted": "观测数与预测矛盾，不作加权修正：若预测成立，{n}个观测数合起来偏离至此的概率{chance}"
        "（有效参数组数{effective}）。应重新校准。",
        "nothing": "没有可用于加权的观测数。",
    },
    "en": {
        "reweighted": "Weighted by {n} figures; the effective number of draws is {effective} of {draws}.",
        "adjusted": "Weighted by {n} figures the effective number of draws is {effective} of {draws}, below {fewest}:"
        " no draw is weighted, and all are moved by the regression of projected on observed (see the appendix).",
        "contradicted": "The figures contradict the fan, which is not weighted: if the projection holds, {n} figures"
        " are together so far off with a chance of {chance} (effective number of draws {effective}). Calibrate anew.",
        "nothing": "No figures that could weigh.",
    },
}
VERDICTS = {
    "zh": {
        "with": "观测数更符合“{scenario}”（有该措施）：贝叶斯因子{factor}，对照“{against}”。",
        "without": "观测数更符合“{against}”（无该措施）：贝叶斯因子{factor}，对照“{scenario}”。",
        "untold": "无法判断：“{scenario}”与“{against}”的贝叶斯因子为{factor}，在1/3与3之间。",
        "neither": "两种情景都与观测数矛盾，无法判断措施的作用。",
    },
    "en": {
        "with": "The figures are likelier with the measure (“{scenario}”): Bayes factor {factor} over “{against}”.",
        "without": "The figures are likelier without the measure (“{against}”): Bayes factor {factor} of"
        " “{scenario}”.",
        "untold": "Cannot be told: the Bayes factor of “{scenario}” over “{against}” is {factor}, between 1/3 and 3.",
        "neither": "Both scenarios are contradicted by the figures: what the measure does cannot be told.",
    },
}
CAUTION = {
    "zh": "这只说明哪一种预测更接近观测数；同期的其他变化没有排除。",
    "en": "It says which projection was nearer, and rules out nothing else that changed in the same years.",
}
assert TELLING == 3.0  # which the sentences say


def number(value: float) -> str:
    """A count with a separator of thousands, the minus sign typographic."""
    return f"{value:,.0f}".replace("-", "−")


def chance(value: float, language: str) -> str:
    """A probability in percent."""
    least = 1 / N_SETS
    if value <= least:
        return f"不到{least:.2%}" if language == "zh" else f"less than {least:.2%}"
    return f"{value:.0%}" if value >= 0.1 else f"{value:.1%}" if value >= 0.01 else f"{value:.2%}"


def _is(said: str) -> str:
    """A probability as a Chinese predicate."""
    return said if said.startswith("不到") else f"为{said}"


def signed(value: float, percent: float, language: str) -> str:
    """A departure and what it is in percent."""
    sign = "+" if value > 0 else ""
    left, right = ("（", "）") if language == "zh" else (" (", ")")
    return f"{sign}{number(value)}{left}{_percent(percent)}{right}"


def _percent(value: float) -> str:
    """A change in percent, with its sign unless it rounds to nothing."""
    return "0.0%" if abs(value) < 0.05 else f"{value:+.1f}%".replace("-", "−")


def unit(indicator: str, language: str) -> str:
    """Unit of a count of one year."""
    one = DECLARED_INDICATORS[indicator]
    return one.unit_zh.split("/")[0] if language == "zh" else one.unit.split(" / ")[0]


def years(of: tuple[int, ...], language: str) -> str:
    """One year, or the first and last of several."""
    told = str(of[0]) if len(of) == 1 else f"{of[0]}—{of[-1]}" if language == "zh" else f"{of[0]}–{of[-1]}"
    return f"{told}年" if language == "zh" else told


def alarm_sentence(one: Alarm, area: str, language: str) -> str:
    """What a warning or notice says: area, indicator, size and chance."""
    what, said = title_of(one.indicator, language), AGAINST[language][one.rule]
    percent, size = _percent(one.percent), number(abs(one.size))
    series, family = chance(one.series, language), chance(one.family, language)
    level, rule = LEVELS[language][one.level], RULES[language][one.rule]
    many = len(one.years) > 1
    if language == "zh":
        less = "少" if one.size < 0 else "多"
        return (
            f"{level}：{area}{years(one.years, language)}{what}{'平均每年' if many else ''}比{said}{less}{size}"
            f"{unit(one.indicator, language)}（{percent}；规则：{rule}）。"
            f"若预测成立，该序列偏离至此的概率{_is(series)}，全部序列中有任何一个如此的概率{_is(family)}。"
        )
    less = "below" if one.size < 0 else "above"
    return (
        f"{level}: {what} of {area} in {years(one.years, language)} were {size} {'a year ' * many}{less} {said}"
        f" ({percent}; rule: {rule}). If the projection holds, this series is so far out with a chance of {series},"
        f" any series with a chance of {family}."
    )


def outcome_sentence(weights: Weights, n_draws: int, language: str, fewest: float) -> str:
    """What the figures did to the draws."""
    said = chance(weights.chance, language)
    return OUTCOMES[language][weights.outcome].format(
        n=weights.n_figures, effective=f"{weights.effective:.1f}", draws=n_draws, fewest=f"{fewest:g}",
        chance=_is(said) if language == "zh" else said,
    )


def evaluation_sentence(one: Evaluation, titles: Mapping[str, str], language: str) -> str:
    """Which of two scenarios is likelier, in words."""
    told = VERDICTS[language][one.verdict].format(
        scenario=titles[one.scenario], against=titles[one.against], factor=factor(one.bayes_factor)
    )
    return told + ("" if language == "zh" else " ") + CAUTION[language]


def factor(value: float) -> str:
    """A Bayes factor as it may be read."""
    if value >= 1000:
        return "> 1,000"
    return f"{value:.1f}" if value >= 1 else f"1/{1 / value:.1f}" if value > 1e-3 else "< 1/1,000"
