"""What a user wrote is shown as text: no formula in a sheet or a cell, no mathematics in a chart, no path out."""

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.briefing.content import Chart, Series
from experiments.briefing.deck import BODY, Deck
from experiments.briefing.native import draw
from experiments.charts.style import in_style, save
from experiments.comparison.compared import INDEX, Comparison, write_index
from sim.errors import UserError
from sim.policy.scenario import scenario
from sim.writing import write_csv
from tests import synthetic

FORMULAS = ['=HYPERLINK("http://example.org","x")', "=1+1", "+1", "-1+2", "@SUM(1)", "{=1}", "http://example.org"]


def deck_of(names: list[str]) -> Deck:
    deck = Deck("foot")
    series = tuple(Series(name, (1.0,) * len(names), "#000000") for name in names)
    with deck.page("=1+1", ["=1+1"], ["=1+1"]) as slide:
        draw(slide, BODY, Chart("births", "columns", "=1+1", tuple(names), series, "=1+1"))
    return deck


def test_no_formula_in_the_sheets_of_charts(tmp_path: Path) -> None:
    with zipfile.ZipFile(deck_of(FORMULAS).save(tmp_path / "a.pptx")) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.endswith(".xlsx")]
    assert len(sheets) == 1
    with zipfile.ZipFile(io.BytesIO(sheets[0])) as sheet:
        cells = sheet.read("xl/worksheets/sheet1.xml")
        words = sheet.read("xl/sharedStrings.xml").decode()
    assert b"<f>" not in cells
    assert b"hyperlink" not in cells
    assert "=HYPERLINK(" in words
    assert b"<c:f>" not in sheets[0]


def test_equal_pages_are_equal_files(tmp_path: Path) -> None:
    one, two = (deck_of(["a"]).save(tmp_path / name).read_bytes() for name in ("a.pptx", "b.pptx"))
    assert one == two


def test_no_formula_in_the_cells_of_tables(tmp_path: Path) -> None:
    table = pd.DataFrame({"scenario": [*FORMULAS[:5], "plan", None], "n": [-1.5, 2, 3, 4, 5, 6, 7]})
    write_csv(tmp_path / "a.csv", table)
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert [line[:2] for line in text.splitlines()[1:6]] == ['"\'', "'=", "'+", "'-", "'@"]
    assert "\nplan,6.0\n" in text
    assert ",-1.5\n" in text  # a number stays one


def test_a_title_with_dollars_is_drawn(tmp_path: Path) -> None:
    @in_style
    def drawn() -> Figure:
        figure = Figure()
        figure.suptitle(r"$\frac{1}$ of $x")
        return figure

    assert all(file.is_file() for file in save(drawn(), tmp_path / "births_v1.5"))
    assert {path.name for path in tmp_path.iterdir()} == {"births_v1.5.png", "births_v1.5.pdf"}


@pytest.mark.parametrize("title", ['"a\\0b"', '"a\\u0007b"', '"\\uD800"', "x" * 201, '"a\\x1b[31m"'])
def test_titles_that_no_chart_can_show_are_refused(tmp_path: Path, title: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"title_zh: {title}\ntitle_en: a\nmeaning: m\nextends: plan\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"mine\.yaml"):
        scenario(str(file))


@pytest.mark.parametrize("label", ["../other", "/etc", "a/b", "..", ".", "", 3, None])
def test_an_index_leads_nowhere_else(tmp_path: Path, label: str) -> None:
    synthetic.write(tmp_path / "other", synthetic.manifest())
    (tmp_path / "here").mkdir()
    write_index(tmp_path / "here", [label, "plan"])
    with pytest.raises(UserError, match="is no name of a folder beside it"):
        Comparison.open(tmp_path / "here")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "no json", '{"scenarios": ["plan"]}', '{"scenarios": ["plan"], "sha256": 1}']
)
def test_an_index_that_was_not_written_so_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / INDEX).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=INDEX):
        Comparison.open(tmp_path)


def test_an_index_without_a_scenario_is_refused(tmp_path: Path) -> None:
    for labels in ([], ["plan", "plan"]):
        write_index(tmp_path, labels)
        assert json.loads((tmp_path / INDEX).read_text(encoding="utf-8"))["scenarios"] == labels
        with pytest.raises(UserError, match="names no scenarios"):
            Comparison.open(tmp_path)
