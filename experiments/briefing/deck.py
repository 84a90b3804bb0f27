"""A 16:9 PowerPoint file with one plain layout, made in code; pages hold text and native, editable charts.

Latin and East Asian typefaces are set on the theme and on every piece of text, so that PowerPoint, WPS and LibreOffice
show the same letters. Knows nothing of the model. Called by `experiments.briefing.pages`.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Inches, Length, Pt

from experiments.charts.style import GREY, INK, RED
from sim.writing import write_bytes

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
WIDTH, HEIGHT = 13.333, 7.5
LEFT, INNER = 0.6, 12.13
FILLED = 0.92 * INNER
"""What letters fill of a line: digits and Latin ones are wider than half a letter in the fonts of some machines."""
STROKES = ("━━", "– –", "· · ·", "— · —", "– · –")
"""Strokes of lines in a key, as `native.STROKES` draws them."""
TITLE_ONLY = 5
"""Position of the layout `Title Only` in the template of python-pptx."""


class Box(NamedTuple):
    """A place on a page [inches]."""

    left: float
    top: float
    width: float
    height: float

    def split(self, columns: int, rows: int = 1, gap: float = 0.15) -> list["Box"]:
        """Equal boxes in reading order."""
        width = (self.width - gap * (columns - 1)) / columns
        height = (self.height - gap * (rows - 1)) / rows
        return [
            Box(self.left + i * (width + gap), self.top + j * (height + gap), width, height)
            for j in range(rows) for i in range(columns)
        ]

    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height in the file's unit."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


BODY = Box(LEFT, 2.05, INNER, 4.3)
"""Where a page's charts stand."""


class Deck:
    """A presentation being made; `foot` stands on every page."""

    def __init__(self, foot: str) -> None:
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.foot = foot
        self._prepare()

    @contextmanager
    def page(self, title: str, message: str, notes: Sequence[str] = ()) -> Iterator[Any]:
        """A page with title, one message in larger letters, notes above the foot, and whatever is added to it."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[0])
        slide.shapes.title.text_frame.text = title
        _letters(slide.shapes.title.text_frame.paragraphs[0].runs[0].font, 26, INK, bold=True)
        size = next((size for size in (17, 15, 13.5) if n_lines(message, FILLED, size) * size * 1.2 <= 0.95 * 72), 12)
        write(slide, Box(LEFT, 1.05, INNER, 0.95), [message], size, "#14406b")
        yield slide
        if notes:
            write(slide, Box(LEFT, 6.38, INNER, 0.55), list(notes), 10.5, GREY, spacing=0)
        write(slide, Box(LEFT, 7.0, 11.3, 0.34), [self.foot], 10.5, RED)
        number = len(self.presentation.slides)
        write(slide, Box(WIDTH - 1.1, 7.0, 0.6, 0.34), [str(number)], 10.5, GREY)

    def save(self, path: Path) -> Path:
        """The file written; the same pages give the same bytes."""
        made, dated = BytesIO(), BytesIO()
        self.presentation.save(made)
        with ZipFile(made) as parts, ZipFile(dated, "w", ZIP_DEFLATED) as out:
            for part in parts.infolist():  # python-pptx dates each part by the clock
                out.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
        write_bytes(path, dated.getvalue())
        return path

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
            shape.left, shape.top, shape.width, shape.height = Box(LEFT, 0.4, INNER, 0.65).emu()
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            shape.text_frame.margin_left = Inches(0.05)
        for style in master.element.iter(qn("p:titleStyle")):
            style[0].set("algn", "l")
        theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
        theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{EAST_ASIAN}"/>'.encode())


def write(slide: Any, box: Box, paragraphs: Sequence[str], size: float, colour: str = INK, *, bullets: bool = False,
          spacing: float = 6) -> None:  # fmt: skip
    """Add a text box with one paragraph an entry [size in points]."""
    frame = slide.shapes.add_textbox(*box.emu()).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(0.05)
    frame.margin_top = frame.margin_bottom = Inches(0.02)
    for i, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(spacing)
        run = paragraph.add_run()
        run.text = text[:1].upper() + text[1:]
        if bullets:
            _bullet(paragraph)
        _letters(run.font, size, colour)


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


def legend(slide: Any, box: Box, entries: Sequence[tuple[str, str]], size: float) -> None:
    """Add one line of names, each with its stroke and colour, as the key of several charts; the solid one first."""
    frame = slide.shapes.add_textbox(*box.emu()).text_frame
    for (name, colour), stroke in zip(entries, itertools.cycle(STROKES), strict=False):
        for text, shade in ((f"{stroke} ", colour), (f"{name}      ", INK)):
            run = frame.paragraphs[0].add_run()
            run.text = text
            _letters(run.font, size, shade)


def _letters(font: Any, size: float, colour: str, bold: bool = False) -> None:
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


def rgb(colour: str) -> RGBColor:
    """A colour written as #rrggbb."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
