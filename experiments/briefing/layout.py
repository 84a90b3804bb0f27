"""Pages of a briefing laid out as PowerPoint pages."""

from collections.abc import Callable
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from experiments.briefing.cells import cell_text, head_text
from experiments.briefing.content import Briefing, Chart, Page, Part, Points, Table, Tiles
from experiments.briefing.deck import (
    BODY,
    FILLED,
    LEFT,
    MONOSPACED,
    About,
    Box,
    Deck,
    described,
    letters,
    n_lines,
    rgb,
    table,
    write,
)
from experiments.briefing.native import draw
from experiments.charts.style import GREY, INK

WEIGHTS: dict[type, float] = {Table: 2.4, Chart: 1.2, Tiles: 0.74, Points: 1.0}
"""Width of parts that stand beside each other."""
CROWDED = 10
"""Bars or steps from which on letters are smaller."""
LONG = 6
"""Letters from which on a name is written smaller in its tile."""
SHADED = 0.4
"""How dark the tile of the most is; dark letters can be read on it."""
LIGHT, DARK = (0xDC, 0xE7, 0xF2), (0x14, 0x40, 0x6B)
"""Shade of the least and of the most in a tile map."""
NO_FONT = "Boxes instead of letters? Install a Chinese font such as Noto Sans CJK SC (Debian, Ubuntu: fonts-noto-cjk)."
"""On the first page of a Chinese deck, in letters that every machine has."""


def deck_of(briefing: Briefing, progress: Callable[[int], None] | None = None) -> Deck:
    """The briefing as a deck. progress : called with 1 after each page"""
    about = About(briefing.title, briefing.subtitle, briefing.author, briefing.date, briefing.language)
    deck = Deck(briefing.always, about)
    for k, page in enumerate(briefing.pages):
        with deck.page(page.title, () if page.lacking else page.foot, page.notes) as slide:
            if k == 0:
                _first(slide, briefing)
            _body(slide, page, briefing.language, BODY if k else _BODY_OF_FIRST)
        if progress is not None:
            progress(1)
    return deck


_BODY_OF_FIRST = Box(LEFT, 1.75, BODY.width, BODY.top + BODY.height - 1.75)


def _first(slide: Any, briefing: Briefing) -> None:
    """What the first page says besides: title and date of the file, and what to do where letters are missing."""
    told = "    ".join((briefing.title, briefing.author, briefing.date))
    write(slide, Box(LEFT, 1.32, BODY.width, 0.36), [told], 13, GREY)
    if briefing.language == "zh":
        write(slide, Box(LEFT, 7.2, BODY.width, 0.24), [NO_FONT], 8, GREY)


def _body(slide: Any, page: Page, language: str, body: Box) -> None:
    """What a page shows; of a page whose runs are missing what they are and which command makes them."""
    if page.lacking:
        write(slide, Box(body.left, body.top + 0.6, body.width, 2.2), list(page.foot[:1]), 20)
        write(slide, Box(body.left, body.top + 1.5, body.width, 2.0), list(page.foot[1:]), 16, latin=MONOSPACED)
        return
    weights = [WEIGHTS[type(part)] for part in page.parts]
    boxes = body.below([1.6, 1.0]) if page.below else body.split(weights)
    for part, box in zip(page.parts, boxes, strict=True):
        _part(slide, box, part, language)


def _part(slide: Any, box: Box, part: Part, language: str) -> None:
    if isinstance(part, Points):
        _points(slide, box, part)
    elif isinstance(part, Table):
        head = [head_text(column, language) for column in part.columns]
        rows = [[cell_text(cell, column, language) for cell, column in zip(row, part.columns, strict=True)]
                for row in part.rows]  # fmt: skip
        table(slide, box, [head, *rows], [column.weight for column in part.columns], part.alt, part.name)
    elif isinstance(part, Tiles):
        _tiles(slide, box, part)
    else:
        draw(slide, box, part, 11 if len(part.categories) > CROWDED or box.width < BODY.width else 13)


def _points(slide: Any, box: Box, points: Points) -> None:
    """Sentences in the largest letters that fit."""
    width = FILLED * box.width / BODY.width - 0.25

    def height(size: float) -> float:
        return sum((n_lines(text, width, size) * 1.22 + 0.6) * size / 72 for text in points.texts)

    size = next((one for one in (20, 18, 17, 16, 15, 14, 13, 12) if height(one) <= box.height), 11)
    write(slide, box, list(points.texts), size, bullets=True, spacing=0.6 * size)


def _tiles(slide: Any, box: Box, tiles: Tiles) -> None:
    """Equal tiles, darker where there is more, with name and number; one group with one text for who cannot see it."""
    write(slide, Box(box.left, box.top, box.width, 0.6), [tiles.title], 12, INK)
    rows, columns = (1 + max(getattr(one, name) for one in tiles.tiles) for name in ("row", "column"))
    side = min((box.width - 0.06 * columns) / columns, (box.height - 0.75) / rows)
    most = max(1e-12, *(abs(one.value.mean) for one in tiles.tiles))
    group = slide.shapes.add_group_shape()
    for one in tiles.tiles:
        at = Box(box.left + one.column * (side + 0.06), box.top + 0.7 + one.row * (side + 0.06), side, side)
        shape = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *at.emu())
        share = SHADED * max(one.value.mean, 0.0) / most  # from nothing on, so that like tiles look alike
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(_shade(share))
        shape.line.fill.background()
        shape.shadow.inherit = False
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = 0
        for k, (text, size) in enumerate(((one.name, 14 if len(one.name) < LONG else 11), (one.told, 16))):
            paragraph = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.CENTER
            paragraph.space_after = Pt(2)
            run = paragraph.add_run()
            run.text = text
            letters(run.font, size, INK, bold=k == 1)
    described(group, tiles.name, tiles.alt)


def _shade(share: float) -> str:
    """Colour between the lightest and the darkest tile."""
    mixed = (round(light + (dark - light) * share) for light, dark in zip(LIGHT, DARK, strict=True))
    return "#" + "".join(f"{one:02x}" for one in mixed)
