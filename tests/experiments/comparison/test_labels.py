"""A label says what was changed: lever, county, value or dose; names of shipped scenarios and folders are kept."""

from pathlib import Path
from typing import Any

import pytest

from experiments.comparison.making import label_of, plan
from experiments.wording.runs import scenario_title
from sim.errors import UserError
from sim.places.pack import load_pack
from sim.policy.scenario import FOLDER, scenario, scenario_names
from sim.runs.runner import describe
from sim.settings import RunSettings

TEXT = "title_zh: 甲\ntitle_en: a\nmeaning: m\nextends: plan\n"


@pytest.mark.parametrize(
    ("changed", "expected", "title"),
    [
        ({"doses": {"places_per_1000": 0}}, "plan+places_per_1000=dose_0", ": dose 0"),
        ({"values": {"birth_grant": 1_000_000 / 4}}, "plan+birth_grant=250000", ": 250,000"),
        ({"values": {"birth_grant": [{"value": 5000, "county": "Zhuji"}]}}, "plan+birth_grant@330681=5000",
         ": Zhuji 5,000"),
        ({"values": {"birth_grant": [{"value": 1, "county": "诸暨市"}, {"value": 2, "county": "330602"}]}},
         "plan+birth_grant@330602=2+birth_grant@330681=1", ": Zhuji 1"),
        ({"values": {"birth_grant": [{"value": 5000, "from": "2026-01", "birth_order": "3+"}]}},
         "plan+birth_grant_of_3+=5000_from_2026-01", ": 5,000"),
    ],
)  # fmt: skip
def test_label_and_title_say_what_was_changed(changed: dict[str, Any], expected: str, title: str) -> None:
    settings = RunSettings(scenario="plan", **changed)
    assert label_of(settings) == expected
    assert title in scenario_title(describe(settings, [1], load_pack()), "en")


def test_an_unknown_county_is_refused_before_it_names_a_folder() -> None:
    with pytest.raises(UserError, match="unknown county"):
        label_of(RunSettings(scenario="plan", values={"birth_grant": [{"value": 1, "county": "../.."}]}))


@pytest.mark.parametrize("name", scenario_names())
def test_shipped_names_are_kept(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UserError, match=f"{name} is the name of a shipped scenario; give this file another name"):
        plan(RunSettings(scenario="plan"), [str(file)], None, [1])
    assert scenario(str(FOLDER / f"{name}.yaml")) == scenario(name)


BAD = [
    "...", "=1+1", "-x", "+x", "@x", ".hidden", "comparison.json", "table.csv", "charts", "charts-330602", "Charts",
    "blocks", "a+b", "a=b", "a@b", "a\nb", "a\tb", "a\x7f", "\u202ea", "x ", "𝐚" * 61, "a" * 61, "a" * 249, "$x$", "~",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_names_that_lead_elsewhere_or_are_formulas_are_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UserError, match=r"\.yaml|…"):
        scenario(str(file))


@pytest.mark.parametrize("name", ["mine", "我的方案", "v2 of mine", "a_b-c", "2026", "a" * 60])
def test_plain_names_are_taken(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert scenario(str(file)).name == name
