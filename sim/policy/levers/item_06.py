"""Levers of plan item 6: health services before and at birth."""

from sim.policy.levers.base import NOBODY_PAYS, Lever, Payers

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
    Lever(
        id="premarital_check_coverage", plan_item=6, title_zh="免费婚前孕前检查覆盖率",
        title_en="couples checked before wedding and pregnancy", unit="share", lower=0, upper=1, sign="0",
        dims=("county",), eligibility=("weds",), cost_rule="price_of_reached", case_price="premarital_check_price",
        reach="premarital_check_coverage", touches=("pregnancy_loss",), strengths=("checks_spare_loss",),
        meaning="share of couples that marry who have the free check, which counts people reached and its cost;"
        " pregnancies lost fall by checks_spare_loss x the share beyond the law's, a prior centred on no effect",
        reason="the plan goes on with free checks and gives no share; checks change health, and no estimate of an"
        " effect on births was found: none by default",
    ),
    Lever(
        id="newborn_screening_coverage", plan_item=6, title_zh="新生儿疾病筛查覆盖率",
        title_en="newborns screened for diseases", unit="share", lower=0, upper=1, sign="0", dims=("county",),
        eligibility=("birth", "hukou_province"), cost_rule="price_of_reached", case_price="newborn_screening_price",
        reach="newborn_screening_coverage", touches=("infant_deaths",), strengths=("screening_spares_deaths",),
        meaning="share of newborns screened free of charge, which counts people reached and its cost; deaths in the"
        " first year fall by screening_spares_deaths x the share beyond the law's, a prior centred on no effect",
        reason="the plan goes on with free screening; it changes health, not births: what it does to infant deaths was"
        " not found and is none by default",
    ),
    Lever(
        id="child_health_centre_coverage", plan_item=6, title_zh="儿童健康管理中心覆盖率",
        title_en="small children with a child health centre", unit="share", lower=0, upper=1, sign="+",
        dims=("county",), eligibility=("child_under_3",), cost_rule="price_of_reached",
        case_price="child_health_centre_price", reach="child_health_centre_coverage", touches=("hours_at_checks",),
        meaning="share of children under three who have checks, vaccinations and advice at one centre, beyond what was"
        " there in 2020; it spares their parents centre_hours a year",
        reason="the plan builds the centres and gives no share; the hours spared are a prior (0 to 12 a year): no"
        " estimate was found",
    ),
    Lever(
        id="family_doctor_coverage", plan_item=6, title_zh="婴幼儿家庭医生签约覆盖率",
        title_en="small children with a family doctor", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("child_under_3",), cost_rule="price_of_reached", case_price="family_doctor_price",
        reach="family_doctor_coverage", touches=("hours_at_checks",),
        meaning="share of children under three under contract with a family doctor, beyond what was usual in 2020; it"
        " spares their parents doctor_hours a year",
        reason="the plan links doctors' contracts with nurseries' and gives no share; the hours spared are a prior"
        " (0 to 6 a year): no estimate was found",
    ),
    Lever(
        id="grandparent_support", plan_item=6, title_zh="隔代照料支持补贴", title_en="support of minding grandparents",
        unit="yuan per month and child", lower=0, upper=5000, sign="+", dims=("county",),
        eligibility=("child_under_3", "hukou_local", "grandparents_mind"), cost_rule="per_minded_month",
        reach="grandparent_support_coverage", touches=("grandparents",), needs=("grandparent_support_coverage",),
        takes_up="application",
        meaning="paid to grandparents who mind a child under three; support_passed_on of it spares the parents, and"
        " help_by_support says how many who had no such help find it, by default none",
        reason="the plan gives care by grandparents technical support and names no sum; that money makes more of them"
        " able to help is a prior at no effect: no estimate was found",
    ),
    Lever(
        id="grandparent_support_coverage", plan_item=6, title_zh="隔代照料支持覆盖率",
        title_en="minding grandparents whom support reaches", unit="share", lower=0, upper=1, sign="+",
        dims=("county",), eligibility=("child_under_3", "hukou_local", "grandparents_mind"), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("grandparents",), needs=("grandparent_support",),
        meaning="share of the families eligible for support of minding grandparents that its offer reaches",
        reason="the plan gives no share",
    ),
    Lever(
        id="maternity_staff_per_1000", plan_item=6, title_zh="每千出生妇幼医护人员增加数",
        title_en="maternity and child staff per 1,000 births", unit="staff per 1000 births", lower=0, upper=100,
        sign="0", dims=("county",), eligibility=("birth",), cost_rule="staff_of_births",
        case_price="maternity_staff_cost", touches=("hours_at_checks",), strengths=("staff_hours",),
        meaning="obstetric, paediatric and nursing staff per 1,000 births a year, beyond those of 2020: what they cost;"
        " each spares staff_hours at the checks of a pregnancy, a prior centred on no effect",
        reason="the plan trains staff and gives no number; what a service standard does to births was not found: none"
        " by default",
    ),
)
