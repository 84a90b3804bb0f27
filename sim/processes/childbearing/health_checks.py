"""Checks before pregnancy: what part of the pregnancies that are lost they spare, by a prior centred on no effect.

Called by the monthly pass over women (`birth_decisions`), which writes it into the table of losses.
"""

from typing import Any

import numpy as np

from sim.policy.paths import LeverPaths
from sim.population.columns import Array

CHECKS_LEVER = "premarital_check_coverage"


def loss_left(levers: LeverPaths, p: Any) -> Array:
    """Losses over those without a change of checks, (month, county); 1 as law has it. p reads checks_spare_loss."""
    beyond = (levers.nominal(CHECKS_LEVER) - levers.by_law(CHECKS_LEVER))[:, :, 0]
    return np.asarray(1.0 - p.checks_spare_loss * beyond)
