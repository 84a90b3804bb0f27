"""The marriage market: who searches this month.

Women are the short side. Singles are packed into a list once a year; each month the women among them who meet somebody
are drawn by their marriage hazard over the mean acceptance, and the men who can be met. Called by the model; whom a
woman meets and whether both accept is `meeting`, the wedding itself `wedding`.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.chunks import Chunks, joined
from sim.parameters import unpacked
from sim.population.columns import MALE, MARRIED, NEVER_MARRIED, RESIDENT, WIDOWED, Array, Households, Persons
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import N_COUNTIES
from sim.processes.life.education_work import enrolled
from sim.processes.unions.meeting import (
    LEGAL_AGE_MEN,
    OLDEST_MET,
    Seeking,
    add_means,
    cell_of,
    curvatures,
    mean_acceptance,
    meet,
)
from sim.streams import Decision, number_of, stream_key, uniform

SEARCH = number_of(Decision.PARTNER_SEARCH)
LEGAL_AGE_WOMEN = 20
MOST_REPEATS, ENOUGH_MEETINGS, FEW_MEETINGS = 200, 4000, 50
"""Draws of the start day's meetings: at most so many months, until so many; counties with few lean on the city."""
REPEAT_SEED = 1_000_003
DRAWN = 512
"""Singles whose draws are made before any is looked at: drawing alone is vectorised, and most are not picked."""


class MarketMonth(NamedTuple):
    """What moves the market in one month: level of the first-marriage hazard, wedding and meeting factors."""

    peak: float
    factor: float
    meetings: Array
    """(county,): women's hazard of meeting somebody over that without matchmaking."""
    earlier: float = 0.0
    """Years by which first marriages come earlier than by the schedule of 2020."""


class Singles(NamedTuple):
    """What the search reads of every unmarried adult, side by side, packed once a year; `row` leads to the rest."""

    row: Array
    id: Array
    birth: Array
    sex: Array
    education: Array


_PACKED = Singles._fields[1:]


class Searching(NamedTuple):
    """Women who meet someone this month, and men who can be met."""

    women: Array
    men: Seeking


class SinglesList:
    """The packed singles of a year, with room for those who become single in it."""

    def __init__(self, rows: Array, persons: Persons, chunks: Chunks | None = None) -> None:
        room = len(rows) + len(rows) // 8 + 256
        self.table = Singles(np.empty(room, np.int32), *(np.empty(room, getattr(persons, n).dtype) for n in _PACKED))
        men = persons.sex[rows] == MALE
        by_sex = np.concatenate((rows[men], rows[~men]))  # the search then meets each sex in one run
        (chunks or Chunks(1)).run(pack_singles, len(rows), by_sex, persons, self.table)
        self.n = len(rows)

    def add(self, rows: Array, persons: Persons) -> None:
        """List the persons in `rows` as well."""
        stop = self.n + len(rows)
        if stop > len(self.table.row):
            self.table = Singles(*(np.concatenate((column, np.empty_like(column))) for column in self.table))
        self.table.row[self.n : stop] = rows
        for name in _PACKED:
            getattr(self.table, name)[self.n : stop] = getattr(persons, name)[rows]
        self.n = stop


@nb.njit(cache=True, nogil=True)
def pack_singles(start: int, stop: int, rows: Array, persons: Persons, packed: Singles) -> None:
    """Write into `packed` what the search reads of some of the singles in `rows`."""
    for k in range(start, stop):
        i = np.uintp(rows[k])
        packed.row[k], packed.id[k], packed.birth[k] = rows[k], persons.id[i], persons.birth[i]
        packed.sex[k], packed.education[k] = persons.sex[i], persons.education[i]


def may_search(birth: Array, month: int) -> Array:
    """Which persons, by month of birth, are not yet too old to search."""
    return np.asarray(month - birth < (OLDEST_MET + 1) * 12)


@nb.njit(cache=True)
def first_marriage_hazard(age: float, education: int, peak: float, p: Any) -> float:
    """Women's hazard of a first marriage [1/year]: one hump over age, later with schooling.

    age [years]      education 0..5      peak [1/year] of the year
    p reads marriage_peak_age, marriage_age_per_level, marriage_width_young, marriage_width_old. Form ours.
    """
    x = age - (p.marriage_peak_age + p.marriage_age_per_level * (education - 3))
    width = p.marriage_width_young if x < 0 else p.marriage_width_old
    return peak * math.exp(-0.5 * (x / width) ** 2)


@nb.njit(cache=True)
def remarriage_hazard(age: float, marital: int, p: Any) -> float:
    """Women's hazard of marrying again [1/year]; p reads remarriage_women, remarriage_fall, widow_search."""
    hazard = p.remarriage_women * math.exp(-p.remarriage_fall * max(age - 30.0, 0.0))
    return hazard * (p.widow_search if marital == WIDOWED else 1.0)


@nb.njit(cache=True, inline="always")
def _pick(
    first: int, stop: int, singles: Singles, key: np.uint64, of_men: float, of_women: float, draws: Array, picked: Array
) -> int:
    """Write the draws of singles `first` to `stop`, and the places of those whose draw is below their sex's chance."""
    for k in range(stop - first):
        draws[k] = uniform(key, singles.id[first + k])
    n = 0
    for k in range(stop - first):
        picked[n] = k
        n += draws[k] < (of_men if singles.sex[first + k] == MALE else of_women)
    return n


@nb.njit(cache=True, nogil=True)
def search(
    start: int, stop: int, singles: Singles, persons: Persons, market: MarketMonth, p: Any, seed: int, month: int
) -> Searching:
    """Women among the singles who meet someone this month, and men who can be met.

    A woman's meeting hazard is her marriage hazard over the mean acceptance; enrolled women hardly search. The draw
    comes first: only those it picks are looked up, and dropped if they have died, moved away or married since.
    """
    persons, p = unpacked(persons), unpacked(p)
    key = stream_key(seed, SEARCH, month)
    women, n_women, n_men = np.empty(stop - start, np.int32), 0, 0
    men, cells = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    identities = np.empty(stop - start, np.int64)
    per_wedding = p.meeting_scale / mean_acceptance(p)
    highest = max(market.peak, p.remarriage_women * max(p.widow_search, 1.0)) * market.meetings.max()
    most_likely = 1.0 - math.exp(-highest * market.factor * per_wedding / 12.0)
    draws, picked = np.empty(DRAWN), np.empty(DRAWN, np.int64)
    for first in range(start, stop, DRAWN):
        n_picked = _pick(first, min(first + DRAWN, stop), singles, key, p.searching_men, most_likely, draws, picked)
        for at in range(n_picked):
            if len(persons.id) > FAR:
                coming = first + picked[min(at + AHEAD, n_picked - 1)]
                prefetch(singles.row[coming], persons.presence, persons.marital, persons.county)
            k, u = first + picked[at], draws[picked[at]]
            i, male = np.uintp(singles.row[k]), singles.sex[k] == MALE
            age = (month - singles.birth[k]) / 12.0
            if persons.presence[i] != RESIDENT or persons.marital[i] == MARRIED or age >= OLDEST_MET + 1:
                continue
            effort = p.enrolled_search if enrolled(age, singles.education[k]) else 1.0
            if male:
                if age >= LEGAL_AGE_MEN and u < p.searching_men * effort:
                    men[n_men], identities[n_men] = i, singles.id[k]
                    cells[n_men] = cell_of(persons.county[i], int(age), singles.education[k])
                    n_men += 1
            elif age >= LEGAL_AGE_WOMEN:
                if persons.marital[i] == NEVER_MARRIED:
                    hazard = first_marriage_hazard(age + market.earlier, singles.education[k], market.peak, p)
                else:
                    hazard = remarriage_hazard(age, persons.marital[i], p)
                hazard *= effort * market.meetings[persons.county[i]]
                if u < 1.0 - math.exp(-hazard * market.factor * per_wedding / 12.0):
                    women[n_women] = i
                    n_women += 1
    seeking = Seeking(men[:n_men].copy(), identities[:n_men].copy(), cells[:n_men].copy())
    return Searching(women[:n_women].copy(), seeking)


def whole(parts: Sequence[Searching]) -> Searching:
    """Who searches among all singles, from those of successive parts of the list."""
    men = Seeking(
        row=joined([part.men.row for part in parts]), id=joined([part.men.id for part in parts]),
        cell=joined([part.men.cell for part in parts]),
    )
    return Searching(joined([part.women for part in parts]), men)


def usual_means(
    singles: SinglesList, persons: Persons, households: Households, affinity: Array, homes: Any, costs: Any,
    peak: float, earlier: float, p: Any, seed: int, month: int,
) -> Array:
    """Usual housing readiness and share of the entry cost not payable in the start day's meetings, (county, 2).

    Meetings are drawn again and again without a wedding, so the reference is that of those who meet, and hangs on the
    start population alone. They are the sure values at which as many would accept as do over the spread (`curvatures`).
    homes, costs, p : of the base scenario and the declared defaults; seed : population_seed.
    A county with few meetings is drawn to the city's mean.
    """
    sums = np.zeros((N_COUNTIES, 3))
    market = MarketMonth(peak, 1.0, np.ones(N_COUNTIES), earlier)
    for repeat in range(MOST_REPEATS):
        women, men = search(
            0, singles.n, singles.table, persons, market, p, seed + repeat * REPEAT_SEED, month)
        hers, his, _ = meet(women, men, persons, affinity, p, seed + repeat * REPEAT_SEED, month)
        sums += add_means(hers, his, persons, households, homes, costs, p, seed + repeat * REPEAT_SEED, month)
        if sums[:, 2].sum() > ENOUGH_MEETINGS:
            break
    city = sums.sum(axis=0)
    towards = FEW_MEETINGS / max(city[2], 1.0)
    means = (sums[:, :2] + towards * city[:2]) / (sums[:, 2:] + towards * max(city[2], 1.0))
    k_ready, k_short = curvatures(p)
    usual = np.zeros((N_COUNTIES, 2))
    if city[2] > 0 and k_ready > 0.0 and k_short > 0.0:
        usual[:, 0], usual[:, 1] = -np.log(means[:, 0]) / k_ready, np.log(means[:, 1]) / k_short
    return usual
