"""Figures by county come under the codes of today; what is no county, or stands twice then, is refused."""

from pathlib import Path

import pytest

from experiments.places.observed import observed_rows, write_on_codes_of_today
from sim.errors import UserError
from sim.places.pack import load_pack

HEAD = "county_code,year,indicator,value\n"


def test_old_codes_are_taken_over_and_told(tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    path.write_text(HEAD + "330682,2016,places,10\n330621,2010,places,3\n330681,2020,places,5\n", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"seen\.csv line \d") as told:
        rows = observed_rows(path, load_pack())
    assert [row["county_code"] for row in rows] == ["330604", "330603", "330681"]
    assert [str(one.message).split(":")[0] for one in told] == ["seen.csv line 2", "seen.csv line 3"]


def test_the_file_is_written_on_codes_of_today(tmp_path: Path) -> None:
    path, out = tmp_path / "seen.csv", tmp_path / "today.csv"
    path.write_text(HEAD + '339011,2020,"a, b",5\n', encoding="utf-8")
    assert write_on_codes_of_today(path, load_pack(), out) == f"1 rows on the county codes of today in {out}."
    assert out.read_text(encoding="utf-8") == HEAD + '330681,2020,"a, b",5\n'


@pytest.mark.parametrize(("text", "message"), [
    (HEAD + "330601,2020,x,1\n", r"seen\.csv line 2: 330601 is no county"),
    (HEAD + "330604,2016,x,1\n330682,2016,x,2\n", r"line 3: 330604 in 2016 stands on line 2 already.*add the two rows"),
    (HEAD + "Zhuji,2016,x,1\n", r"line 2, column county_code: 'Zhuji' is no whole number"),
    (HEAD + "330681,20,x,1\n", r"line 2, column year: 20 is out of range; allowed are 1900 to 2100"),
    (HEAD + "330681,2020,x\n", r"line 2: 3 fields; allowed are 4"),
    (HEAD, r"line 2: the table has no rows"),
    ("code,year\n1,2\n", r"line 1: columns county_code and year are needed; there are code, year"),
])  # fmt: skip
@pytest.mark.filterwarnings("ignore:seen.csv")
def test_bad_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path, out = tmp_path / "seen.csv", tmp_path / "today.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        write_on_codes_of_today(path, load_pack(), out)
    assert not out.exists()
