"""Tables as offices write them are read, or refused in one sentence that says file, line and what is allowed.

Every figure here is made up.
"""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from experiments.monitor.checked import Figures, check_plausible, read_figures, with_city
from experiments.monitor.declared import WATCHED
from experiments.monitor.tidy import write_template
from sim.errors import UserError
from tests.experiments.monitor import makers

HEAD = "year,area,indicator,value,unit\n"
YEARBOOK = """1-5 各县（市、区）常住人口出生人数（单位：人）,,
地  区,2031年,2032年
全  市,"20,000","19,000"
越 城 区,"4,400","4,180"
柯桥区,"4,200","3,990"
上虞区,"3,000","2,850"
新昌县,"1,600","1,520"
诸暨市,"4,400","4,180"
嵊州市,"2,400","2,280"
注：本表为虚构数据。,,
"""


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> tuple[Figures, list[str]]:
    """Figures and notes of a CSV file."""
    path = tmp_path / "seen.csv"
    path.write_bytes(text.encode(encoding))
    return read_figures(path, makers.AREAS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_yearbook_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    figures, notes = read(tmp_path, YEARBOOK, encoding)
    assert len(figures) == 14
    assert figures["births", makers.SHENGZHOU, 2032].value == 2280
    assert figures["births", makers.CITY, 2031].value == 20_000
    assert [note for note in notes if "GBK" in note] == (
        ["seen.csv is no UTF-8 and was read as GBK (GB 18030)"] if encoding == "gb18030" else []
    )


def test_tables_below_each_other_have_their_own_titles(tmp_path: Path) -> None:
    below = "二、年末常住人口（万人）,\n地区,2031\n嵊州市,60.12\n诸暨市,…\n"
    figures, _ = read(tmp_path, YEARBOOK + ",,\n" + below)
    assert figures["population", makers.SHENGZHOU, 2031].value == pytest.approx(601_200)
    assert ("population", 330681, 2031) not in figures


@pytest.mark.parametrize(("area", "code"), [
    ("嵊州市", 330683), ("嵊州", 330683), ("330683", 330683), ("Shengzhou", 330683), ("330621", 330603),
    ("绍兴县", 330603), ("全市", 330600), ("330600", 330600), ("试验市", 330600),
])  # fmt: skip
def test_an_area_has_many_names(tmp_path: Path, area: str, code: int) -> None:
    figures, _ = read(tmp_path, f"{HEAD}2031,{area},births,2400,人\n")
    assert list(figures) == [("births", code, 2031)]


def test_an_old_code_is_taken_and_told(tmp_path: Path) -> None:
    _, notes = read(tmp_path, f"{HEAD}2031,330621,births,2400,人\n")
    assert notes == ["seen.csv line 2, column area: 330621 ended in 2013; the figure of 2031 is taken for 330603"]


@pytest.mark.parametrize(("indicator", "number", "unit", "value"), [
    ("births", "0.24", "万人", 2400), ("出生人数", "2,400", "人", 2400), ("结婚登记对数", "0.12", "万对", 1200),
    ("常住人口", "60.1", "万人", 601_000), ("deaths", "2.4", "thousand persons", 2400),
    ("births", "2 400", "persons", 2400),
])  # fmt: skip
def test_units_are_converted(tmp_path: Path, indicator: str, number: str, unit: str, value: float) -> None:
    figures, _ = read(tmp_path, f'{HEAD}2031,嵊州市,{indicator},"{number}",{unit}\n')
    (found,) = figures.values()
    assert found.value == pytest.approx(value)


def test_a_rate_takes_the_residents_of_the_file(tmp_path: Path) -> None:
    rows = "2030,嵊州市,常住人口,58,万人\n2031,嵊州市,常住人口,62,万人\n2031,嵊州市,births,4.0,‰\n"
    figures, _ = read(tmp_path, HEAD + rows)
    assert figures["births", makers.SHENGZHOU, 2031].value == pytest.approx(2400)


def test_rounding_adds_to_the_error_and_a_stated_error_goes_first(tmp_path: Path) -> None:
    rows = "2031,嵊州市,births,0.24,万人,\n2032,嵊州市,births,2400,人,7\n"
    figures, _ = read(tmp_path, HEAD.replace("unit", "unit,error") + rows)
    assumed, stated = figures.values()
    assert assumed.error == pytest.approx(((0.02 * 2400) ** 2 + 100**2 / 12) ** 0.5)
    assert stated.error == pytest.approx((49 + 1 / 12) ** 0.5)


def test_full_width_digits_are_read_and_told_once(tmp_path: Path) -> None:
    rows = "２０３１,嵊州市,births,２４００,人\n２０３２,嵊州市,births,２，３００,人\n"
    figures, notes = read(tmp_path, HEAD + rows)
    assert [one.value for one in figures.values()] == [2400, 2300]
    assert notes == ["seen.csv: 4 cells hold full-width digits (１２３), read as 123"]


@pytest.mark.parametrize(("text", "message"), [
    # swapped columns
    ("2031,births,嵊州市,2400,人\n", "line 2: column area holds 'births' and column indicator '嵊州市'; the two"),
    ("嵊州市,2031,births,2400,人\n", "line 2: column year holds '嵊州市' and column area '2031', which is a year"),
    ("2400,嵊州市,births,2031,人\n", "line 2: column year holds '2400' and column value '2031', which is a year; the"),
    # wrong unit
    ("2031,嵊州市,births,2400,对\n", "line 2, column unit: '对' is no unit of births .*; allowed are 人, 千人, .*‰"),
    ("2031,嵊州市,marriages,2400,人\n", "column unit: '人' is no unit of marriages .*twice the couples; allowed"),
    ("2031,嵊州市,births,2400,\n", "line 2, column unit: '' is no unit of births"),
    ("2031,嵊州市,births,4.1,‰\n", "line 2: births in ‰ need the residents .* in the same file; allowed without"),
    # duplicate year
    ("2031,嵊州市,births,1,人\n2031,嵊州,births,2,人\n", "line 3: births of 330683 .* already at seen.csv line 2"),
    ("2031,330603,births,1,人\n2031,330621,births,2,人\n", "births of 330603 .*add up the two of an old"),
    # the rest
    ("2031,嵊州市,births,\"3,51\",人\n", "line 2, column value: '3,51' is no number; allowed are numbers such as 3512"),
    ("2031,嵊州市,births,-5,人\n", "line 2, column value: -5 is negative; allowed are figures from 0 on"),
    ("31,嵊州市,births,5,人\n", "line 2, column year: '31' is no year; allowed are years such as 2024"),
    ("2031,余姚市,births,5,人\n", "column area: '余姚市' is no area of this place; allowed are 330600"),
    ("2031,330601,births,5,人\n", "line 2, column area: 330601 is no county"),
    ("2031,嵊州市,divorces,5,人\n", "line 2, column indicator: there is no 'divorces'; allowed are births"),
    ("2031,嵊州市,births,5,人,6\n", "line 2: 6 cells; allowed are 5, as in the head"),
    ("", "seen.csv holds no figures; fill in year, value and unit"),
])  # fmt: skip
def test_an_unclear_tidy_table_is_refused_in_one_sentence(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as refused:
        read(tmp_path, HEAD + text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("old", "new", "message"), [
    ("2032年", "2031年", "line 2: year 2031 stands twice, in columns 2 and 3; keep one"),
    ("（单位：人）", "", r"line 2: the title \('1-5 .*'\) says no unit; allowed for births are 人"),
    ("（单位：人）", "（单位：对）", "line 2: '对' is no unit of births"),
    ("常住人口出生", "户籍人口出生", "line 2: the title says 户籍 .*allowed are figures of residents"),
    ("出生人数", "出生和死亡人数", "line 2: the title names births and deaths .*allowed is one a table"),
    ("常住人口出生人数", "离婚", "line 2: the title .* names no indicator; allowed are titles with one of 出生, 结婚"),
    ("嵊州市", "余姚市", "line 9, first column: '余姚市' is no area"),
    ("2032年", "合计", "line 2: '合计' is no year"),
    ('"2,280"', '"2,280",5', "line 9, column 4: '5' stands under no year"),
    ('"2,280"', "228", "births of 2032 are 19,000 in the city and 16,948 in its counties together; allowed"),
])  # fmt: skip
def test_an_unclear_yearbook_is_refused_in_one_sentence(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read(tmp_path, YEARBOOK.replace(old, new))


def test_small_differences_between_city_and_counties_are_told(tmp_path: Path) -> None:
    _, notes = read(tmp_path, YEARBOOK.replace('"20,000"', '"19,900"'))
    told = "births of 2031 are 19,900 in the city and 20,000 in its counties together, +0.50%; taken as given"
    assert notes == [f"seen.csv line 3, column 2: {told}"]


@pytest.mark.parametrize(("value", "message"), [
    (0.24, "its unit may be 万人, allowed are 1/4 to 4 times"), (60_000.0, "columns or rows may be swapped"),
])  # fmt: skip
def test_a_figure_far_from_the_projection_is_asked_about(value: float, message: str) -> None:
    figure = makers.figure("births", value)
    with pytest.raises(UserError, match=message):
        check_plausible({("births", 330683, 2031): figure}, {("births", 330683, 2031): 2400.0}, makers.AREAS)


def test_a_city_is_the_sum_of_all_its_counties() -> None:
    figures = {("births", code, 2031): makers.figure("births", 100.0) for code in makers.AREAS.codes}
    assert with_city(figures, makers.AREAS)["births", makers.CITY, 2031].value == 600
    del figures["births", makers.SHENGZHOU, 2031]
    assert ("births", makers.CITY, 2031) not in with_city(figures, makers.AREAS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_template_is_read_once_filled_in(tmp_path: Path, language: str, suffix: str) -> None:
    path = tmp_path / f"empty{suffix}"
    assert write_template(path, makers.AREAS, language).startswith("An empty table of 28 rows")
    with pytest.raises(UserError, match="holds no figures"):
        read_figures(path, makers.AREAS)
    fill(path)
    figures, notes = read_figures(path, makers.AREAS)
    assert len(figures) == len(WATCHED) * 7
    assert notes == []


def fill(path: Path) -> None:
    """Put a year and a value into every row of a template, the city's the sum of its counties."""
    def filled(row: Sequence[object]) -> list[object]:
        return [2031, *row[1:4], 600 if str(row[1]) == str(makers.CITY) else 100, *row[5:]]

    if path.suffix == ".csv":
        head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
        lines = [head, *(",".join(map(str, filled(row.split(",")))) for row in rows)]
        path.write_text("\n".join(lines), encoding="utf-8-sig")
        return
    book = openpyxl.load_workbook(path)
    for at, row in enumerate(list(book.active.iter_rows(min_row=2, values_only=True)), start=2):
        for column, value in enumerate(filled(row), start=1):
            book.active.cell(at, column, value)
    book.save(path)


def test_a_broken_workbook_and_other_files_are_refused(tmp_path: Path) -> None:
    for name, message in (("a.xlsx", "is no whole XLSX file"), ("a.xls", "'.xls' files are not read; allowed are CSV")):
        path = tmp_path / name
        path.write_bytes(b"nothing")
        with pytest.raises(UserError, match=message):
            read_figures(path, makers.AREAS)
