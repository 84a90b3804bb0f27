"""Amounts: one unit in sentence and interval, digits that the standard error carries, true minus, no spaces."""

import math

import pytest

from experiments.wording.amounts import (
    PEOPLE,
    PLACES,
    PLAIN,
    YUAN,
    Unit,
    amount,
    change,
    estimate,
    interval,
    number,
    percent,
    step_of,
    true_minus,
)

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("mean", "lower", "upper", "unit", "error", "zh", "en"),
    [
        (8_412, -12_130, 24_040, PEOPLE, 900, "增加0.84万人（−1.21万至2.40万人）", "+8,400 (−12,100 to 24,000)"),
        (-8_412, -24_040, 12_130, PEOPLE, 900, "减少0.84万人（−2.40万至1.21万人）", "−8,400 (−24,000 to 12,100)"),
        (312, 104, 530, PEOPLE, 21, "增加312人（104至530人）", "+312 (104 to 530)"),
        (312, 104, 530, PEOPLE, 60, "增加310人（100至530人）", "+310 (100 to 530)"),
        (40, -1_210, 1_290, PEOPLE, 500, "变化约为0（−1,200至1,300人）", "0 (−1,200 to 1,300)"),
        (1.234e9, 8.1e8, 1.61e9, YUAN, 3e7, "增加12.34亿元（8.10亿至16.10亿元）",
         "+1.23 billion yuan (0.81 to 1.61 billion yuan)"),
        (351_800, -INF, INF, YUAN, 9_000, "增加35.2万元（区间无法测算）", "+352,000 yuan (no bounds can be told)"),
        (INF, -INF, INF, YUAN, NAN, "无法测算", "cannot be told"),
        (14_049, NAN, NAN, PLACES, NAN, "增加1.40万个", "+14,000 places"),
    ],
)  # fmt: skip
def test_a_change_is_written_with_its_interval(
    mean: float, lower: float, upper: float, unit: Unit, error: float, zh: str, en: str
) -> None:
    assert change(mean, lower, upper, unit, "zh", error) == zh
    assert change(mean, lower, upper, unit, "en", error) == en


def test_levels_have_no_verb_and_no_plus() -> None:
    assert estimate(25_040, 21_100, 28_900, PEOPLE, "zh", 400) == "2.50万人（2.11万至2.89万人）"
    assert estimate(25_040, 21_100, 28_900, PEOPLE, "en", 400) == "25,000 (21,100 to 28,900)"
    assert estimate(1.0312, 0.91, 1.14, PLAIN, "zh", 0.012) == "1.031（0.910至1.140）"
    assert amount(8_400, PEOPLE, "en", 100, signed=True) == "+8,400"
    assert interval(-12_130, 24_040, PEOPLE, "zh", 900) == "−1.21万至2.40万人"
    assert interval(-INF, INF, PEOPLE, "zh") == "区间无法测算"


def test_digits_end_where_the_error_makes_them_empty() -> None:
    assert [step_of(error) for error in (100, 354, 355, 949, 950, 1000)] == [10, 10, 100, 100, 100, 100]
    assert estimate(512.3, 512.3, 512.3, PEOPLE, "en", 0) == "512 (512 to 512)"  # no half persons, however sure
    assert estimate(0, 0, 0, PEOPLE, "zh", 0) == "0人（0至0人）"
    assert estimate(8_412, -12_130, 24_040, PEOPLE, "en") == "8,000 (−12,000 to 24,000)"  # by the interval's width


def test_numbers_have_a_true_minus_and_nothing_no_sign() -> None:
    assert [number(x, 1, signed=True) for x in (1234.56, -0.04, 0.04, -3)] == ["+1,234.6", "0.0", "0.0", "−3.0"]
    assert (percent(-12.34, "zh", 1), percent(5, "en", signed=True)) == ("−12.3%", "+5 %")


def test_hyphens_before_numbers_become_minuses_and_others_stay() -> None:
    assert true_minus("净减-0.3，-12；（-5）") == "净减−0.3，−12；（−5）"
    assert true_minus("2025-12；gb-2312；--seeds") == "2025-12；gb-2312；--seeds"
