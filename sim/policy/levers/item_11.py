"""Levers of plan item 11: marriage and custom."""

from sim.policy.levers.base import NOBODY_PAYS, Lever

ITEM_11_LEVERS = (
    Lever(
        id="marriage_grant", plan_item=11, title_zh="结婚礼金和消费券", title_en="gift or voucher at a wedding",
        unit="yuan once", lower=0, upper=200000, sign="+", dims=("county",), eligibility=("weds",),
        cost_rule="per_wedding", touches=("cash",), takes_up="application",
        meaning="paid once to a couple that marries in the county, in money or vouchers, which are counted as money",
        reason="two districts pay 1,000 yuan; the plan names none",
    ),
    Lever(
        id="matchmaking_reach", plan_item=11, title_zh="青年交友服务覆盖率", title_en="singles reached by matchmaking",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), eligibility=("young_single",),
        cost_rule="price_of_reached", case_price="matchmaking_price", reach="matchmaking_reach",
        touches=("meetings",), strengths=("matchmaking_meetings",),
        meaning="share of singles whom events and platforms reach; they meet somebody more often, part of it in place"
        " of other meetings, and a man met is met by nobody else that month: women are the short side",
        reason="the plan builds services without a number; the internet's effect on marriages (US, 10 to 30 %) is a"
        " ceiling, so what meetings are made and displaced are priors",
    ),
    Lever(
        id="bride_price_change", plan_item=11, title_zh="彩礼变动", title_en="change of bride prices", unit="share",
        lower=-1, upper=1, sign="-", law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS, touches=("entry_cost",),
        meaning="change of what a groom's side pays, over what it would be: his side keeps what hers loses; only the"
        " cash at the wedding acts",
        reason="the reform of customs pleads for less and orders nothing, so that the change itself is assumed; no"
        " public money follows from it",
    ),
    Lever(
        id="wedding_cost_change", plan_item=11, title_zh="婚礼支出变动", title_en="change of wedding costs",
        unit="share", lower=-1, upper=1, sign="-", law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("entry_cost",),
        meaning="change of what a wedding costs, over what it would be; below 0 simpler weddings",
        reason="the plan pleads for simple weddings and orders nothing, so that the change itself is assumed; no public"
        " money follows from it",
    ),
    Lever(
        id="counselling_coverage", plan_item=11, title_zh="婚姻家庭辅导覆盖率", title_en="couples counselled",
        unit="share", lower=0, upper=1, sign="open", dims=("county",), eligibility=("comes_to_part",),
        cost_rule="price_of_reached", case_price="counselling_price", reach="counselling_coverage",
        touches=("divorce",), strengths=("counselling_effect",),
        meaning="share of couples who come to part that the registry counsels first",
        reason="the plan joins counselling to the registry; no study of it was found, so its strength is a prior around"
        " nothing: by default it costs money and moves nobody",
    ),
    Lever(
        id="family_norm_campaign", plan_item=11, title_zh="婚育观宣传引导", title_en="campaign for families",
        unit="share", lower=0, upper=1, sign="open", eligibility=("founding_age",), cost_rule="price_of_reached",
        case_price="campaign_price", reach="family_norm_campaign", touches=("norm",),
        strengths=("norm_campaign_effect",),
        meaning="campaign over the most that could be done. For sensitivity alone: its strength is a prior around"
        " nothing, 0 by default and in no draw, so that no headline holds an effect of it",
        reason="no causal study shows that a campaign raises births; of television the opposite is known",
    ),
)
