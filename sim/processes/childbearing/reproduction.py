"""The monthly pass over women of 15 to 49: exposure, ends of pregnancies, trying, conceptions, and reviews.

One loop, because one woman's row is read once. Its steps read columns and draw; what they decide by are rules of
numbers in `pregnancy`, `unplanned`, `assisted_reproduction` and, for the review (`reviews`), `intentions`. Births are
then carried out by `deliveries`.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.handles import uncounted
from sim.parameters import unpacked
from sim.policy.permission import Permission
from sim.population.columns import (
    LIVE_BIRTH,
    LOST,
    MARRIED,
    NOBODY,
    Array,
    Households,
    Persons,
)
from sim.prefetch import AHEAD
from sim.processes.accounts import ASSISTED, FIRST_AGE, LAST_AGE, N_COUNTIES, PLANNED, age_at
from sim.processes.childbearing.assisted_reproduction import treat
from sim.processes.childbearing.circumstances import Worlds, compiled_worlds_of
from sim.processes.childbearing.intentions import Minds, Seen
from sim.processes.childbearing.keeping import gain_of, gains, laxness
from sim.processes.childbearing.month_terms import (
    BY_UTILITY,
    Ahead,
    Bounds,
    Keys,
    PassSettings,
    bounds_of,
    keys_ahead,
    keys_of,
)
from sim.processes.childbearing.pregnancy import (
    CARRIED,
    Biology,
    may_try,
    pregnancy_end,
)
from sim.processes.childbearing.recall import KEPT_MONTHS, Recall, likelihoods, look_again, steps_of_gains
from sim.processes.childbearing.reviews import keep_keenness, least_draw, review
from sim.processes.childbearing.trying import (
    CONCEIVES,
    CONCEIVES_UNPLANNED,
    GIVES_BIRTH,
    GOES_ON,
    LOSES,
    MAY_BE_TREATED,
    REVIEWS_ANEW,
    TERMINATES,
    next_try,
    own_fecundability,
    try_for_child,
)
from sim.processes.childbearing.turns import (
    SCATTERED,
    ask_ahead,
    is_looked_at,
    looked_at_from,
    out_of_turn,
    rows_to_look_at,
)
from sim.processes.childbearing.unplanned import (
    end_unplanned,
    failure_hazard,
    highest_unplanned,
    is_beyond_unplanned,
    kind_of_woman,
    premarital_hazard,
    unplanned_within,
)
from sim.streams import uniform

LIKELY = likelihoods()
"""By which `recall` bounds what both want."""


class BeyondTrying(NamedTuple):
    """What conceptions without trying, and treatment, depend on in a month."""

    unplanned: Any
    """Record of `Unplanned`."""
    assisted: Any
    """Record of `Assisted`."""
    decoupled: Array
    """Whether registration asks for no marriage, 0 or 1, (county,)."""
    subsidy: Array
    """Share of the price of a treatment cycle that couples do not pay, (county,)."""
    pay: float
    """Real pay over the level of the earnings column."""


class MonthOfWomen(NamedTuple):
    """What one month of a chunk of women gives; counts by county are int64 (county,)."""

    mothers: Array
    """Rows of those who give birth now."""
    conceptions: Array
    """(county, kind)."""
    losses: Array
    terminations: Array
    cycles: Array
    """Of treatment."""
    to_wed: Array
    """Rows of singles who conceived and are to wed."""


class Outcomes(NamedTuple):
    """What a month comes to for those looked at."""

    counted: Array
    """Women by what the month brings, int64 (outcome, county)."""
    listed: Array
    """(outcome, woman): rows of those whom an outcome from GIVES_BIRTH on befell, as many as `n_listed` says."""
    n_listed: Array


# Steps, inlined as those of `reviews` and for the same reason --------------------------------------------------------


@nb.njit(cache=True, inline="always")
def end_pregnancy(i: np.uintp, persons: Persons, month: int) -> int:
    """What a month of pregnancy brings the woman in row `i`; her columns follow."""
    end = pregnancy_end(persons.due[i], persons.due_outcome[i], month)
    if end == CARRIED:
        return GOES_ON
    persons.due[i] = NO_MONTH
    if end != LIVE_BIRTH:
        return LOSES if end == LOST else TERMINATES
    persons.trying_since[i] = NO_MONTH
    return GIVES_BIRTH


@nb.njit(cache=True, inline="always")
def hazard_without_trying(
    i: np.uintp, month: int, single: bool, absent: bool, persons: Persons, place: Any, p: Any
) -> float:
    """Hazard [1/year] in a month that the woman in row `i` conceives without trying, stated as `unplanned_probability`
    says, money left out; absent : whether her husband lives elsewhere
    """
    if single:
        return premarital_hazard((month - persons.birth[i]) / 12.0, persons.education[i], p)
    return failure_hazard(persons.parity[i] > 0, absent, place, p)


@nb.njit(cache=True, inline="always")
def conceives_unplanned(
    i: np.uintp, age: int, single: bool, months: int, most: float, persons: Persons, households: Households,
    biology: Biology, permission: Permission, seen: Seen, carried: Worlds, place: Any, keys: Keys, bounds: Bounds,
    settings: PassSettings, p: Any,
) -> bool:
    """Whether the woman in row `i` conceives without trying in the `months` to her next turn.

    most : a bound on her monthly probability of it, money left out      place : record of `Unplanned`
    carried : each county's world of a birth nine months on
    """
    u = uniform(keys.unplanned, persons.id[i])
    if u >= months * most * bounds.lax or not may_try(settings.month, persons.last_birth[i], p):
        return False
    own = own_fecundability(i, age, persons, biology, keys)
    hazard = hazard_without_trying(i, settings.month, single, persons.partner[i] == NOBODY, persons, place, p)
    if is_beyond_unplanned(u, hazard * bounds.lax, own, bounds.reference, months):
        return False
    if p.contraception_by_gain != 0.0:
        gain = gain_of(i, persons, households, permission.now, seen, carried, keys.fund, settings.month, p)
        hazard *= laxness(gain, single, p)
    return u < unplanned_within(hazard, own, bounds.reference, months)


@nb.njit(cache=True, inline="always")
def next_turn(
    i: np.uintp, persons: Persons, households: Households, biology: Biology, recall: Recall, ceilings: Array,
    likely: Array, likeliest: Array, turn: int, place: Any, ahead: Ahead, keys: Keys, bounds: Bounds,
    settings: PassSettings, p: Any,
) -> int:
    """The next turn of the woman in row `i` that may bring something: a conception without trying, or a start.

    ceilings : as in `Minds`      turn : months since her last      the rest as in `month_of_woman`
    Of turns up to where her bounds end that one is taken whose draws are below them, else the first beyond.
    """
    month, period, single = settings.month, int(p.review_months), persons.marital[i] != MARRIED
    then, last, starts = month + period - turn, month + KEPT_MONTHS, 0.0
    if not single:
        if settings.rule != BY_UTILITY:
            return then
        if month >= recall.keen_until[i]:
            keep_keenness(i, persons, recall, keys, bounds, settings, p)
        last, starts = recall.keen_until[i], least_draw(i, persons, households, recall, ceilings, likely, bounds)
    birth, identity = persons.birth[i], persons.id[i]
    kind = np.uintp(kind_of_woman(single, persons.parity[i]))
    while then < last:
        age = age_at(then, birth)
        if age > LAST_AGE:
            return last
        most, u = likeliest[kind, np.uintp(age - FIRST_AGE)], uniform(ahead.unplanned[np.uintp(then - month)], identity)
        if u < period * most * bounds.lax:
            hazard = hazard_without_trying(i, then, single, False, persons, place, p) * bounds.lax
            own = own_fecundability(i, age, persons, biology, keys)
            if not is_beyond_unplanned(u, hazard, own, bounds.reference, period):
                return then
        if uniform(ahead.review[np.uintp(then - month)], identity) < starts:
            return then
        then += period
    return then


# The pass ----------------------------------------------------------------------------------------------------------


@nb.njit(cache=True, inline="always")
def month_of_woman(
    i: np.uintp, age: int, persons: Persons, households: Households, biology: Biology, permission: Permission,
    seen: Seen, now: Worlds, later: Worlds, carried: Worlds, most_gains: Array, recall: Recall, gains: Array,
    likely: Array, likeliest: Array, turns: Array, place: Any, keys: Keys, bounds: Bounds, settings: PassSettings,
    p: Any,
) -> int:
    """What the month brings the woman in row `i`: pregnancy, trying, conceiving without trying, review, in this order.

    now, later, most_gains, recall, gains, likely, settings : as in `reviews.review`
    carried, place : as in `conceives_unplanned`
    likeliest : as of `highest_unplanned`      turns : months since its turn, by a couple's phase
    """
    if persons.due[i] != NO_MONTH:
        return end_pregnancy(i, persons, settings.month)
    single, anew, back = persons.marital[i] != MARRIED, settings.first, 0
    if not single and persons.trying_since[i] != NO_MONTH:
        trial = try_for_child(i, age, persons, biology, keys, bounds, settings, p)
        if trial.outcome != REVIEWS_ANEW:
            return trial.outcome
        anew, back = True, trial.back
    turn, resting = turns[persons.review[i]], int(p.postpartum_months)
    if turn != 0 and not out_of_turn(
        anew, single, settings.month, persons.union_start[i], persons.last_birth[i], resting
    ):
        return GOES_ON
    months = int(p.review_months) - turn  # to her next turn
    most = likeliest[np.uintp(kind_of_woman(single, persons.parity[i])), np.uintp(age - FIRST_AGE)]
    if conceives_unplanned(
        i, age, single, months, most, persons, households, biology, permission, seen, carried, place, keys, bounds,
        settings, p,
    ):
        return CONCEIVES_UNPLANNED
    if not single and age <= LAST_AGE:
        begins = review(
            i, turn, anew, back, persons, households, permission, seen, now, later, most_gains, recall, gains, likely,
            keys, bounds, settings, p)
        if begins != NO_MONTH:
            persons.trying_since[i] = begins
    return GOES_ON


@nb.njit(cache=True)
def look_at_women(
    rows: Array, persons: Persons, households: Households, biology: Biology, permission: Permission, minds: Minds,
    recall: Recall, likely: Array, likeliest: Array, turns: Array, place: Any, keys: Keys, bounds: Bounds,
    settings: PassSettings, p: Any,
) -> Outcomes:
    """What the month brings each woman among `rows`; arguments as in `month_of_woman`, tables may come as handles."""
    persons, households, biology = unpacked(persons), unpacked(households), unpacked(biology)
    permission, seen, recall = unpacked(permission), unpacked(minds.seen), unpacked(recall)
    likeliest, turns, most_gains = uncounted(likeliest), uncounted(turns), uncounted(minds.most_gains)
    steps = steps_of_gains(minds.most_gains)
    gains, likely, ceilings = uncounted(steps), uncounted(likely), uncounted(minds.ceilings)
    known = keys_ahead(settings)
    ahead = Ahead(
        uncounted(known.review), uncounted(known.unplanned), uncounted(known.dropout), uncounted(known.conception),
        uncounted(known.treatment))
    now, later = compiled_worlds_of(minds.now), compiled_worlds_of(minds.later)
    carried = compiled_worlds_of(minds.carried)
    counted = np.zeros((MAY_BE_TREATED + 1, N_COUNTIES), np.int64)
    listed, n_listed = np.empty((MAY_BE_TREATED + 1, len(rows)), np.int32), np.zeros(MAY_BE_TREATED + 1, np.int64)
    month, resting = settings.month, int(p.postpartum_months)
    for k in range(len(rows)):
        if len(persons.id) > SCATTERED:
            ask_ahead(rows[min(k + AHEAD, len(rows) - 1)], persons)
        i = np.uintp(rows[k])
        age = age_at(month, persons.birth[i])
        if not is_looked_at(persons.presence[i], age):
            recall.next_look[i] = looked_at_from(persons.presence[i], age, persons.birth[i])
            continue
        if persons.union_start[i] == month:
            recall.keen_until[i] = 0
        outcome = month_of_woman(
            i, age, persons, households, biology, permission, seen, now, later, carried, most_gains, recall, gains,
            likely, likeliest, turns, place, keys, bounds, settings, p)
        if outcome == GOES_ON:
            then = look_again(month, persons.due[i], persons.trying_since[i], persons.last_birth[i], resting)
            if then == NO_MONTH and persons.trying_since[i] != NO_MONTH:
                then = next_try(i, persons, biology, ahead, keys, bounds, settings, p)
            elif then == NO_MONTH:
                then = next_turn(
                    i, persons, households, biology, recall, ceilings, likely, likeliest,
                    turns[np.uintp(persons.review[i])], place, ahead, keys, bounds, settings, p)
            recall.next_look[i] = then
            continue
        recall.next_look[i], recall.keen_until[i] = persons.due[i] if outcome == CONCEIVES else month + 1, 0
        counted[outcome, persons.county[i]] += 1
        if outcome >= GIVES_BIRTH:
            listed[outcome, n_listed[outcome]] = i
            n_listed[outcome] += 1
    return Outcomes(counted=counted, listed=listed, n_listed=n_listed)


@nb.njit(cache=True)
def gains_of(
    rows: Array, persons: Persons, households: Households, permission: Permission, minds: Minds,
    fund_key: np.uint64, month: int, p: Any,
) -> Array:
    """Gain of circumstances of each woman in `rows`, as of `keeping.gains`; tables may come as handles."""
    return gains(
        rows, unpacked(persons), unpacked(households), unpacked(permission).now, unpacked(minds.seen),
        compiled_worlds_of(minds.carried), fund_key, month, p)


@nb.njit(cache=True, nogil=True)
def month_of_women(
    start: int, stop: int, rows: Array, persons: Persons, households: Households, biology: Biology,
    permission: Permission, minds: Minds, beyond: BeyondTrying, recall: Recall, settings: PassSettings, p: Any,
) -> MonthOfWomen:
    """One month of the women among `rows`; tables may come as handles, whose arrays no step counts."""
    p, place, assisted = unpacked(p), unpacked(beyond.unplanned), unpacked(beyond.assisted)
    fecundability, loss = unpacked(biology).fecundability, unpacked(biology).loss
    keys, month = keys_of(settings), settings.month
    bounds = bounds_of(settings, fecundability, assisted.elasticity, unpacked(minds.seen).peers, p)
    likeliest = highest_unplanned(fecundability, bounds.reference, place, p)
    turns = (month + np.arange(12)) % int(p.review_months)
    due = rows_to_look_at(start, stop, rows, persons, recall, month)
    found = look_at_women(
        due, persons, households, biology, permission, minds, recall, LIKELY, likeliest, turns, place, keys, bounds,
        settings, p)
    listed, n_listed, counted = found.listed, found.n_listed, found.counted
    conceived = listed[CONCEIVES_UNPLANNED, : n_listed[CONCEIVES_UNPLANNED]]
    gained = gains_of(conceived, persons, households, permission, minds, keys.fund, month, p)
    without = end_unplanned(
        conceived, gained, unpacked(persons), place, loss, unpacked(permission).now,
        beyond.decoupled, p, settings.seed, settings.trait_seed, month, settings.earliest_birth)
    treated = treat(
        listed[MAY_BE_TREATED, : n_listed[MAY_BE_TREATED]], unpacked(persons), unpacked(households),
        unpacked(minds.now.homes), assisted, beyond.subsidy, beyond.pay, p, settings.seed, month,
        settings.earliest_birth)
    without.conceptions[:, PLANNED], without.conceptions[:, ASSISTED] = counted[CONCEIVES], treated.conceptions
    return MonthOfWomen(
        mothers=listed[GIVES_BIRTH, : n_listed[GIVES_BIRTH]].copy(),
        conceptions=without.conceptions,
        losses=counted[LOSES],
        terminations=counted[TERMINATES],
        cycles=treated.cycles,
        to_wed=without.to_wed,
    )
