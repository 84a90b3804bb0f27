"""All runs that the briefing needs, in one folder: `fertsim run --set-of briefing`.

The comparison of `plan` with `in_force` and `national_only`, as `make run` makes it; beside it, at fewer draws, each
plan item alone and the plan in the futures low and high (`experiments.briefing.further`). What is stored is taken, so
that the folder of a comparison is only added to. Called by `experiments.commands.runs`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.briefing.further import FUTURES, ONLY, OTHER_FUTURES
from experiments.comparison.compared import ITEMS, Comparison
from experiments.comparison.further import n_further_months, run_further
from experiments.comparison.making import check_folder, run_comparison
from experiments.setup.assumed import assumed_table
from experiments.setup.draws import REPEATED
from sim.places.pack import load_pack
from sim.policy.paths import BASE, PLAN, compile_paths
from sim.runs.draws import Draws
from sim.runs.runner import Progress, n_months
from sim.settings import RunSettings

IN_FORCE = "in_force"
FEW_DRAWS = 30
"""Draws of the runs beside the comparison: enough for quantiles, and a third of the time of all draws."""


class Set(NamedTuple):
    """One comparison of the set: folder, settings of the scenario asked about, the others, seeds, draws."""

    folder: Path
    settings: RunSettings
    against: tuple[str, ...]
    seeds: Sequence[int]
    draws: Draws | None

    @property
    def n_runs(self) -> int:
        """Runs of all its scenarios."""
        return len(self.seeds) * (1 + len(self.against))


def sets_of(settings: RunSettings, seeds: Sequence[int], draws: Draws | None, out: Path) -> list[Set]:
    """The comparisons that the briefing reads, that of the pages first.

    settings : of the plan in the future asked about      seeds, draws : of the comparison of the pages
    """
    few_seeds, few = fewer(seeds, draws)
    alone = tuple(f"{ONLY}{item}" for item in moved_items(settings))
    return [
        Set(out, settings, (IN_FORCE, BASE), seeds, draws),
        Set(out / ITEMS, settings, (*alone, BASE), few_seeds, few),
        *(Set(out / FUTURES / name, settings.model_copy(update={"future": name}), (BASE,), few_seeds, few)
          for name in OTHER_FUTURES),
    ]  # fmt: skip


def moved_items(settings: RunSettings) -> list[int]:
    """Plan items of which the plan moves a lever away from the base in the months of the runs."""
    pack, months = load_pack(settings.place), (settings.start_month, settings.end_month)
    moved = assumed_table(compile_paths(settings.scenario, pack, *months), compile_paths(BASE, pack, *months))
    return sorted({int(item) for item in moved["plan_item"] if item})


def fewer(seeds: Sequence[int], draws: Draws | None) -> tuple[Sequence[int], Draws | None]:
    """Seeds and draws of the runs beside the comparison: at most `FEW_DRAWS` draws, half of them run again."""
    if draws is None:
        return seeds, None
    n_draws = min(FEW_DRAWS, len(seeds), len(draws))
    return range(1, n_draws + n_draws // REPEATED + 1), draws.first(n_draws)


def months_of(sets: Sequence[Set], split: bool) -> int:
    """Months that all runs simulate where nothing is stored."""
    own = sum(n_months(one.settings) * one.n_runs for one in sets)
    return own + (n_further_months(sets[0].settings) if split and sets[0].draws is not None else 0)


def run_set_of_briefing(
    sets: Sequence[Set], split: bool, workers: int | None, progress: Progress
) -> list[Comparison]:
    """Run what is missing of each comparison in turn. split : also other start populations and birth rules"""
    for one in sets[1:]:
        check_folder(one.folder, [PLAN, *one.against])
    made = []
    for k, one in enumerate(sets):
        settings, against, seeds, draws = one.settings, one.against, one.seeds, one.draws
        made.append(run_comparison(settings, against, seeds, one.folder, None, workers, progress, draws))
        if k == 0 and split and one.draws is not None:
            run_further(one.settings, BASE, one.folder, one.draws, workers, progress)
    return made


def further_report(sets: Sequence[Set]) -> str:
    """What stands beside the comparison, and what to do with it."""
    beside = "; ".join(f"{one.folder} ({one.n_runs} runs)" for one in sets[1:])
    return f"Beside it: {beside}. `fertsim brief {sets[0].folder} --lang zh` (or en) makes the briefing of all of it."
