"""Cohort-component projection with rates held: women, men and children by single age and county, a year at a time.

A year runs from November, as census years do. Births to the origin are those known; after it, rates by age of the
nation at the level of the last known births. Called by `calibration.exam.beside`; no part of the model enters.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from calibration.exam.figures import BEGUN
from calibration.targets import LAST_YEAR
from sim.places.pack import Pack
from sim.population.columns import FEMALE, MALE, Array

OLDEST = 100
TOGETHER = {330603: 330602}
"""County that is counted with another, since their border moved in 2013."""
MOVERS = slice(15, 35)
"""Ages over which net migration is spread evenly; its own pattern is known from later censuses alone."""
BOYS = 0.52
"""Share of births."""
BRIDES = slice(20, 35)
NATION = "China"


class Cohorts(NamedTuple):
    """The city by year, from the year after the first census; `births_of` by county group, (group,)."""

    births: dict[int, float]
    deaths: dict[int, float]
    population: dict[int, float]
    brides: dict[int, float]
    """Women of 20 to 34."""
    births_of: dict[int, Array]


def project(pack: Pack, known_to: int, births: dict[int, float], population: tuple[int, float]) -> Cohorts:
    """Rates held from the origin on.

    births : of the city, known, by year from 2011      population : year and residents last known, which give the
    yearly net migration since the census of 2010
    """
    level = _local_level(pack)
    old = level * _mortality(pack, known_to)
    still = _live(_census(pack, BEGUN), old, _fertility(pack, BEGUN), births, BEGUN, 0.0)
    year, residents = population
    net = (residents - still.population[year]) / (year - BEGUN)
    if known_to < max(pack.census_years):
        return _live(_census(pack, BEGUN), old, _fertility(pack, BEGUN), births, BEGUN, net)
    census = max(pack.census_years)
    before = {census: births[census]}
    ahead = _live(_census(pack, census), old, _fertility(pack, census), before, census, net)
    return ahead._replace(deaths=still.deaths | ahead.deaths, births=births | ahead.births)


def _live(start: Array, deaths_at: Array, rates: Array, births: dict[int, float], census: int, net: float) -> Cohorts:
    """Years after a census. start : (group, sex, age)      deaths_at : (sex, age)      rates : (age,)"""
    now = start.copy()
    kept = np.exp(-deaths_at)
    expected = (start[:, FEMALE, :] * rates).sum(axis=1)
    of_county = start[:, :, :5].sum(axis=(1, 2)) / expected
    by_sex = np.full(2, 1 - BOYS)
    by_sex[MALE] = BOYS
    known = max(births)
    level = births[known] / expected.sum() if known == census else 0.0
    population, brides = {census: float(now.sum())}, {census: float(now[:, FEMALE, BRIDES].sum())}
    found = Cohorts({}, {}, population, brides, {})
    for year in range(census + 1, LAST_YEAR + 1):
        expected = (now[:, FEMALE, :] * rates).sum(axis=1)
        if year in births:
            level = births[year] / expected.sum()
        born = level * expected.sum()
        shares = expected * of_county / (expected * of_county).sum()
        died = now * (1 - kept)
        infants = born * shares[:, None] * by_sex
        alive = infants * np.exp(-deaths_at[:, 0] / 2)
        left = now - died
        now = np.concatenate([alive[:, :, None], left[:, :, :-1]], axis=2)
        now[:, :, -1] += left[:, :, -1]
        place = left.sum(axis=(1, 2)) / left.sum()
        n_cells = 2 * (MOVERS.stop - MOVERS.start)
        now[:, :, MOVERS] += (net * place / n_cells)[:, None, None]
        found.births[year], found.births_of[year] = float(born), born * shares
        found.deaths[year] = float(died.sum() + (infants - alive).sum())
        found.population[year], found.brides[year] = float(now.sum()), float(now[:, FEMALE, BRIDES].sum())
    return found


def survival(pack: Pack, known_to: int) -> dict[str, float]:
    """Share of births alive on census day at the middle of each age group 0, 1_4 and 5_9, sexes alike."""
    rates = (_local_level(pack) * _mortality(pack, known_to)).mean(axis=0)
    return {
        "0": float(np.exp(-rates[0] / 2)),
        "1_4": float(np.exp(-rates[0] - 2 * rates[1])),
        "5_9": float(np.exp(-rates[0] - 4 * rates[1] - 2.5 * rates[5])),
    }


def groups(pack: Pack) -> list[int]:
    """Codes of the county groups, in the order of their axis."""
    return [code for code in pack.county_codes if code not in TOGETHER]


def children(pack: Pack, first: int, last: int) -> Array:
    """Children of an age group in the census of 2010, by county group."""
    return np.asarray(_census(pack, BEGUN)[:, :, first : last + 1].sum(axis=(1, 2)))


def _census(pack: Pack, census: int) -> Array:
    """Residents, (group, sex, age), five-year groups spread evenly."""
    rows = pack.table("population")
    rows = rows[rows["census"] == census]
    codes = groups(pack)
    found = np.zeros((len(codes), 2, OLDEST + 1))
    for row in rows.itertuples():
        code = TOGETHER.get(int(row.county_code), int(row.county_code))
        if code in codes:
            first, last = int(row.age_from), min(int(row.age_to), OLDEST)
            sex = FEMALE if row.sex == "female" else MALE
            found[codes.index(code), sex, first : last + 1] += row.value / (last + 1 - first)
    return found


def _mortality(pack: Pack, known_to: int) -> Array:
    """Death rates of the nation, (sex, age), of the last period that had ended."""
    rows = pack.table("mortality")
    period = rows.loc[rows["period_to"] <= known_to, "period_to"].max()
    return _by_age(rows[rows["period_to"] == period])


def _by_age(rows: pd.DataFrame) -> Array:
    found = np.zeros((2, OLDEST + 1))
    for row in rows.itertuples():
        sex = FEMALE if row.sex == "female" else MALE
        found[sex, int(row.age_from) : int(min(row.age_to, OLDEST)) + 1] = row.value
    return found


def _local_level(pack: Pack) -> float:
    """Death rates of the city over the nation's, census year 2010."""
    rows = pack.table("mortality_level")
    rate = float(rows.loc[(rows["year"] == BEGUN) & (rows["county_code"] == pack.city_code), "value"].iloc[0]) / 1000
    residents = _census(pack, BEGUN).sum(axis=0)
    national = pack.table("mortality")
    rates = _by_age(national[national["period_to"] == BEGUN])
    return rate * float(residents.sum()) / float((residents * rates).sum())


def _fertility(pack: Pack, census: int) -> Array:
    """Births a woman-year by age, all orders, of the nation's census."""
    rows = pack.table("fertility")
    rows = rows[(rows["area"] == NATION) & (rows["year"] == census) & (rows["birth_order"] == "all")]
    found = np.zeros(OLDEST + 1)
    for row in rows.itertuples():
        found[int(row.age_from) : int(row.age_to) + 1] = row.value
    return found
