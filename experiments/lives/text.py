"""Text of `fertsim explain`: a couple's life in words, Chinese or English, with the terms of its birth decisions.

Terms are written out at the first review of each child and whenever the couple starts; other reviews are gathered in
one line unless `every` asks for all of them.
"""

import re
import textwrap
from typing import Any
from unicodedata import east_asian_width

from experiments.lives.words import (
    ACCOUNT,
    BELOW_FLOOR,
    CHILDREN,
    CREDIT,
    EVENTS,
    GIFT,
    HELD,
    JOBS,
    KINDS,
    MOVES,
    ORDER,
    PORTRAIT,
    REVIEW,
    SCHOOLING,
    SELF_BUILT,
    SEX,
    TENURE,
    TERMS,
    WHO,
    WORK,
)
from experiments.wording.amounts import true_minus
from experiments.wording.uncertainty import parameters_note
from sim.clock import label
from sim.measures.explain import Event, Life, Portrait, Review
from sim.places.pack import Pack
from sim.population.columns import HUKOU_LOCAL, NO_TENURE, NO_WORK, OWN, RESIDENT
from sim.processes.childbearing.parents_time import LEAST_FREE_HOURS
from sim.processes.money.consumption import left_over
from sim.runs.draws import DrawsUsed

WIDTH = 112
INDENT = " " * 9
SMALL = 0.005
"""Terms that round to zero are left out."""


def life_text(
    life: Life, pack: Pack, language: str = "en", every: bool = False, draws: DrawsUsed | None = None
) -> str:
    """The life in words: who they are, then a dated line for each event and review.

    draws : where the parameters come from, None for starting values
    """
    lines = [*_portrait(life.portrait, pack, language), ""]
    told: set[int] = set()
    decided = {step.month for step in life.steps if isinstance(step, Review) and step.starts == step.month}
    gathered: list[Review] = []
    for step in life.steps:
        if isinstance(step, Review) and not every and step.order in told and step.starts < 0:
            gathered.append(step)
            continue
        lines += _gathered(gathered, language)
        gathered = []
        if isinstance(step, Event) and step.kind == "trying" and step.month in decided:
            continue
        if isinstance(step, Review):
            told.add(step.order)
            lines += _review(step, life, language)
        else:
            lines += _wrapped(step.month, _event(step, pack, language), language)
    lines += _gathered(gathered, language)
    settings = life.model.settings
    ending = {"zh": f"{label(settings.end_month)}结束。", "en": f"The run ends with {label(settings.end_month)}."}
    return "\n".join([*lines, "", ending[language], *_folded(life_note(language, draws), "", language)])


def life_note(language: str, draws: DrawsUsed | None = None) -> str:
    """What the parameters and sigma are."""
    note = {
        "zh": "{}各项以 σ 为单位，正数有利于生育；只说明模型如何决定，不预测任何真实家庭。",
        "en": "{} Terms are in units of sigma, positive ones speak for the child; they say how the model decides, not"
        " what any real family will do.",
    }
    return note[language].format(parameters_note(draws, language))


def _portrait(portrait: Portrait, pack: Pack, language: str) -> list[str]:
    """Who they are, in a few lines."""
    facts, words = portrait.facts, PORTRAIT[language]
    head = words["head"].format(
        month=label(portrait.month), household=portrait.household, county=_county(facts["county"], pack, language),
        residence=words["town"] if facts["urban"] else words["village"],
    )
    lines = [head, words["she"].format(**_person(portrait.month, facts, language))]
    if facts["husband"]:
        lines.append(words["he"].format(**_person(portrait.month, facts["husband"], language)))
    elif facts["marital"] == 1:
        lines.append(words["away"])
    children = [child for child in facts["children"] if child["presence"] == RESIDENT]
    if children:
        ages = words["comma"].join(
            words["child"].format(sex=SEX[language][child["sex"]], years=(portrait.month - child["birth"]) // 12)
            for child in reversed(children)
        )
        lines.append(words["children"].format(children=ages))
    elif facts["parity"] == 0:
        lines.append(words["childless"])
    wanted = words["none" if not facts["desired"] else "one_child" if facts["desired"] == 1 else "some"]
    built = facts["tenure"] == OWN and facts["self_built"]
    lines.append(words["homeless" if facts["tenure"] == NO_TENURE else "home"].format(
        tenure=SELF_BUILT[language] if built else TENURE[language][facts["tenure"]], area=facts["floor_area"],
        debt=facts["debt"], savings=facts["savings"], children=wanted.format(n=facts["desired"]),
    ))
    return [line for text in lines for line in _folded(text, "", language)]


def _person(month: int, facts: dict[str, Any], language: str) -> dict[str, Any]:
    words = PORTRAIT[language]
    pay = words["pay"].format(pay=facts["earnings"]) if facts["work"] != NO_WORK else ""
    return {
        "age": (month - facts["birth"]) // 12, "schooling": SCHOOLING[language][facts["education"]],
        "work": WORK[language][facts["work"]] + pay,
        "hukou": words["local"] if facts["hukou"] == HUKOU_LOCAL else words["elsewhere"],
    }


def _event(event: Event, pack: Pack, language: str) -> str:
    """One event as a sentence."""
    facts = dict(event.facts)
    kind = event.kind
    if kind == "birth" and not facts["married"]:
        kind = "birth_unmarried"
    if kind == "wedding" and "husband_age" not in facts:
        kind = "wedding_away"
    if kind == "pregnant" and not facts["planned"]:
        kind = "pregnant_unplanned"
    if "order" in facts:
        facts["child"] = _child(facts["order"], language)
    for name, table in (("sex", SEX), ("tenure", TENURE), ("who", WHO), ("work", JOBS)):
        if name in facts:
            facts[name] = table[language][facts[name]]
    if "county" in facts:
        facts["county"] = _county(facts["county"], pack, language)
    if "due" in facts:
        facts["due"] = label(facts["due"])
    if "kind" in facts:
        facts["kind"] = KINDS[language].get(facts["kind"], "")
    sentence = EVENTS[language][kind].format(**facts)
    return sentence[:1].upper() + sentence[1:] + _held(facts.get("held"), language)


def _held(held: float | None, language: str) -> str:
    """What a home has left after a wedding or a birth; nothing where no account is kept."""
    if held is None:
        return ""
    return ("" if language == "zh" else " ") + HELD[language][held < 0.0].format(abs(held))


def _review(review: Review, life: Life, language: str) -> list[str]:
    """A review with its terms, one a line."""
    words, terms = REVIEW[language], review.terms
    money = terms.budget
    about = _child(review.order, language)
    head = words["starts" if review.starts >= 0 else "waits"].format(
        child=about, chance=100 * review.chance,
        covered=words["month" if review.covered == 1 else "months"].format(review.covered),
        start=label(review.starts) if review.starts >= 0 else "",
    )
    lines = _wrapped(review.month, head, language)
    told, floor = _told(review, life, language), life.model.values.consumption_floor
    for name, told_as in TERMS[language].items():
        value = getattr(terms, name)
        if abs(value) >= SMALL or name == "money":
            needy = name == "money" and money.with_child < floor
            text = (BELOW_FLOOR[language] if needy else told_as).format(order=about, **told)
            lines += _folded(f"{value:+.2f}  {text}", INDENT, language)
    if money.credit > 0.0:
        lines += _folded(CREDIT[language].format(**told), INDENT, language)
    if money.moves > 0.0:
        lines += _folded(MOVES[language].format(**told), INDENT, language)
    for key in ("waiting", "sum"):
        text = words[key].format(
            wife=review.wife, husband=review.husband, wife_waits=review.wife_waits, husband_waits=review.husband_waits,
            years=life.model.values.waiting_years,
        )
        lines += _folded(text, INDENT, language)
    return lines


def _told(review: Review, life: Life, language: str) -> dict[str, Any]:
    """What the words of a review's terms may name: money, hours and floor area behind them."""
    money, hours, values = review.terms.budget, review.hours, life.model.values
    floor = values.consumption_floor
    numbers: dict[str, Any] = {
        **review.terms._asdict(), **money._asdict(), **hours._asdict(), "floor": floor, "adults": values.couple_adults,
        "left_without": left_over(money.without, floor), "left_with_child": left_over(money.with_child, floor),
        "wife_left": max(hours.wife_free - hours.wife_taken, LEAST_FREE_HOURS),
        "husband_left": max(hours.husband_free - hours.husband_taken, LEAST_FREE_HOURS),
        "pay_change": -money.earnings_loss, "persons": money.members + 1, "needed": (money.members + 1) * review.need,
    }
    gift = GIFT[language].format(**numbers) if money.new_gift > 0.0 else ""
    return numbers | {"account": ACCOUNT[language].format(**numbers), "gift": gift}


def _gathered(reviews: list[Review], language: str) -> list[str]:
    """Reviews without a start in one line."""
    if not reviews:
        return []
    words = REVIEW[language]
    chances = _range([f"{100 * one.chance:.1f}" for one in sorted(reviews, key=lambda one: one.chance)], words["to"])
    money = _range([f"{one.terms.money:+.2f}" for one in sorted(reviews, key=lambda one: one.terms.money)], words["to"])
    text = words["one" if len(reviews) == 1 else "many"].format(
        n=len(reviews), child=_child(reviews[0].order, language), last=label(reviews[-1].month),
        chances=chances, money=money,
    )
    return _wrapped(reviews[0].month, text, language)


def _range(ascending: list[str], to: str) -> str:
    """Lowest to highest, or the one value that all have."""
    return ascending[0] if ascending[0] == ascending[-1] else to.format(ascending[0], ascending[-1])


def _child(order: int, language: str) -> str:
    return ORDER[language].get(order, CHILDREN[language].format(order))


def _county(position: int, pack: Pack, language: str) -> str:
    return str(pack.table("counties").iloc[position][f"name_{language}"])


def _wrapped(month: int, text: str, language: str) -> list[str]:
    lines = _folded(text, INDENT, language)
    return [f"{label(month)}  {lines[0].strip()}", *lines[1:]]


def _folded(text: str, indent: str, language: str) -> list[str]:
    """Lines of at most WIDTH columns; Chinese letters are two columns wide and may stand at a line's end anywhere."""
    if language == "zh":
        return _folded_zh(text, indent)
    text = text.replace(" %", "\u00a0%").replace(" yuan", "\u00a0yuan")
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _folded_zh(text: str, indent: str) -> list[str]:
    lines, line, used = [], indent, len(indent)
    for part in re.findall(r"[\x21-\x7e]+|.", true_minus(text)):
        wide = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in part)
        if used + wide > WIDTH and part not in "，。；、）：":
            lines.append(line.rstrip())
            line, used = indent, len(indent)
        line, used = line + part, used + wide
    return [*lines, line.rstrip()]
