"""Levers of plan item 5: leave, who pays for it, and flexible work."""

from sim.policy.levers.base import NOBODY_PAYS, Lever, Payers

EMPLOYER = Payers(rest="employer")
SHARED = Payers(rest="county", by_lever={"employer": "employer_cost_share"})

ITEM_5_LEVERS = (
    Lever(
        id="marriage_leave", plan_item=5, title_zh="婚假", title_en="marriage leave", unit="days", lower=0, upper=60,
        sign="open", eligibility=("works",), law_payers=EMPLOYER, local_payers=EMPLOYER,
        cost_rule="wage_of_leave_days", touches=(), meaning="paid days at a wedding",
        idle="employers pay the days; no rule gives a wedding or a couple time",
        reason="time, not money; no effect on births is documented",
    ),
    Lever(
        id="maternity_leave", plan_item=5, title_zh="产假", title_en="maternity leave", unit="days", lower=0, upper=730,
        sign="open", dims=("county", "birth_order"), eligibility=("works", "birth"), law_payers=SHARED,
        local_payers=SHARED, cost_rule="leave_wages",
        touches=("leave_days", "care_time", "employer_leave_cost"),
        meaning="statutory days; what they cost beyond the fund's pay is shared by employer_cost_share",
        reason="time for the child against a hiring penalty: the sign depends on who pays",
    ),
    Lever(
        id="care_leave", plan_item=5, title_zh="护理假", title_en="fathers' care leave", unit="days", lower=0,
        upper=180, sign="open", eligibility=("works", "birth"), law_payers=EMPLOYER, local_payers=EMPLOYER,
        cost_rule="wage_of_leave_days", touches=("leave_days", "care_time"),
        meaning="paid days of the father after a birth", reason="raises the cost of hiring fathers, not mothers",
    ),
    Lever(
        id="parental_leave", plan_item=5, title_zh="育儿假", title_en="parental leave", unit="days per year", lower=0,
        upper=120, sign="open", eligibility=("works", "child_under_3"), law_payers=EMPLOYER, local_payers=EMPLOYER,
        cost_rule="wage_of_leave_days", touches=("leave_days", "care_time", "employer_leave_cost"),
        meaning="paid days a year for each parent until the child is 3", reason="at the employer's cost",
    ),
    Lever(
        id="nursing_leave", plan_item=5, title_zh="哺乳假", title_en="nursing hours", unit="hours per workday", lower=0,
        upper=4, sign="open", eligibility=("works", "child_under_1"), law_payers=EMPLOYER, local_payers=EMPLOYER,
        cost_rule="wage_of_leave_days", touches=("care_time", "employer_leave_cost"),
        meaning="paid hours a working day until the child is one", reason="national rule on female workers",
    ),
    Lever(
        id="extended_leave_share", plan_item=5, title_zh="适度延长哺乳假和护理假的单位比例",
        title_en="employers that extend leave", unit="share", lower=0, upper=1, sign="open", dims=("county",),
        eligibility=("works", "child_under_1"), law_payers=EMPLOYER, local_payers=EMPLOYER,
        cost_rule="wage_of_leave_days", touches=("leave_days", "care_time"),
        meaning="share of employers that add a month of paid leave for a mother of their own will",
        reason="the plan encourages it; no number is given; time for the child, no hiring penalty: those employers"
        " choose to",
    ),
    Lever(
        id="employer_cost_share", plan_item=5, title_zh="生育假期用工成本单位负担比例",
        title_en="employer's share of unpaid leave days", unit="share", lower=0, upper=1, default=1, sign="-",
        dims=("county",), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS, touches=("employer_leave_cost", "payers"),
        meaning="employer's share of what an insured mother's leave costs it: wages that the fund does not pay, and"
        " contributions after their refund; the county pays the rest",
        reason="cost sharing is the plan's remedy for the hiring penalty",
    ),
    Lever(
        id="flexible_work_share", plan_item=5, title_zh="弹性工作岗位比例", title_en="jobs with flexible hours",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), eligibility=("works", "child_under_3"),
        law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS, touches=("work_hours",),
        meaning="share of jobs that let parents shift hours, beyond what was usual in 2020",
        reason="lowers uncovered care without leaving work",
    ),
)
