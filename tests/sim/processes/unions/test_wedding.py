"""What a wedding changes, and who pays for it."""

from typing import Any

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.policy.claims import claim, empty_claims
from sim.population.columns import (
    COLLECTIVE,
    DEAD,
    DIVORCED,
    FEMALE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    HUKOU_SAME_CITY,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    OWN,
    PRIVATE,
    PUBLIC,
    RENT,
    WIDOWED,
    WITH_PARENTS,
    Population,
)
from sim.processes.accounts import MOVED_IN, MOVED_OUT, empty_counts
from sim.processes.unions.entry_cost import FAMILY_HOME_READY, HIS_HOME, NO_HOME, Means, parents_help
from sim.processes.unions.wedding import BUYS, GIVEN, JOINS, RENTS, STAYS_AT_HIS, first_home, left_for_home, wed
from tests.sim.makers import MONTH, city, counter, give_child, marry, rows, same_uncompiled, stock_of
from tests.sim.market import COSTS, HOMES, P, born, changed


def bride_and_groom() -> Population:
    """A divorcee of county 1 with a boy of 6, and a never-married man of county 4 who lives with his mother."""
    population = city(
        4, room=2, sex=[FEMALE, MALE, MALE, FEMALE], county=[1, 4, 1, 4], urban=[0, 1, 0, 1],
        birth=[born(33), born(35), born(6), born(60)], marital=[DIVORCED, NEVER_MARRIED, 0, WIDOWED],
        n_unions=[1, 0, 0, 1], hukou=[HUKOU_LOCAL, HUKOU_LOCAL, HUKOU_OUTSIDE, HUKOU_LOCAL], education=[2, 5, 0, 1],
    )
    give_child(population, 0, 2)
    give_child(population, 3, 1)
    population.persons.trying_since[0] = MONTH - 40
    return population


def test_what_is_left_for_a_home_by_hand() -> None:
    means = Means(
        ready=NO_HOME, his=100_000.0, hers=50_000.0, parents=400_000.0, bride=80_000.0, added=0.0, value=1_000_000.0,
        down=300_000.0, subsidy=0.0, income=150_000.0, grant=0.0,
    )
    p = as_record(P._replace(dowry_share=0.5, parents_give=0.5))
    gift = parents_help(400_000.0, 60_000.0 + 80_000.0 + 300_000.0, 0.8, p)
    assert same_uncompiled(left_for_home, means, 60_000.0, 0.8, p) == 100_000 + 50_000 + 40_000 + gift - 140_000
    given = left_for_home(means._replace(grant=1000.0), 60_000.0, 0.8, p)
    assert given - left_for_home(means, 60_000.0, 0.8, p) == pytest.approx(1000.0)


@pytest.mark.parametrize("own_home", [1.0, 0.0])
def test_a_wedding_by_hand(own_home: float) -> None:
    population = bride_and_groom()
    persons, households = population.persons, population.households
    stock, counts, n_households = stock_of(population, MONTH), empty_counts(), counter(4)
    p = P._replace(new_home_at_wedding=own_home, join_when_short=0.0)
    wed(rows(0), rows(1), persons, households, n_households, stock, counts, empty_claims(), HOMES, COSTS, 1.0,
        as_record(p), 1, MONTH)
    assert list(persons.marital[:2]) == [MARRIED, MARRIED]
    assert list(persons.partner[:2]) == [1, 0]
    assert list(persons.union_start[:2]) == [MONTH, MONTH]
    assert list(persons.n_unions[:2]) == [2, 1]
    assert persons.trying_since[0] == NO_MONTH
    home = 4 if own_home else 3  # his mother's is household 3
    assert list(persons.household[:3]) == [home] * 3  # her child comes along
    assert list(persons.county[:3]) == [4, 4, 4]
    assert list(households.size[:5]) == ([0, 0, 0, 1, 3] if own_home else [0, 0, 0, 4, 0])
    assert n_households[0] == (5 if own_home else 4)
    assert list(persons.hukou[:3]) == [HUKOU_SAME_CITY, HUKOU_LOCAL, HUKOU_OUTSIDE]
    assert counts.marriages.sum() == 2
    assert (counts.marriages[1, FEMALE, 33, 1], counts.marriages[4, MALE, 35, 0]) == (1, 1)
    assert counts.couples_by_age[33, 35] == counts.couples_by_education[2, 5] == 1
    assert counts.balance[MONTH % 12, 1, MOVED_OUT] == counts.balance[MONTH % 12, 4, MOVED_IN] == 2
    assert counts.moved_out[1].sum() == counts.moved_in[4].sum() == 2
    np.testing.assert_array_equal(stock, stock_of(population, MONTH))


def test_a_man_of_a_collective_unit_sets_up_a_home() -> None:
    population = city(2, room=2, sex=[FEMALE, MALE])
    population.households.kind[1] = COLLECTIVE
    n_households = counter(2)
    wed(rows(0), rows(1), population.persons, population.households, n_households, stock_of(population, MONTH),
        empty_counts(), empty_claims(), HOMES, COSTS, 1.0, as_record(P._replace(new_home_at_wedding=0.0)), 1, MONTH)
    assert list(population.persons.household[:2]) == [2, 2]
    assert list(population.households.size[:3]) == [0, 0, 2]


def test_a_widowers_children_come_along() -> None:
    population = city(4, room=2, sex=[FEMALE, MALE, FEMALE, MALE], birth=[born(34), born(36), born(4), born(20)])
    marry(population, 0, 1)
    for child in (3, 2):
        give_child(population, 0, child)
    persons, households = population.persons, population.households
    persons.presence[0], households.size[0] = DEAD, 3
    persons.marital[1], persons.partner[1], persons.youngest[1] = WIDOWED, -1, 2
    bride = population.n_persons
    persons.presence[bride], persons.sex[bride], persons.birth[bride] = 1, FEMALE, born(30)
    persons.county[bride], persons.household[bride], households.size[3] = 0, 3, 1
    households.county[3] = 0
    wed(rows(bride), rows(1), persons, households, counter(4), np.zeros((6, 2, 101), np.int64), empty_counts(),
        empty_claims(), HOMES, COSTS, 1.0, as_record(P._replace(new_home_at_wedding=1.0, join_when_short=0.0)), 1,
        MONTH)
    assert persons.household[2] == persons.household[1] == persons.household[bride] == 4
    assert persons.household[3] == 0  # the grown-up stays
    assert (households.size[0], households.size[4]) == (1, 3)


# Money --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("u", "u_join", "shares", "parents", "ready", "means", "where"),
    [
        (0.9, 0.0, True, True, HIS_HOME, 0.0, STAYS_AT_HIS),
        (0.9, 0.0, True, True, FAMILY_HOME_READY, 9e9, JOINS),  # wants no home of its own
        (0.5, 0.0, True, True, FAMILY_HOME_READY, 0.0, GIVEN),
        (0.5, 0.0, True, True, NO_HOME, 430_000.0, BUYS),
        (0.5, 0.6, True, True, NO_HOME, 429_000.0, JOINS),
        (0.5, 0.8, True, True, NO_HOME, 429_000.0, RENTS),
        (0.5, 0.6, True, False, NO_HOME, 429_000.0, RENTS),
        (0.9, 0.6, False, False, NO_HOME, 0.0, RENTS),
    ],
)
def test_first_home_by_hand(
    u: float, u_join: float, shares: bool, parents: bool, ready: int, means: float, where: int
) -> None:
    p = P._replace(new_home_at_wedding=0.75, join_when_short=0.7)
    assert same_uncompiled(first_home, u, u_join, shares, parents, ready, means, 430_000.0, p) == where


def wedding_of(
    savings: list[float], p: Any = P, costs: Any = COSTS, homes: Any = HOMES, urban: int = 1
) -> tuple[Population, Any, Any]:
    """She lives with her mother (household 1), he with his (household 0); in town, without a home held ready."""
    population = city(
        4, room=2, sex=[MALE, FEMALE, FEMALE, FEMALE], urban=urban, work=[PUBLIC, PRIVATE, 0, 0], county=2,
        birth=[born(30), born(28), born(55), born(54)], earnings=[109_500, 73_000, 0, 0], hukou=HUKOU_LOCAL)
    for child, mother in ((0, 2), (1, 3)):
        give_child(population, mother, child)
    persons, households = population.persons, population.households
    households.savings[2], households.savings[3] = savings
    households.tenure[:4] = OWN
    persons.parity[:2] = 0
    claims, counts = empty_claims(), empty_counts()
    p = as_record(p._replace(new_home_at_wedding=1.0, family_home=0.0, join_when_short=0.0))
    wed(rows(1), rows(0), persons, households, counter(4), stock_of(population, MONTH), counts, claims, homes, costs,
        1.0, p, 1, MONTH)
    return population, claims, counts


def test_a_couple_that_can_buys() -> None:
    # own 1,000,000 and 100,000; his mother gives half of hers, 500,000; wedding and bride price 220,000 (parts stay)
    population, claims, counts = wedding_of([2_000_000.0, 200_000.0])
    households, home = population.households, 4
    assert list(population.persons.household[:2]) == [home, home]
    assert (households.tenure[home], households.floor_area[home]) == (OWN, 90.0)
    # of 1,440,000 they must bring 432,000; the dowry, half of 120,000, is theirs
    help_of_parents = 0.5 * (220_000 + 432_000)
    assert households.debt[home] == pytest.approx(1_008_000.0)
    assert households.savings[home] == pytest.approx(1_100_000 + help_of_parents - 220_000 + 60_000 - 432_000)
    assert households.savings[2] == pytest.approx(1_000_000 - help_of_parents)
    assert households.savings[3] == pytest.approx(100_000 + 60_000)
    # nothing is lost but the wedding and the down-payment: the bride price is a transfer
    assert households.savings[:5].sum() == pytest.approx(2_200_000 - 100_000 - 432_000)
    assert counts.homes_bought[2].tolist() == [1, 0, 0, 0]
    assert claims.cases[claim("purchase_subsidy"), 2].tolist() == [1, 0, 0, 0]
    leave = claim("marriage_leave")
    assert (claims.cases[leave, 2, 0], claims.base[leave, 2, 0]) == (2, 300 + 200)


def test_what_a_lower_bride_price_spares_his_side_hers_loses() -> None:
    """Half the price, 60,000 less: her old home has 30,000 less, the couple as much less dowry; nothing is lost.
    """
    dear, cheap = (wedding_of([2_000_000.0, 200_000.0], costs=changed(COSTS, bride_price=price))[0].households.savings
                   for price in (120_000.0, 60_000.0))
    assert cheap[:5].sum() == pytest.approx(dear[:5].sum())
    assert dear[3] - cheap[3] == pytest.approx(30_000.0)
    his_side = cheap[2] + cheap[4] - dear[2] - dear[4]
    assert his_side == pytest.approx(30_000.0)


@pytest.mark.parametrize(("urban", "built"), [(1, 0), (0, 1)])
def test_a_couple_of_a_village_builds_its_home(urban: int, built: int) -> None:
    population, _, _ = wedding_of([2_000_000.0, 200_000.0], urban=urban)
    assert (population.households.tenure[4], population.households.self_built[4]) == (OWN, built)


def test_who_cannot_buy_rents_and_spends_no_more_than_it_has() -> None:
    population, claims, _ = wedding_of([40_000.0, 20_000.0])
    households = population.households
    assert (households.tenure[4], households.debt[4], households.floor_area[4]) == (RENT, 0.0, 90.0)
    # 20,000 + 10,000 + 10,000 of his mother's are spent, 12/22 of it as bride price, whose half is the dowry
    bride = 40_000 * 120 / 220
    assert households.savings[4] == pytest.approx(bride / 2)
    assert households.savings[3] == pytest.approx(10_000 + bride / 2)
    assert households.savings[:5].sum() == pytest.approx(60_000 - (40_000 - bride))
    assert claims.cases[claim("family_credit_subsidy")].sum() == 0


def test_family_credit_is_owed_as_negative_savings() -> None:
    costs = changed(COSTS, credit_ceiling=140_000.0, credit_repaid=0.0)
    population, claims, _ = wedding_of([40_000.0, 20_000.0], costs=costs)
    # 220,000 less 40,000 is short: 140,000 are borrowed; public money pays of the interest, a year at a time
    assert claims.cases[claim("family_credit_subsidy")].sum() == 0
    spent = 180_000
    bride = spent * 120 / 220
    assert population.households.savings[4] == pytest.approx(40_000 - spent + bride / 2)


def test_a_gift_of_the_county_is_spent_on_the_wedding_and_claimed() -> None:
    population, claims, _ = wedding_of([40_000.0, 20_000.0], costs=changed(COSTS, grant=1000.0))
    # 41,000 instead of 40,000 are spent of 220,000; 12/22 of them as bride price, whose half is the dowry
    bride = 41_000 * 120 / 220
    assert population.households.savings[4] == pytest.approx(bride / 2)
    assert population.households.savings[3] == pytest.approx(10_000 + bride / 2)
    assert claims.cases[claim("marriage_grant"), 2].tolist() == [1, 0, 0, 0]
    rich, _, _ = wedding_of([2_000_000.0, 200_000.0], costs=changed(COSTS, grant=1000.0))
    without, _, _ = wedding_of([2_000_000.0, 200_000.0])
    assert rich.households.savings[4] - without.households.savings[4] == pytest.approx(1000.0)


def test_a_purchase_subsidy_counts_as_cash_and_leaves_the_debt() -> None:
    population, _, _ = wedding_of([2_000_000.0, 200_000.0], homes=changed(HOMES, purchase_subsidy=200_000.0))
    assert population.households.debt[4] == pytest.approx(1_440_000 - 232_000 - 200_000)


def test_the_short_join_his_parents_who_own() -> None:
    population = city(3, room=2, sex=[MALE, FEMALE, FEMALE], birth=[born(30), born(28), born(55)], urban=1)
    give_child(population, 2, 0)
    population.households.tenure[:3] = OWN
    p = as_record(P._replace(new_home_at_wedding=1.0, family_home=0.0, join_when_short=1.0))
    wed(rows(1), rows(0), population.persons, population.households, counter(3), stock_of(population, MONTH),
        empty_counts(), empty_claims(), HOMES, COSTS, 1.0, p, 1, MONTH)
    assert list(population.persons.household[:3]) == [2, 2, 2]
    assert population.households.tenure[2] == WITH_PARENTS
