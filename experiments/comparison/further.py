"""Further runs that a split needs: other start populations, and rival birth rules; kept in the comparison's folder.

    split/starts/K/LABEL    the first draws, with two seeds each, in start population K, of the scenario asked about and
                            of the base
    split/rules/RULE/LABEL    each birth rule at the declared parameters, with the first seeds
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from experiments.comparison.compared import INDEX, Comparison, write_index
from sim.runs.draws import Draws
from sim.settings import BirthRule, RunSettings

if TYPE_CHECKING:
    from sim.runs.runner import Planned, Progress

FOLDER, STARTS, RULES = "split", "starts", "rules"
N_STARTS, DRAWS_A_START = 6, 3
"""Other start populations, and the draws that are run in each of them, twice."""
FIRST_START = 101
"""Seed of the first of them: no run of a comparison has it unasked."""
SEEDS_A_RULE = 8


def n_further_months(main: RunSettings) -> int:
    """Months that the further runs simulate."""
    from sim.runs.runner import n_months  # loads the simulation, which reports need not

    n_runs = 2 * N_STARTS * DRAWS_A_START + len(get_args(BirthRule)) * SEEDS_A_RULE
    return 2 * n_runs * n_months(main)


def run_further(
    main: RunSettings, base: str, out: Path, draws: Draws, workers: int | None, progress: "Progress | None"
) -> None:
    """Run what is missing of the further runs. main, draws : of the comparison      base : the scenario held against"""
    starts = {
        str(seed): main.model_copy(update={"population_seed": seed})
        for seed in range(FIRST_START, FIRST_START + N_STARTS)
    }
    rules = {str(rule): main.model_copy(update={"birth_rule": rule}) for rule in get_args(BirthRule)}
    seeds = [turn * len(draws) + draw for turn in (0, 1) for draw in range(1, DRAWS_A_START + 1)]
    _run(starts, base, out / FOLDER / STARTS, seeds, draws, workers, progress)
    _run(rules, base, out / FOLDER / RULES, range(1, SEEDS_A_RULE + 1), None, workers, progress)


def _run(
    settings: dict[str, RunSettings], base: str, folder: Path, seeds: Sequence[int], draws: Draws | None,
    workers: int | None, progress: "Progress | None",
) -> None:
    from experiments.comparison.making import plan  # as above
    from sim.runs.runner import run_sets

    planned: dict[str, dict[str, Planned]] = {
        name: plan(one, [base], folder / name, seeds, draws) for name, one in settings.items()
    }
    run_sets([one for of_name in planned.values() for one in of_name.values()], seeds, workers, progress, draws)
    for name, of_name in planned.items():
        write_index(folder / name, of_name)


def further(directory: Path, kind: str) -> Iterator[tuple[str, Comparison]]:
    """Stored further comparisons of a folder, by name. kind : `STARTS` or `RULES`"""
    folder = directory / FOLDER / kind
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if os.path.isfile(folder / name / INDEX):
            yield name, Comparison.open(folder / name)
