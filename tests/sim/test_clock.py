"""Months as integers: hand-worked dates, round trips, room in int16."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NO_MONTH, label, month_index, month_of, year_of
from tests.sim.makers import same_uncompiled


@pytest.mark.parametrize(
    ("year", "month", "index"),
    [
        (1900, 1, 0),
        (1900, 12, 11),
        (1901, 1, 12),
        (2010, 11, 1330),  # 110 years of 12 months are 1320; November is the 11th
        (2020, 11, 1450),
        (2035, 12, 1631),  # 135 * 12 + 11
    ],
)
def test_dates_by_hand(year: int, month: int, index: int) -> None:
    assert same_uncompiled(month_index, year, month) == index
    assert (same_uncompiled(year_of, index), same_uncompiled(month_of, index)) == (year, month)
    assert label(index) == f"{year}-{month:02d}"


@given(st.integers(1900, 2130), st.integers(1, 12))
def test_year_and_month_come_back_and_fit_the_columns(year: int, month: int) -> None:
    index = month_index(year, month)
    assert (year_of(index), month_of(index)) == (year, month)
    assert month_index(year, month) + 12 == month_index(year + 1, month)
    assert 0 <= index <= np.iinfo(np.int16).max
    assert index != NO_MONTH


def test_no_month_is_before_every_month_of_a_life() -> None:
    assert np.iinfo(np.int16).min == NO_MONTH < month_index(1800, 1)
