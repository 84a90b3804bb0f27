"""Writes the sensitivity of a sweep: tables, figures in Chinese and English, and the lines that a terminal shows."""

from pathlib import Path

import pandas as pd

from experiments.charts.style import save
from experiments.sensitivity.figures import IndexData, draw_bars, draw_tornado
from experiments.sensitivity.indices import EFFECT, STANDARDISED, indices, linear_share
from experiments.sensitivity.outputs import Analysed, analysed
from experiments.wording.languages import LANGUAGES
from sim.runs.sweepset import SweepSet

FOLDER = "sensitivity"
RANKED_BY = {"sobol": "total_order", "morris": "mu_star", "grid": STANDARDISED, "latin_hypercube": STANDARDISED}
"""Measure by which factors are ranked, by method of the design."""


def write_sensitivity(directory: str | Path) -> str:
    """Text of the report, after writing indices.csv and figures into the folder `sensitivity` of the sweep."""
    sweep = SweepSet.open(directory)
    found = analysed(sweep)
    table = indices(found)
    folder = sweep.directory / FOLDER
    folder.mkdir(exist_ok=True)
    table.to_csv(folder / "indices.csv", index=False)
    files = [file for target in found.study.targets for file in _figures(found, table, target.name, sweep, folder)]
    lines = [line for output in found.outputs for line in _printed(table, output.target.name, found)]
    return "\n".join([*lines, f"indices.csv and {len(files)} figures in {folder}."])


def _figures(found: Analysed, table: pd.DataFrame, name: str, sweep: SweepSet, folder: Path) -> list[Path]:
    """Bars of indices and the tornado of linear effects for one output."""
    output = next(o for o in found.outputs if o.target.name == name)
    data = IndexData(
        found, output, table[table["output"] == name], sweep.manifest, RANKED_BY[found.study.design.method],
        linear_share(found.places, output.values),
    )  # fmt: skip
    files = []
    for language in LANGUAGES:
        files += save(draw_bars(data, language), folder / f"indices_{name}_{language}")
        files += save(draw_tornado(data, language), folder / f"tornado_{name}_{language}")
    return files


def _printed(table: pd.DataFrame, name: str, found: Analysed) -> list[str]:
    """One line a factor, the largest first."""
    measures = [m for m in table[table["output"] == name]["measure"].unique() if m != EFFECT]
    own = {m: table[(table["output"] == name) & (table["measure"] == m)].set_index("factor") for m in measures}
    ranked = own[RANKED_BY[found.study.design.method]]
    order = ranked["estimate"].abs().sort_values(ascending=False).index
    lines = [f"{name}: {found.study.design.method}, {ranked['n_points'].iloc[0]:,} points"]
    lines.append(f"  {'factor':<28}" + "".join(f"{m.replace('_', ' '):>30}" for m in measures) + "  above noise")
    for factor in order:
        cells = [own[m].loc[factor] for m in measures]
        texts = "".join(f"{c['estimate']:>11.3g} [{c['lower']:>7.3g}, {c['upper']:>7.3g}]" for c in cells)
        lines.append(f"  {factor:<28}{texts}  {'yes' if ranked.loc[factor, 'above_noise'] else 'no'}")
    floors = ", ".join(f"{m.replace('_', ' ')} {own[m]['noise_floor'].iloc[0]:.3g}" for m in measures)
    return [*lines, f"  noise floor: {floors}; in brackets 95 % bootstrap intervals", ""]
