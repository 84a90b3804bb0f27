"""What constraints hold back, by hand: two constraints, a couple whom money alone stops, a single woman, biology."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.attribution import shapley_of_all, subset_weights
from sim.measures.constraints import (
    CONSTRAINTS,
    N_LIFTED,
    Apart,
    Prospect,
    births_expected,
    carried_within,
    joined,
    taken_apart,
)
from sim.processes.childbearing.budget import Budget
from sim.processes.childbearing.decision import Terms
from tests.sim.couples import COUPLE, P
from tests.sim.makers import same_uncompiled

NO_MONEY = Budget(**{name: 0 if name == "members" else 0.0 for name in Budget._fields})
NOTHING = dict.fromkeys(Terms._fields, 0.0) | {"budget": NO_MONEY}


def terms(**given: float) -> Terms:
    """Terms as given, 0 where nothing is said."""
    return Terms(**{**NOTHING, **given})  # type: ignore[arg-type]


def prospect(of: Terms, free: Terms | None = None, **changes: Any) -> Prospect:
    """A wife who may start all year, whose terms stay; half of the starts are carried, young or not."""
    free = of if free is None else free
    plain = Prospect(
        in_union=True, now=of, later=of, free_now=free, free_later=free, years=1.0, factor=1.0, ratio=0.9,
        young_ratio=0.9, carried=0.5, young_carried=0.5)
    return plain._replace(**changes)


def apart(one: Prospect) -> Apart:
    """Her expected births taken apart."""
    return taken_apart(np.array([[births_expected(one, lifted, P) for lifted in range(N_LIFTED)]]))


def by_hand(wife: float, husband: float, ratio: float = 0.9, carried: float = 0.5) -> float:
    """Expected births of a year from two utilities that stay: delta .95, two years, noise .5, four starts a year."""
    def less_waiting(utility: float) -> float:
        return utility - 0.95**2 * ratio * 0.5 * math.log(1 + math.exp(utility / 0.5))

    agree = 1.0
    for utility in (wife, husband):
        agree /= 1 + math.exp(-less_waiting(utility))
    return (1 - math.exp(-4 * agree)) * carried


def told(found: np.ndarray) -> dict[str, float]:
    """The one woman's numbers by constraint, noughts left out."""
    return {name: float(value) for name, value in zip(CONSTRAINTS, found[0], strict=True) if abs(value) > 1e-12}


def test_two_constraints_by_hand() -> None:
    # Nothing lifted 1, the first 2, the second 4, both 9. First: ((2 - 1) + (9 - 4)) / 2, second: ((4 - 1) + 7) / 2.
    np.testing.assert_allclose(shapley_of_all(np.array([1.0, 2.0, 4.0, 9.0])), [3.0, 5.0])


def test_weights_are_those_of_all_orders() -> None:
    # Of three items one comes first in a third of the orders, after a certain other in a sixth, last in a third.
    assert subset_weights(3)[:, 0] == pytest.approx([-1 / 3, 1 / 3, -1 / 6, 1 / 6, -1 / 6, 1 / 6, -1 / 3, 1 / 3])
    np.testing.assert_allclose(subset_weights(8).sum(axis=0), 0.0, atol=1e-12)


def test_a_couple_whom_money_alone_stops() -> None:
    one = prospect(terms(preference=0.5, money=-1.5))
    found = apart(one)
    poor, rich = by_hand(-1.0, -1.0), by_hand(0.5, 0.5)
    assert same_uncompiled(births_expected, one, 0, P) == pytest.approx(poor, rel=1e-12)
    assert found.as_is[0] == pytest.approx(poor, rel=1e-12)
    assert found.lifted[0] == pytest.approx(rich, rel=1e-12)
    for of in (found.share, found.alone, found.last_in):
        assert told(of) == pytest.approx({"money": rich - poor})


def test_a_single_woman_needs_a_partner_first() -> None:
    found = apart(prospect(terms(preference=0.5, money=-1.5), in_union=False))
    poor, rich = by_hand(-1.0, -1.0), by_hand(0.5, 0.5)
    assert found.as_is[0] == 0.0
    assert told(found.share) == pytest.approx({"partner": (poor + rich) / 2, "money": (rich - poor) / 2})
    assert told(found.alone) == pytest.approx({"partner": poor})
    assert told(found.last_in) == pytest.approx({"partner": rich, "money": rich - poor})


def test_each_constraint_leaves_out_its_terms() -> None:
    everything = terms(
        preference=1.0, taste=0.1, wife_taste=0.2, husband_taste=0.3, peers=0.05, sons=0.15, money=-0.7, cash=-0.11,
        illness=-0.13, wife_time=-0.23, husband_time=-0.17, career=-0.29, crowding=-0.31, rules=-0.37)
    free = everything._replace(rules=0.0, money=-0.6)  # without the penalty money is less short
    found = apart(prospect(everything, free, young_ratio=1.0, young_carried=0.6))
    own = 1.0 + 0.1 + 0.05 + 0.15
    stops = -0.7 - 0.11 - 0.13 - 0.31 - 0.37
    hers, his = own + 0.2 + stops - 0.23 - 0.29, own + 0.3 + stops - 0.17
    as_is = by_hand(hers, his)
    assert found.as_is[0] == pytest.approx(as_is)
    lifted = {
        "biology": by_hand(hers, his, 1.0, 0.6), "money": by_hand(hers + 0.7, his + 0.7),
        "cash": by_hand(hers + 0.24, his + 0.24), "time": by_hand(hers + 0.23, his + 0.17),
        "career": by_hand(hers + 0.29, his), "space": by_hand(hers + 0.31, his + 0.31),
        "rules": by_hand(hers + 0.47, his + 0.47),
    }
    assert told(found.alone) == pytest.approx({name: value - as_is for name, value in lifted.items()})
    assert found.lifted[0] == pytest.approx(by_hand(own + 0.2, own + 0.3, 1.0, 0.6))
    assert found.share.sum() == pytest.approx(found.lifted[0] - found.as_is[0], abs=1e-12)


def test_a_constraint_that_speaks_for_the_child_has_a_share_below_nought() -> None:
    found = apart(prospect(terms(money=0.4)))
    assert told(found.share) == pytest.approx({"money": by_hand(0.0, 0.0) - by_hand(0.4, 0.4)})
    assert found.share[0].sum() < 0


@given(st.lists(st.floats(-3, 3), min_size=9, max_size=9), st.booleans())
def test_shares_add_up(values: list[float], in_union: bool) -> None:
    names = ("preference", "money", "cash", "illness", "wife_time", "husband_time", "career", "crowding", "rules")
    one = terms(**dict(zip(names, values, strict=True)))
    found = apart(prospect(one, one._replace(rules=0.0), in_union=in_union, young_ratio=1.0, young_carried=0.8))
    assert found.share.sum() == pytest.approx(found.lifted[0] - found.as_is[0], abs=1e-12)


def test_a_start_that_is_carried_by_hand() -> None:
    """Fecundability .2 and .1 from 30 on, of which .1 and .3 are lost; from 31 on she is sterile."""
    ages = np.arange(15, 50)
    fecundability = np.repeat(np.where(ages < 30, 0.2, 0.1)[:, None], 64, axis=1)
    sterile, loss = np.where(ages < 31, 0.0, 0.5), np.where(ages < 30, 0.1, 0.3)[None, :]

    def carried(months: int, age: float, oldest: int = 49) -> float:
        return float(same_uncompiled(carried_within, months, 0, age, oldest, 0.4, 0.3, fecundability, sterile, loss))

    assert carried(0, 28.0) == 0.0
    assert carried(2, 28.0) == pytest.approx(0.2 * 0.9 + 0.8 * 0.2 * 0.9)
    assert carried(2, 30.0 - 1 / 12) == pytest.approx(0.2 * 0.9 + 0.8 * 0.1 * 0.7)  # she turns 30 between them
    assert carried(2, 31.0 - 1 / 12) == pytest.approx(0.1 * 0.7)
    assert carried(2, 40.0, oldest=25) == carried(2, 25.0)


def test_a_wife_joined_with_her_own_home_is_as_she_is() -> None:
    assert same_uncompiled(joined, COUPLE, COUPLE, COUPLE.local) == COUPLE


def test_a_single_woman_brings_herself_and_gets_husband_and_home() -> None:
    her_own = {"age": 33.0, "parity": 0, "desired": 1, "wife_pay": 40_000.0, "taste": 0.9, "wife_fund": 0.2,
               "youngest": 99.0}
    given_her = {"husband_pay": 150_000.0, "tenure": 0, "area": 110.0, "debt": 5e5, "savings": 9e4, "members": 4,
                 "grandparents": 2, "urban": 0}
    she = COUPLE._replace(**her_own, husband_here=False, husband_pay=0.0)
    found = same_uncompiled(joined, she, COUPLE._replace(**given_her), False)
    assert found == COUPLE._replace(**her_own, **given_her, local=False)
