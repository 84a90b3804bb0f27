"""Report and workbook of a stored comparison say what its deck says."""

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from experiments.briefing.content import Briefing
from experiments.briefing.facts import Facts, facts_of
from experiments.briefing.pages.whole import briefing
from experiments.briefing.report import NO_CHINESE
from experiments.comparison.compared import Comparison
from experiments.documents.words import BOOK
from experiments.documents.writing import report_of, workbook_of, write_asked
from experiments.wording.languages import LANGUAGES
from tests.cli.test_bad_input import fertsim
from tests.experiments.briefing import makers
from tests.experiments.documents.test_workbook import columns, values_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return makers.write_comparison(tmp_path_factory.mktemp("compared") / "plan")


@pytest.fixture(scope="module")
def facts(folder: Path) -> Facts:
    return facts_of(Comparison.open(folder))


@pytest.fixture(scope="module", params=LANGUAGES)
def briefed(request: pytest.FixtureRequest, facts: Facts) -> Briefing:
    return briefing(facts, request.param)


def test_report_has_every_finding_of_the_deck(briefed: Briefing, facts: Facts) -> None:
    document = Document(BytesIO(report_of(briefed, facts)))
    said = "\n".join(one.text for one in document.paragraphs)
    for page in briefed.pages:
        assert page.title.removeprefix("附录：").removeprefix("Appendix: ") in said
    assert document.core_properties.title == briefed.title
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


def test_a_machine_without_chinese_letters_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for has, language, says in ((False, "zh", True), (False, "en", False), (True, "zh", False)):
        monkeypatch.setattr("experiments.briefing.report.has_chinese_font", lambda has=has: has)
        assert (NO_CHINESE in write_asked(folder, language, ["xlsx"])) is says


def test_workbook_has_every_number_of_the_deck(briefed: Briefing, facts: Facts) -> None:
    held = numbers_in(openpyxl.load_workbook(BytesIO(workbook_of(briefed, facts))))
    for page in briefed.pages:
        for part in page.shown:
            for value in filter(math.isfinite, values_of(part)):
                assert any(math.isclose(value, one, rel_tol=1e-9) for one in held), page.name


def test_a_footer_keeps_the_digits_that_its_title_begins_with(briefed: Briefing, facts: Facts) -> None:
    """`&9` and a digit are a size of letters to a spreadsheet."""
    book = openpyxl.load_workbook(BytesIO(workbook_of(briefed, facts)))
    feet = [sheet.oddFooter.left for sheet in book.worksheets]
    assert any(str(foot.text)[:1].isdigit() for foot in feet)
    assert {foot.size for foot in feet} == {9}


def numbers_in(book: Any) -> set[float]:
    """Every number of a workbook."""
    return {cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
            if isinstance(cell, int | float)}  # fmt: skip


def test_births_of_every_scenario_by_year_are_those_of_the_facts(facts: Facts) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_of(briefing(facts, "en"), facts)))
    levels, added = (columns(book[BOOK["en"][name].format(what="births of residents")]) for name in ("levels", "added"))
    assert levels["Year"] == facts.years
    for label in facts.compared.indicators:
        title = facts.compared.title(label, "en")
        for end, found in zip(("", " lower", " upper"), zip(*facts.by_year(label), strict=True), strict=False):
            assert levels[f"{title}{end} (births / year)"] == pytest.approx(list(found))
    assert added["the plan (births / year)"] == pytest.approx([50 * 102] * 15)  # 100 + 2 agents of 50 residents


def test_first_sheet_says_what_was_run(facts: Facts) -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook_of(briefing(facts, "en"), facts))).worksheets[0]
    said = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    manifest = facts.main.manifest
    assert manifest.code_hash[:12] in said["Code"]
    assert said["Date"] == briefing(facts, "en").date
    assert "starting values" in said["Parameters"]
    assert "simulation" in said["Interval"]


def test_command_writes_what_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert fertsim(monkeypatch, "brief", folder, "--lang", "en", "--as", "docx,xlsx") == 0
    told = capsys.readouterr().out
    for name in ("report_en.docx", "workbook_en.xlsx"):
        assert (folder / name).is_file()
        assert name in told
    assert not (folder / "brief_en.pptx").exists()


@pytest.mark.parametrize(
    ("asked", "said"), [("pdf", "no format 'pdf'; allowed are pptx, docx, xlsx"), ("docx,docx", "stands twice")]
)
def test_other_formats_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, asked: str, said: str
) -> None:
    assert fertsim(monkeypatch, "brief", folder, "--as", asked) == 2
    assert said in capsys.readouterr().err
