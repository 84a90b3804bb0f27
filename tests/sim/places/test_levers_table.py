"""The table `levers`: agreement with the record it was made from, and what is refused."""

from datetime import date

import pytest

from sim.clock import month_index
from sim.places.pack import load_pack
from sim.policy.levers import LEVERS
from sim.policy.paths import compile_paths

SAME = (
    "infant_care_tax_deduction", "birth_grant", "maternity_leave", "marriage_leave", "parental_leave", "care_leave",
    "purchase_subsidy", "rent_subsidy", "provident_fund_ceiling_couple", "provident_fund_ceiling_single",
)  # fmt: skip
"""Levers whose rows repeat those of `policy_timeline` in the same unit."""


def test_values_agree_with_the_policy_timeline() -> None:
    """Every rule of the record for this city stands in the table with its date and value."""
    pack = load_pack()
    table, record = pack.table("levers"), pack.table("policy_timeline")
    ours = record[record["area_code"].isin([100000, 330000, pack.city_code, *pack.county_codes])]
    ours = ours[(ours["kind"] == "rule") & ours["lever"].isin(SAME) & ~ours["unit"].isin(["yuan per m2", "percent"])]
    assert len(ours) > 40
    for rule in ours.itertuples():
        county = rule.area_code if rule.area_code in pack.county_codes else pack.city_code
        start = "" if rule.effective_from <= "2019-01-01" else rule.effective_from
        found = table[
            (table["lever"] == rule.lever)
            & (table["county_code"] == county)
            & (table["birth_order"] == rule.birth_order)
            & (table["effective_from"] == start)
            & (table["layer"] != "plan")
        ]
        assert found["value"].tolist() == [rule.value], rule
        assert found["source"].tolist() == [rule.source], rule


def test_the_plan_reaches_its_targets_by_their_year() -> None:
    """Unit and value of a target are those of the lever that carries it out, at the end of its year."""
    pack = load_pack()
    paths = compile_paths("plan", pack, month_index(2020, 11), month_index(2035, 12))
    for target in pack.table("plan_targets").itertuples():
        assert LEVERS[target.indicator].unit == target.unit
        reached = paths.nominal(target.indicator)[paths.at(month_index(target.year, 12))]
        assert reached == pytest.approx(target.value)


def test_a_trial_ends_and_a_rule_is_replaced() -> None:
    """An end date stands only where the rule itself had one: else a later row takes over."""
    table = load_pack().table("levers")
    ended = table[table["effective_to"] != ""]
    assert set(ended["county_code"]) == {330604, 330624}
    assert set(ended["layer"]) == {"in_force"}
    trial = ended[ended["county_code"] == 330604]
    assert set(trial["effective_to"]) <= {"2025-11-03", "2023-12-31"}
    days = date.fromisoformat("2025-11-03") - date.fromisoformat("2022-11-04")
    assert days.days == 3 * 365


def test_layers_hold_what_they_should() -> None:
    pack = load_pack()
    table = pack.table("levers")
    base = table[table["layer"] == "base"]
    assert set(base.loc[base["county_code"] != pack.city_code, "lever"]) == {
        "provident_fund_ceiling_couple",
        "provident_fund_ceiling_single",
    }
    assert (table.loc[table["quality"] == "prior", "lower"] <= table.loc[table["quality"] == "prior", "upper"]).all()
