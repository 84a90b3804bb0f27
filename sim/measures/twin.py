"""The cohort-component twin: a deterministic projection by month, fed the run's own rates.

It shares no code with the processes of the month. If ageing, exposure, balance or the counting of events were wrong
anywhere in the simulation, twin and run would part. Population is held by sex and age in months; deaths and
departures follow the run's yearly rates by sex and age, arrivals its yearly counts, births its rates by mother's age.
"""

from typing import NamedTuple

import numpy as np

from sim.population.columns import Array

N_MONTH_AGES = 101 * 12


class TwinYear(NamedTuple):
    """Year's end population by sex and age (sex, age) [persons], and births of the year."""

    persons: Array
    births: float


class Agreement(NamedTuple):
    """How near a run is to its twin: errors are in Monte Carlo standard errors, the root of the twin's count."""

    births: dict[int, float]
    cells: Array
    share_within_three: float


def twin(
    start: Array, yearly: dict[int, dict[str, Array]], months_in_year: dict[int, int]
) -> dict[int, TwinYear]:
    """Deterministic projection of the city over the run's years.

    start : (sex, age in months) [persons] on the start day      yearly, months_in_year : as kept by the model
    Rates are events over exposure of the run, by sex and completed age; 0 where there was no exposure.
    """
    state = start.astype(float)
    result = {}
    for year in sorted(yearly):
        counts = {name: values.sum(axis=0) for name, values in yearly[year].items() if values.ndim == 3}
        births_by_age = yearly[year]["births"].sum(axis=(0, 2, 3, 4))
        boys = yearly[year]["births"].sum(axis=(0, 1, 2, 3))
        exposure = counts["exposure_half_months"] / 24
        losses = _per_month(counts["deaths"], exposure), _per_month(counts["departures"], exposure)
        fertility = _per_month(births_by_age, exposure[1])
        months = months_in_year[year]
        born = 0.0
        for _ in range(months):
            state = _older(state)
            stay = np.exp(-(losses[0] + losses[1]) / 12)
            births = float((state[1] * fertility / 12).sum()) * _mid_month(state, stay)
            state = state * stay + np.repeat(counts["arrivals"] / months / 12, 12, axis=1)
            state[:, 0] += births * boys / max(boys.sum(), 1)
            born += births
        result[year] = TwinYear(state.reshape(2, 101, 12).sum(axis=2), born)
    return result


def _per_month(events: Array, exposure: Array) -> Array:
    """Yearly rates by sex and age, repeated for each month of age."""
    rates = np.divide(events, exposure, out=np.zeros_like(exposure), where=exposure > 0)
    return np.asarray(np.repeat(rates, 12, axis=-1))


def _older(state: Array) -> Array:
    """Everybody a month older; those of 100 and over stay in the last year of age."""
    moved = np.zeros_like(state)
    moved[:, 1:] = state[:, :-1]
    moved[:, -12] += state[:, -1]
    return moved


def _mid_month(state: Array, stay: Array) -> float:
    """Share of women of 15 to 49 still exposed at mid-month: exposure counts half of a month's leavers."""
    women = slice(15 * 12, 50 * 12)
    left = (state[1, women] * stay[1, women]).sum() / max(state[1, women].sum(), 1e-12)
    return float((1 + left) / 2)


def agreement(twins: dict[int, TwinYear], yearly: dict[int, dict[str, Array]]) -> Agreement:
    """Births of each year and cells of year × sex × five-year age of a run against its twin."""
    births = {}
    errors = []
    for year, expected in twins.items():
        observed = yearly[year]["births"].sum()
        births[year] = float((observed - expected.births) / np.sqrt(max(expected.births, 1.0)))
        persons = yearly[year]["persons"].sum(axis=0)
        five = np.add.reduceat(persons, np.arange(0, 101, 5), axis=1)
        wanted = np.add.reduceat(expected.persons, np.arange(0, 101, 5), axis=1)
        errors.append((five - wanted) / np.sqrt(np.maximum(wanted, 1.0)))
    cells = np.array(errors)
    return Agreement(births, cells, float((np.abs(cells) <= 3).mean()))
