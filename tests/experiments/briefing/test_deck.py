"""The deck opens, shows every page with what belongs to it, and nothing of a page is outside it."""

import math
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from experiments.briefing.cells import cell_text, head_text
from experiments.briefing.content import Briefing, Chart, Column, Estimate, Points, Series, Table, Tiles
from experiments.briefing.facts import Facts, facts_of
from experiments.briefing.figures import BRIEFED
from experiments.briefing.layout import NO_FONT, deck_of
from experiments.briefing.native import axis_ends, round_up
from experiments.briefing.pages.counties import places
from experiments.briefing.pages.whole import briefing
from experiments.briefing.report import NO_CHINESE, n_steps, write_brief
from experiments.briefing.steps import ends_of
from experiments.comparison.compared import Comparison
from experiments.wording.languages import LANGUAGES
from tests.cli.test_bad_input import fertsim, refused
from tests.experiments.briefing import makers


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return makers.write_briefing(tmp_path_factory.mktemp("compared") / "plan")


@pytest.fixture(scope="module")
def facts(folder: Path) -> Facts:
    return facts_of(Comparison.open(folder))


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, facts: Facts) -> Briefing:
    return briefing(facts, request.param)


@pytest.fixture(scope="module")
def deck(written: Briefing, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return Presentation(str(deck_of(written).save(tmp_path_factory.mktemp("deck") / "brief.pptx")))


def shapes_of(slide: Any) -> list[Any]:
    """Shapes of a page, those of groups too."""
    return [one for shape in slide.shapes for one in (shape.shapes if shape.shape_type == 6 else [shape])]


def described(slide: Any) -> dict[str, str]:
    """Texts for who cannot see it, by name, of charts, tables and groups."""
    found = [next(s._element.iter(qn("p:cNvPr"))) for s in slide.shapes if s.has_chart or s.has_table or
             s.shape_type == 6]  # fmt: skip
    return {one.get("name"): one.get("descr") for one in found}


def test_is_in_16_to_9_and_says_whose_it_is(deck: Any, written: Briefing) -> None:
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    said = deck.core_properties
    assert said.title == written.title != ""
    assert said.author in ("城市模拟（fertsim）", "city simulation (fertsim)")
    assert said.created.date().isoformat() == said.modified.date().isoformat() == written.date
    assert said.language in ("zh-CN", "en-GB")


def test_every_page_has_title_foot_notes_and_all_its_parts(deck: Any, written: Briefing) -> None:
    assert len(deck.slides) == len(written.pages)
    for slide, page in zip(deck.slides, written.pages, strict=True):
        assert slide.shapes.title.text_frame.text == page.title
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert written.always in words
        assert all(text in words for text in page.foot)
        assert slide.notes_slide.notes_text_frame.text == "\n".join(page.notes)
        assert described(slide) == {part.name: part.alt for part in page.shown}
        assert sum(shape.has_chart for shape in slide.shapes) == sum(isinstance(p, Chart) for p in page.parts)
        for points in (part for part in page.parts if isinstance(part, Points)):
            assert all(text in words for text in points.texts)


def test_no_chart_is_empty_and_each_carries_its_sheet(deck: Any) -> None:
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) > 10
    for chart in charts:
        assert chart.part.chart_workbook.xlsx_part is not None
        values = [value for plot in chart.plots for series in plot.series for value in series.values]
        assert any(values)


def test_tables_hold_what_the_pages_hold(deck: Any, written: Briefing) -> None:
    for slide, page in zip(deck.slides, written.pages, strict=True):
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        for shown, part in zip(tables, (p for p in page.parts if isinstance(p, Table)), strict=True):
            cells = [[cell.text for cell in row.cells] for row in shown.rows]
            assert cells[0] == [head_text(column, written.language) for column in part.columns]
            assert len(cells) == 1 + len(part.rows)


def test_texts_and_charts_name_an_east_asian_typeface(deck: Any) -> None:
    for slide in deck.slides:
        runs = [run for run in slide._element.iter(qn("a:r")) if run.find(qn("a:t")).text]
        assert runs
        assert all(run.find(qn("a:rPr")).find(qn("a:ea")) is not None for run in runs)
        for shape in slide.shapes:
            if shape.has_chart:
                assert list(shape.chart._chartSpace.iter(qn("a:ea")))


def test_nothing_is_placed_outside_the_page(deck: Any) -> None:
    for slide in deck.slides:
        for shape in shapes_of(slide):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_a_waterfall_goes_through_nothing() -> None:
    """Steps 3, -5, 1 and their sum: from 3 down to -2, up to -1."""
    assert ends_of([3.0, -5.0, 1.0, -1.0], [3]) == [(0, 3), (3, -2), (-2, -1), (0, -1)]


def test_cells_have_the_digits_that_their_error_allows() -> None:
    people, share = Column("births", "人", signed=True), Column("share", "%", 0.01, 1)
    assert cell_text(Estimate(20_206, 7_572, 37_127, 952), people, "zh") == "+20,200（7,600至37,100）"
    assert cell_text(Estimate(20_206, 7_572, 37_127, 952), people, "en") == "+20,200 (7,600 to 37,100)"
    assert cell_text(Estimate(-0.0254, -0.031, math.nan), share, "zh") == "−2.5"
    assert cell_text("无法测算", share, "zh") == "无法测算"
    assert cell_text(math.nan, share, "zh") == "无法测算"


def test_tiles_of_other_places_fill_rows() -> None:
    assert places([1, 2, 3, 4]) == {1: (0, 0), 2: (0, 1), 3: (0, 2), 4: (1, 0)}
    assert len(set(places(list(range(18))).values())) == 18
    assert places([330602, 330603])[330603] == (0, 0)  # the west of Shaoxing


def test_axes_end_at_a_round_number() -> None:
    assert [round_up(value) for value in (0.0, 1.2, 23.0, 510.0)] == [1.0, 1.5, 25.0, 550.0]


def test_labelled_bars_leave_room_for_their_numbers_on_both_sides() -> None:
    bars = [Series("", (6_436.0, -3_898.0), "#000000")]
    assert axis_ends(bars) == (-4_000, 8_000, 2_000)
    assert axis_ends(bars, 3, 0.15) == (-10_000, 10_000, 5_000)
    assert axis_ends([Series("", (58.0, 5.0), "#000000")], 3, 0.15) == (0, 80, 20)


def test_map_has_a_tile_a_county(written: Briefing) -> None:
    (tiles,) = (p for page in written.pages for p in page.parts if isinstance(p, Tiles))
    assert len(tiles.tiles) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_its_own_have_units_and_content(facts: Facts, language: str) -> None:
    for draw in BRIEFED.values():
        figure = draw(facts, language)
        assert figure is not None
        assert figure.axes[0].get_ylabel() or figure.axes[0].get_xlabel()
        assert all(ax.has_data() for ax in figure.axes)


def test_a_series_has_bounds_for_all_its_values() -> None:
    one = Series("a", (1.0, 2.0), "#000000", (0.0, 1.0), (2.0, 3.0))
    assert one.lower is not None
    assert len(one.lower) == len(one.values)


# The command ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "named"), [
        (["{missing}"], "no comparison"), (["{folder}", "--lang", "fr"], "fr"),
        (["{folder}", "--formats", "svg"], "--formats: there is no format 'svg'"),
    ]
)  # fmt: skip
def test_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, folder: Path,
    arguments: list[str], named: str,
) -> None:  # fmt: skip
    given = [one.format(missing=tmp_path, folder=folder) for one in arguments]
    assert named in refused(monkeypatch, capsys, "brief", *given)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_wrote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert fertsim(monkeypatch, "brief", folder, "--lang", "zh", "--formats", "png,pdf") == 0
    assert "brief_zh.pptx" in capsys.readouterr().out
    assert (folder / "brief_zh.pptx").is_file()
    for name in ("births", "scenarios", "policy_effect", "county_births", "cost_per_birth", "childcare"):
        for suffix in ("png", "pdf"):  # a missing glyph is a warning, and warnings are errors
            assert (folder / "charts" / f"{name}_zh.{suffix}").is_file(), name


def test_says_each_step_and_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps: list[str] = []
    monkeypatch.setattr("experiments.briefing.report.has_chinese_font", lambda: False)
    told = write_brief(makers.write_comparison(tmp_path / "plan"), "zh", step=steps.append)
    assert len(steps) == n_steps()
    assert "2 pages lack their runs; this makes them: fertsim run --set-of briefing" in told
    assert f"--out {tmp_path}/plan" in told
    assert NO_CHINESE in told
    first = Presentation(str(tmp_path / "plan" / "brief_zh.pptx")).slides[0]
    assert NO_FONT in [shape.text_frame.text for shape in first.shapes if shape.has_text_frame]
    assert NO_FONT.isascii()  # every machine has these letters
