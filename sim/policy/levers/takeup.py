"""Levers of plan items 12 and 16 that decide how many claim a benefit, and the rule of take-up."""

import numpy as np

from sim.arrays import Array
from sim.policy.levers.base import Lever

BASE_ASSUMPTION = {"automatic": "takeup_automatic", "application": "takeup_manual"}
"""Assumption of the pack that holds base take-up, by the way a benefit is taken up."""

TAKE_UP_LEVERS = (
    Lever(
        id="one_stop_takeup", plan_item=12, title_zh="出生养育“一件事”联办率", title_en="one-stop service taken up",
        unit="share", lower=0, upper=1, sign="+", dims=("county",), touches=("steps", "take_up"),
        meaning="share of those who would not claim whom the one-stop service brings to claim",
        reason="fewer steps raise the take-up of every benefit; no rate was found",
    ),
    Lever(
        id="benefit_awareness", plan_item=16, title_zh="政策知晓率", title_en="awareness of benefits", unit="share",
        lower=0, upper=1, sign="+", dims=("county",), touches=("take_up",),
        meaning="share of those who would not claim whom information brings to claim",
        reason="the plan publicises benefits; no rate was found",
    ),
)


def take_up(base: Array | float, one_stop: Array | float, awareness: Array | float) -> Array:
    """Share of the eligible who claim, 1 - (1 - base)(1 - one_stop)(1 - awareness); all shares in [0, 1]."""
    return 1.0 - (1.0 - np.asarray(base)) * (1.0 - np.asarray(one_stop)) * (1.0 - np.asarray(awareness))
