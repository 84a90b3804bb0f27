"""A waterfall as stacks: where each step begins and ends, the invisible parts below it, where its interval stands."""

import math
from collections.abc import Sequence

from experiments.briefing.content import Chart, Series
from experiments.wording.amounts import number

PAPER = "#ffffff"
SUM, MORE, FEWER = "#5b6470", "#1f5f99", "#d98b6a"
"""Columns from nothing, steps up, steps down; dark, middle and light in grey print."""
HIDDEN, HIDDEN_BELOW = "–", "–  "
"""Names of the invisible parts below a step, above nothing and below it."""
PARTS = {HIDDEN: PAPER, HIDDEN_BELOW: PAPER, "=": SUM, "+": MORE, "+ ": MORE, "−": FEWER, "− ": FEWER}
"""Parts of a waterfall's stacks with their colours; of steps a second part lies below nothing."""


def ends_of(values: Sequence[float], sums: Sequence[int]) -> list[tuple[float, float]]:
    """Where each step of a waterfall begins and ends; a sum begins at nothing."""
    found, at = [], 0.0
    for k, value in enumerate(values):
        begin = 0.0 if k in sums else at
        at = begin + value
        found.append((begin, at))
    return found


def stacks(values: Sequence[float], sums: Sequence[int]) -> dict[str, tuple[list[float], str]]:
    """The parts that, one on the other, draw the steps."""
    parts = {name: ([0.0] * len(values), colour) for name, colour in PARTS.items()}
    for k, (begin, end) in enumerate(ends_of(values, sums)):
        low, high = min(begin, end), max(begin, end)
        kind = "=" if k in sums else "+" if end >= begin else "−"
        parts[HIDDEN][0][k], parts[HIDDEN_BELOW][0][k] = max(0.0, low), min(0.0, high)
        if k in sums:
            parts[kind][0][k] = end
            continue
        parts[kind][0][k] = max(0.0, high) - max(0.0, low)
        parts[f"{kind} "][0][k] = min(0.0, low) - min(0.0, high)
    return {name: part for name, part in parts.items() if any(part[0]) or name in (HIDDEN, "=")}


def bounds_at(name: str, steps: Series, sums: Sequence[int]) -> Series | None:
    """Bounds of the steps whose end a part of the stacks reaches, around those ends; None without any."""
    if steps.lower is None or steps.upper is None:
        return None
    ends = ends_of(steps.values, sums)
    mine = [_part_at_end(begin, end, k in sums) == name for k, (begin, end) in enumerate(ends)]
    if not any(mine):
        return None
    nan = math.nan
    lower = tuple(low if own else nan for low, own in zip(steps.lower, mine, strict=True))
    upper = tuple(high if own else nan for high, own in zip(steps.upper, mine, strict=True))
    return steps._replace(lower=lower, upper=upper)


def _part_at_end(begin: float, end: float, is_sum: bool) -> str:
    """The part of the stack whose far edge is where a step ends."""
    if is_sum:
        return "="
    if end >= begin:
        return "+" if end >= 0 else HIDDEN_BELOW
    return HIDDEN if end >= 0 else "− "


def reached(steps: Series, sums: Sequence[int]) -> Series:
    """How far steps and their intervals reach along the axis."""
    ends = ends_of(steps.values, sums)
    low, high = ((0.0,) * len(ends) if part is None else tuple(bound - value + end for bound, value, (_, end) in zip(
        part, steps.values, ends, strict=True)) for part in (steps.lower, steps.upper))  # fmt: skip
    return Series(steps.name, tuple(end for _, end in ends), steps.colour, low, high)


def step_told(steps: Series, k: int, chart: Chart) -> str:
    """A step's size and its interval as they stand beside its name."""
    digits = len(chart.labels.partition(".")[2])
    told = number(steps.values[k], digits, signed=k not in chart.sums)
    if steps.lower is None or steps.upper is None:
        return told
    to = "至" if any(letter > "\u2e80" for letter in chart.unit) else " to "
    lower, upper = (number(part[k], digits) for part in (steps.lower, steps.upper))
    return f"{told}（{lower}{to}{upper}）" if to == "至" else f"{told} ({lower}{to}{upper})"
