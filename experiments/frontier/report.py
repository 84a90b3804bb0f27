"""Writes the frontier of a sweep: tables, figures in Chinese and English, and the lines that a terminal shows.

    frontier.csv    every mix of the frontier: value of each lever, emulated births and money a year with intervals
    mixes.csv       the mixes that were run: the same, and births, money and yuan a birth of the real runs
    runs/           the real runs, a sweep's folder
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.charts.style import save
from experiments.frontier import checked, mixes
from experiments.frontier.figures import FrontierData, draw_frontier
from experiments.frontier.mixes import HeldOut, Mixes
from experiments.sensitivity.outputs import Analysed, Output, analysed
from experiments.study.again import study_again
from experiments.study.reader import ReadStudy
from experiments.study.schema import Factor
from experiments.wording.languages import LANGUAGES
from sim.errors import UserError
from sim.measures.intervals import STATISTICS, Named, bounds, named, ratio_bounds
from sim.population.columns import Array
from sim.runs.sweepset import SweepSet
from sim.writing import make_folder, write_csv

EMULATED = 1.96
"""Standard deviations of an emulator's 95 % interval."""
RUNS = "runs"


class Fitted(NamedTuple):
    """What is known before anything is run."""

    found: Analysed
    levers: tuple[Factor, ...]
    outputs: dict[str, Output]
    errors: dict[str, HeldOut]
    cloud: Mixes
    front: Mixes
    chosen: Mixes


def fitted(sweep: SweepSet, n_best: int, births: str, money: str) -> Fitted:
    """Emulators of a complete sweep, their error, the frontier and the mixes to be run."""
    found = analysed(sweep)
    levers = mixes.levers_of(found)
    outputs = {"births": mixes.output_of(found, births, "--births"), "money": mixes.output_of(found, money, "--money")}
    places = found.places[:, :-1]
    errors = {name: mixes.held_out(places, output.values) for name, output in outputs.items()}
    emulators = {name: mixes.emulator_of(places, output.values) for name, output in outputs.items()}
    cloud = mixes.tried(emulators["births"], emulators["money"], len(levers))
    front = cloud.of(mixes.frontier(cloud.births, cloud.money))
    chosen = mixes.with_few_levers(front.of(mixes.best(front, n_best)), emulators["births"], emulators["money"])
    return Fitted(found, levers, outputs, errors, cloud, front, chosen)


def write_frontier(
    directory: str | Path, out: Path, n_best: int, n_seeds: int, workers: int, births: str, money: str,
    read: ReadStudy | None = None, progress: Callable[[int, int], None] = lambda ended, failed: None,
) -> str:
    """Text of the report, after running the best mixes and writing tables and figures into the folder `out`."""
    sweep = SweepSet.open(directory)
    if n_best < 1 or n_seeds < 2:
        raise UserError("--best, --seeds: give 1 mix or more, and 2 seeds or more, without which there is no interval")
    if out.resolve() == sweep.directory.resolve():
        raise UserError(f"--out: {out} is the sweep's own folder; name another")
    fit = fitted(sweep, n_best, births, money)
    read = study_again(sweep) if read is None else read
    seeds = checked.fresh_seeds(sweep.design(), n_seeds, read.study.seeds)
    plan = checked.plan_of_mixes(read, fit.levers, fit.chosen.places, seeds)
    stored = checked.run_mixes(plan, out / RUNS, workers, progress)
    n_draws = 0 if read.draws is None else len({read.draws.number(seed) for seed in seeds})
    real = checked.added(stored, fit.outputs)
    table = mixes_table(fit, real, n_draws)
    make_folder(out)
    write_csv(out / "frontier.csv", frontier_table(fit.front, fit.levers))
    write_csv(out / "mixes.csv", table)
    data = FrontierData(fit.found, sweep.manifest, fit.cloud, fit.front, table, fit.outputs, named(n_draws, True))
    files = []
    for language in LANGUAGES:
        files += save(draw_frontier(data, language), out / f"frontier_{language}")
    lines = printed(fit, table, named(n_draws, paired=True), n_seeds)
    return "\n".join([*lines, f"frontier.csv, mixes.csv and {len(files)} figures in {out}."])


def frontier_table(front: Mixes, levers: tuple[Factor, ...]) -> pd.DataFrame:
    """A row a mix of the frontier, the cheapest first."""
    emulated: dict[str, Array] = {}
    for name, mean, variance in (("births", front.births, front.births_variance),
                                 ("money", front.money, front.money_variance)):
        half = EMULATED * np.sqrt(variance)
        emulated |= {f"{name}_emulated": mean, f"{name}_emulated_lower": mean - half,
                     f"{name}_emulated_upper": mean + half}
    values = {factor.name: [factor.at(float(place)) for place in front.places[:, k]] for k, factor in enumerate(levers)}
    return pd.DataFrame({**emulated, **values})


def mixes_table(fit: Fitted, real: Mapping[str, Array], n_draws: int) -> pd.DataFrame:
    """A row a mix that was run: emulated and real births and money a year, yuan a birth, values of the levers."""
    table = frontier_table(fit.chosen, fit.levers)
    made: dict[str, Any] = {}
    for name, values in real.items():
        made |= {f"{name}_{what}": one for what, one in zip(STATISTICS, bounds(values, n_draws), strict=True)}
    pairs = zip(real["births"].T, real["money"].T, strict=True)
    ratios = np.array([ratio_bounds(money, births, n_draws) for births, money in pairs])
    made |= {f"yuan_a_birth_{what}": ratios[:, k] for k, what in enumerate(STATISTICS)}
    made["beaten_by"] = beaten_by(made["births_mean"], made["money_mean"])
    numbers = pd.DataFrame({"mix": np.arange(1, len(table) + 1), **made, "interval": named(n_draws, paired=True).name})
    return pd.concat([numbers, table], axis=1)


def beaten_by(births: Array, money: Array) -> list[str]:
    """Of each mix those that in real runs have as many births for less, or more for as much, in their means."""
    found = []
    for mine, yuan in zip(births, money, strict=True):
        better = (births >= mine) & (money <= yuan) & ((births > mine) | (money < yuan))
        found.append(" ".join(str(k + 1) for k in np.flatnonzero(better)))
    return found


def printed(fit: Fitted, table: pd.DataFrame, which: Named, n_seeds: int) -> list[str]:
    """What an analyst reads: the emulators' error, the mixes, how far the real runs bear the emulator out."""
    births, money = fit.errors["births"], fit.errors["money"]
    share = [f"{one.explained:.0%}".replace("%", " %") for one in (births, money)]
    lines = [
        f"{fit.found.name}: {len(fit.levers)} levers, {len(fit.found.places):,} points, what they add to"
        f" {fit.found.study.against}, a year",
        f"Error of the emulator at points held out ({mixes.FOLDS} folds): births {births.error:,.0f} ({share[0]} of"
        f" the variance explained; chance of a point {births.chance:,.0f}), money {money.error / 1e6:,.1f} million yuan"
        f" ({share[1]}; {money.chance / 1e6:,.1f}).",
        f"{len(fit.cloud.births):,} mixes tried, {len(fit.front.births):,} on the frontier; {len(table)} run with"
        f" {n_seeds} seeds.", "",
        f"{'mix':>4}{'births emulated':>26}{'births real':>26}{'million yuan emulated':>28}{'million yuan real':>28}"
        f"{'yuan a birth':>14}  beaten by",
    ]
    for row in table.itertuples():
        births_of = [_cell(row, f"births_{what}", 1) for what in ("emulated", "mean")]
        money_of = [_cell(row, f"money_{what}", 1e6) for what in ("emulated", "mean")]
        lines.append(f"{row.mix:>4}{births_of[0]:>26}{births_of[1]:>26}{money_of[0]:>28}{money_of[1]:>28}"
                     f"{row.yuan_a_birth_mean:>14,.0f}  {row.beaten_by or '-'}")  # fmt: skip
    lines += ["", *(_levers_of(table, fit.levers)), "", agreement(table)]
    return [*lines, which.meaning, "Emulated: expectation of a run and its 95 % interval by the emulator alone."]


def _cell(row: object, name: str, scale: float) -> str:
    stem = name.removesuffix("_mean")
    mean, lower, upper = (getattr(row, one) / scale for one in (name, f"{stem}_lower", f"{stem}_upper"))
    return f"{mean:,.0f} ({lower:,.0f} to {upper:,.0f})"


def _levers_of(table: pd.DataFrame, levers: tuple[Factor, ...]) -> list[str]:
    """A line a lever, a column a mix."""
    head = f"  {'lever':<36}" + "".join(f"{f'mix {mix}':>10}" for mix in table["mix"])
    return [head, *(f"  {factor.name:<36}" + "".join(f"{value:>10.3g}" for value in table[factor.name])
                    for factor in levers)]  # fmt: skip


def agreement(table: pd.DataFrame) -> str:
    """One sentence: in how many mixes the real interval meets the emulated one, and what is missed in the mean."""
    meets = ((table["births_lower"] <= table["births_emulated_upper"])
             & (table["births_emulated_lower"] <= table["births_upper"])).sum()
    missed = (table["births_mean"] - table["births_emulated"]).mean()
    return (
        f"Intervals of births meet in {meets} of {len(table)} mixes; real runs have {abs(missed):,.0f} births a year"
        f" {'fewer' if missed < 0 else 'more'} than emulated in the mean."
    )
