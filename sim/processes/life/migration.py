"""Leaving the city, moving between its counties, arriving, and registering hukou.

Who moves is a unit: a woman with her husband and children under 18, or a single adult. The wife's draw moves a
couple. Departures and county moves are drawn a year ahead at the birthday, like deaths; arrivals are planned by
`sim.processes.life.arrivals` before the first month and only become present here.
"""

import math
from typing import Any

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.handles import unpacked
from sim.population.columns import (
    ABSENT,
    DEPARTED,
    HUKOU_LOCAL,
    HUKOU_SAME_CITY,
    MALE,
    MARRIED,
    NOBODY,
    RESIDENT,
    Array,
    Households,
    Persons,
)
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import (
    ARRIVALS,
    DEPARTURES,
    MOVED_IN,
    MOVED_OUT,
    N_COUNTIES,
    age_at,
    count_woman,
)
from sim.processes.life.households import move_home, new_household, take_along
from sim.streams import Decision, number_of, stream_key, uniform

DESTINATION = number_of(Decision.COUNTY_MOVE_DESTINATION)
BAND_YEARS = 5
"""Width of the bands of age by which movers choose a county [years]."""


@nb.njit(cache=True)
def mobility(age: float, p: Any) -> float:
    """How mobile an age is, 1 at the peak age and falling on both sides; children move with their parents.

    age [years]; p reads departure_peak_age, departure_width. Functional form ours (Gaussian over a floor of .1).
    """
    if age < 18:
        return 0.0
    x = (age - p.departure_peak_age) / p.departure_width
    return 0.1 + 0.9 * math.exp(-0.5 * x * x)


@nb.njit(cache=True)
def departure_hazard(age: float, hukou: int, p: Any) -> float:
    """Hazard of leaving the city [1/year] of an adult; p reads departure_local, departure_nonlocal."""
    return (p.departure_local if hukou <= HUKOU_SAME_CITY else p.departure_nonlocal) * mobility(age, p)


@nb.njit(cache=True)
def highest_hazard(p: Any) -> float:
    """A bound that no adult's hazard of leaving or moving exceeds, net losses apart [1/year]."""
    return max(p.departure_local, p.departure_nonlocal) + p.county_move


@nb.njit(cache=True)
def drawn_move(u: float, leave: float, move: float, first: int, months: int) -> tuple[int, int]:
    """Month of an adult's move within `months` from month `first`, or `NO_MONTH`; and where to: -1 out of the city.

    u : uniform draw that decides whether, when and where to      leave, move : hazards [1/year]
    """
    if u >= (leave + move) * months / 12.0:
        return NO_MONTH, NOBODY
    probability = 1.0 - math.exp(-(leave + move) * months / 12.0)
    if u >= probability:
        return NO_MONTH, NOBODY
    position = u / probability * months
    leaves = (position % 1.0) * (leave + move) < leave
    return first + min(int(position), months - 1), NOBODY if leaves else N_COUNTIES


def residents_by_band(persons: Array) -> Array:
    """Residents by county and band of BAND_YEARS of age, (county, band); persons : (county, sex, age)."""
    ages = np.arange(0, persons.shape[2], BAND_YEARS)
    return np.asarray(np.add.reduceat(persons.sum(axis=1), ages, axis=1), np.float64)


@nb.njit(cache=True)
def destination_county(u: float, county: int, age: int, residents: Array) -> int:
    """County that a mover of an age chooses, by the start day's residents of that age (county, band).

    So expected flows between two counties are equal at each age. By residents of all ages, counties of few young people
    gained them: Xinchang 12 % of its women of 20-34 in ten years, beyond the net that the censuses show.
    """
    band = min(age // BAND_YEARS, residents.shape[1] - 1)
    total = residents[:, band].sum()
    cumulated = 0.0
    for c in range(N_COUNTIES):
        cumulated += residents[c, band]
        if u * total < cumulated:
            return c
    return county


@nb.njit(cache=True)
def moves_with_parents(age_months: int, marital: int) -> bool:
    """Whether a child goes where its parents go: unmarried and under 18."""
    return age_months < 18 * 12 and marital != MARRIED


@nb.njit(cache=True, inline="always")
def _gather_unit(i: int, unit: Array, persons: Persons, month: int) -> int:
    """Write the rows who move with adult `i` into `unit`: the adult, the spouse, their children; how many they are."""
    unit[0], n = i, 1
    spouse, child = persons.partner[i], persons.youngest[i]
    if spouse != NOBODY and persons.presence[spouse] == RESIDENT:
        unit[n] = spouse
        n += 1
    while child != NOBODY and n < len(unit):
        young = moves_with_parents(month - persons.birth[child], persons.marital[child])
        if young and persons.presence[child] == RESIDENT and persons.county[child] == persons.county[i]:
            unit[n] = child
            n += 1
        child = persons.elder[child]
    return n


@nb.njit(cache=True, inline="always")
def _ask_for_unit(far: int, near: int, persons: Persons, households: Households) -> None:
    """Ask ahead for what a move reads and writes of adult `far`, and of the household and family of `near`."""
    prefetch(far, persons.presence, persons.sex, persons.partner, persons.youngest, persons.household)
    prefetch(far, persons.destination, persons.birth, persons.county, persons.marital, persons.parity)
    prefetch(persons.household[near], households.size, households.kind, households.savings)
    for other in (persons.partner[near], persons.youngest[near]):
        prefetch(other, persons.presence, persons.county, persons.birth, persons.sex, persons.marital)
        prefetch(other, persons.household, persons.parity, persons.elder)


@nb.njit(cache=True, inline="always")
def _leave_city(unit: Array, persons: Persons, households: Households, stock: Array, counts: Any, month: int) -> None:
    counts.balance[month % 12, persons.county[unit[0]], DEPARTURES] += len(unit)
    for j in unit:
        households.size[persons.household[j]] -= 1
        age = age_at(month, persons.birth[j])
        count_woman(j, -1, persons, month, counts.women)
        depart(j, age, persons.presence, persons.county, persons.sex, stock, counts.departures)


@nb.njit(cache=True, inline="always")
def _move_to(
    to: int, unit: Array, persons: Persons, households: Households, n_households: Array, stock: Array, counts: Any,
    month: int,
) -> None:
    """Move a unit into a household of its own in another county."""
    first = unit[0]
    counts.balance[month % 12, persons.county[first], MOVED_OUT] += len(unit)
    counts.balance[month % 12, to, MOVED_IN] += len(unit)
    home = new_household(households, n_households, to, persons.urban[first])
    take_along(persons.household[first], home, len(unit), households)
    for j in unit:
        age = age_at(month, persons.birth[j])
        count_woman(j, -1, persons, month, counts.women)
        change_county(j, to, age, persons.county, persons.sex, persons.hukou, stock, counts.moved_out, counts.moved_in)
        count_woman(j, 1, persons, month, counts.women)
        move_home(j, home, persons.household, households.size)


@nb.njit(cache=True)
def carry_out_moves(
    rows: Array, persons: Persons, households: Households, n_households: Array, stock: Array, residents: Array,
    counts: Any, seed: int, month: int,
) -> None:
    """Let the units headed by `rows` leave the city or move to another county this month."""
    persons, households, counts = unpacked(persons), unpacked(households), unpacked(counts)
    key = stream_key(seed, DESTINATION, month)
    unit, last = np.empty(64, np.int32), len(rows) - 1
    for k in range(len(rows)):
        if len(persons.id) > FAR:
            _ask_for_unit(rows[min(k + 2 * AHEAD, last)], rows[min(k + AHEAD, last)], persons, households)
        i = rows[k]
        if persons.presence[i] != RESIDENT or (persons.sex[i] == MALE and persons.partner[i] != NOBODY):
            continue
        leaves, to = persons.destination[i] == NOBODY, NOBODY
        if not leaves:
            age = age_at(month, persons.birth[i])
            to = destination_county(uniform(key, persons.id[i]), persons.county[i], age, residents)
            if to == persons.county[i]:
                continue
        n = _gather_unit(i, unit, persons, month)
        if leaves:
            _leave_city(unit[:n], persons, households, stock, counts, month)
        else:
            _move_to(to, unit[:n], persons, households, n_households, stock, counts, month)


@nb.njit(cache=True)
def depart(i: int, age: int, presence: Array, county: Array, sex: Array, stock: Array, departures: Array) -> None:
    """Take one resident out of the city; arguments are the columns and counts that are read or change."""
    stock[county[i], sex[i], age] -= 1
    departures[county[i], sex[i], age] += 1
    presence[i] = DEPARTED


@nb.njit(cache=True)
def change_county(
    i: int, to: int, age: int, county: Array, sex: Array, hukou: Array, stock: Array, moved_out: Array, moved_in: Array
) -> None:
    """Move one resident to another county of the city; local hukou becomes that of another county."""
    old, s = county[i], sex[i]
    stock[old, s, age] -= 1
    stock[to, s, age] += 1
    moved_out[old, s, age] += 1
    moved_in[to, s, age] += 1
    county[i] = to
    if hukou[i] == HUKOU_LOCAL:
        hukou[i] = HUKOU_SAME_CITY


@nb.njit(cache=True)
def carry_out_arrivals(
    start: int, stop: int, persons: Persons, households: Households, stock: Array, counts: Any, month: int
) -> None:
    """Make the planned arrivals in rows `start` to `stop` residents; their arrival is their own month of review."""
    persons, households, counts = unpacked(persons), unpacked(households), unpacked(counts)
    for i in range(start, stop):
        if persons.presence[i] != ABSENT:
            continue
        county, sex, age = persons.county[i], persons.sex[i], age_at(month, persons.birth[i])
        persons.presence[i] = RESIDENT
        count_woman(i, 1, persons, month, counts.women)
        persons.review[i] = -month % 12
        households.size[persons.household[i]] += 1
        stock[county, sex, age] += 1
        counts.arrivals[county, sex, age] += 1
        counts.balance[month % 12, county, ARRIVALS] += 1
        persons.next_move[i] = NO_MONTH
