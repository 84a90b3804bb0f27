"""Lazy Mesa views: an agent is a model and a row number, and reads the columns when asked.

A person costs 68 bytes in the columns and nothing here until looked at. The sets subclass Mesa's `AbstractAgentSet`
(its stock sets store every agent, 5 million of them). Views do not call `Agent.__init__`, which would register them
with the model; two views of one row are equal.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any, ClassVar, Protocol, Self

import numpy as np
from mesa import Agent
from mesa.agentset import AbstractAgentSet, GroupBy

from sim.population.columns import NOBODY, RESIDENT, Array, Population, columns_of


class City(Protocol):
    """What views need of the model whose rows they show."""

    population: Population
    month: int
    n_households: Array
    random: Random
    set_by_hand: bool


class RowAgent(Agent):
    """One row of a table of the state, seen as a Mesa agent; a column is an attribute and may be set."""

    table: ClassVar[str]

    def __init__(self, model: City, row: int) -> None:
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "row", int(row))
        object.__setattr__(self, "unique_id", int(row))

    def _columns(self) -> Any:
        return getattr(self.model.population, self.table)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._columns()._fields:
            raise AttributeError(f"{type(self).__name__} has no column '{name}'")
        return getattr(self._columns(), name)[self.row].item()

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self._columns()._fields:
            getattr(self._columns(), name)[self.row] = value
            self.model.set_by_hand = True
        else:
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and (other.model, other.row) == (self.model, self.row)  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((type(self).__name__, id(self.model), self.row))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.row})"

    def remove(self) -> None:
        """Refused: persons leave by dying or moving away, households by losing their last member."""
        raise TypeError(f"{self!r} cannot be removed by hand: rows leave through the processes of the month")


class Person(RowAgent):
    """One person."""

    table = "persons"

    @property
    def age(self) -> float:
        """Exact age [years] at the start of the model's current month."""
        return (self.model.month - self.birth) / 12

    @property
    def spouse(self) -> "Person | None":
        """The spouse who lives in the city, if any."""
        return None if self.partner == NOBODY else Person(self.model, self.partner)

    @property
    def home(self) -> "Household":
        """The person's household."""
        return Household(self.model, self.household)

    @property
    def children(self) -> list["Person"]:
        """A mother's children known to the model, youngest first, wherever they live."""
        found, row = [], self.youngest
        while row != NOBODY:
            found.append(Person(self.model, row))
            row = found[-1].elder
        return found


class Household(RowAgent):
    """One household, a family or a collective unit."""

    table = "households"

    @property
    def members(self) -> list[Person]:
        """Its resident members; a scan of all persons, meant for looking at single households."""
        state = self.model.population
        persons = state.persons
        n = state.n_persons
        here = (persons.household[:n] == self.row) & (persons.presence[:n] == RESIDENT)
        return [Person(self.model, int(row)) for row in np.flatnonzero(here)]


class RowSet(AbstractAgentSet):
    """An ordered set of rows that makes its agents one at a time, and else does what Mesa's sets do.

    Values of columns come as arrays, in place of Mesa's lists; a set of rows may be sliced and compared at any size.
    """

    view: ClassVar[type[RowAgent]]

    def __init__(self, model: City, rows: Array | None = None) -> None:
        self.model = model
        self.random = model.random
        self.rows = self._all_rows() if rows is None else rows

    @abstractmethod
    def _all_rows(self) -> Array:
        """Rows of the whole set."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return (self.view(self.model, row) for row in self.rows)

    def __contains__(self, agent: object) -> bool:
        return isinstance(agent, self.view) and agent.model is self.model and bool(np.any(self.rows == agent.row))

    def __getitem__(self, position: int | slice) -> Any:
        if isinstance(position, slice):
            return [self.view(self.model, row) for row in self.rows[position]]
        return self.view(self.model, self.rows[position])

    def _of(self, rows: Array) -> Self:
        return type(self)(self.model, rows)

    def _update(self, agents: Iterable[Any]) -> Self:
        self.rows = self._rows_of(agents)
        return self

    def _rows_of(self, agents: Iterable[Any]) -> Array:
        """Rows of agents of this set's kind, each once, in their order."""
        if isinstance(agents, RowSet) and agents.view is self.view:
            return agents.rows
        found = list(agents)
        strangers = [agent for agent in found if not isinstance(agent, self.view)]
        if strangers:
            raise TypeError(f"{strangers[0]!r} is no {self.view.__name__}, of which alone this set can hold any")
        return np.array(list(dict.fromkeys(agent.row for agent in found)), np.int64)

    def copy(self) -> Self:
        """The same agents as a set of its own."""
        return self._of(self.rows)

    __copy__ = copy

    # Sets of agents of one kind, in the order of the first

    def __and__(self, other: Iterable[Any]) -> Self:
        return self._of(self.rows[np.isin(self.rows, self._rows_of(other))])

    def __or__(self, other: Iterable[Any]) -> Self:
        more = self._rows_of(other)
        return self._of(np.concatenate((self.rows, more[~np.isin(more, self.rows)])))

    def __sub__(self, other: Iterable[Any]) -> Self:
        return self._of(self.rows[~np.isin(self.rows, self._rows_of(other))])

    def __xor__(self, other: Iterable[Any]) -> Self:
        theirs = self._of(self._rows_of(other))
        return (self - theirs) | (theirs - self)

    def __iand__(self, other: Iterable[Any]) -> Self:
        return self._result((self & other).rows, True)

    def __ior__(self, other: Iterable[Any]) -> Self:
        return self._result((self | other).rows, True)

    def __isub__(self, other: Iterable[Any]) -> Self:
        return self._result((self - other).rows, True)

    def __ixor__(self, other: Iterable[Any]) -> Self:
        return self._result((self ^ other).rows, True)

    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> Any:
        """Values of a column (one array), of another attribute (a list), or of several of them (a list a row)."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"Unknown handle_missing option: {handle_missing}, should be one of 'error' or 'default'")
        if not isinstance(attr_names, str):
            columns = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(values) for values in zip(*columns, strict=True)]
        if attr_names in columns_of(type(self._state())):
            return getattr(self._state(), attr_names)[self.rows]
        if handle_missing == "default":
            return [getattr(agent, attr_names, default_value) for agent in self]
        return [getattr(agent, attr_names) for agent in self]

    def _state(self) -> Any:
        return getattr(self.model.population, self.view.table)

    def set(self, attr_name: str, value: Any) -> Self:
        """Set a column, or an attribute of each view, to one value."""
        for agent in self:
            setattr(agent, attr_name, value)
        return self

    def select(
        self, filter_func: Callable[[Any], bool] | None = None, at_most: float = float("inf"), inplace: bool = False,
        agent_type: type[Agent] | None = None,
    ) -> Self:
        """The agents for which `filter_func` holds, at most a number (or, below 1, a share) of them."""
        if filter_func is None and agent_type is None and at_most == float("inf"):
            return self if inplace else self.copy()
        if isinstance(at_most, float) and at_most <= 1.0:
            at_most = int(len(self) * at_most)
        rows: list[int] = []
        for agent in self:
            if len(rows) >= at_most:
                break
            if (filter_func is None or filter_func(agent)) and (agent_type is None or isinstance(agent, agent_type)):
                rows.append(agent.row)
        return self._result(np.array(rows, np.int64), inplace)

    def where(self, **columns: Any) -> Self:
        """The agents whose columns have these values, compared column by column: quick at any size."""
        keep = np.ones(len(self.rows), bool)
        for name, value in columns.items():
            keep &= getattr(self._state(), name)[self.rows] == value
        return self._of(self.rows[keep])

    def _result(self, rows: Array, inplace: bool) -> Self:
        if not inplace:
            return self._of(rows)
        self.rows = rows
        return self

    def shuffle(self, inplace: bool = False) -> Self:
        """The same agents in random order (the model's Python generator, which the city's draws do not use)."""
        rows = list(self.rows)
        self.random.shuffle(rows)
        return self._result(np.array(rows, np.int64), inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Self:
        """The same agents sorted by an attribute or a function."""
        value = (lambda agent: getattr(agent, key)) if isinstance(key, str) else key
        ordered = sorted(self, key=value, reverse=not ascending)
        return self._result(np.array([agent.row for agent in ordered], np.int64), inplace)

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Results of a method or function for each agent."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method or function for each agent."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method or function for each agent in random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> GroupBy:
        """Sets (or lists) of agents by the value of an attribute or of a function, in the order of its values."""
        values = self.get(by) if isinstance(by, str) else self.map(by)
        keys = [value.item() if isinstance(value, np.generic) else value for value in values]
        rows: dict[Any, list[int]] = {}
        for key, row in zip(keys, self.rows, strict=True):
            rows.setdefault(key, []).append(row)
        groups = {key: self._of(np.array(found, np.int64)) for key, found in rows.items()}
        return GroupBy(groups if result_type == "agentset" else {key: list(group) for key, group in groups.items()})

    def to_list(self) -> list[Any]:
        """All views as a list."""
        return list(self)

    def add(self, agent: Any) -> None:
        """Refused: rows come and go through the processes of the month."""
        raise TypeError("rows come and go through the processes of the month, not by hand")

    def discard(self, agent: Any) -> None:
        """Leave one row out of this set (the state does not change)."""
        if isinstance(agent, self.view):
            self.rows = self.rows[self.rows != agent.row]

    def remove(self, agent: Any) -> None:
        """Leave one row out of this set; `KeyError` where it is not in it."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)


class PersonSet(RowSet):
    """All residents."""

    view = Person

    def _all_rows(self) -> Array:
        state = self.model.population
        return np.flatnonzero(state.persons.presence[: state.n_persons] == RESIDENT)


class HouseholdSet(RowSet):
    """All households with at least one member."""

    view = Household

    def _all_rows(self) -> Array:
        state = self.model.population
        return np.flatnonzero(state.households.size[: int(self.model.n_households[0])] > 0)


class Views:
    """What a model shows of its rows, under Mesa's names: a base of the model, before Mesa's own."""

    set_by_hand: bool
    """Whether a column was set since the last month opened: then what months keep of persons is looked at anew. Who
    writes to `population.persons` past the agents sets it."""

    @property
    def agents(self: City) -> PersonSet:
        """All residents as a Mesa agent set of lazy views."""
        return PersonSet(self)

    @property
    def households(self: City) -> HouseholdSet:
        """All households with members as a Mesa agent set of lazy views."""
        return HouseholdSet(self)

    @property
    def agents_by_type(self: City) -> dict[type, PersonSet | HouseholdSet]:
        """Residents and households by the type of their views, as Mesa's collectors ask for them."""
        return {Person: PersonSet(self), Household: HouseholdSet(self)}

    @property
    def agent_types(self) -> list[type]:
        """The types of the views."""
        return [Person, Household]
