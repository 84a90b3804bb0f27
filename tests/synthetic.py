"""A run set whose every rate is known by hand: a city that never changes, without running the model.

Each county has 100 women and 100 men of every age from 0 to 100. In a whole year each county counts, of 100 women
at each age from 20 to 39, 5 first and 3 second births (all in senior secondary schooling), 4 first weddings, and
1 death of each sex at every age. Seed `s` adds `s` first births in the first county at age 30. In each county the
county pays 1,000 yuan, the nation 2,000 and employers 500 a year; of 30 nursery places 18 are taken, 2 children queue.
"""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from sim.clock import month_index
from sim.policy.levers.base import PAYERS
from sim.processes.accounts import COUNT_TABLES, SIZES
from sim.runs.block import run_table
from sim.runs.draws import DrawsUsed
from sim.runs.manifest import Manifest, make_manifest
from sim.runs.runset import RunSet, Unfinished, prepare_run_set

COUNTIES = (
    {"county_code": 330602, "name_zh": "越城区", "name_en": "Yuecheng"},
    {"county_code": 330603, "name_zh": "柯桥区", "name_en": "Keqiao"},
    {"county_code": 330604, "name_zh": "上虞区", "name_en": "Shangyu"},
    {"county_code": 330624, "name_zh": "新昌县", "name_en": "Xinchang"},
    {"county_code": 330681, "name_zh": "诸暨市", "name_en": "Zhuji"},
    {"county_code": 330683, "name_zh": "嵊州市", "name_en": "Shengzhou"},
)
CODES = [county["county_code"] for county in COUNTIES]
MOTHERS = slice(20, 40)
ASSUMPTIONS = {"maternity_bed_occupancy": 0.8, "maternity_stay_days": 4.0, "preschool_enrolment_share_3_5": 0.9}
TITLES = {
    "national_only": ("仅国家与省级法规", "national and provincial law only"),
    "in_force": ("现行政策", "measures in force"),
    "plan": ("方案全面落实", "the plan, met on time"),
    "only_3": ("仅养育成本", "cost of children only"),
    "only_7": ("仅托育服务", "childcare only"),
}


def counts(seed: int, n_months: int = 12, extra: int = 0) -> dict[str, np.ndarray]:
    """All measures of one year of `n_months`, by name, with `extra` first births as those that the seed adds."""
    made = {name: np.zeros([SIZES[d] for d in dims], np.int64) for name, dims in COUNT_TABLES.items()}
    share = n_months / 12
    made["persons"][:] = 100
    made["exposure_half_months"][:] = 100 * 2 * n_months
    made["deaths"][:] = round(12 * share) // 12
    made["births"][:, MOTHERS, 0, 3, 0] = round(5 * share)
    made["births"][:, MOTHERS, 1, 3, 1] = round(3 * share)
    made["births"][0, 30, 0, 3, 0] += seed + extra
    made["births_monthly"][12 - n_months :] = [4, 2, 0, 0]
    made["births_by_hukou"][:, 0] = 100
    made["births_by_hukou"][:, 3] = 60
    made["marriages"][:, :, MOTHERS, 0] = round(4 * share)
    made["never_married"][:, :, :20] = 100
    made["never_married"][:, :, 20:60] = 40
    made["woman_months"][:, 15:50, 0, 0] = 300
    made["woman_months"][:, 15:50, 1, 1] = 900
    made["arrivals"][:, :, 25] = 7
    made["departures"][:, :, 30] = 2
    made["moved_in"][1, 0, 30] = 3
    made["moved_out"][0, 0, 30] = 3
    made["households"][:, 1] = 2000
    made["households"][:, 4] = 4000
    made["collective_residents"][:] = 2200
    made["balance"][:n_months, :, 0] = 1
    for payer, yuan in (("county", 1000), ("central", 2000), ("employer", 500)):
        made["money_real"][0, :, PAYERS.index(payer)] = yuan
    for name, children in (("places", 30), ("enrolled", 18), ("empty", 12)):
        made[f"nursery_{name}"][:, 0] = children
    made["nursery_queue"][:, 1] = 2
    made["women_at_work"][:, 20:55] = 70
    return made


def manifest(
    seeds: tuple[int, ...] = (1, 2, 3), sample: str = "1/50", scenario: str = "national_only",
    draws: DrawsUsed | None = None, monthly: bool = False,
) -> Manifest:
    """Manifest of a synthetic run set from November 2020 to December 2035. monthly : it stores births by month"""
    return make_manifest(
        draws=draws,
        start_month=month_index(2020, 11),
        end_month=month_index(2035, 12),
        place="synthetic",
        place_name_zh="试验市",
        place_name_en="Testville",
        counties=list(COUNTIES),
        pack_hash="0" * 64,
        scenario=scenario,
        future="central",
        sample=Fraction(sample),
        seeds=list(seeds),
        parameters={"mortality_scale": 1.0},
        assumptions=ASSUMPTIONS,
        settings={
            "population_seed": 1,
            "scenario": dict(zip(("title_zh", "title_en"), TITLES.get(scenario, (scenario, scenario)), strict=True)),
            "future": {"title_zh": "中", "title_en": "central"},
            **({"monthly": True} if monthly else {}),
        },
    )


def write(directory: Path, described: Manifest, extra: int = 0) -> RunSet:
    """The synthetic run set stored in a folder, with `extra` births in each whole year."""
    unfinished = Unfinished(prepare_run_set(directory, described))
    for seed in described.seeds:
        made = {n: counts(seed, n, extra * (n == 12)) for n in set(described.months_in_year.values())}
        add_run(unfinished, seed, {year: made[n] for year, n in described.months_in_year.items()})
    return RunSet.open(directory)


def add_run(unfinished: Unfinished, seed: int, yearly: dict[int, dict[str, np.ndarray]]) -> None:
    """Store counts by year and measure as a run of a run set, once its block is whole."""
    described = unfinished.run_set.manifest
    keys = {"scenario": described.scenario, "future": described.future, "draw": 0, "seed": seed}
    unfinished.add(seed, run_table(yearly, keys, CODES, described.monthly))


def start_fit() -> pd.DataFrame:
    """A fit report of a start population that is off by one percent at ages 0 to 4 and nowhere else."""
    cells = [("age_sex", f"{sex} {band}") for sex in ("male", "female") for band in ("0-4", "5-84", "85-100")]
    cells += [("urban", "urban"), ("generations", "one_generation"), ("generations", "two_generation")]
    rows = [
        (code, margin, cell, "persons", 1000.0, 1010.0 if "0-4" in cell else 1000.0, 0.01 if "0-4" in cell else 0.0)
        for code in CODES
        for margin, cell in cells
    ]
    columns = ["county_code", "margin", "cell", "unit", "target", "value", "relative_difference"]
    return pd.DataFrame(rows, columns=columns)


def child_cost() -> pd.DataFrame:
    """Costs of one town and one village that rise by income group, with 5 percent of benefits of each kind."""
    rows = [
        (code, residence, quintile, order, 1 / 12, 100_000.0 * quintile * (4 - order))
        for code in CODES for residence in ("urban", "rural") for quintile in range(1, 6) for order in (1, 2, 3)
    ]
    table = pd.DataFrame(rows, columns=["county_code", "residence", "quintile", "birth_order", "weight", "cost"])
    benefits = dict.fromkeys(("allowance", "grant", "tax_saved", "nursery_aid"), 0.05 * table["cost"])
    return table.assign(month="2025-12", **benefits, net=0.8 * table["cost"])
