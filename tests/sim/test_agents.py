"""Lazy Mesa views: columns as attributes, sets of rows, and what is refused."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from mesa import Agent
from mesa.agentset import AbstractAgentSet

from sim.agents import Household, Person
from sim.clock import NO_MONTH
from sim.model import FertilityModel
from sim.population.columns import (
    DEAD,
    FEMALE,
    LIVE_BIRTH,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    RESIDENT,
    Population,
    columns_of,
)
from sim.settings import RunSettings

SETTINGS = RunSettings(sample="1/1000", end_year=2020)


@pytest.fixture(scope="module")
def shared(start_population: Callable[..., Population]) -> FertilityModel:
    """A model after its first month; tests that write take `model`."""
    made = FertilityModel(SETTINGS, population=start_population(1000))
    made.step()
    return made


@pytest.fixture
def model(start_population: Callable[..., Population]) -> FertilityModel:
    return FertilityModel(SETTINGS, population=start_population(1000))


def couple(model: FertilityModel) -> tuple[Person, Person]:
    """Some wife and her husband."""
    persons, n = model.population.persons, model.population.n_persons
    here = (persons.presence[:n] == RESIDENT) & (persons.sex[:n] == FEMALE) & (persons.partner[:n] != NOBODY)
    wife = Person(model, int(np.flatnonzero(here)[5]))
    husband = wife.spouse
    assert husband is not None
    return wife, husband


def mother(model: FertilityModel) -> Person:
    """Some woman with two children in the city."""
    persons = model.population.persons
    for row in np.flatnonzero(persons.youngest[: model.population.n_persons] != NOBODY):
        if persons.elder[persons.youngest[row]] != NOBODY and persons.sex[row] == FEMALE:
            return Person(model, int(row))
    raise AssertionError("nobody has two children")


def test_every_column_is_an_attribute(shared: FertilityModel) -> None:
    person, household = Person(shared, 17), Household(shared, 3)
    for name in columns_of(type(shared.population.persons)):
        assert getattr(person, name) == getattr(shared.population.persons, name)[17]
    for name in columns_of(type(shared.population.households)):
        assert getattr(household, name) == getattr(shared.population.households, name)[3]


def test_writing_an_attribute_writes_the_column(model: FertilityModel) -> None:
    person = Person(model, 4)
    person.education = 5
    assert model.population.persons.education[4] == Person(model, 4).education == 5
    person.nickname = "A Mei"
    assert person.nickname == "A Mei"
    assert "nickname" not in model.population.persons._fields


def test_the_months_see_what_was_set_by_hand(start_population: Callable[..., Population]) -> None:
    """A woman who is made to expect bears in her month, and the year's turn finds the women whom events have kept."""
    made = FertilityModel(RunSettings(sample=Fraction(1, 1000), end_year=2022), population=start_population(1000))
    made.run_for(4)
    persons = made.population.persons
    free = (persons.due == NO_MONTH) & (persons.trying_since == NO_MONTH) & (persons.marital == NEVER_MARRIED)
    young = (made.month - persons.birth > 20 * 12) & (made.month - persons.birth < 25 * 12)
    girl = Person(made, int(np.flatnonzero(free & young & (persons.sex == FEMALE) & (persons.presence == RESIDENT))[0]))
    girl.due, girl.due_outcome, girl.parity = made.month + 2, LIVE_BIRTH, 3
    assert made.set_by_hand
    made.run_for(3)
    assert not made.set_by_hand
    assert girl.parity == 4
    made.run_for(made.n_months - 7)


def test_an_unknown_column_is_named(shared: FertilityModel) -> None:
    with pytest.raises(AttributeError, match="Person has no column 'wealth'"):
        _ = Person(shared, 0).wealth
    assert not hasattr(Household(shared, 0), "birth")


def test_age_is_exact_at_the_current_month(shared: FertilityModel) -> None:
    person = Person(shared, 9)
    assert person.age == (shared.month - person.birth) / 12


def test_spouses_know_each_other_and_share_a_home(shared: FertilityModel) -> None:
    wife, husband = couple(shared)
    assert (wife.sex, husband.sex, wife.marital, husband.marital) == (FEMALE, MALE, MARRIED, MARRIED)
    assert husband.spouse == wife
    assert wife.home == husband.home
    assert {wife, husband} <= set(wife.home.members)
    assert len(wife.home.members) == wife.home.size
    single = shared.agents.where(partner=NOBODY)[0]
    assert single.spouse is None


def test_children_come_youngest_first(shared: FertilityModel) -> None:
    woman = mother(shared)
    births = [child.birth for child in woman.children]
    assert len(births) >= 2
    assert births == sorted(births, reverse=True)
    assert all(child.mother == woman.row for child in woman.children)


def test_views_of_one_row_are_equal(shared: FertilityModel) -> None:
    assert Person(shared, 3) == Person(shared, 3) != Person(shared, 4)
    assert Person(shared, 3) != Household(shared, 3)
    assert len({Person(shared, 3), Person(shared, 3), Household(shared, 3)}) == 2
    assert (repr(Person(shared, 3)), repr(Household(shared, 3))) == ("Person(3)", "Household(3)")
    assert Person(shared, 3).unique_id == 3


def test_removing_by_hand_is_refused(model: FertilityModel) -> None:
    for view in (Person(model, 0), Household(model, 0)):
        with pytest.raises(TypeError, match="cannot be removed by hand"):
            view.remove()
    with pytest.raises(TypeError, match="not by hand"):
        model.agents.add(Person(model, 0))


def test_sets_are_mesa_agent_sets_of_the_residents(shared: FertilityModel) -> None:
    agents = shared.agents
    assert isinstance(agents, AbstractAgentSet)
    assert isinstance(agents[0], Agent)
    assert len(agents) == shared.stock.sum() == len(list(agents)) == len(agents.to_list())
    assert len(shared.households) == (shared.population.households.size > 0).sum()
    assert agents[0] in agents
    gone = Person(shared, int(shared.plan.first_row) + 5)  # still to come
    assert gone not in agents
    assert Household(shared, int(agents.rows[0])) not in agents


def test_get_gives_columns_attributes_and_tables(shared: FertilityModel) -> None:
    agents = shared.agents
    np.testing.assert_array_equal(agents.get("birth"), shared.population.persons.birth[agents.rows])
    some = shared.agents.where(county=3)
    assert some.get("age") == [agent.age for agent in some]
    assert some.get(["sex", "age"]) == [[agent.sex, agent.age] for agent in some]
    assert set(some.get("wealth", handle_missing="default", default_value=-7)) == {-7}
    with pytest.raises(AttributeError):
        some.get("wealth")


def test_aggregates_are_those_of_the_columns(shared: FertilityModel) -> None:
    earnings = shared.population.persons.earnings[shared.agents.rows]
    assert shared.agents.agg("earnings", np.mean) == pytest.approx(earnings.mean())
    assert shared.agents.agg("parity", [min, max]) == [0, shared.population.persons.parity.max()]


def test_groups_part_the_set(shared: FertilityModel) -> None:
    by_county = shared.agents.groupby("county").groups
    assert sorted(by_county) == list(range(6))
    assert sum(len(group) for group in by_county.values()) == len(shared.agents)
    assert all(set(group.get("county")) == {county} for county, group in by_county.items())
    adults = by_county[2].groupby(lambda agent: agent.age >= 18, result_type="list").groups
    assert len(adults[True]) + len(adults[False]) == len(by_county[2])
    assert all(agent.age >= 18 for agent in adults[True])


def test_where_and_select_agree(shared: FertilityModel) -> None:
    quick = shared.agents.where(sex=FEMALE, county=1)
    slow = shared.agents.select(lambda agent: agent.sex == FEMALE and agent.county == 1)
    np.testing.assert_array_equal(quick.rows, slow.rows)
    assert len(shared.agents.select(at_most=10)) == 10
    assert len(quick.select(at_most=0.5)) == len(quick) // 2
    assert len(shared.agents.select(agent_type=Household)) == 0
    changed = shared.agents
    assert changed.select(lambda agent: agent.county == 4, inplace=True) is changed
    assert set(changed.get("county")) == {4}


def test_sort_and_shuffle_keep_the_members(shared: FertilityModel) -> None:
    some = shared.agents.where(county=3)
    down, up = some.sort("birth"), some.sort(lambda agent: agent.birth, ascending=True)
    assert (np.diff(down.get("birth").astype(int)) <= 0).all()
    assert (np.diff(up.get("birth").astype(int)) >= 0).all()
    mixed = some.shuffle()
    assert not np.array_equal(mixed.rows, some.rows)
    np.testing.assert_array_equal(np.sort(mixed.rows), np.sort(some.rows))


def test_set_do_and_map_reach_every_member(model: FertilityModel) -> None:
    some = model.agents.where(county=3)
    some.set("urban", 1)
    assert (model.population.persons.urban[some.rows] == 1).all()
    seen: list[int] = []
    some.do(lambda agent: seen.append(agent.row))
    assert seen == some.rows.tolist()
    some.shuffle_do(lambda agent: seen.append(agent.row))
    assert sorted(seen[len(some) :]) == sorted(some.rows.tolist())
    assert some.map("__repr__")[0] == f"Person({some.rows[0]})"


def test_leaving_one_out_of_a_set_leaves_the_city_alone(model: FertilityModel) -> None:
    some, first = model.agents, model.agents[0]
    some.discard(first)
    assert first not in some
    some.discard(first)
    with pytest.raises(KeyError):
        some.remove(first)
    assert len(model.agents) == len(some) + 1
    assert first.presence == RESIDENT


def test_sets_follow_the_state(model: FertilityModel) -> None:
    before = len(model.agents)
    Person(model, 0).presence = DEAD
    assert len(model.agents) == before - 1


def test_looking_does_not_change_the_run(start_population: Callable[..., Population]) -> None:
    runs = []
    for look in (False, True):
        model = FertilityModel(SETTINGS, population=start_population(1000))
        if look:
            model.agents.shuffle().select(lambda agent, model=model: model.random.random() < 0.5)
        model.run_for(2)
        runs.append(model.yearly[2020])
    for name, table in runs[0].items():
        np.testing.assert_array_equal(table, runs[1][name])
