"""Runs that branch from one another count to the bit what each counts alone, whatever levers they part by."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.measures.models import MODELS
from sim.model import FertilityModel
from sim.policy.levers import LEVERS
from sim.policy.levers.rows import FOREVER
from sim.policy.parting import parting
from sim.runs.branching import Branches, branched, last_shared
from sim.runs.plan import Plan, PlannedRun
from sim.settings import RunSettings

pytestmark = pytest.mark.compiled
SETTINGS = RunSettings(sample=Fraction(1, 1000), end_year=2024)
DOSED = ("childcare_allowance", "birth_grant", "birth_medical_reimbursement", "places_per_1000", "inclusive_share",
         "operating_subsidy", "rent_subsidy", "purchase_subsidy", "provident_fund_uplift", "employer_cost_share",
         "flexible_work_share", "one_stop_takeup")  # fmt: skip
A = dict.fromkeys(DOSED, 0.7)
OF_SOBOL = [A, {}, *({**A, name: 0.2} for name in DOSED), A]
"""Doses of the fifteen runs of a seed: A, the base, A with one dose of another, and A again."""


def dated(name: str, month: str) -> dict[str, Any]:
    """A lever at some place within its bounds from a month on."""
    lever = LEVERS[name]
    value = lever.lower + 0.3 * (lever.upper - lever.lower)
    whole = {"yes_no": 1, "rule": round(value)}
    return {name: [{"value": whole.get(lever.kind, value), "from": month}]}


EVERY_LEVER = [
    {key: value for name in list(LEVERS)[k::6] if LEVERS[name].lower < LEVERS[name].upper
     for key, value in dated(name, month).items()}
    for k, month in enumerate(("2020-12", "2021-01", "2021-12", "2022-01", "2022-05", "2023-01"))
]  # fmt: skip
"""Values of six runs, which together move every lever: one from the second month on, several from a January on."""


def alone(settings: RunSettings) -> FertilityModel:
    city = FertilityModel(settings)
    city.run_for(city.n_months)
    return city


def differing(one: FertilityModel, other: FertilityModel) -> list[tuple[int, str]]:
    """Years and measures in which two cities counted otherwise, and columns of persons that are not equal."""
    assert one.yearly.keys() == other.yearly.keys()
    found = [(year, name) for year, counts in one.yearly.items() for name in counts
             if not np.array_equal(counts[name], other.yearly[year][name])]  # fmt: skip
    n = one.population.n_persons
    assert n == other.population.n_persons
    return found + [(0, name) for name in one.population.persons._fields
                    if not np.array_equal(getattr(one.population.persons, name)[:n],
                                          getattr(other.population.persons, name)[:n])]  # fmt: skip


def held_to_alone(runs: Sequence[PlannedRun]) -> list[int]:
    """Run one after the other and hold each to itself alone; months that each lived by itself."""
    branches, months = Branches(), []
    branches.come(SETTINGS, runs)
    for run in runs:
        settings, lived = run.settings(SETTINGS), [0]
        step = FertilityModel.step

        def counted(city: FertilityModel, step: Any = step, lived: list[int] = lived) -> None:
            lived[0] += 1
            step(city)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(FertilityModel, "step", counted)
            city = branches.lived(settings)
        assert differing(city, alone(settings)) == [], run
        assert (city.steps, city.time, city.running) == (city.n_months, float(city.n_months), False)
        months.append(lived[0])
    return months


def test_fifteen_runs_of_a_seed_are_each_what_they_are_alone() -> None:
    months = held_to_alone([PlannedRun(k, k, 3, doses=doses) for k, doses in enumerate(OF_SOBOL)])
    n = FertilityModel(SETTINGS).n_months
    assert months[0] == n
    assert sum(month < n for month in months) >= 11
    assert months[-1] == 0, "the last is the first again"


@pytest.mark.parametrize("scenario", ["national_only", "in_force"])
def test_every_lever_moved_in_a_month_of_its_own(scenario: str) -> None:
    runs = [PlannedRun(k, k, 5, scenario, values=values) for k, values in enumerate(({}, *EVERY_LEVER))]
    months = held_to_alone(runs)
    assert months[1:] == sorted(months[1:], reverse=True)
    assert months[-1] < months[1] <= months[0]


def test_a_city_goes_on_beside_its_branch() -> None:
    """Neither moves the other: what they hold and change is their own."""
    plan = SETTINGS.model_copy(update={"scenario": "plan", "values": dated("birth_grant", "2022-06")})
    other = SETTINGS.model_copy(update={"scenario": "plan", "values": dated("birth_grant", "2023-06")})
    trunk, there = FertilityModel(plan), FertilityModel(other)
    month = last_shared(trunk.levers, there.levers)
    assert month == month_index(2022, 6)
    trunk.run_for(month - trunk.month)
    branch = branched(trunk, other, there.levers)
    for _ in range(trunk.n_months - trunk.steps):
        trunk.run_for(1)
        branch.run_for(1)
    assert differing(trunk, alone(plan)) == differing(branch, alone(other)) == []
    assert branch.agents.to_list()[0].model is branch
    assert branch.decisions.settings is branch.settings is other


def test_paths_part_when_a_rule_becomes_known() -> None:
    def of(**changes: Any) -> Any:
        return FertilityModel(SETTINGS.model_copy(update=changes)).levers

    rule = {"value": 5_000, "from": "2023-03", "announced": "2022-02"}
    assert parting(of(), of()) == FOREVER
    assert parting(of(), of(values={"birth_grant": [rule]})) == month_index(2022, 2)
    assert last_shared(of(), of(values=dated("birth_grant", "2023-01"))) == month_index(2022, 12)
    assert last_shared(of(), of(values={"birth_grant": 5_000})) < SETTINGS.start_month


def test_runs_of_other_seeds_or_parameters_share_nothing() -> None:
    runs = [PlannedRun(0, 0, 1, doses=A), PlannedRun(1, 0, 2, doses=A),
            PlannedRun(2, 0, 1, doses=A, parameters={"money_weight": 1.1}),
            PlannedRun(3, 0, 2, doses={**A, "birth_grant": 0.1})]  # fmt: skip
    months = held_to_alone(runs)
    assert months[0] == months[1] == months[2] > months[3]


def test_blocks_hold_runs_together() -> None:
    runs = tuple(PlannedRun(k, k, 1 + k // 17) for k in range(256 * 17))
    assert Plan(SETTINGS, runs, MODELS["city"], {}, 17).block_size == 17
    assert Plan(SETTINGS, runs[: 8 * 17], MODELS["city"], {}, 17).block_size == 17
    assert Plan(SETTINGS, runs[: 3 * 17], MODELS["city"], {}, 17).block_size == 2
    assert Plan(SETTINGS, runs, MODELS["city"], {}, 5).block_size == 15
    assert Plan(SETTINGS, runs, MODELS["city"], {}, 60).block_size == 16
