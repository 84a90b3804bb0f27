"""Employers' beliefs, hiring and dismissal against numbers worked by hand."""

import math

import numpy as np
import pytest

from sim.parameters import as_record, as_records
from sim.population.columns import FEMALE, FLEXIBLE, NO_WORK, PRIVATE, PUBLIC
from sim.processes.work import employers
from sim.processes.work.leave import LeaveRules
from sim.processes.work.reentry import WayBack
from tests.sim.makers import MONTH, city, rates

p = as_record(rates(
    employer_tenure=4.0, discrimination_fine=0.016, hiring_penalty=5.0, leave_pass_through=0.5, dismissal_slope=0.2,
    employer_learning=0.4, leave_pay_kept=0.8, uninsured_leave_pay=0.3, flexible_leave=0.9, leave_disruption=0.2))
NO_LEVER = WayBack(np.zeros(6), np.ones(6), np.zeros(6))


def test_sectors_and_ages() -> None:
    assert [employers.sector_of(w) for w in (NO_WORK, PRIVATE, PUBLIC, FLEXIBLE)] == [-1, 0, 1, -1]
    assert [employers.of_childbearing_age(a) for a in (19.9, 20.0, 39.9, 40.0)] == [False, True, True, False]


def test_hiring_penalty() -> None:
    # .2 years of pay a birth x .05 births a year x 4 years = .04; exp(-5 x .04).
    expected = employers.expected_cost(0.2, 0.05, 1.0, p)
    assert expected == pytest.approx(0.04)
    assert employers.hiring_factor(expected, 0.0, p) == pytest.approx(math.exp(-0.2))
    # A fine of .016 years of pay leaves .024 to be gained by a refusal; half the enforcement half the fine.
    assert employers.hiring_factor(expected, 1.0, p) == pytest.approx(math.exp(-0.12))
    assert employers.hiring_factor(expected, 0.5, p) == pytest.approx(math.exp(-0.16))
    assert employers.hiring_factor(0.01, 1.0, p) == 1.0  # less to be gained than the fine: nobody is refused for it
    assert employers.hiring_factor(expected, 7.0, p) == employers.hiring_factor(expected, 1.0, p)
    assert employers.hiring_factor(0.0, 0.0, p) == 1.0


def test_cost_borne_by_others_is_no_penalty() -> None:
    assert employers.hiring_factor(employers.expected_cost(0.2, 0.05, 0.0, p), 0.0, p) == 1.0
    factors = [employers.hiring_factor(employers.expected_cost(c, 0.05, 1.0, p), 0.0, p) for c in np.linspace(0, 2, 41)]
    assert (np.diff(factors) < 0).all()


def test_starting_pay() -> None:
    assert employers.hired_wage_factor(0.04, 0.0, p) == pytest.approx(1.0 - 0.5 * 0.01)
    assert employers.hired_wage_factor(0.04, 1.0, p) == pytest.approx(1.0 - 0.5 * 0.006)
    assert employers.hired_wage_factor(0.0, 0.0, p) == 1.0
    assert employers.hired_wage_factor(1e6, 0.0, p) == 0.0


def test_dismissal_in_private_units_only() -> None:
    assert employers.dismissal_probability(0.25, 1.0, PRIVATE, 0.0, p) == pytest.approx(0.05)
    assert employers.dismissal_probability(0.25, 1.0, PRIVATE, 1.0, p) == pytest.approx(0.2 * 0.234)
    assert employers.dismissal_probability(0.25, 0.0, PRIVATE, 0.0, p) == 0.0
    assert employers.dismissal_probability(0.25, 1.0, PUBLIC, 0.0, p) == 0.0
    assert employers.dismissal_probability(100.0, 1.0, PRIVATE, 0.0, p) == 1.0


def test_learning_closes_the_gap_geometrically() -> None:
    assert employers.learned(0.2, 0.3, 5.0, p) == pytest.approx(0.24)
    assert employers.learned(0.2, 0.3, 0.0, p) == 0.2
    belief = 0.0
    for _ in range(10):
        belief = employers.learned(belief, 1.0, 1.0, p)
    assert belief == pytest.approx(1.0 - 0.6**10)


def test_learn_from_a_years_counts() -> None:
    beliefs = employers.Employers(np.full((6, 2), 0.2), np.full((6, 2), 0.05), np.full((6, 2), 0.04))
    zero = np.zeros((6, 2))
    costs, n_leaves, pay, n_women = zero.copy(), zero.copy(), zero.copy(), zero.copy()
    costs[1, 0], n_leaves[1, 0], pay[1, 0], n_women[1, 0] = 60000.0, 2.0, 200000.0, 20.0
    employers.learn(beliefs, costs, n_leaves, pay, n_women, p)
    assert beliefs.leave_cost[1, 0] == pytest.approx(0.2 + 0.4 * 0.1)
    assert beliefs.births[1, 0] == pytest.approx(0.05 + 0.4 * 0.05)
    assert beliefs.leave_cost[0, 0] == beliefs.leave_cost[1, 1] == 0.2
    assert beliefs.births[5, 1] == 0.05


RULES = LeaveRules(
    np.full(4, 128.0), np.zeros(4), np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 1.0, 1.0, 0.0]),
    np.array([0.0, 60000.0, 100000.0, 60000.0]), np.ones(4), np.full(4, 128.0), 98.0, 15.0, 0.0, 6.0, 0.25, 1.0, 0.0,
    0.0, 1.0, 36_000.0, 0.01,
)


def test_beliefs_of_the_start_day() -> None:
    women = city(
        8, sex=FEMALE, work=[1, 1, 2, 2, 3, 0, 1, 1], county=[0, 1, 0, 5, 0, 0, 0, 0],
        birth=MONTH - 12 * np.array([20, 39, 30, 30, 30, 30, 19, 40]),
        last_birth=[MONTH - 12, MONTH - 13, MONTH - 1, -32768, MONTH, MONTH, MONTH, MONTH],
    )
    rows = np.arange(8, dtype=np.int32)
    beliefs = employers.initial_beliefs(as_records([RULES] * 6), rows, women.persons, MONTH, p)
    # The fund's rate (a year's wage over 360) exceeds her wage (over 365): contributions and replacement only.
    np.testing.assert_allclose(beliefs.leave_cost, (0.25 + 0.2) * 128 / 365)
    # Four have an employer and are 20 to 39; two of them bore a child in the twelve months before.
    np.testing.assert_allclose(beliefs.births, 0.5)
    np.testing.assert_allclose(beliefs.first_expected, beliefs.leave_cost * 0.5 * 4.0)
    counted = employers.count_employed_women(0, 8, rows, women.persons, MONTH)
    assert counted[0].tolist() == [1, 1, 1]
    assert counted.sum() == 5


def test_hiring_stands_against_the_start_day() -> None:
    cost, births = np.full((6, 2), 0.2), np.full((6, 2), 0.05)
    first = employers.expected_costs(cost, births, p)
    same = employers.hiring_terms(employers.Employers(cost, births, first), NO_LEVER, p)
    assert (same.chance == 1.0).all()
    assert (same.pay == 1.0).all()
    cost = cost.copy()
    cost[2, 0] = 0.3
    dearer = employers.hiring_terms(employers.Employers(cost, births, first), NO_LEVER, p)
    # .1 years of pay x .05 x 4 = .02 more: exp(-5 x .02); pay .5 x .015 against .5 x .01.
    assert dearer.chance[2, 0] == pytest.approx(math.exp(-0.1))
    assert dearer.pay[2, 0] == pytest.approx((1 - 0.0075) / (1 - 0.005))
    assert dearer.chance.sum() == pytest.approx(17 + math.exp(-0.1))


def test_checks_bring_back_what_a_dearer_leave_took() -> None:
    """Leave dearer by half costs .02 more of expected cost; full enforcement takes most of it back."""
    cost, births = np.full((6, 2), 0.3), np.full((6, 2), 0.05)
    beliefs = employers.Employers(cost, births, employers.expected_costs(np.full((6, 2), 0.2), births, p))
    checked = NO_LEVER._replace(enforcement=np.array([1.0, 0.5, 0.0, 0.0, 0.0, 0.0]))
    chance = employers.hiring_terms(beliefs, checked, p).chance[:3, 0]
    assert chance == pytest.approx(np.exp(-5 * (np.array([0.044, 0.052, 0.06]) - 0.04)))


def test_what_a_birth_costs_adds_the_leave_that_follows() -> None:
    rules = as_records([RULES._replace(nursing_hours=1.0, parental_days=10.0)] * 6)
    base = employers.birth_cost(73000.0, PUBLIC, 1, as_records([RULES] * 6), 0, p)
    more = employers.birth_cost(73000.0, PUBLIC, 1, rules, 0, p)
    assert more - base == pytest.approx(30 * 200.0 + 73000.0 * (1 - 128 / 365) / 8)
