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
)
