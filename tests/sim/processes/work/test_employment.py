"""A longer leave and who pays for it, lived in a small city: what employers learn and whom they hire."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.model import FertilityModel
from sim.population.columns import FEMALE, MALE, Population
from sim.settings import RunSettings

pytestmark = pytest.mark.compiled
LONGER = [{"value": 218, "birth_order": "1", "from": "2021-12"}, {"value": 248, "birth_order": "2", "from": "2021-12"},
          {"value": 248, "birth_order": "3+", "from": "2021-12"}]  # fmt: skip
"""The law's days from December 2021 and 60 more."""


@pytest.fixture(scope="module")
def lived(start_population: Callable[..., Population]) -> Callable[..., FertilityModel]:
    """A city at 1/100 to the end of 2025 under levers set."""
    made: dict[str, FertilityModel] = {}

    def run(**values: Any) -> FertilityModel:
        if repr(values) not in made:
            settings = RunSettings(sample="1/100", end_year=2025, values=values)
            model = FertilityModel(settings, population=start_population(100))
            model.run_for(model.n_months)
            made[repr(values)] = model
        return made[repr(values)]

    return run


def test_sixty_days_at_the_employers_cost_lower_the_hiring_of_women_in_every_county_and_sector(
    lived: Callable[..., FertilityModel],
) -> None:
    law, longer = lived(), lived(maternity_leave=LONGER, employer_cost_share=1)
    ratio = longer.employment.hiring.chance[:, :2] / law.employment.hiring.chance[:, :2]
    assert (ratio < 0.98).all()
    assert np.median(ratio) < 0.92
    assert (longer.employment.hiring.chance[:, 2] == 1).all()
    hired = [sum(m.yearly[y]["hires"][:, :2, FEMALE].sum() for y in (2023, 2024, 2025)) for m in (law, longer)]
    assert hired[1] < hired[0]
    men = [sum(m.yearly[y]["hires"][:, :2, MALE].sum() for y in (2023, 2024, 2025)) for m in (law, longer)]
    assert abs(men[1] / men[0] - 1) < 0.05


def test_sixty_days_at_public_cost_do_not(lived: Callable[..., FertilityModel]) -> None:
    law, shared = lived(), lived(maternity_leave=LONGER, employer_cost_share=0)
    ratio = shared.employment.hiring.chance[:, :2] / law.employment.hiring.chance[:, :2]
    assert (ratio > 0.97).all()
    assert np.median(ratio) >= 0.99
    assert shared.yearly[2024]["leave_money"][..., 2].sum() > law.yearly[2024]["leave_money"][..., 2].sum()


def test_counts_of_leave_agree(lived: Callable[..., FertilityModel]) -> None:
    tables = lived().yearly[2024]
    assert 0 < tables["leaves"].sum() <= tables["births"].sum()
    left = tables["dismissed_mothers"] + tables["mothers_left_work"]
    assert (left <= tables["leaves"]).all()
    assert (tables["leave_money"].sum(axis=2)[tables["leaves"] == 0] == 0).all()
    assert not tables["leave_costs"][:, 2].any()


def test_employers_learn_from_whole_years_only(start_population: Callable[..., Population]) -> None:
    settings = RunSettings(sample="1/200", end_year=2021)
    model = FertilityModel(settings, population=start_population(200))
    before = model.employment.beliefs.leave_cost.copy()
    model.run_for(2)
    np.testing.assert_array_equal(model.employment.beliefs.leave_cost, before)
    np.testing.assert_array_equal(model.employment.hiring.chance, 1.0)
    model.run_for(12)
    assert (model.employment.beliefs.leave_cost != before).any()
