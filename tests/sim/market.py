"""A marriage market made by hand: parameters, months and searches that its tests share."""

from typing import Any

import numpy as np

from sim.parameters import as_record
from sim.population.columns import Array, Population
from sim.processes.meeting import Seeking
from sim.processes.partnering import MarketMonth, SinglesList, search
from tests.sim.makers import MONTH, rates

P = rates(
    marriage_peak_age=26.0, marriage_age_per_level=0.8, marriage_width_young=2.5, marriage_width_old=6.0,
    remarriage_women=0.1, remarriage_fall=0.05, widow_search=0.4, enrolled_search=0.1, searching_men=0.3,
    age_gap_mean=2.0, age_gap_sd=3.0, cross_county=0.0, acceptance=1.4, acceptance_by_age=0.05, acceptance_gap=0.03,
    acceptance_earnings=0.3, acceptance_hukou=0.5,
)
WILLING = P._replace(acceptance=60.0, acceptance_gap=0.0, searching_men=1.0)
"""Everybody accepts and every single man can be met."""
CROWD = MarketMonth(1e9, 1.0)
"""Every woman of marriageable age meets someone."""


def found(population: Population, market: MarketMonth, p: Any = P, seed: int = 1) -> tuple[Array, Seeking]:
    """Women who meet someone this month, and men who can be met, among all persons."""
    singles = SinglesList(np.arange(population.n_persons, dtype=np.int32), population.persons)
    return search(0, singles.n, singles.table, population.persons, market, as_record(p), seed, MONTH)


def born(age: float) -> int:
    """Birth month of someone of an exact age."""
    return MONTH - round(age * 12)
