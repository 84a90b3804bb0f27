"""Native, editable PowerPoint charts: lines with a band, columns with error bars, stacked columns, pyramids.

Every chart carries its own data sheet. Calls python-pptx and, where it has no word for a thing (a band behind lines,
error bars from numbers), writes the chart's XML.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from experiments.briefing.deck import Box, rgb, set_typefaces
from experiments.charts.style import GREY, INK

PAPER = "#ffffff"
GRID = "#e4e6ea"
STROKES = (None, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.LONG_DASH_DOT, MSO_LINE.DASH_DOT)
"""How lines are drawn, the last series of a chart first: in grey print their colours alone do not tell them apart."""
PATTERNS = (MSO_PATTERN.WIDE_UPWARD_DIAGONAL, MSO_PATTERN.SMALL_GRID, MSO_PATTERN.DARK_HORIZONTAL)
"""How columns side by side are filled after the first, for the same reason."""
MADE = datetime(2000, 1, 1)


class Series(NamedTuple):
    """One series of a chart; lower and upper bounds, where given, are drawn as error bars or as a band."""

    name: str
    values: Sequence[float]
    colour: str
    lower: Sequence[float] | None = None
    upper: Sequence[float] | None = None


class Look(NamedTuple):
    """How a chart is dressed: number format and title of the value axis, letters, legend, range of the axis."""

    number: str = "#,##0"
    unit: str = ""
    title: str = ""
    size: float = 12
    legend: bool = True
    lowest: float | None = None
    highest: float | None = None
    step: float | None = None
    gap: int = 60
    every: int = 1
    """Categories from one label to the next."""
    labels: str = ""
    """Number format of labels at the bars; none where empty."""


def lines(slide: Any, box: Box, categories: Sequence[Any], series: Sequence[Series], look: Look, band: str = "") -> Any:
    """Lines by category; behind the first series with bounds its band, named `band` in the legend."""
    banded = next((one for one in series if band and one.lower is not None), None)
    sheet = list(series)
    if banded is not None:
        assert banded.lower is not None
        assert banded.upper is not None
        width = [high - low for low, high in zip(banded.lower, banded.upper, strict=True)]
        sheet = [Series("–", banded.lower, banded.colour), Series(band, width, banded.colour), *series]
    chart = _chart(slide, box, XL_CHART_TYPE.LINE, categories, sheet, look)
    drawn = list(chart.plots[0].series)
    for one, made in zip(sheet, drawn, strict=True):
        made.smooth = False
        made.format.line.color.rgb = rgb(one.colour)
        made.format.line.width = Pt(2.25)
        made.marker.style = XL_MARKER_STYLE.NONE
    for made, stroke in zip(reversed(drawn[-len(series) :]), itertools.cycle(STROKES), strict=False):
        if stroke is not None:
            made.format.line.dash_style = stroke
    if banded is not None:
        _as_band(chart, drawn[:2], banded.colour)
    return chart


def columns(slide: Any, box: Box, categories: Sequence[Any], series: Sequence[Series], look: Look, *,
            stacked: bool = False, bars: bool = False) -> Any:  # fmt: skip
    """Columns, or lying bars, side by side or stacked; bounds become error bars."""
    kinds = {
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED, (True, False): XL_CHART_TYPE.COLUMN_STACKED,
        (False, True): XL_CHART_TYPE.BAR_CLUSTERED, (True, True): XL_CHART_TYPE.BAR_STACKED,
    }
    chart = _chart(slide, box, kinds[stacked, bars], categories, series, look)
    plot = chart.plots[0]
    plot.gap_width = look.gap
    if stacked:
        plot.overlap = 100
    for i, (one, made) in enumerate(zip(series, plot.series, strict=True)):
        if i and not stacked:
            made.format.fill.patterned()
            made.format.fill.pattern = PATTERNS[(i - 1) % len(PATTERNS)]
            made.format.fill.back_color.rgb = rgb(PAPER)
        else:
            made.format.fill.solid()
        made.format.fill.fore_color.rgb = rgb(one.colour)
        made.format.line.color.rgb = rgb(PAPER if stacked else one.colour)  # a white line between the parts of a stack
        made.format.line.width = Pt(0.75)
        made.invert_if_negative = False
        if one.lower is not None and one.upper is not None:
            _error_bars(made, one)
    if bars:
        chart.category_axis.reverse_order = True
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if look.labels:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = look.labels, False
        labels.font.size = Pt(look.size - 1)
        set_typefaces(labels.font)
    return chart


def pyramid(slide: Any, box: Box, ages: Sequence[str], men: Series, women: Series, look: Look) -> Any:
    """Men to the left, women to the right, oldest on top; the axis shows sizes without sign."""
    shown = look._replace(number="#,##0.#;#,##0.#", gap=8)
    left = men._replace(values=[-value for value in men.values])
    chart = columns(slide, box, ages, [left, women], shown, stacked=True, bars=True)
    chart.category_axis.reverse_order = False
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return chart


class _Sheet(CategoryWorkbookWriter):  # type: ignore[misc]
    """The embedded sheet of a chart: text stays text, whatever it begins with, and no clock enters it."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        book = Workbook(xlsx_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"created": MADE})
        yield book, book.add_worksheet()
        book.close()


class _ChartData(CategoryChartData):  # type: ignore[misc]
    """Data of a chart, whose sheet is a `_Sheet`."""

    @property
    def _workbook_writer(self) -> _Sheet:
        return _Sheet(self)  # type: ignore[no-untyped-call]


def _chart(slide: Any, box: Box, kind: Any, categories: Sequence[Any], series: Sequence[Series], look: Look) -> Any:
    """A chart with its sheet, axes, letters and legend."""
    data: Any = _ChartData(number_format=look.number.split(";")[0])  # type: ignore[no-untyped-call]
    data.categories = [str(category) for category in categories]
    for one in series:
        data.add_series(one.name, [None if math.isnan(value) else round(value, 6) for value in one.values])
    chart = slide.shapes.add_chart(kind, *box.emu(), data).chart
    chart.font.size = Pt(look.size)
    chart.font.color.rgb = rgb(INK)
    set_typefaces(chart.font)
    chart.has_title = bool(look.title)
    if look.title:
        _text(chart.chart_title.text_frame, look.title, look.size + 1)
    chart.has_legend = look.legend
    if look.legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    values, names = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = look.number, False
    names.format.line.color.rgb = rgb(GREY)
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(look.size)
    turned = names._element.find(qn("c:txPr")).find(qn("a:bodyPr"))
    turned.set("rot", "-5400000" if look.every > 1 else "-60000000")  # upright in small charts, else as there is room
    turned.set("vert", "horz")
    set_typefaces(names.tick_labels.font)
    if look.every > 1:
        _thin_out(names._element, look.every)
    if look.unit:
        values.has_title = True
        _text(values.axis_title.text_frame, look.unit, look.size)
    if look.lowest is not None:
        values.minimum_scale = look.lowest
    if look.step is not None:
        values.major_unit = look.step
    if look.highest is not None:
        values.maximum_scale = look.highest
    return chart


def _thin_out(axis: Any, every: int) -> None:
    """Label and mark every so many categories; python-pptx has no word for it."""
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        skip = axis.makeelement(qn(tag), {})
        skip.set("val", str(every))
        axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _text(frame: Any, text: str, size: float) -> None:
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(size), False
    font.color.rgb = rgb(INK)
    set_typefaces(font)


def _as_band(chart: Any, made: Sequence[Any], colour: str) -> None:
    """Move two line series into stacked areas behind the lines: an invisible one up to the lower bound, then a band."""
    line_chart = chart.plots[0]._element
    area = line_chart.makeelement(qn("c:areaChart"), {})
    etree.SubElement(area, qn("c:grouping")).set("val", "stacked")
    etree.SubElement(area, qn("c:varyColors")).set("val", "0")
    for one, shown in zip(made, (False, True), strict=True):
        element = one._element
        for tag in ("c:spPr", "c:marker", "c:smooth", "c:dLbls"):
            for old in element.findall(qn(tag)):
                element.remove(old)
        element.find(qn("c:tx")).addnext(_fill(element, colour if shown else None))
        area.append(element)
    for axis in line_chart.findall(qn("c:axId")):
        etree.SubElement(area, qn("c:axId")).set("val", axis.get("val"))
    line_chart.addprevious(area)
    for axis in chart._chartSpace.iter(qn("c:valAx")):
        for crossing in axis.findall(qn("c:crossBetween")):
            crossing.set("val", "midCat")
    if chart.has_legend:  # the invisible series needs no entry
        entry = etree.SubElement(chart.legend._element, qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx")).set("val", "0")
        etree.SubElement(entry, qn("c:delete")).set("val", "1")
        chart.legend._element.find(qn("c:legendPos")).addnext(entry)


def _fill(element: Any, colour: str | None) -> Any:
    """Shape properties of an area: a light fill, or none; no outline."""
    properties = element.makeelement(qn("c:spPr"), {})
    if colour is None:
        etree.SubElement(properties, qn("a:noFill"))
    else:
        solid = etree.SubElement(properties, qn("a:solidFill"))
        tone = etree.SubElement(solid, qn("a:srgbClr"))
        tone.set("val", colour.lstrip("#").upper())
        etree.SubElement(tone, qn("a:alpha")).set("val", "25000")
    etree.SubElement(etree.SubElement(properties, qn("a:ln")), qn("a:noFill"))
    return properties


def _error_bars(made: Any, one: Series) -> None:
    """Bounds of a bar as error bars from numbers; bars without bounds get none."""
    assert one.lower is not None
    assert one.upper is not None
    plus = [high - value for high, value in zip(one.upper, one.values, strict=True)]
    minus = [value - low for low, value in zip(one.lower, one.values, strict=True)]
    if not any(math.isfinite(length) for length in (*plus, *minus)):
        return
    bars = made._element.makeelement(qn("c:errBars"), {})
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{tag}")).set("val", value)
    for tag, lengths in (("plus", plus), ("minus", minus)):
        numbers = etree.SubElement(etree.SubElement(bars, qn(f"c:{tag}")), qn("c:numLit"))
        etree.SubElement(numbers, qn("c:formatCode")).text = "General"
        etree.SubElement(numbers, qn("c:ptCount")).set("val", str(len(lengths)))
        for i, length in enumerate(lengths):
            if math.isfinite(length):
                point = etree.SubElement(numbers, qn("c:pt"))
                point.set("idx", str(i))
                etree.SubElement(point, qn("c:v")).text = f"{length:.6g}"
    outline = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"))
    outline.set("w", "12700")
    tone = etree.SubElement(etree.SubElement(outline, qn("a:solidFill")), qn("a:srgbClr"))
    tone.set("val", INK.lstrip("#").upper())
    before = next(e for e in (made._element.find(qn("c:cat")), made._element.find(qn("c:val"))) if e is not None)
    before.addprevious(bars)
