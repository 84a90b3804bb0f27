"""Health services for small children and what they spare parents: hours at checks, and support of grandparents.

Called by `birth_money`, which dates coverage over a child's first three years, by the birth decision, which charges the
hours and what grandparents mind, and by the count of grandparents at a birth.
"""

from typing import Any

import numba as nb
import numpy as np

from sim.policy.paths import LeverPaths
from sim.population.columns import Array

CENTRE_LEVER, DOCTOR_LEVER, STAFF_LEVER = (
    "child_health_centre_coverage", "family_doctor_coverage", "maternity_staff_per_1000")
SUPPORT_LEVER, SUPPORT_REACH = "grandparent_support", "grandparent_support_coverage"
WEEKS_A_YEAR = 52.0
SUPPORT_UNIT = 1000.0
"""Yuan a month for which `help_by_support` is stated."""


@nb.njit(cache=True)
def checks_spared(centre: float, doctor: float, staff: float, p: Any) -> float:
    """Hours a week of both parents, over the horizon, that services spare at a child's checks and vaccinations.

    centre, doctor : annuity shares of the first three years in which the child has each      staff : annuity of staff
    per 1,000 births in the year of the birth      p reads centre_hours, doctor_hours, staff_hours
    """
    return (p.centre_hours * centre + p.doctor_hours * doctor + p.staff_hours * staff) / WEEKS_A_YEAR


@nb.njit(cache=True)
def helpers_found(offered: float, p: Any) -> float:
    """Probability that a couple whom no grandparents could help has their help by the support offered.

    offered : expected by a family that is eligible [yuan/month]      p reads help_by_support
    """
    return min(p.help_by_support * offered / SUPPORT_UNIT, 1.0)


@nb.njit(cache=True)
def able_to_help(helpers: int, local: bool, offered: float, p: Any) -> float:
    """Probability that grandparents mind a couple's next child; 1 where some can today.

    helpers : grandparents able to help      local : of the couple, only such are eligible      offered : see above
    """
    if helpers > 0:
        return 1.0
    return helpers_found(offered, p) if local else 0.0


@nb.njit(cache=True)
def support_kept(support: float, local: bool, p: Any) -> float:
    """What the parents are spared of support paid to grandparents [yuan/month]; p reads support_passed_on."""
    return p.support_passed_on * support if local else 0.0


def support_offered(levers: LeverPaths) -> Array:
    """What an eligible family expects of support of grandparents, (month, county) [yuan of 2020 a month]."""
    if SUPPORT_LEVER not in levers.kept:
        share = levers.take_up(SUPPORT_LEVER) * levers[SUPPORT_REACH][:, :, 0]
        levers.kept[SUPPORT_LEVER] = np.asarray(levers[SUPPORT_LEVER][:, :, 0] * share)
    return levers.kept[SUPPORT_LEVER]  # type: ignore[no-any-return]
