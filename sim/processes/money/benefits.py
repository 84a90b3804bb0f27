"""Benefits that birth and childhood bring: who is eligible for what, at births and at children's birthdays.

A child's year is claimed once, at its start: at birth and at the first and second birthday what children under three
bring, at the third to fifth the relief of kindergarten fees, up to the thirteenth the one-child reward. A family that
leaves, or a child that dies, in the year gives nothing back. Called by the model after the births of the month; claims
go to `sim.policy.ledger`, which knows amounts, take-up and payers.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np

from sim.clock import month_index, year_of
from sim.parameters import as_row, unpacked
from sim.places.pack import Pack
from sim.policy.claims import N_ORDERS, claim, empty_claims
from sim.policy.deductions import education_deduction
from sim.policy.paths import LeverPaths
from sim.policy.permission import is_permitted
from sim.population.columns import HUKOU_LOCAL, NOBODY, RESIDENT, Array, Persons
from sim.processes.accounts import N_COUNTIES
from sim.processes.money.taxes import couple_tax, tax_rules, taxable_income
from sim.streams import PERMANENT, Decision, stream_key, uniform

GRANT, INCOME_SHARE, MEDICAL = claim("birth_grant"), claim("birth_grant_income_share"), claim(
    "birth_medical_reimbursement")
ALLOWANCE, DEDUCTION, INSURANCE = claim("childcare_allowance"), claim("infant_care_tax_deduction"), claim(
    "birth_insurance_support")
FEE_RELIEF, REWARD, PENALTY = claim("multi_child_fee_relief"), claim("one_child_rewards"), claim("birth_penalty")
KINDERGARTEN = int(Decision.KINDERGARTEN)
INFANT, SCHOOL, ADULT = 36, 72, 216
"""Ages [months] at which a child leaves the years under three, kindergarten and minority."""
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
    if age_months < 0 or age_months >= ADULT:
        return 0.0
    return infant if age_months < INFANT else education


@nb.njit(cache=True)
def is_rewarded(age_months: int, birth: int, only_child: int) -> bool:
    """Whether a family has the one-child reward for a child's coming year: an only child born before 2016, under 14."""
    return only_child == 1 and birth < ONE_CHILD_UNTIL and age_months < REWARDED


@nb.njit(cache=True)
def may_claim(age_months: int, birth: int, only_child: int) -> bool:
    """Whether a child may bring its family a benefit in the twelve months to come: below six, or rewarded as only."""
    return age_months < SCHOOL or is_rewarded(age_months, birth, only_child)


@nb.njit(cache=True)
def penalty_base(n_parents: int, income_per_head: float) -> float:
    """Sum of which the penalty's value is a multiple [yuan]: yearly income a head for each parent."""
    return n_parents * income_per_head


# Loops -------------------------------------------------------------------------------------------------------------


@nb.njit(cache=True, nogil=True)
def claim_births(
    newborn: Array, persons: Persons, rules: Array, terms: Any, cases: Array, base: Array
) -> None:
    """Add the claims of a month's births to `cases` and `base`, (lever, county, birth_order).

    rules : birth rules of the month as in `permission.Permission`
    """
    persons, terms = unpacked(persons), unpacked(terms)
    for i in newborn:
        mother, father = persons.mother[i], persons.father[i]
        c, order = persons.county[i], persons.parity[mother]
        o = min(order, N_ORDERS) - 1
        income = float(persons.earnings[mother])
        both_only = only_one = False
        remarried = persons.n_unions[mother] > 1
        if father != NOBODY:
            income += persons.earnings[father]
            both_only = persons.only_child[mother] == 1 and persons.only_child[father] == 1
            only_one = persons.only_child[mother] == 1 or persons.only_child[father] == 1
            remarried = remarried or persons.n_unions[father] > 1
        all_local, sibling = persons.hukou[i] == HUKOU_LOCAL, persons.elder[i]
        while sibling != NOBODY and all_local:
            all_local = persons.hukou[sibling] == HUKOU_LOCAL
            sibling = persons.elder[sibling]
        if all_local:  # the newborn is local where a parent is
            cases[GRANT, c, o] += 1
        cases[INCOME_SHARE, c, o] += 1
        base[INCOME_SHARE, c, o] += round(income * terms.pay)
        if order < 3 or terms.third_insured > 0.0:
            cases[MEDICAL, c, o] += 1
            base[MEDICAL, c, o] += round(terms.birth_cost)
        rural, eldest = persons.urban[mother] == 0, persons.first_child_sex[mother]
        if not is_permitted(c, order, both_only, only_one, rural, eldest, remarried, rules):
            cases[PENALTY, c, o] += 1
            base[PENALTY, c, o] += round(penalty_base(1 if father == NOBODY else 2, terms.income_per_head))


@nb.njit(cache=True, nogil=True)
def claim_child_years(
    start: int, stop: int, rows: Array, persons: Persons, tax: Any, terms: Any, seed: int, month: int
) -> tuple[Array, Array]:
    """Claims for the year that begins for the children among `rows`: newborns, or those with a birthday this month.

    tax, terms : records of `money.TaxRules` and `BenefitTerms`
    seed : of the lot that decides who goes to kindergarten, the same in every month
    returns: cases and base as in `Claims`
    """
    persons, tax, terms = unpacked(persons), unpacked(tax), unpacked(terms)
    cases, base = np.zeros(SHAPE, np.int64), np.zeros(SHAPE, np.int64)
    kindergarten_key = stream_key(seed, KINDERGARTEN, PERMANENT)
    earnings, presence, hukou = persons.earnings, persons.presence, persons.hukou
    for k in range(start, stop):
        i = np.uintp(rows[k])  # unsigned: spares the test for an index from the end
        birth = persons.birth[i]
        age = month - birth
        if presence[i] != RESIDENT or age < 0 or age >= REWARDED:
            continue
        c = np.uintp(persons.county[i])
        if is_rewarded(age, birth, persons.only_child[i]):
            cases[REWARD, c, 0] += 1
        if age >= SCHOOL:
            continue
        mother, father, order = persons.mother[i], persons.father[i], 1
        if mother != NOBODY:
            n_younger, sibling = 0, persons.youngest[mother]
            while sibling != NOBODY and sibling != i:
                n_younger += 1
                sibling = persons.elder[sibling]
            order = child_order(persons.parity[mother], n_younger)
        o = np.uintp(min(order, N_ORDERS) - 1)
        if age >= INFANT:
            if uniform(kindergarten_key, persons.id[i]) < terms.in_kindergarten:
                cases[FEE_RELIEF, c, o] += 1
                base[FEE_RELIEF, c, o] += round(terms.kindergarten_fee)
            continue
        local, taxable_one, taxable_other = hukou[i] == HUKOU_LOCAL, 0.0, 0.0
        if mother != NOBODY and presence[mother] == RESIDENT:
            local = local or hukou[mother] == HUKOU_LOCAL
            taxable_one = taxable_income(terms.pay * earnings[mother], persons.work[mother], tax)
        if father != NOBODY and presence[father] == RESIDENT:
            local = local or hukou[father] == HUKOU_LOCAL
            taxable_other = taxable_income(terms.pay * earnings[father], persons.work[father], tax)
        if local:
            cases[ALLOWANCE, c, o] += 1
        cases[INSURANCE, c, o] += 1
        base[INSURANCE, c, o] += round(terms.premium)
        if taxable_one <= 0.0 and taxable_other <= 0.0:
            continue
        deducted, sibling = 0.0, persons.elder[i]
        while sibling != NOBODY:
            if presence[sibling] == RESIDENT:
                deducted += deduction_at(
                    month - persons.birth[sibling], terms.infant_deduction, terms.education_deduction)
            sibling = persons.elder[sibling]
        saved = tax_saved(taxable_one, taxable_other, deducted, terms.infant_deduction, tax.schedule)
        if saved > 0.0:
            cases[DEDUCTION, c, o] += 1
            base[DEDUCTION, c, o] += round(saved)
    return cases, base


def by_birthday(children: Array, birthdays: Array) -> list[Array]:
    """Rows of listed children by calendar month of birth, twelve arrays; `birthdays` is the column of persons."""
    months = birthdays[children]
    order = np.argsort(months, kind="stable")
    return list(np.split(children[order], np.searchsorted(months[order], np.arange(1, 12))))


# Tables ------------------------------------------------------------------------------------------------------------


def benefit_terms(
    levers: LeverPaths, pack: Pack, incomes: Array, start: int, end: int
) -> list[tuple[Any, Any]]:
    """Records of `money.TaxRules` and `BenefitTerms` for every month from `start` to `end`.

    incomes : (month,) real incomes and wages over those of 2020. Fees follow incomes; the cost of a birth and the
    premium keep their real price. Pay is over the start day's, where the column of earnings stands.
    """
    first, last = levers.first_month, levers.span.last
    school = education_deduction(pack, first, last, levers.scenario.frozen_month)
    income_2020 = pack.assumption("disposable_income_2020_all")
    records = []
    for month in range(start, end + 1):
        at, level = levers.at(month), float(incomes[month - start])
        if month == start or month % 12 == 0:
            tax = as_row(tax_rules(pack, year_of(month), level))
        terms = BenefitTerms(
            level / float(incomes[0]), 12.0 * float(levers["infant_care_tax_deduction"][at, 0, 0]),
            12.0 * float(school[at] / levers.price_level[at]), pack.assumption("birth_medical_cost"),
            pack.assumption("birth_insurance_premium"),
            pack.assumption("kindergarten_fee_over_income") * income_2020 * level,
            pack.assumption("preschool_enrolment_share_3_5"), income_2020 * level,
            float(levers["third_child_insured"][at, 0, 0]),
        )
        records.append((tax, as_row(terms)))
    return records
