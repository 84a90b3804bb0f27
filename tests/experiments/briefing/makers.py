"""A stored comparison whose every number is known by hand: `tests.synthetic` with births, money and places added.

Each scenario adds births of a constant number a year in the first county; each public payer pays the same every year.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.briefing.facts import Facts, facts_of
from experiments.briefing.further import FUTURES, OTHER_FUTURES
from experiments.comparison.compared import ITEMS, Comparison, write_index
from experiments.setup.files import ASSUMED, CHILD_COST, OBSERVED, TARGETS, write_beside
from sim.policy.levers.base import PAYERS
from sim.runs.draws import DrawsUsed
from sim.runs.manifest import Manifest
from sim.runs.runset import RunSet, Unfinished, prepare_run_set
from tests import synthetic

TITLES = {
    "plan": ("方案全面落实", "the plan"), "in_force": ("现行政策", "measures in force"),
    "national_only": ("仅国家与省级法规", "national law"),
}  # fmt: skip
ADDED = {"plan": 100, "in_force": 40, "national_only": 0}
"""Agents born a year above the synthetic city's, by scenario; seed s of `plan` adds s more."""
MONEY = {"plan": 600_000, "in_force": 200_000, "national_only": 100_000}
"""Yuan of the sample's agents that the county pays a year in each county."""
PLACES, ENROLLED, QUEUE = 100, 60, 55
ITEM_ADDED = {3: 30, 7: 20}
"""The same of each plan item alone; seed s of item 7 adds 40 (s - 2) more, so that its effect is not certain."""


def counts(scenario: str, seed: int, n_months: int, added: Mapping[str, int]) -> dict[str, np.ndarray]:
    """Counts of one year of a scenario."""
    made = synthetic.counts(seed, n_months)
    if n_months == 12:
        item = int(scenario.removeprefix("only_")) if scenario.startswith("only_") else 0
        more = 40 * (seed - 2) if item == 7 else seed if scenario == "plan" else 0
        made["births"][0, 28, 0, 3, 0] += (ITEM_ADDED[item] if item else added[scenario]) + more
        money = MONEY["in_force" if item else scenario]
        made["money_real"][0, :, PAYERS.index("county")] = money
        made["money_real"][0, :, PAYERS.index("central")] = money // 4
    made["nursery_places"][:, 0] = PLACES
    made["nursery_enrolled"][:, 0] = ENROLLED
    made["nursery_empty"][:, 0] = PLACES - ENROLLED
    made["nursery_queue"][:] = 0
    made["nursery_queue"][0, 0] = QUEUE
    return made


def manifest(
    scenario: str, seeds: tuple[int, ...], draws: DrawsUsed | None = None, future: str = "central"
) -> Manifest:
    """Manifest of a scenario's synthetic runs."""
    title_zh, title_en = TITLES.get(scenario, (scenario, scenario))
    described = synthetic.manifest(seeds, scenario=scenario, draws=draws)
    settings = described.settings | {"scenario": {"title_zh": title_zh, "title_en": title_en}}
    return described.model_copy(update={"settings": settings, "future": future})


def child_costs(granted: float = 1.0) -> pd.DataFrame:
    """Costs in one county: 300,000 yuan, a grant of 3,000 a birth order, as much as is granted."""
    rows = [
        {"month": "2025-12", "county_code": 330602, "residence": residence, "quintile": fifth, "birth_order": order,
         "weight": 1.0, "cost": 300_000.0, "allowance": 0.0, "grant": granted * 3_000.0 * order, "tax_saved": 0.0,
         "nursery_aid": 0.0, "net": 300_000.0 - granted * 3_000.0 * order}
        for residence in ("urban", "rural") for fifth in range(1, 6) for order in (1, 2, 3)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def targets() -> pd.DataFrame:
    """The plan's targets, of the city and held against each county."""
    areas = ["city", *map(str, synthetic.CODES)]
    told = (("places_per_1000", 4.6, np.nan), ("community_station_coverage", 0.5, 0.5),
            ("community_facility_standard", 0.6, 0.6))  # fmt: skip
    return pd.DataFrame([
        {"area_code": area, "target_of": "city", "indicator": name, "year": 2025, "target": target, "measured": 2025,
         "set_value": value, "unit": "share", "quality": "published", "source": "made"}
        for name, target, value in told for area in areas
    ])  # fmt: skip


def observed() -> pd.DataFrame:
    """Published births and marriages, one of a year that no page may show."""
    return pd.DataFrame([
        {"indicator": name, "year": year, "value": 40_000.0, "quality": "published"}
        for name in ("births", "marriages") for year in (2021, 2022, 2023)
    ])  # fmt: skip


def write_comparison(
    directory: Path, seeds: tuple[int, ...] = (1, 2, 3), added: Mapping[str, int] = ADDED,
    draws: DrawsUsed | None = None, labels: Sequence[str] = tuple(TITLES), future: str = "central",
) -> Path:
    """The synthetic comparison stored in a folder."""
    for scenario in labels:
        described = manifest(scenario, seeds, draws, future)
        run_set = prepare_run_set(directory / scenario, described)
        unfinished = Unfinished(run_set)
        for seed in seeds:
            made = {n: counts(scenario, seed, n, added) for n in set(described.months_in_year.values())}
            synthetic.add_run(unfinished, seed, {year: made[n] for year, n in described.months_in_year.items()})
        shares = pd.DataFrame(
            {"lever": ["birth_grant", "places_per_1000"], "plan_item": [3, 7], "share_assumed": [0.5, 0]}
        )
        costs = child_costs(0.0 if scenario == "national_only" else 1.0)
        write_beside(run_set.directory, {
            CHILD_COST: costs, ASSUMED: shares, TARGETS: targets(), OBSERVED: observed(),
        })  # fmt: skip
        assert RunSet.open(run_set.directory).manifest == described
    write_index(directory, labels)
    return directory


def write_briefing(directory: Path, seeds: tuple[int, ...] = (1, 2, 3), draws: DrawsUsed | None = None) -> Path:
    """The same with each plan item alone and two futures beside it: all that a briefing shows."""
    write_comparison(directory, seeds, draws=draws)
    alone = [f"only_{item}" for item in ITEM_ADDED]
    write_comparison(directory / ITEMS, seeds, draws=draws, labels=["plan", *alone, "national_only"])
    for future in OTHER_FUTURES:
        labels = ["plan", "national_only"]
        write_comparison(directory / FUTURES / future, seeds, draws=draws, labels=labels, future=future)
    return directory


def facts(
    directory: Path, seeds: tuple[int, ...] = (1, 2, 3), added: Mapping[str, int] = ADDED,
    draws: DrawsUsed | None = None,
) -> Facts:
    """Facts of a synthetic comparison."""
    return facts_of(Comparison.open(write_comparison(directory, seeds, added, draws)))
