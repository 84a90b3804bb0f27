"""Homes by lot: what the loan won asks and leaves, who is drawn, and that a chance of 0 changes nothing."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.model import FertilityModel
from sim.parameters import as_record, as_row
from sim.places.pack import Pack
from sim.policy.claims import claim
from sim.policy.paths import compile_paths
from sim.population.columns import (
    HUKOU_LOCAL,
    LOT_LOST,
    LOT_WON,
    NO_LOT,
    OWN,
    PRIVATE,
    PUBLIC_RENT,
    RENT,
    WITH_PARENTS,
    Population,
)
from sim.processes.homes import home_lots
from sim.processes.homes.home_lots import Drawn, Lots
from sim.processes.homes.household_heads import household_heads
from sim.processes.homes.housing import Loans
from sim.settings import RunSettings
from tests.sim.makers import MONTH, city, give_child, permuted, same_uncompiled, within_errors
from tests.sim.market import HOMES_TABLE, P, born

RULES = P._replace(fund_loan_years=8.0, loan_payment_share=0.5)
RECORD, HOMES = as_record(RULES), as_record(HOMES_TABLE)
LOANS = Loans(least=0.3, fund=400_000.0, bank=0.0)
CUT, SUBSIDY = range(2)


@pytest.mark.parametrize(
    ("most", "income", "won"),
    [
        (500_000.0, 160_000.0, 500_000.0),  # half of 160,000 carries 24,000 to the fund and 56,000 more: 1.4 million
        (500_000.0, 80_000.0, 400_000.0),  # half of 80,000 leaves 16,000 a year, at .04 a yuan
        (2_000_000.0, 400_000.0, 1_040_000.0),  # what the fund leaves of the home
        (500_000.0, 40_000.0, 0.0),  # the fund's 24,000 a year are more than half of it
    ],
)
def test_the_loan_won_by_hand(most: float, income: float, won: float) -> None:
    found = same_uncompiled(home_lots.loan_won, most, 1_440_000.0, 400_000.0, income, 0.04, HOMES, RECORD)
    assert found == pytest.approx(won)


def test_the_loan_won_meets_the_first_payment() -> None:
    """Of 1,440,000 yuan 432,000 must be brought, of which 300,000 won leave 132,000, 500,000 nothing."""
    assert same_uncompiled(home_lots.cash_with_loan, 1_440_000.0, 0.3, 400_000.0, 300_000.0, 900_000.0) == 132_000.0
    assert home_lots.cash_with_loan(1_440_000.0, 0.3, 400_000.0, 500_000.0, 900_000.0) == 0.0
    assert home_lots.cash_with_loan(1_440_000.0, 0.3, 400_000.0, 500_000.0, 100_000.0) == 440_000.0


def test_an_interest_cut_is_bought_down_by_hand() -> None:
    # 500,000 at .04 a yuan cost 20,000 a year, as 312,500 do at the usual .064
    assert same_uncompiled(home_lots.bought_down, 500_000.0, 0.04, 0.064) == pytest.approx(187_500.0)
    assert home_lots.bought_down(500_000.0, 0.064, 0.064) == 0.0


def test_a_home_won_by_hand() -> None:
    """Income 160,000: fund 24,000 and the loan won 20,000 a year leave the bank 36,000, or 562,500 yuan."""
    won = same_uncompiled(
        home_lots.won_home, 1_440_000.0, 0.0, 160_000.0, LOANS, 500_000.0, 0.04, 0.0, HOMES, RECORD)
    assert won == pytest.approx((0.0, 1_440_000.0 - 187_500.0, 187_500.0))
    # half the income carries 400,000 at .04 beside the fund's loan, and nothing of a bank: 640,000 are left to bring
    won = home_lots.won_home(1_440_000.0, 0.0, 80_000.0, LOANS, 500_000.0, 0.04, 0.0, HOMES, RECORD)
    assert won == pytest.approx((640_000.0, 800_000.0 - 150_000.0, 150_000.0))
    # without loan and cut the home asks what it asks of every renter
    won = home_lots.won_home(1_440_000.0, 0.0, 160_000.0, LOANS, 0.0, 0.064, 100_000.0, HOMES, RECORD)
    assert won == pytest.approx((332_000.0, 1_008_000.0, 0.0))  # 432,000 less a subsidy that serves as first payment


def lots(chance: float = 1.0, loan: float = 1_000_000.0, payment: float = 0.064, taken: float = 1.0) -> Lots:
    """Terms alike in all counties."""
    return Lots(*(np.full(6, value) for value in (chance, loan, payment, taken)))


def drawn(population: Population, terms: Lots, homes: Any = HOMES_TABLE, seed: int = 1) -> Drawn:
    """One month's draw among all households, as listed."""
    persons, households, n = population.persons, population.households, population.n_households
    heads = household_heads(population.n_persons, n, persons, households.tenure, MONTH, True)
    return home_lots.draw_lots(
        terms, heads, population.n_persons, persons, households, as_row(homes), 1.0, as_row(RULES), seed, MONTH)


def families(n: int, **household: Any) -> Population:
    """So many local mothers of 30 in private work with 200,000 yuan a year, each renting with one child in town."""
    population = city(
        2 * n, room=2, sex=1, birth=[born(30)] * n + [born(5)] * n, earnings=[200_000] * n + [0] * n,
        work=[PRIVATE] * n + [0] * n, hukou=HUKOU_LOCAL)
    for mother in range(n):
        give_child(population, mother, n + mother)
    homes = population.households
    homes.urban[:], homes.tenure[:], homes.floor_area[:] = 1, RENT, 60.0
    for name, value in household.items():
        getattr(homes, name)[:] = value
    return population


def test_who_is_drawn_owns_the_home_that_a_renter_would_buy() -> None:
    """90 m2 for 1,440,000 yuan; 100,000 a year carry a fund loan and 1,000,000 won at .064, if not all of the rest."""
    population = families(1, savings=500_000)
    found, homes = drawn(population, lots()), population.households
    assert found.steps[0].tolist() == [1, 1, 1]
    assert (homes.tenure[0], homes.floor_area[0], found.bought[0, 0]) == (OWN, 90.0, 1)
    assert homes.debt[0] + 500_000 - homes.savings[0] == pytest.approx(1_440_000)  # no cut: nobody else pays
    assert found.base[CUT].sum() == 0
    assert population.persons.lot[:2].tolist() == [LOT_WON, LOT_WON]  # mother and child
    assert drawn(population, lots()).steps.sum() == 0  # owns now; nobody is drawn twice


def test_what_the_payer_pays_is_off_the_debt() -> None:
    free, cut = families(1, savings=500_000), families(1, savings=500_000)
    drawn(free, lots(loan=800_000.0))
    found = drawn(cut, lots(loan=800_000.0, payment=0.048))
    assert (found.cases[CUT, 0, 0], found.base[CUT, 0, 0]) == (1, 200_000)
    brought = 500_000 - cut.households.savings[0]
    assert cut.households.debt[0] + brought == pytest.approx(1_240_000)
    assert cut.households.debt[0] < free.households.debt[0]


def test_without_a_loan_there_is_no_lottery(pack: Pack) -> None:
    """A chance of 1 of a loan of 0 from 2025 on: nobody is drawn, as nothing could be won, until there is a loan."""
    start, end = month_index(2020, 11), month_index(2030, 12)
    loan = [{"from": "2026-01", "value": 1_000_000}]
    for given, months in (({}, 0), ({"home_lot_loan": loan}, 1)):
        levers = compile_paths("national_only", pack, start, end, values={
            "home_lot_chance": [{"from": "2025-01", "value": 1}], "home_lot_interest_cut": 2, **given})
        paths = home_lots.lot_paths(levers)
        at = [levers.at(month_index(year, 12)) for year in (2024, 2025, 2026)]
        assert paths.drawn[at].tolist() == [False, False, bool(months)]
        assert (paths.chance[at][:, 0] > 0.0).tolist() == paths.drawn[at].tolist()


def test_who_lacks_the_cash_is_drawn_and_goes_on_renting() -> None:
    population = families(1, savings=0)
    found = drawn(population, lots(loan=100_000.0))
    assert found.steps[0].tolist() == [1, 1, 0]
    assert (population.households.tenure[0], population.households.debt[0]) == (RENT, 0.0)
    assert population.persons.lot[0] == LOT_WON


@pytest.mark.parametrize(("tenure", "entered"), [(RENT, 1), (PUBLIC_RENT, 1), (OWN, 0), (WITH_PARENTS, 0)])
def test_who_rents_takes_part(tenure: int, entered: int) -> None:
    population = families(1, tenure=tenure)
    assert drawn(population, lots(chance=1e-12)).steps[0].tolist() == [entered, 0, 0]
    assert population.persons.lot[0] == (LOT_LOST if entered else NO_LOT)


def test_who_does_not_take_it_up_claims_and_stays() -> None:
    """A claim counts who is eligible; the ledger pays the share that takes it up."""
    population = families(1, savings=500_000)
    found = drawn(population, lots(payment=0.048, taken=0.0))
    assert found.cases[CUT, 0, 0] == 1
    assert (found.steps[0, 2], population.households.tenure[0]) == (0, RENT)


def test_a_share_is_drawn_whatever_the_order_of_rows() -> None:
    n = 4_000
    population = families(n)
    other = permuted(population, 3)
    steps = drawn(population, lots(chance=0.1)).steps
    assert steps[0, 0] == n
    assert within_errors(steps[0, 1] / n, 0.1, n)
    np.testing.assert_array_equal(drawn(other, lots(chance=0.1)).steps, steps)
    won = {int(i) for i in population.persons.id[population.persons.lot == LOT_WON]}
    assert won == {int(i) for i in other.persons.id[other.persons.lot == LOT_WON]}
    assert len(won) == 2 * steps[0, 1]


def test_a_subsidy_helps_and_is_claimed() -> None:
    population = families(1, savings=0)
    homes = HOMES_TABLE._replace(purchase_subsidy=np.full((6, 4), 350_000.0))  # beside 100,000 won it meets 432,000
    found = drawn(population, lots(loan=100_000.0), homes=homes)
    assert found.cases[SUBSIDY, 0, 0] == found.steps[0, 2] == 1


# In the model ------------------------------------------------------------------------------------------------------


def lived(start_population: Callable[..., Population], **values: Any) -> FertilityModel:
    """A city at 1/200 for fourteen months."""
    settings = RunSettings(sample="1/200", end_year=2021, values=values)
    model = FertilityModel(settings, population=start_population(200))
    model.run_for(14)
    return model


@pytest.mark.compiled
def test_winners_and_others_are_counted_within_one_run(start_population: Callable[..., Population]) -> None:
    one_month = [{"value": 0.5, "from": "2020-12", "to": "2020-12"}]
    base = lived(start_population)
    given = lived(
        start_population, home_lot_chance=one_month, home_lot_loan=3_000_000, home_lot_interest_cut=10)
    entered, drawn_of, bought = given.yearly[2020]["home_lots"].sum(axis=0)
    assert within_errors(drawn_of / entered, 0.5, entered)
    assert 0 < bought <= drawn_of
    year = given.yearly[2021]
    assert (year["home_lots"].sum(), year["births_by_lot"].sum()) == (0, year["births"].sum())
    assert (year["women_by_lot"].sum(axis=1) > 0).all()
    cut = claim("home_lot_interest_cut")
    assert given.yearly[2020]["eligible"][cut].sum() >= bought
    assert given.yearly[2020]["money"][cut].sum() > 50_000 * bought
    owners = given.yearly[2021]["tenures"][:, OWN].sum() - base.yearly[2021]["tenures"][:, OWN].sum()
    assert owners > 0.5 * bought
    assert base.yearly[2021]["women_by_lot"][1:].sum() == base.yearly[2021]["home_lots"].sum() == 0


@pytest.mark.compiled
def test_a_chance_of_nothing_is_the_base_to_the_bit(start_population: Callable[..., Population]) -> None:
    base = lived(start_population)
    given = lived(start_population, home_lot_loan=3_000_000, home_lot_interest_cut=3)
    for year, tables in base.yearly.items():
        for name, table in tables.items():
            np.testing.assert_array_equal(given.yearly[year][name], table, err_msg=name)
