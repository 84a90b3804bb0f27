"""Peers: how many of one's like had a child lately, and what they spend on children. Feedback is bounded.

The cell is county x urban or rural x schooling x five-year age. What counts is the share of its women with a birth in
the twelve months that ended a year ago, over the share of the same cell on the start day: in the first two years
nobody deviates. A cell of few women leans on the city. A couple's taste for a child moves by `peer_weight` times that
deviation, so a birth more brings `gain` births more a year on, and 1 / (1 - gain) in the long run.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.chunks import Chunks
from sim.errors import UserError
from sim.handles import unpacked
from sim.population.columns import FEMALE, MARRIED, NOBODY, RESIDENT, Array, Persons
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import FIRST_AGE, LAST_AGE, N_COUNTIES
from sim.processes.money.taxes import take_home

N_SCHOOLS, N_AGE_GROUPS = 3, 7
N_CELLS = N_COUNTIES * 2 * N_SCHOOLS * N_AGE_GROUPS
LAG_MONTHS = 12
"""A birth is seen by peers a year later."""
LEANING = 30.0
"""Women of the city's share that are added to each cell: small cells lean on it."""
MOST_DEVIATION = 0.15
"""Largest deviation of a share that moves anybody."""
MAX_GAIN = 0.4


class Peers(NamedTuple):
    """State of the peers; all but `months` are read by the decision."""

    months: Array
    """(24, cell): births by month of a ring of two years."""
    women: Array
    """(cell,): women at the last turn of a year."""
    start: Array
    """(cell,): share with a birth in the year before the start day."""
    deviation: Array
    """(cell,): share of a year ago over the start day's, within MOST_DEVIATION."""
    spending: Array
    """(county, residence): mean log of child costs over the reference couple's, by parents' own means."""


@nb.njit(cache=True, inline="always")
def cell(county: int, urban: int, education: int, age: int) -> int:
    """Position of a woman's cell; schooling groups: to junior secondary, senior secondary, college."""
    school = 0 if education <= 2 else education - 2 if education <= 3 else 2
    group = min(max(age - FIRST_AGE, 0) // 5, N_AGE_GROUPS - 1)
    return ((county * 2 + urban) * N_SCHOOLS + school) * N_AGE_GROUPS + group


@nb.njit(cache=True)
def leaned_share(births: float, women: float, city: float) -> float:
    """Share of a cell's women with a birth, drawn to the city's where there are few women."""
    return (births + LEANING * city) / (women + LEANING)


@nb.njit(cache=True, nogil=True)
def count_women(start: int, stop: int, rows: Array, persons: Persons, month: int) -> tuple[Array, Array]:
    """Women by cell among some of `rows`, and those with a birth in the year before `month`, (cell,) each."""
    persons = unpacked(persons)
    women, recent = np.zeros(N_CELLS, np.int64), np.zeros(N_CELLS, np.int64)
    for place in range(start, stop):
        i = np.uintp(rows[place])
        age = (month - persons.birth[i]) // 12
        if persons.presence[i] != RESIDENT or age < FIRST_AGE or age > LAST_AGE:
            continue
        k = cell(persons.county[i], persons.urban[i], persons.education[i], age)
        women[k] += 1
        if month - 12 <= persons.last_birth[i] < month:
            recent[k] += 1
    return women, recent


@nb.njit(cache=True)
def count_births(mothers: Array, persons: Persons, months: Array, month: int) -> None:
    """Write the month's births by cell into the ring."""
    persons = unpacked(persons)
    at = month % 24
    months[at, :] = 0
    for i in mothers:
        age = (month - persons.birth[i]) // 12
        months[at, cell(persons.county[i], persons.urban[i], persons.education[i], age)] += 1


@nb.njit(cache=True, nogil=True)
def spending_of_couples(
    start: int, stop: int, rows: Array, persons: Persons, tax: Any, reference: Array, pay: float, p: Any
) -> tuple[Array, Array]:
    """Log of child costs over the reference couple's, of a fourth of the couples with children; and their cells.

    A cell is county x 2 + residence. The fourth is by id: the mean needs no more, and not everybody's spouse is read.
    """
    persons, tax, p = unpacked(persons), unpacked(tax), unpacked(p)
    cells, logs, n = np.empty(stop - start, np.int8), np.empty(stop - start), 0
    for place in range(start, stop):
        if len(persons.id) > FAR:
            prefetch(persons.partner[rows[min(place + AHEAD, stop - 1)]], persons.earnings, persons.work)
        i = np.uintp(rows[place])
        husband = persons.partner[i]
        if persons.id[i] % 4 or persons.parity[i] == 0 or persons.marital[i] != MARRIED or husband == NOBODY:
            continue
        if persons.presence[i] != RESIDENT or persons.sex[i] != FEMALE:
            continue
        wife_pay, husband_pay = persons.earnings[i] * pay, persons.earnings[husband] * pay
        income = take_home(wife_pay, persons.work[i], husband_pay, persons.work[husband], 0.0, tax)
        c, u = persons.county[i], persons.urban[i]
        cells[n] = c * 2 + u
        logs[n] = p.child_cost_elasticity * math.log(max(income, p.consumption_floor) / reference[u])
        n += 1
    return cells[:n].copy(), logs[:n].copy()


def spending_of_parents(
    rows: Array, persons: Persons, tax: Any, reference: Array, pay: float, p: Any, chunks: Chunks
) -> Array:
    """Mean log of child costs over the reference couple's, by county and residence, (county, residence).

    Added up couple by couple over all chunks, so that no number of threads shows in the last bits.
    """
    parts = chunks.run(spending_of_couples, len(rows), rows, persons, tax, reference, pay, p)
    cells, logs = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    total, n = (np.bincount(cells, weights, N_COUNTIES * 2) for weights in (logs, None))
    return np.asarray((total / np.maximum(n, 1.0)).reshape(N_COUNTIES, 2))


def start_peers(rows: Array, persons: Persons, month: int) -> Peers:
    """Peers on the start day `month`; `rows` list the women of the coming year."""
    women, recent = count_women(0, len(rows), rows, persons, month)
    share = recent.sum() / max(women.sum(), 1)
    start = np.array([leaned_share(b, w, share) for b, w in zip(recent, women, strict=True)])
    return Peers(
        months=np.zeros((24, N_CELLS), np.int64), women=women, start=start, deviation=np.zeros(N_CELLS),
        spending=np.zeros((N_COUNTIES, 2)))


@nb.njit(cache=True)
def look_at_peers(peers: Peers, month: int, start_month: int) -> None:
    """Set the month's deviations from births of the year that ended LAG_MONTHS ago; none in the first two years.

    Until then that year reaches back before the start day, whose share is the measure itself.
    """
    if month < start_month + LAG_MONTHS + 12:
        return
    births = np.zeros(N_CELLS, np.int64)
    for k in range(1, 13):
        births += peers.months[(month - LAG_MONTHS - k) % 24]
    city = births.sum() / max(peers.women.sum(), 1)
    for k in range(N_CELLS):
        share = leaned_share(births[k], peers.women[k], city)
        peers.deviation[k] = min(max(share - peers.start[k], -MOST_DEVIATION), MOST_DEVIATION)


def feedback_gain(p: Any, births_per_woman: float) -> float:
    """Births that one more birth in a cell brings a year later: omega x d(share)/d(utility).

    A share of women with a birth of s a year changes by about 2 (1 - .5) s for one sigma of both partners' utility.
    """
    return float(p.peer_weight * births_per_woman)


def checked_gain(p: Any, births_per_woman: float) -> float:
    """The gain; `UserError` where it is not below .4, beyond which peers would drive births by themselves."""
    gain = feedback_gain(p, births_per_woman)
    if gain >= MAX_GAIN:
        raise UserError(
            f"parameters: peer_weight = {p.peer_weight:g} gives a feedback gain of {gain:.2f}; "
            f"allowed is a gain below {MAX_GAIN}"
        )
    return gain
