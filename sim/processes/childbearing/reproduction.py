"""The monthly pass over women of 15 to 49: exposure, ends of pregnancies, trying, conceptions, and reviews.

One loop, because one woman's row is read once. Its steps read columns and draw; what they decide by are rules of
numbers in `pregnancy`, `unplanned`, `assisted_reproduction` and, for the review (`reviews`), `intentions`. Births are
then carried out by `deliveries`.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.parameters import unpacked
from sim.policy.permission import Permission
from sim.population.columns import (
    LIVE_BIRTH,
    LOST,
    MARRIED,
    NOBODY,
    RESIDENT,
    TERMINATED,
    Array,
    Households,
    Persons,
)
from sim.processes.accounts import ASSISTED, FIRST_AGE, LAST_AGE, N_COUNTIES, N_ORDERS, PLANNED, age_at
from sim.processes.childbearing.assisted_reproduction import may_start_treatment, treat
from sim.processes.childbearing.circumstances import compiled_worlds_of
from sim.processes.childbearing.intentions import Minds, months_back
from sim.processes.childbearing.month_terms import Bounds, Keys, PassSettings, bounds_of, keys_of
from sim.processes.childbearing.pregnancy import (
    CARRIED,
    NOT_CONCEIVED,
    Biology,
    conception_probability,
    gives_up,
    loss_probability,
    may_try,
    pregnancy_end,
    pregnancy_months,
    tried,
)
from sim.processes.childbearing.reviews import review
from sim.processes.childbearing.unplanned import (
    end_unplanned,
    failure_hazard,
    highest_unplanned,
    kind_of_woman,
    premarital_hazard,
    unplanned_within,
)
from sim.streams import uniform

WARM_UP_MONTHS = 24
"""Months of intentions and conceptions lived before the start day: they give it pregnancies and trying couples."""
GOES_ON, PREGNANT, MAY_BE_TREATED, REVIEWS_ANEW = range(4)
"""What a month of trying makes of a couple."""


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
    savings: Array
    """Of households [yuan of 2020], by row."""
    pay: float
    """Real pay over the level of the earnings column."""


class MonthOfWomen(NamedTuple):
    """What one month of a chunk of women gives; counts by county are int64 (county,)."""

    mothers: Array
    """Rows of those who give birth now."""
    exposure: Array
    """Women (county, age 15-49, parity 0, 1, 2, 3+, marital state)."""
    conceptions: Array
    """(county, kind)."""
    losses: Array
    terminations: Array
    cycles: Array
    """Of treatment."""
    to_wed: Array
    """Rows of singles who conceived and are to wed."""


class Trial(NamedTuple):
    """What a month of trying makes of a couple, and by how many months its clock of starting is set back."""

    result: int
    back: int


# Rules -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def is_looked_at(presence: int, age: int) -> bool:
    """Whether a woman is looked at: resident, of 15 to 49, or of 50, when what began before may still end."""
    return presence == RESIDENT and FIRST_AGE <= age <= LAST_AGE + 1


@nb.njit(cache=True)
def out_of_turn(anew: bool, single: bool, month: int, union_start: int, last_birth: int, resting: int) -> bool:
    """Whether a woman whose turn it is not is looked at all the same.

    anew : has just given up trying      resting : after a birth [months]
    Couples just married, or just rested from a birth, could not review before.
    """
    return anew or (not single and (month == union_start or month == last_birth + resting))


# Steps, inlined as those of `reviews` and for the same reason --------------------------------------------------------


@nb.njit(cache=True, inline="always")
def own_fecundability(i: np.uintp, age: int, persons: Persons, biology: Biology, keys: Keys) -> float:
    """Monthly probability of conceiving of the woman in row `i`, from her permanent traits."""
    rank, sterility = uniform(keys.fecundability, persons.id[i]), uniform(keys.sterility, persons.id[i])
    return conception_probability(age, rank, sterility, biology.fecundability, biology.sterile)


@nb.njit(cache=True, inline="always")
def end_pregnancy(i: np.uintp, persons: Persons, month: int) -> int:
    """How the pregnancy of the woman in row `i` ends this month, as of `pregnancy_end`; her columns follow."""
    end = pregnancy_end(persons.due[i], persons.due_outcome[i], month)
    if end != CARRIED:
        persons.due[i] = NO_MONTH
    if end == LIVE_BIRTH:
        persons.trying_since[i] = NO_MONTH
    return end


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
    end = tried(uniform(keys.conception, persons.id[i]), chance, loss_probability(age, biology.loss))
    if end == NOT_CONCEIVED:
        treated = may_start_treatment(month - since, age, uniform(keys.treatment, persons.id[i]), bounds.treatment, p)
        return Trial(MAY_BE_TREATED if treated else GOES_ON, 0)
    due = month + pregnancy_months(end, p)
    if due >= settings.earliest_birth:
        persons.due[i], persons.due_outcome[i] = due, end
        return Trial(PREGNANT, 0)
    if end == LOST:
        return Trial(GOES_ON, 0)
    persons.trying_since[i] = NO_MONTH
    begun = settings.earliest_birth - WARM_UP_MONTHS
    return Trial(REVIEWS_ANEW, months_back(
        chance, month, begun, persons.union_start[i], persons.last_birth[i], int(p.postpartum_months)))


@nb.njit(cache=True, inline="always")
def conceives_unplanned(
    i: np.uintp, age: int, single: bool, months: int, most: float, persons: Persons, biology: Biology, place: Any,
    keys: Keys, bounds: Bounds, settings: PassSettings, p: Any,
) -> bool:
    """Whether the woman in row `i` conceives without trying in the `months` to her next turn.

    most : a bound on her monthly probability of it      place : record of `Unplanned`
    """
    u = uniform(keys.unplanned, persons.id[i])
    if u >= months * most or not may_try(settings.month, persons.last_birth[i], p):
        return False
    own = own_fecundability(i, age, persons, biology, keys)
    if single:
        hazard = premarital_hazard((settings.month - persons.birth[i]) / 12.0, persons.education[i], p)
    else:
        hazard = failure_hazard(persons.parity[i] > 0, persons.partner[i] == NOBODY, place, p)
    return u < unplanned_within(hazard, own, bounds.reference, months)


# The pass ----------------------------------------------------------------------------------------------------------


@nb.njit(cache=True, nogil=True)
def month_of_women(
    start: int, stop: int, rows: Array, persons: Persons, households: Households, biology: Biology,
    permission: Permission, minds: Minds, beyond: BeyondTrying, settings: PassSettings, p: Any,
) -> MonthOfWomen:
    """One month of the women among `rows`."""
    persons, households, p = unpacked(persons), unpacked(households), unpacked(p)
    place, assisted = unpacked(beyond.unplanned), unpacked(beyond.assisted)
    month, period, resting = settings.month, int(p.review_months), int(p.postpartum_months)
    keys = keys_of(settings)
    bounds = bounds_of(settings, biology.fecundability, assisted.elasticity, minds.most_gain, p)
    likeliest = highest_unplanned(biology.fecundability, bounds.reference, place, p)
    now, later = compiled_worlds_of(minds.now), compiled_worlds_of(minds.later)
    turns = (month + np.arange(12)) % period  # by the couple's phase: months since its turn
    exposure = np.zeros((N_COUNTIES, LAST_AGE + 1 - FIRST_AGE, N_ORDERS, 4), np.int64)
    planned, ended = np.zeros(N_COUNTIES, np.int64), np.zeros((TERMINATED + 1, N_COUNTIES), np.int64)
    mothers, unplanned = np.empty(stop - start, np.int32), np.empty(stop - start, np.int32)
    patients = np.empty(stop - start, np.int32)
    n_mothers = n_unplanned = n_patients = 0
    for k in range(start, stop):
        i = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        age = age_at(month, persons.birth[i])
        if not is_looked_at(persons.presence[i], age):
            continue
        county, parity, single = persons.county[i], persons.parity[i], persons.marital[i] != MARRIED
        if age <= LAST_AGE:
            cell = np.uintp(age - FIRST_AGE), np.uintp(min(parity, N_ORDERS - 1)), np.uintp(persons.marital[i])
            exposure[np.uintp(county), cell[0], cell[1], cell[2]] += 1
        if persons.due[i] != NO_MONTH:
            end = end_pregnancy(i, persons, month)
            if end == LIVE_BIRTH:
                mothers[n_mothers] = i
                n_mothers += 1
            elif end != CARRIED:
                ended[end, county] += 1
            continue
        anew, back = settings.first, 0
        if not single and persons.trying_since[i] != NO_MONTH:
            trial = try_for_child(i, age, persons, biology, keys, bounds, settings, p)
            if trial.result == PREGNANT:
                planned[county] += 1
            elif trial.result == MAY_BE_TREATED:
                patients[n_patients] = i
                n_patients += 1
            if trial.result != REVIEWS_ANEW:
                continue
            anew, back = True, trial.back
        # Once in the months between turns: a conception without trying, and the review itself
        turn = turns[persons.review[i]]
        if turn != 0 and not out_of_turn(
            anew, single, month, persons.union_start[i], persons.last_birth[i], resting
        ):
            continue
        most = likeliest[np.uintp(kind_of_woman(single, parity)), np.uintp(age - FIRST_AGE)]
        if conceives_unplanned(
            i, age, single, period - turn, most, persons, biology, place, keys, bounds, settings, p
        ):
            unplanned[n_unplanned] = i
            n_unplanned += 1
        elif not single and age <= LAST_AGE:
            begins = review(
                i, turn, anew, back, persons, households, permission, minds, now, later, keys, bounds, settings, p)
            if begins != NO_MONTH:
                persons.trying_since[i] = begins
    without = end_unplanned(
        unplanned[:n_unplanned], persons, place, biology.loss, permission.now, beyond.decoupled, p, settings.seed,
        settings.trait_seed, month, settings.earliest_birth)
    treated = treat(
        patients[:n_patients], persons, beyond.savings, assisted, beyond.subsidy, beyond.pay, p, settings.seed, month,
        settings.earliest_birth)
    without.conceptions[:, PLANNED], without.conceptions[:, ASSISTED] = planned, treated.conceptions
    return MonthOfWomen(
        mothers=mothers[:n_mothers].copy(),
        exposure=exposure,
        conceptions=without.conceptions,
        losses=ended[LOST],
        terminations=ended[TERMINATED],
        cycles=treated.cycles,
        to_wed=without.to_wed,
    )
