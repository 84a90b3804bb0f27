"""Tables of the report: widths by what stands in the columns, heads that are repeated, small ones on one page.

Called by `experiments.documents.paper`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from experiments.documents.styles import BLOCK_WIDTH
from experiments.wording.widths import width_of

GREY_FILL = "E7E9ED"
HALF_CELL, CELL_EDGE = 1.95, 4.5
"""Width of half a Chinese character in a table, and of a cell's edges [mm]."""
SMALL = 9 / 10.5
"""Of the letters of a table that is too wide otherwise."""
TOGETHER = 16
"""Rows up to which a table stands on one page."""
WIDEST = 40
"""Halves of Chinese characters beyond which cells are broken."""


class Table(NamedTuple):
    """Cells as they are printed; the first `n_names` columns hold words and stand left."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    caption: str = ""
    n_names: int = 1


def add_table(document: Any, table: Table) -> None:
    """A table over the whole width; its head is repeated on each page and no row is torn."""
    if table.caption:
        document.add_paragraph(table.caption, style="Caption")
    made = document.add_table(rows=0, cols=len(table.head), style="Table Grid")
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
            paragraph.style = document.styles[style]
            paragraph.paragraph_format.keep_with_next = (together and i < len(table.rows)) or None
            paragraph.add_run(_broken(text, width, small) if i else text)
            if i and j >= table.n_names:
                is_number = text[:1] in "0123456789+−"
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.CENTER
            if i == 0:
                _shade(cell)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    document.add_paragraph(style="Gap")


def _brokewidth_of(text: str) -> int:
    """Width of a cell whose interval may stand on a line of its own."""
    return max(width_of(line) for line in _broken(text, 0).split("\n"))


def _broken(text: str, width: float, small: bool = False) -> str:
    """A cell's text, its interval on a line of its own where one line has no room for both [mm]."""
    if HALF_CELL * (SMALL if small else 1) * width_of(text) + CELL_EDGE <= width:
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
    for measure, small, least in ((width_of, False, 8), (_brokewidth_of, False, 8), (_brokewidth_of, True, 6)):
        longest = [max(min(WIDEST, max(map(measure, column))), min(least, width_of(name)))
                   for name, column in zip(head, zip(*body, strict=True), strict=True)]  # fmt: skip
        wanted = [HALF_CELL * (SMALL if small else 1) * one + CELL_EDGE for one in longest]
        spare = BLOCK_WIDTH - sum(wanted)
        if spare >= 0:
            return [one + spare / len(wanted) for one in wanted], small
    first, *others = wanted
    return [first, *(one * (BLOCK_WIDTH - first) / sum(others) for one in others)], True


def _mark(properties: Any, name: str) -> None:
    properties.append(OxmlElement(name))


def _shade(cell: Any) -> None:
    """A light ground behind the head of a table."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", GREY_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
