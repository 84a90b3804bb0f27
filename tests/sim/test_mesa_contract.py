"""One contract, two models: what a plain Mesa model and its sets of agents do, ours do too."""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agentset import AbstractAgentSet, GroupBy

from sim.model import FertilityModel
from sim.population.columns import Population
from sim.settings import RunSettings

N = 60


class Plain(mesa.Agent):
    """A Mesa agent with the attributes that the contract asks for."""

    def __init__(self, model: mesa.Model, county: int, birth: int, parity: int) -> None:
        super().__init__(model)
        self.county, self.birth, self.parity = county, birth, parity


class PlainModel(mesa.Model):
    """A plain Mesa model of a few agents."""

    def __init__(self) -> None:
        super().__init__(rng=1)
        generator = np.random.default_rng(3)
        for county, birth, parity in generator.integers(0, [6, 1400, 4], (N, 3)):
            Plain(self, int(county), int(birth), int(parity))


@pytest.fixture(params=["mesa", "fertsim"])
def agents(request: pytest.FixtureRequest, start_population: Callable[..., Population]) -> Any:
    """A set of N agents of either model."""
    if request.param == "mesa":
        return PlainModel().agents
    model = FertilityModel(RunSettings(sample="1/1000", end_year=2020), population=start_population(1000))  # type: ignore[arg-type]
    return model.agents.select(at_most=N)


def ids(members: Iterable[Any]) -> list[int]:
    return [agent.unique_id for agent in members]


def in_first_counties(agent: Any) -> bool:
    return bool(agent.county < 2)


def born_late(agent: Any) -> bool:
    return bool(agent.birth > 700)


def test_it_is_a_set_of_agents(agents: Any) -> None:
    assert isinstance(agents, AbstractAgentSet)
    assert len(agents) == len(agents.to_list()) == len(list(agents)) == N
    first = agents.to_list()[0]
    assert first in agents
    assert object() not in agents
    assert isinstance(first, mesa.Agent)


def test_slices_are_lists(agents: Any) -> None:
    assert ids(agents.to_list()[2:5]) == ids(agents[2:5])
    assert isinstance(agents[2:5], list)
    assert agents[-1] == agents.to_list()[-1]


def test_copies_are_sets_of_their_own(agents: Any) -> None:
    for other in (agents.copy(), copy.copy(agents), agents.select()):
        assert ids(other) == ids(agents)
        other.discard(agents[0])
        assert len(other) == N - 1
    assert len(agents) == N
    assert agents.select(inplace=True) is agents


def test_sets_are_joined_met_and_parted(agents: Any) -> None:
    one, other = agents.select(in_first_counties), agents.select(born_late)
    a, b = set(ids(one)), set(ids(other))
    assert a
    assert b
    for found, expected in ((one & other, a & b), (one | other, a | b), (one - other, a - b), (one ^ other, a ^ b)):
        assert set(ids(found)) == expected
        assert isinstance(found, AbstractAgentSet)
    assert (one <= agents, one == other, one.isdisjoint(agents - one)) == (True, False, True)
    assert set(ids(one & list(other))) == a & b


def test_sets_change_in_place(agents: Any) -> None:
    some = agents.select(in_first_counties)
    a, b = set(ids(some)), set(ids(agents.select(born_late)))
    some -= agents.select(born_late)
    assert set(ids(some)) == a - b
    some |= agents.select(born_late)
    assert set(ids(some)) == a | b
    some &= agents.select(in_first_counties)
    assert set(ids(some)) == a


def test_attributes(agents: Any) -> None:
    assert list(agents.get("county")) == [agent.county for agent in agents]
    assert agents.get(["county", "birth"]) == [[agent.county, agent.birth] for agent in agents]
    assert agents.get("wealth", handle_missing="default", default_value=-7) == [-7] * N
    assert agents.get(["wealth", "county"], "default", 0)[3] == [0, agents[3].county]
    with pytest.raises(AttributeError):
        agents.get("wealth")
    with pytest.raises(ValueError, match="Unknown handle_missing option: ignore"):
        agents.get("county", handle_missing="ignore")
    agents.set("parity", 3)
    assert set(agents.get("parity")) == {3}


def test_aggregates(agents: Any) -> None:
    births = [agent.birth for agent in agents]
    assert agents.agg("birth", max) == max(births)
    assert agents.agg("birth", [min, len]) == [min(births), N]


@pytest.mark.parametrize("by", ["county", lambda agent: agent.county])
def test_groups(agents: Any, by: Any) -> None:
    counties = [agent.county for agent in agents]
    groups = agents.groupby(by)
    assert isinstance(groups, GroupBy)
    assert groups.count() == {county: counties.count(county) for county in dict.fromkeys(counties)}
    assert len(groups) == len(set(counties))
    assert groups.map(len) == groups.count()
    assert groups.agg("birth", min) == {
        county: min(agent.birth for agent in agents if agent.county == county) for county in dict.fromkeys(counties)
    }
    assert [(key, ids(members)) for key, members in groups] == [
        (key, [agent.unique_id for agent in agents if agent.county == key]) for key in dict.fromkeys(counties)
    ]
    seen: list[int] = []
    assert groups.do(lambda members: seen.append(len(members))) is groups
    assert sum(seen) == N
    lists = agents.groupby(by, result_type="list")
    assert all(isinstance(members, list) for _, members in lists)


def test_selections_and_orders(agents: Any) -> None:
    assert len(agents.select(at_most=7)) == 7
    assert len(agents.select(at_most=0.5)) == N // 2
    assert ids(agents.select(born_late, at_most=3)) == ids(a for a in agents if born_late(a))[:3]
    assert len(agents.select(agent_type=type(agents[0]))) == N
    up = agents.sort("birth", ascending=True)
    assert [agent.birth for agent in up] == sorted(agent.birth for agent in agents)
    assert sorted(ids(agents.shuffle())) == sorted(ids(agents))
    before = ids(agents)
    assert agents.shuffle(inplace=True) is agents
    assert ids(agents) != before


def test_calls(agents: Any) -> None:
    seen: list[int] = []
    assert agents.do(lambda agent, more: seen.append(agent.unique_id + more), 1) is agents
    assert seen == [one + 1 for one in ids(agents)]
    assert agents.map(lambda agent, *, times: agent.county * times, times=2) == [2 * agent.county for agent in agents]
    seen.clear()
    assert agents.shuffle_do(lambda agent: seen.append(agent.unique_id)) is agents
    assert sorted(seen) == sorted(ids(agents))


def test_leaving_one_out(agents: Any) -> None:
    some, first = agents.select(at_most=10), agents[0]
    some.remove(first)
    assert first not in some
    some.discard(first)
    with pytest.raises(KeyError):
        some.remove(first)
