"""Biology by month: fecundability, sterility, conception, loss, nine months, birth.

A couple's own fecundability is a beta draw around the mean of the woman's age, kept as a rank for life; her age at
sterility is another permanent draw. Named sets of means come from the data pack: `leridon_2004` for the test of the
biology, `east_asia` (Chinese and Japanese couples) for the city.
"""

import functools
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from scipy.special import betaincinv

from sim.clock import NO_MONTH
from sim.errors import UserError
from sim.places.pack import Pack
from sim.population.columns import LIVE_BIRTH, LOST, TERMINATED, Array
from sim.processes.accounts import N_COUNTIES

N_RANKS = 64
FECUND_FROM, FECUND_UNTIL = 15, 50
"""Ages in years from which, and before which, a woman may conceive."""
CARRIED, NOT_CONCEIVED = -1, -1
"""No end of a pregnancy this month, and no conception in it: beside the ends of pregnancies (`LOST` and the others)."""


class Biology(NamedTuple):
    """Compiled tables: monthly fecundability (age, rank), share sterile (age), share lost once conceived (county, age).
    """

    fecundability: Array
    sterile: Array
    loss: Array


@nb.njit(cache=True)
def conception_probability(age: int, rank: float, sterility: float, fecundability: Array, sterile: Array) -> float:
    """Probability of conceiving in a month of trying.

    age : completed years      rank, sterility : the woman's permanent uniform draws
    fecundability, sterile : as in `Biology`
    """
    if age < FECUND_FROM or age >= FECUND_UNTIL or sterility < sterile[age - FECUND_FROM]:
        return 0.0
    return fecundability[age - FECUND_FROM, int(rank * N_RANKS)]


@nb.njit(cache=True)
def loss_probability(county: int, age: int, loss: Array) -> float:
    """Probability that a conception at an age [completed years] ends without a live birth; loss as in `Biology`."""
    return loss[county, min(max(age, FECUND_FROM), FECUND_UNTIL - 1) - FECUND_FROM]


@nb.njit(cache=True)
def tried(u: float, chance: float, loss: float) -> int:
    """What a month of trying leads to, from one draw: NOT_CONCEIVED, or how the pregnancy will end, LOST or LIVE_BIRTH.

    chance : of conceiving      loss : share of conceptions lost
    """
    if u >= chance:
        return NOT_CONCEIVED
    return LIVE_BIRTH if u / chance >= loss else LOST


@nb.njit(cache=True)
def pregnancy_months(end: int, p: Any) -> int:
    """Months from conception to the end of a pregnancy, by how it ends; p reads loss_months, pregnancy_months."""
    return int(p.loss_months if end in (LOST, TERMINATED) else p.pregnancy_months)


@nb.njit(cache=True)
def pregnancy_end(due: int, outcome: int, month: int) -> int:
    """How a pregnancy ends in a month: CARRIED if it goes on, LOST, TERMINATED or LIVE_BIRTH, wedding or not."""
    if due != month:
        return CARRIED
    return outcome if outcome in (LOST, TERMINATED) else LIVE_BIRTH


@nb.njit(cache=True)
def gives_up(since: int, month: int, review_due: bool, u: float, p: Any) -> bool:
    """Whether a trying couple stops: at the longest time of trying, or at a quarterly review by the dropout share."""
    return month - since >= p.trying_months or (review_due and u < p.dropout)


@nb.njit(cache=True)
def may_try(month: int, last_birth: int, p: Any) -> bool:
    """Whether enough months have passed since the last birth."""
    return last_birth == NO_MONTH or month - last_birth >= p.postpartum_months


SETS: dict[str, dict[str, tuple[tuple[float, str], ...]]] = {
    "leridon_2004": {
        "fecundability": ((30.0, "fecundability_leridon_age_30"), (35.0, "fecundability_leridon_age_35"),
                          (40.0, "fecundability_leridon_age_40")),
        "sterile": ((25.0, "sterility_leridon_age_25"), (30.0, "sterility_leridon_age_30"),
                    (35.0, "sterility_leridon_age_35"), (40.0, "sterility_leridon_age_40"),
                    (45.0, "sterility_leridon_age_45")),
    },
    "east_asia": {
        "fecundability": ((22.0, "fecundability_japan_15_24"), (27.5, "fecundability_japan_25_29"),
                          (32.5, "fecundability_japan_30_34"), (37.5, "fecundability_japan_35_39"),
                          (42.5, "fecundability_japan_40_plus")),
        "sterile": ((25.0, "sterility_leridon_age_25"), (30.0, "sterility_leridon_age_30"),
                    (35.0, "sterility_leridon_age_35"), (40.0, "sterility_leridon_age_40"),
                    (45.0, "sterility_leridon_age_45")),
    },
}
LOSS = tuple((float(age), f"miscarriage_age_{age}") for age in (15, 20, 25, 30, 35, 40, 45))


def biology(pack: Pack, p: Any, name: str = "east_asia") -> Biology:
    """Compiled tables of a named set of the pack's assumptions, the caller's own; `UserError` for an unknown name."""
    if name not in SETS:
        raise UserError(f"biology: unknown set '{name}'; allowed are {', '.join(sorted(SETS))}")
    return Biology(*(table.copy() for table in _biology(pack, p, name)))


@functools.lru_cache(maxsize=16)
def _biology(pack: Pack, p: Any, name: str) -> Biology:
    """`biology`, made once for the runs of a process that share parameters."""
    ages = np.arange(FECUND_FROM, FECUND_UNTIL) + 0.5
    mean = _curve(pack, SETS[name]["fecundability"], ages) * p.fecundability_scale
    sterile = _curve(pack, ((15.0, ""), *SETS[name]["sterile"], (50.0, "")), ages, first=0.0, last=1.0)
    loss = _curve(pack, LOSS, ages)
    ranks = (np.arange(N_RANKS) + 0.5) / N_RANKS
    shape = p.fecundability_spread * mean[:, None]
    table = betaincinv(shape, p.fecundability_spread - shape, ranks[None, :])
    table *= mean[:, None] / table.mean(axis=1, keepdims=True)
    return Biology(np.minimum(table, 0.95), sterile, np.tile(loss, (N_COUNTIES, 1)))


def _curve(
    pack: Pack, points: tuple[tuple[float, str], ...], ages: Array, first: float = 0.0, last: float = 0.0
) -> Array:
    """Values at `ages`, linear between named assumptions (shares); unnamed end points take `first` and `last`."""
    known = [pack.assumption(name) if name else None for _, name in points]
    if known[0] is None:
        known[0] = first
    if known[-1] is None:
        known[-1] = last
    return np.asarray(np.interp(ages, [age for age, _ in points], np.array(known, float)))
