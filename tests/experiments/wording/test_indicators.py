"""Titles and units of indicators as axes and tables show them."""

import pytest

from experiments.reports.cells import REPORTED
from experiments.wording.indicators import printed_title, scale_of, title_of, unit_of
from sim.measures.declared import DECLARED_INDICATORS


@pytest.mark.parametrize(
    ("name", "language", "scale", "unit"),
    [
        ("births", "zh", 1e4, "万人/年"),
        ("births", "en", 1e3, "thousand births / year"),
        ("public_money_real", "zh", 1e8, "亿元/年（2020年价格）"),
        ("tfr", "zh", 1.0, "孩/妇女"),
        ("tfr", "en", 1.0, "births / woman"),
        ("y", "en", 1.0, ""),
    ],
)
def test_units_with_their_scale(name: str, language: str, scale: float, unit: str) -> None:
    assert unit_of(name, language, scale) == unit


def test_titles() -> None:
    assert title_of("births", "zh") == "常住人口出生人数"
    assert title_of("births_1", "en") == "first births"
    assert title_of("y", "zh") == "y"


def test_a_printed_title_says_what_values_are_divided_by() -> None:
    assert [printed_title(DECLARED_INDICATORS[name]) for name in REPORTED] == [
        "births of residents", "total fertility rate", "population at year end", "marriages",
        "public money (million yuan of 2020 a year)", "nursery places per 1,000 residents",
        "nursery places per 100 children under three",
    ]  # fmt: skip


def test_an_axis_has_few_digits() -> None:
    assert [scale_of(value, "en") for value in (1_999, 2_000, 3e6)] == [1.0, 1e3, 1e6]
    assert [scale_of(value, "zh") for value in (19_999, 20_000, 3e8)] == [1.0, 1e4, 1e8]
