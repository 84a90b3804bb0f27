"""Numbers, amounts with their unit, and their intervals, written alike by every output in Chinese and English.

    change(8400, -12100, 24000, PEOPLE, "zh", error=900)    增加0.84万人（−1.21万至2.40万人）
    change(8400, -12100, 24000, PEOPLE, "en", error=900)    +8,400 (−12,100 to 24,000)

An amount and its interval have one unit, that of the largest of them. Chinese has no space around digits nor before %,
fullwidth brackets, and 万 and 亿; a minus is U+2212 in both languages. Digits end where the standard error of the mean
makes the next one empty, by the rule of the Particle Data Group (Review of Particle Physics, introduction, 5.3): of an
error's first three digits 100 to 354 keep two, 355 to 949 one, and beyond that it is rounded up to 1000 and keeps two.
"""

import math
import re
from typing import NamedTuple

MINUS = "−"
HYPHENATED = re.compile(r"(?<![A-Za-z0-9_.\-–—])-(?=[\d.])")
"""A hyphen before a number, where no letter, digit or other stroke stands before it."""
TWO_DIGITS, ONE_DIGIT = 3.55, 9.5
"""Size of an error's first digits up to which it keeps two, and up to which one."""
SIGNIFICANT = 3
"""Digits of an amount whose error nobody knows."""
MOST_DECIMALS = 2
"""Behind the point of an amount with a word of scale: 0.84万人."""


class Unit(NamedTuple):
    """What is counted: its word by language, what numbers are divided by, and the finest step that has a meaning."""

    zh: str
    en: str = ""
    """Empty where the sentence names it, as it does people and births."""
    finest: float = 1.0
    scaled: bool = True
    """Whether large amounts are written in 万 and 亿, million and billion."""


PEOPLE = Unit("人")
YUAN = Unit("元", "yuan")
PLACES = Unit("个", "places")
BEDS = Unit("张", "beds")
COUPLES = Unit("对", "couples")
BARE = Unit("", "", 1e-6)
"""A number beside an axis that has the unit."""
PLAIN = Unit("", "", 0.001, scaled=False)
"""Rates that have no word of their own, such as the total fertility rate."""
SCALES = {
    "zh": ((1e8, "亿"), (1e4, "万")),
    "en": ((1e9, "billion"), (1e6, "million")),
}
"""Least size of an amount that takes a word of scale, and the word; the largest first."""
WORDS = {
    "zh": {"more": "增加", "fewer": "减少", "same": "变化约为0", "to": "至", "open": "区间无法测算",
           "no": "无法测算"},
    "en": {"more": "+", "fewer": MINUS, "same": "0", "to": " to ", "open": "no bounds can be told",
           "no": "cannot be told"},
}  # fmt: skip


def number(value: float, digits: int = 0, signed: bool = False) -> str:
    """A number with commas and a true minus; what rounds to nothing has no sign.

    signed : whether one above 0 has its plus
    """
    text = f"{abs(value):,.{digits}f}"
    if not any(letter in "123456789" for letter in text):
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def percent(value: float, language: str, digits: int = 0, signed: bool = False) -> str:
    """A number of percent. value : in percent"""
    return number(value, digits, signed) + ("%" if language == "zh" else " %")


def month_told(month: str, language: str) -> str:
    """A month such as 2025-12 as a sentence has it: 2025年12月."""
    year, number_of_month = month.split("-")
    return f"{year}年{int(number_of_month)}月" if language == "zh" else month


def true_minus(text: str) -> str:
    """A text whose negative numbers have a minus in place of a hyphen; names, dates and options keep theirs."""
    return HYPHENATED.sub(MINUS, text)


def amount(value: float, unit: Unit, language: str, error: float = math.nan, signed: bool = False) -> str:
    """An amount with its unit. error : standard error of the value, NaN where nobody knows it"""
    return estimate(value, math.nan, math.nan, unit, language, error, signed)


def estimate(
    mean: float, lower: float, upper: float, unit: Unit, language: str, error: float = math.nan, signed: bool = False
) -> str:
    """A mean with its unit and, in brackets, its interval.

    lower, upper : bounds; NaN where there are none, so that no bracket stands; infinite where they cannot be told
    error : standard error of the mean      signed : whether a mean above 0 has its plus
    """
    if not math.isfinite(mean):
        return WORDS[language]["no"]
    found = _Written.of((mean, lower, upper), unit, language, error)
    return found.whole(mean, signed) + _bracket(found, lower, upper, language)


def change(
    mean: float, lower: float, upper: float, unit: Unit, language: str, error: float = math.nan
) -> str:
    """A difference with its interval, as in 增加0.84万人（−1.21万至2.40万人） and +8,400 (−12,100 to 24,000).

    Bounds keep their sign: of a decrease they are of the change, not of its size.
    """
    if not math.isfinite(mean):
        return WORDS[language]["no"]
    found, words = _Written.of((mean, lower, upper), unit, language, error), WORDS[language]
    told = words["same"] if found.is_nothing(mean) else words["more" if mean > 0 else "fewer"] + found.whole(abs(mean))
    return told + _bracket(found, lower, upper, language)


def interval(
    lower: float, upper: float, unit: Unit, language: str, error: float = math.nan
) -> str:
    """An interval alone, as in −1.21万至2.40万人. error : standard error of the mean that it is of"""
    if not (math.isfinite(lower) and math.isfinite(upper)):
        return WORDS[language]["open"]
    found = _Written.of((lower, lower, upper), unit, language, error)
    return found.span(lower, upper)


def step_of(error: float) -> float:
    """Size of the last digit that a value of this standard error carries; the error is above 0."""
    power = 10.0 ** math.floor(math.log10(error))
    first = error / power
    return power / 10 if first < TWO_DIGITS else power


class _Written(NamedTuple):
    """How an amount and its interval are written: one scale, one last digit."""

    unit: Unit
    language: str
    scale: float
    word: str
    step: float

    @classmethod
    def of(cls, values: tuple[float, float, float], unit: Unit, language: str, error: float) -> "_Written":
        """Scale by the largest of mean and bounds, last digit by the standard error. values : mean, lower, upper"""
        largest = max(abs(value) for value in values if math.isfinite(value))
        scale, word = next(
            ((size, word) for size, word in SCALES[language] if unit.scaled and largest >= size), (1.0, ""))
        step = max(_step(values, error), unit.finest)
        return cls(unit, language, scale, word, max(step, scale / 10**MOST_DECIMALS) if word else step)

    def bare(self, value: float, signed: bool = False) -> str:
        """The number alone."""
        digits = max(0, -math.floor(math.log10(self.step / self.scale) + 1e-9))
        return number(round(value / self.step) * self.step / self.scale, digits, signed)

    def whole(self, value: float, signed: bool = False) -> str:
        """The number with its word of scale and its unit."""
        return self.bare(value, signed) + self._behind(self.word + self.unit.zh, self.word, self.unit.en)

    def span(self, lower: float, upper: float) -> str:
        """Both bounds; Chinese repeats the word of scale, not the unit."""
        first = self.bare(lower) + (self.word if self.language == "zh" else "")
        return first + WORDS[self.language]["to"] + self.whole(upper)

    def is_nothing(self, value: float) -> bool:
        """Whether a value rounds to 0."""
        return round(value / self.step) == 0

    def _behind(self, zh: str, *en: str) -> str:
        return zh if self.language == "zh" else "".join(f" {word}" for word in en if word)


def _step(values: tuple[float, float, float], error: float) -> float:
    """Last digit by the standard error, by the interval where that is unknown, else by the size of the amount."""
    mean, lower, upper = values
    if error == 0:
        return 0.0
    if math.isfinite(error):
        return step_of(error)
    if math.isfinite(upper - lower) and upper > lower:
        return step_of((upper - lower) / 4)
    return 10.0 ** (math.floor(math.log10(abs(mean))) - SIGNIFICANT + 1) if mean else 0.0


def _bracket(found: _Written, lower: float, upper: float, language: str) -> str:
    """The interval in brackets; empty where there is none."""
    if math.isnan(lower) or math.isnan(upper):
        return ""
    finite = math.isfinite(lower) and math.isfinite(upper)
    inner = found.span(lower, upper) if finite else WORDS[language]["open"]
    return f"（{inner}）" if language == "zh" else f" ({inner})"
