"""Claims have permanent numbers: the order in which levers are declared is compiled in nowhere."""

import pytest

from sim.policy.claims import CLAIMED, Claim, claim, empty_claims
from sim.policy.levers import LEVERS
from sim.processes.accounts import SIZES
from sim.processes.money import benefits
from sim.runs.layout import labels

FIRST = {
    "infant_care_tax_deduction": 0, "childcare_allowance": 1, "birth_grant": 2, "birth_grant_income_share": 3,
    "family_credit_subsidy": 4, "multi_child_fee_relief": 5, "birth_insurance_support": 6,
    "flexible_worker_coverage": 7, "maternity_allowance_days": 8, "birth_medical_reimbursement": 9,
    "third_child_insured": 10, "leave_social_insurance_subsidy": 11, "marriage_leave": 12, "maternity_leave": 13,
    "care_leave": 14, "parental_leave": 15, "nursing_leave": 16, "extended_leave_share": 17, "operating_subsidy": 18,
    "nursery_aid": 19, "construction_grant": 20, "employer_fee_support": 21, "public_rent_waiver": 22,
    "rent_subsidy": 23, "affordable_rental_discount": 24, "purchase_subsidy": 25, "birth_penalty": 26,
    "one_child_rewards": 27, "preschool_free_last_year": 28, "art_insurance": 29, "art_subsidy": 30,
    "marriage_grant": 31, "home_lot_interest_cut": 32, "premarital_check_coverage": 33,
    "newborn_screening_coverage": 34, "child_health_centre_coverage": 35,
    "family_doctor_coverage": 36, "grandparent_support": 37,
    "maternity_staff_per_1000": 38, "public_kindergarten_share": 39, "preschool_aid": 40, "migrant_school_access": 41,
    "equal_hiring_enforcement": 42, "retraining_coverage": 43, "reemployment_subsidy": 44, "matchmaking_reach": 45,
    "counselling_coverage": 46, "family_norm_campaign": 47,
}
"""Numbers given so far: never changed, never given again."""


@pytest.mark.parametrize(("name", "number"), FIRST.items())
def test_a_number_once_given_stays(name: str, number: int) -> None:
    assert claim(name) == number


def test_numbers_fill_the_axis_whatever_the_order_of_declarations() -> None:
    assert sorted(Claim) == list(range(len(Claim)))
    assert len(set(Claim.__members__.values())) == len(Claim.__members__)
    assert CLAIMED == tuple(Claim(number).name for number in range(len(Claim))) == labels("lever", [])
    assert len(CLAIMED) == SIZES["lever"] == empty_claims().cases.shape[0]
    assert set(CLAIMED) == {name for name, one in LEVERS.items() if one.cost_rule != "none"}


def test_loops_hold_the_numbers() -> None:
    assert (benefits.GRANT, benefits.ALLOWANCE, benefits.PENALTY) == (2, 1, 26)
