"""Leave, who pays it and what a birth costs in earnings, against numbers worked by hand."""


import numpy as np
import pytest

from sim.clock import month_index
from sim.parameters import as_record
from sim.places.pack import load_pack
from sim.population.columns import FLEXIBLE, NO_WORK, PRIVATE, PUBLIC
from sim.processes.money.annuities import annuity_shares, working_life
from sim.processes.work import leave
from tests.sim.makers import rates, same_uncompiled

p = as_record(rates(
    leave_pay_kept=0.8, uninsured_leave_pay=0.3, flexible_leave=0.9, leave_disruption=0.2, time_out_covered=0.15,
    time_out_uncovered=0.45, job_search_years=1.0, wage_penalty_years=10.0))
RULES = leave.LeaveRules(
    maternity_days=np.array([158.0, 188.0, 188.0, 188.0]), refund_share=np.array([0.5, 0.5, 0.5, 0.5]),
    insured=np.array([0.0, 1.0, 1.0, 0.0]), granted=np.array([0.0, 1.0, 1.0, 0.0]),
    wage_base=np.array([0.0, 72000.0, 108000.0, 36000.0]), covered=np.ones(4), fund_days=np.full(4, 128.0),
    national_days=98.0, care_days=15.0, parental_days=10.0, refund_months=6.0, employer_rate=0.25, employer_share=1.0,
    nursing_hours=1.0, extended_share=0.0, claimed=1.0, flexible_floor=30_000.0, flexible_premium=0.01,
)
EVEN = annuity_shares(1.0, 1.0)


def test_a_leave_of_the_fund_alone_by_hand() -> None:
    pay = same_uncompiled(leave.fund_only, 98.0, 19_600.0)
    assert (pay.days, pay.received, pay.fund) == (98.0, 19_600.0, 19_600.0)
    assert sum(pay) == 98.0 + 2 * 19_600.0


def test_public_employee_of_average_wage() -> None:
    # 128 days at 108,000/360 = 300; 30 days at 109,500/365 = 300; contributions .25 x 158 x 300.
    pay = leave.maternity_leave(109500.0, PUBLIC, 1, RULES, p)
    assert pay.days == 158.0
    assert pay.fund == pytest.approx(38400.0)
    assert pay.wages_employer == pytest.approx(9000.0)
    assert pay.received == pytest.approx(47400.0)
    assert pay.contributions == pytest.approx(11850.0)
    assert pay.refund == 0.0
    assert leave.unpaid_leave(pay, 109500.0) == pytest.approx(0.0)
    assert leave.employer_cost(pay, 109500.0, p) == pytest.approx(9000.0 + 11850.0 + 0.2 * 47400.0)


def test_private_employee_above_the_funds_rate() -> None:
    # Own 300 a day, fund 200: the fund pays 128 x 200, the employer .8 x 100 x 128 and .8 x 300 x 60 (second birth).
    pay = leave.maternity_leave(109500.0, PRIVATE, 2, RULES, p)
    assert pay.days == 188.0
    assert pay.fund == pytest.approx(25600.0)
    assert pay.wages_employer == pytest.approx(10240.0 + 14400.0)
    assert leave.unpaid_leave(pay, 109500.0) == pytest.approx(56400.0 - 50240.0)
    # Half of the contributions of six months (182.5 of 188 days) comes back.
    assert pay.refund == pytest.approx(0.5 * 0.25 * 300.0 * 182.5)


def test_low_earner_gains_from_the_funds_rate() -> None:
    pay = leave.maternity_leave(36500.0, PRIVATE, 1, RULES._replace(maternity_days=np.full(4, 128.0)), p)
    assert pay.received == pytest.approx(25600.0)
    assert leave.unpaid_leave(pay, 36500.0) < 0.0


def test_shared_cost_moves_money_from_employer_to_public_only() -> None:
    alone = leave.maternity_leave(80000.0, PRIVATE, 2, RULES, p)
    shared = leave.maternity_leave(80000.0, PRIVATE, 2, RULES._replace(employer_share=0.4), p)
    assert shared.received == pytest.approx(alone.received)
    assert shared.wages_public == pytest.approx(alone.wages_employer + alone.wages_public - shared.wages_employer)
    assert shared.wages_public > 0.0
    assert leave.employer_cost(shared, 80000.0, p) < leave.employer_cost(alone, 80000.0, p)


def test_what_leave_costs_an_employer_is_shared_also_where_the_fund_pays_all_days() -> None:
    # 30 days at 300 and contributions on 158 days, 9,000 + 11,850, of which the public carries .6.
    pay = leave.maternity_leave(109500.0, PUBLIC, 1, RULES._replace(employer_share=0.4), p)
    assert pay.shared == pytest.approx(9000.0 + 11850.0)
    assert pay.wages_public == pytest.approx(5400.0)
    assert pay.contributions_public == pytest.approx(0.6 * 11850.0)
    assert pay.contributions == pytest.approx(0.4 * 11850.0)
    by_fund = RULES._replace(fund_days=np.full(4, 188.0))
    alone, eased = (leave.maternity_leave(80000.0, PRIVATE, 1, by_fund._replace(employer_share=s), p) for s in (1, 0.5))
    assert leave.employer_cost(eased, 80000.0, p) < leave.employer_cost(alone, 80000.0, p)
    assert eased.received == alone.received


def test_firms_that_grant_all_days_and_firms_that_grant_the_least_are_a_mixture() -> None:
    """At a fund of 128 days: 128 of 158 in one half of the firms, 98 of 98 in the other, not 128 of their mean."""
    half = RULES._replace(granted=np.array([0.0, 0.5, 1.0, 0.0]))
    pay = leave.maternity_leave(73000.0, PRIVATE, 1, half, p)
    assert pay.days == pytest.approx(128.0)
    assert pay.fund == pytest.approx(200.0 * (0.5 * 128 + 0.5 * 98))
    assert pay.wages_employer == pytest.approx(0.5 * 0.8 * 200 * 30)
    one, other = (leave.leave_of_days(d, 73000.0, PRIVATE, 0, half, p) for d in (158.0, 98.0))
    assert tuple(pay) == pytest.approx(tuple(0.5 * a + 0.5 * b for a, b in zip(one, other, strict=True)))
    assert same_uncompiled(leave.mixed_leave, one, other, 1.0) == one


def test_the_fund_pays_what_is_claimed() -> None:
    pay = leave.maternity_leave(109500.0, PUBLIC, 1, RULES._replace(claimed=0.95), p)
    assert pay.fund == pytest.approx(0.95 * 38400.0)
    # 158 days at 300: where nobody claims, an office of the state pays on, so that nothing is lost.
    assert pay.received == pytest.approx(158 * 300.0)
    assert pay.wages_employer == pytest.approx(0.95 * 9000.0 + 0.05 * 158 * 300.0)


def test_a_firm_pays_who_does_not_claim_as_the_uninsured() -> None:
    # 128 days at 72,000/360 = 200 from the fund, 30 days at 73,000/365 = 200 kept in part; else .3 of 158 days.
    pay = leave.maternity_leave(73000.0, PRIVATE, 1, RULES._replace(claimed=0.95), p)
    assert pay.fund == pytest.approx(0.95 * 25600.0)
    claimed = 0.95 * 0.8 * 6000.0
    assert pay.wages_employer == pytest.approx(claimed + 0.05 * 0.3 * 158 * 200.0)


def test_an_order_that_the_insurance_does_not_cover_has_the_pay_of_the_uninsured() -> None:
    rules = RULES._replace(covered=np.array([1.0, 1.0, 0.0, 0.0]))
    pay = leave.maternity_leave(73000.0, PRIVATE, 3, rules, p)
    assert (pay.fund, pay.received) == (0.0, pytest.approx(0.3 * 188 * 200.0))
    assert leave.maternity_leave(73000.0, PRIVATE, 2, rules, p).fund > 0.0


def test_what_is_refunded_is_a_firms_contributions_of_six_months() -> None:
    assert leave.refundable(3650.0, 365.0, PRIVATE, 6.0) == pytest.approx(1825.0)
    assert leave.refundable(3650.0, 100.0, PRIVATE, 6.0) == 3650.0
    assert leave.refundable(3650.0, 365.0, PUBLIC, 6.0) == leave.refundable(3650.0, 0.0, PRIVATE, 6.0) == 0.0


def test_leave_after_the_maternity_leave() -> None:
    # A fifth of the year on leave; an hour of eight of the rest of 73,000. Three years of ten days at 200.
    assert leave.nursing_pay(73000.0, PRIVATE, 73.0, 1.0) == pytest.approx(73000.0 * 0.8 / 8)
    assert leave.nursing_pay(73000.0, FLEXIBLE, 73.0, 1.0) == leave.nursing_pay(73000.0, PRIVATE, 400.0, 1.0) == 0.0
    rules = RULES._replace(granted=np.array([0.0, 0.5, 1.0, 0.0]))
    assert leave.later_leave_cost(73000.0, PUBLIC, 73.0, rules) == pytest.approx(6000.0 + 7300.0)
    assert leave.later_leave_cost(73000.0, PRIVATE, 73.0, rules) == pytest.approx(3000.0 + 7300.0)  # hours are law


def test_hours_that_leave_minds_a_child_by_hand() -> None:
    """Of 3 x 52 x 40 hours: 146 days are 834.3, an hour a workday for .6 of a year 156, three times ten days 240."""
    hours = 3 * 52 * 40
    mother = same_uncompiled(leave.hours_of_leave, PRIVATE, True, 146.0, RULES, 0.0, p)
    assert mother == pytest.approx((146 / 7 * 5 * 8 + 0.6 * 52 * 5 + 240) / hours)
    assert leave.hours_of_leave(PRIVATE, False, 146.0, RULES, 0.0, p) == pytest.approx((240 + 15 * 8) / hours)
    half = RULES._replace(granted=np.array([0.0, 0.5, 1.0, 0.0]))
    assert leave.hours_of_leave(PRIVATE, False, 0.0, half, 0.0, p) == pytest.approx((120 + 7.5 * 8) / hours)
    more = RULES._replace(extended_share=0.1, parental_days=0.0, nursing_hours=0.0)
    assert leave.hours_of_leave(PRIVATE, True, 0.0, more, 0.0, p) == pytest.approx(0.1 * 30 / 7 * 5 * 8 / hours)
    shifted = leave.hours_of_leave(FLEXIBLE, True, 70.0, RULES, 0.2, p)
    assert shifted == pytest.approx((70 / 7 * 5 * 8 + 0.2 * rates().flexible_hours * 156) / hours)
    assert leave.hours_of_leave(NO_WORK, True, 146.0, RULES, 0.2, p) == 0.0


def test_sixty_days_more_cost_the_employer_and_not_the_fund() -> None:
    longer = RULES._replace(maternity_days=RULES.maternity_days + 60.0)
    before, after = (leave.maternity_leave(80000.0, PRIVATE, 1, r, p) for r in (RULES, longer))
    assert after.fund == before.fund
    assert leave.employer_cost(after, 80000.0, p) - leave.employer_cost(before, 80000.0, p) > 0.8 * 60 / 365 * 80000.0


@pytest.mark.parametrize("insured", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("work", [PRIVATE, PUBLIC, FLEXIBLE])
@pytest.mark.parametrize("order", [1, 2, 3, 6])
def test_what_she_gets_is_what_they_pay(insured: float, work: int, order: int) -> None:
    rules = RULES._replace(insured=np.full(4, insured), employer_share=0.7, granted=np.full(4, 0.6))
    pay = leave.maternity_leave(70000.0, work, order, rules, p)
    premium = 0.01 * insured * 36_000 if work == FLEXIBLE else 0.0
    assert pay.received == pytest.approx(pay.fund + pay.wages_employer + pay.wages_public - premium)
    assert min(pay) >= 0.0
    assert pay.refund <= pay.contributions + pay.contributions_public


def test_uninsured_and_flexible_and_idle() -> None:
    uninsured = leave.maternity_leave(73000.0, PRIVATE, 1, RULES._replace(insured=np.zeros(4)), p)
    assert uninsured.received == pytest.approx(0.3 * 158 * 200.0)
    assert uninsured.fund == 0.0
    flexible = leave.maternity_leave(36500.0, FLEXIBLE, 1, RULES, p)
    assert flexible.received == 0.0
    assert leave.unpaid_leave(flexible, 36500.0) == pytest.approx(98 * 0.9 * 100.0)
    insured = RULES._replace(insured=np.ones(4))
    covered = leave.maternity_leave(33_000.0, FLEXIBLE, 1, insured, p)
    assert covered.fund == pytest.approx(33_000 / 360 * 98)  # on her own pay, for the days of every mother
    assert covered.received == pytest.approx(covered.fund - 330)
    assert covered.wages_employer == 0.0
    assert leave.maternity_leave(20_000.0, FLEXIBLE, 1, insured, p).fund == pytest.approx(30_000 / 360 * 98)
    assert leave.maternity_leave(90_000.0, FLEXIBLE, 1, insured, p).fund == pytest.approx(36_000 / 360 * 98)
    for nothing in ({"fund_days": np.zeros(4)}, {"covered": np.zeros(4)}):  # and no premium for nothing
        assert leave.maternity_leave(33_000.0, FLEXIBLE, 1, insured._replace(**nothing), p).received == 0.0
    assert max(leave.maternity_leave(0.0, NO_WORK, 1, RULES, p)) == 0.0
    assert max(leave.maternity_leave(50000.0, PRIVATE, 1, RULES._replace(national_days=0.0,
               maternity_days=np.zeros(4)), p)) == 0.0


def test_record_serves_like_the_tuple() -> None:
    tuple_pay = leave.maternity_leave(80000.0, PRIVATE, 2, RULES, p)
    assert tuple(leave.maternity_leave(80000.0, PRIVATE, 2, as_record(RULES), p)) == tuple(tuple_pay)


def test_fathers_leave_costs_his_employer_his_wage() -> None:
    assert leave.short_leave_cost(73000.0, PRIVATE, 15.0) == pytest.approx(3000.0)
    assert leave.short_leave_cost(73000.0, FLEXIBLE, 15.0) == 0.0
    assert leave.leave_months(158.0) == 5
    assert leave.leave_months(3.0) == 1
    assert leave.leave_months(0.0) == 0


def test_mothers_leave_work_as_care_is_uncovered() -> None:
    assert leave.exit_probability(0.0, p) == pytest.approx(0.15)
    assert leave.exit_probability(0.6, p) == pytest.approx(0.33)


def test_each_part_of_the_loss() -> None:
    def loss(earnings: float, *rest: float) -> tuple[float, float]:
        return tuple(leave.earnings_loss(earnings, *rest, EVEN, p))

    assert loss(60000.0, 0.0, 0.0, 0.0, 3.0, 0.0) == (0.0, 0.0)
    # Undiscounted: 6,000 once is 333 a year over 18; a year out, 60,000/18; three years at one in three the same.
    assert loss(60000.0, 6000.0, 0.0, 0.0, 3.0, 0.0) == pytest.approx((6000.0 / 18, 0.0))
    assert loss(60000.0, 0.0, 1.0, 0.5, 3.0, 0.0) == pytest.approx((0.0, 60000.0 / 18))
    assert loss(60000.0, 0.0, 0.0, 1 / 3, 3.0, 0.0) == pytest.approx((0.0, 60000.0 / 18))
    # 10 % less pay from half a year to ten years: 9.5 years x 6,000.
    assert loss(60000.0, 0.0, 0.0, 0.0, 3.0, 0.1) == pytest.approx((0.0, 9.5 * 6000.0 / 18))
    # Out three years for certain, then 10 % less for the 6.5 that are left: nothing is lost twice.
    both = loss(60000.0, 0.0, 0.0, 1.0, 3.0, 0.1)
    assert both == pytest.approx((0.0, (180000.0 + 6.5 * 6000.0) / 18))
    assert loss(0.0, 0.0, 1.0, 1.0, 3.0, 0.1) == (0.0, 0.0)


def test_a_shorter_way_back_loses_less() -> None:
    """Out three years for certain; twice as soon back one and a half. A dismissed mother's year of search is halved."""
    def career(*rest: float, **back: float) -> float:
        return leave.earnings_loss(60000.0, 0.0, *rest, EVEN, p, **back).career

    assert career(0.0, 1.0, 3.0, 0.0, sooner=2.0) == pytest.approx(90000.0 / 18)
    assert career(1.0, 0.0, 3.0, 0.0, sooner=2.0) == pytest.approx(30000.0 / 18)
    # Half of the penalty of 10 % is regained by the third who come back from three years out.
    usual = career(0.0, 1 / 3, 3.0, 0.1)
    assert usual - career(0.0, 1 / 3, 3.0, 0.1, regained=0.5) == pytest.approx(60000.0 * 0.1 * 0.5 / 3 * 8.5 / 18)
    assert career(0.0, 1 / 3, 3.0, 0.1, sooner=1.0, regained=0.0) == usual
    assert career(0.0, 0.0, 3.0, 0.1, regained=1.0) == career(0.0, 0.0, 3.0, 0.1)  # who never stopped


def test_career_loss_is_a_share_of_lifetime_earnings() -> None:
    life = working_life(1.0, 1.0)
    # 10,000 a year over 18 years of 60,000 a year over 36.
    assert leave.career_loss(10000.0, 60000.0, 36.0, life) == pytest.approx(180.0 / (60.0 * 36.0))
    assert leave.career_loss(0.0, 60000.0, 30.0, life) == 0.0
    assert leave.career_loss(100.0, 0.0, 30.0, life) == 0.0
    assert leave.career_loss(1e9, 60000.0, 30.0, life) == 1.0
    assert leave.career_loss(1000.0, 60000.0, 99.0, life) > 0.0


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch):
    loaded = load_pack()
    rows = {
        "maternity_insured_share_private": 0.75, "extended_leave_granted_share_private": 0.7,
        "leave_refund_months": 6.0, "social_insurance_employer_share": 0.24, "care_leave_father_days_2016": 15.0,
        "maternity_leave_national_days": 98.0,
    }
    monkeypatch.setattr(loaded, "_assumptions", {**loaded._assumptions, **rows})
    return loaded


def test_rules_of_the_pack_by_date(pack) -> None:
    november, december = (leave.leave_rules(pack, month_index(2021, m)) for m in (11, 12))
    assert november.maternity_days.tolist() == [128.0] * 4
    assert december.maternity_days.tolist() == [158.0, 188.0, 188.0, 188.0]
    assert (november.parental_days, december.parental_days) == (0.0, 10.0)
    assert november.fund_days.tolist() == december.fund_days.tolist() == [128.0] * 4
    assert leave.leave_rules(pack, month_index(2015, 12)).care_days == 0.0
    assert leave.leave_rules(pack, month_index(2016, 1)).care_days == 15.0
    refunds = [leave.leave_rules(pack, month_index(2022, m)).refund_share[0] for m in (5, 6)]
    assert refunds == [0.0, 0.5]
    raised = leave.leave_rules(pack, month_index(2022, 6), wage_level=1.2)
    assert raised.wage_base[PRIVATE] == pytest.approx(1.2 * december.wage_base[PRIVATE])
