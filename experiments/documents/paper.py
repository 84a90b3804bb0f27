"""A report on A4 in the order and with the margins of GB/T 9704-2012, made in code; knows nothing of the model.

The standard lays out documents of party and state organs: 37 mm above and 28 mm left of a text block of 156 x 225 mm,
22 lines of 28 characters, the title in 小标宋 of size 2, headings 一、in 黑体 and （一）in 楷体, all else in 仿宋 of
size 3, appendices on pages of their own, page numbers between dashes outside at the foot. Red head, number and seal are
left out: this is no issued document. Fonts are named, not embedded: where one is missing the program takes another.
Called by `experiments.documents.report`.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from experiments.documents.styles import (
    BLOCK_WIDTH,
    BOTTOM,
    DASH_BELOW,
    LEFT,
    LINE_TWIPS,
    PAGE,
    RIGHT,
    TOP,
    prepare_styles,
    size_of,
)
from experiments.documents.tables import Table, add_table
from experiments.documents.undated import undated


class About(NamedTuple):
    """Metadata of the file."""

    title: str
    subject: str
    keywords: str
    comments: str
    made: datetime


class Picture(NamedTuple):
    """A picture with what it shows in words, for who cannot see it."""

    png: bytes
    alt: str


class Paper:
    """A report being made."""

    def __init__(self, language: str, about: About) -> None:
        self.language = language
        self.document = Document()
        self._steps = [0, 0, 0]
        self._drop_thumbnail()
        prepare_styles(self.document, language)
        self._prepare_page()
        self._tell(about)

    def title(self, text: str) -> None:
        """The report's title, what stands in brackets on a line of its own, and an empty line below."""
        first, bracket, rest = text.partition("（")
        self.document.add_paragraph(f"{first}\n{bracket}{rest}" if bracket else text, style="Title")
        self.document.add_paragraph(style="Normal")

    def heading(self, level: int, text: str) -> None:
        """A numbered heading of level 1, 2 or 3."""
        self._steps = [*self._steps[: level - 1], self._steps[level - 1] + 1, 0, 0][:3]
        self.document.add_paragraph(self._number(level) + text, style=f"Heading {level}")

    def text(self, text: str) -> None:
        """A paragraph of the body."""
        self.document.add_paragraph(text)

    def listed(self, text: str) -> None:
        """A paragraph that holds addresses or commands, whose gaps are not stretched to fill lines."""
        self.document.add_paragraph(text, style="Listed")

    def source(self, text: str) -> None:
        """A line in smaller letters under a picture or a table."""
        self.document.add_paragraph(text, style="Source")

    def picture(self, picture: Picture, width: float = BLOCK_WIDTH) -> None:
        """A picture in the middle, with its alternative text [mm]."""
        paragraph = self.document.add_paragraph(style="Picture")
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(width))
        shape._inline.docPr.set("descr", picture.alt)

    def caption(self, text: str) -> None:
        """The caption under a picture."""
        self.document.add_paragraph(text, style="Caption").paragraph_format.keep_with_next = False

    def table(self, table: Table) -> None:
        """A table over the whole width, its caption above it."""
        add_table(self.document, table)

    def list_of_appendices(self, titles: Sequence[str]) -> None:
        """Names of the appendices below the body, one blank line after it."""
        zh = self.language == "zh"
        self.document.add_paragraph()
        word = "附件：" if zh else "Appendices: "
        for i, title in enumerate(titles):
            number = f"{i + 1}." if zh else f"{i + 1}. "
            before = word if i == 0 else "\u3000" * 3 if zh else "\t"
            line = self.document.add_paragraph(f"{before}{number}{title}" if len(titles) > 1 else f"{word}{title}")
            line.paragraph_format.keep_with_next = True

    def dated(self, made: datetime) -> None:
        """The date below all that, four characters from the right edge."""
        told = f"{made.year}年{made.month}月{made.day}日" if self.language == "zh" else f"{made:%d %B %Y}".lstrip("0")
        self.document.add_paragraph().paragraph_format.keep_with_next = True
        line = self.document.add_paragraph(told, style="Date")
        line.paragraph_format.right_indent = Pt(4 * size_of(16, self.language))

    def appendix(self, number: int | None, title: str) -> None:
        """The head of an appendix, on a page of its own; one that stands alone has no number."""
        self._steps = [0, 0, 0]
        word = "附件" if self.language == "zh" else "Appendix "
        paragraph = self.document.add_paragraph(f"{word}{number or ''}".strip(), style="Appendix")
        paragraph.paragraph_format.page_break_before = True
        self.document.add_paragraph(style="Appendix")
        self.document.add_paragraph(title, style="Appendix Title")

    def content(self) -> bytes:
        """The file's content; the same report gives the same bytes."""
        made = BytesIO()
        self.document.save(made)
        return undated(made.getvalue())

    def _number(self, level: int) -> str:
        """The number before a heading, as the standard counts."""
        first, second, third = self._steps
        if self.language == "en":
            return {1: f"{first}. ", 2: f"{first}.{second} ", 3: f"{third}. "}[level]
        return {1: f"{chinese(first)}、", 2: f"（{chinese(second)}）", 3: f"{third}."}[level]

    def _drop_thumbnail(self) -> None:
        """Take out the template's small picture of another document, which folders would show."""
        relations = self.document.part.package.rels
        for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
            del relations[key]

    def _prepare_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.header_distance, section.footer_distance = Mm(15), Mm(BOTTOM - DASH_BELOW - 3.2)
        grid = section._sectPr.find(qn("w:docGrid"))
        if self.language == "zh":
            grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(LINE_TWIPS))
        self.document.settings.odd_and_even_pages_header_footer = True
        for footer, align in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
                              (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):  # fmt: skip
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.style = self.document.styles["Page Number"]
            paragraph.alignment = align
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
            _page_number(paragraph)

    def _tell(self, about: About) -> None:
        properties = self.document.core_properties
        properties.title, properties.subject = about.title, about.subject
        properties.keywords, properties.comments = about.keywords, about.comments
        properties.author = properties.last_modified_by = "fertsim"
        properties.created = properties.modified = about.made
        properties.language = {"zh": "zh-CN", "en": "en-GB"}[self.language]
        properties.revision = 1


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return before + (digits[ones] if ones or not tens else "")


def _page_number(paragraph: Any) -> None:
    """The page's number between dashes, as a field."""
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
    paragraph.add_run(" —")
