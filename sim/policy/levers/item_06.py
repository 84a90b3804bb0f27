"""Levers of plan item 6: health services before and at birth."""

from sim.policy.levers.base import Lever, Payers

FUND = Payers(rest="insurance_fund")

ITEM_6_LEVERS = (
    Lever(
        id="art_insurance", plan_item=6, title_zh="辅助生殖纳入医保", title_en="treatment paid by medical insurance",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), eligibility=("in_treatment",), law_payers=FUND,
        local_payers=FUND, cost_rule="share_of_treatment", touches=("treatment_price",),
        meaning="share of the price of a cycle of assisted reproduction that basic medical insurance pays",
        reason="provincial rule of 2024; its limit of three times a person is not followed",
    ),
    Lever(
        id="art_subsidy", plan_item=6, title_zh="辅助生殖自费部分减免",
        title_en="relief of what treatment costs couples", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("in_treatment",), cost_rule="share_of_treatment", touches=("treatment_price",),
        takes_up="application",
        meaning="share of what insurance leaves of the price of a cycle that is paid publicly",
        reason="the plan relieves it by a standard that it does not give",
    ),
)
