"""Levers of plan item 8: kindergarten and school."""

from sim.policy.levers.base import Lever

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
)
