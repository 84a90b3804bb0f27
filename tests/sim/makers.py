"""Small populations made by hand, and comparisons that the tests of rules share."""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from sim.clock import month_index
from sim.parameters import Parameters, kernel_tuple
from sim.population.columns import (
    FEMALE,
    MARRIED,
    NOBODY,
    RESIDENT,
    Array,
    Households,
    Persons,
    Population,
    empty_households,
    empty_persons,
)
from sim.streams import derived_id

COMPILED = not numba.config.DISABLE_JIT
"""False under NUMBA_DISABLE_JIT=1, where rules are plain Python and cohorts must be small."""
MASK = (1 << 64) - 1
MONTH = int(month_index(2022, 3))
"""The month in which most hand-made populations live."""


def size(compiled: int, uncompiled: int) -> int:
    """Number of persons in a statistical test; tolerances must follow from it."""
    return compiled if COMPILED else uncompiled


def mixed(z: int) -> int:
    """SplitMix64's finaliser in whole numbers."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def same_uncompiled(rule: Callable[..., Any], *arguments: Any) -> Any:
    """Value of a compiled rule, after checking that its Python text gives the same to 1e-12."""
    value = rule(*arguments)
    if COMPILED:
        readable = [_readable(argument) for argument in arguments]
        np.testing.assert_allclose(value, rule.py_func(*readable), rtol=1e-12, atol=1e-12)  # type: ignore[attr-defined]
    return value


def _readable(argument: Any) -> Any:
    """A record whose fields Python reads as attributes; anything else as it is."""
    return np.asarray(argument).reshape(1).view(np.recarray)[0] if isinstance(argument, np.void) else argument


def rates(**changes: float) -> Any:
    """The kernel tuple of the default parameters with some values changed, bounds not checked."""
    return kernel_tuple(Parameters())._replace(**changes)


def within_errors(observed: float, probability: float, n: int, errors: float = 4.0) -> bool:
    """Whether a share observed among `n` is within some binomial standard errors of its probability."""
    return abs(observed - probability) <= errors * np.sqrt(probability * (1 - probability) / n) + 1e-12


def city(n: int, room: int = 0, **columns: Any) -> Population:
    """`n` residents, each in a household of one; `columns` of persons as given, a value or one value a person.

    room : spare rows of persons, and twice as many of households
    """
    persons, households = empty_persons(n + room), empty_households(n + 2 * room)
    persons.id[:n] = [derived_id(1, 7, k) for k in range(n)]
    persons.presence[:n] = RESIDENT
    persons.county[:n] = 0
    persons.birth[:n] = MONTH - 30 * 12
    for name, values in columns.items():
        getattr(persons, name)[:n] = values
    persons.birthday[:n] = persons.birth[:n] % 12
    persons.household[:n] = np.arange(n)
    households.county[:n] = persons.county[:n]
    households.size[:n] = 1
    return Population(persons, households, n, n)


def marry(population: Population, wives: Any, husbands: Any, since: int = MONTH - 24) -> None:
    """Make couples of rows, each under the wife's roof."""
    persons, households = population.persons, population.households
    for wife, husband in zip(np.atleast_1d(wives), np.atleast_1d(husbands), strict=True):
        for i, other in ((wife, husband), (husband, wife)):
            persons.marital[i], persons.partner[i] = MARRIED, other
            persons.union_start[i], persons.n_unions[i] = since, 1
        join_home(population, husband, wife)
    assert (households.size >= 0).all()


def join_home(population: Population, row: int, host: int) -> None:
    """Move a person into another's household."""
    persons, households = population.persons, population.households
    households.size[persons.household[row]] -= 1
    persons.household[row] = persons.household[host]
    households.size[persons.household[row]] += 1


def give_child(population: Population, mother: int, child: int) -> None:
    """Make a row the youngest child of a mother, living with her."""
    persons = population.persons
    persons.mother[child], persons.father[child] = mother, persons.partner[mother]
    persons.elder[child], persons.youngest[mother] = persons.youngest[mother], child
    persons.parity[mother] += 1
    persons.last_birth[mother] = max(persons.last_birth[mother], persons.birth[child])
    join_home(population, child, mother)


def stock_of(population: Population, month: int) -> Array:
    """Residents by county, sex and age, counted without the model's code."""
    persons, n = population.persons, population.n_persons
    stock = np.zeros((6, 2, 101), np.int64)
    here = persons.presence[:n] == RESIDENT
    ages = np.minimum((month - persons.birth[:n].astype(np.int64)) // 12, 100)
    np.add.at(stock, (persons.county[:n][here], persons.sex[:n][here], ages[here]), 1)
    return stock


def rows(*numbers: int) -> Array:
    """Row numbers as the processes hand them on."""
    return np.array(numbers, np.int32)


def counter(households: int) -> Array:
    """The one-cell counter of used household rows that processes take."""
    return np.array([households], np.int64)


def copy_of(population: Population) -> Population:
    """A population with columns of its own."""
    return Population(
        Persons(*(column.copy() for column in population.persons)),
        Households(*(column.copy() for column in population.households)),
        population.n_persons,
        population.n_households,
    )


def permuted(population: Population, seed: int) -> Population:
    """The same people and households in another order of rows, with all links between rows kept."""
    generator = np.random.default_rng(seed)
    n, m = population.n_persons, population.n_households
    order, homes = generator.permutation(n), generator.permutation(m)
    row_of, home_of = np.empty(n, np.int64), np.empty(m, np.int64)
    row_of[order], home_of[homes] = np.arange(n), np.arange(m)
    persons = Persons(*(column[:n][order] for column in population.persons))
    for name in ("partner", "mother", "father", "youngest", "elder"):
        links = getattr(persons, name)
        links[:] = np.where(links == NOBODY, NOBODY, row_of[links])
    persons.household[:] = home_of[persons.household]
    return Population(persons, Households(*(column[:m][homes] for column in population.households)), n, m)


def inconsistencies(population: Population, n_households: int, month: int, since: int) -> dict[str, int]:
    """How often the state of residents contradicts itself, by kind of contradiction; `since` is the start day."""
    persons, households, n = population.persons, population.households, population.n_persons
    here = np.flatnonzero(persons.presence[:n] == RESIDENT)
    paired = here[persons.partner[here] != NOBODY]
    spouse = persons.partner[paired]
    children = here[persons.mother[here] != NOBODY]
    members = np.bincount(persons.household[here], minlength=n_households)
    women = here[persons.sex[here] == FEMALE]
    minors = children[(persons.birth[children] >= since) & (month - persons.birth[children] < 18 * 12)]
    minors = minors[persons.presence[persons.mother[minors]] == RESIDENT]
    return {
        "spouse has another spouse": int((persons.partner[spouse] != paired).sum()),
        "spouse is gone": int((persons.presence[spouse] != RESIDENT).sum()),
        "spouses of one sex": int((persons.sex[spouse] == persons.sex[paired]).sum()),
        "with a partner, not married": int((persons.marital[paired] != MARRIED).sum()),
        "spouses under two roofs": int((persons.household[spouse] != persons.household[paired]).sum()),
        "lives in another county than the home": int(
            (households.county[persons.household[here]] != persons.county[here]).sum()
        ),
        "household size": int((members != households.size[:n_households]).sum()),
        "child older than its mother": int((persons.birth[persons.mother[children]] >= persons.birth[children]).sum()),
        "child born since the start away from its mother": int(
            (persons.household[minors] != persons.household[persons.mother[minors]]).sum()
        ),
        "born later than now": int((persons.birth[here] > month).sum()),
        "birthday": int((persons.birthday[here] != persons.birth[here] % 12).sum()),
        "more boys than births": int((persons.n_boys[women] > persons.parity[women]).sum()),
        "same id twice": n - len(np.unique(persons.id[:n])),
    }
