"""Tables of a further city that follow from its census tables: vital figures, deaths, budgets, residents by year.

Called by `making`.
"""

from functools import cache
from math import exp

from experiments.places.borrowed import LENDER, OWN, Row, lent
from sim.places.county_census import CENSUS_SOURCES, census_rows, counties_of, figures_of, printed

TAIL = {"lower": "", "upper": ""}
SPENDING = "general_public_expenditure"
SPENDING_YEAR = 2021
POPULATION = "population table (NBS county census tables)"


def vital_rows(city: int) -> list[Row]:
    """Children of the censuses by year of birth, and births of 2020 by reverse survival: all that is known of them."""
    rows = []
    for census in CENSUS_SOURCES:
        children = {age: _persons(census, city, age) for age in (0, 1, 5)}
        rows += [
            _vital(census, "children_aged_0", children[0], CENSUS_SOURCES[census], "published", "persons"),
            _vital(census - 1, "surviving_children_ages_1_4_mean", children[1] / 4, POPULATION, "derived"),
            _vital(census - 5, "surviving_children_ages_5_9_mean", children[5] / 5, POPULATION, "derived"),
        ]
    births = sum(births_of(2020, city, sex) for sex in ("male", "female"))
    rows.append(_vital(2020, "births_reverse_survival", births, CENSUS_SOURCES[2020], "derived", "persons"))
    return sorted(rows, key=lambda row: (row["year"], row["indicator"]))


def births_of(census: int, city: int, sex: str) -> float:
    """Births of the year before a census: children aged 0 over their survival by the nation's rates after it."""
    (hazard,) = (
        float(row["value"]) for row in lent("mortality")
        if (row["period_from"], row["sex"], row["age_from"]) == (str(census), sex, "0")
    )  # fmt: skip
    return _persons(census, city, 0, sex) * hazard / (1 - exp(-hazard))


def population_annual_rows(city: int) -> list[Row]:
    """Residents of the two censuses."""
    return [
        {"county_code": str(city), "year": str(census), "base": "resident",
         "value": f"{figures_of(census, city)[city]['residents'].value:.0f}", **TAIL, "unit": "persons",
         "source": CENSUS_SOURCES[census], "quality": "published", "note": f"{census} census, 1 November"}
        for census in CENSUS_SOURCES
    ]  # fmt: skip


def county_budgets_rows(city: int) -> list[Row]:
    """Spending of the city and its counties: what Shaoxing spends a resident, times the residents of 2020."""
    spent = next(
        row for row in lent("county_budgets")
        if (row["area_code"], row["year"], row["indicator"]) == (str(LENDER), str(SPENDING_YEAR), SPENDING)
    )  # fmt: skip
    a_head = float(spent["value"]) / printed(2020)[LENDER]["residents"].value
    found = figures_of(2020, city)
    return [
        spent | {
            "area_code": str(code), "value": f"{a_head * found[code]['residents'].value:.0f}", "quality": "fallback",
            "note": f"{OWN}: its spending a resident ({a_head * 1e6:,.0f} yuan) times the residents of 2020",
        }
        for code in (city, *counties_of(city))
    ]  # fmt: skip


def mortality_level_rows(city: int) -> list[Row]:
    """Crude death rates: the city's of 2010; its level on each county's ages; Shaoxing's change of level to 2022."""
    crude, level = _crude_2010(city), _crude_2010(city) / expected(2010, city, 2010)
    changed = _lent_level(2022) / _lent_level(2010)
    note = "the city's rate of 2010 on the county's ages, by the nation's rates; the county's own is held out"
    rows = [_deaths(2010, city, crude, CENSUS_SOURCES[2010], "published", "census year 2009-11 to 2010-10")]
    rows += [
        _deaths(2010, code, level * expected(2010, city, 2010, code), POPULATION, "derived", note)
        for code in counties_of(city)
    ]
    then = f"{OWN}: change of the level of deaths from 2010 to 2022 ({changed:.3f}) on the city's level and ages"
    lender = next(row for row in lent("mortality_level") if row["year"] == "2022")
    rate = level * changed * expected(2020, city, 2022)
    return [*rows, _deaths(2022, city, rate, lender["source"], "fallback", then)]


def expected(census: int, city: int, year: int, county: int | None = None) -> float:
    """Deaths per 1000 that the nation's rates of a year give for the residents of a census, of city or county."""
    rates, people, deaths = _national_rates(year), 0.0, 0.0
    for row in census_rows("population", city):
        if int(row["census"]) == census and county in (None, int(row["county_code"])):
            ages = range(int(row["age_from"]), min(int(row["age_to"]), 92) + 1)
            people += float(row["value"])
            deaths += float(row["value"]) * sum(rates[row["sex"], age] for age in ages) / len(ages)
    return 1000 * deaths / people


@cache
def _national_rates(year: int) -> dict[tuple[str, int], float]:
    """Death rates by sex and age: the mean of the periods that begin and end in the year, or that it lies in."""
    periods = [row for row in lent("mortality") if int(row["period_from"]) <= year <= int(row["period_to"])]
    n = len({row["period_from"] for row in periods})
    rates: dict[tuple[str, int], float] = {}
    for row in periods:
        for age in range(int(row["age_from"]), int(row["age_to"]) + 1):
            rates[row["sex"], age] = rates.get((row["sex"], age), 0.0) + float(row["value"]) / n
    return rates


def _lent_level(year: int) -> float:
    """Shaoxing's crude death rate over what the nation's rates give for its residents."""
    rows = lent("mortality_level")
    crude = next(float(row["value"]) for row in rows if (row["year"], row["county_code"]) == (str(year), str(LENDER)))
    return crude / expected(2010 if year == 2010 else 2020, LENDER, year)


def _crude_2010(city: int) -> float:
    return printed(2010)[city]["crude_death_rate"].value


def _persons(census: int, city: int, age_from: int, sex: str | None = None) -> float:
    return sum(
        float(row["value"]) for row in census_rows("population", city)
        if (int(row["census"]), int(row["age_from"])) == (census, age_from) and sex in (None, row["sex"])
    )


def _deaths(year: int, code: int, value: float, source: str, quality: str, note: str) -> Row:
    return {
        "year": str(year), "county_code": str(code), "value": f"{value:.2f}", **TAIL, "unit": "per 1000",
        "source": source, "quality": quality, "note": note,
    }  # fmt: skip


def _vital(
    year: int, indicator: str, value: float, source: str, quality: str, unit: str = "persons per birth year",
) -> Row:
    notes = {
        "births_reverse_survival": "census year 2019-11 to 2020-10; children aged 0 over survival by national rates;"
        " includes net migration of infants",
        "children_aged_0": f"born {year - 1}-11 to {year}-10 and alive at the census",
        "surviving_children_ages_1_4_mean": "ages 1-4 of the census after, divided by 4",
        "surviving_children_ages_5_9_mean": "ages 5-9 of the census after, divided by 5",
    }
    return {
        "year": str(year), "base": "resident", "indicator": indicator, "value": f"{value:.0f}", **TAIL, "unit": unit,
        "source": source, "quality": quality, "note": notes[indicator],
    }  # fmt: skip


