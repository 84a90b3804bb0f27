"""Matchmaking, counselling and campaigns: rules by hand, whom they address, what that costs."""

import math

import numpy as np
import pytest

from sim.model import FertilityModel
from sim.places.pack import Pack, load_pack
from sim.policy.claims import claim
from sim.population.columns import DEPARTED, FEMALE, MALE, MARRIED
from sim.processes.unions.outreach import with_counselling, with_matchmaking, young_singles
from sim.processes.unions.partnering import MarketMonth
from tests.sim.makers import MONTH, city, rates, rows, size, within_errors
from tests.sim.market import P, born, found

HALF = rates(matchmaking_meetings=0.2, matchmaking_displaced=0.5, counselling_effect=-0.3)


def test_meetings_made_and_displaced_by_hand() -> None:
    reach = np.array([0.0, 0.5, 1.0])
    assert with_matchmaking(reach, HALF) == pytest.approx([1.0, 1.05, 1.1])
    assert with_matchmaking(reach, HALF._replace(matchmaking_displaced=1.0)).tolist() == [1.0, 1.0, 1.0]
    assert with_matchmaking(reach, HALF._replace(matchmaking_displaced=0.0)) == pytest.approx([1.0, 1.1, 1.2])


def test_counselling_by_hand() -> None:
    coverage = np.array([0.0, 0.5, 1.0])
    assert with_counselling(coverage, HALF) == pytest.approx([1.0, 0.5 + 0.5 * math.exp(-0.3), math.exp(-0.3)])
    assert with_counselling(coverage, rates()).tolist() == [1.0, 1.0, 1.0]  # the prior's centre


def test_women_meet_so_much_more_often_and_never_less() -> None:
    """All women who meet somebody without matchmaking do with it: one draw, a higher hazard."""
    n = size(40_000, 3_000)
    women = city(n, sex=FEMALE, birth=born(26.0), education=3)
    some, _ = found(women, MarketMonth(0.45, 1.0, np.ones(6)))
    more, _ = found(women, MarketMonth(0.45, 1.0, np.full(6, 1.5)))
    assert set(some) <= set(more)
    hazards = [-math.log(1 - len(one) / n) for one in (some, more)]
    assert within_errors(len(more) / n, 1 - math.exp(-1.5 * hazards[0]), n)
    elsewhere, _ = found(women, MarketMonth(0.45, 1.0, np.array([1.0, *[3.0] * 5])))
    np.testing.assert_array_equal(elsewhere, some)  # all live in the first county
    assert P.searching_men == 0.3


def test_young_singles_are_counted() -> None:
    people = city(7, sex=[FEMALE, MALE, FEMALE, MALE, FEMALE, MALE, FEMALE], county=[0, 0, 1, 2, 2, 2, 2],
                  birth=MONTH - 12 * np.array([20, 39, 30, 19, 40, 30, 30]))
    people.persons.marital[5], people.persons.presence[6] = MARRIED, DEPARTED
    assert young_singles(rows(*range(7)), people.persons, MONTH).tolist() == [2, 1, 0, 0, 0, 0]


@pytest.fixture(scope="module")
def reached() -> FertilityModel:
    values = {"matchmaking_reach": 0.4, "family_norm_campaign": 0.5, "counselling_coverage": 0.3}
    model = FertilityModel(sample="1/1000", end_year=2021, values=values)
    model.run_for(model.n_months)
    return model


@pytest.mark.compiled
def test_the_ledger_pays_for_those_reached(reached: FertilityModel, pack: Pack) -> None:
    year = reached.yearly[2021]
    for lever, price, share in (("matchmaking_reach", "matchmaking_price", 0.4),
                                ("family_norm_campaign", "campaign_price", 0.5),
                                ("counselling_coverage", "counselling_price", 0.3)):
        eligible = year["eligible"][claim(lever)].sum()
        assert eligible > 0
        expected = share * pack.assumption(price) * eligible
        assert year["money_real"][claim(lever)].sum() == pytest.approx(expected, abs=6)
        assert year["claimed"][claim(lever)].sum() == pytest.approx(share * eligible, abs=6)
    divorces = year["divorces"][:, FEMALE].sum()
    assert abs(year["eligible"][claim("counselling_coverage")].sum() - divorces) <= 0.2 * divorces + 2


@pytest.mark.compiled
def test_a_campaign_of_no_known_strength_moves_nothing() -> None:
    """The campaign and the counselling of the plan leave every birth and divorce as it was, at their priors' centre."""
    base = FertilityModel(sample="1/1000", end_year=2021)
    told = FertilityModel(
        sample="1/1000", end_year=2021,
        values={"family_norm_campaign": 1.0, "counselling_coverage": 1.0, "childrearing_anxiety": 0.0})
    for model in (base, told):
        model.run_for(model.n_months)
    for name, table in base.yearly[2021].items():
        if name not in ("eligible", "claimed", "money", "money_real"):
            np.testing.assert_array_equal(told.yearly[2021][name], table, err_msg=name)


def test_costs_are_priors_with_bounds() -> None:
    table = load_pack().table("assumptions").set_index("name")
    for name in ("matchmaking_price", "counselling_price", "campaign_price", "retraining_price", "hiring_check_price",
                 "reemployment_subsidy_months", "hard_to_place_share"):
        assert table.loc[name, "quality"] == "prior"
        assert table.loc[name, "lower"] < table.loc[name, "value"] < table.loc[name, "upper"]
