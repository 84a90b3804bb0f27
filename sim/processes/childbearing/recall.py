"""What the pass over women keeps of a woman between months: when to look at her again, and how keen a couple can be.

It only spares looks that certainly bring nothing; with an empty table every month comes to the same (a test compares).
A woman is looked at again when her pregnancy ends, when her rest after a birth ends, and at the next of her turns, or
of her months of trying, that may bring something: draws are functions of month and person, so those to come are known,
and most lie beyond any chance (`reproduction.next_turn`, `trying.next_try`). A bride is looked at in the month of her
wedding, and whoever moves, is widowed or divorced at the next turn (`BirthDecisions.look_at`). How keen a couple can be
stands in steps, rounded up, and holds for three years: age and waits move a preference, whose highest value is taken.
"""

import math
from typing import NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.population.columns import Array

KEPT_MONTHS = 36
"""Months for which the highest keenness of a couple holds."""
STEP, LOWEST = 1.0 / 16.0, -8.0
"""Of keenness [sigma]: width of a step, and what step 0 stands for, and everything below."""
NEVER_AGAIN = 32767
"""Month in which a woman is next looked at who is dead, gone or too old."""
KEENEST = 255
"""The step without an upper end."""
HEADROOM = 1
"""Steps by which what a child brings may grow before couples are looked at anew."""
N_SUMS = 512
"""Steps of keenness and of what a child brings, added up."""


class Recall(NamedTuple):
    """One entry a row of persons."""

    next_look: Array
    """int16: month before which nothing happens to a woman; 0 where she has not been looked at."""
    keen_until: Array
    """int16: first month in which the steps no longer hold."""
    wife: Array
    """uint8: step of a wife's preference and tastes."""
    husband: Array
    """uint8: step of the preference and his taste."""


def empty_recall(n_rows: int) -> Recall:
    """Nothing known of anybody."""
    return Recall(
        np.zeros(n_rows, np.int16), np.zeros(n_rows, np.int16), np.zeros(n_rows, np.uint8), np.zeros(n_rows, np.uint8))


def grown(recall: Recall, n_rows: int) -> Recall:
    """The same with room for `n_rows`, of the new ones of whom nothing is known."""
    larger = empty_recall(n_rows)
    for new, old in zip(larger, recall, strict=True):
        new[: len(old)] = old
    return larger


@nb.njit(cache=True)
def look_again(month: int, due: int, trying_since: int, last_birth: int, resting: int) -> int:
    """Month in which to look again at a woman to whom this month brought nothing new; NO_MONTH for one of her turns,
    or of the months of trying.

    due, trying_since, last_birth : of her columns      resting : after a birth [months]
    """
    if due != NO_MONTH:
        return due
    if trying_since != NO_MONTH:
        return trying_since if trying_since > month else NO_MONTH
    if last_birth != NO_MONTH and month < last_birth + resting:
        return last_birth + resting
    return NO_MONTH


@nb.njit(cache=True)
def step_of(keenness: float) -> int:
    """Step of a keenness [sigma], rounded up: it is at most LOWEST + STEP x step, unless that is KEENEST."""
    return int(min(max(math.ceil((keenness - LOWEST) / STEP + 1e-6), 0.0), float(KEENEST)))


def likelihoods() -> Array:
    """Upper bounds of the probability of wanting to try by the sum of steps, (N_SUMS,); the last has no upper end."""
    steps = np.arange(N_SUMS)
    found: Array = 1.0 / (1.0 + np.exp(-(LOWEST + STEP * steps)))
    found[-1] = 1.0
    return found


@nb.njit(cache=True)
def steps_of_gains(gains: Array) -> Array:
    """Steps, rounded up, by which terms [sigma] move a keenness; int64, shape kept."""
    return np.ceil(gains / STEP + 1e-6).astype(np.int64)


@nb.njit(cache=True)
def ceilings_over(gains: Array, ceilings: Array) -> Array:
    """Steps of gains that those of the coming months are taken not to exceed, (county, order, home, partner).

    gains : steps of this month, as of `steps_of_gains`      ceilings : those of last month
    Each only falls until its gain exceeds it; then the couples of its county and order are to be looked at
    (`turns.look_at_keener`), and it stands above the gain anew.
    """
    anew = gains + HEADROOM
    return np.where(gains <= ceilings, np.minimum(ceilings, anew), anew)


@nb.njit(cache=True)
def highest_agreement(wife: int, husband: int, her_gain: int, his_gain: int, likely: Array) -> float:
    """Upper bound of the probability that both want to try.

    wife, husband : steps of `Recall`      her_gain, his_gain : of `steps_of_gains`      likely : of `likelihoods`
    """
    hers = N_SUMS - 1 if wife == KEENEST else min(max(wife + her_gain, 0), N_SUMS - 1)
    his = N_SUMS - 1 if husband == KEENEST else min(max(husband + his_gain, 0), N_SUMS - 1)
    return likely[np.uintp(hers)] * likely[np.uintp(his)]
