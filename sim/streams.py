"""Counter-based random draws: every draw is a function of (seed, decision, month, person), with no hidden state.

Two runs with one seed differ only where a rule bites, and results depend neither on threads nor on the order
of persons. Each decision has a permanent number in `Decision`; numbers are added, never reused. Person ids have
63 bits and come from what a person is (mother and birth order; start-day cell; arrival cell), never from a counter.

The generator is the finaliser of MurmurHash3/SplitMix64 (Steele, Lea & Flood 2014) applied twice, once to the key
of (seed, decision, month) and once to key + person: 0.4 ns a draw compiled, where Philox-4x32-10 costs about 10.
`tests/sim/test_streams.py` checks uniformity and independence over person, month and decision.
"""

import math
from enum import IntEnum
from typing import Any

import numba as nb
import numpy as np

import sim.compiled  # noqa: F401  keeps compiled code under all that can change it


class Decision(IntEnum):
    """Permanent number of every random decision. Add at the end; never renumber, never reuse."""

    DEATH = 1
    DEPARTURE = 3
    COUNTY_MOVE_DESTINATION = 6
    HUKOU = 7
    WORK = 8
    TARGET_AGE = 10
    TARGET_EDUCATION = 11
    TARGET_COUNTY = 12
    PARTNER_PICK = 13
    ACCEPTANCE = 14
    PARTNER_SEARCH = 15
    DIVORCE = 16
    REVIEW = 17
    DROPOUT = 18
    CONCEPTION = 19
    LOSS = 20
    CHILD_SEX = 22
    FECUNDABILITY = 24
    STERILITY = 25
    DESIRED = 28
    EDUCATION = 29
    ARRIVAL_COUNT = 30
    POPULATION = 33
    HOME = 34
    MEETING_PRIORITY = 35
    EARNINGS = 36
    HOUSEHOLD = 39
    UNPLANNED = 40
    PREGNANCY_END = 41
    TREATMENT = 42
    BRIDE_PRICE = 50
    FAMILY_HOME = 51
    JOIN_PARENTS = 52
    FUND_MEMBER = 53
    THRIFT = 54
    HOME_PURCHASE = 55
    PUBLIC_QUEUE = 56
    AFFORDABLE_RENTAL = 57
    HOME_LOT = 58
    NURSERY_WANTED = 60
    NURSERY_LOT = 61
    NURSERY_KIND = 62
    NURSERY_PLACES = 63
    EMPLOYER_SUPPORT = 64
    DISMISSAL = 65
    TIME_OUT = 66
    LEAVE_INSURED = 67
    KINDERGARTEN = 70
    TASTE_COUPLE = 80
    TASTE_PERSON = 81
    GRANDPARENT_SUPPORT = 82
    GIVEN_PARTNER = 90
    TREND = 91


def number_of(decision: Decision) -> Any:
    """A decision's number as compiled code freezes it: of the type of all numbers, so that one `stream_key` serves all.

    A whole number of Python is a type of its own there, and each decision would have its own compiled `stream_key`.
    """
    return np.int64(decision)


PERMANENT: Any = np.int64(-1)
"""The month of draws that stay with a person for life."""


@nb.njit(cache=True, inline="always")
def _mix(z: np.uint64) -> np.uint64:
    """SplitMix64 finaliser: a bijection of 64 bits whose output bits each depend on every input bit."""
    z = np.uint64(z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = np.uint64(z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.uint64(z ^ (z >> np.uint64(31)))


@nb.njit(cache=True)
def stream_key(seed: int, decision: int, month: int) -> np.uint64:
    """Key of one stream: all draws of one decision in one month under one seed. Make it once, outside the loop."""
    z = _mix(np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15))
    z = _mix(z + np.uint64(decision) * np.uint64(0xD1B54A32D192ED03))
    return _mix(z + np.uint64(month + 65536) * np.uint64(0xABC98388FB8FAC03))


@nb.njit(cache=True, inline="always")
def uniform(key: np.uint64, person: int) -> float:
    """One uniform draw in [0, 1), 53 bits, of a person (or any other id) in a stream."""
    z = _mix(np.uint64(key) + np.uint64(person) * np.uint64(0x9E3779B97F4A7C15))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@nb.njit(cache=True)
def draw(seed: int, decision: int, person: int, month: int) -> float:
    """One uniform draw in [0, 1) of a person's decision in a month; `uniform` with its key made on the spot."""
    return uniform(stream_key(seed, decision, month), person)


@nb.njit(cache=True)
def permanent(seed: int, decision: int, person: int) -> float:
    """One uniform draw in [0, 1) that stays with a person for life (own fecundability, desired family size)."""
    return uniform(stream_key(seed, decision, PERMANENT), person)


@nb.njit(cache=True)
def derived_id(kind: int, first: int, second: int) -> int:
    """A 63-bit id from what a person is; `kind` separates families of ids (1 start day, 2 birth, 3 arrival)."""
    z = _mix(np.uint64(first) + np.uint64(kind) * np.uint64(0x9E3779B97F4A7C15))
    z = _mix(z + np.uint64(second) * np.uint64(0xD1B54A32D192ED03))
    return int(np.int64(z >> np.uint64(1)))


@nb.njit(cache=True)
def initial_person_id(population_seed: int, county: int, sex: int, number: int) -> int:
    """Id of a person of the start population: the `number`-th of a county and sex."""
    return derived_id(1, population_seed, (number * 2 + sex) * 64 + county)


@nb.njit(cache=True)
def child_id(mother_id: int, birth_order: int) -> int:
    """Id of a newborn from its mother and birth order, so that one extra birth moves nobody else's luck."""
    return derived_id(2, mother_id, birth_order)


@nb.njit(cache=True)
def normal_quantile(u: float) -> float:
    """Standard normal quantile of 0 < u < 1, relative error below 1.2e-9.

    Source: P. J. Acklam (2003), rational approximation of the inverse normal distribution.
    """
    u = min(max(u, 1e-12), 1.0 - 1e-12)
    if u < 0.02425 or u > 0.97575:
        q = math.sqrt(-2.0 * math.log(u if u < 0.5 else 1.0 - u))
        c = ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
              - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783
        d = (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
             + 3.754408661907416) * q + 1.0
        return c / d if u < 0.5 else -c / d
    q = u - 0.5
    r = q * q
    a = ((((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
          + 1.383577518672690e02) * r - 3.066479806614716e01) * r + 2.506628277459239
    b = ((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
          + 6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0
    return a * q / b
