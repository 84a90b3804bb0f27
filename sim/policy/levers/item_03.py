"""Levers of plan item 3: the cost of raising children."""

from sim.policy.levers.base import Lever, Payers

ALLOWANCE_PAYERS = Payers(rest="county", by_lever={"central": "allowance_central_share"})

ITEM_3_LEVERS = (
    Lever(
        id="infant_care_tax_deduction", plan_item=3, title_zh="3岁以下婴幼儿照护专项附加扣除",
        title_en="tax deduction for infant care", unit="yuan per month and child", lower=0, upper=6000, sign="+",
        eligibility=("child_under_3", "pays_income_tax"), law_payers=Payers(rest="county", fixed={"central": 0.6}),
        cost_rule="tax_revenue", touches=("taxable_income",), takes_up="application",
        meaning="deducted from taxable income for each child under 3; worth nothing to a household that pays no tax",
        reason="the plan carries the national deduction out; income tax is shared 60:40 (recalled, unverified)",
    ),
    Lever(
        id="childcare_allowance", plan_item=3, title_zh="育儿补贴", title_en="childcare allowance",
        unit="yuan per year and child", lower=0, upper=60000, sign="+", dims=("county", "birth_order"),
        eligibility=("child_under_3", "hukou_local"), law_payers=ALLOWANCE_PAYERS, cost_rule="per_child_year",
        touches=("birth_money",), takes_up="application",
        meaning="paid every year until the child is 3; a county's sum includes the national allowance",
        reason="whether county sums and the national allowance are added was not seen; the county's is read as the"
        " whole, the nation paying its part of it",
    ),
    Lever(
        id="birth_grant", plan_item=3, title_zh="一次性生育补助", title_en="birth grant", unit="yuan once", lower=0,
        upper=300000, sign="+", dims=("county", "birth_order"),
        eligibility=("birth", "hukou_local", "children_hukou_local"), cost_rule="per_birth",
        touches=("birth_money", "cash"), takes_up="application", meaning="paid once after a birth",
        reason="three counties pay it for third births, one pays for checks in pregnancy",
    ),
    Lever(
        id="birth_grant_income_share", plan_item=3, title_zh="按家庭收入比例的生育补助",
        title_en="birth grant as a share of income", unit="share", lower=0, upper=2, sign="+",
        dims=("county", "birth_order"), eligibility=("birth",), cost_rule="share_of_income_at_birth",
        touches=("birth_money", "cash"),
        meaning="share of the household's yearly income paid once after a birth",
        reason="in no plan: the yardstick by which evidence on cash is compared",
    ),
    Lever(
        id="family_credit_subsidy", plan_item=3, title_zh="婚育消费贷款利率优惠",
        title_en="interest cut on family credit",
        unit="percent per year", lower=0, upper=6, sign="open", dims=("county",),
        eligibility=("newlywed_or_birth",), cost_rule="interest", touches=("cash",), needs=("family_credit_ceiling",),
        takes_up="application",
        meaning="interest points taken off consumer credit for wedding and birth; the credit is repaid",
        reason="credit moves money in time, so its effect may be of either sign; no rate is published",
    ),
    Lever(
        id="family_credit_ceiling", plan_item=3, title_zh="婚育消费贷款额度", title_en="ceiling of family credit",
        unit="yuan",
        lower=0, upper=500000, sign="open", dims=("county",), eligibility=("newlywed_or_birth",), touches=("cash",),
        takes_up="application", meaning="most that a couple may borrow under the scheme, repayment included",
        reason="no ceiling is published",
    ),
    Lever(
        id="multi_child_fee_relief", plan_item=3, title_zh="多子女家庭费用减免",
        title_en="fee relief for several children",
        unit="share", lower=0, upper=1, sign="+", dims=("county", "birth_order"),
        eligibility=("child_in_kindergarten",), cost_rule="share_of_fees",
        touches=("child_cost",), takes_up="application",
        meaning="share of kindergarten fees waived for children of the order",
        reason="one district waives half for third children",
    ),
    Lever(
        id="birth_insurance_support", plan_item=3, title_zh="生育护理及婴幼儿保险补助", title_en="insurance support",
        unit="share", lower=0, upper=1, sign="+", dims=("county", "birth_order"), eligibility=("child_under_3",),
        cost_rule="share_of_premium", touches=("uncertainty",), takes_up="application",
        meaning="share of the premium of commercial birth, care and accident insurance that is paid publicly",
        reason="one district covers third children and their mothers",
    ),
)
