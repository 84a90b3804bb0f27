"""What a run says of whom measures reach agrees with its other numbers."""

import numpy as np
import pytest

from sim.measures.reach import (
    CHILDREN_SO_FAR,
    ORDERS_TOLD,
    PAID,
    PAID_BY,
    QUANTUM_OF,
    REACH_UNITS,
    WOMEN_BORN,
    reach_and_timing,
)
from sim.measures.yearly import PUBLIC_POSITIONS, stacked, yearly_indicators
from sim.model import FertilityModel
from sim.policy.claims import CLAIMED
from sim.policy.levers.base import PAYERS
from sim.runs.manifest import ASSUMED_AFTER_A_RUN


@pytest.mark.compiled
def test_what_measures_pay_adds_up_to_public_money_and_orders_to_the_rate() -> None:
    city = FertilityModel(sample="1/500", scenario="plan", end_year=2023)
    city.run_for(city.n_months)
    years = sorted(city.yearly)
    counts = {name: np.stack([city.yearly[year][name] for year in years]) for name in city.yearly[years[0]]}
    part_year = np.array([city.months_in_year[year] < 12 for year in years])
    found = reach_and_timing(years, counts, part_year, 500.0)
    assert set(found) == set(REACH_UNITS)
    assumed = {name: city.pack.assumption(name) for name in ASSUMED_AFTER_A_RUN}
    yearly = yearly_indicators(*stacked(city.yearly), city.months_in_year, 500.0, assumed)
    money = yearly["public_money_real"]
    np.testing.assert_allclose(sum(found[f"{PAID}{lever}"] for lever in CLAIMED), money)
    np.testing.assert_allclose(sum(found[f"{PAID_BY}{PAYERS[k]}"] for k in PUBLIC_POSITIONS), money)
    np.testing.assert_allclose(sum(found[f"{QUANTUM_OF}{order}"] for order in ORDERS_TOLD), yearly["tfr"])
    assert np.isnan(yearly["tfr"][0])


def test_children_of_the_cohorts_are_of_women_of_their_age() -> None:
    """Every woman of 30 has one child, of 31 two, all others none: of 16 cohorts two have any in 2030."""
    women = np.zeros((2, 1, 50, 4, 1))
    women[:, 0, 15:, 0, 0] = 12
    women[:, 0, 30:32, 0, 0], women[:, 0, 30, 1, 0], women[:, 0, 31, 2, 0] = 0, 12, 12
    births = np.zeros((2, 1, 50, 4, 1, 1))
    exposure = np.ones((2, 1, 2, 101))
    money, cases = np.zeros((2, len(CLAIMED), 1, len(PAYERS))), np.zeros((2, len(CLAIMED), 1, 4))
    counts = {"woman_months": women, "births": births, "exposure_half_months": exposure, "money_real": money,
              "eligible": cases, "claimed": cases}
    found = reach_and_timing([2029, 2030], counts, np.zeros(2, bool), 1.0)
    assert len(WOMEN_BORN) == 16
    assert found[CHILDREN_SO_FAR][1] == pytest.approx(3 / 16)
