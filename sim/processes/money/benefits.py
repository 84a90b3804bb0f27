"""Benefits that birth and childhood bring: who is eligible for what, at births and at children's birthdays.

A child's year is claimed once, at its start: at birth and at the first and second birthday what children under three
bring, at the third to fifth what is spared of kindergarten fees, from the sixth to the fourteenth a migrant child's
place at school, up to the thirteenth the one-child reward. What begins or rises between two birthdays is claimed by
`part_years`. A family that leaves, or a child that dies, in the year gives
nothing back. Called by the model after the births of the month; claims go to `sim.policy.ledger`, which knows amounts,
take-up and payers.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import month_index, year_of
from sim.parameters import as_row, as_rows, unpacked
from sim.places.pack import Pack
from sim.policy.claims import N_ORDERS, WHOLE_YEAR, Claims, claim, empty_claims
from sim.policy.deductions import education_deduction
from sim.policy.paths import LeverPaths
from sim.policy.permission import pair_of, pair_permitted
from sim.population.columns import HUKOU_LOCAL, HUKOU_PROVINCE, NOBODY, RESIDENT, Array, Persons
from sim.prefetch import AHEAD, FAR, prefetch
from sim.processes.accounts import N_COUNTIES
from sim.processes.money.fee_claims import Parts, claim_fees, claim_school
from sim.processes.money.health_services import CENTRE_LEVER, DOCTOR_LEVER, STAFF_LEVER, SUPPORT_LEVER
from sim.processes.money.school_fees import (
    PUPIL_FROM,
    PUPIL_UNTIL,
    gap_spared,
    kindergarten_fee,
    migrant_school_fee,
    poor_limit,
)
from sim.processes.money.taxes import couple_tax, tax_rules, taxable_income
from sim.streams import PERMANENT, Decision, number_of, stream_key, uniform

GRANT, INCOME_SHARE, MEDICAL = claim("birth_grant"), claim("birth_grant_income_share"), claim(
    "birth_medical_reimbursement")
ALLOWANCE, DEDUCTION, INSURANCE = claim("childcare_allowance"), claim("infant_care_tax_deduction"), claim(
    "birth_insurance_support")
REWARD, PENALTY = claim("one_child_rewards"), claim("birth_penalty")
SCREENING, STAFF = claim("newborn_screening_coverage"), claim(STAFF_LEVER)
CENTRE, DOCTOR, SUPPORT = claim(CENTRE_LEVER), claim(DOCTOR_LEVER), claim(SUPPORT_LEVER)
KINDERGARTEN_DRAW = number_of(Decision.KINDERGARTEN)
RELIEF_LEVER, LAST_YEAR_LEVER = "multi_child_fee_relief", "preschool_free_last_year"
INFANT_UNTIL, SCHOOL_FROM, ADULT_FROM = 36, PUPIL_FROM, 216
"""Ages [months] at which a child leaves the years under three, kindergarten and minority."""
WHOLE = Parts(1.0, 1.0, 1.0, 1.0)
REWARDED = 14 * 12
"""Age [months] of the only child at which its family's reward ends."""
ONE_CHILD_UNTIL = month_index(2016, 1)
"""Month from which children are born under the two-child rule, without one-child rewards."""
SHAPE = empty_claims(N_COUNTIES).cases.shape


class BenefitTerms(NamedTuple):
    """What a month's claims are made of, in yuan of 2020; a record in compiled rules."""

    pay: float
    """Real pay over the level of the column of earnings."""
    infant_deduction: float
    """Deducted from taxable income for a child under three [yuan/year]."""
    education_deduction: float
    """The same from three on [yuan/year]."""
    birth_cost: float
    """Medical cost of a birth [yuan]."""
    premium: float
    """Premium of insurance for mother and child under three [yuan/year]."""
    kindergarten_fee: float
    """Fee for care and education in a kindergarten [yuan/year]."""
    last_year_free: Array
    """(county,): share of it that the state bears in the year of age five, expected after take-up."""
    fee_relief: Array
    """(county, birth_order): share of the rest that is relieved, expected after take-up."""
    public_gap: Array
    """(county,): share of the mean fee that public places beyond law's spare."""
    kindergarten_gap: float
    """Private less public fee [yuan/year]."""
    school_fee: float
    """Fee of a private school for migrants' children [yuan/year]."""
    poor_limit: float
    """Parents' pay a head below which a family is poor [yuan/year]."""
    in_kindergarten: float
    """Share of children of three to five who attend one."""
    income_per_head: float
    """Disposable income a head, the measure of the penalty [yuan/year]."""
    third_insured: float
    """1 where the insurance pays for third and later births."""


# Rules -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True)
def child_order(parity: int, n_younger: int) -> int:
    """Birth order of a child from its mother's births and the number of its younger siblings; at least 1."""
    return max(parity - n_younger, 1)


@nb.njit(cache=True)
def tax_saved(
    taxable_one: float, taxable_other: float, deducted: float, deduction: float, schedule: Array
) -> float:
    """Tax [yuan/year] that a couple saves by a further deduction over those it has; 0 where it pays no tax.

    taxable : before special deductions [yuan/year]      deducted : for elder children      deduction : for this child
    """
    if deduction <= 0.0:
        return 0.0
    before = couple_tax(taxable_one, taxable_other, deducted, schedule)
    return before - couple_tax(taxable_one, taxable_other, deducted + deduction, schedule)


@nb.njit(cache=True)
def deduction_at(age_months: int, infant: float, education: float) -> float:
    """Yearly deduction for a child of an age [yuan]: infant care to three, education to majority (as modelled)."""
    if age_months < 0 or age_months >= ADULT_FROM:
        return 0.0
    return infant if age_months < INFANT_UNTIL else education


@nb.njit(cache=True)
def is_rewarded(age_months: int, birth: int, only_child: int) -> bool:
    """Whether a family has the one-child reward for a child's coming year: an only child born before 2016, under 14."""
    return only_child == 1 and birth < ONE_CHILD_UNTIL and age_months < REWARDED


@nb.njit(cache=True)
def may_claim(age_months: int, birth: int, only_child: int, hukou: int) -> bool:
    """Whether a child may bring its family a benefit in the twelve months to come.

    It is below six, or rewarded as only child, or at school (below fifteen) without local hukou.
    """
    if age_months < SCHOOL_FROM or is_rewarded(age_months, birth, only_child):
        return True
    return hukou != HUKOU_LOCAL and age_months < PUPIL_UNTIL


@nb.njit(cache=True)
def penalty_base(n_parents: int, income_per_head: float) -> float:
    """Sum of which the penalty's value is a multiple [yuan]: yearly income a head for each parent."""
    return n_parents * income_per_head


@nb.njit(cache=True)
def is_insured(order: int, third_insured: float) -> bool:
    """Whether the maternity insurance pays for a birth: of the first two orders, or 1 where it does for all."""
    return order < 3 or third_insured > 0.0


# Steps, inlined: called, each would be handed the addresses of all columns -------------------------------------------


@nb.njit(cache=True, inline="always")
def all_local(child: int, persons: Persons) -> bool:
    """Whether a child and all its elder siblings have a local hukou."""
    local, sibling = persons.hukou[child] == HUKOU_LOCAL, persons.elder[child]
    while sibling != NOBODY and local:
        local = persons.hukou[sibling] == HUKOU_LOCAL
        sibling = persons.elder[sibling]
    return local


@nb.njit(cache=True, inline="always")
def order_of(child: np.uintp, mother: int, persons: Persons) -> int:
    """Birth order of a child; 1 where its mother is unknown."""
    if mother == NOBODY:
        return 1
    n_younger, sibling = 0, persons.youngest[mother]
    while sibling != NOBODY and sibling != child:
        n_younger += 1
        sibling = persons.elder[sibling]
    return child_order(persons.parity[mother], n_younger)


@nb.njit(cache=True, inline="always")
def lives_here(parent: int, persons: Persons) -> bool:
    """Whether a parent is known and a resident."""
    return parent != NOBODY and persons.presence[parent] == RESIDENT


@nb.njit(cache=True, inline="always")
def is_local(parent: int, persons: Persons) -> bool:
    """Whether a parent lives here and has a local hukou."""
    return lives_here(parent, persons) and persons.hukou[parent] == HUKOU_LOCAL


@nb.njit(cache=True, inline="always")
def of_province(parent: int, persons: Persons) -> bool:
    """Whether a parent is known and has hukou in the province."""
    return parent != NOBODY and persons.hukou[parent] <= HUKOU_PROVINCE


@nb.njit(cache=True, inline="always")
def minded_by_grandparents(mother: int, father: int, persons: Persons) -> bool:
    """Whether grandparents are able to mind a child: of a parent who lives here."""
    hers = lives_here(mother, persons) and persons.grandparents[mother] > 0
    return hers or (lives_here(father, persons) and persons.grandparents[father] > 0)


@nb.njit(cache=True, inline="always")
def parent_taxable(parent: int, persons: Persons, pay: float, tax: Any) -> float:
    """Taxable income of a parent before special deductions [yuan/year]; 0 of one who is not here.

    pay : real pay over the level of the earnings column      tax : record of `TaxRules`
    """
    if not lives_here(parent, persons):
        return 0.0
    return taxable_income(pay * persons.earnings[parent], persons.work[parent], tax)


@nb.njit(cache=True, inline="always")
def deducted_for_elder(child: np.uintp, persons: Persons, terms: Any, month: int) -> float:
    """What the parents of a child deduct for its elder siblings who live here [yuan/year]."""
    deducted, sibling = 0.0, persons.elder[child]
    while sibling != NOBODY:
        if persons.presence[sibling] == RESIDENT:
            deducted += deduction_at(month - persons.birth[sibling], terms.infant_deduction, terms.education_deduction)
        sibling = persons.elder[sibling]
    return deducted


@nb.njit(cache=True, inline="always")
def tax_saved_for(
    child: np.uintp, mother: int, father: int, persons: Persons, tax: Any, terms: Any, month: int
) -> float:
    """Tax that a child under three saves its parents in the coming year [yuan]."""
    one, other = parent_taxable(mother, persons, terms.pay, tax), parent_taxable(father, persons, terms.pay, tax)
    if one <= 0.0 and other <= 0.0:
        return 0.0
    return tax_saved(one, other, deducted_for_elder(child, persons, terms, month), terms.infant_deduction, tax.schedule)


# Loops -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True, nogil=True)
def claim_births(newborn: Array, persons: Persons, rules: Array, terms: Any, claims: Claims) -> None:
    """Add the claims of a month's births to `claims`.

    rules : birth rules of the month as in `permission.Permission`
    """
    persons, terms, cases, base = unpacked(persons), unpacked(terms), claims.cases, claims.base
    for i in newborn:
        mother, father = persons.mother[i], persons.father[i]
        c, order = persons.county[i], persons.parity[mother]
        o = min(order, N_ORDERS) - 1
        if all_local(i, persons):  # the newborn is local where a parent is
            cases[GRANT, c, o] += 1
        income = float(persons.earnings[mother])
        if father != NOBODY:
            income += persons.earnings[father]
        cases[INCOME_SHARE, c, o] += 1
        base[INCOME_SHARE, c, o] += round(income * terms.pay)
        if is_insured(order, terms.third_insured):
            cases[MEDICAL, c, o] += 1
            base[MEDICAL, c, o] += round(terms.birth_cost)
        if not pair_permitted(c, order, pair_of(mother, father, persons), rules):
            cases[PENALTY, c, o] += 1
            base[PENALTY, c, o] += round(penalty_base(1 if father == NOBODY else 2, terms.income_per_head))
        cases[STAFF, c, o] += 1
        if of_province(mother, persons) or of_province(father, persons):
            cases[SCREENING, c, o] += 1


@nb.njit(cache=True, nogil=True)
def claim_child_years(
    start: int, stop: int, rows: Array, persons: Persons, tax: Any, terms: Any, seed: int, month: int
) -> Claims:
    """Claims for the year that begins for the children among `rows`: newborns, or those with a birthday this month.

    tax, terms : records of `taxes.TaxRules` and `BenefitTerms`
    seed : of the lot that decides who goes to kindergarten, the same in every month
    """
    persons, tax, terms = unpacked(persons), unpacked(tax), unpacked(terms)
    cases, base = np.zeros(SHAPE, np.int64), np.zeros(SHAPE, np.int64)
    kindergarten_key = stream_key(seed, KINDERGARTEN_DRAW, PERMANENT)
    for k in range(start, stop):
        if len(persons.id) > FAR:
            coming = rows[min(k + AHEAD, stop - 1)]
            for parent in (persons.mother[coming], persons.father[coming]):
                prefetch(parent, persons.presence, persons.hukou, persons.earnings, persons.work, persons.grandparents)
        i = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        age = month - persons.birth[i]
        if persons.presence[i] != RESIDENT or age < 0 or age >= PUPIL_UNTIL:
            continue
        c = np.uintp(persons.county[i])
        if is_rewarded(age, persons.birth[i], persons.only_child[i]):
            cases[REWARD, c, 0] += 1
        mother, father = persons.mother[i], persons.father[i]
        if age >= SCHOOL_FROM:
            local = is_local(mother, persons) or is_local(father, persons)
            claim_school(i, c, 1.0, local, persons, terms, cases, base)
            continue
        o = np.uintp(min(order_of(i, mother, persons), N_ORDERS) - 1)
        if age >= INFANT_UNTIL:
            if uniform(kindergarten_key, persons.id[i]) < terms.in_kindergarten:
                claim_fees(i, c, o, age, WHOLE, persons, terms, cases, base)
            continue
        cases[CENTRE, c, o] += 1
        cases[DOCTOR, c, o] += 1
        if persons.hukou[i] == HUKOU_LOCAL or is_local(mother, persons) or is_local(father, persons):
            cases[ALLOWANCE, c, o] += 1
            base[ALLOWANCE, c, o] += WHOLE_YEAR
            if minded_by_grandparents(mother, father, persons):
                cases[SUPPORT, c, o] += 1
                base[SUPPORT, c, o] += WHOLE_YEAR
        cases[INSURANCE, c, o] += 1
        base[INSURANCE, c, o] += round(terms.premium)
        saved = tax_saved_for(i, mother, father, persons, tax, terms, month)
        if saved > 0.0:
            cases[DEDUCTION, c, o] += 1
            base[DEDUCTION, c, o] += round(saved)
    return Claims(cases, base)


def by_birthday(children: Array, birthdays: Array) -> list[Array]:
    """Rows of listed children by calendar month of birth, twelve arrays; `birthdays` is the column of persons."""
    months = birthdays[children]
    order = np.argsort(months, kind="stable")
    return list(np.split(children[order], np.searchsorted(months[order], np.arange(1, 12))))


# Tables ------------------------------------------------------------------------------------------------------------


def benefit_terms(
    levers: LeverPaths, pack: Pack, incomes: Array, start: int, end: int
) -> list[tuple[Any, Any]]:
    """Records of `taxes.TaxRules` and `BenefitTerms` for every month from `start` to `end`.

    incomes : (month,) real incomes and wages over those of 2020. Fees follow incomes; the cost of a birth and the
    premium keep their real price. Pay is over the start day's, where the column of earnings stands.
    """
    first, last, at = levers.first_month, levers.span.last, slice(levers.at(start), levers.at(end) + 1)
    school = education_deduction(pack, first, last, levers.scenario.frozen_month)
    fee, gap, always = kindergarten_fee(pack), gap_spared(levers, pack), np.ones(len(incomes))
    terms: dict[str, Any] = {  # each (month, …)
        "pay": incomes / incomes[0],
        "infant_deduction": 12.0 * levers["infant_care_tax_deduction"][at, 0, 0],
        "education_deduction": 12.0 * (school[at] / levers.price_level[at]),
        "birth_cost": pack.assumption("birth_medical_cost") * always,
        "premium": pack.assumption("birth_insurance_premium") * always,
        "kindergarten_fee": fee * incomes,
        "last_year_free": levers[LAST_YEAR_LEVER][at, :, 0] * levers.take_up(LAST_YEAR_LEVER)[at],
        "fee_relief": levers[RELIEF_LEVER][at] * levers.take_up(RELIEF_LEVER)[at][:, :, None],
        "public_gap": gap[at],
        "kindergarten_gap": pack.assumption("kindergarten_fee_gap") * fee * incomes,
        "school_fee": migrant_school_fee(pack) * incomes,
        "poor_limit": poor_limit(pack) * incomes,
        "in_kindergarten": pack.assumption("preschool_enrolment_share_3_5") * always,
        "income_per_head": pack.assumption("disposable_income_2020_all") * incomes,
        "third_insured": levers["third_child_insured"][at, 0, 0],
    }
    rows, records = as_rows(BenefitTerms(**terms)), []
    for month in range(start, end + 1):
        if month == start or month % 12 == 0:
            tax = as_row(tax_rules(pack, year_of(month), float(incomes[month - start])))
        records.append((tax, rows[month - start : month - start + 1]))
    return records
