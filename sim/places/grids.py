"""Which cells each table of a pack must hold, and the one sentence that names the first that are missing.

`GRIDS` is read by `checks`. A grid is every combination of what its dimensions take: words of the declaration, figures
written here, or what the table itself has elsewhere, so that a group is whole or absent. What the model computes from
is demanded; rows beyond a grid are a place's own record.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from sim.errors import UserError
from sim.places.schema import COUPLE_LEVELS, LEVELS, STATUSES, TABLES
from sim.places.words import WORDS

EACH, COUNTIES, CITY, PROVINCE, NATION, OWN_ROWS = "each", "counties", "city", "province", "nation", "own"
"""What a dimension takes instead of words: every county and the city, counties alone, one area, what the table has."""
Entry = tuple[Any, ...]
Areas = Callable[[str, str], list[Any]]
"""From a column and one of the words above, what stands for it in a place."""

SEXES = ("male", "female")
CHILD_ORDERS = ("1", "2", "3+")
FERTILE = (15, 20, 25, 30, 35, 40, 45)
"""First ages of the groups in which births are given, unless by single age."""
SHARES_OF_2022 = (25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 40, 41)
"""Single ages of which the survey of 2022 gives who never married."""
PERIODS = tuple((year, year + 5) for year in range(2005, 2035, 5))
CLOSED_UNTIL = 64
"""Above this age the census of 2010 gives marital status in one open group."""
LEAVES = (
    "maternity_leave", "fund_paid_maternity_days", "care_leave_father", "parental_leave", "employer_subsidy_in_leave",
)  # fmt: skip
HOUSEHOLDS = (
    "family_households", "family_population", "one_person", "one_generation", "two_generation", "three_generation",
    "four_generation",
)  # fmt: skip
HOMES = ("rented", "self_built", "bought", "other_source", "floor_area_per_person")
AT_WORK = ("at_work", "at_work_education", "at_work_health", "at_work_public_administration")
TOTALS = (
    "residents", "residents_male", "residents_female", "urban", "rural", "registered_same_county_elsewhere",
    "registered_other_county_province", "registered_outside_province", "mean_children_ever_born_15_64",
)  # fmt: skip


class Dimension(NamedTuple):
    """Columns that vary together, and the entries they take: a list of tuples, or one of the words above."""

    columns: tuple[str, ...]
    takes: str | tuple[Entry, ...]


Grid = tuple[Dimension, ...]


def grid(**dimensions: Any) -> Grid:
    """A grid from columns by name; `a__b` names two that vary together, a single entry stands for itself."""
    made = []
    for name, takes in dimensions.items():
        columns = tuple(name.split("__"))
        if takes not in (EACH, COUNTIES, CITY, PROVINCE, NATION, OWN_ROWS):
            listed = takes if isinstance(takes, tuple) else (takes,)
            takes = tuple(entry if isinstance(entry, tuple) else (entry,) for entry in listed)
        made.append(Dimension(columns, takes))
    return tuple(made)


GRIDS: dict[str, tuple[Grid, ...]] = {
    "areas": (grid(area_code=NATION), grid(area_code=PROVINCE), grid(area_code=EACH)),
    "population": (grid(census=EACH, county_code=COUNTIES, sex=SEXES, age_from=OWN_ROWS),),
    "population_totals": (grid(census=EACH, county_code=EACH, indicator=TOTALS),),
    "households": (
        grid(census=EACH, county_code=EACH, indicator=HOUSEHOLDS),
        grid(census=2020, county_code=EACH, indicator="with_65_plus"),
    ),
    "homes": (
        grid(census=EACH, county_code=EACH, indicator=HOMES),
        grid(census=2020, county_code=EACH, indicator="inherited"),
    ),
    "employment": (grid(census=EACH, county_code=EACH, indicator=AT_WORK),),
    "household_sizes": (grid(area__year=OWN_ROWS, size=tuple(range(1, 11))),),
    "education": (
        grid(census=EACH, county_code=EACH, sex=SEXES, level=LEVELS),
        grid(census=2020, county_code=EACH, sex=SEXES, level="preschool"),
    ),
    "marital_status": (grid(census=EACH, county_code=EACH, sex=SEXES, status=STATUSES),),
    "marital_status_by_age": (
        grid(year=2010, residence="all", sex=SEXES, status=STATUSES, age_from=tuple(range(15, CLOSED_UNTIL + 2))),
        grid(year=2022, residence="all", sex="both", status="never_married",
             age_from__age_to=tuple((age, age) for age in SHARES_OF_2022)),
    ),
    "mortality": (grid(period_from__period_to=PERIODS, sex=SEXES, age_from=OWN_ROWS),),
    "mortality_level": (grid(year=2010, county_code=EACH), grid(year=2022, county_code=CITY)),
    "fertility": (
        grid(area=NATION, year=2010, birth_order=(*CHILD_ORDERS, "all"),
             age_from__age_to=tuple((age, age) for age in range(15, 50))),
        grid(area__year=OWN_ROWS, birth_order="all", age_from=FERTILE),
    ),
    "tfr": (grid(area=PROVINCE, year=(1990, 2010, 2020), basis="published", birth_order="all"),),
    "births_by_mother": (
        grid(year__residence__mother_education=OWN_ROWS, birth_order=CHILD_ORDERS, age_from=FERTILE),
    ),
    "birth_order_shares": (grid(area=PROVINCE, year=(2010, 2020), residence="all", birth_order=CHILD_ORDERS),),
    "migration": (grid(county_code=EACH, sex=SEXES, age_from=OWN_ROWS),),
    "marriage_matching": (grid(husband_education=COUPLE_LEVELS, wife_education=COUPLE_LEVELS),),
    "permission_rules": (
        grid(condition="any", birth_order=CHILD_ORDERS),
        grid(condition=("both_only_children", "one_only_child"), birth_order="2"),
    ),
    "lunar_calendar": (grid(year=tuple(range(2009, 2037))),),
    "incomes": (
        grid(area_code=CITY, period=("2015", "2019"), residence="urban", indicator="disposable_income_per_capita"),
    ),
    "income_quintiles": (
        grid(area_code__year__residence__indicator=OWN_ROWS, quintile=tuple(range(1, 6))),
        grid(
            area_code__year=OWN_ROWS, residence=("urban", "rural"), indicator="ratio_to_mean",
            quintile=tuple(range(1, 6)),
        ),
    ),
    "wages": (grid(area_code=PROVINCE, year=2020, sector=("private", "non_private")),),
    "child_costs": (
        grid(area_code=NATION, year=(2019, 2022), residence=("urban", "rural"), indicator="child_cost_age_0_17"),
        grid(area_code=NATION, year=2019, residence=("urban", "rural"),
             indicator=tuple(f"child_cost_marginal_child_{order}" for order in (1, 2, 3))),
    ),
    "house_prices": (
        grid(area_code=CITY, period=tuple(str(year) for year in range(2010, 2023)), indicator="average_home_price"),
        grid(area_code=COUNTIES, period="2020", indicator="price_over_city"),
    ),
    "cpi": (grid(area_code=NATION, period=tuple(str(year) for year in range(2011, 2021))),),
    "leave_rules": (grid(leave=LEAVES),),
    "marriage_costs": (grid(area_code=310000, year=2016, indicator="wedding_cost_mean"),),
    "policy_timeline": (
        grid(lever="child_education_tax_deduction"), grid(lever="provident_fund_rate_first_home_over_5y"),
    ),
    "levers": (grid(layer="plan"),),
    "assumptions": (grid(name=WORDS["assumptions", "name"]),),
}  # fmt: skip
"""By table, the grids of which every cell must be there; a table without one holds mere records. The base layer of
`levers` is held against the levers' declarations, by `sim.policy.levers.rows`."""
assert set(GRIDS) <= set(TABLES)


def check_grids(table: str, frame: pd.DataFrame, areas: Areas) -> None:
    """Refuse a table that lacks a cell of one of its grids; says how many rows it lacks and the first.

    A cell that does not fill the key stands for any number of rows: of these is said that none is there.
    """
    for missing in missing_cells(table, frame, areas):
        raise UserError(_sentence(table, missing))


def missing_rows(table: str, frame: pd.DataFrame, areas: Areas) -> list[str]:
    """Every cell that a table lacks, in words, one by one."""
    return [
        _words(zip(missing.columns, cell, strict=True)) or "all rows"
        for missing in missing_cells(table, frame, areas) for cell in missing.cells
    ]  # fmt: skip


def needed_rows(table: str) -> list[str]:
    """What rows a table needs: of every combination of which columns."""
    return [f"a row of every {_of_each(column for d in one for column in d.columns)}" for one in GRIDS.get(table, ())]


class MissingCells(NamedTuple):
    """Cells of one grid that a table lacks, the columns that they are of, and all columns of the grid."""

    columns: list[str]
    cells: list[Entry]
    all_columns: list[str]


def missing_cells(table: str, frame: pd.DataFrame, areas: Areas) -> Iterator[MissingCells]:
    """What a table lacks of each of its grids that is not whole."""
    for one in GRIDS.get(table, ()):
        columns = [column for dimension in one for column in dimension.columns]
        there = set(frame[columns].itertuples(index=False, name=None))
        lists = [entries_of(dimension, frame[rows_of(one, frame)], areas) for dimension in one]
        empty = [columns for dimension, columns in zip(one, lists, strict=True) if not columns]
        wanted = [sum(parts, ()) for parts in product(*(entries or [()] for entries in lists))]
        missing = [cell for cell in wanted if cell not in there] if not empty else wanted
        if missing:
            known = [column for d, found in zip(one, lists, strict=True) if found for column in d.columns]
            yield MissingCells(known, missing, columns)


def rows_of(one: Grid, frame: pd.DataFrame) -> pd.Series:
    """Rows that hold only entries written in the grid: of these, a dimension takes what the table has."""
    chosen = pd.Series(True, frame.index)
    for dimension in one:
        if not isinstance(dimension.takes, str):
            for position, column in enumerate(dimension.columns):
                chosen &= frame[column].isin({entry[position] for entry in dimension.takes})
    return chosen


def entries_of(dimension: Dimension, frame: pd.DataFrame, areas: Areas) -> list[Entry]:
    """What a dimension takes in this place and table."""
    if dimension.takes == OWN_ROWS:
        return list(dict.fromkeys(frame[list(dimension.columns)].itertuples(index=False, name=None)))
    if isinstance(dimension.takes, str):
        return [(entry,) for entry in areas(dimension.columns[0], dimension.takes)]
    if dimension.columns == ("census",):
        return [entry for entry in dimension.takes if entry[0] in areas("census", EACH)]
    return list(dimension.takes)


def _sentence(table: str, lacking: MissingCells) -> str:
    """How many cells are missing, what they have in common, and the first in words."""
    columns, missing, all_columns = lacking
    common = [position for position in range(len(columns)) if len({cell[position] for cell in missing}) == 1]
    shared = _words((columns[i], missing[0][i]) for i in common)
    own = _words((columns[i], missing[0][i]) for i in range(len(columns)) if i not in common)
    n, filled = len(missing), {column.name for column in TABLES[table].keys} <= {*all_columns, *ENDS}
    rows = f"{n} row{'s' if n > 1 else ''}" if filled else f"all rows{f' of {n}' if n > 1 else ''}"
    lacks = f"lacks {rows}{f', first: {own}' if own else ''}"
    needed = f"needed is a row of every {_of_each(all_columns)}"
    return f"{table}.csv{': ' if shared else ''}{shared} {lacks}; {needed}."


def _of_each(columns: Iterable[str]) -> str:
    """Columns in words: census x county x sex x age."""
    return " x ".join(_NAMES.get(column, column) for column in columns if column not in ENDS)


ENDS = ("age_to", "period_to")
"""Columns that end what another begins, and tell no row from another."""
_NAMES = {
    "county_code": "county", "area_code": "area", "age_from": "age", "period_from": "period", "birth_order": "order",
    "mother_education": "mother's education", "husband_education": "husband's education",
    "wife_education": "wife's education",
}  # fmt: skip
_MEN = {"male": "men", "female": "women"}


def _words(cell: Iterable[tuple[str, Any]]) -> str:
    """A cell in words: census 2010, county 330681, men of age 0."""
    return ", ".join(_parts(dict(cell)))


def _parts(cell: dict[str, Any]) -> Iterator[str]:
    for column, entry in cell.items():
        if column == "sex" and entry in _MEN:
            yield f"{_MEN[entry]} of age {cell['age_from']}" if "age_from" in cell else _MEN[entry]
        elif not (column == "age_from" and cell.get("sex") in _MEN) and column not in ENDS:
            yield f"{_NAMES.get(column, column)} {entry}"
