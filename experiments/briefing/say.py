"""Amounts of the briefing as both languages write them, and what stands at the foot and in the notes of many pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.briefing.content import Estimate
from experiments.briefing.facts import Facts
from experiments.wording.amounts import PEOPLE, YUAN, Unit, change, estimate, percent
from experiments.wording.parameters import parameter_title
from experiments.wording.uncertainty import borrowed_note, future_title, how, is_uncertainty, luck

Texts = Mapping[str, Mapping[str, str]]
"""Templates by language and name; numbers come in through the braces."""

FOOT = {
    "zh": {"draws": "括号内为90%区间，不含模型本身的误差；不是预测。",
    "seeds": "参数尚未校准，不能用作预测；括号内仅为模拟的偶然性。",
           "resident": "常住人口口径。", "against": "“增加”“减少”均与“{base}”相比。"},
    "en": {"draws": "Brackets: 90 % intervals, without the error of the model itself; not a forecast.",
           "seeds": "Parameters not yet calibrated, so not a forecast; brackets: chance of the simulation alone.",
           "resident": "Residents, migrants included.", "against": "“More” and “fewer” are against “{base}”."},
}  # fmt: skip
NOTE = {
    "zh": {
        "draws": "区间：{share}等尾区间（{how}），{luck}；含参数、趋势和外部环境的不确定性，不含模型结构的误差。",
        "seeds": "区间：模拟区间（各随机种子均值的95%t区间），不含参数、模型结构和外部环境的不确定性。",
        "paired": "差值为同一组参数、同一随机种子的两次模拟之差。", "future": "外部环境：{future}。",
        "appendix": "方法见附录。",
    },
    "en": {
        "draws": "Interval: uncertainty, {share} equal-tailed ({how}), {luck}; of parameters, trend and futures, not"
        " of the model's structure.",
        "seeds": "Interval: simulation (95 % t interval of the mean over seeds); it holds no uncertainty of"
        " parameters, structure or futures.",
        "paired": "Differences are between two runs of one draw and one seed.", "future": "Future: {future}.",
        "appendix": "The appendix has the method.",
    },
}  # fmt: skip
SHARE = {"zh": "90%", "en": "90 %"}
DASH = {"zh": "—", "en": "–"}
LIST = {"zh": "、", "en": ", "}
SEMICOLON = {"zh": "；", "en": "; "}
QUOTES = {"zh": "“{}”", "en": "“{}”"}
FULL_STEP = 5.0
"""Steps of its last digit by which an amount may err and be written to that digit (`experiments.wording.amounts`)."""
RATE = Unit("", "", 0.1, scaled=False)
"""Places per 1,000 residents."""


def people(one: Estimate | float, language: str) -> str:
    """Persons with their interval."""
    return _told(one, PEOPLE, language)


def yuan(one: Estimate | float, language: str) -> str:
    """Yuan with their interval."""
    return _told(one, YUAN, language)


def exact(value: float, language: str) -> str:
    """Yuan that somebody has set, without noughts behind the point: 20万元."""
    whole = next((size for k in range(12, -1, -1) if value % (size := 10.0**k) == 0), 0.0)
    return _told(Estimate(value, error=whole * FULL_STEP), YUAN, language)


def amount(one: Estimate | float, unit: Unit, language: str) -> str:
    """An amount of any unit with its interval."""
    return _told(one, unit, language)


def more(one: Estimate, unit: Unit, language: str) -> str:
    """A difference with its interval: 增加0.84万人（−1.21万至2.40万人）."""
    return change(one.mean, one.lower, one.upper, unit, language, one.error)


def share(value: float, language: str, digits: int = 0, signed: bool = False) -> str:
    """A share of 1 in percent."""
    return percent(100 * value, language, digits, signed)


def span(years: Sequence[int], language: str) -> str:
    """Years from the first to the last: 2021—2035年."""
    joined = f"{years[0]}{DASH[language]}{years[-1]}" if years[0] != years[-1] else str(years[0])
    return joined + ("年" if language == "zh" else "")


PLAIN = {
    "money_weight": {"zh": "家庭生育时有多看重钱", "en": "how much families weigh money"},
    "time_weight": {"zh": "家庭生育时有多看重时间", "en": "how much families weigh time"},
    "career_weight": {"zh": "母亲有多看重职业损失", "en": "how much mothers weigh their careers"},
    "crowding_weight": {"zh": "家庭有多在意住房拥挤", "en": "how much families mind crowding"},
    "peer_weight": {"zh": "家庭受同伴影响有多大", "en": "how much families follow their peers"},
    "discount_beta": {"zh": "家庭有多看重将来而不只顾眼前", "en": "how much families weigh the future"},
    "acceptance_short": {"zh": "付不起婚礼和彩礼时婚事受多大影响", "en": "how far unpaid weddings keep couples apart"},
    "child_cost_scale": {"zh": "养育成本的高低", "en": "how much children cost"},
    "nursery_constant": {"zh": "家庭送托的意愿", "en": "how many families want nurseries"},
}  # fmt: skip
"""Parameters that often count most, as one says them who knows nothing of the model; others by their short name."""


def assumption(name: str, language: str) -> str:
    """What a parameter is, in plain words where there are any."""
    return PLAIN[name][language] if name in PLAIN else parameter_title(name, language)


def county_names(facts: Facts, language: str) -> dict[int, str]:
    """Names of the counties by code, in the order of the stored dimension."""
    return {one.county_code: str(getattr(one, f"name_{language}")) for one in facts.main.manifest.counties}


def title_of(facts: Facts, label: str, language: str) -> str:
    """Name of a scenario."""
    return facts.compared.title(label, language)


def fill(texts: Texts, language: str, name: str, /, **values: Any) -> str:
    """A sentence with its numbers, beginning with a capital letter."""
    said = texts[language][name].format(**values)
    at = 1 if said.startswith("“") else 0
    return said[:at] + said[at : at + 1].upper() + said[at + 1 :]


def foot(facts: Facts, language: str, *more: str, against: bool = False) -> tuple[str, ...]:
    """Foot of a page: what brackets hold, what a difference is against, and a page's own sentences."""
    words, gap = FOOT[language], "" if language == "zh" else " "
    base = title_of(facts, facts.compared.base, language)
    said = [*more, *([words["against"].format(base=base)] if against else [])]
    return (gap.join(said),) if said else ()


def always(facts: Facts, language: str) -> str:
    """What stands on every page: how sure its numbers are, and what the data borrow from another city."""
    manifest = facts.main.manifest
    kind = "draws" if is_uncertainty(manifest) else "seeds"
    return FOOT[language][kind] + borrowed_note(manifest, language)


def notes(facts: Facts, language: str, *own: str, paired: bool = False) -> tuple[str, ...]:
    """Speaker notes of a page: its own sentences, then which interval its numbers have."""
    words, manifest = NOTE[language], facts.main.manifest
    if is_uncertainty(manifest):
        told = words["draws"].format(share=SHARE[language], how=how(manifest, language), luck=luck(manifest, language))
    else:
        told = words["seeds"]
    future = words["future"].format(future=future_title(manifest, language))
    return (*own, told, *([words["paired"]] if paired else []), future, words["appendix"])


def _told(one: Estimate | float, unit: Unit, language: str) -> str:
    found = one if isinstance(one, Estimate) else Estimate(one)
    return estimate(found.mean, found.lower, found.upper, unit, language, found.error)
