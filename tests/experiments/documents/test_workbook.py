"""The workbook holds the numbers of the pages as numbers, with units, formats that are read alike, and no formula."""

import math
import re
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from experiments.briefing.content import Chart, Table, Tiles
from experiments.documents.workbook import format_of, workbook
from experiments.wording.languages import LANGUAGES
from tests.experiments.documents.makers import BIRTHS, WORDS, briefing

TOLD = [("Command", "=1+1"), ("Date", "2026-12-01")]


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    return {language: workbook(briefing(language), TOLD, []) for language in LANGUAGES}


@pytest.fixture(scope="module")
def zh(contents: dict[str, bytes]) -> Any:
    return openpyxl.load_workbook(BytesIO(contents["zh"]))


def columns(sheet: Any) -> dict[str, list[Any]]:
    head, *rows = list(sheet.iter_rows(min_row=4, values_only=True))
    return {name: [row[i] for row in rows] for i, name in enumerate(head) if name}


def test_one_sheet_a_chart_or_table_after_the_one_that_explains(contents: dict[str, bytes]) -> None:
    for language in LANGUAGES:
        n = sum(len(list(page.shown)) for page in briefing(language).pages)
        names = openpyxl.load_workbook(BytesIO(contents[language])).sheetnames
        assert len(names) == n + 1
        assert all(len(name) <= 31 for name in names)


def test_births_are_numbers_by_numeric_year_with_bounds_beside_them(zh: Any) -> None:
    found = columns(zh["出生人数"])
    plan = f"{WORDS['zh']['plan']}（万人）"
    assert found["年份"] == list(range(2021, 2036))
    assert found[plan] == pytest.approx([value / 1e4 for value in BIRTHS])
    assert found[f"{WORDS['zh']['plan']} 下限（万人）"] == pytest.approx([(value - 2000) / 1e4 for value in BIRTHS])
    assert found["seen（万人）"][:3] == [2.9, 2.85, None]


def test_every_number_of_every_page_is_in_the_workbook(contents: dict[str, bytes]) -> None:
    for language in LANGUAGES:
        book = openpyxl.load_workbook(BytesIO(contents[language]))
        held = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
                if isinstance(cell, int | float)]  # fmt: skip
        for page in briefing(language).pages:
            for part in page.shown:
                for value in values_of(part):
                    assert any(math.isclose(value, one, rel_tol=1e-9) for one in held), (page.name, value)


def values_of(part: Chart | Table | Tiles) -> list[float]:
    """Means of what a part shows, in the units in which it shows them."""
    if isinstance(part, Chart):
        return [v / part.scale for one in part.series for v in one.values if math.isfinite(v)]
    if isinstance(part, Tiles):
        return [one.value.mean for one in part.tiles]
    return [getattr(cell, "mean", cell) / column.scale for row in part.rows
            for cell, column in zip(row, part.columns, strict=True) if not isinstance(cell, str)]  # fmt: skip


def test_what_has_no_bound_says_so(zh: Any) -> None:
    assert columns(zh["每新增一名出生人口的成本"])["数值 上限（万元）"] == [123, "∞"]


def test_formats_show_no_bare_point(zh: Any) -> None:
    """LibreOffice shows 25. where a format has # behind the point."""
    formats = {cell.number_format for sheet in zh.worksheets for row in sheet.iter_rows() for cell in row}
    assert formats <= {"General", "@", "0", "#,##0", "#,##0.0", "#,##0.00", "#,##0.0000"}
    found = [format_of(values) for values in ([2021.0, 2022.0], [25.0, -3.0], [0.03], [1.5, "a"], [151.5], ["a"])]
    assert found == ["0", "#,##0", "#,##0.0000", "#,##0.00", "#,##0.0", "@"]


def test_no_cell_is_a_formula(contents: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(contents["zh"])) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        words = parts.read("xl/sharedStrings.xml").decode()
    assert not any("<f>" in sheet for sheet in sheets)
    assert "=1+1" in words


def test_sheets_are_ready_to_print_and_to_filter(zh: Any) -> None:
    for sheet in zh.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is what a file leaves out
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in zh.worksheets[1:]:
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref


def test_charts_read_the_cells_and_say_what_they_show(contents: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(contents["zh"])) as parts:
        charts, drawings = (
            [parts.read(name).decode() for name in parts.namelist() if re.fullmatch(pattern, name)]
            for pattern in (r"xl/charts/chart\d+\.xml", r"xl/drawings/drawing\d+\.xml")
        )
    assert len(charts) == 4  # lines, steps, bars, stacked columns
    assert all("<c:f>" in chart for chart in charts)
    assert all('descr="' in drawing for drawing in drawings)


def test_file_says_what_it_is_and_is_the_same_again(contents: dict[str, bytes], zh: Any) -> None:
    assert zh.properties.title == briefing("zh").title
    assert f"{zh.properties.created:%Y-%m-%d}" == "2026-12-01"
    assert contents["zh"] == workbook(briefing("zh"), TOLD, [])
