"""Text of `fertsim levers --check ID`: the way of a lever to four couples' chance of a birth, a line a step."""

import textwrap

from sim.clock import label
from sim.measures.ladder import DECISION_MONTH, Step, Way, ways
from sim.policy.levers import lever

WIDTH = 116
COUPLES = {
    "A": "childless owners, private 90,000 + 110,000 yuan a year",
    "B": "one child of 4, renters, nobody to help, flexible 45,000 + private 65,000",
    "C": "two children, owners, nobody to help, public 150,000 + 200,000",
    "D": "one child of 3, no local hukou, renters, nobody to help, private 40,000",
}
SUBJECTS = {
    "declared": "declared", "tax": "tax", "horizon": "horizon", "costs": "cost of a child", "leave": "leave",
    "care": "nursery", "work": "employers", "homes": "homes", "relief": "rent relief, 18 years", "credit": "credit",
    "benefits": "birth brings", "level": "levels", "hours": "hours minded",
    "weekly": "hours spared", "once": "errands of a birth", "money": "money", "terms": "term",
    "chance": "decision", "treatment": "treatment, in vain", "wedding": "at a wedding",
    "health": "health", "hiring": "looking for work", "market": "singles and spouses",
}
UNITS = {
    "hours": "share", "weekly": "hours a week, over 18 years", "once": "hours", "money": "yuan", "terms": "sigma",
    "chance": "",
}
UNIT_OF = {
    "moves": "share of 18 years", "area": "m2", "new_area": "m2", "members": "persons", "minded": "share",
    "strain": "log",
}
"""Of what stands with money and is none."""
SAME = "nothing that this couple's decision reads"


def ladder_text(place: str, name: str, value: float | None, order: int | None = None) -> str:
    """The ladder of one lever; raises UserError as `ladder.ways` does."""
    declared, found = lever(name), ways(place, name, value, order)
    head = (f"{declared.id}  {declared.title_zh} · {declared.title_en}  [{declared.unit}]: a decision of"
            f" {label(DECISION_MONTH)} for a birth a year on, under national_only alone and with this lever beside it."
            " Money in yuan of 2020.")
    return "\n".join([*textwrap.wrap(head, WIDTH), *(line for way in found for line in _way(way))])


def _way(way: Way) -> list[str]:
    lines = ["", f"{way.couple}  {COUPLES[way.couple]}"]
    for step in way.steps:
        lines.append(f"   {SUBJECTS[step.subject]:<22} {step.name:<22} {_number(step.before):>14} -> "
                     f"{_number(step.after):>14} {_unit(step)}".rstrip())
    if not way.steps:
        lines.append(f"   changes {SAME}")
    change = f"{100 * (way.after / way.before - 1):+.2f} %" if way.before > 0 else "from nothing"
    lines.append(f"   {'chance in a quarter':<22} {'':<22} {way.before:>14.5f} -> {way.after:>14.5f} ({change})")
    return lines


def _unit(step: Step) -> str:
    unit = UNITS.get(step.subject, "")
    return UNIT_OF.get(step.name, unit) if step.subject == "money" else unit


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4f}".rstrip("0").rstrip(".") or "0"
