"""What the intervals and the parameters of stored runs are, in words: charts, tables and briefing say it alike.

Everything follows from the manifest: runs of parameter draws have an interval named *uncertainty*, runs of one set of
parameters one named *simulation* (`sim.measures.intervals`); whether chance of the small sample is in it is said.
Draws are not called calibrated without saying to what.
"""

from typing import NamedTuple

from experiments.wording.amounts import percent
from sim.measures.chance import drawn_in
from sim.measures.intervals import SPREAD, UNCERTAINTY, Named, named
from sim.runs.draws import FEWEST, About, DrawsUsed
from sim.runs.manifest import Manifest

SHARE = f"{SPREAD:.0%}".replace("%", " %")
"""Share of draws within their interval."""
SHARES = {"zh": percent(100 * SPREAD, "zh"), "en": SHARE}
"""The same by language."""
FUTURES = {
    "zh": {"low": "低位情形", "central": "中位情形", "high": "高位情形"},
    "en": {"low": "low", "central": "central", "high": "high"},
}
"""What futures are called; others by the title that their runs stored."""
NOT_CALIBRATED = {
    "zh": "尚未校准：参数为初始取值，结果不能用作预测。",
    "en": "Not yet calibrated: parameters are starting values; not a forecast.",
}
DRAWN = {
    "zh": "参数为{n}组后验抽样，依据{last}年及以前的{figures}项公布数（有效样本量{effective:.0f}，"
    "每项χ²为{chi:.2f}）；不是预测，未达到的见附录（docs/validation.md）。",
    "en": "Parameters: {n} draws of a posterior by {figures} figures to {last} (effective size {effective:.0f},"
    " chi-square a figure {chi:.2f}; docs/validation.md, misses first); not a forecast.",
}
NOT_RULED_OUT = {
    "zh": "参数取自{n}次运行：{last}年及以前的公布数未将其排除；不是预测，"
    "未达到的见附录（docs/validation.md）。",
    "en": "Parameters drawn from {n} runs that figures to {last} do not rule out (docs/validation.md, misses first);"
    " not a forecast.",
}
"""Of draws by history matching, as calibrations before made them."""
BY_HAND = {"zh": "另由命令指定{}个参数。", "en": " Set by hand besides: {}."}
BORROWED = {
    "zh": (
        "数据{of:,}行中有{rows:,}行借用{name_zh}。",
        "数据{of:,}行中有{rows:,}行借用{name_zh}，“方案”也套用{name_zh}方案。",
    ),
    "en": (
        " {rows:,} of {of:,} rows of data are {name_en}'s.",
        " {rows:,} of {of:,} rows of data are {name_en}'s, and so is the plan.",
    ),
}
"""What rests on another city: without its plan, and with it."""
HOW = {
    "zh": ("{n}组参数的5%和95%分位数", "{n}组参数，按正态理论推算，不足{fewest}组不用分位数"),
    "en": ("5 and 95 % quantiles of {n} draws", "normal theory from {n} draws; quantiles need {fewest}"),
}
LUCK = {
    "zh": ("小样本的偶然性未剔除（重复运行不足）", "小样本的偶然性已剔除（由{repeats}次重复运行估计）"),
    "en": ("chance of the sample included (too few repeats)", "chance of the sample taken out ({repeats} repeats)"),
}
"""Whether chance of the small sample is in an interval of draws: it is, it is not."""


class Words(NamedTuple):
    """Words of one interval: the notes below charts of levels and of differences, and its name for each."""

    levels: str
    differences: str
    band: str
    paired: str


OF_SEEDS = {
    "zh": Words(
        "阴影：模拟区间（各次模拟均值的95%置信区间；参数与外部环境固定）。",
        "差值：同一随机种子的两次模拟之差，阴影为配对的模拟区间（95%置信区间）。", "模拟区间，95%",
        "配对模拟区间，95%",
    ),
    "en": Words(
        "Band: simulation interval (95 % t interval of the mean over seeds); parameters and futures are held fixed.",
        "Differences pair runs of one seed; band: simulation interval, paired (95 % t interval).",
        "simulation interval, 95 %", "simulation interval, paired, 95 %",
    ),
}  # fmt: skip
OF_DRAWS = {
    "zh": Words(
        "阴影：不确定性，{share}等尾区间（{how}），外部环境为{future}，各组参数另有改动；{luck}。",
        "差值：同一组参数、同一随机种子的两次模拟之差；阴影：配对的不确定性，{share}等尾区间；{luck}。",
        "不确定性，{share}等尾区间", "配对的不确定性，{share}等尾区间",
    ),
    "en": Words(
        "Band: uncertainty, {share} equal-tailed ({how}), the {future} future as drawn; {luck}.",
        "Differences pair runs of one draw and seed; band: uncertainty, paired, {share} equal-tailed; {luck}.",
        "uncertainty, {share} equal-tailed", "uncertainty, paired, {share} equal-tailed",
    ),
}  # fmt: skip


def interval_words(manifest: Manifest, language: str) -> Words:
    """Words of the interval that runs of this manifest have."""
    if not is_uncertainty(manifest):
        return OF_SEEDS[language]
    values = {"share": SHARES[language], "how": how(manifest, language), "future": future_title(manifest, language),
              "luck": luck(manifest, language)}  # fmt: skip
    return Words(*(text.format(**values) for text in OF_DRAWS[language]))


def is_uncertainty(manifest: Manifest) -> bool:
    """Whether intervals of these runs hold parameter draws."""
    return named(manifest.n_draws).level == SPREAD


def is_spread(name: str) -> bool:
    """Whether the interval of this name is one of draws."""
    return name.startswith(UNCERTAINTY)


def words_key(manifest: Manifest, paired: bool = False) -> str:
    """Under which name the words of the runs' interval stand."""
    return named(drawn_in(manifest)).kind + (", paired" if paired else "")


def luck(manifest: Manifest, language: str) -> str:
    """Whether chance of the small sample is in an interval of draws."""
    drawn = drawn_in(manifest)
    return LUCK[language][drawn.separates].format(repeats=drawn.repeats)


def interval_note(which: Named, errors: bool = False) -> str:
    """How the printed interval is to be read. errors : whether standard errors of means stand before spreads"""
    sign = "In brackets stands" if is_spread(which.name) else "± is half"
    said = "± is the standard error of the mean. " if errors and is_spread(which.name) else ""
    return f"{said}{sign} the interval named {which.meaning}."


def how(manifest: Manifest, language: str) -> str:
    """How the bounds of an interval of draws come about."""
    return HOW[language][manifest.n_draws < FEWEST].format(n=manifest.n_draws, fewest=FEWEST)


def future_title(manifest: Manifest, language: str) -> str:
    """Name of the future of the runs."""
    stored = manifest.settings.get("future", {}).get(f"title_{language}", manifest.future)
    return FUTURES[language].get(manifest.future, str(stored))


def future_name(name: str, language: str) -> str:
    """The same of a future's name."""
    from sim.policy.futures import future  # loads the place, which charts of stored runs need not

    return FUTURES[language].get(name) or str(getattr(future(name), f"title_{language}"))


def runs_note(manifest: Manifest, language: str) -> str:
    """What the parameters of runs are, and what the place's data borrow from another city."""
    return parameters_note(manifest.draws, language) + borrowed_note(manifest, language)


def borrowed_note(manifest: Manifest, language: str) -> str:
    """What the place's data borrow from another city, to follow a sentence; empty where nothing."""
    lent = manifest.settings.get("rests_on")
    return "" if not lent else BORROWED[language][bool(lent["plan"])].format(**lent)


def parameters_note(draws: DrawsUsed | About | None, language: str) -> str:
    """What the parameters of runs are: starting values, or draws and what these were held against."""
    if draws is None:
        return NOT_CALIBRATED[language]
    about = draws if isinstance(draws, About) else draws.about
    if (fit := about.fit) is None:
        note = NOT_RULED_OUT[language].format(n=about.n_draws, last=about.last_year)
    else:
        note = DRAWN[language].format(
            n=about.n_draws, last=about.last_year, figures=fit.figures, effective=fit.effective,
            chi=fit.chi_square_a_figure,
        )  # fmt: skip
    by_hand = 0 if isinstance(draws, About) else len(draws.set_by_hand)
    return note + (BY_HAND[language].format(by_hand) if by_hand else "")
