"""Titles and units of indicators in Chinese and English, as tables and axes show them; all from their declaration.

Units come with a word of scale, such as 万人/年 or thousand births / year. What has no declaration, such as the output
of a test function, is called by its name and has no unit.
"""

from sim.measures.declared import DECLARED_INDICATORS, Indicator

WORDS = {
    "zh": {1e8: "亿", 1e4: "万", 1e3: "千", 1.0: ""},
    "en": {1e9: "billion ", 1e6: "million ", 1e3: "thousand ", 1.0: ""},
}
"""Word of what numbers are divided by."""
SCALES = {"zh": (1e8, 1e4), "en": (1e9, 1e6, 1e3)}
"""Scales that an axis chooses among, the largest first; Chinese counts by ten thousands."""


OF_STUDIES = {
    "cost_per_birth": Indicator(
        id="cost_per_birth", title_zh="每新增一名出生人口的公共资金", title_en="public money per birth added",
        unit="yuan of 2020 / birth", unit_zh="元/人（2020年价格）", kind="rate",
        meaning="public money over births, each added over another scenario",
    ),
}  # fmt: skip
"""Outputs that a study makes of indicators."""
DECLARED = {**DECLARED_INDICATORS, **OF_STUDIES}


def title_of(name: str, language: str) -> str:
    """What an indicator is called."""
    one = DECLARED.get(name)
    if one is None:
        return name
    return one.title_zh if language == "zh" else one.title_en


def unit_of(name: str, language: str, scale: float = 1.0) -> str:
    """Unit of an indicator whose values are divided by `scale`."""
    one = DECLARED.get(name)
    if one is None:
        return ""
    return WORDS[language][scale] + (one.unit_zh if language == "zh" else one.unit)


def unit_of_sum(name: str, language: str, scale: float = 1.0) -> str:
    """The same of a sum over years: of births, not births a year; a stock or rate keeps its unit."""
    return unit_of(name, language, scale).replace("/年", "").replace(" / year", "")


def scale_of(largest: float, language: str) -> float:
    """What numbers are divided by so that the largest has few digits."""
    return next((scale for scale in SCALES[language] if largest >= 2 * scale), 1.0)


def printed_title(one: Indicator) -> str:
    """English title of an indicator in a printed table, with its unit in words where values are divided."""
    if one.scale == 1:
        return one.title_en
    return f"{one.title_en} ({unit_of(one.id, 'en', one.scale).replace(' / ', ' a ')})"
