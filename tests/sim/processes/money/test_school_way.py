"""The way to school by hand: the years in which the younger follows, and the hours that it spares."""

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.policy.paths import LeverPaths, compile_paths
from sim.processes.money.annuities import annuity_shares
from sim.processes.money.school_way import way_spared, years_following
from tests.sim.makers import rates, same_uncompiled

PACK = load_pack()
START, END = month_index(2020, 11), month_index(2035, 12)
EVEN = annuity_shares(1.0, 1.0)
YUECHENG, SHANGYU = 0, 2
P = as_record(rates(school_way_hours=1.5, siblings_apart=0.2))
ALWAYS = np.minimum(np.arange(19), 12) / 18


def following(use: str, known: tuple[int, int], born: tuple[int, int], county: int, **given: object) -> np.ndarray:
    levers: LeverPaths = compile_paths(use, PACK, START, END, **given).announced(month_index(*known))  # type: ignore[arg-type]
    return years_following(levers, EVEN)[levers.at(month_index(*born)), county]


@pytest.mark.parametrize(
    ("gap", "years"),
    [(0.0, 9.0), (2.0, 1.0 + 4.0), (2.5, 0.5 + 3.5), (3.0, 3.0), (5.0, 1.0), (6.0, 0.0), (100.0, 0.0)],
)
def test_the_younger_follows_while_both_are_in_one_kind_of_school(gap: float, years: float) -> None:
    """Two years apart: one year of kindergarten (3 and 5) and four of school (6 to 9, 8 to 11) of 18, of 1.5 hours a
    week for the fifth of siblings who would go to two schools."""
    assert same_uncompiled(way_spared, ALWAYS, gap, P) == pytest.approx(1.5 * 0.2 * years / 18)


def test_the_plan_lets_every_child_follow_from_2024_on() -> None:
    assert following("plan", (2023, 12), (2024, 12), YUECHENG).max() == 0.0  # not known yet
    assert following("plan", (2026, 1), (2027, 1), YUECHENG) == pytest.approx(ALWAYS)
    assert following("national_only", (2026, 1), (2027, 1), YUECHENG).max() == 0.0


def test_a_trial_of_three_years_ends_before_a_child_decided_on_under_it_is_three() -> None:
    """Shangyu, November 2022 to October 2025: a child born in November 2023 is two when it ends."""
    found = following("in_force", (2022, 11), (2023, 11), SHANGYU)
    assert found[:3].tolist() == pytest.approx([0.0, 1 / 18, 2 / 18])  # Nov 2023 to Oct 2025, at no school
    assert found[3:].tolist() == pytest.approx([found[2]] * 16)
    assert all(same_uncompiled(way_spared, found, gap, P) == 0.0 for gap in (0.0, 1.0, 2.5, 4.0))
    assert following("in_force", (2022, 10), (2023, 11), SHANGYU).max() == 0.0
    assert following("in_force", (2022, 12), (2023, 11), YUECHENG).max() == 0.0


def test_a_rule_that_begins_within_a_year_counts_for_its_months() -> None:
    """From July 2030, made known before: of the year 3 to 4 of a child born in January 2027 half, then all."""
    rule = [{"from": "2030-07", "announced": "2026-01", "value": 1}]
    found = following("national_only", (2026, 1), (2027, 1), YUECHENG, values={"sibling_same_school": rule})
    assert found[:5] == pytest.approx([0.0, 0.0, 0.0, 0.0, 0.5 / 18])
    assert found[12] == pytest.approx(8.5 / 18)
