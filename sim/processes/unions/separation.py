"""Divorce: drawn once a year in the wife's birthday month, by duration of the union and children."""

import math
from typing import Any

import numba as nb
import numpy as np

from sim.clock import NO_MONTH, month_index
from sim.handles import unpacked
from sim.population.columns import (
    DIVORCED,
    NOBODY,
    RESIDENT,
    Array,
    Households,
    Persons,
)
from sim.processes.accounts import age_at, count_woman
from sim.processes.life.households import move_home, new_household

COOLING_OFF = month_index(2021, 1)
"""First month of the 30-day cooling-off period for divorce by registration (Civil Code, art. 1077)."""


@nb.njit(cache=True)
def divorce_hazard(years: float, parity: int, month: int, p: Any) -> float:
    """Hazard of divorce [1/year] at a union duration [years]: rises to its peak, then falls.

    p reads divorce_hazard, divorce_peak_years, divorce_child, divorce_cooling. Form ours: x exp(1 - x), x = years/peak,
    over a floor of a fifth of the peak.
    """
    x = max(years, 0.0) / p.divorce_peak_years
    hazard = p.divorce_hazard * (0.2 + 0.8 * x * math.exp(1.0 - x))
    if parity > 0:
        hazard *= p.divorce_child
    return hazard * (p.divorce_cooling if month >= COOLING_OFF else 1.0)


@nb.njit(cache=True)
def divorce(
    wives: Array, persons: Persons, households: Households, n_households: Array, counts: Any, month: int
) -> Array:
    """End the unions of `wives`: he moves to a household of his own, children stay with her; returns both rows."""
    persons, households, counts = unpacked(persons), unpacked(households), unpacked(counts)
    freed = np.empty(2 * len(wives), np.int32)
    n = 0
    for wife in wives:
        husband = persons.partner[wife]
        if husband == NOBODY or persons.presence[husband] != RESIDENT or persons.presence[wife] != RESIDENT:
            continue
        for i in (wife, husband):
            persons.partner[i] = NOBODY
            count_woman(i, -1, persons, month, counts.women)
            persons.marital[i] = DIVORCED
            count_woman(i, 1, persons, month, counts.women)
            persons.trying_since[i] = NO_MONTH
            counts.divorces[persons.county[i], persons.sex[i], age_at(month, persons.birth[i])] += 1
            freed[n] = i
            n += 1
        home = new_household(households, n_households, persons.county[husband], persons.urban[husband])
        move_home(husband, home, persons.household, households.size)
    return freed[:n]
