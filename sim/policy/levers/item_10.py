"""Levers of plan item 10: equal hiring, and the way back to work of mothers who stopped for a child."""

from sim.policy.levers.base import Lever

ITEM_10_LEVERS = (
    Lever(
        id="equal_hiring_enforcement", plan_item=10, title_zh="性别平等就业督查执法力度",
        title_en="enforcement of equal hiring", unit="share", lower=0, upper=1, sign="open", dims=("county",),
        eligibility=("works", "hired_woman"), cost_rule="price_of_reached", case_price="hiring_check_price",
        reach="equal_hiring_enforcement", touches=("hiring",), strengths=("discrimination_fine",),
        meaning="inspections and penalties over the most that authorities could do: the fine that an employer then"
        " expects stands against the leave cost that it saves by turning a woman away or dismissing her",
        reason="the plan inspects and punishes, without a count of cases; how often refusals are found out is not"
        " known: the expected fine is a prior, small against the cost of a leave, large against that of a hire",
    ),
    Lever(
        id="retraining_coverage", plan_item=10, title_zh="生育中断就业女性再就业培训覆盖率",
        title_en="mothers retrained", unit="share", lower=0, upper=1, sign="open", dims=("county",),
        eligibility=("stopped_for_child", "finds_work"), cost_rule="price_of_reached", case_price="retraining_price",
        reach="retraining_coverage", touches=("time_out", "pay_on_return"),
        strengths=("retraining_finding", "retraining_pay"),
        meaning="share of mothers back in work after they stopped for a child whom public training has prepared for"
        " it: their time out of work and their pay on return",
        reason="the plan strengthens training, without a number; no study of such mothers was found, so both strengths"
        " are priors around nothing: by default it costs money and moves nobody",
    ),
    Lever(
        id="reemployment_subsidy", plan_item=10, title_zh="生育后再就业补贴",
        title_en="subsidy for hiring mothers back", unit="yuan per month", lower=0, upper=6000, sign="+",
        dims=("county",),
        eligibility=("stopped_for_child", "finds_work", "hard_to_place"), cost_rule="per_rehired_month",
        touches=("time_out",), strengths=("reentry_elasticity",), takes_up="application",
        meaning="paid to whoever employs a mother who stopped for a child, or towards her own contributions, for the"
        " months that the pack gives: labour that costs less is hired sooner",
        reason="the plan opens the support of those hard to place to such mothers if certified as such, without a sum;"
        " what share is, and how hiring answers to its price, are priors",
    ),
)
