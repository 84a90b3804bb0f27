"""A city at the turn of a year, and what holds its births back; one household of it."""

from typing import NamedTuple

import numpy as np

from sim.clock import month_index
from sim.errors import UserError
from sim.measures.held_back import OLDEST_WOMAN, YOUNGEST_WOMAN, HeldBack, held_back
from sim.model import FertilityModel
from sim.population.columns import Array
from sim.settings import LAST_YEAR, RunSettings
from sim.source import check_unchanged


class Turned(NamedTuple):
    """A city at the end of a year."""

    model: FertilityModel
    year: int
    """Year that has ended."""
    held: HeldBack


def checked_year(start: int, year: int) -> int:
    """The year of `--to`; `UserError` where the data pack does not reach the year after it."""
    if not start <= year < LAST_YEAR:
        raise UserError(
            f"--to: {year} is outside {start} to {LAST_YEAR - 1}, the years after which the data pack has another one")
    return year


def turned(settings: RunSettings, year: int) -> Turned:
    """The city at the end of a year of a run that goes on: what couples foresee is cut off at the end of a run."""
    check_unchanged()
    model = FertilityModel(settings)
    model.run_for(int(month_index(year + 1, 1)) - settings.start_month)
    return Turned(model, year, held_back(model))


def woman_of(city: Turned, household: int) -> int:
    """Position among the women looked at of the youngest wife of a household, else of its youngest woman."""
    persons, last = city.model.population.persons, int(city.model.n_households[0]) - 1
    if not 0 <= household <= last:
        raise UserError(
            f"--household: there is no household {household}; those of this sample are numbered 0 to {last}")

    def of_it(rows: Array) -> Array:
        return np.flatnonzero(persons.household[rows] == household)

    found = of_it(city.held.rows)
    if not len(found):
        for rows, word in ((city.held.pregnant, "is pregnant"), (city.held.trying, "is trying for a child already")):
            if len(of_it(rows)):
                raise UserError(f"--household: the woman of household {household} {word} at the end of {city.year};"
                                " name another")
        raise UserError(f"--household: no woman of {YOUNGEST_WOMAN} to {OLDEST_WOMAN} lives in household {household} at"
                        f" the end of {city.year}; name another")
    wives = found[city.held.married[found]]
    found = wives if len(wives) else found
    return int(found[np.argmax(persons.birth[city.held.rows[found]])])
