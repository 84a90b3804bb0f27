"""Birth rules by date, for named couples: by law, frozen by a scenario, and as the lever sets them."""

import functools
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import month_index
from sim.places.pack import load_pack
from sim.policy.paths import LeverPaths, compile_paths
from sim.policy.permission import Pair, announced_rules, dated_rules, is_permitted, pair_of, pair_permitted, permission
from sim.policy.scenario import scenario, scenario_names
from sim.population.columns import NOBODY, Array
from tests.sim.makers import city, same_uncompiled

BOTH = {"both_only": True, "one_only": True}
ONE = {"one_only": True}
NEITHER: dict[str, bool] = {}
PACK = load_pack()
PLAIN = Pair(both_only=False, one_only=False, rural=False, first_child_sex=-1, remarried=False)
START, END = month_index(2010, 11), month_index(2035, 12)


def month(date: str) -> int:
    return int(month_index(*(int(part) for part in date.split("-"))))


@functools.cache
def rules(date: str, use: str = "national_only", frozen_after: str | None = None, **given: float) -> Array:
    """Rules of a month of a run from 2010, in a scenario that may be frozen and with levers set."""
    scenario_used = scenario(use).model_copy(update={"rules_frozen_after": frozen_after} if frozen_after else {})
    return announced_rules(compile_paths(scenario_used, PACK, START, END, values=given), PACK, month(date))


def may(
    order: int, rules: Array, both_only: bool = False, one_only: bool = False, rural: bool = False,
    first_child_sex: int = 0, remarried: bool = False, county: int = 0,
) -> bool:
    return bool(
        same_uncompiled(is_permitted, county, order, both_only, one_only, rural, first_child_sex, remarried, rules)
    )


def permitted(date: str, order: int, use: str = "national_only", frozen: str | None = None, **couple: Any) -> bool:
    return may(order, rules(date, use, frozen), **couple)


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


@functools.cache
def by_month(use: str = "national_only") -> list[Array]:
    return [announced_rules(compile_paths(use, PACK, START, END), PACK, at) for at in range(START, END + 1)]


@given(
    st.integers(0, END - START), st.integers(0, END - START), st.integers(1, 6), st.booleans(), st.booleans(),
    st.booleans(), st.sampled_from([-1, 0, 1]), st.booleans(),
)
def test_what_is_permitted_stays_permitted(
    a: int, b: int, order: int, both: bool, one: bool, rural: bool, first: int, remarried: bool
) -> None:
    earlier, later = (by_month()[at] for at in sorted((a, b)))
    couple = both, one or both, rural, first, remarried
    before = is_permitted(0, order, *couple, earlier)
    assert is_permitted(0, order, *couple, later) or not before
    if order > 1:  # a birth of higher order is never easier
        assert is_permitted(0, order - 1, *couple, earlier) or not before


@pytest.mark.parametrize("use", scenario_names())
def test_without_the_lever_the_dated_rules_hold_to_the_letter(use: str) -> None:
    frozen = scenario(use).frozen_month
    for at, found in zip(range(START, END + 1), by_month(use), strict=True):
        expected = dated_rules(PACK) <= (at if frozen is None else min(at, frozen))
        assert (found == expected[None]).all(), at


def test_rules_frozen_in_november_2020_never_permit_a_third_child() -> None:
    assert permitted("2035-12", 2, "frozen_2020")
    assert not permitted("2021-06", 3, "frozen_2020")
    assert not permitted("2035-12", 3, "frozen_2020")


def test_rules_frozen_in_2012_keep_the_one_child_rule() -> None:
    assert permitted("2030-01", 2, frozen="2012-12", **BOTH)
    assert not permitted("2030-01", 2, frozen="2012-12", **ONE)
    assert permitted("2030-01", 1, frozen="2012-12")


def test_couples_count_on_the_two_child_rule_from_its_announcement() -> None:
    def counts_on(date: str, frozen: str | None = None, order: int = 2) -> bool:
        use = scenario("national_only").model_copy(update={"rules_frozen_after": frozen})
        return may(order, permission(compile_paths(use, PACK, START, END), PACK, month(date), 24).now)

    assert [counts_on(date) for date in ("2015-10", "2015-11", "2015-12", "2016-01")] == [False, True, True, True]
    assert not permitted("2015-12", 2)  # births of that month are still outside the rules
    assert not any(counts_on(date, "2015-12") for date in ("2015-11", "2015-12", "2030-01"))  # it never comes
    assert counts_on("2015-11", "2016-01")
    assert [counts_on(date, order=3) for date in ("2021-05", "2021-06")] == [False, True]  # announced as it began


# The lever ----------------------------------------------------------------------------------------------------------


def with_lever(*given: dict[str, Any], use: str = "national_only", dose: float | None = None) -> LeverPaths:
    values, doses = {"birth_permission": list(given)} if given else {}, {"birth_permission": dose}
    return compile_paths(use, PACK, START, END, doses if dose is not None else {}, values)


def now(levers: LeverPaths, date: str) -> Array:
    return permission(levers, PACK, month(date), 24).now


def test_one_child_from_2025_leaves_second_children_to_the_exceptions() -> None:
    levers = with_lever({"from": "2025-01", "value": 1})
    assert (now(levers, "2024-12") == rules("2024-12")).all()
    stricter = now(levers, "2025-01")
    assert may(1, stricter)
    assert not may(2, stricter)
    assert not may(3, stricter, **BOTH)
    assert not may(4, stricter)
    assert may(2, stricter, **BOTH)
    assert may(2, stricter, **ONE)
    assert may(2, stricter, rural=True, first_child_sex=1)
    assert not may(2, stricter, rural=True, first_child_sex=0)


def test_two_children_from_2025_bring_back_the_rules_of_2016() -> None:
    assert (now(with_lever({"from": "2025-01", "value": 2}), "2025-01") == rules("2020-01")).all()


def test_two_children_in_2012_permit_the_second_to_all_and_keep_the_third_as_it_was() -> None:
    early = now(with_lever({"from": "2012-01", "value": 2}), "2012-01")
    assert may(2, early)
    assert not may(3, early, **BOTH)
    assert (now(with_lever({"from": "2012-01", "to": "2012-12", "value": 2}), "2013-01") == rules("2013-01")).all()


def test_one_county_alone() -> None:
    here = now(with_lever({"from": "2025-01", "value": 1, "county": "诸暨市"}), "2025-01")
    of = PACK.county_codes.index(330681)
    assert not may(2, here, county=of)
    assert (np.delete(here, of, axis=0) == np.delete(rules("2025-01"), of, axis=0)).all()


@pytest.mark.parametrize("use", ["national_only", "frozen_2020"])
@pytest.mark.parametrize("date", ["2012-01", "2020-12", "2025-01"])
def test_more_children_are_never_fewer_births(use: str, date: str) -> None:
    found = [now(with_lever({"from": "2011-01", "value": n}, use=use), date) for n in range(1, 7)]
    for fewer, more in itertools.pairwise(found):
        assert (fewer <= more).all()
    assert may(5, found[4])


def test_the_lever_lifts_a_frozen_rule() -> None:
    lifted = now(with_lever({"from": "2025-01", "value": 3}, use="frozen_2020"), "2025-01")
    assert may(3, lifted)
    assert not may(4, lifted)


@pytest.mark.parametrize("use", ["national_only", "plan", "frozen_2020"])
def test_a_dose_of_zero_is_national_law(use: str) -> None:
    for date in ("2012-01", "2016-01", "2021-05", "2021-06", "2030-01"):
        assert (now(with_lever(use=use, dose=0), date) == rules(date)).all()


def test_waiting_knows_what_is_announced_and_nothing_else() -> None:
    levers = with_lever({"from": "2026-01", "value": 1, "announced": "2024-06"})
    for date, changed in (("2024-05", False), ("2024-06", True), ("2026-06", True)):
        now, later = permission(levers, PACK, month(date), 24)
        assert may(2, now) == (date < "2026-01")
        assert may(2, later) != changed
    _, later = permission(levers, PACK, month("2024-06"), 12)  # a shorter wait ends before the rule
    assert may(2, later)


def test_the_rules_of_2016_and_2021_came_unannounced() -> None:
    levers = with_lever()
    for date in ("2013-12", "2015-12", "2016-01", "2021-05", "2021-06"):
        now, later = permission(levers, PACK, month(date), 24)
        assert (now == later).all()


@pytest.mark.parametrize(
    ("columns", "father", "pair"),
    [
        ({"only_child": [1, 1]}, 1, PLAIN._replace(both_only=True, one_only=True)),
        ({"only_child": [0, 1]}, 1, PLAIN._replace(one_only=True)),
        ({"only_child": [1, 1]}, NOBODY, PLAIN),  # of no known father nothing counts
        ({"urban": 0, "first_child_sex": [1, -1]}, 1, PLAIN._replace(rural=True, first_child_sex=1)),
        ({"n_unions": [1, 2]}, 1, PLAIN._replace(remarried=True)),
        ({"n_unions": [1, 2]}, NOBODY, PLAIN),
    ],
)
def test_what_the_rules_ask_of_two_parents(columns: dict[str, Any], father: int, pair: Pair) -> None:
    people = city(2, **{"urban": 1, "only_child": 0, "n_unions": 1, **columns})
    assert same_uncompiled(pair_of, 0, father, people.persons) == pair


def test_a_pair_is_permitted_what_its_conditions_are() -> None:
    rules = np.zeros((6, 4, 5), bool)
    rules[2, 1, 3] = True  # a second child of rural couples whose first is a girl
    assert same_uncompiled(pair_permitted, 2, 2, PLAIN._replace(rural=True, first_child_sex=1), rules)
    assert not pair_permitted(2, 2, PLAIN._replace(rural=True, first_child_sex=0), rules)
    assert not pair_permitted(2, 3, PLAIN._replace(rural=True, first_child_sex=1), rules)
