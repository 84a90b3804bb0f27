"""Names and numbers of a question and its answer, as pages and figures show them; no streamlit."""

import functools
import math
from collections.abc import Sequence

from experiments.explorer.answer import ITEM, AreaAnswer
from experiments.explorer.state import CITY, PLACE, Asked, counties
from experiments.explorer.words import PAYERS, WORDS, of, unit
from experiments.wording import uncertainty
from experiments.wording.items import item_of
from experiments.wording.levers import SHOWN
from sim.places.pack import load_pack
from sim.policy.levers import LEVERS
from sim.policy.paths import PLAN, compile_paths
from sim.policy.scenario import scenario, scenario_names

MOST_NAMED = 2
"""Measures that a title names before it counts the rest."""


def place_name(code: str, language: str) -> str:
    """The area within a sentence or behind a title."""
    name = area_name(code, language)
    return name[:1].lower() + name[1:] if code == CITY else name


def area_name(code: str, language: str) -> str:
    """Name of a county, or of the whole city."""
    if code == CITY:
        return WORDS[language]["city"]
    return next(zh if language == "zh" else en for one, zh, en in counties(load_pack(PLACE)) if one == code)


def scenario_name(name: str, language: str) -> str:
    """Title of a shipped scenario."""
    return str(getattr(scenario(name), f"title_{language}"))


def future_name(name: str, language: str) -> str:
    """What a future is called."""
    return uncertainty.future_name(name, language)


def lever_name(name: str, language: str) -> str:
    """Title of a lever."""
    return str(getattr(LEVERS[name], f"title_{language}"))


def item_name(number: int, language: str) -> str:
    """A plan item with its number; the funding clause has none."""
    return item_of(number, language) if number else WORDS[language]["item_0"]


def step_name(name: str, language: str) -> str:
    """What a step of an answer adds: a scenario, a plan item or a lever."""
    if name.startswith(ITEM):
        return item_name(int(name.removeprefix(ITEM)), language)
    return scenario_name(name, language) if name in scenario_names() else lever_name(name, language)


def asked_title(asked: Asked, language: str) -> str:
    """Title of the question's scenario with its measures, as a scenario file has it."""
    words, names = WORDS[language], [lever_name(one.lever, language) for one in asked.measures]
    if not names:
        return words["scenario_unchanged"].format(scenario_name(asked.scenario, language))
    comma = "、" if language == "zh" else ", "
    more = words["more"].format(len(names)) if len(names) > MOST_NAMED else ""
    return words["scenario_title"].format(comma.join(names[:MOST_NAMED]) + more)


@functools.cache
def plan_values() -> dict[str, tuple[float, float]]:
    """Lowest and highest value of each lever over counties and birth orders in the plan's target month."""
    paths = compile_paths(PLAN, load_pack(PLACE), SHOWN, SHOWN)
    found = {name: paths.nominal(name)[paths.at(SHOWN)] for name in LEVERS}
    return {name: (float(values.min()), float(values.max())) for name, values in found.items()}


@functools.cache
def has_dose(name: str) -> bool:
    """Whether the plan moves a lever away from national law, so that a dose does something."""
    return compile_paths(PLAN, load_pack(PLACE), SHOWN, SHOWN).moves(name)


def plan_note(name: str, language: str) -> str:
    """The plan's value of a lever, its bounds and its unit."""
    declared, words = LEVERS[name], WORDS[language]
    low, high = plan_values()[name]
    planned = number(low) if low == high else words["varies"].format(number(low), number(high))
    if declared.kind == "yes_no":
        planned = words["yes" if high else "no"]
    return words["plan_value"].format(
        planned, number(declared.lower), number(declared.upper), unit(declared.unit, language)
    )


def number(value: float) -> str:
    """A number as people write it."""
    return f"{round(value, 4):,.10g}".replace("-", "−")


def whole(value: float) -> str:
    """A number without decimals."""
    return f"{value:,.0f}".replace("-", "−") if round(value) else "0"


def between(mean: float, lower: float, upper: float, digits: int, language: str, unit_word: str = "") -> str:
    """A mean with its interval in brackets, all in one unit."""
    first, *bounds = (f"{value:,.{digits}f}".replace("-", "−") for value in (mean, lower, upper))
    gap = " " if language == "en" and unit_word else ""
    if any(math.isnan(value) for value in (lower, upper)):
        return f"{first}{gap}{unit_word}"
    if language == "zh":
        return f"{first}{unit_word}（{bounds[0]}至{bounds[1]}）"
    return f"{first}{gap}{unit_word} ({bounds[0]} to {bounds[1]})"


def apart(text: str) -> tuple[str, str]:
    """A number, and what stands in brackets behind it."""
    for opens, closes in (("（", "）"), (" (", ")")):
        if text.endswith(closes) and opens in text:
            number, _, interval = text.removesuffix(closes).partition(opens)
            return number, interval
    return text, ""


def births_text(values: Sequence[float], language: str) -> str:
    """Births with their interval: in 万 or thousands where they are many."""
    mean, lower, upper = values
    if max(abs(mean), abs(upper)) >= 10_000:
        scale, word = (1e4, "万人") if language == "zh" else (1e3, "thousand")
        return between(mean / scale, lower / scale, upper / scale, 2 if language == "zh" else 1, language, word)
    return between(mean, lower, upper, 0, language, "人" if language == "zh" else "")


def money_text(values: Sequence[float], language: str) -> str:
    """Yuan with their interval, in 亿 or billions."""
    scale = 1e8 if language == "zh" else 1e9
    mean, lower, upper = (value / scale for value in values)
    return between(mean, lower, upper, 1 if language == "zh" else 2, language, WORDS[language]["yuan_100m"])


def per_birth_text(values: Sequence[float], language: str) -> str:
    """Yuan a birth with their interval; said in words where it has no bounds."""
    mean, lower, upper = values
    if not all(map(math.isfinite, (lower, upper))) and not math.isnan(lower):
        return WORDS[language]["not_measurable"]
    scale = 1e4 if language == "zh" else 1e3
    return between(mean / scale, lower / scale, upper / scale, 0, language, WORDS[language]["yuan_10k"])


def money_rows(found: AreaAnswer, at: int, year: int, years: Sequence[int], language: str) -> list[dict[str, str]]:
    """Money added by payer in one year and over all of them, a row a payer that pays or saves anything.

    at : position of the year
    """
    words, scale = WORDS[language], 1e8 if language == "zh" else 1e9
    in_year = words["in_year"].format(year)
    in_all = words["in_years"].format(years[0], years[-1])
    digits = 2 if language == "zh" else 3
    return [
        {
            words["payers"]: of(pair, language), in_year: signed(found.money[payer][at] / scale, digits),
            in_all: signed(sum(found.money[payer]) / scale, digits),
        }
        for payer, pair in PAYERS.items() if any(found.money[payer])
    ]  # fmt: skip


def signed(value: float, digits: int) -> str:
    """A number with its sign."""
    return f"{value:+,.{digits}f}".replace("-", "−")
