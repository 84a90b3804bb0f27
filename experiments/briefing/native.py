"""Native, editable PowerPoint charts: lines with a band, columns with error bars, stacks, waterfalls, pyramids.

Every chart carries its own data sheet and a text for who cannot see it. Calls python-pptx and, where it has no word for
a thing (a band behind lines, error bars from numbers), writes the chart's XML. Called by `experiments.briefing.layout`.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from experiments.briefing.content import Chart, Series
from experiments.briefing.deck import Box, described, rgb, set_typefaces
from experiments.briefing.steps import PAPER, bounds_at, reached, stacks, step_told
from experiments.charts.style import GREY, INK

GRID = "#e4e6ea"
STROKES = (None, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.LONG_DASH_DOT, MSO_LINE.DASH_DOT)
"""How lines are drawn, the last series of a chart first: in grey print their colours alone do not tell them apart."""
PATTERNS = (MSO_PATTERN.WIDE_UPWARD_DIAGONAL, MSO_PATTERN.SMALL_GRID, MSO_PATTERN.DARK_HORIZONTAL)
"""How columns side by side are filled after the first, for the same reason."""
KINDS = {
    "lines": XL_CHART_TYPE.LINE, "columns": XL_CHART_TYPE.COLUMN_CLUSTERED, "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED, "stacked_bars": XL_CHART_TYPE.BAR_STACKED,
    "waterfall": XL_CHART_TYPE.BAR_STACKED, "pyramid": XL_CHART_TYPE.BAR_STACKED,
}  # fmt: skip
LYING = ("bars", "stacked_bars", "waterfall", "pyramid")
STACKED = ("stacked", "stacked_bars", "waterfall", "pyramid")
FEW_STEPS, ROOM = 3, 0.15
"""Of an axis beside labelled bars: about how many steps, and which share of it is left for the labels."""
MADE = datetime(2000, 1, 1)


def draw(slide: Any, box: Box, chart: Chart, size: float = 12) -> Any:
    """A chart on a page, by its kind. size : of its letters [points]"""
    scaled = [_scaled(one, chart.scale) for one in chart.series]
    if chart.kind == "lines":
        return _lines(slide, box, chart, scaled, size)
    if chart.kind == "waterfall":
        return _waterfall(slide, box, chart, scaled[0], size)
    if chart.kind == "pyramid":
        return _pyramid(slide, box, chart, scaled, size)
    return _columns(slide, box, chart, scaled, size)


def _scaled(one: Series, scale: float) -> Series:
    """A series in the units of its axis."""
    bounds = (None if part is None else tuple(value / scale for value in part) for part in (one.lower, one.upper))
    lower, upper = bounds
    return one._replace(values=tuple(value / scale for value in one.values), lower=lower, upper=upper)


def _lines(slide: Any, box: Box, chart: Chart, series: list[Series], size: float) -> Any:
    """Lines by category; behind the first series with bounds its band, named in the key; dots without a line."""
    banded = next((one for one in series if chart.band and one.lower is not None), None)
    sheet = list(series)
    if banded is not None:
        assert banded.lower is not None
        assert banded.upper is not None
        width = tuple(high - low for low, high in zip(banded.lower, banded.upper, strict=True))
        sheet = [Series("–", banded.lower, banded.colour), Series(chart.band, width, banded.colour), *series]
    made = _chart(slide, box, chart, chart.categories, sheet, size)
    drawn = list(made.plots[0].series)
    for one, line in zip(sheet, drawn, strict=True):
        line.smooth = False
        line.format.line.color.rgb = rgb(one.colour)
        line.format.line.width = Pt(2.25)
        line.marker.style = XL_MARKER_STYLE.NONE
        if one.dots:
            line.format.line.fill.background()
            line.marker.style, line.marker.size = XL_MARKER_STYLE.CIRCLE, 9
            line.marker.format.fill.solid()
            line.marker.format.fill.fore_color.rgb = rgb(one.colour)
    of_lines = [line for one, line in zip(series, drawn[-len(series) :], strict=True) if not one.dots]
    for line, stroke in zip(reversed(of_lines), itertools.cycle(STROKES), strict=False):
        if stroke is not None:
            line.format.line.dash_style = stroke
    if banded is not None:
        _as_band(made, drawn[:2], banded.colour)
    return made


def _columns(slide: Any, box: Box, chart: Chart, series: list[Series], size: float) -> Any:
    """Columns, or lying bars, side by side or on each other; bounds become error bars."""
    made = _chart(slide, box, chart, chart.categories, series, size)
    plot, stacked = made.plots[0], chart.kind in STACKED
    plot.gap_width = 60
    if stacked:
        plot.overlap = 100
    for i, (one, drawn) in enumerate(zip(series, plot.series, strict=True)):
        if one.hatched:
            _hatched(drawn, one.colour)
        elif i and not stacked:
            drawn.format.fill.patterned()
            drawn.format.fill.pattern = PATTERNS[(i - 1) % len(PATTERNS)]
            drawn.format.fill.back_color.rgb = rgb(PAPER)
            drawn.format.fill.fore_color.rgb = rgb(one.colour)
            drawn.format.line.color.rgb = rgb(one.colour)
        else:
            _filled(drawn, one.colour, INK if stacked else one.colour)
        drawn.invert_if_negative = False
        if one.lower is not None and one.upper is not None:
            _error_bars(drawn, one)
    if chart.kind in LYING:
        made.category_axis.reverse_order = True
        made.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if chart.labels:
        _labelled(plot, chart.labels, size)
    return made


def _pyramid(slide: Any, box: Box, chart: Chart, series: list[Series], size: float) -> Any:
    """Men to the left, women to the right, oldest on top; the axis shows sizes without sign."""
    men, women = series
    left = men._replace(values=tuple(-value for value in men.values))
    end = round_up((chart.highest or max(*men.values, *women.values)) / (chart.scale if chart.highest else 1.0))
    made = _chart(slide, box, chart, chart.categories, [left, women], size)
    plot = made.plots[0]
    plot.gap_width, plot.overlap = 8, 100
    for one, drawn in zip((left, women), plot.series, strict=True):
        _filled(drawn, one.colour, PAPER)
        drawn.invert_if_negative = False
    made.value_axis.minimum_scale, made.value_axis.maximum_scale = -end, end
    made.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return made


def _waterfall(slide: Any, box: Box, chart: Chart, steps: Series, size: float) -> Any:
    """Lying steps from nothing to a sum, each with its interval at its end; the change is written at the name."""
    parts = stacks(steps.values, chart.sums)
    shown = [Series(name, tuple(values), colour) for name, (values, colour) in parts.items()]
    names = tuple(f"{name}  {step_told(steps, k, chart)}" for k, name in enumerate(chart.categories))
    made = _chart(slide, box, chart, names, shown, size, legend=False)
    plot = made.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for one, drawn in zip(shown, plot.series, strict=True):
        if one.name.startswith("–"):
            drawn.format.fill.background()
            drawn.format.line.fill.background()
        else:
            _filled(drawn, one.colour, one.colour)
        drawn.invert_if_negative = False
        bounds = bounds_at(one.name, steps, chart.sums)
        if bounds is not None:
            _error_bars(drawn, bounds)
    made.category_axis.reverse_order = True
    axis = made.value_axis
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = axis_ends([reached(steps, chart.sums)])
    return made


def _filled(drawn: Any, colour: str, edge: str) -> None:
    """A plain column; the parts of a stack have a thin dark edge."""
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = rgb(colour)
    drawn.format.line.color.rgb = rgb(edge)
    drawn.format.line.width = Pt(0.5)


def _hatched(drawn: Any, ground: str) -> None:
    """Dark lines over a light ground."""
    drawn.format.fill.patterned()
    drawn.format.fill.pattern = PATTERNS[0]
    drawn.format.fill.back_color.rgb, drawn.format.fill.fore_color.rgb = rgb(ground), rgb(INK)
    drawn.format.line.color.rgb = rgb(INK)
    drawn.format.line.width = Pt(0.5)


def _labelled(plot: Any, shown: str, size: float) -> None:
    """Numbers at the bars."""
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = _with_minus(shown), False
    labels.font.size = Pt(size - 1)
    set_typefaces(labels.font)


def _with_minus(shown: str) -> str:
    """A number format that writes a true minus where the format itself says nothing of numbers below 0."""
    return shown if ";" in shown else f"{shown};−{shown}"


def round_up(value: float) -> float:
    """The next number of one digit and a half (1, 1.5, 2, ... times a power of ten), for the end of an axis."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return math.ceil(2 * value / power) / 2 * power


def axis_ends(series: Sequence[Series], steps: int = 6, room: float = 0.0) -> tuple[float, float, float]:
    """Ends and step of an axis of bars: zero is on it, and so is every error bar.

    steps : about how many      room : share of the axis that is left for numbers at the ends of bars
    """
    reached = [value for one in series for values in (one.values, one.lower, one.upper) for value in values or ()
               if math.isfinite(value)]  # fmt: skip
    lowest, highest = min(0.0, *reached), max(0.0, *reached)
    rough = max(highest - lowest, 1e-9) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice for nice in (power, 2 * power, 5 * power, 10 * power) if nice >= rough)
    low, high = step * math.floor(lowest / step), step * math.ceil(highest / step)
    needed = room * (high - low)
    low -= step if lowest < 0 and lowest - low < needed else 0.0
    high += step if highest > 0 and high - highest < needed else 0.0
    return low, high, step


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


def _chart(
    slide: Any, box: Box, chart: Chart, categories: Sequence[str], series: Sequence[Series], size: float,
    legend: bool | None = None,
) -> Any:
    """A chart with its sheet, axes, letters and key; a single series without a band needs none."""
    data: Any = _ChartData(number_format=chart.number.split(";")[0])  # type: ignore[no-untyped-call]
    data.categories = list(categories)
    for one in series:
        data.add_series(one.name, [None if math.isnan(value) else round(value, 6) for value in one.values])
    frame = slide.shapes.add_chart(KINDS[chart.kind], *box.emu(), data)
    described(frame, chart.name, chart.alt)
    made = frame.chart
    made.font.size = Pt(size)
    made.font.color.rgb = rgb(INK)
    set_typefaces(made.font)
    made.has_title = bool(chart.title)
    if chart.title:
        _text(made.chart_title.text_frame, chart.title, size + 1)
    made.has_legend = len(series) > 1 if legend is None else legend
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        made.legend.font.size = Pt(size)
        set_typefaces(made.legend.font)
    values, names = made.value_axis, made.category_axis
    values.major_gridlines.format.line.color.rgb = rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _with_minus(chart.number), False
    names.format.line.color.rgb = rgb(GREY)
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(size)
    turned = names._element.find(qn("c:txPr")).find(qn("a:bodyPr"))
    turned.set("rot", "-60000000")
    turned.set("vert", "horz")
    set_typefaces(names.tick_labels.font)
    if chart.every > 1:
        _thin_out(names._element, chart.every)
    if chart.unit:
        values.has_title = True
        _text(values.axis_title.text_frame, chart.unit, size)
    if chart.kind in ("columns", "bars"):
        ends = axis_ends(series, *((FEW_STEPS, ROOM) if chart.labels else ()))
        values.minimum_scale, values.maximum_scale, values.major_unit = ends
    if chart.lowest is not None:
        values.minimum_scale = chart.lowest / chart.scale
    if chart.highest is not None and chart.kind != "pyramid":
        values.maximum_scale = chart.highest / chart.scale
    return made


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
