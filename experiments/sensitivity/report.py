"""Writes the sensitivity of a sweep: tables, figures in Chinese and English, and the lines that a terminal shows."""

from pathlib import Path

import pandas as pd

from experiments.charts.style import save
from experiments.sensitivity.figures import IndexData, draw_bars, draw_tornado
from experiments.sensitivity.indices import EFFECT, STANDARDISED, indices, linear_share, without_numbers
from experiments.sensitivity.outputs import Analysed, Output, analysed
from experiments.wording.languages import LANGUAGES
from sim.errors import UserError
from sim.runs.sweepset import SweepSet
from sim.writing import make_folder, write_csv

FOLDER, KINDS = "sensitivity", ("indices", "tornado")
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
    files = [file for output in found.outputs for file in _figures(found, table, output, sweep, folder)]
    for kind in KINDS:  # of outputs that the study has no longer
        for old in set(folder.glob(f"{kind}_*")) - set(files):
            old.unlink()
    lines = [line for output in found.outputs for line in _printed(table, output.target.name, found)]
    lines += [f"{name}: left out, since it {why}" for name, why in found.left_out.items()]
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


def _figures(found: Analysed, table: pd.DataFrame, output: Output, sweep: SweepSet, folder: Path) -> list[Path]:
    """Bars of indices and the tornado of linear effects for one output."""
    name = output.target.name
    data = IndexData(
        found, output, table[table["output"] == name], sweep.manifest, ranked_by(found),
        linear_share(found.places, output.values),
    )  # fmt: skip
    files = []
    for language in LANGUAGES:
        for kind, draw in zip(KINDS, (draw_bars, draw_tornado), strict=True):
            files += save(draw(data, language), folder / f"{kind}_{name}_{language}")
    return files


def _printed(table: pd.DataFrame, name: str, found: Analysed) -> list[str]:
    """One line a factor, the largest first."""
    measures = [m for m in table[table["output"] == name]["measure"].unique() if m != EFFECT]
    own = {m: table[(table["output"] == name) & (table["measure"] == m)].set_index("factor") for m in measures}
    ranked = own[ranked_by(found)]
    order = ranked["estimate"].abs().sort_values(ascending=False).index
    lines = [f"{name}: {found.study.design.method}, {ranked['n_points'].iloc[0]:,} points"]
    lines.append(f"  {'factor':<28}" + "".join(f"{m.replace('_', ' '):>30}" for m in measures) + "  above noise")
    for factor in order:
        cells = [own[m].loc[factor] for m in measures]
        texts = "".join(f"{c['estimate']:>11.3g} [{c['lower']:>7.3g}, {c['upper']:>7.3g}]" for c in cells)
        lines.append(f"  {factor:<28}{texts}  {'yes' if ranked.loc[factor, 'above_noise'] else 'no'}")
    floors = ", ".join(f"{m.replace('_', ' ')} {own[m]['noise_floor'].iloc[0]:.3g}" for m in measures)
    return [*lines, f"  noise floor: {floors}; in brackets 95 % bootstrap intervals", ""]
