"""The months of a couple that tries for a child: what one of them brings, and the next that may bring anything.

Called by the pass over women (`reproduction`) for wives who try and are not pregnant.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.population.columns import LOST, Persons
from sim.processes.accounts import LAST_AGE, age_at
from sim.processes.childbearing.assisted_reproduction import may_start_treatment, months_before_treatment
from sim.processes.childbearing.intentions import months_back
from sim.processes.childbearing.month_terms import Ahead, Bounds, Keys, PassSettings
from sim.processes.childbearing.pregnancy import (
    NOT_CONCEIVED,
    Biology,
    conception_probability,
    gives_up,
    loss_probability,
    pregnancy_months,
    tried,
)
from sim.processes.childbearing.recall import KEPT_MONTHS
from sim.streams import uniform

WARM_UP_MONTHS = 24
"""Months of intentions and conceptions lived before the start day: they give it pregnancies and trying couples."""
GOES_ON, LOSES, TERMINATES, CONCEIVES, GIVES_BIRTH, CONCEIVES_UNPLANNED, MAY_BE_TREATED = range(7)
"""What a month brings a woman; rows of those from GIVES_BIRTH on are listed."""
REVIEWS_ANEW = -1
"""What a month of trying may come to beside: it is over, and the couple reviews in the same month."""


class Trial(NamedTuple):
    """What a month of trying comes to, and by how many months the couple's clock of starting is set back."""

    outcome: int
    back: int


# Inlined as the steps of `reviews`, for the same reason.


@nb.njit(cache=True, inline="always")
def own_fecundability(i: np.uintp, age: int, persons: Persons, biology: Biology, keys: Keys) -> float:
    """Monthly probability of conceiving of the woman in row `i`, from her permanent traits."""
    rank, sterility = uniform(keys.fecundability, persons.id[i]), uniform(keys.sterility, persons.id[i])
    return conception_probability(age, rank, sterility, biology.fecundability, biology.sterile)


@nb.njit(cache=True, inline="always")
def try_for_child(
    i: np.uintp, age: int, persons: Persons, biology: Biology, keys: Keys, bounds: Bounds, settings: PassSettings,
    p: Any,
) -> Trial:
    """A month of a couple that tries: it gives up, conceives, waits for treatment or goes on; its columns follow."""
    month, since = settings.month, persons.trying_since[i]
    if since > month:
        return Trial(GOES_ON, 0)
    quarter = (month + persons.review[i]) % 3 == 0
    drop = uniform(keys.dropout, persons.id[i]) if quarter else 1.0
    if gives_up(since, month, quarter, drop, p):
        persons.trying_since[i] = NO_MONTH
        return Trial(REVIEWS_ANEW, 0)
    if age > LAST_AGE:
        return Trial(GOES_ON, 0)
    chance = own_fecundability(i, age, persons, biology, keys)
    loss = loss_probability(persons.county[i], age, biology.loss)
    end = tried(uniform(keys.conception, persons.id[i]), chance, loss)
    if end == NOT_CONCEIVED:
        treated = may_start_treatment(month - since, age, uniform(keys.treatment, persons.id[i]), bounds.treatment, p)
        return Trial(MAY_BE_TREATED if treated else GOES_ON, 0)
    due = month + pregnancy_months(end, p)
    if due >= settings.earliest_birth:
        persons.due[i], persons.due_outcome[i] = due, end
        return Trial(CONCEIVES, 0)
    if end == LOST:
        return Trial(GOES_ON, 0)
    persons.trying_since[i] = NO_MONTH
    begun = settings.earliest_birth - WARM_UP_MONTHS
    return Trial(REVIEWS_ANEW, months_back(
        chance, month, begun, persons.union_start[i], persons.last_birth[i], int(p.postpartum_months)))


@nb.njit(cache=True, inline="always")
def next_try(
    i: np.uintp, persons: Persons, biology: Biology, ahead: Ahead, keys: Keys, bounds: Bounds, settings: PassSettings,
    p: Any,
) -> int:
    """The next month of trying that may bring the wife in row `i` a child, the end of trying, or treatment.

    Draws are functions of person and month, and a chance hangs on age and traits alone: those of the coming months are
    known, as far as keys are at hand.
    """
    identity, birth, since = persons.id[i], persons.birth[i], persons.trying_since[i]
    rank, sterility = uniform(keys.fecundability, identity), uniform(keys.sterility, identity)
    for k in range(1, KEPT_MONTHS):
        then, at = settings.month + k, np.uintp(k)
        quarter = (then + persons.review[i]) % 3 == 0
        if gives_up(since, then, quarter, uniform(ahead.dropout[at], identity) if quarter else 1.0, p):
            return then
        age = age_at(then, birth)
        if age > LAST_AGE:
            continue
        if uniform(ahead.conception[at], identity) < conception_probability(
            age, rank, sterility, biology.fecundability, biology.sterile
        ):
            return then
        if then - since >= months_before_treatment(age, p) and may_start_treatment(
            then - since, age, uniform(ahead.treatment[at], identity), bounds.treatment, p
        ):
            return then
    return settings.month + KEPT_MONTHS
