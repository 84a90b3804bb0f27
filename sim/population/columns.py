"""Every column of the state, declared once: name, dtype, unit, meaning.

Persons and households are structs of arrays. One row is one person (or household); rows are never reused. The rows of
the start day stand in the order in which the months read them: women who may yet bear first, then everybody else, each
part by calendar month of birth; no result depends on the order. Permanent traits (own fecundability, age at sterility,
desired family size) need no column: each is a draw keyed by the person's id (`sim.streams.permanent`).
"""

import functools
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, get_type_hints

import numba as nb
import numpy as np

from sim.arrays import Array as Array
from sim.clock import NO_MONTH
from sim.handles import Handled

MALE, FEMALE = 0, 1
NEVER_MARRIED, MARRIED, DIVORCED, WIDOWED = 0, 1, 2, 3
ABSENT, RESIDENT, DEAD, DEPARTED = 0, 1, 2, 3
HUKOU_LOCAL, HUKOU_SAME_CITY, HUKOU_PROVINCE, HUKOU_OUTSIDE = 0, 1, 2, 3
NO_WORK, PRIVATE, PUBLIC, FLEXIBLE = 0, 1, 2, 3
OWN, RENT, PUBLIC_RENT, WITH_PARENTS, NO_TENURE = 0, 1, 2, 3, 4
FAMILY, COLLECTIVE = 0, 1
LOST, LIVE_BIRTH, TERMINATED, TO_WED = 0, 1, 2, 3
"""How a pregnancy ends; TO_WED is a live birth before which a single woman looks for a husband."""
NOBODY = -1
"""Marks no partner, no mother, no father, no household."""
NO_LOT, LOT_LOST, LOT_WON = 0, 1, 2


class Column(NamedTuple):
    """dtype, unit, value of an empty row, and meaning of one column."""

    dtype: str
    unit: str
    empty: float
    meaning: str


class Persons(NamedTuple):
    """State of every person, living or gone; all arrays have one length."""

    id: Annotated[Array, Column("int64", "id", 0, "63-bit id from mother and birth order")]
    presence: Annotated[Array, Column("int8", "code", ABSENT, "0 empty row, 1 resident, 2 dead, 3 departed")]
    sex: Annotated[Array, Column("int8", "code", MALE, "0 male, 1 female")]
    birth: Annotated[Array, Column("int16", "month index", NO_MONTH, "month of birth")]
    birthday: Annotated[Array, Column("int8", "month 0-11", -1, "calendar month of birth, for the yearly draws")]
    county: Annotated[Array, Column("int8", "county index", -1, "county of residence")]
    hukou: Annotated[Array, Column("int8", "code", HUKOU_LOCAL, "0 this county, 1 same city, 2 province, 3 outside")]
    urban: Annotated[Array, Column("int8", "0/1", 0, "lives in a town or city")]
    education: Annotated[Array, Column("int8", "code", 0, "0 none … 5 bachelor; final level, reached or destined")]
    work: Annotated[Array, Column("int8", "code", NO_WORK, "0 none, 1 private, 2 public, 3 flexible")]
    earnings: Annotated[Array, Column("float32", "yuan of 2020 a year", 0, "gross earnings")]
    only_child: Annotated[Array, Column("int8", "0/1", 0, "has no siblings")]
    marital: Annotated[Array, Column("int8", "code", NEVER_MARRIED, "0 never, 1 married, 2 divorced, 3 widowed")]
    partner: Annotated[Array, Column("int32", "row", NOBODY, "spouse's row; none while married: absent")]
    union_start: Annotated[Array, Column("int16", "month index", NO_MONTH, "month of the present or last wedding")]
    n_unions: Annotated[Array, Column("int8", "marriages", 0, "weddings so far")]
    mother: Annotated[Array, Column("int32", "row", NOBODY, "mother's row, where she lives or lived in the city")]
    father: Annotated[Array, Column("int32", "row", NOBODY, "father's row")]
    youngest: Annotated[Array, Column("int32", "row", NOBODY, "row of the youngest child (at the mother)")]
    elder: Annotated[Array, Column("int32", "row", NOBODY, "row of the next older sibling of the same mother")]
    household: Annotated[Array, Column("int32", "row", NOBODY, "household's row")]
    parity: Annotated[Array, Column("int8", "births", 0, "live births so far (women)")]
    n_boys: Annotated[Array, Column("int8", "births", 0, "sons among them")]
    first_child_sex: Annotated[Array, Column("int8", "code", -1, "sex of the first child, -1 none")]
    last_birth: Annotated[Array, Column("int16", "month index", NO_MONTH, "month of the last birth")]
    trying_since: Annotated[Array, Column("int16", "month index", NO_MONTH, "since when they try (at the wife)")]
    due: Annotated[Array, Column("int16", "month index", NO_MONTH, "month in which the pregnancy ends (women)")]
    due_outcome: Annotated[Array, Column("int8", "code", 0, "its end: 0 loss, 1 birth, 2 termination, 3 birth, to wed")]
    review: Annotated[Array, Column("int8", "month 0-11", 0, "phase of the couple's reviews (at the wife)")]
    next_death: Annotated[Array, Column("int16", "month index", NO_MONTH, "month of death, drawn a year ahead")]
    next_move: Annotated[Array, Column("int16", "month index", NO_MONTH, "month of a move, drawn a year ahead")]
    destination: Annotated[Array, Column("int8", "county index", -1, "where the move goes; -1 leaves the city")]
    grandparents: Annotated[Array, Column("int8", "persons", 0, "parents of the couple able to help with a child")]
    care: Annotated[Array, Column("int8", "code", 0, "nursery: 0 at home, 1-4 kind of place held, 5 in the queue")]
    lot: Annotated[Array, Column("int8", "code", NO_LOT, "home in a lottery: 0 in none, 1 not drawn, 2 drawn")]


class Households(NamedTuple):
    """State of every household; all arrays have one length."""

    county: Annotated[Array, Column("int8", "county index", -1, "county")]
    urban: Annotated[Array, Column("int8", "0/1", 0, "in a town or city")]
    kind: Annotated[Array, Column("int8", "code", FAMILY, "0 family household, 1 collective unit")]
    size: Annotated[Array, Column("int16", "persons", 0, "resident members")]
    tenure: Annotated[Array, Column("int8", "code", NO_TENURE, "0 own, 1 rent, 2 public rent, 3 with parents, 4 none")]
    self_built: Annotated[Array, Column("int8", "0/1", 0, "an owned home that was built and has no market price")]
    floor_area: Annotated[Array, Column("float32", "m2", 0, "floor area")]
    savings: Annotated[Array, Column("float32", "yuan of 2020", 0, "liquid savings")]
    debt: Annotated[Array, Column("float32", "yuan of 2020", 0, "housing debt")]


def columns_of(table: type[Persons] | type[Households]) -> dict[str, Column]:
    """Declaration of every column of a table, by name, in order.

    Without compilation (NUMBA_DISABLE_JIT=1) integers are wide: NumPy's narrow scalars overflow where numba's widen.
    """
    declared = _declared(table)  # type: ignore[arg-type]
    if not nb.config.DISABLE_JIT:  # type: ignore[attr-defined]
        return declared
    return {name: c._replace(dtype="int64" if c.dtype.startswith("int") else c.dtype) for name, c in declared.items()}


@functools.cache
def _declared(table: Any) -> dict[str, Column]:
    """As `columns_of`, with the dtypes of compiled code."""
    hints = get_type_hints(table, include_extras=True)
    return {name: hints[name].__metadata__[0] for name in table._fields}


def empty_persons(n_rows: int) -> Persons:
    """Person columns of `n_rows` empty rows."""
    return Persons(*(np.full(n_rows, c.empty, c.dtype) for c in columns_of(Persons).values()))


def empty_households(n_rows: int) -> Households:
    """Household columns of `n_rows` empty rows."""
    return Households(*(np.full(n_rows, c.empty, c.dtype) for c in columns_of(Households).values()))


class Population:
    """Persons and households with their numbers of used rows; rows beyond are spare.

    Python reads `persons` and `households`; compiled entries called every month are given their handles.
    """

    def __init__(self, persons: Persons, households: Households, n_persons: int, n_households: int) -> None:
        self._persons, self._households = Handled(persons), Handled(households)
        self.n_persons = n_persons
        self.n_households = n_households

    def reserve(self, n_persons: int, n_households: int) -> None:
        """Make room for this many more persons and households, copying the columns only where it is lacking."""
        if len(self.persons.id) < self.n_persons + n_persons:
            columns = list(self.persons)
            del self._persons  # or all of the old columns would live until the last of the new is made
            self._persons = Handled(Persons(*_grown(columns, Persons, self.n_persons, self.n_persons + n_persons)))
        if len(self.households.size) < self.n_households + n_households:
            columns = list(self.households)
            del self._households
            wanted = self.n_households + n_households
            self._households = Handled(Households(*_grown(columns, Households, self.n_households, wanted)))

    def make_room(self, n_persons: int, n_households: int) -> None:
        """See that so many rows are free; where they lack, more are made, so that the next months need no copy."""
        if self.n_persons + n_persons > len(self.persons.id):
            self.reserve(n_persons + self.n_persons // 50, 0)
        if self.n_households + n_households > len(self.households.size):
            self.reserve(0, n_households + self.n_households // 20)

    @property
    def persons(self) -> Persons:
        """Columns of persons."""
        return self._persons.table

    @property
    def households(self) -> Households:
        """Columns of households."""
        return self._households.table

    @property
    def persons_handle(self) -> Any:
        """Handle of the columns of persons, good until the next `reserve`."""
        return self._persons.handle

    @property
    def households_handle(self) -> Any:
        """Handle of the columns of households, good until the next `reserve`."""
        return self._households.handle


def _grown(
    columns: list[Array], table: type[Persons] | type[Households], n_used: int, n_wanted: int
) -> Iterator[Array]:
    """The columns with `n_wanted` rows, one by one; each is taken out of the list, so that its old rows can go."""
    for column in columns_of(table).values():
        new = np.zeros(n_wanted, column.dtype)  # takes no memory before it is written to
        new[:n_used] = columns.pop(0)[:n_used]
        if column.empty:
            new[n_used:] = column.empty
        yield new
