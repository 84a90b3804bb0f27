"""Every table is refused when a cell that the model computes from is missing, and says which in one sentence."""

import copy
import functools
import re

import pandas as pd
import pytest

from sim.errors import UserError
from sim.places.grids import GRIDS, OWN_ROWS, check_grids, entries_of, rows_of
from sim.places.pack import Pack, load_pack
from sim.places.schema import TABLES
from sim.policy.levers import LEVERS
from sim.policy.levers.rows import lever_rows

LOCAL = "another place need not have it: nothing computes from it"
FREE: dict[tuple[str, str], str] = {
    ("areas", "area_code"): "the areas that figures are quoted from, beyond nation, province, city and counties",
    ("counties", "county_code"): "they are what the other tables are held against, each by its code",
    ("household_sizes", "area"): "the latest year is read, of whatever area",
    ("household_sizes", "year"): "the latest year is read",
    ("marital_status_by_age", "residence"): LOCAL,
    ("marital_status_by_age", "age_from"): "groups of 2022 beside the single ages",
    ("marital_status_by_age", "age_to"): "groups of 2022 beside the single ages",
    ("fertility", "age_from"): "10 and 50 in rates of the nation that nothing computes from",
    ("fertility", "age_to"): "14 and 54 in rates of the nation that nothing computes from",
    ("permission_rules", "condition"): "provinces differ in their exceptions",
    ("permission_rules", "effective_from"): "dates of exceptions in which provinces differ",
    ("permission_rules", "birth_order"): "the penalty on fourth births",
    ("income_quintiles", "indicator"): "incomes in yuan: their ratios are read",
    ("income_quintiles", "residence"): "both together: town and country are read",
    ("cpi", "area_code"): "a year of the province or the city is taken from the smallest area that has it",
    ("cpi", "period"): "years of the province and the city, while those that remain have no gap",
    ("county_budgets", "year"): "the latest year that serves is read",
    ("county_budgets", "area_code"): "the city serves for what a county has not published",
    ("county_budgets", "indicator"): "the next best figure tells the budget",
    ("levers", "layer"): "a city may have no measure in force",
    ("levers", "county_code"): "measures of single counties",
    ("levers", "birth_order"): "measures for single orders",
    ("levers", "effective_from"): "dated changes",
    ("policy_timeline", "birth_order"): LOCAL,
    **{("plan_targets", key): "a plan names what numbers it likes" for key in ("indicator", "county_code", "year")},
    **{(table, column.name): LOCAL for table in (
        "population_annual", "fertility", "tfr", "births_by_mother", "birth_order_shares", "vital",
        "nuptiality_elsewhere", "incomes", "income_quintiles", "wages", "work", "child_costs", "house_prices",
         "childcare_supply",
        "leave_rules", "marriage_costs", "policy_timeline",
    ) for column in TABLES[table].keys},
}  # fmt: skip
"""Columns of which some entries may be absent, and why; of every other column each entry must be there."""

WORDS_OF_SOME = {
    ("population_totals", "indicator"): {"hukou_population_in_census", "residents_from_outside_city"},
    ("households", "indicator"): {"with_one_65_plus", "with_two_65_plus", "with_three_65_plus"},
    ("homes", "indicator"): {"rooms_per_household"},
    ("employment", "indicator"): {
        "not_working", "not_working_at_school", "not_working_housework", "not_working_retired", "persons_16_plus"},
}
"""Words that a table may lack though it needs every other of their column."""


@functools.cache
def frames() -> dict[str, pd.DataFrame]:
    return {table: load_pack().table(table) for table in TABLES}


def without(name: str, rows: pd.Series) -> Pack:
    """The shipped pack with rows of one table taken out, in memory."""
    left = copy.copy(load_pack())
    left._frames = {**frames(), name: frames()[name][~rows]}
    left._checked = set()
    return left


def refusal(pack: Pack, name: str) -> str:
    """What the check says of one table and of those held against it; empty where it takes them."""
    try:
        pack.table(name)
        if name == "levers":
            lever_rows.__wrapped__(pack)
    except UserError as error:
        return str(error)
    return ""


DEMANDED = [
    (name, column.name) for name, table in TABLES.items() for column in table.keys if (name, column.name) not in FREE
]


@pytest.mark.parametrize(("name", "column"), DEMANDED)
def test_each_entry_of_a_key_is_demanded(name: str, column: str) -> None:
    """Dropping any one entry of a key column is refused in one sentence that names the table."""
    frame = frames()[name]
    optional = WORDS_OF_SOME.get((name, column), set())
    for entry in dict.fromkeys(frame[column]):
        said = refusal(without(name, frame[column] == entry), name)
        if entry in optional:
            assert not said
        else:
            assert re.fullmatch(rf"(\S*/)?{name}\.csv.*\.", said), (entry, said)


@pytest.mark.parametrize("name", [name for name in GRIDS if name != "assumptions"])  # one key: dropped above
def test_each_entry_of_a_grid_is_demanded(name: str) -> None:
    """Dropping one entry of one dimension of a grid is refused; what the table itself decides is checked elsewhere."""
    pack, frame = load_pack(), frames()[name]
    for one in GRIDS[name]:
        within = rows_of(one, frame)
        for dimension in one:
            for entry in entries_of(dimension, frame[within], pack._areas) if dimension.takes != OWN_ROWS else ():
                dropped = (frame[list(dimension.columns)] == list(entry)).all(axis=1) & within
                told = rf"^{name}\.csv.* lacks (\d+|all) rows?.*; needed is a row of every "
                with pytest.raises(UserError, match=told):
                    check_grids(name, frame[~dropped], pack._areas)


@pytest.mark.parametrize(
    ("table", "query", "message"),
    [
        ("population", "census == 2010 and county_code == 330681",
         "population.csv: census 2010, county 330681 lacks 38 rows, first: men of age 0;"
         " needed is a row of every census x county x sex x age."),
        ("population", "census == 2010",
         "population.csv: census 2010 lacks 228 rows, first: county 330602, men of age 0;"),
        ("population", "age_from == 40 and county_code == 330602 and sex == 'male' and census == 2020",
         "population.csv: census 2020, county 330602, men of age 40 lacks 1 row; needed"),
        ("marital_status_by_age", "sex == 'female'",
         "age.csv: year 2010, residence all, women lacks 204 rows, first: status never_married, age 15;"),
        ("mortality", "sex == 'male'", "mortality.csv: men lacks 132 rows, first: period 2005, age 0;"),
        ("mortality_level", "year == 2010", "mortality_level.csv: year 2010 lacks 7 rows, first: county 330602;"),
        ("households", "census == 2020 and county_code == 330602 and indicator == 'one_person'",
         "households.csv: census 2020, county 330602, indicator one_person lacks 1 row;"),
        ("education", "census == 2020 and county_code == 330602",
         "county 330602 lacks 12 rows, first: men, level none;"),
        ("migration", "county_code == 330602", "migration.csv: county 330602 lacks 30 rows, first: men of age 10;"),
        ("migration", "age_from == 80", "ages of 330600, female end at 79; the last group must end at 84"),
        ("lunar_calendar", "year >= 2026", "lunar_calendar.csv lacks 11 rows, first: year 2026;"),
        ("income_quintiles", "quintile == 5", "income_quintiles.csv: quintile 5 lacks"),
        ("levers", "layer == 'plan'", "levers.csv: layer plan lacks all rows; needed is a row of every layer."),
        ("levers", "layer == 'base'",
         f"levers.csv: no law says the value of {sum(lever.legislated for lever in LEVERS.values())} levers, "),
        ("levers", "lever == 'birth_grant' and layer == 'base'",
         "no law says the value of birth_grant in counties 330602, 330603, 330604, 330624, 330681, 330683;"),
        ("leave_rules", "leave == 'maternity_leave'",
         "leave_rules.csv: leave maternity_leave lacks all rows; needed is a row of every leave."),
        ("permission_rules", "condition == 'any'",
         "permission_rules.csv: condition any lacks all rows of 3, first: order 1; needed"),
        ("cpi", "period == '2021'",
         "cpi.csv lines 2 to 17, column period: 2021 has no change of city, province or nation;"),
        ("tfr", "year == 2020 and area == 'Zhejiang'",
         "tfr.csv: area Zhejiang, year 2020, basis published, order all lacks"),
        ("house_prices", "indicator == 'price_over_city'",
         "period 2020, indicator price_over_city lacks 6 rows, first: area"),
        ("county_budgets", "area_code == 330624",
         "nothing tells the budget of county 330624; needed is its general_public"),
        ("assumptions", "name == 'pregnancy_months'", "assumptions.csv: name pregnancy_months lacks 1 row;"),
        ("areas", "area_code == 330000", "areas.csv: area 330000 lacks 1 row;"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(table: str, query: str, message: str) -> None:
    rows = load_pack().table(table).eval(query)
    assert message in refusal(without(table, rows), table)


def test_whole_tables_are_taken() -> None:
    """Not a row fewer: nothing is refused."""
    pack = load_pack()
    for name in TABLES:
        assert not refusal(without(name, pd.Series(False, pack.table(name).index)), name)


def test_every_free_column_is_one() -> None:
    for table, column in FREE:
        assert column in [key.name for key in TABLES[table].keys], (table, column)
        assert re.search("[a-z]", FREE[table, column])
