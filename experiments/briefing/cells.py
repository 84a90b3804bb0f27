"""Cells of a briefing's tables as text, alike in deck and report."""

import math

from experiments.briefing.content import Cell, Column, Estimate
from experiments.wording.amounts import WORDS, number, step_of


def cell_text(cell: Cell, column: Column, language: str) -> str:
    """A cell as it is written: an estimate with its interval, digits no finer than its standard error allows."""
    if isinstance(cell, str):
        return cell
    found = cell if isinstance(cell, Estimate) else Estimate(cell)
    if not math.isfinite(found.mean):
        return WORDS[language]["no"]
    mean, lower, upper = (_rounded(value, found.error, column) for value in found[:3])
    told = number(mean, column.digits, column.signed)
    if not found.has_interval or not (math.isfinite(lower) and math.isfinite(upper)):
        return told
    span = f"{number(lower, column.digits)}{WORDS[language]['to']}{number(upper, column.digits)}"
    return f"{told}（{span}）" if language == "zh" else f"{told} ({span})"


def head_text(column: Column, language: str) -> str:
    """A column's title with its unit."""
    if not column.unit:
        return column.title
    return f"{column.title}（{column.unit}）" if language == "zh" else f"{column.title} ({column.unit})"


def _rounded(value: float, error: float, column: Column) -> float:
    """A number of the column's unit, in steps that its standard error leaves a meaning."""
    shown = value / column.scale
    if not (math.isfinite(value) and math.isfinite(error) and error > 0):
        return shown
    step = max(step_of(error / column.scale), 10.0**-column.digits)
    return round(shown / step) * step
