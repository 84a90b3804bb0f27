"""What publicity does to couples' minds: a campaign for families, and talk that plays up the worry of raising children.

Called by `outlook` (values of the month), `decision` and `budget`. Of all measures these two alone have no price, place
or hour to act through. No study shows that either moves births, so both strengths are priors around nothing, 0 by
default and in no shipped draw: they are for sensitivity alone. A campaign shifts the taste for a child; worry is how
closely couples follow what their peers spend on one (the quality race): what they expect to spend and then do spend.
"""

from typing import Any

import numba as nb

from sim.policy.paths import LeverPaths

PUBLICITY_LEVERS = ("family_norm_campaign", "childrearing_anxiety")


@nb.njit(cache=True)
def norm_shift(campaign: float, p: Any) -> float:
    """Shift of the taste for any next child [sigma]; campaign : 0 to 1      p reads norm_campaign_effect."""
    return p.norm_campaign_effect * campaign


@nb.njit(cache=True)
def race_by_anxiety(anxiety: float, p: Any) -> float:
    """Weight of peers' spending on a child over today's, as `child_costs.cost_factor` takes it; never below 0.

    anxiety : over that of 2020, 1 as then      p reads anxiety_race
    """
    return max(1.0 + p.anxiety_race * (anxiety - 1.0), 0.0)


def publicity(levers: LeverPaths, month: int) -> tuple[float, float]:
    """Campaign and anxiety of a month, the same in all counties."""
    campaign, anxiety = (float(levers[name][levers.at(month), 0, 0]) for name in PUBLICITY_LEVERS)
    return campaign, anxiety
