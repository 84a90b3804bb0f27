"""What a birth brings to parents at work: money by payer, claims, and jobs that end, by hand."""

from typing import Any

import numpy as np
import pytest

from sim.parameters import as_record, as_records
from sim.places.pack import Pack
from sim.policy.claims import Claims, claim, empty_claims
from sim.population.columns import FEMALE, FLEXIBLE, MALE, NO_WORK, PRIVATE, PUBLIC, Population
from sim.processes.accounts import empty_counts
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.money.taxes import tax_rules
from sim.processes.work.employers import Employers, employer_cost, later_leave_cost
from sim.processes.work.leave import LeavePay, LeaveRules, maternity_leave
from sim.processes.work.leave_starts import (
    DISMISSED,
    GIVES_UP_JOB,
    KEEPS_JOB,
    Bill,
    begin_leaves,
    bill_of,
    claim_parental_leave,
    job_after_birth,
)
from tests.sim.makers import MONTH, city, give_child, marry, rates, same_uncompiled, size, within_errors

RULES = LeaveRules(
    np.array([158.0, 188.0, 188.0, 188.0]), np.full(4, 0.5), np.array([0.0, 1.0, 1.0, 0.5]),
    np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 72000.0, 108000.0, 36000.0]), np.ones(4), np.full(4, 128.0), 98.0,
    15.0, 10.0, 6.0, 0.25, 0.4, 1.0, 0.1, 1.0, 30_000.0, 0.01,
)
MARKET = CareMarket(
    np.ones(6), np.full((6, 4), 2000.0), np.full(6, 2000.0), np.zeros(6), np.full(6, 0.5), np.ones(6),
    np.full((6, 4, 3), 2000.0),
)
STAY = rates(time_out_covered=0.0, time_out_uncovered=0.0, dismissal_slope=0.0)
PAY = 1.25
"""Real pay of the month over the level of the column of earnings."""


def begun(
    people: Population, mothers: Any, pack: Pack, p: Any = STAY, leave_cost: float = 0.3, enforcement: float = 0.0
) -> tuple[Any, Claims]:
    """Counts and claims of leaves that begin with births of `mothers`."""
    counts, claims = empty_counts(), empty_claims()
    beliefs = Employers(np.full((6, 2), leave_cost), np.full((6, 2), 0.05), np.full((6, 2), 0.05))
    begin_leaves(
        np.asarray(mothers, np.int32), people.persons, as_records([RULES] * 6), beliefs, np.full(6, enforcement),
        MARKET, as_record(tax_rules(pack, 2020)), 25.0, counts, claims, PAY, as_record(p), 1, MONTH,
    )  # fmt: skip
    return counts, claims


def couple(wife_work: int, husband_work: int, parity: int = 1) -> Population:
    """A couple in county 3 who earn 58,400 at the level of the column, 73,000 now, and have just had a child."""
    people = city(2, sex=[FEMALE, MALE], work=[wife_work, husband_work], earnings=58_400.0, county=3)
    people.persons.parity[0] = parity
    marry(people, 0, 1)
    return people


def test_job_after_birth_by_hand() -> None:
    for u_dismissal, u_leaving, job in ((0.1, 0.0, DISMISSED), (0.2, 0.29, GIVES_UP_JOB), (0.2, 0.3, KEEPS_JOB)):
        assert same_uncompiled(job_after_birth, u_dismissal, u_leaving, 0.2, 0.3) == job


def test_who_bears_a_leave_by_hand() -> None:
    leave = LeavePay(
        days=158.0, received=60_000.0, fund=25_600.0, wages_employer=9_600.0, wages_public=6_400.0,
        contributions=8_000.0, refund=3_000.0, contributions_public=1_600.0, shared=20_000.0,
    )
    assert same_uncompiled(bill_of, leave) == Bill(fund=25_600.0, employer=14_600.0, public=11_000.0)


def test_a_firms_second_birth_by_hand(pack: Pack) -> None:
    people = couple(PRIVATE, PUBLIC, parity=2)
    counts, claims = begun(people, [0], pack)
    pay = maternity_leave(73000.0, PRIVATE, 2, RULES, STAY)
    assert counts.leaves[3].tolist() == [1, 0, 0]
    assert counts.pay_of_mothers[3, 0] == 73000
    employer = pay.wages_employer + pay.contributions - pay.refund
    public = pay.wages_public + pay.contributions_public + pay.refund
    assert counts.leave_money[3, 0].tolist() == [round(pay.fund), round(employer), round(public)]
    cost = employer_cost(pay, 73000.0, STAY) + later_leave_cost(73000.0, PRIVATE, 188.0, RULES)
    assert counts.leave_costs[3, 0] == round(cost)
    base, cases = claims.base[:, 3, 1], claims.cases[:, 3, 1]
    # 128 days at 72,000/360; 60 days at .8 x 200, contributions of 188 days less the refund; a father's day at 200.
    assert (cases[claim("maternity_allowance_days")], base[claim("maternity_allowance_days")]) == (1, 25600)
    assert base[claim("maternity_leave")] == pytest.approx(60 * 200 * 0.8 + 188 * 200 * 0.25 - pay.refund, abs=1)
    assert (1 - RULES.employer_share) * pay.shared == pytest.approx(pay.wages_public + pay.contributions_public)
    assert base[claim("leave_social_insurance_subsidy")] * 0.5 == pytest.approx(pay.refund, abs=1)
    assert (cases[claim("care_leave")], base[claim("care_leave")]) == (1, 200)
    assert base[claim("nursing_leave")] == round(73000 * (1 - 188 / 365) / 8)
    assert (cases[claim("extended_leave_share")], base[claim("extended_leave_share")]) == (1, 6000)
    assert claims.base.sum() == base.sum()
    assert people.persons.work[0] == PRIVATE
    assert people.persons.earnings[0] == pytest.approx(58_400 * (1 - STAY.wage_penalty))


def test_who_has_no_employer_costs_none(pack: Pack) -> None:
    counts, claims = begun(couple(NO_WORK, FLEXIBLE), [0], pack)
    assert not any(table.any() for table in (*counts, *claims))
    counts, claims = begun(couple(FLEXIBLE, NO_WORK), [0], pack)
    assert counts.leaves[3].tolist() == [0, 0, 1]
    assert counts.leave_money[3, 2].tolist() == [round(0.5 * 98 * 100.0), 0, 0]  # on 36,000
    assert not counts.leave_costs.any()
    assert claims.base.sum() == claims.base[claim("maternity_allowance_days"), 3, 0] == 4900


def test_mothers_are_dismissed_and_leave_work_at_their_probabilities(pack: Pack) -> None:
    n = size(8000, 300)
    mothers = city(n, sex=FEMALE, work=np.where(np.arange(n) < n // 2, PRIVATE, PUBLIC), earnings=60_000.0, parity=1)
    p = rates(dismissal_slope=0.5, time_out_covered=0.2, time_out_uncovered=0.2)
    counts, _ = begun(mothers, np.arange(n), pack, p)
    assert within_errors(counts.dismissed_mothers[0, 0] / (n // 2), 0.15, n // 2)
    assert counts.dismissed_mothers[0, 1] == 0
    assert within_errors(counts.mothers_left_work[0, 1] / (n - n // 2), 0.2, n - n // 2)
    without = mothers.persons.work == NO_WORK
    assert without.sum() == counts.dismissed_mothers.sum() + counts.mothers_left_work.sum()
    assert not mothers.persons.earnings[without].any()


def test_a_fine_keeps_mothers_in_their_jobs(pack: Pack) -> None:
    """.3 years of pay to be saved, less a fine of .06: of the dismissals a fifth is left out, all draws the same."""
    n = size(8000, 300)
    p = rates(dismissal_slope=0.5, time_out_covered=0.0, time_out_uncovered=0.0, discrimination_fine=0.06)
    dismissed = {}
    for enforcement in (0.0, 1.0):
        mothers = city(n, sex=FEMALE, work=PRIVATE, earnings=60_000.0, parity=1)
        counts, _ = begun(mothers, np.arange(n), pack, p, enforcement=enforcement)
        dismissed[enforcement] = set(np.flatnonzero(mothers.persons.work == NO_WORK))
        assert within_errors(counts.dismissed_mothers[0, 0] / n, 0.15 - 0.03 * enforcement, n)
    assert dismissed[1.0] < dismissed[0.0]


def test_parental_leave_is_claimed_for_three_years_of_both_parents() -> None:
    people = city(
        7, sex=[FEMALE, MALE, 0, 0, 0, 0, 0], work=[PRIVATE, FLEXIBLE, 0, 0, 0, 0, 0], earnings=58_400.0,
        birth=MONTH - np.array([400, 400, 36, 24, 12, 5, 0]),
    )  # fmt: skip
    marry(people, 0, 1)
    for child in range(2, 7):
        give_child(people, 0, child)
    granted = np.array([[0.0, 0.7, 1.0, 0.0]] * 6)
    children = np.arange(2, 7, dtype=np.int32)
    claimed = claim_parental_leave(0, 5, children, people.persons, granted, PAY, MONTH)
    assert claimed.cases[0].tolist() == [0, 1, 1, 1]  # the second, third, fifth child; the father has no employer
    assert claimed.base[0].tolist() == [0, 140, 140, 140]
    people.persons.work[1] = PUBLIC
    claimed = claim_parental_leave(0, 5, children, people.persons, granted, PAY, MONTH)
    assert (claimed.cases[0, 1], claimed.base[0, 1]) == (2, 140 + 200)
