"""Who wants a nursery place, who gets one, and what a month of it claims; and the market lived in a small city."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.model import FertilityModel
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.policy.claims import claim, empty_claims
from sim.population.columns import (
    DEPARTED,
    FEMALE,
    FLEXIBLE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    MALE,
    NOBODY,
    PRIVATE,
    Array,
    Population,
)
from sim.processes.accounts import empty_counts
from sim.processes.care import nurseries
from sim.processes.care.childcare import N_KINDS, nursery_demand
from sim.processes.care.nurseries import (
    AIDED,
    AT_HOME,
    DEMAND_UNIT,
    QUEUE,
    SUPPORTED,
    Applicants,
    Demand,
    applicants_of,
    birth_order,
    employed,
    fee_paid,
    find_applicants,
    give_places,
    has_aid,
    in_units,
    marks_of,
    open_places,
    pass_month,
)
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.money.taxes import take_home, tax_rules
from sim.settings import RunSettings
from tests.sim.makers import MONTH, city, give_child, marry, rates, rows, same_uncompiled, size, within_errors

N = size(4000, 200)
FEE, AIDED_FEE = 3000.0, 1000.0
MARKET = CareMarket(
    np.ones(6), np.array([[FEE, AIDED_FEE, AIDED_FEE, AIDED_FEE]] * 6), np.full(6, FEE), np.zeros(6), np.full(6, 0.5),
    np.ones(6), np.array([[[FEE] * 3, *[[AIDED_FEE] * 3] * 3]] * 6),
)
NONE = np.zeros(6)
P = rates()


def couples(n: int, **columns: Any) -> Population:
    """Couples with one child of a year each: rows of mothers, of fathers, of children."""
    third = np.repeat([0, 1, 2], n)
    people = city(
        3 * n, sex=np.where(third == 1, MALE, FEMALE), work=np.where(third == 2, 0, PRIVATE),
        earnings=np.where(third == 2, 0, 60_000), birth=np.where(third == 2, MONTH - 12, MONTH - 360), **columns,
    )  # fmt: skip
    marry(people, np.arange(n), np.arange(n, 2 * n))
    for k in range(n):
        give_child(people, k, 2 * n + k)
    return people


def applicants(people: Population, pack: Pack, market: CareMarket = MARKET, **given: Any) -> Demand:
    """Applicants among all rows."""
    every = np.arange(people.n_persons, dtype=np.int32)
    taxes, pay = as_record(given.get("taxes", tax_rules(pack, 2020))), given.get("pay", 1.0)
    support, share, p = given.get("support", NONE), given.get("share", NONE), given.get("p", P)
    return find_applicants(
        0, len(every), every, people.persons, market, support, share, taxes, pay, as_record(p), 1, MONTH
    )  # type: ignore[no-any-return]


def test_small_rules_by_hand() -> None:
    elder = np.array([NOBODY, 0, 1, NOBODY], np.int32)
    assert [same_uncompiled(birth_order, k, elder) for k in range(4)] == [1, 2, 3, 1]
    assert [same_uncompiled(employed, w) for w in range(4)] == [False, True, True, False]
    assert same_uncompiled(fee_paid, 1000.0, 300.0) == 700.0
    assert same_uncompiled(fee_paid, 200.0, 300.0) == 0.0
    marks = [same_uncompiled(marks_of, local, supported) for local in (False, True) for supported in (False, True)]
    assert marks == [0, SUPPORTED, AIDED, AIDED + SUPPORTED]
    assert [same_uncompiled(in_units, chance) for chance in (0.0, 0.25, 1.0)] == [0, DEMAND_UNIT // 4, DEMAND_UNIT]
    fees = np.full((6, 4), FEE)
    fees[2, 3] = FEE - 1
    assert same_uncompiled(has_aid, fees, np.full(6, FEE)).tolist() == [False, False, True, False, False, False]


def test_children_apply_at_the_probability_of_their_household(pack: Pack) -> None:
    people = couples(N)
    found = applicants(people, pack)
    income = take_home(60_000.0, PRIVATE, 60_000.0, PRIVATE, 0.0, tax_rules(pack, 2020)) / 12
    chance = nursery_demand(FEE, income, 0.5, 1.0, 0, True, 1.0, P)
    assert found.expected[0] / DEMAND_UNIT == pytest.approx(N * chance, rel=1e-5)
    assert within_errors(len(found.row) / N, chance, N)
    assert (found.row >= 2 * N).all()
    assert not found.county.any()
    assert not found.order.any()
    assert (found.marks == AIDED).all()


def test_the_pay_of_a_month_is_taxed_by_the_rules_of_its_year(pack: Pack) -> None:
    people, taxes = couples(N), tax_rules(pack, 2012, 0.6)
    expected = applicants(people, pack, taxes=taxes, pay=2.0).expected
    income = take_home(120_000.0, PRIVATE, 120_000.0, PRIVATE, 0.0, taxes) / 12
    assert income < 0.99 * 2 * take_home(60_000.0, PRIVATE, 60_000.0, PRIVATE, 0.0, taxes) / 12
    chance = nursery_demand(FEE, income, 0.5, 1.0, 0, True, 1.0, P)
    assert expected[0] / DEMAND_UNIT == pytest.approx(N * chance, abs=N / DEMAND_UNIT)


def test_who_is_asked_and_who_is_not(pack: Pack) -> None:
    people, all_want = couples(5), rates(nursery_constant=50.0)
    persons = people.persons
    persons.birth[10:14] = [MONTH - 35, MONTH - 36, MONTH, MONTH + 1]
    persons.presence[14] = DEPARTED
    assert list(applicants(people, pack, p=all_want).row) == [10, 12]
    persons.care[[10, 11]] = [QUEUE, 1]
    nobody = rates(nursery_constant=-50.0)
    assert len(applicants(people, pack, p=nobody).row) == 0
    assert not persons.care.any()  # who wants no place any more, or is too old, has none


def test_aid_is_for_local_hukou_and_the_order_of_the_child(pack: Pack) -> None:
    people = couples(2, hukou=HUKOU_OUTSIDE)
    persons, all_want = people.persons, rates(nursery_constant=50.0)
    persons.hukou[3] = HUKOU_LOCAL  # the second father
    persons.elder[5] = 4  # the second child counts as a second birth
    found = applicants(people, pack, p=all_want)
    order, marks = found.order, found.marks
    assert list(order) == [0, 1]
    assert list(marks) == [0, AIDED]
    plain = couples(1, hukou=HUKOU_OUTSIDE)
    chances = [applicants(each, pack).expected[0] for each in (plain, couples(1))]
    assert chances[0] == chances[1]  # no aid for a first child
    people.persons.presence[[0, 2, 4]] = DEPARTED
    assert applicants(people, pack).expected[0] > chances[0]


def test_support_reaches_children_of_mothers_with_an_employer_that_pays(pack: Pack) -> None:
    people, all_want = couples(N), rates(nursery_constant=50.0)
    people.persons.work[: N // 2] = FLEXIBLE
    marks = applicants(people, pack, p=all_want, support=np.full(6, 500.0), share=np.full(6, 0.3)).marks
    supported = (marks & SUPPORTED) > 0
    assert not supported[: N // 2].any()
    assert within_errors(supported[N // 2 :].mean(), 0.3, N - N // 2)


def test_demand_never_falls_with_the_price_child_by_child(pack: Pack) -> None:
    people = couples(N)
    wanting = [
        set(applicants(people, pack, MARKET._replace(fee_at_age=np.full((6, 4, 3), fee))).row)
        for fee in (4000.0, 2000.0, 0.0)
    ]
    assert wanting[0] < wanting[1] < wanting[2]


def test_places_follow_residents_and_shares() -> None:
    shares = np.array([[0.25, 0.25, 0.5, 0.0]] * 6)
    places = open_places(np.full(6, 4.0), np.arange(6) * 100_000, shares, 1)
    assert places[0].sum() == 0
    assert places[5].tolist() == [500, 500, 1000, 0]
    doubled = open_places(np.full(6, 8.0), np.arange(6) * 100_000, shares, 1)
    np.testing.assert_array_equal(doubled, 2 * places)


def given_places(
    people: Population, found: Demand, places: Array, month: int = MONTH, admitted: float = 1.0
) -> Applicants:
    got = applicants_of([found])
    give_places(0, 6, got, places, np.full(6, admitted), people.persons, 1, month)
    return got


def test_who_has_no_place_in_reach_queues_beside_empty_ones(pack: Pack) -> None:
    people = couples(100)
    found = applicants(people, pack, p=rates(nursery_constant=50.0))
    places = np.zeros((6, N_KINDS), np.int64)
    places[0] = [60, 20, 20, 20]  # 120 places for 100 children, of whom 70 live near one
    got = given_places(people, found, places, admitted=0.7)
    assert np.bincount(got.care, minlength=6).tolist() == [0, 35, 11, 12, 12, 30]
    holders = got.row[got.care != QUEUE]
    again = given_places(people, found, places, MONTH + 3, admitted=0.75)
    assert (people.persons.care[holders] != QUEUE).all()
    assert (again.care == QUEUE).sum() == 25


def test_places_are_filled_and_holders_stay(pack: Pack) -> None:
    people = couples(100)
    found = applicants(people, pack, p=rates(nursery_constant=50.0))
    places = np.zeros((6, N_KINDS), np.int64)
    places[0] = [20, 10, 0, 10]
    first = given_places(people, found, places)
    assert np.bincount(first.care, minlength=6).tolist() == [0, 20, 10, 0, 10, 60]
    np.testing.assert_array_equal(people.persons.care[first.row], first.care)
    holders = first.row[first.care != QUEUE]
    places[0] = [21, 10, 5, 10]
    second = given_places(people, found, places, MONTH + 3)
    assert (people.persons.care[holders] != QUEUE).all()
    enrolled, queue = nurseries.by_kind(second, 100, places)
    np.testing.assert_array_equal(enrolled, places)
    assert (queue.sum(), queue[0].sum()) == (54, 54)
    places[:] = 0
    third = given_places(people, found, places, MONTH + 6)
    enrolled, queue = nurseries.by_kind(third, 100, places)
    assert (enrolled.sum(), queue[0, 1]) == (0, 100)


def test_a_month_claims_what_its_children_are_eligible_for() -> None:
    children = city(5, birth=[MONTH - 20, MONTH - 20, MONTH - 36, MONTH - 20, MONTH - 20], county=[0, 0, 0, 1, 0])
    persons, claims, counts = children.persons, empty_claims(), empty_counts()
    persons.care[:] = [1, 2, 3, 3, QUEUE]
    found = Applicants(
        rows(0, 1, 2, 3, 4), np.array([0, 0, 0, 0, 0], np.int8), np.array([0, 1, 1, 1, 2], np.int8),
        np.array([AIDED, AIDED + SUPPORTED, AIDED, 0, AIDED], np.int8), persons.care.copy(),
    )  # fmt: skip
    kept = pass_month(
        found, 5, persons.presence, persons.county, persons.birth, persons.care, counts.nursery_child_months,
        counts.nursery_wanted_months, claims.cases, np.zeros((6, 4)), MONTH,
    )
    assert kept == 3  # one turned three, one lives in another county now
    assert list(found.row[:3]) == [0, 1, 4]
    assert list(persons.care) == [1, 2, AT_HOME, AT_HOME, QUEUE]
    assert counts.nursery_child_months[0].tolist() == [1, 1, 0, 0]
    assert counts.nursery_wanted_months.tolist() == [3, 0, 0, 0, 0, 0]
    assert claims.cases[claim("operating_subsidy"), 0].tolist() == [1, 0, 0, 0]
    assert claims.cases[claim("nursery_aid"), 0].tolist() == [1, 1, 0, 0]
    assert claims.cases[claim("employer_fee_support"), 0].tolist() == [0, 1, 0, 0]
    assert not claims.base.any()


def test_aid_from_two_years_on_is_claimed_from_the_second_birthday() -> None:
    children = city(3, birth=[MONTH - 23, MONTH - 24, MONTH - 23], county=[0, 0, 1])
    persons, claims, counts = children.persons, empty_claims(), empty_counts()
    persons.care[:] = 1
    found = Applicants(
        rows(0, 1, 2), np.array([0, 0, 1], np.int8), np.array([1, 1, 1], np.int8),
        np.full(3, AIDED, np.int8), persons.care.copy(),
    )  # fmt: skip
    aid_from = np.zeros((6, 4))
    aid_from[0] = 24
    pass_month(
        found, 3, persons.presence, persons.county, persons.birth, persons.care, counts.nursery_child_months,
        counts.nursery_wanted_months, claims.cases, aid_from, MONTH,
    )
    assert claims.cases[claim("nursery_aid"), :2, 1].tolist() == [1, 1]


# The market in a small city ------------------------------------------------------------------------------------------


def lived(start_population: Callable[..., Population], months: int = 2, **values: Any) -> FertilityModel:
    """A city at 1/200 under levers set from its start on."""
    settings = RunSettings(sample="1/200", end_year=2021, values=values)
    model = FertilityModel(settings, population=start_population(200))
    model.run_for(months)
    return model


@pytest.mark.compiled
def test_twice_the_places_at_the_same_price_shorten_the_queue(start_population: Callable[..., Population]) -> None:
    """There were more places than applicants before; still they come nearer to those who had none in reach."""
    one, two = (lived(start_population, places_per_1000=n) for n in (3.5, 7.0))
    before, after = one.yearly[2020], two.yearly[2020]
    np.testing.assert_array_equal(before["nursery_wanted_months"], after["nursery_wanted_months"])
    assert before["nursery_places"].sum() > (before["nursery_enrolled"] + before["nursery_queue"]).sum()
    assert before["nursery_queue"].sum() > after["nursery_queue"].sum() > 0
    let_in = after["nursery_enrolled"].sum() - before["nursery_enrolled"].sum()
    assert let_in == before["nursery_queue"].sum() - after["nursery_queue"].sum()
    added = after["nursery_places"].sum() - before["nursery_places"].sum()
    assert after["nursery_empty"].sum() - before["nursery_empty"].sum() == added - let_in > 0
    assert (two.care.admitted > one.care.admitted).all()
    np.testing.assert_array_equal(one.care.fee_full, two.care.fee_full)


@pytest.mark.compiled
def test_half_the_price_draws_demand_and_a_queue_where_places_bind(
    start_population: Callable[..., Population],
) -> None:
    full = lived(start_population, places_per_1000=1.0)
    half = lived(start_population, places_per_1000=1.0, inclusive_share=0.9, operating_subsidy=900)
    assert (half.care.fee_full < 0.55 * full.care.fee_full).all()
    before, after = full.yearly[2020], half.yearly[2020]
    demand = [int((y["nursery_enrolled"] + y["nursery_queue"]).sum()) for y in (before, after)]
    assert demand[1] > 1.4 * demand[0]
    assert after["nursery_queue"].sum() > before["nursery_queue"].sum()
    assert (half.care.admitted < full.care.admitted).all()


@pytest.mark.compiled
def test_stocks_of_a_year_add_up_and_stand_in_the_column(start_population: Callable[..., Population]) -> None:
    model = lived(start_population, months=14, places_per_1000=2.0)
    persons, n = model.population.persons, model.population.n_persons
    for tables in model.yearly.values():
        np.testing.assert_array_equal(
            tables["nursery_places"], tables["nursery_enrolled"] + tables["nursery_empty"]
        )
    tables = model.yearly[2021]
    kinds = np.bincount(persons.care[:n][persons.presence[:n] == 1], minlength=6)
    assert kinds[1:5].tolist() == tables["nursery_enrolled"].sum(axis=0).tolist()
    assert kinds[QUEUE] == tables["nursery_queue"].sum()
    assert tables["nursery_child_months"].sum() <= tables["nursery_wanted_months"].sum()
    young = model.month - 1 - persons.birth[:n] < 36
    assert young[persons.care[:n] > 0].all()


@pytest.mark.compiled
def test_grants_are_claimed_for_places_beyond_the_most_there_were(
    start_population: Callable[..., Population],
) -> None:
    up = [{"value": 2.0}, {"value": 4.0, "from": "2021-03"}]
    grown = lived(start_population, months=14, places_per_1000=up, construction_grant=5000.0)
    grant = claim("construction_grant")
    places = grown.yearly[2021]["nursery_places"].sum()
    before = grown.yearly[2020]["nursery_places"].sum()
    assert grown.yearly[2021]["eligible"][grant].sum() >= places - before > 0
    assert lived(start_population, months=2, places_per_1000=2.0).claims.cases[grant].sum() <= 2
