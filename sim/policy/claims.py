"""Claims of a month: who is eligible for what, counted by lever, county and birth order as events happen.

The processes of the month add to `Claims` where the event happens (a birth, a child's birthday, a leave, an enrolled
month, a purchase); `sim.policy.ledger` turns them into money at the month's end and sets them back to zero. A case is
one eligible birth, child-year, household-year, month or purchase, as the lever's cost rule says: value a month goes
with months (twelve cases for a household's year), value a year with years. `base` is the sum of the amounts [whole
yuan of 2020] that a lever's value is multiplied by (incomes, fees, rents, contributions, loans, a day's pay), of a
child's year its months (`WHOLE_YEAR`: a rule that begins between two birthdays pays the rest of the year), or, where
the money does not follow from the value alone (fund's leave pay, wages beyond it, tax), the money itself before
take-up. Claims of a lever whose value is zero in that month, county and order are dropped: there is no such rule.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from sim.arrays import USUAL_COUNTIES, Array

N_ORDERS = 4
WHOLE_YEAR = 12_000
"""Base of a child's whole year under a rule that pays by the year: thousandths of a month, so that part-years count."""


class Claim(IntEnum):
    """Permanent number of every lever that moves money, by its id: where its claims and its money stand.

    Compiled loops and stored tables hold these numbers, never a position among declarations. Add at the end; never
    renumber, never reuse. `sim.policy.levers` refuses a lever that moves money and has none.
    """

    infant_care_tax_deduction = 0
    childcare_allowance = 1
    birth_grant = 2
    birth_grant_income_share = 3
    family_credit_subsidy = 4
    multi_child_fee_relief = 5
    birth_insurance_support = 6
    flexible_worker_coverage = 7
    maternity_allowance_days = 8
    birth_medical_reimbursement = 9
    third_child_insured = 10
    leave_social_insurance_subsidy = 11
    marriage_leave = 12
    maternity_leave = 13
    care_leave = 14
    parental_leave = 15
    nursing_leave = 16
    extended_leave_share = 17
    operating_subsidy = 18
    nursery_aid = 19
    construction_grant = 20
    employer_fee_support = 21
    public_rent_waiver = 22
    rent_subsidy = 23
    affordable_rental_discount = 24
    purchase_subsidy = 25
    birth_penalty = 26
    one_child_rewards = 27
    preschool_free_last_year = 28
    art_insurance = 29
    art_subsidy = 30
    marriage_grant = 31
    home_lot_interest_cut = 32
    premarital_check_coverage = 33
    newborn_screening_coverage = 34
    child_health_centre_coverage = 35
    family_doctor_coverage = 36
    grandparent_support = 37
    maternity_staff_per_1000 = 38
    public_kindergarten_share = 39
    preschool_aid = 40
    migrant_school_access = 41
    equal_hiring_enforcement = 42
    retraining_coverage = 43
    reemployment_subsidy = 44
    matchmaking_reach = 45
    counselling_coverage = 46
    family_norm_campaign = 47


CLAIMED = tuple(one.name for one in sorted(Claim))
"""Ids of the levers that move money, in the order of the first axis of claims and of the ledger."""


class Claims(NamedTuple):
    """int64 (lever, county, birth_order 1, 2, 3, 4+): eligible cases, and the sum of their base amounts [yuan]."""

    cases: Array
    base: Array


def claim(name: str) -> int:
    """Number of a lever on the first axis of `Claims`; use it as a module constant in compiled loops."""
    return int(Claim[name])


def empty_claims(n_counties: int = USUAL_COUNTIES) -> Claims:
    """Claims of nobody; a chunk of a threaded loop fills one of its own, and they are added in order."""
    shape = len(CLAIMED), n_counties, N_ORDERS
    return Claims(np.zeros(shape, np.int64), np.zeros(shape, np.int64))


def add_claims(claims: Claims, levers: Array, cases: Array, base: Array) -> None:
    """Add claims of some levers, (lever, county, birth_order), to those of the month.

    levers : their numbers, each once
    """
    claims.cases[levers] += cases
    claims.base[levers] += base
