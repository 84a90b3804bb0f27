"""What a couple's circumstances make of an unplanned pregnancy: shares by hand, and couples read from a small city."""

import math
from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.policy.paths import compile_paths
from sim.population.columns import FEMALE, MALE, PRIVATE, RENT, Array
from sim.processes.care.nursery_terms import Reach
from sim.processes.childbearing.birth_decisions import CARRIED_MONTHS
from sim.processes.childbearing.circumstances import world_of
from sim.processes.childbearing.decision import terms
from sim.processes.childbearing.intentions import Seen
from sim.processes.childbearing.keeping import (
    MOST_LAX,
    alone,
    circumstances_gain,
    gains,
    kept_share,
    laxness,
    most_lax,
    single_gain,
    single_kept_share,
)
from sim.processes.childbearing.outlook import Outlook
from sim.processes.childbearing.peers import N_CELLS
from sim.processes.childbearing.unplanned import termination_probability
from tests.sim.couples import COUPLE, PLAIN
from tests.sim.makers import MONTH, city, marry, rates, same_uncompiled
from tests.sim.minds import circumstances

DEAF, MOVED = (as_record(PLAIN._replace(kept_by_gain=by, kept_at_gain=-1.0)) for by in (0.0, 0.5))
FUND = np.uint64(7)
FREE = np.ones((6, 4, 5), bool)
SEEN = Seen(np.zeros(N_CELLS), np.zeros((6, 2)), np.full(35, 0.1))


@pytest.mark.parametrize(
    ("gain", "odds"),  # 3 to 7 at the gain of reference, -1
    [(-1.0, 3 / 7), (1.0, 3 / 7 * math.e), (-3.0, 3 / 7 / math.e)],
)
def test_the_odds_of_keeping_by_hand(gain: float, odds: float) -> None:
    assert same_uncompiled(kept_share, 0.3, gain, MOVED) == pytest.approx(odds / (1 + odds))


def test_without_strength_money_moves_no_pregnancy_to_the_bit() -> None:
    assert all(same_uncompiled(kept_share, 0.3, gain, DEAF) == 0.3 for gain in (-50.0, 0.0, 50.0))


def test_desire_and_rules_act_on_what_circumstances_leave() -> None:
    p = as_record(rates(kept_by_gain=0.5, kept_at_gain=-1.0, kept_beyond_desired=0.3, kept_outside_rules=0.2))
    kept = 3 / 7 * math.e / (1 + 3 / 7 * math.e)
    found = same_uncompiled(termination_probability, 0.7, 1.0, True, False, p)
    assert found == pytest.approx(1 - kept * 0.3 * 0.2)


@pytest.mark.parametrize(
    ("gain", "single", "ratio"),  # of reference: -1 for couples, -4 for single women; within a quarter and four
    [(-1.0, False, 1.0), (1.0, False, math.e), (-3.0, False, 1 / math.e), (9.0, False, 4.0), (-50.0, False, 0.25),
     (-4.0, True, 1.0), (-2.0, True, math.e)],
)
def test_care_in_contraception_by_hand(gain: float, single: bool, ratio: float) -> None:
    p = as_record(PLAIN._replace(contraception_by_gain=0.5, kept_at_gain=-1.0, single_at_gain=-4.0))
    assert same_uncompiled(laxness, gain, single, p) == pytest.approx(ratio)
    assert same_uncompiled(most_lax, p) == MOST_LAX


def test_without_strength_care_knows_no_money_to_the_bit() -> None:
    assert same_uncompiled(most_lax, DEAF) == 1.0
    assert all(same_uncompiled(laxness, gain, True, DEAF) == 1.0 for gain in (-50.0, 0.0, 50.0))
    assert all(same_uncompiled(single_kept_share, 0.65, gain, DEAF) == 0.65 for gain in (-50.0, 50.0))


def test_a_mother_alone_has_her_pay_and_her_hours() -> None:
    mother = same_uncompiled(alone, COUPLE)
    assert mother == COUPLE._replace(husband_here=False, husband_pay=0.0, husband_work=0)
    found = terms(mother, True, world_of(circumstances(), 0), 0.0, 0.0, 0.0, MOVED)
    expected = found.money + found.cash + found.illness + found.crowding + found.wife_time + found.career
    assert same_uncompiled(single_gain, found) == pytest.approx(expected)
    assert single_gain(found) < circumstances_gain(terms(COUPLE, True, world_of(circumstances(), 0), 0, 0, 0, MOVED))


def couple_in_the_city(p: Any, **changes: Any) -> Array:
    """Gains of a married woman and of a single one."""
    people = city(3, room=3, sex=np.array([FEMALE, MALE, FEMALE]), work=PRIVATE, earnings=np.array([72e3, 96e3, 72e3]),
                  birth=MONTH - 360)
    marry(people, np.array([0]), np.array([1]))
    people.households.tenure[: people.n_households] = RENT
    outside = circumstances(**changes)
    worlds = tuple(world_of(outside, county) for county in range(6))
    rows = np.array([0, 2], np.int32)
    return gains(rows, people.persons, people.households, FREE, SEEN, worlds, FUND, MONTH, p)  # type: ignore[no-any-return]


def test_gains_are_of_married_women_and_rise_with_what_a_birth_brings() -> None:
    assert not couple_in_the_city(DEAF).any()
    plain = couple_in_the_city(MOVED)
    richer = couple_in_the_city(MOVED, benefits={"annuity_all": np.full((6, 4), 5_000.0)})
    assert plain[1] == richer[1] == 0.0  # a single woman
    assert richer[0] > plain[0]
    assert plain[0] != 0.0


def test_gains_of_single_women_rise_with_what_a_birth_brings_too() -> None:
    single = as_record(PLAIN._replace(kept_by_gain=0.0, single_kept_by_gain=0.5))
    plain = couple_in_the_city(single)
    richer = couple_in_the_city(single, benefits={"annuity_all": np.full((6, 4), 5_000.0)})
    assert plain[0] == richer[0] == 0.0  # the married woman
    assert richer[1] > plain[1] != 0.0


def test_the_gain_is_that_of_the_decision() -> None:
    found = terms(COUPLE, True, world_of(circumstances(), 0), 0.0, 0.0, 0.0, MOVED)
    parents = (found.wife_time + found.career + found.husband_time) / 2
    expected = found.money + found.cash + found.illness + found.crowding + parents
    assert same_uncompiled(circumstances_gain, found) == pytest.approx(expected)


def test_a_pregnancy_that_ends_before_an_announced_end_is_kept_more_often(pack: Pack) -> None:
    """A grant of 30,000 yuan ends with January 2027: of conceptions that month counts in which the child is born."""
    rules = [{"value": 30_000}, {"from": "2027-02", "announced": "2025-06", "value": 0}]
    levers = compile_paths(
        "national_only", pack, month_index(2020, 11), month_index(2030, 12), values={"birth_grant": rules})
    values = PLAIN._replace(kept_by_gain=0.5)
    outlook = Outlook(pack, levers, values, MOVED, "central")

    def gain(year: int, month: int) -> float:
        outside = outlook.circumstances(
            int(month_index(year, month)), CARRIED_MONTHS, 1.0, 1.0, Reach(np.ones(6), np.ones(6)), np.zeros((6, 2)))
        return float(circumstances_gain(terms(COUPLE, True, world_of(outside, 2), 0.0, 0.0, 0.0, MOVED)))

    april, may = gain(2026, 4), gain(2026, 5)  # births of January and of February 2027
    assert april > may + 0.01
    assert gain(2026, 3) == pytest.approx(april, abs=0.003)
    assert kept_share(0.3, april, MOVED) > kept_share(0.3, may, MOVED)
