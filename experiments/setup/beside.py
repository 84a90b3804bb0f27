"""What charts show beside the counts of a run set, stored with it: figures of the place, fit, costs, assumptions.

Everything here follows from settings and data pack; nothing depends on what the runs counted.
"""

import functools
from fractions import Fraction

import pandas as pd

from experiments.setup.assumed import assumed_table
from experiments.setup.files import ASSUMED, CHILD_COST, FIT, OBSERVED, TARGETS, write_beside
from experiments.setup.targets import targets_table
from sim.clock import month_index
from sim.measures.child_cost import child_cost_table
from sim.parameters import kernel_tuple
from sim.places.pack import Pack, load_pack
from sim.policy.futures import future
from sim.policy.paths import BASE, compile_paths
from sim.population.cache import load_or_build
from sim.population.fit_report import fit_report
from sim.runs.runset import RunSet
from sim.settings import RunSettings

VITAL = {"births": "births", "births_reverse_survival": "births", "marriages": "marriages"}
"""Published or derived figures shown beside the run, by the name in the pack; none is of hukou base."""
COST_MONTH = month_index(2025, 12)
"""Month whose rules the cost of a child is shown for: the plan's target date, or the last month of an earlier run."""


def write_inputs(run_set: RunSet, settings: RunSettings) -> None:
    """Store everything that charts show beside the counts."""
    pack = load_pack(settings.place)
    start = settings.start_year, settings.sample, settings.start_seed
    write_beside(run_set.directory, {
        OBSERVED: observed_table(pack), FIT: _start_fit(pack, *start), **_of_rules(settings, pack),
    })  # fmt: skip


def observed_table(pack: Pack) -> pd.DataFrame:
    """Figures of the place that charts show beside the run: births, marriages, population, TFR."""
    vital = pack.table("vital")
    vital = vital[vital["indicator"].isin(VITAL) & (vital["base"] != "hukou")]
    people = pack.table("population_annual")
    people = people[(people["county_code"] == pack.city_code) & (people["base"] == "resident")]
    tfr = pack.table("tfr")
    tfr = tfr[(tfr["area"] == pack.manifest["name_en"]) & (tfr["birth_order"] == "all")]
    parts = [
        vital.assign(indicator=vital["indicator"].map(VITAL)),
        people.assign(indicator="population"),
        tfr.assign(indicator="tfr"),
    ]
    columns = ["indicator", "year", "value", "unit", "quality", "source", "note"]
    return pd.concat([part[columns] for part in parts])


@functools.lru_cache(maxsize=1)
def _start_fit(pack: Pack, start_year: int, sample: Fraction, population_seed: int) -> pd.DataFrame:
    """How well a start population meets the census, margin by margin; scenarios that are compared share theirs."""
    return fit_report(load_or_build(pack, start_year, sample, population_seed), pack, start_year)


def _of_rules(settings: RunSettings, pack: Pack) -> dict[str, pd.DataFrame]:
    """What follows from the scenario's rules: cost of a child at the target date, assumptions, targets."""
    levers = compile_paths(
        settings.scenario, pack, settings.start_month, settings.end_month, settings.doses, settings.values
    )
    month = min(max(COST_MONTH, settings.start_month), settings.end_month)
    table = child_cost_table(pack, levers, month, future(settings.future), kernel_tuple(settings.parameters))
    base = compile_paths(BASE, pack, settings.start_month, settings.end_month)
    return {
        CHILD_COST: table.round(2), ASSUMED: assumed_table(levers, base),
        TARGETS: targets_table(pack, levers, settings.end_month),
    }
