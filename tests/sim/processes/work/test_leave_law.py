"""Leave rules by county from the levers: the law's dates, and what each lever moves."""

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths, compile_paths
from sim.population.columns import FLEXIBLE, PRIVATE, PUBLIC
from sim.processes.work.leave import leave_rules, maternity_leave
from sim.processes.work.leave_law import county_leave_rules, months_of_change
from tests.sim.makers import rates


def paths(pack: Pack, start: tuple[int, int] = (2020, 11), **values: object) -> LeverPaths:
    return compile_paths("national_only", pack, month_index(*start), month_index(2035, 12), values=values)


@pytest.mark.parametrize("date", [(2010, 11), (2015, 12), (2016, 1), (2020, 11), (2021, 11), (2021, 12), (2022, 5),
                                  (2022, 6), (2035, 12)])  # fmt: skip
def test_the_laws_days_are_those_of_the_packs_table(pack: Pack, date: tuple[int, int]) -> None:
    month = int(month_index(*date))
    rules = county_leave_rules(paths(pack, start=(2010, 11)), pack, month)
    table = leave_rules(pack, month)
    for c in range(6):
        np.testing.assert_array_equal(rules["maternity_days"][c], table.maternity_days)
        np.testing.assert_array_equal(rules["fund_days"][c], table.fund_days)
        assert (rules["care_days"][c], rules["parental_days"][c]) == (table.care_days, table.parental_days)
        assert rules["employer_share"][c] == 1.0
    refund = pack.assumption("takeup_manual") * table.refund_share
    np.testing.assert_allclose(rules["refund_share"], [refund] * 6)


def test_each_lever_moves_its_rule(pack: Pack) -> None:
    month = int(month_index(2022, 1))
    set_to = paths(
        pack, maternity_leave=[{"value": 250, "birth_order": "2"}], maternity_allowance_days=200,
        flexible_worker_coverage=0.4, employer_cost_share=[{"value": 0.25, "county": "诸暨市"}], parental_leave=15,
        care_leave=20, nursing_leave=2, extended_leave_share=0.3, third_child_insured=0,
    )  # fmt: skip
    rules = county_leave_rules(set_to, pack, month, 1.1)
    assert rules["maternity_days"][0].tolist() == [158, 250, 188, 188]
    assert (rules["fund_days"] == 200).all()
    assert rules["insured"][3].tolist() == [0, pack.assumption("maternity_insured_share_private"), 1, 0.4]
    assert sorted(rules["employer_share"]) == [0.25, 1, 1, 1, 1, 1]
    for field, value in (("parental_days", 15), ("care_days", 20), ("nursing_hours", 2), ("extended_share", 0.3)):
        assert (rules[field] == value).all()
    assert rules["covered"][0].tolist() == [1, 1, 0, 0]
    base = leave_rules(pack, month).wage_base
    np.testing.assert_allclose(rules["wage_base"][5], 1.1 * base)


def test_a_countys_record_serves_like_the_packs_rules(pack: Pack) -> None:
    month, p = int(month_index(2021, 12)), as_record(rates())
    rules, table = county_leave_rules(paths(pack), pack, month), leave_rules(pack, month)
    assert (rules["claimed"] == pack.assumption("takeup_automatic")).all()
    table = table._replace(claimed=float(rules["claimed"][2]))
    for work in (PRIVATE, PUBLIC):
        for order in (1, 2, 3):
            assert tuple(maternity_leave(80000.0, work, order, rules[2], p)) == pytest.approx(
                tuple(maternity_leave(80000.0, work, order, table, rates()))
            )
    assert maternity_leave(80000.0, FLEXIBLE, 1, rules[2], p).received == 0.0


def test_rules_are_remade_in_the_months_in_which_a_lever_moves(pack: Pack) -> None:
    changes = months_of_change(paths(pack))
    for date, moved in (((2021, 12), True), ((2022, 6), True), ((2021, 11), False), ((2023, 3), False)):
        assert (month_index(*date) in changes) is moved
    law = paths(pack)
    for month in range(month_index(2020, 12), month_index(2035, 12)):
        if month not in changes:
            assert (county_leave_rules(law, pack, month) == county_leave_rules(law, pack, month - 1)).all()
