"""Net migration between the censuses of 2010 and 2020 by county, sex and age: residents less survivors.

Survivors are the residents of 2010 under the nation's death rates, the mean of 2010-2015 and 2015-2020, each rate
constant within its ages. Counties between which something moved are reckoned together and split by their residents of
2020 in the cell. Called by `making`.
"""

from collections.abc import Iterable
from math import exp

from sim.places.county_census import census_rows, counties_of, groups

FIRST_AGE, LAST_AGE, YEARS = 10, 84, 10
"""Ages of 2020 that the table covers."""
SOURCE = "census survival 2010-2020, national life table (WPP 2024)"
CAUTION = (
    "census survival with national mortality; local mortality is lower, so positive values at 60+ are mostly artefact;"
    " 2010 child undercount inflates ages 10-19"
)  # fmt: skip
PERIODS = (2010, 2015)
"""First years of the five-year periods between the censuses."""
Row = dict[str, str]
Cells = dict[tuple[int, str, int], float]
"""Residents, or migrants, by county, sex and first age of five."""


def migration_rows(city: int, mortality: Iterable[Row]) -> list[Row]:
    """Rows of table `migration` of a city. mortality : rows of the pack's table, the nation's"""
    rates = list(mortality)
    counties = counties_of(city)
    early, late = _residents(2010, city), _residents(2020, city)
    net: Cells = {}
    for sex in ("female", "male"):
        survival = survival_of(rates, sex)
        for age in range(FIRST_AGE, LAST_AGE, 5):
            for county in counties:
                net[county, sex, age] = late[county, sex, age] - early[county, sex, age - YEARS] * survival[age - YEARS]
            for group in groups(city):
                _share_out(net, late, group, sex, age)
            net[city, sex, age] = sum(net[county, sex, age] for county in counties)
    together = {county: group for group in groups(city) for county in group}
    keys = sorted(net)
    return [_row(key, net[key], together.get(key[0], ())) for key in keys]


def survival_of(mortality: Iterable[Row], sex: str) -> dict[int, float]:
    """Share of the people of five ages who live ten years on, by the first of the ages (0 to 70)."""
    hazard: dict[int, float] = {}
    for row in mortality:
        if row["sex"] == sex and int(row["period_from"]) in PERIODS:
            for age in range(int(row["age_from"]), int(row["age_to"]) + 1):
                hazard[age] = hazard.get(age, 0.0) + float(row["value"]) / len(PERIODS)
    alive, years = 1.0, []
    for age in range(LAST_AGE + 1):
        years.append(alive * (1 - exp(-hazard[age])) / hazard[age])
        alive *= exp(-hazard[age])
    lived = {age: sum(years[age : age + 5]) for age in range(0, LAST_AGE, 5)}
    return {age: lived[age + YEARS] / lived[age] for age in range(0, LAST_AGE - YEARS, 5)}


def _residents(census: int, city: int) -> Cells:
    found: Cells = {}
    for row in census_rows("population", city):
        if int(row["census"]) == census:
            key = int(row["county_code"]), row["sex"], int(row["age_from"]) // 5 * 5
            found[key] = found.get(key, 0.0) + float(row["value"])
    return found


def _share_out(net: Cells, late: Cells, group: tuple[int, ...], sex: str, age: int) -> None:
    """Split what several counties gained together by their residents of 2020."""
    gained = sum(net[county, sex, age] for county in group)
    residents = sum(late[county, sex, age] for county in group)
    for county in group:
        net[county, sex, age] = gained * late[county, sex, age] / residents


def _row(key: tuple[int, str, int], value: float, group: tuple[int, ...]) -> Row:
    county, sex, age = key
    names = " and ".join(map(str, group))
    shared = f"{names} together, split by the residents of 2020 in the cell: their boundary changed; " if group else ""
    return {
        "county_code": str(county), "sex": sex, "age_from": str(age), "age_to": str(age + 4),
        "value": str(round(value)), "lower": "", "upper": "", "unit": "persons", "source": SOURCE,
        "quality": "approximate" if group else "derived", "note": shared + CAUTION,
    }  # fmt: skip
