"""Figures as a table on the terminal and as a file."""

import argparse
import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.writing import write_text
from tests.bench.turns import Line

TITLE = 58
HEADER = f"{'work':<{TITLE}} {'other':>10} {'this':>10} {'ratio':>6}  single turns"


def as_text(line: Line) -> str:
    """One line of the table."""
    other, this = ("" if median is None else number(median) for median in line.medians)
    title = f"{line.title} [{line.unit}]"
    turns = " ".join(f"{ratio:.2f}" for ratio in line.ratios)
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    return f"{title:<{TITLE}} {other:>10} {this:>10} {ratio:>6}  {turns}".rstrip()


def number(value: float) -> str:
    """A figure with as many digits as it is worth: three, and whole from 100 on."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}"


def file_of_figures(text: str) -> Path:
    """Path of a file for figures, from the command line."""
    if (path := Path(text)).suffix not in (".json", ".csv"):
        raise argparse.ArgumentTypeError(f"{text} ends neither in .json nor in .csv")
    return path


def said(path: Path) -> str:
    """The last line, where figures were kept."""
    return f"kept in {path}"


def written(path: Path, about: Mapping[str, str], lines: Sequence[Line], failed: Mapping[str, str]) -> None:
    """Write figures with every turn; JSON also has what the machine was and what failed."""
    rows = [row(line) for line in lines]
    if path.suffix == ".json":
        found = {"about": dict(about), "figures": rows, "failed": dict(failed)}
        write_text(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["figure", "title", "unit", "other", "this", "ratio", "other_turns", "this_turns"])
    for one in rows:
        turns = (" ".join(map(str, one[side])) for side in ("other_turns", "this_turns"))
        writer.writerow([*(one[name] for name in ("figure", "title", "unit", "other", "this", "ratio")), *turns])
    write_text(path, text.getvalue())


def row(line: Line) -> dict[str, Any]:
    """A line as plain values: medians, their ratio, and each turn."""
    other, this = line.medians
    return {
        "figure": line.name, "title": line.title, "unit": line.unit, "other": other, "this": this, "ratio": line.ratio,
        "other_turns": list(line.other), "this_turns": list(line.this),
    }
