"""The drawings of docs/: rooms of the house, the way of one lever, the month. `python -m experiments.docs` draws them.

What stands in the boxes is read from the source: floors, the first sentence of each folder, the lines of the month.
"""

import ast
import io
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from experiments.docs.floors import FLOORS
from experiments.docs.odd import lines_of_the_month
from sim.writing import write_text

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "docs" / "figures"
INK, PAPER, ROOM, GROUND, TOP = "#222222", "#ffffff", "#dbe9f4", "#ececec", "#f7e8d0"
WRITTEN: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "fertsim", "font.family": ["DejaVu Sans", "sans-serif"],
}
MOST_IN_ROW = 5
"""Rooms in a row of the house; what six or more say is wider than their boxes."""

WAY_OF_A_LEVER = (
    ("declared", "sim/policy/levers/item_03.py", "childcare_allowance: unit, bounds, who, payer"),
    ("dated", "sim/places/shaoxing/levers.csv", "3,600 yuan a year from 2025-01, law"),
    ("set", "sim/policy/scenario.py", "a scenario's YAML, or --set and --dose"),
    ("path", "sim/policy/paths.py", "value by month, county, birth order, as known in the month"),
    ("yuan", "sim/processes/money/birth_money.py", "what a birth brings: annuity and cash after take-up"),
    ("outlook", "sim/processes/childbearing/outlook.py", "the world of a birth now and after waiting, as known"),
    ("budget", "sim/processes/childbearing/budget.py", "own consumption with the child (c1) and without (c0)"),
    ("term", "sim/processes/childbearing/decision.py", "money_weight x (ln c1 - ln c0), less the value of waiting"),
    ("chance", "sim/processes/childbearing/reviews.py", "the couple's review: do both agree this month?"),
    ("birth", "sim/processes/childbearing/reproduction.py", "trying, conception, nine months"),
    ("claim", "sim/processes/money/benefits.py", "a child's year begins: one case"),
    ("ledger", "sim/policy/ledger.py", "cases x take-up x amount, by payer"),
    ("number", "sim/measures/results.py", "money by lever and payer; births"),
    ("chart", "experiments/charts/public_money.py", "what it costs; policy_effect.py: what it adds"),
)
"""The steps from a line of the plan to a chart, with the file of each; a test holds the files."""


def write_drawings() -> None:
    """Draw all pages' drawings as SVG with selectable text."""
    for name in DRAWINGS:
        write_text(FIGURES / f"{name}.svg", drawn(name))


def drawn(name: str) -> str:
    """A drawing as the text of an SVG file."""
    with mpl.rc_context(WRITTEN), io.StringIO() as file:
        DRAWINGS[name]().savefig(file, format="svg", metadata={"Date": None})
        return file.getvalue()


def rooms() -> Figure:
    """The floors of the house, the highest on top; the rooms of the processes side by side."""
    floors = [_units(line) for line in FLOORS]
    processes = [floor for floor in floors if floor[0].startswith("sim/processes/")]
    below = [floor for floor in floors if floors.index(floor) < floors.index(processes[0])]
    above = [floor for floor in floors if floors.index(floor) > floors.index(processes[-1])]
    experiments = [unit for floor in reversed(above) for unit in floor if unit.startswith("experiments")]
    rows: list[tuple[list[str], str]] = [
        (experiments[at : at + MOST_IN_ROW], TOP) for at in range(0, len(experiments), MOST_IN_ROW)
    ]
    rows += [(["calibration"], TOP)]
    rows += [(floor, ROOM) for floor in reversed(above) if not floor[0].startswith(("exp", "cal"))]
    of_processes = [unit for floor in reversed(processes) for unit in floor]
    rows += [(of_processes[:4], ROOM), (of_processes[4:8], ROOM), (of_processes[8:], ROOM)]
    rows += [(floor, GROUND) for floor in reversed(below)]
    figure, axes = _page(12.0, 0.82 * len(rows) + 0.6)
    for height, (units, colour) in enumerate(reversed(rows)):
        width = 12.0 / len(units)
        for position, unit in enumerate(units):
            name = unit.removeprefix("sim/processes/").removeprefix("experiments/")
            _box(axes, position * width, height * 0.82, width - 0.12, 0.68, name, _says(unit, int(14 * width)), colour)
    axes.text(0, 0.82 * len(rows), "Imports point down: to the rows below, and within a row to the right.", fontsize=10)
    return figure


def way_of_a_lever() -> Figure:
    """One lever from its declaration to a chart, each step with its file."""
    figure, axes = _page(12.0, 5.0)
    for number, (word, file, what) in enumerate(WAY_OF_A_LEVER):
        row, column = divmod(number, 3)
        x, y = 4.0 * column, 4.0 - row
        _box(axes, x, y, 3.7, 0.72, f"{number + 1} {word}", f"{file}\n{what}", GROUND if row == 0 else ROOM)
        if number + 1 < len(WAY_OF_A_LEVER):
            start, end = ((x + 3.7, y + 0.36), (x + 4.0, y + 0.36)) if column < 2 else ((x + 1.85, y), (1.85, y - 0.28))
            axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=12, color=INK, linewidth=1))
    return figure


def month() -> Figure:
    """The month in its order, as `FertilityModel.step` has it."""
    lines = _lines_of_the_month()
    figure, axes = _page(12.0, 0.5 * len(lines) + 1.4)
    top = 0.5 * len(lines)
    for number, (name, says) in enumerate(lines):
        y = top - 0.5 * (number + 1)
        _box(axes, 2.6, y, 9.2, 0.42, "", "", ROOM)
        axes.text(2.75, y + 0.21, f"{number + 1}  {name}", fontsize=9, weight="bold", va="center")
        axes.text(5.6, y + 0.21, says, fontsize=9, va="center")
    _box(axes, 0, top / 2 - 1.0, 2.2, 2.0, "one month", "182 from census\nday 2020 to the\nend of 2035", GROUND)
    for y, style in ((top - 0.25, "-|>"), (0.25, "<|-")):
        axes.add_patch(FancyArrowPatch(
            (1.1, top / 2 + (1.0 if style == "-|>" else -1.0)), (2.6, y), arrowstyle=style, mutation_scale=12,
            color=INK, linewidth=1, connectionstyle=f"arc3,rad={-0.3 if style == '-|>' else 0.3}",
        ))
    axes.text(0, top + 0.5, "Before the first month: census margins, a start population with its past, two years of"
              " intentions lived.", fontsize=9)
    axes.text(0, top + 0.2, "After each year: counts by county become rates, intervals, charts; nothing is derived"
              " while months run.", fontsize=9)
    return figure


DRAWINGS: dict[str, Callable[[], Figure]] = {"rooms": rooms, "way_of_a_lever": way_of_a_lever, "month": month}


def _units(line: str) -> list[str]:
    return line.split()


def _says(unit: str, width: int) -> str:
    """First sentence of a folder's or file's docstring, in at most two lines."""
    path = ROOT / unit
    file = path / "__init__.py" if path.is_dir() else path
    text = str(ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))).split("\n")[0]
    return "\n".join(textwrap.wrap(text, max(width, 18), max_lines=2, placeholder=" ..."))


def _lines_of_the_month() -> list[tuple[str, str]]:
    """Processes of the month in order, with what each is."""
    return [(name.strip("_").replace("_", " "), says) for name, says in lines_of_the_month()]


def _page(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), facecolor=PAPER)
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    axes.set_xlim(-0.05, 12.05)
    axes.set_ylim(-0.1, height - 0.1)
    axes.axis("off")
    return figure, axes


def _box(axes: Axes, x: float, y: float, width: float, height: float, title: str, text: str, colour: str) -> None:
    axes.add_patch(FancyBboxPatch(
        (x, y), width, height, boxstyle="round,pad=0,rounding_size=0.06", facecolor=colour, edgecolor=INK, linewidth=0.8
    ))
    axes.text(x + 0.1, y + height - 0.08, title, fontsize=9, weight="bold", va="top")
    axes.text(x + 0.1, y + height - 0.28, text, fontsize=7.5, va="top", linespacing=1.15)
