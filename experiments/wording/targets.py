"""How runs or a scenario stand against a target of the plan, one sentence in Chinese and one in English."""

from typing import NamedTuple

from experiments.wording.amounts import number, percent
from experiments.wording.indicators import title_of
from experiments.wording.uncertainty import is_spread
from sim.measures.declared import DECLARED_INDICATORS
from sim.measures.targets import Standing
from sim.policy.levers import LEVERS

ON_TRACK, BEHIND, NOT_YET_DUE = "on track", "behind", "not yet due"
IN_CHINESE = {ON_TRACK: "可如期达到", BEHIND: "落后", NOT_YET_DUE: "尚未到期"}
OUTCOME = {
    "en": "{area}, {title}, target of at least {target} by {year}: {status} under {scenario}, {level} at the end of"
    " {measured}, {distance}; {met} of {n} runs meet it ({share}).",
    "zh": "{area}{title}，{year}年目标不低于{target}：{scenario} {status}，{measured}年末为{level}，{distance}；"
    "{n}次模拟中有{met}次达到（{share}）。",
}  # fmt: skip
INPUT = {
    "en": "{area}, {title}, target of at least {target} by {year}: {status} under {scenario}, which sets {level} for"
    " the end of {measured}, {distance}: an input of the scenario, not an outcome of its runs.",
    "zh": "{area}{title}，{year}年目标不低于{target}：{scenario} {status}，{measured}年末设定为{level}，{distance}；"
    "这是情景的输入，不是模拟结果。",
}  # fmt: skip


class Told(NamedTuple):
    """What a sentence says beside numbers."""

    area: dict[str, str]
    """Name of the city or county by language."""
    scenario: str
    indicator: str
    year: int
    target: float
    measured: int
    """Year of which the standing is: that of the target, or an earlier one with which the runs end."""


def status_of(told: Told, found: Standing) -> str:
    """Whether a target is on track, behind, or beyond the end of the runs."""
    if told.measured < told.year:
        return NOT_YET_DUE
    return ON_TRACK if found.met else BEHIND


def sentence(told: Told, found: Standing, language: str) -> str:
    """How far a target is met, in one sentence."""
    zh, share, status = language == "zh", is_input(told.indicator), status_of(told, found)
    return (INPUT if share else OUTCOME)[language].format(
        area=told.area[language], title=_title(told.indicator, language), target=_number(told.target, share, language),
        year=told.year, scenario=told.scenario,
        status=IN_CHINESE[status] if zh else status, level=_level(told.indicator, found, language),
        measured=told.measured, distance=_distance(told.indicator, found, language), met=found.runs_meeting,
        n=found.n_runs, share=percent(100 * found.runs_meeting / max(found.n_runs, 1), language),
    )


def is_input(indicator: str) -> bool:
    """Whether a target is of what a scenario sets, and not of what runs come to."""
    return indicator not in DECLARED_INDICATORS


def _title(indicator: str, language: str) -> str:
    return getattr(LEVERS[indicator], f"title_{language}") if is_input(indicator) else title_of(indicator, language)


def _number(value: float, is_share: bool, language: str, digits: int | None = None) -> str:
    """A share in percent, another number with so many digits, or as it is written."""
    if is_share:
        return percent(100 * value, language, 0 if round(100 * value, 1) == round(100 * value) else 1)
    return f"{value:,.10g}" if digits is None else number(value, digits)


def _level(indicator: str, found: Standing, language: str) -> str:
    """Mean and named interval of runs, or what a scenario sets."""
    if is_input(indicator):
        return _number(found.mean, True, language)
    digits, zh = DECLARED_INDICATORS[indicator].digits, language == "zh"
    mean, lower, upper = (_number(value, False, language, digits) for value in (found.mean, found.lower, found.upper))
    if found.n_runs == 1:
        return f"{mean}（仅一次模拟）" if zh else f"{mean} (one run)"
    if is_spread(found.interval):
        return f"{mean}（不确定性区间{lower}至{upper}）" if zh else f"{mean} ({lower} to {upper}, {found.interval})"
    return f"{mean}（模拟区间{lower}至{upper}）" if zh else f"{mean} ({lower} to {upper}, {found.interval})"


def _distance(indicator: str, found: Standing, language: str) -> str:
    """How far above or below the target, in the digits of the indicator."""
    share, zh = is_input(indicator), language == "zh"
    digits = 0 if share else DECLARED_INDICATORS[indicator].digits
    size = round(100 * abs(found.distance), 1) if share else round(abs(found.distance), digits)
    if size == 0 or (found.met and found.distance < 0):  # met as the target is written, with its decimals
        return "与目标持平" if zh else "on the target"
    amount = f"{size:g}" if share else f"{size:,.{digits}f}"
    unit = ("个百分点" if zh else " points") if share else ""
    if zh:
        return f"{'高出' if found.distance > 0 else '相差'}{amount}{unit}"
    return f"{amount}{unit} {'above it' if found.distance > 0 else 'short of it'}"
