"""The pages in docs/ say what the declarations say."""

import inspect
import re

import pytest

from experiments.docs import odd, results, scenarios
from experiments.docs.drawings import DRAWINGS, FIGURES, WAY_OF_A_LEVER, drawn
from experiments.docs.marked import MARKED, Tables, filled
from experiments.docs.odd import ROOT
from experiments.docs.pages import DOCS, PAGES
from sim.model import FertilityModel

FILLED: dict[str, Tables] = {"odd.md": odd.TABLES, "results.md": results.TABLES, "scenarios.md": scenarios.TABLES}
TEXTS = {name: (DOCS / name).read_text(encoding="utf-8") for name in FILLED}
REFRESH = "run `python -m experiments.docs` and commit docs/"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_up_to_date(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), REFRESH


@pytest.mark.parametrize("name", sorted(FILLED))
def test_a_stale_table_is_made_anew_and_the_text_is_kept(name: str) -> None:
    stale = MARKED.sub(lambda mark: f"{mark[1]}| yesterday's |\n{mark[3]}", TEXTS[name])
    assert stale != TEXTS[name]
    assert filled(stale, FILLED[name]) == TEXTS[name], REFRESH
    assert filled("No table here.", FILLED[name]) == "No table here."


@pytest.mark.parametrize("name", sorted(FILLED))
def test_every_table_stands_in_the_text_once_and_is_closed(name: str) -> None:
    opened = re.findall(r"<!-- table: (\w+) -->", TEXTS[name])
    assert sorted(opened) == sorted(FILLED[name])
    assert len(MARKED.findall(TEXTS[name])) == len(opened) == TEXTS[name].count("<!-- end -->")


def test_a_table_that_nobody_makes_is_refused() -> None:
    with pytest.raises(KeyError, match="no_such_table"):
        filled("<!-- table: no_such_table -->\n<!-- end -->", odd.TABLES)


def test_the_text_names_files_that_exist() -> None:
    text = MARKED.sub("", TEXTS["odd.md"])
    named = set(re.findall(r"`([\w/]+\.(?:py|yaml))`", text)) | set(re.findall(r"`((?:sim|tests)/[\w/.]+)`", text))
    assert len(named) > 40
    missing = [one for one in named if not any((ROOT / folder / one).exists() for folder in ("", "sim/processes"))]
    assert missing == []


def test_the_month_names_what_its_lines_call() -> None:
    lines = odd.month_table()
    calls = re.findall(r"self\.(_\w+)\(", inspect.getsource(FertilityModel.step))
    assert [line.split("`")[1] for line in lines[2:]] == calls
    assert lines[4] == "| 3 | `_die` | deaths | `life/mortality.py` |"
    assert "`childbearing/deliveries.py`" in next(line for line in lines if "`_bear_children`" in line)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_drawing_is_up_to_date(name: str) -> None:
    """By its words: coordinates follow fonts and versions of matplotlib."""
    assert words(drawn(name)) == words((FIGURES / f"{name}.svg").read_text(encoding="utf-8")), REFRESH


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_every_step_of_the_way_of_a_lever_names_a_file() -> None:
    assert [file for _, file, _ in WAY_OF_A_LEVER if not (ROOT / file).is_file()] == []


def test_every_drawing_is_shown_on_a_page() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in [*DOCS.glob("*.md"), ROOT / "README.md"])
    assert [name for name in DRAWINGS if f"figures/{name}.svg" not in pages] == []
