"""Declares every table of a data pack once: columns, key, units and range.

Read by `sim.places.pack`, which turns a declaration into the checks. A new table or unit is declared here and nowhere
else.
"""

from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from sim.places.words import WORDS

QUALITIES = ("published", "derived", "fallback", "approximate", "prior")
"""How a figure is known; `prior` rows must carry both bounds."""

CENSUSES = (2010, 2020)
"""Censuses that a start population can be made from; every place has the last one."""

LAST_OPEN_YEAR = 2022
"""Births, marriages and deaths of later years are held out to judge the projections and may not be in a pack."""

OPEN_AGE = 100
"""`age_to` of an open age group: completed years, 100 stands for 100 and over."""

NATION_CODE = 100000
"""Code under which a pack writes the whole nation."""

Kind = Literal["integer", "number", "text", "choice", "date"]
Reference = Literal["", "county", "county_or_city", "area", "area_name", "census"]


@dataclass(frozen=True)
class Column:
    """One column before the tail: its type, its range and what an entry may refer to."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    low: float = -inf
    high: float = inf
    empty: bool = False
    reference: Reference = ""


@dataclass(frozen=True)
class Table:
    """One table: key columns, further columns, units and range of `value`, and what follows the keys (`tail`)."""

    name: str
    keys: tuple[Column, ...]
    more: tuple[Column, ...] = ()
    units: tuple[str, ...] = ()
    low: float = 0.0
    high: float = inf
    whole: tuple[str, ...] = ()
    tail: Literal["full", "source", "none"] = "full"


def choice(name: str, *choices: str) -> Column:
    """A column that takes one of the given words."""
    return Column(name, "choice", choices)


YEAR = Column("year", "integer", low=1900, high=2100)
OPEN_YEAR = Column("year", "integer", low=1900, high=LAST_OPEN_YEAR)
SEX = choice("sex", "male", "female")
CENSUS = Column("census", "integer", reference="census")
COUNTY = Column("county_code", "integer", reference="county")
COUNTY_OR_CITY = Column("county_code", "integer", reference="county_or_city")
AREA = Column("area", "text", reference="area_name")
AREA_CODE = Column("area_code", "integer", reference="area")
AGES = (Column("age_from", "integer", low=0, high=OPEN_AGE), Column("age_to", "integer", low=0, high=OPEN_AGE))
RESIDENCE = choice("residence", "all", "urban", "rural", "city", "town", "hukou")
BIRTH_ORDER = choice("birth_order", "all", "1", "2", "3+", "4+")
LEVELS = ("none", "primary", "junior_secondary", "senior_secondary", "junior_college", "bachelor_or_above")
COUPLE_LEVELS = ("primary_or_less", "junior_secondary", "senior_secondary", "junior_college_or_above")
STATUSES = ("never_married", "married", "divorced", "widowed")
STATUS = choice("status", *STATUSES)
INDICATOR = Column("indicator", "text")
"""Its words stand in `sim.places.words`, by table."""
PERIOD = Column("period", "text")
FROM = Column("effective_from", "date", empty=True)
TO = Column("effective_to", "date", empty=True)
ANIMALS = ("rat", "ox", "tiger", "rabbit", "dragon", "snake", "horse", "sheep", "monkey", "rooster", "dog", "pig")
PERSONS = ("persons",)
NAMES = (Column("name_zh", "text"), Column("name_en", "text"))

YUAN = (
    "yuan", "yuan once", "yuan per birth", "yuan per couple", "yuan per cycle", "yuan per institution", "yuan per m2",
    "yuan per month", "yuan per month and child", "yuan per month and person", "yuan per month and place",
    "yuan per period", "yuan per person", "yuan per place", "yuan per term", "yuan per year", "yuan per year and child",
    "yuan per child, age 0-17", "million yuan",
)  # fmt: skip
SHARES = ("percent", "share", "ratio")
RULES = (
    "children", "children per class", "days", "days per year", "items", "months", "percent per year", "person-times",
    "places", "places per 1000", "staff per 1000 births", "yes/no",
)  # fmt: skip
ASSUMED = (
    "beta concentration", "boys per girl", "children", "days", "elasticity", "hazard ratio", "hours", "hours per week",
    "m2", "million yuan", "month index", "months", "per year", "percent per year", "persons", "probability per cycle",
    "probability per month", "ratio", "ratio to groom family income per head", "ratio to yearly income per head",
    "relative weight", "share", "share of pregnancies", "share of residents per year", "share of wage",
    "share of working mothers", "years", "yuan per birth", "yuan per couple", "yuan per month", "yuan per person",
    "yuan per year",
)  # fmt: skip

# The columns, units and ranges of one table fill one entry; a formatter would spread them over three hundred lines.
_TABLES = (
    Table("counties", (Column("county_code", "integer", low=100000, high=999999),), NAMES, tail="none"),
    Table("areas", (Column("area_code", "integer", low=100000, high=999999),), NAMES, tail="none"),
    Table("population", (CENSUS, COUNTY, SEX, *AGES), units=PERSONS, whole=PERSONS),
    Table("population_totals", (CENSUS, COUNTY_OR_CITY, INDICATOR),
          units=("persons", "children per woman"), whole=PERSONS),
    Table("population_annual", (COUNTY_OR_CITY, OPEN_YEAR, choice("base", "resident", "hukou")),
          units=PERSONS, whole=PERSONS),
    Table("households", (CENSUS, COUNTY_OR_CITY, INDICATOR),
          units=("households", "persons"), whole=("households", "persons")),
    Table("homes", (CENSUS, COUNTY_OR_CITY, INDICATOR),
          units=("households (10% sample)", "m2 per person", "rooms"), whole=("households (10% sample)",)),
    Table("employment", (CENSUS, COUNTY_OR_CITY, INDICATOR),
          units=("persons (10% sample)",), whole=("persons (10% sample)",)),
    Table("household_sizes", (AREA, YEAR, Column("size", "integer", low=1, high=10)), units=("share",), high=1),
    Table("education", (CENSUS, COUNTY_OR_CITY, SEX, choice("level", "preschool", *LEVELS)),
          units=("persons aged 3+", "persons aged 6+"), whole=("persons aged 3+", "persons aged 6+")),
    Table("marital_status", (CENSUS, COUNTY_OR_CITY, SEX, STATUS),
          units=("persons 15+ (10% sample)",), whole=("persons 15+ (10% sample)",)),
    Table("marital_status_by_age", (YEAR, RESIDENCE, choice("sex", "male", "female", "both"), *AGES, STATUS),
          units=("persons (10% sample)", "percent"), whole=("persons (10% sample)",)),
    Table("mortality", (Column("period_from", "integer", low=1900, high=2100),
          Column("period_to", "integer", low=1900, high=2100), SEX, *AGES), units=("per person-year",),
          low=1e-6, high=2),
    Table("mortality_level", (OPEN_YEAR, COUNTY_OR_CITY), units=("per 1000",), low=0.1, high=50),
    Table("fertility", (AREA, OPEN_YEAR, *AGES, BIRTH_ORDER), units=("births per woman-year",), high=1),
    Table("tfr", (AREA, OPEN_YEAR, Column("basis", "text"), BIRTH_ORDER), units=("children per woman",), high=10),
    Table("births_by_mother", (OPEN_YEAR, RESIDENCE, choice("mother_education", "all", *LEVELS), *AGES, BIRTH_ORDER),
          units=("births (10% sample)",), whole=("births (10% sample)",)),
    Table("birth_order_shares", (AREA, OPEN_YEAR, RESIDENCE, BIRTH_ORDER), units=("percent of births",), high=100),
    Table("vital", (OPEN_YEAR, choice("base", "resident", "hukou", "registration"), INDICATOR), low=-50,
          units=("couples", "couples per 1000", "per 1000", "persons", "persons per birth year"),
          whole=("couples", "persons", "persons per birth year")),
    Table("nuptiality_elsewhere", (AREA, OPEN_YEAR, Column("group", "text"), INDICATOR),
          units=("couples", "couples per 1000", "persons", "years"), whole=("couples", "persons")),
    Table("migration", (COUNTY_OR_CITY, SEX, *AGES), units=PERSONS, low=-inf, whole=PERSONS),
    Table("marriage_matching", (choice("husband_education", *COUPLE_LEVELS), choice("wife_education", *COUPLE_LEVELS)),
          units=("share",), high=1),
    Table("permission_rules", (Column("effective_from", "date"), BIRTH_ORDER, Column("condition", "text")),
          (TO, Column("announced", "date", empty=True)), units=("permitted (0/1)",), high=1,
          whole=("permitted (0/1)",)),
    Table("lunar_calendar", (YEAR,), (Column("spring_festival", "date"), Column("next_spring_festival", "date"),
          Column("lichun_count", "integer", low=0, high=2), choice("zodiac", *ANIMALS)), tail="source"),
    Table("incomes", (AREA_CODE, PERIOD, RESIDENCE, INDICATOR), units=("yuan per period", "share", "ratio")),
    Table("income_quintiles", (AREA_CODE, YEAR, RESIDENCE, Column("quintile", "integer", low=1, high=5), INDICATOR),
          units=("yuan per year", "ratio")),
    Table("wages", (AREA_CODE, YEAR, Column("sector", "text")), units=("yuan per year",)),
    Table("work", (AREA_CODE, PERIOD, RESIDENCE, INDICATOR), low=-100,
          units=("percent", "yuan per month", "minutes per day", "sign")),
    Table("child_costs", (AREA_CODE, YEAR, RESIDENCE, INDICATOR), units=(*YUAN, *SHARES, "hours", "hours per week")),
    Table("house_prices", (AREA_CODE, PERIOD, INDICATOR), low=-100,
          units=("yuan per m2", "m2", "mu", "percent", "ratio")),
    Table("cpi", (AREA_CODE, PERIOD), units=("percent change on the year before",), low=-30, high=30),
    Table("county_budgets", (AREA_CODE, YEAR, INDICATOR), units=("million yuan", "yuan per person")),
    Table("childcare_supply", (AREA_CODE, YEAR, INDICATOR, choice("kind", "observed", "target")),
          units=(*YUAN, *SHARES, "places", "places per 1000", "institutions")),
    Table("leave_rules", (Column("leave", "text"), AREA_CODE, BIRTH_ORDER, FROM, TO),
          units=("days", "days per year", "percent")),
    Table("tax_schedule", (Column("bracket", "integer", low=1, high=50),),
          (Column("taxable_from", "number", low=0), Column("taxable_to", "number", low=0, empty=True),
          Column("quick_deduction", "number", low=0)), units=("percent",), high=100),
    Table("marriage_costs", (AREA_CODE, YEAR, INDICATOR), units=(*YUAN, *SHARES)),
    Table("policy_timeline", (Column("plan_item", "integer", low=1, high=99), Column("lever", "text"), AREA_CODE,
          BIRTH_ORDER, choice("kind", "rule", "target", "plan", "observed"), FROM, TO),
          units=(*YUAN, *SHARES, *RULES)),
    Table("levers", (Column("lever", "text"), choice("layer", "base", "in_force", "plan"), COUNTY_OR_CITY, BIRTH_ORDER,
          FROM), (TO, Column("phase_in_months", "integer", low=0, high=240),
          Column("announced_months", "integer", low=-24, high=120)),
          units=(*YUAN, *SHARES, *RULES, "hours per workday", "ratio to yearly income per head"), low=-1.0),
    Table("plan_targets", (INDICATOR, COUNTY_OR_CITY, YEAR),
          units=("births per year", "children per woman", "places per 1000", "share")),
    Table("assumptions", (Column("name", "text"),), units=ASSUMED, low=-inf),
)  # fmt: skip



def _with_words(table: Table) -> Table:
    """The table with the words that its text columns may hold."""
    keys = tuple(replace(one, choices=WORDS.get((table.name, one.name), one.choices)) for one in table.keys)
    return replace(table, keys=keys)


TABLES: dict[str, Table] = {table.name: _with_words(table) for table in _TABLES}
"""Every table of a pack, by the name of its file."""


def columns_of(table: Table) -> list[str]:
    """Names of all columns of a table in file order."""
    tails = {
        "full": ["value", "lower", "upper", "unit", "source", "quality", "note"],
        "source": ["source", "quality", "note"],
        "none": [],
    }
    return [column.name for column in (*table.keys, *table.more)] + tails[table.tail]
