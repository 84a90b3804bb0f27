"""Savings, purchases, moves and claims of households against numbers worked by hand."""

from typing import Any

import numpy as np
import pytest

from sim.parameters import as_record
from sim.population.columns import HUKOU_LOCAL, OWN, PRIVATE, PUBLIC, PUBLIC_RENT, RENT, WITH_PARENTS, Population
from sim.processes.homes import wealth
from sim.processes.homes.household_heads import household_heads
from tests.sim.makers import MONTH, city, give_child, rows, same_uncompiled
from tests.sim.market import COSTS, HOMES, P, born, changed

EVEN = np.ones(256)
"""Everybody is of mean thrift."""
NOBODY_MOVES = P._replace(
    savings_adjustment=0.25, buying=0.0, public_rental_exit=0.0, affordable_rental_share=0.0,
    fund_loan_years=8.0, loan_payment_share=0.5)
SURE = 1e9
"""A hazard that nobody escapes."""
CROWDED_MOVE = changed(HOMES, moving_up=1.0)
"""Crowded families move within the year."""
BOUGHT, SUBSIDISED, DISCOUNTED, WAIVED, CREDIT = range(5)


def settled(population: Population, p: Any = NOBODY_MOVES, homes: Any = HOMES, costs: Any = COSTS) -> wealth.Settled:
    """One year of all households, whatever their month."""
    persons, households, n = population.persons, population.households, population.n_households
    heads = household_heads(population.n_persons, n, persons, households.tenure, MONTH, True)
    listed = np.flatnonzero(heads.month >= 0).astype(np.int32)
    return wealth.settle(
        0, len(listed), listed, heads, persons, households, homes,
        costs, EVEN, 1.0, as_record(p), 1, MONTH)


def family(children: int, **household: Any) -> Population:
    """A local earner of 40 with 200,000 yuan a year in town, and children of 5 in the same home."""
    n = 1 + children
    population = city(
        n, room=1, sex=1, birth=[born(40)] + [born(5)] * children, earnings=[200_000] + [0] * children, urban=1,
        work=[PUBLIC] + [0] * children, hukou=HUKOU_LOCAL, county=0)
    for child in range(1, n):
        give_child(population, 0, child)
    population.households.urban[:n] = 1
    for name, value in household.items():
        getattr(population.households, name)[0] = value
    return population


def test_savings_by_hand() -> None:
    assert same_uncompiled(wealth.savings_target, 120_000.0, 20_000.0, 6.0, 1.0) == 50_000.0
    assert wealth.savings_target(10_000.0, 20_000.0, 6.0, 1.0) == 0.0
    assert same_uncompiled(wealth.savings_after, 10_000.0, 50_000.0, 0.04, NOBODY_MOVES) == 20_000.0
    # 10,000 owed become 10,400, a quarter of the way to 50,000
    assert same_uncompiled(wealth.savings_after, -10_000.0, 50_000.0, 0.04, NOBODY_MOVES) == pytest.approx(4_700.0)


def test_who_only_saves_saves_like_the_others() -> None:
    saved = same_uncompiled(wealth.quiet_savings, 10_000.0, 120_000.0, 20_000.0, 0.5, 1.0, as_record(NOBODY_MOVES))
    assert saved == 20_000.0  # a quarter of the way to half a year of what is left
    target = wealth.savings_target(120_000.0, 20_000.0, 6.0, 1.0)
    assert saved == pytest.approx(wealth.savings_after(10_000.0, target, 0.04, as_record(NOBODY_MOVES)))
    assert wealth.quiet_savings(10_000.0, 0.0, 20_000.0, 0.5, 1.0, as_record(NOBODY_MOVES)) == 10_000.0


def test_who_stays_put_by_hand() -> None:
    stays = {tenure: same_uncompiled(wealth.stays_put, tenure, 0.2, 0.1) for tenure in (OWN, RENT, PUBLIC_RENT)}
    assert stays == {OWN: True, RENT: False, PUBLIC_RENT: False}
    assert not wealth.stays_put(OWN, 0.05, 0.1)
    assert wealth.stays_put(WITH_PARENTS, 0.05, 0.1)


def test_public_tenants_income_limit_by_hand() -> None:
    homes = changed(HOMES, income_limit=0.8, mean_income=60_000.0)
    assert not same_uncompiled(wealth.leaves_public_home, 144_000.0, 3, homes)
    assert wealth.leaves_public_home(144_001.0, 3, homes)


def test_thrift_has_mean_one() -> None:
    factors = wealth.thrift_factors()
    assert factors.mean() == pytest.approx(1.0)
    assert np.log(factors).std() == pytest.approx(wealth.THRIFT_SPREAD, rel=0.02)
    assert (np.diff(factors) > 0).all()


@pytest.mark.parametrize("tenure", [OWN, WITH_PARENTS])
def test_owners_save_and_repay(tenure: int) -> None:
    population = family(0, tenure=tenure, savings=100_000, debt=500_000, floor_area=90)
    persons, households = population.persons, population.households
    if tenure == WITH_PARENTS:
        persons.partner[0] = 0  # a stand-in: what matters here is the tenure
    found = settled(population)
    # a year's income less 32,000 of instalments is wanted: a quarter of the way from 100,000 to 168,000
    assert households.savings[0] == pytest.approx(117_000.0)
    assert households.debt[0] == pytest.approx(500_000 * 0.956)
    assert found.cases.sum() == found.bought.sum() == 0


@pytest.mark.parametrize(("children", "order"), [(1, 0), (3, 2), (5, 3)])
def test_renters_with_children_claim_for_a_year(children: int, order: int) -> None:
    population = family(children, tenure=RENT, savings=50_000, floor_area=80)
    homes = changed(HOMES, rent_subsidy=3_900.0, rent_discount=0.1, income_limit=9.0)
    found = settled(population, NOBODY_MOVES._replace(affordable_rental_share=1.0), homes)
    assert found.cases[SUBSIDISED, 0].tolist() == (12 * np.eye(4, dtype=int)[order]).tolist()
    assert (found.cases[DISCOUNTED, 0, order], found.base[DISCOUNTED, 0, order]) == (1, 21_000)  # of 70 m2
    assert found.cases[WAIVED].sum() == 0
    # rent of 24,000 less 3,900 and a tenth of 21,000: 182,000 wanted
    assert population.households.savings[0] == pytest.approx(50_000 + 0.25 * 132_000)


def test_only_those_entitled_to_public_rental_claim_the_subsidy() -> None:
    for limit, cases in ((1.0, 0), (1.7, 12)):  # 100,000 a head against 60,000
        population = family(1, tenure=RENT, savings=50_000, floor_area=80)
        found = settled(population, NOBODY_MOVES, changed(HOMES, income_limit=limit))
        assert found.cases[SUBSIDISED, 0, 0] == cases


def test_who_has_no_children_claims_nothing() -> None:
    assert settled(family(0, tenure=RENT, floor_area=60)).cases.sum() == 0


def test_public_tenants_claim_their_rent() -> None:
    found = settled(family(3, tenure=PUBLIC_RENT, floor_area=100))
    assert (found.cases[WAIVED, 0, 2], found.base[WAIVED, 0, 2]) == (1, 7_200)  # 60 of the 100 m2, x 300 x .4
    assert found.cases[SUBSIDISED].sum() == 0


def test_public_tenants_above_the_limit_move_out() -> None:
    for earnings, tenure in ((200_000, RENT), (90_000, PUBLIC_RENT)):  # the limit is 48,000 a head
        population = family(1, tenure=PUBLIC_RENT, floor_area=60)
        population.persons.earnings[0] = earnings
        settled(population, NOBODY_MOVES._replace(public_rental_exit=SURE))
        assert population.households.tenure[0] == tenure


@pytest.mark.parametrize(("savings", "buys"), [(432_001, True), (431_999, False)])
def test_renters_who_have_the_cash_buy(savings: float, buys: bool) -> None:
    population = family(1, tenure=RENT, savings=savings, floor_area=60)
    found = settled(population, NOBODY_MOVES._replace(buying=SURE))
    households = population.households
    assert (households.tenure[0] == OWN) == buys
    assert found.bought[0].tolist() == found.cases[BOUGHT, 0].tolist() == [int(buys), 0, 0, 0]
    if buys:  # 90 m2 for 1,440,000
        assert (households.floor_area[0], households.debt[0]) == (90.0, pytest.approx(1_008_000 * 0.956))


def test_a_subsidy_lets_local_renters_buy_and_no_others() -> None:
    for hukou, buys in ((HUKOU_LOCAL, 1), (3, 0)):
        population = family(1, tenure=RENT, savings=300_000, floor_area=60)
        population.persons.hukou[0] = hukou
        homes = changed(HOMES, purchase_subsidy=150_000.0)
        found = settled(population, NOBODY_MOVES._replace(buying=SURE), homes)
        assert (found.bought.sum(), found.cases[BOUGHT].sum()) == (buys, buys)


def test_crowded_owners_with_children_move_up() -> None:
    # four need 120 m2, 1,920,000; theirs of 60 m2 is worth 960,000, which is more than the 576,000 to be brought
    population = family(3, tenure=OWN, savings=1_000, floor_area=60)
    found = settled(population, NOBODY_MOVES, CROWDED_MOVE)
    households = population.households
    assert (households.floor_area[0], households.tenure[0]) == (120.0, OWN)
    assert households.debt[0] == pytest.approx(960_000 * 0.956)
    assert found.bought[0, 2] == found.cases[BOUGHT, 0, 2] == 1  # 15 m2 a head: a small home
    spacious = family(3, tenure=OWN, savings=1_000, floor_area=121)
    assert settled(spacious, NOBODY_MOVES, CROWDED_MOVE).bought.sum() == 0


@pytest.mark.parametrize(("savings", "moves"), [(576_001, True), (575_999, False)])
def test_who_leaves_a_built_home_gets_nothing_for_it(savings: float, moves: bool) -> None:
    """Of 1,920,000 in town 576,000 must be brought: 60 m2 that were built are worth nothing, if bought 960,000."""
    population = family(3, tenure=OWN, savings=savings, floor_area=60, self_built=1)
    found = settled(population, NOBODY_MOVES, CROWDED_MOVE)
    households = population.households
    assert found.bought[0, 2] == int(moves)
    assert (households.floor_area[0], households.self_built[0]) == ((120.0, 0) if moves else (60.0, 1))
    assert households.debt[0] == pytest.approx(1_344_000 * 0.956 if moves else 0.0)


def test_what_is_owed_on_a_built_home_is_paid_off_or_paid_on() -> None:
    # 100,000 owed come on top of the 576,000
    for savings, bought in ((676_001, 1), (675_999, 0)):
        population = family(3, tenure=OWN, savings=savings, floor_area=60, self_built=1, debt=100_000)
        assert settled(population, NOBODY_MOVES, CROWDED_MOVE).bought.sum() == bought
    # a renter who owes it still pays 6,400 a year on it, beside a rent of 18,000: 175,600 wanted
    population = family(0, tenure=RENT, savings=50_000, floor_area=60, debt=100_000)
    settled(population)
    assert population.households.savings[0] == pytest.approx(50_000 + 0.25 * 125_600)
    assert population.households.debt[0] == pytest.approx(95_600)


def test_what_villagers_get_they_build() -> None:
    for urban, built in ((0, 1), (1, 0)):
        population = family(1, tenure=RENT, savings=2_000_000, floor_area=60)
        population.households.urban[0] = urban
        settled(population, NOBODY_MOVES._replace(buying=SURE))
        assert (population.households.tenure[0], population.households.self_built[0]) == (OWN, built)


def test_crowded_renters_with_children_rent_more() -> None:
    population = family(2, tenure=RENT, floor_area=50)
    settled(population, NOBODY_MOVES, CROWDED_MOVE)
    assert population.households.floor_area[0] == 90.0


def test_family_sized_homes_move_the_crowded_of_their_county_alone() -> None:
    for county, area in ((0, 90.0), (1, 50.0)):
        population = family(2, tenure=RENT, floor_area=50)
        population.persons.county[:3] = population.households.county[0] = county
        settled(population, NOBODY_MOVES, changed(HOMES, moving_up=[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]))
        assert population.households.floor_area[0] == area


def test_family_credit_is_claimed_while_it_is_owed() -> None:
    population = family(0, tenure=OWN, savings=-70_000, floor_area=90)
    found = settled(population, costs=changed(COSTS, credit_interest=0.03))
    assert (found.cases[CREDIT, 0, 0], found.base[CREDIT, 0, 0]) == (1, 70_000)  # the year's interest is on 70,000
    # 3 % after the subsidy, then a quarter of the way to 200,000
    assert population.households.savings[0] == pytest.approx(-72_100 + 0.25 * 272_100)
    assert settled(population).cases[CREDIT].sum() == 1  # a rest is still owed
    assert settled(population).cases[CREDIT].sum() == 0  # and now repaid


def test_households_without_income_keep_what_they_have() -> None:
    population = family(0, tenure=OWN, savings=80_000, floor_area=90)
    population.persons.earnings[0] = 0
    settled(population)
    assert population.households.savings[0] == 80_000.0


def test_who_moved_away_since_the_list_was_made_settles_nothing() -> None:
    population = city(2, room=1, work=PRIVATE, earnings=100_000)
    heads = household_heads(2, 2, population.persons, population.households.tenure, MONTH, True)
    population.persons.household[0] = 1
    population.households.savings[:2] = 1.0
    wealth.settle(
        0, 1, rows(0), heads, population.persons, population.households, HOMES, COSTS, EVEN, 1.0,
        as_record(NOBODY_MOVES), 1, MONTH)
    assert population.households.savings[0] == 1.0
