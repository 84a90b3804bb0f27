"""A 16:9 PowerPoint file with one plain layout, made in code; pages hold text, tables and native, editable charts.

Latin and East Asian typefaces are set on the theme and on every piece of text, so that PowerPoint, WPS and LibreOffice
show the same letters. Knows nothing of the model. Called by `experiments.briefing.layout`.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Length, Pt

from experiments.charts.style import GREY, INK, RED
from sim.writing import write_bytes

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
MONOSPACED = "Consolas"
WIDTH, HEIGHT = 13.333, 7.5
LEFT, INNER = 0.6, 12.13
FILLED = 0.92 * INNER
"""What letters fill of a line: digits and Latin ones are wider than half a letter in the fonts of some machines."""
TITLE_ONLY = 5
"""Position of the layout `Title Only` in the template of python-pptx."""
TITLE_SIZES = (26, 24, 22, 20, 18)
FOOT_SIZES = (13.0, 12.0, 11.0, 10.5)
"""Sizes of a title and of a foot, the first at which it takes two lines [points]."""
SMALLEST, TALLEST = 10, 0.5
"""Letters of a table that are still read from the back of a room [points], and the tallest row [inches]."""
HEAD, LINE, DARK = "#e9edf2", "#c9ced6", "#14406b"
"""Behind the heads of tables, between their rows, and the colour of titles."""


class Box(NamedTuple):
    """A place on a page [inches]."""

    left: float
    top: float
    width: float
    height: float

    def split(self, shares: Sequence[float], gap: float = 0.25) -> list["Box"]:
        """Boxes beside each other whose widths are these shares."""
        room = self.width - gap * (len(shares) - 1)
        lefts = [self.left + room * sum(shares[:k]) / sum(shares) + gap * k for k in range(len(shares))]
        return [Box(left, self.top, room * share / sum(shares), self.height)
                for left, share in zip(lefts, shares, strict=True)]  # fmt: skip

    def below(self, shares: Sequence[float], gap: float = 0.1) -> list["Box"]:
        """Boxes below each other whose heights are these shares."""
        turned = Box(self.top, self.left, self.height, self.width).split(shares, gap)
        return [Box(one.top, one.left, one.height, one.width) for one in turned]

    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height in the file's unit."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


BODY = Box(LEFT, 1.45, INNER, 4.8)
"""Where what a page shows stands."""
FOOT = Box(LEFT, 6.33, INNER, 0.6)


class About(NamedTuple):
    """What a file says about itself. date : ISO"""

    title: str
    subject: str
    author: str
    date: str
    language: str


NOTHING = About("", "", "", "2000-01-01", "en")


class Deck:
    """A presentation being made; `foot` stands on every page."""

    def __init__(self, foot: str, about: About = NOTHING) -> None:
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.foot = foot
        self._prepare()
        self._say(about)

    @contextmanager
    def page(self, title: str, foot: Sequence[str] = (), notes: Sequence[str] = ()) -> Iterator[Any]:
        """A page with title, whatever is added to it, a foot that all pages share, and notes for who speaks."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[0])
        slide.shapes.title.text_frame.text = title
        size = next((one for one in TITLE_SIZES if n_lines(title, 0.9 * FILLED, one) <= 2), TITLE_SIZES[-1])
        letters(slide.shapes.title.text_frame.paragraphs[0].runs[0].font, size, DARK, bold=True)
        yield slide
        if foot:
            fit = (one for one in FOOT_SIZES if sum(n_lines(text, FILLED, one) for text in foot) <= 2)
            small = next(fit, FOOT_SIZES[-1])
            write(slide, FOOT, list(foot), small, INK, spacing=0)
        write(slide, Box(LEFT, 6.98, 11.3, 0.34), [self.foot], 10.5, RED)
        number = len(self.presentation.slides)
        write(slide, Box(WIDTH - 1.1, 6.98, 0.6, 0.34), [str(number)], 10.5, GREY)
        frame = slide.notes_slide.notes_text_frame
        frame.text = "\n".join(notes)
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                set_typefaces(run.font)

    def save(self, path: Path) -> Path:
        """The file written; the same pages give the same bytes."""
        made, dated = BytesIO(), BytesIO()
        self.presentation.save(made)
        with ZipFile(made) as parts, ZipFile(dated, "w", ZIP_DEFLATED) as out:
            for part in parts.infolist():  # python-pptx dates each part by the clock
                out.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
        write_bytes(path, dated.getvalue())
        return path

    def _say(self, about: About) -> None:
        """Title, author and date of the file."""
        said = self.presentation.core_properties
        said.title, said.subject, said.author = about.title, about.subject, about.author
        said.last_modified_by, said.language = about.author, {"zh": "zh-CN", "en": "en-GB"}[about.language]
        said.created = said.modified = datetime.fromisoformat(about.date)
        said.revision, said.keywords, said.category, said.comments = 1, "", "", ""

    def _prepare(self) -> None:
        """Keep one layout, put its title in place, set the theme's typefaces."""
        layouts = self.presentation.slide_layouts
        for layout in [one for i, one in enumerate(layouts) if i != TITLE_ONLY]:
            layouts.remove(layout)
        master = self.presentation.slide_master
        for shape in [*master.placeholders, *layouts[0].placeholders]:
            if shape.placeholder_format.type is not None and shape.placeholder_format.idx != 0:
                shape.element.getparent().remove(shape.element)
        for shape in (*master.placeholders, *layouts[0].placeholders):
            shape.left, shape.top, shape.width, shape.height = Box(LEFT, 0.3, INNER, 1.05).emu()
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            shape.text_frame.margin_left = Inches(0.05)
        for style in master.element.iter(qn("p:titleStyle")):
            style[0].set("algn", "l")
        theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
        theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{EAST_ASIAN}"/>'.encode())


def write(slide: Any, box: Box, paragraphs: Sequence[str], size: float, colour: str = INK, *, bullets: bool = False,
          spacing: float = 6, latin: str = LATIN) -> None:  # fmt: skip
    """Add a text box with one paragraph an entry [size in points]."""
    frame = slide.shapes.add_textbox(*box.emu()).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(0.05)
    frame.margin_top = frame.margin_bottom = Inches(0.02)
    for i, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(spacing)
        run = paragraph.add_run()
        run.text = text
        if bullets:
            _bullet(paragraph)
        letters(run.font, size, colour)
        run.font.name = latin


def n_lines(text: str, width: float, size: float) -> int:
    """Lines that a text is likely to take, a Chinese letter being as wide as high and a Latin one half as wide.

    width : of the box [inches]      size : of the letters [points]
    """
    halves = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return math.ceil(halves * size / 2 / (72 * (width - 0.1)))


def _bullet(paragraph: Any) -> None:
    """A hanging bullet before a paragraph; python-pptx has no word for it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(0.25)))
    properties.set("indent", str(-Inches(0.25)))
    properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))


def letters(font: Any, size: float, colour: str, bold: bool = False) -> None:
    """Size, colour and typefaces of letters [points]."""
    font.size, font.bold = Pt(size), bold
    font.color.rgb = rgb(colour)
    set_typefaces(font)


def set_typefaces(font: Any) -> None:
    """Latin and East Asian typeface of a python-pptx font, which knows the Latin one alone."""
    font.name = LATIN
    properties = font._rPr
    for old in properties.findall(qn("a:ea")):
        properties.remove(old)
    east = properties.makeelement(qn("a:ea"), {"typeface": EAST_ASIAN})
    properties.find(qn("a:latin")).addnext(east)


def table(slide: Any, box: Box, rows: Sequence[Sequence[str]], widths: Sequence[float], alt: str, name: str) -> Any:
    """Add a table whose first row is its head and whose first column names rows; letters fit the box.

    widths : of the columns beside each other
    """
    inches = [box.width * width / sum(widths) for width in widths]
    box = box._replace(height=0.95 * box.height)  # machines set letters wider or narrower
    size = _size(rows, inches, box.height)
    taken = _height(rows, inches, size)
    spare = max(0.0, min((box.height - taken) / len(rows), TALLEST - taken / len(rows)))
    frame = slide.shapes.add_table(len(rows), len(widths), *box._replace(height=taken + spare * len(rows)).emu())
    described(frame, name, alt)
    made = frame.table
    made.first_row, made.horz_banding = True, False
    for column, width in zip(made.columns, inches, strict=True):
        column.width = Inches(width)
    for k, row in enumerate(rows):
        made.rows[k].height = Inches(_row_height(row, inches, size) + spare)
        for text, cell, j in zip(row, made.rows[k].cells, range(len(row)), strict=True):
            _cell(cell, text, size, head=k == 0, first=j == 0)
    return frame


def described(shape: Any, name: str, alt: str) -> None:
    """Give a chart, a table or a group its name and the text for who cannot see it."""
    properties = next(shape._element.iter(qn("p:cNvPr")))
    properties.set("name", name)
    properties.set("descr", alt)


def _row_height(row: Sequence[str], inches: Sequence[float], size: float) -> float:
    lines = max(n_lines(text, 0.88 * width, size) for text, width in zip(row, inches, strict=True))
    return (lines * 1.22 * size + 5) / 72


def _size(rows: Sequence[Sequence[str]], inches: Sequence[float], height: float) -> float:
    """Size of a table's letters: the largest at which no cell below the head takes two lines, if that is readable."""
    sizes = (16, 15, 14, 13, 12, 11, 10)
    fit = [one for one in sizes if _height(rows, inches, one) <= height] or [9]
    plain = [one for one in fit if _height(rows[1:], inches, one) == _height([["x"]] * (len(rows) - 1), [1.0], one)]
    return plain[0] if plain and plain[0] >= SMALLEST else fit[0]


def _height(rows: Sequence[Sequence[str]], inches: Sequence[float], size: float) -> float:
    return sum(_row_height(row, inches, size) for row in rows)


def _cell(cell: Any, text: str, size: float, head: bool, first: bool) -> None:
    """One cell: the head on a light ground, numbers to the right, a thin line below."""
    cell.text = text
    cell.margin_left = cell.margin_right = Inches(0.05)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if first else PP_ALIGN.RIGHT
    for run in paragraph.runs:
        letters(run.font, size, INK, bold=head)
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(HEAD if head else "#ffffff")
    properties = cell._tc.get_or_add_tcPr()
    for side in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = properties.makeelement(qn(side), {"w": "6350"})
        if side == "a:lnB":
            solid = line.makeelement(qn("a:solidFill"), {})
            solid.append(solid.makeelement(qn("a:srgbClr"), {"val": LINE.lstrip("#").upper()}))
            line.append(solid)
        else:
            line.append(line.makeelement(qn("a:noFill"), {}))
        properties.insert(("a:lnL", "a:lnR", "a:lnT", "a:lnB").index(side), line)


def rgb(colour: str) -> RGBColor:
    """A colour written as #rrggbb."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
