"""The monthly pass over women of 15 to 49, and births.

One loop, because one woman's row is read once: exposure, end of a pregnancy, review (`childbearing`), giving up and
conception (`pregnancy`). Births are then carried out one by one, because each adds a row.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import NO_MONTH
from sim.parameters import unpacked
from sim.policy.permission import Permission, is_permitted
from sim.population.columns import (
    FEMALE,
    HUKOU_LOCAL,
    LIVE_BIRTH,
    LOST,
    MALE,
    MARRIED,
    NO_WORK,
    NOBODY,
    PRIVATE,
    RESIDENT,
    TERMINATED,
    Array,
    Households,
    Persons,
)
from sim.population.desired import desired_children
from sim.processes.accounts import (
    ASSISTED,
    BIRTHS,
    FIRST_AGE,
    LAST_AGE,
    N_COUNTIES,
    N_ORDERS,
    N_SCHOOLING,
    PLANNED,
    age_at,
    income_group,
)
from sim.processes.childbearing.assisted_reproduction import highest_treatment, months_before_treatment, treat
from sim.processes.childbearing.circumstances import COUNTIES, compiled_world_of
from sim.processes.childbearing.couple import CHILDLESS as CHILDLESS_YEARS
from sim.processes.childbearing.couple import Couple, taste
from sim.processes.childbearing.decision import preference, start_chance
from sim.processes.childbearing.hazard_rule import start_probability, starting_hazard, years_waited
from sim.processes.childbearing.intentions import (
    HUSBAND_SIGMAS,
    REWARDS_UNTIL,
    Minds,
    certainly_not,
    fecundity_ratio,
    months_back,
    months_covered,
    starting_month,
    utility_start,
)
from sim.processes.childbearing.peers import cell as peer_cell
from sim.processes.childbearing.pregnancy import Biology, conception_probability, gives_up, loss_probability, may_try
from sim.processes.childbearing.unplanned import (
    CHILDLESS,
    MOTHER,
    REFERENCE_AGE,
    SINGLE,
    end_unplanned,
    failure_hazard,
    highest_unplanned,
    premarital_hazard,
    unplanned_probability,
)
from sim.streams import PERMANENT, Decision, child_id, stream_key, uniform

REVIEW, DROPOUT, CONCEPTION, LOSS = (
    int(Decision.REVIEW), int(Decision.DROPOUT), int(Decision.CONCEPTION), int(Decision.LOSS)
)
FECUNDABILITY, STERILITY, DESIRED = int(Decision.FECUNDABILITY), int(Decision.STERILITY), int(Decision.DESIRED)
WARM_UP_MONTHS = 24
"""Months of intentions and conceptions lived before the start day: they give it pregnancies and trying couples."""
UNPLANNED, TREATMENT = int(Decision.UNPLANNED), int(Decision.TREATMENT)
CHILD_SEX, EDUCATION = int(Decision.CHILD_SEX), int(Decision.EDUCATION)
TASTE_COUPLE, TASTE_PERSON = int(Decision.TASTE_COUPLE), int(Decision.TASTE_PERSON)
BY_UTILITY, BY_HAZARD = 0, 1
RULES = {"utility": BY_UTILITY, "hazard": BY_HAZARD}
"""Code of each birth rule of the settings."""


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


@nb.njit(cache=True, nogil=True)
def month_of_women(
    start: int, stop: int, rows: Array, persons: Persons, households: Households, biology: Biology,
    permission: Permission, minds: Minds, rule: int, factor: float, beyond: BeyondTrying, p: Any, seed: int,
    trait_seed: int, month: int, earliest_birth: int, first: bool = False,
) -> MonthOfWomen:
    """One month of the women among `rows`.

    rule : BY_UTILITY or BY_HAZARD      factor : what the calendar does to starting in the month
    trait_seed : of permanent traits, the population's seed      earliest_birth : before the start day, conceptions that
    would end in a birth before this month are void, since the census counts no such child (`months_back`)
    beyond : what conceptions without trying, and treatment, depend on this month
    first : whether this is the first month lived, in which every couple reviews up to its next turn
    """
    persons, households, p = unpacked(persons), unpacked(households), unpacked(p)
    n, w = minds.now, minds.later
    c = COUNTIES
    now = (compiled_world_of(n, c[0]), compiled_world_of(n, c[1]), compiled_world_of(n, c[2]),
           compiled_world_of(n, c[3]), compiled_world_of(n, c[4]), compiled_world_of(n, c[5]))
    later = (compiled_world_of(w, c[0]), compiled_world_of(w, c[1]), compiled_world_of(w, c[2]),
             compiled_world_of(w, c[3]), compiled_world_of(w, c[4]), compiled_world_of(w, c[5]))
    pay, elsewhere_pay = now[0].level.pay, now[0].level.elsewhere_pay
    peers, spending, fecund = minds.peers, minds.spending, minds.fecundity
    review_key, conception_key = stream_key(seed, REVIEW, month), stream_key(seed, CONCEPTION, month)
    dropout_key, desired_key = stream_key(seed, DROPOUT, month), stream_key(trait_seed, DESIRED, PERMANENT)
    rank_key = stream_key(trait_seed, FECUNDABILITY, PERMANENT)
    sterility_key = stream_key(trait_seed, STERILITY, PERMANENT)
    couple_key, person_key = stream_key(trait_seed, TASTE_COUPLE, PERMANENT), stream_key(
        trait_seed, TASTE_PERSON, PERMANENT)
    rules_now, rules_later = permission.now, permission.later
    fecundability, sterile, lost = biology.fecundability, biology.sterile, biology.loss
    most_gain, highest_taste = minds.most_gain, HUSBAND_SIGMAS * p.taste_person
    unplanned_key, treatment_key = stream_key(seed, UNPLANNED, month), stream_key(seed, TREATMENT, month)
    mothers, unplanned, patients = np.empty(64, np.int32), np.empty(64, np.int32), np.empty(64, np.int32)
    n_mothers = n_unplanned = n_patients = 0
    exposure = np.zeros((N_COUNTIES, LAST_AGE + 1 - FIRST_AGE, N_ORDERS, 4), np.int64)
    conceptions, losses = np.zeros(N_COUNTIES, np.int64), np.zeros(N_COUNTIES, np.int64)
    terminations = np.zeros(N_COUNTIES, np.int64)
    place, assisted = unpacked(beyond.unplanned), unpacked(beyond.assisted)
    reference = fecundability[REFERENCE_AGE - FIRST_AGE].mean()
    likeliest = highest_unplanned(fecundability, reference, place, p)
    most_treated = highest_treatment(assisted.elasticity, p)
    period, resting = int(p.review_months), int(p.postpartum_months)
    likeliest_start = start_chance(1.0, period / 12.0, factor, p) if rule == BY_UTILITY else 1.0
    since_turn, quarter_now = (month + np.arange(12)) % period, (month + np.arange(12)) % 3 == 0
    for k in range(start, stop):
        i = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        age = age_at(month, persons.birth[i])
        if persons.presence[i] != RESIDENT or age < FIRST_AGE or age > LAST_AGE + 1:
            continue
        county, parity = persons.county[i], persons.parity[i]
        if age <= LAST_AGE:
            cell = np.uintp(age - FIRST_AGE), np.uintp(min(parity, N_ORDERS - 1)), np.uintp(persons.marital[i])
            exposure[np.uintp(county), cell[0], cell[1], cell[2]] += 1
        due = persons.due[i]
        if due != NO_MONTH:
            if due == month:
                persons.due[i] = NO_MONTH
                if persons.due_outcome[i] == LOST:
                    losses[county] += 1
                elif persons.due_outcome[i] == TERMINATED:
                    terminations[county] += 1
                else:
                    persons.trying_since[i] = NO_MONTH
                    mothers = _with_room(mothers, n_mothers)
                    mothers[n_mothers] = i
                    n_mothers += 1
            continue
        single, since = persons.marital[i] != MARRIED, persons.trying_since[i]
        turn, anew, back = 0, first, 0
        if not single and since != NO_MONTH and since <= month:
            quarter = quarter_now[persons.review[i]]
            drop = uniform(dropout_key, persons.id[i]) if quarter else 1.0
            if gives_up(since, month, quarter, drop, p):
                persons.trying_since[i] = since = NO_MONTH
                anew = True
        if not single and since != NO_MONTH and since <= month and age <= LAST_AGE:
            rank, sterility = uniform(rank_key, persons.id[i]), uniform(sterility_key, persons.id[i])
            chance = conception_probability(age, rank, sterility, fecundability, sterile)
            u = uniform(conception_key, persons.id[i])
            if u >= chance:
                if month - since >= months_before_treatment(age, p) and (
                    uniform(treatment_key, persons.id[i]) < most_treated
                ):
                    patients = _with_room(patients, n_patients)
                    patients[n_patients] = i
                    n_patients += 1
                continue
            live = u / chance >= loss_probability(age, lost)
            length = int(p.pregnancy_months if live else p.loss_months)
            if month + length >= earliest_birth:
                persons.due[i], persons.due_outcome[i] = month + length, LIVE_BIRTH if live else LOST
                conceptions[county] += 1
                continue
            if not live:
                continue
            persons.trying_since[i] = since = NO_MONTH
            anew = True
            begun = earliest_birth - WARM_UP_MONTHS
            back = months_back(chance, month, begun, persons.union_start[i], persons.last_birth[i], resting)
        if single or since == NO_MONTH:
            # Once in the months between reviews: a conception without trying, and the review itself
            turn = since_turn[persons.review[i]]
            if turn != 0 and not anew and (
                single or _long_ready(month, persons.union_start[i], persons.last_birth[i], resting)
            ):
                continue
            u, months = uniform(unplanned_key, persons.id[i]), period - turn
            kind = np.uintp(SINGLE if single else (MOTHER if parity > 0 else CHILDLESS))
            most = months * likeliest[kind, np.uintp(age - FIRST_AGE)]
            if u < most and may_try(month, persons.last_birth[i], p):
                rank, sterility = uniform(rank_key, persons.id[i]), uniform(sterility_key, persons.id[i])
                own = conception_probability(age, rank, sterility, fecundability, sterile)
                if single:
                    hazard = premarital_hazard((month - persons.birth[i]) / 12.0, persons.education[i], p)
                else:
                    hazard = failure_hazard(parity > 0, persons.partner[i] == NOBODY, place, p)
                if u < 1.0 - (1.0 - unplanned_probability(hazard, own, reference)) ** months:
                    unplanned = _with_room(unplanned, n_unplanned)
                    unplanned[n_unplanned] = i
                    n_unplanned += 1
                    continue
        if not single and age <= LAST_AGE and since == NO_MONTH:
            last_birth, union_start = persons.last_birth[i], persons.union_start[i]
            covered = months_covered(month, turn, period, union_start, last_birth, resting, anew)
            if covered == 0:
                continue
            covered += back
            identity = persons.id[i]
            u = uniform(review_key, identity)
            if covered == period and u >= likeliest_start:
                continue
            desired = desired_children(uniform(desired_key, identity), persons.birth[i], p)
            years = covered / 12.0
            waited = years_waited(month, last_birth, union_start) + 0.5 * years
            exact = (month - persons.birth[i]) / 12.0 + 0.5 * years
            shared, own, best = 0.0, 0.0, 0.0
            if rule == BY_UTILITY:
                shared, own = taste(couple_key, identity, p.taste_couple), taste(person_key, identity, p.taste_person)
                best = preference(parity, exact, waited, desired, p) + shared + most_gain
                if certainly_not(u, best, own, highest_taste, years, factor, p):
                    continue
            husband = persons.partner[i]
            both_only, only_one, his = False, False, 0.0
            remarried = persons.n_unions[i] > 1
            if husband != NOBODY:
                both_only = persons.only_child[i] == 1 and persons.only_child[husband] == 1
                only_one = persons.only_child[i] == 1 or persons.only_child[husband] == 1
                remarried = remarried or persons.n_unions[husband] > 1
                his = taste(person_key, persons.id[husband], p.taste_person)
            rural, eldest = persons.urban[i] == 0, persons.first_child_sex[i]
            permitted = is_permitted(county, parity + 1, both_only, only_one, rural, eldest, remarried, rules_now)
            if rule == BY_UTILITY:
                if certainly_not(u, best, own, his, years, factor, p):
                    continue
                still = is_permitted(county, parity + 1, both_only, only_one, rural, eldest, remarried, rules_later)
                home = persons.household[i]
                local, his_pay, his_work = persons.hukou[i] == HUKOU_LOCAL, elsewhere_pay, PRIVATE
                if husband != NOBODY:
                    his_pay, his_work = persons.earnings[husband] * pay, int(persons.work[husband])
                    local = local or persons.hukou[husband] == HUKOU_LOCAL
                couple = Couple(
                    int(county), int(persons.urban[i]), (month - persons.birth[i]) / 12.0, int(parity), desired,
                    int(persons.n_boys[i]), CHILDLESS_YEARS if last_birth == NO_MONTH else (month - last_birth) / 12.0,
                    waited - 0.5 * years, shared, own, his, permitted, still, local, husband != NOBODY,
                    persons.earnings[i] * pay if persons.work[i] != NO_WORK else 0.0, int(persons.work[i]), his_pay,
                    his_work, int(persons.grandparents[i]), int(households.tenure[home]),
                    float(households.floor_area[home]), float(households.debt[home]), float(households.savings[home]),
                    int(households.size[home]),
                    parity == 1 and last_birth != NO_MONTH and last_birth <= REWARDS_UNTIL,
                )
                at = peer_cell(county, persons.urban[i], persons.education[i], age)
                begins = utility_start(
                    couple, now[county], later[county], u, covered, peers[at], spending[county, persons.urban[i]],
                    fecundity_ratio(couple.age, fecund, p), factor, p, month)
            else:
                hazard = factor * starting_hazard(exact, parity, waited, desired, eldest, permitted, p)
                if husband == NOBODY:
                    hazard *= p.spouse_absent
                begins = starting_month(month, covered, u, start_probability(hazard, covered), hazard)
            if begins != NO_MONTH:
                persons.trying_since[i] = max(begins - back, month)
    by_kind, to_wed = end_unplanned(
        unplanned[:n_unplanned], persons, place, lost, rules_now, beyond.decoupled, p, seed, trait_seed, month,
        earliest_birth,
    )
    cycles, successes = treat(
        patients[:n_patients], persons, beyond.savings, assisted, beyond.subsidy, beyond.pay, p, seed, month,
        earliest_birth,
    )
    by_kind[:, PLANNED] = conceptions
    by_kind[:, ASSISTED] = successes
    return MonthOfWomen(mothers[:n_mothers].copy(), exposure, by_kind, losses, terminations, cycles, to_wed)


@nb.njit(cache=True, inline="always")
def _long_ready(month: int, union_start: int, last_birth: int, resting: int) -> bool:
    """Whether a couple has been able to review before this month: not just married, not just rested from a birth."""
    return month != union_start and month != last_birth + resting


@nb.njit(cache=True)
def _with_room(rows: Array, n: int) -> Array:
    """The list itself while it has room for one more than `n` rows, else a copy of twice its length."""
    return rows if n < len(rows) else np.append(rows, np.empty(n, np.int32))


@nb.njit(cache=True)
def deliver(
    mothers: Array, first_row: int, persons: Persons, households: Households, stock: Array, schooling: Array,
    bounds: Array, counts: Any, p: Any, seed: int, month: int,
) -> None:
    """Add the newborns of `mothers` in rows from `first_row` on, link them, and count the births.

    schooling : (county, sex, education) cumulated shares of the destined final level
    bounds : of the fifths of couples by joint pay, at the level of the earnings column
    """
    persons, households = unpacked(persons), unpacked(households)
    counts, p = unpacked(counts), unpacked(p)
    sex_key, school_key = stream_key(seed, CHILD_SEX, month), stream_key(seed, EDUCATION, month)
    boys = p.sex_ratio_at_birth / (1.0 + p.sex_ratio_at_birth)
    for k in range(len(mothers)):
        mother, row = mothers[k], first_row + k
        order = persons.parity[mother] + 1
        identity = child_id(persons.id[mother], order)
        sex = MALE if uniform(sex_key, identity) < boys else FEMALE
        county = persons.county[mother]
        _write_newborn(row, identity, mother, sex, persons, month)
        u = uniform(school_key, identity)
        level = 0
        while level < N_SCHOOLING - 1 and u >= schooling[county, sex, level]:
            level += 1
        persons.education[row] = level
        elder = persons.youngest[mother]
        persons.only_child[row] = 1 if order == 1 else 0
        if elder != NOBODY:
            persons.only_child[elder] = 0
        persons.elder[row] = elder
        persons.youngest[mother] = row
        persons.parity[mother] = order
        persons.n_boys[mother] += 1 - sex
        persons.last_birth[mother] = month
        if order == 1:
            persons.first_child_sex[mother] = sex
        households.size[persons.household[mother]] += 1
        stock[county, sex, 0] += 1
        age = age_at(month, persons.birth[mother])
        counts.births[county, age, min(order, N_ORDERS) - 1, persons.education[mother], sex] += 1
        counts.births_by_hukou[county, persons.hukou[mother]] += 1
        father, pay = persons.partner[mother], float(persons.earnings[mother])
        if father != NOBODY:
            pay += persons.earnings[father]
        counts.births_by_income[income_group(pay, bounds), min(order, N_ORDERS) - 1] += 1
        counts.births_by_tenure[households.tenure[persons.household[mother]], min(order, N_ORDERS) - 1] += 1
        if persons.marital[mother] != MARRIED:
            counts.unmarried_births[county] += 1
        counts.balance[month % 12, county, BIRTHS] += 1


@nb.njit(cache=True)
def _write_newborn(row: int, identity: int, mother: int, sex: int, persons: Persons, month: int) -> None:
    father = persons.partner[mother]
    persons.id[row] = identity
    persons.presence[row] = RESIDENT
    persons.sex[row] = sex
    persons.birth[row] = month
    persons.birthday[row] = month % 12
    persons.review[row] = identity % 12
    persons.county[row] = persons.county[mother]
    local = persons.hukou[mother] == HUKOU_LOCAL or (father != NOBODY and persons.hukou[father] == HUKOU_LOCAL)
    persons.hukou[row] = HUKOU_LOCAL if local else persons.hukou[mother]
    persons.urban[row] = persons.urban[mother]
    persons.mother[row] = mother
    persons.father[row] = father
    persons.household[row] = persons.household[mother]
