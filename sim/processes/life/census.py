"""The count at a year's turn: residents, households, and the lists of those whom the coming months scan.

Called by `sim.model` when a year opens and closes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.chunks import Chunks
from sim.handles import Handled, unpacked
from sim.population.columns import (
    ABSENT,
    COLLECTIVE,
    FEMALE,
    LOT_WON,
    MARRIED,
    NEVER_MARRIED,
    NO_WORK,
    RESIDENT,
    Array,
    Households,
    Persons,
    Population,
)
from sim.processes.accounts import (
    FIRST_AGE,
    LAST_AGE,
    N_AGES,
    N_COUNTIES,
    N_TENURES,
    WOMEN,
    age_at,
    count_woman,
    empty_counts,
)
from sim.processes.money.benefits import by_birthday, may_claim
from sim.processes.money.school_fees import PUPIL_UNTIL

INFANT_MONTHS = 48
"""Age up to which children are listed for a year's nurseries and parents' leaves, the year's growing up included."""


class Census(NamedTuple):
    """What one pass over all rows finds at a year's turn."""

    persons: Array
    """(county, sex, age) residents"""
    never_married: Array
    """(county, sex, age)"""
    by_hukou: Array
    """(county, hukou)"""
    women_at_work: Array
    """(county, age)"""
    women: Array
    """rows of women who are 15 to 50 (a pregnancy may end at 50) in some month of the coming year"""
    singles: Array
    """rows of unmarried adults of marriageable age in some of these months"""
    children: Array
    """rows of children who may claim in some of them"""


class HouseholdCount(NamedTuple):
    """Households at a year's end."""

    by_size: Array
    """(county, size) family households; 10: 10 and over"""
    collective: Array
    """(county,) residents of collective units"""
    by_tenure: Array
    """(county, tenure) family households"""


@dataclass
class OpenYear:
    """What one calendar year adds up, the rates that hold in it, and the rows that its months scan."""

    held: Handled[Any]
    """The year's counts, a table as `accounts.COUNT_TABLES` says."""
    death_rates: Array
    """(county, sex, age) [1/year]"""
    excess_departures: Array
    """(county, sex, age) [1/year], beyond the hazard of departure"""
    women: Array
    children: list[Array]
    """Rows of children who may claim, by calendar month of birth; those born in the year come on top."""
    infants: Array
    """Rows of children for the childcare markets; the month adds its newborns."""

    @property
    def counts(self) -> Any:
        """The year's counts."""
        return self.held.table

    def recount(self, persons: Persons, month: int, chunks: Chunks) -> None:
        """Count the women exposed to childbearing at a month anew; tables may come as handles."""
        parts = chunks.run(women_of, len(self.women), self.women, persons, month)
        self.counts.women[...] = np.sum(parts, axis=0)


def open_year(
    found: Census, population: Population, month: int, death_rates: Array, excess_departures: Array, chunks: Chunks
) -> OpenYear:
    """A calendar year with empty counts and the lists of those whom its months scan; month : its first."""
    persons = population.persons
    year = OpenYear(
        held=Handled(empty_counts()),
        death_rates=death_rates,
        excess_departures=excess_departures,
        women=found.women,
        children=by_birthday(found.children, persons.birthday),
        infants=found.children[month - persons.birth[found.children] < INFANT_MONTHS],
    )
    year.recount(population.persons_handle, month - 1, chunks)
    return year


@nb.njit(cache=True, nogil=True)
def take_census(
    start: int, stop: int, persons: Persons, month: int, not_yet: int, last_month: int
) -> Census:
    """Residents at the end of a month, and rows for the coming year, which ends with `last_month`.

    month : whose ages are counted      not_yet : rows from here on that are still absent do not arrive in the year
    """
    persons = unpacked(persons)
    stock = np.zeros((N_COUNTIES, 2, N_AGES), np.int64)
    never = np.zeros((N_COUNTIES, 2, N_AGES), np.int64)
    hukou = np.zeros((N_COUNTIES, 4), np.int64)
    at_work = np.zeros((N_COUNTIES, N_AGES), np.int64)
    women, singles = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    children = np.empty(stop - start, np.int32)
    n_women = n_singles = n_children = 0
    for row in range(start, stop):  # counts add a truth value: a jump per person would cost half as much again
        i: Any = np.uintp(row)  # unsigned: spares the test for an index from the end
        presence = persons.presence[i]
        if presence > RESIDENT or (presence == ABSENT and row >= not_yet):
            continue
        birth, sex, marital = persons.birth[i], persons.sex[i], persons.marital[i]
        if presence == RESIDENT:
            c, s, a = np.uintp(persons.county[i]), np.uintp(sex), np.uintp(age_at(month, birth))
            stock[c, s, a] += 1
            hukou[c, np.uintp(persons.hukou[i])] += 1
            never[c, s, a] += marital == NEVER_MARRIED
            at_work[c, a] += sex == FEMALE and persons.work[i] != NO_WORK
        women[n_women] = row
        n_women += sex == FEMALE and last_month - birth >= FIRST_AGE * 12 and month - birth < (LAST_AGE + 2) * 12
        singles[n_singles] = row
        n_singles += marital != MARRIED and last_month - birth >= 20 * 12 and month - birth < 65 * 12
        if birth > month - PUPIL_UNTIL and may_claim(month - birth, birth, persons.only_child[i], persons.hukou[i]):
            children[n_children] = row
            n_children += 1
    return Census(
        persons=stock, never_married=never, by_hukou=hukou, women_at_work=at_work, women=women[:n_women].copy(),
        singles=singles[:n_singles].copy(), children=children[:n_children].copy(),
    )


def whole(parts: Sequence[Census]) -> Census:
    """The census of all rows from those of successive parts of them."""
    return Census(
        persons=np.sum([part.persons for part in parts], axis=0),
        never_married=np.sum([part.never_married for part in parts], axis=0),
        by_hukou=np.sum([part.by_hukou for part in parts], axis=0),
        women_at_work=np.sum([part.women_at_work for part in parts], axis=0),
        women=np.concatenate([part.women for part in parts]),
        singles=np.concatenate([part.singles for part in parts]),
        children=np.concatenate([part.children for part in parts]),
    )


def income_bounds(women: Array, persons: Persons, month: int) -> Array:
    """Bounds of the fifths of couples with a wife of 20-39 among `women`, (4,), joint pay at the column's level."""
    wives = women[(persons.partner[women] >= 0) & (persons.presence[women] == RESIDENT)]
    ages = (month - persons.birth[wives].astype(np.int64)) // 12
    wives = wives[(ages >= 20) & (ages < 40)]
    pay = persons.earnings[wives].astype(np.float64) + persons.earnings[persons.partner[wives]]
    return np.quantile(pay, np.arange(1, 5) / 5) if len(pay) else np.zeros(4)


@nb.njit(cache=True, nogil=True)
def women_of(start: int, stop: int, rows: Array, persons: Persons, month: int) -> Array:
    """The `women` of `accounts.Counts` among some of `rows` at a month: residents of 15 to 49."""
    persons = unpacked(persons)
    found = np.zeros(WOMEN, np.int64)
    for k in range(start, stop):
        i: Any = np.uintp(rows[k])
        if persons.presence[i] == RESIDENT:
            count_woman(i, 1, persons, month, found)
    return found


class WomenCount(NamedTuple):
    """Women of the year's list at its end."""

    wives_by_tenure: Array
    """(tenure,) resident wives"""
    by_lot: Array
    """(lot, age) residents, by whether they took part in a lottery of homes and won"""


@nb.njit(cache=True, nogil=True)
def count_listed(
    start: int, stop: int, women: Array, persons: Persons, households: Households, month: int
) -> WomenCount:
    """The residents among some of `women` at the end of a month."""
    persons, households = unpacked(persons), unpacked(households)
    by_tenure, by_lot = np.zeros(N_TENURES + 1, np.int64), np.zeros((LOT_WON + 1, N_AGES), np.int64)
    for k in range(start, stop):
        i = np.uintp(women[k])
        if persons.presence[i] != RESIDENT:
            continue
        by_lot[persons.lot[i], age_at(month, persons.birth[i])] += 1
        if persons.marital[i] == MARRIED:
            by_tenure[households.tenure[persons.household[i]]] += 1
    return WomenCount(by_tenure, by_lot)


@nb.njit(cache=True, nogil=True)
def count_households(start: int, stop: int, households: Households) -> HouseholdCount:
    """The households of some rows, and residents of collective units."""
    by_size = np.zeros((N_COUNTIES, 11), np.int64)
    collective = np.zeros(N_COUNTIES, np.int64)
    by_tenure = np.zeros((N_COUNTIES, N_TENURES), np.int64)
    for h in range(start, stop):
        size = households.size[h]
        if size > 0 and households.kind[h] == COLLECTIVE:
            collective[households.county[h]] += size
        elif size > 0:
            by_size[households.county[h], min(size, 10)] += 1
            by_tenure[households.county[h], households.tenure[h]] += 1
    return HouseholdCount(by_size, collective, by_tenure)


def count_stocks(
    found: Census, homes: Sequence[HouseholdCount], women: Sequence[WomenCount], counts: Any
) -> None:
    """Write residents and households at a year's end into its counts; homes, women : of successive parts."""
    counts.persons[...], counts.never_married[...] = found.persons, found.never_married
    counts.persons_by_hukou[...], counts.women_at_work[...] = found.by_hukou, found.women_at_work
    for part in homes:
        counts.households[...] += part.by_size
        counts.collective_residents[...] += part.collective
        counts.tenures[...] += part.by_tenure
    for listed in women:
        counts.wives_by_tenure[...] += listed.wives_by_tenure
        counts.women_by_lot[...] += listed.by_lot
