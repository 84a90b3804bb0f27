"""A workbook of plain tables, one a sheet, with native charts beside them; knows nothing of the model.

A cell holds a number or words, never a formula: what a user wrote stays text. Years are numbers, units stand in the
head of each column, and every column has a format of its own that shows as many decimals as it means, because
LibreOffice shows the dot of `#,##0.##` after a whole number. Called by `experiments.documents.workbook`.
"""

import math
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from experiments.charts.style import BLUE, GREY, INK
from experiments.documents.paper import About
from experiments.documents.undated import undated
from experiments.wording.widths import width_of

WORDS = "@"
YEARS = "0"
WHOLE, ONE, TWO, FOUR, PERCENT = "#,##0", "#,##0.0", "#,##0.00", "#,##0.0000", "0.0%"
FONTS = {"zh": "微软雅黑", "en": "Arial"}
DASHES = ("solid", "dash", "round_dot", "long_dash_dot", "dash_dot")
HEAD_FILL = "#e7e9ed"
WIDEST = 44
"""Of a column [halves of a Chinese character]."""
A4 = 9
MOST_UPRIGHT, MOST_ROWS = 7, 40
"""Columns of a sheet that is printed upright; rows of one that is printed on one page with its chart."""
FIRST_WIDTH, SECOND_WIDTH = 34, 92
"""Of the columns of the first sheet [halves of a Chinese character]."""
CHART_WIDTH, CHART_HEIGHT, ROW_HEIGHT = 760, 420, 20
"""Pixels."""
WHISKER = {"zh": "误差线", "en": "error bar"}
FIRST_ROW = 3
"""Row of a table's head, counted from 0: title, note and an empty line stand above."""


class Shown(NamedTuple):
    """A number with a format of its own, in a column whose rows have several units."""

    value: float
    form: str


class Plot(NamedTuple):
    """A native chart of a sheet's columns.

    kind : line, column, bar, and stacked where parts add up      columns : positions of the values
    bounds : of each value column the positions of its lower and upper bound, none where it has no interval
    """

    kind: str
    title: str
    unit: str
    columns: Sequence[int]
    colours: Sequence[str]
    bounds: Sequence[tuple[int, int] | None] = ()
    names: int = 0
    """Position of the column along the axis."""
    stacked: bool = False
    alt: str = ""


class Sheet(NamedTuple):
    """One table.

    name : of the tab, at most 31 letters      table : columns named as they are printed, units in brackets
    formats : number format of each column      notes : lines below the title
    """

    name: str
    title: str
    table: pd.DataFrame
    formats: tuple[str, ...]
    notes: tuple[str, ...] = ()
    plot: Plot | None = None


class Lines(NamedTuple):
    """A first sheet of words: pairs of what and what of it, sheets with what they show, and paragraphs below."""

    name: str
    title: str
    pairs: list[tuple[str, str]]
    contents: list[tuple[str, str]]
    paragraphs: list[str]


class Book:
    """A workbook being made."""

    def __init__(self, language: str, about: About) -> None:
        self.language = language
        self._made = BytesIO()
        self.workbook = Workbook(self._made, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        })  # fmt: skip
        self.workbook.set_properties({
            "title": about.title, "subject": about.subject, "keywords": about.keywords, "comments": about.comments,
            "author": "fertsim", "created": about.made,
        })  # fmt: skip
        font = {"font_name": FONTS[language], "font_size": 10, "font_color": INK, "valign": "vcenter"}
        made = self.workbook.add_format
        self._font = font
        self._title = made(font | {"font_size": 14, "bold": True, "text_wrap": True})
        self._note = made(font | {"font_color": "#5b6169", "font_size": 9, "text_wrap": True})
        self._head = made(font | {"bold": True, "bg_color": HEAD_FILL, "text_wrap": True, "align": "center",
                                  "bottom": 1, "border_color": GREY})  # fmt: skip
        self._wrapped = made(font | {"text_wrap": True, "valign": "top"})
        self._link = made(font | {"font_color": BLUE, "underline": 1, "valign": "top"})
        self._bold = made(font | {"bold": True, "valign": "top"})
        self._cells = {form: made(font | {"num_format": form, "align": "left" if form == WORDS else "right"})
                       for form in (WORDS, YEARS, WHOLE, ONE, TWO, FOUR, PERCENT)}  # fmt: skip

    def lines(self, lines: Lines) -> None:
        """Add a sheet of words."""
        sheet = self.workbook.add_worksheet(lines.name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, FIRST_WIDTH)
        sheet.set_column(1, 1, SECOND_WIDTH)
        sheet.merge_range(0, 0, 0, 1, "", self._title)
        sheet.write_string(0, 0, lines.title, self._title)
        sheet.set_row(0, 26)
        row = 2
        for name, text in (*lines.pairs, ("", ""), *lines.contents):
            if (name, text) in lines.contents:
                sheet.write_url(row, 0, f"internal:'{name}'!A1", self._link, name)
            else:
                sheet.write_string(row, 0, name, self._bold)
            sheet.write_string(row, 1, text, self._wrapped)
            sheet.set_row(row, _height(text, SECOND_WIDTH))
            row += 1
        for text in lines.paragraphs:
            row += 1
            sheet.merge_range(row, 0, row, 1, "", self._wrapped)
            sheet.write_string(row, 0, text, self._wrapped)
            sheet.set_row(row, _height(text, FIRST_WIDTH + SECOND_WIDTH))
        self._printed(sheet, lines.title, None, across=True)

    def sheet(self, one: Sheet) -> None:
        """Add a table, with its chart below it, where a printed page has room."""
        assert len(one.formats) == len(one.table.columns)
        sheet = self.workbook.add_worksheet(one.name)
        widths: list[float] = []
        for j, (name, form) in enumerate(zip(one.table.columns, one.formats, strict=True)):
            values = list(one.table[name])
            sheet.write_string(FIRST_ROW, j, name, self._head)
            for i, value in enumerate(values):
                self._write(sheet, FIRST_ROW + 1 + i, j, value, form)
            shown = [width_of(str(value)) for value in values] if form == WORDS else [9]
            widths.append(min(WIDEST, max([9, *shown, min(16, width_of(name))]) + 2))
            sheet.set_column(j, j, widths[-1])
        heads = zip(one.table.columns, widths, strict=True)
        lines = max(math.ceil((width_of(name) + 3) / wide) for name, wide in heads)
        sheet.set_row(FIRST_ROW, 14 * lines + 6)
        covered = len(widths) if one.plot is None else max(len(widths), n_columns(widths, CHART_WIDTH))
        self._head_lines(sheet, one, covered, sum(widths) + 9 * (covered - len(widths)))
        last = FIRST_ROW + len(one.table)
        n_names = sum(form in (WORDS, YEARS) for form in one.formats[:2])
        sheet.freeze_panes(FIRST_ROW + 1, n_names)
        if len(one.table):
            sheet.autofilter(FIRST_ROW, 0, last, len(one.formats) - 1)
        if one.plot is not None and len(one.table):
            chart = self._chart(one, one.plot, self._write_whiskers(sheet, one, one.plot, covered + 1))
            sheet.insert_chart(last + 2, 0, chart, {"description": one.plot.alt or one.title})
            sheet.print_area(0, 0, last + 2 + CHART_HEIGHT // ROW_HEIGHT, covered - 1)
        self._printed(sheet, one.title, FIRST_ROW, len(one.formats) > MOST_UPRIGHT, len(one.table) <= MOST_ROWS)

    def _head_lines(self, sheet: Any, one: Sheet, covered: int, width: float) -> None:
        """Title and notes over the columns that are printed, in as many lines as they need."""
        notes = (" " if self.language == "en" else "").join(one.notes)
        for row, text, form, share in ((0, one.title, self._title, 0.68), (1, notes, self._note, 1.05)):
            if covered > 1:
                sheet.merge_range(row, 0, row, covered - 1, "", form)
            sheet.write_string(row, 0, text, form)
            sheet.set_row(row, _height(text, int(share * width), 24 if row == 0 else 14))

    def content(self) -> bytes:
        """The file's content; the same tables give the same bytes."""
        self.workbook.close()
        return undated(self._made.getvalue())

    def _write(self, sheet: Any, row: int, column: int, value: Any, form: str) -> None:
        """A cell; what is unknown stays empty, what has no bound says so in a sign."""
        if isinstance(value, Shown):
            value, form = value
        if isinstance(value, str):
            sheet.write_string(row, column, value, self._cells[WORDS])
        elif value is None or math.isnan(value):
            sheet.write_blank(row, column, None, self._cells[form])
        elif math.isinf(value):
            sheet.write_string(row, column, "∞" if value > 0 else "−∞", self._cells[form])
        else:
            sheet.write_number(row, column, value, self._cells[form])

    def _write_whiskers(self, sheet: Any, one: Sheet, plot: Plot, column: int) -> dict[int, int]:
        """Lengths of error bars, written right of the printed part: LibreOffice draws none but from cells.

        Returns by the position of a column of values that of its first length; none where a bound is infinite.
        """
        found = {}
        for values, bounds in zip(plot.columns, plot.bounds, strict=False):
            if bounds is None:
                continue
            mean, lower, upper = (one.table.iloc[:, j].astype(float) for j in (values, *bounds))
            if not all(each.map(math.isfinite).all() for each in (mean, lower, upper)):
                continue
            found[values] = column
            for lengths, end in ((upper - mean, 1), (mean - lower, 0)):
                sheet.write_string(FIRST_ROW, column, f"{WHISKER[self.language]} {'−+'[end]}", self._note)
                for i, length in enumerate(lengths):
                    sheet.write_number(FIRST_ROW + 1 + i, column, length, self._note)
                column += 1
        return found

    def _chart(self, one: Sheet, plot: Plot, whiskers: dict[int, int]) -> Any:
        """A native chart that reads the cells of its sheet. whiskers : positions of the lengths of error bars"""
        kind = {"type": plot.kind} | ({"subtype": "stacked"} if plot.stacked else {})
        chart = self.workbook.add_chart(kind)
        first, last = FIRST_ROW + 1, FIRST_ROW + len(one.table)
        letters = {"name": FONTS[self.language], "size": 9, "bold": False, "color": INK}
        for i, (column, colour) in enumerate(zip(plot.columns, plot.colours, strict=True)):
            series: dict[str, Any] = {
                "name": [one.name, FIRST_ROW, column], "categories": [one.name, first, plot.names, last, plot.names],
                "values": [one.name, first, column, last, column],
            }  # fmt: skip
            if plot.kind == "line":
                series["line"] = {"color": colour, "width": 2.0, "dash_type": DASHES[i % len(DASHES)]}
                series["smooth"] = False
            else:
                series |= {"fill": {"color": colour}, "border": {"color": "#ffffff"}, "gap": 60}
            if column in whiskers:
                ends = (f"='{one.name}'!${name}${first + 1}:${name}${last + 1}"
                        for name in (column_name(whiskers[column] + k) for k in (0, 1)))  # fmt: skip
                series["y_error_bars"] = {"type": "custom", "line": {"color": INK, "width": 0.75},
                                          "plus_values": next(ends), "minus_values": next(ends)}  # fmt: skip
            chart.add_series(series)
        fonts = {"name_font": letters, "num_font": letters}
        lying = plot.kind == "bar"
        along = fonts | {"label_position": "low", "reverse": lying, "major_gridlines": {"visible": False}}
        widest = max(plot.columns, key=lambda j: _largest(one.table, j))
        across: dict[str, Any] = fonts | {"name": plot.unit, "label_position": "high" if lying else "next_to",
                          "major_gridlines": {"visible": True, "line": {"color": "#e4e6ea"}},
                          "num_format": one.formats[widest]}  # fmt: skip
        if whiskers:
            across |= reach(one.table, plot)
        chart.set_title({"name": plot.title, "name_font": letters | {"size": 12}} if plot.title else {"none": True})
        chart.set_x_axis(across if lying else along)
        chart.set_y_axis(along if lying else across)
        chart.set_legend({"position": "bottom", "font": letters} if len(plot.columns) > 1 else {"none": True})
        chart.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
        chart.show_blanks_as("gap")
        return chart

    def _printed(self, sheet: Any, title: str, head: int | None, across: bool, one_page: bool = False) -> None:
        """How a sheet is printed: A4, one page wide, its head on each page, title and page at the foot."""
        if across:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&9 {title.replace('&', '&&')}&R&9 &P / &N")  # "&92021" would be letters of size 92021
        if head is not None:
            sheet.repeat_rows(head)


def reach(table: pd.DataFrame, plot: Plot) -> dict[str, float]:
    """Ends of the axis of values that hold its error bars too, which spreadsheets do not look at; 0 is on it."""
    positions = [*plot.columns, *(end for ends in plot.bounds if ends is not None for end in ends)]
    numbers = [value for j in positions for value in table.iloc[:, j].astype(float) if math.isfinite(value)]
    least, most = min(0.0, *numbers), max(0.0, *numbers)
    rough = max(most - least, 1e-9) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice for nice in (power, 2 * power, 2.5 * power, 5 * power, 10 * power) if nice >= rough)
    return {"min": step * math.floor(least / step), "max": step * math.ceil(most / step), "major_unit": step}


def column_name(position: int) -> str:
    """Letter of a column, such as B."""
    return str(xl_col_to_name(position))


def n_columns(widths: Sequence[float], pixels: int) -> int:
    """Columns from the first on that cover so many pixels, those beyond the given ones being of the default width."""
    found = 0
    while pixels > 0:
        pixels -= round(7 * widths[found] + 5) if found < len(widths) else 64
        found += 1
    return found


def _largest(table: pd.DataFrame, column: int) -> float:
    """Size of a column's largest number; the axis of a chart has the decimals that it asks for."""
    return float(np.nanmax(np.abs(table.iloc[:, column].astype(float)), initial=0.0))


def _height(text: str, width: int, line: float = 15.0) -> float:
    """Height of a row that holds a text in a column of this width."""
    return line * max(1, math.ceil(width_of(text) / width))
