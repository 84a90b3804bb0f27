"""Runs of an attribution: a scenario with those of its plan items that a seed's orders ask for, as one sweep.

Each seed runs the base, everything, each item alone, everything but each, and what stands on the way of its two orders
(`sim.measures.attribution.orders_of`): about four runs an item. A seed brings its parameter draw with it.
"""

from collections.abc import Sequence
from typing import Any

from experiments.setup.assumed import assumed_table
from sim.errors import UserError
from sim.measures.attribution import Subset, alone_and_all_but, orders_of, subsets_on
from sim.measures.models import MODELS
from sim.places.pack import load_pack
from sim.policy.paths import BASE, compile_paths
from sim.policy.scenario import OF_ITEMS, scenario_names
from sim.runs.draws import Draws
from sim.runs.plan import Plan, PlannedRun
from sim.settings import RunSettings

FUNDING = 0
"""Plan item under which levers of funding are declared: no measure, and never among the items."""
ITEMS, SCENARIO, N_DRAWS, DRAWN, ASSUMED = "items", "scenario", "n_draws", "drawn", "assumed"
"""Entries of a sweep's study that make it an attribution; `drawn` are the draws' parameters, a value a seed, `assumed`
the share of what each item moves that rests on assumed rows."""


def items_moved(settings: RunSettings) -> dict[int, float]:
    """Plan items of which the scenario moves a lever away from the base; `UserError` where none is moved.

    returns: of each the share of its moved levers' values that rests on assumed rows, the mean over these levers
    """
    if settings.scenario not in scenario_names():
        raise UserError(
            f"--scenario: {settings.scenario} cannot be taken apart by plan items; allowed are"
            f" {', '.join(scenario_names())}"
        )
    pack, months = load_pack(settings.place), (settings.start_month, settings.end_month)
    moved = assumed_table(compile_paths(settings.scenario, pack, *months), compile_paths(BASE, pack, *months))
    assumed = moved[moved["plan_item"] != FUNDING].groupby("plan_item")["share_assumed"].mean()
    if assumed.empty:
        raise UserError(f"--scenario: {settings.scenario} moves no lever away from {BASE}; there is nothing to tell")
    return {int(item): float(share) for item, share in assumed.items()}


def named(whole: str, items: Subset) -> str:
    """The scenario with these plan items alone; the base where there are none."""
    return f"{whole}{OF_ITEMS}{','.join(map(str, sorted(items)))}" if items else BASE


def subsets_of_seed(items: Sequence[int], seed: int) -> list[Subset]:
    """Everything that a seed runs, each once."""
    return list(dict.fromkeys([*subsets_on(orders_of(items, seed)), *alone_and_all_but(items)]))


def plan_of(settings: RunSettings, seeds: Sequence[int], draws: Draws | None) -> Plan:
    """All runs of an attribution of the settings' scenario; the point of a run is the sum of 2^place of its items."""
    assumed = items_moved(settings)
    items = tuple(assumed)
    runs: list[PlannedRun] = []
    for seed in seeds:
        parameters = {} if draws is None else draws.of_seed(seed)
        for held in subsets_of_seed(items, seed):
            point = sum(1 << place for place, item in enumerate(items) if item in held)
            runs.append(PlannedRun(
                len(runs), point, seed, named(settings.scenario, held), settings.future, parameters=parameters,
            ))  # fmt: skip
    study: dict[str, Any] = {ITEMS: list(items), SCENARIO: settings.scenario, N_DRAWS: 0,
                             ASSUMED: list(assumed.values())}
    if draws is not None:
        drawn = [draws.of_seed(seed) for seed in seeds]
        study |= {DRAWN: {name: [values[name] for values in drawn] for name in draws.names}}
        study |= {N_DRAWS: len({draws.number(seed) for seed in seeds}), "draws": draws.about.model_dump(mode="json")}
    return Plan(settings, tuple(runs), MODELS["measures"], {"name": f"attribution of {settings.scenario}", **study})
