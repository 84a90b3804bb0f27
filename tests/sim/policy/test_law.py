"""The law, case by case: `tests/law/*.yaml` against lever paths, birth rules and the income tax."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.clock import month_index
from sim.places.pack import load_pack
from sim.policy.paths import compile_paths
from sim.policy.permission import announced_rules, is_permitted
from sim.processes.money.taxes import income_tax, tax_rules

LAW = Path(__file__).parents[2] / "law"
PACK = load_pack()
START, END = month_index(2010, 11), month_index(2027, 12)


def cases(name: str) -> list[Any]:
    """Cases of a file, each named by what it is about."""
    found = yaml.safe_load((LAW / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=f"{case.get('lever', name)}-{case.get('month', case.get('taxable'))}-{case['why']}")
            for case in found]


def month_of(text: str) -> int:
    year, month = text.split("-")
    return int(month_index(int(year), int(month)))


@pytest.mark.parametrize("case", cases("levers"))
def test_value_of_the_day(case: dict[str, Any]) -> None:
    levers = compile_paths(case["scenario"], PACK, START, END)
    if "known_in" in case:
        levers = levers.announced(month_of(case["known_in"]))
    values = levers.nominal(case["lever"])[levers.at(month_of(case["month"])), :, case["order"] - 1]
    counties = PACK.table("counties")
    if "county" in case:
        values = values[(counties["name_zh"] == case["county"]).to_numpy()]
        assert len(values) == 1
    assert set(values.tolist()) == {case["value"]}, case["source"]


@pytest.mark.parametrize("case", cases("permission"))
def test_birth_rule_of_the_month(case: dict[str, Any]) -> None:
    rules = announced_rules(compile_paths("national_only", PACK, START, END), PACK, month_of(case["month"]))
    only = case.get("only_children", "none")
    for county in range(len(PACK.county_codes)):
        found = is_permitted(county, case["order"], only == "both", only in ("one", "both"), False, -1, False, rules)
        assert found == case["permitted"], case["source"]


@pytest.mark.parametrize("case", cases("tax"))
def test_tax_of_the_schedule(case: dict[str, Any]) -> None:
    assert income_tax(case["taxable"], tax_rules(PACK, 2020).schedule) == pytest.approx(case["tax"]), case["source"]


def test_every_case_has_a_source() -> None:
    for name in ("levers", "permission", "tax"):
        assert all(case.values[0]["source"] and case.values[0]["why"] for case in cases(name))
