"""What the pass over women is told and makes for itself each month: settings, keys of its draws, highest chances.

Made once a month and chunk by `reproduction`, read by it and by `reviews`; numbers and bare tables, so that they cost
nothing to hand on.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.population.columns import Array
from sim.processes.accounts import FIRST_AGE
from sim.processes.childbearing.assisted_reproduction import highest_treatment
from sim.processes.childbearing.decision import start_chance
from sim.processes.childbearing.intentions import HUSBAND_SIGMAS
from sim.processes.childbearing.keeping import most_lax
from sim.processes.childbearing.recall import KEPT_MONTHS
from sim.processes.childbearing.unplanned import REFERENCE_AGE
from sim.streams import PERMANENT, Decision, number_of, stream_key

REVIEW_DRAW, DROPOUT_DRAW = number_of(Decision.REVIEW), number_of(Decision.DROPOUT)
CONCEPTION_DRAW = number_of(Decision.CONCEPTION)
UNPLANNED_DRAW, TREATMENT_DRAW = number_of(Decision.UNPLANNED), number_of(Decision.TREATMENT)
DESIRED_DRAW, FECUNDABILITY_DRAW = number_of(Decision.DESIRED), number_of(Decision.FECUNDABILITY)
STERILITY_DRAW = number_of(Decision.STERILITY)
FUND_DRAW = number_of(Decision.FUND_MEMBER)
TASTE_COUPLE_DRAW, TASTE_PERSON_DRAW = number_of(Decision.TASTE_COUPLE), number_of(Decision.TASTE_PERSON)
BY_UTILITY, BY_HAZARD, BY_THRESHOLD = 0, 1, 2
BIRTH_RULES = {"utility": BY_UTILITY, "hazard": BY_HAZARD, "budget_threshold": BY_THRESHOLD}
"""Code of each birth rule of the settings."""


class PassSettings(NamedTuple):
    """What the run and the calendar set for one month."""

    month: int
    seed: int
    trait_seed: int
    """Of permanent traits: the population's seed."""
    rule: int
    """BY_UTILITY, BY_HAZARD or BY_THRESHOLD."""
    factor: float
    """What the calendar does to starting in the month."""
    earliest_birth: int = 0
    """Before the start day, conceptions that would end in a birth before this month are void, since the census counts
    no such child (`months_back`)."""
    highest_factor: float = np.inf
    """That no `factor` of the coming months exceeds, as far as turns are looked at ahead (`recall.KEPT_MONTHS`)."""
    first: bool = False
    """Whether this is the first month lived, in which every couple reviews up to its next turn."""


class Keys(NamedTuple):
    """Keys of the month's draws; those from `desired` on are of traits that last for life."""

    review: np.uint64
    dropout: np.uint64
    conception: np.uint64
    unplanned: np.uint64
    treatment: np.uint64
    desired: np.uint64
    fecundability: np.uint64
    sterility: np.uint64
    taste_couple: np.uint64
    taste_person: np.uint64
    fund: np.uint64
    """Of membership in the provident fund: of the run, like the moves of households."""


class Bounds(NamedTuple):
    """Chances and terms that nobody exceeds this month: a draw beyond them needs no further reading of the woman."""

    start: float
    """Probability of starting within the months between two reviews."""
    agreed: float
    """The same over the probability that both want to try."""
    husband_taste: float
    """[sigma]."""
    treatment: float
    """Probability of starting a cycle in the month."""
    reference: float
    """Mean fecundability [1/month] at which conceptions without trying are stated: no bound, but made with them."""
    lax: float
    """Hazard of these over the one without money."""
    agreed_ahead: float
    """As `agreed`, in all months for which turns are looked at ahead."""
    peers: float
    """Highest share of peers with a recent birth over the start day's, as in `Seen`."""


class Ahead(NamedTuple):
    """Keys of the draws that decide whether a turn or a month of trying may bring something, by months from now,
    (KEPT_MONTHS + 1,)."""

    review: Array
    unplanned: Array
    dropout: Array
    conception: Array
    treatment: Array


@nb.njit(cache=True)
def keys_ahead(settings: PassSettings) -> Ahead:
    """Keys of the coming months."""
    n = KEPT_MONTHS + 1
    ahead = Ahead(np.empty(n, np.uint64), np.empty(n, np.uint64), np.empty(n, np.uint64), np.empty(n, np.uint64),
                  np.empty(n, np.uint64))
    for k in range(n):
        seed, month = settings.seed, settings.month + k
        ahead.review[k] = stream_key(seed, REVIEW_DRAW, month)
        ahead.unplanned[k] = stream_key(seed, UNPLANNED_DRAW, month)
        ahead.dropout[k] = stream_key(seed, DROPOUT_DRAW, month)
        ahead.conception[k] = stream_key(seed, CONCEPTION_DRAW, month)
        ahead.treatment[k] = stream_key(seed, TREATMENT_DRAW, month)
    return ahead


@nb.njit(cache=True)
def keys_of(settings: PassSettings) -> Keys:
    """Keys of all draws of a month."""
    seed, traits, month = settings.seed, settings.trait_seed, settings.month
    return Keys(
        review=stream_key(seed, REVIEW_DRAW, month),
        dropout=stream_key(seed, DROPOUT_DRAW, month),
        conception=stream_key(seed, CONCEPTION_DRAW, month),
        unplanned=stream_key(seed, UNPLANNED_DRAW, month),
        treatment=stream_key(seed, TREATMENT_DRAW, month),
        desired=stream_key(traits, DESIRED_DRAW, PERMANENT),
        fecundability=stream_key(traits, FECUNDABILITY_DRAW, PERMANENT),
        sterility=stream_key(traits, STERILITY_DRAW, PERMANENT),
        taste_couple=stream_key(traits, TASTE_COUPLE_DRAW, PERMANENT),
        taste_person=stream_key(traits, TASTE_PERSON_DRAW, PERMANENT),
        fund=stream_key(seed, FUND_DRAW, PERMANENT),
    )


@nb.njit(cache=True)
def bounds_of(settings: PassSettings, fecundability: Array, elasticity: float, peers: Array, p: Any) -> Bounds:
    """Bounds of a month.

    fecundability : as in `Biology`      elasticity : of treatment to its price      peers : as in `Seen`
    p reads review_months, taste_person.
    """
    likeliest = start_chance(1.0, int(p.review_months) / 12.0, settings.factor, p)
    return Bounds(
        start=likeliest if settings.rule == BY_UTILITY else 1.0,
        agreed=p.start_rate * settings.factor * int(p.review_months) / 12.0,
        husband_taste=HUSBAND_SIGMAS * p.taste_person,
        treatment=highest_treatment(elasticity, p),
        reference=fecundability[REFERENCE_AGE - FIRST_AGE].mean(),
        lax=most_lax(p),
        agreed_ahead=p.start_rate * settings.highest_factor * int(p.review_months) / 12.0,
        peers=peers.max(),
    )
