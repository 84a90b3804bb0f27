"""Levers of plan item 8: kindergarten and school."""

from sim.policy.levers.base import NOBODY_PAYS, Lever

ITEM_8_LEVERS = (
    Lever(
        id="preschool_free_last_year", plan_item=8, title_zh="学前一年免保育教育费",
        title_en="free last year of kindergarten", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("child_in_kindergarten",), cost_rule="share_of_fees", touches=("child_cost",),
        meaning="share of the fee for care and education in the year of age five that the state bears; meals stay"
        " with the family",
        reason="national rule of 2025; private kindergartens take the public level off; what the nation pays of it was"
        " not seen, so that the county stands for it",
    ),
    Lever(
        id="sibling_same_school", plan_item=8, title_zh="长幼随学（园）", title_en="siblings at one school",
        unit="yes/no", kind="yes_no", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("hukou_local", "sibling_in_school"), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("school_way",),
        meaning="a child may go to the kindergarten or school where its older sibling is, so that the parents have one"
        " way instead of two while both are in kindergarten (3 to 5) or both in primary school (6 to 11)",
        reason="one district tried it for three years, which end before a child decided on under it is three; hours of"
        " a way and how many siblings are at two schools are priors",
    ),
    Lever(
        id="public_kindergarten_share", plan_item=8, title_zh="公办幼儿园在园幼儿占比",
        title_en="children in public kindergartens", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("child_in_kindergarten",), cost_rule="fee_of_places", touches=("child_cost",),
        meaning="share of children in kindergarten who are in a public one; each child more is spared the gap between"
        " the private and the public fee, which the county pays",
        reason="the plan builds public kindergartens and gives no share; neither today's share in the city nor the gap"
        " of fees was found: both are priors",
    ),
    Lever(
        id="preschool_aid", plan_item=8, title_zh="家庭经济困难儿童学前教育资助",
        title_en="kindergarten aid to poor families", unit="share", lower=0, upper=1, sign="+", dims=("county",),
        eligibility=("child_in_kindergarten", "poor"), cost_rule="share_of_fees", touches=("child_cost",),
        takes_up="application",
        meaning="share of the kindergarten fee, less all other relief, that is paid for children of poor families",
        reason="the plan carries preschool aid out and gives no share; the limit of income below which a family is"
        " poor is a prior",
    ),
    Lever(
        id="migrant_school_access", plan_item=8, title_zh="随迁子女公办学校就读比例",
        title_en="migrant children with a public school place", unit="share", lower=0, upper=1, sign="+",
        dims=("county",), eligibility=("child_in_school", "hukou_elsewhere"), cost_rule="fee_of_places",
        touches=("child_cost",),
        meaning="share of children of 6 to 14 without local hukou who have a place in a public school; each child more"
        " is spared a private school's fee, which the county pays",
        reason="the plan means to take in all who meet its terms; the share in the city was not found (the nation's is"
        " of 2017), and the fee is a prior",
    ),
    Lever(
        id="admission_fairness", plan_item=8, title_zh="入学公平程度", title_en="fair admission to schools",
        unit="share", lower=0, upper=1, sign="open", dims=("county",), law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("quality_race",), strengths=("race_by_admission",),
        meaning="share of school places given without regard to means, beyond what was usual in 2020, while a child is"
        " 6 to 14; the weight of peers' spending on it falls by race_by_admission x that share, a prior centred on no"
        " effect",
        reason="the plan draws school districts fairly and lets public and private schools admit alike; that this"
        " shrinks the race in children's quality was not estimated: no effect by default",
    ),
)
