"""Levers of plan item 4: maternity insurance."""

from sim.policy.levers.base import Lever, Payers

FUND = Payers(rest="insurance_fund")

ITEM_4_LEVERS = (
    Lever(
        id="flexible_worker_coverage", plan_item=4, title_zh="灵活就业人员生育保险覆盖面",
        title_en="flexible workers insured for maternity", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("flexible", "birth"), law_payers=FUND, local_payers=FUND, cost_rule="leave_pay",
        touches=("leave_pay",),
        meaning="share of women working without an employer who have leave pay; they pay the premium",
        reason="leave pay reaches the insured only",
    ),
    Lever(
        id="maternity_allowance_days", plan_item=4, title_zh="生育津贴支付天数", title_en="leave days paid by the fund",
        unit="days", lower=0, upper=400, sign="+", dims=("county", "birth_order"),
        eligibility=("insured", "birth"), law_payers=FUND, local_payers=FUND, cost_rule="leave_pay",
        touches=("leave_pay", "employer_leave_cost"),
        meaning="days of maternity leave paid by the insurance fund; the rest of the leave falls to others",
        reason="statutory leave is longer than the days paid (158 or 188 against 128 in 2022)",
    ),
    Lever(
        id="birth_medical_reimbursement", plan_item=4, title_zh="生育医疗费用报销比例",
        title_en="reimbursed share of birth costs", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("birth",), law_payers=FUND, local_payers=FUND, cost_rule="share_of_birth_cost",
        touches=("birth_cost",), meaning="share of the medical cost of pregnancy and birth that the insurance pays",
        reason="fixed sums until mid-2025, then as for ordinary inpatients",
    ),
    Lever(
        id="third_child_insured", plan_item=4, title_zh="三孩生育保险待遇", title_en="third births insured",
        unit="yes/no", kind="yes_no", lower=0, upper=1, sign="+", eligibility=("insured", "birth"), law_payers=FUND,
        local_payers=FUND, cost_rule="leave_pay", touches=("leave_pay", "birth_cost"),
        meaning="third and later births have the fund's leave pay and medical payment",
        reason="stated in the plan; the day it began was not seen",
    ),
    Lever(
        id="leave_social_insurance_subsidy", plan_item=4, title_zh="女职工产假期间社会保险补贴",
        title_en="refund of contributions in leave", unit="share", lower=0, upper=1, sign="open",
        dims=("county", "birth_order"), eligibility=("works", "employer_private", "birth"),
        cost_rule="share_of_contributions", touches=("employer_leave_cost",), takes_up="application",
        meaning="share of the employer's pension, medical and unemployment contributions refunded for six months",
        reason="lowers what leave costs an employer, hence the hiring penalty",
    ),
)
