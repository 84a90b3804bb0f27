"""Deaths: drawn a year ahead at each birthday, carried out in their month.

Drawing once a year what has no business in a month costs a twelfth of the draws and leaves rates as they are.
"""

import functools
import math
from typing import Any

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.handles import unpacked
from sim.places.faults import finite
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import DEAD, NOBODY, RESIDENT, WIDOWED, Array, Households, Persons
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import N_AGES, age_at, count_woman

SCREENING_LEVER = "newborn_screening_coverage"


@nb.njit(cache=True)
def death_probability(rate: float, months: float) -> float:
    """Probability of dying within some months at a constant death rate [1/year]."""
    return 1.0 - math.exp(-rate * months / 12.0)


@nb.njit(cache=True)
def death_month(u: float, rate: float, month: int, months: int) -> int:
    """Month of death within the next `months` months, spread evenly, or `NO_MONTH` for a survivor.

    u : uniform draw, which decides both whether and when      rate : [1/year]
    """
    if u >= rate * months / 12.0:  # 1 - exp(-x) <= x: spares the exponential for nearly everyone
        return NO_MONTH
    probability = death_probability(rate, months)
    if u >= probability:
        return NO_MONTH
    return month + min(int(u / probability * months), months - 1)


@nb.njit(cache=True, inline="always")
def _ask_for_bereaved(far: int, near: int, persons: Persons, households: Households) -> None:
    """Ask ahead for what a death reads and writes of `far`, and of the household and spouse of `near`."""
    prefetch(far, persons.presence, persons.county, persons.sex, persons.birth, persons.household, persons.partner)
    prefetch(far, persons.marital, persons.youngest)
    spouse = persons.partner[near]
    prefetch(persons.household[near], households.size)
    prefetch(spouse, persons.presence, persons.next_death, persons.partner, persons.youngest, persons.marital)
    prefetch(spouse, persons.trying_since, persons.county, persons.sex, persons.birth)


@nb.njit(cache=True)
def carry_out_deaths(
    rows: Array, persons: Persons, households: Households, stock: Array, counts: Any, month: int
) -> Array:
    """Let the residents among `rows` die this month; returns the rows they leave widowed."""
    persons, households, counts = unpacked(persons), unpacked(households), unpacked(counts)
    widowed = np.empty(len(rows), np.int32)
    n, last = 0, len(rows) - 1
    for k in range(len(rows)):
        if len(persons.id) > FAR:
            _ask_for_bereaved(rows[min(k + 2 * AHEAD, last)], rows[min(k + AHEAD, last)], persons, households)
        i = rows[k]
        if persons.presence[i] != RESIDENT:
            continue
        county, sex, age = persons.county[i], persons.sex[i], age_at(month, persons.birth[i])
        count_woman(i, -1, persons, month, counts.women)
        persons.presence[i] = DEAD
        stock[county, sex, age] -= 1
        counts.deaths[county, sex, age] += 1
        counts.balance[month % 12, county, 2] += 1
        households.size[persons.household[i]] -= 1
        spouse = persons.partner[i]
        if spouse == NOBODY or persons.presence[spouse] != RESIDENT or persons.next_death[spouse] == month:
            continue
        persons.partner[spouse] = NOBODY
        if persons.youngest[spouse] == NOBODY:  # a widower takes over the list of the mother's children
            persons.youngest[spouse] = persons.youngest[i]
        count_woman(spouse, -1, persons, month, counts.women)
        persons.marital[spouse] = WIDOWED
        count_woman(spouse, 1, persons, month, counts.women)
        persons.trying_since[spouse] = NO_MONTH
        counts.widowings[
            persons.county[spouse], persons.sex[spouse], age_at(month, persons.birth[spouse])
        ] += 1
        widowed[n] = spouse
        n += 1
    return widowed[:n]


def infant_deaths_left(levers: LeverPaths, month: int, p: Any) -> Array:
    """Deaths in the first year of life in a month over those as law screens newborns, (county,); 1 as law has it.

    p reads screening_spares_deaths.
    """
    beyond = (levers.nominal(SCREENING_LEVER) - levers.by_law(SCREENING_LEVER))[levers.at(month), :, 0]
    return np.asarray(1.0 - p.screening_spares_deaths * beyond)


@functools.lru_cache(maxsize=16)
def death_rates(pack: Pack, first_year: int, last_year: int) -> Array:
    """Death rates of every year, (year, county, sex, age) [1/year].

    WPP rates of the nation by five-year period and abridged age, spread over single years and ages in logs, times a
    county's level: its crude death rate of the census year 2010 over what the national rates give for its residents,
    and from then to 2022 the city's level in the same way. The pack names the sources. A place without that census
    takes the residents of its first one: levels before 2022 are then somewhat low, from 2022 on the city's are right.
    """
    national = _national_rates(pack, min(first_year, 2010), max(last_year, 2022))
    level = _county_levels(pack, national, min(first_year, 2010))
    base = min(first_year, 2010)
    years = np.arange(first_year, last_year + 1)
    rates = national[years - base][:, None] * level[years - base][:, :, None, None]
    return finite(rates, "death rates (from mortality, mortality_level and population)", low=0.0)


def _national_rates(pack: Pack, first_year: int, last_year: int) -> Array:
    """(year, sex, age): WPP death rates, linear in logs between period midpoints and between age-group midpoints."""
    table = pack.table("mortality")
    middle = (table.period_from + table.period_to) / 2
    periods = np.unique(middle)
    rates = np.empty((last_year - first_year + 1, 2, N_AGES))
    for s, sex in enumerate(("male", "female")):
        by_period = np.empty((len(periods), N_AGES))
        for p, period in enumerate(periods):
            part = table[(table.sex == sex) & (middle == period)].sort_values("age_from")
            center = np.where(
                part.age_from == 0, 0.0, np.where(part.age_from == 1, 2.0, (part.age_from + part.age_to) / 2)
            )
            by_period[p] = np.exp(np.interp(np.arange(N_AGES), center, np.log(part.value)))
        for y in range(first_year, last_year + 1):
            for a in range(N_AGES):
                rates[y - first_year, s, a] = np.exp(np.interp(y + 0.5, periods, np.log(by_period[:, a])))
    return rates


def _county_levels(pack: Pack, national: Array, base: int) -> Array:
    """(year, county): death rates over the nation's, from crude death rates and census residents."""
    table = pack.table("mortality_level")
    n_years = len(national)
    crude = {(int(r.year), int(r.county_code)): r.value / 1000 for r in table.itertuples()}
    city, early = pack.city_code, min(pack.census_years)
    expected_city = _expected_crude_rate(pack, national, base, 2020, 2022, None)
    city_2022 = crude[(2022, city)] / expected_city
    city_2010 = crude[(2010, city)] / _expected_crude_rate(pack, national, base, early, 2010, None)
    levels = np.empty((n_years, len(pack.county_codes)))
    share = np.clip((base + np.arange(n_years) - 2010) / 12, 0, 1)
    for c, code in enumerate(pack.county_codes):
        own = crude[(2010, code)] / _expected_crude_rate(pack, national, base, early, 2010, code)
        levels[:, c] = own * (1 + share * (city_2022 / city_2010 - 1))
    return levels


def _expected_crude_rate(
    pack: Pack, national: Array, base: int, census: int, year: int, code: int | None
) -> float:
    """Crude death rate that national rates of a year give for the residents of a census (a county, or the city)."""
    table = pack.table("population")
    cells = table[(table.census == census) & table.county_code.isin(pack.county_codes)]
    if code is not None:
        cells = cells[cells.county_code == code]
    deaths = 0.0
    for cell in cells.itertuples():
        rates = national[year - base, int(cell.sex == "female"), cell.age_from : min(cell.age_to, 92) + 1]
        deaths += cell.value * rates.mean()
    return float(deaths / cells.value.sum())
