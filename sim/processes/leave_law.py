"""Leave rules of the counties in a month, from the levers' paths.

Called by the model when a lever has moved or a year begins, and by the childbearing decision for rules announced for a
later month. What levers do not say (who is insured, what firms grant, contribution wages) is the pack's.
"""

import functools

import numpy as np

from sim.clock import month_index
from sim.parameters import as_records
from sim.places.pack import Pack
from sim.policy.paths import LeverPaths
from sim.population.columns import FLEXIBLE, Array
from sim.processes.leave import LeaveRules, leave_rules

LEVERS_READ = (
    "maternity_leave", "maternity_allowance_days", "flexible_worker_coverage", "third_child_insured",
    "leave_social_insurance_subsidy", "employer_cost_share", "parental_leave", "care_leave", "nursing_leave",
    "extended_leave_share",
)


def county_leave_rules(levers: LeverPaths, pack: Pack, month: int, income_level: float = 1.0) -> Array:
    """Leave rules of a month by county, (county,) records of `LeaveRules` that compiled rules read like a tuple.

    income_level : real incomes over 2020, which contribution wages follow
    A refund of contributions is expected after take-up. Third births that the insurance does not cover have the
    uninsured's pay.
    """
    base, at = _unmoved(pack), levers.at(month)
    value = {name: levers[name][at] for name in LEVERS_READ}
    refund = value["leave_social_insurance_subsidy"] * levers.take_up("leave_social_insurance_subsidy")[at][:, None]
    rules = []
    for c in range(len(pack.county_codes)):
        insured, covered = base.insured.copy(), np.ones(4)
        insured[FLEXIBLE] = value["flexible_worker_coverage"][c, 0]
        covered[2:] = value["third_child_insured"][c, 2:]
        rules.append(base._replace(
            maternity_days=value["maternity_leave"][c], refund_share=refund[c], insured=insured, covered=covered,
            wage_base=base.wage_base * income_level, fund_days=value["maternity_allowance_days"][c],
            care_days=value["care_leave"][c, 0], parental_days=value["parental_leave"][c, 0],
            employer_share=value["employer_cost_share"][c, 0], nursing_hours=value["nursing_leave"][c, 0],
            extended_share=value["extended_leave_share"][c, 0],
        ))  # fmt: skip
    return as_records(rules)  # type: ignore[no-any-return]


def months_of_change(levers: LeverPaths) -> frozenset[int]:
    """Months in which any lever of leave differs from the month before."""
    moved = np.zeros(len(levers["maternity_leave"]), bool)
    for name in (*LEVERS_READ, "one_stop_takeup", "benefit_awareness"):
        path = levers[name]
        moved[1:] |= (path[1:] != path[:-1]).any(axis=(1, 2))
    return frozenset(int(k) + levers.first_month for k in np.flatnonzero(moved))


@functools.lru_cache(maxsize=8)
def _unmoved(pack: Pack) -> LeaveRules:
    """The pack's rules of 2020, whose part that levers move is replaced."""
    return leave_rules(pack, int(month_index(2020, 1)))
