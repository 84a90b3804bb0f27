"""Conceptions without trying: of married couples between children, and of single women; how these pregnancies end.

Called by the monthly pass over women (`reproduction`), which draws who conceives; `end_unplanned` decides between loss,
termination, a birth and, for singles, a wedding before the birth. Of money it knows what `keeping` makes of a woman's
circumstances.
A single woman who is to wed looks for a husband in every month of the pregnancy (`sim.model._partner`) and is accepted
more surely (`partnering`); without a wedding by the month in which it is due the child's mother is unmarried.
"""

import math
from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.parameters import unpacked
from sim.places.pack import Pack
from sim.policy.permission import pair_of, pair_permitted
from sim.population.columns import (
    LIVE_BIRTH,
    LOST,
    MARRIED,
    NOBODY,
    RESIDENT,
    TERMINATED,
    TO_WED,
    Array,
    Persons,
)
from sim.population.desired import desired_children
from sim.processes.accounts import N_CONCEPTIONS, N_COUNTIES, PREMARITAL, UNPLANNED, age_at
from sim.processes.childbearing.keeping import kept_share, single_kept_share
from sim.processes.childbearing.pregnancy import loss_probability, pregnancy_months
from sim.streams import PERMANENT, Decision, number_of, stream_key, uniform

PREGNANCY_END_DRAW, DESIRED_DRAW = number_of(Decision.PREGNANCY_END), number_of(Decision.DESIRED)
LEGAL_MONTHS = 20 * 12
"""Age in months from which a woman may wed."""
REFERENCE_AGE = 27
"""Age at whose mean fecundability contraceptive failure and premarital conceptions are stated."""
CHILDLESS_WIFE, MARRIED_MOTHER, SINGLE_WOMAN = 0, 1, 2
"""Who conceives without trying: married childless, married mothers, single women."""
WEDDING_LEAD = 3
"""Months before the start day from which singles who are to wed are still single on it."""
BRIDES_WAIT = WEDDING_LEAD
"""Months from conception to the wedding of those who conceived as singles, at most."""
MOST_MONTHS = 1200
"""Difference of age [months] above any."""


class Unplanned(NamedTuple):
    """Figures of the place: failures of contraception [1/year], and how unplanned pregnancies end [share]."""

    condom: float
    iud: float
    terminated: float
    """Of married women's, within the rules and below desired size."""
    premarital_terminated: float
    premarital_birth: float
    """Of single women's: carried to an unmarried birth; the rest are to wed."""


class Ended(NamedTuple):
    """Pregnancies that nobody planned, of one month."""

    conceptions: Array
    """int64 (county, kind of conception)."""
    to_wed: Array
    """Rows of singles who are to wed."""


def unplanned(pack: Pack) -> Unplanned:
    """The pack's figures; make a record of them (`as_record`) for compiled rules."""
    return Unplanned(
        condom=pack.assumption("unplanned_conception_condom_year"),
        iud=pack.assumption("unplanned_conception_iud_year"),
        terminated=pack.assumption("abortion_share_of_unintended_pregnancies"),
        premarital_terminated=pack.assumption("premarital_conception_termination_share"),
        premarital_birth=pack.assumption("premarital_conception_unmarried_birth_share"),
    )


# Conceiving ---------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def failure_hazard(has_child: bool, absent: bool, place: Any, p: Any) -> float:
    """Hazard [1/year] that contraception fails a couple of reference fecundability that does not try.

    has_child, absent : whether they have a child, and whether the husband lives elsewhere
    p reads condom_share_mothers, condom_share_childless, contraceptive_failure, spouse_absent.
    """
    share = p.condom_share_mothers if has_child else p.condom_share_childless
    hazard = p.contraceptive_failure * (share * place.condom + (1.0 - share) * place.iud)
    return hazard * p.spouse_absent if absent else hazard


@nb.njit(cache=True)
def premarital_hazard(age: float, education: int, p: Any) -> float:
    """Hazard [1/year] that a single woman of reference fecundability conceives: one hump over age, lower by schooling.

    age [years]      education 0..5
    p reads premarital_conceptions, premarital_age, premarital_width, premarital_schooling. Form ours; direction of
    schooling: cohorts of the China Fertility Survey 2017.
    """
    x = (age - p.premarital_age) / p.premarital_width
    return p.premarital_conceptions * math.exp(-0.5 * x * x - p.premarital_schooling * (education - 3))


@nb.njit(cache=True)
def unplanned_probability(hazard: float, fecundability: float, reference: float) -> float:
    """Probability of a conception in a month, from a hazard [1/year] stated at the reference fecundability [1/month].

    fecundability : the woman's own [1/month], 0 when sterile
    """
    if fecundability <= 0.0 or reference <= 0.0:
        return 0.0
    return 1.0 - math.exp(-hazard * fecundability / reference / 12.0)


@nb.njit(cache=True)
def unplanned_within(hazard: float, fecundability: float, reference: float, months: int) -> float:
    """Probability of a conception within some months, the rest as in `unplanned_probability`."""
    return 1.0 - (1.0 - unplanned_probability(hazard, fecundability, reference)) ** months


@nb.njit(cache=True)
def is_beyond_unplanned(u: float, hazard: float, fecundability: float, reference: float, months: int) -> bool:
    """Whether a draw is certainly not below `unplanned_within`: 1 - exp(-x) <= x spares exponential and power.

    The margin is more than numbers worked out in another order differ by.
    """
    return 12.0 * reference * u >= months * hazard * fecundability * (1.0 + 1e-9)


@nb.njit(cache=True)
def kind_of_woman(single: bool, parity: int) -> int:
    """Her row in `highest_unplanned`."""
    if single:
        return SINGLE_WOMAN
    return MARRIED_MOTHER if parity > 0 else CHILDLESS_WIFE


@nb.njit(cache=True)
def highest_unplanned(fecundability: Array, reference: float, place: Any, p: Any) -> Array:
    """A bound on the monthly probability of conceiving without trying, (kind of woman, age from 15).

    Most draws lie above it and need no further reading of the woman. fecundability : as in `Biology`
    """
    ages = fecundability.shape[0]
    highest = np.zeros((3, ages + 1))
    for a in range(ages):
        most = fecundability[a].max()
        highest[CHILDLESS_WIFE, a] = unplanned_probability(failure_hazard(False, False, place, p), most, reference)
        highest[MARRIED_MOTHER, a] = unplanned_probability(failure_hazard(True, False, place, p), most, reference)
        nearest = min(max(p.premarital_age, a + 15.0), a + 16.0)
        highest[SINGLE_WOMAN, a] = unplanned_probability(premarital_hazard(nearest, 0, p), most, reference)
    return highest


# How it ends --------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def termination_probability(terminated: float, gain: float, beyond_desired: bool, permitted: bool, p: Any) -> float:
    """Probability that a married woman ends an unplanned pregnancy; what is kept falls beyond desired size or rules.

    terminated : share within the rules and below desired size      gain : of circumstances, as of `kept_share`
    p reads kept_beyond_desired, kept_outside_rules
    """
    kept = kept_share(1.0 - terminated, gain, p)
    if beyond_desired:
        kept *= p.kept_beyond_desired
    if not permitted:
        kept *= p.kept_outside_rules
    return 1.0 - kept


@nb.njit(cache=True)
def unmarried_share(share: float, decoupled: float, p: Any) -> float:
    """Share of single women's pregnancies carried to an unmarried birth; decoupled registration raises its odds.

    decoupled : 0 no, 1 yes      p reads registration_effect [log odds]
    """
    raised = share * math.exp(decoupled * p.registration_effect)
    return raised / (raised + 1.0 - share)


@nb.njit(cache=True)
def premarital_end(u: float, terminated: float, unmarried: float, base: float, may_wed: bool) -> int:
    """How a single woman's pregnancy ends, from one draw: TERMINATED, LIVE_BIRTH without wedding, or TO_WED.

    terminated, base : the place's shares of terminations and of unmarried births      unmarried : the latter today
    What today's unmarried births exceed the base by comes off the others in proportion. Who is too young to wed
    before the birth ends or carries it in the proportion of those two shares.
    """
    ended = terminated * (1.0 - unmarried) / (1.0 - base)
    if not may_wed:
        return LIVE_BIRTH if u * (ended + unmarried) < unmarried else TERMINATED
    if u < unmarried:
        return LIVE_BIRTH
    return TERMINATED if u < unmarried + ended else TO_WED


@nb.njit(cache=True)
def married_end(u: float, terminated: float, gain: float, beyond_desired: bool, permitted: bool, p: Any) -> int:
    """How a married woman's unplanned pregnancy ends, from one draw: TERMINATED or LIVE_BIRTH."""
    return TERMINATED if u < termination_probability(terminated, gain, beyond_desired, permitted, p) else LIVE_BIRTH


@nb.njit(cache=True)
def single_end(u: float, months_old: float, gain: float, decoupled: float, place: Any, p: Any) -> int:
    """How a single woman's pregnancy ends, from one draw, as of `premarital_end`.

    months_old : her age at conception [months]      gain : of circumstances, as of `single_kept_share`
    decoupled : whether registration asks for no marriage, 0 or 1
    """
    unmarried = unmarried_share(place.premarital_birth, decoupled, p)
    may_wed = months_old + p.pregnancy_months >= LEGAL_MONTHS
    base = place.premarital_birth
    if p.single_kept_by_gain == 0.0:
        return premarital_end(u, place.premarital_terminated, unmarried, base, may_wed)
    terminated = 1.0 - single_kept_share(1.0 - place.premarital_terminated, gain, p)
    carried = (1.0 - terminated) / (1.0 - place.premarital_terminated)
    return premarital_end(u, terminated, unmarried * carried, base * carried, may_wed)


@nb.njit(cache=True)
def is_void(end: int, due: int, month: int, earliest_birth: int) -> bool:
    """Whether a conception before the start day is none: it would end too early, or with a wedding before that day.

    due : month in which it would end      earliest_birth : as in `PassSettings`
    """
    return due < earliest_birth or (end == TO_WED and month < earliest_birth - WEDDING_LEAD)


@nb.njit(cache=True)
def end_unplanned(
    rows: Array, gains: Array, persons: Persons, place: Any, loss: Array, permission: Array, decoupled: Array, p: Any,
    seed: int, trait_seed: int, month: int, earliest_birth: int,
) -> Ended:
    """Decide how the pregnancies that `rows` conceive this month without trying end.

    gains : of circumstances [sigma], by row as of `keeping.gains`
    place : record of `Unplanned`      loss, permission : as in `Biology` and of the month as in `Permission`
    decoupled : whether registration asks for no marriage, 0 or 1, by county
    earliest_birth : before the start day singles who would be married by then conceive not; they are listed as to wed,
    for `hand_to_brides`
    """
    key, desired_key = stream_key(seed, PREGNANCY_END_DRAW, month), stream_key(trait_seed, DESIRED_DRAW, PERMANENT)
    counted = np.zeros((N_COUNTIES, N_CONCEPTIONS), np.int64)
    to_wed, n = np.empty(len(rows), np.int32), 0
    for k, row in enumerate(rows):
        i = np.uintp(row)
        county, parity, married = persons.county[i], persons.parity[i], persons.marital[i] == MARRIED
        u, age = uniform(key, persons.id[i]), age_at(month, persons.birth[i])
        lost = loss_probability(persons.county[i], age, loss)
        left = (u - lost) / (1.0 - lost)
        if u < lost:
            end = LOST
        elif married:
            permitted = pair_permitted(county, parity + 1, pair_of(i, persons.partner[i], persons), permission)
            desired = desired_children(uniform(desired_key, persons.id[i]), persons.birth[i], p)
            end = married_end(left, place.terminated, gains[k], parity >= desired, permitted, p)
        else:
            end = single_end(left, month - persons.birth[i], gains[k], decoupled[county], place, p)
        due = month + pregnancy_months(end, p)
        if is_void(end, due, month, earliest_birth):
            if end == TO_WED and due >= earliest_birth:
                to_wed[n] = i
                n += 1
            continue
        persons.due[i], persons.due_outcome[i] = due, end
        counted[county, UNPLANNED if married else PREMARITAL] += 1
        if end == TO_WED:
            to_wed[n] = i
            n += 1
    return Ended(counted, to_wed[:n].copy())


@nb.njit(cache=True)
def hand_to_brides(rows: Array, women: Array, persons: Persons, month: int, p: Any) -> int:
    """Let brides of the coming months carry what singles conceived who would be married by the start day; how many.

    rows : singles who conceived in `month` before the start day and are to wed      women : rows of the start day
    Whoever is single on the start day did not wed; who did, conceived in their place: the childless bride of the county
    who is nearest in age, of those who wed within BRIDES_WAIT months.
    """
    persons, p = unpacked(persons), unpacked(p)
    coming = np.zeros(len(women), np.bool_)
    for k in range(len(women)):
        i = women[k]
        wait = persons.union_start[i] - month
        coming[k] = persons.marital[i] == MARRIED and 0 < wait <= BRIDES_WAIT and persons.parity[i] == 0
    brides = women[coming]
    handed = 0
    for row in rows:
        if persons.due[row] != NO_MONTH:
            continue
        found, nearest = NOBODY, MOST_MONTHS
        for i in brides:
            apart = abs(int(persons.birth[i]) - int(persons.birth[row]))
            if persons.county[i] == persons.county[row] and persons.due[i] == NO_MONTH and apart < nearest:
                found, nearest = i, apart
        if found != NOBODY:
            persons.due[found], persons.due_outcome[found] = month + int(p.pregnancy_months), LIVE_BIRTH
            handed += 1
    return handed


@nb.njit(cache=True)
def still_to_wed(rows: Array, persons: Persons, month: int) -> tuple[Array, Array]:
    """Which of `rows` still carry a pregnancy for which they are to wed, and which of these are old enough by now."""
    persons = unpacked(persons)
    waiting, of_age = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    for k in range(len(rows)):
        i = rows[k]
        if persons.marital[i] != MARRIED and persons.presence[i] == RESIDENT and persons.due[i] != NO_MONTH:
            waiting[k], of_age[k] = True, month - persons.birth[i] >= LEGAL_MONTHS
    return rows[waiting], rows[of_age]
