"""Persons, couples, families and households of the start population fit together."""

import numpy as np
import pytest

from sim.clock import NO_MONTH
from sim.population.columns import (
    COLLECTIVE,
    FEMALE,
    HUKOU_LOCAL,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    NO_TENURE,
    NOBODY,
    Population,
)
from sim.processes.homes.household_heads import household_heads

YEARS = ["population_2010", "population_2020"]
START = {"population_2010": 1330, "population_2020": 1450}


@pytest.fixture(params=YEARS)
def named(request: pytest.FixtureRequest) -> tuple[str, Population]:
    return request.param, request.getfixturevalue(request.param)


@pytest.fixture
def population(named: tuple[str, Population]) -> Population:
    return named[1]


@pytest.fixture
def start(named: tuple[str, Population]) -> int:
    return START[named[0]]


def test_ids_are_unique_and_have_63_bits(population: Population) -> None:
    ids = population.persons.id
    assert len(np.unique(ids)) == population.n_persons
    assert ids.min() >= 0


def test_births_lie_before_census_day(population: Population, start: int) -> None:
    birth = population.persons.birth.astype(int)
    assert birth.max() == start - 1
    assert birth.min() >= start - 12 * 101
    assert (population.persons.birthday == birth % 12).all()


def test_couples_are_reciprocal_and_of_both_sexes(population: Population) -> None:
    p = population.persons
    rows = np.flatnonzero(p.partner != NOBODY)
    spouses = p.partner[rows]
    assert (p.partner[spouses] == rows).all()
    assert (p.sex[spouses] != p.sex[rows]).all()
    assert (p.marital[rows] == MARRIED).all()
    assert (p.household[spouses] == p.household[rows]).all()
    assert (p.union_start[spouses] == p.union_start[rows]).all()
    assert (p.n_unions[spouses] == p.n_unions[rows]).all()


def test_union_dates_go_with_marital_status(population: Population, start: int) -> None:
    p = population.persons
    never = p.marital == NEVER_MARRIED
    assert (p.union_start[never] == NO_MONTH).all()
    assert (p.n_unions[never] == 0).all()
    ever = ~never
    assert (p.n_unions[ever] >= 1).all()
    assert (p.union_start[ever] < start).all()
    assert ((p.union_start[ever].astype(int) - p.birth[ever]) / 12 >= 14).mean() > 0.999


def test_spousal_age_gaps_are_those_assumed(population: Population) -> None:
    p = population.persons
    wives = np.flatnonzero((p.sex == 1) & (p.partner != NOBODY))
    gaps = (p.birth[wives].astype(float) - p.birth[p.partner[wives]]) / 12
    assert 1.0 < gaps.mean() < 3.2
    assert 2.0 < gaps.std() < 4.0


@pytest.mark.compiled
def test_spouses_are_of_like_schooling(population: Population) -> None:
    p = population.persons
    wives = np.flatnonzero((p.sex == 1) & (p.partner != NOBODY))
    w, h = (np.clip(p.education[rows], 1, 4) for rows in (wives, p.partner[wives]))
    assert 0.48 < (w == h).mean() < 0.66  # published for couples of all ages: .57


def test_children_are_younger_than_their_parents(population: Population) -> None:
    p = population.persons
    rows = np.flatnonzero(p.mother != NOBODY)
    assert (p.birth[rows].astype(int) - p.birth[p.mother[rows]] >= 12 * 15).all()
    assert (p.sex[p.mother[rows]] == 1).all()
    assert (p.county[p.mother[rows]] == p.county[rows]).all()
    rows = np.flatnonzero(p.father != NOBODY)
    assert (p.birth[rows].astype(int) - p.birth[p.father[rows]] >= 12 * 12).all()
    assert (p.sex[p.father[rows]] == 0).all()


def test_parity_counts_at_least_the_linked_children(population: Population) -> None:
    p = population.persons
    linked = np.flatnonzero(p.mother != NOBODY)
    n_linked = np.bincount(p.mother[linked], minlength=population.n_persons)
    boys = np.bincount(p.mother[linked], weights=p.sex[linked] == 0, minlength=population.n_persons)
    assert (p.parity >= n_linked).all()
    assert (p.n_boys >= boys).all()
    assert (p.n_boys <= p.parity).all()
    assert ((p.parity == 0) == (p.first_child_sex == -1)).all()
    assert ((p.parity == 0) == (p.last_birth == NO_MONTH)).all()
    assert (p.parity[(p.sex == 0) | (p.marital == NEVER_MARRIED)] == 0).all()


def test_sibling_lists_lead_to_every_linked_child(population: Population) -> None:
    p = population.persons
    n_found = 0
    for mother in np.flatnonzero(p.youngest != NOBODY):
        child, later = p.youngest[mother], None
        while child != NOBODY:
            assert p.mother[child] == mother
            assert later is None or p.birth[child] <= p.birth[later]
            child, later, n_found = p.elder[child], child, n_found + 1
    assert n_found == (p.mother != NOBODY).sum()


def test_births_are_spaced(population: Population) -> None:
    p = population.persons
    rows = np.flatnonzero(p.elder != NOBODY)
    gaps = p.birth[rows].astype(int) - p.birth[p.elder[rows]]
    assert gaps.min() >= 18


def test_first_births_come_after_the_wedding(population: Population) -> None:
    p = population.persons
    mothers = (p.parity == 1) & (p.n_unions == 1)
    assert (p.last_birth[mothers].astype(int) - p.union_start[mothers]).min() >= 5


def test_most_children_under_18_have_their_mother(population: Population, start: int) -> None:
    p = population.persons
    children = p.birth > start - 1 - 18 * 12
    assert 0.94 < (p.mother[children] != NOBODY).mean() < 0.98


def test_rows_stand_in_the_order_in_which_the_months_read_them(population: Population, start: int) -> None:
    p = population.persons
    may_bear = (p.sex == FEMALE) & ((start - 1 - p.birth) // 12 < 50)
    part = np.where(may_bear, 0, 12) + p.birthday
    assert (np.diff(part) >= 0).all()
    assert (np.diff(p.household)[np.diff(part) == 0] >= 0).all()


def test_households_hold_their_members(population: Population) -> None:
    p, h = population.persons, population.households
    assert (np.bincount(p.household, minlength=population.n_households) == h.size).all()
    assert h.size.min() >= 1
    assert (h.county[p.household] == p.county).all()
    assert (h.urban[p.household] == p.urban).all()
    collective = h.kind == COLLECTIVE
    assert (h.size[collective] <= 50).all()
    assert ((h.tenure == NO_TENURE) == collective).all()


def test_small_children_do_not_live_without_adults(population: Population, start: int) -> None:
    p, h = population.persons, population.households
    adult = p.birth <= start - 1 - 18 * 12
    n_adults = np.bincount(p.household, weights=adult, minlength=population.n_households)
    small = p.birth > start - 1 - 15 * 12
    assert (n_adults[p.household[small]] >= 1).all()
    assert (h.kind[p.household[small]] != COLLECTIVE).all()


def test_young_children_live_with_their_mother(population: Population, start: int) -> None:
    p = population.persons
    rows = np.flatnonzero((p.mother != NOBODY) & (p.birth > start - 1 - 15 * 12))
    assert (p.household[rows] == p.household[p.mother[rows]]).all()


def test_values_are_in_range(population: Population) -> None:
    p, h = population.persons, population.households
    assert set(np.unique(p.education)) == set(range(6))
    assert set(np.unique(p.hukou)) == set(range(4))
    assert (p.grandparents >= 0).all()
    assert (p.grandparents <= 4).all()
    assert ((p.earnings > 0) == (p.work > 0)).all()
    assert ((p.review >= 0) & (p.review < 12)).all()
    for values in (h.floor_area, h.savings, h.debt):
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    assert (p.due == NO_MONTH).all()
    assert (p.trying_since == NO_MONTH).all()


@pytest.mark.compiled
@pytest.mark.parametrize("sex", [MALE, FEMALE])
def test_who_is_at_school_in_one_census_ends_as_the_next_one_sees(
    population_2010: Population, population_2020: Population, sex: int
) -> None:
    born = range(START["population_2010"] - 18 * 12, START["population_2010"] - 10 * 12)
    destined, reached = (
        p.education[(p.sex == sex) & (p.birth >= born.start) & (p.birth < born.stop)].mean()
        for p in (population_2010.persons, population_2020.persons)
    )
    assert abs(destined - reached) < 0.1


def test_a_child_has_local_hukou_where_its_mother_or_her_husband_has(population: Population, start: int) -> None:
    p = population.persons
    rows = np.flatnonzero((p.mother != NOBODY) & (p.birth > start - 1 - 18 * 12))
    mothers = p.mother[rows]
    husbands = p.partner[mothers]
    local = (p.hukou[mothers] == HUKOU_LOCAL) | ((husbands != NOBODY) & (p.hukou[husbands] == HUKOU_LOCAL))
    assert ((p.hukou[rows] == HUKOU_LOCAL) == local).all()
    assert (p.hukou[rows][~local] == p.hukou[mothers][~local]).all()


@pytest.mark.compiled
def test_wives_of_other_hukou_have_borne_about_as_often(population_2020: Population) -> None:
    p = population_2020.persons
    age = (START["population_2020"] - p.birth) // 12
    wives = (p.sex == FEMALE) & (p.marital == MARRIED) & (age >= 28) & (age < 36)
    local, other = (p.parity[wives & (mine == (p.hukou == HUKOU_LOCAL))].mean() for mine in (True, False))
    assert 0.85 < other / local < 1.15


def test_households_stand_in_the_order_of_their_heads_months(population: Population, start: int) -> None:
    homes, n = population.households, population.n_households
    month = household_heads(population.n_persons, n, population.persons, homes.tenure, start, True).month
    assert (np.diff(month[month >= 0]) >= 0).mean() > 0.999  # of equal earners of one age either may be the head
