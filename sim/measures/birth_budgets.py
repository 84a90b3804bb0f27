"""Money of example couples at a birth of some year under a scenario, set side by side by `fertsim scenario diff`.

Calls the couples and their decision in `sim.measures.ladder`; nothing is simulated but the start day.
"""

from typing import NamedTuple

from sim.clock import month_index
from sim.errors import UserError
from sim.measures.ladder import COUPLES, QUARTER_YEAR, deliberated
from sim.model import FertilityModel
from sim.parameters import unpacked
from sim.processes.childbearing.budget import Budget
from sim.processes.childbearing.decision import start_chance
from sim.settings import LAST_YEAR, SMALLEST_SAMPLE, RunSettings

FIRST_BIRTH_YEAR = 2022
"""A birth is decided in January of the year before, and the runs begin in November 2020."""


class BirthMoney(NamedTuple):
    """One couple's money without and with the child [yuan of 2020], and its chance to start within a quarter."""

    budget: Budget
    chance: float


def check_birth_year(year: int) -> None:
    """`UserError` for a year whose births no couple of a run decides about."""
    if not FIRST_BIRTH_YEAR <= year <= LAST_YEAR:
        allowed = f"{FIRST_BIRTH_YEAR} to {LAST_YEAR}, the years of births that couples of a run decide about"
        raise UserError(f"--year: {year} is outside {allowed}")


def birth_budgets(place: str, scenario: str, year: int) -> dict[str, BirthMoney]:
    """Money of each of `COUPLES`, who decide in January for a birth of January a year on, by the rules known then.

    place, scenario : as in `RunSettings`      year : of the birth
    """
    check_birth_year(year)
    model = FertilityModel(RunSettings(place=place, scenario=scenario, sample=SMALLEST_SAMPLE))
    month = int(month_index(year - 1, 1))
    found = {label: deliberated(model, couple, month) for label, couple in COUPLES.items()}
    p = unpacked(model.p)
    return {
        label: BirthMoney(one.terms.budget, start_chance(one.agreed.chance, QUARTER_YEAR, 1.0, p))
        for label, one in found.items()
    }
