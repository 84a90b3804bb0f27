"""Levers of plan item 7: childcare under 3."""

from sim.policy.levers.base import NOBODY_PAYS, Lever, Payers

EMPLOYER = Payers(rest="employer")
REGULATED_PLACES = "inclusive_share|kindergarten_nursery_share"
"""Levers that put places at the regulated fee."""

ITEM_7_LEVERS = (
    Lever(
        id="places_per_1000", plan_item=7, title_zh="每千人口托位数", title_en="nursery places per 1,000 residents",
        unit="places per 1000", lower=0, upper=20, sign="+", dims=("county",), touches=("places",),
        meaning="places for children under 3 per 1,000 residents; unused places are counted as unused",
        reason="the plan's main target; money follows by construction_grant and operating_subsidy",
    ),
    Lever(
        id="inclusive_share", plan_item=7, title_zh="普惠托位占比", title_en="inclusive share of places", unit="share",
        lower=0, upper=1, sign="+", dims=("county",), touches=("nursery_price",),
        meaning="share of places at the regulated, lower fee", reason="price, not number, draws demand",
    ),
    Lever(
        id="inclusive_fee_ceiling", plan_item=7, title_zh="普惠托育收费上限", title_en="ceiling of inclusive fees",
        unit="share", lower=0, upper=1, default=1, sign="-", dims=("county",), touches=("nursery_price",),
        needs=(REGULATED_PLACES,),
        meaning="most that an inclusive place may cost, over monthly disposable income a head; 1 does not bind",
        reason="rule of the provincial pilot that the plan deepens",
    ),
    Lever(
        id="operating_subsidy", plan_item=7, title_zh="托育运营补助", title_en="operating subsidy",
        unit="yuan per month and child", lower=0, upper=3000, sign="+", dims=("county",), eligibility=("in_nursery",),
        cost_rule="per_enrolled_month", touches=("nursery_price",), needs=(REGULATED_PLACES,),
        meaning="paid to the nursery for each child in an inclusive place; passes into the fee",
        reason="a city rule names a maximum only",
    ),
    Lever(
        id="nursery_aid", plan_item=7, title_zh="入托补助", title_en="nursery aid to families",
        unit="yuan per month and child", lower=0, upper=3000, sign="+", dims=("county", "birth_order"),
        eligibility=("in_nursery", "hukou_local"), cost_rule="per_enrolled_month", touches=("nursery_price",),
        takes_up="application", meaning="paid to the family for each child in a nursery place",
        reason="part of the county packages for second and third children",
    ),
    Lever(
        id="nursery_aid_from_age", plan_item=7, title_zh="入托补助起始年龄",
        title_en="age from which nursery aid is paid", unit="months", lower=0, upper=24, sign="-",
        dims=("county", "birth_order"), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("nursery_price",), needs=("nursery_aid",),
        meaning="age from which a child in a place brings nursery_aid",
        reason="one county pays for ages 2 to 3, another for the three years",
    ),
    Lever(
        id="construction_grant", plan_item=7, title_zh="托位建设补助", title_en="construction grant",
        unit="yuan per place",
        lower=0, upper=50000, sign="0", dims=("county",), cost_rule="per_new_place", touches=(),
        idle="places follow places_per_1000 and this only pays for them",
        meaning="paid once for each place added", reason="pays for places; what they do is in places_per_1000",
    ),
    Lever(
        id="staff_training_coverage", plan_item=7, title_zh="托育从业人员培训覆盖率", title_en="staff trained",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), touches=("nursery_trust",),
        meaning="share of staff trained and certified", reason="trust is a reason for not using places",
    ),
    Lever(
        id="employer_fee_support", plan_item=7, title_zh="单位报销保育费用", title_en="employers' fee support",
        unit="yuan per month and child", lower=0, upper=3000, sign="+", dims=("county",),
        eligibility=("works", "in_nursery"), law_payers=EMPLOYER, local_payers=EMPLOYER,
        cost_rule="per_enrolled_month", touches=("nursery_price",), needs=("employer_fee_support_share",),
        meaning="paid by supporting employers toward the nursery fee of a worker's child",
        reason="encouraged by the plan without a number",
    ),
    Lever(
        id="employer_fee_support_share", plan_item=7, title_zh="报销保育费用的单位比例",
        title_en="employers that support fees", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS, touches=("nursery_price",), needs=("employer_fee_support",),
        meaning="share of employers that pay employer_fee_support", reason="encouraged by the plan without a number",
    ),
    Lever(
        id="kindergarten_nursery_share", plan_item=7, title_zh="幼儿园托班托位占比",
        title_en="places in kindergartens", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        touches=("nursery_price", "nursery_trust", "nursery_hours"),
        meaning="share of places that are classes for 2-year-olds in kindergartens",
        reason="spare kindergarten rooms are near, cheap and trusted, but take 2-year-olds only",
    ),
    Lever(
        id="workplace_nursery_share", plan_item=7, title_zh="用人单位托位占比", title_en="places at the workplace",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), law_payers=EMPLOYER, local_payers=EMPLOYER,
        touches=("nursery_price", "nursery_hours"), meaning="share of places run at or by workplaces",
        reason="encouraged by the plan without a number",
    ),
    Lever(
        id="community_station_coverage", plan_item=7, title_zh="城市社区婴幼儿照护服务驿站覆盖率",
        title_en="urban communities with a care station", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        touches=("nursery_hours",), meaning="share of urban communities with a care station",
        reason="target of the plan",
    ),
    Lever(
        id="community_facility_standard", plan_item=7, title_zh="完整社区托育服务设施达标率",
        title_en="communities meeting the facility standard", unit="share", lower=0, upper=1, sign="+",
        dims=("county",), touches=("nursery_trust",),
        meaning="share of complete communities whose childcare facilities meet the standard",
        reason="target of the plan",
    ),
)
