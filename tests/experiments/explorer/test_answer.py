"""Steps of a question, a small one answered, and its figures and words."""

import json
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from experiments import compare
from experiments.explorer import answer as answers
from experiments.explorer import figures, naming
from experiments.explorer.answer import Answer, answer, steps_of
from experiments.explorer.state import Asked, Measure, checked, link
from experiments.explorer.words import PAYERS, TERMS, UNITS_ZH, WORDS
from experiments.wording.languages import LANGUAGES
from sim.errors import AtWork
from sim.policy.levers import LEVERS
from sim.policy.levers.base import PAYERS as DECLARED_PAYERS
from sim.processes.childbearing.decision import Terms
from tests.experiments.explorer.makers import YEARS
from tests.experiments.explorer.makers import answer as made

GRANT, PLACES = Measure("birth_grant", value=100_000, since="2024-01"), Measure("places_per_1000", dose=0)
SMALL = checked(Asked(sample=1000, draws=2, measures=(GRANT, PLACES)))


def test_measures_come_one_after_the_other_over_the_scenario() -> None:
    steps = steps_of(SMALL)
    assert [step.name for step in steps] == ["national_only", "plan", "birth_grant", "places_per_1000"]
    assert [bool(step.settings.values) for step in steps] == [False, False, True, True]
    assert steps[-1].settings == SMALL.settings()


def test_a_scenario_against_itself_is_no_step() -> None:
    assert [step.name for step in steps_of(Asked("plan", "plan", measures=(GRANT,)))] == ["plan", "birth_grant"]


def test_a_scenario_is_taken_apart_by_item_and_ends_whole() -> None:
    steps = steps_of(checked(Asked(apart=True, measures=(GRANT,))))
    items = [step.name for step in steps if step.name.startswith("item ")]
    assert len(items) == len(set(items)) > 8
    assert steps[len(items)].settings == Asked().settings()
    assert steps[1].settings.scenario == "plan:3"
    assert steps[-1].name == "birth_grant"


def test_an_answer_is_what_compare_says_and_its_steps_add_up() -> None:
    heard: list[tuple[int, int]] = []
    found = answer(SMALL, lambda n, n_all: heard.append((n, n_all)))
    assert heard[0] == (0, 8)
    assert heard[-1] == (8, 8)
    settings = SMALL.settings()
    moved = {"doses": settings.doses, "values": settings.values}
    comparison = compare("plan", "national_only", sample="1/1000", seeds=2, **moved)
    births = comparison.interval("births").sel(year=found.years)
    city = found.areas[""]
    np.testing.assert_allclose(city.births["difference"], births.values)
    assert sum(mean for _, mean, *_ in city.added) == pytest.approx(city.total[0])
    counties = [area for code, area in found.areas.items() if code]
    assert sum(area.total[0] for area in counties) == pytest.approx(city.total[0])
    assert sum(sum(area.money["county"]) for area in counties) == pytest.approx(sum(city.money["county"]))
    again = Answer.of_json(json.loads(json.dumps(found.as_json())))
    assert again.areas[""].births == city.births
    assert again.areas[""].per_birth == pytest.approx(city.per_birth, nan_ok=True)


def test_a_run_set_that_another_session_makes_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def run_set(*_: object) -> str:
        tried.append(1)
        if len(tried) < 3:
            raise AtWork("held")
        return "made"

    monkeypatch.setattr(answers, "run_set", run_set)
    monkeypatch.setattr(answers, "WAIT_SECONDS", 0.0)
    assert answers._run(SMALL.settings(), [1], None) == "made"
    assert len(tried) == 3


def test_chance_of_the_sample_is_the_root_of_sample_times_births() -> None:
    assert made().chance("", 2022) == pytest.approx((20_700 * 200) ** 0.5)


# Figures and words -------------------------------------------------------------------------------------------------


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text")) if text.get_text()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_name_interval_measures_and_payers(language: str) -> None:
    fan, added = figures.fan(made(), "", 2022, language), figures.waterfall(made(), "330681", language)
    money = figures.money(made(), "", language)
    interval = WORDS[language]["interval"]
    assert any(interval in text for text in texts(fan))
    assert any(interval in text for text in texts(added))
    assert {naming.step_name("plan", language), naming.lever_name("places_per_1000", language)} <= set(texts(added))
    assert naming.births_text((-90.0, -2_000, 100), language) in texts(added)
    legend = money.axes[0].get_legend()
    assert legend is not None
    assert len(legend.get_texts()) >= 5
    assert figures.png(fan).startswith(b"\x89PNG")


def test_an_interval_by_normal_theory_is_said_to_be_one() -> None:
    few, many = (texts(figures.fan(made(n), "", 2022, "en")) for n in (8, 20))
    assert any("normal theory" in text for text in few)
    assert not any("normal theory" in text for text in many)


def test_chinese_has_no_space_at_digits_and_the_sign_of_print() -> None:
    said = [
        naming.births_text((8_400, -12_100, 24_000), "zh"), naming.money_text((-1.2e9, -2e9, 3e9), "zh"),
        figures.chance_text(made(), "", 2022, "zh"), naming.plan_note("childcare_allowance", "zh"),
    ]  # fmt: skip
    assert naming.apart(said[0]) == ("0.84万人", "−1.21至2.40")
    assert naming.apart("cannot be told") == ("cannot be told", "")
    assert said[0] == "0.84万人（−1.21至2.40）"
    assert not any(re.search(r"\d [一-鿿%]|[一-鿿] \d|-\d", text) for text in said)


def test_births_that_may_be_none_have_no_price() -> None:
    assert naming.per_birth_text((4e5, float("-inf"), float("inf")), "zh")== "无法测算"
    assert naming.per_birth_text((4e5, 3e5, 6e5), "en") == "400 thousand yuan (300 to 600)"


def test_the_table_of_births_has_a_line_a_year_and_scenario() -> None:
    assert figures.table(made(), "").splitlines()[1] == "2021,asked,20700.0,15500.0,26000.0"
    assert len(figures.table(made(), "").splitlines()) == 1 + 3 * len(YEARS)


def test_both_languages_have_all_words_with_the_same_blanks() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    for name, text in WORDS["zh"].items():
        assert sorted(re.findall(r"{\w*", text)) == sorted(re.findall(r"{\w*", WORDS["en"][name])), name


def test_everything_declared_has_a_name() -> None:
    assert {one.unit for one in LEVERS.values()} == UNITS_ZH.keys()
    assert set(PAYERS) == set(DECLARED_PAYERS) == figures.LOOKS.keys()
    assert set(TERMS) == set(Terms._fields) - {"budget"}
    for name in LEVERS:
        assert all(naming.plan_note(name, language) for language in LANGUAGES)


def test_a_title_names_two_measures_and_counts_the_rest() -> None:
    three = Asked(measures=(GRANT, PLACES, Measure("marriage_leave", value=5)))
    assert naming.asked_title(three, "en").endswith(", 3 in all")
    assert naming.asked_title(Asked(), "en").endswith("unchanged")
    assert "m" not in link(Asked())
