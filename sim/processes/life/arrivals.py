"""Arrivals of the whole run, planned before the first month from the start population and the census decade.

The net number of migrants by county, sex and age is that of 2010–2020 (census survival, in the pack): up to 2020 each
cohort's own, later the decade's mean by age at the move. Gross arrivals are the net plus the departures that the hazard
takes from the start population. A planned arrival is a copy of a start-day unit of other hukou (a single adult, or a
couple with its children), so ages, schooling and families of newcomers are those of migrants who live here; every date
in its life is shifted to the month of arrival. The plan depends on no scenario: runs that differ in policy receive the
same newcomers.
"""

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH, year_of
from sim.lru import LruCache
from sim.parameters import as_record
from sim.places.faults import finite
from sim.places.pack import Pack
from sim.population.columns import (
    ABSENT,
    FAMILY,
    FEMALE,
    HUKOU_SAME_CITY,
    MALE,
    NO_TENURE,
    NOBODY,
    RENT,
    RESIDENT,
    Array,
    Persons,
    Population,
)
from sim.processes.accounts import N_AGES, N_COUNTIES, age_at
from sim.processes.life.households import HOME_FOR_ONE
from sim.processes.life.migration import departure_hazard
from sim.streams import Decision, derived_id, number_of, stream_key, uniform

ARRIVAL = number_of(Decision.ARRIVAL_COUNT)
LAST_CENSUS = 2020
SCALED_UNTIL, FADES_IN = 2022, 5
"""Last year of the full `arrival_scale`, and years in which it fades."""
DECADE = 10
"""Years between the censuses."""
YOUNGEST_NET_AGE = 20
"""Age at the decade's end from which movers are counted by themselves, not with their parents."""
OLDEST_NET_AGE = 60
"""Net migration by census survival at 60 and over is mostly local mortality below the nation's, and is left out."""
DATES = ("birth", "union_start", "last_birth")


class ArrivalPlan(NamedTuple):
    """Rows of planned arrivals by month, and the departures beyond the hazard that a net loss asks for.

    excess_departures : (year from the start year on, county, sex, age) [1/year]
    """

    first_row: int
    row_edges: Array
    excess_departures: Array


@functools.lru_cache(maxsize=64)
def net_migrants(pack: Pack, year: int) -> Array:
    """Net migrants in a calendar year by county, sex and age at the move, (county, sex, age) [persons/year].

    The pack gives the decade's net by age at its end, 2020, spread evenly over those of the ten years in which
    a cohort is grown up; who is 18 or 19 in 2020 came with parents, mostly, whom arriving units bring. Up to 2020 each
    cohort moves at the age to which it comes in the year; a later year has the decade's mean by age at the move.
    A decade from census day to census day: a year's moves are drawn at birthdays, and on average half of those drawn in
    2020 are carried out after it, for which half of those drawn on the start day stand in.
    """
    if year > LAST_CENSUS:
        decade = [net_migrants(pack, y) for y in range(LAST_CENSUS + 1 - DECADE, LAST_CENSUS + 1)]
        return np.asarray(np.mean(decade, axis=0))
    table = pack.table("migration")
    net = np.zeros((N_COUNTIES, 2, N_AGES))
    rows = {code: c for c, code in enumerate(pack.county_codes)}
    years_ago = min(LAST_CENSUS - year, DECADE)
    for cell in table[table.county_code.isin(pack.county_codes)].itertuples():
        sex = int(cell.sex == "female")
        for end_age in range(cell.age_from, cell.age_to + 1):
            age = end_age - years_ago
            if 18 <= age < OLDEST_NET_AGE and end_age >= YOUNGEST_NET_AGE:
                years = min(end_age - 18 + 0.5, DECADE)
                net[rows[cell.county_code], sex, age] += cell.value / (cell.age_to - cell.age_from + 1) / years
    return finite(net, "net migrants (from migration)")


def plan_arrivals(
    pack: Pack, population: Population, p: Any, scale: Array, sample: float, seed: int, start: int, end: int,
    room: int = 0, start_key: str | None = None,
) -> ArrivalPlan:
    """Append the rows of all arrivals from month `start` to `end` to the population and return where they stand.

    scale : (month,) arrivals of a month over the central plan's      room : rows to keep free behind them
    start_key : of the start population where it is as stored; the process's next run with the same arguments then
    draws no units of its own
    """
    key = None if start_key is None else (start_key, pack, p, scale.tobytes(), sample, seed, start, end)
    units = _drawn.get(key, lambda: _draw_units(pack, population, p, scale, sample, seed, start, end))
    population.reserve(len(units.members) + room, len(units.months) + population.n_households // 3 + 40_000)
    first = population.n_persons
    _append_units(population, units.members, units.heads, units.months, start)
    edges = first + np.searchsorted(units.months[units.heads], np.arange(start, end + 2))
    return ArrivalPlan(first, edges.astype(np.int64), units.excess_departures)


class _Units(NamedTuple):
    """Units that arrive: rows of the originals of all members, position of each one's unit, month of each unit."""

    members: Array
    heads: Array
    months: Array
    excess_departures: Array


_drawn: LruCache[_Units] = LruCache(2)


def _draw_units(
    pack: Pack, population: Population, p: Any, scale: Array, sample: float, seed: int, start: int, end: int
) -> _Units:
    persons, n = population.persons, population.n_persons
    stock, departures, donors_by_cell, husbands = _start_flows(persons, n, start, as_record(p))
    weights, excess = [], []
    for wanted, residents in _wanted_by_year(pack, stock, departures, p, sample, year_of(start), year_of(end)):
        excess.append(np.where(wanted < 0, -wanted, 0) / np.maximum(residents, 1))
        weights.append(_weights(np.maximum(wanted, 0), donors_by_cell, husbands, persons, start))
    months, donors = _draw_donors(persons, n, np.array(weights), np.array(scale), seed, start, end)
    order = np.lexsort((persons.id[donors], months))
    months, donors = months[order], donors[order]
    return _Units(*_unit_members(donors, persons, start), months, np.array(excess))


def arrival_level(year: int, scale: float) -> float:
    """Arrivals of a year over those that the census decade implies.

    1 up to the last census, whose figures the decade's arrivals are; `scale` in the two years that registers show after
    it; from there back to 1 in five years, since what two years show need not last: a judgement.
    """
    if year <= LAST_CENSUS:
        return 1.0
    return 1.0 + (scale - 1.0) * min(max((SCALED_UNTIL + FADES_IN - year) / FADES_IN, 0.0), 1.0)


def _wanted_by_year(
    pack: Pack, stock: Array, departures: Array, p: Any, sample: float, first_year: int, last_year: int
) -> Iterator[tuple[Array, Array]]:
    """For each year the adults that shall arrive (below 0: leave beyond the hazard) and the residents expected.

    What the hazard takes follows the residents: those of the start day grow older, arrivals join those of other hukou.
    stock, departures : of the start day, (of other hukou, county, sex, age), departures a year
    p reads arrival_scale.
    """
    leaving = departures.sum(axis=1, keepdims=True) / np.maximum(stock.sum(axis=1, keepdims=True), 1)
    stock = stock.copy()
    for year in range(first_year, last_year + 1):
        lost = leaving * stock
        wanted = net_migrants(pack, year) * sample + lost.sum(axis=0)
        wanted = np.where(wanted > 0, wanted * arrival_level(year, p.arrival_scale), wanted)
        residents = stock.sum(axis=0)
        yield wanted, residents
        stock -= lost
        stock *= 1.0 + np.minimum(wanted, 0) / np.maximum(residents, 1)
        stock[1] += np.maximum(wanted, 0)
        stock[:, :, :, 1:] = stock[:, :, :, :-1].copy()


def _weights(wanted: Array, donors: Array, husbands: Array, persons: Persons, start: int) -> Array:
    """Copies a year that each donor unit gives, (county, sex, age); men come as husbands first, then single.

    wanted : adults that shall arrive a year      donors : heads of donor units      husbands : wives among them
    """
    weights = np.divide(wanted, donors, out=np.zeros_like(wanted), where=donors > 0)
    weights = np.minimum(weights, 1.0)
    brought = np.zeros_like(wanted)
    _add_husbands(persons, husbands, weights, start, brought)
    single = np.maximum(wanted[:, MALE] - brought[:, MALE], 0)
    weights[:, MALE] = np.minimum(
        np.divide(single, donors[:, MALE], out=np.zeros_like(single), where=donors[:, MALE] > 0), 1.0
    )
    return weights


@nb.njit(cache=True)
def _is_donor(presence: int, hukou: int, age: int, sex: int, partner: int) -> bool:
    """Whether an adult heads a unit that arrivals are copies of; of scalars, as the struct would cost 100 ns a row."""
    return presence == RESIDENT and hukou > HUKOU_SAME_CITY and age >= 18 and not (sex == MALE and partner != NOBODY)


@nb.njit(cache=True)
def _start_flows(persons: Persons, n: int, month: int, p: Any) -> tuple[Array, Array, Array, Array]:
    """Residents of the start day, their expected departures a year, heads of donor units, donor heads with a husband.

    returns: residents and departures (of other hukou, county, sex, age), heads (county, sex, age), rows
    """
    stock = np.zeros((2, N_COUNTIES, 2, N_AGES))
    departures = np.zeros((2, N_COUNTIES, 2, N_AGES))
    donors = np.zeros((N_COUNTIES, 2, N_AGES))
    husbands = np.empty(n, np.int32)
    n_husbands = 0
    for i in range(n):
        if persons.presence[i] != RESIDENT:
            continue
        age, county, sex = age_at(month, persons.birth[i]), persons.county[i], persons.sex[i]
        other = 1 if persons.hukou[i] > HUKOU_SAME_CITY else 0
        stock[other, county, sex, age] += 1
        if age < 18:
            continue
        spouse = persons.partner[i]
        if not (sex == MALE and spouse != NOBODY):
            hazard = departure_hazard(age, persons.hukou[i], p)
            departures[other, county, sex, age] += hazard
            if spouse != NOBODY:
                his = 1 if persons.hukou[spouse] > HUKOU_SAME_CITY else 0
                departures[his, county, MALE, age_at(month, persons.birth[spouse])] += hazard
        if _is_donor(persons.presence[i], persons.hukou[i], age, sex, spouse):
            donors[county, sex, age] += 1
            if spouse != NOBODY:
                husbands[n_husbands] = i
                n_husbands += 1
    return stock, departures, donors, husbands[:n_husbands]


@nb.njit(cache=True)
def _add_husbands(persons: Persons, wives: Array, weights: Array, month: int, brought: Array) -> None:
    for i in wives:
        weight = weights[persons.county[i], FEMALE, age_at(month, persons.birth[i])]
        brought[persons.county[i], MALE, age_at(month, persons.birth[persons.partner[i]])] += weight


@nb.njit(cache=True)
def _draw_donors(
    persons: Persons, n: int, weights: Array, scale: Array, seed: int, start: int, end: int
) -> tuple[Array, Array]:
    """Months and donor rows of all arriving units; a donor's chance in a month is its cell's weight of the year / 12.

    weights : (year from the start's on, county, sex, age)
    """
    capacity = 1024
    months, donors = np.empty(capacity, np.int32), np.empty(capacity, np.int32)
    found = 0
    keys = [stream_key(seed, ARRIVAL, m) for m in range(start, end + 1)]
    for i in range(n):
        age, sex = age_at(start, persons.birth[i]), persons.sex[i]
        if not _is_donor(persons.presence[i], persons.hukou[i], age, sex, persons.partner[i]):
            continue
        own = weights[:, persons.county[i], sex, age] / 12
        for m in range(start, end + 1):
            weight = own[m // 12 - start // 12]
            if uniform(keys[m - start], persons.id[i]) < weight * scale[m - start]:
                if found == capacity:
                    capacity *= 2
                    months = np.append(months, np.empty(found, np.int32))
                    donors = np.append(donors, np.empty(found, np.int32))
                months[found], donors[found] = m, i
                found += 1
    return months[:found], donors[:found]


@nb.njit(cache=True)
def _unit_members(donors: Array, persons: Persons, month: int) -> tuple[Array, Array]:
    """Rows of all members of the donor units, wife, husband, children; and of each the position of its unit."""
    members, heads = np.empty(len(donors) * 12, np.int32), np.empty(len(donors) * 12, np.int32)
    n = 0
    for k in range(len(donors)):
        i = donors[k]
        members[n], heads[n] = i, k
        n += 1
        if persons.partner[i] != NOBODY:
            members[n], heads[n] = persons.partner[i], k
            n += 1
        child = persons.youngest[i]
        while child != NOBODY and n < len(members) and persons.sex[i] == FEMALE:
            if month - persons.birth[child] < 18 * 12 and persons.presence[child] == RESIDENT:
                members[n], heads[n] = child, k
                n += 1
            child = persons.elder[child]
    return members[:n], heads[:n]


def _append_units(population: Population, members: Array, heads: Array, months: Array, start: int) -> None:
    """Write the copies: shifted dates, new ids, links within the unit, a home for each unit.

    The home is a household of its own, or, for a single whose original lives in one, a collective unit. Who arrives has
    not built here: copies of those who live in a self-built home rent.
    """
    persons, households = population.persons, population.households
    first, n = population.n_persons, len(members)
    rows = slice(first, first + n)
    shift = (months[heads] - start).astype(np.int16)
    for column, values in zip(persons._fields, persons, strict=True):
        copied = values[members]
        values[rows] = np.where(copied == NO_MONTH, NO_MONTH, copied + shift) if column in DATES else copied
    persons.birthday[rows] = persons.birth[rows] % 12
    persons.presence[rows] = ABSENT
    for column in ("due", "trying_since", "next_death", "next_move"):
        getattr(persons, column)[rows] = NO_MONTH
    _new_ids(persons.id[members], months[heads], persons.id[rows])
    _relink(members, heads, persons, first)
    homes = population.n_households + heads
    units = len(months)
    here = slice(population.n_households, population.n_households + units)
    head_rows = np.searchsorted(heads, np.arange(units)) + first
    source = persons.household[members[head_rows - first]]
    for values in households:
        values[here] = values[source]
    households.size[here] = 0
    family = np.bincount(heads, minlength=units) > 1  # a single who lives in a collective unit comes to one
    households.kind[here][family] = FAMILY
    tenure = households.tenure[here]
    tenure[(tenure == NO_TENURE) & (households.kind[here] == FAMILY)] = RENT
    built = households.self_built[here] == 1
    tenure[built] = RENT
    households.floor_area[here][built] = HOME_FOR_ONE * np.bincount(heads, minlength=units)[built]
    households.self_built[here] = 0
    persons.household[rows] = homes
    population.n_persons += n
    population.n_households += units


@nb.njit(cache=True)
def _new_ids(donor_ids: Array, months: Array, ids: Array) -> None:
    for k in range(len(donor_ids)):
        ids[k] = derived_id(3, donor_ids[k], months[k])


@nb.njit(cache=True)
def _relink(members: Array, heads: Array, persons: Persons, first: int) -> None:
    """Point partner, mother, father and siblings of the copies at each other; links outside the unit are cut."""
    begin = 0
    while begin < len(members):
        stop = begin
        while stop < len(members) and heads[stop] == heads[begin]:
            stop += 1
        couple = stop - begin > 1 and persons.partner[members[begin]] == members[begin + 1]
        wife, husband = first + begin, first + begin + 1 if couple else NOBODY
        child = begin + 2 if couple else begin + 1
        for k in range(begin, stop):
            row = first + k
            persons.partner[row] = persons.youngest[row] = persons.elder[row] = NOBODY
            persons.mother[row] = persons.father[row] = NOBODY
        if couple:
            persons.partner[wife], persons.partner[husband] = husband, wife
        if child < stop:
            persons.youngest[wife] = first + child
        for k in range(child, stop):
            persons.mother[first + k] = wife
            persons.father[first + k] = husband
            persons.elder[first + k] = first + k + 1 if k + 1 < stop else NOBODY
        begin = stop
