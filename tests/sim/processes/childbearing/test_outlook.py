"""What couples know of the world a year and three years on: announcements, moved levers, quarters, zero doses."""

from typing import Any

import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.policy.levers import LEVERS
from sim.policy.paths import LeverPaths, compile_paths
from sim.policy.scenario import scenario
from sim.processes.care.childcare import admitted_share
from sim.processes.care.nursery_terms import Reach
from sim.processes.childbearing.circumstances import LEAD_MONTHS, Circumstances
from sim.processes.childbearing.outlook import Outlook
from tests.sim.makers import rates

PACK = load_pack()
START, END = month_index(2020, 11), month_index(2030, 12)
VALUES = rates()
P = as_record(VALUES)
NOW, LATER = LEAD_MONTHS, LEAD_MONTHS + 24
EVEN, NO_COST = Reach(np.ones(6), np.ones(6)), np.zeros((6, 2))


def paths(use: str = "national_only", **given: Any) -> LeverPaths:
    return compile_paths(use, PACK, START, END, **given)


def outlook(levers: LeverPaths) -> Outlook:
    return Outlook(PACK, levers, VALUES, P, "central")


def seen(of: Outlook, year: int, month: int, lead: int, pay: float = 1.0, income: float = 1.0) -> Circumstances:
    return of.circumstances(int(month_index(year, month)), lead, pay, income, EVEN, NO_COST)


def bits(circumstances: Circumstances) -> dict[str, bytes]:
    """All records as bytes, by subject."""
    return {name: np.asarray(record).tobytes() for name, record in circumstances._asdict().items()}


GIVEN = {
    "birth_grant": (10_000, {"benefits"}), "nursery_aid": (500, {"care"}), "flexible_work_share": (0.5, {"work"}),
    "equal_hiring_enforcement": (0.5, {"work"}), "reemployment_subsidy": (1000, {"work"}),
    "rent_subsidy": (800, {"homes", "relief"}), "maternity_leave": (250, {"leave"}),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_announced_for_later_changes_later_and_not_now(name: str) -> None:
    value, subjects = GIVEN[name]
    rule = {"from": "2025-02", "announced": "2022-08", "value": value}  # neither month begins a quarter
    given, base = outlook(paths(values={name: [rule]})), outlook(paths())

    def moved(year: int, month: int, lead: int) -> set[str]:
        before, after = bits(seen(base, year, month, lead)), bits(seen(given, year, month, lead))
        return {kept for kept in before if before[kept] != after[kept]}

    assert moved(2022, 7, NOW) == moved(2022, 7, LATER) == set()  # not yet announced
    dated = {"relief", "care"} & subjects  # streams over the years from a birth on
    assert moved(2022, 8, NOW) == dated
    assert moved(2022, 8, LATER) == subjects  # at once, for a birth in August 2025
    assert moved(2024, 1, NOW) == dated
    assert moved(2024, 2, NOW) == subjects  # a birth in February 2025


def test_a_measure_that_ends_is_there_now_and_gone_later() -> None:
    rule = {"from": "2021-01", "to": "2025-05", "value": 10_000}
    given = outlook(paths(values={"birth_grant": [rule]}))
    assert seen(given, 2024, 5, NOW).benefits["cash_local"].min() > 0.0
    assert seen(given, 2024, 5, LATER).benefits["cash_local"].max() == 0.0
    assert seen(given, 2024, 6, NOW).benefits["cash_local"].max() == 0.0


def test_zero_doses_see_the_base_to_the_bit() -> None:
    zero, base = outlook(paths("plan", doses=dict.fromkeys(LEVERS, 0.0))), outlook(paths())
    plan = outlook(paths("plan"))
    for year, month in ((2020, 11), (2024, 8), (2026, 7), (2029, 12)):
        for lead in (NOW, LATER):
            records = bits(seen(base, year, month, lead))
            assert bits(seen(zero, year, month, lead)) == records
    assert bits(seen(plan, 2029, 12, NOW)) != bits(seen(base, 2029, 12, NOW))


def test_pay_and_places_are_looked_at_once_a_quarter() -> None:
    of = outlook(paths())
    assert seen(of, 2022, 1, NOW, pay=1.0).level["pay"] == 1.0
    assert seen(of, 2022, 2, NOW, pay=1.1).level["pay"] == 1.0
    assert seen(of, 2022, 4, NOW, pay=1.2).level["pay"] == 1.2


def test_costs_and_reference_incomes_follow_incomes_alike() -> None:
    of = outlook(paths())
    level, richer = seen(of, 2022, 1, NOW), seen(of, 2023, 1, NOW, income=1.2)
    for field in ("marginal", "reference"):
        np.testing.assert_allclose(richer.costs[field], 1.2 * level.costs[field])
    np.testing.assert_array_equal(richer.costs["remaining"], level.costs["remaining"])
    wage = PACK.table("wages")
    wage = wage[(wage.area_code == 330000) & (wage.year == 2020) & (wage.sector == "private")]["value"].iloc[0]
    assert richer.level["elsewhere_pay"] == pytest.approx(1.2 * wage)
    assert richer.level["nanny"] == pytest.approx(1.2 * PACK.assumption("nanny_cost_year") / 12)


def test_beliefs_and_places_reach_couples() -> None:
    of, cost, admitted = outlook(paths()), np.full((6, 2), 0.3), np.full(6, 0.4)
    found = of.circumstances(int(month_index(2022, 1)), NOW, 1.0, 1.0, Reach(admitted, EVEN.wanted), cost)
    np.testing.assert_array_equal(found.work["leave_cost"][0], cost)
    np.testing.assert_array_equal(found.care["admitted"][0], admitted)
    assert not found.work["enforcement"].any()


def test_couples_reckon_with_the_places_announced_for_their_childs_first_years() -> None:
    """8 places wanted per 1,000; announced in 2024-01: 2 a thousand until 2025-12, 4 in 2026, 8 from 2027 on."""
    rules = [{"value": 2.0}, {"value": 4.0, "from": "2026-01", "announced": "2024-01"},
             {"value": 8.0, "from": "2027-01", "announced": "2024-01"}]
    levers, reach = paths(values={"places_per_1000": rules}), Reach(np.full(6, 0.2), np.full(6, 8.0))

    def expected(weight: float, year: int, month: int) -> float:
        of = Outlook(PACK, levers, VALUES._replace(places_foreseen=weight), P, "central")
        found = of.circumstances(int(month_index(year, month)), NOW, 1.0, 1.0, reach, NO_COST)
        return float(found.care["admitted"][0, 0])

    two, four, eight = (admitted_share(8.0, n, P) for n in (2.0, 4.0, 8.0))
    assert expected(0.0, 2024, 3) == 0.2  # today's, whatever is announced
    assert expected(1.0, 2023, 12) == pytest.approx(two)  # a birth in 2024-12, nothing announced yet
    assert expected(1.0, 2024, 3) == pytest.approx((two + four + eight) / 3)  # a birth in 2025-03
    assert expected(1.0, 2025, 3) == pytest.approx((four + eight + eight) / 3)
    assert expected(0.5, 2024, 3) == pytest.approx(0.1 + (two + four + eight) / 6)


def test_months_beyond_the_paths_hold_the_last() -> None:
    of = outlook(paths())
    last = of.levers.span.last
    a, b = (of.circumstances(last - 3, lead, 1.0, 1.0, EVEN, NO_COST) for lead in (NOW, LATER))
    assert bits(a) == bits(b)


@pytest.mark.parametrize(("frozen", "doses", "left"), [
    (None, {}, [1.0, 0.3, 0.3]), ("2015-12", {}, [1.0, 1.0, 1.0]), ("2016-01", {}, [1.0, 0.3, 0.3]),
    ("2015-12", {"birth_permission": 0.0}, [1.0, 0.3, 0.3]),
])  # fmt: skip
def test_rules_frozen_keep_their_loss(frozen: str | None, doses: dict[str, float], left: list[float]) -> None:
    """The loss falls as all may have two; where that never comes, as in a study's arm without it, it stays."""
    use = scenario("national_only").model_copy(update={"rules_frozen_after": frozen})
    levers = compile_paths(use, PACK, month_index(2015, 1), month_index(2017, 12), doses)
    of = Outlook(PACK, levers, rates(outside_rules_later=0.3), P, "central")
    assert [seen(of, *when, NOW).level["outside_rules"][0] for when in ((2015, 12), (2016, 1), (2017, 12))] == left
