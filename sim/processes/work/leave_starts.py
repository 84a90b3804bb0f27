"""Leaves that begin: what a birth brings to parents at work, who pays for it, and which mothers lose or leave work.

Called by the model right after births. Rules are those of `leave` and `employers`. Money of a leave is its expectation
over insured and uninsured alike, in whole yuan; counts, claims and what employers learn come from the same numbers.

Claims, so that cases or base x value is money: maternity_allowance_days and maternity_leave carry the money itself (of
the fund; of the days beyond it, employer and public); leave_social_insurance_subsidy the contributions it refunds;
care_leave and parental_leave a day's pay; nursing_leave the pay of one daily hour; extended_leave_share a month's pay.
"""

from typing import Any

import numba as nb
import numpy as np

from sim.parameters import unpacked
from sim.policy.claims import Claims, claim
from sim.population.columns import FLEXIBLE, NO_WORK, NOBODY, RESIDENT, Array, Persons
from sim.processes.accounts import N_ORDERS
from sim.processes.care.childcare import MONTHS, nursery_demand, uncovered_care
from sim.processes.care.nurseries import birth_order
from sim.processes.care.nursery_terms import CareMarket
from sim.processes.money.taxes import TaxRules, take_home
from sim.processes.work.employers import Employers, dismissal_probability
from sim.processes.work.leave import (
    EXTENDED_DAYS,
    employer_cost,
    exit_probability,
    later_leave_cost,
    maternity_leave,
    nursing_pay,
    refundable,
    short_leave_cost,
)
from sim.streams import Decision, stream_key, uniform

DISMISSAL_DRAW, TIME_OUT_DRAW = int(Decision.DISMISSAL), int(Decision.TIME_OUT)
INSURED_DRAW = int(Decision.LEAVE_INSURED)
FUND_CLAIM, LEAVE_CLAIM = claim("maternity_allowance_days"), claim("maternity_leave")
REFUND_CLAIM, CARE_CLAIM = claim("leave_social_insurance_subsidy"), claim("care_leave")
PARENTAL_CLAIM, NURSING_CLAIM, EXTENDED_CLAIM = (
    claim("parental_leave"), claim("nursing_leave"), claim("extended_leave_share")
)
BY_FUND, BY_EMPLOYER, BY_PUBLIC = range(3)
"""Who pays, on the axis leave_payer of counts."""
KEEPS_JOB, DISMISSED, GIVES_UP_JOB = range(3)
"""What becomes of a working mother's job."""


@nb.njit(cache=True)
def job_after_birth(u_dismissal: float, u_leaving: float, dismissal: float, leaving: float) -> int:
    """Whether a working mother stays in work, is dismissed, or leaves it, from two draws and two probabilities."""
    if u_dismissal < dismissal:
        return DISMISSED
    return GIVES_UP_JOB if u_leaving < leaving else KEEPS_JOB


@nb.njit(cache=True)
def begin_leaves(
    mothers: Array, persons: Persons, rules: Array, employers: Employers, market: CareMarket, taxes: TaxRules,
    help_hours: float, counts: Any, claims: Claims, pay: float, p: Any, seed: int, month: int,
) -> None:
    """Begin the leaves of the parents of this month's births; end the jobs of mothers dismissed or leaving work.

    rules : (county,) records of `LeaveRules`      market : terms of nurseries, for the care left uncovered
    help_hours : a week, of grandparents who help      pay : real pay over the level of the column of earnings
    p reads wage_penalty, and what `leave`, `employers` and `childcare` say.
    """
    persons, counts, taxes, p = unpacked(persons), unpacked(counts), unpacked(taxes), unpacked(p)
    dismissal_key, out_key = stream_key(seed, DISMISSAL_DRAW, month), stream_key(seed, TIME_OUT_DRAW, month)
    insured_key = stream_key(seed, INSURED_DRAW, month)
    cases, base = claims.cases, claims.base
    leaves, money, costs = counts.leaves, counts.leave_money, counts.leave_costs
    for mother in mothers:
        c, k = persons.county[mother], min(persons.parity[mother], N_ORDERS) - 1
        rule = rules[c]
        father = persons.partner[mother]
        husband_pay, husband_work = 0.0, NO_WORK
        if father != NOBODY:
            husband_pay, husband_work = pay * persons.earnings[father], int(persons.work[father])
            if husband_work != NO_WORK and husband_work != FLEXIBLE:
                cases[CARE_CLAIM, c, k] += 1
                day = rule.granted[husband_work] * short_leave_cost(husband_pay, husband_work, 1.0)
                base[CARE_CLAIM, c, k] += whole(day)
        work = int(persons.work[mother])
        if work == NO_WORK:
            continue
        earnings, identity, s = pay * persons.earnings[mother], persons.id[mother], work - 1
        leave = maternity_leave(earnings, work, k + 1, rule, p)
        refund_base = refundable(leave.contributions, leave.days, work, rule.refund_months)
        leaves[c, s] += 1
        counts.pay_of_mothers[c, s] += whole(earnings)
        money[c, s, BY_FUND] += whole(leave.fund)
        money[c, s, BY_EMPLOYER] += whole(leave.wages_employer + leave.contributions - leave.refund)
        money[c, s, BY_PUBLIC] += whole(leave.wages_public + leave.contributions_public + leave.refund)
        if uniform(insured_key, identity) < rule.insured[work] * rule.covered[k]:
            cases[FUND_CLAIM, c, k] += 1
        base[FUND_CLAIM, c, k] += whole(leave.fund)
        helpers = int(persons.grandparents[mother])
        income = take_home(earnings, work, husband_pay, husband_work, 0.0, taxes)
        wanted = nursery_demand(
            market.fee_full[c], income / MONTHS, market.trust[c], market.hours[c], helpers, True, 0.5, p
        )
        uncovered = uncovered_care(wanted * market.admitted[c], market.hours[c], helpers, help_hours, p)
        dismissal = 0.0
        if work != FLEXIBLE:
            later = later_leave_cost(earnings, work, leave.days, rule)
            costs[c, s] += whole(employer_cost(leave, earnings, p) + later)
            cases[LEAVE_CLAIM, c, k] += 1
            base[LEAVE_CLAIM, c, k] += whole(leave.shared)
            if refund_base > 0.0:
                cases[REFUND_CLAIM, c, k] += 1
                base[REFUND_CLAIM, c, k] += whole(refund_base)
            dismissal = dismissal_probability(employers.leave_cost[c, s], 1.0, work, 0.0, p)
        job = job_after_birth(
            uniform(dismissal_key, identity), uniform(out_key, identity), dismissal, exit_probability(uncovered, p)
        )
        if job != KEEPS_JOB:
            persons.work[mother], persons.earnings[mother] = NO_WORK, 0.0
            if job == DISMISSED:
                counts.dismissed_mothers[c, s] += 1
            else:
                counts.mothers_left_work[c, s] += 1
            continue
        persons.earnings[mother] *= 1.0 - p.wage_penalty
        if work != FLEXIBLE:
            cases[NURSING_CLAIM, c, k] += 1
            base[NURSING_CLAIM, c, k] += whole(rule.granted[work] * nursing_pay(earnings, work, leave.days, 1.0))
            cases[EXTENDED_CLAIM, c, k] += 1
            base[EXTENDED_CLAIM, c, k] += whole(short_leave_cost(earnings, work, EXTENDED_DAYS))


@nb.njit(cache=True, inline="always")
def whole(yuan: float) -> int:
    """A sum in whole yuan, rounded; sums of whole yuan do not depend on the order of rows."""
    return int(yuan + 0.5)


@nb.njit(cache=True)
def claim_parental_leave(
    children: Array, persons: Persons, granted: Array, cases: Array, base: Array, pay: float, month: int
) -> None:
    """Claim a year's parental leave of both parents at a child's birth and at its first and second birthday.

    children : rows of children under six      granted : (county, work) share of the days that employers grant
    """
    persons = unpacked(persons)
    presence, birth, work, earnings = persons.presence, persons.birth, persons.work, persons.earnings
    for child in children:
        i = np.uintp(child)  # unsigned: spares the test for an index from the end
        born = birth[i]
        if (born != month and born != month - 12 and born != month - 24) or presence[i] != RESIDENT:
            continue
        c, k = persons.county[i], min(birth_order(i, persons.elder), N_ORDERS) - 1
        for parent in (persons.mother[i], persons.father[i]):
            if parent == NOBODY or presence[parent] != RESIDENT or persons.county[parent] != c:
                continue
            day = short_leave_cost(pay * earnings[parent], int(work[parent]), 1.0)
            if day > 0.0:
                cases[PARENTAL_CLAIM, c, k] += 1
                base[PARENTAL_CLAIM, c, k] += whole(granted[c, work[parent]] * day)
