"""Leave rules of the counties in a month, from the levers' paths.

Called by the model when a lever has moved or a year begins, and by the childbearing decision for rules announced for a
later month. What levers do not say (who is insured, what firms grant, contribution wages) is the pack's.
"""

import functools

import numpy as np

from sim.clock import month_index
from sim.parameters import as_records
from sim.places.pack import Pack
from sim.policy.levers import lever
from sim.policy.levers.takeup import BASE_ASSUMPTION, take_up
from sim.policy.paths import LeverPaths
from sim.population.columns import FLEXIBLE, Array
from sim.processes.work.leave import leave_rules

LEAVE_LEVERS = (
    "maternity_leave", "maternity_allowance_days", "flexible_worker_coverage", "third_child_insured",
    "leave_social_insurance_subsidy", "employer_cost_share", "parental_leave", "care_leave", "nursing_leave",
    "extended_leave_share",
)
TAKE_UP = ("one_stop_takeup", "benefit_awareness")


def county_leave_rules(levers: LeverPaths, pack: Pack, month: int, income_level: float = 1.0) -> Array:
    """Leave rules of a month by county, (county,) records of `LeaveRules` that compiled rules read like a tuple.

    income_level : real incomes over 2020, which contribution wages follow
    A refund of contributions and the fund's pay are expected after take-up. Third births that the insurance does not
    cover have the uninsured's pay.
    """
    at, n = levers.at(month), len(pack.county_codes)
    value = {name: levers[name][at] for name in (*LEAVE_LEVERS, *TAKE_UP)}
    subsidy = "leave_social_insurance_subsidy"
    base = pack.assumption(BASE_ASSUMPTION[lever(subsidy).takes_up])
    claimed = take_up(base, value["one_stop_takeup"], value["benefit_awareness"])
    rules = _unmoved(pack)[np.zeros(n, np.intp)]
    rules["maternity_days"], rules["fund_days"] = value["maternity_leave"], value["maternity_allowance_days"]
    rules["refund_share"] = value[subsidy] * claimed
    rules["insured"][:, FLEXIBLE] = value["flexible_worker_coverage"][:, 0]
    rules["covered"][:, 2:] = value["third_child_insured"][:, 2:]
    rules["wage_base"] *= income_level
    rules["flexible_floor"] *= income_level
    rules["claimed"] = levers.take_up("maternity_allowance_days")[at]
    for field, name in (("care_days", "care_leave"), ("parental_days", "parental_leave"),
                        ("employer_share", "employer_cost_share"), ("nursing_hours", "nursing_leave"),
                        ("extended_share", "extended_leave_share")):  # fmt: skip
        rules[field] = value[name][:, 0]
    return rules


def months_of_change(levers: LeverPaths) -> frozenset[int]:
    """Months in which any lever of leave differs from the month before."""
    return levers.steps((*LEAVE_LEVERS, *TAKE_UP))


@functools.lru_cache(maxsize=8)
def _unmoved(pack: Pack) -> Array:
    """The pack's rules of 2020 as an array of one record; the part that levers move is replaced."""
    return as_records([leave_rules(pack, int(month_index(2020, 1)))])  # type: ignore[no-any-return]
