"""Settings from what was asked: a county by any of its names."""

import pytest

from experiments.setup.settings import county_of
from sim.errors import UserError


@pytest.mark.parametrize("name", ["330681", "诸暨市", "诸暨", "Zhuji", "zhuji "])
def test_county_by_any_of_its_names(name: str) -> None:
    assert county_of("shaoxing", name) == 330681


def test_unknown_county_lists_the_counties() -> None:
    with pytest.raises(UserError, match="330604 上虞区 Shangyu"):
        county_of("shaoxing", "Atlantis")


def test_without_a_name_the_whole_city_is_meant() -> None:
    assert county_of("shaoxing", None) is None


def test_an_old_code_of_a_county_is_taken_for_todays() -> None:
    assert [county_of("shaoxing", code) for code in ("330621", "339015", "330602")] == [330603, 330604, 330602]
    with pytest.raises(UserError, match=r"--county: 330601 is no county: it stands for the districts of city 330600"):
        county_of("shaoxing", "330601")
