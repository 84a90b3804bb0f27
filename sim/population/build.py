"""The start population of a census year. START HERE: `build_population` is a visible list of steps.

Called by the model (through `cache`), by tests and by the fit report.
"""

from fractions import Fraction
from typing import Any

import numba as nb
import numpy as np

from sim.errors import UserError
from sim.population.births import draw_births
from sim.population.columns import (
    FEMALE,
    NOBODY,
    RESIDENT,
    Array,
    Households,
    Persons,
    Population,
    columns_of,
    empty_households,
)
from sim.population.couples import pair_couples
from sim.population.draft import Draft
from sim.population.earnings import draw_earnings, draw_work
from sim.population.economy import Economy, draw_economy
from sim.population.homes import make_households
from sim.population.inputs import read_inputs
from sim.population.marital import assign_first_weddings, assign_marital
from sim.population.persons import assign_education, assign_hukou, draw_persons

LINKS = ("partner", "mother", "father", "youngest", "elder")
ADULT = 18
"""Age [years] from which somebody may head a household."""
SMALLEST_BUILT = Fraction(1, 10_000)


def build_population(
    pack: Any, census_year: int, sample: Fraction, population_seed: int, correct_undercount: bool = False
) -> Population:
    """Start population on census day: all residents at `sample`, in the order in which the months read them.

    pack : `sim.places.pack.Pack`; census_year one of its own; sample agents per resident, over 0 up to 1
    correct_undercount : raise ages 0-4 of 2010 by the assumed undercount; off by default, because the fit is judged
    against the census figures. Pregnancies and couples trying are left empty: the model lives them in.
    Raises `UserError` for an unknown census year or a sample out of range.
    """
    if not SMALLEST_BUILT <= sample <= 1:
        raise UserError(f"start population: sample {sample} is out of range; allowed is 1/10000 to 1/1")
    inputs = read_inputs(pack, census_year)
    draft = draw_persons(inputs, Fraction(sample), population_seed, correct_undercount)
    assign_hukou(draft, inputs)
    later = [year for year in sorted(pack.census_years) if year > census_year]
    assign_education(draft, inputs, read_inputs(pack, later[0]) if later else None)
    shares = assign_marital(draft, inputs)
    assign_first_weddings(draft, inputs, shares)
    pair_couples(draft, inputs)
    draft.work = draw_work(draft, inputs)
    draft.earnings = draw_earnings(draft, inputs, draft.work)
    draw_births(draft, inputs)
    county, kind = make_households(draft, inputs)
    economy = draw_economy(draft, inputs, county, kind)
    return arrange(draft, economy, county, kind)


def arrange(draft: Draft, economy: Economy, county: Array, kind: Array) -> Population:
    """Population in the order in which the months read it.

    Women who may yet bear come first, because the months scan them; then everybody else. Either part goes by calendar
    month of birth, because yearly draws are made in it, and within that by household. Households go by the head's month
    of birth, in which they decide once a year, and within that by county.
    """
    homes = _homes_by_month(draft, economy, len(county))
    number = np.empty(len(homes), np.int32)
    number[homes] = np.arange(len(homes), dtype=np.int32)
    draft.household = number[draft.household]
    may_bear = (draft.sex == FEMALE) & (draft.age < 50)
    order = np.lexsort((draft.place, draft.household, draft.birth % 12, ~may_bear)).astype(np.int32)
    row_of = np.empty(draft.n, np.int32)
    row_of[order] = np.arange(draft.n, dtype=np.int32)
    values = []
    for name, column in columns_of(Persons).items():
        if name in LINKS:
            values.append(_moved_links(getattr(draft, name), order, row_of))
        elif hasattr(draft, name):
            values.append(getattr(draft, name)[order].astype(column.dtype, copy=False))
        elif hasattr(economy, name):
            values.append(getattr(economy, name)[order].astype(column.dtype, copy=False))
        else:
            values.append(np.full(draft.n, column.empty, column.dtype))
    persons = Persons(*values)
    persons.presence[:] = RESIDENT
    persons.birthday[:] = persons.birth % 12
    households = empty_households(len(county))
    _fill(households, economy, county, kind, homes, np.bincount(draft.household, minlength=len(county)))
    return Population(persons, households, draft.n, len(county))


@nb.njit(cache=True)
def _moved_links(links: Array, order: Array, row_of: Array) -> Array:
    out = np.empty(len(links), np.int32)
    for i in range(len(order)):
        link = links[order[i]]
        out[i] = row_of[link] if link != NOBODY else NOBODY
    return out


def _homes_by_month(draft: Draft, economy: Economy, n: int) -> Array:
    """The `n` households in order of the calendar month in which the adult was born who earns most, else the oldest."""
    adults = np.flatnonzero(draft.age >= ADULT)
    month = np.full(n, 12, np.int8)
    last = adults[np.lexsort((-draft.birth[adults], draft.earnings[adults]))]
    month[draft.household[last]] = draft.birth[last] % 12  # of a household's adults, the last one's stays
    return np.argsort(month, kind="stable")


def _fill(
    households: Households, economy: Economy, county: Array, kind: Array, homes: Array, size: Array
) -> None:
    """Fill the columns of households, which stand in the order of `homes`; size : in that order already."""
    columns = {
        "county": county, "urban": economy.household_urban, "kind": kind, "tenure": economy.tenure,
        "self_built": economy.self_built, "floor_area": economy.floor_area, "savings": economy.savings,
        "debt": economy.debt,
    }
    for name, values in columns.items():
        getattr(households, name)[:] = values[homes]
    households.size[:] = size
