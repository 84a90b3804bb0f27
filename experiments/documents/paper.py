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
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from experiments.documents.undated import undated

PAGE = (210, 297)
TOP, LEFT, BLOCK_WIDTH, BLOCK_HEIGHT = 37, 28, 156, 225
"""Margins and text block [mm]."""
RIGHT, BOTTOM = PAGE[0] - LEFT - BLOCK_WIDTH, PAGE[1] - TOP - BLOCK_HEIGHT
LINES, LETTERS = 22, 28
LINE_TWIPS = int(BLOCK_HEIGHT / 25.4 * 1440 / LINES)
"""Height of a line, so that `LINES` of them fill the block [1/20 point]."""
TIGHT_TWIPS = -5
"""Added to each character of size 3, so that `LETTERS` of them fit a line: 16 points are a little too wide."""
DASH_BELOW = 7
"""From the block's lower edge to the dashes of the page number [mm]."""
SONG, FANG, KAI, HEI, TITLE_FONT = "宋体", "仿宋", "楷体", "黑体", "方正小标宋简体"
OTHER_NAMES = {SONG: "SimSun", FANG: "仿宋_GB2312", KAI: "楷体_GB2312", HEI: "SimHei", TITLE_FONT: "宋体"}
"""What a program takes where the font of that name is missing, as the file's font table tells it."""
LATIN = "Times New Roman"
GREY_FILL = "E7E9ED"
HALF_CELL, CELL_EDGE = 1.95, 4.5
"""Width of half a Chinese character in a table, and of a cell's edges [mm]."""
SMALL = 9 / 10.5
"""Of the letters of a table that is too wide otherwise."""
TOGETHER = 12
"""Rows up to which a table stands on one page."""
WIDEST = 40
"""Halves of Chinese characters beyond which cells are broken."""


class Type(NamedTuple):
    """Letters and paragraph of a style; sizes in points."""

    east_asian: str
    size: float
    bold: bool = False
    indent: int = 0
    """Characters before the first line."""
    exact: bool = True
    """Whether lines have the grid's height; a picture needs as much as it is high."""
    align: Any = None
    with_next: bool = False
    before: float = 0
    after: float = 0
    tight: bool = False


TYPES: dict[str, Type] = {
    "Normal": Type(FANG, 16, indent=2, align=WD_ALIGN_PARAGRAPH.JUSTIFY, tight=True),
    "Title": Type(TITLE_FONT, 22, align=WD_ALIGN_PARAGRAPH.CENTER, with_next=True),
    "Heading 1": Type(HEI, 16, indent=2, with_next=True, tight=True),
    "Heading 2": Type(KAI, 16, indent=2, with_next=True, tight=True),
    "Heading 3": Type(FANG, 16, bold=True, indent=2, with_next=True, tight=True),
    "Appendix": Type(HEI, 16, with_next=True),
    "Appendix Title": Type(TITLE_FONT, 22, align=WD_ALIGN_PARAGRAPH.CENTER, with_next=True, after=14),
    "Listed": Type(FANG, 16, indent=2, tight=True),
    "Picture": Type(FANG, 12, exact=False, align=WD_ALIGN_PARAGRAPH.CENTER, with_next=True, before=6),
    "Caption": Type(HEI, 12, exact=False, align=WD_ALIGN_PARAGRAPH.CENTER, with_next=True, before=6, after=3),
    "Source": Type(FANG, 12, exact=False, before=3, after=9),
    "Cell": Type(FANG, 10.5, exact=False, before=1.5, after=1.5),
    "Cell Head": Type(HEI, 10.5, exact=False, align=WD_ALIGN_PARAGRAPH.CENTER, before=1.5, after=1.5),
    "Cell Small": Type(FANG, 9, exact=False, before=1.5, after=1.5),
    "Cell Head Small": Type(HEI, 9, exact=False, align=WD_ALIGN_PARAGRAPH.CENTER, before=1.5, after=1.5),
    "Gap": Type(FANG, 6, exact=False),
    "Date": Type(FANG, 16, align=WD_ALIGN_PARAGRAPH.RIGHT, tight=True),
    "Page Number": Type(SONG, 14, exact=False),
}
"""Styles of the Chinese report. LibreOffice passes no East Asian font on from Normal, so each style names its own."""
ENGLISH_SIZES = {16.0: 12.0, 22.0: 18.0, 12.0: 10.0, 10.5: 9.0, 9.0: 8.0}
"""Sizes of the English report, whose letters are larger at the same number of points."""


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


class Table(NamedTuple):
    """Cells as they are printed; the first `n_names` columns hold words and stand left."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    caption: str = ""
    n_names: int = 1


class Paper:
    """A report being made."""

    def __init__(self, language: str, about: About) -> None:
        self.language = language
        self.document = Document()
        self._steps = [0, 0, 0]
        self._drop_thumbnail()
        self._prepare_styles()
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
        """A table over the whole width; its head is repeated on each page and no row is torn."""
        if table.caption:
            self.document.add_paragraph(table.caption, style="Caption")
        made = self.document.add_table(rows=0, cols=len(table.head), style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        widths, small = _widths([table.head, *table.rows])
        together = len(table.rows) <= TOGETHER
        for i, cells in enumerate([table.head, *table.rows]):
            row = made.add_row()
            _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
            if i == 0:
                _mark(row._tr.get_or_add_trPr(), "w:tblHeader")
            for j, (cell, text, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
                cell.width = Mm(width)
                paragraph = cell.paragraphs[0]
                style = ("Cell" if i else "Cell Head") + " Small" * small
                paragraph.style = self.document.styles[style]
                paragraph.paragraph_format.keep_with_next = (together and i < len(table.rows)) or None
                paragraph.add_run(_broken(text, width, small) if i else text)
                if i and j >= table.n_names:
                    is_number = text[:1] in "0123456789+−"
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.CENTER
                if i == 0:
                    _shade(cell)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        self.document.add_paragraph(style="Gap")

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
        self.document.add_paragraph(told, style="Date").paragraph_format.right_indent = Pt(4 * self._size(16))

    def appendix(self, number: int | None, title: str) -> None:
        """The head of an appendix, on a page of its own; one that stands alone has no number."""
        self._steps = [0, 0, 0]
        word = "附件" if self.language == "zh" else "Appendix "
        paragraph = self.document.add_paragraph(f"{word}{number or ''}".strip(), style="Appendix")
        paragraph.paragraph_format.page_break_before = True
        self.document.add_paragraph(style="Appendix")
        self.document.add_paragraph(title, style="Appendix Title")

    def new_page(self) -> None:
        """What follows stands on a new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

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

    def _size(self, size: float) -> float:
        return size if self.language == "zh" else ENGLISH_SIZES.get(size, size)

    def _drop_thumbnail(self) -> None:
        """Take out the template's small picture of another document, which folders would show."""
        relations = self.document.part.package.rels
        for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
            del relations[key]

    def _prepare_styles(self) -> None:
        styles = self.document.styles
        defaults = styles.element.find(qn("w:docDefaults"))
        _name_fonts(defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")), FANG, self.language)
        for name, kind in TYPES.items():
            style = next((one for one in styles if one.name == name), None) or styles.add_style(
                name, WD_STYLE_TYPE.PARAGRAPH)  # fmt: skip
            if style.type != WD_STYLE_TYPE.PARAGRAPH:
                continue
            self._dress(style, kind)
        for one in styles:  # no style that is left as the template has it draws in another font
            properties = one.element.find(qn("w:rPr"))
            if one.name not in TYPES and properties is not None and properties.find(qn("w:rFonts")) is not None:
                _name_fonts(properties, FANG, self.language)
        self._name_others()

    def _dress(self, style: Any, kind: Type) -> None:
        """One paragraph style as the standard has it."""
        size = self._size(kind.size)
        style.hidden, style.quick_style = False, True
        style.base_style = None if style.name == "Normal" else self.document.styles["Normal"]
        properties = style.element.get_or_add_rPr()
        for child in list(properties):
            properties.remove(child)
        _name_fonts(properties, kind.east_asian, self.language)
        font = style.font
        font.size, font.bold, font.italic = Pt(size), kind.bold, False
        if self.language == "en" and kind.east_asian in (HEI, KAI, TITLE_FONT):
            font.bold = True  # where fonts do not tell a heading
        font.color.rgb = RGBColor(0, 0, 0)
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(TIGHT_TWIPS if kind.tight and self.language == "zh" else 0))
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
        form = style.paragraph_format
        for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        form.alignment = WD_ALIGN_PARAGRAPH.LEFT if kind.align is None else kind.align
        form.first_line_indent = Pt(kind.indent * size) if self.language == "zh" else Pt(0)
        form.left_indent = form.right_indent = Pt(0)
        form.space_before = Pt(kind.before)
        form.space_after = Pt(kind.after or (6 if self._is_english_body(kind) else 0))
        form.keep_with_next, form.keep_together = kind.with_next, kind.with_next
        form.widow_control = True
        for name in ("w:autoSpaceDE", "w:autoSpaceDN", *(() if kind.exact else ("w:snapToGrid",))):
            _set_off(style.element.pPr, name)
        if not kind.exact:
            form.line_spacing = 1.0
        elif kind.size == 22:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1.2 * LINE_TWIPS / 20)
        else:
            form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            form.line_spacing = Pt(LINE_TWIPS / 20 if self.language == "zh" else 18)

    def _is_english_body(self, kind: Type) -> bool:
        return self.language == "en" and kind.exact and kind.size == 16

    def _name_others(self) -> None:
        """Tell, in the file's font table, which font stands in for one that a machine lacks."""
        part = next(
            r.target_part for r in self.document.part.rels.values() if r.reltype.endswith("/fontTable")
        )
        names = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in OTHER_NAMES.items()
        )
        part._blob = part.blob.replace(b"</w:fonts>", f"{names}</w:fonts>".encode())

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


def n_halves(text: str) -> int:
    """Width of a text in halves of a Chinese character."""
    return sum(1 if ord(letter) < 0x2E80 else 2 for letter in text)


def _broken_halves(text: str) -> int:
    """Width of a cell whose interval may stand on a line of its own."""
    return max(n_halves(line) for line in _broken(text, 0).split("\n"))


def _broken(text: str, width: float, small: bool = False) -> str:
    """A cell's text, its interval on a line of its own where one line has no room for both [mm]."""
    if HALF_CELL * (SMALL if small else 1) * n_halves(text) + CELL_EDGE <= width:
        return text
    opens = max(text.rfind("（"), text.rfind(" ("))
    is_interval = text[:1] in "0123456789+−" and opens > 0
    return f"{text[:opens]}\n{text[opens:].lstrip()}" if is_interval else text


def _widths(rows: Sequence[Sequence[str]]) -> tuple[list[float], bool]:
    """Widths of columns that share the block by the longest text of each [mm], and whether letters must be smaller.

    An interval goes on a line of its own before letters are made smaller, and those before words are broken; names in
    the first column stay whole.
    """
    head, *body = rows
    for width_of, small, least in ((n_halves, False, 8), (_broken_halves, False, 8), (_broken_halves, True, 6)):
        longest = [max(min(WIDEST, max(map(width_of, column))), min(least, n_halves(name)))
                   for name, column in zip(head, zip(*body, strict=True), strict=True)]  # fmt: skip
        wanted = [HALF_CELL * (SMALL if small else 1) * one + CELL_EDGE for one in longest]
        spare = BLOCK_WIDTH - sum(wanted)
        if spare >= 0:
            return [one + spare / len(wanted) for one in wanted], small
    first, *others = wanted
    return [first, *(one * (BLOCK_WIDTH - first) / sum(others) for one in others)], True


def _name_fonts(properties: Any, east_asian: str, language: str) -> None:
    """Name the fonts of run properties for Latin and Chinese letters, and the language they are in."""
    for old in (*properties.findall(qn("w:rFonts")), *properties.findall(qn("w:lang"))):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    latin = SONG if east_asian == SONG else LATIN
    for name, font in (("ascii", latin), ("hAnsi", latin), ("cs", LATIN), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{name}"), font)
    properties.insert(0, fonts)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "en-GB")
    lang.set(qn("w:eastAsia"), "zh-CN")
    properties.append(lang)


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


def _set_off(properties: Any, name: str) -> None:
    """Say no to a property of paragraphs that is on by default: gaps around digits, lines on the page's grid."""
    off = OxmlElement(name)
    off.set(qn("w:val"), "0")
    after = ("w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl")
    order = ("w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", *after)
    properties.insert_element_before(off, *order[order.index(name) + 1 :])


def _mark(properties: Any, name: str) -> None:
    properties.append(OxmlElement(name))


def _shade(cell: Any) -> None:
    """A light ground behind the head of a table."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", GREY_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
