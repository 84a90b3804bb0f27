"""Rows of Shaoxing's pack in another city's: national and provincial ones as they stand, local ones marked.

What is law of nation or province stays what it is. A figure of Shaoxing itself stands for the other city only where the
model needs one; it becomes a `fallback` (a prior stays a prior) whose note begins with `OWN`. Measures in force in
Shaoxing are claimed of nobody else. Called by `making`.
"""

import csv
from collections.abc import Callable

from sim.places.county_census import counties_of, names
from sim.places.pack import PLACES
from sim.places.schema import TABLES

Row = dict[str, str]
FROM = "shaoxing"
LENDER = 330600
LENDER_COUNTIES = (330602, 330603, 330604, 330624, 330681, 330683)
OWN = "area Shaoxing"
"""How the note of a row begins that rests on a figure of Shaoxing."""
PLAN_TEXT = "绍兴市优化生育政策促进人口长期均衡发展实施方案"
LIKE = f"{OWN}: a plan like Shaoxing's"
PRICES = "average_home_price"
LOCAL_ASSUMPTIONS = (
    "childcare_places_per_1000_2010", "disposable_income_2020_all", "disposable_income_2020_rural",
    "disposable_income_2020_urban", "gdp_2020", "gdp_2022", "hukou_same_city_share_of_other_county",
    "mortality_ratio_to_china_2010", "mortality_ratio_to_china_2022", "provident_fund_uplift_cap",
    "resident_population_2020_year_end", "resident_population_2021_year_end",
)  # fmt: skip
"""Assumptions that are figures of Shaoxing."""
DISTRICT = "区"
"""Last character of the name of an urban district."""


def lent(table: str) -> list[Row]:
    """Rows of a table of Shaoxing's pack, as text."""
    with (PLACES / FROM / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def borrowed(table: str, city: int) -> list[Row]:
    """Rows of one table for a city, in key order, from Shaoxing's."""
    rows = SPECIAL[table](city) if table in SPECIAL else _without_lender(table, city)
    keys = [column.name for column in TABLES[table].keys]
    return sorted(rows, key=lambda row: [_ordered(row[key]) for key in keys])


def taken(row: Row, city: int, why: str = "") -> Row:
    """A row of Shaoxing as one of the city: its code, a fallback unless a prior, and a note that says so."""
    note = "; ".join(filter(None, (why or OWN, row["note"])))
    quality = row["quality"] if row["quality"] == "prior" else "fallback"
    codes = {key: str(city) for key in ("area_code", "county_code") if key in row}
    return row | codes | {"quality": quality, "note": note}


def is_lender(row: Row) -> bool:
    """Whether a row is of Shaoxing or one of its counties."""
    codes = {str(code) for code in (LENDER, *LENDER_COUNTIES)}
    zh_en = {names()[code][1] for code in (LENDER, *LENDER_COUNTIES)}
    return bool(codes & {row.get("area_code"), row.get("county_code")}) or row.get("area") in zh_en


def _without_lender(table: str, city: int) -> list[Row]:
    """Rows of nation, province and other areas; of those that are the city itself is said that they were fallbacks."""
    return [_own(row, city) for row in lent(table) if not is_lender(row)]


def _own(row: Row, city: int) -> Row:
    mine = row.get("area_code") == str(city) or row.get("area") == names()[city][1]
    return row | {"quality": "approximate"} if mine and row["quality"] == "fallback" else row


def _areas(city: int) -> list[Row]:
    rows = {row["area_code"]: row for row in lent("areas")}
    for code in (city, *counties_of(city)):
        rows[str(code)] = {"area_code": str(code), **_named(code)}
    return list(rows.values())


def _counties(city: int) -> list[Row]:
    return [{"county_code": str(code), **_named(code)} for code in counties_of(city)]


def _named(code: int) -> Row:
    return dict(zip(("name_zh", "name_en"), names()[code], strict=True))


def _incomes(city: int) -> list[Row]:
    """The province's rows, and of Shaoxing the incomes of 2015 and 2019, of which the model reads the growth."""
    needed = [
        row for row in lent("incomes")
        if row["area_code"] == str(LENDER) and row["period"] in ("2015", "2019")
        and row["indicator"] == "disposable_income_per_capita"
    ]  # fmt: skip
    return [*_without_lender("incomes", city), *(taken(row, city) for row in needed)]


def _leave_rules(city: int) -> list[Row]:
    """The province's rules, and the days that Shaoxing's maternity fund pays, which no provincial row gives."""
    rules = lent("leave_rules")
    needed = [row for row in rules if is_lender(row) and row["leave"] == "fund_paid_maternity_days"]
    return [row for row in rules if not is_lender(row)] + [taken(row, city) for row in needed]


def _cpi(city: int) -> list[Row]:
    """The province's and the nation's rows, and Shaoxing's of years that neither has."""
    rows = _without_lender("cpi", city)
    known = {row["period"] for row in rows}
    whole_years = [row for row in lent("cpi") if is_lender(row) and row["period"].isdigit()]
    return rows + [taken(row, city) for row in whole_years if row["period"] not in known]


def _house_prices(city: int) -> list[Row]:
    """The city's own panel of prices where Shaoxing's pack has it, else Shaoxing's; counties over the city by kind."""
    rows = _without_lender("house_prices", city)
    panel = [row for row in lent("house_prices") if row["area_code"] == str(LENDER) and row["indicator"] == PRICES]
    if not any(row["area_code"] == str(city) and row["indicator"] == PRICES for row in rows):
        rows += [taken(row, city) for row in panel]
    ratios = {int(row["area_code"]): row for row in lent("house_prices") if row["indicator"] == "price_over_city"}
    return rows + [_price_over_city(code, ratios) for code in counties_of(city)]


def _price_over_city(code: int, ratios: dict[int, Row]) -> Row:
    """A county's prices over its city's: the mean of Shaoxing's counties of its kind, within all their bounds."""
    urban = names()[code][0].endswith(DISTRICT)
    alike = [row for other, row in ratios.items() if names()[other][0].endswith(DISTRICT) == urban]
    kind = "districts" if urban else "other counties"
    value = sum(float(row["value"]) for row in alike) / len(alike)
    low, high = min(float(row["lower"]) for row in alike), max(float(row["upper"]) for row in alike)
    return alike[0] | {
        "area_code": str(code), "value": f"{value:.3g}", "lower": f"{low:g}", "upper": f"{high:g}",
        "note": f"{OWN}: mean of its {kind}; no county prices found",
    }  # fmt: skip


def _levers(city: int) -> list[Row]:
    """Law of nation and province; a plan like Shaoxing's, the same in all counties; no measure in force."""
    rows = []
    for row in lent("levers"):
        if row["layer"] == "base" and row["county_code"] == str(LENDER):
            rows.append(_law(row, city))
        elif row["county_code"] in (str(LENDER), str(LENDER_COUNTIES[0])) and row["layer"] != "in_force":
            rows.append(taken(row, city, LIKE if row["layer"] == "plan" else OWN))
    return rows


def _law(row: Row, city: int) -> Row:
    """A row of the base layer; what it says of Shaoxing alone is marked.

    That the plan's text names nothing in national or provincial law holds everywhere.
    """
    of_plan = row["source"].startswith(PLAN_TEXT) and row["quality"] == "derived"
    local = "绍兴" in row["source"] and not of_plan
    return taken(row, city) if local else row | {"county_code": str(city)}


def _plan_targets(city: int) -> list[Row]:
    return [taken(row, city, LIKE) for row in lent("plan_targets")]


def _assumptions(city: int) -> list[Row]:
    return [taken(row, city) if row["name"] in LOCAL_ASSUMPTIONS else row for row in lent("assumptions")]


SPECIAL: dict[str, Callable[[int], list[Row]]] = {
    "areas": _areas, "counties": _counties, "incomes": _incomes, "leave_rules": _leave_rules, "cpi": _cpi,
    "house_prices": _house_prices, "levers": _levers, "plan_targets": _plan_targets, "assumptions": _assumptions,
}  # fmt: skip
"""Tables of which the model needs figures of the city, or that say nothing of areas."""


def _ordered(entry: str) -> tuple[int, float, str]:
    """Numbers by size, then words."""
    return (0, float(entry), "") if entry.replace(".", "", 1).isdigit() else (1, 0.0, entry)


