"""Births carried out: rules by hand, rows and links of newborns, and what is counted."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.clock import NO_MONTH
from sim.parameters import as_record
from sim.population.columns import (
    FEMALE,
    HUKOU_LOCAL,
    HUKOU_OUTSIDE,
    HUKOU_PROVINCE,
    MALE,
    NOBODY,
    RESIDENT,
    Array,
    Population,
)
from sim.processes.accounts import BIRTHS, empty_counts
from sim.processes.childbearing.deliveries import deliver, destined_level, registered_at_birth, sex_at_birth
from sim.streams import child_id
from tests.sim.makers import MONTH, city, give_child, marry, rates, same_uncompiled, size, stock_of, within_errors

N = size(40_000, 3_000)
P = rates()
SCHOOLING = np.broadcast_to(np.array([0.0, 0.1, 0.3, 0.6, 0.8, 1.0]), (6, 2, 6)).copy()


@pytest.mark.parametrize(("u", "sex"), [(0.0, MALE), (0.499, MALE), (0.501, FEMALE), (0.999, FEMALE)])
def test_sex_by_hand(u: float, sex: int) -> None:
    assert same_uncompiled(sex_at_birth, u, 1.0) == sex  # as many boys as girls
    assert same_uncompiled(sex_at_birth, 0.52, 1.1) == MALE  # 11 of 21 are boys


@pytest.mark.parametrize(("u", "level"), [(0.0, 1), (0.09, 1), (0.1, 2), (0.7, 4), (0.999, 5)])
def test_schooling_by_hand(u: float, level: int) -> None:
    assert same_uncompiled(destined_level, u, SCHOOLING[0, 0]) == level


@pytest.mark.parametrize(
    ("mother", "father", "hukou"),
    [(HUKOU_LOCAL, HUKOU_OUTSIDE, HUKOU_LOCAL), (HUKOU_OUTSIDE, HUKOU_LOCAL, HUKOU_LOCAL),
     (HUKOU_OUTSIDE, HUKOU_PROVINCE, HUKOU_OUTSIDE)],
)
def test_registration_by_hand(mother: int, father: int, hukou: int) -> None:
    assert same_uncompiled(registered_at_birth, mother, father) == hukou


def delivered(population: Population, mothers: Array, p: Any = P, seed: int = 1) -> tuple[Any, Array]:
    """Counts and stock after births of all `mothers` this month."""
    counts, stock = empty_counts(), stock_of(population, MONTH)
    deliver(
        mothers.astype(np.int32), population.n_persons, population.persons, population.households, stock, SCHOOLING,
        np.array([1.0, 2.0, 3.0, 4.0]), counts, as_record(p), seed, MONTH,
    )
    population.n_persons += len(mothers)
    return counts, stock


def mothers_city(n: int, **columns: Any) -> Population:
    return city(n, room=n, **{"sex": FEMALE, "birth": MONTH - 341, **columns})


@pytest.mark.parametrize("ratio", [1.06, 1.3])
def test_sex_ratio_at_birth(ratio: float) -> None:
    population = mothers_city(N)
    counts, _ = delivered(population, np.arange(N), P._replace(sex_ratio_at_birth=ratio))
    boys, girls = counts.births.sum(axis=(0, 1, 2, 3))
    assert boys + girls == N == counts.births_monthly[MONTH % 12].sum() == counts.births_monthly.sum()
    assert within_errors(boys / N, ratio / (1 + ratio), N)
    assert (population.persons.sex[N : 2 * N] == MALE).sum() == boys


def test_births_are_the_sum_of_the_change_of_parity() -> None:
    generator = np.random.default_rng(2)
    n = size(3000, 300)
    population = mothers_city(n, parity=generator.integers(0, 6, n), county=generator.integers(0, 6, n))
    before = population.persons.parity.copy()
    boys_before = population.persons.n_boys.sum()
    mothers = np.flatnonzero(generator.random(n) < 0.4)
    counts, stock = delivered(population, mothers)
    assert (population.persons.parity - before).sum() == counts.births.sum() == len(mothers)
    orders = np.minimum(before[mothers] + 1, 4)
    np.testing.assert_array_equal(counts.births.sum(axis=(0, 1, 3, 4)), np.bincount(orders, minlength=5)[1:])
    by_county = np.bincount(population.persons.county[mothers], minlength=6)
    np.testing.assert_array_equal(counts.balance[MONTH % 12, :, BIRTHS], by_county)
    np.testing.assert_array_equal(counts.births_by_hukou.sum(axis=1), by_county)
    assert population.persons.n_boys.sum() - boys_before == counts.births[..., MALE].sum()
    np.testing.assert_array_equal(stock, stock_of(population, MONTH))


def test_newborns_by_hand() -> None:
    population = city(
        3, room=3, sex=[FEMALE, MALE, FEMALE], county=[3, 3, 1], birth=MONTH - 341, urban=[1, 1, 0],
        hukou=[HUKOU_OUTSIDE, HUKOU_LOCAL, HUKOU_OUTSIDE], education=[4, 2, 1],
    )
    marry(population, 0, 1)
    counts, _ = delivered(population, np.array([0, 2]))
    persons = population.persons
    assert list(persons.id[3:5]) == [child_id(persons.id[0], 1), child_id(persons.id[2], 1)]
    assert list(persons.presence[3:5]) == [RESIDENT, RESIDENT]
    assert list(persons.birth[3:5]) == [MONTH, MONTH]
    assert list(persons.birthday[3:5]) == [MONTH % 12] * 2
    assert list(persons.county[3:5]) == [3, 1]
    assert list(persons.urban[3:5]) == [1, 0]
    assert list(persons.hukou[3:5]) == [HUKOU_LOCAL, HUKOU_OUTSIDE]  # as the parent who is registered here
    assert list(persons.mother[3:5]) == [0, 2]
    assert list(persons.father[3:5]) == [1, NOBODY]
    assert list(persons.household[3:5]) == [0, 2]
    assert list(population.households.size[:3]) == [3, 0, 2]
    assert (persons.next_death[3], persons.due[3], persons.partner[3]) == (NO_MONTH, NO_MONTH, NOBODY)
    assert list(persons.last_birth[[0, 2]]) == [MONTH, MONTH]
    assert persons.first_child_sex[0] == persons.sex[3]
    assert counts.births[3, 28, 0, 4].sum() == counts.births[1, 28, 0, 1].sum() == 1
    assert counts.births_by_hukou[3, HUKOU_OUTSIDE] == 1  # by the mother's


def test_a_second_child_makes_the_first_no_only_child() -> None:
    population = mothers_city(1)
    persons = population.persons
    delivered(population, np.array([0]))
    assert (persons.only_child[1], persons.youngest[0], persons.elder[1]) == (1, 1, NOBODY)
    first_sex = persons.sex[1]
    population.reserve(5, 5)
    persons = population.persons
    delivered(population, np.array([0]), seed=2)
    assert list(persons.only_child[1:3]) == [0, 0]
    assert (persons.youngest[0], persons.elder[2], persons.parity[0]) == (2, 1, 2)
    assert persons.first_child_sex[0] == first_sex
    assert persons.id[2] != persons.id[1]


def test_destined_schooling_follows_its_shares() -> None:
    population = mothers_city(N)
    delivered(population, np.arange(N))
    levels = np.bincount(population.persons.education[N : 2 * N], minlength=6)
    assert levels[0] == 0
    assert stats.chisquare(levels[1:], np.array([0.1, 0.2, 0.3, 0.2, 0.2]) * N).pvalue > 1e-4


def test_newborns_will_review_in_months_of_their_own() -> None:
    population = mothers_city(N)
    delivered(population, np.arange(N))
    phases = np.bincount(population.persons.review[N : 2 * N], minlength=12)
    assert len(phases) == 12
    assert stats.chisquare(phases).pvalue > 1e-4


def test_an_elder_sibling_of_another_mother_stays_an_only_child() -> None:
    population = city(4, room=1, sex=[FEMALE, FEMALE, MALE, MALE], birth=[MONTH - 400] * 2 + [MONTH - 40] * 2)
    give_child(population, 0, 2)
    give_child(population, 1, 3)
    population.persons.only_child[2:4] = 1
    delivered(population, np.array([0]))
    assert list(population.persons.only_child[2:5]) == [0, 1, 0]
