"""Levers in scenario files: inheritance, dated rules and doses, and one sentence with file and line for a mistake."""

from pathlib import Path

import numpy as np
import pytest

from sim.clock import month_index
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.policy.levers import LEVERS
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario

HEAD = "title_zh: 试\ntitle_en: test\nmeaning: None.\n"
START, END = month_index(2020, 11), month_index(2035, 12)


def write(folder: Path, text: str, name: str = "mine") -> str:
    """A scenario file with the needed titles (lines 1 to 3) above `text`."""
    file = folder / f"{name}.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    return str(file)


def test_shipped_scenarios_build_on_each_other() -> None:
    assert scenario("national_only").layers == ("base",)
    assert scenario("in_force").layers == ("base", "in_force")
    assert scenario("plan").layers == ("base", "in_force", "plan")
    assert scenario("plan").extends == "in_force"
    only = scenario("only_7")
    assert only.items == (7,)
    assert only.layers_of(7) == ("base", "in_force", "plan")
    assert only.layers_of(3) == ("base",)


def test_the_plan_without_an_item_has_a_name_of_its_own() -> None:
    assert scenario("without_7").items == scenario("plan:-7").items
    assert scenario("without_7").name == "without_7"
    for wrong in ("without_99", "without_07", "without_", "without_7,9"):
        with pytest.raises(UserError):
            scenario(wrong)


def test_a_delay_is_inherited_and_bounded(tmp_path: Path) -> None:
    late = write(tmp_path, "extends: plan\nplan_delay_months: 12\n", "late")
    assert scenario(late).plan_delay_months == 12
    assert scenario(write(tmp_path, "extends: late.yaml\n")).plan_delay_months == 12
    for wrong in ("-1", "181", "2.5", "'12'", "true"):
        with pytest.raises(UserError, match="line 5"):
            scenario(write(tmp_path, f"extends: plan\nplan_delay_months: {wrong}\n", "wrong"))


@pytest.mark.parametrize("name", ["plan:7", "plan:-7", "plan:3,4,5,6,7,8,9,10,11,12,14,16"])
def test_items_of_a_scenario_move_their_levers_alone(name: str) -> None:
    items = scenario(name).items
    assert items is not None
    paths, full, base = (compile_paths(one, load_pack(), START, END) for one in (name, "plan", "national_only"))
    for lever, declared in LEVERS.items():
        expected = full if declared.plan_item in items else base
        np.testing.assert_array_equal(paths[lever], expected[lever], err_msg=lever)
    assert (7 in items) == (name != "plan:-7")
    assert (3 in items) == (name != "plan:7")


def test_a_file_adds_to_what_it_extends(tmp_path: Path) -> None:
    parent = "extends: plan\nset:\n  birth_grant: 5000\n  rent_subsidy: 100\ndoses: {places_per_1000: 0.5}\n"
    write(tmp_path, parent, "a")
    child = scenario(write(tmp_path, "extends: a.yaml\ndoses:\n  birth_grant: 2\nset:\n  places_per_1000: 6\n"))
    assert child.layers == ("base", "in_force", "plan")
    assert set(child.rules) == {"rent_subsidy", "places_per_1000"}
    assert child.doses == {"birth_grant": 2.0}
    paths = compile_paths(child, load_pack(), START, END)
    assert paths.nominal("birth_grant")[paths.at(END), 4, 2] == 40000  # twice the plan's 20,000
    assert paths.nominal("rent_subsidy")[paths.at(END)].max() == 100


def test_options_replace_what_the_scenario_sets(tmp_path: Path) -> None:
    use = scenario(write(tmp_path, "set: {birth_grant: 5000}\ndoses: {places_per_1000: 0.5}\n"))
    given = compile_paths(use, load_pack(), START, END, doses={"birth_grant": 0}, values={"places_per_1000": 3})
    assert given.nominal("birth_grant").max() == 0
    assert given.nominal("places_per_1000")[given.at(END)].max() == 3


def test_dated_rules_in_a_file(tmp_path: Path) -> None:
    text = """set:
  birth_grant:
    - {from: 2026-01, to: 2028-12, value: 30000, county: 330681, birth_order: 3+, announced: 2025-07}
    - {from: 2026-01, value: 3000}
  third_child_insured: yes
"""
    use = scenario(write(tmp_path, text))
    rule = use.rules["birth_grant"][0]
    assert rule.where == "mine.yaml, line 6"
    paths = compile_paths(use, load_pack(), START, END)
    grant = paths.nominal("birth_grant")
    assert [grant[paths.at(month_index(y, 1)), 4, 2] for y in (2025, 2026, 2028, 2029)] == [0, 30000, 30000, 3000]


MISTAKES = [
    ("extends: plam\n", r"^mine\.yaml, line 4: extends: unknown scenario 'plam'; did you mean 'plan'\?$"),
    ("extends: other.yaml\n", r"line 4: extends: unknown scenario 'other\.yaml'; "),
    ("extends: mine.yaml\n", r"line 4: extends: this goes round in a circle: mine extends mine"),
    ("layers: [plan]\n", r"line 4: layers: base is missing; allowed are base, in_force and plan"),
    ("layers: [base, law]\n", r"line 4: layers\.1: input should be 'base', 'in_force' or 'plan', given 'law'"),
    ("items: [2]\n",
     r"line 4: items: no lever of plan item 2; allowed are \[0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16\]"),
    ("layer: [base]\n", r"line 4: unknown entry 'layer'; allowed are title_zh"),
    ("set: [birth_grant]\n", r"line 4: set: expected a mapping of levers"),
    ("set:\n  rent_subsidy: 1\n  birth_grnt: 1\n", r"line 6: unknown lever 'birth_grnt'; did you mean 'birth_grant'"),
    ("set:\n  birth_grant: 1\n  birth_grant: 2\n", r"line 6: 'birth_grant' stands twice"),
    ("set:\n  birth_grant: much\n", r"line 5: birth_grant is 'much', which is no number \[yuan once\]"),
    ("set:\n  birth_grant: []\n", r"line 5: birth_grant has no rule"),
    ("set:\n  birth_grant: [5]\n", r"line 5: birth_grant: 5 is no rule; write \{from: 2026-01, value: …\}"),
    ("set:\n  birth_grant:\n    - from: 2026-01\n", r"line 6: birth_grant: the rule has no value"),
    ("set:\n  birth_grant:\n    - value: 1\n      until: 2027-01\n", r"line 7: unknown key 'until'; allowed are"),
    ("set:\n  birth_grant:\n    - value: 1\n      from: 2026\n", r"line 7: '2026' is no month from 1949-01 to 2099-12"),
    ("set:\n  birth_grant:\n    - value: 1\n      from: 2026-13\n", r"line 7: '2026-13' is no month"),
    ("set:\n  birth_grant:\n    - value: 900000\n", r"line 6: birth_grant is 900000 \[yuan once\], out of bounds"),
    ("set:\n  birth_grant:\n    - {value: 1, from: 2026-01, to: 2025-01}\n", r"line 6: birth_grant ends before"),
    ("set:\n  birth_grant:\n    - {value: 1, from: 2026-01, announced: 2027-01}\n", r"is announced after it starts"),
    ("set:\n  birth_grant:\n    - {value: 1, birth_order: 5}\n", r"unknown birth order '5'; allowed are all, 1, 2"),
    ("set:\n  places_per_1000:\n    - {value: 1, birth_order: 2}\n", r"is the same for all birth orders"),
    ("set:\n  third_child_insured:\n    - {value: 1, county: Zhuji}\n", r"is the same in all counties"),
    ("doses:\n  birth_grant: 9\n", r"line 5: the dose of birth_grant is 9, out of bounds; allowed are 0 to 5"),
    ("doses:\n  birth_grant: half\n", r"line 5: the dose of birth_grant is 'half', which is no number"),
    ("doses:\n  third_child_insured: 0.5\n", r"line 5: .*all or nothing, allowed are 0 and 1"),
    ("set: {birth_grant: 1}\ndoses:\n  birth_grant: 1\n", r"line 6: birth_grant has both a value and a dose; keep one"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_in_a_file_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as refused:
        scenario(write(tmp_path, text))
    assert "\n" not in str(refused.value)


def test_a_circle_of_two_files_is_named(tmp_path: Path) -> None:
    write(tmp_path, "extends: b.yaml\n", "a")
    with pytest.raises(UserError, match=r"a\.yaml, line 4: extends: .* circle: b extends a extends b"):
        scenario(write(tmp_path, "extends: a.yaml\n", "b"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("set:\n  birth_grant:\n    - {value: 1, county: Zhuj}\n", r"mine\.yaml, line 6: unknown county 'Zhuj'"),
        ("set:\n  birth_grant:\n    - {value: 1, from: 2019-01}\n", r"mine\.yaml, line 6: .*before the run starts"),
        ("set:\n  birth_grant:\n    - {value: 1}\n    - {value: 2}\n", r"mine\.yaml, line 7: .*two rules from 2020-11"),
    ],
)
def test_a_mistake_that_depends_on_place_or_run_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        compile_paths(scenario(write(tmp_path, text)), load_pack(), START, END)
