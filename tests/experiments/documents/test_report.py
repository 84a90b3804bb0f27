"""The report has the order, margins and fonts of GB/T 9704-2012, and says what the pages say."""

import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from experiments.documents.paper import chinese
from experiments.documents.report import report
from experiments.documents.styles import TYPES
from experiments.documents.words import CHAPTERS, PAGES_OF, TOPICS, WORDS
from experiments.wording.languages import LANGUAGES
from tests.experiments.documents.makers import briefing


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    return {language: report(briefing(language), ("REPRODUCED",)) for language in LANGUAGES}


@pytest.fixture(scope="module")
def zh(contents: dict[str, bytes]) -> Any:
    return Document(BytesIO(contents["zh"]))


def texts(document: Any, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name == style]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_that_of_the_standard(contents: dict[str, bytes], language: str) -> None:
    """A4, 37 mm above, 28 mm left, a block of 156 x 225 mm."""
    for section in Document(BytesIO(contents[language])).sections:
        wide, high = section.page_width.mm, section.page_height.mm
        block = (wide - section.left_margin.mm - section.right_margin.mm,
                 high - section.top_margin.mm - section.bottom_margin.mm)  # fmt: skip
        found = (wide, high, section.top_margin.mm, section.left_margin.mm, *block)
        assert found == pytest.approx((210, 297, 37, 28, 156, 225), abs=0.05)  # a file counts in 1/20 points


def test_22_lines_of_28_letters_fill_the_block(zh: Any) -> None:
    body = zh.styles["Normal"]
    assert body.font.size == Pt(16)
    assert body.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    line = body.paragraph_format.line_spacing
    assert 22 * line <= Mm(225) < 23 * line
    tight = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + tight) <= Mm(156).pt < 29 * (16 + tight)
    assert body.paragraph_format.first_line_indent == Pt(32)


def test_every_style_used_names_its_east_asian_font_and_no_theme(zh: Any, contents: dict[str, bytes]) -> None:
    fonts = {name: zh.styles[name].element.rPr.find(qn("w:rFonts")) for name in TYPES}
    assert {name: font.get(qn("w:eastAsia")) for name, font in fonts.items()} == {
        name: kind.east_asian for name, kind in TYPES.items()}  # fmt: skip
    assert not any(qn(f"w:{name}Theme") in font.attrib for font in fonts.values()
                   for name in ("ascii", "hAnsi", "eastAsia"))  # fmt: skip
    for language in LANGUAGES:
        document = Document(BytesIO(contents[language]))
        cells = [p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
        assert {one.style.name for one in (*document.paragraphs, *cells)} <= set(TYPES)
        assert not list(document.element.body.iter(qn("w:rFonts")))  # no run has a font of its own


def test_title_and_headings_have_the_fonts_and_sizes_of_the_standard(zh: Any) -> None:
    found = {name: (zh.styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")), zh.styles[name].font.size)
             for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Page Number")}  # fmt: skip
    assert found == {
        "Title": ("方正小标宋简体", Pt(22)), "Heading 1": ("黑体", Pt(16)), "Heading 2": ("楷体", Pt(16)),
        "Heading 3": ("仿宋", Pt(16)), "Page Number": ("宋体", Pt(14)),
    }  # fmt: skip
    for name in TYPES:
        assert zh.styles[name].font.color.rgb in (None, type(zh.styles[name].font.color.rgb)(0, 0, 0))


def test_headings_are_counted_as_the_standard_counts(zh: Any) -> None:
    assert [text.partition("、")[0] for text in texts(zh, "Heading 1")][:4] == ["一", "二", "三", "四"]
    second = texts(zh, "Heading 2")
    assert second[:3] == ["（一）SUMMARY 1.05", "（一）BIRTHS 1.60", "（二）AGES"]
    assert [chinese(n) for n in (1, 10, 11, 20, 42)] == ["一", "十", "十一", "二十", "四十二"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_a_heading_and_every_point_a_paragraph(contents: dict[str, bytes], language: str) -> None:
    document = Document(BytesIO(contents[language]))
    headings = " ".join(one.text for one in document.paragraphs if one.style.name.startswith("Heading"))
    said = [one.text for one in document.paragraphs]
    for page in briefing(language).pages:
        assert page.title in (headings if not page.appendix and not page.lacking else " ".join(said))
    for text in ("POINT ONE", "POINT TWO", "FOOT births", "NOTE births", "ALWAYS", "SUBTITLE", "REPRODUCED", "SEEDS"):
        assert text in said
    assert any("fertsim run" in text for text in said)


def test_notes_and_seeds_stand_in_appendices_alone(zh: Any) -> None:
    said = [one.text for one in zh.paragraphs]
    begins = said.index("附件1")
    assert all(said.index(text) > begins for text in ("NOTE births", "ALWAYS", "REPRODUCED", "SEEDS"))
    listed = next(i for i, text in enumerate(said) if text.startswith("附件："))
    assert said[listed : listed + 2] == [f"附件：1.{WORDS['zh']['method']}", "\u3000\u3000\u30002.出于假设的政策取值"]
    assert "2026年12月1日" in said[listed:begins]
    assert all(one.paragraph_format.page_break_before for one in zh.paragraphs if re.fullmatch(r"附件\d", one.text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_says_what_it_shows(contents: dict[str, bytes], language: str) -> None:
    document = Document(BytesIO(contents[language]))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert told == ["ALT births", "ALT 2020ALT 2035" if language == "zh" else "ALT 2020 ALT 2035", "ALT steps",
                    "ALT cost", "ALT money", "ALT map"]  # fmt: skip
    assert all(shape.width == Mm(156) for shape in document.inline_shapes)


def test_tables_have_the_numbers_of_the_charts_with_intervals(zh: Any) -> None:
    rows = [[cell.text for cell in row.cells] for table in zh.tables for row in table.rows]
    assert ["2035", "1.60（1.40至1.90）", "1.51", "—"] in rows
    assert ["2021", "3.00（2.80至3.30）", "2.91", "2.90"] in rows
    assert ["A", "52.5（33.0至123.0）"] in rows
    assert ["B", "80.0"] in rows  # no upper bound, so no interval
    assert ["越城区", "2035", "+4,957（2,085至8,897）"] in rows
    assert ["新昌县", "2035", "−12（−30至5）"] in rows
    assert rows[0] == ["年份", "方案全面落实", "仅国家与省级法规", "seen"]
    assert texts(zh, "Caption")[1] == "表1　出生人数（万人）"


def test_heads_of_tables_are_repeated_and_no_row_is_torn(zh: Any) -> None:
    for table in zh.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_page_numbers_stand_between_dashes_outside(zh: Any) -> None:
    section = zh.sections[0]
    assert zh.settings.odd_and_even_pages_header_footer
    right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    for footer, side in ((section.footer, right), (section.even_page_footer, left)):
        (paragraph,) = footer.paragraphs
        assert paragraph.alignment == side
        assert paragraph.text.replace(" ", "") == "—1—"
        assert "PAGE" in "".join(code.text for code in paragraph._p.iter(qn("w:instrText")))


def test_file_says_what_it_is_and_is_the_same_again(contents: dict[str, bytes]) -> None:
    for language in LANGUAGES:
        about = Document(BytesIO(contents[language])).core_properties
        assert about.title == briefing(language).title
        assert about.subject
        assert f"{about.created:%Y-%m-%d}" == "2026-12-01"
        assert contents[language] == report(briefing(language), ("REPRODUCED",))


def test_both_languages_have_the_same_words() -> None:
    for words in (WORDS, CHAPTERS, TOPICS):
        assert set(words["zh"]) == set(words["en"])
    assert set(PAGES_OF) == set(CHAPTERS["zh"])
