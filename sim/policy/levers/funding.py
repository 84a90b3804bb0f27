"""Levers of the plan's funding clause: who pays and how much a county can."""

from sim.policy.levers.base import NOBODY_PAYS, Lever

FUNDING_LEVERS = (
    Lever(
        id="municipal_cost_share", plan_item=0, title_zh="市级财政分担比例", title_en="city's share of county measures",
        unit="share", lower=0, upper=1, sign="0", dims=("county",), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("payers",), meaning="share of what a county's measures cost that the city pays",
        reason="the plan lets the county pay and gives no municipal share",
    ),
    Lever(
        id="budget_ceiling", plan_item=0, title_zh="财政可承受上限", title_en="budget ceiling", unit="share", lower=0,
        upper=1, default=1, sign="+", dims=("county",), law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("rationing",),
        meaning="most that a county spends on all levers, over its general budget; above it measures are rationed",
        reason="the plan asks for what finances can bear and names no share; 1 never binds",
    ),
    Lever(
        id="allowance_central_share", plan_item=0, title_zh="育儿补贴中央分担比例",
        title_en="nation's share of the allowance", unit="share", lower=0, upper=1, sign="0", law_payers=NOBODY_PAYS,
        local_payers=NOBODY_PAYS, touches=("payers",),
        meaning="share of the national childcare allowance that the nation pays; the county pays the rest",
        reason="the share for Zhejiang was not seen",
    ),
)
