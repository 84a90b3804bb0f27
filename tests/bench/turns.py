"""Two checkouts in turns, A B A B: what drifts on a machine then meets both, and a ratio stays where seconds do not."""

import argparse
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.checkouts import Checkout

Figures = Mapping[str, float]
Turns = Mapping[str, list[Figures]]
"""By side ("other", "this") the figures of each turn."""


def number_of_turns(text: str) -> int:
    """A number of turns, from the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of turns, such as 3")
    return int(text)


def nothing(checkout: Checkout) -> None:
    """Make ready nothing."""


@dataclass(frozen=True)
class Work:
    """A piece of work that both checkouts do.

    figures : title and unit of each figure that `measure` gives, by its name
    measure : does the work once by a checkout's code; raises `Failed`
    prepare : what must be there before: compiled code, start populations, a folder of runs
    """

    figures: Mapping[str, tuple[str, str]]
    measure: Callable[[Checkout], Figures]
    prepare: Callable[[Checkout], Any] = field(default=nothing)


@dataclass(frozen=True)
class Line:
    """A figure of both sides, turn by turn; `other` is empty where nothing was compared."""

    name: str
    title: str
    unit: str
    other: tuple[float, ...]
    this: tuple[float, ...]

    @property
    def medians(self) -> tuple[float | None, float]:
        """Median over the turns of the other, None without one, and of this one."""
        return statistics.median(self.other) if self.other else None, statistics.median(self.this)

    @property
    def ratio(self) -> float | None:
        """This one's median over the other's."""
        other, this = self.medians
        return this / other if other else None

    @property
    def ratios(self) -> list[float]:
        """This one over the other in each turn."""
        return [this / other for other, this in zip(self.other, self.this, strict=True)] if self.other else []


def in_turns(work: Work, checkouts: Sequence[Checkout], pairs: int) -> Turns:
    """Figures of each checkout from `pairs` turns, each made ready before the first."""
    for checkout in checkouts:
        work.prepare(checkout)
    turns: dict[str, list[Figures]] = {checkout.side: [] for checkout in checkouts}
    for _ in range(pairs):
        for checkout in checkouts:
            turns[checkout.side].append(work.measure(checkout))
    return turns


def lines_of(work: Work, turns: Turns) -> list[Line]:
    """One line a figure."""
    sides = {
        side: {name: tuple(one[name] for one in turns.get(side, ())) for name in work.figures}
        for side in ("other", "this")
    }
    return [Line(name, *told, sides["other"][name], sides["this"][name]) for name, told in work.figures.items()]
