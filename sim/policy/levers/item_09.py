"""Levers of plan item 9: housing."""

from sim.policy.levers.base import NOBODY_PAYS, Lever

FUND_LOANS = "provident_fund_ceiling_couple|provident_fund_ceiling_single"
"""Levers that let the fund lend at all."""

ITEM_9_LEVERS = (
    Lever(
        id="public_rental_priority", plan_item=9, title_zh="三孩家庭公租房优先配租",
        title_en="priority in public rental", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("public_rental_entitled", "three_children"), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("rental_queue",), meaning="share of entitled three-child families served within the year",
        reason="reaches few families; the eligible number is reported",
    ),
    Lever(
        id="public_rent_waiver", plan_item=9, title_zh="三孩家庭公租房租金减免", title_en="public rent waived",
        unit="share", lower=0, upper=1, sign="+", dims=("county", "birth_order"),
        eligibility=("public_rental_entitled", "three_children"), cost_rule="share_of_rent", touches=("rent",),
        takes_up="application", meaning="share of public rent waived within the entitled area",
        reason="the plan waives all of it for three-child families",
    ),
    Lever(
        id="rent_subsidy", plan_item=9, title_zh="多孩家庭租赁补贴", title_en="rent subsidy", unit="yuan per month",
        lower=0, upper=5000, sign="+", dims=("county", "birth_order"),
        eligibility=("renter", "public_rental_entitled"),
        cost_rule="per_household_month", touches=("rent",), takes_up="application",
        meaning="paid to families with a child of the order who rent, in the stead of a public home",
        reason="plan: at the rate of minimum-living-standard families, whose yuan was not found",
    ),
    Lever(
        id="affordable_rental_discount", plan_item=9, title_zh="保障性租赁住房租金优惠",
        title_en="discount on affordable rental", unit="share", lower=0, upper=1, sign="+",
        dims=("county", "birth_order"), eligibility=("renter", "no_home_or_small"), cost_rule="share_of_rent",
        touches=("rent",), takes_up="application",
        meaning="share of the market rent taken off affordable rental for families with a child of the order",
        reason="measure of one district",
    ),
    Lever(
        id="provident_fund_uplift", plan_item=9, title_zh="多孩家庭公积金贷款额度上浮",
        title_en="provident fund loan uplift", unit="share", lower=0, upper=1, sign="+",
        dims=("county", "birth_order"), eligibility=("fund_member", "buys_first_home"), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("credit_limit", "down_payment"), needs=(FUND_LOANS,),
        takes_up="application",
        meaning="rise of the loan for families with a child of the order; at most 120 % of the ceiling",
        reason="the city rule carries the plan's measure out",
    ),
    Lever(
        id="provident_fund_uplift_young", plan_item=9, title_zh="青年和新市民公积金贷款额度上浮",
        title_en="provident fund loan uplift, the young", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("fund_member", "buys_first_home", "young_or_new"), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("down_payment",), needs=(FUND_LOANS,), takes_up="application",
        meaning="rise of the loan for a couple with a member under 35 or of other hukou; with that for children the"
        " larger counts, at most 120 % of the ceiling; at the wedding",
        reason="city rule; whether it adds to the uplift for children was not seen",
    ),
    Lever(
        id="provident_fund_ceiling_couple", plan_item=9, title_zh="公积金贷款最高额度（双缴）",
        title_en="provident fund ceiling, two contributors", unit="yuan", lower=0, upper=3000000, sign="+",
        dims=("county",), eligibility=("fund_member",), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("credit_limit",), takes_up="application", meaning="largest loan of a couple that both pay in",
        reason="differs by county until 2024",
    ),
    Lever(
        id="provident_fund_ceiling_single", plan_item=9, title_zh="公积金贷款最高额度（单缴）",
        title_en="provident fund ceiling, one contributor", unit="yuan", lower=0, upper=2000000, sign="+",
        dims=("county",), eligibility=("fund_member",), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("credit_limit",), takes_up="application", meaning="largest loan of one contributor",
        reason="differs by county until 2024",
    ),
    Lever(
        id="provident_fund_rent_withdrawal", plan_item=9, title_zh="公积金租房提取额度",
        title_en="provident fund withdrawal for rent", unit="yuan per month and person", lower=0, upper=10000,
        sign="+", dims=("county", "birth_order"), eligibility=("fund_member", "renter"), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("cash",), takes_up="application",
        meaning="own savings in the fund that a renter may draw; families with a child of the order",
        reason="own money earlier, no gift: it meets cash needs at a birth, up to the rent and to what is paid in; the"
        " limit before 2023 was not seen: that of 2023 stands for it, so that only later rises count",
    ),
    Lever(
        id="purchase_subsidy", plan_item=9, title_zh="多孩家庭购房补贴", title_en="purchase subsidy", unit="yuan once",
        lower=0,
        upper=500000, sign="+", dims=("county", "birth_order"), eligibility=("no_home_or_small", "hukou_local"),
        cost_rule="per_purchase", touches=("down_payment",), takes_up="application",
        meaning="paid to families with a child of the order who buy a home; partly capitalised in prices",
        reason="two counties had one; the plan names none",
    ),
    Lever(
        id="family_sized_supply", plan_item=9, title_zh="改善型多孩户型占比", title_en="family-sized new homes",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("home_search",), meaning="share of new homes built for large families beyond the mix of 2020",
        reason="encouraged by the plan without a number",
    ),
    Lever(
        id="home_lot_chance", plan_item=9, title_zh="住房贷款摇号月中签率", title_en="homes by lot: chance a month",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), eligibility=("renter",), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("homes_by_lot",), needs=("home_lot_loan",),
        meaning="chance that a household that rents is drawn in a month; whoever is drawn may buy on the loan won",
        reason="for comparison with published lotteries of home credit; in no plan and no law", legislated=False,
    ),
    Lever(
        id="home_lot_loan", plan_item=9, title_zh="摇号住房贷款额度", title_en="homes by lot: loan won", unit="yuan",
        lower=0, upper=3000000, sign="+", dims=("county",), eligibility=("renter",), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("homes_by_lot",), needs=("home_lot_chance",),
        meaning="most that is lent to who is drawn; it also meets the first payment that other lenders ask",
        reason="for comparison with published lotteries of home credit; in no plan and no law", legislated=False,
    ),
    Lever(
        id="home_lot_interest_cut", plan_item=9, title_zh="摇号住房贷款贴息", title_en="homes by lot: interest cut",
        unit="percent per year", lower=0, upper=10, sign="+", dims=("county",), eligibility=("renter",),
        cost_rule="interest_bought_down", touches=("homes_by_lot",), needs=("home_lot_chance", "home_lot_loan"),
        meaning="taken off the usual interest on the loan won, at most all of it, and paid to the lender at once",
        reason="for comparison with published lotteries of home credit; in no plan and no law", legislated=False,
    ),
)
