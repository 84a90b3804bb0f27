"""Levers of plan item 11: marriage and custom."""

from sim.policy.levers.base import Lever

ITEM_11_LEVERS = (
    Lever(
        id="marriage_grant", plan_item=11, title_zh="结婚礼金和消费券", title_en="gift or voucher at a wedding",
        unit="yuan once", lower=0, upper=200000, sign="+", dims=("county",), eligibility=("weds",),
        cost_rule="per_wedding", touches=("cash",), takes_up="application",
        meaning="paid once to a couple that marries in the county, in money or vouchers, which are counted as money",
        reason="two districts pay 1,000 yuan; the plan names none",
    ),
)
