"""Writes a box: one sentence, and in the sweep's folder `discovery` the tables.

    box.csv           where, factor, lower, upper, range_lower, range_upper, quasi_p, coverage, density
    trajectory.csv    coverage, density, mass and number of sides of every box that was peeled
"""

from pathlib import Path

import pandas as pd

from experiments.discovery.boxes import LEVEL, Box, find_box
from experiments.discovery.cases import Cases, cases_of
from experiments.study.reader import ReadStudy
from sim.runs.sweepset import SweepSet
from sim.writing import make_folder, write_csv

FOLDER = "discovery"


def write_discovery(directory: str | Path, where: str, read: ReadStudy | None = None) -> str:
    """Text of the report, after writing its tables."""
    sweep = SweepSet.open(directory)
    cases = cases_of(sweep, where, read)
    box = find_box(cases.varied, cases.holds)
    folder = sweep.directory / FOLDER
    make_folder(folder)
    write_csv(folder / "box.csv", box_table(cases, box))
    write_csv(folder / "trajectory.csv", box.trajectory)
    note = (
        f"Chosen of {len(box.trajectory)} boxes peeled from {cases.varied.shape[1]} factors and drawn parameters;"
        f" a side is kept where its quasi-p-value is below {LEVEL:g} / {cases.varied.shape[1]}."
    )
    return "\n".join([sentence(cases, box), note, f"box.csv and trajectory.csv in {folder}."])


def box_table(cases: Cases, box: Box) -> pd.DataFrame:
    """A row a side of the box."""
    rows = [
        {"where": _asked(cases), "factor": name, "lower": lower, "upper": upper,
         "range_lower": cases.varied[name].min(), "range_upper": cases.varied[name].max(),
         "quasi_p": box.quasi_p[name], "coverage": box.coverage, "density": box.density}
        for name, (lower, upper) in box.sides.items()
    ]  # fmt: skip
    columns = ["where", "factor", "lower", "upper", "range_lower", "range_upper", "quasi_p", "coverage", "density"]
    return pd.DataFrame(rows, columns=columns)


def sentence(cases: Cases, box: Box) -> str:
    """The box in one sentence, with coverage, density and quasi-p-values."""
    n_holds, n_runs = int(cases.holds.sum()), len(cases.holds)
    if not box.sides:
        return (f"{_asked(cases)} holds in {n_holds} of {n_runs} runs, and nothing that varies between them tells these"
                " runs from the others.")  # fmt: skip
    sides = [_side(cases, name, *limits) + f" (quasi-p {box.quasi_p[name]:.2g})" for name, limits in box.sides.items()]
    said = (
        f"{_asked(cases)} mostly where {' and '.join(sides)}: this box holds {box.n_hits} of the {n_holds} such runs"
        f" (coverage {box.coverage:.0%}), and {box.n_hits} of the {box.n_inside} runs in it are such (density"
        f" {box.density:.0%}, against {n_holds / n_runs:.0%} of all {n_runs})."
    )
    return said.replace("%", " %").replace("  %", " %")


def _asked(cases: Cases) -> str:
    """The condition in words: output, years, what it is compared with, bound."""
    condition, against = cases.condition, cases.read.study.against
    bound = f"{condition.bound(cases.values):.6g}"
    bound += f" (its {condition.number:g} % quantile)" if condition.share else ""
    other = f" over {Path(against).stem}" if against else ""
    return f"{cases.target.name}{other} {condition.sign} {bound}"


def _side(cases: Cases, name: str, lower: float, upper: float) -> str:
    """A side in words: at least, at most, or between."""
    low, high = lower > cases.varied[name].min(), upper < cases.varied[name].max()
    if low and high:
        return f"{name} is {lower:.4g} to {upper:.4g}"
    return f"{name} is {f'{lower:.4g} or more' if low else f'{upper:.4g} or less'}"
