"""Figures of an answer: fan of births, what each step adds, money by payer; readable in grey, labels at the lines."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from experiments.charts import style
from experiments.explorer import naming
from experiments.explorer.answer import Answer
from experiments.explorer.naming import births_text, place_name, step_name, whole
from experiments.explorer.words import PAYERS, WORDS, of

WIDTH = 9.2
SMALLEST = 0.005
"""Change of a term of a decision [sigma] that rounds to zero."""
LOOKS = {
    "central": ("#14406b", ""), "province": ("#5f8fbf", "////"), "city": ("#3f7f4f", "...."),
    "county": ("#d9a441", ""), "insurance_fund": ("#c9ced6", "xxxx"), "employer": ("#8a8f98", "\\\\\\\\"),
    "family": ("#b8432f", "++++"),
}  # fmt: skip
"""Colour and hatch of each payer: told apart in grey too."""


SIGNED = FuncFormatter(lambda value, _: naming.number(value))
"""Numbers of an axis with the sign that print has."""


@style.in_style
def fan(answer: Answer, area: str, year: int, language: str) -> Figure:
    """Births a year of both scenarios with their intervals, and beside them the paired difference."""
    words, found = WORDS[language], answer.areas[area]
    figure, (left, right) = _panels(2, words["fan_title"].format(place_name(area, language)), _note(answer, language))
    scale = 1e4 if language == "zh" else 1e3
    drawn = (("against", style.GREY, "--", "held_against"), ("asked", style.BLUE, "-", "asked"))
    for name, colour, dashes, label in drawn:
        _line(left, answer.years, found.births[name], colour, dashes, scale, words[label])
    left.set_ylim(0, 1.1 * left.get_ylim()[1])
    left.legend(loc="lower left", fontsize=9)
    left.set_ylabel(words["births_axis"])
    _line(right, answer.years, found.births["difference"], style.BLUE, "-", 1.0, words["difference"])
    right.axhline(0, color=style.INK, lw=0.8)
    right.set_ylabel(words["difference_axis"])
    right.yaxis.set_major_formatter(SIGNED)
    for ax in (left, right):
        ax.axvline(year, color=style.GREY, lw=0.8, ls=":")
        style.years_axis(ax, language)
    return figure


@style.in_style
def waterfall(answer: Answer, area: str, language: str) -> Figure:
    """Births that each step adds, one below the other from the base on, each with its interval, and their sum."""
    words, found = WORDS[language], answer.areas[area]
    n = len(found.added) + 1
    title = words["added_title"].format(place_name(area, language))
    figure, (ax,) = _panels(1, title, [*_note(answer, language), words["added_note"]], 2.1 + 0.42 * n)
    reached = 0.0
    for position, (_, mean, lower, upper) in enumerate(found.added):
        _bar(ax, position, reached, mean, lower, upper, style.BLUE if mean >= 0 else style.RED)
        ax.plot([reached + mean] * 2, [position - 0.3, position + 1.3], color=style.GREY, lw=0.8)
        reached += mean
    _bar(ax, n - 1, 0.0, *found.total, style.GREY)
    names = [step_name(name, language) for name, *_ in found.added]
    ax.set_yticks(range(n), [*names, words["in_all"]])
    ax.set_ylim(n - 0.5, -0.5)
    low, high = ax.get_xlim()
    ax.set_xlim(low, high + 0.3 * (high - low))
    told = [*(bounds for _, *bounds in found.added), found.total]
    ends = [*np.cumsum([mean for mean, *_ in told[:-1]]), found.total[0]]
    for position, (end, values) in enumerate(zip(ends, told, strict=True)):
        begins = end - values[0]
        ax.annotate(
            births_text(values, language), (max(begins, end, begins + values[2]), position), (6, 0),
            textcoords="offset points", va="center", fontsize=8.5, color=style.INK,
        )  # fmt: skip
    ax.axvline(0, color=style.INK, lw=0.8)
    ax.grid(visible=False)
    ax.xaxis.set_major_formatter(SIGNED)
    ax.set_xlabel(words["added_axis"].format(answer.years[0], answer.years[-1]))
    widest = max(len(name) * (1.9 if language == "zh" else 1.0) for name in [*names, words["in_all"]])
    figure.subplots_adjust(left=min(0.42, 0.03 + 0.0095 * widest))
    return figure


@style.in_style
def money(answer: Answer, area: str, language: str) -> Figure:
    """Money added by payer and year [yuan of 2020], stacked; less spending stands below zero."""
    words, found = WORDS[language], answer.areas[area]
    title = words["money_title"].format(place_name(area, language))
    figure, (ax,) = _panels(1, title, [words["money_note"]], 4.3)
    scale = 1e8 if language == "zh" else 1e9
    above, below = np.zeros(len(answer.years)), np.zeros(len(answer.years))
    for payer, (colour, hatch) in LOOKS.items():
        amount = np.array(found.money[payer]) / scale
        if np.abs(amount).max() * scale < 1e4:
            continue
        ax.bar(
            answer.years, amount, bottom=np.where(amount >= 0, above, below), color=colour, hatch=hatch, width=0.74,
            edgecolor="white", lw=0.4, label=of(PAYERS[payer], language),
        )  # fmt: skip
        above, below = above + np.maximum(amount, 0), below + np.minimum(amount, 0)
    ax.axhline(0, color=style.INK, lw=0.8)
    ax.set_ylabel(words["money_axis"])
    ax.yaxis.set_major_formatter(SIGNED)
    ax.grid(visible=False, axis="x")
    style.years_axis(ax, language)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=9)
    figure.subplots_adjust(right=0.78)
    return figure


def _panels(n: int, title: str, notes: list[str], height: float = 4.3) -> tuple[Figure, list[Axes]]:
    """A figure with its title, its panels, and notes at its foot."""
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    axes = list(figure.subplots(1, n, squeeze=False).ravel())
    foot = 0.62 + 0.19 * len(notes)
    figure.subplots_adjust(left=0.08, right=0.975, top=1 - 0.55 / height, bottom=foot / height, wspace=0.26)
    figure.text(style.MARGIN, 1 - 0.25 / height, title, fontsize=13, color=style.INK, va="center")
    for position, note in enumerate(reversed(notes)):
        figure.text(style.MARGIN, (0.06 + 0.19 * position) / height, note, fontsize=8, color="#5a606a", va="bottom")
    return figure, axes


def _note(answer: Answer, language: str) -> list[str]:
    """What the intervals are."""
    words, n = WORDS[language], answer.n_draws
    space = " " if language == "en" else ""
    small = space + words["small"].format(fewest=answer.fewest) if n < answer.fewest else ""
    return [words["interval_of"].format(n=n) + small]


def _line(
    ax: Axes, years: list[int], values: list[list[float]], colour: str, dashes: str, scale: float, label: str
) -> None:
    mean, lower, upper = (np.array(one) / scale for one in values)
    ax.plot(years, mean, color=colour, ls=dashes, lw=1.9, label=label)
    ax.fill_between(years, lower, upper, color=colour, alpha=0.18, lw=0)
    for bound in (lower, upper):
        ax.plot(years, bound, color=colour, lw=0.6, ls=dashes)


def _bar(ax: Axes, at: int, start: float, mean: float, lower: float, upper: float, colour: str) -> None:
    ax.barh(at, mean, left=start, color=colour, height=0.6, alpha=0.85)
    ax.plot([start + lower, start + upper], [at, at], color="#111111", lw=1.1, marker="|", ms=7)


def table(answer: Answer, area: str) -> str:
    """Births a year of both scenarios and their difference as CSV: year, what, mean, lower, upper."""
    lines = ["year,what,mean,lower,upper"]
    for name, values in answer.areas[area].births.items():
        lines += [
            f"{year},{name},{','.join(f'{one[at]:.1f}' for one in values)}" for at, year in enumerate(answer.years)
        ]
    return "\n".join(lines) + "\n"


def chance_text(answer: Answer, area: str, year: int, language: str) -> str:
    """What chance the small sample has in a year's births."""
    chance = whole(round(answer.chance(area, year), -1))
    return WORDS[language]["chance"].format(sample=answer.sample, year=year, chance=chance)


def png(figure: Figure) -> bytes:
    """A figure as a PNG file, drawn with the shipped font."""
    return style.picture(figure, "png")
