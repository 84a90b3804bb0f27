"""Writes the sensitivity of a sweep: tables, figures in Chinese and English, and the lines that a terminal shows."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.charts.style import save
from experiments.sensitivity.figures import draw_bars, draw_tornado
from experiments.sensitivity.heatmap import draw_heatmap
from experiments.sensitivity.indices import EFFECT, STANDARDISED, indices, linear_share, without_numbers
from experiments.sensitivity.naming import IndexData
from experiments.sensitivity.outputs import Analysed, Output, analysed
from experiments.sensitivity.plane import draw_plane
from experiments.sensitivity.response import draw_response
from experiments.wording.languages import LANGUAGES
from sim.errors import UserError
from sim.runs.sweepset import SweepSet
from sim.writing import make_folder, write_csv

FOLDER, HEATMAP = "sensitivity", "heatmap"
FIGURES: dict[str, tuple[Callable[[IndexData, str], Figure], Callable[[IndexData], bool]]] = {
    "indices": (draw_bars, lambda data: not data.has("swing")),
    "tornado": (draw_tornado, lambda data: data.has(EFFECT) or data.has("swing")),
    "plane": (draw_plane, lambda data: data.has("sigma")),
    "response": (draw_response, lambda data: data.has(EFFECT)),
}
"""Figures of an output by kind, and whether its design gives them."""
RANKED_BY = {"sobol": "total_order", "fast": "total_order", "morris": "mu_star", "one_at_a_time": "swing"}
"""Measure by which factors are ranked, by method of the design; of other methods the standardised coefficient."""


def ranked_by(found: Analysed) -> str:
    """Measure by which the factors of a study are ranked."""
    return RANKED_BY.get(found.study.design.method, STANDARDISED)


def write_sensitivity(directory: str | Path) -> str:
    """Text of the report, after writing indices.csv and figures into the folder `sensitivity` of the sweep."""
    sweep = SweepSet.open(directory)
    found, table = analysed_alone(sweep)
    folder = sweep.directory / FOLDER
    make_folder(folder)
    write_csv(folder / "indices.csv", table)
    told = [_told(found, table, output, sweep) for output in found.outputs]
    files = [file for data in told for file in _figures(data, data.output.target.name, _kinds(data), folder)]
    if len(told) > 1:
        files += _figures(told, "outputs", {HEATMAP: draw_heatmap}, folder)
    for kind in (*FIGURES, HEATMAP):  # of outputs that the study has no longer
        for old in set(folder.glob(f"{kind}_*")) - set(files):
            old.unlink()
    lines = [line for output in found.outputs for line in _printed(table, output.target.name, found)]
    lines += [f"{name}: left out, since it {why}" for name, why in found.left_out.items()]
    lines += [f"{name}: {why}; these points are left out" for name, why in found.notes.items()]
    return "\n".join([*lines, f"indices.csv and {len(files)} figures in {folder}."])


def analysed_alone(sweep: SweepSet) -> tuple[Analysed, pd.DataFrame]:
    """What is analysed and its indices; outputs whose indices are no numbers are left out, with the reason."""
    found = analysed(sweep)
    table = indices(found)
    lost = dict.fromkeys(without_numbers(table), "differs at too few points of the design to be explained")
    if len(lost) == len(found.outputs):
        raise UserError("; ".join(f"{name} {why}" for name, why in ({**found.left_out, **lost}).items()))
    kept = tuple(output for output in found.outputs if output.target.name not in lost)
    return found._replace(outputs=kept, left_out={**found.left_out, **lost}), table[~table["output"].isin(lost)]


def _told(found: Analysed, table: pd.DataFrame, output: Output, sweep: SweepSet) -> IndexData:
    """What the figures of an output are told."""
    own = table[table["output"] == output.target.name]
    share = linear_share(found.places[output.kept], output.values)
    return IndexData(found, output, own, sweep.manifest, ranked_by(found), share)


def _kinds(data: IndexData) -> dict[str, Callable[[IndexData, str], Figure]]:
    """Figures that the design of an output gives, by kind."""
    return {kind: draw for kind, (draw, applies) in FIGURES.items() if applies(data)}


def _figures[T](data: T, name: str, kinds: Mapping[str, Callable[[T, str], Figure]], folder: Path) -> list[Path]:
    """Files of figures of each kind in both languages."""
    return [
        file for language in LANGUAGES for kind, draw in kinds.items()
        for file in save(draw(data, language), folder / f"{kind}_{name}_{language}")
    ]  # fmt: skip


def _printed(table: pd.DataFrame, name: str, found: Analysed) -> list[str]:
    """One line a factor, the largest first."""
    measures = [m for m in table[table["output"] == name]["measure"].unique() if m != EFFECT]
    own = {m: table[(table["output"] == name) & (table["measure"] == m)].set_index("factor") for m in measures}
    ranked = own[ranked_by(found)]
    order = ranked["estimate"].abs().sort_values(ascending=False).index
    lines = [f"{name}: {found.study.design.method}, {ranked['n_points'].iloc[0]:,} points"]
    lines.append(f"  {'factor':<28}" + "".join(f"{m.replace('_', ' '):>30}" for m in measures) + "  verdict")
    for factor in order:
        cells = [own[m].loc[factor] for m in measures]
        numbers = [[_short(cell[name]) for name in ("estimate", "lower", "upper")] for cell in cells]
        texts = "".join(f"{estimate:>11} [{lower:>7}, {upper:>7}]" for estimate, lower, upper in numbers)
        lines.append(f"  {factor:<28}{texts}  {ranked.loc[factor, 'verdict']}")
    floors = ", ".join(f"{m.replace('_', ' ')} {_short(own[m]['noise_floor'].iloc[0])}" for m in measures)
    return [*lines, f"  noise floor: {floors}; in brackets 95 % intervals", ""]


def _short(value: float) -> str:
    """A number in three digits; large ones whole."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
