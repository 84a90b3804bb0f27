"""What the calendar does: lunar years, displaced weddings, futures."""

import math

import numpy as np
import pytest

from sim.clock import month_index, year_of
from sim.places.pack import Pack
from sim.policy.futures import future
from sim.processes.exogenous.calendar import (
    intention_level,
    lunar_factors,
    lunar_year,
    lunar_year_starts,
    monthly_paths,
    outside_rules_left,
    zodiac_factors,
)
from tests.sim.makers import rates

P = rates(
    lichun_none=0.9, lichun_two=1.06, intention_decline=0.05, zodiac_sheep=0.96, zodiac_dragon=1.05
)
START, END = month_index(2020, 1), month_index(2035, 12)
WITHOUT = {2019, 2021, 2024, 2027, 2029, 2032, 2035}
TWICE = {2020, 2023, 2025, 2028, 2031, 2033}


def lichun_counts(pack: Pack) -> dict[int, int]:
    return {int(row.year): int(row.lichun_count) for row in pack.table("lunar_calendar").itertuples()}


def test_lichun_falls_as_the_design_lists(pack: Pack) -> None:
    counts = {year: n for year, n in lichun_counts(pack).items() if 2019 <= year <= 2035}
    assert {year for year, n in counts.items() if n == 0} == WITHOUT
    assert {year for year, n in counts.items() if n == 2} == TWICE
    assert set(counts.values()) == {0, 1, 2}


def test_lichun_counts_follow_from_the_festivals(pack: Pack) -> None:
    # Lichun is 3 to 5 February: a lunar year has as many as fall between its festival and the next
    for row in pack.table("lunar_calendar").itertuples():
        begins, ends = str(row.spring_festival)[:10], str(row.next_spring_festival)[:10]
        inside = [year for year in range(2008, 2039) if begins <= f"{year}-02-04" < ends]
        near = any(day[5:] in ("02-03", "02-04", "02-05") for day in (begins, ends))
        assert len(inside) == row.lichun_count or near


def test_displaced_weddings_are_conserved(pack: Pack) -> None:
    counts = lichun_counts(pack)
    undisplaced = sum({0: 1.0, 2: 1.06}.get(n, 1.0) for n in counts.values())
    inner = [y for y, n in counts.items() if n == 0 and {y - 1, y + 1} <= set(counts)]
    assert len(inner) == sum(n == 0 for n in counts.values())  # every year without Lichun has both neighbours
    factors = lunar_factors(pack, P)
    assert sum(factors.values()) == pytest.approx(undisplaced, rel=1e-12)
    assert factors[2021] == pytest.approx(0.9)
    assert factors[2022] == pytest.approx(1.05)  # half of what 2021 loses
    assert factors[2020] == pytest.approx(1.06 + 0.05 + 0.05)  # between 2019 and 2021
    assert factors[2030] == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ((2020, 1), 2019),  # the festival is on 25 January: most of the month is before it
        ((2020, 2), 2020),
        ((2021, 1), 2020),
        ((2021, 2), 2021),  # 12 February: most of the month is after it
        ((2015, 2), 2014),  # 19 February
        ((2015, 3), 2015),
        ((2030, 12), 2030),
        ((1995, 1), 1994),  # outside the table a year starts in February
        ((1995, 2), 1995),
    ],
)
def test_lunar_year_by_hand(pack: Pack, date: tuple[int, int], year: int) -> None:
    assert lunar_year(month_index(*date), lunar_year_starts(pack)) == year


def test_zodiac_factors(pack: Pack) -> None:
    factors = zodiac_factors(pack, P)
    assert {year for year, factor in factors.items() if factor == 0.96} == {2015, 2027}
    assert {year for year, factor in factors.items() if factor == 1.05} == {2012, 2024, 2036}
    assert all(factor in (1.0, 0.96, 1.05) for factor in factors.values())


def test_intentions_fall_from_2017_to_2021_by_hand() -> None:
    assert intention_level(2012.0, P) == 1.0
    assert intention_level(2019.0, P) == pytest.approx(math.exp(-0.1))
    assert intention_level(2021.0, P) == intention_level(2035.0, P) == pytest.approx(math.exp(-0.2))


@pytest.mark.parametrize("name", ["low", "central", "high"])
def test_paths_are_positive_and_one_value_a_month(pack: Pack, name: str) -> None:
    paths = monthly_paths(pack, future(name), P, START, END)
    for kind, path in paths._asdict().items():
        assert path.shape == (END - START + 1,)
        assert (path >= 0).all() if kind == "marriage_earlier" else (path > 0).all()


def test_futures_part_after_2020_only(pack: Pack) -> None:
    start, end = month_index(2010, 11), month_index(2020, 12)
    low, high = (monthly_paths(pack, future(name), P, start, end) for name in ("low", "high"))
    for a, b in zip(low, high, strict=True):
        np.testing.assert_array_equal(a, b)


def test_central_future_leaves_arrivals_and_mortality_alone(pack: Pack) -> None:
    paths = monthly_paths(pack, future("central"), P, START, END)
    assert (paths.arrivals == 1).all()
    assert (paths.mortality == 1).all()


def test_futures_reach_their_values_in_2035(pack: Pack) -> None:
    low = monthly_paths(pack, future("low"), P, START, END)
    assert low.mortality[-1] == pytest.approx(future("low").mortality, abs=1e-12)
    assert low.arrivals[-1] == future("low").arrivals
    central = monthly_paths(pack, future("central"), P, START, END)
    assert low.intention[-1] / central.intention[-1] == pytest.approx(future("low").intentions)


def test_births_wanted_for_the_dragon_year_are_tried_for_in_the_lunar_year_before(pack: Pack) -> None:
    neutral = P._replace(zodiac_dragon=1.0, zodiac_sheep=1.0)
    ratio = (
        monthly_paths(pack, future("central"), P, START, END).intention
        / monthly_paths(pack, future("central"), neutral, START, END).intention
    )
    raised = {START + int(k) for k in np.flatnonzero(ratio > 1.001)}
    assert raised == {
        m for m in range(START, END + 1)
        if month_index(2023, 2) <= m < month_index(2024, 2) or month_index(2035, 2) <= m
    }
    assert {year_of(START + int(k)) for k in np.flatnonzero(ratio < 0.999)} == {2026, 2027}


def test_the_loss_outside_the_rules_is_whole_until_all_may_have_two() -> None:
    p = rates(outside_rules_later=0.3)
    assert [outside_rules_left(year, p) for year in (2010.0, 2015.99, 2016.0, 2030.0)] == [1.0, 1.0, 0.3, 0.3]
