"""Levers of plan item 16 beside take-up: what is said in public about raising children."""

from sim.policy.levers.base import NOBODY_PAYS, Lever

ITEM_16_LEVERS = (
    Lever(
        id="childrearing_anxiety", plan_item=16, title_zh="育儿焦虑程度", title_en="anxiety about raising children",
        unit="ratio", lower=0, upper=1, default=1, sign="open", law_payers=NOBODY_PAYS, local_payers=NOBODY_PAYS,
        touches=("quality_race",), strengths=("anxiety_race",),
        meaning="talk that plays up the worry of raising children, over that of 2020: it moves how closely parents"
        " follow what their peers spend. For sensitivity alone: its strength is a prior around nothing, 0 by default"
        " and in no draw, so that no headline holds an effect of it",
        reason="the plan holds such talk back; nobody has measured that this moves births, nor what it costs, so the"
        " ledger holds nothing for it; who spends less than peers follows them up, who spends more down: sign open",
    ),
)
