"""A code of another year means a county of today; one that is no county is refused with the reason."""

import pytest

from sim.errors import UserError
from sim.places.county_codes import boundary_changes, county_codes, matched, today_of
from sim.places.pack import load_pack

SHAOXING = {*load_pack().county_codes, 330600}


@pytest.mark.parametrize(("code", "today"), [
    (339011, 330681), (339015, 330604), (330682, 330604), (330621, 330603), (330602, 330602), (330185, 330112),
    (330204, 330212), (331021, 331083), (330283, 330213),
])  # fmt: skip
def test_codes_follow_each_other(code: int, today: int) -> None:
    assert today_of(code) == today


def test_a_figure_before_a_boundary_moved_is_told() -> None:
    found = matched(330621, 2010, SHAOXING, "a.csv line 2")
    assert found.code == 330603
    (said,) = found.warnings
    assert said.startswith("a.csv line 2: the figure of 2010 for 330621 stands on the boundary before 2013: three")
    assert matched(330603, 2014, SHAOXING, "a.csv line 2").warnings == ()
    assert matched(330682, 2012, SHAOXING, "a.csv line 2").warnings == (), "上虞 kept its area"
    assert matched(330600, 2010, SHAOXING, "a.csv line 2") == (330600, ())


def test_a_code_beyond_its_end_is_told() -> None:
    (said,) = matched(330682, 2016, SHAOXING, "a.csv line 3").warnings
    assert said == "a.csv line 3: 330682 ended in 2013; the figure of 2016 is taken for 330604"


@pytest.mark.parametrize(("code", "message"), [
    (330601, r"line 4: 330601 is no county: it stands for the districts of city 330600 together \(市辖区\); allowed"),
    (330699, r"line 4: there is no county 330699; allowed are 330600, 330602"),
    (330402, r"line 4: 330402 南湖区 Nanhu is no county of this place"),
    (330204, r"line 4: 330204 is 330212 鄞州区 Yinzhou today, which is no county of this place"),
])  # fmt: skip
def test_what_is_no_county_is_refused(code: int, message: str) -> None:
    with pytest.raises(UserError, match=message):
        matched(code, 2020, SHAOXING, "line 4")


def test_the_tables_agree() -> None:
    codes = county_codes()
    assert all(one.successor in codes for one in codes.values() if one.successor)
    for change in boundary_changes():
        assert all(codes[code].successor is None for code in change.codes)
