"""Series that depart are named with size and chance; a fan's own figures raise alarms as often as stated."""

import numpy as np
import pytest

from experiments.monitor.alarms import NOTICE, WARNING, Design, Judge, alarms_of, drawn_sets, running
from experiments.monitor.checked import Figure
from experiments.monitor.declared import FALSE_ALARMS
from experiments.monitor.words import alarm_sentence
from tests.experiments.monitor import makers

MADE = makers.fan()
THREE = range(2031, 2034)
WITHIN = 0.03
"""How far a rate of false alarms may be from the stated one."""


def test_a_series_fifteen_percent_short_is_named_with_size_and_chance() -> None:
    figures = makers.medians(MADE, THREE, {("births", makers.SHENGZHOU): 0.85})
    found = alarms_of(Judge(Design.of(MADE, figures)), figures)
    assert {(one.indicator, one.area) for one in found if one.level == WARNING} == {("births", makers.SHENGZHOU)}
    part = next(one for one in found if one.rule == "part")
    usual = 20_000 * 0.12
    assert part.years == tuple(THREE)
    assert part.size == pytest.approx(-0.15 * usual, rel=0.02)
    assert part.percent == pytest.approx(-15, abs=0.5)
    assert part.series <= part.family < 0.001
    zh, en = (alarm_sentence(part, makers.AREAS.name(part.area, language), language) for language in ("zh", "en"))
    assert zh.startswith("预警：嵊州市2031—2033年常住人口出生人数平均每年比按其余县（市、区）观测数推算的数少356人")
    assert "−14.9%" in zh
    assert "概率不到0.01%" in zh
    assert "births of residents of Shengzhou in 2031–2033 were 356 a year below" in en
    assert "chance of less than 0.01%" in en


def test_what_moves_all_counties_alike_names_no_county() -> None:
    figures = makers.medians(MADE, THREE, {("births", area): 0.75 for area in makers.AREAS.codes})
    found = alarms_of(Judge(Design.of(MADE, figures)), figures)
    assert all(one.rule != "part" for one in found)
    assert ("births", makers.CITY) in {(one.indicator, one.area) for one in found if one.level == WARNING}


@pytest.mark.parametrize("years", [range(2031, 2032), THREE, range(2031, 2041)])
def test_the_fans_own_figures_raise_alarms_as_often_as_stated(years: range) -> None:
    judge = Judge(Design.of(MADE, makers.medians(MADE, years)))
    series, family = judge.probabilities(judge.distances(drawn_sets(judge.design, 200, seed=2)))
    of_files = np.mean(np.min(list(family.values()), axis=0) <= FALSE_ALARMS)
    of_series = np.mean([chances <= FALSE_ALARMS for chances in series.values()])
    assert of_files == pytest.approx(FALSE_ALARMS, abs=WITHIN)
    assert of_series == pytest.approx(FALSE_ALARMS, abs=WITHIN)


def test_a_notice_is_no_warning() -> None:
    """A single figure at the edge is far out for itself, not for one of twenty-eight series."""
    figures = makers.medians(MADE, range(2031, 2032))
    median = figures["deaths", makers.KEQIAO, 2031].value
    figures["deaths", makers.KEQIAO, 2031] = makers.figure("deaths", 1.1 * median)
    found = alarms_of(Judge(Design.of(MADE, figures)), figures)
    assert {(one.level, one.area) for one in found} == {(NOTICE, makers.KEQIAO)}
    assert all(one.series <= FALSE_ALARMS < one.family for one in found)


def test_figures_to_which_the_draws_were_fitted_raise_no_alarm() -> None:
    fitted = type(MADE)(**{**MADE.__dict__, "fitted_to": 2032})
    figures = makers.medians(MADE, THREE)
    figures["births", makers.CITY, 2032] = Figure(1.0, 1.0, "人", "made up", 1.0)
    design = Design.of(fitted, figures)
    assert {year for _, _, year in design.error} == {2033}


def test_years_running_have_no_gap() -> None:
    assert running((2031, 2032, 2034, 2035, 2036)) == [slice(2, 5)]
    assert running((2031, 2032)) == []
