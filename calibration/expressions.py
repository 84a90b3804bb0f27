"""Figures that compare or average years of one run: `births@2017/2013`, `births_hukou_base@2011-2015`.

NAME@YEARS is the mean of an indicator over years; /YEARS divides by its mean over others, /NAME@YEARS by another's.
Called by `calibration.targets`.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd


def expressed(by_year: Mapping[int, pd.DataFrame], expression: str) -> "pd.Series[float]":
    """What each run gives for an expression, by run. by_year : one row a run"""
    above, _, below = expression.partition("/")
    name, _, years = above.partition("@")
    found = _mean(by_year, name, years)
    if not below:
        return found
    other, mark, years = below.rpartition("@")
    return found / _mean(by_year, other if mark else name, years).replace(0.0, np.nan)


def _mean(by_year: Mapping[int, pd.DataFrame], name: str, years: str) -> "pd.Series[float]":
    first, _, last = years.partition("-")
    each = [by_year[year][name] for year in range(int(first), int(last or first) + 1)]
    return sum(each[1:], each[0]) / len(each)
