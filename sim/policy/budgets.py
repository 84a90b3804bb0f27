"""General public budgets of the counties: what the ceiling on spending and reports of public money are held against.

A county's budget is its published general public expenditure; where none is published, its revenue times the city's
expenditure over revenue, else its GDP times the city's expenditure over GDP. Other years follow nominal incomes (real
incomes of the future x consumer prices): no county publishes a forecast. Called by `sim.policy.ledger` and
`sim.measures.public_money`.
"""

import functools
from typing import NamedTuple

import numpy as np

from sim.places.pack import Pack
from sim.places.prices import price_levels
from sim.policy.futures import Future, income_level
from sim.population.columns import Array

EXPENDITURE, REVENUE, GDP = "general_public_expenditure", "general_public_revenue", "gdp"
MILLION = 1e6
Figures = dict[tuple[int, str], dict[int, float]]
"""By area and indicator, the value of each year [million yuan]."""


class KnownBudget(NamedTuple):
    """Budget of one county in the last year that its figure is of, and what it rests on."""

    year: int
    yuan: float
    basis: str


def known_budgets(pack: Pack) -> list[KnownBudget]:
    """Latest general budget of each county that the pack's `county_budgets` supports [nominal yuan a year]."""
    table = pack.table("county_budgets")
    figures: Figures = {}
    for row in table[table["unit"] == "million yuan"].itertuples():
        figures.setdefault((int(row.area_code), str(row.indicator)), {})[int(row.year)] = float(row.value)
    return [_known(code, pack.city_code, figures) for code in pack.county_codes]


def _known(code: int, city: int, figures: Figures) -> KnownBudget:
    for basis in (EXPENDITURE, REVENUE, GDP):
        own = figures.get((code, basis))
        if own:
            year = max(own)
            return KnownBudget(year, own[year] * MILLION * _expenditure_over(basis, city, figures), basis)
    raise AssertionError(f"county {code} has no budget figure; tests read every pack")


def _expenditure_over(basis: str, city: int, figures: Figures) -> float:
    """The city's expenditure over one of its figures, in the last year that has both; 1 for expenditure itself."""
    spent, other = figures[city, EXPENDITURE], figures[city, basis]
    year = max(set(spent) & set(other))
    return spent[year] / other[year]


@functools.lru_cache(maxsize=64)
def general_budgets(pack: Pack, future: Future, first_year: int, last_year: int) -> Array:
    """General budget of each county, (year, county) [nominal yuan a year], from first_year to last_year."""
    known = known_budgets(pack)
    first, last = min(first_year, *(k.year for k in known)), max(last_year, *(k.year for k in known))
    prices = price_levels(pack, first, last)
    nominal = {year: prices[year] * income_level(year + 0.5, future, pack) for year in range(first, last + 1)}
    years = range(first_year, last_year + 1)
    return np.array([[k.yuan * nominal[year] / nominal[k.year] for k in known] for year in years])
