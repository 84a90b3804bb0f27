"""Declarations of the levers, their dated rows in the pack, and the rule of take-up."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.errors import UserError
from sim.places.pack import PLACES, Pack, load_pack
from sim.places.schema import TABLES
from sim.policy.levers import LEVERS, lever
from sim.policy.levers.base import PAYERS, Lever
from sim.policy.levers.rows import ALWAYS, LAYERS, first_month, lever_rows
from sim.policy.levers.takeup import take_up

BINDING = {
    3: "infant_care_tax_deduction childcare_allowance birth_grant family_credit_subsidy multi_child_fee_relief"
    " birth_insurance_support",
    4: "flexible_worker_coverage birth_medical_reimbursement third_child_insured leave_social_insurance_subsidy",
    5: "marriage_leave maternity_leave care_leave parental_leave nursing_leave extended_leave_share"
    " employer_cost_share flexible_work_share",
    6: "premarital_check_coverage newborn_screening_coverage art_insurance art_subsidy child_health_centre_coverage"
    " family_doctor_coverage grandparent_support grandparent_support_coverage maternity_staff_per_1000",
    7: "nursery_aid nursery_aid_from_age"
    " places_per_1000 inclusive_share operating_subsidy construction_grant staff_training_coverage"
    " employer_fee_support kindergarten_nursery_share workplace_nursery_share community_station_coverage"
    " community_facility_standard",
    8: "preschool_free_last_year sibling_same_school public_kindergarten_share preschool_aid migrant_school_access"
    " admission_fairness",
    9: "provident_fund_uplift_young"
    " public_rental_priority public_rent_waiver rent_subsidy provident_fund_uplift purchase_subsidy"
    " family_sized_supply",
    10: "equal_hiring_enforcement retraining_coverage reemployment_subsidy",
    11: "marriage_grant matchmaking_reach bride_price_change wedding_cost_change counselling_coverage"
    " family_norm_campaign",
    12: "one_stop_takeup",
    14: "birth_permission birth_penalty registration_decoupled one_child_rewards",
    16: "benefit_awareness childrearing_anxiety",
    0: "municipal_cost_share budget_ceiling",
}


@pytest.mark.parametrize("item", BINDING)
def test_every_lever_of_the_plan_is_declared(item: int) -> None:
    assert {name for name in BINDING[item].split() if LEVERS[name].plan_item == item} == set(BINDING[item].split())


@pytest.mark.parametrize("one", LEVERS.values(), ids=LEVERS)
def test_declaration_is_whole(one: Lever) -> None:
    assert one.title_zh
    assert one.title_en
    assert one.meaning
    assert one.reason
    assert one.touches or one.idle
    assert one.unit in TABLES["levers"].units
    for payers in (one.law_payers, one.local_payers):
        assert {payers.rest, *payers.fixed, *payers.by_lever} <= set(PAYERS)
        assert sum(payers.fixed.values()) <= 1
        assert all(LEVERS[source].unit == "share" for source in payers.by_lever.values())


def test_a_declaration_cannot_be_changed_and_refuses_unknown_words() -> None:
    with pytest.raises(ValidationError):
        lever("birth_grant").lower = 1
    for wrong in ({"touches": ("births",)}, {"eligibility": ("rich",)}, {"cost_rule": "free"}, {"default": -1}):
        with pytest.raises((AssertionError, ValidationError)):
            Lever(**{**lever("birth_grant").model_dump(), **wrong})


def test_every_lever_holds_a_value_from_the_beginning() -> None:
    """By a row of national law or by its default: the base scenario has no hole."""
    for name, rows in lever_rows(load_pack()).items():
        always = [row for row in rows if row.layer == 0 and row.starts == ALWAYS]
        covered = {order for row in always for order in range(row.first_order, row.end_order)}
        assert covered in (set(), {0, 1, 2, 3}), name
        assert always or LEVERS[name].default is not None


def test_plan_values_without_a_number_are_priors_with_a_reason() -> None:
    """The plan gives three numbers, yes/no rules and 'all rent'; the rest is carried by a dated rule or assumed."""
    table = load_pack().table("levers")
    plan = table[table["layer"] == "plan"]
    stated = plan[plan["source"].str.contains("project plan text")]
    numbers = dict(zip(stated["lever"], stated["value"], strict=True))
    assert numbers == {
        "places_per_1000": 4.6, "community_station_coverage": 0.5, "community_facility_standard": 0.6,
        "public_rent_waiver": 1, "third_child_insured": 1, "registration_decoupled": 1, "birth_penalty": 0,
        "sibling_same_school": 1,
    }  # fmt: skip
    others = plan[~plan["source"].str.contains("project plan text")]
    assert set(others["quality"]) <= {"prior", "fallback"}
    assumed = plan[plan["quality"] == "prior"]
    assert (assumed["lower"] <= assumed["value"]).all()
    assert (assumed["value"] <= assumed["upper"]).all()
    assert (assumed["note"].str.len() > 20).all()


def test_unknown_lever_suggests_the_nearest() -> None:
    with pytest.raises(UserError, match=r"^--set x: unknown lever 'birth_grnt'; did you mean 'birth_grant'\?$"):
        lever("birth_grnt", "--set x")
    with pytest.raises(UserError, match="unknown lever 'zzz'; `fertsim levers` lists all"):
        lever("zzz")


def test_a_rule_counts_from_its_month_or_the_next_one_after_the_15th() -> None:
    assert first_month("2022-11-04") == (2022 - 1900) * 12 + 10
    assert first_month("2021-05-31") == (2021 - 1900) * 12 + 5
    assert first_month("2021-12-31") == (2022 - 1900) * 12


def test_take_up_by_hand() -> None:
    assert float(take_up(0.7, 0.5, 0.3)) == pytest.approx(1 - 0.3 * 0.5 * 0.7)  # .895
    assert float(take_up(0.7, 0.0, 0.0)) == pytest.approx(0.7)
    assert take_up(0.7, np.zeros((3, 6)), np.ones((3, 6))).tolist() == np.ones((3, 6)).tolist()


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_take_up_is_a_share_and_rises_with_each_part(base: float, one_stop: float, aware: float, more: float) -> None:
    share = float(take_up(base, one_stop, aware))
    assert 0 <= share <= 1
    assert float(take_up(base, max(one_stop, more), aware)) >= share - 1e-12
    assert share >= base - 1e-12


def _broken(folder: Path, change: Callable[[dict[str, str]], None]) -> Pack:
    """A copy of the pack whose row of second-child grants in county 330604 is changed."""
    shutil.copytree(PLACES / "shaoxing", folder)
    path = folder / "levers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(next(row for row in rows if row["lever"] == "birth_grant" and row["birth_order"] == "2"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return Pack(folder)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"lever": "birth_grants"}, r"levers\.csv line \d+: unknown lever 'birth_grants'; did you mean 'birth_grant'"),
        ({"unit": "share"}, r"line \d+: birth_grant is in 'share'; allowed is its unit 'yuan once'"),
        ({"value": "900000"}, r"line \d+: birth_grant is 900000, out of bounds; allowed are 0 to 300000"),
        (
            {"lever": "third_child_insured", "unit": "yes/no", "value": "1"},
            r"third_child_insured is the same in all counties; allowed is 330600",
        ),
        (
            {"lever": "third_child_insured", "unit": "yes/no", "value": "0.5"},
            r"third_child_insured is 0\.5; allowed are whole numbers",
        ),
        (
            {"lever": "benefit_awareness", "unit": "share", "value": "0.5"},
            r"benefit_awareness is the same for all birth orders; allowed is all",
        ),
    ],
)
def test_a_row_against_its_declaration_is_refused(tmp_path: Path, changed: dict[str, str], message: str) -> None:
    with pytest.raises(UserError, match=message) as refused:
        lever_rows(_broken(tmp_path / "pack", lambda row: row.update(changed)))
    assert "\n" not in str(refused.value)


def test_a_rule_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    pack = _broken(tmp_path / "pack", lambda row: row.update(effective_to="2022-01-01"))
    with pytest.raises(UserError, match=r"levers\.csv line \d+, column effective_to: 2022-01-01 is before the start"):
        lever_rows(pack)


def test_rows_know_their_layers() -> None:
    used = {row.layer for rows in lever_rows(load_pack()).values() for row in rows}
    assert used == set(range(len(LAYERS)))
