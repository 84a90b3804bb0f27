"""Page, fonts and styles of the report, as GB/T 9704-2012 has them. Called by `experiments.documents.paper`."""

from typing import Any, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

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


def size_of(size: float, language: str) -> float:
    """Size of letters in a language, from that of the standard [points]."""
    return size if language == "zh" else ENGLISH_SIZES.get(size, size)


def prepare_styles(document: Any, language: str) -> None:
    """Give a new document the styles of `TYPES`, and no style a font of the template."""
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    _name_fonts(defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")), FANG, language)
    for name, kind in TYPES.items():
        style = next((one for one in styles if one.name == name), None) or styles.add_style(
            name, WD_STYLE_TYPE.PARAGRAPH)  # fmt: skip
        if style.type != WD_STYLE_TYPE.PARAGRAPH:
            continue
        _dress(styles, style, kind, language)
    for one in styles:  # no style that is left as the template has it draws in another font
        properties = one.element.find(qn("w:rPr"))
        if one.name not in TYPES and properties is not None and properties.find(qn("w:rFonts")) is not None:
            _name_fonts(properties, FANG, language)
    _name_others(document)


def _dress(styles: Any, style: Any, kind: Type, language: str) -> None:
    """One paragraph style as the standard has it."""
    size = size_of(kind.size, language)
    style.hidden, style.quick_style = False, True
    style.base_style = None if style.name == "Normal" else styles["Normal"]
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    _name_fonts(properties, kind.east_asian, language)
    font = style.font
    font.size, font.bold, font.italic = Pt(size), kind.bold, False
    if language == "en" and kind.east_asian in (HEI, KAI, TITLE_FONT):
        font.bold = True  # where fonts do not tell a heading
    font.color.rgb = RGBColor(0, 0, 0)
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(TIGHT_TWIPS if kind.tight and language == "zh" else 0))
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    form = style.paragraph_format
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)
    form.alignment = WD_ALIGN_PARAGRAPH.LEFT if kind.align is None else kind.align
    form.first_line_indent = Pt(kind.indent * size) if language == "zh" else Pt(0)
    form.left_indent = form.right_indent = Pt(0)
    form.space_before = Pt(kind.before)
    form.space_after = Pt(kind.after or (6 if language == "en" and kind.exact and kind.size == 16 else 0))
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
        form.line_spacing = Pt(LINE_TWIPS / 20 if language == "zh" else 18)



def _name_others(document: Any) -> None:
    """Tell, in the file's font table, which font stands in for one that a machine lacks."""
    part = next(
        r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")
    )
    names = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in OTHER_NAMES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{names}</w:fonts>".encode())


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


def _set_off(properties: Any, name: str) -> None:
    """Say no to a property of paragraphs that is on by default: gaps around digits, lines on the page's grid."""
    off = OxmlElement(name)
    off.set(qn("w:val"), "0")
    after = ("w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl")
    order = ("w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", *after)
    properties.insert_element_before(off, *order[order.index(name) + 1 :])
