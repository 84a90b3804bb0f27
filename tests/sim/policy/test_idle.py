"""What never bites is told with its reason; what may bite is not."""

import warnings
from typing import Any

import pytest

from sim.places.pack import load_pack
from sim.policy.idle import warn_of_what_never_bites
from sim.policy.levers import LEVERS
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario
from sim.settings import RunSettings


def told(scenario_name: Any = "national_only", **changed: Any) -> list[str]:
    """Warnings before runs from 2020 to 2035."""
    settings = RunSettings(**changed)
    months = settings.start_month, settings.end_month
    paths = compile_paths(scenario_name, load_pack(), *months, settings.doses, settings.values)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        warn_of_what_never_bites(paths, settings.doses, settings.values)
    return [str(one.message) for one in heard]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"values": {"birth_grant": [{"from": "2040-01", "value": 9}]}},
         "its rule from 2040-01 (--set) is known after the end"),
        ({"values": {"birth_grant": [{"from": "2050-01", "announced": "2026-01", "value": 9}]}},
         "lies beyond what anybody looks ahead, 2041-12"),
        ({"values": {"birth_grant": 0}}, "it is what the scenario national_only has already"),
        ({"doses": {"birth_grant": 0}}, "it is what the scenario national_only has already"),
    ],
)  # fmt: skip
def test_what_never_bites_is_told(changed: dict[str, Any], reason: str) -> None:
    (message,) = told(**changed)
    assert "birth_grant changes nothing: " in message
    assert reason in message


@pytest.mark.parametrize(
    "changed",
    [
        {"values": {"birth_grant": 9000}}, {"doses": {"birth_grant": 0.5}},
        {"values": {"birth_grant": [{"from": "2038-01", "announced": "2030-01", "value": 9}]}},
        {"values": {"birth_grant": [{"county": "Zhuji", "value": 9}]}},
        {"values": {"family_credit_subsidy": 2, "family_credit_ceiling": 100_000}},
        {"values": {"employer_fee_support": 300, "employer_fee_support_share": 0.1}},
        {"values": {"operating_subsidy": 300, "inclusive_share": 0}},  # kindergartens have places at the regulated fee
        {"values": {"home_lot_chance": 0.01, "home_lot_loan": 1e6, "home_lot_interest_cut": 2}},
        {"values": {"provident_fund_uplift": 0.2}},
    ],
)  # fmt: skip
def test_what_may_bite_is_not(changed: dict[str, Any]) -> None:
    assert told(**changed) == []


@pytest.mark.parametrize(
    ("name", "value", "others", "needed"),
    [
        ("family_credit_subsidy", 2, {}, "family_credit_ceiling"),
        ("operating_subsidy", 300, {"inclusive_share": 0, "kindergarten_nursery_share": 0},
         "inclusive_share or kindergarten_nursery_share"),
        ("employer_fee_support", 300, {}, "employer_fee_support_share"),
        ("employer_fee_support_share", 0.1, {}, "employer_fee_support"),
        ("nursery_aid_from_age", 24, {}, "nursery_aid"),
        ("nursery_aid_from_age", 24, {"nursery_aid": [{"to": "2025-12", "value": 500}]}, None),
        ("nursery_aid_from_age", [{"from": "2026-01", "value": 24}], {"nursery_aid": [{"to": "2025-12", "value": 500}]},
         "nursery_aid"),  # never in one month
        ("home_lot_chance", 0.01, {}, "home_lot_loan"), ("home_lot_interest_cut", 2, {"home_lot_loan": 1e6},
                                                         "home_lot_chance"),
        ("provident_fund_uplift_young", 0.2, {"provident_fund_ceiling_couple": 0, "provident_fund_ceiling_single": 0},
         "provident_fund_ceiling_couple or provident_fund_ceiling_single"),
    ],
)  # fmt: skip
def test_a_lever_without_the_one_that_it_needs_is_told(
    name: str, value: Any, others: dict[str, Any], needed: str | None
) -> None:
    message = f"--set {name} changes nothing: it acts where {needed} is above 0, which is nowhere so"
    assert (message in told(values={name: value, **others})) == (needed is not None)


def test_the_levers_needed_are_levers() -> None:
    needed = {partner for one in LEVERS.values() for need in one.needs for partner in need.split("|")}
    assert needed
    assert needed <= set(LEVERS)


def test_rules_frozen_after_the_end() -> None:
    late = scenario("plan").model_copy(update={"rules_frozen_after": "2050-01"})
    assert told(late) == ["rules_frozen_after 2050-01 changes nothing: the run ends in 2035-12"]
    assert told("frozen_2020") == []
