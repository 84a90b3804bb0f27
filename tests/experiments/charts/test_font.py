"""The font that ships can write the name of every county that a pack may be made for."""

from fontTools.ttLib import TTFont

from experiments.charts.style import FONT
from sim.places.county_census import names
from sim.places.county_codes import county_codes


def test_the_font_has_all_names_of_the_province() -> None:
    written = {sign for zh, _ in names().values() for sign in zh}
    written |= {sign for one in county_codes().values() for sign in one.name_zh}
    assert sorted(sign for sign in written if ord(sign) not in TTFont(FONT).getBestCmap()) == []
