"""The page drawn without a browser, by streamlit's own test: every lever's widgets, both languages, a broken link."""

from pathlib import Path
from typing import Any

import pytest

from experiments.explorer import __file__ as folder
from experiments.explorer.words import WORDS
from sim.policy.levers import LEVERS

testing = pytest.importorskip("streamlit.testing.v1", reason="streamlit is not installed")
pytestmark = pytest.mark.filterwarnings("default")
SECONDS = 120
KINDS = sorted({one.kind for one in LEVERS.values()})


def page(**link: Any) -> Any:
    """The page of a link after its first run."""
    drawn = testing.AppTest.from_file(str(Path(folder).with_name("pages.py")), default_timeout=SECONDS)
    for name, value in link.items():
        drawn.query_params[name] = value
    drawn.run()
    assert not drawn.exception
    return drawn


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_page_is_drawn_in_both_languages(language: str) -> None:
    drawn = page(lang=language)
    assert [one.value for one in drawn.header] == [WORDS[language]["title"]]
    assert len(drawn.toggle) == len(LEVERS)
    assert not drawn.warning


def test_a_link_that_cannot_be_read_is_told_and_a_new_question_shown() -> None:
    drawn = page(scenario="plum", lang="en")
    assert "there is no plum" in drawn.warning[0].value
    assert drawn.selectbox(key="scenario").value == "plan"


@pytest.mark.parametrize("kind", KINDS)
def test_a_lever_of_each_kind_is_switched_on_and_stands_in_the_link(kind: str) -> None:
    name = next(one.id for one in LEVERS.values() if one.kind == kind)
    drawn = page(lang="en")
    drawn.toggle(key=f"on_{name}").set_value(True).run()
    assert not drawn.exception
    assert not drawn.warning
    assert not drawn.error
    assert "".join(drawn.query_params["m"]).startswith(f"{name},value=")


def test_more_measures_than_a_question_holds_are_refused_in_a_sentence() -> None:
    drawn = page(lang="en")
    for name in list(LEVERS)[:13]:
        drawn.toggle(key=f"on_{name}").set_value(True)
    drawn.run()
    assert [one.value for one in drawn.error] == ["13 measures are too many for one question; allowed are 12"]
