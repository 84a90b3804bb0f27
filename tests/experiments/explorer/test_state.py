"""A question becomes settings, a link, a scenario file and lines of Python, and a link becomes the question again."""

from dataclasses import replace
from pathlib import Path

import pytest

from experiments.explorer.state import CITY, FILE, Asked, Measure, checked, link, of_link, python_lines, scenario_file
from experiments.setup.scenario_files import faults
from sim.clock import month_index
from sim.errors import UserError
from sim.places.pack import Pack
from sim.policy.given import MAX_DOSE
from sim.policy.levers import LEVERS
from sim.policy.paths import compile_paths
from sim.policy.scenario import scenario

GRANT = Measure("birth_grant", value=30_000, since="2026-01", county="330681")
PLACES = Measure("places_per_1000", dose=0.5)
INSURED = Measure("third_child_insured", value=1)
FULL = Asked("in_force", "national_only", "low", 100, 4, "330681", 2030, True, (GRANT, INSURED, PLACES))


def test_a_new_question_is_an_empty_link() -> None:
    assert link(Asked()) == {}
    assert of_link({}) == Asked()


def test_a_link_brings_the_question_back() -> None:
    assert of_link(link(FULL)) == FULL == checked(FULL)
    assert link(FULL)["m"][0] == "birth_grant,value=30000,from=2026-01,county=330681"


@pytest.mark.parametrize("name", list(LEVERS))
def test_each_lever_at_its_bounds_goes_through_a_link(name: str) -> None:
    for value in (LEVERS[name].lower, LEVERS[name].upper):
        asked = Asked(measures=(Measure(name, value=value, since="2027-03"),))
        assert of_link(link(asked)) == asked


def test_measures_stand_in_the_order_of_the_plan() -> None:
    assert checked(Asked(measures=(PLACES, GRANT))).measures == (GRANT, PLACES)


def test_a_county_may_be_named_as_people_name_it() -> None:
    assert checked(Asked(measures=(replace(GRANT, county="诸暨市"),))).measures == (GRANT,)


@pytest.mark.parametrize(("parts", "said"), [
    ({"scenario": ["plum"]}, "scenario: there is no plum"),
    ({"area": ["999999"]}, "area: there is no 999999"),
    ({"year": ["2050"]}, "year: there is no 2050"),
    ({"sample": ["3"]}, "sample: there is no 3"),
    ({"draws": ["x"]}, "draws: 'x' is no whole number"),
    ({"m": ["birth_grant"]}, "give either a dose of the plan or a value"),
    ({"m": ["birth_grant,value=1,dose=1"]}, "give either a dose of the plan or a value"),
    ({"m": ["birth_grant,value=1e9"]}, "out of bounds"),
    ({"m": ["birth_grant,value=nan"]}, "out of bounds"),
    ({"m": ["birth_grant,value=many"]}, "value is no number"),
    ({"m": ["birth_grant,colour=red"]}, "this is no measure"),
    ({"m": ["birth_grant,value=1,from=soon"]}, "is no month"),
    ({"m": ["birth_grant,dose=1,from=2026-01"]}, "a dose keeps the plan's dates"),
    ({"m": [f"places_per_1000,dose={MAX_DOSE + 1}"]}, "out of bounds"),
    ({"m": ["birth_grnt,value=1"]}, "birth_grant"),
    ({"m": ["marriage_leave,value=3,county=330681"]}, "the same in all counties"),
    ({"m": ["birth_grant,value=1", "birth_grant,value=2"]}, "stands twice"),
])  # fmt: skip
def test_a_broken_link_is_one_sentence(parts: dict[str, list[str]], said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        of_link(parts)
    assert "\n" not in str(refused.value)


def test_parameters_of_others_in_a_link_are_none_of_ours() -> None:
    assert of_link({"utm_source": ["mail"], "embed": ["true"]}) == Asked()


def test_settings_move_the_levers_as_asked(pack: Pack) -> None:
    settings = FULL.settings()
    paths = compile_paths(settings.scenario, pack, settings.start_month, settings.end_month, settings.doses,
                          settings.values)
    zhuji, grant = pack.county_codes.index(330681), paths.nominal("birth_grant")
    assert grant[paths.at(month_index(2026, 7)), zhuji].tolist() == [30_000] * 4
    assert 30_000 not in grant[paths.at(month_index(2024, 7)), zhuji]
    assert paths.nominal("third_child_insured")[-1].min() == 1
    assert FULL.base_settings().values == {}
    assert FULL.base_settings().scenario == "national_only"
    assert list(FULL.settings(1).values) == ["birth_grant"]
    assert settings.future == "low"


def test_the_scenario_file_has_no_fault_and_means_the_same(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / FILE
    file.write_text(scenario_file(FULL, "自定情景：一、二", "own: one, two"), encoding="utf-8")
    assert faults(str(file), pack, 2020) == []
    read, settings = scenario(str(file)), FULL.settings()
    from_file = compile_paths(str(file), pack, settings.start_month, settings.end_month, {}, {})
    asked = compile_paths(settings.scenario, pack, settings.start_month, settings.end_month, settings.doses,
                          settings.values)
    assert read.title_zh == "自定情景：一、二"
    assert all((from_file.nominal(name) == asked.nominal(name)).all() for name in LEVERS)


def test_a_question_without_measures_is_a_scenario_file_too(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / FILE
    file.write_text(scenario_file(Asked(), "方案", "the plan"), encoding="utf-8")
    assert faults(str(file), pack, 2020) == []


def test_the_lines_of_python_ask_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[tuple[str, ...], dict[str, object]]] = []

    class Comparison:
        def plot(self, name: str, language: str) -> None:
            assert (name, language) == ("births", "zh")

    def compare(*names: str, **given: object) -> Comparison:
        called.append((names, given))
        return Comparison()

    monkeypatch.setattr("experiments.compare", compare, raising=False)
    exec(python_lines(FULL, "zh"), {})
    (names, given), settings = called[0], FULL.settings()
    assert names == ("in_force",)
    assert given["against"] == "national_only"
    assert given["county"] == 330681
    assert given["doses"] == settings.doses
    assert given["values"] == {"birth_grant": [GRANT.rule()], "third_child_insured": [INSURED.rule()]}
    assert (given["sample"], given["seeds"], given["future"]) == ("1/100", 4, "low")


def test_the_city_is_no_county() -> None:
    assert CITY == ""
    assert "county" not in python_lines(Asked(), "en")
