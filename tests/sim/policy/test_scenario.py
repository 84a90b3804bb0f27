"""Scenario files: those that ship, and one sentence with file and line for a broken one."""

from pathlib import Path

import pytest

from sim.clock import month_index
from sim.errors import UserError
from sim.policy.scenario import FOLDER, scenario, scenario_names

GOOD = "title_zh: 试\ntitle_en: test\nmeaning: None.\n"


def refusal(folder: Path, text: str | bytes) -> str:
    """The sentence with which a scenario file of this text is refused."""
    file = folder / "mine.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError) as refused:
        scenario(str(file))
    sentence = str(refused.value)
    assert "mine.yaml" in sentence
    return sentence


def test_shipped_scenarios_can_be_read() -> None:
    names = scenario_names()
    assert {"national_only", "frozen_2020"} <= set(names)
    for name in names:
        made = scenario(name)
        assert made.name == name
        assert made.title_zh
        assert made.title_en
        assert made.meaning


def test_frozen_month() -> None:
    assert scenario("frozen_2020").frozen_month == month_index(2020, 11)
    assert scenario("national_only").frozen_month is None


def test_a_file_of_ones_own_is_named_after_itself(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD + "rules_frozen_after: 2016-01\n", encoding="utf-8")
    made = scenario(str(file))
    assert (made.name, made.frozen_month) == ("mine", month_index(2016, 1))


def test_a_copy_of_a_shipped_file_means_the_same(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes((FOLDER / "frozen_2020.yaml").read_bytes())
    assert scenario(str(file)) == scenario("frozen_2020").model_copy(update={"name": "mine"})


def test_unknown_scenario_names_the_known() -> None:
    with pytest.raises(UserError, match=r"golden_age.*national_only"):
        scenario("golden_age")


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    assert "line 2" in refusal(tmp_path, "title_zh: 试\n\ttitle_en: test\n")
    # an open bracket is seen to be one where the next entry begins
    assert "line 4" in refusal(tmp_path, "title_zh: 试\ntitle_en: test\nmeaning: [open\nrules_frozen_after: null\n")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (GOOD + "cash_at_birth: 3\n", "cash_at_birth"),
        (GOOD + "rules_frozen_after: 2020-13\n", "rules_frozen_after"),
        (GOOD + "rules_frozen_after: 2020-11-01\n", "rules_frozen_after"),
        (GOOD + "rules_frozen_after: soon\n", "soon"),
        ("title_zh: 试\n", "title_en"),
        ("- a\n- b\n", "mapping"),
        ("", "mapping"),
        (b"title_zh: \xff\xfe\n", "UTF-8"),
        (GOOD + "name: other\n", "name"),
        (GOOD + "7: lucky\n", "7"),
    ],
    ids=["unknown key", "month 13", "a day", "no date", "no title", "a list", "empty", "no text", "name", "a number"],
)
def test_mistakes_are_named(tmp_path: Path, text: str | bytes, part: str) -> None:
    assert part in refusal(tmp_path, text)
