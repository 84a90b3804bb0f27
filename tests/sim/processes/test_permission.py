"""Birth rules by date, for named couples; a permission once given is not withdrawn; scenarios may freeze them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import month_index
from sim.places.pack import Pack, load_pack
from sim.policy.scenario import scenario
from sim.population.columns import Array
from sim.processes.permission import is_permitted, permission_rules
from tests.sim.makers import same_uncompiled

BOTH = {"both_only": True, "one_only": True}
ONE = {"one_only": True}
NEITHER: dict[str, bool] = {}
RULES = permission_rules(load_pack()).since


def permitted(
    date: str, order: int, rules: Array = RULES, both_only: bool = False, one_only: bool = False,
    rural: bool = False, first_child_sex: int = 0, remarried: bool = False,
) -> bool:
    year, month = (int(part) for part in date.split("-"))
    return bool(
        same_uncompiled(
            is_permitted, month_index(year, month), order, both_only, one_only, rural, first_child_sex, remarried, rules
        )
    )


@pytest.mark.parametrize("date", ["2010-11", "2015-12", "2021-06", "2035-12"])
def test_a_first_child_is_always_permitted(date: str) -> None:
    assert permitted(date, 1)


@pytest.mark.parametrize(
    ("couple", "first_permitted"),
    [
        ({"both_only": True, "one_only": True}, "2010-11"),
        ({"one_only": True}, "2014-02"),  # the province's rule of 17 January 2014
        ({}, "2016-01"),  # every couple
        ({"rural": True, "first_child_sex": 1}, "2010-11"),
        ({"rural": True, "first_child_sex": 0}, "2016-01"),
        ({"rural": False, "first_child_sex": 1}, "2016-01"),
        ({"remarried": True}, "2010-11"),
    ],
)
def test_second_child_from_its_date_on(couple: dict[str, bool | int], first_permitted: str) -> None:
    dates = ["2010-11", "2012-06", "2013-12", "2014-01", "2014-02", "2015-12", "2016-01", "2021-05", "2030-01"]
    assert [permitted(date, 2, **couple) for date in dates] == [date >= first_permitted for date in dates]


def test_named_couples_of_2012() -> None:
    assert permitted("2012-05", 2, **BOTH)
    assert not permitted("2012-05", 2, **ONE)
    assert not permitted("2012-05", 2, **NEITHER)
    assert not permitted("2012-05", 3, **BOTH)


@pytest.mark.parametrize("order", [3, 4, 5, 9])
def test_third_and_later_children_from_june_2021(order: int) -> None:
    assert not permitted("2016-01", order, **BOTH)
    assert not permitted("2021-05", order, **BOTH)
    assert permitted("2021-06", order)
    assert permitted("2035-12", order)


@given(
    st.integers(1330, 1631), st.integers(1330, 1631), st.integers(1, 6), st.booleans(), st.booleans(), st.booleans(),
    st.sampled_from([-1, 0, 1]), st.booleans(),
)
def test_what_is_permitted_stays_permitted(
    a: int, b: int, order: int, both: bool, one: bool, rural: bool, first: int, remarried: bool
) -> None:
    earlier, later = sorted((a, b))
    one = one or both
    before = is_permitted(earlier, order, both, one, rural, first, remarried, RULES)
    assert is_permitted(later, order, both, one, rural, first, remarried, RULES) or not before
    if order > 1:  # a birth of higher order is never easier
        assert is_permitted(earlier, order - 1, both, one, rural, first, remarried, RULES) or not before


def test_rules_frozen_in_november_2020_never_permit_a_third_child(pack: Pack) -> None:
    frozen = permission_rules(pack, scenario("frozen_2020").frozen_month).since
    assert permitted("2035-12", 2, frozen)
    assert not permitted("2021-06", 3, frozen)
    assert not permitted("2035-12", 3, frozen)


def test_rules_frozen_in_2012_keep_the_one_child_rule(pack: Pack) -> None:
    frozen = permission_rules(pack, month_index(2012, 12)).since
    assert permitted("2030-01", 2, frozen, both_only=True, one_only=True)
    assert not permitted("2030-01", 2, frozen, one_only=True)
    assert permitted("2030-01", 1, frozen)
