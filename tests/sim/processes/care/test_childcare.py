"""Childcare demand, clearing and allocation: identities and numbers worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.processes.care import childcare
from sim.streams import stream_key
from tests.sim.makers import rates, same_uncompiled

p = as_record(rates(
    nursery_constant=-1.6, nursery_price=6.0, nursery_trust=1.0, nursery_hours=1.0, nursery_grandparents=0.8,
    nursery_work=0.6, nursery_toddler=0.8, grandparent_upkeep=500.0, care_pay_lost=0.5, care_substitution=0.5))
EVEN, UNEVEN = (as_record(rates(nursery_mismatch=spread)) for spread in (0.0, 1.0))


@pytest.fixture(autouse=True)
def _wrapping_integers():
    # Uncompiled, the generator's products wrap around with a warning of numpy.
    with np.errstate(over="ignore"):
        yield


def lot_key(seed: int, month: int) -> np.uint64:
    return np.uint64(stream_key(seed, 99, month))


def logit(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def test_demand_is_the_stated_logit() -> None:
    plain = childcare.nursery_demand(0.0, 10000.0, 0.5, 1.0, 0, False, 1.0, p)
    assert plain == pytest.approx(logit(-1.6))
    full = childcare.nursery_demand(2000.0, 10000.0, 0.7, 0.5, 2, True, 2.5, p)
    assert full == pytest.approx(logit(-1.6 - 1.2 + 0.2 - 0.5 - 0.8 + 0.6 + 0.8))


def test_demand_falls_with_price_and_grandparents_and_rises_with_the_rest() -> None:
    base = (2000.0, 10000.0, 0.5, 0.8, 0, False, 1.0)
    at = childcare.nursery_demand(*base, p)
    for position, value, sign in ((0, 1000.0, 1), (1, 20000.0, 1), (2, 0.9, 1), (3, 1.0, 1), (4, 1, -1), (5, True, 1),
                                  (6, 2.0, 1)):
        changed = [*base[:position], value, *base[position + 1:]]
        assert sign * (childcare.nursery_demand(*changed, p) - at) > 0


def test_households_without_income() -> None:
    assert childcare.nursery_demand(1.0, 0.0, 0.5, 1.0, 0, False, 1.0, p) == pytest.approx(logit(-7.6))
    assert childcare.nursery_demand(0.0, 0.0, 0.5, 1.0, 0, False, 1.0, p) == pytest.approx(logit(-1.6))


def test_the_worth_of_a_place_by_hand() -> None:
    """Even odds at 12,000 a month: ln 2 of 12,000 / 6 yuan; a yuan more of fee takes the chance that it is paid."""
    assert same_uncompiled(childcare.place_worth, 0.5, 12_000.0, p) == pytest.approx(2_000 * math.log(2))
    assert childcare.place_worth(0.0, 12_000.0, p) == 0.0
    wanted = [childcare.nursery_demand(fee, 12_000.0, 0.5, 1.0, 0, True, 1.0, p) for fee in (999.5, 1000.0, 1000.5)]
    worth = [childcare.place_worth(chance, 12_000.0, p) for chance in wanted]
    assert worth[0] - worth[2] == pytest.approx(wanted[1], rel=1e-6)


def test_care_left_to_parents() -> None:
    assert same_uncompiled(childcare.uncovered_care, 0.0, 0, 20.0, p) == 1.0
    assert childcare.uncovered_care(0.9, 0, 20.0, p) == pytest.approx(0.1)
    assert childcare.uncovered_care(0.0, 2, 20.0, p) == pytest.approx(0.5)
    # Half the nursery's hours only displace help: .4 + .5 x (1 - .5 x .4).
    assert same_uncompiled(childcare.helped_hours, 0.4, 1, 20.0, p) == pytest.approx(0.4)
    assert childcare.uncovered_care(0.4, 1, 20.0, p) == pytest.approx(0.2)
    assert childcare.helped_hours(0.7, 1, 60.0, p) == pytest.approx(0.3)  # at most what the nursery leaves
    assert childcare.uncovered_care(1.0, 1, 60.0, p) == 0.0


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_market_identities(demand: int, places: int, in_reach: int) -> None:
    market = childcare.clear(demand, places, in_reach)
    assert market.enrolled <= min(places, in_reach)
    assert market.enrolled + market.queue == demand
    assert market.enrolled + market.empty == places
    everywhere = childcare.clear(demand, places, demand)
    assert min(everywhere.queue, everywhere.empty) == 0
    share = childcare.admitted_share(demand, places, EVEN)
    assert share == pytest.approx(everywhere.enrolled / demand if demand else 1.0)


@pytest.mark.parametrize(
    ("demand", "places", "share"),
    [
        (100.0, 100.0, 2 * 0.308538),  # N(-.5) + N(-.5): as many places as applicants, 38 in 100 stand in a queue
        (100.0, 200.0, 0.576558 + 2 * 0.116416),  # ln 2 = .6931: N(.1931) + 2 N(-1.1931)
        (100.0, 50.0, 0.116416 + 0.5 * 0.576558),  # the same with places and applicants changed over
        (100.0, 0.0, 0.0),
        (0.0, 0.0, 1.0),
    ],
)
def test_reach_by_hand(demand: float, places: float, share: float) -> None:
    assert same_uncompiled(childcare.admitted_share, demand, places, UNEVEN) == pytest.approx(share, abs=1e-5)


@given(st.floats(1.0, 1000.0), st.floats(1.0, 1000.0))
def test_reach_lies_below_both_sides_and_rises_with_places(demand: float, places: float) -> None:
    share = childcare.admitted_share(demand, places, UNEVEN)
    assert share <= min(1.0, places / demand) + 1e-12
    assert childcare.admitted_share(demand, 1.1 * places, UNEVEN) > share
    assert childcare.admitted_share(places, demand, UNEVEN) == pytest.approx(share * demand / places)  # two short sides


def test_each_county_has_its_own_reach() -> None:
    demand, places = np.array([100.0, 0.0, 100.0]), np.array([100.0, 3.0, 0.0])
    shares = same_uncompiled(childcare.admitted_shares, demand, places, UNEVEN)
    assert shares == pytest.approx([2 * 0.308538, 1.0, 0.0], abs=1e-5)  # N(-1/2) twice


def test_the_nation_of_2021_by_hand() -> None:
    """13 in 100 want a place, 7.7 places per 100: 6 in 100 get one, as published, and a fifth of places stand empty."""
    assert 13 * childcare.admitted_share(13.0, 7.7, UNEVEN) == pytest.approx(5.9, abs=0.02)


def test_doubling_places_lets_in_those_in_reach_alone() -> None:
    before, after = childcare.clear(60, 100, 40), childcare.clear(60, 200, 50)
    assert (before.enrolled, before.queue, before.empty) == (40, 20, 60)
    assert (after.enrolled, after.queue, after.empty) == (50, 10, 150)


@given(st.lists(st.integers(0, 400), min_size=4, max_size=4), st.floats(0.0, 1.0))
def test_enrolled_by_kind_sum_and_fit(places: list[int], filled: float) -> None:
    offered = np.array(places, np.int64)
    enrolled = int(filled * offered.sum())
    by_kind = childcare.enrolled_by_kind(enrolled, offered)
    assert by_kind.sum() == enrolled
    assert (by_kind <= offered).all()
    assert (by_kind >= 0).all()


def test_sampled_places_are_unbiased_and_never_fall() -> None:
    keys = [lot_key(seed, 0) for seed in range(2000)]
    drawn = [childcare.sampled_places(133.0, 1 / 50, key, 3) for key in keys]
    assert set(drawn) == {2, 3}
    assert np.mean(drawn) == pytest.approx(2.66, abs=4 * math.sqrt(0.66 * 0.34 / 2000))
    grown = [childcare.sampled_places(x, 0.02, keys[0], 3) for x in np.linspace(0, 500, 200)]
    assert (np.diff(grown) >= 0).all()
    assert childcare.sampled_places(133.0, 1.0, keys[0], 3) == 133


def test_allocation_keeps_holders_and_fills_every_place() -> None:
    key = lot_key(7, 1400)
    ids = np.arange(1000, 1100, dtype=np.int64)
    wanted = ids % 3 != 0
    held = wanted & (ids % 7 == 0)
    got = childcare.allocate(ids, held, wanted, 40, key)
    assert got.sum() == 40
    assert not got[~wanted].any()
    assert got[held].all()
    assert childcare.allocate(ids, held, wanted, 500, key).tolist() == wanted.tolist()
    assert childcare.allocate(ids, held, wanted, 0, key).sum() == 0
    assert len(childcare.allocate(ids[:0], held[:0], wanted[:0], 5, key)) == 0


def test_one_place_more_lets_one_child_in_and_turns_nobody_out() -> None:
    key = lot_key(7, 1400)
    ids = np.arange(500, 560, dtype=np.int64)
    wanted, held = np.ones(60, bool), np.zeros(60, bool)
    before = childcare.allocate(ids, held, wanted, 20, key)
    after = childcare.allocate(ids, held, wanted, 21, key)
    assert (after & before).sum() == 20
    # The order in which children are listed does not matter.
    turned = childcare.allocate(ids[::-1].copy(), held, wanted, 20, key)
    assert turned[::-1].tolist() == before.tolist()


def test_lots_are_fair() -> None:
    ids = np.arange(1, 51, dtype=np.int64)
    wanted, held = np.ones(50, bool), np.zeros(50, bool)
    wins = sum(childcare.allocate(ids, held, wanted, 10, lot_key(1, m)).astype(int) for m in range(1000))
    assert wins.mean() == pytest.approx(200.0)
    assert abs(wins - 200.0).max() < 5 * math.sqrt(1000 * 0.2 * 0.8)


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch):
    loaded = load_pack()
    rows = {"childcare_places_per_1000_2010": 0.5, "disposable_income_2020_all": 60000.0,
            "nursery_fee_over_monthly_income_hubei": 0.7}
    for name, share, ratio, hours in (("inclusive", 0.5, 0.4, 1.0), ("market", 0.0, 0.0, 1.0),
                                      ("kindergarten", 0.2, 0.3, 0.9), ("community", 0.05, 0.2, 0.5)):
        rows[f"childcare_share_{name}"] = share
        rows[f"childcare_fee_over_monthly_income_{name}"] = ratio
        rows[f"childcare_hours_share_{name}"] = hours
    monkeypatch.setattr(loaded, "_assumptions", {**loaded._assumptions, **rows})
    return loaded


def test_tables_of_the_pack(pack) -> None:
    assert childcare.fees(pack, 1.1) == pytest.approx(5500.0 * np.array([0.4, 0.7, 0.3, 0.2]))
    assert childcare.covered_hours(pack) == pytest.approx([1.0, 1.0, 0.9, 0.5])
